"""What somebody typed as a field's value → the value as the book keeps it. Not: which fields there are (fields.py).

Every reader takes the text and the day on which it was typed. It raises ValueError for what it can't read; AnnualError,
DayError and HoursError say what is wrong.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rmtool.core.annual import parse_annual
from rmtool.core.book import LEVELS
from rmtool.core.days import parse_clock, parse_day
from rmtool.core.half_width import half_width
from rmtool.core.hours import parse_hours, write_hours
from rmtool.core.money import parse_amount
from rmtool.core.periods import clock as written_clock

Read = Callable[[str, date], Any]

MINUTES_A_DAY = 1440

_WORDS: Mapping[str, str] = {
    "对公": "corporate",
    "公司": "corporate",
    "机构": "institution",
    "个人": "retail",
    "零售": "retail",
    "正常": "active",
    "活跃": "active",
    "潜在": "prospect",
    "睡眠": "dormant",
    "流失": "lost",
    "接触": "approach",
    "洽谈": "talks",
    "formal talks": "talks",
    "方案": "proposal",
    "签约": "signed",
    "决策": "decides",
    "决策人": "decides",
    "影响": "influences",
    "无": "none",
    "高": "high",
    "中": "medium",
    "低": "low",
}
"""Chinese words for the values that are one of a few."""


def text(value: str, today: date) -> str:
    """Text, its blanks one each."""
    return " ".join(value.split())


def amount(value: str, today: date) -> int:
    """An amount in fen."""
    return parse_amount(value)


def one_of(*words: str) -> Read:
    """Reads one of these words, in either language."""

    def read(value: str, today: date) -> str:
        word = _WORDS.get(value, value.casefold())
        if word not in words:
            raise ValueError(value)
        return word

    return read


def degrees(limit: int) -> Read:
    """Reads degrees from -limit to limit."""

    def read(value: str, today: date) -> float:
        degrees = float(value)
        if not -limit <= degrees <= limit:
            raise ValueError(value)
        return degrees

    return read


def tags(value: str, today: date) -> tuple[str, ...]:
    """Tags, as `read_tags` reads them."""
    return read_tags(value)


def read_tags(value: str) -> tuple[str, ...]:
    """The tags of a list such as `bond、listed`, each once; blanks within a tag count as one."""
    for separator in "，、；;":
        value = value.replace(separator, ",")
    tags = (" ".join(tag.split()) for tag in value.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def power(value: str, today: date) -> str:
    """Decision power: one of our words, else as written, such as a place in a committee."""
    return _WORDS.get(value, value)


def past_day(value: str, today: date) -> date:
    """A day; where that leaves a choice, the nearest behind us."""
    return parse_day(value, today, "past")


def day_until_today(value: str, today: date) -> date:
    """A day that isn't ahead of us."""
    day = past_day(value, today)
    if day > today:
        raise ValueError(value)
    return day


def future_day(value: str, today: date) -> date:
    """A day; where that leaves a choice, the nearest ahead of us."""
    return parse_day(value, today, "future")


def clock(value: str, today: date) -> str:
    """A time of the day, as it is kept: `09:00`."""
    return written_clock(parse_clock(value))


def hours(value: str, today: date) -> str:
    """Opening hours, as they are kept."""
    return write_hours(parse_hours(value))


def birthday(value: str, today: date) -> str:
    """A birthday by the sun or the moon, as it is kept."""
    return str(parse_annual(value))


def minutes(value: str, today: date) -> int:
    """Whole minutes, a day's at most."""
    found = re.fullmatch(r"\d{1,4}", half_width(value), re.ASCII)
    if not found or int(found[0]) > MINUTES_A_DAY:
        raise ValueError(value)
    return int(found[0])


def read_share(value: str) -> float:
    """A share written as `0.6`, `60%` or `60`. Raises ValueError outside 0 to 1, and for `1.5`, which may be either."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?(%?)", half_width(value), re.ASCII)
    if not found:
        raise ValueError(value)
    share = float(found[1])
    if found[2] or share >= 2:
        share /= 100
    if share > 1:
        raise ValueError(value)
    return share


def card_value(value: str, today: date) -> dict[str, Any]:
    """A card's value: an amount, or a level in words."""
    word = _WORDS.get(value, value.casefold())
    if word in LEVELS:
        return {"value": None, "value_level": word}
    return {"value": parse_amount(value), "value_level": None}


def card_likelihood(value: str, today: date) -> dict[str, Any]:
    """A card's likelihood: a share, or a level in words."""
    word = _WORDS.get(value, value.casefold())
    if word in LEVELS:
        return {"likelihood": None, "likelihood_level": word}
    return {"likelihood": read_share(value), "likelihood_level": None}


def holding_amount(value: str, today: date) -> dict[str, int]:
    """A holding's amount (fen), by its field."""
    return {"fen": parse_amount(value)}


def product_kind(value: str, today: date) -> dict[str, str]:
    """A holding's kind, by its field."""
    return {"kind": text(value, today)}


def as_of(value: str, today: date) -> dict[str, date]:
    """The day of a holding's figures, by its field."""
    return {"on": day_until_today(value, today)}


LEAST_PER_CENT = 0.2
"""A bare yearly rate from here on can't be a fraction, so it is one per cent and more."""


def rate(value: str, today: date) -> float:
    """A yearly rate as a fraction: `2.35%`, `2.35` or `0.0235`."""
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,10})?) ?(%?)", half_width(value), re.ASCII)
    if not found:
        raise ValueError(value)
    rate = float(found[1])
    rate = round(rate / 100, 8) if found[2] or abs(rate) >= LEAST_PER_CENT else rate
    if abs(rate) > 1:
        raise ValueError(value)
    return rate


def risk(value: str, today: date) -> str:
    """R1 to R5 where it is one of them, else as typed."""
    found = re.fullmatch(r"p?r\s*([1-5])|([1-5])\s*级", half_width(value).casefold(), re.ASCII)
    return f"R{found[1] or found[2]}" if found else text(value, today)
