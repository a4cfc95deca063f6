"""The book as a whole from the command line: every writing command undone and redone, every other writing nothing."""

import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import chdir, closing
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from rmtool import cli
from rmtool.commands import COMMANDS
from rmtool.desk import examination
from rmtool.store.backup import KEPT

from .command_lines import EXEMPT, LISTS, READING, READY, TOLD, WRITING, Line, lines
from .commands_kit import Tool, keys


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Something of everything: clients, contacts (the second closed a visit), a plan, a card, a cadence of its own."""
    folder = tmp_path_factory.mktemp("book")
    tool = Tool(folder / "home")
    with chdir(folder):
        Path("told.csv").write_text(TOLD, encoding="utf-8")
        for line, today in READY:
            tool.done(*line, today=today)
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """The book in a home of the test's own; beside it two lists to import."""
    monkeypatch.chdir(tmp_path)
    for name, text in LISTS.items():
        Path(name).write_text(text, encoding="utf-8")
    return ready.copy(tmp_path / "home")


PRESENTED = [line for line in [*lines(WRITING), *lines(READING)] if line[0] not in ("export", "completion")]
"""The lines whose result is shown; an export is a file of its own, a script for a shell one for the shell."""


def test_every_command_is_known_to_write_or_not_to() -> None:
    assert set(WRITING) | set(READING) | EXEMPT == set(COMMANDS)


@pytest.mark.parametrize("line", lines(WRITING), ids=" ".join)
def test_every_command_that_writes_is_undone_and_redone_whole(tool: Tool, line: Line) -> None:
    before = tool.facts()
    assert tool(*line).code == 0
    after = tool.facts()
    assert after != before
    assert "say --yes" in tool.refused(2, "undo")
    tool.done("undo", "--yes")
    assert tool.facts() == before
    tool.done("redo", "-y")
    assert tool.facts() == after
    tool.done("undo", "-y")
    assert tool.facts() == before


def test_many_commands_are_taken_back_one_by_one_in_turn(tool: Tool) -> None:
    states = [tool.facts()]
    for command in ("log-contact", "contact-set", "prospect-set", "client-add", "leave", "visit", "plan-week"):
        tool.done(command, *WRITING[command][0])
        states.append(tool.facts())
    for state in reversed(states[:-1]):
        tool.done("undo", "-y")
        assert tool.facts() == state
    for state in states[1:]:
        tool.done("redo", "-y")
        assert tool.facts() == state
    assert tool.refused(2, "redo", "-y").startswith("There is nothing to redo")


@pytest.mark.parametrize("line", lines(READING), ids=" ".join)
def test_what_only_reads_leaves_the_book_as_it_was(tool: Tool, line: Line) -> None:
    before = tool.book.read_bytes()
    assert tool(*line).code in (0, 1)
    assert tool.book.read_bytes() == before
    assert list(tool.home.glob("book.db-*")) == []


@pytest.mark.parametrize("line", PRESENTED, ids=" ".join)
def test_where_the_result_cannot_go_nothing_is_done(tool: Tool, line: Line) -> None:
    assert tool.refused(2, *line, "-o", "result.doc").startswith("The suffix .doc names no format.")
    assert "there is no folder none." in tool.refused(6, *line, "-o", "none/result.json")
    assert not list(Path().glob("result.*"))


@pytest.mark.parametrize("line", PRESENTED, ids=" ".join)
def test_every_result_is_json_and_goes_whole_into_a_file(tool: Tool, line: Line) -> None:
    ran = tool("-q", "-y", *line, "-o", "result.json")
    assert (ran.code, ran.out, ran.err) == (int("--check" in line and line[0] == "report"), "", "")
    json.loads(Path("result.json").read_text("utf-8"))
    if os.name == "posix":
        assert Path("result.json").stat().st_mode & 0o077 == 0


def test_undo_shows_first_what_it_would_take_back_and_lists_what_it_could(tool: Tool) -> None:
    listed = tool.json("undo", "--list")
    assert [entry["command"] for entry in listed][:3] == ["plan-week", "import", "log-contact"]
    assert tool.refused(2, "undo").startswith("Take back “planned week 2026-W48” of 20")
    undone = tool.json("undo", "--yes")
    assert set(undone) >= keys("undone id at rows")
    assert (undone["undone"], undone["rows"]["plan"]) == ("plan-week", 1)
    assert tool.json("redo", "--yes")["redone"] == "plan-week"
    assert "撤销" in tool.refused(2, "undo", lang="zh")


def test_a_fresh_book_has_nothing_to_undo(tmp_path: Path) -> None:
    fresh = Tool(tmp_path / "home")
    fresh.done("clients")
    assert fresh.refused(2, "undo", "-y").startswith("There is nothing to undo.")
    assert fresh.refused(2, "redo", "-y").startswith("There is nothing to redo")


def test_the_history_of_the_book_and_of_a_client(tool: Tool) -> None:
    listed = tool.json("history")
    assert all(set(entry) >= keys("id at command what undone") for entry in listed)
    assert [entry["command"] for entry in listed][-1] == "client-add"
    (newest, *_) = tool.json("history", "凯发")
    assert set(newest) >= keys("at command table changes")
    assert tool.refused(5, "history", "nobody").startswith("No client goes by")


def test_backups_are_books_that_restore_puts_back(tool: Tool, tmp_path: Path) -> None:
    before = tool.facts()
    assert tool.json("backup", "copy.db")["file"] == "copy.db"
    own = Path(tool.json("backup")["file"])
    assert own.parent == tool.home / "backups"
    tool.done("client-add", "新源电子")
    assert tool.refused(2, "restore", "copy.db").startswith("Put copy.db in the place of the book?")
    kept = tool.json("restore", "copy.db", "-y")
    assert tool.facts() == before
    tool.done("restore", kept["kept"], "-y")
    assert tool.json("client", "新源")["client_no"] == "C0001"
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("backup", "none/copy.db"), "none/copy.db couldn't be written: there is no folder none."),
        (("backup", "home"), "home is a folder. Name a file in it."),
        (("backup", "home/book.db"), "home/book.db is the book itself."),
        (("export", "none/all.zip"), "none/all.zip couldn't be written: there is no folder none."),
        (("export", "home/book.db"), "home/book.db is a book, and was left as it is."),
        (("clients", "-o", "home/book.db", "-f", "csv"), "home/book.db is a book, and was left as it is."),
        (("client-add", "新源", "-o", "home/book.db", "-f", "csv"), "home/book.db is a book, and was left as it is."),
        (("plan-week", "next", "--problem", "home/book.db"), "home/book.db is a book, and was left as it is."),
        (
            ("plan-week", "next", "--problem", "none/p.json"),
            "none/p.json couldn't be written: there is no folder none.",
        ),
        (("plan-week", "next", "--problem", "x" * 300), f"{'x' * 300} couldn't be written:"),
        (("client-add", "新源", "-o", "x" * 300), f"{'x' * 300} couldn't be written:"),
        (("backup", "x" * 300), f"{'x' * 300} can't be opened"),
        (("restore", "x" * 300), f"{'x' * 300} can't be opened"),
        (("clients", "--home", "x" * 300), f"{'x' * 300}/book.db can't be opened"),
        (("restore", "none.db", "-y"), "There is no file none.db. The book's own backups are in"),
        (("restore", "home", "-y"), "There is no file home."),
        (("restore", "list.csv", "-y"), "list.csv isn't a book of rmtool."),
    ],
)
def test_what_cannot_be_copied_or_put_back_is_refused(tool: Tool, arguments: Line, said: str) -> None:
    assert tool.refused(6, *arguments).startswith(said)


def test_an_export_holds_every_fact_and_is_the_same_bytes_for_the_same_book(tool: Tool, tmp_path: Path) -> None:
    ran = tool("export", "all.zip")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Every fact is in all.zip\n"
    assert tool("export", "again.zip", "-q").err == ""
    assert (tmp_path / "all.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
    with zipfile.ZipFile("all.zip") as archive:
        names = archive.namelist()
    assert {"clients.csv", "contacts.csv", "prospects.csv", "balances-20261001.csv", "other/visit.csv"} <= set(names)
    tool.done("export", "-q")
    assert (tool.home / "exports" / "book-20261123-until-20270221.zip").exists()


def test_an_export_where_no_folder_can_be_made_is_refused(tool: Tool) -> None:
    (tool.home / "exports").write_text("in the way")
    assert "exports can't be opened" in tool.refused(6, "export")


def test_doctor_finds_all_well_and_names_what_is_not(tool: Tool) -> None:
    found = tool.json("doctor")
    assert found["ok"] is True
    assert all(set(check) >= keys("name ok found mend") for check in found["checks"])
    assert {"integrity", "rules", "holidays", "plan"} <= {check["name"] for check in found["checks"]}
    ran = tool("doctor", "-f", "json", today="2027-01-04")
    (bad,) = [check for check in json.loads(ran.out)["checks"] if not check["ok"] and check["name"] == "holidays"]
    assert ran.code == 1
    assert "2027" in bad["found"] and "holidays.yaml" in bad["mend"]
    (tool.home / "tiers.yaml").write_text("tiers: 5\n")
    ran = tool("doctor")
    assert ran.code == 1
    assert "rmtool tiers --check" in ran.out


def test_doctor_judges_a_large_books_week_by_a_part_of_it(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def plan() -> tuple[bool, str]:
        (found,) = (check for check in tool.json("doctor")["checks"] if check["name"] == "plan")
        return found["ok"], found["found"]

    whole = plan()
    monkeypatch.setattr(examination, "_MANY", 0)
    assert plan() == (True, "the week of 2026-11-23 fills with visits")
    assert whole[0]
    rules = "tiers: [{id: all, when: any, cadence: {T: 1 per month}}]\nprospects: {cadence: {}}\n"
    (tool.home / "tiers.yaml").write_text(rules, encoding="utf-8")
    monkeypatch.setattr(examination, "_ENOUGH", 0)
    assert plan() == (True, "nobody is owed a meeting in the week of 2026-11-23")


@pytest.mark.parametrize("damage", ["half", "header", "empty"])
def test_doctor_names_the_newest_sound_backup_of_a_damaged_book(tool: Tool, damage: str) -> None:
    backup = Path(tool.json("backup")["file"])
    content = tool.book.read_bytes()
    later = backup.with_name("book-29991231-000000.db")
    later.write_bytes(content[: len(content) // 2])
    tool.book.write_bytes(
        {"half": content[: len(content) // 2], "header": content[:100] + b"x" * 9000, "empty": b""}[damage]
    )
    before = tool.state()
    for lang, word in (("en", "LOOK"), ("zh", "请查看")):
        ran = tool("doctor", lang=lang)
        assert (ran.code, ran.err) == (1, "")
        assert f"rmtool restore {backup}" in ran.out
        assert word in ran.out
    assert tool.state() == before
    tool.done("restore", backup, "-y")
    later.unlink()
    assert tool("doctor").code == 0


def test_a_damaged_book_without_a_backup_is_said_to_have_none(tool: Tool) -> None:
    shutil.rmtree(tool.home / "backups")
    tool.book.write_bytes(tool.book.read_bytes()[:5000])
    ran = tool("doctor")
    assert ran.code == 1
    assert "there is no sound backup in backups/" in ran.out


def test_doctor_does_not_call_a_locked_book_damaged(tool: Tool) -> None:
    with closing(sqlite3.connect(tool.book, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "is in use by another program" in tool.refused(6, "doctor", "--wait", "0")


def test_the_demo_touches_no_home(tool: Tool) -> None:
    before = tool.state()
    assert tool("demo").code == 0
    assert tool.state() == before


def test_the_first_change_of_a_day_is_preceded_by_a_backup(tool: Tool) -> None:
    shutil.rmtree(tool.home / "backups")
    tool.done("clients")
    assert not (tool.home / "backups").exists(), "who only looks needs none"
    before = tool.facts()
    tool.done("client-set", "1", "name=甲")
    tool.done("client-set", "1", "name=乙")
    (made,) = tool.json("backup", "--list")
    assert made["head"] and made["head"] in made["file"]
    with closing(sqlite3.connect(made["file"])) as copy:
        assert copy.execute("SELECT rowid, * FROM client").fetchall() == before["client"]


def test_an_empty_book_needs_no_backup(tmp_path: Path) -> None:
    new = Tool(tmp_path / "new")
    new.done("client-add", "甲")
    assert [path.name for path in new.home.iterdir() if path.name != "cache"] == ["book.db"]


def test_a_big_import_is_preceded_by_a_backup(tool: Tool) -> None:
    tool.done("client-set", "1", "name=甲")
    count = len(tool.json("backup", "--list"))
    rows = "".join(f"Z{number},客户{number}\n" for number in range(500))
    Path("big.csv").write_text(f"客户编号,客户名称\n{rows}", encoding="utf-8")
    tool.done("import", "big.csv", "--dry-run")
    assert len(tool.json("backup", "--list")) == count
    tool.done("import", "list.csv")
    assert len(tool.json("backup", "--list")) == count, "a small one isn't"
    tool.done("import", "big.csv")
    assert len(tool.json("backup", "--list")) == count + 1


def test_where_no_backup_can_be_made_nothing_is_written(tool: Tool) -> None:
    shutil.rmtree(tool.home / "backups")
    (tool.home / "backups").write_text("in the way")
    assert "backups" in tool.refused(6, "client-set", "1", "name=甲")


def test_backups_are_rotated_and_the_one_just_made_stays(tool: Tool) -> None:
    folder = tool.home / "backups"
    shutil.rmtree(folder)
    tool.done("backup")
    (first,) = folder.iterdir()
    for day in range(1, 16):
        (folder / f"book-299901{day:02d}-000000.db").write_bytes(b"rotten")
    made = Path(tool.json("backup")["file"])
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 14
    assert made.name in kept, "the only sound one, though the others bear later dates"
    assert first.name not in kept
    assert tool("backup", "--verify").code == 1
    assert tool("backup", "--drill").code == 0


def test_a_flipped_bit_is_found_in_every_backup(tool: Tool) -> None:
    made = Path(tool.json("backup")["file"])
    sound = made.read_bytes()
    assert tool("backup", "--verify").code == 0
    at = sound.index("华强电子".encode())
    made.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
    assert tool("backup", "--verify").code == 1
    shown = tool.json("doctor")
    assert shown["ok"] is True, "the book itself is sound"


def test_without_a_sound_backup_there_is_no_drill(tool: Tool) -> None:
    shutil.rmtree(tool.home / "backups")
    assert "There is no sound backup" in tool.refused(6, "backup", "--drill")
    assert "Give one of them" in tool.refused(2, "backup", "--drill", "--list")


def test_restore_says_first_what_would_be_lost(tool: Tool) -> None:
    tool.done("backup", "kept.db")
    tool.done("client-set", "1", "name=甲")
    tool.done("leave", "--from", "2026-11-26", "--until", "2026-11-27")
    said = tool.refused(2, "restore", "kept.db")
    assert "2 commands made since would be lost" in said and "kept.db" in said
    assert tool.json("restore", "kept.db", "-y")["lost"] == 2
    assert tool.json("history")[0]["command"] == "restore"
    assert tool("doctor").code == 0
    tool.done("undo", "-y")


def test_leftovers_of_killed_commands_are_gone_after_the_next(tool: Tool) -> None:
    dead = 2**22 + 1
    folders = (tool.home, tool.home / "backups", tool.home / "cache")
    left = [folder / f".rmtool-{dead}-1{ending}" for folder in folders for ending in ("", "-journal")]
    of_this_number = tool.home / f".rmtool-{os.getpid()}-{2**40}"
    folder_left = tool.home / "backups" / f".rmtool-{dead}-2"
    folder_left.mkdir(parents=True)
    others = [tool.home / f".rmtool-{os.getppid()}-1", tool.home / "notes.new"]
    for path in (*left, of_this_number, folder_left / "book.db", *others):
        path.write_bytes(b"half")
    tool.done("clients")
    assert not any(path.exists() for path in (*left, of_this_number, folder_left))
    assert all(path.exists() for path in others)


def test_a_half_written_report_goes_with_the_next_one_in_its_folder(tool: Tool, tmp_path: Path) -> None:
    left = tmp_path / f".rmtool-{2**22 + 1}-1"
    left.write_bytes(b"half")
    tool.done("report", "day", "-o", tmp_path / "day.md")
    assert not left.exists() and (tmp_path / "day.md").exists()


def test_a_command_that_others_were_quicker_than_begins_again(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both take the number that was free when they looked; none is lost."""
    from rmtool.desk import Desk

    other, begun, changing = Tool(tool.home), iter((True, True)), Desk.changing

    def overtaken(desk: Desk, *arguments: bool) -> object:
        if next(begun, False):
            monkeypatch.setattr(Desk, "changing", changing)
            other.done("client-add", f"另一家{len(other.facts()['client'])}")
            monkeypatch.setattr(Desk, "changing", overtaken)
        return changing(desk, *arguments)

    monkeypatch.setattr(Desk, "changing", overtaken)
    tool.done("client-add", "我的公司")
    added = [row[2] for row in tool.facts()["client"]][-3:]
    assert added == ["C0001", "C0002", "C0003"]


def test_where_others_write_all_the_time_a_command_gives_up(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(1000))
    monkeypatch.setattr("rmtool.store.store.Store._state", lambda store: next(numbers))
    assert "was changed by another program again and again" in tool.refused(6, "client-add", "我的公司")


def backups(tool: Tool) -> list[str]:
    return sorted(path.name for path in (tool.home / "backups").iterdir())


def test_a_command_that_fails_leaves_the_backups_as_they_were(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(tool.home / "backups")
    (tool.home / "backups").mkdir()
    for day in range(1, KEPT + 1):
        (tool.home / "backups" / f"book-202010{day:02d}-080000.db").write_bytes(b"of an earlier day")
    before = backups(tool)
    with monkeypatch.context() as patch:
        patch.setattr("rmtool.store.writing.Writing.set_client", fail)
        assert tool("client-set", "1", "name=甲").code == 70
    assert backups(tool) == before
    tool.done("client-set", "1", "name=甲")
    assert len(backups(tool)) == KEPT
    assert backups(tool)[:-1] == before[1:]


def fail(*arguments: object) -> None:
    raise ZeroDivisionError


def test_a_forgotten_client_is_gone_and_cannot_come_back(tool: Tool) -> None:
    tool.done("client-set", "1", "phone=13888877766")
    tool.done("backup")
    (tool.home / "exports").mkdir()
    (tool.home / "exports" / "own.csv").write_text("华强电子", encoding="utf-8")
    (tool.home / "exports" / "own.csv").chmod(0o600)
    said = tool.refused(2, "forget", "1")
    assert "华强电子 (1)" in said and "can't be undone" in said and "own.csv" in said
    done = tool.json("forget", "1", "-y")
    assert done["rows"]["client"] == 1 and done["backups"]
    assert (done["deleted"], done["elsewhere"]) == ([str(tool.home / "exports" / "own.csv")], [])
    assert not (tool.home / "exports" / "own.csv").exists()
    for path in (tool.book, *(tool.home / "backups").iterdir()):
        held = path.read_bytes()
        assert "华强电子".encode() not in held and b"13888877766" not in held
    assert tool("client", "1").code == 5
    assert [c["command"] for c in json.loads(tool.done("undo", "--list", "-f", "json"))].count("forget") == 0
    assert tool.json("history")[0]["command"] == "forget"
    assert tool("doctor").code == 0
    assert tool("backup", "--verify").code == 0


def test_old_rows_of_the_record_go_when_the_rules_say_so(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.done("client-set", "3", "industry=先前行业")
    tool.done("client-set", "3", "industry=现在行业")
    rules = "tiers: [{id: all, when: any, cadence: {M: 1 per month}}]\njournal: {keep: 2d}\n"
    (tool.home / "tiers.yaml").write_text(rules, encoding="utf-8")
    for days, still in ((1, True), (5, False)):
        later = datetime.now().astimezone() + timedelta(days=days)
        monkeypatch.setattr(cli, "datetime", SimpleNamespace(now=lambda later=later: later))
        tool.done("client-set", "3", f"rm={days}")
        assert ("先前行业".encode() in tool.book.read_bytes()) is still
    assert [c["command"] for c in tool.json("history")[:2]] == ["client-set", "purge"]
    assert tool("doctor").code == 0
    tool.done("undo", "-y")
    assert "was erased from the record" in tool.refused(2, "undo", "-y")
