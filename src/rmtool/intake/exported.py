"""A zip that `rmtool export` wrote → the facts in it, exactly as they were. Not: banks' lists (records.py).

What the columns hold stands in exported_columns.py. Nothing is guessed here: names, headings and values must be those
that the export writes.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, cast

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
from rmtool.core.formula_text import as_meant
from rmtool.core.secret_numbers import without_secrets
from rmtool.errors import InputError
from rmtool.intake import exported_columns as columns
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
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


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
            if found[1] in columns.TABLES:
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


def _read(
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    readers: columns.Readers,
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
                hides = read is columns.text and field not in columns.CODES
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
    return _read(name, headings, rows, columns.TABLES[table], columns.REQUIRED[table], file) if headings else iter(())


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
        values = _read(name, headings, rows, columns.LISTS[kind], columns.REQUIRED[kind], file)
        make = {CONTACTS: _contact, HOLDINGS: _holding}.get(kind, _client)
        records = [make(place, row) for place, row in zip(places, values, strict=True)]
        units = {heading: 1 for heading in columns.AMOUNTS.get(kind, ()) if heading in headings}
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
    readers = {"client_no": columns.text, "name": columns.text, **dict.fromkeys(measures, columns.fen)}
    records = []
    for place, row in zip(places, _read(name, headings, rows, readers, ("client_no",), file), strict=True):
        amounts = {measure: row[heading] for heading, measure in measures.items() if heading in row}
        records.append(ClientRecord(place, {"client_no": row["client_no"]}, amounts))
    return records, dict.fromkeys(measures, 1)


def _client(place: Place, row: dict[str, Any]) -> ClientRecord:
    card = {field: row.pop(field) for field in columns.CARD if field in row}
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
