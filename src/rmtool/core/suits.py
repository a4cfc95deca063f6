"""Which products suit a client, and why: every term of the rule that holds, in words. Not: what is held (coverage)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from rmtool.core.book import HOLDING_KINDS, MEASURES, Client
from rmtool.core.products import Catalogue, Product, Suit
from rmtool.core.rules import Condition, Name, Rules
from rmtool.core.standing import NOTHING, Amounts, test_of
from rmtool.phrase import Phrase, phrase


class Subject(NamedTuple):
    """What the rules ask about: a client with its balances, and the deciding one (`amount`, in fen, of `measure`).

    `holds` are the ids and kinds of the products that it holds at the RM's own bank.
    """

    client: Client
    amounts: Amounts
    measure: str | None
    amount: int | None
    tier: str | None
    klass: str | None
    motives: frozenset[str]
    holds: frozenset[str]


class Suiting(NamedTuple):
    """That a product suits, by which terms, and the sentence for the talk."""

    product: Product
    why: tuple[Phrase, ...]
    say: Name | None


Terms = tuple[Condition, ...]

_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}
"""How comparisons are written for people."""

_OWN: Mapping[str, Callable[[Subject], Collection[object]]] = {
    "tier": lambda subject: (subject.tier,),
    "class": lambda subject: (subject.klass,),
    "motive": lambda subject: subject.motives,
    "holds": lambda subject: subject.holds,
    "tag": lambda subject: subject.client.tags,
}
"""Fields that a tier's condition doesn't have, or of which a client may have several values."""


class Advisor:
    """The rules of one catalogue, ready to be asked about many clients."""

    def __init__(self, catalogue: Catalogue, rules: Rules) -> None:
        self._catalogue = catalogue
        self._tier_names = {tier.id: tier.name for tier in rules.tiers}
        self._tests = {product.id: [_test(suit.when) for suit in product.suits] for product in catalogue.products}

    def suits(self, product: Product, subject: Subject) -> bool:
        """Whether one of the product's rules holds."""
        return any(test(subject) for test in self._tests[product.id])

    def suiting(self, product: Product, subject: Subject) -> Suiting | None:
        """By which terms the product suits, from the first of its rules that holds."""
        for suit in product.suits:
            terms = self._terms(suit.when, subject)
            if terms is not None:
                why = tuple(self._said(term, subject) for term in _who_first(terms))
                return Suiting(product, why or (phrase("suits.everybody"),), suit.say)
        return None

    def rule_said(self, suit: Suit) -> Phrase:
        """A rule in words, whoever it is asked about."""
        return self._condition_said(suit.when)

    def _terms(self, condition: Condition, subject: Subject) -> Terms | None:
        """The single terms by which the condition holds; None if it doesn't."""
        if condition.kind == "all":
            found: list[Condition] = []
            for part in condition.parts:
                terms = self._terms(part, subject)
                if terms is None:
                    return None
                found += terms
            return tuple(found)
        if condition.kind == "any":
            each = (self._terms(part, subject) for part in condition.parts)
            return next((terms for terms in each if terms is not None), None)
        if condition.kind == "not":
            return (condition,) if self._terms(condition.parts[0], subject) is None else None
        return (condition,) if _test(condition)(subject) else None

    def _said(self, term: Condition, subject: Subject) -> Phrase:
        """A term that holds, with what the client has."""
        if term.kind == "not":
            return self._condition_said(term)
        if term.kind == "amount":
            own = subject.amount if term.field == "amount" else subject.amounts.get(term.field)
            measure = subject.measure if term.field == "amount" else term.field
            said = {"operator": _SIGNS[term.operator], "asked": term.fen}
            return phrase("suits.has", measure=_measure(measure), has=own, **said)
        matched = [value for value in term.values if value in _values(term.field, subject)]
        if term.field == "industry":
            return phrase("suits.industry_has", industry=subject.client.industry)
        return self._one_of(term.field, matched)

    def _condition_said(self, condition: Condition) -> Phrase:
        if condition.kind == "not":
            return phrase("suits.not", what=self._condition_said(condition.parts[0]))
        if condition.kind in ("all", "any"):
            parts = tuple(self._condition_said(part) for part in _who_first(condition.parts))
            if not parts:
                return phrase("suits.everybody")
            if len(parts) == 1:
                return parts[0]
            joined = parts[0]
            for part in parts[1:]:
                joined = phrase("suits.and" if condition.kind == "all" else "suits.or", first=joined, then=part)
            return phrase("suits.either", what=joined) if condition.kind == "any" else joined
        if condition.kind == "amount":
            said = {"operator": _SIGNS[condition.operator], "asked": condition.fen}
            return phrase("suits.asks", measure=_measure(condition.field), **said)
        return self._one_of(condition.field, condition.values)

    def _one_of(self, field: str, values: Sequence[str]) -> Phrase:
        return phrase(f"suits.field_{field}", values=tuple(self._value(field, value) for value in values))

    def _value(self, field: str, value: str) -> object:
        if field == "kind":
            return phrase(f"common.{value}")
        if field == "tier":
            return phrase("lists.tier_name", name=self._tier_names.get(value, value))
        if field == "motive":
            return next((m.name for m in self._catalogue.motives if m.id == value), value)
        if field == "holds":
            product = next((p for p in self._catalogue.products if p.id == value), None)
            return product.name if product else phrase(f"holdings.kind_{value}") if value in HOLDING_KINDS else value
        return value


def _who_first(conditions: Terms) -> Terms:
    """The conditions with what the client is before what it has."""
    return tuple(sorted(conditions, key=lambda condition: condition.kind == "amount"))


def _test(condition: Condition) -> Callable[[Subject], bool]:
    """Whether the condition holds, ready to be asked about many clients."""
    parts = [_test(part) for part in condition.parts]
    if condition.kind == "all":
        return lambda subject: all(part(subject) for part in parts)
    if condition.kind == "any":
        return lambda subject: any(part(subject) for part in parts)
    if condition.kind == "not":
        return lambda subject: not parts[0](subject)
    of = _OWN.get(condition.field)
    if condition.kind == "in" and of:
        values = frozenset(condition.values)
        return lambda subject: not values.isdisjoint(of(subject))
    test = test_of(condition)
    return lambda subject: test(subject.client, subject.amounts, subject.amount, NOTHING)


def _values(field: str, subject: Subject) -> Collection[object]:
    """What the client has of a field, as the rules may name it."""
    return _OWN[field](subject) if field in _OWN else (getattr(subject.client, field),)


def _measure(measure: str | None) -> object:
    if measure == "amount":
        return phrase("suits.deciding")
    return phrase(f"lists.measure_{measure}") if measure in MEASURES else measure or ""
