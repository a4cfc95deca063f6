"""The register: one line a client, with tier, class, last contact and due date. Not: how it is printed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import ACTIVE, PROSPECT, Book, Client, LogEntry
from rmtool.core.due import Due, reckon_book
from rmtool.core.half_width import half_width
from rmtool.core.periods import Calendar
from rmtool.core.rules import Rules
from rmtool.core.standing import Amounts, Standing, latest_amounts, listed_clients, segment


class ClientLine(NamedTuple):
    """A client as the list shows it. `tier` is missing for prospects.

    `amounts` are its latest balances, the newest of them `amounts_on` a day.
    """

    client: Client
    tier: str | None
    klass: str | None
    amounts: Amounts
    amounts_on: date | None
    last: LogEntry | None
    due: Due | None


def register(
    book: Book, rules: Rules, calendar: Calendar, day: date, standings: Mapping[int, Standing]
) -> list[ClientLine]:
    """The active clients in the book by `day`, by client number."""
    classes = {row.client.id: row.klass for row in segment(book, rules, day).rows}
    dues = {client.id: due for client, due in reckon_book(book, rules, calendar, day, standings)}
    lines = []
    for client in listed_clients(book, day, (ACTIVE,)):
        standing = standings.get(client.id)
        line = ClientLine(
            client,
            standing.tier if standing else None,
            classes.get(client.id),
            latest_amounts(book.balances.get(client.id, ()), day),
            max((b.on for b in book.balances.get(client.id, ()) if b.on <= day), default=None),
            last_contact(book.log.get(client.id, ()), day),
            dues.get(client.id),
        )
        lines.append(line)
    return lines


def last_contact(log: Sequence[LogEntry], day: date) -> LogEntry | None:
    """The latest contact on or before `day`."""
    for entry in reversed(log):
        if entry.on <= day:
            return entry
    return None


def tier_label(client: Client, standings: Mapping[int, Standing], book: Book) -> str | None:
    """The id by which lists name what a client ranks as: its tier, or `prospect-A` for a prospect's grade."""
    if client.status == PROSPECT:
        card = book.cards.get(client.id)
        return f"prospect-{card.grade}" if card else None
    standing = standings.get(client.id)
    return standing.tier if standing else None


def mentions(client: Client, text: str) -> bool:
    """Whether `text` stands anywhere in what a list would be searched for: number, name, code, tags, initials …"""
    return half_width(text).casefold() in _searchable(client)


def _searchable(client: Client) -> str:
    parts = (client.client_no, client.name, client.credit_code, client.industry, client.address, client.group)
    return half_width("\n".join([*(p for p in parts if p), client.initials, *client.tags])).casefold()
