"""What a log states in the first row of each group only, put into the group's other rows: its client, its date.

Not: merged cells, which say themselves how far they reach (lists.py).
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from rmtool.intake.grid import Rows
from rmtool.intake.packed import different, found_in, replaced
from rmtool.intake.tables import Head
from rmtool.intake.values import Cell
from rmtool.phrase import Phrase, phrase

_STATED_ONCE = (("client_no", "name"), ("date",))

_GROUPED = (1, 3)
"""The share of blank cells from which a column may state things so."""

_FEWEST = 2
"""Blank cells, at the least: a single one is a slip."""


def filled_down(
    rows: Rows,
    numbers: Sequence[int],
    columns: Mapping[str, int],
    head: Head,
    warn: Callable[[Phrase], None],
) -> Rows:
    """The rows, blank cells filled with what stands above them where the column is written so; says how many.

    It is if many of its cells are blank, and none that isn't repeats the one above it: a few blank ones are slips.
    """
    for fields in _STATED_ONCE:
        used = [columns[field] for field in fields if field in columns]
        blank = _blank_by_intent([rows.columns[column] for column in used])
        if blank:
            rows = Rows([_filled(c, blank) if i in used else c for i, c in enumerate(rows.columns)], len(rows), {})
            label = head.headings[used[-1]].label
            warn(phrase("intake.filled_down", column=label, count=len(blank), row=numbers[blank[0]]))
    return rows


def _blank_by_intent(columns: Sequence[Sequence[Cell]]) -> list[int]:
    """The rows in which all of the columns are blank, if that is how the list writes what holds for a group."""
    if not columns:
        return []
    blanks = [found_in(column, {cell for cell in different(column) if _is_blank(cell)}) for column in columns]
    are_blank = frozenset(blanks[0]).intersection(*blanks[1:])
    over, under = _GROUPED
    if len(are_blank) < _FEWEST or 0 in are_blank or len(are_blank) * under < len(columns[0]) * over:
        return []
    said = pairwise(zip(*columns, strict=True))
    repeats = any(now == above for index, (above, now) in enumerate(said, 1) if index not in are_blank)
    return [] if repeats else sorted(are_blank)


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _filled(column: Sequence[Cell], blank: Sequence[int]) -> Sequence[Cell]:
    news: dict[int, Cell] = {}
    for row in blank:
        news[row] = news.get(row - 1, column[row - 1])
    return replaced(column, news)
