"""Cells → dates, with the time that some of them state. Not: times alone (times.py), headings (dates_across.py)."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

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
_THREE = re.compile(r"(\d\d?)[-/.](\d\d?)[-/.](\d{4}|\d\d)(?![\d./-])", re.ASCII)
_LAST_CENTURY = 70
"""From here on a year of two digits is one of the last century."""

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_NAMED = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+)?"
    r"(?:(?P<day>\d\d?)(?:st|nd|rd|th)?[-\s/.,]*(?P<name>[a-z]{3,9})[-\s/.,]*(?P<year>\d{4}|\d\d)"
    r"|(?P<name2>[a-z]{3,9})[-\s/.]*(?P<day2>\d\d?)(?:st|nd|rd|th)?(?:[-/]|\s*,\s*|\s+)(?P<year2>\d{4}))(?!\d)",
    re.ASCII,
)
_HAN_DIGITS = {**{han: str(number) for number, han in enumerate("零一二三四五六七八九")}, "〇": "0", "○": "0", "o": "0"}
_HAN_DAY = re.compile(
    "([〇零○o一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿卅]{1,3})[日号]?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_WEEKDAY = re.compile(
    r"\(?(?:星期|周)?[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天]|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
)
_WEEKDAY_FIRST = re.compile(r"(?:\(?(?:星期|周)[一二三四五六日天]\)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)[\s,]*")
_HALF_DAY = re.compile(r"上午|下午|早上|中午|晚上|am|pm")
_TIMEZONE = re.compile(r"(?:z|[+-]\d\d:?\d\d)$", re.ASCII)


class Writing(NamedTuple):
    """How a column's days are written: from when bare numbers count, and what stands where in 5/6/2026 (`dmy` …)."""

    since_1904: bool = False
    order: str | None = None


PLAIN = Writing()

ORDERS = ("dmy", "mdy", "ymd")


def day(cell: Cell) -> date | None:
    """A date: `2026-11-22`, `1984/5/30`, `2026年11月22日`, `2026.11.22`, `20261122`, a date cell, a serial number."""
    moment = day_and_time(cell)
    return moment[0] if moment else None


def day_reader(writing: Writing) -> Reader[date]:
    """`day`, for days that are written so."""
    if writing == PLAIN:
        return day
    moment_of = day_and_time_reader(writing)

    def written_day(cell: Cell) -> date | None:
        moment = moment_of(cell)
        return moment[0] if moment else None

    return written_day


def period_end_reader(writing: Writing, of_months: bool = False) -> Reader[date]:
    """A reader of the days that amounts are of: a month is its last day, and so is any of its days if `of_months`."""
    day_of = day_reader(writing)

    def period_end(cell: Cell) -> date | None:
        said = when(as_text(cell)) if isinstance(cell, str | int | float) else None
        if said and said.year and said.month and said.day is None:
            return plausible(month_end(said.year, said.month))
        found = day_of(cell)
        return month_end(found.year, found.month) if found and of_months else found

    return period_end


def day_and_time_reader(writing: Writing) -> Reader[tuple[date, str | None]]:
    """`day_and_time`, for days that are written so."""
    if writing == PLAIN:
        return day_and_time

    def written_moment(cell: Cell) -> tuple[date, str | None] | None:
        if isinstance(cell, int | float):
            return _numbered_day(cell, _EPOCH_1904 if writing.since_1904 else _EPOCH)
        if writing.order and isinstance(cell, str) and (found := _THREE.match(word_of(cell[:LONGEST_FIGURE]))):
            return _in_order(cell, found, writing.order)
        return day_and_time(cell)

    return written_moment


def is_in_some_order(cell: Cell) -> bool:
    """Whether a cell is a date of which nothing but an order tells which number is the day: `5/6/2026`, `26.11.22`."""
    return isinstance(cell, str) and len(cell) <= LONGEST_FIGURE and _THREE.match(word_of(cell)) is not None


def _in_order(cell: str, found: re.Match[str], order: str) -> tuple[date, str | None]:
    """The day that three numbers are in an order. A year of two digits lies between 1970 and 2069."""
    if not cell.isascii():
        refuse_other_digits(cell)
    numbers = dict(zip(order, found.groups(), strict=True))
    if len(numbers["d"]) > 2 or len(numbers["y"]) not in (2, 4):
        raise ValueError(cell)
    return _date(_four_digits(numbers["y"]), numbers["m"], numbers["d"]), time_after(word_of(cell)[found.end() :])


def _four_digits(year: str) -> str:
    return year if len(year) == 4 else f"{19 if int(year) >= _LAST_CENTURY else 20}{year}"


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
    if weekday := _WEEKDAY_FIRST.match(bare):
        bare = bare[weekday.end() :]
    if found := _DAY.match(bare):
        return _date(found[1], found[2], found[3]), time_after(bare[found.end() :])
    if found := _COMPACT.fullmatch(bare):
        clock = ":".join(part for part in found.groups()[3:] if part)
        return _date(found[1], found[2], found[3]), written_time(clock) if clock else None
    if _SERIAL.fullmatch(bare):
        return _numbered_day(float(bare))
    if found := _NAMED.match(bare):
        return _named_day(found), time_after(bare[found.end() :])
    if found := _HAN_DAY.match(bare):
        year = "".join(map(_HAN_DIGITS.__getitem__, found[1]))
        return _date(year, _han_number(found[2]), _han_number(found[3])), time_after(bare[found.end() :])
    raise ValueError(cell)


def _named_day(found: re.Match[str]) -> date:
    """The day of `22-Nov-2026` or `Nov 22, 2026`."""
    said = found.groupdict()
    day_of_month, name, year = (said[part] or said[f"{part}2"] for part in ("day", "name", "year"))
    months = [number for number, month in enumerate(_MONTHS, 1) if len(name) > 2 and month.startswith(name)]
    if len(months) != 1 and name != "sept":
        raise ValueError(found[0])
    return _date(_four_digits(year), str(months[0] if months else 9), day_of_month)


def _han_number(written: str) -> str:
    """A number up to 39 in Chinese: 二十二, 廿二, 十."""
    tens, ten, ones = written.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    digits = (_HAN_DIGITS[tens] if tens else "1") if ten else ""
    return digits + (_HAN_DIGITS[ones] if ones else "0")


def time_after(rest: str) -> str | None:
    """The time that follows a day, with or without a weekday before it; "" if something else does."""
    bare = _TIMEZONE.sub("", _WEEKDAY.sub("", rest).strip().removeprefix("t")).strip()
    if not bare or _HALF_DAY.fullmatch(bare):
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
