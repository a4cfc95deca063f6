"""The rows of one client given to another, and the client itself taken out. Not: what the other takes over (core)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rmtool.store.migrations import FACTS
from rmtool.store.reading import Reading
from rmtool.store.writing import Writing

_IN_PLACE_OF: Mapping[str, Sequence[str]] = {
    "balance": ("measure", "on_date"),
    "card": (),
    "cadence": ("code",),
    "person": ("name",),
    "campaign_member": ("campaign",),
    "review": ("on_date",),
    "holding": ("contract_no", "product", "opened", "matures"),
    "occasion": ("kind", "day", "person", "note"),
    "settled": ("kind", "subject", "about"),
}
"""By what a row of the client that stays stands in the place of one of the other's."""

_MAY_BE_BLANK = frozenset({"opened", "matures", "person", "note"})
"""Columns that agree too where both say nothing."""

_FILLED = {
    "person": ("title", "power", "phone", "email", "note", "birthday"),
    "campaign_member": ("reached_on",),
    "review": ("note",),
    "holding": ("kind", "fen", "term", "rate", "risk", "bank", "cover", "premium"),
}
"""What a row that stays takes over from the one in whose place it stands, where it has nothing itself."""


class Rows(NamedTuple):
    """The rows of one table: those that move, and those that are dropped, each with the one that stays."""

    table: str
    moved: Sequence[int]
    dropped: Sequence[tuple[int, int]]


def rows_of(store: Reading, kept: int, merged: int) -> list[Rows]:
    """What becomes of the rows of the client `merged` if it goes into `kept` (ids), table by table."""
    with store.reading():
        return list(_rows_of(store, kept, merged))


def _rows_of(store: Reading, kept: int, merged: int) -> Iterator[Rows]:
    for table in FACTS:
        if not store.rows("SELECT 1 FROM pragma_table_info(?) WHERE name = 'client_id'", (table,)):
            continue
        found = store.rows(f"SELECT rowid FROM {table} WHERE client_id = ? ORDER BY rowid", (merged,))
        dropped: dict[int, int] = {}
        if table in _IN_PLACE_OF:
            same = "".join(f" AND {_agree(column)}" for column in _IN_PLACE_OF[table])
            dropped = dict(
                store.rows(
                    f"SELECT m.rowid, min(k.rowid) FROM {table} m JOIN {table} k ON k.client_id = ?{same}"
                    " WHERE m.client_id = ? GROUP BY m.rowid ORDER BY m.rowid",
                    (kept, merged),
                )
            )
        if found:
            yield Rows(table, [row for (row,) in found if row not in dropped], list(dropped.items()))


def _agree(column: str) -> str:
    return f'k."{column}" {"IS" if column in _MAY_BE_BLANK else "="} m."{column}"'


def move(writing: Writing, rows: Sequence[Rows], kept: int, merged: int) -> None:
    """Gives the rows of the client `merged` to `kept`, drops the others, and takes the client `merged` out."""
    for table, moved, dropped in rows:
        for row, stays in dropped:
            for column in _FILLED.get(table, ()):
                writing.connection.execute(
                    f'UPDATE {table} SET "{column}" = (SELECT "{column}" FROM {table} WHERE rowid = ?)'
                    f' WHERE rowid = ? AND "{column}" IS NULL',
                    (row, stays),
                )
            writing.delete(table, row)
        for row in moved:
            writing.update(table, row, {"client_id": kept})
    writing.delete("client", merged)
