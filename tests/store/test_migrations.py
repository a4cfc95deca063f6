"""An older book is brought to this version after a backup, wholly or not at all."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from rmtool.errors import BookError
from rmtool.store import connection as opening
from rmtool.store import migrations
from rmtool.store import store as stores
from rmtool.store.backup import check_book
from rmtool.store.store import Store

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
            assert newer.rows("SELECT json_extract(after, '$.colour') FROM change WHERE id = 2") == [("red",)]
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
