"""Which number of 5/6/2026 is the day: decided for a whole column, by cells that can be read in one way only.

Not: reading one cell (dates.py).
"""

from collections.abc import Sequence
from datetime import date

from rmtool.errors import InputError
from rmtool.intake.dates import ORDERS, Writing, day_and_time_reader, day_reader, is_in_some_order
from rmtool.intake.headings import CONTACTS
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.packed import different
from rmtool.intake.values import Cell, Column, as_text, read_column
from rmtool.phrase import phrase


def read_moments(listed: ClientList, field: str, problems: Problems) -> Column[tuple[date, str | None]]:
    """The field's column of days, with their times where the cells state some.

    A warning says which order was found. Raises InputError for the days of contacts if their order can't be told.
    """
    return listed.read(field, day_and_time_reader(writing_of(listed, field, problems)))


def read_days(listed: ClientList, field: str, problems: Problems) -> Column[date]:
    """The same without the times; days whose order can't be told are missing, and a warning says so."""
    return listed.read(field, day_reader(writing_of(listed, field, problems)))


def writing_of(listed: ClientList, field: str, problems: Problems) -> Writing:
    """How the days of a column are written."""
    given = Writing(listed.since_1904, listed.date_order)
    if field not in listed.columns or listed.date_order:
        return given
    heading, cells = listed.heading(field), listed.cells[listed.columns[field]]
    shaped = [cell for cell in different(cells) if is_in_some_order(cell)]
    orders = orders_of(shaped)
    if not shaped or not orders:
        return given
    column, cell = heading.label, as_text(shaped[0]).strip()
    if len(orders) == 1:
        order = phrase(f"intake.order_{orders[0]}")
        problems.warn(phrase("intake.date_order_told", column=column, cell=cell, order=order))
        return given._replace(order=orders[0])
    if (listed.kind, field) == (CONTACTS, "date"):
        raise InputError("intake.date_order", file=listed.file, column=column, cell=cell)
    problems.warn(phrase("intake.date_order_open", column=column, cell=cell))
    return given


def orders_of(cells: Sequence[Cell]) -> list[str]:
    """The orders in which all the days can be read; only one of those that come to the same days."""
    found: dict[tuple[date | None, ...], str] = {}
    for order in ORDERS:
        column = read_column(cells, day_reader(Writing(order=order)))
        if not column.unreadable:
            found.setdefault(tuple(column.values), order)
    return list(found.values())
