"""What cron writes, gathered from the book; nothing is written to it. Not: how a report looks."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.attainment import Attained, attainment
from rmtool.core.book import Client, Contact, Visit
from rmtool.core.capacity import Capacity, capacity, free_working_days
from rmtool.core.morning import Morning
from rmtool.core.periods import Span, period_of
from rmtool.desk import Desk
from rmtool.desk.day import morning_page
from rmtool.desk.log import contact_list
from rmtool.errors import UsageError


class DayReport(NamedTuple):
    """A day: its morning page and what was logged on it."""

    page: Morning
    contacts: Sequence[tuple[Contact, Client]]


class WeekReport(NamedTuple):
    """A week held against its plan, and the saved plan of the week after. Visits without a day stand last."""

    week: Span
    visits: Sequence[tuple[Visit, Client]]
    contacts: Sequence[tuple[Contact, Client]]
    next_visits: Sequence[tuple[Visit, Client]]
    next_planned: bool
    capacity: Capacity


class MonthReport(NamedTuple):
    """A month: its contacts by code and tier, its visits by status, and attainment as of its last day or today."""

    month: Span
    contacts: Sequence[tuple[Contact, Client]]
    visits: Sequence[tuple[Visit, Client]]
    attained: Sequence[Attained]


def day_report(desk: Desk) -> DayReport:
    """Today's report."""
    return DayReport(morning_page(desk), contact_list(desk, Span(desk.today, desk.today), None))


def week_report(desk: Desk, week: str | None) -> WeekReport:
    """The report of a week, by default today's."""
    from rmtool.core.days import parse_week

    try:
        monday = parse_week(week, desk.today) if week else period_of("week", desk.today).start
    except ValueError:
        raise UsageError("desk.not_a_week", text=week) from None
    span = Span(monday, monday + timedelta(days=6))
    after = monday + timedelta(days=7)
    working = free_working_days(desk.book, desk.calendar, Span(after, after + timedelta(days=6)))
    return WeekReport(
        span,
        _visits(desk, monday),
        contact_list(desk, span, None),
        _visits(desk, after),
        desk.store.plan(after) is not None,
        capacity(desk.book, desk.rules, desk.standings, desk.today, working),
    )


def month_report(desk: Desk, month: str | None) -> MonthReport:
    """The report of a month, by default today's."""
    from rmtool.core.days import parse_month

    try:
        first = parse_month(month, desk.today) if month else desk.today.replace(day=1)
    except ValueError:
        raise UsageError("desk.not_a_month", text=month) from None
    span = period_of("month", first)
    by_id = {c.id: c for c in desk.book.clients}
    visits = [(v, by_id[v.client_id]) for v in desk.book.visits if v.day and span.start <= v.day <= span.end]
    return MonthReport(span, contact_list(desk, span, None), visits, coverage(desk, min(span.end, desk.today)))


def coverage(desk: Desk, day: date | None = None) -> list[Attained]:
    """Attainment of every quota in its running period, and in the last full one."""
    return attainment(desk.book, desk.rules, desk.calendar, day or desk.today, desk.standings)


def _visits(desk: Desk, monday: date) -> list[tuple[Visit, Client]]:
    by_id = {c.id: c for c in desk.book.clients}
    found = [(v, by_id[v.client_id]) for v in desk.book.visits if v.week == monday]
    return sorted(found, key=lambda pair: (pair[0].day or date.max, pair[0].start or 0, pair[1].client_no))
