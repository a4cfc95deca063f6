"""Copies of the book: made whole by SQLite, opened and checked, and put back. Not: when to make them.

A copy is made beside its name and renamed, mode 0600; the book's own copies lie in `backups/` of its home.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
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
    schema_version,
    sync_folder,
)
from rmtool.store.journal import RESTORE, keep_journal, note
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
    with _to_be_copied(book, wait) as source:
        made = backup_path(home, at, head_of(source))
        _copy(source, book, made)
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
    with _to_be_copied(book, wait) as source:
        _copy(source, book, target)


@contextmanager
def _to_be_copied(book: Path, wait: float) -> Iterator[sqlite3.Connection]:
    schema_version(book)
    with closing(connect(book, wait)) as source, explained(book, wait):
        source.execute("BEGIN")
        check_size(source, book)
        yield source


def check_book(path: Path, wait: float = DEFAULT_WAIT) -> None:
    """Raise BookError unless the file at `path` is a sound book, of this version or an older one."""
    schema_version(path)
    with closing(connect(path, wait)) as connection, explained(path, wait):
        connection.execute("BEGIN")
        check_size(connection, path)
        _check_pages(connection, path)


def entries(path: Path, wait: float = DEFAULT_WAIT) -> list[Entry]:
    """The commands on record in the book at `path`, oldest first. Raises BookError if it isn't a sound book."""
    schema_version(path)
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
        back_up(file, fresh, wait)
        _note_restored(fresh, at, summary)
        holder = _hold(book, wait)
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


def _note_restored(fresh: Path, at: str, summary: Phrase) -> None:
    """Put on record in the book to be restored that it was: the heads of backups made since will be missing in it."""
    with closing(connect(fresh, 0)) as connection, explained(fresh):
        if schema_version(fresh) < VERSION:
            migrate(connection, at)
        seal = keep_journal(connection)
        connection.execute("BEGIN IMMEDIATE")
        command_id = seal.begin(at, RESTORE, pack(summary), None)
        note(connection, command_id)
        seal.end()
        connection.execute("COMMIT")


def _hold(book: Path, wait: float) -> sqlite3.Connection | None:
    """A connection that keeps every other process out of the book; None if there is no book or it can't be opened.

    A process that waits for it finds, once the book is replaced, that its file was moved, and SQLite refuses its write.
    """
    if not book.exists():
        return None
    try:
        schema_version(book)
        connection = connect(book, wait)
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
                _copy(holder, book, target)
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


def _copy(source: sqlite3.Connection, book: Path, target: Path) -> None:
    with explained(book):
        _check_pages(source, book)
        counts = _counts(source), head_of(source)
    with beside(target) as fresh:
        with closing(connect(fresh, 0)) as copy, explained(target):
            source.backup(copy)
        with closing(connect(fresh, 0)) as copy, explained(target):
            _check_pages(copy, target)
            if (_counts(copy), head_of(copy)) != counts:
                raise BookError("store.copy_differs", file=target)
        fresh.replace(target)
        sync_folder(target.parent)


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise BookError("store.damaged", file=path)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return {name: connection.execute(f"SELECT count(*) FROM {quoted([name])}").fetchone()[0] for (name,) in tables}
