"""Calendar periods, working days, shifts. Not: which period a client owes what in (due.py)."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

PERIODS = ("day", "week", "xun", "month", "quarter", "half-year", "year")
ONE_DAY = timedelta(days=1)

WEEKS_PER_MONTH = (5218, 1200)
"""A month is 52.18/12 weeks (domain.md, "Capacity before calendar"), as a fraction."""


class Span(NamedTuple):
    """The days from `start` to `end`, both in."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days the span holds."""
        return self.end.toordinal() - self.start.toordinal() + 1


class Shift(NamedTuple):
    """Working hours in minutes of the day; a visit lies wholly between `opens` and `closes`."""

    opens: int
    closes: int


def period_of(kind: str, day: date) -> Span:
    """The calendar period of `kind` (one of PERIODS) that holds `day`. A xun is days 1–10, 11–20, 21–end of month."""
    if kind == "day":
        return Span(day, day)
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    if kind == "xun":
        third = min((day.day - 1) // 10, 2)
        end = day.replace(day=third * 10 + 10) if third < 2 else _end_of_month(day.year, day.month)
        return Span(day.replace(day=third * 10 + 1), end)
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[kind]
    first = (day.month - 1) // months * months + 1
    return Span(date(day.year, first, 1), _end_of_month(day.year, first + months - 1))


def next_period(kind: str, span: Span) -> Span:
    """The period of `kind` after `span`."""
    return period_of(kind, span.end + ONE_DAY)


def previous_period(kind: str, span: Span) -> Span:
    """The period of `kind` before `span`."""
    return period_of(kind, span.start - ONE_DAY)


def periods_in(kind: str, span: Span) -> list[Span]:
    """The periods of `kind` that count for a month (or a longer `span`), in order; a week for that of its Thursday.

    A period longer than `span` counts if it holds its first day.
    """
    period, found = period_of(kind, span.start), []
    while period.start <= span.end:
        middle = period.start + timedelta(days=3) if kind == "week" else max(period.start, span.start)
        if span.start <= middle <= span.end:
            found.append(period)
        period = next_period(kind, period)
    return found


def periods_a_week(kind: str) -> tuple[int, int]:
    """How many periods of `kind` a week holds, as a fraction: a xun is 3 per month, a day 5 per week."""
    over, under = WEEKS_PER_MONTH
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
    if kind == "day":
        return 5, 1
    if kind == "week":
        return 1, 1
    if kind == "xun":
        return 3 * under, over
    return under, over * months[kind]


def _end_of_month(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - ONE_DAY


class Name(NamedTuple):
    """A name in both languages."""

    zh: str
    en: str


class Calendar:
    """Which days are worked: Monday to Friday, corrected by the table's rest days and make-up days.

    `names` maps every corrected day to the holiday it belongs to, `working` holds those of them that are worked,
    `years` the years that the table covers; in other years Monday to Friday count and every day is provisional.
    """

    __slots__ = ("_known", "_names", "_ordinals", "_working", "years")

    def __init__(self, names: Mapping[date, Name], working: frozenset[date], years: frozenset[int]) -> None:
        self._names = names
        self._working = working
        self.years = years
        self._known: set[int] = set()
        self._ordinals: list[int] = []

    def is_working(self, day: date) -> bool:
        """Whether `day` is a statutory working day."""
        if day in self._names:
            return day in self._working
        return day.weekday() < 5

    def holiday(self, day: date) -> Name | None:
        """The holiday that `day` rests or makes up for, if any."""
        return self._names.get(day)

    def is_provisional(self, day: date) -> bool:
        """Whether the table says nothing about `day`'s year."""
        return day.year not in self.years

    def working_days(self, span: Span) -> list[date]:
        """The working days of `span`, in order."""
        low, high = self._range(span)
        return [date.fromordinal(n) for n in self._ordinals[low:high]]

    def count_working(self, span: Span) -> int:
        """How many working days `span` holds (0 if it ends before it starts)."""
        low, high = self._range(span)
        return max(high - low, 0)

    def last_working_day(self, span: Span) -> date | None:
        """The last working day of `span`, or None if it has none."""
        low, high = self._range(span)
        return date.fromordinal(self._ordinals[high - 1]) if high > low else None

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (count 0: `day` itself)."""
        for _ in range(count):
            day += ONE_DAY
            while not self.is_working(day):
                day += ONE_DAY
        return day

    def _range(self, span: Span) -> tuple[int, int]:
        for year in range(span.start.year, span.end.year + 1):
            if year not in self._known:
                self._add_year(year)
        return bisect_left(self._ordinals, span.start.toordinal()), bisect_right(self._ordinals, span.end.toordinal())

    def _add_year(self, year: int) -> None:
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        self._known.add(year)
        self._ordinals += [n for n in range(first, last + 1) if self.is_working(date.fromordinal(n))]
        self._ordinals.sort()


def clock(minute: int) -> str:
    """A minute of the day as `HH:MM`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def week_name(day: date) -> str:
    """The ISO week of `day` as `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
