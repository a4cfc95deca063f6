"""A column's values → cells of a spreadsheet: numbers stay numbers, days days, all else text. Not: their look.

Text is never run: it is written as a string whatever it looks like, with what acts or hides as visible escapes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rmtool.lang import Language
from rmtool.phrase import Phrase
from rmtool.show.text import Column, Marked, Record, display_width, gate, stands_right

Value = str | int | float | bool | date | None

DAY, TIME, MONTH, TEXT = "yyyy-mm-dd", "hh:mm", "yyyy-mm", "@"
WHOLE, CENTS, SHARE, TENTHS = "#,##0", "#,##0.00", "0.0%", "#,##0.0"

NARROWEST, WIDEST = 5, 46
"""Characters of the narrowest and the widest column; longer text is broken into lines."""

_ONE_LINE = 10
"""Characters of a heading that isn't broken into two lines."""

_MOST = 32_000
"""Characters that a cell holds; a spreadsheet refuses a file with more than 32,767."""

_FIRST_DAY = date(1900, 3, 1)
"""Days before it are text: spreadsheets don't agree on their numbers."""

_MINUTES_A_DAY = 1440


class Cells(NamedTuple):
    """A column of cells: values, the state of each that has one, how numbers are written, and its look.

    `width` is that of the longest in characters; `wraps` says whether texts are broken into lines.
    """

    values: Sequence[Value]
    states: Sequence[str]
    number: str
    width: int
    right: bool
    wraps: bool


def cells_of(rows: Sequence[Record], column: Column, language: Language) -> Cells:
    """The cells of a section's column."""
    key = column.key
    raw = [row.get(key) for row in rows]
    states = [value.state if isinstance(value, Marked) else "" for value in raw]
    read = _WAYS.get(column.way, _plain)
    values = [_value(value.value if isinstance(value, Marked) else value, read, language) for value in raw]
    number = _number(values, column.way)
    longest = max((_width(value, number) for value in values), default=0)
    right = stands_right(column) or number in (WHOLE, CENTS, SHARE, TENTHS)
    return Cells(values, states, number, longest, right, longest > WIDEST or _has_lines(values))


def text_of(said: object, language: Language) -> str:
    """Anything as a cell's text, line by line safe to read."""
    text = said if isinstance(said, str) else language.say(said)
    if len(text) > _MOST // 2:
        text = text.encode("utf-16-le", "surrogatepass")[: 2 * _MOST].decode("utf-16-le", "ignore")
    return gate(text) if "\n" not in text else "\n".join(map(gate, text.split("\n")))


def _value(value: object, read: Callable[[Any], Value], language: Language) -> Value:
    if value is None or value == "":
        return None
    if isinstance(value, Phrase | str):
        return text_of(value, language) or None
    found = read(value)
    if isinstance(found, date) and found < _FIRST_DAY:
        return found.isoformat()
    return found if isinstance(found, str | int | float | date) else text_of(value, language)


def _plain(value: Any) -> Value:
    return value if isinstance(value, int | float | date) else None


def _money(fen: Any) -> Value:
    if not isinstance(fen, int):
        return _plain(fen)
    return fen // 100 if fen % 100 == 0 else fen / 100


def _share(share: Any) -> Value:
    return share[0] / share[1] if isinstance(share, tuple) else _plain(share)


def _time(minute: Any) -> Value:
    return minute / _MINUTES_A_DAY if isinstance(minute, int) else None


_WAYS: Mapping[str, Callable[[Any], Value]] = {"money": _money, "share": _share, "clock": _time}


def _number(values: Sequence[Value], way: str) -> str:
    """How a column's figures are written: money to the cent if any amount has cents."""
    if way in ("share", "clock", "month"):
        return {"share": SHARE, "clock": TIME, "month": MONTH}[way]
    figures = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if way in ("money", "amount", "number"):
        whole = all(value == int(value) for value in figures)
        return WHOLE if whole else TENTHS if way == "number" else CENTS
    if not figures and any(isinstance(value, str) and value.isdecimal() for value in values):
        return TEXT
    return ""


def number_of(value: Value, number: str) -> str:
    """How a value of a column is written whose figures are written as `number` says: a day is always a day."""
    return DAY if isinstance(value, date) and number != MONTH else number


def _width(value: Value, number: str) -> int:
    if isinstance(value, str):
        return display_width(value) if "\n" not in value else max(map(display_width, value.split("\n")))
    if value is None:
        return 0
    if isinstance(value, date):
        return len(DAY)
    if number == CENTS:
        return len(f"{value:,.2f}")
    return 6 if number in (SHARE, TIME) else len(f"{value:,.0f}") if number == WHOLE else len(f"{value:.10g}")


def _has_lines(values: Sequence[Value]) -> bool:
    return any(isinstance(value, str) and "\n" in value for value in values)


def width_of(cells: Cells, heading: str) -> int:
    """The width of a column of cells under a heading, which may take two lines; a mark to filter by stands beside."""
    words = max((len(word) for word in heading.split() if word.isascii()), default=0)
    wide = display_width(heading)
    headed = max(words, wide if wide <= _ONE_LINE else -(-wide // 2)) + 3
    return min(max(cells.width + 2, headed, NARROWEST), WIDEST)
