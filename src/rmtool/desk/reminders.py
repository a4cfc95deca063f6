"""Occasions as entries of calendars, and as cancelled those that an earlier file may have told of. Not: promises and
visits (calendars.py), nor what makes an occasion (core/occasions).

A day that comes back is an entry for each year: it says which birthday it is, one that was seen to goes for its year
alone, and the moon's days are like the sun's.
"""

from collections.abc import Collection, Iterator

from rmtool.core.book import ACTIVE, PROSPECT, Client, Holding, Occasion, Person
from rmtool.core.occasions import KINDS, POST_LOAN, Coming, Facts, coming
from rmtool.core.results import Reminder
from rmtool.desk import Desk
from rmtool.desk.calendars import Names, number_of
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
from rmtool.desk.occasions import kind_of, occasions
from rmtool.store.appointments import earlier

_FAR = 3660
"""Days ahead in which an occasion is looked for that was put off."""


def reminders(desk: Desk, days: int, wanted: Filter = EVERYBODY, kind: str | None = None) -> list[Reminder]:
    """The occasions of the days ahead; where one that stood there was put off, as it stands now, else as cancelled."""
    keeps = narrowed(desk, wanted)
    clients = {client.id: client for client in desk.book.clients if keeps(client)}
    listed = {each.entry: each for each in occasions(desk, days, wanted, kind)}
    only = None if kind is None else kind_of(kind, KINDS)
    stood = {
        each.entry: each
        for each in _once_told(desk, days)
        if only in (None, each.kind) and (wanted == EVERYBODY or (each.client and each.client.id in clients))
    }
    missing = stood.keys() - listed.keys()
    put_off = _ahead(desk, [stood[entry].client for entry in missing])
    listed |= {entry: put_off[entry] for entry in missing & put_off.keys()}
    found = [*listed.values(), *(stood[entry] for entry in missing - put_off.keys())]
    names = Names(desk, {each.client.id for each in found if each.client})
    entries = [
        Reminder(
            names.name("occasion", *each.entry),
            *names.version(each.client.id if each.client else 0),
            clients.get(each.client.id) if each.client else None,
            each,
            each.entry in listed,
        )
        for each in found
    ]
    return sorted(entries, key=lambda e: (e.occasion.on, number_of(e.client), e.uid))


def _ahead(desk: Desk, clients: Collection[Client | None]) -> dict[tuple[str | int, ...], Coming]:
    """The occasions of some clients as they stand, however far ahead."""
    ids = {client.id for client in clients if client}
    alone = desk.book._replace(clients=[client for client in desk.book.clients if client.id in ids])
    if not alone.clients:
        return {}
    store = desk.store
    facts = Facts(store.birthdays(), store.occasions(), store.holdings(), store.settled())
    found = coming(alone, desk.rules.occasions, desk.calendar, desk.today, facts, _FAR)
    return {each.entry: each for each in found if each.client}


def _once_told(desk: Desk, days: int) -> list[Coming]:
    """The occasions that calendars of these days may have told of, by the facts as they stand and ever stood before.

    Whether one was seen to doesn't count, and each product that a client holds counts by itself: what was added later
    may have put another in its place.
    """
    people = [*desk.store.birthdays(), *earlier(desk.store, Person)]
    noted = [*desk.store.occasions(), *earlier(desk.store, Occasion)]
    checks = [mark for mark in desk.store.settled() if mark.subject == POST_LOAN]
    found: list[Coming] = []
    for clients, holdings in _rounds(desk):
        book = desk.book._replace(clients=clients)
        facts = Facts(people, noted, holdings, checks)
        found += coming(book, desk.rules.occasions, desk.calendar, desk.today, facts, days)
        people, noted = [], []
    return [each for each in found if each.client and each.on >= desk.today]


def _rounds(desk: Desk) -> Iterator[tuple[list[Client], list[Holding]]]:
    """All clients that ever were active, and what they ever held, in rounds: in each one version of each client's own
    days, and one of what it holds."""
    versions: dict[int, list[Client]] = {}
    for client in (*earlier(desk.store, Client), *desk.book.clients):
        versions.setdefault(client.id, []).append(client)
    held: dict[int, list[Holding]] = {}
    for holding in (*earlier(desk.store, Holding), *desk.store.holdings()):
        held.setdefault(holding.client_id, []).append(holding)
        if holding.matures:  # a check of a loan is due until it matures, and may have been before it was known to
            held[holding.client_id].append(holding._replace(matures=None))
    active = {i for i, stood in versions.items() if any(c.status in (ACTIVE, PROSPECT) for c in stood)}
    most = [*map(len, versions.values()), *map(len, held.values())]
    for n in range(max(most, default=0)):
        clients = [
            (versions[i][n] if n < len(versions[i]) else versions[i][-1]._replace(founded=None, birthday=None))
            for i in sorted(active)
            if n < max(len(versions[i]), len(held.get(i, ())))
        ]
        yield (
            [client._replace(status=ACTIVE) for client in clients],
            [holdings[n] for i, holdings in held.items() if i in active and n < len(holdings)],
        )
