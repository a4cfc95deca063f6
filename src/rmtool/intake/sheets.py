"""A bank's file → sheets of cells: text files decoded and divided here, workbooks beside. Not: what the cells mean."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from rmtool.errors import InputError, UsageError
from rmtool.intake.values import Cell
from rmtool.intake.workbooks import Sheet, is_workbook, read_workbook

MAX_BYTES = 200_000_000
DELIMITERS = ",;\t|"

_SAMPLE_LINES = 30
_FEW = 5
"""Control characters that even a short text may hold."""

_LONGEST_QUOTE = 50
"""Lines that one quoted cell may run over; beyond, its closing quote is taken for lost."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|table|meta|style|\?xml|workbook|\?mso)", re.IGNORECASE)


def read_sheets(path: Path, encoding: str | None = None) -> list[Sheet]:
    """The sheets of a file; its content decides what it is, not its suffix.

    `encoding` is a text file's, if the caller knows. Raises InputError if the file can't be used, UsageError for an
    encoding that doesn't exist.
    """
    data = _read(path)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise InputError("intake.empty_file", file=path.name)
    if is_workbook(data):
        return read_workbook(data, path.name)
    text = _decode(data, path.name, encoding)
    if _MARKUP.match(text):
        raise InputError("intake.markup", file=path.name)
    return [Sheet(None, cast(list[list[Cell]], _divide(text, path.name)), ragged=True)]


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError("intake.is_folder", file=path)
        if path.exists() and not path.is_file():
            raise InputError("intake.unreadable_file", file=path, why="")
        if path.stat().st_size > MAX_BYTES:
            raise InputError("intake.too_large", file=path.name, megabytes=MAX_BYTES // 1_000_000)
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("intake.no_such_file", file=path) from None
    except (OSError, ValueError) as error:
        raise InputError("intake.unreadable_file", file=path, why=getattr(error, "strerror", None) or "") from None


def _decode(data: bytes, file: str, encoding: str | None) -> str:
    text = _decode_as(data, file, encoding) if encoding else _decode_by_look(data, file)
    text = text.removeprefix("\ufeff")
    controls = len(_CONTROL.findall(text))
    if controls > _FEW and controls * 100 > len(text):
        raise InputError("intake.not_a_list", file=file)
    return text.replace("\0", "")


def _decode_as(data: bytes, file: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeError):
            raise InputError("intake.wrong_encoding", file=file, encoding=encoding) from None
        raise UsageError("intake.no_such_encoding", encoding=encoding) from None


def _decode_by_look(data: bytes, file: str) -> str:
    """By byte order mark, share of NULs (UTF-16), strict UTF-8, GB18030, in this order."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data, file, encoding)
    sample = data[:4096]
    if sample.count(0) * 5 > len(sample):
        return _decode_as(data, file, "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("intake.unknown_encoding", file=file)


def _divide(text: str, file: str) -> list[list[str]]:
    delimiter = _named_delimiter(text) or _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        rows = list(_mended(text, delimiter, file))
    if rows and re.fullmatch(r"sep=.?", "".join(rows[0])):
        rows[0] = []
    return rows


def _named_delimiter(text: str) -> str | None:
    found = re.match(r"sep=([,;\t|])\r?\n", text)
    return found[1] if found else None


def _delimiter(text: str) -> str:
    """The delimiter that divides most of the first lines into equally many cells, and into most of them."""
    lines = [line for line in text[:200_000].split("\n")[: _SAMPLE_LINES * 2] if line.strip()][:_SAMPLE_LINES]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0, 0
    divided = [width for width in widths if width > 1]
    if not divided:
        return 0, 0
    usual = max(set(divided), key=lambda width: (divided.count(width), width))
    return divided.count(usual), usual


def _mended(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    """The rows of a text with stray quotes: a quote that is never closed, or not where a cell ends, is text."""
    lines = list(io.StringIO(text, newline=""))
    at = 0
    while at < len(lines):
        row, taken = _row_at(lines, at, delimiter, file)
        yield row
        at += taken


def _row_at(lines: list[str], at: int, delimiter: str, file: str) -> tuple[list[str], int]:
    for taken in range(1, min(_LONGEST_QUOTE, len(lines) - at) + 1):
        try:
            rows = list(csv.reader(lines[at : at + taken], delimiter=delimiter, strict=True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                continue
            break
        return (rows[0] if rows else []), taken
    try:
        cells = next(csv.reader([lines[at]], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    except csv.Error:
        raise InputError("intake.broken_line", file=file, row=at + 1) from None
    return [cell.removeprefix('"') if cell.count('"') % 2 else cell for cell in cells], 1
