"""Hours that the RM's own calendar has taken. Not: calendar files (intake/calendars), nor whose windows they cut."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rmtool.core.periods import Shift
from rmtool.phrase import Phrase

_TITLES = 3
"""Titles that one stretch of busy hours is told by, at most."""


class Busy(NamedTuple):
    """Hours of one day that are taken, and by what: titles, for the sentence alone; nobody stores them."""

    date: date
    hours: Shift
    what: tuple[str, ...] = ()


class BusyHours(NamedTuple):
    """What calendars take of a stretch of days, and what there is to say about them."""

    busy: list[Busy]
    warnings: list[Phrase]


def by_day(busy: Iterable[Busy]) -> Mapping[date, tuple[Busy, ...]]:
    """The busy hours of each day in order, what overlaps as one."""
    found: dict[date, list[Busy]] = {}
    for each in sorted(busy):
        known = found.setdefault(each.date, [])
        if known and each.hours.opens < known[-1].hours.closes:
            before = known.pop()
            hours = Shift(before.hours.opens, max(before.hours.closes, each.hours.closes))
            titles = tuple(dict.fromkeys((*before.what, *each.what)))[:_TITLES]
            each = Busy(each.date, hours, titles)
        known.append(each)
    return {day: tuple(listed) for day, listed in found.items()}


def covers(busy: Iterable[Busy], shifts: Iterable[Shift]) -> bool:
    """Whether the busy hours of a day, as `by_day` has them, leave nothing of any shift."""
    taken = [each.hours for each in busy]
    return all(any(b.opens <= s.opens and s.closes <= b.closes for b in taken) for s in shifts)
