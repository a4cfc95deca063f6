"""A list that arrives: its typed rows, the terms it comes in on, and what it changes in the book.

Not: reading the list (intake), matching its rows (client_arrivals.py and its sisters), writing the change (store).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from rmtool.core.book import ACTIVE, Balance, Book, Card, Client, Contact, Holding, Person, Visit
from rmtool.core.duplicates import Duplicate
from rmtool.core.results import Moved
from rmtool.phrase import Phrase, phrase

CLIENTS = "clients"
PROSPECTS = "prospects"
CONTACTS = "contacts"
PERSONS = "persons"
HOLDINGS = "holdings"

NAMED = 3
"""How many clients a warning names before it only counts the rest."""

NUMBER_LETTERS = {CLIENTS: "C", PROSPECTS: "P"}
"""What a client number begins with that rmtool makes because the list gives none."""


SET_ASIDE = ".set-aside"
"""What marks the name of a file of rows that an import set aside."""

_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_NAME = 200
"""Bytes of a file's name before what is added to it; systems take 255."""


class Place(NamedTuple):
    """Where a row stands in its file: the row's number as a person counts (the first line is 1)."""

    sheet: str | None
    row: int


class ClientRecord(NamedTuple):
    """One typed row of a client or prospect list.

    `fields` holds the columns of `book.Client` that the row states (missing cells are absent), under its field names;
    `amounts` fen by measure; `card` the columns of `book.Card` for a prospect, and its `triggers` as triples of kind,
    day (None: the list's) and note. `series` gives the amounts of days that
    the row itself states, besides those of the list's own day. `further` are the numbers of the other rows that the
    record was put together from, where the list has several for a client.
    """

    place: Place
    fields: Mapping[str, Any]
    amounts: Mapping[str, int]
    card: Mapping[str, Any] = {}
    series: Mapping[date, Mapping[str, int]] = {}
    further: Sequence[int] = ()


class ContactRecord(NamedTuple):
    """One typed row of a contact log; `client_no` or `client_name` says whom it concerns.

    A `bare` one is a letter in a calendar: it says that there was a contact, and of time, person and note perhaps
    nothing.
    """

    place: Place
    client_no: str | None
    client_name: str | None
    on: date
    at: str | None
    code: str
    person: str | None
    note: str | None
    outcome: str | None
    minutes: int | None
    next: str | None
    next_on: date | None
    bare: bool = False


class PersonRecord(NamedTuple):
    """One typed row of a list of people; number, name or credit code say at which client."""

    place: Place
    client_no: str | None
    client_name: str | None
    credit_code: str | None
    name: str
    title: str | None
    power: str | None
    phone: str | None
    email: str | None
    note: str | None
    birthday: str | None = None


class HoldingRecord(NamedTuple):
    """One typed row of a list of products that clients hold; number, name or credit code say which client.

    The others are those of `book.Holding`. `on` is None where the row doesn't say of which day it is.
    """

    place: Place
    client_no: str | None
    client_name: str | None
    credit_code: str | None
    product: str
    kind: str | None
    contract_no: str | None
    fen: int | None
    opened: date | None
    matures: date | None
    term: str | None
    rate: float | None
    risk: str | None
    bank: str | None
    cover: int | None
    premium: int | None
    on: date | None
    ended: date | None


class Terms(NamedTuple):
    """On what terms a list comes in.

    `kind` is CLIENTS, PROSPECTS, CONTACTS, PERSONS or HOLDINGS; `on` the list's date, which its amounts are dated by;
    `initials` makes a name's pinyin initials; `grade` grades a card by value (fen), its level, likelihood and its
    level. `rm` fills in where a row names none; `complete` makes clients dormant that the list no longer has, and ends
    holdings; `create_clients` makes the clients that a contact log or a list of holdings speaks of and the book doesn't
    know. `keep` names the fields in which the book's own value stays. `more` says that another list of the same kind
    and file follows: who vanished is known after the last one. `partial` says that the list is a part of another one,
    from which nothing has vanished that isn't in it; `restoring` that it is a part of an exported book: nobody vanishes
    from it or wakes by it.
    """

    kind: str
    today: date
    on: date
    initials: Callable[[str], str]
    grade: Callable[[int | None, str | None, float | None, str | None], str]
    rm: str | None = None
    complete: bool = False
    create_clients: bool = False
    keep: Collection[str] = ()
    restoring: bool = False
    more: bool = False
    partial: bool = False


class Held(NamedTuple):
    """The contacts that the book holds on the days that a log covers: how many on each, and those of some days.

    `between` gives those from one day to another (both in), by date, time, id.
    """

    counts: Mapping[date, int] = {}
    between: Callable[[date, date], Iterable[Contact]] = lambda first, last: ()


class Ground(NamedTuple):
    """What a list meets in the book; new clients and contacts are numbered from `next_client` and `next_contact`.

    `listed` holds the ids of the clients that a client list brought, `asleep` of those that a complete list made
    dormant. `unread` are the cells of the rows already set aside: a client named there hasn't vanished. `contacts` are
    those of the days that a contact log covers, `people` the people at clients if the file lists any, `holdings` what
    clients hold if it lists that, `listed_holdings` the ids of those that earlier lists of the same file spoke of.
    `aliases` gives the client (id) that a number, credit code or name stands for whose own client was merged into it.
    `spoken` are the ids of the clients that earlier lists of the same file spoke of, `later` of those that a list of a
    later day than this one's spoke of.
    """

    book: Book
    next_client: int = 1
    listed: Collection[int] = ()
    asleep: Collection[int] = ()
    unread: Collection[str] = ()
    contacts: Held = Held()
    next_contact: int = 1
    aliases: Mapping[str, int] = {}
    people: Sequence[Person] = ()
    next_person: int = 1
    spoken: Collection[int] = ()
    holdings: Sequence[Holding] = ()
    next_holding: int = 1
    listed_holdings: Collection[int] = ()
    later: Collection[int] = ()


class SetAside(NamedTuple):
    """A row that doesn't go into the book, and why."""

    place: Place
    reason: Phrase


class Tally(NamedTuple):
    """How many rows of a list were new, changed something, changed nothing."""

    added: int
    changed: int
    unchanged: int


class Step(NamedTuple):
    """A step in the history of a prospect's card (see `book.CardEvent`); `on` None: the day of the import."""

    client_id: int
    kind: str
    before: str | None
    after: str | None
    why: str | None = None
    on: date | None = None


class Change(NamedTuple):
    """What a list changes in the book; records that the book holds already stand here as they are afterwards.

    `adopted` are the ids of clients in the book that no client list had before. `corrected` are balances whose date
    and measure the book holds with another amount. `vanished` are the active clients of earlier lists that this one
    lacks, as they were. `completed` contacts are known with less: `incomplete` are the same as they were. `closed`
    are the visits that a meeting of the list closes. `people` are new at their clients, `corrected_people` are
    known with something else. `holdings` are new, `changed_holdings` are held with something else or of a later day,
    `ended_holdings` are no longer held; `listed_holdings` are the ids of all that the list speaks of, `spoken` those
    of all clients that a client list spoke of.
    """

    tally: Tally
    added: Sequence[Client] = ()
    updated: Sequence[Client] = ()
    adopted: Sequence[int] = ()
    balances: Sequence[Balance] = ()
    corrected: Sequence[Balance] = ()
    cards: Sequence[Card] = ()
    recarded: Sequence[Card] = ()
    steps: Sequence[Step] = ()
    contacts: Sequence[Contact] = ()
    completed: Sequence[Contact] = ()
    incomplete: Sequence[Contact] = ()
    closed: Sequence[Visit] = ()
    vanished: Sequence[Client] = ()
    set_aside: Sequence[SetAside] = ()
    warnings: Sequence[Phrase] = ()
    people: Sequence[Person] = ()
    corrected_people: Sequence[Person] = ()
    spoken: Collection[int] = ()
    holdings: Sequence[Holding] = ()
    changed_holdings: Sequence[Holding] = ()
    ended_holdings: Sequence[Holding] = ()
    listed_holdings: Collection[int] = ()

    @property
    def writes(self) -> bool:
        """Whether anything is to be written."""
        clients = (self.added, self.updated, self.adopted, self.balances, self.corrected, self.cards, self.recarded)
        others = (self.contacts, self.completed, self.closed, self.people, self.corrected_people, self.steps)
        holdings = (self.holdings, self.changed_holdings, self.ended_holdings)
        return any(clients) or any(others) or any(holdings)


class FieldChange(NamedTuple):
    """One value of a client that a list changes; `before` is None where there was none.

    `on` dates an amount or a contact. Amounts are fen (`is_amount`).
    """

    client: Client
    field: str
    before: Any
    after: Any
    on: date | None = None
    is_amount: bool = False


class Kept(NamedTuple):
    """A row that was set aside, as the user gets it back: its place, its cells, and why."""

    place: Place
    cells: Sequence[str]
    reasons: Sequence[Phrase]


class Imported(NamedTuple):
    """What became of one list, for the user.

    `batch` is its id in the book; None if there was nothing to write (or on a dry run). `on` dates its amounts, if it
    has any. `columns` maps headings to fields, `units` those of amounts to yuan per unit, `dates` those at a day
    of their own to that day. `added` and `vanished` as in
    Change, `moves` as in `tier_moves`; `changes` are those of clients known before, `aside` the rows set aside.
    `holdings` are new and `ended` no longer held, each with its client.
    """

    file: str
    sheet: str | None
    kind: str
    batch: int | None
    on: date | None
    rows: int
    tally: Tally
    set_aside: int
    set_aside_file: str | None
    vanished: Sequence[Client]
    added: Sequence[Client]
    changes: Sequence[FieldChange]
    duplicates: Sequence[Duplicate]
    aside: Sequence[Kept]
    columns: Mapping[str, str]
    units: Mapping[str, int]
    ignored_columns: Sequence[str]
    moves: Sequence[Moved]
    warnings: Sequence[Phrase]
    dry_run: bool
    dates: Mapping[str, date] = {}
    holdings: Sequence[tuple[Client, Holding]] = ()
    ended: Sequence[tuple[Client, Holding]] = ()


def converted(records: Iterable[ClientRecord], rate: Fraction) -> list[ClientRecord]:
    """The records with every amount times `rate` (units of the book's currency per unit of the list's).

    Half a fen rounds away from zero.
    """
    turned = []
    for record in records:
        card = dict(record.card)
        if isinstance(value := card.get("value"), int):
            card["value"] = times(value, rate)
        series = {day: _all_times(amounts, rate) for day, amounts in record.series.items()}
        turned.append(record._replace(amounts=_all_times(record.amounts, rate), card=card, series=series))
    return turned


def _all_times(amounts: Mapping[str, int], rate: Fraction) -> dict[str, int]:
    return {measure: times(fen, rate) for measure, fen in amounts.items()}


def book_after(book: Book, change: Change) -> Book:
    """The book as it is once `change` is written; clients, balances and cards only."""
    updated = {c.id: c for c in change.updated}
    clients = [updated.get(c.id, c) for c in book.clients] + list(change.added)
    clients.sort(key=lambda c: c.client_no)
    corrected = {(b.client_id, b.measure, b.on): b for b in change.corrected}
    touched: dict[int, list[Balance]] = {}
    for balance in (*change.corrected, *change.balances):
        if balance.client_id not in touched:
            held = book.balances.get(balance.client_id, ())
            touched[balance.client_id] = [corrected.get((b.client_id, b.measure, b.on), b) for b in held]
    for balance in change.balances:
        touched[balance.client_id].append(balance)
    for held in touched.values():
        held.sort(key=lambda b: b.on)
    cards = {**book.cards, **{c.client_id: c for c in (*change.cards, *change.recarded)}}
    return book._replace(clients=clients, balances={**book.balances, **touched}, cards=cards)


def ground_after(ground: Ground, change: Change) -> Ground:
    """What the next list of the same file meets, once `change` is written.

    The contacts stay those from before the file: within one file repeated rows are as many contacts.
    """
    listed = {
        *ground.listed,
        *change.adopted,
        *(c.id for c in change.added if c.status == ACTIVE and not change.contacts),
    }
    return ground._replace(
        book=book_after(ground.book, change),
        next_client=ground.next_client + len(change.added),
        listed=listed,
        next_contact=ground.next_contact + len(change.contacts),
        people=_people_after(ground, change),
        next_person=ground.next_person + len(change.people),
        spoken={*ground.spoken, *change.spoken},
        holdings=_holdings_after(ground, change),
        next_holding=ground.next_holding + len(change.holdings),
        listed_holdings={*ground.listed_holdings, *change.listed_holdings},
    )


def _people_after(ground: Ground, change: Change) -> list[Person]:
    corrected = {person.id: person for person in change.corrected_people}
    return [corrected.get(person.id, person) for person in ground.people] + list(change.people)


def _holdings_after(ground: Ground, change: Change) -> list[Holding]:
    changed = {holding.id: holding for holding in (*change.changed_holdings, *change.ended_holdings)}
    return [changed.get(holding.id, holding) for holding in ground.holdings] + list(change.holdings)


def tier_moves(clients: Iterable[Client], before: Mapping[int, str], after: Mapping[int, str]) -> list[Moved]:
    """Who of those that had a tier before (tier ids by client id) has another one after, by client number."""
    moved = [
        Moved(c, before[c.id], after[c.id])
        for c in clients
        if c.id in before and c.id in after and before[c.id] != after[c.id]
    ]
    return sorted(moved, key=lambda m: m.client.client_no)


def set_aside_name(file: str, sheet: str | None) -> str:
    """The name of the file of the rows set aside of that file's list; what is piped in has no name of its own."""
    name = "stdin" if file == "-" else file
    if sheet:
        name += "." + "".join(c if c.isprintable() else "_" for c in _UNSAFE_IN_NAMES.sub("_", sheet))
    return name.encode("utf-8", "surrogateescape")[:_LONGEST_NAME].decode("utf-8", "ignore") + SET_ASIDE + ".csv"


def is_set_aside_of(name: str, file: str, sheet: str | None) -> bool:
    """Whether a file's name says that it holds the rows set aside of that file's list, perhaps saved anew."""
    return name.startswith(set_aside_name(file, sheet).removesuffix(".csv"))


def named(clients: Sequence[Client]) -> Phrase:
    """The first few of `clients` by name, and how many more there are."""
    names = tuple(c.name for c in clients[:NAMED])
    if len(clients) > NAMED:
        return phrase("arrivals.and_more", names=names, more=len(clients) - NAMED)
    return phrase("arrivals.names", names=names)


class Numbers:
    """Makes client numbers where a list gives none: a letter and the next free number (`P0001`)."""

    def __init__(self, letter: str, taken: Iterable[str]) -> None:
        self._letter = letter
        self._taken = taken
        self._last: int | None = None

    def next(self) -> str:
        """The number after the highest one taken."""
        if self._last is None:
            shape = re.compile(self._letter + r"(\d{1,9})", re.ASCII)
            found = (shape.fullmatch(number) for number in self._taken)
            self._last = max((int(f[1]) for f in found if f), default=0)
        self._last += 1
        return f"{self._letter}{self._last:04d}"


class LostZeros:
    """Tells which number is meant by one without its leading zeros, as spreadsheets leave it: the only one like it."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._whole: dict[str, str | None] = {}
        for number in numbers:
            if number[:1] == "0" and number.isascii() and number.isdigit():
                bare = number.lstrip("0")
                self._whole[bare] = None if bare in self._whole else number

    def __bool__(self) -> bool:
        return bool(self._whole)

    def whole(self, number: str) -> str | None:
        """The number with its zeros; None if there is none, or more than one."""
        return self._whole.get(number)


def is_made(client_no: str) -> bool:
    """Whether the client number looks like one that rmtool made (and a list's own number may replace)."""
    return re.fullmatch(r"[CP]\d{4,9}", client_no, re.ASCII) is not None


def times(fen: int, rate: Fraction) -> int:
    """An amount times `rate`; half a fen rounds away from zero."""
    over, under = abs(fen) * rate.numerator, rate.denominator
    turned = (2 * over + under) // (2 * under)
    return turned if fen >= 0 else -turned
