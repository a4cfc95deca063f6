"""What a client's name tells: the initials by which it can be called (`kjkj` for 康佳科技), and the name's heart, by
which two spellings are told to be one.

Not: finding a client by them (core/find.py), comparing hearts (core/duplicates.py).
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from rmtool.core.duplicates import Heart

_PLACE = re.compile(r"(?:中国|[一-鿿]{2,3}?(?:特别行政区|自治区|省|市))+(?=[一-鿿]{2})")
"""What a firm's name may begin with and nobody says."""

_CITIES = (
    "北京|上海|天津|重庆|深圳|广州|东莞|佛山|珠海|惠州|中山|杭州|宁波|温州|南京|苏州|无锡|常州|成都|武汉|"
    "长沙|西安|郑州|青岛|济南|烟台|大连|沈阳|长春|哈尔滨|厦门|福州|泉州|合肥|南昌|昆明|贵阳|南宁|海口|"
    "石家庄|太原|兰州|西宁|银川|乌鲁木齐|呼和浩特|拉萨|三亚|香港|澳门|广东|浙江|江苏|山东|福建|四川|湖北|"
    "湖南|河南|河北|安徽|江西|陕西|山西|辽宁|吉林|黑龙江|云南|贵州|广西|海南|甘肃|青海|宁夏|新疆|西藏|"
    "内蒙古"
)
"""Places that a firm's name may begin with, or have in brackets, without saying that they are a city or a province."""

_HEART_PLACE = re.compile(
    rf"(?:[一-鿿]{{2,4}}?(?:特别行政区|自治区|省)|(?:{_CITIES})市?|[一-鿿]{{2,3}}?市(?!场|政))(?=[一-鿿a-z]{{2}})"
)
_CITY = re.compile(rf"(?:{_CITIES})市?")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_LEGAL = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|股份公司|总公司|公司|集团|股份|"
    r"\b(?:company|co|limited|ltd|incorporated|inc|corporation|corp|group|holdings?|gmbh|ag|plc|llc|sa))$"
)
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
    ways = [_spelled_place(plain[:start]) + core, core]
    if len(plain) <= _LONGEST_PERSON:
        ways = [*_by_surname(plain), *ways]
    return " ".join(dict.fromkeys(way for way in ways if way))


def heart(name: str) -> Heart:
    """What tells a firm's name from others': 深圳市康佳集团股份有限公司 and 康佳（集团）有限公司 are both 康佳."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    place = ""
    for inner in _IN_BRACKETS.findall(plain):
        if _CITY.fullmatch(inner):
            place = inner.removesuffix("市")
        if _CITY.fullmatch(inner) or _LEGAL.fullmatch(inner):
            plain = plain.replace(f"({inner})", " ")
    core = " ".join("".join(c if c.isalnum() else " " for c in plain).split())
    if not core.isascii():
        core = core.replace(" ", "")
    while found := _HEART_PLACE.match(core):
        place = re.sub(r"(?:特别行政区|自治区|省|市)$", "", found[0])
        core = core[found.end() :]
    while (shorter := _LEGAL.sub("", core).strip()) != core and len(shorter) > 1:
        core = shorter
    return Heart(place, core)


def alike() -> Callable[[str, str], float]:
    """What tells how alike two texts are, 0 to 1: by the characters that need neither be taken out nor put in."""
    from rapidfuzz import fuzz

    ratio = fuzz.ratio
    return lambda one, other: float(ratio(one, other)) / 100


def _by_surname(name: str) -> list[str]:
    return [
        _SURNAMES[surname] + _spelled(name[len(surname) :])
        for surname in (name[:2], name[:1])
        if surname in _SURNAMES and len(name) > len(surname)
    ]


@lru_cache(maxsize=4_096)
def _spelled_place(text: str) -> str:
    return _spelled(text)


def _spelled(text: str) -> str:
    letters = text if text.isascii() else _first_letters()(text)
    return letters.lower() if letters.isalnum() else "".join(c for c in letters.lower() if c.isalnum())


@cache
def _first_letters() -> Callable[[str], str]:
    """Text → the first letters of its pinyin. Loading the dictionary takes 0.2 s, so only where there is Chinese.

    Dividing a text into words takes most of the time, and only three hundred characters sound otherwise in some word
    than alone: a text without any of them is spelled character by character. Each character and word is looked up once.
    """
    from pypinyin import Style, lazy_pinyin, load_single_dict
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.seg.simpleseg import seg

    load_single_dict(_ALONE)
    unsteady = {
        character
        for word, sounds in PHRASES_DICT.items()
        for character, sound in zip(word, sounds, strict=False)
        if PINYIN_DICT.get(ord(character), " ")[0] != sound[0][:1]
    }

    @lru_cache(maxsize=65_536)
    def of_word(word: str) -> str:
        return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))

    alone = _Letters(of_word)
    return lambda text: text.translate(alone) if unsteady.isdisjoint(text) else "".join(map(of_word, seg(text)))


class _Letters(dict[int, str]):
    """What single characters are spelled with, each found when it is first met."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        self._spell = spell

    def __missing__(self, character: int) -> str:
        letters = self[character] = self._spell(chr(character))
        return letters
