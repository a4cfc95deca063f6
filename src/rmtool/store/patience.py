"""What a connection is whichever library has its file open, SQLite's or SQLCipher's: patient; and its errors.

Not: opening a file (connection.py, cipher.py).
"""

import sqlite3
import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from rmtool.store.keys import Key

PRIMARY_CODE = 0xFF

_CIPHER = "sqlcipher3.dbapi2"


def errors(name: str = "Error") -> "tuple[type[sqlite3.Error], ...]":
    """The exceptions of that name: SQLite's and, once a book was opened with it, SQLCipher's, which are no kin of them.

    So what catches SQLite's errors says `except errors():`.
    """
    cipher = sys.modules.get(_CIPHER)
    own = cast("type[sqlite3.Error]", getattr(sqlite3, name))
    return (own, cast("type[sqlite3.Error]", getattr(cipher, name))) if cipher else (own,)


class Patience:
    """What both libraries' connections take on: they wait in short turns, since within one no Ctrl-C is heard.

    `wait` is in seconds; `key` what the file is encrypted with.
    """

    wait = 0.0
    key: "Key | None" = None

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run one statement; while another process holds the lock, again until `wait` seconds are over."""
        until = monotonic() + self.wait
        while True:
            try:
                return super().execute(sql, parameters)  # type: ignore[misc]  # the library's connection comes next
            except errors("OperationalError") as error:
                code = getattr(error, "sqlite_errorcode", 0)
                if code & PRIMARY_CODE != sqlite3.SQLITE_BUSY or monotonic() >= until:
                    raise
            except UnicodeDecodeError as error:  # what is said of a damaged schema quotes it
                damaged = sqlite3.DatabaseError("the schema isn't text")
                damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise damaged from error


class Patient(Patience, sqlite3.Connection):
    """SQLite's own connection."""
