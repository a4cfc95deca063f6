"""Phrases as the text that the journal keeps, and back, so that a command can be told in either language later."""

import json
from datetime import date
from typing import Any

from rmtool.core.rules import Name
from rmtool.phrase import Phrase


def pack(summary: Phrase | str) -> str:
    """`summary` as JSON: text, numbers, dates, names, phrases and lists of them; other values are kept as text."""
    return json.dumps(_packed(summary), ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Phrase | str | None:
    """The summary that `pack` made `text` of, lists as tuples; None for what it didn't make."""
    try:
        summary = _unpacked(json.loads(text))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return summary if isinstance(summary, Phrase | str) else None


def _packed(value: object) -> object:
    if isinstance(value, Phrase):
        return {"say": value.key, "values": {name: _packed(part) for name, part in value.values}}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Name):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, tuple | list):
        return [_packed(part) for part in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(part) for part in value)
    if isinstance(value, dict):
        if "date" in value:
            return date.fromisoformat(value["date"])
        if "zh" in value:
            return Name(value["zh"], value["en"])
        return Phrase(value["say"], tuple((name, _unpacked(part)) for name, part in value["values"].items()))
    return value
