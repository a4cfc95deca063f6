"""A list of people at clients → what it adds to the book, and what it corrects. Not: clients, contacts."""

from collections.abc import Sequence

from rmtool.core.arrivals import Change, Ground, PersonRecord, SetAside, Tally, Terms
from rmtool.core.book import Person
from rmtool.core.known_clients import KnownClients
from rmtool.phrase import Phrase


def person_change(ground: Ground, records: Sequence[PersonRecord], terms: Terms) -> Change:
    """What the rows change: a person is known by the client and the name; a blank cell never erases.

    A row is set aside if its client is unknown, or if several bear its name.
    """
    clients = KnownClients(ground, (), terms._replace(create_clients=False))
    taking = _Taking(ground)
    set_aside = []
    for record in records:
        found = clients.called(record.client_no, record.client_name, record.credit_code)
        if isinstance(found, Phrase):
            set_aside.append(SetAside(record.place, found))
        else:
            taking.take(found, record)
    return Change(
        Tally(len(taking.added), taking.changed, taking.unchanged),
        set_aside=set_aside,
        people=list(taking.added.values()),
        corrected_people=list(taking.corrected.values()),
    )


_STATED = ("title", "power", "phone", "email", "note", "birthday")


class _Taking:
    """The people of one list on their way into the book; by id, as the list leaves them."""

    def __init__(self, ground: Ground) -> None:
        self.known: dict[tuple[int, str], Person] = {}
        for person in ground.people:
            self.known.setdefault((person.client_id, person.name), person)
        self.next_id = ground.next_person
        self.added: dict[int, Person] = {}
        self.corrected: dict[int, Person] = {}
        self.changed = self.unchanged = 0

    def take(self, client_id: int, record: PersonRecord) -> None:
        """Adds the person, or brings it up to what the row states."""
        known = self.known.get((client_id, record.name))
        stated = {field: getattr(record, field) for field in _STATED}
        if known is None:
            person = Person(self.next_id, client_id, record.name, **stated)
            self.next_id += 1
            self.added[person.id] = person
        else:
            person = known._replace(**{field: value for field, value in stated.items() if value})
            if known.id in self.added:
                self.added[person.id] = person
                self.unchanged += 1
            elif person != known:
                self.changed += known.id not in self.corrected
                self.unchanged += known.id in self.corrected
                self.corrected[person.id] = person
            else:
                self.unchanged += 1
        self.known[client_id, record.name] = person
