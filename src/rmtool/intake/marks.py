"""What a heading, title or note says besides names: unit, currency and date of amounts. Not: fields (headings.py)."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rmtool.intake.dates_across import month_end, when
from rmtool.intake.vocabulary import vocabulary, word_of

BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
"""A part in brackets, which hold no others."""

_DATE = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)"
    r"(?:(?P<compact>(?:0[1-9]|1[0-2])[0-3]\d)"
    r"|[-/.年_]\s*(?P<month>1[0-2]|0?[1-9])(?:[-/.月_]\s*(?P<day>[0-3]?\d)(?!\d)日?|月?[末底]?)"
    r"|(?P<end>年[末底]))(?!\d)",
    re.ASCII,
)
_MONTH_FIRST = re.compile(
    r"(?P<year>20\d\d)(?P<numbered>0[1-9]|1[0-2])(?!\d)|(?P<month>1[0-2]|0?[1-9])月(?:份|末|底)?", re.ASCII
)
_FOOTNOTE = re.compile(r"(?:注|note)?\s*\d{0,2}", re.ASCII)
_DATE_WORDS = re.compile(r"截至|截止|as[\s_]+of|\bat\b|(?:19|20)\d\d年度?")
_TITLE_UNIT = re.compile(
    r"(?:(?:单位|\bunits?)\s*(?:[:：]|均?为|是)|金额\s*[:：](?=\s*\D))\s*([^,;，；。)\t\n]+)"
    r"|以\s*([^,，\s]{1,8}?)\s*(?:为(?:计量)?单位|计(?![\w]))"
    r"|\bin\s+((?:[a-z]{3}\s+)?(?:thousand|million|billion)s?(?:\s+of\s+[a-z]{3}\b)?)",
    re.IGNORECASE,
)
_UNLESS = re.compile(r",?\s*unless\s+otherwise\s+\w+", re.IGNORECASE)
_TITLE_CURRENCY = re.compile(r"(?:币种|currency)\s*[:：]\s*([^\s,;，；)]+)", re.IGNORECASE)
_COMMA_IN_NUMBER = re.compile(r"(?<=\d),(?=\d{3})")
_TOKENS = re.compile(r"[\s_\-/:]+")
_LONGEST_TITLE = 3_000
"""Characters of a title row that are searched: what goes on longer is no title."""


class Mark(NamedTuple):
    """What a heading says besides its name: yuan per unit, currency, date, and for a duration seconds per unit.

    `month` is that of a date whose year the heading leaves open; `other_unit` that of a title naming two units.
    """

    unit: int | None = None
    currency: str | None = None
    on: date | None = None
    seconds: int | None = None
    per_cent: bool = False
    month: int | None = None
    other_unit: int | None = None

    def over(self, other: "Mark") -> "Mark":
        """This mark, with what it leaves open taken from the other."""
        return Mark._make(mine or theirs for mine, theirs in zip(self, other, strict=True))


def without_marks_in_brackets(text: str) -> tuple[str, Mark]:
    """A heading without the brackets that hold nothing but marks, and what they say."""
    marks = Mark()
    kept = text
    for found in BRACKETS.finditer(text):
        mark = _mark_of_all(found[1])
        if mark is not None:
            marks = marks.over(mark)
            kept = kept.replace(found[0], " ")
    return kept.strip(), marks


def _mark_of_all(text: str) -> Mark | None:
    marks = Mark()
    if _FOOTNOTE.fullmatch(text.strip()):
        return marks
    rest, when = split_date(text)
    for piece in re.split(r"[\s,;/、:]+", rest):
        mark = _mark_of(piece) if piece else Mark()
        if mark is None:
            return None
        marks = marks.over(mark)
    return marks.over(when)


@lru_cache(maxsize=1_024)
def _mark_of(piece: str) -> Mark | None:
    """What a unit, a currency, both (万美元), a length of time, a per cent sign or a remark stands for."""
    words, word = vocabulary(), word_of(piece)
    if word in words.remarks or word in ("单位", "unit", "in"):
        return Mark()
    if word == "%":
        return Mark(per_cent=True)
    if word in words.durations and word not in words.units:
        return Mark(seconds=words.durations[word])
    currency = None
    for name in sorted(words.currencies, key=len, reverse=True):
        if word.startswith(name) or word.endswith(name):
            currency = words.currencies[name]
            word = word.removeprefix(name) if word.startswith(name) else word.removesuffix(name)
            break
    if not word and currency:
        return Mark(currency=currency)
    return Mark(words.units[word], currency) if word in words.units else None


def without_tail(text: str) -> tuple[str, Mark]:
    """A heading without the units and currencies that end it as words of their own: `loan_czk`, `deposit k USD`."""
    tokens = [token for token in _TOKENS.split(text) if token]
    marks = Mark()
    while len(tokens) > 1 and (mark := _mark_of(tokens[-1])) is not None:
        marks = marks.over(mark)
        tokens.pop()
    return " ".join(tokens), marks


def without_currency_and_unit(text: str) -> list[tuple[str, Mark]]:
    """A Chinese heading without the unit grown on to its end, the currency before its name, or both."""
    words = vocabulary()
    shorter = [(text, Mark())]
    for unit in sorted(words.units, key=len, reverse=True):
        if not unit.isascii() and text.endswith(unit) and len(text) > len(unit):
            shorter.append((text.removesuffix(unit), Mark(words.units[unit])))
    for name, mark in tuple(shorter):
        for currency, code in words.currencies.items():
            if not currency.isascii() and name.startswith(currency) and len(name) > len(currency):
                shorter.append((name.removeprefix(currency), mark.over(Mark(currency=code))))
            if not currency.isascii() and name.endswith(currency) and len(name) > len(currency):
                shorter.append((name.removesuffix(currency), mark.over(Mark(currency=code))))
    return shorter[1:]


def split_date(text: str) -> tuple[str, Mark]:
    """A heading without the date or month that it states, and that."""
    found = _DATE.search(text)
    on = _date_of(found) if found else None
    if found and on:
        when, rest = Mark(on=on), f"{text[: found.start()]} {text[found.end() :]}"
    elif found := _MONTH_FIRST.match(text):
        when, rest = _month_of(found), text[found.end() :]
    else:
        when, rest = Mark(), text
    return _DATE_WORDS.sub(" ", rest).strip(" _-"), when


def _month_of(found: re.Match[str]) -> Mark:
    if not found["year"]:
        return Mark(month=int(found["month"]))
    return Mark(on=month_end(int(found["year"]), int(found["numbered"])))


def stated_date(text: str) -> date | None:
    """The day that a title, sheet name, file name or heading states; a month stands for its last day."""
    for found in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        if on := _date_of(found):
            return on
    return None


def _date_of(found: re.Match[str]) -> date | None:
    year = int(found["year"])
    if found["end"]:
        return date(year, 12, 31)
    if found["compact"]:
        month, day = int(found["compact"][:2]), int(found["compact"][2:])
    else:
        month = int(found["month"])
        day = int(found["day"]) if found["day"] else monthrange(year, month)[1]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def mark_of_title(text: str) -> Mark:
    """What a title or note says of all amounts: `单位：万元`, `币种：美元`, `截至2026年10月31日`, `(万元)`.

    Cells are divided by tabs.
    """
    plain = _plain(text)
    mark = mark_of_note(plain)
    alone = [cell for cell in plain.split("\t") if not when(cell)]
    for said in (*BRACKETS.findall(plain), *alone):
        if len(said) > 1 or not said.isascii():  # a letter alone is no unit
            mark = mark.over(_mark_of_all(said) or Mark())
    return mark.over(Mark(on=stated_date(plain)))


def mark_of_note(text: str) -> Mark:
    """The unit and currency of all amounts that a sentence states: `注：以上金额单位为万元`, `币种：美元`."""
    mark, plain = Mark(), _plain(text)
    for found in _TITLE_UNIT.finditer(plain):
        mark = mark.over(_leading_mark(found[1] or found[2] or found[3]))
    if currency := _TITLE_CURRENCY.search(plain):
        mark = mark.over(_mark_of(currency[1].strip("()")) or Mark())
    return mark


def _plain(text: str) -> str:
    """The text as it is searched, of a page of text its beginning."""
    return _UNLESS.sub("", _COMMA_IN_NUMBER.sub("", unicodedata.normalize("NFKC", text[:_LONGEST_TITLE])))


def mark_of_name(name: str) -> Mark:
    """The unit that a sheet's or file's name states: `存款(万元)`, `对公存款_亿元`. Latin letters don't count."""
    plain = unicodedata.normalize("NFKC", name)
    mark = Mark()
    for said in (*BRACKETS.findall(plain), *re.split(r"[\s_\-]+", BRACKETS.sub(" ", plain))):
        if not said.isascii():
            mark = mark.over(_mark_of_all(said) or Mark())
    return Mark(mark.unit, mark.currency)


def _leading_mark(text: str) -> Mark:
    """The units and currencies that a text begins with: `万元 2026年` → 万元."""
    mark = Mark()
    for piece in re.split(r"[\s(、/]+", text):
        said = _mark_of(piece.strip("。.:"))
        if said is None and piece.lower() not in ("of", "人民币"):
            break
        said = said or Mark()
        if said.unit and mark.unit and said.unit != mark.unit:
            said = said._replace(other_unit=said.unit)
        mark = mark.over(said)
    return mark


def is_mark(text: str) -> bool:
    """Whether a cell among headings says nothing but a unit or a remark: `万元`, `(必填)`."""
    plain = unicodedata.normalize("NFKC", text).strip(" ()[]:")
    return plain != "" and (_mark_of(plain) is not None or _mark_of_all(plain) not in (None, Mark()))


def is_remark(text: str) -> bool:
    """Whether a cell among headings says of what sort the column's values are: `字符`, `必填`."""
    return word_of(text).strip("()[]") in vocabulary().remarks


def is_title(text: str) -> bool:
    """Whether a cell above headings is a note of its own: `单位：万元`, `制表：张三`, `截至2026年10月31日`."""
    plain = unicodedata.normalize("NFKC", text)
    return ":" in plain or _TITLE_UNIT.search(plain) is not None


def without_date(text: str) -> str:
    """A heading without the date that it states."""
    return split_date(unicodedata.normalize("NFKC", text).strip())[0]
