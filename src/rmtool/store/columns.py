"""How facts stand in columns: names of fields and columns, values and cells. Not: statements.

Dates are ISO text, lists JSON text; everything else is what it is. Fields are named as in core/book.py.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

Cell = str | int | float | None

_COLUMN_OF = {"on": "on_date"}


def column_names(fields: Iterable[str]) -> list[str]:
    """The columns of `fields`: the same names, but for `on`, which SQL keeps for itself."""
    return [_COLUMN_OF.get(field, field) for field in fields]


def quoted(columns: Iterable[str]) -> str:
    """`columns` as a list in a statement."""
    return ", ".join(f'"{column}"' for column in columns)


def cell(value: object) -> Cell:
    """`value` as a column holds it; fractions keep twelve digits.

    SQLite writes fifteen digits of a fraction into the journal; twelve are sure to come back as the same number.
    """
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list | Mapping):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return cast(Cell, value)


class Days(dict[str | None, date | None]):
    """The dates that ISO texts stand for, each read once (a column repeats few dates many times)."""

    def __missing__(self, text: str | None) -> date | None:
        day = self[text] = None if text is None else date.fromisoformat(text)
        return day


class Tags(dict[str, tuple[str, ...]]):
    """The lists of words that JSON texts stand for, each read once."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        words = self[text] = tuple(json.loads(text))
        return words


class Words(dict[str | None, str | None]):
    """Texts that a column repeats, each kept once: a hundred thousand clients take a third less room."""

    def __missing__(self, text: str | None) -> str | None:
        self[text] = text
        return text
