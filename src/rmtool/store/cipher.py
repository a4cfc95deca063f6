"""SQLCipher's side of a book: opening an encrypted file with a key, and writing a book anew with a key or without.

Imported only where a book is, or is to be, encrypted. Not: the settings that every book is opened with (connection.py),
nor keys (keys.py).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rmtool.errors import BookError
from rmtool.store.keys import SALT, Key, keys_for, remember
from rmtool.store.patience import Patience, errors

try:
    import sqlcipher3.dbapi2 as sqlcipher
except ImportError:
    raise BookError("keys.no_library") from None

_ATTACHED = "fresh"

if TYPE_CHECKING:
    _Base = sqlite3.Connection
else:
    _Base = sqlcipher.Connection


class PatientCipher(Patience, _Base):
    """SQLCipher's connection."""


def opened(path: Path, turn: float, wait: float, key: Key | None) -> sqlite3.Connection:
    """A connection to the file at `path` with `key`, or with the first key found that opens it.

    Raises BookError if none does. A file that holds nothing yet begins with the key's salt.
    """
    if key is not None:
        return _keyed(path, turn, wait, key)
    with path.open("rb") as file:
        salt = file.read(SALT)
    tried = []
    for found in keys_for(path, salt):
        connection = _keyed(path, turn, wait, found)
        if _opens(connection):
            remember(found)
            return connection
        connection.close()
        if _opens_a_copy(path, found):
            raise BookError("store.damaged", file=path)
        tried.append(found.source)
    sources = tuple(dict.fromkeys(source for source in tried if source))
    raise BookError("keys.wrong_key" if tried else "keys.no_key", file=path, sources=sources)


def _keyed(path: Path, turn: float, wait: float, key: Key) -> sqlite3.Connection:
    made = sqlcipher.connect(str(path), timeout=turn, isolation_level=None, factory=PatientCipher)
    connection = cast("PatientCipher", made)
    connection.wait = wait
    connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to standard error what it finds
    if not key.is_none:
        connection.key = key
        connection.execute(f'PRAGMA key = "{_literal(key)}"')
    return connection


def _literal(key: Key) -> str:
    """The key as SQLCipher takes one that it is to use as it is."""
    return f"x'{key.secret.hex()}{key.salt.hex()}'"


def _opens(connection: sqlite3.Connection) -> bool:
    """Whether the key is that of the file: each page proves it."""
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except errors("DatabaseError") as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
            return False
        connection.close()
        raise
    return True


def _opens_a_copy(path: Path, key: Key) -> bool:
    """Whether a copy of the file that lies near it opens with the key, so that it is the file that is wrong."""
    for other in (*path.parent.glob("*.db"), *path.parent.glob("*/*.db")):
        with other.open("rb") as file:
            is_copy = other != path and file.read(SALT) == key.salt
        if is_copy:
            with closing(_keyed(other, 0, 0, key)) as connection:
                if _opens(connection):
                    return True
    return False


def export(source: sqlite3.Connection, target: Path, key: Key) -> None:
    """Write what the book behind `source`, a connection of SQLCipher's, holds into the empty file `target`.

    `key` may be `UNENCRYPTED`. For a book that changes from the one to the other: SQLite's backups copy pages.
    """
    literal = "" if key.is_none else _literal(key)
    if source.in_transaction:  # inside one nothing can be attached; who calls holds the two against each other
        source.execute("COMMIT")
    source.execute(f"ATTACH ? AS {_ATTACHED} KEY ?", (str(target), literal))
    source.execute(f"PRAGMA {_ATTACHED}.synchronous = 3")
    source.execute("SELECT sqlcipher_export(?)", (_ATTACHED,))
    for name in ("application_id", "user_version"):
        (value,) = source.execute(f"PRAGMA main.{name}").fetchone()
        source.execute(f"PRAGMA {_ATTACHED}.{name} = {int(value)}")
    source.execute(f"DETACH {_ATTACHED}")


def bad_pages(connection: sqlite3.Connection) -> list[str]:
    """What SQLCipher finds of pages that aren't as they were written; nothing for a file that isn't encrypted."""
    return [str(text) for (text,) in cast("Iterator[Any]", connection.execute("PRAGMA cipher_integrity_check"))]
