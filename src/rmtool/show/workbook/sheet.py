"""One sheet of a workbook: sentences on top, tables one below another, lines below them; how it is printed.

Not: cells' values (cells.py), calendars (grids.py), charts (charts.py).
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

from rmtool.lang import Language
from rmtool.phrase import phrase
from rmtool.show.pictures import Bars, Curve, Trend
from rmtool.show.text import Column, Said, display_width, stands_right
from rmtool.show.workbook import charts
from rmtool.show.workbook.cells import Cells, number_of, text_of
from rmtool.show.workbook.looks import Looks
from rmtool.show.workbook.table import Table

LEAST_SPAN = 60
"""Characters that sentences have room for, however narrow the table below."""

_PLAIN_WIDTH = 9
"""The width of a column that nothing is said of."""

_A4 = 9
_LINE, _LEAD_LINE = 16, 20
"""The height of a line of text, and of the sentence on top, in points."""

_LEAD_SCALE = 1.35
_HEADING_LINES = 32
_MOST_LINES = 20


class Sheet:
    """A sheet as it is filled from top to bottom; `at` is the row that comes next."""

    def __init__(self, sheet: Any, book: Any, looks: Looks, footer: str) -> None:
        self.sheet = sheet
        self.book = book
        self.looks = looks
        self.language = looks.language
        self.at = 0
        self._widths: list[float] = []
        self._printed = 0
        self._has_chart = False
        self._footer = footer

    def layout(self, widths: Sequence[float]) -> None:
        """Makes the columns so wide, or wider where they are already."""
        for index, width in enumerate(widths):
            if index == len(self._widths):
                self._widths.append(width)
            self._widths[index] = max(self._widths[index], width)

    def span(self) -> int:
        """How many columns the sentences stand across."""
        count = max(self._printed, 2)
        while self._room(count) < LEAST_SPAN:
            count += 1
        return count

    def _room(self, span: int) -> float:
        return sum(self._widths[i] if i < len(self._widths) else _PLAIN_WIDTH for i in range(span))

    def sentences(self, said: Sequence[Said], first: str = "line") -> None:
        """Writes sentences, the first as `first` looks, each across the sheet and as high as it needs."""
        span = self.span()
        for number, each in enumerate(said):
            look = "line" if number else first
            text = text_of(each, self.language)
            scale, height = (_LEAD_SCALE, _LEAD_LINE) if look == "lead" else (1.0, _LINE)
            lines = _broken(text, self._room(span) / scale)
            self.sheet.merge_range(self.at, 0, self.at, span - 1, "", self.looks(look))
            self.sheet.write_string(self.at, 0, text, self.looks(look))
            self.sheet.set_row(self.at, lines * height)
            self.at += 1
        self.reach(span)

    def title(self, said: str) -> None:
        """Writes a heading above what follows."""
        self.sheet.write_string(self.at, 0, said, self.looks("title"))
        self.at += 1

    def table(self, table: Table, alone: bool) -> None:
        """Writes a table and its chart; one that stands `alone` can be filtered, its headings stay in sight."""
        first, columns = self.at, table.columns
        for index in range(len(columns)):
            self.column(table, index, first, index)
        last = first + len(table.section.rows)
        self.sheet.set_row(first, _HEADING_LINES if _two_lines(table) else _LINE + 2)
        for row, lines in _lines(table, self._widths).items():
            self.sheet.set_row(first + 1 + row, lines * _LINE)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        if alone:
            self.sheet.autofilter(first, 0, last, len(columns) - 1)
            self.sheet.freeze_panes(first + 1, _named(columns))
            self.sheet.repeat_rows(first)
        self.at = last + 1
        if isinstance(table.section.picture, Bars | Trend | Curve):
            beside = charts.Beside(self.sheet, self.book, first, len(columns) + 1)
            end = charts.chart(table.section.picture, table, beside, self.language)
            if end:
                self.layout([0] * len(columns) + [_PLAIN_WIDTH] * charts.COLUMNS)
                self.at = max(self.at, end.row)
                self.reach(end.column)
                self._has_chart = True
        self.at += 1

    def reach(self, columns: int) -> None:
        """Prints so many columns, or more if others need them."""
        self._printed = max(self._printed, columns)

    def column(self, table: Table, number: int, head: int, index: int) -> None:
        """Writes a column of a table with its heading in the row `head`."""
        column, cells, sheet, looks = table.columns[number], table.cells[number], self.sheet, self.looks
        aligned = alignment(column, cells)
        sheet.write_string(head, index, table.headings[number], looks("head", aligned))
        names = ("cell", aligned, "wrap" if cells.wraps else "", "bold" if column.key == "name" else "")
        for row, (value, state) in enumerate(zip(cells.values, cells.states, strict=True), head + 1):
            look = looks(*names, state, number=number_of(value, cells.number))
            if value is None:
                sheet.write_blank(row, index, None, look)
            elif isinstance(value, str):
                sheet.write_string(row, index, value, look)
            elif isinstance(value, bool):
                sheet.write_boolean(row, index, value, look)
            elif isinstance(value, int | float):
                sheet.write_number(row, index, value, look)
            else:
                sheet.write_datetime(row, index, value, look)

    def finish(self, wide: bool = True) -> None:
        """Sets the columns' widths and how the sheet is printed: `wide`, or with a chart on it, across the paper."""
        for index, width in enumerate(self._widths):
            self.sheet.set_column(index, index, width)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(_A4)
        if wide or self._has_chart:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.print_area(0, 0, max(self.at - 1, 0), max(self._printed, 1) - 1)
        self.sheet.set_footer(self._footer)


def footer_of(as_of: Any, language: Language) -> str:
    """What stands below each printed page: the day, that it is the bank's, and the page."""
    day = language.say(phrase("html.as_of", day=as_of)) if as_of else ""
    return f"&L&8{day.replace('&', '&&')}&R&8{language.text('workbook.page')}"


def alignment(column: Column, cells: Cells) -> str:
    """On which side of its column a cell stands."""
    if column.align == "center":
        return "center"
    return "right" if cells.right or stands_right(column) else "left"


def _lines(table: Table, widths: Sequence[float]) -> dict[int, int]:
    """The lines that each row takes whose texts are broken into several."""
    found: dict[int, int] = {}
    for cells, width in zip(table.cells, widths, strict=False):
        if cells.wraps:
            for row, value in enumerate(cells.values):
                if isinstance(value, str) and (lines := _broken(value, width - 1)) > 1:
                    found[row] = min(max(found.get(row, 1), lines), _MOST_LINES)
    return found


def _broken(text: str, room: float) -> int:
    """How many lines a text takes."""
    return sum(max(ceil(display_width(line) / room), 1) for line in text.split("\n"))


def _two_lines(table: Table) -> bool:
    return any(display_width(h) + 2 > w for h, w in zip(table.headings, table.widths, strict=True))


def _named(columns: Sequence[Column]) -> int:
    """How many columns stay in sight: as far as the client's name, if it is one of the first."""
    return next((index + 1 for index, column in enumerate(columns[:4]) if column.key == "name"), 0)
