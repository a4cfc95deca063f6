"""What the cadences ask for in each month of a quarter or a year, by tier, and the room for it. Not: who is seen when.

Of a quarter's or a year's quota each month takes its part. Clients count as they stand today.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from rmtool.core.book import VISIT_CODE, Book
from rmtool.core.capacity import available_visits, free_working_days, most_demanding
from rmtool.core.due import owed
from rmtool.core.periods import Calendar, Name, Span, next_period, period_of, periods_in
from rmtool.core.rules import Cadence, Rules
from rmtool.core.standing import Standing, listed_clients

_MONTHS_OF = {"quarter": 3, "half-year": 6, "year": 12}


class MonthTarget(NamedTuple):
    """One month: `required` meetings by tier and `available` ones, both exact; `held` so far by tier."""

    month: Span
    working: int
    holidays: tuple[Name, ...]
    available: Fraction
    required: Mapping[str, Fraction]
    held: Mapping[str, int]


def targets(
    book: Book, rules: Rules, calendar: Calendar, standings: Mapping[int, Standing], span: Span, today: date
) -> list[MonthTarget]:
    """The months of `span`, in order."""
    asked = _cadences(book, rules, standings, today)
    months = []
    month = period_of("month", span.start)
    while month.start <= span.end:
        months.append(_month(book, rules, calendar, standings, month, asked))
        month = next_period("month", month)
    return months


def _cadences(
    book: Book, rules: Rules, standings: Mapping[int, Standing], today: date
) -> dict[str, dict[Cadence, int]]:
    """How many clients of each tier are owed meetings by each cadence."""
    asked: dict[str, dict[Cadence, int]] = {tier.id: {} for tier in rules.tiers}
    for client in listed_clients(book, today):
        tier = standings[client.id].tier
        cadence = most_demanding(owed(client, tier, None, book.cadences.get(client.id, ()), rules, today))
        if cadence:
            asked[tier][cadence] = asked[tier].get(cadence, 0) + 1
    return asked


def _month(
    book: Book,
    rules: Rules,
    calendar: Calendar,
    standings: Mapping[int, Standing],
    month: Span,
    asked: Mapping[str, Mapping[Cadence, int]],
) -> MonthTarget:
    working = free_working_days(book, calendar, month)
    room = available_visits(rules, working)
    required = {
        tier: sum((clients * _in_month(cadence, calendar, month) for cadence, clients in cadences.items()), Fraction())
        for tier, cadences in asked.items()
    }
    held = dict.fromkeys(asked, 0)
    for client_id, log in book.log.items():
        standing = standings.get(client_id)
        if standing:
            held[standing.tier] += sum(1 for e in log if e.code == VISIT_CODE and month.start <= e.on <= month.end)
    return MonthTarget(month, working, _holidays(calendar, month), Fraction(room.over, room.under), required, held)


def _in_month(cadence: Cadence, calendar: Calendar, month: Span) -> Fraction:
    """The meetings that one client is owed in a month; a period without a working day owes nothing."""
    if not cadence.is_quota:
        return Fraction(month.days, cadence.days)
    if cadence.period in _MONTHS_OF:
        return Fraction(cadence.times, _MONTHS_OF[cadence.period])
    periods = sum(1 for period in periods_in(cadence.period, month) if calendar.count_working(period))
    return Fraction(cadence.times * periods)


def _holidays(calendar: Calendar, month: Span) -> tuple[Name, ...]:
    """The holidays that take a weekday from the month, in order."""
    days: Sequence[date] = [date.fromordinal(n) for n in range(month.start.toordinal(), month.end.toordinal() + 1)]
    names = [calendar.holiday(day) for day in days if day.weekday() < 5 and not calendar.is_working(day)]
    return tuple(dict.fromkeys(name for name in names if name))
