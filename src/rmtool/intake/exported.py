"""A zip that `rmtool export` wrote → the facts in it, exactly as they were. Not: banks' lists (records.py).

Nothing is guessed here: names, headings and values must be those that the export writes.
"""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, cast

from rmtool.core.annual import parse_annual
from rmtool.core.arrivals import (
    CLIENTS,
    CONTACTS,
    HOLDINGS,
    PROSPECTS,
    ClientRecord,
    ContactRecord,
    HoldingRecord,
    Place,
)
from rmtool.core.book import CANCELLED, CONFIRMED, DONE, KINDS, MISSED, OCCASION_KINDS, PLANNED, STAGES, STATUSES
from rmtool.core.due import parse_cadences
from rmtool.core.formula_text import as_meant
from rmtool.core.hours import parse_hours, write_hours
from rmtool.core.secret_numbers import without_secrets
from rmtool.errors import InputError
from rmtool.intake.grid import Gathering
from rmtool.intake.sheets import read_bytes
from rmtool.intake.values import Cell
from rmtool.intake.zips import BombError, BrokenZipError, files_of, unpacked

MAX_ENTRIES = 5_000
MAX_INFLATED, MAX_CELLS = 200_000_000, 14_000_000
"""Bytes that all files of the zip, and cells that one of them, may hold: of a log of a million contacts some half."""

_LISTS = {"clients.csv": CLIENTS, "prospects.csv": PROSPECTS, "contacts.csv": CONTACTS, "holdings.csv": HOLDINGS}
_BALANCES = re.compile(r"balances-(\d{8})\.csv", re.ASCII)
_OTHER = re.compile(r"other/([a-z_]{1,30})\.csv", re.ASCII)
_MEASURE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,16}(?:\.\d{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_LEVELS = ("high", "medium", "low")
_LONGEST = 100_000
"""Characters of a cell."""


class ExportedList(NamedTuple):
    """One list of the export: the file's name, its kind, the day of its amounts, its records, rows and headings.

    `cells` gives a row's cells by its number, `units` the headings of amounts (in single units of the currency).
    """

    name: str
    kind: str
    on: date | None
    records: list[ClientRecord] | list[ContactRecord] | list[HoldingRecord]
    headings: tuple[str, ...]
    units: Mapping[str, int]
    cells: Callable[[int], tuple[str, ...]]


class Export(NamedTuple):
    """An exported book: its lists in the order in which they go in, the other tables, and the currency if it says one.

    The rows of `others` map columns to values; `client_no` stands for the client. `unknown` names files of tables that
    this rmtool doesn't have.
    """

    lists: Sequence[ExportedList]
    others: Mapping[str, Sequence[Mapping[str, Any]]]
    currency: str | None
    unknown: Sequence[str]


def exported_bytes(path: Path) -> bytes | None:
    """The content of a file that is a zip with lists as an export has them; None for a workbook or anything else.

    Raises InputError if it can't be read.
    """
    data = read_bytes(path)
    try:
        names = [entry.filename for entry in files_of(data)]
    except (BrokenZipError, BombError):
        return None
    workbook = any(name.startswith("xl/") or name == "content.xml" for name in names)
    known = any(name in _LISTS or _BALANCES.fullmatch(name) for name in names)
    return data if known and not workbook else None


def read_export(data: bytes, file: str) -> Export:
    """The facts of an exported book. Raises InputError if anything in the zip is not as the export writes it."""
    texts = dict(_unpacked(data, file))
    settings = {row["key"]: row["value"] for row in _table("setting", texts.pop("other/setting.csv", ""), file)}
    currency = settings.get("currency")
    if currency is not None and not _CURRENCY.fullmatch(currency):
        raise _wrong(file, "other/setting.csv", 2, "currency", currency)
    texts.pop("other/batch.csv", None)
    lists = [_list(name, texts[name], currency, file) for name in sorted(texts, key=_order) if not _OTHER.match(name)]
    others, unknown = {}, []
    for name, text in texts.items():
        if found := _OTHER.fullmatch(name):
            if found[1] in _TABLES:
                others[found[1]] = list(_table(found[1], text, file))
            else:
                unknown.append(name)
    return Export(lists, others, currency, unknown)


def _order(name: str) -> tuple[int, str]:
    """Clients before all that speaks of them."""
    return (list(_LISTS).index(name) if name in ("clients.csv", "prospects.csv") else 3 if name in _LISTS else 2), name


def _unpacked(data: bytes, file: str) -> Iterator[tuple[str, str]]:
    """The files of the zip by name, as text; refuses what the export doesn't write, and more than a book holds."""
    try:
        entries = files_of(data)
        _check_entries(entries, file)
        left = MAX_INFLATED
        for entry in entries:
            content = b"".join(unpacked(data, entry, left))
            left -= len(content)
            if zlib.crc32(content) != entry.CRC:
                raise BrokenZipError
            yield entry.filename, content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("exported.not_utf8", file=file) from None
    except BrokenZipError:
        raise InputError("exported.broken", file=file) from None
    except BombError:
        raise InputError("exported.too_large", file=file, megabytes=MAX_INFLATED // 1_000_000) from None


def _check_entries(entries: Sequence[zipfile.ZipInfo], file: str) -> None:
    names = [entry.filename for entry in entries]
    strange = [name for name in names if not (name in _LISTS or _BALANCES.fullmatch(name) or _OTHER.fullmatch(name))]
    if strange:
        raise InputError("exported.strange", file=file, name=strange[0][:60])
    if len(set(names)) < len(names):
        raise InputError("exported.broken", file=file)
    if len(names) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise InputError("exported.too_large", file=file, megabytes=MAX_INFLATED // 1_000_000)


def _rows(name: str, text: str, file: str) -> tuple[tuple[str, ...], Sequence[Sequence[str]]]:
    """The headings and the rows, all equally wide."""
    if text.count(",") + text.count("\n") > MAX_CELLS:
        raise InputError("exported.too_large", file=file, megabytes=MAX_INFLATED // 1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = Gathering()
    try:
        headings = tuple(next(reader, ()))
        if len(set(headings)) < len(headings):
            raise InputError("exported.broken_list", file=file, name=name)
        while some := list(islice(reader, 5_000)):
            for number, row in enumerate(some, rows.count + 2):
                if len(row) != len(headings):
                    raise InputError("exported.ragged", file=file, name=name, row=number)
            rows.extend(cast(list[list[Cell]], some))
    except csv.Error:
        raise InputError("exported.broken_list", file=file, name=name) from None
    return headings, cast(Sequence[Sequence[str]], rows.rows())


# --- values: each reader takes what isn't blank, and raises ValueError for what the export doesn't write


def _text(cell: str) -> str:
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


def _fen(cell: str) -> int:
    if not _AMOUNT.fullmatch(cell):
        raise ValueError(cell)
    return int(Fraction(cell) * 100)


def _clock(cell: str) -> str:
    if not _CLOCK.fullmatch(cell):
        raise ValueError(cell)
    return cell


def _json(cell: str) -> str:
    if not isinstance(json.loads(_text(cell)), dict):
        raise ValueError(cell)
    return cell


def _position(cell: str) -> str:
    """The parts of a position as a review keeps them."""
    parts = json.loads(_text(cell))
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
    return tuple(filter(None, _text(cell).split("、")))


_day = date.fromisoformat
_share = _between(0, 1)
_minutes = _whole(0, 100_000)
_grade = _one_of("A", "B", "C")

Readers = Mapping[str, Callable[[str], Any]]

_CLIENT: Readers = {
    **dict.fromkeys(("client_no", "name", "credit_code", "industry", "district", "address"), _text),
    **dict.fromkeys(("group", "chain", "rm", "phone"), _text),
    "kind": _one_of(*KINDS),
    "status": _one_of(*STATUSES),
    "lat": _between(-90, 90),
    "lon": _between(-180, 180),
    "tag": _tags,
    "hours": _hours,
    "birthday": _birthday,
    "prefers": _text,
    "call_hours": _hours,
    "founded": _day,
    "entered": _day,
}
_CARD: Readers = {
    "value": lambda cell: cell if cell in _LEVELS else _fen(cell),
    "likelihood": lambda cell: cell if cell in _LEVELS else _share(cell),
    "stage": _one_of(*STAGES),
    **dict.fromkeys(("source", "referrer", "core_client", "motive", "rival"), _text),
    "grade": _grade,
}
_CONTACT: Readers = {
    "date": _day,
    "time": _clock,
    **dict.fromkeys(("client_no", "name", "code", "person", "note", "outcome", "next"), _text),
    "minutes": _minutes,
    "next_on": _day,
}
_HOLDING: Readers = {
    **dict.fromkeys(("client_no", "name", "product", "product_kind", "contract_no", "term", "risk", "bank"), _text),
    **dict.fromkeys(("amount", "cover", "premium"), _fen),
    **dict.fromkeys(("opened", "matures", "as_of", "ended"), _day),
    "rate": _between(-1, 1),
}
_LISTED: Mapping[str, Readers] = {
    CLIENTS: _CLIENT,
    PROSPECTS: {**_CLIENT, **_CARD},
    CONTACTS: _CONTACT,
    HOLDINGS: _HOLDING,
}
_AMOUNTS: Mapping[str, Sequence[str]] = {PROSPECTS: ("value",), HOLDINGS: ("amount", "cover", "premium")}
_TABLES: Mapping[str, Readers] = {
    "setting": dict.fromkeys(("key", "value"), _text),
    "person": {
        **dict.fromkeys(("client_no", "name", "title", "power", "phone", "email", "note"), _text),
        "birthday": _birthday,
    },
    "note": {"client_no": _text, "on_date": _day, "note": _text},
    "review": {
        "client_no": _text,
        "on_date": _day,
        "note": _text,
        "position": _position,
        **dict.fromkeys(("total", "outside", "owed"), _whole(-(10**18), 10**18)),
    },
    "campaign": {"campaign": _text, "started_on": _day, "wanted": _json, "closed_on": _day},
    "campaign_member": {
        "campaign": _text,
        "client_no": _text,
        "added_on": _day,
        "contacts_then": _whole(0, 10_000),
        "reached_on": _day,
    },
    "visit": {
        "client_no": _text,
        "week": _day,
        "day": _day,
        "start": _whole(0, 1439),
        "minutes": _whole(1, 1440),
        "status": _one_of(PLANNED, CONFIRMED, DONE, MISSED, CANCELLED),
        "fixed": _one_of("time", "day", "week", "month"),
        "person": _text,
        "why": _text,
        "contact_id": _whole(1, 10**18),
    },
    "plan": {"week": _day, "saved_on": _day, "fingerprint": _text, "summary": _json},
    "away": {"client_no": _text, "start": _day, "end": _day, "why": _text},
    "cadence": {"client_no": _text, "code": _text, "cadence": _cadence, "why": _text, "until": _day},
    "card": {
        "client_no": _text,
        "value": _whole(-(10**18), 10**18),
        "value_level": _one_of(*_LEVELS),
        "likelihood": _share,
        "likelihood_level": _one_of(*_LEVELS),
        "stage": _one_of(*STAGES),
        **dict.fromkeys(("source", "referrer", "core_client", "motive", "rival"), _text),
        "grade": _grade,
        "graded_on": _day,
        "read_on": _day,
        "opened_on": _day,
    },
    "card_event": {
        **dict.fromkeys(("client_no", "kind", "before", "after", "why"), _text),
        "on_date": _day,
    },
    "alias": dict.fromkeys(("client_no", "known_as"), _text),
    "occasion": {
        **dict.fromkeys(("client_no", "person", "note"), _text),
        "kind": _one_of(*OCCASION_KINDS),
        "day": _occasion_day,
    },
    "settled": {**dict.fromkeys(("client_no", "kind", "subject", "why"), _text), "about": _day, "on_date": _day},
    "mapping": {**dict.fromkeys(("fingerprint", "heading", "field"), _text), "remembered_on": _day},
}
_CODES = frozenset({"client_no", "credit_code", "contract_no", "known_as"})
"""Texts in which no identity or card number hides: a book's codes were looked at when they came."""

_REQUIRED: Mapping[str, Sequence[str]] = {
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


def _read(
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    readers: Readers,
    needed: Sequence[str],
    file: str,
) -> Iterator[dict[str, Any]]:
    """The rows as values by heading; blank cells and columns that nobody reads are left out."""
    for field in needed:
        if field not in headings:
            raise InputError("exported.no_column", file=file, name=name, column=field)
    known = [(index, field, readers[field]) for index, field in enumerate(headings) if field in readers]
    for number, row in enumerate(rows, 2):
        values = {}
        for index, field, read in known:
            if row[index]:
                hides = read is _text and field not in _CODES
                try:
                    meant = as_meant(row[index])
                    values[field] = read(without_secrets(meant) if hides else meant)
                except (ValueError, RecursionError):
                    raise _wrong(file, name, number, field, row[index]) from None
        for field in needed:
            if field not in values:
                raise _wrong(file, name, number, field, "")
        yield values


def _wrong(file: str, name: str, row: int, column: str, cell: str) -> InputError:
    return InputError("exported.wrong", file=file, name=name, row=row, column=column, cell=cell[:40])


def _table(table: str, text: str, file: str) -> Iterator[dict[str, Any]]:
    name = f"other/{table}.csv"
    headings, rows = _rows(name, text, file)
    return _read(name, headings, rows, _TABLES[table], _REQUIRED[table], file) if headings else iter(())


def _list(name: str, text: str, currency: str | None, file: str) -> ExportedList:
    headings, rows = _rows(name, text, file)
    places = (Place(name, number) for number in range(2, len(rows) + 2))
    units: dict[str, int] = {}
    on = None
    records: list[Any]
    if found := _BALANCES.fullmatch(name):
        kind = CLIENTS
        try:
            on = date.fromisoformat(found[1])
        except ValueError:
            raise InputError("exported.strange", file=file, name=name) from None
        records, units = _balances(name, headings, rows, places, currency, file)
    else:
        kind = _LISTS[name]
        values = _read(name, headings, rows, _LISTED[kind], _REQUIRED[kind], file)
        make = {CONTACTS: _contact, HOLDINGS: _holding}.get(kind, _client)
        records = [make(place, row) for place, row in zip(places, values, strict=True)]
        units = {heading: 1 for heading in _AMOUNTS.get(kind, ()) if heading in headings}
    return ExportedList(name, kind, on, records, headings, units, lambda number: tuple(rows[number - 2]))


def _balances(
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    places: Iterator[Place],
    currency: str | None,
    file: str,
) -> tuple[list[ClientRecord], dict[str, int]]:
    ending = f"_{currency.lower()}" if currency and currency != "CNY" else ""
    measures = {heading: heading.removesuffix(ending) for heading in headings if heading not in ("client_no", "name")}
    for heading, measure in measures.items():
        if not _MEASURE.fullmatch(measure) or not heading.endswith(ending):
            raise InputError("exported.no_column", file=file, name=name, column=heading[:40])
    readers = {"client_no": _text, "name": _text, **dict.fromkeys(measures, _fen)}
    records = []
    for place, row in zip(places, _read(name, headings, rows, readers, ("client_no",), file), strict=True):
        amounts = {measure: row[heading] for heading, measure in measures.items() if heading in row}
        records.append(ClientRecord(place, {"client_no": row["client_no"]}, amounts))
    return records, dict.fromkeys(measures, 1)


def _client(place: Place, row: dict[str, Any]) -> ClientRecord:
    card = {field: row.pop(field) for field in _CARD if field in row}
    for field in ("value", "likelihood"):
        if isinstance(card.get(field), str):
            card[f"{field}_level"] = card.pop(field)
    if "tag" in row:
        row["tags"] = row.pop("tag")
    return ClientRecord(place, row, {}, card)


def _contact(place: Place, row: dict[str, Any]) -> ContactRecord:
    stated = {"client_name": row.pop("name", None), "on": row.pop("date"), "at": row.pop("time", None)}
    blank = dict.fromkeys(ContactRecord._fields)
    return ContactRecord(**{**blank, "place": place, **stated, **row})


def _holding(place: Place, row: dict[str, Any]) -> HoldingRecord:
    stated = {"client_name": row.pop("name", None), "kind": row.pop("product_kind", None), "on": row.pop("as_of")}
    blank = dict.fromkeys(HoldingRecord._fields)
    return HoldingRecord(**{**blank, "place": place, **stated, "fen": row.pop("amount", None), **row})
