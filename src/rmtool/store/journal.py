"""The triggers by which every change of a fact is written into the journal. Not: reading or undoing it (history.py).

They are temporary triggers, made anew by the connection that writes: as part of the file they could not call functions
while SQLite distrusts schemas (`trusted_schema=OFF`), and every reader would pay for parsing them. A connection of the
store can't write before it has them, for until then it is `query_only`. What is written into the journal can only be
added to: that is seen to by triggers of the file itself (migrations.py).
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rmtool.store.migrations import FACTS
from rmtool.store.patience import errors
from rmtool.store.sealing import ADDED, BOOK, CHANGED, MIGRATE, REMOVED, Column, Seal, columns_of, content

UNDO, REDO = "undo", "redo"
FORGET, RESTORE, PURGE = "forget", "restore", "purge"
ENCRYPT, DECRYPT, REKEY = "encrypt", "decrypt", "rekey"
NEVER_UNDONE = frozenset({FORGET, RESTORE, PURGE, MIGRATE, ENCRYPT, DECRYPT, REKEY})
"""Commands that undo and redo pass over."""

_SEAL = "seal_change"

_STOPPED = "user-defined function raised exception"


def keep_journal(connection: sqlite3.Connection) -> Seal:
    """Make `connection` write every change of a fact into `change`, under the newest row of `command`.

    Returns what begins, seals and ends its commands.
    """
    seal = Seal(connection)
    is_cipher = getattr(connection, "key", None) is not None
    connection.create_function(_SEAL, 5, _noting_what_stops(seal) if is_cipher else seal.change)
    for table in FACTS:
        for statement in _triggers(table, columns_of(connection, table)):
            connection.execute(statement)
    return seal


def _noting_what_stops(seal: Seal) -> Callable[..., bytes | None]:
    """`seal.change` for SQLCipher, which has no way to hear why a function failed."""

    def change(table: str, row_id: int, client_id: int | None, kind: str, text: str | None) -> bytes | None:
        try:
            return seal.change(table, row_id, client_id, kind, text)
        except BaseException as error:
            seal.stopped = error
            raise

    return change


@contextmanager
def telling_what_stopped(seal: Seal) -> Iterator[None]:
    """Raise what stopped a row from being sealed: a Ctrl-C, a SIGTERM or a bug; SQLite itself says only that it did.

    A signal may arrive before the function has run its first line, so that no `try` of its own would see it.
    """
    stopped: list[BaseException] = []
    usual = sys.unraisablehook

    def hear(told: "sys.UnraisableHookArgs") -> None:
        if told.exc_value is not None and told.object in (None, seal.change):
            stopped.append(told.exc_value)
        else:
            usual(told)

    sys.unraisablehook = hear
    sqlite3.enable_callback_tracebacks(True)
    try:
        yield
    except errors("OperationalError") as error:
        if reason := stopped[0] if stopped else seal.stopped:
            raise reason from None
        if str(error) == _STOPPED:  # before the first line of what was to hear it: nothing else comes there
            raise KeyboardInterrupt from None
        raise
    finally:
        sqlite3.enable_callback_tracebacks(False)
        sys.unraisablehook = usual


def note(connection: sqlite3.Connection, command_id: int, until: int = 0, client_id: int | None = None) -> None:
    """Put on record that a command did something to the book as a whole.

    Or that it forgot a client that had been merged into another and was on record as `client_id` until that change.
    """
    connection.execute(
        "INSERT INTO change (command_id, table_name, row_id, client_id, kind, mark)"
        f" VALUES (?1, ?2, ?3, ?4, ?5, {_SEAL}(?2, ?3, ?4, ?5, NULL))",
        (command_id, BOOK, until, client_id, REMOVED),
    )


def _triggers(table: str, columns: Sequence[Column]) -> list[str]:
    names = [column.name for column in columns]
    client = "id" if table == "client" else "client_id" if "client_id" in names else None
    was = f"INSERT INTO image (change_id, content) VALUES (last_insert_rowid(), {content(columns, 'OLD.')})"
    became = content(columns, "NEW.")
    added = _record(table, "NEW", client, ADDED, became)
    removed = f"{_record(table, 'OLD', client, REMOVED, 'NULL')}; {was}"
    changed = f"({_values('OLD', names)}) IS NOT ({_values('NEW', names)})"
    told = {
        "insert": ("INSERT", "", added),
        "update": ("UPDATE", f" WHEN {changed}", f"{_record(table, 'OLD', client, CHANGED, became)}; {was}"),
        "delete": ("DELETE", "", removed),
    }
    if "id" not in names:  # the key is a fact itself, so that an update may make another row of it
        event, when, record = told["update"]
        told["update"] = (event, f"{when} AND OLD.rowid = NEW.rowid", record)
        told["move"] = ("UPDATE", " WHEN OLD.rowid <> NEW.rowid", f"{removed}; {added}")
    return [
        f"CREATE TEMP TRIGGER journal_{table}_{name} AFTER {event} ON main.{table}{when} BEGIN {record}; END"
        for name, (event, when, record) in told.items()
    ]


def _record(table: str, row: str, client: str | None, kind: str, became: str) -> str:
    change = f"'{table}', {row}.rowid, {f'{row}.{client}' if client else 'NULL'}, '{kind}'"
    return (
        "INSERT INTO change (command_id, table_name, row_id, client_id, kind, mark)"
        f" VALUES ((SELECT max(id) FROM command), {change}, {_SEAL}({change}, {became}))"
    )


def _values(row: str, columns: Sequence[str]) -> str:
    return ", ".join(f'{row}."{column}"' for column in columns)
