"""Which reports are still to be made, by those that were: what a computer that was off missed. Not: the making.

Every report has a day of its own, on which it is made if nothing hinders: the morning page its day, the week's report
its Friday, the month's and the quarter's the first day after it. A missed one is made as of that day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.periods import ONE_DAY, Calendar, Span, period_of, previous_period

KINDS = ("day", "week", "month", "quarter")
"""The reports that are made again and again, which can so be missed."""

_FRIDAY = timedelta(days=4)
_A_YEAR = timedelta(days=366)


class OwedReport(NamedTuple):
    """A report that is still to be made: its kind, its own day, and the days that it is of."""

    kind: str
    on: date
    period: Span


def own_day(kind: str, period: Span) -> date:
    """The day on which a report is made, and as of which a missed one is."""
    if kind == "day":
        return period.start
    return period.start + _FRIDAY if kind == "week" else period.end + ONE_DAY


def owed_reports(kind: str, made: Iterable[Span], today: date, days: int, calendar: Calendar) -> list[OwedReport]:
    """The reports of one kind that are owed where those of `made` were: every other after the oldest of them.

    Where none was made only the latest is owed. A week's is owed once its Friday is over, the others from their own
    day on. None is owed that would be past its time (`days` long, 0: a year), nor for a day that isn't worked. The
    oldest comes first.
    """
    there = {span.start for span in made}
    oldest = min(there, default=None)
    kept = timedelta(days=days) if days else _A_YEAR
    found: list[OwedReport] = []
    period = period_of(kind, today)
    while period.end + kept >= today and (oldest is None or period.start > oldest):
        on = own_day(kind, period)
        over = on < today if kind == "week" else on <= today
        if over and period.start not in there and (kind != "day" or calendar.is_working(on)):
            found.append(OwedReport(kind, on, period))
            if oldest is None:
                break
        period = previous_period(kind, period)
    return found[::-1]
