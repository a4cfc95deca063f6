"""Headings that are days or months: balances month by month, calendars of contacts. Not: what stands below them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR, _MONTH, _DAY = r"(?P<year>20\d\d|19\d\d)", r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_ENDING = r"(?:\s*(?:份|末|底|月末|月底|end))?"
_SHAPES = tuple(
    re.compile(shape, re.ASCII | re.IGNORECASE)
    for shape in (
        rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]\s*{_DAY}\s*日?(?:\s+00:00(?::00)?)?",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
        rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*月?{_ENDING}",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])",
        rf"{_MONTH}\s*[-/.月]\s*{_DAY}\s*日?",
        rf"{_MONTH}\s*月{_ENDING}",
        rf"{_YEAR}\s*年?",
        rf"{_DAY}\s*[日号]?",
        rf"(?P<word>{'|'.join(_MONTHS)})[a-z]*[-'. ]*(?P<year>20\d\d)?",
        rf"(?P<year>20\d\d)?[-'. ]*(?P<word>{'|'.join(_MONTHS)})[a-z]*",
        rf"(?P<word>{'|'.join(_MONTHS)})[a-z]*[-'. ]*(?P<short>\d\d)",
    )
)
_WEEKDAY = re.compile(
    r"\(?(?:星期|周|礼拜)?[一二三四五六日天]\)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?", re.IGNORECASE
)
_WITH_WEEKDAY = re.compile(r"\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?$")


class When(NamedTuple):
    """A day or a month as a heading says it; what it leaves open is None (`3` is a day, `9月` a month)."""

    year: int | None
    month: int | None
    day: int | None


def when(heading: str) -> When | None:
    """The day or month that the heading is, None if it is or says anything else; weekdays beside it don't count."""
    text = _WITH_WEEKDAY.sub("", unicodedata.normalize("NFKC", heading).strip())
    parts = [part for part in map(str.strip, text.split("/")) if part]
    while len(parts) > 1 and _WEEKDAY.fullmatch(parts[-1]):
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


def is_weekday(text: str) -> bool:
    """Whether a cell among headings is a weekday."""
    return _WEEKDAY.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def _one(text: str) -> When | None:
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            named = found.groupdict()
            month = named.get("month")
            if word := named.get("word"):
                month = str(_MONTHS.index(word.lower()) + 1)
            year = named.get("year") or (f"20{named['short']}" if named.get("short") else None)
            day = named.get("day")
            return When(int(year) if year else None, int(month) if month else None, int(day) if day else None)
    return None


def days(headings: Mapping[int, When], filled: Collection[int], near: date | None, today: date) -> dict[int, date]:
    """The day of each column, by its index; a month stands for its last day. Columns of no known month are left out.

    Months and years carry on from column to column. Where none says the year, it is `near`'s (the day that a title
    states), else the latest in which no column of `filled` lies in a month after `today`.
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


def _months(said: Sequence[When], near: date | None) -> list[int | None]:
    months: list[int | None] = []
    current, last_day = (near.month if near else None), 0
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


def _years(said: Sequence[When], months: Sequence[int | None], last: int, near: date | None, today: date) -> list[int]:
    """The year of each column: stated ones stand, between them a fall of the month begins a new one."""
    turns, before = 0, 0
    offsets = []
    for each, month in zip(said, months, strict=True):
        turns += each.year is None and (month or before) < before
        offsets.append(turns)
        before = month or before
    current = next((each.year - offset for each, offset in zip(said, offsets, strict=True) if each.year), None)
    if current is None:
        latest = near.year if near else today.year - ((months[last] or 1) > today.month)
        current = latest - offsets[-1 if near else last]
    years = []
    for each, offset in zip(said, offsets, strict=True):
        if each.year is not None:
            current = each.year - offset
        years.append(current + offset)
    return years
