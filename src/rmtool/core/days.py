"""Days, weeks, months and times as people type them, in Chinese and English. Not: dates in a bank's files (intake).

Every form has one meaning. Where the year or the month is left out, the caller says which way to look from `today`.
Full-width characters are plain ones here; digits of other scripts are refused. All functions raise DayError.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import Literal

from rmtool.core.half_width import half_width, has_other_digits
from rmtool.core.periods import next_period, period_of, previous_period
from rmtool.phrase import Phrase, phrase

Prefer = Literal["past", "future", "nearest"]
"""Which of several days is meant: the latest up to today, the earliest from today on, or the nearest (then later)."""

FIRST_YEAR, LAST_YEAR = 1800, 2999
_LONGEST = 40

_DAYS_FROM_TODAY = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "yesterday": -1,
    "今天": 0,
    "今日": 0,
    "today": 0,
    "明天": 1,
    "明日": 1,
    "tomorrow": 1,
    "后天": 2,
    "大后天": 3,
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ZH_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_PERIODS = {
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季": "quarter",
    "季度": "quarter",
    "年": "year",
}
_THIS_OR_NEXT = r"(上上|上|本|这|下|下下)个?"
_DAYTIME = {"凌晨": (0, 5), "早上": (5, 11), "上午": (6, 11), "中午": (11, 13), "下午": (12, 18), "晚上": (17, 23)}
"""The hours, both in, that a word for a part of the day can mean."""


class DayError(ValueError):
    """What was typed can't be read as a day, week, month or time; `message` says why, and how to write it."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.message: Phrase = phrase(key, text=text)


def parse_day(text: str, today: date, prefer: Prefer) -> date:
    """The day that `text` names.

    * Whole: `2026-11-25`, `2026/11/25`, `2026.11.25`, `20261125`, `2026年11月25日`, `25 Nov 2026`.
    * In the year or month that `prefer` points to: `11-25`, `11/25`, `11月25日`, `25 Nov`, `Nov 25`; `25日`. Within a
      year of today, so `02-29` is refused when neither year beside today has one.
    * A day of this calendar week (Monday first), the next or the last: `周三`, `wed`, `下周三`, `next wed`, `上周三`.
    * Counted from today: `今天`, `明天`, `tomorrow`, `前天`, `+10d`, `-2w`, `10天后`, `三天前`, `in 10 days`,
      `2 weeks ago`.
    * The ends of a period: `月初`, `月底`, `下月底`, `季末`, `年底`, `end of month`, `start of next quarter`.
    """
    if len(text) == 10 and text.isascii() and text[4] == text[7] == "-":
        # The commonest form, which a cron line gives, takes no pattern.
        with suppress(ValueError):
            return _in_range(date.fromisoformat(text), "days.no_such_day", text)
    bare = _bare(text, "days.not_a_day")
    for read in (_whole, _counted, _of_a_week, _end_of_period):
        if found := read(bare, today):
            return found
    if found := _without_year(bare, today, prefer):
        return found
    raise DayError("days.not_a_day", text)


def parse_week(text: str, today: date) -> date:
    """The Monday of the week that `text` names.

    `2026-W48`, `2026W48`, `2026年第48周`; `W48`, `第48周` (of the ISO year in which it is nearest to today); `this`,
    `next`, `last`, `本周`, `下周`, `上周`; or any day that `parse_day` reads, the nearest if it lacks a year.
    """
    bare = _bare(text, "days.not_a_week")
    if (shift := _shift_in(bare, "week")) is not None:
        return _shifted("week", shift, today)
    found = re.fullmatch(r"(?:(\d{4})-?)?w(\d{1,2})|(?:(\d{4})年)?第(\d{1,2})周", bare, re.ASCII)
    if not found:
        return period_of("week", _day_within(text, today, "nearest", "days.not_a_week")).start
    year, week = found[1] or found[3], int(found[2] or found[4])
    years = [int(year)] if year else range(today.year - 1, today.year + 2)
    monday = _choose((_iso_monday(y, week) for y in years), period_of("week", today).start, "nearest")
    return _in_range(monday, "days.no_such_week", text)


def parse_month(text: str, today: date, prefer: Prefer = "past") -> date:
    """The first day of the month that `text` names.

    `2026-11`, `2026年11月`, `Nov 2026`; `11月`, `Nov` (in the year that `prefer` points to); `this`, `next`, `last`,
    `本月`, `下月`, `上月`; or any day that `parse_day` reads.
    """
    bare = _bare(text, "days.not_a_month")
    if (shift := _shift_in(bare, "month")) is not None:
        return _shifted("month", shift, today)
    if not (found := _month_in(bare)):
        return _day_within(text, today, prefer, "days.not_a_month").replace(day=1)
    year, month = found
    if year:
        return _in_range(_day(year, month, 1), "days.no_such_month", text)
    firsts = (_day(y, month, 1) for y in range(today.year - 1, today.year + 2))
    return _in_range(_choose(firsts, today.replace(day=1), prefer), "days.no_such_month", text)


def parse_quarter(text: str, today: date) -> date:
    """The first day of the quarter that `text` names.

    `2026-Q4`, `2026年四季度`; `Q4`, `四季度` (of this year); `this`, `next`, `last`, `本季度`, `下季度`; or any month.
    """
    bare = _bare(text, "days.not_a_quarter")
    if (shift := _shift_in(bare, "quarter")) is not None:
        return _shifted("quarter", shift, today)
    found = re.fullmatch(r"(?:(\d{4})[- ]?)?q([1-4])|(?:(\d{4})年)?第?([1-4一二三四])季度?", bare, re.ASCII)
    if not found:
        try:
            return period_of("quarter", parse_month(text, today, "nearest")).start
        except DayError:
            raise DayError("days.not_a_quarter", text) from None
    number = found[2] or found[4]
    year = int(found[1] or found[3] or today.year)
    return _in_range(_day(year, 3 * (_ZH_NUMBERS.get(number) or int(number)) - 2, 1), "days.not_a_quarter", text)


def parse_year(text: str, today: date) -> date:
    """The first day of the year that `text` names: `2026`, `2026年`, `this`, `next`, `last`, `今年`, `明年`, `去年`."""
    bare = _bare(text, "days.not_a_year")
    if (shift := _shift_in(bare, "year")) is not None:
        return _shifted("year", shift, today)
    if bare in ("今年", "本年", "明年", "去年"):
        return _shifted("year", _shift(bare[0]), today)
    found = re.fullmatch(r"(\d{4})年?", bare, re.ASCII)
    return _in_range(_day(int(found[1]), 1, 1) if found else None, "days.not_a_year", text)


def parse_clock(text: str) -> int:
    """The minute of the day that `text` names.

    `9:00`, `09:30`, `15时30分`, `9点`, `9点半`, `9点一刻`, `下午3点`, `3pm`, `3:30 pm`. Not a bare
    number, and not 24:00.
    """
    bare = _bare(text, "days.not_a_time")
    english = re.fullmatch(r"(\d{1,2})(?::(\d{2}))? ?(am|pm)", bare, re.ASCII)
    plain = re.fullmatch(
        rf"({'|'.join(_DAYTIME)})?(\d{{1,2}})(?::(\d{{2}})|[点时](?:(\d{{1,2}})分?|(半|一刻|三刻)|整)?)", bare, re.ASCII
    )
    if english:
        hour, minute = int(english[1]), int(english[2] or 0)
        if not 1 <= hour <= 12:
            raise DayError("days.no_such_time", text)
        hour = hour % 12 + (12 if english[3] == "pm" else 0)
    elif plain:
        hour = _hour_in(plain[1], int(plain[2]))
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(plain[5] or "", int(plain[3] or plain[4] or 0))
    else:
        raise DayError("days.not_a_time", text)
    if not (0 <= hour <= 23 and minute <= 59):
        raise DayError("days.no_such_time", text)
    return hour * 60 + minute


def _day_within(text: str, today: date, prefer: Prefer, otherwise: str) -> date:
    """The day that stands for its week or month; `otherwise` is what is said of text that isn't a day at all."""
    try:
        return parse_day(text, today, prefer)
    except DayError as error:
        if error.message.key == "days.not_a_day":
            raise DayError(otherwise, text) from None
        raise


def _month_in(bare: str) -> tuple[int, int] | None:
    """Year (0 if it isn't said) and month of `2026-11`, `11月`, `Nov 2026`."""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})|(?:(\d{4})年)?(\d{1,2})月份?", bare, re.ASCII):
        return int(found[1] or found[3] or 0), int(found[2] or found[4])
    named = re.fullmatch(r"([a-z]{3,9})(?: (\d{4}))?", bare, re.ASCII)
    if named and (month := _number_of(named[1], _MONTHS)):
        return int(named[2] or 0), month
    return None


def _bare(text: str, otherwise: str) -> str:
    bare = " ".join(half_width(text).lower().split())
    if len(bare) > _LONGEST:
        raise DayError(otherwise, text[:_LONGEST])
    if has_other_digits(bare):
        raise DayError("days.other_digits", text)
    return bare if bare.isascii() else bare.replace(" ", "")


def _whole(bare: str, today: date) -> date | None:
    for pattern in (
        r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})",
        r"(\d{4})()(\d{2})(\d{2})",
        r"(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?",
    ):
        if found := re.fullmatch(pattern, bare, re.ASCII):
            return _in_range(_day(int(found[1]), int(found[3]), int(found[4])), "days.no_such_day", bare)
    if (named := _with_month_name(bare)) and named[0]:
        return _in_range(_day(*named), "days.no_such_day", bare)
    return None


def _without_year(bare: str, today: date, prefer: Prefer) -> date | None:
    found = re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})|(\d{1,2})月(\d{1,2})[日号]?", bare, re.ASCII)
    day_alone = re.fullmatch(r"(\d{1,2})[日号]", bare, re.ASCII)
    years = range(today.year - 1, today.year + 2)
    if found:
        month, day = int(found[1] or found[4]), int(found[3] or found[5])
    elif named := _with_month_name(bare):
        _, month, day = named
    elif day_alone:
        days = (_day(y, m, int(day_alone[1])) for y in years for m in range(1, 13))
        return _in_range(_choose(days, today, prefer), "days.no_such_day", bare)
    else:
        return None
    within_a_year = (d for y in years if (d := _day(y, month, day)) and abs((d - today).days) <= 366)
    return _in_range(_choose(within_a_year, today, prefer), "days.no_such_day", bare)


def _with_month_name(bare: str) -> tuple[int, int, int] | None:
    """Year (0 if it isn't said), month and day of `25 Nov 2026` or `Nov 25`."""
    for pattern, month, day in (
        (r"(\d{1,2}) ([a-z]{3,9})(?: (\d{4}))?", 2, 1),
        (r"([a-z]{3,9}) (\d{1,2})(?:,? (\d{4}))?", 1, 2),
    ):
        if (found := re.fullmatch(pattern, bare, re.ASCII)) and (number := _number_of(found[month], _MONTHS)):
            return int(found[3] or 0), number, int(found[day])
    return None


def _counted(bare: str, today: date) -> date | None:
    if bare in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[bare])
    if found := re.fullmatch(r"([+-])(\d{1,4}) ?([dw])", bare, re.ASCII):
        return _away(today, int(found[2]), found[3] == "w", found[1] == "+")
    if found := re.fullmatch(
        r"(\d{1,4}|[一二两三四五六七八九十])(天|日|个?星期|周|个?礼拜)(?:以|之)?(前|后)", bare, re.ASCII
    ):
        number = _ZH_NUMBERS.get(found[1]) or int(found[1])
        return _away(today, number, found[2] not in "天日", found[3] == "后")
    if found := re.fullmatch(r"in (\d{1,4}) (day|week)s?|(\d{1,4}) (day|week)s? ago", bare, re.ASCII):
        return _away(today, int(found[1] or found[3]), (found[2] or found[4]) == "week", bool(found[1]))
    return None


def _away(today: date, number: int, weeks: bool, later: bool) -> date:
    return today + timedelta(days=number * (7 if weeks else 1) * (1 if later else -1))


def _of_a_week(bare: str, today: date) -> date | None:
    found = re.fullmatch(rf"(?:{_THIS_OR_NEXT})?(?:周|星期|礼拜)([一二三四五六日天])", bare)
    if found:
        weekday = min("一二三四五六日天".index(found[2]), 6)
        return _shifted("week", _shift(found[1]), today) + timedelta(days=weekday)
    named = re.fullmatch(r"(?:(this|next|last) )?([a-z]{3,9})", bare)
    if named and (number := _number_of(named[2], _WEEKDAYS)):
        return _shifted("week", _shift(named[1]), today) + timedelta(days=number - 1)
    return None


def _end_of_period(bare: str, today: date) -> date | None:
    if found := re.fullmatch(rf"(?:{_THIS_OR_NEXT})?(月|季度?)(初|底|末)|(去|今|本|明)?(年)(初|底|末)", bare):
        shift, kind, end = found.groups()[3:] if found[5] else found.groups()[:3]
    elif found := re.fullmatch(r"(start|beginning|end) of (?:the )?(?:(this|next|last) )?(month|quarter|year)", bare):
        end, shift, kind = found.groups()
    else:
        return None
    first = _shifted(_PERIODS.get(kind, kind), _shift(shift), today)
    return first if end in ("初", "start", "beginning") else period_of(_PERIODS.get(kind, kind), first).end


def _shift_in(bare: str, kind: str) -> int | None:
    """How many weeks or months from the running one `下周`, `this` or `last month` is; None for anything else."""
    if bare in ("this", "next", "last", f"this {kind}", f"next {kind}", f"last {kind}"):
        return _shift(bare.split()[0])
    found = re.fullmatch(rf"{_THIS_OR_NEXT}(周|星期|礼拜|月|季度?)", bare)
    return _shift(found[1]) if found and _PERIODS[found[2]] == kind else None


def _shift(word: str | None) -> int:
    return {"上上": -2, "上": -1, "去": -1, "last": -1, "下": 1, "明": 1, "next": 1, "下下": 2}.get(word or "", 0)


def _shifted(kind: str, shift: int, today: date) -> date:
    """The first day of the period that lies `shift` periods after today's."""
    span = period_of(kind, today)
    for _ in range(abs(shift)):
        span = next_period(kind, span) if shift > 0 else previous_period(kind, span)
    return span.start


def _hour_in(part: str | None, hour: int) -> int:
    """The hour of the day that `hour` within that part of the day means; -1 if it can't lie there."""
    if part is None:
        return hour
    earliest, latest = _DAYTIME[part]
    return next((h for h in (hour, hour + 12) if earliest <= h <= latest), -1)


def _number_of(word: str, names: tuple[str, ...]) -> int | None:
    """The place, from 1, of the name that `word` shortens to at least three letters."""
    return next((n for n, name in enumerate(names, 1) if len(word) >= 3 and name.startswith(word)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso_monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _choose(days: Iterable[date | None], today: date, prefer: Prefer) -> date | None:
    """The day among those that exist that `prefer` points to."""
    known = [d for d in days if d]
    if prefer == "past":
        return max((d for d in known if d <= today), default=None)
    if prefer == "future":
        return min((d for d in known if d >= today), default=None)
    return min(known, key=lambda d: (abs(d.toordinal() - today.toordinal()), d < today), default=None)


def _in_range(day: date | None, otherwise: str, text: str) -> date:
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DayError(otherwise, text)
    return day
