"""The T/E/M calendar: clients down, dates across, one letter a contact. Not: how it fits on a screen."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import ACTIVE, Book, Client, LogEntry
from rmtool.core.due import STATES, Due
from rmtool.core.periods import Calendar, Span, period_of
from rmtool.core.register import last_contact, tier_label
from rmtool.core.standing import Standing, listed_clients


class MatrixDay(NamedTuple):
    """A column of the matrix."""

    date: date
    working: bool


class MatrixRow(NamedTuple):
    """A client's letters by date, in the order of the log; its last contact and how it stands."""

    client: Client
    tier: str | None
    cells: Mapping[date, str]
    last: LogEntry | None
    due: Due | None


class Matrix(NamedTuple):
    """The calendar from the first to the last of `days`."""

    days: Sequence[MatrixDay]
    rows: Sequence[MatrixRow]


def default_span(day: date) -> Span:
    """This week and the three before it."""
    week = period_of("week", day)
    return Span(week.start - timedelta(days=21), week.end)


def matrix(
    book: Book, calendar: Calendar, span: Span, day: date, standings: Mapping[int, Standing], dues: Mapping[int, Due]
) -> Matrix:
    """Every active client, and whoever else was contacted in `span`: the worst state first, then by client number."""
    days = [MatrixDay(d, calendar.is_working(d)) for d in _days(span)]
    listed = {c.id for c in listed_clients(book, day, (ACTIVE,))}
    rows = []
    for client in book.clients:
        log = book.log.get(client.id, ())
        cells: dict[date, str] = {}
        for entry in log:
            if span.start <= entry.on <= span.end and entry.on <= day:
                cells[entry.on] = cells.get(entry.on, "") + entry.code
        if cells or client.id in listed:
            label = tier_label(client, standings, book)
            rows.append(MatrixRow(client, label, cells, last_contact(log, day), dues.get(client.id)))
    rows.sort(key=lambda r: (-STATES.index(r.due.state) if r.due else 1, r.client.client_no))
    return Matrix(days, rows)


def _days(span: Span) -> list[date]:
    return [span.start + timedelta(days=n) for n in range(span.days)]
