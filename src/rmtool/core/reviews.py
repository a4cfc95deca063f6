"""Reviews: what a client's whole position comes to, what changed since the last talk over it, and who is due for one.

Source: domain.md, "Products, coverage and reviews". Due dates are reckoned as for contacts (due.py), from the log of
reviews. Not: which product a holding is of (products.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rmtool.core.book import REVIEW_CODE, Balance, Book, Client, Holding, LogEntry, Review
from rmtool.core.due import Due, Reckoner
from rmtool.core.periods import Calendar, period_of
from rmtool.core.rules import Rules
from rmtool.core.standing import Amounts, Standing, latest_amounts, listed_clients

DEPOSIT, LOAN, OTHER = "deposit", "loan", "other"
OWED_KINDS = frozenset({LOAN, "acceptance", "guarantee", "letter_of_credit"})
SERVICES = frozenset({"cash_management", "payroll"})
"""Kinds that are no assets: what a client owes or is liable for, and what holds no money of its own."""

POINTS_SHOWN = 12
"""Points of the trend, the last of them today's."""


class Part(NamedTuple):
    """A part of a position: a holding, or (without one) what a balance shows beyond the holdings of its kind.

    `before` is what product and bank came to at the last review (fen); `days_held` and `days_left` run from the opening
    and to the maturity.
    """

    kind: str
    product: str | None
    bank: str | None
    fen: int | None
    holding: Holding | None
    days_held: int | None
    days_left: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """How much more it is than at the last review; None without one, or without an amount."""
        return None if self.before is None or self.fen is None else self.fen - self.before


class Slice(NamedTuple):
    """A kind's part in the mix of the assets (fen): the whole, what of it is at other banks, and before."""

    kind: str
    fen: int
    outside: int
    before: int | None


class Point(NamedTuple):
    """The total of the assets (fen) on a day."""

    on: date
    fen: int


class Position(NamedTuple):
    """A client's whole position as of a day: assets, and what it owes; amounts in fen.

    `last` is the review before; `trend` are the totals of the reviews and of the day, or without a review those of the
    balances (`from_balances`).
    """

    client: Client
    on: date
    assets: Sequence[Part]
    owed: Sequence[Part]
    mix: Sequence[Slice]
    last: Review | None
    trend: Sequence[Point]
    from_balances: bool

    @property
    def total(self) -> int:
        """All assets that an amount is known of."""
        return sum(part.fen or 0 for part in self.assets)

    @property
    def outside(self) -> int:
        """The assets at other banks."""
        return sum(part.fen or 0 for part in self.assets if part.bank is not None)

    @property
    def owes(self) -> int:
        """What is owed, guaranteed or accepted."""
        return sum(part.fen or 0 for part in self.owed)

    @property
    def unknown(self) -> int:
        """How many assets have no amount."""
        return sum(part.fen is None for part in self.assets)


class Reviewed(NamedTuple):
    """A client's position, how it stands against the reviews that it is owed, and its reviews so far."""

    position: Position
    tier: str | None
    due: Due | None
    reviews: Sequence[Review]


class ReviewLine(NamedTuple):
    """A client that is owed reviews: its last one, if any, and when the next is due."""

    client: Client
    tier: str
    due: Due
    last: Review | None


def position(
    client: Client, holdings: Iterable[Holding], balances: Sequence[Balance], reviews: Sequence[Review], on: date
) -> Position:
    """The client's position as of `on`, held against the last review before that day.

    What a balance of deposits, of assets under management or of loans shows beyond the holdings at the RM's own bank
    counts as a part of its own, so that the total doesn't depend on whether a list of holdings came in.
    """
    earlier = [review for review in reviews if review.on < on]
    last = earlier[-1] if earlier else None
    before = _amounts_of(last)
    held = [_part(h, on, before) for h in holdings if _is_held(h, on)]
    amounts = latest_amounts(balances, on)
    parts = [*held, *_beyond(held, amounts, before)]
    assets = [p for p in parts if p.kind not in OWED_KINDS and p.kind not in SERVICES]
    owed = [p for p in parts if p.kind in OWED_KINDS]
    mix = _mix(assets, last)
    order = {part.kind: n for n, part in enumerate(mix)}
    assets.sort(
        key=lambda p: (
            order.get(p.kind, len(order)),
            p.kind,
            p.holding is None,
            -(p.fen or 0),
            p.product or "",
            p.bank or "",
        )
    )
    owed.sort(key=lambda p: (p.kind, -(p.fen or 0), p.product or ""))
    total = sum(part.fen or 0 for part in assets)
    points = [Point(review.on, review.total) for review in earlier]
    from_balances = not points
    if from_balances:
        points = _balance_points(balances, on)
    trend = [*points[-POINTS_SHOWN + 1 :], Point(on, total)]
    return Position(client, on, assets, owed, mix, last, trend, from_balances)


def review_fields(found: Position) -> dict[str, Any]:
    """What a review keeps of the position: what it comes to, and its parts as (kind, product, bank, fen)."""
    parts = [(part.kind, part.product, part.bank, part.fen) for part in (*found.assets, *found.owed)]
    return {"total": found.total, "outside": found.outside, "owed": found.owes, "position": parts}


def review_dues(
    book: Book,
    reviews: Mapping[int, Sequence[Review]],
    rules: Rules,
    calendar: Calendar,
    day: date,
    standings: Mapping[int, Standing],
) -> list[tuple[Client, Due]]:
    """How every active client whose tier is reviewed stands as of `day`, by client number.

    Reviews are owed from the first that the book holds; until there is one, from the beginning of the running period:
    a book that was kept for years without any doesn't fall overdue whole on one day.
    """
    reckoner = Reckoner(rules, calendar, day)
    begun = min((review.on for listed in reviews.values() for review in listed), default=None)
    found = []
    for client in listed_clients(book, day):
        owed = tuple((REVIEW_CODE, cadence) for cadence in rules.reviews.get(standings[client.id].tier, ()))
        starts = (period_of(cadence.period or "quarter", day).start for _, cadence in owed)
        since = max(client.entered, begun or min(starts, default=day))
        log = [LogEntry(review.on, REVIEW_CODE) for review in reviews.get(client.id, ())]
        due = reckoner.worst(client._replace(entered=since), owed, log) if owed else None
        if due:
            found.append((client, due))
    return found


def _is_held(holding: Holding, on: date) -> bool:
    return (holding.ended is None or holding.ended > on) and (holding.opened is None or holding.opened <= on)


def _part(holding: Holding, on: date, before: Mapping[tuple[str, str | None, str | None], int] | None) -> Part:
    kind = holding.kind or OTHER
    return Part(
        kind,
        holding.product,
        holding.bank,
        holding.fen,
        holding,
        (on - holding.opened).days if holding.opened else None,
        (holding.matures - on).days if holding.matures else None,
        None if before is None else before.get((kind, holding.product, holding.bank), 0),
    )


def _beyond(
    held: Sequence[Part], amounts: Amounts, before: Mapping[tuple[str, str | None, str | None], int] | None
) -> list[Part]:
    """What the balances show beyond the holdings at the RM's bank: deposits, other assets, loans."""

    def here(kinds: Iterable[str]) -> int:
        return sum(p.fen or 0 for p in held if p.bank is None and p.kind in kinds)

    found = []
    deposits = amounts.get("deposit", amounts.get("deposit_avg"))
    rest = max((deposits or 0) - here({DEPOSIT}), 0)
    known = here({p.kind for p in held} - OWED_KINDS - SERVICES)
    for kind, fen in (
        (DEPOSIT, rest),
        (OTHER, max(amounts.get("aum", 0) - known - rest, 0)),
        (LOAN, max(amounts.get("loan", 0) - here({LOAN}), 0)),
    ):
        was = None if before is None else before.get((kind, None, None), 0)
        if fen or was:
            found.append(Part(kind, None, None, fen, None, None, None, was))
    return found


def _amounts_of(review: Review | None) -> dict[tuple[str, str | None, str | None], int] | None:
    """What each product at each bank came to at a review."""
    if review is None:
        return None
    amounts: dict[tuple[str, str | None, str | None], int] = {}
    for kind, product, bank, fen in review.position:
        amounts[kind, product, bank] = amounts.get((kind, product, bank), 0) + (fen or 0)
    return amounts


def _mix(assets: Sequence[Part], last: Review | None) -> list[Slice]:
    """The kinds of assets with what they come to, the largest first; what a review knew and is gone too."""
    fen: dict[str, int] = {}
    outside: dict[str, int] = {}
    before: dict[str, int] = {}
    for part in assets:
        fen[part.kind] = fen.get(part.kind, 0) + (part.fen or 0)
        outside[part.kind] = outside.get(part.kind, 0) + ((part.fen or 0) if part.bank is not None else 0)
    for kind, _, _, amount in last.position if last else ():
        if kind not in OWED_KINDS and kind not in SERVICES:
            before[kind] = before.get(kind, 0) + (amount or 0)
    kinds = sorted((k for k in {*fen, *before} if fen.get(k) or before.get(k)), key=lambda k: (-fen.get(k, 0), k))
    return [Slice(k, fen.get(k, 0), outside.get(k, 0), before.get(k, 0) if last else None) for k in kinds]


def _balance_points(balances: Sequence[Balance], on: date) -> list[Point]:
    """What the assets came to by the balances alone, on each day that has one before `on`."""
    points = []
    for day in sorted({b.on for b in balances if b.on < on and b.measure in ("deposit", "deposit_avg", "aum")}):
        amounts = latest_amounts(balances, day)
        deposits = amounts.get("deposit", amounts.get("deposit_avg", 0))
        points.append(Point(day, max(deposits, amounts.get("aum", 0))))
    return points
