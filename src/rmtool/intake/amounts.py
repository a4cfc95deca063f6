"""Cells → amounts in fen, with their units, currencies and signs. Not: which column is in which unit (headings.py)."""

import re

from rmtool.core.money import LARGEST_FEN, fen_of, parse_amount
from rmtool.intake.values import INVISIBLE, LONGEST_FIGURE, Cell, Reader, is_missing, refuse_other_digits
from rmtool.intake.vocabulary import vocabulary, word_of

_EXACT_CENTS = 10**12
"""Amounts below it have at most 14 digits with their cents."""

_PLAIN_AMOUNT = re.compile(r"(-?)(\d{1,15})(?:\.(\d\d?))?", re.ASCII)
_SIGN_BEHIND = re.compile(r"([^+(-]*\d)\s*-")
_COMMA_FOR_POINT = str.maketrans(",.", ".,")


def amount_reader(unit: int, currency: str | None, decimal: str = ".") -> Reader[int]:
    """A reader of amounts, in fen; a bare number counts `unit` yuan, and `decimal` stands before its cents.

    An amount in another currency can't be read.
    """

    def amount(cell: Cell) -> int | None:
        if isinstance(cell, str):
            plain = _PLAIN_AMOUNT.fullmatch(cell) if decimal == "." else None
            fen = _plain_amount(plain, unit) if plain else _written_amount(cell, unit, currency, decimal)
        elif isinstance(cell, int | float):
            fen = _cents(cell) * unit if _is_in_cents(cell) else fen_of(cell, unit)
        else:
            raise ValueError(cell)
        if fen is not None and abs(fen) > LARGEST_FEN:
            raise ValueError(cell)
        return fen

    return amount


def _is_in_cents(number: int | float) -> bool:
    """Whether the number is some hundredths and no more, told without writing it out: below 15 digits that is exact."""
    return -_EXACT_CENTS < number < _EXACT_CENTS and _cents(number) / 100 == number


def _cents(number: int | float) -> int:
    return round(number * 100)


def _plain_amount(found: re.Match[str], unit: int) -> int:
    sign, whole, cents = found.groups(default="")
    fen = int(whole + cents.ljust(2, "0")) * unit
    return -fen if sign else fen


def _written_amount(cell: str, unit: int, currency: str | None, decimal: str) -> int | None:
    if is_missing(cell):
        return None
    if len(cell) > LONGEST_FIGURE:
        raise ValueError(cell)
    if not cell.isascii():
        refuse_other_digits(cell)
    bare = INVISIBLE.sub("", word_of(cell))
    if decimal == ",":
        bare = bare.translate(_COMMA_FOR_POINT)
    if behind := _SIGN_BEHIND.fullmatch(bare):  # as core banking systems print it
        bare = f"-{behind[1]}"
    for mark, named in vocabulary().currencies.items():
        if mark != "¥" and (bare.startswith(mark) or bare.endswith(mark)):
            if named != (currency or "CNY"):
                raise ValueError(cell)
            bare = bare.removeprefix(mark).removesuffix(mark).strip()
            break
    return parse_amount(bare, unit)


def level_or_amount_reader(amount: Reader[int]) -> Reader[int | str]:
    """A reader of a prospect's value: an amount in fen, or a level in words."""

    def value(cell: Cell) -> int | str | None:
        level = vocabulary().levels.get(word_of(cell)) if isinstance(cell, str) else None
        return level or amount(cell)

    return value
