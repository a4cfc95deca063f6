"""An older book is brought to this version after a backup, wholly or not at all."""

import importlib
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rmtool.errors import BookError
from rmtool.store import connection as opening
from rmtool.store import migrations
from rmtool.store import store as stores
from rmtool.store.backup import check_book
from rmtool.store.history import commands, pending_undo, undo
from rmtool.store.store import Store
from rmtool.store.verifying import verify

if TYPE_CHECKING:
    from sqlite_utils import Database

Add = Callable[..., int]


def add_colour(database: "Database") -> None:
    database.conn.execute("ALTER TABLE client ADD COLUMN colour TEXT")
    database.conn.execute("CREATE TABLE shade (id INTEGER PRIMARY KEY) STRICT")


def fail_late(database: "Database") -> None:
    add_colour(database)
    raise sqlite3.OperationalError("in the middle")


def next_version(monkeypatch: pytest.MonkeyPatch, step: Callable[["Database"], None]) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    newest = migrations.VERSION + 1
    for module in (migrations, opening, stores):
        monkeypatch.setattr(module, "VERSION", newest)


def test_an_older_book_is_backed_up_and_brought_up_to_date(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("C1")
    store.close()
    kept = store.home / "backups" / f"before-version-{migrations.VERSION + 1}.db"
    with monkeypatch.context() as later:
        next_version(later, add_colour)
        with Store(store.home) as newer:
            assert newer.rows("PRAGMA user_version") == [(migrations.VERSION,)]
            assert newer.rows("SELECT client_no, colour FROM client") == [("C1", None)]
            with newer.command("client-set", "set", "2026-11-20T09:30:00") as w:
                w.set_client(1, {"colour": "red"})
            undo(newer, "2026-11-20T09:31:00")
            assert newer.rows("SELECT client_no, colour FROM client") == [("C1", None)]
        Store(store.home).close()
    check_book(kept)
    with pytest.raises(BookError) as caught:
        Store(store.home)
    assert caught.value.message.key == "store.newer"


def test_a_migration_that_fails_leaves_the_book_as_it_was(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("C1")
    store.close()
    before = store.path.read_bytes()
    with monkeypatch.context() as later:
        next_version(later, fail_late)
        with pytest.raises(sqlite3.OperationalError):
            Store(store.home)
    assert store.path.read_bytes() == before
    with Store(store.home) as again:
        assert len(again.book().clients) == 1


def version_of(schema: Path) -> int:
    return int(schema.stem.rpartition("-")[2])


SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("version-*.sql"), key=version_of)
"""A book of each version that was in use, with rows and a history: what was undone, redone and merged."""

OLDER = SCHEMAS[:-1]


def book_of(schema: Path, home: Path) -> dict[str, list[Any]]:
    """Lay a book of an older version into `home`; returns its facts."""
    home.mkdir()
    with closing(sqlite3.connect(home / "book.db", isolation_level=None)) as connection:
        connection.executescript(schema.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version_of(schema)}")
        return facts(connection)


def facts(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    known = [table for table in migrations.FACTS if table in tables]
    return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in known}


def as_before(store: Store, before: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The facts, without the columns that are new since."""
    after = facts(store.connection)
    return {
        table: [row[: len(old[0])] for row in after[table]] if old else after[table] for table, old in before.items()
    }


def test_a_book_of_every_version_is_kept_and_the_newest_has_rows_of_every_kind(home: Path) -> None:
    kept = [version_of(schema) for schema in SCHEMAS]
    assert kept == list(range(1, migrations.VERSION + 1)), "the newest is written by: python -m tests.store.lay_schema"
    rows = book_of(SCHEMAS[-1], home)
    assert [table for table in migrations.FACTS if not rows.get(table)] == [], "lay_schema.py lays a book with all"


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_a_book_of_every_released_version_keeps_its_rows_and_its_history(schema: Path, home: Path) -> None:
    before = book_of(schema, home)
    with Store(home) as store:
        assert as_before(store, before) == before
        with store.reading():
            assert verify(store.connection) == ([], [])
        told = commands(store)
        assert len(told) >= 11 and all(command.summary for command in told)
        steps = 0
        while pending_undo(store):
            undo(store, "2026-11-24T09:30:00")
            steps += 1
        assert steps == len([c for c in told if c.undoes is None and not c.undone and c.name != "migrate"])
        assert not any(facts(store.connection).values())
        with store.reading():
            assert verify(store.connection) == ([], [])


@pytest.mark.skipif(os.name == "nt", reason="no fork, no SIGKILL")
def test_a_migration_killed_at_any_step_leaves_the_book_as_it_was(home: Path) -> None:
    """Killed before every twentieth statement in turn, until one run gets through."""
    before = book_of(OLDER[0], home)
    untouched = (home / "book.db").read_bytes()
    killed = 0
    while os.waitpid(migrating(home, 20 * killed), 0)[1]:
        killed += 1
        with closing(sqlite3.connect(home / "book.db", isolation_level=None)) as connection:
            assert facts(connection) == before
            assert connection.execute("PRAGMA user_version").fetchone() == (version_of(OLDER[0]),)
        assert (home / "book.db").read_bytes() == untouched
    assert killed > 20
    with Store(home) as store:
        assert as_before(store, before) == before


def migrating(home: Path, statements: int) -> int:
    """Starts a process that migrates the book and is killed after so many statements."""
    importlib.import_module("sqlite_utils")  # once, not in every child
    if pid := os.fork():
        return pid
    with closing(sqlite3.connect(home / "book.db", isolation_level=None)) as connection:
        left = iter(range(statements))
        connection.execute("PRAGMA foreign_keys = 1")
        connection.set_trace_callback(lambda said: next(left, None) is None and os.kill(os.getpid(), signal.SIGKILL))
        migrations.migrate(connection)
    os._exit(0)
