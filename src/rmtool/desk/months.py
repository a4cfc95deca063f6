"""Months planned and looked ahead to. Not: what a month asks for (core/month_claims.py), nor a week's days."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from rmtool.core.book import BY_MONTH, PLANNED
from rmtool.core.days import parse_month, parse_quarter, parse_year
from rmtool.core.month_claims import MonthFacts
from rmtool.core.month_plan import MonthPlan, month_plan
from rmtool.core.periods import Span, period_of
from rmtool.core.targets import MonthTarget, targets
from rmtool.desk import Desk
from rmtool.desk.planning import taken
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase


def plan_month(
    desk: Desk, text: str | None, calendars: Sequence[Path], save: bool
) -> tuple[MonthPlan, Sequence[Phrase]]:
    """Spreads a month's visits over those of its weeks that have no saved plan; there the week's plan takes them up.

    By default this month while a working day after today is left in it, else the next. Days that the RM's calendars
    fill, those given and those that the rules name, take no visits; what can't be read in them is returned beside.
    Raises UsageError for a month that is over, InputError for a calendar that can't be used.
    """
    month = _month_of(desk, text)
    if month.end < desk.today:
        raise UsageError("months.over", month=month.start)
    mondays = {
        period_of("week", date.fromordinal(n)).start for n in range(month.start.toordinal(), month.end.toordinal() + 1)
    }
    settled = frozenset(monday for monday in mondays if desk.store.plan(monday))
    filled = taken(desk, month, calendars)
    facts = MonthFacts(desk.book, desk.duties, desk.calendar, desk.standings, month, desk.today, settled, filled.busy)
    plan = month_plan(facts)
    if save:
        _save(desk, plan)
    return plan, filled.warnings


def month_targets(desk: Desk, kind: str, text: str | None) -> tuple[Span, list[MonthTarget]]:
    """What each month of a quarter or year (`kind`) asks for, by default of today's."""
    parse = parse_quarter if kind == "quarter" else parse_year
    span = period_of(kind, desk.typed(lambda: parse(text, desk.today)) if text else desk.today)
    return span, targets(desk.book, desk.rules, desk.calendar, desk.standings, span, desk.today)


def _month_of(desk: Desk, text: str | None) -> Span:
    if text:
        return period_of("month", desk.typed(lambda: parse_month(text, desk.today, "nearest")))
    month = period_of("month", desk.today)
    if desk.calendar.count_working(Span(desk.today + timedelta(days=1), month.end)):
        return month
    return period_of("month", month.end + timedelta(days=1))


def _save(desk: Desk, plan: MonthPlan) -> None:
    """Puts the visits into their weeks, in place of what an earlier plan of the month proposed there."""
    open_weeks = {week.monday for week in plan.weeks if not week.settled and week.days.end >= desk.today}
    wanted = {(week.monday, ask.client.id) for week in plan.weeks for ask in week.visits}
    proposed = {(v.week, v.client_id): v.id for v in desk.book.visits if v.is_proposed and v.week in open_weeks}
    if wanted == proposed.keys():
        return
    with desk.writing("plan-month", phrase("desk.did_plan_month", month=plan.month.start)) as writing:
        for place in sorted(proposed.keys() - wanted):
            writing.remove_visit(proposed[place])
        for monday, client_id in sorted(wanted - proposed.keys()):
            writing.add_visit({"client_id": client_id, "week": monday, "status": PLANNED, "fixed": BY_MONTH})
