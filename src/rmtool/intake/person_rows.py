"""Rows of lists of people at clients, and of products that clients hold → records. Not: whether the book knows them."""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from rmtool.core.arrivals import HoldingRecord, PersonRecord, Place
from rmtool.intake import identities, values
from rmtool.intake.amounts import amount_reader
from rmtool.intake.dates import day
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.values import Reader
from rmtool.intake.vocabulary import vocabulary
from rmtool.phrase import phrase

_CLIENT = ("client_no", "name", "credit_code")


def person_records(listed: ClientList, problems: Problems) -> list[PersonRecord]:
    """The records of the rows that name somebody and a client; the others are set aside."""
    clients = _clients(listed, problems)
    names = _needed(listed, "person", values.text, "intake.no_person", problems)
    columns = (
        names,
        _read(listed, "title", values.text, problems),
        _read(listed, "power", _power, problems),
        _read(listed, "phone", identities.code, problems),
        _read(listed, "email", values.text, problems),
        _read(listed, "note", values.text, problems),
    )
    rows = zip(map(Place, repeat(listed.sheet), listed.numbers), *clients, *columns, strict=True)
    return [PersonRecord._make(row) for index, row in enumerate(rows) if index not in problems.reasons]


def holding_records(listed: ClientList, problems: Problems) -> tuple[list[HoldingRecord], str | None]:
    """The records of the rows that name a client, a product and an amount, and the amounts' currency, if said."""
    clients = _clients(listed, problems)
    heading = listed.heading("amount")
    currency = heading.mark.currency or listed.head.title.currency
    amount = amount_reader(listed.unit_of(listed.columns["amount"]), currency)
    columns = (
        _needed(listed, "product", values.text, "intake.no_product", problems),
        _read(listed, "product_kind", values.text, problems),
        _needed(listed, "amount", amount, "intake.unreadable_amount", problems),
        _read(listed, "opened", day, problems),
        _read(listed, "matures", day, problems),
    )
    rows = zip(map(Place, repeat(listed.sheet), listed.numbers), *clients, *columns, strict=True)
    return [HoldingRecord._make(row) for index, row in enumerate(rows) if index not in problems.reasons], currency


def _power(cell: values.Cell) -> str | None:
    """Decision power: one of our words where the cell says it so, else as written."""
    bare = values.text(cell)
    said = bare if bare is None else vocabulary().powers.get(bare.casefold(), bare)
    return None if said == "none" else said


def _clients(listed: ClientList, problems: Problems) -> tuple[Sequence[Any], ...]:
    """Number, name and credit code of each row's client."""
    numbers, names, codes = (
        _read(listed, field, identities.credit_code if field == "credit_code" else _readers[field], problems)
        for field in _CLIENT
    )
    for row, stated in enumerate(zip(numbers, names, codes, strict=True)):
        if not any(stated):
            problems.set_aside(row, phrase("intake.no_client"))
    return numbers, names, codes


_readers: dict[str, Reader[str]] = {"client_no": identities.code, "name": values.text}


def _read(listed: ClientList, field: str, reader: Reader[Any], problems: Problems) -> Sequence[Any]:
    column = listed.read(field, reader)
    listed.warn_unreadable(field, column.unreadable, problems)
    return column.values


def _needed(listed: ClientList, field: str, reader: Reader[Any], reason: str, problems: Problems) -> Sequence[Any]:
    """A column without which a row makes no sense: where it can't be read or is blank the row is set aside."""
    column = listed.read(field, reader)
    cells, label = listed.cells[listed.columns[field]], listed.heading(field).label
    for row, value in enumerate(column.values):
        if value is None:
            problems.set_aside(row, phrase(reason, column=label, cell=values.as_text(cells[row])))
    return column.values
