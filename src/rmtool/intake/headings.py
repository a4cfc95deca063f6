"""Headings → fields with their units, currencies and dates, and the kind of list they head. Not: the cells below."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rmtool.errors import InputError, UsageError
from rmtool.intake.values import Cell, as_text
from rmtool.intake.vocabulary import GUESSED, Claim, key_of, vocabulary, word_of

CLIENTS, PROSPECTS, CONTACTS = "clients", "prospects", "contacts"
LATER_KINDS = ("persons", "holdings")
KINDS = (CLIENTS, PROSPECTS, CONTACTS, *LATER_KINDS)

IGNORE = "ignore"
"""What a heading is mapped to whose column is not to be read."""

SEARCHED_ROWS = 20
"""Rows that aren't blank among which the headings are looked for."""

_LONGEST_HEADING = 60

_LIKELY = 10_000
"""The rank of a column that can only be told to be an amount: it counts if it is the only one."""

_MAPPED = -1
"""The rank of a column that the user named."""

_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_DATE = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)"
    r"(?:(?P<compact>(?:0[1-9]|1[0-2])[0-3]\d)"
    r"|[-/.年_]\s*(?P<month>1[0-2]|0?[1-9])(?:[-/.月_]\s*(?P<day>[0-3]?\d)(?!\d)日?|月?[末底]?))(?!\d)",
    re.ASCII,
)
_DATE_WORDS = re.compile(r"截至|截止|as[\s_]+of|\bat\b|(?:19|20)\d\d年度?")
_TITLE_UNIT = re.compile(r"(?:单位|金额单位|unit)\s*[:：]\s*([^\s,;，；)]+)", re.IGNORECASE)
_TITLE_CURRENCY = re.compile(r"(?:币种|currency)\s*[:：]\s*([^\s,;，；)]+)", re.IGNORECASE)
_TOKENS = re.compile(r"[\s_\-/:]+")


class Mark(NamedTuple):
    """What a heading says besides its name: yuan per unit, currency, date, and for a duration seconds per unit."""

    unit: int | None = None
    currency: str | None = None
    on: date | None = None
    seconds: int | None = None
    per_cent: bool = False

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


class Head(NamedTuple):
    """The headings of a sheet: the index of their row, the headings, and what the title above them says."""

    row: int
    headings: tuple[Heading, ...]
    title: Mark


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
        if named in fields and named in mapped.values():
            raise UsageError("intake.mapped_twice", field=named)
        if named in fields and is_never_stored(heading):
            raise UsageError("intake.never_stored_mapped", heading=heading)
        mapped[key_of(heading)] = named if named in fields else IGNORE
    return Wanted(mapped, known)


def find_head(rows: Sequence[Sequence[Cell]], wants: Wanted) -> Head | None:
    """The headings of a sheet that is a list, else None: the first rows may be blank or hold a title."""
    best = _best_row(rows, wants)
    if best is None:
        return None
    return Head(best, read_headings(rows[best], wants), _title_mark(rows[:best]))


def _best_row(rows: Sequence[Sequence[Cell]], wants: Wanted) -> int | None:
    """The row that names the most fields, among them a client's number or name; of equals the first."""
    best, most, seen = None, 0, 0
    for index, row in enumerate(rows):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        if not texts:
            continue
        seen += 1
        if seen > SEARCHED_ROWS:
            break
        fields = {field for cell in texts for field in _fields_of(cell, wants)}
        if fields & {"client_no", "name"} and len(fields) > most:
            best, most = index, len(fields)
    return best


def _fields_of(cell: str, wants: Wanted) -> set[str]:
    if field := wants.mapped.get(key_of(cell)):
        return set() if field == IGNORE else {field}
    claims = _known_claims(cell, wants.measures)[0] if len(cell) <= _LONGEST_HEADING else ()
    return {claims[0].field} if claims else set()


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
        claims, mark = _known_claims(text, wants.measures)
        if field := wants.mapped.get(key_of(label)):
            claims = () if field == IGNORE else (Claim(field, _MAPPED),)
        headings.append(Heading(label, text, claims, mark, is_never_stored(text)))
    return tuple(headings)


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
def _known_claims(heading: str, measures: frozenset[str]) -> tuple[tuple[Claim, ...], Mark]:
    text = unicodedata.normalize("NFKC", heading).strip()
    named = {key_of(measure): measure for measure in measures}
    for name, mark, penalty in _readings(text):
        key = key_of(name)
        claims = vocabulary().claims.get(key, ())
        if key in named and all(claim.field != named[key] for claim in claims):
            claims = (Claim(named[key], 0), *claims)
        if claims:
            return tuple(Claim(claim.field, 2 * claim.rank + penalty) for claim in claims), mark
    endings = vocabulary().amount_endings
    ends = [mark for name, mark, _ in _readings(text) if key_of(name).endswith(endings)]
    return ((Claim("deposit", _LIKELY),), ends[-1]) if ends else ((), _readings(text)[-1][1])


def _readings(text: str) -> list[tuple[str, Mark, int]]:
    """Names that a heading may be looked up by, each with what was taken off it as a mark, and a penalty in rank."""
    bare, mark = _without_marks_in_brackets(text)
    readings = [(text, mark, 0), (bare, mark, 0)]
    dated, on = _without_date(bare)
    mark = mark.over(Mark(on=on))
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
    rest, on = _without_date(text)
    for piece in re.split(r"[\s,;/、:]+", rest):
        mark = _mark_of(piece) if piece else Mark()
        if mark is None:
            return None
        marks = marks.over(mark)
    return marks.over(Mark(on=on))


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


def _without_date(text: str) -> tuple[str, date | None]:
    found = _DATE.search(text)
    on = _date_of(found) if found else None
    rest = f"{text[: found.start()]} {text[found.end() :]}" if found and on else text
    return _DATE_WORDS.sub(" ", rest).strip(" _-"), on


def stated_date(text: str) -> date | None:
    """The day that a title, sheet name, file name or heading states; a month stands for its last day."""
    for found in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        if on := _date_of(found):
            return on
    return None


def _date_of(found: re.Match[str]) -> date | None:
    year = int(found["year"])
    if found["compact"]:
        month, day = int(found["compact"][:2]), int(found["compact"][2:])
    else:
        month = int(found["month"])
        day = int(found["day"]) if found["day"] else monthrange(year, month)[1]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _title_mark(rows: Sequence[Sequence[Cell]]) -> Mark:
    """What the rows above the headings say of all amounts: `单位：万元`, `币种：美元`, `截至2026年10月31日`."""
    mark = Mark()
    for row in rows:
        text = unicodedata.normalize("NFKC", " ".join(as_text(cell) for cell in row if cell != ""))
        for shape in (_TITLE_UNIT, _TITLE_CURRENCY):
            if found := shape.search(text):
                mark = mark.over(_mark_of(found[1]) or Mark())
        mark = mark.over(Mark(on=stated_date(text)))
    return mark


def hinted_kind(name: str | None) -> str | None:
    """The kind of list that a sheet's or file's name speaks of."""
    bare = word_of(name or "")
    for kind, parts in vocabulary().sheet_names.items():
        if any(part in bare for part in parts):
            return kind
    return None


def recognise_kind(headings: Sequence[Heading], names: tuple[str | None, str], wants: Wanted) -> str:
    """What a sheet with these headings lists: a date and a code make a contact log, else the names tell, else value."""
    claimed = {claim.field for heading in headings for claim in heading.claims}
    amounts = claimed & wants.measures
    if {"date", "code"} <= claimed and not amounts:
        return CONTACTS
    for hint in map(hinted_kind, names):
        if hint == CONTACTS and "date" not in claimed:
            continue
        if hint:
            return hint
        if claimed & {"value", "likelihood"} and not amounts:
            return PROSPECTS
    return CLIENTS


def assign(headings: Sequence[Heading], kind: str, wants: Wanted, file: str) -> tuple[dict[str, int], frozenset[str]]:
    """The column of each field, and the fields that were guessed; every column serves one field at most.

    Raises InputError if two columns claim one field with equal right.
    """
    fields = vocabulary().fields[kind] | (wants.measures if kind != CONTACTS else frozenset())
    claims = sorted(
        (claim.rank, claim.field, index)
        for index, heading in enumerate(headings)
        for claim in heading.claims
        if claim.field in fields and not heading.never_stored
    )
    columns: dict[str, int] = {}
    ranks: dict[str, int] = {}
    likely = [index for rank, _, index in claims if rank == _LIKELY]
    for rank, field, index in claims:
        if index in columns.values() or rank == _LIKELY:
            continue
        if field not in columns:
            columns[field], ranks[field] = index, rank
        elif ranks[field] == rank:
            first, second = headings[columns[field]].label, headings[index].label
            raise InputError("intake.two_columns", file=file, field=field, first=first, second=second)
    time = columns.get("time") if "date" not in columns else None
    if time is not None and any(claim.field == "date" for claim in headings[time].claims):
        columns["date"] = columns.pop("time")
    guessed = {field for field, rank in ranks.items() if rank >= 2 * GUESSED}
    if len(likely) == 1 and not columns.keys() & wants.measures:
        columns["deposit"] = likely[0]
        guessed.add("deposit")
    return columns, frozenset(guessed)
