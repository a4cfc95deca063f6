"""One heading → the fields it may mean. Not: its unit, currency and date (marks.py), where headings stand (tables.py),
which column serves which field (columns.py).

A heading over several rows arrives as `parent/child`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rmtool.errors import UsageError
from rmtool.intake.marks import (
    BRACKETS,
    Mark,
    split_date,
    without_currency_and_unit,
    without_marks_in_brackets,
    without_tail,
)
from rmtool.intake.values import Cell, as_text
from rmtool.intake.vocabulary import GUESSED, Claim, key_of, vocabulary

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

_LONGEST = 200
"""Characters of a heading over several rows; what is longer is a text in a heading's place."""

_FOOTNOTE_MARKS = re.compile(r"[①-⑳⑴-⒇*＊※†‡¹²³⁰-⁹]+|(?<!备)[\[［(（]?注[\d①-⑳]{1,2}[\]］)）]?$")
_PARTS = re.compile(r"\s*/\s*(?![^(\[【〔]*[)\]】〕])")
_BILINGUAL = re.compile(
    r"(?P<zh>[^A-Za-z]*[一-鿿][^A-Za-z]*)(?P<en>[A-Za-z][A-Za-z .,&_-]{2,})"
    r"|(?P<en2>[A-Za-z][A-Za-z .,&_-]{2,})(?P<zh2>[一-鿿].*)"
)


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


def known_claims(heading: str, measures: frozenset[str]) -> tuple[tuple[Claim, ...], Mark]:
    """The fields that a heading may mean, and what it says besides; a page of text means none.

    An amount of another time or sort than the present one (上年日均, 存款目标) is no measure's, unless the vocabulary
    has the heading as a whole; that it is the present one may be said besides (存款/日均余额/本年).
    """
    return _claims_and_mark(heading, measures) if len(heading) <= _LONGEST else ((), Mark())


@lru_cache(maxsize=4_096)
def _claims_and_mark(heading: str, measures: frozenset[str]) -> tuple[tuple[Claim, ...], Mark]:
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
    bare, mark = without_marks_in_brackets(text)
    readings = [(text, mark, 0), (bare, mark, 0)]
    dated, when = split_date(bare)
    mark = mark.over(when)
    readings.append((dated, mark, 0))
    for part in (dated, BRACKETS.sub(" ", dated)):
        penalty = 0 if part == dated else 1
        name, tail = without_tail(part)
        readings.append((part, mark, penalty))
        readings.append((name, mark.over(tail), penalty))
        for short, more in without_currency_and_unit(name):
            readings.append((short, mark.over(tail).over(more), penalty))
    return readings
