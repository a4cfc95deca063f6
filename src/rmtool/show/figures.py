"""Figures as records have them: money as a number of the currency, shares as fractions. Not: the records (rows.py)."""

from typing import Any

Record = dict[str, Any]


def money(fen: int | None) -> int | float | None:
    """Fen as a number of the currency: whole where it is."""
    if fen is None:
        return None
    return fen // 100 if fen % 100 == 0 else fen / 100


def fraction(over: int, under: int) -> float | None:
    """A quotient to six digits; None with nothing below the line."""
    return round(over / under, 6) if under else None
