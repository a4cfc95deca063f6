"""What `FIELD=VALUE` means when somebody edits a client or a card: which fields there are, and their names.

Not: how a value is read (field_values.py), nor the columns of a bank's list (intake/headings).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rmtool.core import field_values as values
from rmtool.core.annual import AnnualError
from rmtool.core.book import CARD_TEXTS, KINDS, MEASURES, PROSPECT, STAGES, STATUSES
from rmtool.core.days import DayError
from rmtool.core.field_values import Read
from rmtool.core.hours import HoursError
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


def _words(*words: str) -> Field:
    return Field(values.one_of(*words), phrase("fields.form_words", words=words), required=True)


def _degrees(limit: int) -> Field:
    return Field(values.degrees(limit), phrase("fields.form_degrees", limit=limit))


_TEXT = Field(values.text)
_NEEDED = Field(values.text, required=True)
_NO_LIKELIHOOD = {"likelihood": None, "likelihood_level": None}
_AMOUNT = Field(values.amount, phrase("fields.form_amount"), required=True)

CLIENT: Mapping[str, Field] = {
    "client_no": _NEEDED,
    "name": _NEEDED,
    "credit_code": _TEXT,
    "kind": _words(*KINDS),
    "status": _words(*(s for s in STATUSES if s != PROSPECT)),
    "industry": _TEXT,
    "district": _TEXT,
    "address": _TEXT,
    "lat": _degrees(90),
    "lon": _degrees(180),
    "group": _TEXT,
    "chain": _TEXT,
    "tags": Field(values.tags, empty=()),
    "rm": _TEXT,
    "founded": Field(values.day_until_today, phrase("fields.form_past_day")),
    "phone": _TEXT,
    "hours": Field(values.hours),
    "birthday": Field(values.birthday),
    "prefers": _TEXT,
    "call_hours": Field(values.hours),
    **dict.fromkeys(MEASURES, _AMOUNT),
}

CARD: Mapping[str, Field] = {
    "value": Field(values.card_value, phrase("fields.form_value"), empty={"value": None, "value_level": None}),
    "likelihood": Field(values.card_likelihood, phrase("fields.form_likelihood"), empty=_NO_LIKELIHOOD),
    "stage": _words(*STAGES),
    "source": _TEXT,
    **dict.fromkeys(CARD_TEXTS, _TEXT),
    **{name: field for name, field in CLIENT.items() if name not in (*MEASURES, "status")},
}

PERSON: Mapping[str, Field] = {
    "name": _NEEDED,
    "title": _TEXT,
    "power": Field(values.power),
    "phone": _TEXT,
    "email": _TEXT,
    "birthday": Field(values.birthday),
    "note": _TEXT,
}

NOTE: Mapping[str, Field] = {
    "on": Field(values.day_until_today, phrase("fields.form_past_day"), required=True),
    "note": _NEEDED,
}

CONTACT: Mapping[str, Field] = {
    "on": Field(values.past_day, required=True),
    "at": Field(values.clock),
    "code": _NEEDED,
    "person": _TEXT,
    "note": _TEXT,
    "outcome": _TEXT,
    "minutes": Field(values.minutes, phrase("fields.form_minutes", most=values.MINUTES_A_DAY)),
    "next": _TEXT,
    "next_on": Field(values.future_day),
}

_OPTIONAL_AMOUNT = Field(values.amount, phrase("fields.form_amount"))

HOLDING: Mapping[str, Field] = {
    "product": _NEEDED,
    "product_kind": Field(values.product_kind, empty={"kind": None}),
    "contract_no": _TEXT,
    "amount": Field(values.holding_amount, phrase("fields.form_amount"), empty={"fen": None}),
    "opened": Field(values.past_day),
    "matures": Field(values.future_day),
    "term": _TEXT,
    "rate": Field(values.rate, phrase("fields.form_rate")),
    "risk": Field(values.risk),
    "bank": _TEXT,
    "cover": _OPTIONAL_AMOUNT,
    "premium": _OPTIONAL_AMOUNT,
    "as_of": Field(values.as_of, phrase("fields.form_past_day"), required=True),
    "ended": Field(values.day_until_today, phrase("fields.form_past_day")),
}
