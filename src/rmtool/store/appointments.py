"""What the journal knows of what stands in calendars: its newest change, and how it stood before it was changed.

Not: what stands now (reading.py), the journal told to people (history.py).
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from rmtool.core.book import Client, Contact, Holding, Occasion, Person, Visit
from rmtool.store.columns import column_names
from rmtool.store.sealing import columns_of, values_of
from rmtool.store.store import Store

Fact = TypeVar("Fact", Client, Person, Holding, Occasion, Visit, Contact)

_DAYS: Mapping[str, Collection[str]] = {
    "client": ("founded", "entered"),
    "holding": ("opened", "matures", "on", "ended"),
    "visit": ("week", "day"),
    "contact": ("on", "next_on"),
}
"""The fields of each table that are dates."""


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
    """Visits that once had a day in the week beginning on `week` and have none in it now, as they stood in it last."""
    standing = {visit.id for visit in store.visits(week) if visit.day}
    stood = {visit.id: visit for visit in earlier(store, Visit) if visit.week == week and visit.day}
    return [visit for visit_id, visit in stood.items() if visit_id not in standing]


def stood_on(store: Store, day: date) -> set[int]:
    """The ids of the visits that once stood on a day, whether or not they do now."""
    return {visit.id for visit in earlier(store, Visit) if visit.day == day}


def earlier_steps(store: Store, since: date) -> dict[int, Contact]:
    """Contacts that before a change promised a step for `since` or later, as they last did, by their ids."""
    found = {}
    for contact in earlier(store, Contact):
        if contact.next_on and contact.next_on >= since:
            found[contact.id] = contact
    return found


def promising(store: Store) -> set[int]:
    """The ids of the contacts that promise a step for a day."""
    return {contact_id for (contact_id,) in store.rows("SELECT id FROM contact WHERE next_on IS NOT NULL")}


def earlier(store: Store, kind: type[Fact]) -> Iterator[Fact]:
    """The facts of a kind that were changed or removed, as they stood each time before, the oldest first.

    Of clients that were forgotten nothing is known any more.
    """
    table = kind.__name__.lower()
    fields = kind._fields
    columns = column_names(fields)
    days = _DAYS.get(table, ())
    with store.reading():
        laid_out = columns_of(store.connection, table)
        rows = store.connection.execute(
            "SELECT content FROM change JOIN image ON change_id = change.id WHERE table_name = ? ORDER BY change.id",
            (table,),
        ).fetchall()
    for (content,) in rows:
        values = values_of(laid_out, content)
        told: dict[str, Any] = {name: values.get(column) for name, column in zip(fields, columns, strict=True)}
        for name in days:
            told[name] = date.fromisoformat(told[name]) if told[name] else None
        if kind is Client:
            told["tags"] = tuple(json.loads(told["tags"] or "[]"))
        yield kind(**told)
