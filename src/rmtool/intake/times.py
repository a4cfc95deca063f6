"""Cells → times of the day and lengths of time. Not: dates (dates.py)."""

import re
from datetime import datetime, time, timedelta
from math import ceil

from rmtool.intake.values import LONGEST_FIGURE, Cell, Reader, is_missing, plain_number, to_second
from rmtool.intake.vocabulary import word_of

_CLOCK = re.compile(
    r"(上午|下午|晚上|早上|中午|am|pm)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*(?:[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?分?\s*(am|pm)?",
    re.ASCII,
)
_RANGE = re.compile(r"(.+?)\s*(?:[-~～—–]|至|到)\s*(.+)")
_FRACTION = re.compile(r"0\.\d{3,}", re.ASCII)
_HOURS = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})", re.ASCII)
_LENGTH = re.compile(r"(?:(\d+)\s*(?:h|小时|时))?\s*(?:(\d+)\s*(?:min|m|分钟|分))?\s*(?:(\d+)\s*(?:s|秒))?", re.ASCII)
_HALVES = re.compile(r"(?:(\d+)|一)?半小时|(\d+)\.5小时", re.ASCII)


def clock(cell: Cell) -> str | None:
    """A time of the day as `HH:MM` or `HH:MM:SS`."""
    if isinstance(cell, str):
        return None if is_missing(cell) else written_time(word_of(cell))
    if isinstance(cell, datetime):
        return plain_clock(to_second(cell).time().isoformat())
    if isinstance(cell, time):
        return plain_clock(cell.replace(microsecond=0).isoformat())
    if isinstance(cell, timedelta):
        return fraction_of_day(cell / timedelta(days=1))
    if isinstance(cell, int | float):
        return fraction_of_day(cell)
    raise ValueError(cell)


def written_time(bare: str) -> str:
    """A time of the day as written; of a stretch such as `14:00-15:00` its beginning."""
    if len(bare) > LONGEST_FIGURE:
        raise ValueError(bare)
    if stretch := _RANGE.fullmatch(bare):
        _clock(stretch[2])
        return _clock(stretch[1])
    return fraction_of_day(float(bare)) if _FRACTION.fullmatch(bare) else _clock(bare)


def _clock(bare: str) -> str:
    found = _CLOCK.fullmatch(bare)
    if not found:
        raise ValueError(bare)
    hour, minute, second = int(found[2]), int(found[3] or 0), found[4]
    half = found[1] or found[5]
    if half and hour <= 12:
        hour = hour % 12 + (0 if half in ("上午", "早上", "am") or (half == "中午" and hour > 10) else 12)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        raise ValueError(bare)
    return f"{hour:02d}:{minute:02d}" + (f":{second:0>2}" if int(second or 0) else "")


def fraction_of_day(fraction: float) -> str:
    if not 0 <= fraction < 1:
        raise ValueError(fraction)
    seconds = min(round(fraction * 86_400), 86_399)
    return plain_clock(f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}")


def plain_clock(clock: str) -> str:
    """`09:30:00` as `09:30`: whether a file shows the seconds of a full minute tells no two times apart."""
    return clock[:5] if clock.endswith(":00") and len(clock) == 8 else clock


def minutes_reader(seconds: int) -> Reader[int]:
    """A reader of durations, in minutes rounded up; a bare number counts `seconds`. Longer than a day is a slip."""

    def minutes(cell: Cell) -> int | None:
        if isinstance(cell, str) and is_missing(cell):
            return None
        length = _seconds_of(cell, seconds)
        if not 0 <= length <= 86_400:
            raise ValueError(cell)
        return ceil(length / 60)

    return minutes


def _with_minutes(half: re.Match[str]) -> str:
    """Half an hour, or some hours and a half, with the half in minutes."""
    return f"{half[1] or half[2] or ('1' if half[0].startswith('一') else '0')}小时30分"


def _seconds_of(cell: Cell, seconds: int) -> float:
    if isinstance(cell, int | float):
        return cell * seconds
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if not isinstance(cell, str):
        raise ValueError(cell)
    bare = word_of(cell)
    if len(bare) > LONGEST_FIGURE:
        raise ValueError(cell)
    bare = _HALVES.sub(_with_minutes, bare.replace("个", ""))
    if found := _HOURS.fullmatch(bare) or _LENGTH.fullmatch(bare):
        return int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 + int(found[3] or 0)
    return plain_number(bare) * seconds
