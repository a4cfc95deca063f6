"""What is taken out of the book for good: a forgotten client with every trace of it, and earlier rows past their time.

Marks and links of the journal stay, so that it still verifies; the salts go with what was erased, so that nobody can
try what it was. Not: backups (forgetting.py), the look whether all is gone (searching.py), nor when
earlier rows are too old (desk).
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rmtool.phrase import Phrase
from rmtool.store.columns import quoted
from rmtool.store.connection import explained
from rmtool.store.journal import FORGET, PURGE, note
from rmtool.store.migrations import FACTS
from rmtool.store.sealing import SALT, columns_of, values_of
from rmtool.store.searching import forms
from rmtool.store.store import Store
from rmtool.store.writing import Writing

_NAMING: Mapping[str, Sequence[str]] = {
    "client": ("name", "client_no", "credit_code", "phone", "website"),
    "person": ("phone", "email"),
    "alias": ("known_as",),
}
"""The columns whose values tell a client from others, wherever they stand."""

_NOTES = frozenset({"note", "next", "outcome", "why", "motive", "referrer", "core_client", "person"})
"""The columns of what was noted of a client: if others' rows say the same, that is told."""

_FREE = (_NOTES - {"person"}) | {
    *("summary", "file", "sheet", "source", "before", "after", "value", "subject", "campaign", "wanted"),
}
"""The columns of free text, in which another client's rows may name this one: the name is blotted out of them."""

_OWN = frozenset(
    {
        *("name", "phone", "email", "address", "website", "initials", "group", "chain", "tags", "industry", "district"),
        *("rm", "hours", "call_hours", "prefers", "birthday", "day", "title", "power", "person", "position", "heading"),
        *("product", "contract_no", "term", "bank", "risk", "rival", "fixed", "about"),
    }
)
"""The columns of text that stay as they are in others' rows, for they are these others' own."""

_TERMS = frozenset(
    {
        *("at", "on_date", "next_on", "week", "start", "end", "until", "founded", "entered", "opened", "matures"),
        *("ended", "started_on", "closed_on", "added_on", "reached_on", "imported_on", "keep_until", "saved_on"),
        *("graded_on", "read_on", "opened_on", "remembered_on", "kind", "status", "measure", "code", "cadence"),
        *("value_level", "likelihood_level", "stage", "grade", "key", "sha256", "fingerprint", "field"),
    }
)
"""The columns of dates, codes and keys, which the calendar, the rules and rmtool give: they tell of nobody."""

_BLOT = "***"
_SHORTEST = 2


class Traces(NamedTuple):
    """By what a client is found: its numbers and its other names, what was noted of it, and what else its rows say."""

    numbers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def with_those_of(self, other: "Traces") -> "Traces":
        """These and the others."""
        return Traces(*(mine | others for mine, others in zip(self, other, strict=True)))


class Life(NamedTuple):
    """A client's number in the book, and the first and the last change under which it was this client's."""

    client_id: int
    first: int
    last: int


def lives(store: Store, numbers: Collection[str]) -> list[Life]:
    """The clients in the book that have one of the client numbers, and those that were merged into them."""
    found: list[Life] = []
    asked = [
        (client_id, _END)
        for number in sorted(numbers)
        for (client_id,) in store.rows("SELECT id FROM client WHERE client_no = ?", (number,))
    ]
    while asked:
        client_id, last = asked.pop()
        ((first,),) = store.rows(_BORN, (client_id, last))
        if (life := Life(client_id, first, last)) not in found:
            found.append(life)
            asked += store.rows(_MERGED, life)
    return found


_END = 2**62
_BORN = """
    SELECT coalesce(max(h.id), 0) FROM change h JOIN command c ON c.id = command_id
    WHERE table_name = 'client' AND row_id = ? AND kind = '+' AND h.id < ? AND undoes IS NULL AND name <> 'migrate'
"""
_MERGED = """
    SELECT b.row_id, b.id FROM change b JOIN command m ON m.id = b.command_id
    WHERE m.name IN ('merge', 'redo') AND b.table_name = 'client' AND b.kind = '-' AND b.row_id <> ?1
    AND EXISTS (SELECT 1 FROM change a WHERE a.command_id = m.id AND a.client_id = ?1 AND a.id BETWEEN ?2 AND ?3)
    AND NOT EXISTS (
        SELECT 1 FROM change r JOIN command u ON u.id = r.command_id
        WHERE r.table_name = 'client' AND r.row_id = b.row_id AND r.kind = '+' AND r.id > b.id AND u.undoes NOTNULL
    )
"""


def rows_of(store: Store, client_id: int) -> dict[str, int]:
    """How many rows of each table are a client's."""
    found = {}
    with store.reading():
        for table in FACTS:
            if key := _owner(store.connection, table):
                ((count,),) = store.rows(f"SELECT count(*) FROM {table} WHERE {key} = ?", (client_id,))
                found[table] = count
    return {table: count for table, count in found.items() if count}


def _owner(connection: sqlite3.Connection, table: str) -> str | None:
    """The column that says whose a row is."""
    if table == "client":
        return "id"
    return "client_id" if any(c.name == "client_id" for c in columns_of(connection, table)) else None


def traces(store: Store, found: Iterable[Life]) -> Traces:
    """What the book and its journal hold that tells of these clients."""
    numbers: set[str] = set()
    words: set[str] = set()
    notes: set[str] = set()
    texts: set[str] = set()
    with store.reading():
        for life in found:
            for table, values in _rows_of_life(store, life):
                for column, value in values.items():
                    if not (isinstance(value, str) and value):
                        continue
                    if column in ("client_no", "known_as"):
                        numbers.add(value)
                    if column in _NAMING.get(table, ()):
                        words.add(value)
                    elif column in _NOTES or (table, column) == ("person", "name"):
                        notes.add(value)
                    elif column not in _TERMS:
                        texts.add(value)
    return Traces(frozenset(numbers), frozenset(words), frozenset(notes), frozenset(texts))


def _rows_of_life(store: Store, life: Life) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The rows of a client that are there, and those that the journal still knows."""
    for table in FACTS:
        if not (owner := _owner(store.connection, table)):
            continue
        columns = columns_of(store.connection, table)
        names = [column.name for column in columns]
        if life.last == _END:
            for row in store.rows(f"SELECT * FROM {table} WHERE {owner} = ?", life[:1]):
                yield table, dict(zip(names, row, strict=True))
        if table == "alias":
            continue  # an alias that was taken back is another client's own name again
        images = store.rows(
            "SELECT content FROM change JOIN image ON change_id = id"
            " WHERE table_name = ? AND client_id = ? AND id BETWEEN ? AND ?",
            (table, *life),
        )
        for (text,) in images:
            yield table, values_of(columns, text)


def without_others(store: Store, told: Traces, found: Iterable[Life]) -> Traces:
    """The traces, as far as they tell of these clients alone: others may have their former number or a telephone."""
    ids = {life.client_id for life in found if life.last == _END}
    shared: set[str] = set()
    with store.reading():
        for table, columns in _NAMING.items():
            listed = quoted(columns)
            for owner, *values in store.rows(f"SELECT {_owner(store.connection, table)}, {listed} FROM {table}"):
                if owner not in ids:
                    shared |= told.words.intersection(values)
        numbers = {number for i, number in store.rows("SELECT id, client_no FROM client") if i not in ids}
    return Traces(told.numbers - numbers, told.words - shared, told.notes | shared, told.texts)


def forget(store: Store, told: Traces, summary: Phrase, at: str) -> dict[str, int]:
    """Take out of the book and its journal whoever these traces tell of; returns how many rows of each table went.

    Free text about others that names them keeps its rest. Afterwards the file is written anew, without gaps.
    """
    with store.reading():
        found = lives(store, told.numbers)
    pattern = _pattern(told.words)
    with store.command(FORGET, summary, at) as writing:
        writing.connection.execute("PRAGMA defer_foreign_keys = 1")
        gone = _remove(writing, [life.client_id for life in found if life.last == _END])
        for life in found:
            if life.last < _END:
                note(writing.connection, writing.command_id, life.last, life.client_id)
        blotted = _blot(writing, pattern)
        if not (gone or blotted):
            note(writing.connection, writing.command_id)
        _erase_told(writing, found, pattern)
    compact(store)
    return gone


def compact(store: Store) -> None:
    """Write the file anew, so that no page holds what was erased."""
    with explained(store.path, store.wait):
        store.connection.execute("PRAGMA query_only = 0")
        try:
            store.connection.execute("VACUUM")
        finally:
            store.connection.execute("PRAGMA query_only = 1")


def _remove(writing: Writing, clients: Sequence[int]) -> dict[str, int]:
    gone: dict[str, int] = {}
    for table in reversed(FACTS):
        if key := _owner(writing.connection, table):
            for client_id in clients:
                done = writing.connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (client_id,))
                if done.rowcount:
                    gone[table] = gone.get(table, 0) + done.rowcount
    return gone


def _blot(writing: Writing, pattern: re.Pattern[str] | None) -> int:
    """Blot the words out of free text; returns in how many rows."""
    if pattern is None:
        return 0
    count = 0
    for table in FACTS:
        columns = columns_of(writing.connection, table)
        free = [column.name for column in columns if column.name in _FREE and column.kind == "TEXT"]
        if not free:
            continue
        for row_id, *texts in writing.connection.execute(f"SELECT rowid, {quoted(free)} FROM {table}").fetchall():
            blotted = [text and pattern.sub(_BLOT, text) for text in texts]
            if blotted != texts:
                settings = ", ".join(f'"{column}" = ?' for column in free)
                writing.connection.execute(f"UPDATE {table} SET {settings} WHERE rowid = ?", (*blotted, row_id))
                count += 1
    return count


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the words, as typed and as JSON has them; what begins or ends like a number only where it stands alone."""
    sought = {form for word in words if len(word) >= _SHORTEST for form in forms(word)}
    if not sought:
        return None
    bounded = (
        f"{_EDGE_BEFORE if _is_plain(form[0]) else ''}{re.escape(form)}{_EDGE_AFTER if _is_plain(form[-1]) else ''}"
        for form in sorted(sought, key=lambda form: (-len(form), form))
    )
    return re.compile("|".join(bounded))


_EDGE_BEFORE, _EDGE_AFTER = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _erase_told(writing: Writing, found: Sequence[Life], pattern: re.Pattern[str] | None) -> None:
    """Erase the earlier rows that tell of these clients, and the salts of what was theirs.

    So go the summaries that name them, and those of what was done to them alone: these tell what a row held.
    """
    connection = writing.connection
    images = {
        change_id
        for change_id, text in connection.execute("SELECT change_id, content FROM image")
        if change_id >= writing.command_id or (pattern and pattern.search(text))
    }
    salts: set[tuple[int, int]] = set()
    for life in found:
        for change_id, command_id in connection.execute(
            "SELECT id, command_id FROM change WHERE client_id = ? AND id BETWEEN ? AND ?", life
        ):
            images.add(change_id)
            salts.add((command_id, change_id))
    theirs = Counter(command_id for command_id, _ in salts)
    changed = dict(connection.execute("SELECT command_id, count(*) FROM change GROUP BY command_id"))
    summaries = {
        command_id
        for command_id, text in connection.execute("SELECT command_id, summary FROM said")
        if command_id != writing.command_id
        and (theirs[command_id] == changed.get(command_id) or (pattern and pattern.search(text)))
    }
    connection.executemany("DELETE FROM said WHERE command_id = ?", [(c,) for c in summaries])
    _erase(connection, images, salts | {(command_id, command_id - 1) for command_id in summaries})


def erase_rows(writing: Writing, rows: Mapping[str, Iterable[int]]) -> None:
    """Erase what the journal holds of rows (ids by table) that this command deleted, with the salts of their marks."""
    images: set[int] = set()
    salts: set[tuple[int, int]] = set()
    for table, ids in rows.items():
        for row in ids:
            for change_id, command_id in writing.connection.execute(
                "SELECT id, command_id FROM change WHERE table_name = ? AND row_id = ?", (table, row)
            ):
                images.add(change_id)
                salts.add((command_id, change_id))
    _erase(writing.connection, images, salts)


def purge(store: Store, before: str, summary: Phrase, at: str) -> int:
    """Erase the earlier rows that commands before the moment `before` (ISO text) found; returns how many there were."""
    with store.reading():
        old = {
            change_id
            for (change_id,) in store.rows(
                "SELECT change_id FROM image JOIN change h ON h.id = change_id JOIN command c ON c.id = command_id"
                " WHERE at < ?",
                (before,),
            )
        }
    if old:
        with store.command(PURGE, summary, at) as writing:
            _erase(writing.connection, old, set())
            note(writing.connection, writing.command_id)
    return len(old)


def _erase(connection: sqlite3.Connection, images: Collection[int], salts: Collection[tuple[int, int]]) -> None:
    """Erase images by their changes, and salts by command and change, with those of the rows in the images."""
    newest: dict[tuple[str, int], tuple[int, int]] = {}
    blank = set(salts)
    if images:
        last = max(images)
        rows = connection.execute(
            "SELECT id, command_id, table_name, row_id FROM change WHERE id <= ? ORDER BY id", (last,)
        )
        for change_id, command_id, table, row_id in rows:
            if change_id in images and (table, row_id) in newest:
                blank.add(newest[table, row_id])
            newest[table, row_id] = (command_id, change_id)
    connection.executemany("DELETE FROM image WHERE change_id = ?", [(change_id,) for change_id in images])
    by_command: dict[int, list[int]] = {}
    for command_id, change_id in blank:
        by_command.setdefault(command_id, []).append(change_id)
    for command_id, changes in by_command.items():
        row = connection.execute("SELECT salts FROM salt WHERE command_id = ?", (command_id,)).fetchone()
        if row:  # the command that erases has none yet
            held = bytearray(row[0])
            for change_id in changes:
                place = SALT * (change_id - command_id + 1)
                held[place : place + SALT] = bytes(SALT)
            connection.execute("UPDATE salt SET salts = ? WHERE command_id = ?", (bytes(held), command_id))
