"""Lists without headings → headings made of what the columns' cells look like. Not: lists that have headings.

Only what can mean one thing is taken; a column that could be several is asked about, or the list is refused.
"""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from rmtool.intake import looks
from rmtool.intake.columns import IDENTITY, Question, UnclearError, headings_fingerprint
from rmtool.intake.grid import Sheet
from rmtool.intake.headings import CONTACTS, IGNORE, Heading, Wanted, column_letters, key_of_place, mapped_headings
from rmtool.intake.marks import Mark
from rmtool.intake.tables import Head
from rmtool.intake.values import Cell, as_text
from rmtool.intake.vocabulary import GUESSED, Claim, key_of
from rmtool.phrase import Phrase, phrase

AMOUNT, SECRET = "amount", "secret"

_TITLE_ROWS = 5
"""Rows that a list without headings may have above it, of one cell each."""

_SHOWN = 12
"""Cells of the first row that an error shows."""

_OF_CLIENTS = ("district", "industry", "address", "rm", "group", "tag")
_OPEN = {CONTACTS: ("note", "person", "outcome", "next")}
"""What a column of words may be in lists of a kind."""

_SURE = ("credit_code", "phone", "code", "date", "name")
"""What a column is if it looks like it, the surest first."""


class Guess(NamedTuple):
    """What each column may be (fields, AMOUNT or SECRET; empty if nothing tells), and the row where the list begins."""

    start: int
    columns: tuple[tuple[str, ...], ...]
    cells: tuple[list[Cell], ...]


def headless(sheet: Sheet, file: str, settled: Callable[[str], Wanted]) -> Head | None:
    """The headings of a list that has none: blank ones, with the fields that the columns look like.

    `settled` gives what is wanted of lists with a fingerprint. None if the sheet isn't rows of a list. Raises
    UnclearError if columns may be one thing or another.
    """
    guess = _guess(sheet)
    if guess is None:
        return None
    fingerprint = headings_fingerprint(_signature(guess))
    wants = settled(fingerprint)
    known = _said(guess, wants)
    unclear = _unclear(guess, known, wants)
    if unclear:
        questions = [_question(sheet, guess, index, fields) for index, fields in unclear]
        raise UnclearError(
            "intake.no_headings",
            questions=questions,
            fingerprint=fingerprint,
            file=file,
            row=guess.start + 1,
            cells=_first_row(guess),
        )
    if not set(known.values()) & set(IDENTITY):
        return None
    headings = [
        Heading(f"({column_letters(index)})", "", _claims(known.get(index)), Mark(), SECRET in columns)
        for index, columns in enumerate(guess.columns)
    ]
    return Head(guess.start - 1, mapped_headings(headings, wants), Mark(), guess.start, signature=_signature(guess))


def _signature(guess: Guess) -> tuple[str, ...]:
    """What lists without headings have in common if their columns look alike."""
    return tuple(f"{column_letters(i)} {' '.join(columns)}" for i, columns in enumerate(guess.columns))


def _guess(sheet: Sheet) -> Guess | None:
    """What the columns look like, if the first row with several cells looks like those below it."""
    filled = [i for i, row in enumerate(sheet.rows[: looks.LOOKED_AT]) if sum(map(_says, row)) > 1]
    if not filled or filled[0] > _TITLE_ROWS:
        return None
    start = filled[0]
    rows = sheet.rows[start : start + looks.LOOKED_AT]
    width = max(index + 1 for row in rows for index, cell in enumerate(row) if _says(cell))
    cells = tuple([row[i] if i < len(row) else "" for row in rows] for i in range(width))
    columns = tuple(map(_possible, cells))
    told = [i for i, fields in enumerate(columns) if fields and _says(cells[i][0])]
    alike = sum(bool(set(_possible(cells[i][:1])) & set(columns[i])) for i in told)
    return Guess(start, columns, cells) if told and alike == len(told) else None


def _says(cell: Cell) -> bool:
    return as_text(cell).strip() != ""


def _possible(cells: Sequence[Cell]) -> tuple[str, ...]:
    """What a column may be by its cells."""
    if looks.looks_like("identity_number", cells):
        return (SECRET,)
    for field in _SURE:
        if looks.looks_like(field, cells):
            return (field,)
    if looks.looks_like("number", cells):
        return ("client_no",) if looks.surely_numbers(cells) else ("client_no", AMOUNT)
    if looks.is_amounts(cells):
        return (AMOUNT,)
    return ("person",) if looks.looks_like("personal_name", cells) else ()


def _said(guess: Guess, wants: Wanted) -> dict[int, str]:
    """The field of each column that can only be one, or that the user named."""
    said: dict[int, str] = {}
    for index, fields in enumerate(guess.columns):
        mapped = wants.mapped.get(key_of(column_letters(index))) or wants.mapped.get(key_of_place(index))
        if mapped:
            said[index] = mapped
        elif len(fields) == 1 and fields != (SECRET,):
            said[index] = fields[0]
    found = set(said.values())
    for index, possible in enumerate(guess.columns):
        if index not in said and possible == ("client_no", AMOUNT) and "client_no" in found:
            said[index] = AMOUNT
    if not found & set(IDENTITY) and list(said.values()).count("person") == 1:
        said = {index: "name" if field == "person" else field for index, field in said.items()}
    idle = {"person", AMOUNT} if "code" in found else {"person", "date"}  # a day of what, nobody says
    if found & wants.measures:  # who names one amount would have named the others
        idle.add(AMOUNT)
    return {index: field for index, field in said.items() if field not in idle}


def _unclear(guess: Guess, known: dict[int, str], wants: Wanted) -> list[tuple[int, tuple[str, ...]]]:
    """The columns that may be several things, or of which several are the same, with the fields to choose from."""
    measures = tuple(sorted(wants.measures))
    unclear = [
        (index, ("client_no", *measures, IGNORE))
        for index, fields in enumerate(guess.columns)
        if len(fields) > 1 and index not in known
    ]
    for field in ("client_no", "name", "credit_code", "date", "code", AMOUNT):
        same = [index for index, said in known.items() if said == field]
        if len(same) > 1:
            choice = measures if field == AMOUNT else (field,)
            unclear += [(index, (*choice, IGNORE)) for index in same]
    return unclear


def open_columns(head: Head, kind: str, sheet: Sheet, used: Collection[int], wants: Wanted) -> list[Question]:
    """The columns of a list without headings that hold something, and of which nobody knows what."""
    rows = sheet.rows[head.row + 1 :][: looks.LOOKED_AT]
    questions = []
    for index, heading in enumerate(head.headings):
        samples = looks.samples([row[index] for row in rows if index < len(row)])
        settled = key_of(heading.label) in wants.mapped or key_of_place(index) in wants.mapped
        if samples and index not in used and not settled and not heading.never_stored and not heading.claims:
            questions.append(Question(sheet.name, heading.label, samples, _OPEN.get(kind, _OF_CLIENTS), False))
    return questions


def _question(sheet: Sheet, guess: Guess, index: int, fields: tuple[str, ...]) -> Question:
    return Question(sheet.name, f"({column_letters(index)})", looks.samples(guess.cells[index]), fields, True)


def _first_row(guess: Guess) -> tuple[Phrase, ...]:
    """The first row's cells with their letters, but for those that are never stored."""
    shown = [(i, cells[0]) for i, cells in enumerate(guess.cells) if SECRET not in guess.columns[i] and _says(cells[0])]
    return tuple(phrase("intake.cell", column=column_letters(i), cell=as_text(c).strip()) for i, c in shown[:_SHOWN])


def _claims(field: str | None) -> tuple[Claim, ...]:
    if field is None or field == IGNORE:
        return ()
    return (Claim("deposit" if field == AMOUNT else field, 2 * GUESSED),)
