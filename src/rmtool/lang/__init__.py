"""How rmtool speaks: phrases and figures → text in the user's language. Not: the texts themselves (`en/`, `zh/`).

A text is found by its key `area.name` in `lang/<language>/<area>.py`, whose `TEXTS` maps names to text with braces.
`{n}` is the value as said by `Language.say`; after a colon the braces say how to write it: `{x:money}` fen,
`{x:amount}` an amount in the currency itself, `{d:date}`, `{d:weekday}`, `{d:day}`, `{d:long_day}`, `{d:month}` a date,
`{m:clock}` a minute of the day, `{s:share}` a fraction, `{n:number}` a number with its thousands grouped,
`{n:client|clients}` the word for one or for many, and any other specification as Python's own.
"""

import importlib
import os
from collections.abc import Mapping
from datetime import date
from types import ModuleType
from typing import Any

from rmtool.phrase import Phrase, phrase

LANGUAGES = ("zh", "en")

MISSING = "—"
"""How a value that isn't there is written."""

strict = False
"""Whether a missing text raises KeyError (so in tests) rather than showing its key (so for a user)."""


class Language:
    """One language; `currency` is the book's, for amounts (set it once a book is open)."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.currency = "CNY"
        self._ways = importlib.import_module(f"rmtool.lang.{code}")
        self._areas: dict[str, Mapping[str, str]] = {}

    def say(self, value: object) -> str:
        """`value` as a person reads it: a phrase by its text, a list joined, a name in both languages by this one's."""
        if isinstance(value, str):
            return value
        if isinstance(value, Phrase):
            return self._say_phrase(value)
        if value is None:
            return MISSING
        if isinstance(value, tuple | list):
            named = getattr(value, self.code, None)
            return named if isinstance(named, str) else str(self._ways.COMMA.join(map(self.say, value)))
        return str(value)

    def text(self, key: str) -> str:
        """The text of `key`, braces unfilled. Raises KeyError if there is none."""
        area, _, name = key.partition(".")
        texts = self._areas.get(area)
        if texts is None:
            texts = self._areas[area] = self._load(area)
        try:
            return texts[name]
        except KeyError:
            raise KeyError(key) from None

    def has(self, key: str) -> bool:
        """Whether `key` has a text."""
        try:
            self.text(key)
        except KeyError:
            return False
        return True

    def money(self, fen: int | None, currency: str | None = None) -> str:
        """An amount in people's form: `1.93亿`, `537万`, `9,800`; other currencies with their digits grouped.

        From 10,000 on it is rounded (half away from zero) to two digits of its unit, or to whole ones.
        """
        if fen is None:
            return MISSING
        sign, size = "-" * (fen < 0), abs(fen)
        if size < 1_000_000:
            return sign + (f"{size / 100:,.2f}" if size % 100 else f"{size // 100:,}")
        if (currency or self.currency) != "CNY":
            return f"{sign}{_rounded(size, 100):,}"
        unit, fen_a_unit = ("万", 1_000_000) if size < 9_999_995_000 else ("亿", 10_000_000_000)
        whole, hundredths = divmod(_rounded(size, fen_a_unit // 100), 100)
        return f"{sign}{whole}" + (f".{hundredths:02d}".rstrip("0") if hundredths else "") + unit

    def amount(self, number: float | None) -> str:
        """An amount in the currency itself (as JSON has it) in people's form."""
        return self.money(None if number is None else round(number * 100))

    def weekday(self, day: date) -> str:
        """`Mon`, `周一`."""
        return str(self._ways.WEEKDAYS[day.weekday()])

    def short_weekday(self, day: date) -> str:
        """`Mo`, `一`."""
        return str(self._ways.SHORT_WEEKDAYS[day.weekday()])

    def day(self, day: date) -> str:
        """`Mon 23 Nov`, `11月23日 周一`."""
        return str(self._ways.day(day))

    def long_day(self, day: date) -> str:
        """`Monday 23 November 2026`, `2026年11月23日 星期一`."""
        return str(self._ways.long_day(day))

    def month(self, day: date) -> str:
        """`November 2026`, `2026年11月`."""
        return str(self._ways.month(day))

    def share(self, share: float | tuple[int, int] | None) -> str:
        """A fraction as per cent, whole ones; below one per cent with a decimal. An exact share is (over, under)."""
        if share is None:
            return MISSING
        fraction = share[0] / share[1] if isinstance(share, tuple) else share
        digits = 1 if 0 < abs(fraction) < 0.01 else 0
        return f"{fraction * 100:.{digits}f}{self._ways.PER_CENT}"

    def number(self, number: float | None) -> str:
        """A number with its thousands grouped; one that isn't an int to one decimal."""
        if number is None:
            return MISSING
        return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"

    def clock(self, minute: int | None) -> str:
        """A minute of the day as `09:30`."""
        return MISSING if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"

    def written(self, value: Any, way: str) -> str:
        """`value` as a text's braces ask for it after the colon."""
        if way in _WAYS:
            return MISSING if value is None else str(getattr(self, way)(value))
        if way == "date":
            return MISSING if value is None else value.isoformat()
        if "|" in way:
            one, many = way.split("|")
            return one if value == 1 else many
        return format(value, way) if way else self.say(value)

    def _say_phrase(self, said: Phrase) -> str:
        try:
            return self.text(said.key).format_map({name: _Value(self, value) for name, value in said.values})
        except (KeyError, IndexError, ValueError, TypeError, AttributeError):
            # A text that is missing or asks for the wrong figures is a fault, but no reason to withhold the result.
            if strict:
                raise
            figures = ", ".join(f"{name}={self.say(value)}" for name, value in said.values)
            return f"{said.key} ({figures})" if figures else said.key

    def _load(self, area: str) -> Mapping[str, str]:
        try:
            module: ModuleType = importlib.import_module(f"rmtool.lang.{self.code}.{area}")
        except ModuleNotFoundError:
            raise KeyError(area) from None
        texts: Mapping[str, str] = module.TEXTS
        return texts


class _Value:
    """A value on its way into a text's braces."""

    __slots__ = ("_language", "_value")

    def __init__(self, language: Language, value: object) -> None:
        self._language = language
        self._value = value

    def __format__(self, way: str) -> str:
        return self._language.written(self._value, way)


_WAYS = frozenset({"money", "amount", "weekday", "day", "long_day", "month", "share", "number", "clock"})
_current: Language | None = None


def speak(language: str | None = None) -> Language:
    """The language spoken from here on, `zh` or `en`; without an argument the one spoken now (English at first)."""
    global _current
    if _current is None or (language is not None and language != _current.code):
        _current = Language(language or "en")
    return _current


def say(value: object) -> str:
    """`value` in the language spoken now."""
    return speak().say(value)


def text(key: str, /, **values: object) -> str:
    """The text of `key`, its braces filled, in the language spoken now."""
    return speak().say(phrase(key, **values))


def language_from(environment: Mapping[str, str]) -> str:
    """The user's language by the locale in `environment` (on Windows else by the system's): `zh`, or else `en`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "zh" if os.name == "nt" and _windows_is_chinese() else "en"


def _windows_is_chinese() -> bool:
    import ctypes

    try:
        return int(getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()) & 0x3FF == 0x04  # noqa: B009
    except (AttributeError, OSError):
        return False


def _rounded(number: int, unit: int) -> int:
    return (2 * number + unit) // (2 * unit)
