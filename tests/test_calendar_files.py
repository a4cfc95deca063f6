"""Calendar files: what is in them, and that programs that take them in move what moved, and double nothing.

Files are read back as the kit reads them, and by rmtool's own reader of calendars. Not: occasions
(test_calendar_occasions.py).
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from rmtool.core.periods import Span
from rmtool.intake.calendars import read_busy
from rmtool.lang import Language
from rmtool.show.ical import calendar_bytes

from .calendar_kit import NAME, Diary, book, events
from .commands_kit import MONDAY, Tool

WEEK = Span(date(2026, 11, 23), date(2026, 11, 29))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Three clients of the upper tiers with a week's plan; a prospect; a promise."""
    return book(tmp_path_factory.mktemp("calendars"))


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def week(tool: Tool, *more: str, **how: str) -> str:
    """The calendar of this week and the next as it stands; nothing is planned anew."""
    return tool.done("report", "week", "-f", "ics", *more, **how)


def test_every_visit_of_the_plan_is_an_entry_at_its_time(ready: Tool) -> None:
    planned = ready.visits("this")
    assert len(planned) == 3
    entries = Diary().take(week(ready)).entries.values()
    assert {(e.summary, e.start.isoformat()[:16], e.minutes) for e in entries} == {
        (f"Visit {v['name']}", f"{v['date']}T{v['start']}", _minutes(v["end"]) - _minutes(v["start"])) for v in planned
    }
    assert {e.status for e in entries} == {"TENTATIVE"}
    assert {str(e.start.tzinfo) for e in entries if isinstance(e.start, datetime)} == {"Asia/Shanghai"}
    assert week(ready, lang="zh").count("SUMMARY:走访 ") == 3


def _minutes(at: str) -> int:
    return int(at[:2]) * 60 + int(at[3:])


def test_another_reader_finds_the_same_hours(ready: Tool, tmp_path: Path) -> None:
    """rmtool's own reader, told that the entries are somebody else's; with its own mark they take no hours."""
    (tmp_path / "own.ics").write_text(week(ready), "utf-8")
    (tmp_path / "other.ics").write_text(week(ready).replace("@rmtool", "@x").replace("PRIVATE", "PUBLIC"), "utf-8")
    read = read_busy([tmp_path / "other.ics"], WEEK)
    assert read.warnings == []
    assert {(b.date.isoformat(), b.hours.opens, b.hours.closes, b.what) for b in read.busy} == {
        (v["date"], _minutes(v["start"]), _minutes(v["end"]), (f"Visit {v['name']}",)) for v in ready.visits("this")
    }
    assert read_busy([tmp_path / "own.ics"], WEEK).busy == []
    assert ready.where("this", "--busy", str(tmp_path / "own.ics")) == ready.where("this")


def test_where_and_when_to_be_reminded(ready: Tool) -> None:
    by_name = {str(event["summary"]): event for event in events(week(ready))}
    here, there = by_name[f"Visit {NAME}"], by_name["Visit 凯发科技"]
    assert (str(here["location"]), here["geo"].to_ical()) == ("深南大道1号", "22.543;114.057")
    assert "location" not in there
    assert "geo" not in there
    assert str(by_name["Visit 远洋物流"]["location"]) == "南山区"
    assert [alarm["trigger"].dt for alarm in here.walk("VALARM")] == [timedelta(minutes=-30)]
    assert str(here["class"]) == "PRIVATE"


def test_what_to_know_is_told_only_when_asked(ready: Tool) -> None:
    assert not any("description" in event for event in events(week(ready)))
    assert not re.search("13812345678|厂房|CFO", week(ready).replace("\r\n ", ""))
    told = {str(event["summary"]): event for event in events(week(ready, "--brief"))}
    assert str(told[f"Visit {NAME}"]["description"]).splitlines() == [
        "At the client: 王丽, CFO, 13812345678",
        "Last 2026-11-18 M: 谈新厂房\\n贷款",
        "Promised on 2026-11-18: 送方案",
    ]


def test_a_visit_that_moves_moves_in_the_calendar(tool: Tool) -> None:
    diary = Diary().take(week(tool))
    before = dict(diary.entries)
    tool.done("visit", "2", "--on", "2026-11-26", "--at", "16:00")
    assert diary.take(week(tool)).stands["Visit 凯发科技"] == "2026-11-26T16:00"
    assert len(diary.stands) == 3
    (uid,) = [uid for uid, entry in before.items() if entry.summary == "Visit 凯发科技"]
    assert diary.entries[uid].sequence > before[uid].sequence
    tool.done("visit", "2", "--confirm")
    assert diary.take(week(tool)).entries[uid].status == "CONFIRMED"
    tool.done("undo", "-y")
    tool.done("undo", "-y")
    assert diary.take(week(tool)).stands == {entry.summary: entry.start.isoformat()[:16] for entry in before.values()}


def test_an_older_file_taken_in_late_changes_nothing(tool: Tool) -> None:
    old = week(tool)
    tool.done("visit", "2", "--on", "2026-11-26", "--at", "16:00")
    diary = Diary().take(week(tool))
    assert diary.take(old).stands["Visit 凯发科技"] == "2026-11-26T16:00"


@pytest.mark.parametrize("how", ["cancel", "missed", "undo", "replan", "other_week"])
def test_a_visit_that_is_off_leaves_the_calendar(tool: Tool, how: str) -> None:
    tool.done("visit", "2", "--on", "2026-11-27", "--at", "10:00")
    diary = Diary().take(week(tool))
    assert "Visit 凯发科技" in diary.stands
    if how == "cancel":
        tool.done("visit", "2", "--cancel", "--why", "no time")
    elif how == "missed":
        tool.done("visit", "2", "--missed", today="2026-11-27")
    elif how == "undo":
        tool.done("undo", "-y")
        tool.done("undo", "-y")
    elif how == "replan":
        tool.done("undo", "-y")
        diary.take(week(tool))
        tool.done("client-away", "2", "--until", "2026-11-29")
        tool.done("plan-week", "this", "--keep-days", "0")
    else:
        tool.done("visit", "2", "--move", "--on", "2026-12-01", "--at", "10:00")
    written = tool.done("report", "week", "-f", "ics")
    assert diary.take(written).stands.get("Visit 凯发科技") == ("2026-12-01T10:00" if how == "other_week" else None)
    cancelled = [event for event in events(written) if str(event["status"]) == "CANCELLED"]
    assert not any(event.walk("VALARM") for event in cancelled)


def test_a_dropped_visit_of_somebody_forgotten_is_told_to_nobody(tool: Tool) -> None:
    tool.done("visit", "2", "--cancel")
    tool.done("forget", "2", "-y")
    assert "凯发" not in week(tool)


def test_of_a_week_that_is_over_nothing_is_dropped_any_more(tool: Tool) -> None:
    tool.done("undo", "-y")
    assert week(tool).count("STATUS:CANCELLED") == 3
    past = ("--week", "2026-W48")
    assert "STATUS:CANCELLED" not in week(tool, *past, today="2026-11-30")


def test_a_visit_to_a_client_that_was_never_there_is_in_no_calendar(tool: Tool) -> None:
    tool.done("client-add", "新来的", "client_no=77")
    tool.done("visit", "77", "--on", "2026-11-27", "--at", "10:00")
    tool.done("undo", "-y")
    tool.done("undo", "-y")
    assert "新来的" not in week(tool)


def test_a_visit_with_a_day_but_no_time_takes_its_day_and_then_its_time(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "新源", "client_no=9", today="2026-11-01")
    tool.done("visit", "9", "--on", "2026-11-25")
    diary = Diary().take(tool.done("report", "week", "-f", "ics"))
    assert diary.stands == {"Visit 新源": "2026-11-25"}
    tool.done("plan-week", "this")
    assert diary.take(tool.done("report", "week", "-f", "ics")).stands["Visit 新源"].startswith("2026-11-25T")
    assert len(diary.entries) == 1


def test_two_books_never_name_an_entry_alike(ready: Tool, tmp_path: Path) -> None:
    names = set()
    for folder in ("a", "b"):
        tool = Tool(tmp_path / folder)
        tool.done("client-add", "新源", "client_no=9")
        tool.done("visit", "9", "--on", "2026-11-25", "--at", "10:00")
        names |= Diary().take(tool.done("report", "week", "-f", "ics")).entries.keys()
    assert len(names) == 2


def test_the_same_book_gives_the_same_bytes(ready: Tool, tmp_path: Path) -> None:
    file = tmp_path / "week.ics"
    assert ready("plan-week", "this", "-o", file) == (0, "", "")
    assert file.read_bytes().decode() == week(ready) == week(ready.copy(tmp_path / "copy"))


def test_masked_an_entry_tells_when_and_nothing_of_whom(ready: Tool) -> None:
    told = week(ready, "--brief", "--mask").replace("\r\n ", "")
    assert not re.search("13812345678|王丽|厂房|贷款|深南大道1号|送方案|22.543", told)
    shown = Diary().take(week(ready)).entries
    masked = Diary().take(week(ready, "--mask")).entries
    assert {uid: entry.start for uid, entry in masked.items()} == {uid: entry.start for uid, entry in shown.items()}


# Promises


def test_promises_are_whole_days_that_take_no_time(tool: Tool, tmp_path: Path) -> None:
    diary = Diary().take(tool.done("contacts", "-f", "ics"))
    assert diary.stands == {f"送方案: {NAME}": "2026-11-26"}
    (event,) = events(tool.done("contacts", "-f", "ics"))
    assert (str(event["transp"]), [a["trigger"].dt for a in event.walk("VALARM")]) == (
        "TRANSPARENT",
        [timedelta(hours=9)],
    )
    tool.done("contact-set", "1", "next_on=2026-11-27")
    assert diary.take(tool.done("contacts", "-f", "ics")).stands == {f"送方案: {NAME}": "2026-11-27"}
    settled = tool.copy(tmp_path / "settled")
    settled.done("log-contact", "1", "T", "sent it")
    assert Diary().take(settled.done("contacts", "-f", "ics", today="2026-11-24")).stands == {}
    tool.done("contact-remove", "1")
    assert diary.take(tool.done("contacts", "-f", "ics")).stands == {}
    assert tool.done("contacts", "--client", "2", "-f", "ics").count("BEGIN:VEVENT") == 0


def test_a_step_marked_as_taken_leaves_the_calendar(tool: Tool) -> None:
    diary = Diary().take(tool.done("follow-ups", "-f", "ics"))
    assert diary.stands == {f"送方案: {NAME}": "2026-11-26"}
    tool.done("follow-up-done", "1")
    assert diary.take(tool.done("contacts", "-f", "ics")).stands == {}
    tool.done("undo", "-y")
    assert diary.take(tool.done("follow-ups", "-f", "ics")).stands == {f"送方案: {NAME}": "2026-11-26"}
    tool.done("client-set", "1", "status=lost")
    assert diary.take(tool.done("follow-ups", "-f", "ics")).stands == {}


def test_steps_of_some_clients_say_nothing_of_others(tool: Tool) -> None:
    tool.done("log-contact", "3", "T", "--next", "送合同", "--next-on", "2026-11-27")
    assert Diary().take(tool.done("follow-ups", "--district", "南山区", "-f", "ics")).stands == {
        "送合同: 远洋物流": "2026-11-27"
    }


@pytest.mark.parametrize(
    ("file", "names"),
    [
        (("week",), ("Client visits (rmtool)", "客户走访（rmtool）")),
        (("follow-ups",), ("Promised steps (rmtool)", "承诺事项（rmtool）")),
        (("occasions",), ("Client occasions (rmtool)", "客户关怀日（rmtool）")),
        (("today",), ("Client day (rmtool)", "今日客户事项（rmtool）")),
    ],
)
def test_each_file_names_its_calendar(ready: Tool, file: Sequence[str], names: Sequence[str]) -> None:
    assert [
        str(Calendar.from_ical(ready.done(*file, "-f", "ics", lang=lang))["x-wr-calname"]) for lang in ("en", "zh")
    ] == [*names]


def test_a_file_with_what_to_know_is_on_record_as_such(tool: Tool, tmp_path: Path) -> None:
    tool.done("visit", "1", "--on", "2026-11-23", "--at", "16:00")
    columns = []
    for more in ((), ("--brief",)):
        for file in (("week",), ("today",), ("report", "day")):
            tool.done(*file, *more, "-o", tmp_path / "file.ics")
            columns.append(set(tool.json("disclosures")[0]["columns"]) & {"people", "contacts", "follow_ups"})
    assert columns == [set()] * 3 + [{"people", "contacts", "follow_ups"}] * 3


# What is not to be


@pytest.mark.parametrize(
    "name",
    [
        "a\r\nATTENDEE:mailto:x@example.invalid",
        "a\nEND:VEVENT\nBEGIN:VEVENT",
        "x" * 200,
        "长" * 100,
        "😀" * 40,
        'a;b,c:d\\n"e"',
        "\x1b]0;owned\x07",
        "a\u2028b\x85c",
        "\ufeffa",
    ],
)
def test_what_is_said_stays_in_its_line(name: str) -> None:
    record = {
        "kind": "visit",
        "uid": "u",
        "sequence": 1,
        "changed": "2026-11-22T11:00:00+08:00",
        "client_no": "1",
        "name": name,
        "date": date(2026, 11, 23),
        "start": 540,
        "minutes": 30,
        "status": "planned",
        "person": name,
        "why": name,
        "district": name,
        "address": name,
        "lat": None,
        "lon": None,
        "people": [{"name": name, "title": name, "phone": name}],
        "contacts": [{"on": date(2026, 11, 1), "code": name, "note": name}],
        "follow_ups": [{"next": name, "next_on": None, "since": date(2026, 11, 1)}],
    }
    written = calendar_bytes([record], "visits", Language("en")).decode()
    (event,) = events(written)
    kinds = {line.split(":")[0].split(";")[0] for line in written.replace("\r\n ", "").split("\r\n")}
    assert kinds <= KINDS
    assert written.split("\r\n").count("BEGIN:VEVENT") == 1
    assert str(event["description"]).count("\n") == 4
    if name.isprintable():
        assert str(event["summary"]) == f"Visit {name}"
        assert str(event["location"]) == name
    assert event["dtstamp"].dt == datetime(2026, 11, 22, 3, tzinfo=UTC)


KINDS = {
    *("BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME", "TZID", "DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"),
    *("SUMMARY", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "STATUS"),
    *("TRANSP", "ACTION", "TRIGGER", ""),
}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("clients",), "This result has no place in a calendar"),
        (("log-contact", "1", "T"), "This result has no place in a calendar"),
        (("report", "coverage"), "This result has no place in a calendar"),
        (("contacts", "--matrix"), "This result has no place in a calendar"),
        (("alerts",), "This result has no place in a calendar"),
        (("plan-week", "this", "--why", "1"), "This result has no place in a calendar"),
        (("plan-week", "next", "--dry-run"), "A plan that isn't saved has no place in a calendar yet"),
    ],
)
def test_what_has_no_place_in_a_calendar_is_refused_before_anything_is_done(
    ready: Tool, tmp_path: Path, arguments: Sequence[str], said: str
) -> None:
    assert ready.refused(2, *arguments, "-o", tmp_path / "x.ics", today=MONDAY).startswith(said)
    assert not (tmp_path / "x.ics").exists()


def test_an_empty_week_is_an_empty_calendar(tmp_path: Path) -> None:
    written = Tool(tmp_path / "home").done("report", "week", "-f", "ics")
    assert events(written) == []
    assert written.startswith("BEGIN:VCALENDAR\r\n")
