"""Conditions as the keys of a YAML file state them → conditions of the core → plain JSON. Not: whether they make sense.

The rules and the catalogue of products share them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from rmtool.core.rules import Condition, Share

if TYPE_CHECKING:
    from rmtool.intake.rules_language import Names
    from rmtool.intake.rules_values import Comparison


class Asked(Protocol):
    """The keys of a condition, once read."""

    @property
    def any_of(self) -> "Sequence[Asked] | None":
        """Conditions of which one is enough."""

    @property
    def not_(self) -> "Asked | None":
        """A condition that must not hold."""

    def balances(self) -> "list[tuple[str, list[Comparison]]]":
        """The balances asked for, with their comparisons."""

    def attributes(self) -> list[tuple[str, list[str]]]:
        """The attributes asked for, with the values of which one is enough."""


def condition_of(when: Asked, scale: Share | None = None) -> Condition:
    """The condition that the keys state; `scale` is a factor on its amounts."""
    parts = [
        Condition("amount", field=balance, operator=c.operator, fen=_scaled(c.fen, scale))
        for balance, comparisons in when.balances()
        for c in comparisons
    ]
    parts += [Condition("in", field=field, values=tuple(values)) for field, values in when.attributes()]
    if when.any_of:
        parts.append(Condition("any", tuple(condition_of(c, scale) for c in when.any_of)))
    if when.not_:
        parts.append(Condition("not", (condition_of(when.not_, scale),)))
    return parts[0] if len(parts) == 1 else Condition("all", tuple(parts))


def plain(condition: Condition) -> dict[str, Any]:
    """The condition as JSON holds it (`rules_file.compile_rules` says how)."""
    if condition.kind == "amount":
        return {"kind": "amount", "field": condition.field, "operator": condition.operator, "fen": condition.fen}
    if condition.kind == "in":
        return {"kind": "in", "field": condition.field, "values": condition.values}
    return {"kind": condition.kind, "parts": [plain(part) for part in condition.parts]}


def name_of(names: "Names | None", otherwise: str) -> list[str]:
    """A name in both languages, [zh, en]; where one is missing the other stands for it."""
    zh, en = (names.zh, names.en) if names else (None, None)
    return [zh or en or otherwise, en or zh or otherwise]


def _scaled(fen: int, scale: Share | None) -> int:
    return fen if scale is None else (2 * fen * scale.over + scale.under) // (2 * scale.under)
