"""Cells → client numbers and other codes, credit codes. Not: numbers never stored (core/secret_numbers.py)."""

import re
import unicodedata
from datetime import date, time, timedelta
from operator import mul

from rmtool.intake.values import EXACT_FLOAT, Cell, DamagedError, refuse_other_digits, text

_SCIENTIFIC = re.compile(r"[+-]?(\d)(?:\.(\d+))?[Ee]\+(\d{2,})", re.ASCII)
_CREDIT_CODE = re.compile(r"[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_DIGITS = {digit: value for value, digit in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_WEIGHTS = (*(pow(3, place, 31) for place in range(17)), 1)
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)


def code(cell: Cell) -> str | None:
    """A client number or the like: text in half-width forms, leading zeros kept; the number 6.0 is `6`."""
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():  # most are, and are quickly told
        return text(cell)
    if isinstance(cell, date | time | timedelta):
        raise ValueError(cell)
    if isinstance(cell, int | float) and abs(cell) >= EXACT_FLOAT:
        raise DamagedError(cell)
    found = text(cell)
    if found is None:
        return None
    if found.isalnum() and found.isascii():
        return found
    bare = found
    if not found.isascii():
        refuse_other_digits(found)
        bare = unicodedata.normalize("NFKC", found)
    if scientific := _SCIENTIFIC.fullmatch(bare):
        return _whole_number(scientific, cell)
    whole = _WHOLE_FLOAT.fullmatch(bare)
    return (whole[1] if whole else bare) or None


def _whole_number(scientific: re.Match[str], cell: Cell) -> str:
    """The number that `1.3812345678E+10` stands for. Raises DamagedError if it doesn't state every digit."""
    first, others, exponent = scientific.groups(default="")
    if len(others) < int(exponent) or len(others.rstrip("0")) > int(exponent):
        raise DamagedError(cell)
    return first + others[: int(exponent)]


def credit_code(cell: Cell) -> str | None:
    """A unified social credit code with the right check digit. Raises ValueError for a wrong one."""
    from stdnum.cn import uscc
    from stdnum.exceptions import ValidationError

    bare = code(cell)
    if bare is None or is_credit_code(bare):
        return bare
    try:
        return str(uscc.validate(bare))
    except ValidationError as error:
        raise ValueError(bare) from error


def is_credit_code(written: str) -> bool:
    """Whether a credit code is written as it should be, with the right check digit: told ten times as fast.

    GB 32100-2015: the values of the digits, each times its power of 3, add up to a multiple of 31.
    """
    found = _CREDIT_CODE.fullmatch(written)
    return found is not None and sum(map(mul, map(_DIGITS.__getitem__, written), _WEIGHTS)) % 31 == 0
