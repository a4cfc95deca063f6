"""The catalogue: the bank's products, and which of them a holding is of. Not: whom a product suits (suits.py).

Trusted once loaded; intake/catalogue.py finds the mistakes.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from rmtool.core.book import Holding
from rmtool.core.half_width import half_width
from rmtool.core.rules import Condition, Name, condition_from


class Suit(NamedTuple):
    """A rule by which a product suits a client, and the sentence for the talk."""

    when: Condition
    say: Name | None


class Product(NamedTuple):
    """A product. `short` is its name where there is little room, `aliases` how banks' lists word it.

    `rest` takes whatever of its kind no other product is named by; `balances` are the measures of the kind: what one
    shows beyond the holdings of its kind is of this product. A product that isn't `catalogued` is only held: it goes
    by the name that a list gave it.
    """

    id: str
    name: Name
    short: Name
    kind: str | None
    aliases: tuple[str, ...] = ()
    rest: bool = False
    balances: tuple[str, ...] = ()
    suits: tuple[Suit, ...] = ()
    catalogued: bool = True


class Motive(NamedTuple):
    """What a client is after, and the tags that say so."""

    id: str
    name: Name
    tags: tuple[str, ...]


class Catalogue(NamedTuple):
    """The products in the order in which they are talked about, and the motives that their rules name."""

    products: tuple[Product, ...]
    motives: tuple[Motive, ...]

    def product(self, called: str) -> Product | None:
        """The product of this id, name or alias."""
        wanted = comparable(called)
        return next((p for p in self.products if wanted in _names(p)), None)

    def motives_by_tag(self) -> dict[str, list[str]]:
        """The motives that a client is told to have by each tag, as tags are compared."""
        found: dict[str, list[str]] = {}
        for motive in self.motives:
            for tag in {comparable(motive.id), *map(comparable, motive.tags)}:
                found.setdefault(tag, []).append(motive.id)
        return found


class Shelf:
    """A catalogue ready to be asked of which product many holdings are."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._known: dict[tuple[str, str | None], Product] = {}

    @cached_property
    def _exact(self) -> dict[str, Product]:
        return {name: product for product in reversed(self.catalogue.products) for name in _names(product)}

    @cached_property
    def _rest(self) -> dict[str | None, Product]:
        return {p.kind: p for p in self.catalogue.products if p.rest}

    def product_of(self, holding: Holding) -> Product:
        """The product that a holding is of.

        By its whole name; else by the name or alias that stands last in it (流动资金贷款 is a loan), of several the
        longest, among products of its kind where that is known; else the rest of its kind; else it stands for itself.
        """
        key = (holding.product, holding.kind)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, said: str, kind: str | None) -> Product:
        plain = comparable(said)
        if found := self._exact.get(plain):
            return found
        known_kinds = {p.kind for p in self.catalogue.products}
        of_kind = [p for p in self.catalogue.products if kind not in known_kinds or p.kind == kind]
        places = [
            (at + len(name), len(name), product)
            for product in of_kind
            for name in _names(product)
            if len(name) > 1 and (at := _last_place(name, plain, said)) >= 0
        ]
        if places:
            return max(places, key=lambda place: place[:2])[2]
        name = Name(said, said)
        return self._rest.get(kind) or Product(said, name, name, kind, catalogued=False)


def comparable(text: str) -> str:
    """What a product's name is compared by: without blanks, case and full-width forms."""
    return "".join(half_width(text).split()).casefold()


def catalogue_from(data: Mapping[str, Any]) -> Catalogue:
    """The catalogue of a compiled file (see `intake/catalogue.py` for its shape)."""
    return Catalogue(
        tuple(
            Product(
                p["id"],
                Name(*p["name"]),
                Name(*p["short"]),
                p["kind"],
                tuple(p["aliases"]),
                p["rest"],
                tuple(p["balances"]),
                tuple(Suit(condition_from(s["when"]), Name(*s["say"]) if s["say"] else None) for s in p["suits"]),
            )
            for p in data["products"]
        ),
        tuple(Motive(m["id"], Name(*m["name"]), tuple(m["tags"])) for m in data["motives"]),
    )


def _names(product: Product) -> set[str]:
    return {comparable(name) for name in (product.id, *product.name, *product.aliases)}


def _last_place(name: str, plain: str, said: str) -> int:
    """Where `name` last stands in the text; English ones not within other words."""
    if not name.isascii():
        return plain.rfind(name)
    letters = r"[\s-]*".join(map(re.escape, name))
    found = re.finditer(rf"(?<![0-9a-z]){letters}(?![0-9a-z])", half_width(said).casefold(), re.ASCII)
    return max((match.start() for match in found), default=-1)


def tiers_in(condition: Condition) -> list[str]:
    """The tiers that a condition names."""
    own = list(condition.values) if condition.field == "tier" else []
    return [*own, *(tier for part in condition.parts for tier in tiers_in(part))]
