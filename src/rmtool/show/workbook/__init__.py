"""A page → a workbook for Excel: which sheets it has and what they are called. Not: what stands on a sheet (sheet.py).

The same page gives the same bytes: the file is told no time but the day that it is of. It is made in memory: nothing
of it stands in a temporary file.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from rmtool.errors import UsageError
from rmtool.lang import Language
from rmtool.phrase import phrase
from rmtool.show.pictures import DayGrid, WeekGrid
from rmtool.show.text import Column, Page, Section, Sheet, csv_cell, json_text, made, without_table
from rmtool.show.workbook import grids
from rmtool.show.workbook.cells import text_of
from rmtool.show.workbook.looks import Looks, defaults
from rmtool.show.workbook.sheet import Sheet as Filled
from rmtool.show.workbook.sheet import footer_of
from rmtool.show.workbook.table import table_of

MOST_ROWS, MOST_COLUMNS = 1_000_000, 16_000
"""Rows and columns that a sheet holds, with room for what stands around them."""

LONGEST_NAME = 31
"""Units of UTF-16 that a sheet's name has at most."""

_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_KEPT_BY_EXCEL = "history"

WIDE = 7
"""Columns from which a sheet is printed across the paper."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def workbook_bytes(page: Page, language: Language, as_of: date | None = None) -> bytes:
    """`page` as a workbook. Raises UsageError where a table is larger than a sheet."""
    from xlsxwriter import Workbook

    sheets = sheets_of(page, language)
    _refuse_large(sheets)
    file = io.BytesIO()
    book = Workbook(file, _OPTIONS | {"default_format_properties": defaults(language)})
    created = datetime.combine(as_of or date(1980, 1, 1), time())
    book.set_properties({"created": created})
    filling = _Filling(book, language, as_of)
    for sheet in sheets:
        filling.sheet(sheet)
    book.close()
    return file.getvalue()


def sheets_of(page: Page, language: Language) -> list[Sheet]:
    """The sheets of a page that doesn't say them itself: one for each table; other sentences stay where they stood."""
    if page.sheets:
        return list(page.sheets())
    sections = [section if section.rows else without_table(section) for section in page.sections]
    sections = [section for section in sections if section != Section()]
    if not sections and not page.lead:
        sections = [_of_records(page, language)]
    groups: list[list[Section]] = [[]]
    for section in sections:
        if section.rows and any(each.rows for each in groups[-1]):
            groups.append([])
        groups[-1].append(section)
    groups[-1].append(Section(lines=page.closing))
    unnamed = phrase("workbook.list")
    names = [next((each.title for each in group if each.title and each.rows), unnamed) for group in groups]
    leads: list[Sequence[Any]] = [page.lead, *([name] for name in names[1:])]
    return [Sheet(name, lead, group) for name, lead, group in zip(names, leads, groups, strict=True)]


def written_of(page: Page, language: Language) -> tuple[list[str], int]:
    """The keys of the columns that a workbook of the page holds, and how many rows."""
    tables = [section for sheet in sheets_of(page, language) for section in sheet.sections if section.rows]
    keys = dict.fromkeys(column.key for section in tables for column in section.columns)
    return list(keys), sum(len(section.rows) for section in tables)


def _of_records(page: Page, language: Language) -> Section:
    """What is for programs only, as the table that CSV has, or as its text."""
    records = page.written()
    fields = page.columns(records)
    if not records:
        return Section(lines=json_text(made(page.data), language).splitlines())
    rows = [{field: csv_cell(record.get(field), language) for field in fields} for record in records]
    return Section(columns=[Column(field, field) for field in fields], rows=rows)


def _refuse_large(sheets: Sequence[Sheet]) -> None:
    """Raises UsageError for a table that no sheet has room for, before any of it is written."""
    for section in (section for sheet in sheets for section in sheet.sections):
        columns = len(section.columns)
        if isinstance(section.picture, DayGrid):
            columns += len(section.picture.days)
        if len(section.rows) > MOST_ROWS or columns > MOST_COLUMNS:
            raise UsageError("workbook.too_large", rows=len(section.rows), columns=columns)


class _Filling:
    """The sheets of one workbook, whose names are all different."""

    def __init__(self, book: Any, language: Language, as_of: date | None) -> None:
        self._book = book
        self._looks = Looks(book, language)
        self._language = language
        self._footer = footer_of(as_of, language)
        self._names: set[str] = set()

    def sheet(self, sheet: Sheet) -> None:
        """A sheet, and one more for each calendar of a week; where there are no columns, that alone.

        A table's lines stand above it: below, a reader of lists would take them for rows.
        """
        for section in sheet.sections:
            if isinstance(section.picture, WeekGrid) and not section.columns:
                self._week(section, section.picture)
                return
        filled = self._new(sheet.name)
        sections = [section if section.rows else without_table(section) for section in sheet.sections]
        tables = [table_of(section, self._language) for section in sections]
        alone = sum(bool(section.rows) for section in sections) == 1
        grid = any(isinstance(section.picture, DayGrid) for section in sections)
        for table in tables:
            if table.section.rows and not isinstance(table.section.picture, DayGrid):
                filled.layout(table.widths)
                filled.reach(table.printed)
        if grid:
            filled.layout([w for t in tables if isinstance(t.section.picture, DayGrid) for w in t.widths[:1]])
        filled.sentences(sheet.lead, "lead")
        filled.at += bool(sheet.lead)
        for section, table in zip(sections, tables, strict=True):
            title = text_of(section.title, self._language) if section.title else ""
            if title and not (sheet.lead and title == text_of(sheet.lead[0], self._language)):
                filled.title(title)
            filled.sentences(section.lines)
            if section.rows and isinstance(section.picture, DayGrid):
                grids.days(filled, section, section.picture)
            elif section.rows:
                filled.table(table, alone)
        filled.finish(wide=grid or any(len(table.columns) >= WIDE for table in tables))
        for section in sections:
            if section.rows and isinstance(section.picture, WeekGrid):
                self._week(section, section.picture)

    def _week(self, section: Section, grid: WeekGrid) -> None:
        week = grids.week_of(grid, section.rows, self._language)
        if week:
            filled = self._new(phrase("workbook.calendar"))
            grids.week(filled, week, grid)
            filled.finish()

    def _new(self, said: Any) -> Filled:
        name = self._named(text_of(said, self._language))
        return Filled(self._book.add_worksheet(name), self._book, self._looks, self._footer)

    def _named(self, said: str) -> str:
        """A name that a sheet can have, which none has yet."""
        bare = _NO_NAME.sub(" ", said.replace("\n", " ")).strip().strip("'") or self._language.text("workbook.list")
        name, number = _cut(bare, LONGEST_NAME), 1
        while name.casefold() in self._names or name.casefold() == _KEPT_BY_EXCEL:
            number += 1
            ending = f" {number}"
            name = _cut(bare, LONGEST_NAME - len(ending)) + ending
        self._names.add(name.casefold())
        return name


def _cut(text: str, units: int) -> str:
    """The text in at most so many units of UTF-16, no character cut through."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip().strip("'")
