"""Days that come back every year, by the sun or by the moon: reading, writing, and when they fall. Not: whose they are.

Where a year has no such day, custom says which stands for it: 29 February becomes the 28th; the 30th of a lunar month
of 29 days its last (so the 30th of the twelfth month is always New Year's Eve); a day of a leap month falls in the
plain month of that number in years without the leap one. Lunar days are known from 1900 to 2100.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.half_width import half_width
from rmtool.core.periods import Name
from rmtool.phrase import Phrase, phrase

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years that birthdays may state, and lunar days may fall in."""

_LUNAR_FIRST, _LUNAR_LAST = date(1900, 1, 31), date(2101, 1, 28)
_LEAP_MONTHS = range(2, 12)
"""Months that are ever doubled between 1900 and 2100."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST = 40
# Patterns are compiled when first used: most runs read no such text.
_LUNAR = r"^(?:农历|阴历|旧历|农|lunar)[:：\s]*"
_SOLAR = r"^(?:公历|阳历|新历|solar)[:：\s]*"
_YEAR_FIRST = r"(?P<year>\d{4})\s*(?:[-/.年]\s*)(?P<leap>闰|leap\s*)?"
_MONTH_DAY = (
    r"(?P<leap>闰|leap\s*)?(?P<month>\d{1,2}|[正一二三四五六七八九十冬腊]{1,2})\s*[-/.月]\s*"
    r"(?P<day>\d{1,2}|[初一二三四五六七八九十廿卅]{1,3})\s*[日号]?(?P<after>\s*leap)?"
)
_COMPACT = r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
_SPOKEN_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_HAN = {han: number for number, han in enumerate("一二三四五六七八九", 1)}
_LAST_EVE = ("除夕", "大年三十")


class AnnualError(ValueError):
    """What was written is no day of the year; `message` says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.message = phrase(key, **values)


class Annual(NamedTuple):
    """A day of the year by the sun or (`lunar`) by the moon, there perhaps in a `leap` month; `year` is the first."""

    month: int
    day: int
    lunar: bool = False
    leap: bool = False
    year: int | None = None

    def __str__(self) -> str:
        year = f"{self.year:04d}-" if self.year else ""
        return f"{'lunar ' * self.lunar}{year}{self.month:02d}-{self.day:02d}{' leap' * self.leap}"


def parse_annual(text: str, lunar: bool = False) -> Annual:
    """The day of the year that `1980-08-15`, `8月15日`, `农历八月十五`, `lunar 8-15` or `闰四月初三` means.

    `lunar` says that it is by the moon though nothing in it tells. What only the moon's calendar says (初三, 腊月, 闰)
    tells by itself, and so does 八月十五 in words alone, without 日. Raises AnnualError for anything else, and for days
    that there are never, or not in that year.
    """
    plain = half_width(text[:_LONGEST]).casefold().strip()
    bare, by_word = re.subn(_LUNAR, "", plain, count=1, flags=re.ASCII)
    bare, by_sun = re.subn(_SOLAR, "", bare, count=1, flags=re.ASCII)
    if len(text) > _LONGEST or (by_word and by_sun):
        raise AnnualError("annual.unclear", text=text[:_LONGEST])
    if bare in _LAST_EVE:
        bare = "腊月三十"
    found = _parts(bare)
    if found is None:
        raise AnnualError("annual.unclear", text=text)
    year, month, day, leap, spoken = found
    is_lunar = bool(by_word) or (not by_sun and (lunar or leap or spoken))
    if leap and not is_lunar:
        raise AnnualError("annual.unclear", text=text)
    return _checked(Annual(month, day, is_lunar, leap, year), text)


def said(annual: Annual) -> Phrase:
    """The day in words."""
    kind = "lunar_leap" if annual.leap else "lunar"
    if not annual.lunar:
        return phrase("annual.solar", month=annual.month, day=annual.day)
    return phrase(f"annual.{kind}", day=Name(_in_words(annual.month, annual.day), f"{annual.month}-{annual.day}"))


def _in_words(month: int, day: int) -> str:
    """A lunar day as it is written in Chinese: 八月十五, 腊月三十, 冬月廿八."""
    tens, ones = divmod(day, 10)
    units = "十一二三四五六七八九"
    in_words = {10: "初十", 20: "二十", 30: "三十"}.get(day) or "初十廿"[tens] + units[ones]
    return f"{'正二三四五六七八九十冬腊'[month - 1]}月{in_words}"


class Window:
    """The days from `first` to `last` (both in), ready to be asked which days of the year fall into them.

    The moon's calendar is loaded only if a lunar day is asked for.
    """

    def __init__(self, first: date, last: date) -> None:
        self.days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self._solar: dict[tuple[int, int], list[date]] = {}
        self._lunar: dict[tuple[int, int, bool], list[date]] | None = None
        for day in self.days:
            self._solar.setdefault((day.month, day.day), []).append(day)
            if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
                self._solar.setdefault((2, 29), []).append(day)

    def of(self, annual: Annual) -> Sequence[date]:
        """The days of the window on which it falls, whatever its first year."""
        if annual.lunar:
            if self._lunar is None:
                self._lunar = _lunar_days(self.days)
            return self._lunar.get((annual.month, annual.day, annual.leap), ())
        return self._solar.get((annual.month, annual.day), ())


def days_in_years(annual: Annual, first: int, last: int) -> list[date]:
    """The days on which it falls in the calendar years `first` to `last`, in order: for many years sooner found so."""
    if not annual.lunar:
        return [
            date(year, annual.month, annual.day if _is_in_year(annual, year) else 28) for year in range(first, last + 1)
        ]
    from borax.calendars.lunardate import LCalendars, LunarDate

    found = []
    for year in range(max(first - 1, FIRST_YEAR), min(last, LAST_YEAR) + 1):
        leap = int(annual.leap and LCalendars.leap_month(year) == annual.month)
        day = min(annual.day, LCalendars.ndays(year, annual.month, leap))
        found.append(LunarDate(year, annual.month, day, leap).to_solar_date())
    return [day for day in found if first <= day.year <= last]


def _lunar_days(days: Sequence[date]) -> dict[tuple[int, int, bool], list[date]]:
    """By month, day and whether in a leap month: the days on which such lunar days fall."""
    from borax.calendars.lunardate import LCalendars, LunarDate

    found: dict[tuple[int, int, bool], list[date]] = {}
    for day in days:
        if not _LUNAR_FIRST <= day <= _LUNAR_LAST:
            continue
        moon = LunarDate.from_solar(day)
        of_month = [moon.day]
        if moon.day == 29 and LCalendars.ndays(moon.year, moon.month, moon.leap) == 29:
            of_month.append(30)
        leaps = [True] if moon.leap else [False]
        if not moon.leap and LCalendars.leap_month(moon.year) != moon.month:
            leaps.append(True)
        for number in of_month:
            for leap in leaps:
                found.setdefault((moon.month, number, leap), []).append(day)
    return found


def _parts(bare: str) -> tuple[int | None, int, int, bool, bool] | None:
    """Year, month, day, whether the month is a leap one, and whether only the moon's calendar speaks so."""
    if found := re.fullmatch(_COMPACT, bare, re.ASCII):
        return int(found["year"]), int(found["month"]), int(found["day"]), False, False
    year = None
    leap = False
    if (found := re.match(_YEAR_FIRST, bare, re.ASCII)) and re.fullmatch(_MONTH_DAY, bare[found.end() :], re.ASCII):
        year, leap, bare = int(found["year"]), bool(found["leap"]), bare[found.end() :]
    whole = re.fullmatch(_MONTH_DAY, bare, re.ASCII)
    if whole is None:
        return None
    month, day = _month(whole["month"]), _day(whole["day"])
    if month is None or day is None:
        return None
    in_words = not (whole["month"].isdecimal() or whole["day"].isdecimal() or bare[-1] in "日号" or year)
    spoken = whole["month"] in _SPOKEN_MONTHS or whole["day"][0] in "初廿卅" or in_words
    return year, month, day, leap or bool(whole["leap"] or whole["after"]), spoken


def _month(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    return _SPOKEN_MONTHS.get(written) or {"十": 10, "十一": 11, "十二": 12}.get(written) or _HAN.get(written)


def _day(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    plain = written.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return _HAN.get(ones)
    ahead, behind = (_HAN.get(tens) if tens else 1), (_HAN.get(ones) if ones else 0)
    return None if ahead is None or behind is None else ahead * 10 + behind


def _checked(annual: Annual, text: str) -> Annual:
    month, day, lunar, leap, year = annual
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise AnnualError("annual.year", text=text, first=FIRST_YEAR, last=LAST_YEAR)
    if not 1 <= month <= 12 or not 1 <= day <= (30 if lunar else _DAYS[month - 1]):
        raise AnnualError("annual.no_such_day", text=text)
    if leap and month not in _LEAP_MONTHS:
        raise AnnualError("annual.never_leap", text=text, month=month)
    if year is not None and not _is_in_year(annual, year):
        raise AnnualError("annual.not_in_year", text=text, year=year)
    return annual


def _is_in_year(annual: Annual, year: int) -> bool:
    if not annual.lunar:
        try:
            date(year, annual.month, annual.day)
        except ValueError:
            return False
        return True
    from borax.calendars.lunardate import LCalendars

    if annual.leap and LCalendars.leap_month(year) != annual.month:
        return False
    return bool(annual.day <= LCalendars.ndays(year, annual.month, int(annual.leap)))
