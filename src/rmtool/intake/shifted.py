"""Text files whose amounts were torn apart by a decimal or thousands comma, which shifts every column after it.

Not: any other damage (lists.py).

Rows that end up longer than the headings would be set aside one by one; but where many are torn, those that happen to
be no longer are wrong without a sign. So such a file is refused as a whole.
"""

import re
from collections.abc import Iterator, Sequence

from rmtool.errors import InputError
from rmtool.intake.grid import Sheet
from rmtool.intake.tables import Head
from rmtool.intake.values import Cell, as_text
from rmtool.phrase import phrase

_WHOLE = re.compile(r"\s*[-+(]?\s*[¥￥$€]?\s*\d{1,12}\s*", re.ASCII)
_REST = re.compile(r"\s*(?:\d{1,2}|\d{3}(?:\.\d+)?)\s*\)?\s*", re.ASCII)
_NUMBER = re.compile(r"\s*[-+(]?\s*[¥￥$€]?\s*[\d.]*\s*[万亿]?元?\)?\s*", re.ASCII)

_AT_LEAST = 2
_SHARE = 20
"""A file is refused if so many rows are torn, and more than one in so many."""

_SHOWN = 3


def refuse_shifted(file: str, sheet: Sheet, head: Head, amounts: Sequence[int]) -> None:
    """Raises InputError, with the first places, if the amounts of a text file are torn apart."""
    if not sheet.ragged or not amounts:
        return
    width = max(len(head.headings), 0 if head.signature else len(sheet.rows[head.row]))
    below = sheet.rows[head.row + 1 : head.end]
    long = [(head.row + 2 + index, below[index]) for index in below.wider(width)]
    if len(long) < _AT_LEAST:
        return
    torn = [(number, at) for number, row in long if (at := _torn_at(row, width, amounts))]
    rows = sum(1 for row in below if any(row))
    if len(torn) < _AT_LEAST or len(torn) * _SHARE <= rows:
        return
    places = tuple(
        phrase("intake.torn", row=number, column=head.headings[column].label, whole=whole, rest=rest)
        for number, (column, whole, rest) in torn[:_SHOWN]
    )
    raise InputError("intake.shifted", details=places, file=file, torn=len(torn), rows=rows)


def _torn_at(row: Sequence[Cell], width: int, amounts: Sequence[int]) -> tuple[int, str, str] | None:
    """The first amount of a row that is torn in two, with its parts, if that accounts for all cells too many."""
    texts = list(map(as_text, row))
    found = list(_tears(texts, len(texts) - width, amounts))
    return found[0] if len(found) == len(texts) - width else None


def _tears(texts: Sequence[str], extra: int, amounts: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """The amounts torn in two, from left to right; it ends where an amount is no number once the tears are mended."""
    shift = 0
    for column in amounts:
        at = column + shift
        if at >= len(texts) or not _NUMBER.fullmatch(texts[at]):
            return
        whole = texts[at]
        while shift < extra and at + 1 < len(texts) and _WHOLE.fullmatch(whole) and _REST.fullmatch(texts[at + 1]):
            yield column, texts[at], texts[at + 1]
            shift, at = shift + 1, at + 1
            if len(texts[at].strip()) != 3:
                break
