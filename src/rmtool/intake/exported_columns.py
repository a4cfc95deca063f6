"""The columns of the lists and tables in an export: how each one's cells are read, and which it can't do without.

Not: the zip and its records (exported.py). Each reader takes what isn't blank, and raises ValueError for what the
export doesn't write.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from rmtool.core.annual import parse_annual
from rmtool.core.arrivals import CLIENTS, CONTACTS, HOLDINGS, PROSPECTS
from rmtool.core.book import (
    CANCELLED,
    CONFIRMED,
    DONE,
    KINDS,
    LEVELS,
    MISSED,
    OCCASION_KINDS,
    PLANNED,
    STAGES,
    STATUSES,
)
from rmtool.core.due import parse_cadences
from rmtool.core.hours import parse_hours, write_hours

_AMOUNT = re.compile(r"-?\d{1,16}(?:\.\d{1,2})?", re.ASCII)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_LONGEST = 100_000
"""Characters of a cell."""


def text(cell: str) -> str:
    """Any text that isn't far too long."""
    if len(cell) > _LONGEST:
        raise ValueError(cell[:20])
    return cell


def _one_of(*words: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in words:
            raise ValueError(cell)
        return cell

    return read


def _between(low: float, high: float) -> Callable[[str], float]:
    def read(cell: str) -> float:
        number = float(cell)
        if not low <= number <= high:
            raise ValueError(cell)
        return number

    return read


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        if not re.fullmatch(r"-?\d{1,18}", cell, re.ASCII) or not low <= int(cell) <= high:
            raise ValueError(cell)
        return int(cell)

    return read


def fen(cell: str) -> int:
    """An amount of the currency, as the export writes it, in fen."""
    if not _AMOUNT.fullmatch(cell):
        raise ValueError(cell)
    return int(Fraction(cell) * 100)


def _clock(cell: str) -> str:
    if not _CLOCK.fullmatch(cell):
        raise ValueError(cell)
    return cell


def _json(cell: str) -> str:
    if not isinstance(json.loads(text(cell)), dict):
        raise ValueError(cell)
    return cell


def _position(cell: str) -> str:
    """The parts of a position as a review keeps them."""
    parts = json.loads(text(cell))
    kinds = (str, str | None, str | None, int | None)
    if not isinstance(parts, list) or not all(
        isinstance(part, list) and len(part) == len(kinds) and all(map(isinstance, part, kinds)) for part in parts
    ):
        raise ValueError(cell[:20])
    return cell


def _cadence(cell: str) -> str:
    if cell != "none":
        parse_cadences(cell)
    return cell


def _birthday(cell: str) -> str:
    return str(parse_annual(cell))


def _occasion_day(cell: str) -> str:
    """A date, or a day of the year as core/annual.py writes it."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", cell, re.ASCII):
        return str(parse_annual(cell))
    return date.fromisoformat(cell).isoformat()


def _hours(cell: str) -> str:
    return write_hours(parse_hours(cell))


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, text(cell).split("、")))


_day = date.fromisoformat
_share = _between(0, 1)
_minutes = _whole(0, 100_000)
_grade = _one_of("A", "B", "C")

Readers = Mapping[str, Callable[[str], Any]]

_CLIENT: Readers = {
    **dict.fromkeys(("client_no", "name", "credit_code", "industry", "district", "address"), text),
    **dict.fromkeys(("group", "chain", "rm", "phone"), text),
    "kind": _one_of(*KINDS),
    "status": _one_of(*STATUSES),
    "lat": _between(-90, 90),
    "lon": _between(-180, 180),
    "tag": _tags,
    "hours": _hours,
    "birthday": _birthday,
    "prefers": text,
    "call_hours": _hours,
    "founded": _day,
    "entered": _day,
}
CARD: Readers = {
    "value": lambda cell: cell if cell in LEVELS else fen(cell),
    "likelihood": lambda cell: cell if cell in LEVELS else _share(cell),
    "stage": _one_of(*STAGES),
    **dict.fromkeys(("source", "referrer", "core_client", "motive", "rival"), text),
    "grade": _grade,
}
_CONTACT: Readers = {
    "date": _day,
    "time": _clock,
    **dict.fromkeys(("client_no", "name", "code", "person", "note", "outcome", "next"), text),
    "minutes": _minutes,
    "next_on": _day,
}
_HOLDING: Readers = {
    **dict.fromkeys(("client_no", "name", "product", "product_kind", "contract_no", "term", "risk", "bank"), text),
    **dict.fromkeys(("amount", "cover", "premium"), fen),
    **dict.fromkeys(("opened", "matures", "as_of", "ended"), _day),
    "rate": _between(-1, 1),
}
LISTS: Mapping[str, Readers] = {
    CLIENTS: _CLIENT,
    PROSPECTS: {**_CLIENT, **CARD},
    CONTACTS: _CONTACT,
    HOLDINGS: _HOLDING,
}
AMOUNTS: Mapping[str, Sequence[str]] = {PROSPECTS: ("value",), HOLDINGS: ("amount", "cover", "premium")}
TABLES: Mapping[str, Readers] = {
    "setting": dict.fromkeys(("key", "value"), text),
    "person": {
        **dict.fromkeys(("client_no", "name", "title", "power", "phone", "email", "note"), text),
        "birthday": _birthday,
    },
    "note": {"client_no": text, "on_date": _day, "note": text},
    "review": {
        "client_no": text,
        "on_date": _day,
        "note": text,
        "position": _position,
        **dict.fromkeys(("total", "outside", "owed"), _whole(-(10**18), 10**18)),
    },
    "campaign": {"campaign": text, "started_on": _day, "wanted": _json, "closed_on": _day},
    "campaign_member": {
        "campaign": text,
        "client_no": text,
        "added_on": _day,
        "contacts_then": _whole(0, 10_000),
        "reached_on": _day,
    },
    "visit": {
        "client_no": text,
        "week": _day,
        "day": _day,
        "start": _whole(0, 1439),
        "minutes": _whole(1, 1440),
        "status": _one_of(PLANNED, CONFIRMED, DONE, MISSED, CANCELLED),
        "fixed": _one_of("time", "day", "week", "month"),
        "person": text,
        "why": text,
        "contact_id": _whole(1, 10**18),
    },
    "plan": {"week": _day, "saved_on": _day, "fingerprint": text, "summary": _json},
    "away": {"client_no": text, "start": _day, "end": _day, "why": text},
    "cadence": {"client_no": text, "code": text, "cadence": _cadence, "why": text, "until": _day},
    "card": {
        "client_no": text,
        "value": _whole(-(10**18), 10**18),
        "value_level": _one_of(*LEVELS),
        "likelihood": _share,
        "likelihood_level": _one_of(*LEVELS),
        "stage": _one_of(*STAGES),
        **dict.fromkeys(("source", "referrer", "core_client", "motive", "rival"), text),
        "grade": _grade,
        "graded_on": _day,
        "read_on": _day,
        "opened_on": _day,
    },
    "card_event": {
        **dict.fromkeys(("client_no", "kind", "before", "after", "why"), text),
        "on_date": _day,
    },
    "alias": dict.fromkeys(("client_no", "known_as"), text),
    "occasion": {
        **dict.fromkeys(("client_no", "person", "note"), text),
        "kind": _one_of(*OCCASION_KINDS),
        "day": _occasion_day,
    },
    "settled": {**dict.fromkeys(("client_no", "kind", "subject", "why"), text), "about": _day, "on_date": _day},
    "mapping": {**dict.fromkeys(("fingerprint", "heading", "field"), text), "remembered_on": _day},
}
CODES = frozenset({"client_no", "credit_code", "contract_no", "known_as"})
"""Texts in which no identity or card number hides: a book's codes were looked at when they came."""

REQUIRED: Mapping[str, Sequence[str]] = {
    CLIENTS: ("client_no", "name", "status", "entered"),
    PROSPECTS: ("client_no", "name", "status", "entered"),
    CONTACTS: ("date", "client_no", "code"),
    HOLDINGS: ("client_no", "product", "as_of"),
    "setting": ("key", "value"),
    "person": ("client_no", "name"),
    "note": ("client_no", "on_date", "note"),
    "review": ("client_no", "on_date", "total", "outside", "owed", "position"),
    "campaign": ("campaign", "started_on", "wanted"),
    "campaign_member": ("campaign", "client_no", "added_on", "contacts_then"),
    "visit": ("client_no", "week", "status"),
    "plan": ("week", "saved_on", "fingerprint", "summary"),
    "away": ("start", "end"),
    "cadence": ("client_no", "code", "cadence"),
    "card": ("client_no", "stage", "grade", "graded_on"),
    "card_event": ("client_no", "on_date", "kind"),
    "alias": ("client_no", "known_as"),
    "mapping": ("fingerprint", "heading", "field", "remembered_on"),
    "occasion": ("client_no", "kind", "day"),
    "settled": ("client_no", "kind", "subject", "about", "on_date"),
}
