"""Which column of a list serves which field, by its headings, else by its cells; and what stays open, as questions.

Not: what one heading may mean (headings.py), reading the cells (client_rows.py and its like).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rmtool.errors import InputError
from rmtool.intake import looks
from rmtool.intake.dates_across import When, when
from rmtool.intake.headings import (
    CLIENTS,
    CONTACTS,
    HOLDINGS,
    LIKELY,
    PERSONS,
    PROSPECTS,
    Heading,
    Wanted,
    may_be_deposits,
)
from rmtool.intake.marks import Mark, without_date
from rmtool.intake.values import Cell
from rmtool.intake.vocabulary import GUESSED, key_of, vocabulary, word_of

IDENTITY = ("client_no", "name")

REQUIRED: Mapping[str, tuple[str, ...]] = {
    CONTACTS: ("date", "code"),
    PERSONS: ("person",),
    HOLDINGS: ("product",),
}
"""The fields besides the client without which no row of a list of this kind makes sense."""


_OF_FIRMS = frozenset({"industry", "founded", "kind"})
"""Fields that only a list of clients has: where one stands beside people, the people are a part of what it says."""


class Question(NamedTuple):
    """A column that stays open: its heading, the first values below it, and the fields that it may be.

    The list can't be read without an answer if `required`; else it was read without the column.
    """

    sheet: str | None
    heading: str
    samples: tuple[str, ...]
    fields: tuple[str, ...]
    required: bool


class UnclearError(InputError):
    """A list that can't be read unless the `questions` are answered, and the fingerprint of its headings."""

    def __init__(self, key: str, /, *, questions: Sequence[Question], fingerprint: str = "", **values: object) -> None:
        super().__init__(key, details=(), **values)
        self.questions = tuple(questions)
        self.fingerprint = fingerprint


class Assigned(NamedTuple):
    """The column of each field, the fields that were guessed, and further columns of a measure at other dates.

    `open` are columns (by index) that may be one of some fields, of which nothing tells which.
    """

    columns: dict[str, int]
    guessed: frozenset[str]
    further: dict[int, str]
    open: dict[int, tuple[str, ...]]


def headings_fingerprint(headings: Sequence[str]) -> str:
    """What lists with the same headings have in common, whatever dates the headings state."""
    return hashlib.sha256("\n".join(map(remembered_key, headings)).encode()).hexdigest()[:32]


def remembered_key(heading: str) -> str:
    """What a heading is remembered by: without its date."""
    return key_of(without_date(heading)) or ("date" if when(heading) else "")


def hinted_kinds(name: str | None) -> list[str]:
    """The kinds of list that a sheet's or file's name speaks of, the likeliest first."""
    bare = word_of(name or "")
    return [kind for kind, parts in vocabulary().sheet_names.items() if any(part in bare for part in parts)]


def recognise_kind(headings: Sequence[Heading], names: Sequence[str | None], wants: Wanted) -> str:
    """What a sheet with these headings lists: a date and a code make a contact log, else the names tell, else value."""
    claimed = {claim.field for heading in headings for claim in heading.claims if claim.rank < LIKELY}
    certain = {claim.field for heading in headings for claim in heading.claims if claim.rank < 2 * GUESSED}
    amounts = claimed & wants.measures
    sure = certain & wants.measures
    if {"date", "code"} <= claimed and not amounts:
        return CONTACTS
    if _is_of_holdings(claimed, bool(sure)):
        return HOLDINGS
    for name in names:
        for hint in hinted_kinds(name):
            if _can_be(hint, claimed, bool(sure)):
                return hint
        if claimed & {"value", "likelihood"} and not amounts:
            return PROSPECTS
    if _is_of_persons(headings) and not amounts:
        return PERSONS
    if "product" in _firsts(headings) and "amount" in claimed and (not amounts or certain <= _PLAIN):
        return HOLDINGS
    return CLIENTS


def _can_be(kind: str, claimed: set[str], has_amounts: bool) -> bool:
    if kind == CONTACTS:
        return "date" in claimed
    if kind == PERSONS:
        return "person" in claimed and not has_amounts
    if kind == HOLDINGS:
        return "product" in claimed and bool(claimed & (_OF_HOLDINGS | {"amount"}))
    return True


_OF_HOLDINGS = frozenset({"contract_no", "opened", "matures", "term", "rate", "risk", "cover", "premium"})
"""What lists of holdings say besides client, product and amount."""

_OF_ACCOUNTS = frozenset({"contract_no", "term"})
"""What lists of accounts say as well."""

_OWN_ALONE = 2
"""So many of them may stand in a client list too."""

_PLAIN = _OF_ACCOUNTS | {
    *("product", "product_kind", "amount", "value", "currency", "bank", "client_no", "name", "credit_code", "rm"),
}
"""The fields (金额 may be a prospect's value) of a list that says no more than who holds what."""


def _is_of_holdings(claimed: set[str], has_measures: bool) -> bool:
    """Whether there is a product that matures, or one with what only holdings have; without a product it takes three.

    Amounts headed as a client's balances are (存款余额) may be those of holdings only if these mature. Accounts by kind
    (账号, 储种, 余额) are parts of such balances.
    """
    own = claimed & _OF_HOLDINGS
    if "matures" in own:
        return "product" in claimed or len(own) > _OWN_ALONE
    telling = own - _OF_ACCOUNTS
    return "product" in claimed and not has_measures and bool(telling) and (len(own) > 1 or "amount" in claimed)


def _is_of_persons(headings: Sequence[Heading]) -> bool:
    """Whether one column is a person's name, another the client, and others what is said of persons only."""
    firsts = _firsts(headings)
    if _OF_FIRMS & firsts:
        return False
    return "person" in firsts and bool({"title", "email", "power"} & firsts) and bool(set(IDENTITY) & firsts)


def _firsts(headings: Sequence[Heading]) -> set[str]:
    """The fields that headings mean in the first place."""
    return {min(heading.claims, key=lambda claim: claim.rank).field for heading in headings if heading.claims}


def assign(
    headings: Sequence[Heading], kind: str, wants: Wanted, file: str, titled: str = "", bare: Sequence[int] = ()
) -> Assigned:
    """The column of each field; every column serves one field at most.

    `titled` is what title and sheet say: it may name the measure of columns that are headed by 余额, or of the `bare`
    ones (by index), which are amounts headed by nothing but a date. Raises UnclearError if two columns claim one field
    with equal right.
    """
    measures = wants.measures if kind in (CLIENTS, PROSPECTS) else frozenset()
    fields = vocabulary().fields[kind] | measures
    told = _told_measure(titled, wants) if measures else None
    claims = sorted(
        (claim.rank, told if told and claim.field in _VAGUE and claim.rank >= 2 * GUESSED else claim.field, index)
        for index, heading in enumerate(headings)
        for claim in heading.claims
        if claim.field in fields and not heading.never_stored and (kind != HOLDINGS or claim.rank < 2 * GUESSED)
    )
    found = _Assigning(headings, wants, file)
    for rank, field, index in claims:
        if rank != LIKELY:
            found.take(rank, field, index)
    found.settle_time()
    found.settle_product()
    likely = [index for rank, _, index in claims if rank == LIKELY]
    if likely and not found.columns.keys() & measures:
        found.take_likely(likely, told)
    for index in bare if measures else ():
        found.take_bare(index, told)
    return Assigned(found.columns, frozenset(found.guessed()), found.further, found.open)


_VAGUE = ("deposit",)
"""The measure that a heading such as 余额 stands for if nothing says which."""


def _told_measure(text: str, wants: Wanted) -> str | None:
    """The one measure that a title names."""
    key = key_of(text)
    names = sorted(
        ((name, claims[0].field) for name, claims in vocabulary().claims.items() if _is_measure(claims, wants)),
        key=lambda named: -len(named[0]),
    )
    found: set[str] = set()
    for name, field in names:
        if len(name) > 1 and not name.isascii() and name in key:
            key = key.replace(name, "\n")
            found.add(field)
    return found.pop() if len(found) == 1 else None


def _is_measure(claims: Sequence[tuple[str, int]], wants: Wanted) -> bool:
    field, rank = claims[0]
    return rank < GUESSED and field in wants.measures


class _Assigning:
    """Columns on their way to their fields, best claims first."""

    def __init__(self, headings: Sequence[Heading], wants: Wanted, file: str) -> None:
        self.headings, self.wants, self.file = headings, wants, file
        self.columns: dict[str, int] = {}
        self.further: dict[int, str] = {}
        self.open: dict[int, tuple[str, ...]] = {}
        self._ranks: dict[str, int] = {}

    def take(self, rank: int, field: str, index: int) -> None:
        """Gives the column to the field, unless either is served; at another date it is a further one of a measure."""
        if index in self.columns.values() or index in self.further:
            return
        if field not in self.columns:
            self.columns[field], self._ranks[field] = index, rank
        elif self._ranks[field] == rank:
            taken = [self.columns[field], *(i for i, named in self.further.items() if named == field)]
            mine = date_said(self.headings[index])
            if field not in self.wants.measures or mine in {date_said(self.headings[i]) for i in taken}:
                raise self._two_columns(field, index)
            self.further[index] = field

    def _two_columns(self, field: str, index: int) -> UnclearError:
        first, second = self.headings[self.columns[field]].label, self.headings[index].label
        questions = [Question(None, label, (), (field, "ignore"), True) for label in (first, second)]
        return UnclearError(
            "intake.two_columns", file=self.file, field=field, first=first, second=second, questions=questions
        )

    def settle_time(self) -> None:
        """Makes a column of times the date where there is no other and its heading allows."""
        time = self.columns.get("time") if "date" not in self.columns else None
        if time is not None and any(claim.field == "date" for claim in self.headings[time].claims):
            self.columns["date"] = self.columns.pop("time")

    def settle_product(self) -> None:
        """Makes a column of kinds the product where nothing else names it."""
        kind = self.columns.get("product_kind") if "product" not in self.columns else None
        if kind is not None and any(claim.field == "product" for claim in self.headings[kind].claims):
            self.columns["product"] = self.columns.pop("product_kind")

    def take_likely(self, likely: Sequence[int], told: str | None) -> None:
        """Takes columns that can only be told to be amounts: the only one, or one at several dates; else asks."""
        dates = {date_said(self.headings[index]) for index in likely}
        same = {remembered_key(self.headings[index].label) for index in likely}
        sure = all(may_be_deposits(self.headings[index].text) for index in likely) or told is not None
        if sure and (len(likely) == 1 or (len(dates) == len(likely) and len(same) == 1)):
            for index in likely:
                self.take(LIKELY, told or "deposit", index)
        else:
            measures = tuple(sorted(self.wants.measures))
            self.open.update(dict.fromkeys(likely, measures))

    def take_bare(self, index: int, told: str | None) -> None:
        """Takes a column of amounts headed by a date only: as a further one of the measure that the title names."""
        if told is None:
            self.open[index] = tuple(sorted(self.wants.measures))
        elif told in self.columns:
            self.further[index] = told
        else:
            self.take(2 * GUESSED, told, index)

    def guessed(self) -> set[str]:
        """The fields whose heading doesn't name them."""
        return {field for field, rank in self._ranks.items() if rank >= 2 * GUESSED}


def date_said(heading: Heading) -> When | None:
    """The day or month that a heading states besides its name, or is."""
    on, month = heading.mark.on, heading.mark.month
    if on:
        return When(on.year, on.month, on.day)
    return When(None, month, None) if month else when(heading.text) if not heading.claims else None


def look(
    assigned: Assigned, headings: Sequence[Heading], cells: Sequence[Sequence[Cell]], kind: str, mapped: Wanted
) -> Assigned:
    """The same with the fields that only the cells tell: where exactly one column looks like it, it is taken.

    Columns whose heading claims a field, or that the user told to ignore, are left alone.
    """
    columns, guessed = dict(assigned.columns), set(assigned.guessed)
    used = {*columns.values(), *assigned.further, *assigned.open}
    free = [
        index
        for index, heading in enumerate(headings)
        if index not in used and _is_free(heading, kind) and key_of(heading.label) not in mapped.mapped
    ]
    for field in _looked_for(kind, columns):
        alike = [index for index in free if looks.looks_like(field, cells[index])]
        if len(alike) == 1:
            columns[field] = alike[0]
            guessed.add(field)
            free.remove(alike[0])
    return assigned._replace(columns=columns, guessed=frozenset(guessed))


def _is_free(heading: Heading, kind: str) -> bool:
    fields = vocabulary().fields[kind]
    return not heading.never_stored and heading.mark == Mark() and not any(c.field in fields for c in heading.claims)


def _looked_for(kind: str, columns: Mapping[str, int]) -> list[str]:
    wanted = ["credit_code"] if kind in (CLIENTS, PROSPECTS) else []
    wanted += [field for field in REQUIRED.get(kind, ()) if field in ("date", "code", "person")]
    wanted += ["name"] if kind in (CLIENTS, PROSPECTS) or "client_no" not in columns else []
    fields = [field for field in wanted if field not in columns]
    if "name" not in columns and "client_no" not in columns:
        fields.append("client_no")
    return fields


def identity_questions(
    headings: Sequence[Heading], cells: Sequence[Sequence[Cell]], used: Sequence[int], sheet: str | None
) -> list[Question]:
    """Which column is the client, asked of those that hold words or numbers of one length."""
    return [
        Question(sheet, heading.label, looks.samples(cells[index]), IDENTITY, True)
        for index, heading in enumerate(headings)
        if index not in used and not heading.never_stored
        if looks.is_texts(cells[index]) or looks.looks_like("client_no", cells[index])
    ]


def field_questions(
    field: str, headings: Sequence[Heading], cells: Sequence[Sequence[Cell]], used: Sequence[int], sheet: str | None
) -> list[Question]:
    """Which of the columns left is `field`."""
    return [
        Question(sheet, heading.label, looks.samples(cells[index]), (field,), True)
        for index, heading in enumerate(headings)
        if index not in used and not heading.never_stored and looks.samples(cells[index])
    ]
