"""Rows, terms and books in short form, for the tests of what a list changes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from rmtool.core.arrivals import (
    CLIENTS,
    CONTACTS,
    PROSPECTS,
    Change,
    ClientRecord,
    ContactRecord,
    Ground,
    Held,
    Place,
    Terms,
    book_after,
)
from rmtool.core.book import Book, Client, Contact
from rmtool.core.client_arrivals import client_change
from rmtool.core.contact_arrivals import contact_change

MONDAY = date(2026, 11, 23)
EMPTY = Book((), {}, {})


def terms(kind: str = CLIENTS, **values: Any) -> Terms:
    given: dict[str, Any] = {
        "today": MONDAY,
        "on": MONDAY,
        "initials": str.lower,
        "grade": lambda value, level, likelihood, likely: "A" if value else "C",
    }
    return Terms(kind, **{**given, **values})


def row(number: int, card: dict[str, Any] | None = None, amounts: dict[str, int] | None = None, **fields: Any) -> Any:
    return ClientRecord(Place(None, number), fields, amounts or {}, card or {})


def contact(number: int, client_no: str | None = "1", on: date = MONDAY, code: str = "T", **values: Any) -> Any:
    given = dict.fromkeys(ContactRecord._fields[6:]) | {"client_name": None, "at": None} | values
    return ContactRecord(place=Place(None, number), client_no=client_no, on=on, code=code, **given)


def ground(book: Book, **values: Any) -> Ground:
    ids = [c.id for c in book.clients]
    given: dict[str, Any] = {"next_client": max(ids, default=0) + 1, "listed": ids}
    return Ground(book, **{**given, **values})


def take(book: Book, rows: Sequence[ClientRecord], **values: Any) -> tuple[Book, Change]:
    """The book after a client list, and what the list changed."""
    change = client_change(ground(book), rows, terms(**values))
    return book_after(book, change), change


def take_prospects(book: Book, rows: Sequence[ClientRecord], **values: Any) -> tuple[Book, Change]:
    return take(book, rows, kind=PROSPECTS, **values)


def book_of(*rows: ClientRecord, **values: Any) -> Book:
    return take(EMPTY, rows, **values)[0]


def holding(contacts: Sequence[Contact]) -> Held:
    """These contacts as those that the book holds."""

    def between(first: date, last: date) -> list[Contact]:
        return sorted((c for c in contacts if first <= c.on <= last), key=lambda c: (c.on, c.at or "", c.id))

    return Held(Counter(contact.on for contact in contacts), between)


def log(
    book: Book, held: Sequence[Contact], rows: Sequence[ContactRecord], **values: Any
) -> tuple[list[Contact], Change]:
    """All contacts after a log, and what the log changed."""
    met = ground(book, contacts=holding(held), next_contact=max((c.id for c in held), default=0) + 1)
    change = contact_change(met, rows, terms(CONTACTS, **values))
    completed = {c.id: c for c in change.completed}
    return [completed.get(c.id, c) for c in held] + list(change.contacts), change


def client(book: Book, client_no: str) -> Client:
    return next(c for c in book.clients if c.client_no == client_no)


def counts(change: Change) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, set aside."""
    return (*change.tally, len(change.set_aside))


def reasons(change: Change) -> list[tuple[int, str]]:
    return [(s.place.row, s.reason.key) for s in change.set_aside]


def warned(change: Change) -> dict[str, Any]:
    return {w.key.removeprefix("arrivals."): dict(w.values)["count"] for w in change.warnings}


def content(book: Book) -> list[Any]:
    """What the book says, whatever the ids."""
    return [
        (
            c._replace(id=0),
            sorted((b.measure, b.on, b.fen) for b in book.balances.get(c.id, ())),
            book.cards[c.id]._replace(client_id=0) if c.id in book.cards else None,
        )
        for c in sorted(book.clients, key=lambda c: c.client_no)
    ]
