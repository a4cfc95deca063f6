"""Web pages and XML under a spreadsheet's name, as banks' systems and old spreadsheets save lists → sheets of cells.

Read only in a process of its own (apart.py): a page may be made to take for ever. Not: workbooks (parsing.py), which
encoding the text is in (text_files.py).
"""

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from rmtool.errors import InputError
from rmtool.intake.archives import MAX_CELLS, MAX_ROWS
from rmtool.intake.grid import MAX_COLUMNS, Sheet, rows_of
from rmtool.intake.text_files import MAIL, decode
from rmtool.intake.values import Cell

_WORKBOOK = re.compile(r"<(?:\w+:)?Workbook\b")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ROUNDED = re.compile(r"[-+(]?[¥￥$]?(?!0\d)[\d,]*\.?\d*(?:E[+-]?\d+)?\)?", re.IGNORECASE)
"""What a cell shows whose exact number its attribute may state; 00123 is a code, and shown as it is meant."""

_SHOWN = 40
_MOST_PARTS = 200
_TOO_FAR = 10**7
_ROWS_AT_ONCE = 1_000

Parsed = tuple[Sheet, Iterator[list[list[Cell]]]]


def markup_sheets(data: bytes, encoding: str, file: str) -> Iterator[Parsed]:
    """The sheets of a page or of XML. Raises InputError if it holds no table, or one larger than a list."""
    text = data.decode(encoding).removeprefix("\ufeff")
    if MAIL.match(text):
        grids = _mail_grids(data, file)
    elif _WORKBOOK.search(text[:20_000]):
        grids = _workbook_grids(text, file)
    else:
        grids = [_page_grid(text, file)]
    for grid in grids:
        sheet = Sheet(
            grid.name,
            rows_of(()),
            grid.visible,
            hidden_rows=frozenset(grid.hidden_rows),
            merged=tuple(grid.merged),
            comments=grid.comments,
        )
        yield sheet, grid.some_rows()


class _Grid:
    """One sheet in the making: its rows, filled cell by cell from left to right."""

    def __init__(self, file: str, name: str | None = None) -> None:
        self.file, self.name, self.visible = file, name, True
        self.rows: list[list[Cell]] = []
        self.hidden_rows: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.comments: dict[tuple[int, int], str] = {}
        self._cells = 0
        self._until: dict[int, int] = {}

    def begin_row(self, at: int | None = None) -> None:
        """Begins the next row, or the one at an index further down."""
        at = len(self.rows) if at is None else max(at, len(self.rows))
        if at >= MAX_ROWS:
            raise InputError("intake.far_apart", file=self.file)
        self.rows += [[] for _ in range(at + 1 - len(self.rows))]

    def add(self, cell: Cell, at: int | None = None, across: int = 1, down: int = 1) -> None:
        """Adds a cell to the row at the next free column, or at one further right, merged over some cells."""
        row, number = self.rows[-1], len(self.rows) - 1
        column = len(row) if at is None else max(at, len(row))
        while at is None and self._until.get(column, -1) >= number:
            column += 1
        right = column + max(1, across) - 1
        if right >= MAX_COLUMNS:
            raise InputError("files.too_wide", file=self.file, sheet=self.name or self.file, columns=right + 1)
        row += [""] * (right + 1 - len(row))
        row[column] = cell
        self._cells += right + 1 - column
        if self._cells > MAX_CELLS:
            raise InputError("intake.far_apart", file=self.file)
        bottom = number + min(max(1, down), MAX_ROWS) - 1
        if (right, bottom) != (column, number):
            self.merged.append((number, column, bottom, right))
            self._until.update(dict.fromkeys(range(column, right + 1), bottom))

    def some_rows(self) -> Iterator[list[list[Cell]]]:
        """The rows, all of one width, some at a time."""
        width = max(map(len, self.rows), default=0)
        if width * len(self.rows) > MAX_CELLS:
            raise InputError("intake.far_apart", file=self.file)
        for start in range(0, len(self.rows), _ROWS_AT_ONCE):
            yield [row + [""] * (width - len(row)) for row in self.rows[start : start + _ROWS_AT_ONCE]]


def _page_grid(text: str, file: str) -> _Grid:
    """All tables of a page one below the other, as a spreadsheet shows them; text between them is a row by itself."""
    page = _Page(file)
    page.feed(text)
    page.close()
    page.end_row()
    if not any(len(row) > 1 for row in page.grid.rows):
        said = " ".join(str(cell) for row in page.grid.rows for cell in row)
        raise InputError("files.page_without_table", file=file, sample=said[:_SHOWN])
    return page.grid


class _Page(HTMLParser):
    """A page on its way into a grid."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = _Grid(file)
        self._row: list[tuple[str, int, int]] | None = None
        self._is_hidden = False
        self._cell: dict[str, str] | None = None
        self._said: list[str] = []
        self._unshown: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "title", "xml"):
            self._unshown = self._unshown or tag
        elif tag in ("table", "tr"):
            self.end_row()
            if tag == "tr":
                self._row = []
                self._is_hidden = "display:none" in (dict(attrs).get("style") or "").replace(" ", "").lower()
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell = {name: value or "" for name, value in attrs}
        elif tag in ("br", "p", "div", "li", "h1", "h2", "h3", "h4"):
            self._said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unshown:
            self._unshown = None
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("table", "tr"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._unshown is None:
            self._said.append(_BLANKS.sub(" ", data))

    def _take_said(self) -> str:
        lines = [line.strip() for line in "".join(self._said).split("\n")]
        self._said = []
        return "\n".join(filter(None, lines))

    def _end_cell(self) -> None:
        shown = self._take_said()
        if self._cell is None:
            if shown and not self._row:
                self.grid.begin_row()
                self.grid.add(shown)
            return
        exact = self._cell.get("x:num") or self._cell.get("sdval") or ""
        if exact and _ROUNDED.fullmatch(shown):
            shown = exact
        across, down = _count(self._cell.get("colspan")), _count(self._cell.get("rowspan"))
        if self._row is not None:
            self._row.append((shown, across, down))
        self._cell = None

    def end_row(self) -> None:
        """Takes the row that is open, if one is."""
        self._end_cell()
        if self._row:
            self.grid.begin_row()
            for shown, across, down in self._row:
                self.grid.add(shown, across=across, down=down)
            if self._is_hidden:
                self.grid.hidden_rows.add(len(self.grid.rows) - 1)
        self._row, self._is_hidden = None, False


def _count(text: str | None, default: int = 1) -> int:
    """A count or place as an attribute states it; what is none counts as `default`."""
    bare = (text or "").strip()
    if not (bare.isascii() and bare.isdigit()):
        return default
    return int(bare) if len(bare) < len(str(_TOO_FAR)) else _TOO_FAR


def _mail_grids(data: bytes, file: str) -> list[_Grid]:
    """The pages with tables of a page that was saved with all its parts."""
    from email import message_from_bytes

    grids = []
    parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    for part in parts[:_MOST_PARTS]:
        page = part.get_payload(decode=True)
        if isinstance(page, bytes) and page.strip():
            said = decode(page, file, part.get_content_charset())
            try:
                grids.append(_page_grid(page.decode(said.encoding), file))
            except InputError as error:
                if error.message.key != "files.page_without_table":
                    raise
    if not grids:
        raise InputError("files.page_without_table", file=file, sample="")
    return grids


def _workbook_grids(text: str, file: str) -> list[_Grid]:
    """The worksheets of a workbook saved as XML (SpreadsheetML 2003)."""
    from xml.parsers import expat

    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # entities multiply
        raise InputError("intake.bomb", file=file)
    reading = _Workbook(file)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.said.append
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except (expat.ExpatError, ValueError):
        raise InputError("intake.broken_workbook", file=file) from None
    return reading.grids


class _Workbook:
    """XML of a workbook on its way into grids."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.grids: list[_Grid] = []
        self.said: list[str] = []
        self._cell: dict[str, str] = {}
        self._type = ""
        self._value: Cell = ""
        self._comment: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        own = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        match _local(name):
            case "Worksheet":
                self.grids.append(_Grid(self.file, own.get("Name")))
            case "Row" if self.grids:
                grid = self.grids[-1]
                grid.begin_row(_count(own.get("Index"), 0) - 1 if "Index" in own else None)
                if own.get("Hidden") == "1":
                    grid.hidden_rows.add(len(grid.rows) - 1)
            case "Cell":
                self._cell, self._type, self._value, self._comment = own, "", "", None
            case "Comment":
                self._comment = ""
            case "Data":
                self.said.clear()
                self._type = own.get("Type", "") if self._comment is None else self._type
            case "Visible":
                self.said.clear()

    def end(self, name: str) -> None:
        """An element ends."""
        match _local(name):
            case "Data" if self._comment is None:
                self._value = _value(self._type, "".join(self.said))
            case "Data":
                self._comment = "".join(self.said)
            case "Cell" if self.grids and self.grids[-1].rows:
                self._end_cell(self.grids[-1])
            case "Visible" if self.grids:
                self.grids[-1].visible = "".join(self.said).strip() not in ("SheetHidden", "SheetVeryHidden")

    def _end_cell(self, grid: _Grid) -> None:
        at = _count(self._cell.get("Index"), 0) - 1 if "Index" in self._cell else None
        across, down = _count(self._cell.get("MergeAcross"), 0) + 1, _count(self._cell.get("MergeDown"), 0) + 1
        grid.add(self._value, at, across, down)
        if self._comment:
            grid.comments[len(grid.rows) - 1, len(grid.rows[-1]) - across] = self._comment


def _local(name: str) -> str:
    """The name of an element of a workbook; nothing for others, such as those that make text bold."""
    space, _, local = name.rpartition(" ")
    return local if space == _SPREADSHEET or local == "Visible" else ""


def _value(kind: str, text: str) -> Any:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text[:19])
    except ValueError:
        return text
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return text
