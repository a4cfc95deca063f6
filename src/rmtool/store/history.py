"""The journal told and turned back: what was done, undo, redo. Not: writing the journal (the triggers of journal.py).

Undo and redo are commands like any other: they apply the inverse of another command's changes, and the journal writes
down what they change. `undoes` says which command they took back: an undo a plain command, a redo an undo.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from rmtool.errors import BookError, UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.store.columns import Cell, quoted
from rmtool.store.journal import FORGET, NEVER_UNDONE, REDO, UNDO
from rmtool.store.migrations import FACTS
from rmtool.store.patience import errors
from rmtool.store.sealing import ADDED, BOOK, REMOVED, Column, columns_of, content, values_of
from rmtool.store.store import Store
from rmtool.store.summaries import unpack

_OF_COMMAND = "id >= ?1 AND id < coalesce((SELECT min(id) FROM command WHERE id > ?1), 9223372036854775807)"
"""The changes of one command: their ids run from the command's own id to the next command's."""


class Command(NamedTuple):
    """A command that changed the book. `undone` says that it is taken back at present."""

    id: int
    at: str
    name: str
    summary: Phrase | str
    undoes: int | None
    undone: bool


class Change(NamedTuple):
    """One row that a command added (`before` is empty), changed, or removed (`after` is empty).

    `erased` says that the journal no longer knows what stood there before or after.
    """

    command: Command
    table: str
    row_id: int
    before: Mapping[str, Cell]
    after: Mapping[str, Cell]
    erased: bool = False


class Reversal(NamedTuple):
    """What an undo or redo would do: the command that it takes back or does again, and how many rows of each table.

    `undoes` is the command whose changes are turned round, `newest` the last that undo minds, when found out.
    """

    command: Command
    rows: Mapping[str, int]
    undoes: int
    newest: int


def commands(store: Store, limit: int | None = None) -> list[Command]:
    """The commands that changed the book, newest first; at most `limit`."""
    return list(islice(reversed(_journal(store)), limit))


def changes_of_client(store: Store, client_id: int, limit: int | None = None) -> list[Change]:
    """The rows that commands changed about a client, newest first; at most `limit`."""
    with store.reading():
        by_id = {command.id: command for command in _journal(store)}
        rows = store.rows(_OF_CLIENT, (client_id,))
        columns = {table: columns_of(store.connection, table) for table in {row[2] for row in rows}}
        changes = []
        became: dict[tuple[str, int], str | None] = {}
        for _, command_id, table, row_id, kind, owner, was in reversed(rows):
            after = None
            if kind != REMOVED:
                key = (table, row_id)
                after = became[key] if key in became else _present(store, table, columns[table], row_id)
            became[table, row_id] = was
            if owner == client_id:
                before, then = (values_of(columns[table], text) if text else {} for text in (was, after))
                erased = (kind != ADDED and was is None) or (kind != REMOVED and after is None)
                changes.append(Change(by_id[command_id], table, row_id, before, then, erased))
    return changes[:limit]


_OF_CLIENT = """
    WITH mine AS (
        SELECT DISTINCT table_name, row_id FROM change WHERE client_id = ?1 AND id >= coalesce(
            (SELECT max(id) FROM change WHERE table_name = 'client' AND row_id = ?1 AND kind = '+'), 0)
    )
    SELECT id, command_id, table_name, row_id, kind, client_id, content
    FROM change JOIN mine USING (table_name, row_id) LEFT JOIN image ON change_id = id
    WHERE id >= coalesce((SELECT max(id) FROM change WHERE table_name = 'client' AND row_id = ?1 AND kind = '+'), 0)
    ORDER BY id
"""
"""Every change of the rows that were a client's. After an undo a number is given anew: what stood under it before the
client was added is somebody else's."""


def _present(store: Store, table: str, columns: Sequence[Column], row_id: int) -> str | None:
    found = store.rows(f"SELECT {content(columns)} FROM {table} WHERE rowid = ?", (row_id,))
    return found[0][0] if found else None


def moved_visits(store: Store) -> list[tuple[int, date]]:
    """The visits that were put on another day or time by hand: whose (id), and the week in which each stood.

    Commands that were taken back don't count, nor what was erased from the journal.
    """
    with store.reading():
        by_hand = {command.id for command in commands(store) if command.name == "visit" and not command.undone}
        columns = columns_of(store.connection, "visit")
        became: dict[int, str | None] = {}
        moved = []
        for command_id, row_id, kind, was in store.rows(_OF_VISITS):
            after = None
            if kind != REMOVED:
                after = became[row_id] if row_id in became else _present(store, "visit", columns, row_id)
            became[row_id] = was
            if command_id in by_hand and was and after:
                before, then = values_of(columns, was), values_of(columns, after)
                if before["day"] and any(before[name] != then[name] for name in ("week", "day", "start")):
                    moved.append((int(before["client_id"] or 0), date.fromisoformat(str(before["week"]))))
    return moved


_OF_VISITS = """
    SELECT command_id, row_id, kind, content FROM change LEFT JOIN image ON change_id = id
    WHERE table_name = 'visit' ORDER BY id DESC
"""


def pending_undo(store: Store) -> Reversal | None:
    """What `undo` would take back, or None if there is nothing."""
    with store.reading():
        journal = _journal(store)
        done, _ = _stacks(journal, _void(store))
        return _reversal(store, journal, done[-1], done[-1]) if done else None


def pending_redo(store: Store) -> Reversal | None:
    """What `redo` would do again, or None if there is nothing."""
    with store.reading():
        journal = _journal(store)
        _, undone = _stacks(journal, _void(store))
        return _reversal(store, journal, *undone[-1]) if undone else None


def undo(store: Store, at: str, shown: Reversal | None = None) -> Reversal:
    """Take back the last command not taken back yet; returns what was done.

    `shown` is what the user saw. Raises UsageError if there is nothing to undo or if another command came between.
    """
    reversal = shown or pending_undo(store)
    if reversal is None:
        raise UsageError("history.nothing_to_undo")
    _turn_back(store, UNDO, phrase("history.undone", what=reversal.command.summary), at, reversal)
    return reversal


def redo(store: Store, at: str, shown: Reversal | None = None) -> Reversal:
    """Do again what the last undo took back; returns what was done. Raises UsageError as `undo` does."""
    reversal = shown or pending_redo(store)
    if reversal is None:
        raise UsageError("history.nothing_to_redo")
    _turn_back(store, REDO, phrase("history.redone", what=reversal.command.summary), at, reversal)
    return reversal


def _journal(store: Store) -> list[Command]:
    """All commands, oldest first."""
    rows = store.rows("SELECT id, at, name, summary, undoes FROM command LEFT JOIN said ON command_id = id ORDER BY id")
    erased = phrase("history.erased_summary")
    read = [
        Command(row[0], row[1], row[2], (None if row[3] is None else unpack(row[3])) or erased, row[4], undone=False)
        for row in rows
    ]
    void = _void(store)
    never = {c.id for c in read if c.undoes or c.name in NEVER_UNDONE} | void
    holding = {*_stacks(read, void)[0]} | never
    return [c if c.id in holding else c._replace(undone=True) for c in read]


def _void(store: Store) -> frozenset[int]:
    """The commands all of whose changes went with forgotten clients, so that undo and redo pass over them too."""
    with store.reading():
        forgotten = _forgotten(store.connection)
        if not forgotten:
            return frozenset()
        rows = store.rows("SELECT command_id, id, client_id FROM change")
    left = {command_id for command_id, change_id, owner in rows if change_id > forgotten.get(owner, 0)}
    return frozenset(command_id for command_id, _, _ in rows) - left


def _stacks(journal: Sequence[Command], void: Collection[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """The plain commands that hold, and those that can be done again, each with its undo; the next one last."""
    done: list[int] = []
    undone: list[tuple[int, int]] = []
    plain: set[int] = set()
    for command in journal:
        if command.name in NEVER_UNDONE:
            continue
        if command.id in void:
            if command.undoes is None:
                undone.clear()
        elif command.undoes is None:
            plain.add(command.id)
            done.append(command.id)
            undone.clear()
        elif command.undoes in plain:
            undone.append((done.pop(), command.id))
        else:
            done.append(undone.pop()[0])
    return done, undone


def _reversal(store: Store, journal: Sequence[Command], command_id: int, undoes: int) -> Reversal:
    command = next(c for c in reversed(journal) if c.id == command_id)
    forgotten = _forgotten(store.connection)
    rows = store.rows(
        f"SELECT table_name, id, client_id FROM change WHERE {_OF_COMMAND} ORDER BY table_name", (undoes,)
    )
    counts = Counter(table for table, change_id, owner in rows if change_id > forgotten.get(owner, 0))
    newest = next(c.id for c in reversed(journal) if c.name not in NEVER_UNDONE)
    return Reversal(command, dict(counts), undoes, newest)


def _turn_back(store: Store, name: str, summary: Phrase, at: str, reversal: Reversal) -> None:
    with store.command(name, summary, at, reversal.undoes) as writing:
        connection = writing.connection
        newest = connection.execute(
            f"SELECT max(id) FROM command WHERE id < ? AND name NOT IN ({', '.join('?' * len(NEVER_UNDONE))})",
            (writing.command_id, *NEVER_UNDONE),
        ).fetchone()
        if newest != (reversal.newest,):
            raise UsageError("history.moved_on")
        connection.execute("PRAGMA defer_foreign_keys = 1")
        changes = connection.execute(
            f"SELECT id, table_name, row_id, client_id, kind, content FROM change LEFT JOIN image ON change_id = id"
            f" WHERE {_OF_COMMAND} ORDER BY id DESC",
            (reversal.undoes,),
        )
        try:
            for statement, rows in groupby(_inverses(connection, changes), key=itemgetter(0)):
                values = [value for _, value in rows]
                if connection.executemany(statement, values).rowcount != len(values):
                    raise BookError("history.does_not_fit", file=store.path)
        except errors("IntegrityError") as error:
            raise BookError("history.does_not_fit", file=store.path) from error
        except (KeyError, ValueError) as error:
            raise BookError("history.does_not_fit", file=store.path) from error


def _inverses(
    connection: sqlite3.Connection, changes: Iterable[tuple[int, str, int, int | None, str, str | None]]
) -> Iterator[tuple[str, Sequence[Cell]]]:
    """For each change the statement that turns it back, and its values. Raises UsageError where that was erased."""
    tables: dict[str, list[Column]] = {}
    forgotten = _forgotten(connection)
    for change_id, table, row_id, owner, kind, was in changes:
        if forgotten.get(owner, 0) >= change_id:
            continue
        if table not in FACTS:
            raise KeyError(table)
        columns = tables.setdefault(table, columns_of(connection, table))
        if kind == ADDED:
            yield f"DELETE FROM {table} WHERE rowid = ?", (row_id,)
            continue
        if was is None:
            raise UsageError("history.erased")
        values = values_of(columns, was)
        if kind == REMOVED:
            places = ", ".join("?" * (len(values) + 1))
            yield f"INSERT INTO {table} (rowid, {quoted(values)}) VALUES ({places})", (row_id, *values.values())
        else:
            settings = ", ".join(f'"{column}" = ?' for column in values)
            yield f"UPDATE {table} SET {settings} WHERE rowid = ?", (*values.values(), row_id)


def _forgotten(connection: sqlite3.Connection) -> dict[int | None, int]:
    """The clients that were forgotten, each with the last change of it: what was until then nothing brings back."""
    rows = connection.execute(
        "SELECT h.client_id, max(iif(table_name = 'client', h.id, row_id))"
        " FROM change h JOIN command c ON c.id = command_id"
        " WHERE name = ? AND kind = ? AND h.client_id NOTNULL AND table_name IN ('client', ?) GROUP BY 1",
        (FORGET, REMOVED, BOOK),
    )
    return dict(rows.fetchall())
