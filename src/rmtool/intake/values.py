"""Cells → values: text, words, shares, degrees, tags; and whole columns. Not: which column means what.

A reader takes one cell and gives its value, or None where the cell says nothing; it raises ValueError for a cell that
says something which can't be read, and DamagedError where a spreadsheet has already lost part of it. Cells are `str`,
numbers, dates and times; a sheet's booleans arrive as text. Readers of more than a few lines have modules of their
own: amounts.py, dates.py, times.py, identities.py.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Generic, NamedTuple, TypeVar

from rmtool.core.half_width import half_width
from rmtool.core.hours import parse_hours, write_hours
from rmtool.intake.packed import different, found_in, turned
from rmtool.intake.vocabulary import vocabulary, word_of

Cell = str | int | float | date | datetime | time | timedelta
Value = TypeVar("Value")
Reader = Callable[[Cell], Value | None]

LONGEST_FIGURE = 64
"""Characters that an amount, date, time or length may be written with; what is longer is none."""

EXACT_FLOAT = 10**15
"""From here on a spreadsheet has rounded a number's last digits away."""

_ERROR_CELLS = frozenset({"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff]|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
"""What takes no room and says nothing; what joins two emoji into one does."""
_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_APOSTROPHE = re.compile(r"'([\d.,\-+ ]+)")
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANKS = re.compile(r"\s+")
_AMONG_CHINESE = re.compile(r"(?<=[\u3400-\u9fff()（）])\s+(?=[\u3400-\u9fff()（）])")
_SPREAD = re.compile(r"[\u3400-\u9fff]\s+[\u3400-\u9fff]{1,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_DIGITS = re.compile(r"\d", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_TAGS = re.compile(r"[,;，；、|/\n]+")


class DamagedError(ValueError):
    """A spreadsheet stored a code as a number and lost digits of it."""


class Column(NamedTuple, Generic[Value]):
    """One column read: a value or None per row, and the rows (as indices) whose cell can't be read or is damaged."""

    values: Sequence[Value | None]
    unreadable: Sequence[int]
    damaged: Sequence[int]


def read_column(cells: Sequence[Cell], reader: Reader[Value]) -> Column[Value]:
    """Every cell of a column through `reader`; equal cells are read once."""
    table: dict[Cell, Value | None] = {}
    failed: dict[Cell, bool] = {}
    for cell in different(cells):
        try:
            table[cell] = reader(_unwrapped(cell) if cell.__class__ is str else cell)
        except (ValueError, ArithmeticError) as error:
            table[cell] = None
            failed[cell] = isinstance(error, DamagedError)
    values = turned(cells, table.__getitem__)
    rows = found_in(cells, failed) if failed else []
    return Column(values, rows, [index for index in rows if failed[cells[index]]])


def _unwrapped(cell: str) -> str:
    """The text of a cell that an export wrote so that a spreadsheet takes it for text: `="00123"`, `'00123`."""
    if cell[:1] not in ("=", "'"):
        return cell
    found = _FORMULA_TEXT.fullmatch(cell.strip()) or _APOSTROPHE.fullmatch(cell.strip())
    return found[1].replace('""', '"') if found else cell


def as_text(cell: Cell) -> str:
    """The cell as a list shows it, in a form that reads back as the same value."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return to_second(cell).isoformat(sep=" ")
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < EXACT_FLOAT:
            return str(int(cell))
        if abs(cell) >= EXACT_FLOAT:
            return f"{cell:.5E}"
        written = repr(cell)
        return f"{cell:.15f}" if "e" in written else written
    return str(cell)


def to_second(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)


def is_missing(text: str) -> bool:
    """Whether the cell says nothing: it is blank or holds a word such as `—`, `暂无` or `NULL`."""
    return word_of(text) in vocabulary().missing


def text(cell: Cell) -> str | None:
    """Plain text: without outer blanks, invisible and control characters; a number as it is written.

    The apostrophe goes too that a list of text carries before what a spreadsheet would take for a formula.
    """
    if not isinstance(cell, str):
        return as_text(cell)
    if cell in _ERROR_CELLS:
        raise ValueError(cell)
    if cell.isalnum():  # nothing to take off, which is quickly told
        if cell.isascii():
            return None if cell.casefold() in vocabulary().missing else cell
        if "\u4e00" <= cell[0] <= "\u9fff":
            return None if cell in vocabulary().missing else cell
    bare = _CONTROL.sub(" ", INVISIBLE.sub("", cell)).strip()
    if bare.startswith("'") and bare[1:].lstrip().startswith(_FORMULA_STARTS):
        bare = bare[1:].lstrip()
    return None if is_missing(bare) else bare


def client_name(cell: Cell) -> str | None:
    """A client's name: text without the blanks that spread it over its column (`张　三`, `深圳 华强  公司`)."""
    said = text(cell)
    if said is None or said.isalnum():
        return said
    return _BLANKS.sub(" ", _AMONG_CHINESE.sub("", said))


def person_name(cell: Cell) -> str | None:
    """Somebody's name; blanks within a name of a Chinese character or two go, those between several names stay."""
    said = text(cell)
    return said and (said.replace(" ", "").replace("\u3000", "") if _SPREAD.fullmatch(said) else said)


def refuse_other_digits(written: str) -> None:
    """Raises ValueError for a raised, circled or foreign digit: `1,234²` isn't 12342."""
    if len(_DIGITS.findall(unicodedata.normalize("NFKC", written))) != len(_DIGITS.findall(half_width(written))):
        raise ValueError(written)


def plain_number(bare: str) -> float:
    if not _NUMBER.fullmatch(bare):
        raise ValueError(bare)
    return float(bare)


def coordinate_reader(bound: float) -> Reader[float]:
    """A reader of degrees from -`bound` to `bound`; exactly 0 stands for a point that nobody knows."""

    def coordinate(cell: Cell) -> float | None:
        if isinstance(cell, str) and is_missing(cell):
            return None
        if not isinstance(cell, str | int | float):
            raise ValueError(cell)
        degrees = plain_number(word_of(cell)) if isinstance(cell, str) else float(cell)
        if not -bound <= degrees <= bound or degrees == 0:
            raise ValueError(cell)
        return degrees

    return coordinate


def word_reader(meanings: Mapping[str, str]) -> Reader[str]:
    """A reader of words that have a set meaning, such as 对公 or retail."""

    def word(cell: Cell) -> str | None:
        bare = text(cell)
        if bare is None:
            return None
        try:
            return meanings[word_of(bare)]
        except KeyError:
            raise ValueError(bare) from None

    return word


def likelihood_reader(per_cent: bool) -> Reader[float | str]:
    """A reader of likelihoods: 0 to 1, `60%` (or a bare 60 where the column is `per_cent`), or a level in words."""

    def likelihood(cell: Cell) -> float | str | None:
        if isinstance(cell, str):
            bare = word_of(cell)
            if is_missing(bare):
                return None
            if level := vocabulary().levels.get(bare):
                return level
            share = plain_number(bare.removesuffix("%")) / (100 if per_cent or bare.endswith("%") else 1)
        elif isinstance(cell, int | float):
            share = cell / (100 if per_cent else 1)
        else:
            raise ValueError(cell)
        if not 0 <= share <= 1:
            raise ValueError(cell)
        return share

    return likelihood


def hours(cell: Cell) -> str | None:
    """Hours in which a client is to be seen, as core/hours.py writes them."""
    written = text(cell)
    return None if written is None else write_hours(parse_hours(written))


def grade(cell: Cell) -> str | None:
    """A prospect's grade: A, B or C."""
    bare = text(cell)
    if bare is None:
        return None
    letter = word_of(bare).upper().removesuffix("级").removesuffix("类").strip()
    if letter not in ("A", "B", "C"):
        raise ValueError(bare)
    return letter


def tags(cell: Cell) -> tuple[str, ...] | None:
    """Tags, divided by commas, semicolons, 、, bars or slashes; each once, in the order written."""
    bare = text(cell)
    if bare is None:
        return None
    return tuple(dict.fromkeys(part for tag in _TAGS.split(bare) if (part := tag.strip()))) or None
