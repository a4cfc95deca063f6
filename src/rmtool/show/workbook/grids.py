"""Calendars on a sheet: the T/E/M calendar with its notes as comments, and a week with half-hours down.

Not: how the week's visits share the half-hours (show/grids.py).
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rmtool.core.periods import clock
from rmtool.lang import Language
from rmtool.show import grids
from rmtool.show.pictures import Day, DayGrid, WeekGrid
from rmtool.show.text import Record, Section
from rmtool.show.workbook.cells import text_of
from rmtool.show.workbook.sheet import Sheet, alignment
from rmtool.show.workbook.table import Table, table_of

DAY_WIDTH, VISIT_WIDTH, TIME_WIDTH = 3.6, 26, 7

_COMMENT = {"author": "", "x_scale": 2, "font_size": 9}
_HALF_HOUR, _REST = 27, 5
"""Heights in points of a half-hour that is worked, and of one that isn't."""


def days(sheet: Sheet, section: Section, grid: DayGrid) -> None:
    """The T/E/M calendar: clients down, days across, the note behind its letter."""
    table = table_of(section, sheet.language)
    first, last = grid.first, len(section.columns) - grid.last
    at = sheet.at
    _day_headings(sheet, grid, first)
    sheet.at += 2
    _side(sheet, table, range(first), 0)
    _letters(sheet, section, grid, first)
    after = first + len(grid.days)
    _side(sheet, table, range(last, len(section.columns)), after - last)
    end = sheet.at + len(section.rows)
    widths = [*table.widths[:first], *[DAY_WIDTH] * len(grid.days), *table.widths[last:]]
    sheet.layout(widths)
    sheet.sheet.freeze_panes(sheet.at + 1, first)
    sheet.sheet.repeat_rows(at, sheet.at)
    sheet.sheet.repeat_columns(0, first - 1)
    if section.rows:
        sheet.sheet.autofilter(sheet.at, 0, end, len(widths) - 1)
    sheet.at = end + 2
    sheet.reach(len(widths))


def _day_headings(sheet: Sheet, grid: DayGrid, first: int) -> None:
    """Months above, then the days (real dates, of which the day is shown), then the weekdays."""
    column, at, looks, language = first, sheet.at, sheet.looks, sheet.language
    for _, listed in groupby(grid.days, key=lambda day: (day.date.year, day.date.month)):
        month = list(listed)
        if len(month) > 1:
            said = text_of(language.month(month[0].date), language) if len(month) > 3 else ""
            sheet.sheet.merge_range(at, column, at, column + len(month) - 1, said, looks("head", "grid", "center"))
        column += len(month)
    for index, day in enumerate(grid.days, first):
        look = ("head", "grid", "center", _kind(day, grid))
        sheet.sheet.write_datetime(at + 1, index, day.date, looks(*look, number="d"))
        sheet.sheet.write_string(at + 2, index, language.short_weekday(day.date), looks(*look))
        if day.note:
            sheet.sheet.write_comment(at + 1, index, text_of(day.note, language), _COMMENT)


def _side(sheet: Sheet, table: Table, columns: Sequence[int], shift: int) -> None:
    """Columns beside the days; their headings are as high as the days and weekdays together."""
    for index in columns:
        sheet.column(table, index, sheet.at, index + shift)
        look = sheet.looks("head", "grid", alignment(table.columns[index], table.cells[index]))
        sheet.sheet.merge_range(sheet.at - 1, index + shift, sheet.at, index + shift, table.headings[index], look)


def _letters(sheet: Sheet, section: Section, grid: DayGrid, first: int) -> None:
    looks, language, write = sheet.looks, sheet.language, sheet.sheet
    kinds = [looks("grid", "center", _kind(day, grid)) for day in grid.days]
    keys = [day.date.isoformat() for day in grid.days]
    for at, row in enumerate(section.rows, sheet.at + 1):
        for column, (key, look) in enumerate(zip(keys, kinds, strict=True), first):
            letters = row.get(key)
            if letters:
                write.write_string(at, column, text_of(letters, language), look)
            else:
                write.write_blank(at, column, None, look)
        for on, said in _notes(row, language).items():
            if on in keys:
                write.write_comment(at, first + keys.index(on), said, _COMMENT)


def _notes(row: Mapping[str, Any], language: Language) -> dict[str, str]:
    """What is noted of each day of a client, in the order of the log."""
    behind: dict[str, list[str]] = {}
    for note in row.get("notes") or ():
        behind.setdefault(note["on"].isoformat(), []).append(text_of(note["note"], language))
    return {on: "\n".join(said) for on, said in behind.items()}


def _kind(day: Day, grid: DayGrid) -> str:
    return "today" if day.date == grid.today else "" if day.open else "off"


def week_of(grid: WeekGrid, rows: Sequence[Record], language: Language) -> grids.Week | None:
    """The week's half-hours with its visits; None where no visit has a time."""
    found = grids.week(grid, rows, language)
    return found if any(cell.visits for column in found.columns for cell in column.values()) else None


def week(sheet: Sheet, found: grids.Week, grid: WeekGrid) -> None:
    """The week as a calendar, days across and half-hours down."""
    looks, language, write = sheet.looks, sheet.language, sheet.sheet
    times, columns = found
    sheet.layout([TIME_WIDTH, *[VISIT_WIDTH] * len(grid.days)])
    sheet.sentences([grid.title], "lead")
    sheet.at += 1
    head = sheet.at
    for index, day in enumerate(grid.days, 1):
        said = [language.day(day.date), *([text_of(day.note, language)] if day.note else [])]
        look = looks("head", "grid", "center", "" if day.open else "off")
        write.write_string(head, index, text_of("\n".join(said), language), look)
    write.write_blank(head, 0, None, looks("head", "grid"))
    write.set_row(head, 32)
    for number, time in enumerate(times, head + 1):
        rests = grids.rests(grid, time)
        write.set_row(number, _REST if rests else _HALF_HOUR)
        write.write_string(number, 0, "" if rests else clock(time), looks("head", "grid", "right"))
        for index, column in enumerate(columns, 1):
            if time in column:
                _slot(sheet, number, index, column[time])
    write.freeze_panes(head + 1, 1)
    write.repeat_rows(head)
    sheet.at = head + 1 + len(times)
    sheet.reach(len(grid.days) + 1)


def _slot(sheet: Sheet, row: int, column: int, cell: grids.Cell) -> None:
    """A half-hour, or the several that visits take."""
    look = sheet.looks("visit", "grid") if cell.visits else sheet.looks("grid", "" if cell.open else "off")
    said = "\n".join(" ".join(filter(None, (v.time, v.name, v.status))) for v in cell.visits)
    if cell.span > 1:
        sheet.sheet.merge_range(row, column, row + cell.span - 1, column, "", look)
    if said:
        sheet.sheet.write_string(row, column, said, look)
    elif cell.span == 1:
        sheet.sheet.write_blank(row, column, None, look)
