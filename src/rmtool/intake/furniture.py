"""The rows below headings that are no rows of the list: headings and titles again, totals, notes, titles of groups.

Not: rows that hold nothing or are hidden (lists.py).
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from rmtool.intake import values
from rmtool.intake.grid import Rows
from rmtool.intake.headings import part_columns
from rmtool.intake.packed import different, found_in
from rmtool.intake.tables import Head
from rmtool.intake.values import Cell
from rmtool.intake.vocabulary import key_of, vocabulary, word_of
from rmtool.phrase import Phrase, phrase

_LEGEND = re.compile(r"(?:图例|图示|(?:符号|代码|标识|方式)说明|legend|key)\s*(?:[:：].*)?", re.DOTALL)

_LONGEST_TOTAL = 24
"""Characters that a cell such as 合计, `Grand total:` or 南山支行小计 may have."""

_COUNTED = re.compile(
    r"(?:共|合计|总计|total)?\s*[:：]?\s*共?\s*\d+\s*(?:户|家|条|笔|行|人|clients|rows)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"(?:\(?(?P<number>\d{1,3})\)?|(?P<letter>[a-z])|(?P<stem>[甲乙丙丁戊己庚辛壬癸]))(?:=.*)?")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FEWEST_NUMBERED = 3
"""Cells of a row that numbers the columns."""

_FEWEST_CELLS = 3
"""Cells of a row in which a single one may be a note: in a list of nothing but names each row has one."""

_GROUP = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*[、.:].*|\([一二三四五六七八九十]{1,3}\).*|第[一二三四五六七八九十\d]+部分.*"
)
_COUNTS = frozenset("(（第一二三四五六七八九十")
"""What a counted title begins with."""

_FIRST_COLUMNS = 6
"""The first columns, in which a total, title or note may begin besides the number's and the name's."""


class _Body:
    """The rows below the headings, and the columns in which a row begins."""

    def __init__(self, rows: Rows, columns: Mapping[str, int], parts: Collection[int]) -> None:
        self.rows, self.columns, self.parts = rows, columns, parts
        self.identity = [columns[field] for field in ("client_no", "name") if field in columns]
        width = len(rows.columns)
        named = [*self.identity, *parts]
        self.first = list(dict.fromkeys([*named, *range(width)][: len(named) + _FIRST_COLUMNS]))

    def holding(self, wanted: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
        """Row and column of the cells (text) that are wanted; each distinct cell is asked about once."""
        for column in self.first:
            cells = self.rows.columns[column]
            words = {cell for cell in different(cells) if isinstance(cell, str) and cell and wanted(cell)}
            yield from ((index, column) for index in found_in(cells, words))


def rows_to_skip(
    rows: Rows,
    head: Head,
    above: Sequence[Sequence[Cell]],
    columns: Mapping[str, int],
    warn: Callable[[Phrase], None],
) -> set[int]:
    """The rows (by index) that are none of the list, having said how many of which sort there are.

    `above` are the rows above the headings, which the pages of a printed list repeat.
    """
    body = _Body(rows, columns, part_columns(head.headings) if columns else ())
    skipped: set[int] = set()
    for sort, found in (
        ("repeated_headings", _repeated_headings(rows, head)),
        ("column_numbers", _column_numbers(rows)),
        ("repeated_titles", _repeated_titles(body, above)),
        ("totals", _totals(body)),
    ):
        if new := found - skipped:
            warn(phrase(f"intake.{sort}", count=len(new)))
            skipped |= new
    if new := _notes(body, skipped) - skipped:
        warn(phrase("intake.footnotes", count=len(new)))
        skipped |= new
    if new := _group_titles(body) - skipped:
        first = min(new)
        warn(phrase("intake.group_titles", count=len(new), cell=next(filter(None, map(_text, rows[first])))))
        skipped |= new
    return skipped


def _text(cell: Cell) -> str:
    return " ".join(values.as_text(cell).split())


def _repeated_headings(rows: Rows, head: Head) -> set[int]:
    """The rows that repeat the headings, or one row of those that stand over several."""
    paths = [heading.text.split("/") for heading in head.headings]
    column = next((index for index, heading in enumerate(head.headings) if heading.text), None)
    if column is None:
        return set()
    firsts = {*paths[column], head.headings[column].text}
    cells = rows.columns[column]
    alike = {cell for cell in different(cells) if cell in firsts or (not cell and head.top < head.row)}
    found = set()
    for index in found_in(cells, alike):
        said = [(i, text) for i, cell in enumerate(rows[index]) if (text := _text(cell))]
        if len(said) > 1 and all(text in paths[i] or text == head.headings[i].text for i, text in said):
            found.add(index)
    return found


def _column_numbers(rows: Rows) -> set[int]:
    """The row below the headings that numbers the columns (1 2 3, A B C, 甲 乙 1 2), and where a page repeats it."""
    if not rows or not _is_numbering([text for cell in rows[0] if (text := word_of(values.as_text(cell)))]):
        return set()
    first = rows[0]
    return {index for index in found_in(rows.columns[0], {first[0]}) if rows[index] == first}


def _is_numbering(said: Sequence[str]) -> bool:
    """Whether each cell goes on from the one before; numbers may follow 甲 乙 丙."""
    before: tuple[str, int] = ("", 0)
    for text in said:
        found = _NUMBERED.fullmatch(text)
        if not found:
            return False
        here = _place(found)
        begins = here[1] == 1 and (before == ("", 0) or (before[0] == "stem" and before[1] > 1))
        if not begins and here != (before[0], before[1] + 1):
            return False
        before = here
    return len(said) >= _FEWEST_NUMBERED and len(set(said)) == len(said)


def _place(found: re.Match[str]) -> tuple[str, int]:
    if found["number"]:
        return "number", int(found["number"])
    if found["letter"]:
        return "letter", ord(found["letter"]) - ord("a") + 1
    return "stem", _STEMS.index(found["stem"]) + 1


def _repeated_titles(body: _Body, above: Sequence[Sequence[Cell]]) -> set[int]:
    """The rows that say what a row above the headings says, but for the numbers in it (第2页 共3页)."""
    titles = {tuple(_bare_texts(row)) for row in above} - {()}
    if not titles:
        return set()
    initials = {title[0][:1] for title in titles}
    firsts = {title[0] for title in titles}
    begun = body.holding(lambda cell: cell.strip()[:1] in initials and _bare(cell) in firsts)
    return {index for index, _ in begun if tuple(_bare_texts(body.rows[index])) in titles}


def _bare(cell: Cell) -> str:
    return _DIGITS.sub("#", _text(cell))


def _bare_texts(row: Sequence[Cell]) -> list[str]:
    return [text for cell in row if (text := _bare(cell))]


def _totals(body: _Body) -> set[int]:
    first = vocabulary().totals_initials
    last = {ending[-1] for ending in vocabulary().subtotal_endings} | set(" :：\u3000")
    words = body.holding(lambda cell: (cell[:1] in first or cell[-1:] in last) and _is_total_word(cell))
    return {index for index, column in words if _is_total(body, index, column)}


def _is_total_word(cell: str) -> bool:
    words = vocabulary()
    if len(cell) > _LONGEST_TOTAL:
        return False
    if cell[:1] in words.totals_initials:
        key = key_of(_IN_BRACKETS.sub("", cell))
        return key in words.totals or _COUNTED.fullmatch(cell.strip()) is not None
    return cell.rstrip(" :：\u3000").endswith(words.subtotal_endings)


def _is_total(body: _Body, index: int, column: int) -> bool:
    """Whether nothing else in the row than the word for a total says whom it is about.

    A firm may be called Total, but none is called 小计: where that stands for the name, whatever stands beside it (the
    client manager's name) says what is summed up. Neither is an account, so there it sums up the client's.
    """
    row = body.rows[index]
    if column in body.parts:
        return True
    counts = [body.columns.get("name")]  # a bare number among names counts them
    others_said = [i for i in body.identity if i != column and not (i in counts and isinstance(row[i], int | float))]
    if any(_says_something(row[i]) for i in others_said):
        return False
    if column in body.identity and not values.as_text(row[column]).isascii():
        return True
    amounts = {i for field, i in body.columns.items() if field in vocabulary().measures or field == "amount"}
    others = [row[i] for i in body.columns.values() if i != column and i not in amounts]
    return not any(isinstance(cell, str) and _says_something(cell) for cell in others)


def _says_something(cell: Cell) -> bool:
    text = values.as_text(cell)
    return not values.is_missing(text) and not _is_total_word(text)


def _notes(body: _Body, skipped: Collection[int]) -> set[int]:
    """Signatures, dates, page numbers (`制表人：张三`), and notes below the last row with the lines they go on in."""
    if len(body.columns) < 2 and (not body.rows or len(body.rows[0]) < _FEWEST_CELLS):
        return set()
    shape = _note_shape()
    found: set[int] = set()
    running: list[int] = []
    for index in range(len(body.rows) - 1, -1, -1):
        if index in skipped:
            continue
        said = _words(body.rows[index])
        running.append(index)
        if _is_note(said, shape):
            found.update(running)
            running = []
        elif len(said) > 1 or len(body.rows[index]) < _FEWEST_CELLS:
            break
    begun = body.holding(lambda cell: (":" in cell or "：" in cell or cell[:1] == "第") and _fits(cell, shape))
    return found | {index for index, _ in begun if _is_note(_words(body.rows[index]), shape)}


def _note_shape() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocabulary().footnotes))
    return re.compile(
        rf"(?:{words})[^:：]{{0,12}}[:：].*|第\s*\d+\s*页.*|(?:注|备注|说明|note|notes)\s*\d{{0,2}}[:：.、]?", re.DOTALL
    )


def _fits(cell: str, shape: re.Pattern[str]) -> bool:
    return shape.fullmatch(word_of(cell)) is not None


def _words(row: Sequence[Cell]) -> list[str]:
    return [word for cell in row if (word := word_of(values.as_text(cell)))]


def _is_note(said: Sequence[str], shape: re.Pattern[str]) -> bool:
    """Whether every cell is a note, or what a label that ends in a colon stands before; or the row explains signs."""
    if said and _LEGEND.fullmatch(said[0]):
        return True
    labelled = False
    for word in said:
        if shape.fullmatch(word):
            labelled = word.endswith((":", "："))
        elif labelled:
            labelled = False
        else:
            return False
    return bool(said)


def _group_titles(body: _Body) -> set[int]:
    """The rows of one cell that is the title of those below: a counted one (一、制造业), or one left of the client."""
    if len(body.rows.columns) < _FEWEST_NUMBERED:
        return set()
    counted = {index for index, _ in body.holding(lambda cell: cell.strip()[:1] in _COUNTS and _is_counted(cell))}
    left = set()
    if body.identity and min(body.identity) > 0:
        left = {
            index
            for index in found_in(body.rows.columns[body.identity[0]], {""})
            if isinstance(cell := body.rows.columns[0][index], str) and cell
            if all(body.rows.columns[column][index] == "" for column in body.identity)
        }
    return {index for index in counted | left if len(_words(body.rows[index])) == 1}


def _is_counted(cell: str) -> bool:
    return _GROUP.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is not None
