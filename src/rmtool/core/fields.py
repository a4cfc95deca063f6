"""What `FIELD=VALUE` means when somebody edits a client or a card: which fields there are, how values are read.

Not: the columns of a bank's list (intake/headings).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rmtool.core.annual import AnnualError, parse_annual
from rmtool.core.book import CARD_TEXTS, KINDS, MEASURES, PROSPECT, STAGES, STATUSES
from rmtool.core.days import DayError, parse_clock, parse_day
from rmtool.core.half_width import half_width
from rmtool.core.hours import HoursError, parse_hours, write_hours
from rmtool.core.money import parse_amount
from rmtool.core.periods import clock
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase

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
    "可约时间": "hours",
    "生日": "birthday",
    "联系偏好": "prefers",
    "可打电话时间": "call_hours",
    "存款余额": "deposit",
    "日均存款": "deposit_avg",
    "贷款余额": "loan",
    "价值": "value",
    "可能性": "likelihood",
    "阶段": "stage",
    "来源": "source",
    "推荐人": "referrer",
    "核心客户": "core_client",
    "动机": "motive",
    "竞争行": "rival",
    "他行": "rival",
    "日期": "on",
    "date": "on",
    "时间": "at",
    "time": "at",
    "方式": "code",
    "备注": "note",
    "联系人": "person",
    "姓名": "name",
    "职务": "title",
    "决策权": "power",
    "邮箱": "email",
    "结果": "outcome",
    "时长": "minutes",
    "下一步": "next",
    "下一步日期": "next_on",
    "产品": "product",
    "产品类型": "product_kind",
    "合同号": "contract_no",
    "账号": "contract_no",
    "保单号": "contract_no",
    "金额": "amount",
    "起息日": "opened",
    "到期日": "matures",
    "期限": "term",
    "利率": "rate",
    "风险等级": "risk",
    "银行": "bank",
    "保额": "cover",
    "保费": "premium",
    "截至": "as_of",
    "结清日": "ended",
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
    "决策": "decides",
    "决策人": "decides",
    "影响": "influences",
    "无": "none",
    "高": "high",
    "中": "medium",
    "低": "low",
}
"""Chinese words for the values that are one of a few."""

LEVELS = ("high", "medium", "low")

Read = Callable[[str, date], Any]
"""Reads what was typed, as of a day. Raises ValueError; AnnualError, DayError and HoursError say what is wrong."""


class Field(NamedTuple):
    """A field that can be edited: how its value is read and written, whether it is needed, and what it is if empty."""

    read: Read
    form: Phrase | None = None
    required: bool = False
    empty: Any = None


class Edits(NamedTuple):
    """What an edit sets: fields of the record, and amounts (fen) by measure."""

    fields: dict[str, Any]
    amounts: dict[str, int]


def read_edits(given: Iterable[str], known: Mapping[str, Field], today: date) -> Edits:
    """The edits that `FIELD=VALUE…` state; an empty value empties the field.

    Raises UsageError naming the field, and the ones there are, or the value that can't be read.
    """
    fields: dict[str, Any] = {}
    amounts: dict[str, int] = {}
    for text in given:
        typed, sign, value = text.replace("＝", "=", "=" not in text).partition("=")
        name = field_named(typed)
        if not sign or name not in known:
            raise UsageError("fields.unknown", text=text, fields=tuple(known))
        read = read_field(known, name, value, today, typed.strip())
        if name in MEASURES:
            amounts |= read
        else:
            fields |= read
    return Edits(fields, amounts)


def field_named(typed: str) -> str:
    """The field that somebody calls so; what is no field's name stays as it is."""
    return _NAMES.get(typed.strip(), typed.strip().casefold())


def read_field(
    known: Mapping[str, Field], name: str, value: str, today: date, typed: str | None = None
) -> dict[str, Any]:
    """What a value typed for one of the `known` fields sets. Raises UsageError naming the field (as it was `typed`)."""
    read = _read(known[name], typed or name, value.strip(), today)
    return dict(read) if isinstance(read, Mapping) else {name: read}


def _read(field: Field, typed: str, value: str, today: date) -> Any:
    if not value:
        if field.required:
            raise UsageError("fields.required", field=typed)
        return field.empty
    try:
        return field.read(value, today)
    except (AnnualError, DayError, HoursError) as error:
        raise UsageError("fields.said", field=typed, what=error.message) from None
    except ValueError:
        raise UsageError("fields.unreadable", field=typed, value=value, form=field.form) from None


def _text(value: str, today: date) -> str:
    return " ".join(value.split())


def _amount(value: str, today: date) -> int:
    return parse_amount(value)


def _one_of(*words: str) -> Field:
    def read(value: str, today: date) -> str:
        word = _WORDS.get(value, value.casefold())
        if word not in words:
            raise ValueError(value)
        return word

    return Field(read, phrase("fields.form_words", words=words), required=True)


def _degrees(limit: int) -> Field:
    def read(value: str, today: date) -> float:
        degrees = float(value)
        if not -limit <= degrees <= limit:
            raise ValueError(value)
        return degrees

    return Field(read, phrase("fields.form_degrees", limit=limit))


def _tags(value: str, today: date) -> tuple[str, ...]:
    return read_tags(value)


def read_tags(value: str) -> tuple[str, ...]:
    """The tags of a list such as `bond、listed`, each once; blanks within a tag count as one."""
    for separator in "，、；;":
        value = value.replace(separator, ",")
    tags = (" ".join(tag.split()) for tag in value.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _power(value: str, today: date) -> str:
    """Decision power: one of our words, else as written, such as a place in a committee."""
    return _WORDS.get(value, value)


def _past_day(value: str, today: date) -> date:
    return parse_day(value, today, "past")


def _day_until_today(value: str, today: date) -> date:
    day = _past_day(value, today)
    if day > today:
        raise ValueError(value)
    return day


def _future_day(value: str, today: date) -> date:
    return parse_day(value, today, "future")


def _clock(value: str, today: date) -> str:
    return clock(parse_clock(value))


def _hours(value: str, today: date) -> str:
    return write_hours(parse_hours(value))


def _birthday(value: str, today: date) -> str:
    return str(parse_annual(value))


def _minutes(value: str, today: date) -> int:
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


def _holding_amount(value: str, today: date) -> dict[str, int]:
    return {"fen": parse_amount(value)}


def _product_kind(value: str, today: date) -> dict[str, str]:
    return {"kind": _text(value, today)}


def _as_of(value: str, today: date) -> dict[str, date]:
    return {"on": _day_until_today(value, today)}


LEAST_PER_CENT = 0.2
"""A bare yearly rate from here on can't be a fraction, so it is one per cent and more."""


def _rate(value: str, today: date) -> float:
    """A yearly rate as a fraction: `2.35%`, `2.35` or `0.0235`."""
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,10})?) ?(%?)", half_width(value), re.ASCII)
    if not found:
        raise ValueError(value)
    rate = float(found[1])
    rate = round(rate / 100, 8) if found[2] or abs(rate) >= LEAST_PER_CENT else rate
    if abs(rate) > 1:
        raise ValueError(value)
    return rate


def _risk(value: str, today: date) -> str:
    """R1 to R5 where it is one of them, else as typed."""
    found = re.fullmatch(r"p?r\s*([1-5])|([1-5])\s*级", half_width(value).casefold(), re.ASCII)
    return f"R{found[1] or found[2]}" if found else _text(value, today)


MINUTES_A_DAY = 1440

_TEXT = Field(_text)
_NEEDED = Field(_text, required=True)
_NO_LIKELIHOOD = {"likelihood": None, "likelihood_level": None}
_AMOUNT = Field(_amount, phrase("fields.form_amount"), required=True)

CLIENT: Mapping[str, Field] = {
    "client_no": _NEEDED,
    "name": _NEEDED,
    "credit_code": _TEXT,
    "kind": _one_of(*KINDS),
    "status": _one_of(*(s for s in STATUSES if s != PROSPECT)),
    "industry": _TEXT,
    "district": _TEXT,
    "address": _TEXT,
    "lat": _degrees(90),
    "lon": _degrees(180),
    "group": _TEXT,
    "chain": _TEXT,
    "tags": Field(_tags, empty=()),
    "rm": _TEXT,
    "founded": Field(_day_until_today, phrase("fields.form_past_day")),
    "phone": _TEXT,
    "hours": Field(_hours),
    "birthday": Field(_birthday),
    "prefers": _TEXT,
    "call_hours": Field(_hours),
    **dict.fromkeys(MEASURES, _AMOUNT),
}

CARD: Mapping[str, Field] = {
    "value": Field(_value, phrase("fields.form_value"), empty={"value": None, "value_level": None}),
    "likelihood": Field(_likelihood, phrase("fields.form_likelihood"), empty=_NO_LIKELIHOOD),
    "stage": _one_of(*STAGES),
    "source": _TEXT,
    **dict.fromkeys(CARD_TEXTS, _TEXT),
    **{name: field for name, field in CLIENT.items() if name not in (*MEASURES, "status")},
}

PERSON: Mapping[str, Field] = {
    "name": _NEEDED,
    "title": _TEXT,
    "power": Field(_power),
    "phone": _TEXT,
    "email": _TEXT,
    "birthday": Field(_birthday),
    "note": _TEXT,
}

NOTE: Mapping[str, Field] = {
    "on": Field(_day_until_today, phrase("fields.form_past_day"), required=True),
    "note": _NEEDED,
}

CONTACT: Mapping[str, Field] = {
    "on": Field(_past_day, required=True),
    "at": Field(_clock),
    "code": _NEEDED,
    "person": _TEXT,
    "note": _TEXT,
    "outcome": _TEXT,
    "minutes": Field(_minutes, phrase("fields.form_minutes", most=MINUTES_A_DAY)),
    "next": _TEXT,
    "next_on": Field(_future_day),
}

_OPTIONAL_AMOUNT = Field(_amount, phrase("fields.form_amount"))

HOLDING: Mapping[str, Field] = {
    "product": _NEEDED,
    "product_kind": Field(_product_kind, empty={"kind": None}),
    "contract_no": _TEXT,
    "amount": Field(_holding_amount, phrase("fields.form_amount"), empty={"fen": None}),
    "opened": Field(_past_day),
    "matures": Field(_future_day),
    "term": _TEXT,
    "rate": Field(_rate, phrase("fields.form_rate")),
    "risk": Field(_risk),
    "bank": _TEXT,
    "cover": _OPTIONAL_AMOUNT,
    "premium": _OPTIONAL_AMOUNT,
    "as_of": Field(_as_of, phrase("fields.form_past_day"), required=True),
    "ended": Field(_day_until_today, phrase("fields.form_past_day")),
}
