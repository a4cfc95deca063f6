"""A sheet known to be a list: its data rows in columns, without what is no row, and what is wrong with them.

Not: which sheets are lists (records.py), what the rows say (client_rows.py, contact_rows.py).
"""

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from itertools import compress
from typing import NamedTuple, TypeVar

from rmtool.core.arrivals import Place
from rmtool.core.in_columns import InColumns
from rmtool.intake import values
from rmtool.intake.furniture import rows_to_skip
from rmtool.intake.grid import Rows, Sheet
from rmtool.intake.headings import CONTACTS, Heading, column_letters
from rmtool.intake.looks import is_secret
from rmtool.intake.marks import Mark
from rmtool.intake.packed import constant, different, found_in, kept, replaced
from rmtool.intake.stated_month import NOTHING, Stated
from rmtool.intake.stated_once import filled_down
from rmtool.intake.tables import Head
from rmtool.intake.values import Cell, Reader
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
    own, `days` the day of each column of a calendar, `ticked` the way of contact that a tick in a column stands
    for; all by index. `near` is what the list states of its year and month. `measures` says what each cell of a
    column of measures names. `row_units` says what a bare amount counts in each row, where the rows say so. `decimal`
    stands before an amount's cents; numbers for days count from 1904 if `since_1904`; `date_order` is that of days such
    as 5/6/2026, where the user says it. `product` is that of all rows where no column says it.
    """

    file: str
    sheet: str | None
    kind: str
    head: Head
    columns: Mapping[str, int]
    guessed: frozenset[str]
    rows: Rows
    numbers: Sequence[int]
    cells: Sequence[Sequence[Cell]]
    unheaded: Sequence[str]
    dated: Mapping[int, tuple[str, date]] = {}
    days: Mapping[int, date] = {}
    ticked: Mapping[int, str] = {}
    near: Stated = NOTHING
    measures: Mapping[Cell, tuple[str, Mark]] = {}
    row_units: Sequence[int | None] = ()
    decimal: str = "."
    since_1904: bool = False
    date_order: str | None = None
    product: str | None = None

    def heading(self, field: str) -> Heading:
        """The heading of the field's column."""
        return self.head.headings[self.columns[field]]

    def unit_of(self, column: int) -> int:
        """What a bare number in the column counts, in yuan: by its heading, else by the title above."""
        return self.head.headings[column].mark.unit or self.head.title.unit or 1

    def places(self) -> Sequence[Place]:
        """Where each row stands."""
        return InColumns(Place, (constant(self.sheet, len(self.rows)), self.numbers))

    def read(self, field: str, reader: Reader[Value]) -> values.Column[Value]:
        """The field's column through `reader`; all blank if the list has no such column."""
        if field not in self.columns:
            return values.Column(constant(None, len(self.rows)), (), ())
        return values.read_column(self.cells[self.columns[field]], reader)

    def show(self, field: str, cells: Mapping[int, Cell]) -> None:
        """Writes what was understood into the rows as they are set aside, where by themselves they would not say it."""
        column = self.columns[field]
        self.rows.columns[column] = replaced(self.rows.columns[column], cells)

    def warn_unreadable(self, field: str, rows: Sequence[int], problems: Problems) -> None:
        """Says how many cells of the field can't be read and became missing, and where the first one stands."""
        if rows:
            self.warn_unreadable_in(self.columns[field], rows, problems)

    def warn_unreadable_in(self, column: int, rows: Sequence[int], problems: Problems) -> None:
        """Says the same of a column by its index."""
        if rows:
            label, row = self.head.headings[column].label, self.numbers[rows[0]]
            cell = _shown(self.cells[column][rows[0]])
            problems.warn(phrase("intake.unreadable", column=label, count=len(rows), row=row, cell=cell))


def _shown(cell: Cell) -> str:
    """A cell as a warning may show it: no identity or card number."""
    return "…" if is_secret(cell) else values.as_text(cell)


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
    rows, numbers, overlong = _body(sheet, head, columns, problems)
    above = sheet.rows[max(0, head.top - _TITLE_ROWS) : head.top]
    skipped = rows_to_skip(rows, head, above, columns, problems.warn)
    if skipped:
        rows, numbers = _without(rows, numbers, skipped)
    if kind == CONTACTS:
        rows = filled_down(rows, numbers, columns, head, problems.warn)
    for row, number in enumerate(numbers) if overlong else ():
        if number in overlong:
            problems.set_aside(row, phrase("intake.overlong", headings=len(head.headings)))
    return ClientList(
        file=file,
        sheet=sheet.name,
        kind=kind,
        head=head,
        columns=columns,
        guessed=guessed,
        rows=rows,
        numbers=numbers,
        cells=tuple(rows.columns),
        unheaded=_unheaded_columns(sheet, head),
        since_1904=sheet.since_1904,
    ), problems


def _without(rows: Rows, numbers: Sequence[int], left_out: Collection[int]) -> tuple[Rows, Sequence[int]]:
    """Rows, all of one width, and their numbers without those that are left out."""
    keeps = [row not in left_out for row in range(len(rows))]
    return Rows([kept(column, keeps) for column in rows.columns], sum(keeps), {}), array("I", compress(numbers, keeps))


def _body(
    sheet: Sheet, head: Head, columns: Mapping[str, int], problems: Problems
) -> tuple[Rows, Sequence[int], Collection[int]]:
    """The rows that hold anything, each as wide as the headings; their numbers; those that had more cells."""
    first, width = head.row + 1, len(head.headings)
    below = sheet.rows[first : head.end]
    numbers: Sequence[int] = range(first + 1, first + 1 + len(below))
    blank = _blank_rows(below, sheet.ragged)
    hidden = {row - first for row in sheet.hidden_rows if row + 1 in numbers} - blank
    left_out = blank | hidden
    merged = {
        number - first - 1: cells
        for number, cells in _merged(sheet, head, columns.get("client_no")).items()
        if number in numbers
    }
    news: dict[int, list[Cell]] = {}
    overlong = set()
    for row in {*below.odd, *merged, *(_with_more(below, width) if sheet.ragged else ())} - left_out:
        cells = [merged.get(row, {}).get(c, cell) if cell == "" else cell for c, cell in enumerate(below[row])]
        if sheet.ragged and any(values.as_text(cell).strip() for cell in cells[width:]):
            overlong.add(numbers[row])
            cells[width - 1] = ",".join(map(values.as_text, cells[width - 1 :]))
        news[row] = cells + [""] * (width - len(cells))
    whole = [
        replaced(below.cells(column), {row: cells[column] for row, cells in news.items()}) for column in range(width)
    ]
    short = [row for row in below.narrower(width) if row not in left_out]
    if short:
        problems.warn(phrase("intake.short_rows", count=len(short), row=numbers[short[0]]))
    if hidden:
        problems.warn(phrase("intake.hidden_rows", count=len(hidden)))
    rows = Rows(whole, len(below), {})
    return (*_without(rows, numbers, left_out), overlong) if left_out else (rows, numbers, overlong)


def _with_more(rows: Rows, width: int) -> set[int]:
    """The rows of the usual width in which something stands beyond `width`."""
    found: set[int] = set()
    for column in rows.columns[width:]:
        found.update(found_in(column, {cell for cell in different(column) if values.as_text(cell).strip()}))
    return found


def _blank_rows(rows: Rows, is_text: bool) -> set[int]:
    """The rows that hold nothing; in a workbook zeros alone are nothing either."""
    blank = _blank_in_all(rows, _is_blank_text) | (set() if is_text else _blank_in_all(rows, _is_nothing))
    return {row for row in blank if row not in rows.odd} | {
        row for row, cells in rows.odd.items() if all(map(_is_blank_text, cells)) or not (is_text or any(cells))
    }


def _blank_in_all(rows: Rows, is_blank: Callable[[Cell], bool]) -> set[int]:
    left: Sequence[int] = range(len(rows))
    for column in rows.columns:
        words = {cell for cell in different(column) if is_blank(cell)}
        left = [row for row in left if column[row] in words] if words else ()
        if not left:
            break
    return set(left)


def _is_blank_text(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _is_nothing(cell: Cell) -> bool:
    return not cell


def _merged(sheet: Sheet, head: Head, client_no: int | None) -> dict[int, dict[int, Cell]]:
    """What the merged cells of the list say for the rows that they run over, by the row's number and the column.

    A number counts for all its rows only in the column of client numbers: an amount is one, however high its cell.
    """
    found: dict[int, dict[int, Cell]] = {}
    for top, column, bottom, last in sheet.merged:
        row = sheet.rows[top] if head.row < top < len(sheet.rows) else []
        cell = row[column] if column < len(row) else ""
        if column == last and cell != "" and (column == client_no or not isinstance(cell, int | float)):
            for below in range(top + 1, min(bottom + 1, len(sheet.rows), top + _MOST_MERGED)):
                found.setdefault(below + 1, {})[column] = cell
    return found


def _unheaded_columns(sheet: Sheet, head: Head) -> list[str]:
    """By letter, the columns to the right of the headings that hold something below them."""
    if sheet.ragged:
        return []
    below = sheet.rows[head.row + 1 : head.end]
    return [
        f"({column_letters(column)})"
        for column in range(len(head.headings), below.width())
        if any(below.cells(column)) or any(column < len(row) and row[column] for row in below.odd.values())
    ]
