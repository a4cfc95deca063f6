"""A sheet known to be a list: its data rows in columns, without what is no row, and what is wrong with them.

Not: which sheets are lists (records.py), what the rows say (client_rows.py, contact_rows.py).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeVar

from rmtool.intake import values
from rmtool.intake.headings import Heading, Mark, column_letters
from rmtool.intake.tables import Head
from rmtool.intake.values import Cell, Reader
from rmtool.intake.vocabulary import key_of, vocabulary, word_of
from rmtool.intake.workbooks import Sheet
from rmtool.phrase import Phrase, phrase

Value = TypeVar("Value")

_LONGEST_TOTAL = 24
"""Characters that a cell such as 合计, `Grand total:` or 南山支行小计 may have."""

_COUNTED = re.compile(
    r"(?:共|合计|总计|total)?\s*[:：]?\s*共?\s*\d+\s*(?:户|家|条|笔|行|人|clients|rows)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")

_MOST_MERGED = 10_000
"""Rows that a merged cell may run over."""

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

    Left out are blank rows, hidden ones, headings that repeat, totals and the notes at the end. Of cells merged over
    several rows a word or a date counts for all of them.
    """
    problems = Problems()
    rows, numbers, overlong = _body(sheet, head, problems)
    repeated, totals = _repeated_headings(rows, head, problems), _totals(rows, columns, problems)
    skipped = repeated | totals | _footnotes(rows, columns, totals, problems)
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


def _repeated_headings(rows: Sequence[Sequence[Cell]], head: Head, problems: Problems) -> set[int]:
    """The rows that repeat the headings, or one row of those that stand over several."""
    paths = [heading.text.split("/") for heading in head.headings]
    column = next(index for index, heading in enumerate(head.headings) if heading.text)
    firsts = {*paths[column], head.headings[column].text}
    found = set()
    for index, row in enumerate(rows):
        if row[column] in firsts or (not row[column] and head.top < head.row):
            said = [(i, " ".join(values.as_text(cell).split())) for i, cell in enumerate(row)]
            said = [(i, text) for i, text in said if text]
            if len(said) > 1 and all(text in paths[i] or text == head.headings[i].text for i, text in said):
                found.add(index)
    if found:
        problems.warn(phrase("intake.repeated_headings", count=len(found)))
    return found


def _totals(rows: Sequence[Sequence[Cell]], columns: Mapping[str, int], problems: Problems) -> set[int]:
    identity = [columns[field] for field in ("client_no", "name") if field in columns]
    width = len(rows[0]) if rows else 0
    first = vocabulary().totals_initials
    last = {ending[-1] for ending in vocabulary().subtotal_endings} | set(" :：\u3000")
    found = set()
    for column in dict.fromkeys([*identity, *range(width)][: len(identity) + _TOTALS_COLUMNS]):
        cells = set(map(itemgetter(column), rows))
        words = {c for c in cells if isinstance(c, str) and (c[:1] in first or c[-1:] in last) and _is_total_word(c)}
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
    if len(cell) > _LONGEST_TOTAL:
        return False
    if cell[:1] in words.totals_initials:
        key = key_of(_IN_BRACKETS.sub("", cell))
        return key in words.totals or _COUNTED.fullmatch(cell.strip()) is not None
    return cell.rstrip(" :：\u3000").endswith(words.subtotal_endings)


def _is_total(row: Sequence[Cell], column: int, columns: Mapping[str, int], identity: Sequence[int]) -> bool:
    """Whether nothing else in the row than the word for a total says whom it is about."""
    if any(index != column and _says_something(row[index]) for index in identity):
        return False
    amounts = {index for field, index in columns.items() if field in vocabulary().measures or field == "amount"}
    others = [row[index] for index in columns.values() if index != column and index not in amounts]
    return not any(isinstance(cell, str) and _says_something(cell) for cell in others)


def _says_something(cell: Cell) -> bool:
    text = values.as_text(cell)
    return not values.is_missing(text) and not _is_total_word(text)


def _footnotes(
    rows: Sequence[Sequence[Cell]], columns: Mapping[str, int], totals: Collection[int], problems: Problems
) -> set[int]:
    """The notes below the last row: signatures and dates (`制表人：张三`), notes and the lines that they go on in."""
    words = "|".join(map(re.escape, vocabulary().footnotes))
    shape = re.compile(
        rf"(?:{words})[^:：]{{0,12}}[:：].*|第\s*\d+\s*页.*|(?:注|备注|说明|note|notes)\s*\d{{0,2}}[:：.、]?", re.DOTALL
    )
    found: set[int] = set()
    running: list[int] = []
    for index in range(len(rows) - 1, -1, -1):
        if index in totals:
            continue
        said = [(column, word) for column, cell in enumerate(rows[index]) if (word := word_of(values.as_text(cell)))]
        running.append(index)
        if _is_note(said, shape):
            found.update(running)
            running = []
        elif len(said) > 1 or len(rows[index]) < 3:
            break
    if len(columns) < 2:
        return set()
    if found:
        problems.warn(phrase("intake.footnotes", count=len(found)))
    return found


def _is_note(said: Sequence[tuple[int, str]], shape: re.Pattern[str]) -> bool:
    """Whether every cell is a note, or what a label that ends in a colon stands before."""
    labelled = False
    for _, word in said:
        if shape.fullmatch(word):
            labelled = word.endswith((":", "："))
        elif labelled:
            labelled = False
        else:
            return False
    return bool(said)
