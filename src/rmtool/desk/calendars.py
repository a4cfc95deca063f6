"""What goes into calendar files: appointments, and promised next steps. Not: occasions (reminders.py), nor how a file
is written (show).

An entry is known by a name that stays: it is made of the book's own mark and the row's number, so that a calendar
program that meets it again moves it instead of doubling it. Its version is the number of the newest change on record
about the client, which only grows. Whatever an earlier file may have said of days ahead, and the book doesn't any more,
is told as cancelled: the journal knows what stood.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rmtool.core.book import CANCELLED, Client, Contact, Visit
from rmtool.core.periods import period_of
from rmtool.core.results import Appointment, Brief, Promise
from rmtool.desk import Desk
from rmtool.desk.follow_ups import open_follow_ups
from rmtool.desk.narrowing import Filter, narrowed
from rmtool.store.appointments import (
    Newest,
    dropped_visits,
    earlier_steps,
    newest_changes,
    origin,
    promising,
    stood_on,
)

_NAME_BYTES = 12
_TO_SUNDAY = timedelta(days=6)

Listed = Sequence[tuple[Contact, Client]]
"""Contacts with whom they were with."""


def appointments(desk: Desk, mondays: Iterable[date], brief: bool) -> list[Appointment]:
    """The visits of the weeks that begin on `mondays`, and as cancelled those that once stood in one and don't now.

    A visit without a day, and one dropped in a week that is over, isn't in any calendar. `brief` asks for what to know
    before each.
    """
    found: list[Visit] = []
    for monday in mondays:
        found += [v for v in desk.store.visits(monday) if v.day]
        if monday + _TO_SUNDAY >= desk.today:
            found += [v._replace(status=CANCELLED) for v in dropped_visits(desk.store, monday)]
    return _entries(desk, found, brief)


def appointments_today(desk: Desk, brief: bool) -> list[Appointment]:
    """Today's visits, and those that once stood on today: where they stand now, or as cancelled."""
    monday = period_of("week", desk.today).start
    stood = stood_on(desk.store, desk.today)
    standing = [v for v in desk.store.visits(monday) if v.day and (v.day == desk.today or v.id in stood)]
    dropped = [v._replace(status=CANCELLED) for v in dropped_visits(desk.store, monday) if v.id in stood]
    return _entries(desk, [*standing, *dropped], brief)


def _entries(desk: Desk, visits: Sequence[Visit], brief: bool) -> list[Appointment]:
    by_id = {client.id: client for client in desk.book.clients}
    names = Names(desk, {visit.client_id for visit in visits})
    entries = [_appointment(desk, visit, by_id.get(visit.client_id), names, brief) for visit in visits]
    return sorted(entries, key=lambda entry: (entry.day, entry.start or 0, number_of(entry.client), entry.uid))


def number_of(client: Client | None) -> str:
    """By what an entry stands among those of its time."""
    return client.client_no if client else ""


def promises(desk: Desk, contacts: Listed, dropped: bool) -> list[Promise]:
    """The next steps with a day that these contacts name, but for those settled whose day is past.

    A step that was settled before its day is told as such, so that its entry goes; if `dropped`, so is one that no
    contact names any more.
    """
    by_id = {client.id: client for client in desk.book.clients}
    still_open = {each.contact.id for each in open_follow_ups(desk)}
    before = earlier_steps(desk.store, desk.today)
    told = [
        contact
        for contact, _ in contacts
        if contact.next_on and (contact.id in still_open or contact.id in before or contact.next_on >= desk.today)
    ]
    if dropped:
        standing = promising(desk.store)
        still_open &= standing
        told += [contact for contact in before.values() if contact.id not in standing]
    names = Names(desk, {contact.client_id for contact in told})
    entries = [
        Promise(
            names.name("step", contact.id),
            *names.version(contact.client_id),
            by_id.get(contact.client_id),
            contact,
            contact.id in still_open,
        )
        for contact in told
    ]
    return sorted(entries, key=lambda e: (e.contact.next_on or date.max, number_of(e.client), e.contact.id))


def promised(desk: Desk, wanted: Filter) -> Listed:
    """The contacts with those clients that name a next step with a day."""
    keeps = narrowed(desk, wanted)
    clients = {client.id: client for client in desk.book.clients if keeps(client)}
    return [(c, clients[c.client_id]) for c in desk.store.contacts() if c.next_on and c.client_id in clients]


class Names:
    """The names and versions of a file's entries."""

    def __init__(self, desk: Desk, clients: set[int]) -> None:
        self._origin = origin(desk.store)
        self._newest = newest_changes(desk.store, clients)

    def name(self, *of: object) -> str:
        """The name of the entry of one row; it says nothing of whom it is about."""
        told = self._origin + " ".join(map(str, of)).encode()
        return hashlib.sha256(told).hexdigest()[: 2 * _NAME_BYTES]

    def version(self, client_id: int) -> Newest:
        """How new an entry about a client is."""
        return self._newest.get(client_id, Newest(0, ""))


def _appointment(desk: Desk, visit: Visit, client: Client | None, names: Names, brief: bool) -> Appointment:
    standing = desk.standings.get(visit.client_id)
    return Appointment(
        names.name("visit", visit.week, visit.id),
        *names.version(visit.client_id),
        client,
        visit.day or visit.week,
        visit.start,
        visit.minutes or desk.rules.visit_minutes(standing.tier if standing else None),
        visit.status,
        visit.person,
        visit.why,
        _brief(desk, client) if brief and client and visit.status != CANCELLED else None,
    )


def _brief(desk: Desk, client: Client) -> Brief:
    said = desk.store.contacts(end=desk.today, client_id=client.id)
    promised = [each.contact for each in open_follow_ups(desk) if each.client == client]
    return Brief(desk.store.persons(client.id), said[-1] if said else None, promised)
