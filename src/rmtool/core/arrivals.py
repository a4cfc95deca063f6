"""What a list that arrives changes in the book: its rows matched with the clients known so far. Not: reading the list."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """Where a row stands in its file: the row's number as a person counts (the first line is 1)."""

    sheet: str | None
    row: int


class ClientRecord(NamedTuple):
    """One typed row of a client or prospect list.

    `fields` holds the columns of `book.Client` that the row states (missing cells are absent), under its field names;
    `amounts` fen by measure; `card` the columns of `book.Card` for a prospect.
    """

    place: Place
    fields: Mapping[str, object]
    amounts: Mapping[str, int]
    card: Mapping[str, object] = {}


class ContactRecord(NamedTuple):
    """One typed row of a contact log; `client_no`, `credit_code` or `client_name` says whom it concerns."""

    place: Place
    client_no: str | None
    client_name: str | None
    on: date
    at: str | None
    code: str
    person: str | None
    note: str | None
    outcome: str | None
    minutes: int | None
    next: str | None
    next_on: date | None
