"""Cells → birthdays, by the sun or the moon, as core/annual.py writes them. Not: when they fall."""

from rmtool.core.annual import AnnualError, parse_annual
from rmtool.intake import values
from rmtool.intake.date_order import writing_of
from rmtool.intake.dates import day_reader
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.values import Cell, Reader

FIELD = "birthday"

_BY_THE_MOON = ("农历", "阴历", "lunar")
"""What says in a heading that the days below are the moon's."""


def birthday_reader(listed: ClientList, problems: Problems) -> Reader[str]:
    """A reader of a list's birthdays; they are by the moon where the cell or the heading says so."""
    heading = listed.heading(FIELD).text.casefold() if FIELD in listed.columns else ""
    by_the_moon = any(word in heading for word in _BY_THE_MOON)
    day = day_reader(writing_of(listed, FIELD, problems))

    def birthday(cell: Cell) -> str | None:
        if isinstance(cell, str) and (said := values.text(cell)):
            try:
                return str(parse_annual(said, by_the_moon))
            except AnnualError as error:
                if error.message.key != "annual.unclear":
                    raise
        found = day(cell)
        return None if found is None else str(parse_annual(found.isoformat(), by_the_moon))

    return birthday
