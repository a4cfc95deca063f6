"""Seeded chance for the sample: the same throws on every Python and every machine. Not: what is thrown for."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """Throws that depend on the seed and their order alone; only `random()` is used, which Python never changes."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both in."""
        return low + int((high - low + 1) * self._random.random())

    def pick(self, items: Sequence[Item]) -> Item:
        """One of `items`."""
        return items[int(len(items) * self._random.random())]

    def hits(self, chance: float) -> bool:
        """Yes with this chance (0–1)."""
        return self._random.random() < chance
