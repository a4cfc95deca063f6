"""Amounts of money: whole fen as `int`, and the ways in which people write them (万, 亿). Not: what an amount means."""

import re

from rmtool.core.half_width import half_width

FEN_PER_YUAN = 100

UNITS = {
    "": 1,
    "元": 1,
    "千": 1_000,
    "千元": 1_000,
    "万": 10_000,
    "万元": 10_000,
    "百万": 1_000_000,
    "百万元": 1_000_000,
    "千万": 10_000_000,
    "千万元": 10_000_000,
    "亿": 100_000_000,
    "亿元": 100_000_000,
}
"""Yuan in one of each unit."""

LARGEST_FEN = 10**17
"""A quadrillion yuan: what lies beyond is a slip, and the book couldn't hold it."""

_SIGN, _WHOLE, _UNIT = r"([+-]?) ?", r"(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)", r"(千|万|百万|千万|亿)?"
_WRITTEN = rf"{_SIGN}¥? ?{_SIGN}{_WHOLE}(?:\.(\d*))? ?{_UNIT} ?(元?)"
_LONGEST = 30


def parse_amount(text: str, unit: int = 1) -> int:
    """The amount that `text` states, in fen: `1000万`, `0.5亿`, `200,000`, `¥1,234.50`, `(1,234.00)` if negative.

    `unit` is what a bare number counts, in yuan; a unit in the text outranks it. Half a fen rounds away from zero.
    Raises ValueError if the text isn't an amount, or one beyond LARGEST_FEN.
    """
    bare = " ".join(half_width(text).split())
    bracketed = bare.startswith("(") and bare.endswith(")")
    found = re.fullmatch(_WRITTEN, bare[1:-1].strip() if bracketed else bare, re.ASCII)
    if not found or len(bare) > _LONGEST:
        raise ValueError(text)
    before, after, whole, fraction, written_unit, yuan = found.groups(default="")
    digits = whole.replace(",", "").replace(" ", "") + fraction
    if not digits or len(before) + len(after) + bracketed > 1:
        raise ValueError(text)
    if written_unit or yuan:
        unit = UNITS[written_unit]
    fen = _divide_half_up(int(digits) * unit * FEN_PER_YUAN, 10 ** len(fraction))
    if fen > LARGEST_FEN:
        raise ValueError(text)
    return -fen if bracketed or before == "-" or after == "-" else fen


def fen_of(number: int | float, unit: int = 1) -> int:
    """`number` times `unit` yuan, in fen; half a fen rounds away from zero. Raises ValueError for NaN and infinities.

    A float stands for the shortest decimal that reads back as it, which is what the sheet shows.
    """
    if isinstance(number, int):
        return number * unit * FEN_PER_YUAN
    over, under = _ratio(number)
    scaled = abs(over) * unit * FEN_PER_YUAN
    return _divide_half_up(scaled, under) if over >= 0 else -_divide_half_up(scaled, under)


def _ratio(number: float) -> tuple[int, int]:
    text = repr(number)
    if "e" in text or "n" in text:
        try:
            return number.as_integer_ratio()
        except OverflowError:
            raise ValueError(text) from None
    whole, _, fraction = text.partition(".")
    return int(whole + fraction), 10 ** len(fraction)


def _divide_half_up(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)
