"""The check of a packed workbook (xlsx, ods) before anything parses it: what it holds, and whether that does harm.

Found besides is what the parser doesn't tell: error cells, hidden rows, comments, codes shown with leading zeros. Not:
the cells' values (parsing.py). Everything is unpacked piece by piece, by what it holds and not by what it claims.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rmtool.errors import InputError
from rmtool.intake.zips import PIECE, BombError, BrokenZipError, files_of, unpacked

if TYPE_CHECKING:
    import xml.etree.ElementTree as ElementTree
    import zipfile

MAX_ENTRIES = 2_000
MAX_INFLATED = 600_000_000
"""Bytes that the parts of a workbook may unpack to: some twice a log of a million contacts."""

MAX_ROWS = 1_048_576
"""Rows that a sheet of a workbook can have."""

MAX_CELLS = 12_000_000
"""Cells that a workbook may span, counted from each sheet's first row and column to its last."""

_LONGEST_PIECE = 8 * PIECE
"""Bytes that are kept at most to find the end of a row."""

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})["']""")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["'](\d{1,9})["']""")
_BLANK_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s+[\w:]+\s*=\s*"[^"<>]*")*\s*/>""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheetData\b")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*\bt\s*=\s*["']e["'][^>]*)>.{0,5000}?<(?:\w+:)?v[^>]*>([^<]{2,10})<""", re.DOTALL
)
_ODS_PART = re.compile(
    rb"""<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*?)(/?)>"""
)
_COMMENT = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_REPEATED = re.compile(rb"""number-(?:columns|rows)-repeated\s*=\s*["']([^"']*)["']""")
_HUGE = 10**9
_WIDE, _MANY = 256, 1_000_000
"""Columns, and cells, beyond which blank cells are told from filled ones."""

_SIDE_PART = re.compile(
    r"xl/(?:workbook\.xml|_rels/workbook\.xml\.rels|styles\.xml|worksheets/_rels/[^/]+\.rels|(?:comments/)?comments?\d*\.xml|threadedcomments/[^/]+\.xml)"
)
_STYLED = re.compile(rb"""<(?:\w+:)?c\b([^>]*\bs\s*=\s*["'](\d+)["'][^>]*)>""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\b[^>]*\bhidden\s*=\s*["'](?:1|true)["'][^>]*>""")
_ZERO_FORMAT = re.compile(rb"""numFmtId="(\d+)"\s+formatCode="(0{2,20})\"""")
_ZERO_FORMAT_TURNED = re.compile(rb"""formatCode="(0{2,20})"\s+numFmtId="(\d+)\"""")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_FORMAT = re.compile(rb"""numFmtId="(\d+)\"""")
_SINCE_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true)["']""")

_THREAD = "[Threaded comment]"
_THREADED = re.compile(r"\[Threaded comment\].*?(?:Comment|注释|批注)[:：]\s*", re.DOTALL | re.IGNORECASE)
_AUTHOR = re.compile(r"[^\n:：]{1,30}[:：]\s*\n")

_LARGEST_SIDE_PART = 40_000_000
"""Bytes of comments or styles that are looked at."""


class Found(NamedTuple):
    """What a sheet holds that the parser doesn't tell, by row and column from 0.

    `shown` are the cells that hold an error, with the error, and those whose number is shown with leading zeros, with
    the width it is shown in.
    """

    shown: dict[tuple[int, int], str | int]
    hidden_rows: set[int]
    comments: dict[tuple[int, int], str]


class Contents(NamedTuple):
    """What a workbook that passed the check holds.

    `cells` counts those spanned (0 if they weren't counted). If `since_1904` its numbers for days count from there.
    """

    cells: int
    since_1904: bool
    sheets: dict[str, Found]


def check_archive(data: bytes, file: str, *, count_cells: bool) -> Contents:
    """What the packed workbook holds. Raises InputError if it is none or would do harm.

    Without `count_cells` cells that stand too far apart go unnoticed: only for a parser with a cap on its memory.
    """
    entries = list_parts(data, file)
    state = _State(file, count_cells)
    for entry in sorted(entries, key=lambda entry: not entry.filename.lower().endswith("styles.xml")):
        if entry.filename.lower().endswith((".xml", ".rels")):
            state.take(entry, data)
    return Contents(
        cells=state.area,
        since_1904=state.since_1904,
        sheets=_by_sheet(state) or state.documents,
    )


def contents_of_old(data: bytes) -> Contents:
    """What an .xls holds besides the values of its cells. It isn't looked through for harm: the parser's caps hold."""
    from rmtool.intake.old_workbooks import behind_cells

    found = {}
    for name, (hidden, comments) in behind_cells(data).items():
        found[name] = Found({}, hidden, {place: _without_author(said) for place, said in comments.items()})
    return Contents(0, since_1904=False, sheets=found)


def inflated_size(data: bytes) -> int:
    """The bytes that the parts of a packed file claim to unpack to; 0 if it can't be read."""
    try:
        return sum(entry.file_size for entry in files_of(data))
    except (BrokenZipError, BombError):
        return 0


def list_parts(data: bytes, file: str) -> "list[zipfile.ZipInfo]":
    """The parts of the archive. Raises InputError if it is no workbook, or more than one."""
    try:
        entries = files_of(data)
    except BrokenZipError:
        raise InputError("intake.broken_workbook", file=file) from None
    except BombError:
        raise InputError("intake.bomb", file=file) from None
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    if "xl/workbook.bin" in names:
        raise InputError("intake.binary_workbook", file=file)
    if "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise InputError("intake.not_a_list", file=file)
    if any(".." in name.split("/") for name in names):
        raise InputError("files.slip", file=file)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise InputError("intake.bomb", file=file)
    return entries


class _State:
    """What the parts looked at so far come to."""

    def __init__(self, file: str, count_cells: bool) -> None:
        self.file = file
        self.count_cells = count_cells
        self.inflated = self.area = 0
        self.since_1904 = False
        self.widths: dict[bytes, int] = {}
        self.kept: dict[str, bytes] = {}
        self.found: dict[str, Found] = {}
        self.documents: dict[str, Found] = {}

    def take(self, entry: "zipfile.ZipInfo", data: bytes) -> None:
        """Looks through one part. Raises InputError if it would do harm."""
        name = entry.filename.replace("\\", "/").lower()
        pieces = self._unpacked(entry, data)
        if name == "content.xml":
            self._open_document(b"".join(pieces))
        elif name == "meta-inf/manifest.xml":
            if b"encryption-data" in b"".join(pieces):
                raise InputError("files.locked_document", file=self.file)
        elif _SIDE_PART.fullmatch(name) and entry.file_size <= _LARGEST_SIDE_PART:
            self._side_part(name, b"".join(pieces))
        else:
            self._sheet_or_other(name, pieces)

    def _side_part(self, name: str, xml: bytes) -> None:
        self.kept[name] = xml
        if name.endswith("styles.xml"):
            self.widths = _zero_widths(xml)
        elif name.endswith("workbook.xml"):
            self.since_1904 = _SINCE_1904.search(xml) is not None

    def _unpacked(self, entry: "zipfile.ZipInfo", data: bytes) -> Iterator[bytes]:
        """The part in pieces, each ending where a tag does, looked through for what multiplies or hides."""
        rest = b""
        for piece in _inflate(data, entry, MAX_INFLATED - self.inflated, self.file):
            self.inflated += len(piece)
            # Entities multiply; NULs are UTF-16, which these checks can't read.
            if b"<!ENTITY" in rest[-16:] + piece or b"<!DOCTYPE" in rest[-16:] + piece or b"\0" in piece:
                raise InputError("intake.bomb", file=self.file)
            piece = rest + piece
            cut = max(piece.rfind(b"<row"), piece.rfind(b":row"))
            if cut <= 0 and len(piece) > _LONGEST_PIECE:
                cut = piece.rfind(b"<")
            if cut > 0:
                cut = piece.rfind(b"<", 0, cut + 1)
            if cut > 0:
                yield piece[:cut]
            rest = piece[cut:] if cut > 0 else piece
            if len(rest) > 2 * _LONGEST_PIECE:
                raise InputError("intake.bomb", file=self.file)
        yield rest

    def _open_document(self, xml: bytes) -> None:
        from xml.parsers.expat import ExpatError

        from rmtool.intake.open_documents import behind_cells

        try:
            self.documents = {name: Found({}, *behind) for name, behind in behind_cells(xml).items()}
        except (ExpatError, LookupError, ValueError):  # the parser would look for the end for ever
            raise InputError("intake.broken_workbook", file=self.file) from None
        self.area += ods_area(xml) if self.count_cells else 0
        if self.area > MAX_CELLS:
            raise InputError("intake.far_apart", file=self.file)

    def _sheet_or_other(self, name: str, pieces: Iterator[bytes]) -> None:
        extent: _Extent | None = None
        found = Found({}, set(), {})
        for piece in pieces:
            if extent is None and _SHEET_TAG.search(piece):
                extent = _Extent()
            if extent is None:
                continue
            if self.count_cells:
                extent.add(piece)
            if b't="e"' in piece or b"t='e'" in piece:
                found.shown.update(_error_cells(piece))
            if self.widths:
                found.shown.update(_wide_numbers(piece, self.widths))
            if b"hidden" in piece:
                found.hidden_rows.update(_hidden_rows(piece))
        if extent:
            self.found[name] = found
        if extent is None or not self.count_cells:
            return
        self.area += extent.area()
        if self.area > MAX_CELLS or extent.is_too_long():
            raise InputError("intake.far_apart", file=self.file)


class _Extent:
    """How far the cells of a worksheet reach: by their references, and where those lack by counting.

    Blank formatted cells don't count, as far as it is worth telling them apart.
    """

    def __init__(self) -> None:
        self.cells = self.references = 0
        self.rows = self.columns = self.widest = self.numbered = self.counted = 0
        self.filled_rows = self.filled_columns = 0

    def add(self, piece: bytes) -> None:
        """Takes in some rows of the sheet."""
        references = _REFERENCE.findall(piece)
        cells = len(_CELL.findall(piece))
        self.cells += cells
        self.references += len(references)
        rows, columns = _reach(references)
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        filled = rows, columns
        if columns > _WIDE or rows * max(columns, self.columns) > _MANY:
            filled = _reach(_REFERENCE.findall(_BLANK_CELL.sub(b"", piece)))
        self.filled_rows, self.filled_columns = max(self.filled_rows, filled[0]), max(self.filled_columns, filled[1])
        self.counted += len(_ROW.findall(piece))
        if len(references) < cells:
            self.numbered = max([self.numbered, *map(int, _ROW_NUMBER.findall(piece))])
            self.widest = max(self.widest, *(len(_CELL.findall(row)) for row in _ROW.split(piece)))

    def area(self) -> int:
        """How many cells the sheet spans."""
        if self.references >= self.cells:
            return self.filled_rows * self.filled_columns
        return max(self.rows, self.counted + self.numbered) * (self.columns + self.widest)

    def is_too_long(self) -> bool:
        """Whether it has more rows than a sheet can have."""
        return self.filled_rows > MAX_ROWS


def _reach(references: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    if not references:
        return 0, 0
    letters, numbers = zip(*references, strict=True)
    return max(map(int, set(numbers))), max(map(column_number, set(letters)))


def column_number(letters: bytes) -> int:
    """`A` → 1, `AA` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(attributes)
    return (int(found[2]) - 1, column_number(found[1]) - 1) if found else None


def _error_cells(piece: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for attributes, error in _ERROR.findall(piece):
        if place := _place(attributes):
            yield place, error.decode("ascii", "replace")


def _wide_numbers(piece: bytes, widths: dict[bytes, int]) -> Iterator[tuple[tuple[int, int], int]]:
    for attributes, style in _STYLED.findall(piece):
        if style in widths and (place := _place(attributes)):
            yield place, widths[style]


def _hidden_rows(piece: bytes) -> Iterator[int]:
    for tag in _HIDDEN.findall(piece):
        if found := _ROW_NUMBER.match(tag):
            yield int(found[1]) - 1


def _zero_widths(xml: bytes) -> dict[bytes, int]:
    """The cell styles whose number format is nothing but zeros, such as 000000, with their widths."""
    formats = {number: len(zeros) for number, zeros in _ZERO_FORMAT.findall(xml)}
    formats |= {number: len(zeros) for zeros, number in _ZERO_FORMAT_TURNED.findall(xml)}
    styles = _STYLES.search(xml)
    if not formats or not styles:
        return {}
    numbers = [found[1] if (found := _FORMAT.search(tag)) else b"" for tag in _STYLE.findall(styles[0])]
    return {str(style).encode(): formats[number] for style, number in enumerate(numbers) if number in formats}


def _inflate(data: bytes, entry: "zipfile.ZipInfo", limit: int, file: str) -> Iterator[bytes]:
    """One part of the archive, unpacked piece by piece. Raises InputError if it is broken or unpacks to too much."""
    try:
        yield from unpacked(data, entry, limit)
    except BrokenZipError:
        raise InputError("intake.broken_workbook", file=file) from None
    except BombError:
        raise InputError("intake.bomb", file=file) from None


def ods_area(xml: bytes) -> int:
    """How many cells the sheets of an OpenDocument span, repeated cells and rows counted as often as they repeat."""
    area = rows = width = filled_rows = columns = 0
    for part in _ODS_PART.finditer(_COMMENT.sub(b"", xml)):
        tag, attributes, closed = part.groups()
        times = _times(attributes)
        if tag == b"table":
            area += filled_rows * width
            rows = width = filled_rows = columns = 0
        elif tag == b"table-row":
            rows, columns = rows + times, 0
        else:
            columns += times
            if not closed or b"office:" in attributes:
                width, filled_rows = max(width, columns), rows
        if filled_rows > MAX_ROWS:
            return _HUGE
    return area + filled_rows * width


def _times(attributes: bytes) -> int:
    """How often a cell or row repeats; what isn't a plain number counts as very often."""
    found = _REPEATED.search(attributes)
    if not found:
        return 1
    return int(found[1]) if found[1].isdigit() and len(found[1]) < 10 else _HUGE


def _by_sheet(state: _State) -> dict[str, Found]:
    """What was found, by the names of the sheets."""
    book, links = state.kept.get("xl/workbook.xml"), state.kept.get("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return {}
    targets = _targets(links)
    found = {}
    for tag in _tags(book, "sheet"):
        link = next((value for key, value in tag.items() if key.endswith("}id")), "")
        path = _resolved("xl/", targets.get(link, ""))
        if path in state.found:
            found[tag.get("name", "")] = state.found[path]._replace(comments=_comments(state, path))
    return found


def _targets(links: bytes) -> dict[str, str]:
    return {tag.get("Id", ""): tag.get("Target", "").lower() for tag in _tags(links, "Relationship")}


def _resolved(folder: str, target: str) -> str:
    """The name of the part that a link from `folder` leads to."""
    path = target.lstrip("/") if target.startswith("/") else folder + target
    return posixpath.normpath(path)


def _comments(state: _State, sheet: str) -> dict[tuple[int, int], str]:
    """The comments of a sheet's cells; a thread of them stands in place of the copy that older programs show."""
    folder, _, name = sheet.rpartition("/")
    links = state.kept.get(f"{folder}/_rels/{name}.rels", b"")
    parts = [state.kept.get(_resolved(f"{folder}/", target), b"") for target in _targets(links).values()]
    plain = {place: _without_author(said) for place, said in _said_of_cells(parts, "comment", "t", "").items()}
    return {**plain, **_said_of_cells(parts, "threadedComment", "text", "\n")}


def _without_author(comment: str) -> str:
    """A comment without what a spreadsheet puts before it: who wrote it, or that it belongs to a thread."""
    if comment.startswith(_THREAD):
        return _THREADED.sub("", comment, count=1).strip()
    return _AUTHOR.sub("", comment, count=1).strip()


def _said_of_cells(parts: "list[bytes]", tag: str, piece: str, between: str) -> dict[tuple[int, int], str]:
    """What the elements called `tag` say of their cells, put together from their pieces."""
    found: dict[tuple[int, int], list[str]] = {}
    for element in (element for xml in parts for element in _elements(xml, tag)):
        if place := _place(b'r="' + element.get("ref", "").encode() + b'"'):
            said = "".join(each.text or "" for each in element.iter() if each.tag.endswith("}" + piece)).strip()
            found.setdefault(place, []).extend([said] if said else [])
    return {place: between.join(said) for place, said in found.items() if said}


def _tags(xml: bytes, name: str) -> list[dict[str, str]]:
    return [element.attrib for element in _elements(xml, name)]


def _elements(xml: bytes, name: str) -> "list[ElementTree.Element]":
    import xml.etree.ElementTree as ElementTree

    try:
        return [e for e in ElementTree.fromstring(xml).iter() if e.tag.endswith("}" + name)] if xml else []
    except (ElementTree.ParseError, LookupError, ValueError):  # LookupError: an encoding that there isn't
        return []
