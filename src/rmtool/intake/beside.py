"""Lists that stand side by side on one sheet → a sheet for each. Not: lists one below the other (tables.py).

They are told by blank columns between them, or by headings that begin anew: 姓名 余额 姓名 余额.
"""

from collections.abc import Sequence
from itertools import pairwise

from rmtool.intake.grid import Sheet
from rmtool.intake.headings import Heading, Wanted
from rmtool.intake.tables import IDENTITY, Head, find_head
from rmtool.intake.values import as_text
from rmtool.intake.vocabulary import key_of

_SHORT = ("简称", "short", "jc")
"""What a second name of the same client is headed by; it begins no list of its own."""

_NARROWEST = 2
"""Columns that a list has at least."""


def parted(sheet: Sheet, head: Head, wants: Wanted) -> list[Sheet]:
    """The sheet as it is, or in parts if it holds several lists side by side; `head` heads the first of them."""
    starts = _by_blank_columns(sheet, head, wants) or _by_repetition(head)
    if not starts:
        return [sheet]
    return [_part(sheet, start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _by_blank_columns(sheet: Sheet, head: Head, wants: Wanted) -> list[int]:
    """Where lists begin between which columns are blank; none unless at least two name their clients alike."""
    width = sheet.rows.width()
    named = sheet.rows[head.row]
    blank = [c for c in range(width) if c >= len(named) or not as_text(named[c]).strip()]
    blank = [c for c in blank if not any(as_text(cell).strip() for cell in sheet.rows.different(c))]
    edges = [-1, *blank, width]
    starts: list[int] = []
    known: set[str] = set()
    for left, right in pairwise(edges):
        if right - left - 1 < _NARROWEST:
            continue
        found = find_head(_part(sheet, left + 1, right).rows, wants)
        fields = _identity(found.headings) if found else set()
        if found and _says_more(found.headings) and (not starts or fields & known):
            starts.append(0 if not starts else left + 1)
            known |= fields
    return starts if len(starts) > 1 else []


def _identity(headings: Sequence[Heading]) -> set[str]:
    """The fields of the client that the headings name."""
    firsts = [heading for heading in headings if heading.claims and not _is_short(heading.text)]
    return {heading.claims[0].field for heading in firsts} & IDENTITY


def _is_short(text: str) -> bool:
    return any(word in key_of(text) for word in _SHORT)


def _says_more(headings: Sequence[Heading]) -> bool:
    return sum(heading.text != "" for heading in headings) >= _NARROWEST


def _by_repetition(head: Head) -> list[int]:
    """Where headings begin anew that are the same ones each time, the client's among them."""
    keys = [key_of(heading.text) for heading in head.headings]
    starts = [index for index, key in enumerate(keys) if key and key == keys[0]]
    period = starts[1] if len(starts) > 1 else 0
    if period < _NARROWEST or starts != list(range(0, period * len(starts), period)):
        return []
    runs = [keys[start : start + period] for start in starts]
    return starts if all(run == runs[0] for run in runs) and _identity(head.headings[:period]) else []


def _part(sheet: Sheet, start: int, end: int | None) -> Sheet:
    """The sheet's columns from `start` to before `end`, as a sheet of their own."""
    stop = end if end is not None else sheet.rows.width()
    return sheet._replace(
        rows=sheet.rows.part(start, end),
        merged=tuple((a, b - start, c, d - start) for a, b, c, d in sheet.merged if start <= b and d < stop),
        comments={(row, c - start): said for (row, c), said in sheet.comments.items() if start <= c < stop},
    )
