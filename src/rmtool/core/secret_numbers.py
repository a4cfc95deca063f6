"""Numbers that must not be kept: of identity cards and of bank cards, known by their shape and check digit, and taken
out of text in which they hide. Not: headings that say so (intake/headings.py), and who is told of it.
"""

import re
from datetime import date

SHORTEST = 16
"""The fewest characters that such a number has."""

BLOT = "***"
"""What stands in the place of one."""

_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_CHECK = "10X98765432"
_SEVENTEEN = 17
_CARDS = "3456"
"""What the number of a bank card begins with."""

_IN_GROUPS = r"\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?|\d{6}[ -]\d{8}[ -]\d{3}[\dXx]"
_RUN = rf"(?<![0-9A-Za-z.])(?:\d{{16,19}}|\d{{17}}[Xx]|{_IN_GROUPS})(?![0-9A-Za-z])"
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF38: 0x58, 0xFF58: 0x78, 0x3000: 0x20, 0x00A0: 0x20}


def is_identity_number(code: str) -> bool:
    """Whether `code` has the shape and check digit of a Chinese identity card (GB 11643)."""
    if len(code) != _SEVENTEEN + 1 or not code.isascii() or not code[:_SEVENTEEN].isdigit():
        return False
    try:
        born = date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return False
    weighted = sum(int(digit) * pow(2, _SEVENTEEN - place, 11) for place, digit in enumerate(code[:_SEVENTEEN]))
    return _FIRST_YEAR <= born.year <= _LAST_YEAR and _CHECK[weighted % 11] == code[_SEVENTEEN].upper()


def is_card_number(code: str) -> bool:
    """Whether `code` has the shape and check digit of a bank card (Luhn)."""
    if not SHORTEST <= len(code) <= 19 or not code.isascii() or not code.isdigit() or code[0] not in _CARDS:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(code))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def is_secret(code: str) -> bool:
    """Whether `code` is the number of an identity card or of a bank card."""
    return is_identity_number(code) or is_card_number(code)


def without_secrets(text: str) -> str:
    """The text with `***` for every such number in it, in full-width digits or in groups as well; else the text."""
    if len(text) < SHORTEST:
        return text
    plain = text.translate(_WIDE)
    found = [run for run in re.finditer(_RUN, plain, re.ASCII) if is_secret(run[0].replace(" ", "").replace("-", ""))]
    for run in reversed(found):
        text = text[: run.start()] + BLOT + text[run.end() :]
    return text


def holds_secret(text: str) -> bool:
    """Whether the text holds such a number."""
    return without_secrets(text) != text
