"""Any value in any cell of a book: no command calls it a bug of its own, and doctor finds what was written there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from .commands_kit import Tool
from .test_commands_book import ready

__all__ = ["ready"]

LINES = (("today",), ("client", "1"), ("client", "P0001"), ("history",), ("history", "1"), ("report", "week"))
UNSEALED = frozenset({"_sqlite_migrations"})
"""When each step of the schema was made, which is told to nobody."""

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        (
            *("", "x", "0", "-1", "1e999", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-23", "2026-W60", "99:99"),
            *("[", "[]", "{}", "[[]]", "null", "7", '"x"', '{"a": 1}', "[1, null]", "[" * 2000),
            *('{"say":"no.such","values":{}}', '{"say":"changes.money","values":{}}', '{"say":7,"values":[]}'),
            *("M", "T", "client", "prospect", "won", "lost", "held", "every 0d", "M: every 9999999d", "+10d"),
        )
    ),
)
NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from((-(2**63), 2**63 - 1, 10**15, 1440, 99_999)))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "TEXT": TEXTS,
    "INTEGER": NUMBERS,
    "REAL": st.sampled_from((0.0, -1.0, 1e308, -1e308, float("inf"), 0.5)),
    "BLOB": st.binary(max_size=40),
}


class Cell:
    """One cell of a book, and how to write into it behind rmtool's back."""

    def __init__(self, table: str, row: int, column: str, kind: str) -> None:
        self.table, self.row, self.column, self.kind = table, row, column, kind

    def __repr__(self) -> str:
        return f"{self.table} {self.row} {self.column}"

    def put(self, book: Path, value: object) -> bool:
        """Write the value, past guards and checks; False if SQLite refuses it, or it stands there already."""
        with closing(sqlite3.connect(book, isolation_level=None)) as other:
            other.execute("PRAGMA ignore_check_constraints = 1")
            guards = other.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            before = self.held(other)
            other.execute("BEGIN")
            for name, _ in guards:
                other.execute(f'DROP TRIGGER "{name}"')
            try:
                other.execute(f'UPDATE "{self.table}" SET "{self.column}" = ? WHERE rowid = ?', (value, self.row))
            except (sqlite3.Error, OverflowError, UnicodeEncodeError):
                return False
            for _, sql in guards:
                other.execute(sql)
            other.execute("COMMIT")
            return self.held(other) != before

    def held(self, other: sqlite3.Connection) -> list[tuple[object, ...]]:
        """Its rows, whichever number a new value gives them."""
        return other.execute(f'SELECT rowid, * FROM "{self.table}"').fetchall()


def cells(book: Path) -> Iterator[Cell]:
    with closing(sqlite3.connect(book)) as other:
        tables = [name for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in sorted(set(tables) - UNSEALED):
            rows = [row for (row,) in other.execute(f'SELECT rowid FROM "{table}"')]
            for _, column, kind, *_ in other.execute(f'PRAGMA table_info("{table}")').fetchall():
                yield from (Cell(table, row, column, kind) for row in (rows[:1] + rows[-1:]))


@pytest.fixture(scope="module")
def anywhere(ready: Tool) -> list[Cell]:
    return list(cells(ready.book))


@settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_value_in_any_cell_is_no_bug_and_is_found(
    ready: Tool, anywhere: list[Cell], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    cell = data.draw(st.sampled_from(anywhere))
    value = data.draw(st.none() | VALUES[cell.kind], label="value")
    tool = ready.copy(tmp_path_factory.mktemp("any") / "home")
    assume(cell.put(tool.book, value))
    looked = tool("doctor")
    assert looked.code in (1, 6), looked
    for line in LINES:
        ran = tool(*line)
        assert ran.code in (0, 1, 2, 5, 6), ran
