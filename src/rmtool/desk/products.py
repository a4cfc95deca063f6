"""The catalogue of products, who holds what, and what suits whom. Not: holdings changed by hand (desk/holdings.py)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rmtool.core.book import Client, Holding
from rmtool.core.coverage import Coverage, Portfolio, Row, Sheet, Standings, coverage
from rmtool.core.products import Catalogue, tiers_in
from rmtool.core.register import tier_label
from rmtool.core.standing import latest_amounts, listed_clients, segment
from rmtool.core.suits import Advisor
from rmtool.desk import Desk
from rmtool.desk.narrowing import Filter, narrowed
from rmtool.intake.catalogue import catalogue_schema, load_catalogue
from rmtool.intake.rules_file import shipped


def own_file(desk: Desk) -> Path | None:
    """The home's `products.yaml`; None where the shipped catalogue is in force."""
    own = desk.session.home / "products.yaml"
    return own if own.exists() else None


def catalogue(desk: Desk) -> Catalogue:
    """The products in force. Raises RulesError with all mistakes of the file."""
    return load_catalogue(own_file(desk) or shipped("products.yaml"), desk.cache)


def schema() -> Mapping[str, Any]:
    """The JSON Schema of the catalogue's language."""
    return catalogue_schema()


def advisor(desk: Desk, products: Catalogue) -> Advisor:
    """The rules of the products under the tiers in force."""
    return Advisor(products, desk.rules)


def sheet(desk: Desk) -> Sheet:
    """The catalogue under the rules in force."""
    return Sheet(catalogue(desk), desk.rules, desk.today)


def coverage_rows(desk: Desk, asked: Sheet, wanted: Filter) -> list[Row]:
    """The line of every active client in the list, by client number. Raises UsageError as `narrowed` does."""
    keeps = narrowed(desk, wanted)
    clients = [client for client in listed_clients(desk.book, desk.today) if keeps(client)]
    holdings = holdings_by_client(desk)
    classes = _classes(desk)
    return [asked.row(client, holdings.get(client.id, ()), standings_of(desk, client, classes)) for client in clients]


def coverage_of(desk: Desk, wanted: Filter) -> Coverage:
    """Client × product, narrowed to `wanted`."""
    asked = sheet(desk)
    tiers = [tier.id for tier in desk.rules.tiers]
    return coverage(coverage_rows(desk, asked, wanted), asked.catalogue, tiers)


def suits(desk: Desk, who: str) -> tuple[Portfolio, Catalogue]:
    """What the client that `who` names holds, and what else would suit it."""
    client = desk.client(who)
    asked = sheet(desk)
    stands = standings_of(desk, client, _classes(desk))
    return asked.portfolio(client, desk.store.holdings(client.id), stands), asked.catalogue


def standings_of(desk: Desk, client: Client, classes: Mapping[int, str]) -> Standings:
    """Where a client stands today."""
    return Standings(
        latest_amounts(desk.book.balances.get(client.id, ()), desk.today),
        desk.standings.get(client.id),
        tier_label(client, desk.standings, desk.book),
        classes.get(client.id),
    )


def holdings_by_client(desk: Desk) -> dict[int, Sequence[Holding]]:
    """What every client holds and held."""
    found: dict[int, list[Holding]] = {}
    for holding in desk.store.holdings():
        found.setdefault(holding.client_id, []).append(holding)
    return dict(found)


def unknown_tiers(desk: Desk, products: Catalogue) -> list[tuple[str, str]]:
    """Tiers that the rules of products name and that the rules in force don't have, each with the product."""
    known = {tier.id for tier in desk.rules.tiers}
    return [
        (product.id, tier)
        for product in products.products
        for tier in dict.fromkeys(t for suit in product.suits for t in tiers_in(suit.when))
        if tier not in known and not tier.startswith("prospect-")
    ]


def _classes(desk: Desk) -> dict[int, str]:
    return {row.client.id: row.klass for row in segment(desk.book, desk.rules, desk.today).rows}
