"""Workbooks (xlsx, xls, ods) → sheets of cells, after a check that reading them does no harm. Not: what cells mean."""

import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from rmtool.errors import InputError
from rmtool.intake.values import Cell

MAX_ENTRIES = 2_000
MAX_INFLATED = 160_000_000
"""Bytes that all XML parts of a workbook may unpack to: some four times a list of 45,000 clients."""

MAX_CELLS = 5_000_000
"""Cells that a workbook may span, counted from each sheet's first row and column to its last."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_BEGIN, _XLS_PASSWORD = b"\x09\x08\x10\x00", b"\x2f\x00"
_XLS_HEADERS = 30
"""Records at the head of an .xls among which the one for the password stands."""

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})["']""")
_BLANK_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s+[\w:]+\s*=\s*"[^"<>]*")*\s*/>""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*\bt\s*=\s*["']e["'][^>]*)>.{0,5000}?<(?:\w+:)?v[^>]*>([^<]{2,10})<""", re.DOTALL
)
_ODS_PART = re.compile(
    rb"""<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*?)(/?)>"""
)
_COMMENT = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_REPEATED = re.compile(rb"""table:number-(?:columns|rows)-repeated\s*=\s*["'](\d{1,9})["']""")
_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheetData\b")


class Sheet(NamedTuple):
    """One sheet: all its rows from the first on, each as wide as the sheet. A text file is one sheet without a name.

    The rows of a text file are as wide as its lines (`ragged`).
    """

    name: str | None
    rows: list[list[Cell]]
    visible: bool = True
    ragged: bool = False


def is_workbook(data: bytes) -> bool:
    """Whether the file's content is a workbook's, or at least packed like one."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def read_workbook(data: bytes, file: str) -> list[Sheet]:
    """The worksheets of a workbook, hidden ones too. Raises InputError if it isn't one, is locked, or would do harm."""
    if data.startswith(_OLE) and _is_locked(data):
        raise InputError("intake.password", file=file)
    errors: dict[str, bytes] = {} if data.startswith(_OLE) else _check(data, file)
    try:
        with _reader_silenced():
            return list(_sheets(data, file, errors))
    except (InputError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # the reader's panics are no Exceptions
        raise InputError("intake.broken_workbook", file=file) from None


@contextmanager
def _reader_silenced() -> Iterator[None]:
    """Keeps what the reader prints when it panics (to the process's own error stream) away from the user."""
    try:
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except OSError:  # there is no error stream
        yield
        return
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _is_locked(data: bytes) -> bool:
    """Whether a compound file is an encrypted .xlsx, or an .xls whose first records announce a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    at = data.find(_XLS_BEGIN)
    for _ in range(_XLS_HEADERS if at >= 0 else 0):
        record, length = data[at : at + 2], int.from_bytes(data[at + 2 : at + 4], "little")
        if record == _XLS_PASSWORD:
            return True
        at += 4 + length
    return False


def _sheets(data: bytes, file: str, errors: dict[str, bytes]) -> Iterator[Sheet]:
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(data))
    area = 0
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        end = sheet.end
        area += (end[0] + 1) * (end[1] + 1) if end else 0
        if area > MAX_CELLS:
            raise InputError("intake.far_apart", file=file)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        _say_truth(rows)
        if about.name in errors:
            _restore_errors(rows, errors[about.name])
        yield Sheet(about.name, rows, about.visible == python_calamine.SheetVisibleEnum.Visible)


def _say_truth(rows: list[list[Any]]) -> None:
    """Puts TRUE and FALSE for booleans, which would otherwise pass for the numbers 1 and 0."""
    for row in rows:
        if any(type(cell) is bool for cell in row):
            row[:] = [str(cell).upper() if type(cell) is bool else cell for cell in row]


def _restore_errors(rows: list[list[Any]], xml: bytes) -> None:
    """Puts back the error cells (`#REF!`), which the reader leaves blank: an amount lost isn't an amount missing."""
    for attributes, error in _ERROR.findall(xml):
        if found := _REFERENCE.search(attributes):
            row, column = int(found[2]) - 1, _column_number(found[1]) - 1
            if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
                rows[row][column] = error.decode("ascii", "replace")


def _check(data: bytes, file: str) -> dict[str, bytes]:
    """Refuses a packed file that is no workbook or would do harm; gives the XML of each sheet with error cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise InputError("intake.broken_workbook", file=file) from None
    names = {entry.filename.lower() for entry in entries}
    if "xl/workbook.bin" in names:
        raise InputError("intake.binary_workbook", file=file)
    if "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise InputError("intake.not_a_list", file=file)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries if _is_xml(entry)) > MAX_INFLATED:
        raise InputError("intake.bomb", file=file)
    parts = {}
    area = inflated = 0
    for entry in entries:
        if not _is_xml(entry):
            continue
        text = _inflate(data, entry, MAX_INFLATED - inflated, file)
        inflated += len(text)
        if b"<!ENTITY" in text or b"\0" in text:  # entities multiply; NULs are UTF-16, which the checks can't read
            raise InputError("intake.bomb", file=file)
        area += _ods_area(text) if entry.filename.lower() == "content.xml" else _area(text)
        if area > MAX_CELLS:
            raise InputError("intake.far_apart", file=file)
        if b't="e"' in text or b"t='e'" in text or "workbook" in entry.filename:
            parts[entry.filename.lower()] = text
    return _by_sheet(parts)


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _inflate(data: bytes, entry: zipfile.ZipInfo, limit: int, file: str) -> bytes:
    """One part of the archive, unpacked by what it holds and not by what it claims to hold."""
    header = data[entry.header_offset : entry.header_offset + 30]
    if len(header) < 30 or entry.flag_bits & 1:
        raise InputError("intake.broken_workbook", file=file)
    start = entry.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        text = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        try:
            text = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit + 1)
        except zlib.error:
            raise InputError("intake.broken_workbook", file=file) from None
    else:
        raise InputError("intake.broken_workbook", file=file)
    if len(text) > limit:
        raise InputError("intake.bomb", file=file)
    return text


def _area(xml: bytes) -> int:
    """How many cells a worksheet spans, blank formatted ones outside its data left out. 0 for any other part."""
    if not _SHEET_TAG.search(xml):
        return 0
    references = _REFERENCE.findall(xml)
    rows, columns = _extent(references)
    if len(references) < len(_CELL.findall(xml)):
        pieces = _ROW.split(xml)
        rows = max(rows, len(pieces))
        columns = max(columns, max(len(_CELL.findall(piece)) for piece in pieces))
    elif rows * columns > MAX_CELLS:
        rows, columns = _extent(_REFERENCE.findall(_BLANK_CELL.sub(b"", xml)))
    return rows * columns


def _extent(references: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    rows = max(map(int, {row for _, row in references}), default=0)
    columns = max(map(_column_number, {column for column, _ in references}), default=0)
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _ods_area(xml: bytes) -> int:
    """How many cells the sheets of an OpenDocument span, repeated cells and rows counted as often as they repeat."""
    area = rows = width = filled_rows = columns = 0
    for part in _ODS_PART.finditer(_COMMENT.sub(b"", xml)):
        tag, attributes, closed = part.groups()
        times = int(found[1]) if (found := _REPEATED.search(attributes)) else 1
        if tag == b"table":
            area += filled_rows * width
            rows = width = filled_rows = columns = 0
        elif tag == b"table-row":
            rows, columns = rows + times, 0
        else:
            columns += times
            if not closed or b"office:" in attributes:
                width, filled_rows = max(width, columns), rows
    return area + filled_rows * width


def _by_sheet(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that are worksheets, by the names of their sheets."""
    import xml.etree.ElementTree as ElementTree

    book = next((text for name, text in parts.items() if re.fullmatch(r"xl/workbook\d*\.xml", name)), None)
    links = next((text for name, text in parts.items() if name.endswith(".rels")), None)
    if book is None or links is None or len(parts) < 3:
        return {}
    try:
        targets = {link.get("Id"): link.get("Target", "") for link in ElementTree.fromstring(links)}
        sheets = [tag.attrib for tag in ElementTree.fromstring(book).iter() if tag.tag.endswith("}sheet")]
    except ElementTree.ParseError:
        return {}
    found = {}
    for sheet in sheets:
        link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(link, "").lower()
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in parts:
            found[sheet.get("name", "")] = parts[path]
    return found
