"""Identity and card numbers that hide in the cells and comments of a list, taken out before anything reads them.

Not: columns of nothing else (understanding.py), and numbers of clients and contracts, which are judged by the column.
"""

from collections.abc import Iterable, Mapping

from rmtool.core.secret_numbers import BLOT, SHORTEST, without_secrets
from rmtool.intake.identities import is_credit_code
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.packed import different, found_in, replaced
from rmtool.intake.understanding import used_columns
from rmtool.intake.values import Cell
from rmtool.phrase import phrase

_JUDGED = ("client_no", "contract_no")


def without_hidden_numbers(listed: ClientList, problems: Problems) -> ClientList:
    """The list with `***` for every such number in a cell, and nothing in a cell that is one; says in which columns."""
    judged = {listed.columns[field] for field in _JUDGED if field in listed.columns}
    used = used_columns(listed)
    for index, column in enumerate(listed.rows.columns):
        if index in judged or not (cleaned := _cleaned(different(column))):
            continue
        rows = found_in(column, cleaned)
        listed.rows.columns[index] = replaced(column, {row: cleaned[column[row]] for row in rows})
        if rows and index in used and not listed.head.headings[index].never_stored:
            label, first = listed.head.headings[index].label, listed.numbers[rows[0]]
            problems.warn(phrase("intake.identity_numbers", column=label, count=len(rows), row=first))
    return listed._replace(cells=tuple(listed.rows.columns))


def _cleaned(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """What each cell becomes that holds such a number."""
    found: dict[Cell, Cell] = {}
    for cell in cells:
        if isinstance(cell, str) and len(cell) >= SHORTEST and not is_credit_code(cell.strip()):
            cleaned = without_secrets(cell)
            if cleaned != cell:
                found[cell] = "" if cleaned.strip(" '") == BLOT else cleaned
    return found


def clean_comments(comments: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The comments behind cells without such numbers."""
    return {place: without_secrets(text) for place, text in comments.items()}
