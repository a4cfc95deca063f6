"""Which planned visits a meeting closes. Not: who is due after it (due.py), nor what opens them again (desk/log)."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from rmtool.core.book import DONE, OPEN_VISITS, VISIT_CODE, Contact, Visit


def closed_visits(visits: Iterable[Visit], contacts: Iterable[Contact]) -> list[Visit]:
    """The open visits that the meetings among `contacts` close, as they are afterwards.

    A meeting closes the client's nearest open visit of the same week (domain.md, "Contacts").
    """
    still_open: dict[tuple[int, date], list[Visit]] = {}
    for visit in visits:
        if visit.status in OPEN_VISITS:
            still_open.setdefault((visit.client_id, visit.week), []).append(visit)
    closed = []
    if still_open:
        meetings = (c for c in contacts if c.code == VISIT_CODE and (c.client_id, _monday(c.on)) in still_open)
        for contact in sorted(meetings, key=lambda c: (c.on, c.at or "", c.id)):
            nearby = still_open[contact.client_id, _monday(contact.on)]
            if nearby:
                nearest = min(nearby, key=_nearness(contact.on))
                nearby.remove(nearest)
                start = nearest.start if contact.at is None else _minute(contact.at)
                closed.append(nearest._replace(status=DONE, contact_id=contact.id, day=contact.on, start=start))
    return closed


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _nearness(day: date) -> Callable[[Visit], tuple[bool, int, int]]:
    """By days from `day`; a visit that has no day yet comes last."""
    return lambda visit: (visit.day is None, abs(((visit.day or day) - day).days), visit.id)


def _minute(at: str) -> int:
    return int(at[:2]) * 60 + int(at[3:5])
