"""Rows of a list that states balances one below the other (long_form.py) → one record a client, with all of them.

Not: lists with a row a client (client_rows.py).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rmtool.core.arrivals import ClientRecord, Place
from rmtool.intake import values
from rmtool.intake.date_order import writing_of
from rmtool.intake.dates import period_end_reader
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.long_form import DAY, FIGURE, MEASURE
from rmtool.intake.repairs import read_amounts
from rmtool.phrase import phrase

_MONTHS = ("月", "month")
"""What the heading of a column of months holds; each of its days stands for the whole month."""

Amounts = Mapping[str, Sequence[int | None]]
Client = tuple[str, str]


class _Fact(NamedTuple):
    fen: int
    row: int


def days_of(listed: ClientList, today: date, problems: Problems) -> Sequence[date | None]:
    """The day of each row's amounts; a row whose day can't be read or is still to come is set aside.

    A month that isn't over yet counts as today.
    """
    if DAY not in listed.columns:
        return [None] * len(listed.rows)
    heading, cells = listed.heading(DAY), listed.cells[listed.columns[DAY]]
    of_months = any(word in heading.text.casefold() for word in _MONTHS)
    column = listed.read(DAY, period_end_reader(writing_of(listed, DAY, problems), of_months))
    for row in column.unreadable:
        cell = values.as_text(cells[row])
        problems.set_aside(row, phrase("intake.unreadable_date", column=heading.label, cell=cell))
    days: list[date | None] = []
    for row, day in enumerate(column.values):
        if day and day > today and (day.year, day.month) == (today.year, today.month):
            day = today
        if day and day > today:
            problems.set_aside(row, phrase("intake.day_ahead", column=heading.label, date=day), damaged=False)
        days.append(day)
    return days


def figures(listed: ClientList, needed: Collection[str], currency: str | None, problems: Problems) -> Amounts:
    """The amounts of a column that holds several measures, by measure: each row says one.

    A row of a measure that nobody knows is set aside, and so is one whose amount the rules need and nobody can read.
    """
    index, said = listed.columns[FIGURE], listed.cells[listed.columns[MEASURE]]
    by_unit: dict[int, values.Column[int]] = {}
    amounts: dict[str, list[int | None]] = {}
    unread = []
    for row, cell in enumerate(said):
        if cell not in listed.measures:
            reason = phrase("intake.unknown_measure", column=listed.heading(MEASURE).label, cell=values.as_text(cell))
            problems.set_aside(row, reason, damaged=False)
            continue
        measure, mark = listed.measures[cell]
        unit = mark.unit or listed.unit_of(index)
        if unit not in by_unit:
            by_unit[unit] = read_amounts(listed, index, unit, currency, problems)
        amounts.setdefault(measure, [None] * len(said))[row] = by_unit[unit].values[row]
    unreadable = {row for column in by_unit.values() for row in column.unreadable}
    for row in sorted(unreadable - problems.reasons.keys()):
        if listed.measures[said[row]][0] in needed:
            cell = values.as_text(listed.cells[index][row])
            problems.set_aside(row, phrase("intake.unreadable_amount", column=listed.heading(FIGURE).label, cell=cell))
        else:
            unread.append(row)
    listed.warn_unreadable_in(index, unread, problems)
    return amounts


def balance_records(
    listed: ClientList,
    fields: Sequence[Mapping[str, Any]],
    amounts: Amounts,
    days: Sequence[date | None],
    problems: Problems,
) -> list[ClientRecord]:
    """One record for each client, from all its rows: what the latest of them says of it, and the amounts of all.

    Two amounts for one client, day and measure are set aside both: nothing tells which one is right.
    """
    _set_aside_undated(listed, amounts, days, problems)
    rows_of: dict[Client, list[int]] = {}
    for row, stated in enumerate(fields):
        if row not in problems.reasons:
            rows_of.setdefault(_client(stated), []).append(row)
    records = []
    for rows in rows_of.values():
        facts = _facts(listed, rows, amounts, days, problems)
        kept = [row for row in rows if row not in problems.reasons]
        if kept:
            records.append(_record(listed, kept, fields, facts, days))
    if len(records) < len(listed.rows):
        _say(listed, records, problems)
    return sorted(records, key=lambda record: record.place.row)


def _set_aside_undated(listed: ClientList, amounts: Amounts, days: Sequence[date | None], problems: Problems) -> None:
    """Sets rows aside whose amounts are of no day, in a list that states the others' days."""
    if DAY not in listed.columns:
        return
    for row, day in enumerate(days):
        if day is None and row not in problems.reasons and any(fen[row] is not None for fen in amounts.values()):
            problems.set_aside(row, phrase("intake.no_date", column=listed.heading(DAY).label), damaged=False)


def _client(stated: Mapping[str, Any]) -> Client:
    return next((field, stated[field]) for field in ("client_no", "credit_code", "name") if field in stated)


def _facts(
    listed: ClientList, rows: Sequence[int], amounts: Amounts, days: Sequence[date | None], problems: Problems
) -> dict[tuple[date | None, str], _Fact]:
    """The amounts of a client by day and measure; rows that contradict one another are set aside."""
    facts: dict[tuple[date | None, str], _Fact] = {}
    for measure, fen in amounts.items():
        for row in rows:
            amount = fen[row]
            if amount is None:
                continue
            known = facts.setdefault((days[row], measure), _Fact(amount, row))
            if known.fen != amount:
                for one, other in ((known.row, row), (row, known.row)):
                    reason = phrase("intake.two_amounts", row=listed.numbers[other])
                    if reason not in problems.reasons.get(one, ()):
                        problems.set_aside(one, reason, damaged=False)
    return {key: fact for key, fact in facts.items() if fact.row not in problems.reasons}


def _record(
    listed: ClientList,
    rows: Sequence[int],
    fields: Sequence[Mapping[str, Any]],
    facts: Mapping[tuple[date | None, str], _Fact],
    days: Sequence[date | None],
) -> ClientRecord:
    said: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: (days[row] or date.min, row)):
        said.update(fields[row])
    own: dict[str, int] = {}
    series: dict[date, dict[str, int]] = {}
    for (day, measure), fact in facts.items():
        (own if day is None else series.setdefault(day, {}))[measure] = fact.fen
    first, *further = (listed.numbers[row] for row in rows)
    return ClientRecord(Place(listed.sheet, first), said, own, series=series, further=tuple(further))


def _say(listed: ClientList, records: Sequence[ClientRecord], problems: Problems) -> None:
    days = sorted({day for record in records for day in record.series})
    if len(days) > 1:
        said = phrase("intake.by_day", clients=len(records), days=len(days), first=days[0], last=days[-1])
        problems.warn(said)
