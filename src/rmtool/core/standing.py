"""Where each client stands: its tier, replayed from its balances, and its 80/20 class. Not: what it is owed (due.py).

Sources: domain.md "Tiers and visits" 6 (hysteresis) and "80/20".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import ACTIVE, DORMANT, Balance, Book, Client
from rmtool.core.periods import ONE_DAY
from rmtool.core.rules import Condition, Rules, Share, Tier

Amounts = dict[str, int]
"""The latest balance of each measure, in fen."""

Test = Callable[[Client, Amounts, int | None, Share], bool]
"""Whether a client with these balances and this deciding amount meets a condition whose bounds are eased by a share."""

NOTHING = Share(0, 1)


class Step(NamedTuple):
    """The tier from the day `on`; `kept` if only hysteresis holds it. `amount` (fen) of `measure` decided."""

    on: date
    amount: int | None
    measure: str | None
    tier: str
    kept: bool


class Standing(NamedTuple):
    """A client's tier as of a day, the deciding amount (fen) and, if it ever moved, its last move."""

    tier: str
    amount: int | None
    measure: str | None
    kept: bool
    moved_from: str | None
    moved_on: date | None


class TierTable:
    """The tiers of one rule set, ready to be asked about many clients."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._tests = [(tier.id, test_of(tier.when)) for tier in rules.tiers]

    def deciding(self, amounts: Amounts) -> tuple[str | None, int | None]:
        """The first of the rules' measures that the client has, and its amount in fen."""
        for measure in self._rules.measure:
            if measure in amounts:
                return measure, amounts[measure]
        return None, None

    def tier_of(self, client: Client, amounts: Amounts, held: str | None) -> tuple[str, bool]:
        """The first tier that matches, and whether only hysteresis on the tier `held` so far lets it match."""
        amount = self.deciding(amounts)[1]
        for tier_id, test in self._tests:
            if test(client, amounts, amount, NOTHING):
                return tier_id, False
            if tier_id == held and test(client, amounts, amount, self._rules.hysteresis):
                return tier_id, True
        return self._tests[-1][0], False

    def history(self, client: Client, balances: Sequence[Balance], as_of: date) -> list[Step]:
        """The client's tier after each date with balances up to `as_of`; one step, at its entry, if there are none."""
        steps: list[Step] = []
        amounts: Amounts = {}
        held: str | None = None
        for index, balance in enumerate(balances):
            if balance.on > as_of:
                break
            amounts[balance.measure] = balance.fen
            if index + 1 < len(balances) and balances[index + 1].on == balance.on:
                continue
            held, kept = self.tier_of(client, amounts, held)
            measure, amount = self.deciding(amounts)
            steps.append(Step(balance.on, amount, measure, held, kept))
        if not steps:
            steps.append(Step(client.entered, None, None, self.tier_of(client, amounts, None)[0], False))
        return steps

    def standing(self, client: Client, balances: Sequence[Balance], as_of: date) -> Standing:
        """The client's standing as of a day."""
        if balances and balances[0].on == balances[-1].on <= as_of:
            # A book of one list has nothing to replay, and may have many clients.
            amounts = {balance.measure: balance.fen for balance in balances}
            return Standing(self.tier_of(client, amounts, None)[0], *self.deciding(amounts)[::-1], False, None, None)
        steps = self.history(client, balances, as_of)
        last = steps[-1]
        for before, after in zip(reversed(steps[:-1]), reversed(steps), strict=False):
            if before.tier != after.tier:
                return Standing(last.tier, last.amount, last.measure, last.kept, before.tier, after.on)
        return Standing(last.tier, last.amount, last.measure, last.kept, None, None)


def listed_clients(book: Book, as_of: date, statuses: tuple[str, ...] = (ACTIVE,)) -> list[Client]:
    """The clients of these statuses whose entry (the earlier of list and first contact) is not after `as_of`."""
    log = book.log
    return [
        c
        for c in book.clients
        if c.status in statuses and (c.entered <= as_of or (c.id in log and log[c.id][0].on <= as_of))
    ]


def standings(book: Book, rules: Rules, as_of: date) -> dict[int, Standing]:
    """The standing of every active or dormant client in the book by `as_of`, by client id."""
    table = TierTable(rules)
    balances = book.balances
    return {
        c.id: table.standing(c, balances.get(c.id, ()), as_of) for c in listed_clients(book, as_of, (ACTIVE, DORMANT))
    }


def latest_amounts(balances: Sequence[Balance], as_of: date) -> Amounts:
    """The latest balance of each measure up to `as_of`, in fen."""
    return {b.measure: b.fen for b in balances if b.on <= as_of}


class Ranked(NamedTuple):
    """One line of the 80/20 list. Uncounted clients (nothing positive) have neither share nor cumulative share.

    `amount`, `before` in fen: what the client has, and the sum of all above it.
    """

    client: Client
    amount: int | None
    before: int
    klass: str
    moved_from: str | None


class Segment(NamedTuple):
    """The 80/20 view: `rows` from the largest amount down; `total` (fen) over the `counted` clients."""

    measures: tuple[str, ...]
    rows: tuple[Ranked, ...]
    counted: int
    total: int
    top20_clients: int
    top20: int
    clients_for_80: int


def segment(book: Book, rules: Rules, as_of: date, measure: str | None = None) -> Segment:
    """Ranks the active clients by `measure` (default: the rules' deciding measure) and marks A, B and C.

    A where the share of all above is below `classes.A`, B below `classes.B`, C the rest; ties in the order of the
    client numbers; zero, negative and missing amounts last, in C, outside the total. `moved_from` compares with the day
    before the latest balance.
    """
    measures = (measure,) if measure else rules.measure
    clients = listed_clients(book, as_of)
    dates = [b.on for c in clients for b in book.balances.get(c.id, ()) if b.on <= as_of and b.measure in measures]
    ranked, total = _ranked(clients, book.balances, measures, rules, as_of)
    before: dict[int, str] = {}
    if dates:
        earlier = max(dates) - ONE_DAY
        if min(dates) <= earlier:
            known = [c for c in clients if any(b.on <= earlier for b in book.balances.get(c.id, ()))]
            before = {r.client.id: r.klass for r in _ranked(known, book.balances, measures, rules, earlier)[0]}
            ranked = [
                r._replace(moved_from=before[r.client.id]) if before.get(r.client.id, r.klass) != r.klass else r
                for r in ranked
            ]
    counted = sum(1 for r in ranked if r.amount is not None and r.amount > 0)
    top = -(-counted // 5)
    return Segment(
        measures, tuple(ranked), counted, total, top, sum(r.amount or 0 for r in ranked[:top]), _fewest(ranked, total)
    )


def class_of(clients: Iterable[Client], book: Book, rules: Rules, as_of: date) -> dict[int, str]:
    """The 80/20 class of each of these clients as of a day, by client id."""
    return {r.client.id: r.klass for r in _ranked(clients, book.balances, rules.measure, rules, as_of)[0]}


def _ranked(
    clients: Iterable[Client],
    balances: Mapping[int, Sequence[Balance]],
    measures: tuple[str, ...],
    rules: Rules,
    as_of: date,
) -> tuple[list[Ranked], int]:
    amounts = [(_first(balances.get(c.id, ()), measures, as_of), c) for c in clients]
    amounts.sort(key=lambda pair: (pair[0] is None, -(pair[0] or 0), pair[1].client_no))
    total = sum(amount for amount, _ in amounts if amount is not None and amount > 0)
    limit_a, limit_b = rules.class_a.over * total, rules.class_b.over * total
    rows, before = [], 0
    for amount, client in amounts:
        if amount is None or amount <= 0:
            rows.append(Ranked(client, amount, total, "C", None))
            continue
        klass = (
            "A" if before * rules.class_a.under < limit_a else "B" if before * rules.class_b.under < limit_b else "C"
        )
        rows.append(Ranked(client, amount, before, klass, None))
        before += amount
    return rows, total


def _first(balances: Sequence[Balance], measures: tuple[str, ...], as_of: date) -> int | None:
    if len(balances) == 1:
        only = balances[0]
        return only.fen if only.on <= as_of and only.measure in measures else None
    amounts = latest_amounts(balances, as_of)
    return next((amounts[m] for m in measures if m in amounts), None)


def _fewest(rows: Sequence[Ranked], total: int) -> int:
    """The fewest clients that together hold 80 % of `total`."""
    for count, row in enumerate(rows, 1):
        if 5 * (row.before + (row.amount or 0)) >= 4 * total:
            return count if total else 0
    return 0


def class_total(view: Segment, klass: str) -> int:
    """What the clients of one class hold together (fen); nothing negative counts."""
    return sum(row.amount for row in view.rows if row.klass == klass and row.amount and row.amount > 0)


def threshold(tier: Tier) -> int | None:
    """The lowest deciding amount (fen) that a tier asks for, if its condition is a plain lower bound."""
    parts = (tier.when, *tier.when.parts) if tier.when.kind == "all" else (tier.when,)
    bounds = [p.fen for p in parts if p.kind == "amount" and p.field == "amount" and p.operator in (">=", ">")]
    return max(bounds, default=None)


def test_of(condition: Condition) -> Test:
    """The test that a condition stands for, ready to be asked about many clients."""
    if condition.kind in ("all", "any"):
        return _combined(condition)
    if condition.kind == "not":
        inner = test_of(condition.parts[0])
        return lambda client, amounts, amount, ease: not inner(client, amounts, amount, NOTHING)
    return _bound(condition) if condition.kind == "amount" else _membership(condition)


def _combined(condition: Condition) -> Test:
    tests = [test_of(part) for part in condition.parts]
    if condition.kind == "all":
        return lambda client, amounts, amount, ease: all(t(client, amounts, amount, ease) for t in tests)
    return lambda client, amounts, amount, ease: any(t(client, amounts, amount, ease) for t in tests)


def _bound(condition: Condition) -> Test:
    field, operator, fen = condition.field, condition.operator, condition.fen

    def test(client: Client, amounts: Amounts, amount: int | None, ease: Share) -> bool:
        value = amount if field == "amount" else amounts.get(field)
        if value is None:
            return False
        if operator in (">=", ">"):
            have, asked = value * ease.under, fen * (ease.under - ease.over)
            return have >= asked if operator == ">=" else have > asked
        return value < fen if operator == "<" else value <= fen if operator == "<=" else value == fen

    return test


def _membership(condition: Condition) -> Test:
    field, values = condition.field, condition.values
    if field == "tag":
        return lambda client, amounts, amount, ease: any(v in client.tags for v in values)
    if field == "industry":
        return lambda client, amounts, amount, ease: any(v in (client.industry or "") for v in values)
    return lambda client, amounts, amount, ease: getattr(client, field) in values
