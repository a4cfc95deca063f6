"""Client lists with several rows a client, one for each day or measure: which columns say day, measure and amount.

Not: what such rows come to (balance_rows.py).
"""

from collections.abc import Sequence
from functools import lru_cache

from rmtool.intake import looks
from rmtool.intake.columns import Question
from rmtool.intake.dates import Writing, is_in_some_order, period_end_reader
from rmtool.intake.headings import CLIENTS, LIKELY, Wanted, known_claims, part_columns
from rmtool.intake.lists import ClientList
from rmtool.intake.marks import Mark
from rmtool.intake.values import Cell, as_text, read_column
from rmtool.intake.vocabulary import GUESSED

DAY, MEASURE, FIGURE = "as_of", "measure", "figure"

DEFAULT_CURRENCY = "CNY"

_LONGEST_MEASURE = 30
_CLIENT = ("client_no", "credit_code", "name")


@lru_cache(maxsize=4_096)
def measure_named(cell: Cell, measures: frozenset[str]) -> tuple[str, Mark] | None:
    """The measure that a cell names as a heading would, and what it says besides: `存款余额(万元)`."""
    text = as_text(cell).strip()
    if not isinstance(cell, str) or not text or len(text) > _LONGEST_MEASURE:
        return None
    claims, mark = known_claims(text, measures)
    found = [claim.field for claim in claims if claim.field in measures and claim.rank < LIKELY]
    return (found[0], mark) if found and mark.currency in (None, DEFAULT_CURRENCY) else None


def clients_of(listed: ClientList) -> list[Cell]:
    """What tells the client of each row from others, as it is written: number, else credit code, else name."""
    columns = [listed.cells[listed.columns[field]] for field in _CLIENT if field in listed.columns]
    return [next((cell for cell in row if as_text(cell).strip()), "") for row in zip(*columns, strict=True)]


def long_form(listed: ClientList, wants: Wanted) -> tuple[ClientList, list[Question]]:
    """The list with the columns of day, measure and amount, as far as its rows are of several, and what stays open."""
    if listed.kind != CLIENTS:
        return listed, []
    if listed.dated:
        return _without(listed, DAY, MEASURE, FIGURE), []
    found = _measure_and_figure(listed, wants)
    if found is None:
        listed = _without(listed, MEASURE, FIGURE)
    else:
        measure, figure = found
        columns = {field: index for field, index in listed.columns.items() if index not in found}
        guessed = listed.guessed & columns.keys()
        named = {cell: said for cell in set(listed.cells[measure]) if (said := measure_named(cell, wants.measures))}
        columns = {**columns, MEASURE: measure, FIGURE: figure}
        listed = listed._replace(columns=columns, guessed=guessed, measures=named)
    return _with_day(listed, wants)


def _without(listed: ClientList, *fields: str) -> ClientList:
    columns = {field: index for field, index in listed.columns.items() if field not in fields}
    return listed._replace(columns=columns, guessed=listed.guessed & columns.keys())


def _measure_and_figure(listed: ClientList, wants: Wanted) -> tuple[int, int] | None:
    """The column of measures and that of their amounts; None if amounts are headed by their measure, as usual."""
    amounts = [field for field in listed.columns if field in wants.measures]
    if not set(amounts) <= listed.guessed or len(amounts) > 1:
        return None
    figure = listed.columns[amounts[0]] if amounts else listed.columns.get(FIGURE)
    if figure is None or not looks.is_amounts(listed.cells[figure]):
        return None
    if MEASURE in listed.columns:
        return listed.columns[MEASURE], figure
    used = set(listed.columns.values())
    free = [index for index in range(len(listed.head.headings)) if index not in used]
    alike = [index for index in free if _are_measures(listed.cells[index], wants)]
    return (alike[0], figure) if len(alike) == 1 else None


def _are_measures(cells: Sequence[Cell], wants: Wanted) -> bool:
    """Whether every cell of a column that says anything names a measure, and not all the same one."""
    said = [cell for cell in dict.fromkeys(cells[: looks.LOOKED_AT]) if as_text(cell).strip()]
    named = [measure_named(cell, wants.measures) for cell in said]
    return all(named) and len({found[0] for found in named if found}) > 1


def _with_day(listed: ClientList, wants: Wanted) -> tuple[ClientList, list[Question]]:
    """The list with the column that says of which day each row's amounts are, if one does."""
    has_amounts = FIGURE in listed.columns or any(field in wants.measures for field in listed.columns)
    if not has_amounts:
        return _without(listed, DAY), []
    stated = listed.columns.get(DAY)
    if stated is not None and DAY not in listed.guessed:
        return listed, []
    candidates = [stated] if stated is not None else _free_days(listed)
    evident = [index for index in candidates if _is_evident(listed, index, stated is not None)]
    if len(evident) == 1:
        columns = {**listed.columns, DAY: evident[0]}
        return listed._replace(columns=columns, guessed=listed.guessed | {DAY}), []
    listed = _without(listed, DAY)
    if stated is None or not _are_days(listed, stated):
        return listed, []
    heading = listed.head.headings[stated]
    samples = looks.samples(listed.cells[stated])
    return listed, [Question(listed.sheet, heading.label, samples, (DAY,), False)]


def _free_days(listed: ClientList) -> list[int]:
    """The columns whose heading means nothing and whose cells are days; none where rows are accounts with such days."""
    if part_columns(listed.head.headings):
        return []
    used = set(listed.columns.values())
    return [
        index
        for index, heading in enumerate(listed.head.headings)
        if index not in used and not heading.claims and looks.looks_like("date", listed.cells[index])
    ]


def _are_days(listed: ClientList, index: int) -> bool:
    cells = listed.cells[index]
    column = read_column(cells, period_end_reader(Writing(listed.since_1904)))
    unreadable = [row for row in column.unreadable if not is_in_some_order(cells[row])]
    return len(unreadable) * 5 <= len(cells) and any(as_text(cell).strip() for cell in cells)


def _is_evident(listed: ClientList, index: int, is_named: bool) -> bool:
    """Whether a column of days must be those of the amounts: clients come again, each time on another day.

    Of a column headed by nothing but 日期 it is enough that all rows are of one day.
    """
    if not _are_days(listed, index):
        return False
    days: dict[Cell, list[Cell]] = {}
    for client, day in zip(clients_of(listed), listed.cells[index], strict=True):
        days.setdefault(client, []).append(day)
    several = [said for said in days.values() if len(said) > 1]
    if several:
        return 2 * sum(len(set(said)) > 1 for said in several) >= len(several)
    return is_named and len(days) > 1 and len(set(listed.cells[index])) == 1


def is_certain(listed: ClientList, field: str) -> bool:
    """Whether the heading of a field's column names the field by itself."""
    claims = listed.heading(field).claims
    return any(claim.field == field and claim.rank < 2 * GUESSED for claim in claims)
