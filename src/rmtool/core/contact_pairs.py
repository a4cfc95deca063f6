"""Rows of a contact log paired with the contacts that the book holds already: which are missing, which say more.

Two contacts are the same if client, day, time (where given), code, person and note agree; repeated rows of one log are
as many contacts, and what is there already isn't added again (domain.md, "Contacts"). Of a letter in a calendar person
and note count where given, like the time. Not: whom a row concerns (contact_arrivals.py).

A row is only ever paired with a contact of its day. So a long log is gone through some days at a time, and as many of
the book's contacts are held in memory.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.arrivals import ContactRecord, Held
from rmtool.core.book import Contact
from rmtool.core.in_columns import chosen

Identity = tuple[int, date, str | None, str, str | None, str | None]
"""Client id, day, time, code, person and note of a contact."""

Occasion = tuple[int, date, str]
"""Client id, day and code of a contact."""

_AT_ONCE = 60_000
"""Rows and contacts that are compared at a time, unless a single day has more."""

_DETAILS = ("outcome", "minutes", "next", "next_on")
_STATED = ("at", "person", "note", *_DETAILS)
_FIRST_DETAIL = Contact._fields.index(_DETAILS[0])


class _Row(NamedTuple):
    row: int
    identity: Identity
    record: ContactRecord


class Paired(NamedTuple):
    """What became of the rows, by index: `missing` says of each whether it is to be added (true) or not.

    `completed` are the contacts that took something over from their row, `incomplete` the same as they were. `alike`
    are missing rows that may be a contact of the book whose row was corrected since.
    """

    missing: Sequence[int]
    completed: Sequence[Contact] = ()
    incomplete: Sequence[Contact] = ()
    alike: Sequence[int] = ()


def paired(held: Held, records: Sequence[ContactRecord], whose: Sequence[int]) -> Paired:
    """Pairs the rows with the contacts held; `whose` gives each row's client (id), 0 for one that is set aside."""
    if not held.counts:
        return Paired(whose)
    missing = bytearray(map(bool, whose))
    rows_of: dict[date, array[int]] = {}
    for index, record in enumerate(records):
        if missing[index] and record.on in held.counts:
            rows_of.setdefault(record.on, array("I")).append(index)
    completed: list[Contact] = []
    incomplete: list[Contact] = []
    alike: list[int] = []
    for days in _some_days(held.counts, rows_of):
        shelf = _Shelf(c for c in held.between(days[0], days[-1]) if c.on in rows_of)
        places = sorted(index for day in days for index in rows_of[day])
        rows = list(map(_row, places, chosen(whose, places), chosen(records, places)))
        left = list(_not_there_yet(shelf, rows))
        for row in rows:
            missing[row.row] = False
        for row in left:
            missing[row.row] = True
        alike += _nearly_there(shelf, left)
        completed += shelf.completed
        incomplete += shelf.incomplete
    return Paired(missing, completed, incomplete, sorted(alike))


def _row(index: int, client_id: int, record: ContactRecord) -> _Row:
    return _Row(index, (client_id, record.on, record.at, record.code, record.person, record.note), record)


def _some_days(held: Mapping[date, int], rows: Mapping[date, Sequence[int]]) -> Iterator[list[date]]:
    """The days of the rows, in runs from whose first to whose last day there isn't too much."""
    days: list[date] = []
    count = 0
    for day in sorted(held):
        if days and count + held[day] > _AT_ONCE:
            yield days
            days, count = [], 0
        if day in rows:
            days.append(day)
            count += len(rows[day])
        count += held[day] if days else 0
    if days:
        yield days


def _not_there_yet(shelf: "_Shelf", rows: Iterable[_Row]) -> Iterable[_Row]:
    """The rows that the book has no contact for.

    Pairs first what agrees in everything, then what agrees in identity, then what agrees but for a time that only one
    of the two gives, and at last the letters of a calendar with what doesn't contradict them; so a second import finds
    for each row the contact that the first one made of it.
    """
    if shelf.is_empty():
        return rows
    rest = [row for row in rows if not shelf.take_same(row)]
    rest = [row for row in rest if not shelf.take_alike(row)]
    if rest:
        shelf.forget_times()
        rest = [row for row in rest if not shelf.take_untimed(row)]
    if any(row.record.bare for row in rest):
        shelf.forget_notes()
        rest = [row for row in rest if not (row.record.bare and shelf.take_bare(row))]
    return rest


def _nearly_there(shelf: "_Shelf", missing: Iterable[_Row]) -> list[int]:
    """The missing rows that may be a contact of the book whose row was corrected since."""
    left = Counter(map(_occasion, shelf.left()))
    alike = []
    for row in missing:
        client_id, on, _, code, _, _ = row.identity
        if left[client_id, on, code] > 0:
            left[client_id, on, code] -= 1
            alike.append(row.row)
    return alike


class _Shelf:
    """The book's contacts that no row was paired with yet, by identity.

    `completed` are those that took something over, as their rows leave them, `incomplete` the same as they were.
    """

    def __init__(self, held: Iterable[Contact]) -> None:
        self.completed: list[Contact] = []
        self.incomplete: list[Contact] = []
        self._held: dict[Identity, list[Contact]] = {}
        for contact in held:
            self._held.setdefault(_identity(contact), []).append(contact)
        self._on_occasions: dict[Occasion, list[Contact]] = {}

    def is_empty(self) -> bool:
        """Whether no contact is left."""
        return not any(self._held.values())

    def left(self) -> list[Contact]:
        """The contacts that no row was paired with."""
        return [contact for contacts in self._held.values() for contact in contacts]

    def forget_times(self) -> None:
        """From here on the contacts left go by their identity without the time."""
        left = self.left()
        self._held = {}
        for contact in sorted(left, key=lambda c: (c.on, c.at or "", c.id)):
            self._held.setdefault(_untimed(_identity(contact)), []).append(contact)

    def forget_notes(self) -> None:
        """From here on the contacts left can be found by client, day and code alone."""
        for contact in self.left():
            self._on_occasions.setdefault(_occasion(contact), []).append(contact)

    def take_same(self, row: _Row) -> bool:
        """Pairs the row with a contact that agrees in everything."""
        details = _details(row.record)
        for contact in self._held.get(row.identity, ()):
            if contact[_FIRST_DETAIL:] == details:
                self._held[row.identity].remove(contact)
                return True
        return False

    def take_alike(self, row: _Row) -> bool:
        """Pairs the row with a contact of its identity, the one that contradicts it least."""
        return self._take(row, row.identity, self._held.get(row.identity, ()))

    def take_untimed(self, row: _Row) -> bool:
        """Pairs the row with a contact of which only one of the two gives the time."""
        identity = _untimed(row.identity)
        timed = row.record.at is not None
        return self._take(row, identity, [c for c in self._held.get(identity, ()) if (c.at is None) == timed])

    def take_bare(self, row: _Row) -> bool:
        """Pairs a calendar's letter with a contact of its client, day and code whose person and note don't differ."""
        client_id, on, _, code, person, note = row.identity
        there = self._on_occasions.get((client_id, on, code), [])
        fitting = [c for c in there if _agree(person, c.person) and _agree(note, c.note)]
        if not fitting:
            return False
        contact = min(fitting, key=lambda c: (c.note != note, c.person != person, c.at or "", c.id))
        there.remove(contact)
        return self._take(row, _untimed(_identity(contact)), [contact])

    def _take(self, row: _Row, identity: Identity, candidates: Sequence[Contact]) -> bool:
        if not candidates:
            return False
        stated = {f: v for f in _STATED if (v := getattr(row.record, f)) is not None}
        contact = min(candidates, key=lambda c: _contradictions(c, stated))
        self._held[identity].remove(contact)
        after = contact._replace(**stated)
        if after != contact:
            self.completed.append(after)
            self.incomplete.append(contact)
        return True


def _contradictions(contact: Contact, stated: Mapping[str, object]) -> int:
    return sum(1 for field, value in stated.items() if getattr(contact, field) not in (None, value))


def _details(record: ContactRecord) -> tuple[str | None, int | None, str | None, date | None]:
    return record.outcome, record.minutes, record.next, record.next_on


def _identity(contact: Contact) -> Identity:
    return contact.client_id, contact.on, contact.at, contact.code, contact.person, contact.note


def _occasion(contact: Contact) -> Occasion:
    return contact.client_id, contact.on, contact.code


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _untimed(identity: Identity) -> Identity:
    client_id, on, _, code, person, note = identity
    return client_id, on, None, code, person, note
