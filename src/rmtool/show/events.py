"""Appointments, promises and occasions as records for calendar files. Not: the files (ical).

Their keys are those of other records, so that one rule masks both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import CANCELLED, PLANNED
from rmtool.core.occasions import FESTIVAL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmtool.core.book import Client
    from rmtool.core.results import Appointment, Brief, Promise, Reminder
    from rmtool.show.rows import Record


def appointment_events(entries: Iterable[Appointment]) -> list[Record]:
    """Visits: at their times, or on their days."""
    return [
        {
            **_entry("visit", entry, entry.client),
            "date": entry.day,
            "start": entry.start,
            "minutes": entry.minutes,
            "status": entry.status,
            "person": entry.person,
            "why": entry.why,
            **(_place(entry.client) if entry.client else {}),
            **(_brief(entry.brief) if entry.brief else {}),
        }
        for entry in entries
    ]


def promise_events(entries: Iterable[Promise]) -> list[Record]:
    """Promised next steps, on their days; one that was settled since is done."""
    return [
        {
            **_entry("step", entry, entry.client),
            **_all_day(entry.contact.next_on, entry.is_open),
            "next": entry.contact.next,
        }
        for entry in entries
    ]


def reminder_events(entries: Iterable[Reminder]) -> list[Record]:
    """Occasions, on their days; `act_on` is the day before, where the day itself isn't worked."""
    return [
        {
            **_entry("occasion" if entry.occasion.client else FESTIVAL, entry, entry.client),
            **_all_day(entry.occasion.on, entry.is_open),
            "what": entry.occasion.what,
            "act_on": min(entry.occasion.act_on, entry.occasion.on),
        }
        for entry in entries
    ]


def _entry(kind: str, entry: Appointment | Promise | Reminder, client: Client | None) -> Record:
    return {
        "kind": kind if client or kind == FESTIVAL else "gone",
        "uid": entry.uid,
        "sequence": entry.sequence,
        "changed": entry.changed,
        "client_no": client.client_no if client else None,
        "name": client.name if client else None,
    }


def _all_day(day: date | None, is_open: bool) -> Record:
    return {"date": day, "start": None, "minutes": None, "status": PLANNED if is_open else CANCELLED}


def _place(client: Client) -> Record:
    return {"district": client.district, "address": client.address, "lat": client.lat, "lon": client.lon}


def _brief(brief: Brief) -> Record:
    last = brief.last
    return {
        "people": [{"name": p.name, "title": p.title, "phone": p.phone} for p in brief.persons],
        "contacts": [{"on": last.on, "code": last.code, "note": last.note}] if last else [],
        "follow_ups": [{"next": c.next, "next_on": c.next_on, "since": c.on} for c in brief.promised],
    }
