"""What cron writes, gathered from the book; nothing is written to it. Not: how a report looks."""

from datetime import date, timedelta

from rmtool.core.attainment import Attained, attainment
from rmtool.core.book import Client, Visit
from rmtool.core.capacity import capacity, free_working_days
from rmtool.core.periods import Span, period_of
from rmtool.core.results import DayReport, MonthReport, WeekReport
from rmtool.desk import Desk
from rmtool.desk.day import morning_page
from rmtool.desk.log import contact_list


def day_report(desk: Desk) -> DayReport:
    """Today's report."""
    return DayReport(morning_page(desk), contact_list(desk, Span(desk.today, desk.today), None))


def week_report(desk: Desk, week: str | None) -> WeekReport:
    """The report of a week, by default today's."""
    from rmtool.core.days import parse_week

    monday = desk.typed(lambda: parse_week(week, desk.today)) if week else period_of("week", desk.today).start
    span = Span(monday, monday + timedelta(days=6))
    after = monday + timedelta(days=7)
    next_week = Span(after, after + timedelta(days=6))
    working = free_working_days(desk.book, desk.calendar, next_week)
    return WeekReport(
        span,
        _visits(desk, monday),
        contact_list(desk, span, None),
        _visits(desk, after),
        desk.store.plan(after) is not None,
        capacity(desk.book, desk.rules, desk.standings, desk.today, working),
        [(day, desk.calendar.is_working(day)) for day in (after + timedelta(days=n) for n in range(7))],
        {id_: desk.rules.visit_minutes(standing.tier) for id_, standing in desk.standings.items()},
    )


def month_report(desk: Desk, month: str | None) -> MonthReport:
    """The report of a month, by default today's."""
    from rmtool.core.days import parse_month

    first = desk.typed(lambda: parse_month(month, desk.today)) if month else desk.today
    span = period_of("month", first)
    by_id = {c.id: c for c in desk.book.clients}
    visits = [(v, by_id[v.client_id]) for v in desk.book.visits if v.day and span.start <= v.day <= span.end]
    return MonthReport(span, contact_list(desk, span, None), visits, coverage(desk, min(span.end, desk.today)))


def coverage(desk: Desk, day: date | None = None) -> list[Attained]:
    """Attainment of every quota in its running period, and in the last full one."""
    return attainment(desk.book, desk.rules, desk.calendar, day or desk.today, desk.standings)


def _visits(desk: Desk, monday: date) -> list[tuple[Visit, Client]]:
    by_id = {c.id: c for c in desk.book.clients}
    found = [(v, by_id[v.client_id]) for v in desk.book.visits if v.week == monday and not v.is_proposed]
    return sorted(found, key=lambda pair: (pair[0].day or date.max, pair[0].start or 0, pair[1].client_no))
