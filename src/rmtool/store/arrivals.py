"""A list's change, all of it, written into the book in one command; and what a list needs to know of the book.

Not: which row concerns whom (core/client_arrivals.py, core/contact_arrivals.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, cast

from rmtool.core.arrivals import CLIENTS, Change, Ground
from rmtool.core.book import DORMANT, Balance, Book, Client, Contact
from rmtool.store.columns import Cell, cell
from rmtool.store.store import Store
from rmtool.store.writing import Writing

COMMAND = "import"
"""The name of the command under which lists are written."""

_LISTED = "SELECT c.id FROM client c JOIN batch b ON b.id = c.created_batch WHERE b.kind = ?"
_MADE_DORMANT = """
    SELECT h.row_id, d.name, max(h.id) FROM change h JOIN command d ON d.id = h.command_id
    WHERE h.table_name = 'client' AND h.row_id IN (SELECT id FROM client WHERE status = 'dormant')
    AND json_extract(h.after, '$.status') = 'dormant' AND json_extract(h.before, '$.status') IS NOT 'dormant'
    GROUP BY h.row_id
"""

_LAT = Client._fields.index("lat")


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


def ground(store: Store, book: Book, days: tuple[date, date] | None = None) -> Ground:
    """What a list meets in the book; with the contacts of the `days` that a log covers, the first and the last."""
    with store.reading():
        return Ground(
            book=book,
            next_client=_next_id(store, "client"),
            listed=frozenset(row[0] for row in store.rows(_LISTED, (CLIENTS,))),
            asleep=_asleep(store) if any(c.status == DORMANT for c in book.clients) else (),
            contacts=store.contacts(*days) if days else (),
            next_contact=_next_id(store, "contact"),
        )


def write(writing: Writing, change: Change, file: File, set_aside: int, today: date) -> int:
    """Writes what a list changes and notes its file; returns the id of the batch."""
    batch = writing.add_batch(
        {
            "file": file.name,
            "sheet": file.sheet,
            "sha256": file.sha256,
            "kind": file.kind,
            "on": file.on,
            "imported_on": file.imported_on,
            "rows": file.rows,
            "summary": {**change.tally._asdict(), "set_aside": set_aside, "options": file.options},
        }
    )
    writing.insert_many("client", (*Client._fields, "created_batch"), _client_rows(change.added, batch))
    for client in change.updated:
        fields = client._asdict()
        writing.set_client(fields.pop("id"), fields)
    for client_id in change.adopted:
        writing.set_client(client_id, {"created_batch": batch})
    writing.insert_many("balance", (*Balance._fields, "batch_id"), _balance_rows(change.balances, batch))
    for balance in change.corrected:
        writing.set_balance({**balance._asdict(), "batch_id": batch})
    _write_cards(writing, change, today)
    writing.insert_many("contact", (*Contact._fields, "batch_id"), _contact_rows(change.contacts, batch))
    for contact in change.completed:
        writing.set_contact(contact.id, contact._asdict())
    for visit in change.closed:
        writing.set_visit(visit.id, visit._asdict())
    return batch


def _write_cards(writing: Writing, change: Change, today: date) -> None:
    for card in (*change.cards, *change.recarded):
        fields = card._asdict()
        writing.set_card(fields.pop("client_id"), fields)
    for step in change.steps:
        writing.add_card_event({**step._asdict(), "on": today})


def _client_rows(clients: Iterable[Client], batch: int) -> Iterator[tuple[Cell, ...]]:
    days = _Texts()
    for c in clients:
        lat = None if c.lat is None else cell(c.lat)
        lon = None if c.lon is None else cell(c.lon)
        tags = cell(c.tags) if c.tags else "[]"
        start = cast(tuple[Cell, ...], c[:_LAT])
        yield (
            *start,
            lat,
            lon,
            c.group,
            c.chain,
            tags,
            c.rm,
            days[c.founded],
            days[c.entered],
            c.initials,
            c.phone,
            batch,
        )


def _balance_rows(balances: Iterable[Balance], batch: int) -> Iterator[tuple[Cell, ...]]:
    days = _Texts()
    for client_id, measure, on, fen in balances:
        yield client_id, measure, days[on], fen, batch


def _contact_rows(contacts: Iterable[Contact], batch: int) -> Iterator[tuple[Cell, ...]]:
    days = _Texts()
    for contact_id, client_id, on, *rest, next_on in contacts:
        yield contact_id, client_id, days[on], *rest, days[next_on], batch


class _Texts(dict[date | None, str | None]):
    """Dates as ISO text, each written once: a list repeats few dates many times."""

    def __missing__(self, day: date | None) -> str | None:
        text = self[day] = None if day is None else day.isoformat()
        return text


def _next_id(store: Store, table: str) -> int:
    return int(store.rows(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0][0])


def _asleep(store: Store) -> frozenset[int]:
    """The dormant clients that an import made so."""
    return frozenset(client_id for client_id, command, _ in store.rows(_MADE_DORMANT) if command == COMMAND)
