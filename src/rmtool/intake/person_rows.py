"""Rows of lists of people at clients → records, and whom such rows concern. Not: whether the book knows them."""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from rmtool.core.arrivals import PersonRecord, Place
from rmtool.intake import identities, values
from rmtool.intake.birthdays import birthday_reader
from rmtool.intake.client_rows import keep_identity_numbers_out
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.repairs import read_client_numbers
from rmtool.intake.values import Reader
from rmtool.intake.vocabulary import vocabulary
from rmtool.phrase import phrase


def person_records(listed: ClientList, problems: Problems) -> list[PersonRecord]:
    """The records of the rows that name somebody and a client; the others are set aside."""
    clients = clients_of(listed, problems)
    names = needed(listed, "person", values.person_name, "intake.no_person", problems)
    columns = (
        names,
        read(listed, "title", values.text, problems),
        read(listed, "power", _power, problems),
        read(listed, "phone", identities.code, problems),
        read(listed, "email", values.text, problems),
        read(listed, "note", values.text, problems),
        read(listed, "birthday", birthday_reader(listed, problems), problems),
    )
    rows = zip(map(Place, repeat(listed.sheet), listed.numbers), *clients, *columns, strict=True)
    return [PersonRecord._make(row) for index, row in enumerate(rows) if index not in problems.reasons]


def _power(cell: values.Cell) -> str | None:
    """Decision power: one of our words where the cell says it so, else as written."""
    bare = values.text(cell)
    said = bare if bare is None else vocabulary().powers.get(bare.casefold(), bare)
    return None if said == "none" else said


def clients_of(listed: ClientList, problems: Problems) -> tuple[Sequence[Any], ...]:
    """Number, name and credit code of each row's client; a row without any is set aside."""
    column = read_client_numbers(listed, problems)
    listed.warn_unreadable("client_no", column.unreadable, problems)
    stated: dict[str, Sequence[Any]] = {"client_no": column.values}
    if "client_no" in listed.columns:
        keep_identity_numbers_out(listed, stated, problems)
    names = read(listed, "name", values.client_name, problems)
    codes = read(listed, "credit_code", identities.credit_code, problems)
    for row, said in enumerate(zip(stated["client_no"], names, codes, strict=True)):
        if not any(said):
            problems.set_aside(row, phrase("intake.no_client"))
    return stated["client_no"], names, codes


def read(listed: ClientList, field: str, reader: Reader[Any], problems: Problems) -> Sequence[Any]:
    """A field's column; what can't be read is missing, and that is said."""
    column = listed.read(field, reader)
    listed.warn_unreadable(field, column.unreadable, problems)
    return column.values


def needed(listed: ClientList, field: str, reader: Reader[Any], reason: str, problems: Problems) -> Sequence[Any]:
    """A column without which a row makes no sense: where it can't be read or is blank the row is set aside."""
    column = listed.read(field, reader)
    cells, label = listed.cells[listed.columns[field]], listed.heading(field).label
    for row, value in enumerate(column.values):
        if value is None:
            problems.set_aside(row, phrase(reason, column=label, cell=values.as_text(cells[row])))
    return column.values
