"""Rows of lists of products that clients hold → records. Not: whether the book knows the client, or the holding."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import repeat

from rmtool.core.arrivals import HoldingRecord, Place
from rmtool.core.secret_numbers import is_secret
from rmtool.intake import values
from rmtool.intake.client_rows import headed_currency
from rmtool.intake.date_order import writing_of
from rmtool.intake.dates import day_reader
from rmtool.intake.identities import code
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.packed import replaced
from rmtool.intake.person_rows import clients_of, needed, read
from rmtool.intake.products import known_kind
from rmtool.intake.repairs import read_amounts
from rmtool.intake.row_terms import list_currency, set_aside_foreign, with_row_units
from rmtool.intake.values import Cell, Reader, as_text
from rmtool.intake.vocabulary import vocabulary, word_of
from rmtool.phrase import phrase

AMOUNTS = ("amount", "cover", "premium")
"""The fields that are amounts."""

_NEVER = "9999"
"""The year of a maturity that stands for none."""

_LEAST_PER_CENT = 0.2
"""A bare rate from here on can't be a fraction, so those of its column are per cents."""

_RISK = re.compile(r"p?r\s*([1-5])(?!\d)|([1-5])\s*级", re.ASCII)
_IN_BRACKETS = re.compile(r"[(（].*[)）]")
_RATE = re.compile(r"(-?\d{1,3}(?:\.\d{1,10})?)\s*(%?)", re.ASCII)
_BRANCH = re.compile(r"(?:支行|分行|营业部|营业厅|分理处|储蓄所|网点)$")
_TERM_UNIT = re.compile(r"[(（](个月|月|天|日|年)[)）]$")
_TERM_UNITS = {"月": "个月", "日": "天"}


def holding_records(listed: ClientList, today: date, problems: Problems) -> tuple[list[HoldingRecord], str | None]:
    """The records of the rows that name a client and a product, and the currency of their amounts if the list says it.

    Raises InputError if the amounts are in several currencies.
    """
    clients = clients_of(listed, problems)
    products = _products(listed, problems)
    amounts = [listed.columns[field] for field in AMOUNTS if field in listed.columns]
    currency = list_currency(listed, headed_currency(listed, amounts))
    listed = with_row_units(listed, problems)
    set_aside_foreign(listed, amounts, currency, problems)
    opened, matures = _days(listed, problems)
    fen, cover, premium = (_amounts(listed, field, currency, problems) for field in AMOUNTS)
    columns = (
        products,
        _kinds(listed, problems),
        _contract_numbers(listed, problems),
        fen,
        opened,
        matures,
        read(listed, "term", _term_reader(listed), problems),
        read(listed, "rate", _rate_reader(_in_per_cent(listed)), problems),
        read(listed, "risk", _risk, problems),
        read(listed, "bank", _bank, problems),
        cover,
        premium,
        read(listed, "as_of", _past_day(listed, "as_of", today, problems), problems),
        read(listed, "ended", _past_day(listed, "ended", today, problems), problems),
    )
    rows = zip(map(Place, repeat(listed.sheet), listed.numbers), *clients, *columns, strict=True)
    return [HoldingRecord._make(row) for index, row in enumerate(rows) if index not in problems.reasons], currency


def _amounts(listed: ClientList, field: str, currency: str | None, problems: Problems) -> Sequence[int | None]:
    """A column of amounts in fen; what can't be read is missing, and that is said."""
    if field not in listed.columns:
        return [None] * len(listed.rows)
    index = listed.columns[field]
    column = read_amounts(listed, index, listed.unit_of(index), currency, problems)
    listed.warn_unreadable_in(index, column.unreadable, problems)
    return column.values


def _days(listed: ClientList, problems: Problems) -> tuple[Sequence[date | None], Sequence[date | None]]:
    """When each holding was opened and when it matures; what would end before it began has no maturity."""
    opened = read(listed, "opened", day_reader(writing_of(listed, "opened", problems)), problems)
    matures = list(read(listed, "matures", _maturity_reader(listed, problems), problems))
    early = [row for row, (start, end) in enumerate(zip(opened, matures, strict=True)) if start and end and end < start]
    for row in early:
        matures[row] = None
    if early:
        label, row = listed.heading("matures").label, listed.numbers[early[0]]
        problems.warn(phrase("holdings.matures_first", column=label, count=len(early), row=row))
    return opened, matures


def _maturity_reader(listed: ClientList, problems: Problems) -> Reader[date]:
    """A reader of days, or of what says that there is none (无固定期限, 9999-12-31)."""
    day = day_reader(writing_of(listed, "matures", problems))

    def maturity(cell: Cell) -> date | None:
        said = as_text(cell)
        return None if said.startswith(_NEVER) or word_of(said) in vocabulary().open_ended else day(cell)

    return maturity


def _past_day(listed: ClientList, field: str, today: date, problems: Problems) -> Reader[date]:
    day = day_reader(writing_of(listed, field, problems))

    def past_day(cell: Cell) -> date | None:
        found = day(cell)
        if found and found > today:
            raise ValueError(cell)
        return found

    return past_day


def _contract_numbers(listed: ClientList, problems: Problems) -> Sequence[str | None]:
    """Account or contract numbers, but for those that have the shape of a bank card's or an identity card's number."""
    numbers = list(read(listed, "contract_no", code, problems))
    secret = [row for row, n in enumerate(numbers) if n and is_secret(n)]
    for row in secret:
        numbers[row] = None
    if secret:
        index = listed.columns["contract_no"]  # nor do they go into the file of rows set aside
        listed.rows.columns[index] = replaced(listed.rows.columns[index], dict.fromkeys(secret, ""))
        label, first = listed.heading("contract_no").label, listed.numbers[secret[0]]
        problems.warn(phrase("holdings.card_numbers", column=label, count=len(secret), row=first))
    return numbers


def _products(listed: ClientList, problems: Problems) -> Sequence[str | None]:
    """The products; a row without one is set aside, unless title or headings say it for all."""
    if listed.product is None:
        return needed(listed, "product", values.text, "intake.no_product", problems)
    problems.warn(phrase("holdings.told_product", product=listed.product))
    return [listed.product] * len(listed.numbers)


def _kinds(listed: ClientList, problems: Problems) -> Sequence[str | None]:
    """The kinds of product, by our words where a cell says one of them.

    Without a column of kinds what tells them is that of products, if it is headed as one of kinds (储种, 贷款品种).
    """
    if listed.product is not None:
        return [known_kind(listed.product)] * len(listed.numbers)
    if "product_kind" in listed.columns:
        return read(listed, "product_kind", _kind, problems)
    heading = listed.heading("product")
    if any(claim.field == "product_kind" for claim in heading.claims):
        return listed.read("product", lambda cell: known_kind(as_text(cell))).values
    return [known_kind(heading.text)] * len(listed.numbers)


def _kind(cell: Cell) -> str | None:
    said = values.text(cell)
    return said if said is None else known_kind(said) or said


def _term_reader(listed: ClientList) -> Reader[str]:
    """A reader of terms as written; a bare number is given the unit in the heading."""
    unit = _TERM_UNIT.search(listed.heading("term").text) if "term" in listed.columns else None

    def term(cell: Cell) -> str | None:
        said = values.text(cell)
        if said and unit and said.isdecimal():
            return said + _TERM_UNITS.get(unit[1], unit[1])
        return said

    return term


def _in_per_cent(listed: ClientList) -> bool:
    """Whether bare rates are per cents: the heading says so, or one of them is too high for a fraction."""
    if "rate" not in listed.columns:
        return False
    heading = listed.heading("rate")
    if heading.mark.per_cent or "%" in word_of(heading.text):
        return True
    found = (_RATE.fullmatch(word_of(as_text(cell))) for cell in set(listed.cells[listed.columns["rate"]]))
    return any(not rate[2] and float(rate[1]) >= _LEAST_PER_CENT for rate in found if rate)


def _rate_reader(in_per_cent: bool) -> Reader[float]:
    """A reader of yearly rates, as fractions of at most 1."""

    def rate(cell: Cell) -> float | None:
        said = word_of(as_text(cell))
        if values.is_missing(said):
            return None
        found = _RATE.fullmatch(said)
        if not found:
            raise ValueError(cell)
        fraction = round(float(found[1]) / (100 if in_per_cent or found[2] else 1), 8)
        if abs(fraction) > 1:
            raise ValueError(cell)
        return fraction

    return rate


def _risk(cell: Cell) -> str | None:
    """R1 to R5 where the cell says one of them (R2, PR2, 中低风险, 2级), else as written."""
    said = values.text(cell)
    if said is None:
        return None
    word = word_of(said)
    if level := _RISK.match(word):
        return f"R{level[1] or level[2]}"
    return vocabulary().risk_levels.get(_IN_BRACKETS.sub("", word).strip(), said)


def _bank(cell: Cell) -> str | None:
    """Another bank's name; the RM's own bank, or just a branch of it, is none."""
    said = values.text(cell)
    if said is None or word_of(said) in vocabulary().own_bank:
        return None
    branch = _BRANCH.search(said)
    return None if branch and "行" not in said[: branch.start()] else said
