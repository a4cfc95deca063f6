"""The pinyin initials by which a client can be called (`kjkj` for 康佳科技), made once when a name is written.

Not: finding a client by them (core/find.py).
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

_PLACE = re.compile(r"(?:中国|[一-鿿]{2,3}?(?:特别行政区|自治区|省|市))+(?=[一-鿿]{2})")
"""What a firm's name may begin with and nobody says."""

_LONGEST_PERSON = 4
_SURNAMES = {
    "单": "s",
    "曾": "z",
    "翟": "z",
    "仇": "q",
    "区": "o",
    "解": "x",
    "查": "z",
    "乐": "y",
    "种": "c",
    "折": "s",
    "秘": "b",
    "覃": "q",
    "召": "s",
    "繁": "p",
    "隗": "w",
    "洗": "x",
    "郇": "x",
    "郗": "x",
    "尉迟": "yc",
    "万俟": "mq",
    "长孙": "zs",
    "澹台": "tt",
}
"""Surnames that sound otherwise than the same characters elsewhere, with their initials."""

_ALONE = {ord("长"): "cháng,zhǎng"}
"""Characters that sound otherwise in firms' names than the dictionary has them where it doesn't know the word."""


def initials(name: str) -> str:
    """The initials of `name` in small letters; several ways to say it are separated by a blank, the fullest first.

    Chinese characters give the first letter of their pinyin, Latin words their own (a single word stands whole), digits
    stay. 深圳市长盈精密 is `szscyjm` and, without the place, `cyjm`.
    """
    if name.isascii():
        if name.isalnum():
            return name.lower()
        words = re.findall(r"[a-z0-9]+", name.lower())
        return words[0] if len(words) == 1 else "".join(word[0] for word in words)
    plain = unicodedata.normalize("NFKC", name)
    place = _PLACE.match(plain)
    start = place.end() if place else 0
    core = _spelled(plain[start:])
    ways = [_spelled(plain[:start]) + core, core]
    if len(plain) <= _LONGEST_PERSON:
        ways = [*_by_surname(plain), *ways]
    return " ".join(dict.fromkeys(way for way in ways if way))


def _by_surname(name: str) -> list[str]:
    return [
        _SURNAMES[surname] + _spelled(name[len(surname) :])
        for surname in (name[:2], name[:1])
        if surname in _SURNAMES and len(name) > len(surname)
    ]


def _spelled(text: str) -> str:
    letters = text if text.isascii() else _first_letters()(text)
    return "".join(c for c in letters.lower() if c.isalnum())


@cache
def _first_letters() -> Callable[[str], str]:
    """Text → the first letters of its pinyin. Loading the dictionary takes 0.2 s, so only where there is Chinese."""
    from pypinyin import Style, lazy_pinyin, load_single_dict

    load_single_dict(_ALONE)
    return lambda text: "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
