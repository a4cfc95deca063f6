"""A calendar of contacts (clients down, days across, letters in cells) → contact records. Not: logs in long form."""

from collections.abc import Mapping, Sequence
from datetime import date

from rmtool.core.arrivals import ContactRecord, Place
from rmtool.intake import identities, values
from rmtool.intake.codes import CodeWords
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.values import Cell
from rmtool.phrase import phrase

Note = str | None
Notes = Mapping[tuple[int, int], str]
"""The comments behind the cells, by the indices of row and column in the sheet."""


def calendar_records(
    listed: ClientList, codes: Mapping[str, str], notes: Notes, today: date, problems: Problems
) -> list[ContactRecord]:
    """The records of all cells, day by day within a row; a row with a word that is no code is set aside for it.

    Several letters in a cell are several contacts; what stands behind the cell is the note of the first.
    """
    words = CodeWords(codes)
    numbers = listed.read("client_no", identities.code).values
    names = listed.read("name", values.client_name).values
    people = listed.read("person", values.person_name).values
    records: list[ContactRecord] = []
    ahead: list[int] = []
    for row, (number, name, person) in enumerate(zip(numbers, names, people, strict=True)):
        place = Place(listed.sheet, listed.numbers[row])
        made = []
        for column, day in listed.days.items():
            for code, note in _of_cell(listed, row, column, words, notes, problems):
                made.append(
                    ContactRecord(place, number, name, day, None, code, person, note, None, None, None, None, True)
                )
                if day > today:
                    ahead.append(row)
        if made and number is None and name is None:
            problems.set_aside(row, phrase("intake.no_client"))
        else:
            records += made
    words.warn(problems)
    if ahead:
        problems.warn(phrase("intake.contacts_ahead", count=len(ahead), row=listed.numbers[ahead[0]]))
    return records


def _of_cell(
    listed: ClientList, row: int, column: int, words: CodeWords, notes: Notes, problems: Problems
) -> list[tuple[str, Note]]:
    """Code and note of each contact that the cell stands for."""
    cell = listed.cells[column][row]
    if isinstance(cell, str) and (not cell or values.is_missing(cell)):
        return []
    found, written = words.read(cell)
    if not found:
        reason = phrase("intake.unknown_code", column=listed.head.headings[column].label, cell=values.as_text(cell))
        problems.set_aside(row, reason, damaged=False)
        return []
    behind = notes.get((listed.numbers[row] - 1, column), "")
    note = "\n".join(filter(None, (written, behind))) or None
    return [(code, note if index == 0 else None) for index, code in enumerate(found)]


def calendar_cells(
    listed: ClientList, number: int, row: Sequence[Cell], codes: Mapping[str, str], notes: Notes, whole: bool
) -> list[str]:
    """The cells of a row as text, with the notes behind them written out, so that they read back as they were.

    Unless `whole`, the cells that could be read are left out: those contacts have gone in.
    """
    words = CodeWords(codes)
    cells = [values.as_text(cell) for cell in row]
    for column in listed.days:
        found, written = words.read(row[column]) if cells[column].strip() else ([], None)
        if found and not whole:
            cells[column] = ""
        elif found and (note := notes.get((number - 1, column), "")):
            note = " ".join(filter(None, (written, note))).replace("\n", " ")
            cells[column] = f"{' '.join(found)}: {note}"
    return cells
