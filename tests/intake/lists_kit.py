"""Builders of banks' lists for the tests: text files, workbooks, hostile archives; and short ways of reading them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from rmtool.intake.records import Options, Reading, read_list
from rmtool.lang import say

TODAY = date(2026, 11, 23)
CODES = {"t": "T", "电话": "T", "telephone": "T", "e": "E", "邮件": "E", "m": "M", "面谈": "M", "w": "W", "微信": "W"}
DATA = Path(__file__).parents[3] / "shared" / "data"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data isn't here")


def options(kind: str | None = None, **changed: Any) -> Options:
    """Options that name nothing, under the default rules."""
    plain = Options(kind, None, {}, CODES, ("deposit_avg", "deposit"), None, TODAY)
    return plain._replace(**changed)


def write(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    """A file of that content, text as UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(
    folder: Path, content: str | bytes, kind: str | None = None, /, *, name: str = "list.csv", **changed: Any
) -> Reading:
    """The one list of a file of that content."""
    (reading,) = read_list(write(folder, content, name), options(kind, **changed))
    return reading


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Iterable[str] = ()) -> bytes:
    """An .xlsx with these sheets; None is a blank formatted cell."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed)
    coloured = book.add_format({"bg_color": "red"})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is None:
                    sheet.write_blank(row, column, None, coloured)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, moments if hasattr(cell, "hour") else days)
                else:
                    sheet.write(row, column, cell)
        if name in hidden:
            sheet.hide()
    book.close()
    return packed.getvalue()


def packed(build: Callable[[Any], None]) -> bytes:
    """An .xlsx as `build` makes it with a workbook of XlsxWriter."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    build(book)
    book.close()
    return file.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The archive with every part put through `change(name, content)`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return packed.getvalue()


def open_document(table: str) -> bytes:
    """An .ods of one sheet whose rows are written as XML."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return packed.getvalue()


def reasons(reading: Reading) -> dict[int, str]:
    """Why which rows were set aside, as said."""
    return {aside.place.row: "; ".join(map(say, aside.reasons)) for aside in reading.set_aside}


def said(reading: Reading) -> list[str]:
    """The warnings, as said."""
    return [say(warning) for warning in reading.warnings]


def amounts(reading: Reading, measure: str = "deposit") -> list[int | None]:
    """One measure of the records, in fen."""
    return [record.amounts.get(measure) for record in reading.records]  # type: ignore[union-attr]


def fields(reading: Reading, name: str) -> list[Any]:
    """One field of the records."""
    return [record.fields.get(name) for record in reading.records]  # type: ignore[union-attr]


def with_parts(data: bytes, parts: Mapping[str, str], replaced: Mapping[str, tuple[str, str]]) -> bytes:
    """The archive with further `parts`, and in some of its own one text `replaced` by another."""
    packed = io.BytesIO(
        repacked(
            data,
            lambda name, content: content.decode().replace(*replaced[name]).encode() if name in replaced else content,
        )
    )
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
