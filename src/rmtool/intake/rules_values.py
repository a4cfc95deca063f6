"""How the single values of a rules file are read: amounts, shares, hours, cadences. Not: which keys have which."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, LiteralString, NamedTuple

from rmtool.core.annual import Annual, AnnualError, parse_annual
from rmtool.core.book import KINDS, STATUSES
from rmtool.core.money import parse_amount
from rmtool.core.periods import Shift
from rmtool.core.privacy import FORMATS, RESULTS
from rmtool.core.rules import WEEKDAYS, Avoided, Cadence, Share, parse_cadence
from rmtool.intake.structure import Leaf, OneOrMore, Stands, guess, one_of, wrong
from rmtool.intake.yaml_text import shown

GRADES = ("A", "B", "C")
OVERLOADS = ("tier-order", "stretch", "call-instead")
EVERYBODY, NO_CADENCE, FOREVER = "any", "none", "forever"

KEPT_FIELDS = (
    "name",
    "credit_code",
    "kind",
    "industry",
    "district",
    "address",
    "lat",
    "lon",
    "group",
    "chain",
    "tags",
    "rm",
    "founded",
    "phone",
    "hours",
    "birthday",
    "prefers",
    "call_hours",
)
"""The fields of a client in which the book's own value may be kept: all but its number and its status."""

_KINDS_ZH = {"对公": "corporate", "公司": "corporate", "机构": "institution", "个人": "retail", "零售": "retail"}
_WEEKDAYS_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS_ZH = "一二三四五六日"
_HOURS = r"(\d{1,2}):(\d{2}) ?(?:-|–|—|~|～|至|到) ?(\d{1,2}):(\d{2})"
_GRIDS = (5, 6, 10, 12, 15, 20, 30, 60)


class Comparison(NamedTuple):
    """A balance compared with an amount in fen."""

    operator: str
    fen: int


def _comparison(text: str) -> Comparison:
    plain = text.replace("≥", ">=").replace("≤", "<=")
    found = re.fullmatch(r"(>=|<=|>|<|=)?(.*)", plain, re.DOTALL)
    operator, amount = found.groups() if found else (None, plain)
    try:
        fen = parse_amount(amount)
    except ValueError:
        wrong("rules.bad_comparison" if operator is None else "rules.bad_amount", value=shown(amount.strip()))
    if operator is None:
        wrong("rules.no_operator", value=shown(text))
    return Comparison(operator, fen)


def _at_least(text: str) -> int:
    comparison = _comparison(text)
    if comparison.operator != ">=":
        wrong("rules.not_at_least", value=shown(text))
    return comparison.fen


def _decimal(text: str, problem: LiteralString) -> Fraction:
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}) ?(%?)", text, re.ASCII)
    if not found:
        wrong(problem, value=shown(text))
    return Fraction(Decimal(found[1])) / (100 if found[2] else 1)


def exact(lowest: str, highest: str, above: bool = False) -> Leaf:
    """A share or weight, kept exact, from `lowest` (not itself if `above`) to `highest`."""

    def read(text: str) -> Share:
        share = _decimal(text, "rules.bad_share")
        if share > Fraction(highest) or share < Fraction(lowest) or (above and share == Fraction(lowest)):
            wrong("rules.out_of_range", value=shown(text), lowest=lowest, highest=highest)
        return Share(share.numerator, share.denominator)

    return Leaf(read, {"type": ["number", "string"]})


def number(lowest: float, highest: float) -> Leaf:
    """A plain number between the two, both in."""

    def read(text: str) -> float:
        number = float(_decimal(text, "rules.bad_number"))
        if not lowest <= number <= highest:
            wrong("rules.out_of_range", value=shown(text), lowest=f"{lowest:g}", highest=f"{highest:g}")
        return number

    return Leaf(read, {"type": "number", "minimum": lowest, "maximum": highest})


def degrees(limit: int) -> Leaf:
    """Degrees of latitude or longitude, up to `limit` either way."""

    def read(text: str) -> float:
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", text, re.ASCII) or abs(float(text)) > limit:
            wrong("rules.bad_coordinate", value=shown(text), limit=limit)
        return float(text)

    return Leaf(read, {"type": "number", "minimum": -limit, "maximum": limit})


def count(lowest: int, highest: int) -> Leaf:
    """A whole number between the two, both in."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not lowest <= int(text) <= highest:
            wrong("rules.bad_count", value=shown(text), lowest=lowest, highest=highest)
        return int(text)

    return Leaf(read, {"type": "integer", "minimum": lowest, "maximum": highest})


def minutes(lowest: int, highest: int) -> Leaf:
    """A length such as `45m`, between the two numbers of minutes, both in."""

    def read(text: str) -> int:
        found = re.fullmatch(r"(\d{1,4}) ?(?:m|min|分|分钟)?", text, re.ASCII)
        if not found or not lowest <= int(found[1]) <= highest:
            wrong("rules.bad_length", value=shown(text), lowest=lowest, highest=highest)
        return int(found[1])

    return Leaf(read, {"type": ["integer", "string"], "examples": ["30m", 30]})


def _grid(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4}) ?(?:m|min|分|分钟)?", text, re.ASCII)
    if not found or int(found[1]) not in _GRIDS:
        wrong("rules.bad_grid", value=shown(text), known=", ".join(f"{g}m" for g in _GRIDS))
    return int(found[1])


def _hours(text: str) -> Shift:
    found = re.fullmatch(_HOURS, text, re.ASCII)
    if not found or any(int(minute) > 59 for minute in (found[2], found[4])):
        wrong("rules.bad_hours", value=shown(text))
    opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if closes > 24 * 60:
        wrong("rules.bad_hours", value=shown(text))
    if opens >= closes:
        wrong("rules.reversed_hours", value=shown(text))
    return Shift(opens, closes)


def _avoided(text: str) -> Avoided:
    found = re.fullmatch(r"(\D+?) ?(\d.*)", text, re.ASCII)
    if not found:
        wrong("rules.bad_avoided", value=shown(text))
    return Avoided(_weekday(found[1]), _hours(found[2]))


def _weekday(text: str) -> int:
    word = text.lower()
    for names in (WEEKDAYS, _WEEKDAYS_LONG):
        if word in names:
            return names.index(word)
    found = re.fullmatch(rf"(?:周|星期)([{_WEEKDAYS_ZH}])", word.replace("天", "日"))
    if not found:
        wrong("rules.bad_weekday", value=shown(text), known=", ".join(WEEKDAYS))
    return _WEEKDAYS_ZH.index(found[1])


def _cadence(text: str) -> Cadence | None:
    if text.lower() == NO_CADENCE:
        return None
    try:
        return parse_cadence(text)
    except ValueError:
        wrong("rules.bad_cadence", value=shown(text))


def _interval(text: str) -> Cadence:
    cadence = _cadence(text)
    if cadence is None or cadence.is_quota:
        wrong("rules.bad_interval", value=shown(text))
    return cadence


def _age(text: str) -> int:
    if text.lower() == FOREVER:
        return 0
    found = re.fullmatch(r"(\d{1,4}) ?(?:(d|days?|天)|(m|months?|个月)|(y|years?|年))", text.lower(), re.ASCII)
    days = int(found[1]) * (1 if found[2] else 31 if found[3] else 366) if found else 0
    if not days:
        wrong("rules.bad_age", value=shown(text))
    return days


def in_days(lowest: int, highest: int, none: str = "") -> Leaf:
    """A number of days such as `30d`, between the two, both in; the word `none` (if there is one) stands for 0."""

    def read(text: str) -> int:
        if none and text.lower() == none:
            return 0
        found = re.fullmatch(r"(\d{1,5}) ?(?:d|days?|天)?", text.lower(), re.ASCII)
        if not found or not lowest <= int(found[1]) <= highest:
            wrong("rules.bad_day_count", value=shown(text), lowest=lowest, highest=highest)
        return int(found[1])

    return Leaf(read, {"type": ["integer", "string"], "examples": ["30d", 30]})


def in_months(lowest: int, highest: int) -> Leaf:
    """A number of months such as `3 months`, between the two, both in."""

    def read(text: str) -> int:
        found = re.fullmatch(r"(\d{1,4}) ?(?:m|months?|个月|月)?", text.lower(), re.ASCII)
        if not found or not lowest <= int(found[1]) <= highest:
            wrong("rules.bad_months", value=shown(text), lowest=lowest, highest=highest)
        return int(found[1])

    return Leaf(read, {"type": ["integer", "string"], "examples": ["3 months", 3]})


def no_checks(text: str) -> object:
    """The keys that `none` stands for: no checks."""
    if text.lower() != NO_CADENCE:
        wrong("rules.not_keys")
    return {}


def _amount(text: str) -> int:
    try:
        fen = parse_amount(text)
    except ValueError:
        wrong("rules.bad_amount", value=shown(text))
    if fen < 0:
        wrong("rules.bad_amount", value=shown(text))
    return fen


def _annual(text: str) -> Annual:
    try:
        return parse_annual(text)
    except AnnualError as error:
        wrong("rules.bad_annual", value=shown(text), what=error.message)


def _word(problem: LiteralString, pattern: str) -> Leaf:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            wrong(problem, value=shown(text))
        return text

    return Leaf(read, {"type": ["string", "integer"]})


def _version(text: str) -> int:
    if text != "1":
        wrong("rules.bad_version", value=shown(text))
    return 1


def _grade(text: str) -> str:
    if text.upper() not in GRADES:
        wrong("rules.not_in_list", value=shown(text), known=", ".join(GRADES), guess=guess(text, ()))
    return text.upper()


def everybody(text: str) -> object:
    """The keys that `any` stands for: none, so that everybody meets them."""
    if text.lower() != EVERYBODY:
        wrong("rules.bad_when", value=shown(text))
    return {}


def _no_cadence(text: str) -> object:
    if text.lower() != NO_CADENCE:
        wrong("rules.bad_cadences", value=shown(text))
    return {}


TEXT = {"type": "string"}
_CADENCE_SCHEMA = {"type": "string", "examples": ["1 per week", "2 per month", "every 10d", NO_CADENCE]}

Comparisons = Annotated[
    list[Annotated[Comparison, Leaf(_comparison, TEXT | {"examples": [">= 1000万", "< 0.5亿", ">= 200,000"]})]],
    OneOrMore(),
]
AtLeast = Annotated[int, Leaf(_at_least, TEXT | {"examples": [">= 1000万"]})]
Label = Annotated[str, Leaf(str, {"type": ["string", "integer"]}, as_written=True)]
Labels = Annotated[list[Label], OneOrMore()]
Hours = Annotated[list[Annotated[Shift, Leaf(_hours, TEXT | {"examples": ["09:00-12:00"]})]], OneOrMore()]
Code = Annotated[str, _word("rules.bad_code", r"[^\W\d_]{1,8}")]
Measure = Annotated[str, _word("rules.bad_measure", r"[a-z][a-z0-9_]{0,39}")]
CadencesByCode = dict[
    Code, Annotated[list[Annotated[Cadence | None, Leaf(_cadence, _CADENCE_SCHEMA)]], OneOrMore(empty=True)]
]
Cadences = Annotated[
    CadencesByCode,
    Stands(_no_cadence, {"const": NO_CADENCE}),
]
Reviews = Annotated[
    dict[str, Annotated[list[Annotated[Cadence | None, Leaf(_cadence, _CADENCE_SCHEMA)]], OneOrMore(empty=True)]],
    Stands(_no_cadence, {"const": NO_CADENCE}),
]
Grade = Annotated[str, Leaf(_grade, {"enum": list(GRADES)})]
Review = Annotated[Cadence, Leaf(_interval, TEXT | {"examples": ["every 3d"]})]
Age = Annotated[int, Leaf(_age, TEXT | {"examples": ["1y", "18 months", "90d", FOREVER]})]
Amount = Annotated[int, Leaf(_amount, {"type": ["string", "number"], "examples": ["1000万", "200,000"]})]
AnnualDay = Annotated[Annual, Leaf(_annual, TEXT | {"examples": ["10-01", "正月初一", "lunar 8-15"]})]
Grid = Annotated[int, Leaf(_grid, {"type": ["integer", "string"], "examples": ["30m"]})]
AvoidedHours = Annotated[
    list[Annotated[Avoided, Leaf(_avoided, TEXT | {"examples": ["mon 09:00-12:00"]})]], OneOrMore(empty=True)
]
Kinds = Annotated[list[Annotated[str, one_of(KINDS, _KINDS_ZH)]], OneOrMore()]
Statuses = Annotated[list[Annotated[str, one_of(STATUSES)]], OneOrMore()]
TierId = Annotated[str, _word("rules.bad_id", r"[\w-]{1,40}")]
Version = Annotated[int, Leaf(_version, {"const": 1})]
Overload = Annotated[str, one_of(OVERLOADS)]
KeptField = Annotated[str, one_of(KEPT_FIELDS, {"tag": "tags", "标签": "tags"})]
MaskedResult = Annotated[str, one_of(RESULTS)]
MaskedFormat = Annotated[str, one_of(FORMATS)]
CalendarKind = Annotated[str, one_of(("CN", "none"), {"cn": "CN", "CN": "CN"})]
