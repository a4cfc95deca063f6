"""A list of products that clients hold → what is new, what changed, what is no longer held. Not: clients, balances.

A holding is the same if client, product, bank, account or contract number, opening and maturity agree; repeated rows
without a number are as many holdings. A blank says nothing: a row that only lacks some of these is the same one too.
"""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from rmtool.core.arrivals import Change, Ground, HoldingRecord, SetAside, Tally, Terms, named, times
from rmtool.core.book import Client, Holding
from rmtool.core.half_width import half_width
from rmtool.core.holdings import AMOUNTS
from rmtool.core.known_clients import KnownClients
from rmtool.phrase import Phrase, phrase

_TELLING = ("contract_no", "opened", "matures")
"""What tells holdings of one product at one client apart."""

_STATED = tuple(field for field in Holding._fields if field not in ("id", "client_id", "on", "ended"))


def holding_change(ground: Ground, records: Sequence[HoldingRecord], terms: Terms) -> Change:
    """What the rows change. A blank cell never erases, and an older list only fills in what the book doesn't say.

    A row is set aside if its client is unknown (unless `terms.create_clients`), or if several bear its name. With
    `terms.complete` what no list of the file speaks of is, after the last of them, no longer held from its day on, but
    for what is held at banks that the list doesn't mention.
    """
    clients = KnownClients(ground, (), terms)
    rows, set_aside, unread = [], [], set(ground.unread)
    for record in records:
        found = clients.called(record.client_no, record.client_name, record.credit_code)
        if isinstance(found, Phrase):
            set_aside.append(SetAside(record.place, found))
            unread.update(filter(None, (record.client_no, record.client_name, record.credit_code)))
        else:
            rows.append(_Row(found, record))
    taking = _Taking(ground, terms)
    taking.take(rows)
    listed = {*taking.listed, *_of_clients(ground, unread)}
    ended = list(_ended(ground, rows, listed, terms)) if terms.complete and not _is_a_part(terms) else []
    return Change(
        Tally(len(taking.added), taking.changed, len(rows) - len(taking.added) - taking.changed),
        added=clients.created,
        holdings=taking.added,
        changed_holdings=taking.updated,
        ended_holdings=ended,
        listed_holdings=listed,
        set_aside=set_aside,
        warnings=list(_warnings(clients.created, taking.repeated, ended)),
    )


def converted_holdings(records: Sequence[HoldingRecord], rate: Fraction) -> list[HoldingRecord]:
    """The records with every amount times `rate` (units of the book's currency per unit of the list's)."""
    turned = []
    for record in records:
        amounts: dict[str, Any] = {f: times(fen, rate) for f in AMOUNTS if (fen := getattr(record, f)) is not None}
        turned.append(record._replace(**amounts))
    return turned


class _Row(NamedTuple):
    client_id: int
    record: HoldingRecord

    @property
    def product(self) -> tuple[Any, ...]:
        """Client, product and bank."""
        return _product(self.client_id, self.record)

    @property
    def identity(self) -> tuple[Any, ...]:
        """The same with all that tells holdings apart."""
        return *self.product, *_telling(self.record)


class _Taking:
    """The rows of one list on their way to the holdings that they speak of."""

    def __init__(self, ground: Ground, terms: Terms) -> None:
        self.added: list[Holding] = []
        self.updated: list[Holding] = []
        self.listed: set[int] = set()
        self.changed = self.repeated = 0
        self._next_id, self._on = ground.next_holding, terms.on
        self._same: dict[tuple[Any, ...], list[Holding]] = {}
        self._of_product: dict[tuple[Any, ...], list[Holding]] = {}
        self._incomplete: dict[tuple[Any, ...], list[Holding]] = {}
        for holding in reversed(ground.holdings):  # so that the first is the last of its list, and soonest taken off
            product, telling = _product(holding.client_id, holding), _telling(holding)
            for key in ((*product, *telling), (*product, *telling, holding.fen)):
                self._same.setdefault(key, []).append(holding)
            self._of_product.setdefault(product, []).append(holding)
            if None in telling:
                self._incomplete.setdefault(product, []).append(holding)

    def take(self, rows: Sequence[_Row]) -> None:
        """Takes all rows: those that agree in most first."""
        left = list(self._without_repeated(rows))
        left = [row for row in left if not self._pair(row, (*row.identity, row.record.fen))]
        left = [row for row in left if not self._pair(row, row.identity)]
        for row in left:
            if not self._fill_in(row):
                self._add(row)

    def _without_repeated(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        """The rows but for those with a number that repeat another one word for word."""
        seen = set()
        for row in rows:
            words = row.client_id, *row.record[_FIRST_WORD:]
            if row.record.contract_no is None or words not in seen:
                seen.add(words)
                yield row
            else:
                self.repeated += 1

    def _pair(self, row: _Row, key: tuple[Any, ...]) -> bool:
        """Gives the row to the first holding under `key` that no other row spoke of."""
        same = self._same.get(key)
        while same and same[-1].id in self.listed:
            same.pop()
        if not same:
            return False
        self._give(same.pop(), row.record)
        return True

    def _fill_in(self, row: _Row) -> bool:
        """Gives the row to a holding that it doesn't contradict, where one of them lacks what the other says."""
        stated = _telling(row.record)
        pool = self._of_product if None in stated else self._incomplete
        candidates = [
            holding
            for holding in pool.get(row.product, ())
            if holding.id not in self.listed and _agree(_telling(holding), stated)
        ]
        if not candidates:
            return False
        self._give(min(candidates, key=lambda h: (h.fen != row.record.fen, _blanks(h), h.id)), row.record)
        return True

    def _give(self, holding: Holding, record: HoldingRecord) -> None:
        self.listed.add(holding.id)
        after = _brought_up_to(holding, record, record.on or self._on)
        if after != holding:
            self.updated.append(after)
            self.changed += after._replace(on=holding.on) != holding

    def _add(self, row: _Row) -> None:
        stated: dict[str, Any] = {field: getattr(row.record, field) for field in _STATED}
        stated |= {"on": row.record.on or self._on, "ended": row.record.ended}
        holding = Holding(self._next_id + len(self.added), row.client_id, **stated)
        self.added.append(holding)
        self.listed.add(holding.id)


_FIRST_WORD = HoldingRecord._fields.index("product")


def _product(client_id: int, said: Holding | HoldingRecord) -> tuple[Any, ...]:
    return client_id, "".join(half_width(said.product).split()).casefold(), said.bank


def _telling(said: Holding | HoldingRecord) -> tuple[Any, ...]:
    return said.contract_no, said.opened, said.matures


def _agree(held: Sequence[Any], stated: Sequence[Any]) -> bool:
    """Whether nothing contradicts, and either something agrees or one of the two says nothing at all."""
    pairs = list(zip(held, stated, strict=True))
    if any(a != b for a, b in pairs if a is not None and b is not None):
        return False
    return any(a == b is not None for a, b in pairs) or not any(held) or not any(stated)


def _blanks(holding: Holding) -> int:
    return sum(value is None for value in _telling(holding))


def _brought_up_to(holding: Holding, record: HoldingRecord, on: Any) -> Holding:
    """The holding as the row of the day `on` leaves it."""
    stated = {field: value for field in _STATED if (value := getattr(record, field)) is not None}
    if on < holding.on:
        missing = {f: v for f, v in stated.items() if getattr(holding, f) is None and f not in AMOUNTS}
        return holding._replace(**missing)
    back = holding.ended is not None and on >= holding.ended
    return holding._replace(**stated, on=on, ended=record.ended or (None if back else holding.ended))


def _of_clients(ground: Ground, said: Collection[str]) -> Iterator[int]:
    """The holdings of the clients that rows which didn't go in may speak of."""
    ids = {c.id for c in ground.book.clients if said and not {c.client_no, c.name, c.credit_code}.isdisjoint(said)}
    return (holding.id for holding in ground.holdings if holding.client_id in ids)


def _is_a_part(terms: Terms) -> bool:
    """Whether there is more to the list than this, so that nothing can be missing from it."""
    return terms.more or terms.restoring or terms.partial


def _ended(ground: Ground, rows: Sequence[_Row], listed: Collection[int], terms: Terms) -> Iterator[Holding]:
    banks = {None, *(row.record.bank for row in rows)}
    for holding in ground.holdings:
        spoken_of = holding.id in listed or holding.id in ground.listed_holdings
        if holding.ended is None and holding.on <= terms.on and holding.bank in banks and not spoken_of:
            yield holding._replace(ended=terms.on)


def _warnings(created: Sequence[Client], repeated: int, ended: Sequence[Holding]) -> Iterator[Phrase]:
    if created:
        yield phrase("arrivals.created", count=len(created), names=named(created))
    if repeated:
        yield phrase("holdings.repeated", count=repeated)
    if ended:
        yield phrase("holdings.ended", count=len(ended))
