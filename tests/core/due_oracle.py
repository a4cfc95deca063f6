"""A slow and obvious reading of domain.md, "Due, exactly": day by day, in fractions, sharing no code with due.py.

One thing the text leaves open is the "stable function" that spreads the clients never contacted. So the oracle says
which days that function may choose (`first_days`), and reckons with the day chosen (`first`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple

ONE = timedelta(days=1)
STATES = ("not_yet", "due", "late", "overdue")

Works = Callable[[date], bool]


class Asked(NamedTuple):
    """A cadence: `times` per `period`, or every `days` days (then `period` is empty)."""

    times: int
    period: str
    days: int


class Shares(NamedTuple):
    """The rules' shares of the interval."""

    not_before: Fraction
    late: Fraction
    overdue: Fraction


class Answer(NamedTuple):
    """How the client stands; `last` and `elapsed` are None while it was never contacted."""

    state: str
    due_on: date
    last: date | None
    elapsed: int | None
    interval: Fraction
    urgency: Fraction


@cache
def period(kind: str, day: date) -> tuple[date, ...]:
    """Every day of the calendar period that holds `day`."""
    first = last = day
    while _name(kind, first - ONE) == _name(kind, day):
        first -= ONE
    while _name(kind, last + ONE) == _name(kind, day):
        last += ONE
    return tuple(first + n * ONE for n in range((last - first).days + 1))


def _name(kind: str, day: date) -> object:
    return {
        "day": day,
        "week": day.isocalendar()[:2],
        "xun": (day.year, day.month, 1 if day.day <= 10 else 2 if day.day <= 20 else 3),
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month + 2) // 3),
        "half-year": (day.year, day.month <= 6),
        "year": day.year,
    }[kind]


def first_days(asked: Asked, entry: date, works: Works) -> list[date]:
    """The days of which the stable function chooses one: where a client never contacted is first due."""
    if not asked.period:
        return [entry + n * ONE for n in range(1, asked.days + 1)]
    span = period(asked.period, entry)
    left = [d for d in span if d >= entry]
    working = [d for d in left if works(d)]
    if 2 * len(left) >= len(span) and working:
        return working
    return _next_with_work(asked.period, span, works)[1]


def reckon(
    asked: Asked, contacts: Iterable[date], entry: date, first: date, today: date, works: Works, shares: Shares
) -> Answer:
    """How the client in the book since `entry` stands as of `today`; `contacts` are those that count for the code."""
    counted = sorted(d for d in contacts if d <= today)
    if asked.period:
        return _quota(asked, counted, entry, first, today, works, shares)
    return _interval(asked, counted, first, today, shares)


def _interval(asked: Asked, counted: Sequence[date], first: date, today: date, shares: Shares) -> Answer:
    last = counted[-1] if counted else first - asked.days * ONE
    gone = (today - last).days
    urgency = Fraction(gone, asked.days)
    state = "overdue"
    if urgency < shares.overdue:
        state = "late"
    if urgency < shares.late:
        state = "due"
    if urgency < shares.not_before:
        state = "not_yet"
    return Answer(
        state,
        last + asked.days * ONE,
        last if counted else None,
        gone if counted else None,
        Fraction(asked.days),
        urgency,
    )


def _quota(
    asked: Asked, counted: Sequence[date], entry: date, first: date, today: date, works: Works, shares: Shares
) -> Answer:
    span = period(asked.period, today)
    interval = Fraction(len(span), asked.times)
    missing = max(asked.times - sum(1 for d in counted if d in span), 0)
    last = counted[-1] if counted else None
    elapsed = (today - last).days if last else None
    if elapsed is not None:
        urgency = elapsed / interval
    else:
        urgency = max(shares.not_before + (today - first).days / interval, Fraction(0))

    owed_from = period(asked.period, first)[0]
    working = [d for d in span if works(d)]
    if not working or missing == 0 or (not counted and today < owed_from):
        following = _next_with_work(asked.period, span, works)[1][-1]
        return Answer("not_yet", following, last, elapsed, interval, urgency)

    if not counted and today < first:
        state = "not_yet"
    elif _went_by_without(asked, counted, entry, span, works):
        state = "overdue"
    elif sum(1 for d in working if d >= today) <= missing:
        state = "late"
    elif urgency >= shares.not_before:
        state = "due"
    else:
        state = "not_yet"
    return Answer(state, working[-1], last, elapsed, interval, urgency)


def _went_by_without(asked: Asked, counted: Sequence[date], entry: date, span: Sequence[date], works: Works) -> bool:
    """Whether the period before ended with its quota unmet, the client in the book all through, and nothing since."""
    before = period(asked.period, span[0] - ONE)
    while not any(works(d) for d in before):
        before = period(asked.period, before[0] - ONE)
    unmet = sum(1 for d in counted if d in before) < asked.times
    since = [d for d in counted if d > before[-1]]
    return unmet and entry <= before[0] and not since


def _next_with_work(kind: str, span: Sequence[date], works: Works) -> tuple[Sequence[date], list[date]]:
    """The first period after `span` that has a working day, and its working days."""
    while True:
        span = period(kind, span[-1] + ONE)
        working = [d for d in span if works(d)]
        if working:
            return span, working


def deciding(answers: Sequence[tuple[Answer, bool]]) -> int:
    """Which of the answers (each with whether it is a quota's), in the order of the rules, decides."""

    def rank(index: int) -> tuple[int, Fraction, date, int, int]:
        answer, is_quota = answers[index]
        return -STATES.index(answer.state), -answer.urgency, answer.due_on, 0 if is_quota else 1, index

    return min(range(len(answers)), key=rank)
