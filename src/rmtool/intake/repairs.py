"""Columns whose cells can only be read together: client numbers that lost their zeros, amounts with decimal commas.

A spreadsheet that takes 000123 for a number shows 123; what the other cells look like tells that it did. Not: single
cells (identities.py, amounts.py).
"""

import re
from collections.abc import Sequence

from rmtool.intake import identities, values
from rmtool.intake.amounts import amount_reader
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.values import Cell, Column
from rmtool.intake.vocabulary import word_of
from rmtool.phrase import phrase

_FEWEST = 3
"""Numbers of one width that it takes to say which width numbers have."""

_COMMA_FOR_CENTS = re.compile(r"\D{0,4}(?:\d{1,3}(?:[. ]\d{3})+,\d{1,2}|\d+,\d{1,2})(?!\d)[^\d,.]{0,6}", re.ASCII)
_EITHER = re.compile(r"\D{0,4}\d{1,3}[.,]\d{3}(?!\d)[^\d,.]{0,6}", re.ASCII)
"""What means a thousand times as much with one decimal sign as with the other."""


def read_client_numbers(listed: ClientList, problems: Problems) -> Column[str]:
    """The column of client numbers, lost zeros put back where the other cells leave no doubt; a warning says so."""
    column = listed.read("client_no", identities.code)
    if "client_no" not in listed.columns:
        return column
    cells = listed.cells[listed.columns["client_no"]]
    width, short = _lost_zeros(cells, column.values)
    if not short:
        return column
    label, first = listed.heading("client_no").label, short[0]
    numbers = list(column.values)
    for row in short:
        numbers[row] = (numbers[row] or "").zfill(width)
    place = {"column": label, "count": len(short), "row": listed.numbers[first]}
    others = set(column.values)
    if any(numbers[row] in others for row in short):
        problems.warn(phrase("files.zeros_doubtful", cell=column.values[first], **place))
        return column
    problems.warn(
        phrase("files.zeros_restored", width=width, before=column.values[first], after=numbers[first], **place)
    )
    listed.show("client_no", {row: number for row in short if (number := numbers[row])})
    return column._replace(values=numbers)


def _lost_zeros(cells: Sequence[Cell], numbers: Sequence[str | None]) -> tuple[int, list[int]]:
    """The width that the numbers have, and the rows whose number lost zeros; no rows if that isn't certain.

    In a workbook most cells must be text of one width, and the lost ones numbers. In a text file, where all is text,
    zeros must be left at the head of others.
    """
    digits = {row: number for row, number in enumerate(numbers) if number and number.isascii() and number.isdigit()}
    typed = {row for row in digits if not isinstance(cells[row], str)}
    widths = {len(number) for row, number in digits.items() if row not in typed}
    if typed:
        if len(widths) != 1:
            return 0, []
        (width,) = widths
        whole = len(digits) - len(typed)
    else:
        headed = {len(number) for number in digits.values() if number[0] == "0" and len(number) > 1}
        if len(headed) != 1 or max(widths) not in headed:
            return 0, []
        (width,) = headed
        whole = sum(len(number) == width for number in digits.values())
    if whole * 2 <= len(digits) or whole < _FEWEST or max(map(len, digits.values())) > width:
        return 0, []
    return width, [row for row, number in digits.items() if len(number) < width]


def read_amounts(listed: ClientList, index: int, unit: int, currency: str | None, problems: Problems) -> Column[int]:
    """The column of amounts at `index`, in fen. A bare number counts `unit` yuan, or what the row says.

    Where some are written with a decimal comma that wasn't announced, those that could mean either are unreadable too.
    """
    cells = listed.cells[index]
    is_by_row = listed.row_units and not listed.head.headings[index].mark.unit
    units = [own or unit for own in listed.row_units] if is_by_row else []
    column = _read_by_row(cells, units, currency, listed.decimal) if units else None
    column = column or values.read_column(cells, amount_reader(unit, currency, listed.decimal))
    if listed.decimal != "." or not column.unreadable:
        return column
    commas = [row for row in column.unreadable if _matches(_COMMA_FOR_CENTS, cells[row])]
    if not commas:
        return column
    first = commas[0]
    problems.warn(
        phrase(
            "files.decimal_comma",
            column=listed.head.headings[index].label,
            cell=values.as_text(cells[first]),
            row=listed.numbers[first],
        )
    )
    unclear = {row for row, cell in enumerate(cells) if _matches(_EITHER, cell)}
    unread = sorted(unclear | set(column.unreadable))
    return Column([None if row in unclear else fen for row, fen in enumerate(column.values)], unread, column.damaged)


def _read_by_row(cells: Sequence[Cell], units: Sequence[int], currency: str | None, decimal: str) -> Column[int]:
    """The column in which a bare number counts `units` yuan, row by row."""
    by_unit = {unit: values.read_column(cells, amount_reader(unit, currency, decimal)) for unit in set(units)}
    fen = [by_unit[unit].values[row] for row, unit in enumerate(units)]
    unread = {unit: frozenset(column.unreadable) for unit, column in by_unit.items()}
    return Column(fen, [row for row, unit in enumerate(units) if row in unread[unit]], ())


def _matches(shape: re.Pattern[str], cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) < values.LONGEST_FIGURE and shape.fullmatch(word_of(cell)) is not None
