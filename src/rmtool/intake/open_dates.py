"""Cells with a day that leaves its year open, or its month too (`11月20日`, `11-20 14:30`, `20日`) → dates.

Not: dates that say their year (dates.py), headings that are days (dates_across.py).
"""

import re
from datetime import date
from typing import NamedTuple

from rmtool.intake.dates import time_after
from rmtool.intake.stated_month import Stated
from rmtool.intake.values import LONGEST_FIGURE, Cell
from rmtool.intake.vocabulary import word_of

_WEEKDAY_FIRST = re.compile(r"^\(?(?:星期|周)[一二三四五六日天]\)?[\s,]*")
_MONTH, _DAY = r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_SHAPES = tuple(
    re.compile(shape + r"(?![-/.\d])(?P<rest>.*)", re.ASCII | re.DOTALL)
    for shape in (
        rf"{_MONTH}\s*(?:月|[-/])\s*{_DAY}\s*[日号]?",
        rf"{_MONTH}\.(?P<day>3[01]|[12]\d|0[1-9]|[4-9])",  # 11.2 may have been 11.20 before a spreadsheet had it
        rf"{_DAY}\s*[日号]",
    )
)


class OpenDate(NamedTuple):
    """A day of a year, or of a month, that the cell doesn't say; with its time, if it says one."""

    month: int | None
    day: int
    time: str | None

    def near(self, stated: Stated, today: date) -> date | None:
        """The day nearest to the month that the list states, or in its year; else the last such day up to `today`."""
        month = self.month or (stated.month if stated.month == stated.first_month else None)
        if month is None:
            return None
        if stated.year and stated.month:
            apart = month - stated.month
            return self._in(stated.year - (apart > 6) + (apart < -6), month)
        if stated.year:
            return self._in(stated.year, month)
        return self._last(today, month)

    def after(self, start: date) -> date | None:
        """The first such day from `start` on."""
        month = self.month or start.month
        found = self._in(start.year, month)
        return self._in(start.year + 1, month) if found and found < start else found

    def _last(self, today: date, month: int) -> date | None:
        found = self._in(today.year, month)
        return self._in(today.year - 1, month) if found is None or found > today else found

    def _in(self, year: int, month: int) -> date | None:
        try:
            return date(year, month, self.day)
        except ValueError:
            return None


def open_date(cell: Cell) -> OpenDate | None:
    """The day that the cell leaves open; None if it says anything else."""
    if not isinstance(cell, str) or len(cell) > LONGEST_FIGURE:
        return None
    bare = _WEEKDAY_FIRST.sub("", word_of(cell))
    for shape in _SHAPES:
        if found := shape.fullmatch(bare):
            said = found.groupdict()
            month, time = said.get("month"), time_after(said["rest"])
            return None if time == "" else OpenDate(int(month) if month else None, int(said["day"]), time)
    return None
