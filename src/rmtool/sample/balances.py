"""A year of balances: the days of the bank's lists, and what each client has on them. Not: how a list is written."""

from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.periods import Calendar
from rmtool.sample.cast import RETAIL, Firm
from rmtool.sample.dice import Dice

MONTHS = 12
"""For so many month ends before today there is a list, and one of the last working day."""

YUAN_A_UNIT = 10_000


class Amounts(NamedTuple):
    """What a client has on the day of a list, in whole yuan."""

    deposit_avg: int
    deposit: int
    loan: int | None


def list_days(today: date, calendar: Calendar) -> list[date]:
    """The days that the lists are of: the month ends of a year, and the last working day before today."""
    newest = today - timedelta(days=1)
    while not calendar.is_working(newest):
        newest -= timedelta(days=1)
    ends = []
    end = today.replace(day=1) - timedelta(days=1)
    for _ in range(MONTHS):
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return [*(day for day in reversed(ends) if day < newest), newest]


def amounts(firm: Firm, lists: int, dice: Dice) -> list[Amounts | None]:
    """What `firm` has on each of `lists` lists, the oldest first; None where it isn't a client yet."""
    lends = firm.kind != RETAIL and firm.amount > 100 and dice.hits(0.5)
    loan = firm.amount * dice.between(0.6, 2.5)
    history: list[Amounts | None] = []
    for index in range(lists):
        share = 1.0 if index == lists - 1 else _along(firm.path, index / max(lists - 2, 1)) * dice.between(0.985, 1.01)
        average = firm.amount * share
        point = average * dice.between(0.82, 1.2)
        owed = loan * (1.15 - 0.15 * index / lists)
        shown = Amounts(_rounded(average), _rounded(point), _rounded(owed, 100) if lends else None)
        history.append(shown if lists - index <= firm.joined else None)
    return history


def _along(path: tuple[float, ...], share: float) -> float:
    """The point of `path` at `share` (0–1) of its length, on straight lines between its points."""
    place = share * (len(path) - 1)
    before = min(int(place), len(path) - 2)
    return path[before] + (path[before + 1] - path[before]) * (place - before)


def _rounded(units: float, to: int = 1) -> int:
    """Yuan for an amount in units of 10,000, rounded to `to` hundred yuan."""
    return round(units * YUAN_A_UNIT / (100 * to)) * 100 * to
