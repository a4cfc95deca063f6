"""Mistakes between keys of a catalogue of products: names given twice, motives and products that aren't there.

Not: the reading of single values (catalogue_language.py).
"""

from collections.abc import Collection, Iterator, Sequence

from rmtool.core.book import HOLDING_KINDS
from rmtool.core.products import comparable
from rmtool.core.rules import Condition
from rmtool.intake.catalogue_language import CatalogueKeys, MotiveKeys, ProductKeys
from rmtool.intake.conditions import balances_in, impossible
from rmtool.intake.rules_checks import slip_of
from rmtool.intake.structure import Place, guess
from rmtool.phrase import Phrase, phrase

Found = Iterator[tuple[Place, Phrase]]
"""Mistakes, each with the place of its value."""

Conditions = Sequence[Sequence[Condition | None]]
"""For each product the conditions of its rules, None where one can't be judged."""


def mistakes_between(catalogue: CatalogueKeys, conditions: Conditions) -> Found:
    """What is wrong between the keys of a catalogue."""
    products, motives = catalogue.products or [], catalogue.motives or []
    if not products:
        yield ("products",), phrase("products.none")
    yield from _ids("products", products, "products.no_id", "products.doubled_id")
    yield from _ids("motives", motives, "products.motive_no_id", "products.motive_doubled_id")
    yield from _kinds(products)
    yield from _names(products)
    yield from _rules(catalogue, conditions)


def _ids(section: str, items: Sequence[ProductKeys | MotiveKeys], missing: str, doubled: str) -> Found:
    seen: dict[str, int] = {}
    for n, item in enumerate(items):
        if item.id is None:
            yield (section, n, "id"), phrase(missing, number=n + 1)
        elif item.id.lower() in seen:
            yield (section, n, "id"), phrase(doubled, id=item.id, number=seen[item.id.lower()] + 1)
        else:
            seen[item.id.lower()] = n


def _kinds(products: Sequence[ProductKeys]) -> Found:
    """Products without a kind, kinds that are a slip of the pen away from one that is known, two rests of one kind."""
    rests: dict[str, str] = {}
    for n, product in enumerate(products):
        if product.kind is None:
            yield ("products", n, "kind"), phrase("products.no_kind", id=_called(products, n))
            continue
        said = guess(product.kind, HOLDING_KINDS)
        if product.kind not in HOLDING_KINDS and said.values:
            yield ("products", n, "kind"), phrase("products.kind_slip", kind=product.kind, guess=said)
        if product.rest == "yes":
            if product.kind in rests:
                yield (
                    ("products", n, "rest"),
                    phrase("products.two_rests", kind=product.kind, other=rests[product.kind]),
                )
            rests.setdefault(product.kind, _called(products, n))


def _names(products: Sequence[ProductKeys]) -> Found:
    """Names and aliases that two products share: a list's holding could be of either."""
    taken: dict[str, int] = {}
    shorts: dict[tuple[str, str], int] = {}
    for n, product in enumerate(products):
        stated: list[tuple[Place, str]] = [(("products", n, "name"), name) for name in _both(product.name)]
        stated += [(("products", n, "aliases", k), alias) for k, alias in enumerate(product.aliases or ())]
        for where, name in stated:
            other = taken.setdefault(comparable(name), n)
            if other != n:
                yield where, phrase("products.doubled_name", name=name, other=_called(products, other))
        for language in ("zh", "en"):
            short = getattr(product.short, language, None)
            if short and (other := shorts.setdefault((language, short.casefold()), n)) != n:
                yield (
                    ("products", n, "short"),
                    phrase("products.doubled_short", name=short, other=_called(products, other)),
                )


def _rules(catalogue: CatalogueKeys, conditions: Conditions) -> Found:
    motives = {motive.id for motive in catalogue.motives or ()}
    products = {name for product in catalogue.products or () for name in (product.id, product.kind)}
    for n, product in enumerate(catalogue.products or ()):
        for k, suit in enumerate(product.suits or ()):
            where = ("products", n, "suits", k, "when")
            condition = conditions[n][k]
            if suit.when is None:
                yield where, phrase("products.no_when", id=_called(catalogue.products, n))
            if condition is None:
                continue
            yield from _unknown(condition, "motive", motives, where, "products.no_such_motive")
            yield from _unknown(condition, "holds", products | set(HOLDING_KINDS), where, "products.no_such_product")
            if impossible(condition):
                yield where, phrase("products.impossible", id=_called(catalogue.products, n))
            for name in sorted(balances_in(condition)):
                if meant := slip_of(name):
                    yield where, phrase("rules.slip", name=name, meant=meant)


def _unknown(condition: Condition, field: str, known: Collection[str | None], where: Place, key: str) -> Found:
    if condition.field == field:
        listed = sorted(name for name in known if name)
        for value in condition.values:
            if value not in known:
                yield where, phrase(key, name=value, known=tuple(listed), guess=guess(value, listed))
    for part in condition.parts:
        yield from _unknown(part, field, known, where, key)


def _both(name: object) -> list[str]:
    zh, en = getattr(name, "zh", None), getattr(name, "en", None)
    return list(dict.fromkeys(n for n in (zh, en) if n))


def _called(products: Sequence[ProductKeys], n: int) -> str:
    return products[n].id or f"#{n + 1}"
