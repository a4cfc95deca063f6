"""Prospects inside the book: clients from whom more business can be hoped for, each with points and reasons.

Not: opening a card for one (desk). Source: domain.md, "Prospects" (ordinary clients with potential, upstream and
downstream of core clients); how much counts is said by the rules.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import HOLDING_KINDS, Book, Client, Holding
from rmtool.core.prospects import is_open
from rmtool.core.rules import Rules
from rmtool.core.standing import Ranked, Segment, Standing, TierTable, latest_amounts, listed_clients
from rmtool.phrase import Phrase, phrase

CORE_POINTS, GROWTH_POINTS, FAST_GROWTH_POINTS, MOST_PRODUCT_POINTS = 3, 2, 3, 3
"""Points for the chain of a core client, for growth, for twice the growth that the rules ask for; and at most so many
for products that peers hold, a point each."""


class Potential(NamedTuple):
    """A client worth a card: its points, the reasons for them, and its deciding amount (fen)."""

    client: Client
    points: int
    reasons: tuple[Phrase, ...]
    amount: int | None


def potential(
    book: Book, rules: Rules, standings: Mapping[int, Standing], view: Segment, holdings: Sequence[Holding], day: date
) -> list[Potential]:
    """The ordinary clients with potential, most points first, then the larger amount, then the client number.

    Ordinary is who isn't of class A in the 80/20 view, is visited at all, and has no open card.
    """
    ranked = {row.client.id: row for row in view.rows}
    held = _held(holdings)
    peers = _peers(book, held, day)
    cores = _cores(book, ranked, day)
    found = []
    for client in listed_clients(book, day):
        card = book.cards.get(client.id)
        ordinary = ranked[client.id].klass != "A" and rules.tier(standings[client.id].tier).cadence
        if not ordinary or (card and is_open(client, card)):
            continue
        reasons = [
            *_of_core_client(client, cores),
            *_growth(book, rules, client, day),
            *_products(client, held, peers, rules),
        ]
        if reasons:
            said = tuple(phrase for _, phrase in reasons)
            found.append(Potential(client, sum(points for points, _ in reasons), said, ranked[client.id].amount))
    found.sort(key=lambda f: (-f.points, -(f.amount or 0), f.client.client_no))
    return found


Reason = tuple[int, Phrase]
"""Points, and what they are for."""


def _growth(book: Book, rules: Rules, client: Client, day: date) -> Iterator[Reason]:
    find, balances = rules.prospects.find, book.balances.get(client.id, ())
    since = day - timedelta(days=find.within)
    measure, now = TierTable(rules).deciding(latest_amounts(balances, day))
    earlier = [b for b in balances if b.measure == measure and b.on <= since]
    if now is None or not earlier or earlier[-1].fen <= 0:
        return
    then = earlier[-1]
    grown = (now - then.fen) * find.growth.under
    if grown >= then.fen * find.growth.over:
        fast = grown >= 2 * then.fen * find.growth.over
        share = (now - then.fen, then.fen)
        said = phrase("prospects.found_growth", share=share, before=then.fen, since=then.on, now=now)
        yield FAST_GROWTH_POINTS if fast else GROWTH_POINTS, said


def _of_core_client(client: Client, cores: Mapping[tuple[str, str], Sequence[Client]]) -> Iterator[Reason]:
    for field in ("chain", "group"):
        name = getattr(client, field)
        core = next((c for c in cores.get((field, name or ""), ()) if c.id != client.id), None)
        if core:
            said = phrase(f"prospects.found_{field}", called=name, name=core.name, client_no=core.client_no)
            yield CORE_POINTS, said
            return


def _cores(book: Book, ranked: Mapping[int, Ranked], day: date) -> dict[tuple[str, str], list[Client]]:
    """The class A clients of each chain and group, the largest first."""
    found: dict[tuple[str, str], list[Client]] = {}
    core = [client for client in listed_clients(book, day) if ranked[client.id].klass == "A"]
    for client in sorted(core, key=lambda c: (-(ranked[c.id].amount or 0), c.client_no)):
        for field in ("chain", "group"):
            if name := getattr(client, field):
                found.setdefault((field, name), []).append(client)
    return found


def _held(holdings: Sequence[Holding]) -> dict[int, set[str]]:
    """The kinds of product that each client holds with the RM's own bank."""
    held: dict[int, set[str]] = {}
    for holding in holdings:
        if holding.ended is None and holding.bank is None and holding.kind:
            held.setdefault(holding.client_id, set()).add(holding.kind)
    return held


class _Peers:
    """The clients of one kind and industry of whom holdings are known: how many, and how many hold what."""

    def __init__(self) -> None:
        self.count = 0
        self.holders: Counter[str] = Counter()


def _peers(book: Book, held: Mapping[int, set[str]], day: date) -> dict[tuple[str, str], _Peers]:
    peers: dict[tuple[str, str], _Peers] = {}
    for client in listed_clients(book, day):
        if client.industry and client.id in held:
            mine = peers.setdefault((client.kind, client.industry), _Peers())
            mine.count += 1
            mine.holders.update(held[client.id])
    return peers


def _products(
    client: Client, held: Mapping[int, set[str]], peers: Mapping[tuple[str, str], _Peers], rules: Rules
) -> Iterator[Reason]:
    find, mine = rules.prospects.find, peers.get((client.kind, client.industry or ""))
    others = mine.count - (client.id in held) if mine else 0
    if mine is None or others < find.peers:
        return
    lacking = [(n, kind) for kind, n in mine.holders.items() if kind not in held.get(client.id, ())]
    common = [(n, kind) for n, kind in lacking if n * find.held_by.under >= others * find.held_by.over]
    common.sort(key=lambda pair: (-pair[0], pair[1]))
    if common:
        said = tuple(
            phrase("prospects.found_product", product=_kind(kind), count=n, peers=others) for n, kind in common
        )
        points = min(len(common), MOST_PRODUCT_POINTS)
        yield points, phrase("prospects.found_products", industry=client.industry, products=said[:MOST_PRODUCT_POINTS])


def _kind(kind: str) -> Phrase | str:
    return phrase(f"holdings.kind_{kind}") if kind in HOLDING_KINDS else kind
