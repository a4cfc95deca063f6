"""`rmtool demo`: the walk from the import to the morning page, on any day, in both languages, with nothing left."""

import os
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from rmtool import cli
from rmtool.commands import lists
from rmtool.desk import Desk
from rmtool.desk.campaigns import groups
from rmtool.desk.lists import tier_view
from rmtool.desk.narrowing import EVERYBODY
from rmtool.desk.products import coverage_of
from rmtool.desk.reviews import review_lines
from rmtool.errors import BookError
from rmtool.session import Session, session

TYPED = ["import", "import", "tiers", "plan-week", "log-contact", "contacts", "today"]
SECONDS = 5.0


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Place(NamedTuple):
    """Where a demo runs: its temporary folders, the user's home, and what it wrote."""

    temporary: Path
    home: Path
    capture: pytest.CaptureFixture[bytes]

    def demo(self, day: str, *arguments: str, language: str = "en") -> Ran:
        given = ["demo", "--today", day, "--lang", language, *arguments]
        code = cli.main(given, {"RMTOOL_HOME": str(self.home)})
        out, err = self.capture.readouterr()
        return Ran(code, out.decode("utf-8"), err.decode("utf-8"))

    def left(self) -> list[Path]:
        return [*self.temporary.iterdir(), *([self.home] if self.home.exists() else [])]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Place:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.chdir(tmp_path)
    return Place(temporary, tmp_path / "home", capfdbinary)


def typed(out: str) -> list[str]:
    """The commands that the demo shows as typed, without those of its ending."""
    commands = re.findall(r"^\$ rmtool (\S+)", out, re.MULTILINE)
    return commands[: len(TYPED)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_walks_from_the_import_to_the_morning_page(place: Place, language: str) -> None:
    ran = place.demo("2026-11-24", language=language)
    assert (ran.code, ran.err) == (0, "")
    assert typed(ran.out) == TYPED
    assert "$ pipx install rmtool\n$ rmtool import " in ran.out
    assert place.left() == []


@pytest.mark.parametrize(
    ("day", "planned", "logged"),
    [
        ("2026-11-23", "plan-week", ""),
        ("2026-11-26", "plan-week next", ""),
        ("2026-11-28", "plan-week", " --on 2026-11-27"),
        ("2026-02-14", "plan-week 2026-W09", ""),
        ("2025-10-05", "plan-week", " --on 2025-09-30"),
        ("2028-02-29", "plan-week", ""),
    ],
)
def test_on_any_day_there_is_a_week_to_plan_and_a_visit_to_log(
    place: Place, day: str, planned: str, logged: str
) -> None:
    ran = place.demo(day)
    assert (ran.code, ran.err) == (0, "")
    assert f"$ rmtool {planned}\n" in ran.out
    assert f"--next-on +3d{logged}\n" in ran.out
    assert "Closes the visit planned for" in ran.out
    visits = re.search(r"^Week \d+ · .* · (\d+) visits · required", ran.out, re.MULTILINE)
    assert visits and int(visits[1]) >= 6


def test_each_step_shows_what_it_is_there_to_show(place: Place) -> None:
    out = place.demo("2026-11-24").out
    steps = re.split(r"^\d/6  ", out, flags=re.MULTILINE)
    assert len(steps) == 7
    brought, tiers, plan, logged, matrix, today = steps[1:]
    assert "60 rows: 1 new, 59 changed" in brought
    assert "1 row set aside" in brought
    assert "3 clients change tier" in brought
    assert re.search(r"load 1[0-2]\d %", tiers)
    assert "away until" in plan
    assert "Left out (" in plan
    assert "Yunling Energy" in logged
    assert re.search(r"^Yunling Energy.* M ", matrix, re.MULTILINE)
    assert re.search(r"^\d\d:\d\d  Yunling Energy \(sample\)\s.*\bheld\b", today, re.MULTILINE)


def test_the_same_day_gives_the_same_bytes(place: Place) -> None:
    assert place.demo("2026-11-24") == place.demo("2026-11-24")


def test_rules_of_the_user_do_not_enter(place: Place, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("version: 2", encoding="utf-8")
    assert place.demo("2026-11-24", "--rules", str(own)) == place.demo("2026-11-24")


def test_the_book_can_be_kept_and_played_with(place: Place, tmp_path: Path) -> None:
    kept = tmp_path / "my sample" / "book"
    ran = place.demo("2026-11-24", "--keep", "my sample/book")
    assert ran.code == 0
    assert ran.out.endswith(f'\n$ rmtool --home "{kept}" today\n')
    assert (kept / "lists" / "contacts.csv.set-aside.csv").exists()
    assert place.left() == []
    assert [entry.name for entry in kept.parent.iterdir()] == ["book"]
    code = cli.main(["today", "--home", str(kept), "--today", "2026-11-24"], {})
    assert code == 0


def test_the_kept_book_holds_what_the_screens_are_there_for(place: Place, tmp_path: Path) -> None:
    kept = tmp_path / "book"
    place.demo("2026-11-24", "--keep", str(kept))
    asked = Session(kept, None, date(2026, 11, 24), "2026-11-24T08:00:00+08:00", "en", 5.0, True, True, False)
    with Desk(asked) as desk:
        names = {c.id: c.name for c in desk.book.clients}
        held = {names[i].split()[0] for i, s in desk.standings.items() if s.kept}
        assert held == {"Xingdu", "Songyue"}
        assert [line.clients for line in tier_view(desk).lines] == [6, 4, 22, 28]
        grades = [card.grade for card in desk.book.cards.values()]
        assert (grades.count("A"), grades.count("B"), grades.count("C")) == (8, 10, 12)
        assert {due.state for _, due in desk.dues} >= {"not_yet", "due", "overdue"}
        assert len(desk.book.aways) == 2
        assert len(desk.book.cadences) == 1
        assert any(person.power for person in desk.store.persons())
        sheet = coverage_of(desk, EVERYBODY)
        assert all(sum(getattr(column, field) for column in sheet.columns) for field in ("held", "elsewhere", "suits"))
        assert all(column.product.catalogued for column in sheet.columns), "its products go by the catalogue's names"
        assert {group.tag for group in groups(desk, EVERYBODY)} >= {"bond", "saving"}
        assert {bool(line.last) for line in review_lines(desk, False, EVERYBODY)} == {True, False}


def test_a_folder_with_something_in_it_is_refused_and_left_alone(place: Place, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "book.db").write_text("mine", encoding="utf-8")
    for taken in (full, full / "book.db"):
        ran = place.demo("2026-11-24", "--keep", str(taken))
        assert (ran.code, ran.out) == (2, "")
        assert str(taken) in ran.err
    assert [(f.name, f.read_text("utf-8")) for f in full.iterdir()] == [("book.db", "mine")]


def test_an_empty_folder_is_taken(place: Place, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert place.demo("2026-11-24", "--keep", str(empty)).code == 0
    assert (empty / "book.db").exists()


def test_a_place_that_cannot_be_made_is_said_before_anything_is_done(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = place.demo("2026-11-24", "--keep", "file/book")
    assert (ran.code, ran.out) == (6, "")


@pytest.mark.parametrize("error", [BookError("demo.no_room", why="disk full"), KeyboardInterrupt(), ValueError()])
def test_nothing_is_left_of_a_walk_that_ends_early(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(lists, "present", fails)
    before = Path.cwd()
    codes = {"BookError": 6, "KeyboardInterrupt": 130, "ValueError": 70}
    for options in ((), ("--keep", "kept")):
        assert place.demo("2026-11-24", *options).code == codes[type(error).__name__]
    assert (Path.cwd(), session().home) == (before, place.home)
    assert list(place.temporary.iterdir()) == []
    assert not (tmp_path / "kept").exists()
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted(
        ["temporary", *(["home"] if isinstance(error, ValueError) else [])]
    )


def test_it_takes_less_than_five_seconds(tmp_path: Path) -> None:
    """Of processor time: a busy machine doesn't make the demo slower."""
    before = sum(os.times()[2:4])
    environment = {**os.environ, "TMPDIR": str(tmp_path), "RMTOOL_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "rmtool", "demo", "--today", "2026-11-24"]
    ran = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert ran.returncode == 0
    assert sum(os.times()[2:4]) - before < SECONDS
