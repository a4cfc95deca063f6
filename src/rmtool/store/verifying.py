"""Whether the journal is as it was written, and the facts as the journal says. Not: the file's pages (checks.py).

What nobody but rmtool may do shows: a command, a change, an earlier row or a fact that was edited, dropped, swapped or
put in by another program. Only a journal that was cut off at its end is sound in itself; the heads in the names of
backups show it (`missing_heads`).
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from rmtool.errors import BookError
from rmtool.phrase import Phrase, phrase
from rmtool.store.backup import Backup, check_book
from rmtool.store.connection import DEFAULT_WAIT, connect, explained
from rmtool.store.journal import FORGET, PURGE, RESTORE
from rmtool.store.migrations import FACTS, VERSION, newest_schema
from rmtool.store.patience import errors
from rmtool.store.sealing import ADDED, BOOK, MIGRATE, SALT, Marks, is_sealed, link, mark, odd_rows

_ERASING = (FORGET, PURGE)


class _Command(NamedTuple):
    id: int
    at: str
    name: str
    undoes: int | None
    mark: bytes
    summary: str | None
    salts: bytes | None
    link: bytes | None


_COMMANDS = (
    "SELECT c.id, at, name, undoes, mark, summary, salts, hash FROM command c LEFT JOIN said d ON d.command_id = c.id"
    " LEFT JOIN salt s ON s.command_id = c.id LEFT JOIN link l ON l.command_id = c.id ORDER BY c.id"
)


class Verdict(NamedTuple):
    """What isn't as it was written into the journal, and which facts aren't as its last change of them says."""

    journal: Sequence[Phrase]
    rows: Sequence[Phrase]


def verify(connection: sqlite3.Connection) -> Verdict:
    """Look at the whole journal and at every fact. Call it inside a transaction."""
    marks: Marks = {}
    journal = list(_journal_flaws(connection, marks))
    odd = odd_rows(connection, FACTS, marks)
    rows = [phrase(f"store.row_{what}", table=_table(table), row=row_id) for (table, row_id), what in odd.items()]
    return Verdict(journal, rows)


def _journal_flaws(connection: sqlite3.Connection, marks: Marks) -> Iterator[Phrase]:
    """What isn't as it was written; afterwards `marks` are those of the rows that the journal says are there."""
    commands = [_Command(*row) for row in connection.execute(_COMMANDS)]
    yield from _strays(connection)
    erased_until = max((c.id for c in commands if c.name in _ERASING), default=0)
    images = dict(connection.execute("SELECT change_id, content FROM image"))
    changes = groupby(
        connection.execute("SELECT command_id, id, table_name, row_id, client_id, kind, mark FROM change ORDER BY id"),
        key=itemgetter(0),
    )
    before, expected = b"", 1
    left = {command.id: command for command in commands}
    for command_id, group in changes:
        its = list(group)
        command = left.pop(command_id, None)
        first, last = its[0][1], its[-1][1]
        if first != expected or last - first + 1 != len(its):
            yield phrase("store.journal_gap", after=max(expected - 1, 0), before=last)
        expected = last + 1
        if command is None:
            yield phrase("store.journal_stray", id=command_id)
            continue
        # Written out, not called: an import has a hundred thousand of them.
        lines = [f"{row[2]} {row[3]} {row[4]} {row[5]}".encode() + (row[6] or b"") for row in its]
        if command.link != link(before, command[:4], command.mark, sha256(b"".join(lines)).digest()):
            yield _said("store.journal_edited", command)
        before = command.link or b""
        yield from _summary_flaws(command, erased_until)
        yield from _image_flaws(command, its, images, marks, erased_until)
    yield from (_said("store.journal_empty", command) for command in left.values())
    yield from (phrase("store.image_stray", id=change) for change in sorted(images))


def verify_backup(path: Path, head: str | None = None, wait: float = DEFAULT_WAIT) -> list[Phrase]:
    """What isn't as it should be in the backup at `path`: its journal, its facts, the `head` that its name has.

    Raises BookError if it can't be read at all, or is of a newer rmtool.
    """
    check_book(path, wait)
    with closing(connect(path, wait)) as connection, explained(path, wait):
        connection.execute("BEGIN")
        if not is_sealed(connection):
            return []
        try:
            verdict = verify(connection)
            odd = odd_schema(connection)
        except senseless() as error:
            raise BookError("store.damaged", file=path) from error
        lost = [phrase("store.head_missing")] if head and not any(x.startswith(head) for x in links(connection)) else []
        schema = [phrase("store.schema_bad", names=tuple(odd))] if odd else []
        return [*verdict.journal, *verdict.rows, *schema, *lost]


def senseless() -> tuple[type[Exception], ...]:
    """What values raise that no rmtool wrote: text that is none, nothing where there must be something."""
    return (*errors("DatabaseError"), UnicodeError, AttributeError, TypeError, ValueError, LookupError)


def odd_schema(connection: sqlite3.Connection) -> list[str]:
    """The tables, indexes and triggers that aren't exactly as rmtool makes them; none for an older schema."""
    if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
        return []
    query = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE '%sqlite%'"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        newest_schema(fresh)
        expected = set(fresh.execute(query))
    return sorted({name for name, _ in expected.symmetric_difference(connection.execute(query))})


def links(connection: sqlite3.Connection) -> list[str]:
    """The links of the journal, in hexadecimal digits."""
    return [bytes(row[0]).hex() for row in connection.execute("SELECT hash FROM link ORDER BY command_id")]


def cut_off(connection: sqlite3.Connection, backups: Iterable[Backup]) -> list[Backup]:
    """The backups whose head the journal once had and has no more, unless an older backup was restored since."""
    restored = connection.execute("SELECT max(at) FROM command WHERE name = ?", (RESTORE,)).fetchone()[0]
    until = datetime.fromisoformat(restored).replace(tzinfo=None) if restored else None
    known = links(connection)
    heads = [(b, b.head) for b in backups if b.head and (until is None or b.at > until)]
    return [backup for backup, head in heads if not any(link.startswith(head) for link in known)]


def _strays(connection: sqlite3.Connection) -> Iterator[Phrase]:
    """Parts of commands that aren't there."""
    for table in ("link", "said", "salt"):
        rows = connection.execute(f"SELECT command_id FROM {table} WHERE command_id NOT IN (SELECT id FROM command)")
        yield from (phrase("store.journal_stray", id=command_id) for (command_id,) in rows.fetchall())


def _summary_flaws(command: _Command, erased_until: int) -> Iterator[Phrase]:
    if command.salts is None:
        yield _said("store.salts_dropped", command)
    elif command.summary is None:
        if command.id > erased_until:
            yield _said("store.summary_dropped", command)
    elif mark(command.salts[:SALT], command.summary) != command.mark:
        yield _said("store.summary_edited", command)


def _image_flaws(
    command: _Command,
    changes: Sequence[tuple[int, int, str, int, int | None, str, bytes | None]],
    images: dict[int, str],
    marks: Marks,
    erased_until: int,
) -> Iterator[Phrase]:
    """What isn't as it was in the rows that a command's changes found; takes the images that it has seen."""
    salts = command.salts or b""
    start = SALT * (1 - command.id)
    last, its_rows = "", dict[int, tuple[bytes, bytes]]()
    for _, change_id, table, row_id, _, kind, its_mark in changes:
        if table != last:
            last, its_rows = table, marks.setdefault(table, {})
        if kind != ADDED and table != BOOK:
            text, was = images.pop(change_id, None), its_rows.pop(row_id, None)
            if text is None:
                if change_id > erased_until and command.name not in (MIGRATE, *_ERASING):
                    yield _said("store.image_dropped", command, table=_table(table), row=row_id)
            elif was is None or mark(was[0], text) != was[1]:
                yield _said("store.image_edited", command, table=_table(table), row=row_id)
        if its_mark is not None:
            place = start + SALT * change_id
            its_rows[row_id] = (salts[place : place + SALT], its_mark)


def _table(name: str) -> Phrase | str:
    return phrase(f"keeping.table_{name}") if name in FACTS else name


def _said(key: str, command: _Command, **more: object) -> Phrase:
    return phrase(key, id=command.id, at=command.at.replace("T", " ")[:16], name=command.name, **more)
