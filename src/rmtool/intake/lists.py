"""A sheet known to be a list: its data rows in columns, without what is no row, and what is wrong with them.

Not: which sheets are lists (records.py), what the rows say (client_rows.py, contact_rows.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from rmtool.intake import values
from rmtool.intake.furniture import rows_to_skip
from rmtool.intake.headings import Heading, Mark, column_letters
from rmtool.intake.tables import Head
from rmtool.intake.values import Cell, Reader
from rmtool.intake.workbooks import Sheet
from rmtool.phrase import Phrase, phrase

Value = TypeVar("Value")

_TITLE_ROWS = 8
"""Rows above the headings that the pages of a printed list may repeat."""

_MOST_MERGED = 10_000
"""Rows that a merged cell may run over."""


class Problems:
    """What is wrong with a list: rows (by index) that can't go in, with the reasons, and warnings."""

    def __init__(self) -> None:
        self.reasons: dict[int, list[Phrase]] = {}
        self.damaged: set[int] = set()
        self.warnings: list[Phrase] = []

    def set_aside(self, row: int, reason: Phrase, *, damaged: bool = True) -> None:
        """Keeps a row out; it is damaged if the reason is that something can't be read."""
        self.reasons.setdefault(row, []).append(reason)
        if damaged:
            self.damaged.add(row)

    def warn(self, warning: Phrase) -> None:
        """Adds a warning."""
        self.warnings.append(warning)


class ClientList(NamedTuple):
    """A list of any kind: what it is, the column of each field, and its data rows with their numbers.

    `cells` are the same rows column by column. `guessed` names the fields whose heading doesn't name them, `unheaded`
    the columns to the right that have none. `dated` gives measure and day of each column of amounts at a day of its
    own, `days` the day of each column of a calendar; both by index. `measures` says what each cell of a column of
    measures names. `decimal` stands before an amount's cents; numbers
    for days count from 1904 if `since_1904`.
    """

    file: str
    sheet: str | None
    kind: str
    head: Head
    columns: Mapping[str, int]
    guessed: frozenset[str]
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]
    cells: Sequence[Sequence[Cell]]
    unheaded: Sequence[str]
    dated: Mapping[int, tuple[str, date]] = {}
    days: Mapping[int, date] = {}
    measures: Mapping[Cell, tuple[str, Mark]] = {}
    decimal: str = "."
    since_1904: bool = False

    def heading(self, field: str) -> Heading:
        """The heading of the field's column."""
        return self.head.headings[self.columns[field]]

    def unit_of(self, column: int) -> int:
        """What a bare number in the column counts, in yuan: by its heading, else by the title above."""
        return self.head.headings[column].mark.unit or self.head.title.unit or 1

    def read(self, field: str, reader: Reader[Value]) -> values.Column[Value]:
        """The field's column through `reader`; all blank if the list has no such column."""
        if field not in self.columns:
            return values.Column([None] * len(self.rows), (), ())
        return values.read_column(self.cells[self.columns[field]], reader)

    def warn_unreadable(self, field: str, rows: Sequence[int], problems: Problems) -> None:
        """Says how many cells of the field can't be read and became missing, and where the first one stands."""
        if rows:
            self.warn_unreadable_in(self.columns[field], rows, problems)

    def warn_unreadable_in(self, column: int, rows: Sequence[int], problems: Problems) -> None:
        """Says the same of a column by its index."""
        if rows:
            label, row = self.head.headings[column].label, self.numbers[rows[0]]
            cell = values.as_text(self.cells[column][rows[0]])
            problems.warn(phrase("intake.unreadable", column=label, count=len(rows), row=row, cell=cell))


def cut_list(
    file: str,
    sheet: Sheet,
    kind: str,
    head: Head,
    columns: Mapping[str, int],
    guessed: frozenset[str],
) -> tuple[ClientList, Problems]:
    """The data rows below the headings, and what the cutting found wrong.

    Left out are blank rows, hidden ones, and those that are none of the list (furniture.py). Of cells merged over
    several rows a word or a date counts for all of them.
    """
    problems = Problems()
    rows, numbers, overlong = _body(sheet, head, problems)
    above = sheet.rows[max(0, head.top - _TITLE_ROWS) : head.top]
    skipped = rows_to_skip(rows, head, above, columns, problems.warn)
    kept = [index for index in range(len(rows)) if index not in skipped] if skipped else range(len(rows))
    if skipped:
        rows, numbers = [rows[index] for index in kept], [numbers[index] for index in kept]
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(head.headings)
    for index, row in enumerate(kept):
        if row in overlong:
            problems.set_aside(index, phrase("intake.overlong", headings=len(head.headings)))
    unheaded = _unheaded_columns(sheet, head)
    return ClientList(
        file, sheet.name, kind, head, columns, guessed, rows, numbers, cells, unheaded, since_1904=sheet.since_1904
    ), problems


def _body(sheet: Sheet, head: Head, problems: Problems) -> tuple[list[list[Cell]], list[int], frozenset[int]]:
    """The rows that hold anything, each as wide as the headings; their numbers; which had more cells than headings."""
    width = len(head.headings)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    overlong, short, unseen = set(), [], 0
    merged = _merged(sheet, head)
    for number, row in enumerate(sheet.rows[head.row + 1 : head.end], head.row + 2):
        if _is_blank(row, sheet.ragged):
            continue
        if number - 1 in sheet.hidden_rows:
            unseen += 1
            continue
        cells = row
        if number in merged:
            cells = [merged[number].get(column, cell) if cell == "" else cell for column, cell in enumerate(row)]
        if len(row) < width:
            cells = row + [""] * (width - len(row))
            short.append(number)
        elif len(row) > width:
            cells = row[:width]
            if sheet.ragged and any(values.as_text(cell).strip() for cell in row[width:]):
                overlong.add(len(rows))
                cells[-1] = ",".join(map(values.as_text, row[width - 1 :]))
        rows.append(cells)
        numbers.append(number)
    if short:
        problems.warn(phrase("intake.short_rows", count=len(short), row=short[0]))
    if unseen:
        problems.warn(phrase("intake.hidden_rows", count=unseen))
    return rows, numbers, frozenset(overlong)


def _merged(sheet: Sheet, head: Head) -> dict[int, dict[int, Cell]]:
    """What the merged cells of the list say for the rows that they run over, by the row's number and the column."""
    found: dict[int, dict[int, Cell]] = {}
    for top, column, bottom, last in sheet.merged:
        row = sheet.rows[top] if head.row < top < len(sheet.rows) else []
        cell = row[column] if column < len(row) else ""
        if column == last and cell != "" and not isinstance(cell, int | float):
            for below in range(top + 1, min(bottom + 1, len(sheet.rows), top + _MOST_MERGED)):
                found.setdefault(below + 1, {})[column] = cell
    return found


def _is_blank(row: Sequence[Cell], is_text: bool) -> bool:
    if is_text:
        return not "".join(row).strip()  # type: ignore[arg-type]  # a text file's cells are all text
    return not any(row) or all(isinstance(cell, str) and not cell.strip() for cell in row)


def _unheaded_columns(sheet: Sheet, head: Head) -> list[str]:
    """By letter, the columns to the right of the headings that hold something below them."""
    if sheet.ragged:
        return []
    width = len(head.headings)
    wide = max((len(row) for row in sheet.rows), default=0)
    below = sheet.rows[head.row + 1 : head.end]
    return [f"({column_letters(i)})" for i in range(width, wide) if any(i < len(row) and row[i] for row in below)]
