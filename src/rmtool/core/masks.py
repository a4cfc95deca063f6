"""How a value is masked where it leaves for others: enough left to be told apart, not enough to be used. Not: which.

Which field is masked how stands in privacy.py. A figure stays a figure: an amount is rounded to two significant
digits, so that a report still says who is large and how much it comes to, and charts and sums still hold, while no
balance can be looked up by it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

from rmtool.core.privacy import ADDRESS, AMOUNT, CODE, EMAIL, HIDDEN, PERSON, PHONE, PLACE, SHARE
from rmtool.core.secret_numbers import without_secrets
from rmtool.core.surnames import surname_of

STARS = "***"

_HAN_NAME = re.compile(r"[\u3400-\u9fff·]+")
_WORD = re.compile(r"[^\s、,;/，；]+")
_DIGIT = re.compile(r"\d", re.ASCII)
_PREFIX = re.compile(r"(?:\+?86|0086)[ -]?")
_AREA = re.compile(r"(0\d{2,3})[ -]?\d{7,8}(?:[- ]?\d{1,5})?|\((0\d{2,3})\)[ -]?\d{7,8}", re.ASCII)
_UNTIL_DISTRICT = re.compile(r".*?(?:自治县|[市州盟](?:[^市区县旗]{1,6}[区县旗市])?|[区县旗])")
_WRITTEN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)

_MOBILE = r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
_LANDLINE = r"(?<![\d.-])\(?0\d{2,3}\)?[ -]?[2-8]\d{6,7}(?![\d.])"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_CREDIT_CODE = r"(?<![0-9A-Za-z])[1-9A-Y][0-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])"
_SHAPES: Mapping[str, str] = {EMAIL: _EMAIL, CODE: _CREDIT_CODE, PHONE: f"{_MOBILE}|{_LANDLINE}"}


class Known(NamedTuple):
    """What a book knows: whether each client (by name) is a person, and confidential texts with how each is masked."""

    clients: Mapping[str, bool]
    texts: Mapping[str, str]


def person(name: str) -> str:
    """Somebody's name: `张*`, `欧阳**`, `J*** S***`; of several each."""
    return _WORD.sub(lambda word: _family_name(word[0]), name)


def _family_name(name: str) -> str:
    if not _HAN_NAME.fullmatch(name):
        return name[0] + STARS
    family = surname_of(name)
    return family + "*" * max(len(name) - len(family), 1)


def phone(number: str) -> str:
    """A telephone number: `138****5678`, `0755-****5678`; whatever else stands there is hidden."""
    bare = _PREFIX.sub("", number.strip(), count=1)
    digits = "".join(_DIGIT.findall(bare))
    if len(digits) == 11 and digits[0] == "1":
        return f"{digits[:3]}****{digits[-4:]}"
    if found := _AREA.fullmatch(bare):
        area = found[1] or found[2]
        return f"{area}-****{digits[len(area) :][-4:]}"
    return f"****{digits[-2:]}" if len(digits) >= 7 else STARS


def email(address: str) -> str:
    """An e-mail address: its first letter and where it is, `z***@example.com`."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}{STARS}@{domain}" if at and name else STARS


def code(number: str) -> str:
    """A credit code or the number of a contract: its last four characters, `****3217`."""
    return f"****{number[-4:]}" if len(number) > 8 else STARS


def amount(number: Any) -> Any:
    """An amount in any unit, rounded to two significant digits; a word (`high`) stays."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return number
    rounded = _TWO_DIGITS.create_decimal(str(number))
    return int(rounded) if isinstance(number, int) or rounded == int(rounded) else float(rounded)


def share(fraction: Any) -> Any:
    """A share of an amount, or its two amounts, in whole per cents: more exact it would tell the amount."""
    if type(fraction) is tuple:
        over, under = fraction
        fraction = over / under
    return round(fraction, 2) if isinstance(fraction, float) else fraction


def place(degrees: Any) -> Any:
    """A coordinate to a hundredth of a degree, about a kilometre."""
    return round(degrees, 2) if isinstance(degrees, float) else degrees


def address(text: str) -> str:
    """An address as far as the district."""
    found = _UNTIL_DISTRICT.match(text)
    return (found[0] if found and len(found[0]) < len(text) else "") + STARS


def shapes(text: str) -> str:
    """Any text with the telephone numbers, addresses, codes and never stored numbers in it masked."""
    if not any(character.isdigit() or character == "@" for character in text):
        return text
    text = without_secrets(text)
    for mask, pattern in _SHAPES.items():
        text = re.sub(pattern, lambda found, mask=mask: _TEXTS[mask](found[0]), text, flags=re.ASCII)  # type: ignore[misc]
    return text


def without(text: str, words: Iterable[str]) -> str:
    """The text with `***` in the place of each of the words, the longest first; of Latin ones only where they end."""
    for word in sorted((word for word in words if len(word) > 1 and word in text), key=len, reverse=True):
        before, after = ("(?<![0-9A-Za-z])" * word[0].isascii(), "(?![0-9A-Za-z])" * word[-1].isascii())
        text = re.sub(before + re.escape(word) + after, STARS, text)
    return text


_TEXTS: Mapping[str, Callable[[str], str]] = {
    PERSON: person,
    PHONE: phone,
    EMAIL: email,
    CODE: code,
    ADDRESS: address,
    HIDDEN: lambda text: STARS,
}
_FIGURES: Mapping[str, Callable[[Any], Any]] = {AMOUNT: amount, SHARE: share, PLACE: place}


def masked(value: Any, mask: str) -> Any:
    """A value by the mask of that name, as far as it needs nothing but the value; None and empty text stay."""
    if value is None or value == "":
        return value
    if mask in _FIGURES:
        written = isinstance(value, str) and _WRITTEN.fullmatch(value)
        return f"{Decimal(str(_FIGURES[mask](float(value)))):f}" if written else _FIGURES[mask](value)
    if mask in _TEXTS:
        return _TEXTS[mask](value) if isinstance(value, str) else None
    return value
