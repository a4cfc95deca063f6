"""A section's table, its columns read as cells. Not: where on a sheet it stands (sheet.py)."""

from collections.abc import Sequence
from typing import NamedTuple

from rmtool.lang import Language
from rmtool.phrase import Phrase
from rmtool.show.text import Column, Section
from rmtool.show.workbook.cells import Cells, cells_of, text_of, width_of

IN_CHARACTERS = "bar"
"""What the keys of columns end in that draw a figure in characters; here charts do."""

UNPRINTED = 9
"""Columns that a narrow terminal leaves out as early as this stand on the sheet, but beside what is printed."""


class Table(NamedTuple):
    """A section's table, ready to be written."""

    section: Section
    columns: Sequence[Column]
    headings: Sequence[str]
    cells: Sequence[Cells]
    widths: Sequence[int]

    @property
    def printed(self) -> int:
        """How many columns are printed."""
        return next((n for n, column in enumerate(self.columns) if column.drop >= UNPRINTED), len(self.columns))


def table_of(section: Section, language: Language) -> Table:
    """The table of a section, without what is drawn in characters."""
    columns = [column for column in section.columns if not column.key.endswith(IN_CHARACTERS)]
    headings = [heading_of(column, language) for column in columns]
    cells = [cells_of(section.rows, column, language) for column in columns]
    widths = [width_of(each, heading) for each, heading in zip(cells, headings, strict=True)]
    return Table(section, columns, headings, cells, widths)


def heading_of(column: Column, language: Language) -> str:
    """A column's heading; one that goes without on a terminal has a name. Money that isn't yuan says its currency."""
    heading = column.heading
    if not heading and language.has(f"columns.{column.key}"):
        heading = Phrase(f"columns.{column.key}")
    said = text_of(heading, language)
    said = said[:1].upper() + said[1:]
    return f"{said} ({language.currency})" if column.way == "money" and language.currency != "CNY" else said
