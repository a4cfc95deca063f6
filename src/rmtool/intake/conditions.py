"""Conditions of tiers against each other: which one leaves nobody for another. Not: which client meets one (core)."""

from collections.abc import Iterator

from rmtool.core.rules import Condition

EVERYBODY = Condition("all")


def implies(narrow: Condition, wide: Condition) -> bool:
    """Whether everybody who meets `narrow` surely meets `wide` (False where that can't be told from the two alone)."""
    if wide.kind == "all":
        return all(implies(narrow, part) for part in wide.parts)
    if narrow.kind == "any":
        return all(implies(part, wide) for part in narrow.parts)
    if wide.kind == "any" and any(implies(narrow, part) for part in wide.parts):
        return True
    if narrow.kind == "all":
        return any(implies(part, wide) for part in narrow.parts)
    if narrow.kind == "not" and wide.kind == "not":
        return implies(wide.parts[0], narrow.parts[0])
    return narrow.kind == wide.kind and narrow.field == wide.field and _leaf_implies(narrow, wide)


def matches_everybody(condition: Condition | None) -> bool:
    """Whether the condition asks nothing of a client."""
    if condition is None:
        return False
    if condition.kind == "not":
        return impossible(condition.parts[0])
    if condition.kind == "all":
        return all(matches_everybody(part) for part in condition.parts)
    return condition.kind == "any" and any(matches_everybody(part) for part in condition.parts)


def impossible(condition: Condition) -> bool:
    """Whether nobody can meet the condition: bounds of one balance that exclude each other, or nobody left."""
    if condition.kind == "not":
        return matches_everybody(condition.parts[0])
    if condition.kind == "any":
        return all(impossible(part) for part in condition.parts)
    if condition.kind != "all":
        return False
    if any(impossible(part) for part in condition.parts):
        return True
    bounds: dict[str, tuple[float, float]] = {}
    for part in _all_parts(condition):
        if part.kind == "amount":
            low, high = bounds.get(part.field, (float("-inf"), float("inf")))
            lowest, highest = _range(part)
            bounds[part.field] = max(low, lowest), min(high, highest)
    return any(low > high for low, high in bounds.values())


def balances_in(condition: Condition) -> set[str]:
    """The balances that the condition asks for, `amount` among them."""
    inner = {name for part in condition.parts for name in balances_in(part)}
    return inner | {condition.field} if condition.kind == "amount" else inner


def _all_parts(condition: Condition) -> Iterator[Condition]:
    for part in condition.parts:
        if part.kind == "all":
            yield from _all_parts(part)
        else:
            yield part


def _leaf_implies(narrow: Condition, wide: Condition) -> bool:
    if narrow.kind == "amount":
        (low, high), (lowest, highest) = _range(narrow), _range(wide)
        return lowest <= low and high <= highest
    if narrow.field == "industry":
        return all(any(part in value for part in wide.values) for value in narrow.values)
    return set(narrow.values) <= set(wide.values)


def _range(condition: Condition) -> tuple[float, float]:
    """The lowest and the highest amount (fen) that meet a comparison; amounts are whole fen."""
    fen, anything = condition.fen, float("inf")
    return {
        ">=": (fen, anything),
        ">": (fen + 1, anything),
        "<=": (-anything, fen),
        "<": (-anything, fen - 1),
        "=": (fen, fen),
    }[condition.operator]
