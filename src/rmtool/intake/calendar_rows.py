"""A calendar of contacts (clients down, days across, letters in cells) → contact records. Not: logs in long form."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from rmtool.core.arrivals import ContactRecord, Place
from rmtool.intake import identities, values
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.values import Cell
from rmtool.intake.vocabulary import vocabulary, word_of
from rmtool.phrase import phrase

Note = str | None
Notes = Mapping[tuple[int, int], str]
"""The comments behind the cells, by the indices of row and column in the sheet."""

_DIVIDERS = re.compile(r"[\s,/、;+&，；|．.·]+")
_TIMES = re.compile(r"(\D+?)\s*[×x*]\s*(\d)", re.IGNORECASE)
_NOTE = re.compile(r"\s*[:：—(（]\s*|\s+(?=[^\s]{3,})")

_MOST = 12
"""Contacts that one cell may stand for."""

_LONGEST_CODES = 24
"""Characters of a cell that is nothing but codes."""


def calendar_records(
    listed: ClientList, codes: Mapping[str, str], notes: Notes, today: date, problems: Problems
) -> list[ContactRecord]:
    """The records of all cells, day by day within a row; a row with a word that is no code is set aside for it.

    Several letters in a cell are several contacts; what stands behind the cell is the note of the first.
    """
    words = _Words(codes)
    numbers = listed.read("client_no", identities.code).values
    names = listed.read("name", values.text).values
    people = listed.read("person", values.text).values
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
    for word, count in words.unknown():
        problems.warn(phrase("intake.unknown_word", word=word, count=count))
    if ahead:
        problems.warn(phrase("intake.contacts_ahead", count=len(ahead), row=listed.numbers[ahead[0]]))
    return records


def _of_cell(
    listed: ClientList, row: int, column: int, words: "_Words", notes: Notes, problems: Problems
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
    words = _Words(codes)
    cells = [values.as_text(cell) for cell in row]
    for column in listed.days:
        found, written = words.read(row[column]) if cells[column].strip() else ([], None)
        if found and not whole:
            cells[column] = ""
        elif found and (note := notes.get((number - 1, column), "")):
            note = " ".join(filter(None, (written, note))).replace("\n", " ")
            cells[column] = f"{' '.join(found)}: {note}"
    return cells


class _Words:
    """What the words and letters in cells stand for; counts those that stand for nothing."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        known = vocabulary()
        used = set(codes.values())
        self._words = {word: code for word, code in known.codes.items() if code in used}
        self._words.update({word_of(word): code for word, code in codes.items()})
        self._letters = {letter: code for letter, code in known.letters.items() if code in used}
        self._letters.update({word: code for word, code in self._words.items() if len(word) == 1})
        self._read: dict[Cell, tuple[list[str], Note]] = {}
        self._unknown: dict[str, int] = {}

    def read(self, cell: Cell) -> tuple[list[str], Note]:
        """The codes of a cell and the note written after them; none if it holds something else."""
        if cell not in self._read:
            self._read[cell] = self._parse(values.as_text(cell).strip())
        found = self._read[cell]
        if not found[0]:
            word = values.as_text(cell).strip()[:_LONGEST_CODES]
            self._unknown[word] = self._unknown.get(word, 0) + 1
        return found

    def unknown(self) -> list[tuple[str, int]]:
        """The words that are no codes and how many cells hold each, the most frequent first."""
        return sorted(self._unknown.items(), key=lambda each: (-each[1], each[0]))

    def _parse(self, text: str) -> tuple[list[str], Note]:
        found = self._codes(text) if len(text) <= _LONGEST_CODES else []
        if found:
            return found, None
        for parted in _NOTE.finditer(text):
            found = self._codes(text[: parted.start()])
            note = text[parted.end() :].strip()
            if found and note:
                return found, note.rstrip(")）") if text[parted.start() :].lstrip()[:1] in "(（" else note
        return [], None

    def _codes(self, text: str) -> list[str]:
        bare = word_of(text)
        if bare in self._words:
            return [self._words[bare]]
        found: list[str] = []
        for token in filter(None, _DIVIDERS.split(bare)):
            times = 1
            if counted := _TIMES.fullmatch(token):
                token, times = counted[1], int(counted[2])
            if token in self._words:
                codes = [self._words[token]]
            elif all(letter in self._letters for letter in token):
                codes = [self._letters[letter] for letter in token]
            else:
                return []
            found += codes * times
        return found if len(found) <= _MOST else []
