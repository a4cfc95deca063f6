"""What `FIELD=VALUE` means when somebody edits a client or a card: which fields there are, how values are read.

Not: the columns of a bank's list (intake/headings).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rmtool.core.book import KINDS, MEASURES, STAGES, STATUSES
from rmtool.core.days import parse_clock, parse_day
from rmtool.core.money import parse_amount
from rmtool.core.periods import clock
from rmtool.errors import UsageError

_NAMES: Mapping[str, str] = {
    "客户编号": "client_no",
    "客户名称": "name",
    "名称": "name",
    "统一社会信用代码": "credit_code",
    "类型": "kind",
    "状态": "status",
    "行业": "industry",
    "所属区": "district",
    "地址": "address",
    "纬度": "lat",
    "经度": "lon",
    "集团": "group",
    "产业链": "chain",
    "标签": "tags",
    "tag": "tags",
    "客户经理": "rm",
    "成立日期": "founded",
    "电话": "phone",
    "存款余额": "deposit",
    "日均存款": "deposit_avg",
    "贷款余额": "loan",
    "价值": "value",
    "可能性": "likelihood",
    "阶段": "stage",
    "来源": "source",
    "日期": "on",
    "date": "on",
    "时间": "at",
    "time": "at",
    "方式": "code",
    "备注": "note",
    "联系人": "person",
    "结果": "outcome",
    "时长": "minutes",
    "下一步": "next",
    "下一步日期": "next_on",
}
"""Chinese names and other spellings of the fields."""

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
    "高": "high",
    "中": "medium",
    "低": "low",
}
"""Chinese words for the values that are one of a few."""

LEVELS = ("high", "medium", "low")


class Edits(NamedTuple):
    """What an edit sets: fields of the record, and amounts (fen) by measure."""

    fields: dict[str, Any]
    amounts: dict[str, int]


Read = Callable[[str, date], Any]


def read_edits(given: Iterable[str], known: Mapping[str, Read], today: date) -> Edits:
    """The edits that `FIELD=VALUE…` state; an empty value empties the field.

    Raises UsageError naming the field, and the ones there are, or the value that can't be read.
    """
    fields: dict[str, Any] = {}
    amounts: dict[str, int] = {}
    for text in given:
        typed, sign, value = text.partition("=")
        name = _NAMES.get(typed.strip(), typed.strip().casefold())
        if not sign or name not in known:
            raise UsageError("fields.unknown", text=text, fields=tuple(known))
        try:
            read: Any = known[name](value.strip(), today) if value.strip() or name in MEASURES else None
        except ValueError:
            raise UsageError("fields.unreadable", field=typed.strip(), value=value.strip()) from None
        if name in MEASURES:
            amounts[name] = read
        elif read is None and name in _REQUIRED:
            raise UsageError("fields.required", field=typed.strip())
        elif isinstance(read, Mapping):
            fields |= read
        else:
            fields[name] = read
    return Edits(fields, amounts)


def _text(value: str, today: date) -> str:
    return value


def _amount(value: str, today: date) -> int:
    return parse_amount(value)


def _one_of(*words: str) -> Read:
    def read(value: str, today: date) -> str:
        word = _WORDS.get(value, value.casefold())
        if word not in words:
            raise ValueError(value)
        return word

    return read


def _degrees(limit: float) -> Read:
    def read(value: str, today: date) -> float:
        degrees = float(value)
        if not -limit <= degrees <= limit:
            raise ValueError(value)
        return degrees

    return read


def _tags(value: str, today: date) -> tuple[str, ...]:
    for separator in "，、；;":
        value = value.replace(separator, ",")
    return tuple(dict.fromkeys(tag.strip() for tag in value.split(",") if tag.strip()))


def _past_day(value: str, today: date) -> date:
    return parse_day(value, today, "past")


def _future_day(value: str, today: date) -> date:
    return parse_day(value, today, "future")


def _clock(value: str, today: date) -> str:
    return clock(parse_clock(value))


def _whole(value: str, today: date) -> int:
    number = int(value)
    if not 0 <= number <= 1440:
        raise ValueError(value)
    return number


def read_share(value: str) -> float:
    """A share written as `0.6`, `60%` or `60`; raises ValueError outside 0 to 1."""
    share = float(value.rstrip("%％"))
    if share > 1 or value.endswith(("%", "％")):
        share /= 100
    if not 0 <= share <= 1:
        raise ValueError(value)
    return share


def _value(value: str, today: date) -> dict[str, Any]:
    """A card's value: an amount, or a level in words."""
    word = _WORDS.get(value, value.casefold())
    if word in LEVELS:
        return {"value": None, "value_level": word}
    return {"value": parse_amount(value), "value_level": None}


def _likelihood(value: str, today: date) -> dict[str, Any]:
    word = _WORDS.get(value, value.casefold())
    if word in LEVELS:
        return {"likelihood": None, "likelihood_level": word}
    return {"likelihood": read_share(value), "likelihood_level": None}


_REQUIRED = ("client_no", "name", "kind", "status", "stage", "on", "code")
"""Fields that can't be emptied."""

CLIENT: Mapping[str, Read] = {
    "client_no": _text,
    "name": _text,
    "credit_code": _text,
    "kind": _one_of(*KINDS),
    "status": _one_of(*(s for s in STATUSES if s != "prospect")),
    "industry": _text,
    "district": _text,
    "address": _text,
    "lat": _degrees(90),
    "lon": _degrees(180),
    "group": _text,
    "chain": _text,
    "tags": _tags,
    "rm": _text,
    "founded": _past_day,
    "phone": _text,
    **dict.fromkeys(MEASURES, _amount),
}

CARD: Mapping[str, Read] = {
    "value": _value,
    "likelihood": _likelihood,
    "stage": _one_of(*STAGES),
    "source": _text,
    **{name: read for name, read in CLIENT.items() if name not in (*MEASURES, "status")},
}

CONTACT: Mapping[str, Read] = {
    "on": _past_day,
    "at": _clock,
    "code": _text,
    "person": _text,
    "note": _text,
    "outcome": _text,
    "minutes": _whole,
    "next": _text,
    "next_on": _future_day,
}
