"""Rows of a client or prospect list → client records. Not: contact logs, and what the records change in the book."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.arrivals import ClientRecord
from rmtool.core.in_columns import InColumns
from rmtool.core.secret_numbers import is_identity_number, is_secret
from rmtool.errors import InputError
from rmtool.intake import identities, values
from rmtool.intake.amounts import amount_reader, level_or_amount_reader
from rmtool.intake.balance_rows import balance_records, days_of, figures
from rmtool.intake.birthdays import birthday_reader
from rmtool.intake.date_order import writing_of
from rmtool.intake.dates import day_reader
from rmtool.intake.headings import PROSPECTS
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.long_form import DAY, FIGURE
from rmtool.intake.packed import constant, kept
from rmtool.intake.parts import added_up
from rmtool.intake.repairs import read_amounts, read_client_numbers
from rmtool.intake.row_terms import list_currency, set_aside_foreign, with_row_units
from rmtool.intake.triggers import triggers
from rmtool.intake.values import Column, Reader
from rmtool.intake.vocabulary import key_of, vocabulary, word_of
from rmtool.phrase import phrase

RETAIL = "retail"

_RETAIL_SIGNS = 2
"""Headings that only a list of private persons has, before its clients are taken for retail ones."""

_CARD_SHARE = (1, 2)
"""The share of a column's numbers that must look like identity or card numbers before it is dropped."""


def client_records(
    listed: ClientList, needed: Collection[str], today: date, problems: Problems
) -> tuple[Sequence[ClientRecord], str | None]:
    """The records of the rows that aren't set aside, and the currency of their amounts if the list says one.

    `needed` are the measures of which no amount may be unreadable. Raises InputError if amounts are in two currencies.
    """
    currency = list_currency(listed, headed_currency(listed, amount_columns(listed)))
    listed = with_row_units(listed, problems)
    set_aside_foreign(listed, amount_columns(listed), currency, problems)
    fields = _fields(listed, problems)
    amounts = _amounts(listed, needed, currency, problems)
    if FIGURE in listed.columns:
        amounts.update(figures(listed, needed, currency, problems))
    dated = _dated(listed, needed, currency, problems)
    card = _card(listed, currency, problems) if listed.kind == PROSPECTS else {}
    _set_aside_nameless(listed, fields, problems)
    if "kind" not in listed.columns and _is_retail(listed):
        fields["kind"] = constant(RETAIL, len(listed.rows))
    if listed.columns.keys() & {DAY, FIGURE}:
        days, said = days_of(listed, today, problems), list(_dicts(fields, len(listed.rows)))
        return balance_records(listed, said, amounts, days, problems), currency
    count = len(listed.rows)
    series = list(_series(dated, range(count))) if dated else constant({}, count)
    columns: list[Sequence[Any]] = [listed.places(), *(_dicts(stated, count) for stated in (fields, amounts, card))]
    records: Sequence[ClientRecord] = InColumns(ClientRecord, [*columns, series])
    rows: Sequence[int] = range(count)
    if problems.reasons:
        keeps = [row not in problems.reasons for row in rows]
        records, rows = kept(records, keeps), kept(rows, keeps)
    return added_up(listed, records, rows, fields, problems), currency


def _dicts(columns: Mapping[str, Sequence[Any]], count: int) -> Sequence[dict[str, Any]]:
    """Row by row what the columns state; missing values are absent."""
    if not columns:
        return constant({}, count)
    names = tuple(columns)

    def stated(*row: Any) -> dict[str, Any]:
        return {name: value for name, value in zip(names, row, strict=True) if value is not None}

    return InColumns(stated, list(columns.values()))


def _readers(listed: ClientList, problems: Problems) -> dict[str, Reader[Any]]:
    words = vocabulary()
    return {
        "client_no": identities.code,
        "name": values.client_name,
        "credit_code": identities.credit_code,
        "kind": values.word_reader(words.client_kinds),
        "status": values.word_reader(words.statuses),
        "industry": values.text,
        "district": values.text,
        "address": values.text,
        "lat": values.coordinate_reader(90),
        "lon": values.coordinate_reader(180),
        "group": values.text,
        "chain": values.text,
        "tag": values.tags,
        "rm": values.text,
        "founded": day_reader(writing_of(listed, "founded", problems)),
        "phone": identities.code,
        "hours": values.hours,
        "birthday": birthday_reader(listed, problems),
        "prefers": values.word_reader(words.codes),
        "call_hours": values.hours,
    }


def _fields(listed: ClientList, problems: Problems) -> dict[str, Sequence[Any]]:
    """The columns of `book.Client` that the list has."""
    fields: dict[str, Sequence[Any]] = {}
    for field, reader in _readers(listed, problems).items():
        if field not in listed.columns:
            continue
        column = read_client_numbers(listed, problems) if field == "client_no" else listed.read(field, reader)
        fields["tags" if field == "tag" else field] = column.values
        if field == "client_no":
            keep_identity_numbers_out(listed, fields, problems)
            _set_aside_unreadable_numbers(listed, column, problems)
        elif field == "credit_code" and column.damaged:
            first = listed.numbers[column.damaged[0]]
            problems.warn(phrase("intake.damaged_credit_codes", count=len(column.damaged), row=first))
            listed.warn_unreadable(field, [row for row in column.unreadable if row not in column.damaged], problems)
        else:
            listed.warn_unreadable(field, column.unreadable, problems)
    return fields


def _set_aside_unreadable_numbers(listed: ClientList, column: Column[str], problems: Problems) -> None:
    label = listed.heading("client_no").label
    damaged = frozenset(column.damaged)
    for row in column.unreadable:
        key = "intake.damaged_number" if row in damaged else "intake.unreadable_number"
        cell = values.as_text(listed.cells[listed.columns["client_no"]][row])
        problems.set_aside(row, phrase(key, column=label, cell=cell))


def keep_identity_numbers_out(listed: ClientList, fields: dict[str, Sequence[Any]], problems: Problems) -> None:
    """Drops a column of client numbers that are identity or card numbers, and single ones that are."""
    numbers = fields["client_no"]
    secret = {n for n in set(numbers) if n is not None and is_secret(n)}
    if not secret:
        return
    over, under = _CARD_SHARE
    stated = sum(n is not None for n in numbers)
    hits = [row for row, n in enumerate(numbers) if n in secret]
    label = listed.heading("client_no").label
    if len(hits) * under >= stated * over:
        if "name" not in listed.columns:
            raise InputError("intake.only_identity_numbers", file=listed.file, column=label)
        problems.warn(phrase("intake.identity_column", column=label))
        fields["client_no"] = [None] * len(numbers)
        listed.show("client_no", dict.fromkeys(hits, ""))
    elif persons := {n for n in secret if is_identity_number(n)}:
        rows = [row for row in hits if numbers[row] in persons]
        problems.warn(phrase("intake.identity_numbers", column=label, count=len(rows), row=listed.numbers[rows[0]]))
        fields["client_no"] = [None if n in persons else n for n in numbers]
        listed.show("client_no", dict.fromkeys(rows, ""))


def _set_aside_nameless(listed: ClientList, fields: Mapping[str, Sequence[Any]], problems: Problems) -> None:
    blank = [None] * len(listed.rows)
    names, numbers = fields.get("name", blank), fields.get("client_no", blank)
    for row, (name, number) in enumerate(zip(names, numbers, strict=True)):
        if name is None and number is None and row not in problems.reasons:
            problems.set_aside(row, phrase("intake.nameless"))


def _is_retail(listed: ClientList) -> bool:
    signs = vocabulary().retail_signs
    return sum(key_of(heading.text) in signs for heading in listed.head.headings) >= _RETAIL_SIGNS


def measures_of(listed: ClientList) -> list[str]:
    """The fields of the list that are amounts, a prospect's value among them."""
    others = frozenset().union(*vocabulary().fields.values()) - {"value"}
    return sorted((field for field in listed.columns if field not in others), key=listed.columns.__getitem__)


def amount_columns(listed: ClientList) -> list[int]:
    """The columns of the list that are amounts, from left to right."""
    figures = [listed.columns[FIGURE]] if FIGURE in listed.columns else []
    return sorted({*(listed.columns[field] for field in measures_of(listed)), *listed.dated, *figures})


def headed_currency(listed: ClientList, columns: Sequence[int]) -> str | None:
    """The currency that the headings of these columns of amounts state, else the title above."""
    named = {column: code for column in columns if (code := listed.head.headings[column].mark.currency)}
    if len(set(named.values())) > 1:
        labels = tuple(listed.head.headings[column].label for column in named)
        raise InputError("intake.two_currencies", file=listed.file, columns=labels)
    return next(iter(named.values()), listed.head.title.currency if columns else None)


def _amounts(
    listed: ClientList, needed: Collection[str], currency: str | None, problems: Problems
) -> dict[str, Sequence[int | None]]:
    """The amounts of the list's own day, by measure."""
    return {
        measure: _amount_column(listed, listed.columns[measure], measure in needed, currency, problems)
        for measure in measures_of(listed)
        if measure != "value" and listed.columns[measure] not in listed.dated
    }


def _dated(
    listed: ClientList, needed: Collection[str], currency: str | None, problems: Problems
) -> list[tuple[date, str, Sequence[int | None]]]:
    """Day, measure and amounts of each column at a day of its own."""
    return [
        (day, measure, _amount_column(listed, column, measure in needed, currency, problems))
        for column, (measure, day) in listed.dated.items()
    ]


def _series(dated: Sequence[tuple[date, str, Sequence[int | None]]], kept: Sequence[int]) -> Iterator[Any]:
    """Row by row the amounts at each day."""
    for row in kept:
        series: dict[date, dict[str, int]] = {}
        for day, measure, fen in dated:
            if (amount := fen[row]) is not None:
                series.setdefault(day, {})[measure] = amount
        yield series


def _amount_column(
    listed: ClientList, column: int, is_needed: bool, currency: str | None, problems: Problems
) -> Sequence[int | None]:
    cells, heading = listed.cells[column], listed.head.headings[column]
    read = read_amounts(listed, column, listed.unit_of(column), currency, problems)
    if is_needed and listed.kind != PROSPECTS:
        for row in read.unreadable:
            reason = phrase("intake.unreadable_amount", column=heading.label, cell=values.as_text(cells[row]))
            problems.set_aside(row, reason)
    else:
        listed.warn_unreadable_in(column, read.unreadable, problems)
    return read.values


def _card(listed: ClientList, currency: str | None, problems: Problems) -> dict[str, Sequence[Any]]:
    """The columns of `book.Card` that the list has."""
    card: dict[str, Sequence[Any]] = {}
    readers: dict[str, Reader[Any]] = {
        "stage": values.word_reader(vocabulary().stages),
        **dict.fromkeys(("source", "referrer", "core_client", "motive", "rival"), values.text),
        "grade": values.grade,
        "trigger": triggers,
        "likelihood": values.likelihood_reader(_in_per_cent(listed)),
    }
    if "value" in listed.columns:
        amount = amount_reader(listed.unit_of(listed.columns["value"]), currency, listed.decimal)
        readers["value"] = level_or_amount_reader(amount)
    for field, reader in readers.items():
        if field not in listed.columns:
            continue
        column = listed.read(field, reader)
        listed.warn_unreadable(field, column.unreadable, problems)
        if field == "trigger":
            card["triggers"] = column.values
        elif field in ("value", "likelihood"):
            card[field] = [None if isinstance(value, str) else value for value in column.values]
            card[f"{field}_level"] = [value if isinstance(value, str) else None for value in column.values]
        else:
            card[field] = column.values
    return card


def _in_per_cent(listed: ClientList) -> bool:
    """Whether bare likelihoods are per cents: the heading says so, or one of them is above 1."""
    if "likelihood" not in listed.columns:
        return False
    cells = listed.cells[listed.columns["likelihood"]]
    bare = [word_of(values.as_text(cell)) for cell in set(cells)]
    shares = [float(word) for word in bare if word.replace(".", "", 1).isdecimal() and word.isascii()]
    return listed.heading("likelihood").mark.per_cent or max(shares, default=0) > 1
