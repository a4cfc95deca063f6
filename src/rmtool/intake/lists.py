"""A sheet known to be a list: its data rows in columns, without what is no row, and what is wrong with them.

Not: which sheets are lists (records.py), what the rows say (client_rows.py, contact_rows.py).
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from rmtool.intake import values
from rmtool.intake.headings import Head, Heading, column_letters
from rmtool.intake.values import Cell, Reader
from rmtool.intake.vocabulary import key_of, vocabulary, word_of
from rmtool.intake.workbooks import Sheet
from rmtool.phrase import Phrase, phrase

Value = TypeVar("Value")

_LONGEST_TOTAL = 12
"""Characters that a cell such as 合计 or `Grand total:` may have."""

_TOTALS_COLUMNS = 6
"""The first columns, in which the word for a total may stand besides the number's and the name's."""


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
    the columns to the right that have none.
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

    def heading(self, field: str) -> Heading:
        """The heading of the field's column."""
        return self.head.headings[self.columns[field]]

    def read(self, field: str, reader: Reader[Value]) -> values.Column[Value]:
        """The field's column through `reader`; all blank if the list has no such column."""
        if field not in self.columns:
            return values.Column([None] * len(self.rows), (), ())
        return values.read_column(self.cells[self.columns[field]], reader)

    def warn_unreadable(self, field: str, rows: Sequence[int], problems: Problems) -> None:
        """Says how many cells of the field can't be read and became missing, and where the first one stands."""
        if rows:
            label, row = self.heading(field).label, self.numbers[rows[0]]
            cell = values.as_text(self.cells[self.columns[field]][rows[0]])
            problems.warn(phrase("intake.unreadable", column=label, count=len(rows), row=row, cell=cell))


def cut_list(
    file: str, sheet: Sheet, kind: str, head: Head, columns: Mapping[str, int], guessed: frozenset[str]
) -> tuple[ClientList, Problems]:
    """The data rows below the headings, and what the cutting found wrong.

    Left out are blank rows, headings that repeat, totals and the notes at the end.
    """
    problems = Problems()
    rows, numbers, overlong = _body(sheet, head, problems)
    skipped = (
        _repeated_headings(rows, head, problems)
        | _totals(rows, columns, problems)
        | _footnotes(rows, columns, problems)
    )
    kept = [index for index in range(len(rows)) if index not in skipped] if skipped else range(len(rows))
    if skipped:
        rows, numbers = [rows[index] for index in kept], [numbers[index] for index in kept]
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(head.headings)
    for index, row in enumerate(kept):
        if row in overlong:
            problems.set_aside(index, phrase("intake.overlong", headings=len(head.headings)))
    unheaded = _unheaded_columns(sheet, head)
    return ClientList(file, sheet.name, kind, head, columns, guessed, rows, numbers, cells, unheaded), problems


def _body(sheet: Sheet, head: Head, problems: Problems) -> tuple[list[list[Cell]], list[int], frozenset[int]]:
    """The rows that hold anything, each as wide as the headings; their numbers; which had more cells than headings."""
    width = len(head.headings)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    overlong, short = set(), []
    for number, row in enumerate(sheet.rows[head.row + 1 :], head.row + 2):
        if _is_blank(row, sheet.ragged):
            continue
        cells = row
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
    return rows, numbers, frozenset(overlong)


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
    below = sheet.rows[head.row + 1 :]
    return [f"({column_letters(i)})" for i in range(width, wide) if any(i < len(row) and row[i] for row in below)]


def _repeated_headings(rows: Sequence[Sequence[Cell]], head: Head, problems: Problems) -> set[int]:
    texts = [heading.text for heading in head.headings]
    first = next(text for text in texts if text)
    column = texts.index(first)
    found = {
        index
        for index, row in enumerate(rows)
        if row[column] == first and [" ".join(values.as_text(cell).split()) for cell in row] == texts
    }
    if found:
        problems.warn(phrase("intake.repeated_headings", count=len(found)))
    return found


def _totals(rows: Sequence[Sequence[Cell]], columns: Mapping[str, int], problems: Problems) -> set[int]:
    identity = [columns[field] for field in ("client_no", "name") if field in columns]
    width = len(rows[0]) if rows else 0
    found = set()
    for column in dict.fromkeys([*identity, *range(width)][: len(identity) + _TOTALS_COLUMNS]):
        words = {cell for cell in {row[column] for row in rows} if isinstance(cell, str) and _is_total_word(cell)}
        if words:
            found |= {
                index
                for index, row in enumerate(rows)
                if row[column] in words and _is_total(row, column, columns, identity)
            }
    if found:
        problems.warn(phrase("intake.totals", count=len(found)))
    return found


def _is_total_word(cell: str) -> bool:
    words = vocabulary()
    return cell[:1] in words.totals_initials and len(cell) <= _LONGEST_TOTAL and key_of(cell) in words.totals


def _is_total(row: Sequence[Cell], column: int, columns: Mapping[str, int], identity: Sequence[int]) -> bool:
    """Whether nothing else in the row than the word for a total says whom it is about."""
    if any(index != column and not values.is_missing(values.as_text(row[index])) for index in identity):
        return False
    amounts = {index for field, index in columns.items() if field in vocabulary().measures}
    others = [row[index] for index in columns.values() if index != column and index not in amounts]
    return not any(isinstance(cell, str) and not values.is_missing(cell) for cell in others)


def _footnotes(rows: Sequence[Sequence[Cell]], columns: Mapping[str, int], problems: Problems) -> set[int]:
    """The notes below the last row: every cell begins like `注：`, `制表人：` or `Source:`."""
    words = "|".join(map(re.escape, vocabulary().footnotes))
    shape = re.compile(rf"(?:{words})\S{{0,6}}\s*[:：].*|(?:第\s*\d+\s*页.*)", re.DOTALL)
    found: set[int] = set()
    for index in range(len(rows) - 1, -1, -1):
        said = [word for cell in rows[index] if (word := word_of(values.as_text(cell)))]
        if not all(map(shape.fullmatch, said)):
            break
        found.add(index)
    if len(columns) < 2:
        return set()
    if found:
        problems.warn(phrase("intake.footnotes", count=len(found)))
    return found
