"""What goes into calendar files: a week's appointments, and promised next steps. Not: how a file is written (show).

An entry is known by a name that stays: it is made of the book's own mark and the row's number, so that a calendar
program that meets it again moves it instead of doubling it. Its version is the number of the newest change on record
about the client, which only grows.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from rmtool.core.book import CANCELLED, Client, Contact, Visit
from rmtool.core.results import Appointment, Brief, Promise
from rmtool.desk import Desk
from rmtool.store.appointments import Newest, dropped_steps, dropped_visits, newest_changes, origin

_NAME_BYTES = 12

Listed = Sequence[tuple[Contact, Client]]
"""Contacts with whom they were with."""


def appointments(desk: Desk, mondays: Iterable[date], brief: bool) -> list[Appointment]:
    """The visits of the weeks that begin on `mondays`, and as cancelled those that once stood in one and don't now.

    A visit without a day, and one dropped in a week that is over, isn't in any calendar. `brief` asks for what to know
    before each.
    """
    by_id = {client.id: client for client in desk.book.clients}
    found: list[Visit] = []
    for monday in mondays:
        found += [v for v in desk.store.visits(monday) if v.day]
        dropped = [v._replace(status=CANCELLED) for v in dropped_visits(desk.store, monday)]
        found += [v for v in dropped if v.client_id in by_id and v.day and v.day >= desk.today]
    names = _Names(desk, {v.client_id for v in found})
    entries = [_appointment(desk, visit, by_id[visit.client_id], names, brief) for visit in found]
    return sorted(entries, key=lambda entry: (entry.day, entry.start or 0, entry.client.client_no, entry.uid))


def promises(desk: Desk, contacts: Listed, dropped: bool) -> list[Promise]:
    """The next steps with a day that these contacts name, but for those settled whose day is past.

    A step that was settled before its day is told as such, so that its entry goes; if `dropped`, so is one that no
    contact names any more.
    """
    by_id = {client.id: client for client in desk.book.clients}
    listed = [contact for contact, _ in contacts if contact.next_on]
    lost = dropped_steps(desk.store, desk.today) if dropped else []
    lost = [contact for contact in lost if contact.client_id in by_id]
    still_open = {contact.id for contact in desk.store.follow_ups(desk.today)}
    listed = [c for c in listed if c.id in still_open or (c.next_on and c.next_on >= desk.today)]
    names = _Names(desk, {contact.client_id for contact in (*listed, *lost)})
    entries = [
        Promise(
            names.name("step", contact.id),
            *names.version(contact.client_id),
            by_id[contact.client_id],
            contact,
            contact.id in still_open and contact not in lost,
        )
        for contact in (*listed, *lost)
    ]
    return sorted(entries, key=lambda e: (e.contact.next_on or date.max, e.client.client_no, e.contact.id))


class _Names:
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


def _appointment(desk: Desk, visit: Visit, client: Client, names: _Names, brief: bool) -> Appointment:
    standing = desk.standings.get(client.id)
    return Appointment(
        names.name("visit", visit.week, visit.id),
        *names.version(client.id),
        client,
        visit.day or visit.week,
        visit.start,
        visit.minutes or desk.rules.visit_minutes(standing.tier if standing else None),
        visit.status,
        visit.person,
        visit.why,
        _brief(desk, client) if brief and visit.status != CANCELLED else None,
    )


def _brief(desk: Desk, client: Client) -> Brief:
    said = desk.store.contacts(end=desk.today, client_id=client.id)
    promised = [contact for contact in desk.store.follow_ups(desk.today) if contact.client_id == client.id]
    return Brief(desk.store.persons(client.id), said[-1] if said else None, promised)
