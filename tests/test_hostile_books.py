"""Books that another program tampered with: refused with a sentence that names what it is, or read without harm.

Not: files that are no books (test_wrong_input.py), what doctor finds (store/test_checks.py, store/test_verifying.py).
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing

import pytest

from rmtool.store.migrations import strangers
from rmtool.store.summaries import unpack

from .commands_kit import Tool

LINES = ("clients", "client 1", "today", "contacts", "plan-week next", "history", "log-contact 2 T hello")
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book with two clients, a contact and a plan."""
    tool = Tool(tmp_path_factory.mktemp("books") / "home")
    tool.done("client-add", "华强", "client_no=1", "deposit_avg=1200万")
    tool.done("client-add", "新源", "client_no=2")
    tool.done("log-contact", "1", "M", "talked")
    tool.done("plan-week", "next")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """The book in a home of the test's own."""
    return ready.copy(tmp_path_factory.mktemp("book") / "home")


def meddle(tool: Tool, *statements: str) -> None:
    with closing(sqlite3.connect(tool.book, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


STRANGERS: dict[str, Iterable[str]] = {
    "a view": ["CREATE VIEW evil AS SELECT 1"],
    "a view in a table's place that never ends": [
        "ALTER TABLE contact RENAME TO hidden",
        f"CREATE VIEW contact AS SELECT i AS id, i AS client_id, '2026-11-01' AS on_date FROM ({ENDLESS})",
    ],
    "a trigger that changes facts": [
        "CREATE TRIGGER evil AFTER INSERT ON contact BEGIN UPDATE client SET name = 'owned'; END"
    ],
    "a trigger that loses facts": ["CREATE TRIGGER evil BEFORE INSERT ON contact BEGIN SELECT RAISE(IGNORE); END"],
    "a trigger that never ends": [
        f"CREATE TRIGGER evil AFTER INSERT ON contact BEGIN INSERT INTO setting SELECT i, i FROM ({ENDLESS}); END"
    ],
    "a trigger that calls for a library": [
        "CREATE TRIGGER evil AFTER INSERT ON contact BEGIN SELECT load_extension('/tmp/x'); END"
    ],
    "a guard with another body": [
        "DROP TRIGGER guard_change_delete",
        "CREATE TRIGGER guard_change_delete BEFORE DELETE ON change BEGIN SELECT 1; END",
    ],
    "a virtual table": ["DROP TABLE person", "CREATE VIRTUAL TABLE person USING fts5(id, client_id, name)"],
    "a name that acts": ['CREATE VIEW "\x1b[31mevil\u202e" AS SELECT 1'],
}


@pytest.mark.parametrize("name", STRANGERS)
def test_parts_that_could_change_or_hide_facts_are_refused_and_named(tool: Tool, name: str) -> None:
    meddle(tool, *STRANGERS[name])
    for line in LINES:
        refused = tool.refused(6, *line.split())
        assert refused.startswith(str(tool.book)) and "rmtool never made" in refused
        assert "\x1b" not in refused and "\u202e" not in refused
    looked = tool("doctor")
    assert looked.code == 1 and "aren't as rmtool made them" in looked.out and "\x1b" not in looked.out


def test_a_book_that_nobody_meddled_with_has_no_strangers(tool: Tool) -> None:
    with closing(sqlite3.connect(tool.book)) as connection:
        assert strangers(connection) == []


ALTERED: dict[str, Iterable[str]] = {
    "a table gone": ["DROP TABLE away"],
    "a column gone": ["ALTER TABLE contact DROP COLUMN outcome"],
    "a day that is none": ["UPDATE contact SET on_date = '2026-13-45'"],
    "tags without end": [f"UPDATE client SET tags = '{'[' * 100_000}'"],
    "a contact of nobody": ["PRAGMA foreign_keys = 0", "UPDATE contact SET client_id = 999"],
    "a cadence that is none": ["INSERT INTO cadence (client_id, code, cadence) VALUES (1, 'M', 'every xx')"],
    "bytes that are no text": ["UPDATE client SET name = CAST(x'ff41' AS TEXT)"],
    "a visit on no day": ["UPDATE visit SET start = 99999999, minutes = -5, day = 'zz', status = 'q'"],
}


@pytest.mark.parametrize("name", ALTERED)
def test_facts_and_tables_that_another_program_changed_are_never_a_bug(tool: Tool, name: str) -> None:
    meddle(tool, *ALTERED[name])
    ends = [tool(*line.split()) for line in ("doctor", "report week", *LINES)]
    assert {ran.code for ran in ends} <= {0, 1, 2, 5, 6} and ends[0].code in (1, 6)
    refused = [ran.err for ran in ends if ran.code == 6]
    assert all("another program changed it" in err and "rmtool restore" in err for err in refused)


@pytest.mark.parametrize("said", ["{{{", "[1]", '{"say": 1}', "[" * 100_000, '{"date": "x"}', "7"])
def test_a_summary_that_nobody_packed_is_none(tool: Tool, said: str) -> None:
    assert unpack(said) is None
    meddle(tool, f"UPDATE said SET summary = '{said}'")
    tool.done("history")
    tool.done("undo", "-y")


def test_a_summary_that_says_what_no_command_says_is_altered_and_doctor_names_it(tool: Tool) -> None:
    meddle(tool, """UPDATE said SET summary = '{"say":"no.such","values":{}}' WHERE command_id = 1""")
    refused = tool.refused(6, "history")
    assert "another program changed it" in refused and "client-add) did was altered" in refused
    doctor = tool("doctor")
    assert doctor.code == 1 and "client-add) did was altered" in doctor.out


@pytest.mark.parametrize("part", [b"TABLE contact", b"INTEGER PRIMARY KEY"])
def test_a_schema_that_is_no_text_is_a_damaged_book(tool: Tool, part: bytes) -> None:
    """SQLite's own sentence about it quotes bytes that are no UTF-8."""
    content = tool.book.read_bytes()
    assert part in content
    tool.book.write_bytes(content.replace(part, b"\xff" * len(part)))
    for line in ("today", "report week", "log-contact 1 T x"):
        assert "rmtool restore" in tool.refused(6, *line.split())
