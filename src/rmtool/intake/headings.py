"""One heading → the fields it may mean, with its unit, currency and date. Not: where headings stand (tables.py), which
column serves which field (columns.py).

A heading over several rows arrives as `parent/child`.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rmtool.errors import UsageError
from rmtool.intake.dates_across import month_end, when
from rmtool.intake.values import Cell, as_text
from rmtool.intake.vocabulary import GUESSED, Claim, key_of, vocabulary, word_of

CLIENTS, PROSPECTS, CONTACTS = "clients", "prospects", "contacts"
PERSONS, HOLDINGS = "persons", "holdings"
KINDS = (CLIENTS, PROSPECTS, CONTACTS, PERSONS, HOLDINGS)

IGNORE = "ignore"
"""What a heading is mapped to whose column is not to be read."""

LIKELY = 10_000
"""The rank of a column that can only be told to be an amount: it counts if it is the only one."""

_SAID_BESIDES, _WHOLE = 3, -1
"""What it adds to a rank that a heading says besides that the amount is the present one, or that it is the whole."""

MAPPED = -100
"""The rank of a column that the user named."""

_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
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
_FOOTNOTE_MARKS = re.compile(r"[①-⑳⑴-⒇*＊※†‡¹²³⁰-⁹]+|(?<!备)[\[［(（]?注[\d①-⑳]{1,2}[\]］)）]?$")
_FOOTNOTE = re.compile(r"(?:注|note)?\s*\d{0,2}", re.ASCII)
_PARTS = re.compile(r"\s*/\s*(?![^(\[【〔]*[)\]】〕])")
_BILINGUAL = re.compile(
    r"(?P<zh>[^A-Za-z]*[一-鿿][^A-Za-z]*)(?P<en>[A-Za-z][A-Za-z .,&_-]{2,})"
    r"|(?P<en2>[A-Za-z][A-Za-z .,&_-]{2,})(?P<zh2>[一-鿿].*)"
)
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


class Mark(NamedTuple):
    """What a heading says besides its name: yuan per unit, currency, date, and for a duration seconds per unit.

    `month` is that of a date whose year the heading leaves open.
    """

    unit: int | None = None
    currency: str | None = None
    on: date | None = None
    seconds: int | None = None
    per_cent: bool = False
    month: int | None = None

    def over(self, other: "Mark") -> "Mark":
        """This mark, with what it leaves open taken from the other."""
        return Mark._make(mine or theirs for mine, theirs in zip(self, other, strict=True))


class Heading(NamedTuple):
    """One column's heading: `label` names it to the user (unique in its sheet), `claims` are the fields it may mean.

    `text` is the cell as it stands in the file.
    """

    label: str
    text: str
    claims: tuple[Claim, ...]
    mark: Mark
    never_stored: bool


class Wanted(NamedTuple):
    """What the user and the rules say about columns: fields by `key_of` heading, and further measures."""

    mapped: Mapping[str, str]
    measures: frozenset[str]


def wanted(columns: Mapping[str, str], measures: Iterable[str]) -> Wanted:
    """The user's mapping of headings to fields, checked. Raises UsageError for a field that there isn't."""
    words = vocabulary()
    known = words.measures | frozenset(measures)
    fields = known.union(*words.fields.values())
    mapped: dict[str, str] = {}
    for heading, field in columns.items():
        named = field.strip()
        if named not in fields and named not in ("", "-", IGNORE):
            claims = words.claims.get(key_of(named), ())
            if not claims:
                raise UsageError("intake.no_such_field", field=field, fields=tuple(sorted(fields)))
            named = claims[0].field
        if named in fields - known and named in mapped.values():
            raise UsageError("intake.mapped_twice", field=named)
        if named in fields and is_never_stored(heading):
            raise UsageError("intake.never_stored_mapped", heading=heading)
        mapped[key_of(heading)] = named if named in fields else IGNORE
    return Wanted(mapped, known)


def read_headings(cells: Sequence[Cell], wants: Wanted) -> tuple[Heading, ...]:
    """The headings of a row; repeated ones are told apart as `余额 (2)`, blank ones named by their letter."""
    headings = []
    seen: dict[str, int] = {}
    width = max((index + 1 for index, cell in enumerate(cells) if as_text(cell).strip()), default=0)
    for index, cell in enumerate(cells[:width]):
        text = " ".join(as_text(cell).split())
        label = named = text or f"({column_letters(index)})"
        while label in seen:
            seen[named] += 1
            label = f"{named} ({seen[named]})"
        seen[label] = 1
        claims, mark = known_claims(text, wants.measures)
        headings.append(Heading(label, text, claims, mark, is_never_stored(text)))
    return mapped_headings(headings, wants)


def mapped_headings(headings: Sequence[Heading], wants: Wanted) -> tuple[Heading, ...]:
    """The headings with the fields that the user named; one that is blank is named by its letter or place."""
    named = []
    for index, heading in enumerate(headings):
        field = wants.mapped.get(key_of(heading.label))
        if not heading.text:
            field = field or wants.mapped.get(key_of_place(index))
        if field:
            heading = heading._replace(claims=() if field == IGNORE else (Claim(field, MAPPED),))
        named.append(heading)
    return tuple(named)


def key_of_place(index: int) -> str:
    """What a column is called by its place: the first is `1`."""
    return str(index + 1)


def part_columns(headings: Sequence[Heading]) -> list[int]:
    """The columns that tell a client's accounts or products apart."""
    names = vocabulary().parts
    return [i for i, heading in enumerate(headings) if key_of(heading.text.rpartition("/")[2]) in names]


def column_letters(index: int) -> str:
    """The letters of a spreadsheet's column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_never_stored(heading: str) -> bool:
    """Whether a column so headed holds identity numbers, card numbers or passwords."""
    key, words = key_of(heading), vocabulary()
    return key in words.never_stored or any(part in key for part in words.never_stored_parts)


@lru_cache(maxsize=4_096)
def known_claims(heading: str, measures: frozenset[str]) -> tuple[tuple[Claim, ...], Mark]:
    """The fields that a heading may mean, and what it says besides.

    An amount of another time or sort than the present one (上年日均, 存款目标) is no measure's, unless the vocabulary
    has the heading as a whole; that it is the present one may be said besides (存款/日均余额/本年).
    """
    text = unicodedata.normalize("NFKC", _FOOTNOTE_MARKS.sub("", heading)).strip()
    claims, mark = _known_claims(text, measures)
    if not claims:
        whole = _without(vocabulary().whole_amounts, text)
        bare = _without(vocabulary().present_amounts, whole)
        found, said = _known_claims(bare, measures) if bare != text else ((), mark)
        if found:
            rank = _WHOLE if whole != text else _SAID_BESIDES
            claims, mark = tuple(Claim(claim.field, claim.rank + rank) for claim in found), said
    if _is_other_amount(text, measures):
        claims = tuple(claim for claim in claims if claim.field not in measures)
    return claims, mark


def _is_other_amount(text: str, measures: frozenset[str]) -> bool:
    key = key_of(text)
    if key in vocabulary().claims or key in map(key_of, measures):
        return False
    return any(word in key for word in vocabulary().other_amounts)


def may_be_deposits(heading: str) -> bool:
    """Whether a heading that ends like one of balances says nothing of loans, funds and the like."""
    key = key_of(heading)
    return not any(word in key for word in vocabulary().no_deposits)


def _without(words: Iterable[str], text: str) -> str:
    """A heading without the words that begin or end a part of it."""
    parts = _PARTS.split(text)
    for word in words:
        parts = [part.removeprefix(word).removesuffix(word).strip(" _-()") for part in parts]
    return "/".join(filter(None, parts)) or text


def _known_claims(text: str, measures: frozenset[str]) -> tuple[tuple[Claim, ...], Mark]:
    parts = _PARTS.split(text)
    found, mark = _claims_of(" ".join(parts), measures)
    if found:
        return found, mark
    for version in _versions(text, parts, measures):
        claims, own = _claims_of(version, measures)
        if claims:
            return claims, own.over(mark)
    endings = vocabulary().amount_endings
    ends = [own for name, own, _ in _readings(text) if key_of(name).endswith(endings)]
    if not ends:
        return (), mark
    is_average = any(word in key_of(text) for word in vocabulary().averages)
    claim = Claim("deposit_avg", LIKELY - 1) if is_average else Claim("deposit", LIKELY)
    return (claim,), ends[-1].over(mark)


def _claims_of(text: str, measures: frozenset[str]) -> tuple[tuple[Claim, ...], Mark]:
    """The fields that the text as a whole names; without any the mark is all that could be taken off it."""
    named = {key_of(measure): measure for measure in measures}
    readings = _readings(text)
    for name, mark, penalty in readings:
        key = key_of(name)
        claims = vocabulary().claims.get(key, ())
        if key in named and all(claim.field != named[key] for claim in claims):
            claims = (Claim(named[key], 0), *claims)
        if claims:
            return tuple(Claim(claim.field, 2 * claim.rank + penalty) for claim in claims), mark
    return (), readings[-1][1]


def _versions(text: str, parts: Sequence[str], measures: frozenset[str]) -> Iterator[str]:
    """Other ways to read a heading that as a whole names nothing: its parts in another order, or one of them.

    The last part stands for the whole where those above it only group columns (客户信息/行业), or where all mean the
    same (客户名称/Customer name). A vague word such as 余额 doesn't: whose balance it is, the group would have to say.
    """
    if len(parts) > 1:
        yield " ".join(reversed(parts))
        for start in range(1, len(parts) - 1):
            yield " ".join(parts[start:])
        yield " ".join((parts[0], parts[-1]))
        above = [claims for part in parts[:-1] if (claims := _claims_of(part, measures)[0])]
        last = _claims_of(parts[-1], measures)[0]
        if last and (last[0].rank < 2 * GUESSED if not above else all(a[0].field == last[0].field for a in above)):
            yield parts[-1]
    elif found := _BILINGUAL.fullmatch(text):
        chinese, english = found["zh"] or found["zh2"], found["en"] or found["en2"]
        both = [_claims_of(part, measures)[0] for part in (chinese, english)]
        if all(both) and both[0][0].field == both[1][0].field:
            yield chinese


def _readings(text: str) -> list[tuple[str, Mark, int]]:
    """Names that a heading may be looked up by, each with what was taken off it as a mark, and a penalty in rank."""
    bare, mark = _without_marks_in_brackets(text)
    readings = [(text, mark, 0), (bare, mark, 0)]
    dated, when = _without_date(bare)
    mark = mark.over(when)
    readings.append((dated, mark, 0))
    for part in (dated, _BRACKETS.sub(" ", dated)):
        penalty = 0 if part == dated else 1
        name, tail = _without_tail(part)
        readings.append((part, mark, penalty))
        readings.append((name, mark.over(tail), penalty))
        for short, more in _without_words(name):
            readings.append((short, mark.over(tail).over(more), penalty))
    return readings


def _without_marks_in_brackets(text: str) -> tuple[str, Mark]:
    marks = Mark()
    kept = text
    for found in _BRACKETS.finditer(text):
        mark = _mark_of_all(found[1])
        if mark is not None:
            marks = marks.over(mark)
            kept = kept.replace(found[0], " ")
    return kept.strip(), marks


def _mark_of_all(text: str) -> Mark | None:
    marks = Mark()
    if _FOOTNOTE.fullmatch(text.strip()):
        return marks
    rest, when = _without_date(text)
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


def _without_tail(text: str) -> tuple[str, Mark]:
    """A heading without the units and currencies that end it as words of their own: `loan_czk`, `deposit k USD`."""
    tokens = [token for token in _TOKENS.split(text) if token]
    marks = Mark()
    while len(tokens) > 1 and (mark := _mark_of(tokens[-1])) is not None:
        marks = marks.over(mark)
        tokens.pop()
    return " ".join(tokens), marks


def _without_words(text: str) -> list[tuple[str, Mark]]:
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


def _without_date(text: str) -> tuple[str, Mark]:
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
    for said in (*_BRACKETS.findall(plain), *alone):
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
    return _UNLESS.sub("", _COMMA_IN_NUMBER.sub("", unicodedata.normalize("NFKC", text)))


def mark_of_name(name: str) -> Mark:
    """The unit that a sheet's or file's name states: `存款(万元)`, `对公存款_亿元`. Latin letters don't count."""
    plain = unicodedata.normalize("NFKC", name)
    mark = Mark()
    for said in (*_BRACKETS.findall(plain), *re.split(r"[\s_\-]+", _BRACKETS.sub(" ", plain))):
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
        mark = mark.over(said or Mark())
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
    return _without_date(unicodedata.normalize("NFKC", text).strip())[0]
