"""What the journal knows of appointments for calendars: their newest change, and where those stood that were dropped.

Not: the visits that stand now (reading.py), the journal told to people (history.py).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rmtool.core.book import Contact, Visit
from rmtool.store.columns import Cell, column_names
from rmtool.store.sealing import columns_of, values_of
from rmtool.store.store import Store


class Newest(NamedTuple):
    """The newest change of anything about a client: its number, which only grows, and when it was made (ISO text)."""

    change: int
    at: str


def origin(store: Store) -> bytes:
    """What tells this book from all others, from its first command on: the first link of its journal; empty before."""
    with store.reading():
        row = store.connection.execute("SELECT hash FROM link ORDER BY command_id LIMIT 1").fetchone()
    return bytes(row[0]) if row else b""


def newest_changes(store: Store, clients: Collection[int]) -> dict[int, Newest]:
    """The newest change about each of these clients."""
    wanted = ", ".join(map(str, sorted(clients)))
    with store.reading():
        rows = store.connection.execute(
            "SELECT change.client_id, max(change.id), at FROM change JOIN command ON command.id = command_id"
            f" WHERE change.client_id IN ({wanted}) GROUP BY change.client_id"
        ).fetchall()
    return {client_id: Newest(change, at) for client_id, change, at in rows}


def dropped_visits(store: Store, week: date) -> list[Visit]:
    """Visits that once had a day in the week that begins on `week` and have none in it now, as they stood last."""
    standing = "SELECT id FROM visit WHERE week = ? AND day IS NOT NULL"
    images = _images(store, "visit", standing, week.isoformat())
    return [
        _visit(values) for values in images.values() if values["week"] == week.isoformat() and values["day"] is not None
    ]


def dropped_steps(store: Store, since: date) -> list[Contact]:
    """Contacts that once promised a step for `since` or later, and don't promise any now; as they stood last."""
    images = _images(store, "contact", "SELECT id FROM contact WHERE next_on IS NOT NULL")
    return [_contact(values) for values in images.values() if (values["next_on"] or "") >= since.isoformat()]  # type: ignore[operator]


def _images(store: Store, table: str, standing: str, *given: Cell) -> dict[int, Mapping[str, Cell]]:
    """The rows of a table that were changed or removed, as they stood last before; without those still `standing`."""
    with store.reading():
        columns = columns_of(store.connection, table)
        left = {row_id for (row_id,) in store.connection.execute(standing, given)}
        rows = store.connection.execute(
            "SELECT row_id, content FROM change JOIN image ON change_id = change.id WHERE table_name = ?"
            " ORDER BY change.id",
            (table,),
        )
        return {row_id: values_of(columns, content) for row_id, content in rows if row_id not in left}


def _visit(values: Mapping[str, Cell]) -> Visit:
    return Visit(**_fact(values, Visit._fields, ("week", "day")))


def _contact(values: Mapping[str, Cell]) -> Contact:
    return Contact(**_fact(values, Contact._fields, ("on", "next_on")))


def _fact(values: Mapping[str, Cell], fields: Iterable[str], days: Collection[str]) -> dict[str, Any]:
    told: dict[str, Any] = {name: values.get(column) for name, column in zip(fields, column_names(fields), strict=True)}
    return told | {name: date.fromisoformat(str(told[name])) for name in days}
