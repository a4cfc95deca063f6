"""When the events of a calendar file take place: moments, zones, recurrences. Not: which events there are (calendars).

Everything comes out in the RM's own time, China's, which has known no summer time since 1991.
"""

import io
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

CHINA = timezone(timedelta(hours=8))

_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?", re.ASCII)
_DURATION = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)
_STEPS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 0, "YEARLY": 0}
"""Frequencies that are read, and the days of one step where all steps are as long."""

_MOST_RULES = 10
"""Rules that one event may have."""

_DAYS_OF_A_RULE, _DAYS_A_RULE = 150_000, 300
"""Days that one rule may be tried on (of a yearly one since 1620), and those that reading it is counted as."""

_MOST_LINES = 500
"""Lines of the definition of a zone."""

_LEAP_YEAR = 2024
_ANY_TIME = datetime.combine(date(2026, 1, 1), time.min)

_WINDOWS = {
    "China Standard Time": "Asia/Shanghai",
    "Taipei Standard Time": "Asia/Taipei",
    "Singapore Standard Time": "Asia/Singapore",
    "Tokyo Standard Time": "Asia/Tokyo",
    "Korea Standard Time": "Asia/Seoul",
    "SE Asia Standard Time": "Asia/Bangkok",
    "India Standard Time": "Asia/Kolkata",
    "Arabian Standard Time": "Asia/Dubai",
    "Russian Standard Time": "Europe/Moscow",
    "GMT Standard Time": "Europe/London",
    "W. Europe Standard Time": "Europe/Berlin",
    "Central European Standard Time": "Europe/Warsaw",
    "Central Europe Standard Time": "Europe/Budapest",
    "Romance Standard Time": "Europe/Paris",
    "E. Europe Standard Time": "Europe/Chisinau",
    "FLE Standard Time": "Europe/Kyiv",
    "Eastern Standard Time": "America/New_York",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "Pacific Standard Time": "America/Los_Angeles",
    "AUS Eastern Standard Time": "Australia/Sydney",
    "New Zealand Standard Time": "Pacific/Auckland",
    "UTC": "UTC",
}
"""Outlook's names of zones, for files that don't define them (those that Outlook writes do)."""


class Line(NamedTuple):
    """One line of an event: what is said about its value, and the value as written."""

    about: Mapping[str, str]
    value: str


class Moment(NamedTuple):
    """A wall clock's time in `zone` (None: a time of no zone, the RM's own); `whole` if only the day is said."""

    at: datetime
    zone: tzinfo | None
    whole: bool

    def here(self) -> datetime:
        """The RM's own time at this moment."""
        return self.at if self.zone is None else _as_here(self.at, self.zone)


class Patience:
    """How many days the rules of a file may still be tried on: a rule that never comes true would be so for ever."""

    def __init__(self, days: int = 5_000_000) -> None:
        self.days = days

    def spend(self, days: int) -> None:
        """Takes some. Raises ValueError if there are none left."""
        self.days -= days
        if self.days < 0:
            raise ValueError("too many days")


class _Watched(tuple[int, ...]):
    """The months of a rule, which its series asks about every day that it is tried on."""

    patience: list[Patience]

    def __bool__(self) -> bool:
        for each in self.patience:
            each.spend(1)
        return len(self) > 0


class Zones:
    """The zones that a file defines or names; `unknown` are those that nobody knows, taken for the RM's own."""

    def __init__(self, defined: Mapping[str, Sequence[str]], floating: str | None) -> None:
        self._defined = defined
        self._known: dict[str, tzinfo | None] = {}
        self.unknown: list[str] = []
        self._floating = self.named(floating) if floating else None

    def moment(self, line: Line, value: str | None = None) -> Moment:
        """The moment that a line (or one of its values) states. Raises ValueError if it states none."""
        found = _MOMENT.fullmatch((line.value if value is None else value).strip().upper())
        if found is None:
            raise ValueError(line.value)
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return Moment(datetime.combine(day, time.min), None, whole=True)
        at = datetime.combine(day, time(int(found[4]), int(found[5]), min(int(found[6] or 0), 59)))
        if found[7]:
            return Moment(at, UTC, whole=False)
        name = line.about.get("TZID")
        return Moment(at, self.named(name) if name else self._floating, whole=False)

    def named(self, name: str) -> tzinfo | None:
        """The zone of this name: as the file defines it, by its own name, or by Outlook's."""
        if name not in self._known:
            zone = _defined_zone(self._defined[name]) if name in self._defined else None
            zone = zone or _known_zone(_WINDOWS.get(name, name.removeprefix("/").split("/citadel.org/")[-1]))
            if zone is None:
                self.unknown.append(name)
            self._known[name] = zone
        return self._known[name]


def duration(text: str) -> timedelta:
    """The length that `PT1H30M` or `P2D` states. Raises ValueError for anything else."""
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = (int(n or 0) for n in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def starts(
    start: Moment,
    rules: Sequence[str],
    more: Iterable[Moment],
    but: Iterable[Moment],
    first: datetime,
    last: datetime,
    patience: Patience,
) -> Iterator[datetime]:
    """The RM's own times from `first` to `last`, both in, at which a series that begins at `start` takes place.

    `rules` are its RRULEs, `more` further moments, `but` those left out (a day alone leaves out all of it). Raises
    ValueError for a rule that can't be read, one that repeats within the day, and one that takes too much `patience`.
    """
    from dateutil.rrule import rruleset, rrulestr

    # A zone's wall clock is at most a day from the RM's.
    begin, end = first - timedelta(days=1), last + timedelta(days=1)
    series = rruleset()
    if len(rules) > _MOST_RULES:
        raise ValueError(len(rules))
    for rule in rules:
        text, origin = _bounded(rule, start, begin, end)
        patience.spend(_DAYS_A_RULE)
        recurrence: Any = rrulestr(text, dtstart=origin)
        watched = _Watched(recurrence._bymonth or ())
        watched.patience = [patience, Patience(_DAYS_OF_A_RULE)]
        recurrence._bymonth = watched
        series.rrule(recurrence)
    for moment in more:
        series.rdate(_in_zone(moment, start))
    left_out = [(moment.whole, _in_zone(moment, start)) for moment in but]
    moments = {at for whole, at in left_out if not whole or start.whole}
    days = {at.date() for whole, at in left_out if whole and not start.whole}
    for at in series.between(begin, end, inc=True):
        if at not in moments and at.date() not in days:
            here = start._replace(at=at).here()
            if first <= here <= last:
                yield here


def _bounded(rule: str, start: Moment, begin: datetime, end: datetime) -> tuple[str, datetime]:
    """The rule as far as `end`, and the start that it may count from to reach `begin` in few steps."""
    parts = dict(part.split("=", 1) for part in re.sub(r"\s", "", rule).upper().strip(";").split(";") if part)
    step = _STEPS.get(parts.get("FREQ", ""))
    interval = int(parts.get("INTERVAL", "1"))
    within_a_day = any("," in parts.get(name, "") for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if step is None or interval < 1 or within_a_day or _never(parts):
        raise ValueError(rule)
    until = _in_zone(_until(parts.pop("UNTIL")), start) if "UNTIL" in parts else end
    origin = start.at
    if "COUNT" not in parts:
        parts["UNTIL"] = re.sub("[-:]", "", min(until, end).isoformat(timespec="seconds"))
        leap = step * interval
        if leap and begin > origin:
            origin += timedelta(days=(begin - origin).days // leap * leap)
    return ";".join(f"{name}={value}" for name, value in parts.items()), origin


def _never(parts: Mapping[str, str]) -> bool:
    """Whether a rule asks for days that none of its months has, such as 30 February: it would be sought for ever."""
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month] or range(1, 13)
    return bool(days) and all(day > monthrange(_LEAP_YEAR, month)[1] for day in days for month in months)


def _until(text: str) -> Moment:
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    if found[4] is None:
        return Moment(datetime.combine(date(int(found[1]), int(found[2]), int(found[3])), time.max), None, whole=True)
    return Zones({}, None).moment(Line({}, text))


def _in_zone(moment: Moment, start: Moment) -> datetime:
    """The moment on the wall clock by which `start` is told."""
    if moment.zone is None or start.whole:
        return moment.at
    return moment.at.replace(tzinfo=moment.zone).astimezone(start.zone or CHINA).replace(tzinfo=None)


def _as_here(at: datetime, zone: tzinfo) -> datetime:
    return at.replace(tzinfo=zone).astimezone(CHINA).replace(tzinfo=None)


def _defined_zone(lines: Sequence[str]) -> tzinfo | None:
    """The zone that these lines of a VTIMEZONE define; None if they don't make sense."""
    from dateutil.tz import tzical

    rules = [line.upper() for line in lines if line.upper().startswith("RRULE")]
    if len(lines) > _MOST_LINES or not all("FREQ=YEARLY" in rule for rule in rules):
        return None
    inner = [line for line in lines if not line.upper().startswith(("TZID", "X-", "TZNAME"))]
    text = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:zone", *inner, "END:VTIMEZONE", ""])
    try:
        zone: tzinfo | None = tzical(io.StringIO(text)).get("zone")
        if zone is not None:
            zone.utcoffset(_ANY_TIME)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return zone


def _known_zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # no such zone, a name that is no path, no table of zones
        return None
