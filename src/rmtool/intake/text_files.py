"""A text file's bytes → its rows: which encoding, which delimiter, what stray quotes mean. Not: workbooks.

The text is decoded and divided as it is read, so that a large file is never in memory more than once.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple, cast

from rmtool.errors import InputError, UsageError
from rmtool.intake.grid import MAX_COLUMNS, Gathering, Rows
from rmtool.intake.values import Cell

DELIMITERS = ",;\t|"

MAX_ROWS, MAX_CELLS = 2_500_000, 14_000_000
"""Lines and cells of a text file: what lies beyond takes more memory than a list is worth."""

MAX_APART = 6_000_000
"""Cells that repeat nothing of their columns: they take up to a gigabyte. A bank's lists have far fewer."""

_HEAD = 200_000
"""Characters from the beginning by which the file is judged."""

_CHUNK = 1 << 20
_SAMPLE_LINES = 30
_FEW = 5
"""Control characters that even a short text may hold."""

_PADDING = 8
"""NULs at the end of a file from which on they aren't part of its text."""

_LONGEST_QUOTE = 50
"""Lines that one quoted cell may run over; beyond, its closing quote is taken for lost."""

_LONGEST_LINE = 100_000
"""Characters of a line that is divided without a look at how long its cells are."""

_MOST_MENDING = 3_000_000
"""Lines with quotes that are read one by one, in all, while stray ones among them are mended."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"Rar!", b"7z\xbc\xaf")
"""How pictures, printed pages and archives begin: in whichever encoding, they are no text."""

_NO_FILE_ENCODINGS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE = re.compile(
    r"\s*<(?:!doctype|!--|html|head|body|table|thead|tr|meta|style|script|title|div|center|form|\?xml|\?mso|\w*:?workbook)"
    r"(?=[\s>/:-]|$)",
    re.IGNORECASE,
)
MAIL = re.compile(r"\s*(?:MIME-Version:|X-Document-Type:\s*Workbook|From:\s*<?Saved by)", re.IGNORECASE)
_DECLARED = re.compile(rb"""\s*<[^\0]{0,2000}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
"""Where a web page or XML says which encoding it is in."""

_HAN = re.compile("[\u3400-\u9fff]")
_LONE_HAN = re.compile("[A-Za-z][\u3400-\u9fff](?![\u3400-\u9fff])|(?<![\u3400-\u9fff])[\u3400-\u9fff][A-Za-z]")


class Text(NamedTuple):
    """A file's bytes and the encoding that they are in, already found to fit; `file` is the name to show."""

    data: bytes
    encoding: str
    file: str

    def lines(self) -> Iterator[str]:
        """The lines with their ends (LF, CR or both), without byte order mark and NULs."""
        reader = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        lines = chain((line.removeprefix("\ufeff") for line in islice(reader, 1)), reader)
        return (line.replace("\0", "") for line in lines) if b"\0" in self.data else lines

    def head(self) -> str:
        """The beginning."""
        reader = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        return reader.read(_HEAD).removeprefix("\ufeff")


def decode(data: bytes, file: str, encoding: str | None) -> Text:
    """The file as text, in `encoding` if one is named.

    Raises InputError for what is no text or in no encoding that can be told, UsageError for an encoding that there
    isn't.
    """
    if data.startswith(_NO_TEXT):
        raise InputError("intake.not_a_list", file=file)
    data = _without_padding(data)
    text = Text(data, _named(data, file, encoding) if encoding else _by_look(data, file), file)
    head = text.head()
    controls = len(_CONTROL.findall(head))
    if controls > _FEW and controls * 100 > len(head):
        raise InputError("intake.not_a_list", file=file)
    return text


def _without_padding(data: bytes) -> bytes:
    """The bytes without the NULs that a broken copy is filled up with; UTF-16 keeps the one of its last character."""
    text = data.rstrip(b"\0")
    return data if len(data) - len(text) < _PADDING else data[: len(text) + len(text) % 2 * (b"\0" in text)]


def is_markup(head: str) -> bool:
    """Whether a text begins as a web page, XML or a page saved with all its parts (.mht) does."""
    return _PAGE.match(head) is not None or MAIL.match(head) is not None


def encoding_named(name: str) -> str | None:
    """The proper name of a text encoding; None for one that there isn't, or that no file is in (zlib, idna)."""
    try:
        proper = codecs.lookup(name).name
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError):
        return None
    return None if proper.replace("-", "_") in _NO_FILE_ENCODINGS else proper


def _named(data: bytes, file: str, encoding: str) -> str:
    name = encoding_named(encoding)
    if name is None:
        raise UsageError("intake.no_such_encoding", encoding=encoding)
    if name == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = _utf_16_without_mark(data) or name
    if _fit(data, name) != "fits":
        raise InputError("intake.wrong_encoding", file=file, encoding=encoding)
    return name


def _by_look(data: bytes, file: str) -> str:
    """By byte order mark, place of the NULs (UTF-16), strict UTF-8, what a page says, GB18030 if that makes sense."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            if (fit := _fit(data, encoding)) != "fits":
                _refuse(fit, file, encoding)
            return encoding
    sixteen = _utf_16_without_mark(data)
    if sixteen and _fit(data, sixteen) == "fits":
        return sixteen
    fit = _fit(data, "utf-8")
    if fit == "fits":
        return "utf-8"
    if declared := _declared(data):
        return declared
    if fit == "cut":
        _refuse(fit, file, "utf-8")
    if (gb := _fit(data, "gb18030")) != "fits":
        if gb == "cut" and not _doubtful(data):
            _refuse(gb, file, "gb18030")
        raise InputError("intake.unknown_encoding", file=file)
    if sample := _doubtful(data):
        raise InputError("files.doubtful_encoding", file=file, sample=sample)
    return "gb18030"


def _declared(data: bytes) -> str | None:
    """The encoding that a web page or XML says it is in, if it fits. What says GB2312 often holds more than that."""
    found = _DECLARED.match(data[:4_000])
    named = found[1].decode("ascii").lower() if found else ""
    proper = encoding_named("gb18030" if named in ("gb2312", "gbk") else named)
    return proper if proper and _fit(data, proper) == "fits" else None


def _refuse(fit: str, file: str, encoding: str) -> None:
    if fit == "cut":
        raise InputError("files.cut_off", file=file)
    raise InputError("intake.wrong_encoding", file=file, encoding=encoding)


def _utf_16_without_mark(data: bytes) -> str | None:
    """UTF-16 by where the NULs of its ASCII characters stand: all on one side, and more than a slip would leave."""
    sample = data[:65_536]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if first + second < max(2, len(sample) // 50) or len(data) % 2 or min(first, second) * 20 > max(first, second):
        return None
    return "utf-16-le" if second >= first else "utf-16-be"


def _fit(data: bytes, encoding: str) -> str:
    """`fits`, `misfits`, or `cut` if only the last character is incomplete."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
    except (UnicodeError, LookupError, ValueError):
        return "misfits"
    try:
        decoder.decode(b"", final=True)
    except (UnicodeError, ValueError):
        return "cut"
    return "fits"


def _doubtful(data: bytes) -> str | None:
    """A piece of what the bytes are as GB18030, if that is unlikely to be meant.

    Latin-1 letters come out as single Chinese characters inside words, Big5 as characters that hardly anybody uses.
    """
    text = data[:_CHUNK].decode("gb18030", "ignore")
    strange = [found for found in _HAN.findall(text) if not _is_usual(found)]
    han, lone = len(_HAN.findall(text)), _LONE_HAN.findall(text)
    other = sum(not c.isascii() for c in text) - han
    if len(lone) * 2 > han + other:
        at = text.index(lone[0])
        return " ".join(text[max(0, at - 8) : at + 12].split())
    if len(strange) * 3 > han:
        at = text.index(strange[0])
        return " ".join(text[max(0, at - 8) : at + 12].split())
    return None


def _is_usual(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def divide(text: Text) -> Rows:
    """The rows of cells. Raises InputError where a line can't be divided or there is too much."""
    head = text.head().replace("\0", "")
    delimiter = _named_delimiter(head) or _delimiter(head)
    try:
        rows = _bounded(csv.reader(text.lines(), delimiter=delimiter, strict=True), text.file)
    except csv.Error:
        rows = _bounded(_mended(text, delimiter), text.file)
    return rows


def _bounded(reading: Iterable[list[str]], file: str) -> Rows:
    """The rows, texts that repeat kept once. Raises InputError if they are too many, too long, too wide."""
    rows = Gathering()
    cells = 0
    reader = iter(reading)
    while some := list(islice(reader, 5_000)):
        widest = max(map(len, some))
        if widest > MAX_COLUMNS:
            row = next(number for number, row in enumerate(some, rows.count + 1) if len(row) > MAX_COLUMNS)
            raise InputError("files.too_wide_line", file=file, row=row, columns=widest)
        cells += sum(map(len, some))
        if rows.count > MAX_ROWS or cells > MAX_CELLS:
            raise InputError("files.too_long", file=file, rows=MAX_ROWS, cells=MAX_CELLS)
        if not rows.count and re.fullmatch(r"sep=.?", "".join(some[0])):
            some[0] = []
        rows.extend(cast(list[list[Cell]], some))
        if rows.apart > MAX_APART:
            raise InputError("files.too_much", file=file, cells=MAX_APART, rows=rows.count)
    return rows.rows()


def _named_delimiter(head: str) -> str | None:
    found = re.match(r"sep=([,;\t|])\r?\n", head)
    return found[1] if found else None


def _delimiter(head: str) -> str:
    """The delimiter that divides most of the first lines into equally many cells, and into most of them."""
    lines = [line for line in re.split(r"\r\n|[\r\n]", head) if line.strip()][:_SAMPLE_LINES]
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


def _mended(text: Text, delimiter: str) -> Iterator[list[str]]:
    """The rows of a text with stray quotes: a quote that is never closed, or not where a cell ends, is text."""
    lines = list(text.lines())
    at = read = first = 0
    while at < len(lines):
        if '"' not in lines[at] and len(lines[at]) < _LONGEST_LINE:
            bare = lines[at].rstrip("\r\n")
            yield bare.split(delimiter) if bare else []
            at += 1
            continue
        row, taken, tried = _row_at(lines, at, delimiter, text.file)
        yield row
        first = first or (at + 1 if tried > taken else 0)
        at += taken
        read += tried
        if read > _MOST_MENDING:
            raise InputError("intake.broken_line", file=text.file, row=first or at)


def _row_at(lines: list[str], at: int, delimiter: str, file: str) -> tuple[list[str], int, int]:
    """The row that begins at a line, the lines that it takes, and how many were read to know."""
    tried = 0
    for taken in range(1, min(_LONGEST_QUOTE, len(lines) - at) + 1):
        if taken > 1 and '"' not in lines[at + taken - 1]:
            continue  # nothing here could close the quote
        tried += taken
        try:
            rows = list(csv.reader(lines[at : at + taken], delimiter=delimiter, strict=True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                continue
            break
        return (rows[0] if rows else []), taken, tried
    try:
        cells = next(csv.reader([lines[at]], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    except csv.Error:
        raise InputError("intake.broken_line", file=file, row=at + 1) from None
    return [cell.removeprefix('"') if cell.count('"') % 2 else cell for cell in cells], 1, tried + 1
