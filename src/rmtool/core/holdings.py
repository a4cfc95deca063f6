"""What clients hold, in order. Not: what a list changes in it (holding_arrivals.py)."""

from collections.abc import Iterable
from datetime import date

from rmtool.core.book import Holding

AMOUNTS = ("fen", "cover", "premium")
"""What of a holding is an amount, in fen."""


def by_maturity(holdings: Iterable[Holding]) -> list[Holding]:
    """What is held, the earliest maturity first and what has none last; after it what is no longer held."""
    return sorted(holdings, key=lambda h: (h.ended is not None, h.matures or date.max, h.product, h.id))
