"""Copies of the book: made whole by SQLite, opened and checked, and put back. Not: when to make them.

A copy is made beside its name and renamed, mode 0600; the book's own copies lie in `backups/` of its home. Copies of an
encrypted book are encrypted with its key.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from rmtool.errors import BookError
from rmtool.phrase import Phrase
from rmtool.store.columns import quoted
from rmtool.store.connection import (
    BOOK_NAME,
    DEFAULT_WAIT,
    beside,
    check_size,
    connect,
    explained,
    files_explained,
    is_encrypted,
    key_of,
    schema_version,
    sync_folder,
)
from rmtool.store.journal import RESTORE, keep_journal, note
from rmtool.store.keys import UNENCRYPTED, Key
from rmtool.store.migrations import VERSION, migrate
from rmtool.store.sealing import is_sealed, newest_link
from rmtool.store.summaries import pack, unpack

FOLDER = "backups"

KEPT = 14
"""How many backups are kept in the home's folder."""

_NAME = re.compile(r"book-(\d{8}-\d{6})(?:-([0-9a-f]{12}))?(?:-\d+)?\.db", re.ASCII)
_HEAD_BYTES = 6
_UNSOUND = ("store.damaged", "store.empty_file", "store.foreign")


class Backup(NamedTuple):
    """A copy of the book in its home; `at` is the moment in its name, `size` in bytes.

    `head` is the beginning of the journal's newest link when it was made; names of older versions have none.
    """

    path: Path
    at: datetime
    size: int
    head: str | None = None


class Entry(NamedTuple):
    """A command on record in a book: its moment and name, and what it did (None if that was erased)."""

    at: str
    name: str
    summary: Phrase | str | None


def backup_path(home: Path, at: str, head: str = "") -> Path:
    """A free name in the home's folder of backups for one made at `at` (ISO text) of a journal with this `head`."""
    stem = f"book-{datetime.fromisoformat(at):%Y%m%d-%H%M%S}{'-' * bool(head)}{head}"
    path = home / FOLDER / f"{stem}.db"
    count = 1
    while path.exists():
        count += 1
        path = path.with_name(f"{stem}-{count}.db")
    return path


def list_backups(home: Path) -> list[Backup]:
    """The backups in the home's folder, newest first."""
    found = []
    with files_explained(home):
        for path in (home / FOLDER).glob("book-*.db"):
            if name := _NAME.fullmatch(path.name):
                at = datetime.fromisoformat(name[1].replace("-", "T"))
                state = path.stat()
                found.append((at, state.st_mtime_ns, path.name, Backup(path, at, state.st_size, name[2])))
    return [backup for *_, backup in sorted(found, reverse=True)]


def keep(home: Path, at: str, wait: float = DEFAULT_WAIT) -> Path:
    """Back the home's book up into its folder of backups; returns the copy's place. Raises BookError as `back_up`."""
    book = home / BOOK_NAME
    with to_be_copied(book, wait) as source:
        made = backup_path(home, at, head_of(source))
        copy(source, book, made, key_of(source))
    return made


def rotate(home: Path, made: Path) -> None:
    """Drop the backups beyond `KEPT`, but never `made`, the newest: it was opened and found whole."""
    with files_explained(made):
        for backup in [b for b in list_backups(home) if b.path != made][KEPT - 1 :]:
            backup.path.unlink(missing_ok=True)


def head_of(connection: sqlite3.Connection) -> str:
    """The head of a book's journal as the names of backups have it; empty for one without commands."""
    return newest_link(connection)[:_HEAD_BYTES].hex() if is_sealed(connection) else ""


def back_up(book: Path, target: Path, wait: float = DEFAULT_WAIT) -> None:
    """Copy `book` to `target`, replacing what is there, once the copy was opened and found whole and the same.

    Raises BookError, with `target` untouched, if the book can't be read or the copy can't be written.
    """
    with to_be_copied(book, wait) as source:
        copy(source, book, target, key_of(source))


@contextmanager
def to_be_copied(book: Path, wait: float = DEFAULT_WAIT, key: Key | None = None) -> Iterator[sqlite3.Connection]:
    """A connection to a book, inside a transaction; `key` is `UNENCRYPTED` for a plain book to be encrypted."""
    schema_version(book, wait)
    with closing(connect(book, wait, key)) as source, explained(book, wait):
        source.execute("BEGIN")
        check_size(source, book)
        yield source


def check_book(path: Path, wait: float = DEFAULT_WAIT) -> None:
    """Raise BookError unless the file at `path` is a sound book, of this version or an older one."""
    schema_version(path, wait)
    with closing(connect(path, wait)) as connection, explained(path, wait):
        connection.execute("BEGIN")
        check_size(connection, path)
        _check_pages(connection, path)


def entries(path: Path, wait: float = DEFAULT_WAIT) -> list[Entry]:
    """The commands on record in the book at `path`, oldest first. Raises BookError if it isn't a sound book."""
    schema_version(path, wait)
    with closing(connect(path, wait)) as connection, explained(path, wait):
        connection.execute("BEGIN")
        check_size(connection, path)
        said = " LEFT JOIN said ON command_id = id" * is_sealed(connection)
        rows = connection.execute(f"SELECT at, name, summary FROM command{said} ORDER BY id")
        return [Entry(at, name, None if text is None else unpack(text)) for at, name, text in rows]


def restore(file: Path, home: Path, at: str, summary: Phrase, wait: float = DEFAULT_WAIT) -> Path | None:
    """Put the backup `file` in the place of the home's book; returns where the present book was kept, if there is one.

    `at` is the moment as ISO text; the restored book's journal has it on record, told by `summary`. Raises BookError,
    with everything as it was, if `file` isn't a sound book, if another process holds the present book, or if that is
    of a newer rmtool.
    """
    book = home / BOOK_NAME
    with beside(book) as fresh:
        key = _copy_as_encrypted_as(book, file, fresh, wait)
        put_on_record(fresh, RESTORE, at, summary, key)
        holder = hold(book, wait)
        try:
            kept = _keep(holder, book, backup_path(home, at, head_of(holder) if holder else ""))
            if holder and os.name == "nt":
                holder.close()  # there an open file can't be replaced
            fresh.replace(book)
            sync_folder(home)
        finally:
            if holder:
                holder.close()
    return kept


def _copy_as_encrypted_as(book: Path, file: Path, fresh: Path, wait: float) -> Key | None:
    """Copy a backup so that what was encrypted stays so: with the book's key, else the backup's own; returns it."""
    key = _key_in_use(book, wait)
    if key is None and not is_encrypted(file) and book.exists() and is_encrypted(book):
        raise BookError("keys.plain_backup", file=file, book=book)
    with to_be_copied(file, wait, UNENCRYPTED if key and not is_encrypted(file) else None) as source:
        key = key or key_of(source)
        copy(source, file, fresh, key)
    return key


def _key_in_use(book: Path, wait: float) -> Key | None:
    """What the book is encrypted with; None if it isn't, or is too damaged to say."""
    if not book.exists() or not is_encrypted(book):
        return None
    try:
        with closing(connect(book, wait)) as connection:
            return key_of(connection)
    except BookError as error:
        if error.message.key in _UNSOUND:
            return None
        raise


def put_on_record(fresh: Path, name: str, at: str, summary: Phrase, key: Key | None = None) -> None:
    """Note in a book that isn't in its place yet what was done to it as a whole; an older one gets the newest schema.

    Of a restored one the heads of backups made since will be missing.
    """
    with closing(connect(fresh, 0, key)) as connection, explained(fresh):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < VERSION:
            migrate(connection, at)
        seal = keep_journal(connection)
        connection.execute("BEGIN IMMEDIATE")
        command_id = seal.begin(at, name, pack(summary), None)
        note(connection, command_id)
        seal.end()
        connection.execute("COMMIT")


def hold(book: Path, wait: float, key: Key | None = None) -> sqlite3.Connection | None:
    """A connection that keeps every other process out of the book; None if there is no book or it can't be opened.

    A process that waits for it finds, once the book is replaced, that its file was moved, and SQLite refuses its write.
    `key` is as in `to_be_copied`.
    """
    if not book.exists():
        return None
    try:
        schema_version(book, wait)
        connection = connect(book, wait, key)
    except BookError as error:
        if error.message.key in _UNSOUND:
            return None
        raise
    try:
        with explained(book, wait):
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays, and the backup needs a source without a transaction
    except BookError as error:
        connection.close()
        if error.message.key in _UNSOUND:
            return None
        raise
    return connection


def _keep(holder: sqlite3.Connection | None, book: Path, target: Path) -> Path | None:
    """Keep the present book as a backup, or as it is if it is damaged; returns where."""
    if not book.exists():
        return None
    if holder:
        try:
            with explained(book):
                copy(holder, book, target, key_of(holder))
            return target
        except BookError as error:
            if error.message.key not in _UNSOUND:
                raise
    target = target.with_suffix(".damaged")
    journal = book.with_name(f"{book.name}-journal")
    with beside(target) as fresh:
        import shutil

        shutil.copyfile(book, fresh)
        fresh.replace(target)
    if not holder and journal.exists():
        # Left there, it would be played back into the book that takes this one's place.
        journal.replace(target.with_name(f"{target.name}-journal"))
    return target


def copy(source: sqlite3.Connection, book: Path, target: Path, key: Key | None) -> None:
    """Copy the book behind `source` to `target`, with `key` or unencrypted, once the copy was found whole and the same.

    A connection to a plain book to be encrypted is SQLCipher's (`UNENCRYPTED`). Raises BookError as `back_up` does.
    """
    with explained(book):
        _check_pages(source, book)
        counts = _counts(source), head_of(source)
    with beside(target) as fresh:
        if (key_of(source) is None) == (key is None):
            with closing(connect(fresh, 0, key)) as made, explained(target):
                source.backup(made)
        else:
            from rmtool.store import cipher

            with explained(target):
                cipher.export(source, fresh, key or UNENCRYPTED)
        with closing(connect(fresh, 0, key)) as made, explained(target):
            _check_pages(made, target)
            if (_counts(made), head_of(made)) != counts:
                raise BookError("store.copy_differs", file=target)
            if key_of(source) != key and not _same_content(source, made):
                raise BookError("store.copy_differs", file=target)
        fresh.replace(target)
        sync_folder(target.parent)


def _same_content(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Whether two books hold the same, row by row: a book under another key isn't a copy of its pages."""
    return all(here == there for here, there in zip_longest(_content(one), _content(other)))


def _content(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """The schema and every row, the journal's among them, in one order."""
    yield from connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
    for table in _tables(connection):
        yield from connection.execute(f"SELECT rowid, * FROM {quoted([table])} ORDER BY rowid")


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    if page_flaws(connection):
        raise BookError("store.damaged", file=path)


def page_flaws(connection: sqlite3.Connection, most: int = 100) -> list[str]:
    """What isn't sound in a book's pages, in the library's words; of an encrypted book each page proves itself too."""
    problems = [text for (text,) in connection.execute(f"PRAGMA integrity_check({most})") if text != "ok"]
    if key_of(connection):
        from rmtool.store import cipher

        problems += cipher.bad_pages(connection)
    return problems[:most]


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    counted = ((name, connection.execute(f"SELECT count(*) FROM {quoted([name])}")) for name in _tables(connection))
    return {name: rows.fetchone()[0] for name, rows in counted}


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows]
