"""Hours in which a client is to be seen, as people write them: weekdays with times. Not: the week's shifts (windows).

One written form stands for each: `tue-thu 09:00-11:00, 14:00-16:00; fri 09:00-10:00`, and a day alone for all of it.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from rmtool.core.half_width import half_width
from rmtool.core.periods import Shift, clock
from rmtool.phrase import Phrase, phrase

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY = Shift(0, 1440)

Hours = tuple[tuple[Shift, ...], ...]
"""For each weekday, Monday first, the hours of it in order, none touching the next."""

_DAYS = {
    **dict.fromkeys(("工作日", "weekdays"), (0, 1, 2, 3, 4)),
    **dict.fromkeys(("周末", "weekends", "weekend"), (5, 6)),
    **dict.fromkeys(("每天", "每日", "daily", "every day"), tuple(range(7))),
}
_HALVES = {
    **dict.fromkeys(("上午", "早上", "mornings", "morning"), Shift(480, 720)),
    **dict.fromkeys(("下午", "afternoons", "afternoon"), Shift(720, 1080)),
}
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZH = "一二三四五六日"
_DAY = rf"(?:周|星期|礼拜)?[{_ZH}天]|(?:{'|'.join((*_LONG, 'tues', 'thurs', *WEEKDAYS))})\b"
_TIME = r"(?:上午|早上|下午|晚上)?(?:\d{1,2}:\d{2}|\d{1,2}[点时](?:半|\d{1,2}分?)?)"
_ITEM = (
    rf"(?P<days>{'|'.join(_DAYS)})|(?P<first>{_DAY})(?: ?- ?(?P<last>{_DAY}))?"
    rf"|(?P<opens>{_TIME}) ?- ?(?P<closes>{_TIME})|(?P<half>{'|'.join(_HALVES)})|[ ,;、和]+"
)
_LONGEST = 400
_SHOWN = 80


class HoursError(ValueError):
    """What was written can't be read as hours; `message` says why, and how to write it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.message = phrase(key, **values)


def parse_hours(text: str) -> Hours:
    """The hours that `tue-thu 09:00-11:00; 14:00-16:00`, `周二至周四 9点-11点`, `周二上午` or `mon, wed` mean.

    Times without a day of their own belong to the days before them, at the beginning to every day. Hours that overlap
    become one. Raises HoursError for anything else, and for hours that end before they begin.
    """
    found: list[list[Shift]] = [[] for _ in WEEKDAYS]
    days: list[int] = []
    is_open = False  # whether the days just read still wait for their times
    for item in _items(text):
        if item["days"] or item["first"]:
            days = [*(days if is_open else ()), *_days(item)]
            is_open = True
        elif item["opens"] or item["half"]:
            shift = _HALVES[item["half"]] if item["half"] else _shift(item["opens"], item["closes"], text)
            for day in days or range(7):
                found[day].append(shift)
            is_open = False
    for day in days if is_open else ():
        found[day].append(ALL_DAY)
    if not any(found):
        raise HoursError("hours.unclear", text=text)
    return tuple(tuple(_merged(sorted(shifts))) for shifts in found)


def write_hours(hours: Hours) -> str:
    """The one written form of `hours`; `parse_hours` reads it back."""
    return "; ".join(
        " ".join(filter(None, (_range(WEEKDAYS[first], WEEKDAYS[last]), ", ".join(map(_plain, shifts)))))
        for first, last, shifts in _groups(hours)
    )


def hours_said(hours: Hours) -> tuple[Phrase, ...]:
    """The hours in words, a phrase for every run of days alike."""
    return tuple(
        phrase(
            "hours.days" if last > first else "hours.day",
            first=_some(first),
            last=_some(last),
            times=tuple(map(_plain, shifts)) if shifts != (ALL_DAY,) else phrase("hours.all_day"),
        )
        for first, last, shifts in _groups(hours)
    )


def _items(text: str) -> Iterator[re.Match[str]]:
    plain = " ".join(half_width(text).casefold().split())
    for sign in "–—~至到":
        plain = plain.replace(sign, "-")
    pattern, place = re.compile(_ITEM, re.ASCII), 0  # only now: most runs read no hours
    while place < len(plain):
        item = pattern.match(plain, place)
        if item is None or len(plain) > _LONGEST:
            raise HoursError("hours.unclear", text=text[:_SHOWN])
        yield item
        place = item.end()


def _days(item: re.Match[str]) -> tuple[int, ...]:
    if item["days"]:
        return _DAYS[item["days"]]
    first, last = _weekday(item["first"]), _weekday(item["last"] or item["first"])
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def _weekday(word: str) -> int:
    return WEEKDAYS.index(word[:3]) if word.isascii() else min(f"{_ZH}天".index(word[-1]), 6)


def _shift(opens: str, closes: str, text: str) -> Shift:
    start, end = _minute(opens), _minute(closes)
    if opens.startswith(("下午", "晚上")) and closes[0].isdigit() and end <= start:
        end += 720  # 下午2点-4点
    if not (0 <= start <= 1440 and 0 <= end <= 1440):
        raise HoursError("hours.no_such_time", text=text)
    if end <= start:
        raise HoursError("hours.reversed", start=clock(start), end=clock(end))
    return Shift(start, end)


def _minute(time: str) -> int:
    """The minute of the day; -1 if it isn't on the clock."""
    hour, minute, *_ = map(int, (*re.findall(r"\d+", time.replace("半", "30")), 0))
    if time.startswith(("下午", "晚上")) and hour < 12:
        hour += 12
    return hour * 60 + minute if minute < 60 else -1


def _merged(shifts: list[Shift]) -> Iterator[Shift]:
    """The shifts, in order, those that overlap or touch as one."""
    while shifts:
        shift = shifts.pop(0)
        while shifts and shifts[0].opens <= shift.closes:
            shift = Shift(shift.opens, max(shift.closes, shifts.pop(0).closes))
        yield shift


def _groups(hours: Hours) -> Iterator[tuple[int, int, tuple[Shift, ...]]]:
    """Runs of weekdays with the same hours: the first, the last, the hours."""
    for shifts, run in groupby(range(7), key=lambda day: hours[day]):
        days = list(run)
        if shifts:
            yield days[0], days[-1], shifts


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last}"


def _plain(shift: Shift) -> str:
    return "" if shift == ALL_DAY else f"{clock(shift.opens)}-{clock(shift.closes)}"


def _some(weekday: int) -> date:
    """A date on this weekday, by which a language names it."""
    return date(2024, 1, 1) + timedelta(days=weekday)
