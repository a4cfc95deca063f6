"""What the cells of a column look like: numbers of clients, names, dates, codes. Not: what its heading says."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from rmtool.core import secret_numbers
from rmtool.core.secret_numbers import is_identity_number, without_secrets
from rmtool.intake import values
from rmtool.intake.amounts import amount_reader
from rmtool.intake.dates import day, is_in_some_order
from rmtool.intake.values import Cell
from rmtool.intake.vocabulary import vocabulary, word_of

LOOKED_AT = 200
"""Rows by which a column is judged."""

_SHARE = (4, 5)
"""The share of the cells that must look like it."""

_CREDIT_CODE = re.compile(r"[1-9A-HJ-NPQRTUWXY][0-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_NUMBER = re.compile(r"(?=.*\d)[A-Z]{0,4}[-_]?\d{3,12}", re.ASCII | re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}(?:-\d{1,5})?", re.ASCII)
_PERSON = re.compile(r"[一-鿿]{2,4}|[一-鿿]{1,2}(?:总|经理|主任|先生|女士)")
_HAN = re.compile("[一-鿿]+")
_LONGEST_NAME = 60


def looks_like(field: str, cells: Sequence[Cell]) -> bool:
    """Whether most cells of a column that say anything look like values of `field`, and not only by chance."""
    said = list(islice((cell for cell in cells if not _is_blank(cell)), LOOKED_AT))
    if not said or field not in _LOOKS:
        return False
    over, under = _SHARE
    return sum(map(_LOOKS[field], said)) * under >= len(said) * over and (
        {"client_no": _are_numbers, "number": _are_equally_long}.get(field, bool)(said)
    )


def samples(cells: Sequence[Cell], count: int = 3) -> tuple[str, ...]:
    """The first few different values of a column, as text, without numbers that are never stored."""
    said = dict.fromkeys(
        without_secrets(values.as_text(cell).strip()) for cell in cells[:LOOKED_AT] if not _is_blank(cell)
    )
    return tuple(islice(said, count))


def are_secrets(cells: Sequence[Cell]) -> bool:
    """Whether at least half of a column's cells that say anything are identity or card numbers."""
    said = [cell for cell in cells[:LOOKED_AT] if not _is_blank(cell)]
    return bool(said) and 2 * sum(map(is_secret, said)) >= len(said)


def is_secret(cell: Cell) -> bool:
    """Whether a cell is an identity or card number as written."""
    bare = cell.strip().lstrip("'") if isinstance(cell, str) else ""
    return secret_numbers.is_secret(bare)


def is_texts(cells: Sequence[Cell]) -> bool:
    """Whether a column holds words, mostly different ones: it might be names."""
    said = [cell for cell in cells[:LOOKED_AT] if not _is_blank(cell)]
    words = [cell for cell in said if isinstance(cell, str) and not _is_amount(cell) and not _is_day(cell)]
    return bool(said) and 2 * len(words) > len(said) and 2 * len(set(words)) > len(words)


def is_amounts(cells: Sequence[Cell]) -> bool:
    """Whether a column holds numbers rather than words."""
    said = [cell for cell in cells[:LOOKED_AT] if not _is_blank(cell)]
    return bool(said) and 2 * sum(map(_is_amount, said)) > len(said)


def surely_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a column of numbers can't be amounts: zeros or letters stand before some of them."""
    texts = [values.as_text(cell).strip() for cell in cells[:LOOKED_AT]]
    return any(text[:1].isalpha() or (text[:1] == "0" and len(text) > 1 and text.isdigit()) for text in texts)


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and values.is_missing(cell)


def _reads(reader: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        return reader(cell) is not None
    except (ValueError, ArithmeticError):
        return False


def _is_amount(cell: Cell) -> bool:
    return _reads(amount_reader(1, None), cell)


def _is_day(cell: Cell) -> bool:
    return not isinstance(cell, int | float) and (_reads(day, cell) or is_in_some_order(cell))


def _is_firm(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST_NAME and word_of(cell).endswith(vocabulary().firm_endings)


def is_personal_name(text: str) -> bool:
    """Whether a text is a Chinese name of a person: a surname, and one or two characters more."""
    given = next((text[len(s) :] for s in vocabulary().surnames if text.startswith(s)), "")
    return len(given) in (1, 2) and _HAN.fullmatch(given) is not None


def _are_numbers(cells: Sequence[Cell]) -> bool:
    """Whether the cells are as many different numbers of one length."""
    texts = [values.as_text(cell).strip() for cell in cells]
    return len(texts) > 2 and len(set(texts)) == len(texts) and len(set(map(len, texts))) == 1


def _are_equally_long(cells: Sequence[Cell]) -> bool:
    return len({len(values.as_text(cell).strip()) for cell in cells}) == 1


def _is_code(cell: Cell) -> bool:
    word = word_of(values.as_text(cell))
    return word in vocabulary().codes


_LOOKS: dict[str, Callable[[Cell], bool]] = {
    "client_no": lambda cell: _NUMBER.fullmatch(values.as_text(cell).strip()) is not None,
    "number": lambda cell: _NUMBER.fullmatch(values.as_text(cell).strip()) is not None,
    "identity_number": lambda cell: is_identity_number(values.as_text(cell).strip()),
    "name": _is_firm,
    "credit_code": lambda cell: (
        isinstance(cell, str) and _CREDIT_CODE.fullmatch(cell.strip().upper()) is not None and not is_secret(cell)
    ),
    "phone": lambda cell: _MOBILE.fullmatch(values.as_text(cell).strip()) is not None,
    "date": _is_day,
    "code": _is_code,
    "personal_name": lambda cell: is_personal_name(values.as_text(cell).strip()),
    "person": lambda cell: isinstance(cell, str) and _PERSON.fullmatch(cell.strip()) is not None,
}
