"""Text that a spreadsheet would run as a formula, and the apostrophe by which it stays text. Not: reading formulas.

The apostrophe can be taken off again without loss: text that already looks so marked gets another one.
"""

import re

_STARTS = r"[\t\r\n]|\s*[=+\-@＝＋－＠]"
_PLAIN = r"\s*(?:[+-]?[\d.,]+%?|[=+\-@＝＋－＠]+)\s*"
"""Figures with a sign, and signs alone: a spreadsheet runs none of them."""

_FIRST = frozenset("=+-@＝＋－＠'")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens a list may run `text`, with or without blanks before it."""
    return re.match(_STARTS, text) is not None and re.fullmatch(_PLAIN, text, re.ASCII) is None


def harmless(text: str) -> str:
    """`text` with an apostrophe before what would be run as a formula, or looks as if it had one already."""
    if text[:1] not in _FIRST and not text[:1].isspace():
        return text
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def as_meant(text: str) -> str:
    """What `harmless` was given, of what it made of it."""
    return text[1:] if text[:1] == "'" and is_formula(text.lstrip("'")) else text
