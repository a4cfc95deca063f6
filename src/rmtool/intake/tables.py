"""Where the lists of a sheet stand: title, headings over one to three rows, the rows below them up to the next list.

Not: what a heading means (headings.py), which of the rows below are no rows of the list (lists.py).
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice, pairwise
from typing import NamedTuple

from rmtool.intake.dates_across import is_weekday, when
from rmtool.intake.grid import Rows, Sheet
from rmtool.intake.headings import IGNORE, Heading, Wanted, known_claims, read_headings
from rmtool.intake.marks import Mark, is_mark, is_remark, is_title, mark_of_title
from rmtool.intake.packed import found_in
from rmtool.intake.stated_month import stated_month
from rmtool.intake.values import Cell, as_text, is_missing
from rmtool.intake.vocabulary import GUESSED, key_of, vocabulary

SEARCHED_ROWS = 20
"""Rows that aren't blank among which the headings are looked for."""

MOST_HEADING_ROWS = 3

_LONGEST_HEADING = 60
_LONGEST_PARENT = 20
IDENTITY = frozenset({"client_no", "name"})
"""The fields by which a heading row is known."""

_MOST_TABLES = 10
_TITLE_ROWS = 4
"""Rows of title that a second list of a sheet may have above its headings."""

_NUMBER_IN = re.compile(r"\d{3}")
"""What no heading that names clients holds."""

_NOTE = re.compile(r"[^()（）]*[:：]\s*[^\s()（）]")
"""A cell that says something itself (币种：人民币) instead of heading others."""

_FIRST_COLUMNS = 4
"""Columns among whose cells the headings of a second list are looked for."""


class Head(NamedTuple):
    """The headings of a list: their last row and their first (as indices), what they say, and the row after the list.

    `title` is what the rows above say of all amounts, `says` their text. `end` is None if the list runs to the end.
    A list without headings has blank ones, from the row before its first (perhaps -1), and a `signature`: what its
    columns look like.
    """

    row: int
    headings: tuple[Heading, ...]
    title: Mark
    top: int = 0
    says: str = ""
    end: int | None = None
    signature: tuple[str, ...] = ()


def find_head(rows: Sequence[Sequence[Cell]], wants: Wanted, start: int = 0) -> Head | None:
    """The headings of the first list from row `start` on, else None: the rows above them may be blank or a title."""
    best = _best_row(rows, wants, start)
    return None if best is None else head_at(rows, best, wants, start)


def head_at(rows: Sequence[Sequence[Cell]], row: int, wants: Wanted, start: int = 0) -> Head:
    """The headings of which `row` is one row, perhaps with more rows above and below it."""
    top, bottom = _span(rows, row, wants, start)
    says = " ".join(as_text(cell) for above in rows[start:top] for cell in above if cell != "")
    title = Mark()
    for above in reversed(rows[start:top]):
        title = title.over(mark_of_title("\t".join(as_text(cell) for cell in above if cell != "")))
    return Head(bottom, read_headings(joined(rows[top : bottom + 1]), wants), title, top, says)


def plain_head(rows: Sequence[Sequence[Cell]], wants: Wanted) -> Head | None:
    """The row most like headings where none names a client: the first whose cells are all text and as many as below."""
    first = [index for index, row in enumerate(rows[:500]) if any(as_text(cell).strip() for cell in row)]
    for index, below in islice(pairwise(first), SEARCHED_ROWS):
        said = [cell for cell in rows[index] if as_text(cell).strip()]
        width = sum(as_text(cell).strip() != "" for cell in rows[below])
        texts = all(isinstance(cell, str) and not _is_value(cell) for cell in said)
        if len(said) > 1 and texts and 2 * len(said) >= width and not any(is_title(as_text(c)) for c in said):
            return head_at(rows, index, wants)
    return None


def _is_value(text: str) -> bool:
    bare = text.strip()
    return is_missing(bare) or bare.replace(",", "").replace(".", "", 1).lstrip("+-").isdecimal()


def further_heads(sheet: Sheet, head: Head, wants: Wanted) -> list[Head]:
    """The list that `head` heads and those further down the sheet, each with the row after its end."""
    heads = [head]
    while len(heads) < _MOST_TABLES and (row := _next_heading_row(sheet.rows, heads[-1], wants)) is not None:
        start = _title_start(sheet.rows, row, heads[-1].row + 1)
        heads[-1] = heads[-1]._replace(end=start)
        heads.append(head_at(sheet.rows, row, wants, start))
    return heads


def _next_heading_row(rows: Rows, head: Head, wants: Wanted) -> int | None:
    """The next row that is a heading row of another list: it names a client and something else, in other words."""
    texts = {key_of(heading.text) for heading in head.headings if heading.text}
    for column in range(min(len(head.headings), _FIRST_COLUMNS)):
        names = _names_among(rows, column, wants)
        for index in _standing_in(rows, column, names) if names else ():
            row = rows[index]
            if index <= head.row:
                continue
            if _heads_another(row, texts, wants) or _heads_another_month(rows, index, head):
                return index
    return None


def _names_among(rows: Rows, column: int, wants: Wanted) -> set[Cell]:
    """The cells of a column that name a client's number or name as a heading does.

    A hundred thousand numbers and names are told from headings by their looks first, which costs far less.
    """
    initials, words = vocabulary().identity_initials, vocabulary().identity_words
    return {
        cell
        for cell in rows.different(column)
        if isinstance(cell, str) and cell[:1] in initials and len(cell) < _LONGEST_PARENT
        if not _NUMBER_IN.search(cell) and words.search(key_of(cell)) and fields_of(cell, wants) & IDENTITY
    }


def _standing_in(rows: Rows, column: int, cells: set[Cell]) -> list[int]:
    """The rows in whose `column` one of the `cells` stands."""
    odd = (index for index, row in rows.odd.items() if column < len(row) and row[column] in cells)
    return sorted({*found_in(rows.cells(column), cells), *odd})


def _heads_another(row: Sequence[Cell], texts: set[str], wants: Wanted) -> bool:
    said = [cell for cell in row if as_text(cell).strip()]
    if not all(isinstance(cell, str | date) for cell in said):
        return False
    named = [cell for cell in said if isinstance(cell, str) and fields_of(cell, wants)]
    return 2 <= len(named) >= len(said) / 2 and not {key_of(as_text(cell)) for cell in said} <= texts


def _heads_another_month(rows: Sequence[Sequence[Cell]], index: int, head: Head) -> bool:
    """Whether the same headings, days without a month, stand below a title that names another month."""
    said = [found for heading in head.headings if not heading.claims and (found := when(heading.text))]
    if len(said) < 2 or any(each.month for each in said):
        return False
    title = rows[_title_start(rows, index, head.row + 1) : index]
    month = stated_month(" ".join(as_text(cell) for row in title for cell in row)).month
    return month is not None and month != stated_month(head.says).month


def _title_start(rows: Sequence[Sequence[Cell]], row: int, first: int) -> int:
    """The first of the title rows above `row`: those with few cells, after a blank row or right above it."""
    start = row
    while start > first and row - start < _TITLE_ROWS:
        said = [as_text(cell) for cell in rows[start - 1] if as_text(cell).strip()]
        if len(said) > 1 and not all(map(is_title, said)):
            break
        start -= 1
        if not said and start < row - 1:
            break
    return start


def _best_row(rows: Sequence[Sequence[Cell]], wants: Wanted, start: int) -> int | None:
    """The row that names the most fields, among them a client's number or name; of equals the first."""
    best, most, seen = None, 0, 0
    for index in range(start, len(rows)):
        texts = [cell for cell in rows[index] if isinstance(cell, str) and cell.strip()]
        if not texts:
            continue
        seen += 1
        if seen > SEARCHED_ROWS:
            break
        fields = {field for cell in texts for field in fields_of(cell, wants)}
        if fields & IDENTITY and len(fields) > most:
            best, most = index, len(fields)
    return best


def fields_of(cell: str, wants: Wanted) -> set[str]:
    """The field that a cell names if it is a heading; none or one."""
    if field := wants.mapped.get(key_of(cell)):
        return set() if field == IGNORE else {field}
    is_heading = len(cell) <= _LONGEST_HEADING and not _NOTE.match(cell)
    claims = known_claims(cell, wants.measures)[0] if is_heading else ()
    return {claims[0].field} if claims else set()


def _span(rows: Sequence[Sequence[Cell]], row: int, wants: Wanted, start: int) -> tuple[int, int]:
    """The first and last row of the headings of which `row` names the most."""
    top = bottom = row
    while bottom - top + 1 < MOST_HEADING_ROWS and top > start and _is_parent(rows, top - 1, top, wants):
        top -= 1
    while bottom - top + 1 < MOST_HEADING_ROWS and bottom + 1 < len(rows):
        if not _is_child(rows[bottom], rows[bottom + 1], rows[row], wants):
            break
        bottom += 1
    return top, bottom


def _texts(row: Sequence[Cell]) -> list[str]:
    return [" ".join(as_text(cell).split()) for cell in row]


def _is_parent(rows: Sequence[Sequence[Cell]], above: int, below: int, wants: Wanted) -> bool:
    """Whether a row groups the columns of the headings below it: several short texts, or one that explains them."""
    parents, children = _texts(rows[above]), _texts(rows[below])
    said = [index for index, text in enumerate(parents) if text]
    spread = [index for index, text in enumerate(children) if text]
    if not said or any(is_title(parents[i]) or len(parents[i]) > _LONGEST_PARENT for i in said):
        return False
    if any(not isinstance(rows[above][i], str | date) and not when(parents[i]) for i in said):
        return False
    if any(parents[i] and i < len(children) and not children[i] for i in said):
        return True  # a heading that spans both rows
    if len(said) == 1 and said[0] <= spread[0]:
        return False
    joint = read_headings(joined([rows[above], rows[below]]), wants)
    alone = read_headings(rows[below], wants)
    if len(said) == 1:
        return _certain(joint) > _certain(alone) or when(parents[said[0]]) is not None
    return _certain(joint) >= _certain(alone)


def _certain(headings: Sequence[Heading]) -> int:
    return len({h.claims[0].field for h in headings if h.claims and h.claims[0].rank < 2 * GUESSED})


def _is_child(row: Sequence[Cell], below: Sequence[Cell], named: Sequence[Cell], wants: Wanted) -> bool:
    """Whether `below` goes on with the headings of `row`: parts of merged ones, units, dates, or the same in English.

    `named` is the row of the headings that names the client; a heading row has no client below it.
    """
    parents, children = _texts(row), _texts(below)
    parents += [""] * (len(children) - len(parents))
    said = [index for index, text in enumerate(children) if text]
    if not said or any(len(children[index]) > _LONGEST_HEADING for index in said):
        return False
    same = sum(
        bool(fields_of(children[i], wants) & fields_of(parents[i], wants)) or children[i] == parents[i] != ""
        for i in said
    )
    if same >= 2 and 2 * same >= len(said):
        return children != parents
    clients = [i for i, cell in enumerate(named) if isinstance(cell, str) and fields_of(cell, wants) & IDENTITY]
    filled = [i for i in clients if i < len(children) and children[i] and children[i] != parents[i]]
    if filled and all(is_mark(children[i]) for i in said):
        return all(is_remark(children[i]) for i in filled)
    if filled and not _is_divided(row, below, filled, wants):
        return False
    days = [i for i in said if is_weekday(children[i]) or when(children[i]) is not None]
    if all(i in days or is_mark(children[i]) for i in said):
        return len(said) > 1 or is_mark(children[said[0]])
    if len(days) > 2 and 2 * len(days) > len(said) and not filled:  # days, and sums beside them
        return all(i in days or isinstance(below[i], str) for i in said)
    if not all(isinstance(below[i], str) and not _is_value(children[i]) for i in said):
        return False
    return any(not parents[i] for i in said if any(parents[:i])) or any(
        parents[i] and parents[i] == parents[i - 1] for i in said if i
    )


def _is_divided(row: Sequence[Cell], below: Sequence[Cell], clients: Sequence[int], wants: Wanted) -> bool:
    """Whether the headings of the client are groups that `below` divides into number and name: `Client` / `No.`."""
    joint = read_headings(joined([row, below]), wants)
    return all(
        i < len(joint) and "/" in joint[i].text and any(c.field in IDENTITY for c in joint[i].claims) for i in clients
    )


def joined(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Headings over several rows as one row of `parent/child`; a merged heading counts for all columns it spans."""
    if len(rows) == 1:
        return _texts(rows[0])
    width = max(map(len, rows))
    levels = [_texts(row) + [""] * (width - len(row)) for row in rows]
    for depth, level in enumerate(levels[:-1]):
        for column in range(1, width):
            is_part = any(lower[column] for lower in levels[depth + 1 :])
            beside = any(lower[column - 1] for lower in levels[depth + 1 :])
            aligned = all(upper[column] == upper[column - 1] for upper in levels[:depth])
            if not level[column] and is_part and beside and aligned:
                level[column] = level[column - 1]
    return list(map(_path, zip(*levels, strict=True)))


def _path(parts: Sequence[str]) -> str:
    kept: list[str] = []
    for part in parts:
        if part and part not in kept[-1:]:
            kept.append(part)
    return "/".join(kept)
