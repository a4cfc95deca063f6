"""Rows of an exported book that have no list of their own, put into a book that may hold some already. Not: lists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rmtool.store.columns import Cell, cell
from rmtool.store.reading import Reading
from rmtool.store.writing import Writing

Row = Mapping[str, Any]
"""A row's values by column, the client by `client_id`."""

_KEYS: Mapping[str, Sequence[str]] = {
    "plan": ("week",),
    "mapping": ("fingerprint", "heading"),
    "alias": ("known_as",),
    "cadence": ("client_id", "code"),
    "card": ("client_id",),
    "campaign": ("campaign",),
    "campaign_member": ("campaign", "client_id"),
}
"""By what a row of the book stands in the place of one of the export."""

_LINK = "contact_id"
"""The column that names another row of the old book."""

_HELD_BY_DAY = "SELECT id FROM contact WHERE client_id = ? AND on_date = ? ORDER BY code <> 'M', id LIMIT 1"


def missing(store: Reading, table: str, rows: Sequence[Row]) -> list[Row]:
    """Those of `rows` that the book doesn't hold; where it holds as many equal ones, none."""
    columns = _KEYS.get(table) or sorted({column for row in rows for column in row} - {_LINK})
    listed = ", ".join(f'"{column}"' for column in columns)
    held = Counter(store.rows(f"SELECT {listed} FROM {table}")) if rows else Counter[tuple[Cell, ...]]()
    left = []
    for row in rows:
        key = tuple(cell(row.get(column)) for column in columns)
        if held[key] > 0:
            held[key] -= table not in _KEYS
        else:
            left.append(row)
            held[key] += table in _KEYS
    return left


def put(writing: Writing, table: str, rows: Sequence[Row]) -> None:
    """Adds the rows; a visit that was held finds the contact of its day again."""
    for row in rows:
        fields = dict(row)
        if _LINK in fields:
            found = writing.connection.execute(_HELD_BY_DAY, (fields["client_id"], cell(fields.get("day")))).fetchone()
            fields[_LINK] = found[0] if found else None
        writing.insert(table, fields)
