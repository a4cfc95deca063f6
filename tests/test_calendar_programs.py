"""Whatever happens to a book, and whichever calendar files a program takes in, in whatever order: once it has the
newest of each, it holds what the book does. Not: what is said in an entry (test_calendar_files.py).
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .calendar_kit import Diary
from .commands_kit import Tool

Line = tuple[str, ...]

EXAMPLES = int(os.environ.get("RMTOOL_EXAMPLES", "10"))
"""How many stories are told; the suite has time for few."""

FIRST = date(2026, 11, 23)
LAST = date(2026, 12, 6)
"""The two weeks in which visits are made."""

NAMES = {"1": "华强电子", "2": "凯发科技", "3": "远洋物流"}

FILES: Sequence[Line] = (
    ("report", "week"),
    ("week",),
    ("today",),
    ("report", "day"),
    ("contacts",),
    ("follow-ups",),
    ("occasions",),
    ("occasions", "--days", "20"),
)
NEWEST: Sequence[Line] = (("report", "week", "--week", "2026-W48"), ("follow-ups",), ("occasions", "--days", "366"))
"""The files after which a program must hold all that the book does."""

whos = st.sampled_from(sorted(NAMES))
near = st.integers(-3, 13).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
ahead = st.sampled_from(["2026-11-25", "2026-11-28", "2026-12-05", "2027-03-01", "2028-02-29"])
annual = st.sampled_from(["11-25", "12-18", "01-10", "02-29", "农历十月十八", "农历腊月三十", "1980-11-26", ""])
numbers = st.integers(1, 3).map(str)


def line(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[Line]:
    """A command line of fixed and drawn parts; `x=` takes the next part for its value."""
    drawn = [part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts]

    def joined(words: tuple[str, ...]) -> Line:
        told: list[str] = []
        for word in words:
            if told and told[-1].endswith("="):
                told[-1] += word
            else:
                told.append(word)
        return tuple(told)

    return st.tuples(*drawn).map(joined)


steps = st.one_of(
    line("visit", whos, "--on", near, "--at", st.sampled_from(["09:30", "15:00", "16:30"])),
    line("visit", whos, "--on", near),
    line("visit", whos, "--move", "--on", near, "--at", "10:30"),
    line("visit", whos, st.sampled_from(["--cancel", "--confirm", "--missed"])),
    line("plan-week", st.sampled_from(["this", "next"])),
    line("log-contact", whos, st.sampled_from("TM"), "--on", near, "--next", "送方案", "--next-on", near),
    line("log-contact", whos, st.sampled_from("TM")),
    line("contact-set", numbers, "next_on=", near),
    line("contact-remove", numbers),
    line("follow-up-done", numbers),
    line("follow-up-move", numbers, near),
    line("occasion-add", whos, st.sampled_from(["contract-end", "other"]), ahead, "协议"),
    line("occasion-add", whos, "anniversary", annual, "合作"),
    line("occasion-add", whos, "birthday", annual, "--person", st.sampled_from(["王丽", "李强"])),
    line("occasion-set", numbers, "day=", ahead),
    line("occasion-set", numbers, "note=", st.sampled_from(["续签", "协议"])),
    line("occasion-remove", numbers),
    line("occasion-done", whos),
    line("client-set", whos, "birthday=", annual),
    line("client-set", whos, "founded=", st.sampled_from(["2006-11-30", "2010-12-24", ""])),
    line("client-set", whos, "status=", st.sampled_from(["active", "dormant", "lost"])),
    line("client-set", whos, "name=", st.sampled_from(["华强半导体", "凯发集团"])),
    line("person-set", whos, "王丽", "birthday=", annual),
    line("person-set", whos, "王丽", "name=王莉"),
    line("person-remove", whos, "王丽"),
    line("holding-add", whos, "流动资金贷款", "product_kind=loan", "opened=", near, "matures=", ahead),
    line("holding-add", whos, "代发工资", "opened=", near),
    line("holding-set", numbers, "matures=", ahead),
    line("holding-set", numbers, "ended=", near),
    line("holding-remove", numbers),
    line("client-add", "新来的", "client_no=9", "founded=2011-11-27"),
    line("visit", "9", "--on", near, "--at", "11:00"),
    line("merge", "1", "2"),
    st.just(("undo",)),
    st.just(("undo",)),
    st.just(("redo",)),
    st.just(("a day goes by",)),
)


class Story:
    """A book that things happen to, and the files that were written of it."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.day = FIRST
        self.files: list[str] = []

    def goes_on(self, step: Line, files: Iterable[Line]) -> None:
        """Let something happen, then write some files."""
        if step == ("a day goes by",):
            self.day += timedelta(days=1)
        else:
            assert self.tool(*step, "-y", "-q", today=self.day.isoformat()).code in (0, 1, 2, 5), step
        self.files += [self.written(*file) for file in files]

    def written(self, *file: str) -> str:
        """A calendar file as it is written now."""
        return self.tool.done(*file, "-f", "ics", today=self.day.isoformat())

    def told(self) -> set[tuple[str, str]]:
        """What stands in the book from today on, as its other formats tell it: what, and when."""
        today = self.day.isoformat()
        weeks = ("2026-W48", "2026-W49")
        visits = [v for w in weeks for v in self.tool.json("report", "week", "--week", w, today=today)["visits"]]
        told = {
            (f"Visit {v['name']}", v["date"] + (f"T{v['start']}" if v["start"] else ""))
            for v in visits
            if v["date"] and v["status"] in ("planned", "confirmed", "done")
        }
        steps = self.tool.json("follow-ups", today=today)
        told |= {(f"{s['next'] or 'as promised'}: {s['name']}", s["next_on"]) for s in steps if s["next_on"]}
        for each in self.tool.json("occasions", "--days", "366", today=today):
            told.add((f"{each['what']}: {each['name']}" if each["name"] else each["what"], each["on"]))
        return {(what, when) for what, when in told if when >= today}

    def kept(self, diary: Diary) -> set[tuple[str, str]]:
        """What a program has from today on, as far as the newest files look ahead."""
        last = (self.day + timedelta(days=366)).isoformat()
        kept = {(entry.summary, entry.start.isoformat()[:16]) for entry in diary.standing}
        return {(what, when) for what, when in kept if self.day.isoformat() <= when <= last}


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Three clients with something of everything."""
    tool = Tool(tmp_path_factory.mktemp("programs") / "home")
    for number, name in NAMES.items():
        tool.done("client-add", name, f"client_no={number}", "deposit_avg=1200万", today="2026-09-01")
        tool.done("person-add", number, "王丽", today="2026-09-01")
    tool.done("client-set", "1", "founded=2006-11-30", today="2026-09-01")
    tool.done("occasion-add", "1", "other", "2026-12-05", "协议")
    tool.done("occasion-add", "2", "birthday", "农历十月十八", "--person", "王丽")
    tool.done("holding-add", "3", "流动资金贷款", "product_kind=loan", "opened=2026-11-02", "matures=2027-03-01")
    tool.done("holding-add", "3", "代发工资", "opened=2026-11-01")
    tool.done("holding-add", "2", "流动资金贷款", "product_kind=loan", "opened=2026-11-02", "matures=2026-12-15")
    tool.done("log-contact", "1", "T", "--on", "2026-11-20", "--next", "送方案", "--next-on", "2026-11-27")
    tool.done("plan-week", "this")
    return tool


STORIES: dict[str, Sequence[Line]] = {
    "a loan is paid back before its check": [("holding-set", "1", "ended=2026-11-20")],
    "a loan is checked for the last time": [("log-contact", "2", "M")],
    "a product turns out to be used for longer": [
        ("holding-add", "3", "代发工资", "opened=2026-10-10", "contract_no=2")
    ],
    "a visit moves to the next week, and there again": [
        ("visit", "2", "--move", "--on", "2026-12-01", "--at", "10:30"),
        ("visit", "2", "--move", "--on", "2026-12-02", "--at", "10:30"),
    ],
    "a visit moves and is called off": [("visit", "2", "--on", "2026-11-25", "--at", "16:00"), ("undo",), ("undo",)],
    "a step was due earlier and is taken": [("contact-set", "1", "next_on=2026-11-21"), ("log-contact", "1", "T")],
    "a step goes with its contact": [("contact-remove", "1")],
    "a birthday is kept by the sun": [("person-set", "2", "王丽", "birthday=12-18")],
    "a person leaves": [("person-remove", "2", "王丽")],
    "clients fall asleep": [("client-set", "1", "status=dormant"), ("client-set", "2", "status=lost")],
    "two clients are one": [("merge", "1", "2")],
}
"""What happens to a book whose calendars were taken in before it, and after it."""


@pytest.mark.parametrize("name", STORIES)
def test_what_changed_is_told_once_and_for_all(ready: Tool, tmp_path: Path, name: str) -> None:
    story = Story(ready.copy(tmp_path / "home"))
    diary = Diary()
    for written in (story.written(*file) for file in FILES):
        diary.take(written)
    before = story.told()
    for step in STORIES[name]:
        story.tool.done(*step, "-y")
    for written in (story.written(*file) for file in NEWEST):
        diary.take(written)
    assert story.kept(diary) == story.told() != before


happenings = st.lists(st.tuples(steps, st.lists(st.sampled_from(FILES), max_size=1)), min_size=4, max_size=12)


@settings(max_examples=EXAMPLES, derandomize=EXAMPLES <= 10)
@given(happenings, st.integers(0, 2**16))
def test_a_program_that_has_the_newest_files_holds_what_the_book_does(
    ready: Tool, happened: list[tuple[Line, list[Line]]], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(ready.copy(Path(folder) / "home"))
        for step, files in happened:
            story.goes_on(step, files)
        newest = [story.written(*file) for file in NEWEST]
        taken = [*story.files, *newest]
        Random(seed).shuffle(taken)
        diary = Diary()
        for written in taken:
            diary.take(written)
        assert story.kept(diary) == story.told()
