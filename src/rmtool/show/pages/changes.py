"""A row that a command added, changed or removed, said in words. Not: the page that they stand on (keeping)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmtool.core.periods import clock
from rmtool.lang import speak
from rmtool.phrase import Phrase, phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSAID = frozenset(
    {"id", "client_id", "batch_id", "contact_id", "created_batch", "initials", "contacts_then", "position"}
)
"""Columns that say nothing to a banker."""

_MONEY = frozenset(
    {
        *(("balance", "fen"), ("holding", "fen"), ("holding", "premium"), ("holding", "cover"), ("card", "value")),
        *(("review", "total"), ("review", "outside"), ("review", "owed")),
    }
)
_WORDS = frozenset({"kind", "status", "power", "stage", "value_level", "likelihood_level", "measure", "fixed"})
_OWN_LABELS = frozenset(
    {"away.start", "away.end", "visit.day", "visit.start", "balance.fen", "card_event.kind", "review.total"}
)
"""Columns that mean something else than those of the same name elsewhere."""


def label_key(table: str, column: str) -> str:
    """The text that names a column of a table."""
    own = f"{table}.{column}"
    return f"changes.{own.replace('.', '_')}" if own in _OWN_LABELS else f"changes.{column}"


def change_said(table: str, before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Phrase, ...]:
    """What a row was before and after, column by column in the order of the table; of a removed row what it was."""
    if not after:
        return (phrase("changes.removed"), *_stated(table, before))
    if not before:
        return _stated(table, after)
    return tuple(
        phrase(
            "changes.changed",
            field=phrase(label_key(table, column)),
            before=_value(table, column, before.get(column)),
            after=_value(table, column, value),
        )
        for column, value in after.items()
        if column not in UNSAID and before.get(column) != value
    )


def _stated(table: str, row: Mapping[str, object]) -> tuple[Phrase, ...]:
    return tuple(
        phrase("changes.stated", field=phrase(label_key(table, column)), value=_value(table, column, value))
        for column, value in row.items()
        if column not in UNSAID and value is not None and value != "[]"
    )


def _value(table: str, column: str, value: object) -> object:
    """The value as a person reads it; None for nothing."""
    if value is None or value == "[]":
        return None
    if (table, column) in _MONEY and isinstance(value, int):
        return phrase("changes.money", amount=value)
    if (table, column) == ("visit", "start") and isinstance(value, int):
        return clock(value)
    if column == "wanted":
        return tuple(json.loads(str(value)).values())
    if column == "tags":
        return tuple(json.loads(str(value)))
    if column == "hours":
        from rmtool.core.hours import hours_said, parse_hours

        return hours_said(parse_hours(str(value)))
    if column in _WORDS:
        keys = (f"changes.word_{table}_{value}", f"common.{value}", f"lists.measure_{value}")
        return next((phrase(key) for key in keys if speak().has(key)), str(value))
    return str(value)
