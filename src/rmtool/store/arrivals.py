"""A list's change, all of it, written into the book in one command; and what a list needs to know of the book.

Not: which row concerns whom (core/client_arrivals.py and its sisters).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, repeat
from types import NoneType
from typing import NamedTuple

from rmtool.core.arrivals import CLIENTS, Change, Ground, Held
from rmtool.core.book import DORMANT, Book, Contact
from rmtool.core.secret_numbers import without_secrets
from rmtool.store.columns import Cell, cell
from rmtool.store.sealing import columns_of
from rmtool.store.store import Store
from rmtool.store.writing import Writing

COMMAND = "import"
"""The name of the command under which lists are written."""

_LISTED = "SELECT c.id FROM client c JOIN batch b ON b.id = c.created_batch WHERE b.kind = ?"
_LATER = """
    SELECT l.client_id FROM balance l JOIN batch b ON b.id = l.batch_id WHERE b.kind = ?1 AND b.on_date > ?2
    UNION SELECT c.id FROM client c JOIN batch b ON b.id = c.created_batch WHERE b.kind = ?1 AND b.on_date > ?2
"""
_MADE_DORMANT = """
    SELECT h.row_id, d.name, max(h.id) FROM change h JOIN command d ON d.id = h.command_id
    LEFT JOIN image i ON i.change_id = h.id
    WHERE h.table_name = 'client' AND h.row_id IN (SELECT id FROM client WHERE status = 'dormant')
    AND coalesce(json_extract(i.content, ?), '') <> 'dormant'
    GROUP BY h.row_id
"""
"""The last change that found a client not dormant, and so made it so; where that was erased, the last one at all."""

_AT_ONCE = 20_000
"""Rows that are turned into cells at a time."""

_CELLS = frozenset({str, int, NoneType})
"""The types of values that are cells as they are."""


class File(NamedTuple):
    """A list's place and date, for the record.

    `on` is the date of its amounts (None for a contact log), `options` what it was read with.
    """

    name: str
    sheet: str | None
    sha256: str
    kind: str
    on: date | None
    imported_on: date
    rows: int
    options: Mapping[str, object]
    source: str | None = None
    keep_until: date | None = None


def ground(store: Store, book: Book, *, log: bool = False, people: bool = False, holdings: bool = False) -> Ground:
    """What a list meets in the book; with `log` it includes the contacts, with `people` the people at clients.

    With `holdings` it includes what clients hold.
    """
    with store.reading():
        return Ground(
            book=book,
            next_client=_next_id(store, "client"),
            listed=frozenset(row[0] for row in store.rows(_LISTED, (CLIENTS,))),
            asleep=_asleep(store) if any(c.status == DORMANT for c in book.clients) else (),
            contacts=_held(store) if log else Held(),
            next_contact=_next_id(store, "contact"),
            aliases=store.aliases(),
            people=store.persons() if people else (),
            next_person=_next_id(store, "person"),
            holdings=store.holdings() if holdings else (),
            next_holding=_next_id(store, "holding"),
        )


def _held(store: Store) -> Held:
    """The contacts that the book holds now, whatever is written to it later."""
    newest = _next_id(store, "contact")

    def between(start: date, end: date) -> Iterator[Contact]:
        return (contact for contact in store.contacts(start, end) if contact.id < newest)

    return Held(store.contact_days(), between)


def listed_after(store: Store, kind: str, day: date) -> frozenset[int]:
    """The ids of the clients that a list of this kind and of a later day brought into the book, or amounts of."""
    with store.reading():
        if not store.rows("SELECT 1 FROM batch WHERE kind = ? AND on_date > ? LIMIT 1", (kind, day.isoformat())):
            return frozenset()
        return frozenset(row[0] for row in store.rows(_LATER, (kind, day.isoformat())))


def write(writing: Writing, change: Change, file: File, set_aside: int, today: date) -> int:
    """Writes what a list changes and notes its file; returns the id of the batch."""
    batch = writing.add_batch(
        {
            "file": without_secrets(file.name),
            "sheet": file.sheet,
            "sha256": file.sha256,
            "kind": file.kind,
            "on": file.on,
            "imported_on": file.imported_on,
            "rows": file.rows,
            "source": without_secrets(file.source) if file.source else None,
            "keep_until": file.keep_until,
            "summary": {**change.tally._asdict(), "set_aside": set_aside, "options": file.options},
        }
    )
    _insert(writing, "client", change.added, {"created_batch": batch})
    for client in change.updated:
        fields = client._asdict()
        writing.set_client(fields.pop("id"), fields)
    for client_id in change.adopted:
        writing.set_client(client_id, {"created_batch": batch})
    _insert(writing, "balance", change.balances, {"batch_id": batch})
    for balance in change.corrected:
        writing.set_balance({**balance._asdict(), "batch_id": batch})
    _write_cards(writing, change, today)
    _insert(writing, "contact", change.contacts, {"batch_id": batch})
    for contact in change.completed:
        writing.set_contact(contact.id, contact._asdict())
    for visit in change.closed:
        writing.set_visit(visit.id, visit._asdict())
    if change.people:
        _insert(writing, "person", change.people, {})
    for person in change.corrected_people:
        writing.set_person(person.id, person._asdict())
    _write_holdings(writing, change, batch)
    return batch


def _write_holdings(writing: Writing, change: Change, batch: int) -> None:
    if change.holdings:
        _insert(writing, "holding", change.holdings, {"batch_id": batch})
    for holding in (*change.changed_holdings, *change.ended_holdings):
        writing.set_holding(holding.id, holding._asdict())


def _write_cards(writing: Writing, change: Change, today: date) -> None:
    for card in (*change.cards, *change.recarded):
        fields = card._asdict()
        writing.set_card(fields.pop("client_id"), fields)
    for step in change.steps:
        writing.add_card_event({**step._asdict(), "on": step.on or today})


def _insert(writing: Writing, table: str, facts: Iterable[NamedTuple], others: Mapping[str, Cell]) -> None:
    """Adds rows of one kind, `others` being the same in all; some at a time, however many there are."""
    left = iter(facts)
    while some := list(islice(left, _AT_ONCE)):
        _insert_some(writing, table, some, others)


def _insert_some(writing: Writing, table: str, facts: Sequence[NamedTuple], others: Mapping[str, Cell]) -> None:
    """Adds rows of one kind.

    Column by column: equal values become cells once, and columns without any are left out, since binding a NULL costs
    as much as binding a value.
    """
    columns: dict[str, Iterable[Cell]] = {}
    for field, values in zip(facts[0]._fields, zip(*facts, strict=True), strict=True):
        kinds = set(map(type, values))
        if kinds == {NoneType}:
            continue
        if kinds <= _CELLS:
            columns[field] = values
        else:
            cells = {value: cell(value) for value in set(values)}
            columns[field] = map(cells.__getitem__, values)
    constant = {field: repeat(value, len(facts)) for field, value in others.items()}
    rows = zip(*columns.values(), *constant.values(), strict=True)
    writing.insert_many(table, (*columns, *constant), rows)


def _next_id(store: Store, table: str) -> int:
    return int(store.rows(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0][0])


def _asleep(store: Store) -> frozenset[int]:
    """The dormant clients that an import made so."""
    names = [column.name for column in columns_of(store.connection, "client")]
    rows = store.rows(_MADE_DORMANT, (f"$[{names.index('status')}]",))
    return frozenset(client_id for client_id, command, _ in rows if command == COMMAND)
