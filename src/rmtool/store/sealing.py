"""How the journal is sealed: what a row's mark and a command's link are made of. Not: when (journal.py), nor the look
whether all still fits (verifying.py).

A mark is the hash of a random salt and of a row as it stood after a change; a link is the hash of the link before, of a
command, and of the marks of its changes. Salts and earlier rows can be erased, for the links are made of marks alone:
without its salt a mark tells nothing, and the chain still verifies.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from os import urandom
from typing import NamedTuple

from rmtool.store.columns import Cell

SALT = 16
"""Bytes of a salt."""

ADDED, CHANGED, REMOVED = "+", "~", "-"
"""What a change did to its row."""

BOOK = "book"
"""Stands in the place of a table where a command did something to the book as a whole."""

MIGRATE = "migrate"
"""The name of the command that seals what a migration changed."""

_MOST_SALTS = SALT * 65_536
"""Bytes of salts that are made at a time: as many as there are already, but no more than this."""

_TRAILING_NULLS = ",nul]"


class Column(NamedTuple):
    """A column of a table of facts; fractions (`REAL`) are written with the twelve digits that `columns.cell` keeps."""

    name: str
    kind: str


def columns_of(connection: sqlite3.Connection, table: str) -> list[Column]:
    """The columns of a table in their order, to which later migrations may only add at the end."""
    rows = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,))
    return [Column(*row) for row in rows]


def content(columns: Iterable[Column], row: str = "") -> str:
    """The SQL for a row as text: a JSON array of its values; `row` is `OLD.` or `NEW.` inside a trigger."""
    values = (
        f'CASE WHEN {row}"{c.name}" NOTNULL THEN printf(\'%.12g\', {row}"{c.name}") END'
        if c.kind == "REAL"
        else f'{row}"{c.name}"'
        for c in columns
    )
    return f"json_array({', '.join(values)})"


def values_of(columns: Sequence[Column], text: str) -> dict[str, Cell]:
    """A row by its columns, from its content; columns that were added since are left out."""
    values = json.loads(text)
    return {
        column.name: float(value) if column.kind == "REAL" and value is not None else value
        for column, value in zip(columns, values, strict=False)
    }


def mark(salt: bytes | bytearray, text: str) -> bytes:
    """The mark of a row, or of a summary. Empty columns at the end don't count: a migration may have added them."""
    from hashlib import sha256

    return sha256(salt + text.rstrip(_TRAILING_NULLS).encode()).digest()


def line(table: str, row_id: int, client_id: int | None, kind: str, its_mark: bytes | None) -> bytes:
    """One change, as a link is made of it."""
    return f"{table} {row_id} {client_id} {kind}".encode() + (its_mark or b"")


def link(before: bytes, command: Sequence[Cell], summary_mark: bytes, lines: bytes) -> bytes:
    """A command's link: `before` is the link of the command before it, `command` its id, moment, name and `undoes`.

    `lines` is the hash of the lines of all its changes.
    """
    from hashlib import sha256

    said = json.dumps(list(command), ensure_ascii=False, separators=(",", ":"))
    return sha256(before + said.encode() + summary_mark + lines).digest()


def newest_link(connection: sqlite3.Connection) -> bytes:
    """The head of the chain; nothing for a journal without commands."""
    row = connection.execute("SELECT hash FROM link ORDER BY command_id DESC LIMIT 1").fetchone()
    return bytes(row[0]) if row else b""


def is_sealed(connection: sqlite3.Connection) -> bool:
    """Whether the book is of a version whose journal is sealed."""
    return bool(connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'link'").fetchone())


def _beginning(its_mark: bytes) -> int:
    return int.from_bytes(its_mark[:8], "big")


class Seal:
    """The seal of the commands that one connection writes, one after another.

    `stopped` is what stopped a row of the present one from being sealed, where that was heard.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        from hashlib import sha256  # late: who only reads the book needs none, and loading it takes 3 ms

        self._sha256 = sha256
        self._connection = connection
        self.stopped: BaseException | None = None
        self._lines = sha256()
        self._marks = array("Q")
        self._salts = bytearray()

    def begin(self, at: str, name: str, summary: str, undoes: int | None) -> int:
        """Put a command into the journal; returns its id, which will be that of its first change."""
        self.stopped = None
        self._lines = self._sha256()
        self._marks = array("Q")  # of each the first bytes, 0 for none
        self._salts = bytearray(urandom(SALT))
        self._summary = summary
        summary_mark = mark(self._salts[:SALT], summary)
        (command_id,) = self._connection.execute(
            "INSERT INTO command (id, at, name, undoes, mark)"
            " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ? FROM change RETURNING id",
            (at, name, undoes, summary_mark),
        ).fetchone()
        self._command: tuple[Cell, ...] = (command_id, at, name, undoes)
        self._summary_mark = summary_mark
        return int(command_id)

    def change(self, table: str, row_id: int, client_id: int | None, kind: str, text: str | None) -> bytes | None:
        """The mark of a row whose content is `text` after a change; None for a row that is gone."""
        place = SALT * (len(self._marks) + 1)
        if place == len(self._salts):
            self._salts += urandom(min(place, _MOST_SALTS))
        # Written out, not called: an import does this a hundred thousand times.
        its_mark, said = None, f"{table} {row_id} {client_id} {kind}".encode()
        if text is not None:
            salted = self._salts[place : place + SALT] + text.rstrip(_TRAILING_NULLS).encode()
            its_mark = self._sha256(salted).digest()
            said += its_mark
        self._lines.update(said)
        self._marks.append(_beginning(its_mark) if its_mark else 0)
        return its_mark

    def end(self) -> bool:
        """Close the command with its link; False if it changed nothing."""
        command_id = self._command[0]
        last = self._connection.execute("SELECT max(id) FROM change WHERE id >= ?", (command_id,)).fetchone()[0]
        if last is None:
            return False
        if last - int(command_id or 0) + 1 != len(self._marks):
            self._leave_out_taken_back()
        head = link(newest_link(self._connection), self._command, self._summary_mark, self._lines.digest())
        del self._salts[SALT * (len(self._marks) + 1) :]
        self._connection.execute("INSERT INTO said (command_id, summary) VALUES (?, ?)", (command_id, self._summary))
        self._connection.execute("INSERT INTO salt (command_id, salts) VALUES (?, ?)", (command_id, self._salts))
        self._connection.execute("INSERT INTO link (command_id, hash) VALUES (?, ?)", (command_id, head))
        return True

    def _leave_out_taken_back(self) -> None:
        """Leave out the changes that SQLite took back with a statement that failed half way."""
        rows = self._connection.execute(
            "SELECT table_name, row_id, client_id, kind, mark FROM change WHERE id >= ? ORDER BY id",
            (self._command[0],),
        )
        salts, marks, lines, place = self._salts[:SALT], array("Q"), self._sha256(), 0
        for row in rows:
            lines.update(line(*row))
            marks.append(_beginning(row[-1]) if row[-1] else 0)
            place = self._marks.index(marks[-1], place) + 1
            salts += self._salts[SALT * place : SALT * (place + 1)]
        self._salts, self._marks, self._lines = salts, marks, lines


Odd = Mapping[tuple[str, int], str]
"""Rows that aren't as the journal says, each with what is odd: `added`, `edited`, `removed` behind its back."""


Marks = dict[str, dict[int, tuple[bytes, bytes]]]
"""The salt and mark of each row that the journal says is there, by table and row."""


def odd_rows(connection: sqlite3.Connection, tables: Iterable[str], marks: Marks) -> dict[tuple[str, int], str]:
    """The rows of `tables` that aren't what the journal's last changes of them, the `marks`, say."""
    from hashlib import sha256

    odd: dict[tuple[str, int], str] = {}
    for table in tables:
        columns = columns_of(connection, table)
        left = marks.get(table, {})
        if columns:
            for row_id, text in connection.execute(f"SELECT rowid, {content(columns)} FROM {table}"):
                said = left.pop(row_id, None)
                if said is None:
                    odd[table, row_id] = "added"
                elif sha256(said[0] + text.rstrip(_TRAILING_NULLS).encode()).digest() != said[1]:
                    odd[table, row_id] = "edited"
        odd.update(((table, row_id), "removed") for row_id in left)
    return odd


def last_marks(connection: sqlite3.Connection) -> Marks:
    """The marks of all rows, as the journal has them."""
    found: Marks = {}
    salts = dict(connection.execute("SELECT command_id, salts FROM salt"))
    rows = connection.execute("SELECT id, command_id, table_name, row_id, mark FROM change ORDER BY id")
    for change_id, command_id, table, row_id, its_mark in rows:
        if its_mark is None:
            found.setdefault(table, {}).pop(row_id, None)
        else:
            place = SALT * (change_id - command_id + 1)
            found.setdefault(table, {})[row_id] = (salts.get(command_id, b"")[place : place + SALT], its_mark)
    return found


def seal_what_changed(connection: sqlite3.Connection, tables: Sequence[str], at: str, known: Odd, summary: str) -> None:
    """Put on record, as a command of its own, the rows that a migration changed; not those `known` to be odd before."""
    odd = {row: what for row, what in odd_rows(connection, tables, last_marks(connection)).items() if row not in known}
    if not odd:
        return
    seal = Seal(connection)
    command_id = seal.begin(at, MIGRATE, summary, None)
    kinds = {"added": ADDED, "edited": CHANGED, "removed": REMOVED}
    columns = {table: columns_of(connection, table) for table in tables}
    for (table, row_id), what in odd.items():
        names = {column.name for column in columns[table]}
        owner = "id" if table == "client" else "client_id" if "client_id" in names else "NULL"
        query = f"SELECT {owner}, {content(columns[table])} FROM {table} WHERE rowid = ?"
        client_id, text = (None, None) if what == "removed" else connection.execute(query, (row_id,)).fetchone()
        its_mark = seal.change(table, row_id, client_id, kinds[what], text)
        connection.execute(
            "INSERT INTO change (command_id, table_name, row_id, client_id, kind, mark) VALUES (?, ?, ?, ?, ?, ?)",
            (command_id, table, row_id, client_id, kinds[what], its_mark),
        )
    seal.end()
