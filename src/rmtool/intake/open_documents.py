"""What an OpenDocument's sheets hold that the parser doesn't tell: hidden rows and comments. Not: the cells' values."""

from typing import NamedTuple

_MOST_HIDDEN, _IN_ALL = 100_000, 1_000_000
"""Rows that one repeated row may hide (more only fill the sheet up), and rows hidden in all."""


_HIDDEN = ("collapse", "filter")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_ANNOTATION = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 annotation"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")


class Behind(NamedTuple):
    """The hidden rows of a sheet and the comments behind its cells, by row and column from 0."""

    hidden_rows: set[int]
    comments: dict[tuple[int, int], str]


def behind_cells(xml: bytes) -> dict[str, Behind]:
    """What stands behind the cells of a document's content, by the names of its sheets.

    Raises ExpatError, LookupError or ValueError if the content is no XML.
    """
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    if b"annotation" not in xml and b"visibility" not in xml:  # most documents: nothing to look for
        parser.Parse(xml, True)
        return {}
    reading = _Reading()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.Parse(xml, True)
    return reading.sheets


class _Reading:
    """Where the parser stands, and what it has met so far."""

    def __init__(self) -> None:
        self.sheets: dict[str, Behind] = {}
        self._sheet = Behind(set(), {})
        self._left = _IN_ALL
        self._row = self._next_row = self._column = self._next_column = 0
        self._lines: list[str] | None = None
        self._in_line = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _TABLE + "table":
            self._sheet = self.sheets.setdefault(attributes.get(_TABLE + "name", ""), Behind(set(), {}))
            self._next_row = 0
        elif name == _TABLE + "table-row":
            self._row, self._next_column = self._next_row, 0
            self._next_row += _times(attributes.get(_TABLE + "number-rows-repeated"))
            rows = range(self._row, self._next_row)
            if attributes.get(_TABLE + "visibility") in _HIDDEN and len(rows) <= min(_MOST_HIDDEN, self._left):
                self._left -= len(rows)
                self._sheet.hidden_rows.update(rows)
        elif name in _CELLS:
            self._column = self._next_column
            self._next_column += _times(attributes.get(_TABLE + "number-columns-repeated"))
        elif name == _ANNOTATION:
            self._lines = []
        elif name == _TEXT + "p" and self._lines is not None:
            self._lines.append("")
            self._in_line = True

    def text(self, written: str) -> None:
        if self._lines and self._in_line:
            self._lines[-1] += written

    def end(self, name: str) -> None:
        if name == _TEXT + "p":
            self._in_line = False
        elif name == _ANNOTATION:
            said = "\n".join(self._lines or ()).strip()
            if said:
                self._sheet.comments[self._row, self._column] = said
            self._lines = None


def _times(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else 1
