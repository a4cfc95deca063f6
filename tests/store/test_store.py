"""The book's file: made whole and private, opened only if it is a book, written by whole commands."""

import os
import sqlite3
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rmtool.errors import BookError
from rmtool.store.migrations import APPLICATION_ID, VERSION
from rmtool.store.sealing import Seal
from rmtool.store.store import Store, create_book

AT = "2026-11-20T09:30:00+08:00"
Fields = Callable[..., dict[str, Any]]
Add = Callable[..., int]


def test_a_new_book_stands_alone_in_its_folder_and_is_private(home: Path) -> None:
    deep = home / "a" / "b"
    Store(deep).close()
    assert [f.name for f in deep.iterdir()] == ["book.db"]
    if os.name == "posix":
        assert stat.S_IMODE((deep / "book.db").stat().st_mode) == 0o600
        assert stat.S_IMODE(deep.stat().st_mode) == 0o700


def test_the_journal_file_of_a_write_is_private_too(store: Store, fields: Fields) -> None:
    with store.command("client-add", "added", AT) as writing:
        writing.add_client(fields("C1"))
        journal = store.path.with_name("book.db-journal")
        assert os.name != "posix" or stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_book_that_could_not_be_made_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("rmtool.store.store.migrate", fail)
    with pytest.raises(RuntimeError):
        Store(home)
    assert list(home.iterdir()) == []


def test_a_book_that_another_process_made_first_stays(store: Store, add: Add) -> None:
    add("C1")
    before = store.path.read_bytes()
    create_book(store.path)
    assert store.path.read_bytes() == before
    assert [f.name for f in store.home.iterdir()] == ["book.db"]


def test_what_was_written_is_there_after_reopening(store: Store, add: Add) -> None:
    client_id = add("C1", tags=("vip", "老客户"), lat=22.5, founded=date(1988, 2, 29), group="集团")
    with Store(store.home) as again:
        (client,) = again.book().clients
    assert client.id == client_id
    assert (client.tags, client.lat, client.founded, client.group) == (
        ("vip", "老客户"),
        22.5,
        date(1988, 2, 29),
        "集团",
    )


def test_every_setting_holds(store: Store) -> None:
    settings = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "query_only": 1,
        "application_id": APPLICATION_ID,
        "user_version": VERSION,
    }
    read = {name: store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in settings}
    assert read == settings


def test_every_table_is_strict(store: Store) -> None:
    loose = [row[1] for row in store.rows("PRAGMA table_list") if row[0] == "main" and not row[5]]
    assert [name for name in loose if not name.startswith(("sqlite_", "_sqlite_"))] == []


def cut(book: bytes) -> bytes:
    return book[: len(book) - 4096]


def newer(book: bytes) -> bytes:
    return book[:60] + (VERSION + 1).to_bytes(4, "big") + book[64:]


def other_application(book: bytes) -> bytes:
    return book[:68] + bytes(4) + book[72:]


REFUSED = {
    "empty": (lambda book: b"", "store.empty_file"),
    "text": (lambda book: b"client_no,name\n" * 100, "store.foreign"),
    "short": (lambda book: book[:50], "store.foreign"),
    "another program's": (other_application, "store.foreign"),
    "newer": (newer, "store.newer"),
    "cut short": (cut, "store.damaged"),
    "longer than its pages": (lambda book: book + bytes(4096), "store.damaged"),
    "overwritten": (lambda book: book[:4096] + b"\xff" * (len(book) - 4096), "store.damaged"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_sound_book_is_refused_and_left_as_it_is(home: Path, kind: str) -> None:
    spoil, key = REFUSED[kind]
    create_book(home / "book.db")
    spoilt = spoil((home / "book.db").read_bytes())
    (home / "book.db").write_bytes(spoilt)
    for act in (lambda s: s.book(), lambda s: s.command("x", "x", AT).__enter__()):
        with pytest.raises(BookError) as caught, Store(home) as store:
            act(store)
        assert caught.value.message.key == key
    assert (home / "book.db").read_bytes() == spoilt
    assert [f.name for f in home.iterdir()] == ["book.db"]


def test_a_folder_in_the_books_place_is_a_sentence(home: Path) -> None:
    (home / "book.db").mkdir(parents=True)
    with pytest.raises(BookError) as caught:
        Store(home)
    assert caught.value.message.key == "store.cannot_open"


def test_a_home_below_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BookError) as caught:
        Store(tmp_path / "file" / "home")
    assert caught.value.message.key == "store.cannot_open"


def test_a_command_is_all_or_nothing(store: Store, add: Add, fields: Fields) -> None:
    add("C1")
    with pytest.raises(ZeroDivisionError), store.command("client-add", "added", AT) as writing:
        writing.add_client(fields("C2"))
        raise ZeroDivisionError
    assert [c.client_no for c in store.book().clients] == ["C1"]
    assert len(store.rows("SELECT * FROM command")) == 1


def test_a_command_that_changes_nothing_leaves_no_trace(store: Store, add: Add) -> None:
    client_id = add("C1", name="甲")
    with store.command("client-set", "set", AT) as writing:
        writing.set_client(client_id, {"name": "甲"})
    assert len(store.rows("SELECT * FROM command")) == 1


def test_a_store_writes_in_commands_only(store: Store, add: Add) -> None:
    add("C1")
    with pytest.raises(BookError), store.reading():
        store.connection.execute("DELETE FROM client")
    with pytest.raises(sqlite3.OperationalError):
        store.connection.execute("DELETE FROM client")


def test_a_field_that_no_column_has_is_refused(store: Store, fields: Fields) -> None:
    with pytest.raises(KeyError), store.command("x", "x", AT) as writing:
        writing.add_client(fields("C1", **{'name") VALUES (1); --': 1}))
    with pytest.raises(KeyError), store.command("x", "x", AT) as writing:
        writing.set_client(7, {"name": "nobody"})


def test_what_is_read_inside_one_reading_is_the_book_at_one_moment(store: Store, add: Add, fields: Fields) -> None:
    add("C1")
    with Store(store.home, wait=0) as other, store.reading():
        before = store.book()
        with pytest.raises(BookError), other.command("client-add", "added", AT) as writing:
            writing.add_client(fields("C2"))
        assert store.book() == before
    assert len(store.book().clients) == 1


@pytest.mark.parametrize("stopped", [KeyboardInterrupt(), SystemExit(143), ZeroDivisionError()])
def test_what_stops_the_sealing_of_a_row_is_told_as_what_it_is_and_leaves_the_book_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: BaseException
) -> None:
    def stop(*arguments: object) -> None:
        raise stopped

    monkeypatch.setattr(Seal, "change", stop)
    with Store(tmp_path) as store:
        with pytest.raises(type(stopped)) as caught, store.command("test", "test", AT) as writing:
            writing.set_setting("currency", "EUR")
        assert caught.value is stopped
        assert store.settings() == {}
