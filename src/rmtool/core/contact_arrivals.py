"""A contact log → what it adds to the book: whom each row concerns, and which rows are there already.

Two contacts are the same if client, day, time (where given), code, person and note agree; repeated rows of one log are
as many contacts, and what is there already isn't added again (domain.md, "Contacts"). Of a letter in a calendar person
and note count where given, like the time. Not: client lists.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rmtool.core.arrivals import Change, ContactRecord, Ground, SetAside, Tally, Terms, named
from rmtool.core.book import ACTIVE, Client, Contact
from rmtool.core.closing import closed_visits
from rmtool.core.half_width import half_width
from rmtool.phrase import Phrase, phrase

Identity = tuple[int, date, str | None, str, str | None, str | None]
"""Client id, day, time, code, person and note of a contact."""

Occasion = tuple[int, date, str]
"""Client id, day and code of a contact."""

Who = tuple[str | None, str | None]
"""The number and the name by which a row calls its client."""

_SUGGESTED = 3
_SUGGESTIONS_FOR = 20
_SUGGESTED_FROM = 2_000
"""How many closest names are given, for how many unknown clients, and among how many names they are sought."""

_DETAILS = ("outcome", "minutes", "next", "next_on")
_STATED = ("at", "person", "note", *_DETAILS)
_FIRST_DETAIL = Contact._fields.index(_DETAILS[0])


class _Row(NamedTuple):
    identity: Identity
    record: ContactRecord


def contact_change(ground: Ground, records: Sequence[ContactRecord], terms: Terms) -> Change:
    """What the rows of a contact log change.

    A row is set aside if its client is unknown (unless `terms.create_clients`), if several clients bear its name, or
    if it lies after `terms.today`. A contact that is there already takes over what else the row states: its time,
    outcome, minutes and next step.
    """
    people = KnownClients(ground, records, terms)
    set_aside: list[SetAside] = []
    shelf = _Shelf(ground.contacts)
    missing = _not_there_yet(shelf, _rows(people, records, terms, set_aside))
    missing, likenesses = _compared(shelf, missing)
    contacts = [
        Contact(ground.next_contact + index, *row.identity, *_details(row.record)) for index, row in enumerate(missing)
    ]
    warnings = [*likenesses]
    if people.created:
        warnings.append(phrase("arrivals.created", count=len(people.created), names=named(people.created)))
    changed = len(shelf.completed)
    return Change(
        Tally(len(contacts), changed, len(records) - len(set_aside) - len(contacts) - changed),
        added=people.created,
        contacts=contacts,
        completed=shelf.completed,
        closed=closed_visits(ground.book.visits, contacts),
        set_aside=set_aside,
        warnings=warnings,
    )


def _rows(
    people: "KnownClients", records: Sequence[ContactRecord], terms: Terms, set_aside: list[SetAside]
) -> Iterator[_Row]:
    """The rows with whom they concern, one by one; into `set_aside` go those of which that can't be told."""
    for record in records:
        if record.on > terms.today:
            found: int | Phrase = phrase("arrivals.in_the_future", on=record.on)
        else:
            found = people.concerned(record)
        if isinstance(found, Phrase):
            set_aside.append(SetAside(record.place, found))
        else:
            yield _Row((found, record.on, record.at, record.code, record.person, record.note), record)


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


def _compared(shelf: "_Shelf", missing: Iterable[_Row]) -> tuple[Iterable[_Row], list[Phrase]]:
    """The rows to be added, and a word on those that may be a contact of the book whose row was corrected since."""
    if shelf.is_empty():
        return missing, []
    rows = list(missing)
    left = Counter(map(_occasion, shelf.left()))
    alike = []
    for row in rows:
        client_id, on, _, code, _, _ = row.identity
        if left[client_id, on, code] > 0:
            left[client_id, on, code] -= 1
            alike.append(row.record.place.row)
    return rows, [phrase("arrivals.nearly_there", count=len(alike), row=alike[0])] if alike else []


class _Shelf:
    """The book's contacts that no row was paired with yet, by identity; `completed` as their rows leave them."""

    def __init__(self, held: Iterable[Contact]) -> None:
        self.completed: list[Contact] = []
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
        return True


def _is_code(text: str) -> bool:
    return text.isascii() and any(c.isdigit() for c in text)


def _plain(name: str) -> str:
    return "".join((name if name.isascii() else half_width(name)).casefold().split())


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


class KnownClients:
    """Whom the rows of a log concern; makes the clients that nobody knows, if asked to."""

    def __init__(self, ground: Ground, records: Sequence[ContactRecord], terms: Terms) -> None:
        self.created: list[Client] = []
        self._ground, self._terms = ground, terms
        clients = ground.book.clients
        self._ids = {c.client_no: c.id for c in clients} | {c.credit_code: c.id for c in clients if c.credit_code}
        self._names: dict[str, list[Client]] = {}
        for client in clients:
            self._names.setdefault(client.name, []).append(client)
        self._plain_names: dict[str, list[Client]] | None = None
        self._found: dict[Who, int | Phrase] = {}
        self._first: dict[Who, date] = {}
        if terms.create_clients:
            for record in records:
                who = (record.client_no, record.client_name)
                self._first[who] = min(record.on, self._first.get(who, terms.today))
        retail = sum(1 for c in clients if c.kind == "retail")
        self._listed_on = min(terms.on, terms.today)
        self._kind = "retail" if 2 * retail > len(clients) else "corporate"
        self._suggestions_left = _SUGGESTIONS_FOR

    def concerned(self, record: ContactRecord) -> int | Phrase:
        """The id of the client that the row concerns, or why it can't be told."""
        return self.called(record.client_no, record.client_name)

    def called(self, number: str | None, name: str | None, code: str | None = None) -> int | Phrase:
        """The id of the client of that credit code, number or name, or why it can't be told."""
        if code is not None:
            return self._coded(number, name, code)
        who = (number, name)
        found = self._found.get(who)
        if found is None:
            found = self._found[who] = self._look_up(*who)
        return found

    def _coded(self, number: str | None, name: str | None, code: str) -> int | Phrase:
        """The same where a credit code is given: it outranks the others, but they must not be another client's."""
        by_code, by_number = self._known(code), self._known(number)
        if by_code is None:
            return self._newly_coded(number, name, code)
        if by_number in (None, by_code):
            return by_code
        named = {"by_code": self._client(by_code).name, "by_number": self._client(by_number).name}
        return phrase("arrivals.two_clients", code=code, number=number, **named)

    def _newly_coded(self, number: str | None, name: str | None, code: str) -> int | Phrase:
        """The same with a credit code that nobody has: the client of number or name, unless it has another one."""
        made = len(self.created)
        found = self.called(number if number or name else code, name)
        if isinstance(found, Phrase):
            return found
        if len(self.created) > made:
            self.created[-1] = self.created[-1]._replace(credit_code=code)
            self._ids[code] = found
            return found
        client = self._client(found)
        if client.credit_code is None or (self._known(number) == found and client.name == name):
            return found
        return phrase("arrivals.another_code", number=client.client_no, name=client.name, code=client.credit_code)

    def _client(self, client_id: int) -> Client:
        place = client_id - self._ground.next_client
        return self.created[place] if place >= 0 else self._by_id[client_id]

    @cached_property
    def _by_id(self) -> dict[int, Client]:
        return {client.id: client for client in self._ground.book.clients}

    def _known(self, number: str | None) -> int | None:
        """The client of that number or credit code, its own or that of one merged into it."""
        return None if number is None else self._ids.get(number) or self._ground.aliases.get(number)

    def _look_up(self, number: str | None, name: str | None) -> int | Phrase:
        if number and number in self._ids:
            return self._unless_another_s(number, name)
        if number and number in self._ground.aliases:
            return self._ground.aliases[number]
        called = name or number or ""
        bearers = self._names.get(called) or self._called_alike(called)
        if len(bearers) == 1:
            return bearers[0].id
        if bearers:
            numbers = tuple(sorted(c.client_no for c in bearers))
            return phrase("arrivals.several_bear_the_name", name=called, count=len(bearers), numbers=numbers)
        if called in self._ground.aliases:
            return self._ground.aliases[called]
        if called in self._ids:  # a number where the name should stand
            return self._ids[called]
        if self._terms.create_clients:
            return self._create(number or called, called, self._first.get((number, name), self._listed_on))
        closest = self._closest(called)
        if closest:
            return phrase("arrivals.unknown_client_like", who=called, names=closest)
        return phrase("arrivals.unknown_client", who=called)

    def _unless_another_s(self, number: str, name: str | None) -> int | Phrase:
        """The client of that number, unless the name is another client's: nothing tells which of the two is meant."""
        found = self._ids[number]
        others = self._names.get(name or "", [])
        if not others or any(client.id == found for client in others):
            return found
        holder = next(c for c in (*self._ground.book.clients, *self.created) if c.id == found)
        return phrase("arrivals.number_of_another", number=number, by_number=holder.name, name=name)

    def _called_alike(self, called: str) -> list[Client]:
        """The clients whose name differs from this one at most in width, case and blanks."""
        if self._plain_names is None:
            self._plain_names = {}
            for name, clients in self._names.items():
                self._plain_names.setdefault(_plain(name), []).extend(clients)
        return self._plain_names.get(_plain(called), [])

    def _create(self, number: str, name: str, first: date) -> int:
        client = Client(
            id=self._ground.next_client + len(self.created),
            client_no=number,
            name=name,
            credit_code=None,
            kind=self._kind,
            status=ACTIVE,
            industry=None,
            district=None,
            address=None,
            lat=None,
            lon=None,
            group=None,
            chain=None,
            tags=(),
            rm=self._terms.rm,
            founded=None,
            entered=first,
            initials=self._terms.initials(name),
        )
        self.created.append(client)
        self._ids[number] = client.id
        self._names[name] = [client]
        if self._plain_names is not None:
            self._plain_names.setdefault(_plain(name), []).append(client)
        return client.id

    def _closest(self, called: str) -> tuple[str, ...]:
        """The names most like an unknown one; looked up for the first few only, since it takes long in a big book."""
        if not self._suggestions_left or _is_code(called):
            return ()
        self._suggestions_left -= 1
        holding = sorted((name for name in self._names if called in name or name in called), key=lambda n: (len(n), n))
        if holding:
            return tuple(holding[:_SUGGESTED])
        from difflib import get_close_matches

        return tuple(get_close_matches(called, list(self._names)[:_SUGGESTED_FROM], _SUGGESTED))
