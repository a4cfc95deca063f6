"""A contact log → what it adds to the book, and whom each row concerns.

Not: which rows are there already (contact_pairs.py), client lists.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import compress, islice
from typing import overload

from rmtool.core.arrivals import Change, ContactRecord, Ground, SetAside, Tally, Terms, named
from rmtool.core.book import Contact
from rmtool.core.closing import closed_visits
from rmtool.core.contact_pairs import paired
from rmtool.core.known_clients import KnownClients
from rmtool.phrase import Phrase, phrase

_FIRST_STATED, _BEHIND_STATED = ContactRecord._fields.index("on"), ContactRecord._fields.index("bare")
"""Between them stands what of a row its contact takes over, in the contact's own order."""


def contact_change(ground: Ground, records: Sequence[ContactRecord], terms: Terms) -> Change:
    """What the rows of a contact log change.

    A row is set aside if its client is unknown (unless `terms.create_clients`), if several clients bear its name, or
    if it lies after `terms.today`. A contact that is there already takes over what else the row states: its time,
    outcome, minutes and next step.
    """
    people = KnownClients(ground, records, terms)
    set_aside: list[SetAside] = []
    whose = array("q", _whose(people, records, terms, set_aside))
    found = paired(ground.contacts, records, whose)
    contacts = NewContacts(ground.next_contact, records, whose, found.missing)
    warnings = []
    if found.alike:
        row = records[found.alike[0]].place.row
        warnings.append(phrase("arrivals.nearly_there", count=len(found.alike), row=row))
    if people.created:
        warnings.append(phrase("arrivals.created", count=len(people.created), names=named(people.created)))
    changed = len(found.completed)
    return Change(
        Tally(len(contacts), changed, len(records) - len(set_aside) - len(contacts) - changed),
        added=people.created,
        contacts=contacts,
        completed=found.completed,
        incomplete=found.incomplete,
        closed=closed_visits(ground.book.visits, contacts),
        set_aside=set_aside,
        warnings=warnings,
    )


def _whose(
    people: KnownClients, records: Sequence[ContactRecord], terms: Terms, set_aside: list[SetAside]
) -> Iterator[int]:
    """The client (id) that each row concerns; 0 for those of which that can't be told: they go into `set_aside`."""
    for record in records:
        if record.on > terms.today:
            found: int | Phrase = phrase("arrivals.in_the_future", on=record.on)
        else:
            found = people.concerned(record)
        if isinstance(found, Phrase):
            set_aside.append(SetAside(record.place, found))
            found = 0
        yield found


class NewContacts(Sequence[Contact]):
    """The contacts that rows become, numbered from `first` on; each is made when it is asked for.

    `whose` gives the client (id) of each row, `missing` whether it becomes a contact.
    """

    def __init__(
        self, first: int, records: Sequence[ContactRecord], whose: Sequence[int], missing: Sequence[int]
    ) -> None:
        self._first, self._records, self._whose, self._missing = first, records, whose, missing
        self._count = sum(map(bool, missing))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Contact]:
        found = compress(zip(self._whose, self._records, strict=True), self._missing)
        make = Contact._make
        for number, (client_id, record) in enumerate(found, self._first):
            yield make((number, client_id, *record[_FIRST_STATED:_BEHIND_STATED]))

    @overload
    def __getitem__(self, index: int) -> Contact: ...
    @overload
    def __getitem__(self, index: slice) -> list[Contact]: ...
    def __getitem__(self, index: int | slice) -> Contact | list[Contact]:
        if isinstance(index, slice):
            return list(self)[index]
        place = range(self._count)[index]
        return next(islice(self, place, None))
