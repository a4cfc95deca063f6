"""One connection to a book file: what the file is, how it is opened, and what SQLite's errors mean to a person.

Not: what stands in the book. The settings are those of safety.md, "Settled by measurement", 1, 2 and 5.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rmtool import half_made
from rmtool.errors import BookError
from rmtool.store.keys import Key
from rmtool.store.migrations import APPLICATION_ID, VERSION
from rmtool.store.patience import PRIMARY_CODE, Patient, errors

BOOK_NAME = "book.db"
DEFAULT_WAIT = 5.0
"""Seconds that a command waits for a locked book."""

_TURN = 0.1
"""Seconds that SQLite itself waits at a time."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_FRACTIONS = slice(21, 24)
_SQLITES_FRACTIONS = b"@  "
"""What stands at `_FRACTIONS` in every header of SQLite's, so also in one whose beginning is damaged."""

_BLOCK = 1 << 20

_SETTINGS = (
    ("journal_mode", "delete"),
    ("synchronous", 3),  # EXTRA: the folder is synced too once the journal is gone
    ("foreign_keys", 1),
    ("recursive_triggers", 1),  # else a REPLACE would delete rows behind the journal's back
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("temp_store", 2),  # memory
    ("cache_size", -32768),  # KiB; a usual import stays in memory until it is committed
)

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_CANTOPEN: "store.cannot_open",
    sqlite3.SQLITE_FULL: "store.disk_full",
    sqlite3.SQLITE_IOERR: "store.io_error",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.damaged",
}
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def schema_version(path: Path, wait: float = DEFAULT_WAIT) -> int:
    """The schema version that the book at `path` states: in its header, read without SQLite, unless it is encrypted.

    Raises BookError if the file is empty, isn't a book of rmtool, or is of a newer rmtool; the file stays untouched.
    Never call it while this process holds a lock on the file: closing a second handle drops POSIX locks.
    """
    header = _header(path)
    if not header:
        raise BookError("store.empty_file", file=path)
    if _looks_encrypted(header):
        with closing(connect(path, wait)) as connection, explained(path, wait):
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    elif len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise BookError("store.foreign", file=path)
    else:
        application, version = (int.from_bytes(header[start : start + 4], "big") for start in (68, 60))
    if application != APPLICATION_ID:
        raise BookError("store.foreign", file=path)
    if version > VERSION:
        raise BookError("store.newer", file=path, version=version, known=VERSION)
    return int(version)


def is_encrypted(path: Path) -> bool:
    """Whether the file at `path` is an encrypted book, as far as a file can be known for one without its key."""
    return _looks_encrypted(_header(path))


def _header(path: Path) -> bytes:
    with files_explained(path), path.open("rb") as file:
        return file.read(_HEADER_BYTES)


def _looks_encrypted(header: bytes) -> bool:
    """An encrypted book has no header but random bytes: neither SQLite's nor text."""
    if len(header) < _HEADER_BYTES or header.startswith(_MAGIC) or header[_FRACTIONS] == _SQLITES_FRACTIONS:
        return False
    try:
        header.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start < len(header) - 4  # else it is a character that was cut in two
    return False


def connect(path: Path, wait: float, key: Key | None = None) -> sqlite3.Connection:
    """A connection to the book at `path` with every setting made and read back; `wait` seconds for a lock.

    An encrypted file is opened with the key that is found for it; with `key`, an empty one becomes encrypted with it.
    Raises BookError if no key opens it.
    """
    with explained(path, wait):
        connection = _opened(path, wait, key)
        try:
            for name, value in _SETTINGS:
                connection.execute(f"PRAGMA {name} = {value}")
                if connection.execute(f"PRAGMA {name}").fetchone() != (value,):
                    raise BookError("store.setting_refused", file=path, setting=name)
        except BaseException:
            connection.close()
            raise
    return connection


def _opened(path: Path, wait: float, key: Key | None) -> sqlite3.Connection:
    turn = min(wait, _TURN)
    if key is not None or is_encrypted(path):
        from rmtool.store import cipher

        return cipher.opened(path, turn, wait, key)
    connection = sqlite3.connect(path, timeout=turn, isolation_level=None, factory=Patient)
    connection.wait = wait
    return connection


def key_of(connection: sqlite3.Connection) -> Key | None:
    """What the file behind a connection is encrypted with; None if it isn't."""
    key: Key | None = getattr(connection, "key", None)
    return key


def check_size(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that isn't as long as its pages. Call it inside a transaction, which keeps the length still."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    with files_explained(path):
        size = path.stat().st_size
    if size != pages * int(page_size):  # SQLCipher says it as text
        raise BookError("store.damaged", file=path)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file of mode 0600 (where modes exist) beside `path`, to be filled and then put in its place.

    Folders that are missing are made. A file that wasn't put in place is gone afterwards,
    with what SQLite kept beside it.
    """
    with files_explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = half_made.half_made(path.parent)
        try:
            os.close(half_made.create(fresh))
            yield fresh
        finally:
            for left in (fresh, fresh.with_name(f"{fresh.name}-journal")):
                left.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def explained(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Turn what SQLite refuses about the file at `path` into a BookError with a mend; a bug stays what it is."""
    try:
        yield
    except errors() as error:
        sentence = _SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE)
        if sentence is None:
            raise
        if sentence == "store.damaged":
            with files_explained(path):
                read_through(path)  # SQLite calls damaged what the disk doesn't give out
        raise BookError(sentence, file=path, seconds=f"{wait:g}") from error


def read_through(path: Path) -> None:
    """Read a whole file to see that the disk gives it out. Raises OSError. Not for a file that this process locks."""
    if path.is_file():
        with path.open("rb", buffering=0) as file:
            while file.read(_BLOCK):
                pass


@contextmanager
def files_explained(path: Path) -> Iterator[None]:
    """Turn what the system refuses about `path`, or a file beside it, into a BookError with a mend."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            sentence = "store.disk_full"
        elif error.errno == errno.EIO:
            sentence = "store.io_error"
        else:
            sentence = "store.cannot_open"
        raise BookError(sentence, file=error.filename or path) from error
