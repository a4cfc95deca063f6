"""What clients hold, noted and corrected by hand. Not: a bank's lists of it (arrivals), nor what suits (products)."""

from collections.abc import Mapping, Sequence
from typing import Any

from rmtool.core.book import Client, Holding
from rmtool.core.fields import HOLDING, read_edits
from rmtool.core.products import Catalogue, Shelf
from rmtool.core.secret_numbers import is_secret
from rmtool.desk import Desk
from rmtool.desk.products import catalogue
from rmtool.errors import UsageError
from rmtool.phrase import phrase

_ADDED = {name: field for name, field in HOLDING.items() if name != "product"}


def add_holding(desk: Desk, client: Client, product: str, given: Sequence[str]) -> Holding:
    """Notes a product that a client holds.

    It goes by the name that was typed, for a product's id by its name. Its kind must be given, or be told by the
    catalogue or by a word in the name. Raises UsageError otherwise, and for days and numbers that can't be.
    """
    edits = read_edits(given, _ADDED, desk.today).fields
    products = catalogue(desk)
    by_id = next((p for p in products.products if p.id == product.strip()), None)
    said = getattr(by_id.name, desk.session.language) if by_id else " ".join(product.split())
    blank: dict[str, Any] = dict.fromkeys(Holding._fields)
    fields = {**blank, "id": 0, "client_id": client.id, "on": desk.today, **edits, "product": said}
    holding = Holding(**fields)
    holding = holding._replace(kind=_kind(holding, products))
    _check(holding)
    with desk.writing("holding-add", phrase("holdings.did_add", name=client.name, product=said)) as writing:
        holding_id = writing.add_holding({k: v for k, v in holding._asdict().items() if k != "id"})
    return holding._replace(id=holding_id)


def set_holding(desk: Desk, holding_id: int, given: Sequence[str]) -> tuple[Client, Holding]:
    """Corrects a holding by `FIELD=VALUE…`. Raises UsageError for one that isn't there, or what can't be."""
    before = _holding(desk, holding_id)
    edits = read_edits(given, HOLDING, desk.today).fields
    after = before._replace(**edits)
    if "kind" in edits or "product" in edits:
        after = after._replace(kind=_kind(after, catalogue(desk)))
    _check(after)
    client = _client_of(desk, before)
    said = phrase("holdings.did_set", name=client.name, product=after.product)
    with desk.writing("holding-set", said) as writing:
        writing.set_holding(holding_id, _changes(before, after))
    return client, after


def remove_holding(desk: Desk, holding_id: int) -> tuple[Client, Holding]:
    """Takes out a holding that was noted by mistake; what ended gets a day instead (`ended=`)."""
    holding = _holding(desk, holding_id)
    client = _client_of(desk, holding)
    said = phrase("holdings.did_remove", name=client.name, product=holding.product)
    with desk.writing("holding-remove", said) as writing:
        writing.remove_holding(holding_id)
    return client, holding


def _kind(holding: Holding, products: Catalogue) -> str:
    """The kind of a holding, by our words; raises UsageError where nothing tells it."""
    from rmtool.intake.products import known_kind

    if holding.kind:
        named = products.product(holding.kind)
        return known_kind(holding.kind) or (named.kind if named and named.kind else holding.kind)
    found = Shelf(products).product_of(holding)
    kind = found.kind or known_kind(holding.product)
    if kind is None:
        from difflib import get_close_matches

        names = [name for p in products.products for name in p.name]
        close = get_close_matches(holding.product, names, n=1, cutoff=0.5)
        key = "holdings.unknown_near" if close else "holdings.unknown_product"
        raise UsageError(key, product=holding.product, near=close[0] if close else None)
    return kind


def _check(holding: Holding) -> None:
    """Raises UsageError for what no holding can have."""
    if holding.opened and holding.matures and holding.matures < holding.opened:
        raise UsageError("holdings.matures_before", opened=holding.opened, matures=holding.matures)
    if holding.opened and holding.ended and holding.ended < holding.opened:
        raise UsageError("holdings.ended_before", opened=holding.opened, ended=holding.ended)
    if holding.contract_no and is_secret(holding.contract_no):
        raise UsageError("store.secret_number", field=phrase("changes.contract_no"))


def _changes(before: Holding, after: Holding) -> Mapping[str, Any]:
    return {name: value for name, value in after._asdict().items() if value != getattr(before, name)}


def _holding(desk: Desk, holding_id: int) -> Holding:
    holding = desk.store.holding(holding_id) if holding_id.bit_length() < 64 else None
    if holding is None:
        raise UsageError("holdings.no_such", id=holding_id)
    return holding


def _client_of(desk: Desk, holding: Holding) -> Client:
    return next(c for c in desk.book.clients if c.id == holding.client_id)
