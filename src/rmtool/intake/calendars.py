"""Calendar files (.ics) → the hours that they take. Not: the T/E/M calendars of contact logs (calendar_rows).

What a file says beyond titles and times isn't read; a private event's title isn't either. An event that can't be read
is told and left out, the others count.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from rmtool.core.busy import Busy, BusyHours
from rmtool.core.periods import ONE_DAY, Shift, Span
from rmtool.errors import InputError
from rmtool.intake.event_times import Line, Moment, Patience, Zones, duration, starts
from rmtool.intake.sheets import read_bytes
from rmtool.intake.text_files import decode
from rmtool.intake.yaml_text import shown
from rmtool.phrase import Phrase, phrase

OWN = "rmtool"
"""What the calendars that rmtool writes are known by: its own visits take no hours from it."""

_WANTED = frozenset(
    (
        *("UID", "SUMMARY", "CLASS", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "SEQUENCE"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
    )
)
_LINE = re.compile(r'([\w-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)', re.ASCII | re.DOTALL)
_ABOUT = re.compile(r';([\w-]+)=("[^"]*"|[^;"]*)', re.ASCII)
_ESCAPED = re.compile(r"\\(.)")
_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})
_LONGEST_TITLE = 60
_WARNINGS = 5
"""Events of a file that are told of singly."""

Event = dict[str, list[Line]]


def read_busy(places: Iterable[Path], span: Span) -> BusyHours:
    """The hours of `span` that the calendar files, and those in the folders, take.

    Raises InputError for a file or folder that isn't there, can't be read, or holds no calendar.
    """
    found = BusyHours([], [])
    for place in places:
        for file in _files(place):
            busy, warnings = _read(file, span)
            found.busy.extend(busy)
            found.warnings.extend(warnings)
    return found


def _files(place: Path) -> list[Path]:
    try:
        if not place.is_dir():
            return [place]
        files = sorted(path for path in place.iterdir() if path.suffix.lower() == ".ics" and path.is_file())
    except OSError as error:
        raise InputError("intake.unreadable_file", file=place, why=error.strerror or "") from None
    if not files:
        raise InputError("calendars.empty_folder", folder=place)
    return files


def _read(file: Path, span: Span) -> BusyHours:
    data = read_bytes(file)
    if not data.strip():
        return BusyHours([], [phrase("calendars.empty", file=file.name)])
    calendar = _Calendar(file.name)
    calendar.take(_unfolded(decode(data, file.name, None).lines()))
    if not calendar.is_one:
        raise InputError("calendars.no_calendar", file=file.name)
    return calendar.busy(span)


class _Calendar:
    """One file's events and zones, as its lines say them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.is_one = False
        self._events: list[Event] = []
        self._zones: dict[str, list[str]] = {}
        self._floating: str | None = None
        self._is_void = False

    def take(self, lines: Iterable[str]) -> None:
        """Takes up the lines; parts of events, such as alarms, are passed over."""
        inside: list[str] = []
        event: Event = {}
        zone: list[str] = []
        for line in lines:
            word = line[:24].upper().rstrip()
            if word.startswith("BEGIN:"):
                inside.append(word[6:])
                self.is_one |= word == "BEGIN:VCALENDAR"
                if inside[-1] == "VEVENT":
                    event = {}
                elif inside[-1] == "VTIMEZONE":
                    zone = []
                elif "VTIMEZONE" in inside:
                    zone.append(line)
            elif word.startswith("END:"):
                ended = inside.pop() if inside else ""
                if ended == "VEVENT":
                    self._events.append(event)
                elif ended == "VTIMEZONE":
                    self._define(zone)
                elif "VTIMEZONE" in inside:
                    zone.append(line)
            elif inside and inside[-1] == "VEVENT":
                _note(event, line)
            elif "VTIMEZONE" in inside:
                zone.append(line)
            elif inside == ["VCALENDAR"]:
                self._head(line, word)
        if inside and inside[-1] == "VEVENT" and event:
            self._events.append(event)

    def busy(self, span: Span) -> BusyHours:
        """The hours of `span` that the events take."""
        found = BusyHours([], [])
        if self._is_void:
            return found
        zones = Zones(self._zones, self._floating)
        moved: dict[str, list[Moment]] = {}
        newest, unreadable = self._newest()
        wrong = list(unreadable)
        patience = Patience()
        for event in newest:
            if "RECURRENCE-ID" in event and "UID" in event:
                with_zone = event["RECURRENCE-ID"][0]
                try:
                    moved.setdefault(event["UID"][0].value, []).append(zones.moment(with_zone))
                except ValueError:
                    wrong.append(event)
        for event in newest:
            but = moved.get(event["UID"][0].value, []) if "UID" in event and "RECURRENCE-ID" not in event else []
            try:
                found.busy.extend(_busy_of(event, zones, but, span, patience))
            except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError):
                wrong.append(event)
        for event in wrong[:_WARNINGS]:
            found.warnings.append(phrase("calendars.unreadable_event", file=self.file, event=_named(event)))
        if len(wrong) > _WARNINGS:
            found.warnings.append(phrase("calendars.more_unreadable", file=self.file, count=len(wrong) - _WARNINGS))
        unknown = [phrase("calendars.unknown_zone", file=self.file, zone=shown(name)) for name in zones.unknown]
        found.warnings.extend(unknown[:_WARNINGS])
        if len(unknown) > _WARNINGS:
            found.warnings.append(phrase("calendars.more_zones", file=self.file, count=len(unknown) - _WARNINGS))
        return found

    def _head(self, line: str, word: str) -> None:
        if word.startswith("X-WR-TIMEZONE"):
            self._floating = line.partition(":")[2].strip() or None
        elif word == "METHOD:CANCEL":
            self._is_void = True

    def _define(self, lines: list[str]) -> None:
        for line in lines:
            if line.upper().startswith("TZID") and (found := _LINE.fullmatch(line)):
                self._zones.setdefault(found[3].strip().strip('"'), lines)

    def _newest(self) -> tuple[list[Event], list[Event]]:
        """The events, of several versions of one the latest; and those that aren't even told when they are."""
        newest: dict[object, Event] = {}
        without_start = []
        for number, event in enumerate(self._events):
            if "DTSTART" not in event:
                without_start.append(event)
                continue
            again = event.get("RECURRENCE-ID")
            key: object = (event["UID"][0].value, again[0].value if again else None) if "UID" in event else number
            if key not in newest or _version(event) >= _version(newest[key]):
                newest[key] = event
        return list(newest.values()), without_start


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with those that go on in the next put together."""
    parts: list[str] = []
    for line in lines:
        bare = line.rstrip("\r\n")
        if parts and bare[:1] in (" ", "\t"):
            parts.append(bare[1:])
        else:
            if parts:
                yield "".join(parts)
            parts = [bare]
    if parts:
        yield "".join(parts)


def _note(event: Event, line: str) -> None:
    name = line[: min(n for n in (line.find(":"), line.find(";"), len(line)) if n >= 0)].upper()
    if name not in _WANTED:
        return
    found = _LINE.fullmatch(line)
    about = {key.upper(): said.strip('"') for key, said in _ABOUT.findall(found[2])} if found else {}
    event.setdefault(name, []).append(Line(about, found[3] if found else ""))


def _said(event: Event, name: str) -> str:
    return event[name][0].value.strip() if name in event else ""


def _version(event: Event) -> int:
    said = _said(event, "SEQUENCE")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _named(event: Event) -> Phrase | str:
    """The event's title; a private one has none."""
    if _said(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return phrase("calendars.private")
    title = " ".join(_ESCAPED.sub(lambda c: " " if c[1] in "nN" else c[1], _said(event, "SUMMARY")).split())
    return title[:_LONGEST_TITLE] or phrase("calendars.untitled")


def _takes_time(event: Event) -> bool:
    """Whether the event takes place and somebody is busy meanwhile."""
    return (
        _said(event, "STATUS").upper() != "CANCELLED"
        and _said(event, "TRANSP").upper() != "TRANSPARENT"
        and _said(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper() not in _FREE
        and not _said(event, "UID").endswith(f"@{OWN}")
    )


def _busy_of(event: Event, zones: Zones, but: Sequence[Moment], span: Span, patience: Patience) -> Iterator[Busy]:
    """The hours of `span` that one event, or series, takes. Raises ValueError if it can't be read."""
    if not _takes_time(event):
        return
    start = zones.moment(event["DTSTART"][0])
    length = _length(event, start, zones)
    begin, end = datetime.combine(span.start, time.min), datetime.combine(span.end + ONE_DAY, time.min)
    said = _named(event)
    title = (said,) if isinstance(said, str) else ()
    for at in _times(event, start, zones, but, begin - length, end, patience):
        yield from _by_days(max(at, begin), min(at + length, end), title)


def _times(
    event: Event,
    start: Moment,
    zones: Zones,
    but: Sequence[Moment],
    first: datetime,
    last: datetime,
    patience: Patience,
) -> Iterable[datetime]:
    if not event.keys() & {"RRULE", "RDATE"} or "RECURRENCE-ID" in event:
        here = start.here()
        return [here] if first <= here <= last else []
    more = [start, *_moments(event, "RDATE", zones)] if "RRULE" not in event else _moments(event, "RDATE", zones)
    rules = [line.value for line in event.get("RRULE", ())]
    return starts(start, rules, more, [*_moments(event, "EXDATE", zones), *but], first, last, patience)


def _moments(event: Event, name: str, zones: Zones) -> list[Moment]:
    """All moments of the lines of this name; of periods their beginnings."""
    return [
        zones.moment(line, value.partition("/")[0])
        for line in event.get(name, ())
        for value in line.value.split(",")
        if value.strip()
    ]


def _length(event: Event, start: Moment, zones: Zones) -> timedelta:
    if "DTEND" in event:
        length = zones.moment(event["DTEND"][0]).here() - start.here()
    elif "DURATION" in event:
        length = duration(_said(event, "DURATION"))
    else:
        length = ONE_DAY if start.whole else timedelta(0)
    if length < timedelta(0):
        raise ValueError("ends before it begins")
    # An all-day event that names its only day as its end, too, is meant to last that day.
    return length or (ONE_DAY if start.whole else length)


def _by_days(begin: datetime, end: datetime, title: tuple[str, ...]) -> Iterator[Busy]:
    """The hours from `begin` to `end`, day by day, in whole minutes."""
    while begin < end:
        midnight = datetime.combine(begin.date(), time.min)
        until = min(end, midnight + ONE_DAY)
        seconds = (until - midnight).total_seconds()
        yield Busy(begin.date(), Shift((begin - midnight).seconds // 60, -int(-seconds // 60)), title)
        begin = midnight + ONE_DAY
