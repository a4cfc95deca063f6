"""Headings that are days or months: balances month by month, calendars of contacts. Not: what stands below them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from rmtool.intake.stated_month import MONTH_NAMES, Stated

_YEAR, _MONTH, _DAY = r"(?P<year>20\d\d|19\d\d)", r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_ENDING = r"(?:\s*(?:份|末|底|月末|月底|end))?"
_QUARTERS = "1234一二三四"
_SHAPES = tuple(
    re.compile(shape, re.ASCII | re.IGNORECASE)
    for shape in (
        rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]\s*{_DAY}\s*日?(?:\s+00:00(?::00)?)?",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
        rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*月?{_ENDING}",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])",
        rf"{_MONTH}\s*[-/.月]\s*{_DAY}\s*日?",
        rf"{_MONTH}\s*月{_ENDING}",
        rf"{_YEAR}\s*[-/年]?\s*(?:q\s*(?P<quarter>[1-4])|第?\s*(?P<season>[一二三四1-4])\s*季度?[末底]?)",
        rf"{_YEAR}\s*年?",
        rf"{_DAY}\s*[日号]?",
        rf"(?P<word>{'|'.join(MONTH_NAMES)})[a-z]*[-'. ]*(?P<year>20\d\d)?",
        rf"(?P<year>20\d\d)?[-'. ]*(?P<word>{'|'.join(MONTH_NAMES)})[a-z]*",
        rf"(?P<word>{'|'.join(MONTH_NAMES)})[a-z]*[-'. ]*(?P<short>\d\d)",
    )
)
_WEEKDAY = re.compile(
    r"\(?(?:星期|周|礼拜)?[一二三四五六日天]\)?|mo|tu|we|th|fr|sa|su|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?",
    re.IGNORECASE,
)
_WITH_WEEKDAY = re.compile(
    r"\s*(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|[(（][一二三四五六日天][)）])$|\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?$",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(r"上午|下午|晚上|am|pm", re.IGNORECASE)


_FIRST_DAY = date(1899, 12, 30)
_SERIAL = re.compile(r"4\d{4}", re.ASCII)
"""A day of the years 2009 to 2036 as a spreadsheet numbers it."""


class When(NamedTuple):
    """A day or a month as a heading says it; what it leaves open is None (`3` is a day, `9月` a month)."""

    year: int | None
    month: int | None
    day: int | None


def when(heading: str) -> When | None:
    """The day or month that the heading is, None if it is or says anything else; weekdays beside it don't count."""
    text = _WITH_WEEKDAY.sub("", unicodedata.normalize("NFKC", heading).strip())
    parts = [part for part in map(str.strip, text.split("/")) if part]
    while len(parts) > 1 and (_WEEKDAY.fullmatch(parts[-1]) or _HALF_DAY.fullmatch(parts[-1])):
        parts.pop()
    whole = _one("/".join(parts))
    if whole or len(parts) < 2:
        return whole
    said = When(None, None, None)
    for part in map(_one, parts):
        if part is None:
            return None
        said = When(*(own or above for own, above in zip(part, said, strict=True)))
    return said


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def is_weekday(text: str) -> bool:
    """Whether a cell among headings is a weekday."""
    return _WEEKDAY.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def _one(text: str) -> When | None:
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            named = found.groupdict()
            month = named.get("month")
            if quarter := named.get("quarter") or named.get("season"):
                month = str(3 * (_QUARTERS.index(quarter) % 4 + 1))
            if word := named.get("word"):
                month = str(MONTH_NAMES.index(word.lower()) + 1)
            year = named.get("year") or (f"20{named['short']}" if named.get("short") else None)
            day = named.get("day")
            return When(int(year) if year else None, int(month) if month else None, int(day) if day else None)
    if _SERIAL.fullmatch(text):
        day_said = _FIRST_DAY + timedelta(days=int(text))
        return When(day_said.year, day_said.month, day_said.day)
    return None


def days(headings: Mapping[int, When], filled: Collection[int], near: Stated, today: date) -> dict[int, date]:
    """The day of each column, by its index; a month stands for its last day. Columns of no known month are left out.

    Months and years carry on from column to column. Where none says the year, `near` does (what title, sheet and file
    state): a column of its month lies in its year. Else it is the latest year in which no column of `filled` lies in a
    month after `today`.
    """
    if not headings:
        return {}
    columns = sorted(headings)
    months = _months([headings[column] for column in columns], near)
    if _runs_backward(months):
        columns.reverse()
        months = _months([headings[column] for column in columns], near)
    said = [headings[column] for column in columns]
    last = max((at for at, column in enumerate(columns) if column in filled), default=0)
    years = _years(said, months, last, near, today)
    dated = {}
    for column, each, year, month in zip(columns, said, years, months, strict=True):
        if month is not None and (day := _day(year, month, each.day)):
            dated[column] = day
    return dated


def _day(year: int, month: int, day: int | None) -> date | None:
    try:
        return date(year, month, monthrange(year, month)[1] if day is None else day)
    except ValueError:
        return None


def _months(said: Sequence[When], near: Stated) -> list[int | None]:
    months: list[int | None] = []
    current, last_day = near.first_month, 0
    for each in said:
        if each.month is not None:
            current = each.month
        elif each.day is not None and current is not None and each.day < last_day:
            current = current % 12 + 1
        last_day = each.day or 0
        months.append(current)
    return months


def _runs_backward(months: Sequence[int | None]) -> bool:
    steps = [(b - a) % 12 for a, b in pairwise(months) if a and b and a != b]
    return sum(step > 6 for step in steps) > sum(step <= 6 for step in steps)


def _years(said: Sequence[When], months: Sequence[int | None], last: int, near: Stated, today: date) -> list[int]:
    """The year of each column: stated ones stand, between them a fall of the month begins a new one."""
    turns, before = 0, 0
    offsets = []
    for each, month in zip(said, months, strict=True):
        turns += each.year is None and (month or before) < before
        offsets.append(turns)
        before = month or before
    current = next((each.year - offset for each, offset in zip(said, offsets, strict=True) if each.year), None)
    if current is None:
        current = _first_year(months, offsets, last, near, today)
    years = []
    for each, offset in zip(said, offsets, strict=True):
        if each.year is not None:
            current = each.year - offset
        years.append(current + offset)
    return years


def _first_year(months: Sequence[int | None], offsets: Sequence[int], last: int, near: Stated, today: date) -> int:
    """The year of the first column, where no column says one."""
    if near.year and near.month in months:
        return near.year - offsets[len(months) - 1 - months[::-1].index(near.month)]
    if near.year and near.month:
        return near.year - ((months[-1] or 1) > near.month) - offsets[-1]
    if near.year:  # that of most columns
        return near.year - max(set(offsets), key=lambda offset: (offsets.count(offset), offset))
    return today.year - ((months[last] or 1) > today.month) - offsets[last]
