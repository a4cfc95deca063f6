"""Cells → dates, with the time that some of them state. Not: times alone (times.py), headings (dates_across.py)."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from rmtool.intake.dates_across import month_end, when
from rmtool.intake.times import fraction_of_day, plain_clock, written_time
from rmtool.intake.values import LONGEST_FIGURE, Cell, Reader, as_text, is_missing, refuse_other_digits, to_second
from rmtool.intake.vocabulary import word_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Dates outside are slips of the pen."""

_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial dates."""

_EPOCH_1904 = date(1904, 1, 1)
"""The same in workbooks that count from 1904."""

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?))?", re.ASCII)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_WEEKDAY = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?")
_TIMEZONE = re.compile(r"(?:z|[+-]\d\d:?\d\d)$", re.ASCII)


def day(cell: Cell) -> date | None:
    """A date: `2026-11-22`, `1984/5/30`, `2026年11月22日`, `2026.11.22`, `20261122`, a date cell, a serial number."""
    moment = day_and_time(cell)
    return moment[0] if moment else None


def day_reader(since_1904: bool) -> Reader[date]:
    """`day`, or the same for a workbook that counts from 1904."""
    if not since_1904:
        return day
    moment_of = day_and_time_reader(since_1904)

    def day_since_1904(cell: Cell) -> date | None:
        moment = moment_of(cell)
        return moment[0] if moment else None

    return day_since_1904


def period_end_reader(since_1904: bool, of_months: bool = False) -> Reader[date]:
    """A reader of the days that amounts are of: a month is its last day, and so is any of its days if `of_months`."""
    day_of = day_reader(since_1904)

    def period_end(cell: Cell) -> date | None:
        said = when(as_text(cell)) if isinstance(cell, str | int | float) else None
        if said and said.year and said.month and said.day is None:
            return plausible(month_end(said.year, said.month))
        found = day_of(cell)
        return month_end(found.year, found.month) if found and of_months else found

    return period_end


def day_and_time_reader(since_1904: bool) -> Reader[tuple[date, str | None]]:
    """`day_and_time`, or the same for a workbook that counts from 1904."""
    if not since_1904:
        return day_and_time

    def moment_since_1904(cell: Cell) -> tuple[date, str | None] | None:
        return _numbered_day(cell, _EPOCH_1904) if isinstance(cell, int | float) else day_and_time(cell)

    return moment_since_1904


def day_and_time(cell: Cell) -> tuple[date, str | None] | None:
    """A date with its time (`HH:MM` or `HH:MM:SS`) where the cell states one; "" if what follows is no time."""
    if isinstance(cell, str):
        return _written_day(cell)
    if isinstance(cell, datetime):
        moment = to_second(cell)
        return plausible(moment.date()), plain_clock(moment.time().isoformat())
    if isinstance(cell, date):
        return plausible(cell), None
    if isinstance(cell, int | float):
        return _numbered_day(cell)
    raise ValueError(cell)


def _written_day(cell: str) -> tuple[date, str | None] | None:
    if found := _ISO.fullmatch(cell):
        return _date(found[1], found[2], found[3]), found[4] and plain_clock(found[4])
    if is_missing(cell):
        return None
    if len(cell) > LONGEST_FIGURE:
        raise ValueError(cell)
    if not cell.isascii():
        refuse_other_digits(cell)
    bare = word_of(cell)
    if found := _DAY.match(bare):
        return _date(found[1], found[2], found[3]), _time_after(bare[found.end() :])
    if found := _COMPACT.fullmatch(bare):
        clock = ":".join(part for part in found.groups()[3:] if part)
        return _date(found[1], found[2], found[3]), written_time(clock) if clock else None
    if _SERIAL.fullmatch(bare):
        return _numbered_day(float(bare))
    raise ValueError(cell)


def _time_after(rest: str) -> str | None:
    bare = _TIMEZONE.sub("", _WEEKDAY.sub("", rest).strip().removeprefix("t")).strip()
    if not bare:
        return None
    try:
        return written_time(bare)
    except ValueError:
        return ""


@lru_cache(maxsize=65_536)
def _date(year: str, month: str, day_of_month: str) -> date:
    return plausible(date(int(year), int(month), int(day_of_month)))


def plausible(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(day)
    return day


def _numbered_day(number: float, epoch: date = _EPOCH) -> tuple[date, str | None]:
    if number == int(number) and (found := _COMPACT.fullmatch(str(int(number)))) and not found[4]:
        return _date(found[1], found[2], found[3]), None
    if not 366 <= number < 80_000:
        raise ValueError(number)
    whole = int(number)
    clock = fraction_of_day(number - whole) if number != whole else None
    return plausible(epoch + timedelta(days=whole)), clock
