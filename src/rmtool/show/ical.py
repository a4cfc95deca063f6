"""Records of what stands in calendars → an iCalendar file (RFC 5545), by the library icalendar. Knows no clients.

Times are told in China's zone, which the file defines: without a zone every program would take them for its own. An
entry's UID ends in a mark by which rmtool knows its own entries again (intake/calendars.py). There is no METHOD: the
file is a calendar to take in, not an invitation to answer, and what was dropped stands in it as cancelled.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rmtool.core.book import CANCELLED, CONFIRMED, DONE, MISSED, OPEN_VISITS
from rmtool.lang import Language
from rmtool.phrase import Phrase, phrase
from rmtool.show.text import Record, Said, gate

if TYPE_CHECKING:
    from icalendar import Alarm, Event

OWN = "rmtool"
"""What UIDs end in."""

ZONE = "Asia/Shanghai"
ALARM = timedelta(minutes=30)
"""How long before a visit its alarm goes off."""

ALARM_OF_DAY = timedelta(hours=9)
"""When the alarm of a whole day goes off."""

_STATUS = {CONFIRMED: "CONFIRMED", DONE: "CONFIRMED", MISSED: "CANCELLED", CANCELLED: "CANCELLED"}
_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)
"""The years for which the zone is defined: since 1991 China's clocks aren't changed."""


def calendar_bytes(events: Sequence[Record], name: Said, language: Language) -> bytes:
    """A calendar file with these events, by whose name programs tell it from others."""
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    calendar.add("prodid", f"-//{OWN}//{OWN}//{language.code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _said(name, language))
    zone = Timezone.from_tzid(ZONE, first_date=_FIRST, last_date=_LAST)
    zone.pop("comment", None)
    calendar.add_component(zone)
    for event in events:
        calendar.add_component(_event(event, language))
    return bytes(calendar.to_ical())


def _event(record: Record, language: Language) -> "Event":
    from icalendar import Event

    event = Event()
    changed = _moment(record)
    event.add("uid", f"{record['uid']}@{OWN}")
    event.add("sequence", record["sequence"])
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    figures = {"name": record["name"], "step": _step(record), "what": record.get("what")}
    summary = _said(phrase(f"events.{record['kind']}", **figures), language)
    event.add("summary", summary)
    start, end = _times(record)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("status", _STATUS.get(str(record["status"]), "TENTATIVE"))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if isinstance(start, datetime) else "TRANSPARENT")
    if place := record.get("address") or record.get("district"):
        event.add("location", _said(place, language))
    if isinstance(record.get("lat"), float) and isinstance(record.get("lon"), float):
        event.add("geo", (record["lat"], record["lon"]))
    if about := [_said(line, language) for line in _about(record)]:
        event.add("description", "\n".join(about))
    if record["status"] in OPEN_VISITS:
        event.add_component(_alarm(summary, _trigger(record)))
    return event


def _step(record: Record) -> object:
    return record.get("next") or phrase("log.a_step")


def _moment(record: Record) -> datetime:
    """When the entry was last changed; of an entry whose record was erased, the day before it."""
    if record["changed"]:
        return datetime.fromisoformat(str(record["changed"])).astimezone(UTC)
    day: Any = record["date"]
    return datetime.combine(day - timedelta(days=1), time.min, UTC)


def _times(record: Record) -> tuple[date, date]:
    """From when to when; an entry without a time takes its day."""
    day: Any = record["date"]
    if record["start"] is None:
        return day, day + timedelta(days=1)
    start: Any = record["start"]
    length: Any = record["minutes"]
    begins = datetime.combine(day, time(start // 60, start % 60), ZoneInfo(ZONE))
    return begins, begins + timedelta(minutes=length)


def _trigger(record: Record) -> timedelta:
    """When the alarm goes off, from the beginning: what is seen to on a day before rings on that day."""
    if record["start"] is not None:
        return -ALARM
    day: Any = record["date"]
    act_on: Any = record.get("act_on", day)
    ahead: timedelta = day - act_on
    return ALARM_OF_DAY - ahead


def _about(record: Record) -> list[Phrase]:
    """What to know before a visit, where it is told."""
    if "people" not in record:
        return []
    told = []
    if record.get("why"):
        told.append(phrase("events.why", why=record["why"]))
    if record.get("person"):
        told.append(phrase("events.person", person=record["person"]))
    people: Any = record["people"]
    for person in people:
        facts = tuple(fact for fact in (person["name"], person["title"], person["phone"]) if fact)
        told.append(phrase("events.people", facts=facts))
    contacts: Any = record["contacts"]
    told += [phrase("events.last", on=c["on"], code=c["code"], note=c["note"] or "") for c in contacts]
    promised: Any = record["follow_ups"]
    told += [phrase("events.promised", step=c["next"] or phrase("log.a_step"), since=c["since"]) for c in promised]
    return told


def _alarm(summary: str, trigger: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", trigger)
    return alarm


def _said(what: object, language: Language) -> str:
    return gate(language.say(what))
