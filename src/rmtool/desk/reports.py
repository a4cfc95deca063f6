"""What cron writes, gathered from the book; nothing is written to it. Not: how a report looks."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.attainment import Attained, attainment, kept_in
from rmtool.core.book import Client, Contact, Visit
from rmtool.core.capacity import capacity, free_working_days
from rmtool.core.periods import ONE_DAY, Span, period_of
from rmtool.core.register import tier_label
from rmtool.core.results import DayReport, MonthReport, QuarterReport, WeekReport
from rmtool.core.standing import segment, standings
from rmtool.core.standing_week import standing_week
from rmtool.core.week_figures import WeekFigures, week_figures
from rmtool.desk import Desk
from rmtool.desk.day import morning_page
from rmtool.desk.follow_ups import open_follow_ups
from rmtool.desk.log import contact_list
from rmtool.desk.planning import week_facts


def day_report(desk: Desk) -> DayReport:
    """Today's report."""
    return DayReport(morning_page(desk), contact_list(desk, Span(desk.today, desk.today), None))


class Asked(NamedTuple):
    """A report that is asked for: its kind, and the days that it is of."""

    kind: str
    period: Span


def asked(desk: Desk, kind: str, text: str | None) -> Asked:
    """The report of the week, month or quarter that was typed, by default of today's. Raises UsageError."""
    from rmtool.core.days import parse_month, parse_quarter, parse_week

    if kind not in ("week", "month", "quarter"):
        return Asked(kind, Span(desk.today, desk.today))
    parse = {"week": parse_week, "month": parse_month, "quarter": parse_quarter}[kind]
    return Asked(kind, period_of(kind, desk.typed(lambda: parse(text, desk.today)) if text else desk.today))


def week_report(desk: Desk, span: Span) -> WeekReport:
    """The report of a week."""
    monday = span.start
    after = monday + timedelta(days=7)
    next_week = Span(after, after + timedelta(days=6))
    working = free_working_days(desk.book, desk.calendar, next_week)
    contacts = contact_list(desk, span, None)
    return WeekReport(
        span,
        desk.today,
        _visits(desk, monday),
        contacts,
        _figures(desk, monday, [contact for contact, _ in contacts]),
        open_follow_ups(desk),
        _visits(desk, after),
        desk.store.plan(after) is not None,
        capacity(desk.book, desk.rules, desk.standings, desk.today, working),
        [(day, desk.calendar.is_working(day)) for day in (after + timedelta(days=n) for n in range(7))],
        {id_: desk.rules.visit_minutes(standing.tier) for id_, standing in desk.standings.items()},
        {client.id: tier_label(client, desk.standings, desk.book) for client in desk.book.clients},
    )


def _figures(desk: Desk, monday: date, contacts: Sequence[Contact]) -> WeekFigures:
    facts = week_facts(desk, desk.book, monday)
    view = segment(desk.book, desk.rules, desk.today)
    return week_figures(desk.book, desk.rules, standing_week(facts), contacts, view, desk.dues, desk.today)


def month_report(desk: Desk, span: Span) -> MonthReport:
    """The report of a month."""
    contacts = contact_list(desk, span, None)
    return MonthReport(span, contacts, _visits_in(desk, span), coverage(desk, min(span.end, desk.today)))


def quarter_report(desk: Desk, span: Span) -> QuarterReport:
    """The report of a quarter; tiers and quotas are those of its last day, or of today."""
    from rmtool.core.movements import movements

    day = min(span.end, desk.today)
    then = standings(desk.book, desk.rules, day)
    return QuarterReport(
        span,
        contact_list(desk, span, None),
        _visits_in(desk, span),
        kept_in(desk.book, desk.rules, desk.calendar, span, day, then),
        movements(desk.book, desk.rules, span.start - ONE_DAY, day, then),
    )


def coverage(desk: Desk, day: date | None = None) -> list[Attained]:
    """Attainment of every quota in its running period, and in the last full one."""
    return attainment(desk.book, desk.rules, desk.calendar, day or desk.today, desk.standings)


def _visits_in(desk: Desk, span: Span) -> list[tuple[Visit, Client]]:
    by_id = {c.id: c for c in desk.book.clients}
    return [(v, by_id[v.client_id]) for v in desk.book.visits if v.day and span.start <= v.day <= span.end]


def _visits(desk: Desk, monday: date) -> list[tuple[Visit, Client]]:
    by_id = {c.id: c for c in desk.book.clients}
    found = [(v, by_id[v.client_id]) for v in desk.book.visits if v.week == monday and not v.is_proposed]
    return sorted(found, key=lambda pair: (pair[0].day or date.max, pair[0].start or 0, pair[1].client_no))
