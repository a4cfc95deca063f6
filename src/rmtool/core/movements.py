"""What became of the book between two days: amounts, tiers and classes of clients, prospects won. Not: why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import WON, Book, Client
from rmtool.core.rules import Rules
from rmtool.core.standing import Standing, class_of, listed_clients, standings


class TierMovement(NamedTuple):
    """A tier on both days: its active clients and their deciding amounts together (fen)."""

    tier: str
    clients_before: int
    amount_before: int
    clients: int
    amount: int


class Move(NamedTuple):
    """A client that was in the book on both days, and its tier or class on each."""

    client: Client
    before: str
    after: str


class Won(NamedTuple):
    """A prospect that became a client, when, and what its card was worth (fen)."""

    client: Client
    on: date
    value: int | None


class Movements(NamedTuple):
    """What moved after the day `since` up to the day `until`; `known` if any amount was known on the first."""

    since: date
    until: date
    known: bool
    tiers: Sequence[TierMovement]
    tier_moves: Sequence[Move]
    class_moves: Sequence[Move]
    won: Sequence[Won]


def movements(book: Book, rules: Rules, since: date, until: date, now: Mapping[int, Standing]) -> Movements:
    """What moved between two days; `now` are the standings of the second. Lists in the order of the client numbers."""
    then = standings(book, rules, since)
    before, after = listed_clients(book, since), listed_clients(book, until)
    known = [c for c in before if (held := book.balances.get(c.id)) and held[0].on <= since]
    return Movements(
        since,
        until,
        bool(known),
        [_tier(tier.id, before, then, after, now) for tier in rules.tiers],
        _moves(known, {i: s.tier for i, s in then.items()}, {i: s.tier for i, s in now.items()}),
        _moves(known, class_of(known, book, rules, since), class_of(after, book, rules, until)),
        _won(book, since, until),
    )


def _tier(
    tier: str,
    before: Sequence[Client],
    then: Mapping[int, Standing],
    after: Sequence[Client],
    now: Mapping[int, Standing],
) -> TierMovement:
    was = [then[c.id] for c in before if then[c.id].tier == tier]
    held = [now[c.id] for c in after if now[c.id].tier == tier]
    return TierMovement(tier, len(was), sum(s.amount or 0 for s in was), len(held), sum(s.amount or 0 for s in held))


def _moves(clients: Sequence[Client], before: Mapping[int, str], after: Mapping[int, str]) -> list[Move]:
    moved = [Move(c, before[c.id], after[c.id]) for c in clients if c.id in after and before[c.id] != after[c.id]]
    return sorted(moved, key=lambda move: move.client.client_no)


def _won(book: Book, since: date, until: date) -> list[Won]:
    found = []
    for client in book.clients:
        days = [e.on for e in book.events.get(client.id, ()) if e.kind == WON and since < e.on <= until]
        if days:
            card = book.cards.get(client.id)
            found.append(Won(client, days[-1], card.value if card else None))
    return sorted(found, key=lambda won: (won.on, won.client.client_no))
