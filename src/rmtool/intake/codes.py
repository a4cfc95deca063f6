"""What a cell says of how a contact took place: words and letters → contact codes. Not: which cells say it."""

import re
from collections.abc import Mapping

from rmtool.intake import values
from rmtool.intake.lists import Problems
from rmtool.intake.values import Cell
from rmtool.intake.vocabulary import vocabulary, word_of
from rmtool.phrase import phrase

_DIVIDERS = re.compile(r"[\s,/、;+&，；|．.·和及]+")
_TIMES_BEHIND = re.compile(r"(\D+?)\s*[×x*]?\s*([1-9])\s*次?", re.IGNORECASE)
_TIMES_BEFORE = re.compile(r"([1-9])\s*(?:次|[×x*])?\s*(\D+)", re.IGNORECASE)
_NOTE = re.compile(r"\s*[:：—(（]\s*|\s+(?=[^\s]{3,})|\s*[-–,，、;；。]\s*(?=[^\x00-\x7f]{2,})")

_MOST = 12
"""Contacts that one cell may stand for."""

_LONGEST_CODES = 24
"""Characters of a cell that is nothing but codes."""

_NAMED = 10
"""Unknown words that a list's warnings name."""


class CodeWords:
    """What the words and letters in cells stand for; counts those that stand for nothing."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        known = vocabulary()
        used = set(codes.values())
        self._words = {word: code for word, code in known.codes.items() if code in used}
        self._words.update({word_of(word): code for word, code in codes.items()})
        self._letters = {letter: code for letter, code in known.letters.items() if code in used}
        self._letters.update({word: code for word, code in self._words.items() if len(word) == 1})
        self._read: dict[Cell, tuple[list[str], str | None]] = {}
        self._unknown: dict[str, int] = {}

    def read(self, cell: Cell) -> tuple[list[str], str | None]:
        """The codes of a calendar's cell and the note written after them; none if it holds something else."""
        if cell not in self._read:
            self._read[cell] = self._parse(values.as_text(cell).strip())
        found = self._read[cell]
        if not found[0]:
            self.miss(cell)
        return found

    def miss(self, cell: Cell, count: int = 1) -> None:
        """Counts a cell that stands for nothing."""
        word = values.as_text(cell).strip()[:_LONGEST_CODES]
        self._unknown[word] = self._unknown.get(word, 0) + count

    def warn(self, problems: Problems) -> None:
        """Names the words that are no codes and how many cells hold each, the most frequent first."""
        found = sorted(self._unknown.items(), key=lambda each: (-each[1], each[0]))
        for word, count in found[:_NAMED]:
            problems.warn(phrase("intake.unknown_word", word=word, count=count))
        if len(found) > _NAMED:
            problems.warn(phrase("intake.more_words", count=len(found) - _NAMED))

    def _parse(self, text: str) -> tuple[list[str], str | None]:
        """The codes at the head of a text, as many as there are, and what follows them."""
        if found := self.all_of(text):
            return found, None
        said: tuple[list[str], str | None] = [], None
        for parted in _NOTE.finditer(text):
            found, note = self.all_of(text[: parted.start()]), text[parted.end() :].strip()
            if found and note:
                said = found, note.rstrip(")）") if text[parted.start() :].lstrip()[:1] in "(（" else note
        return said

    def all_of(self, text: str) -> list[str]:
        """The codes that the text is made of; none if it says anything else."""
        if len(text) > _LONGEST_CODES:
            return []
        bare = word_of(text)
        if bare in self._words:
            return [self._words[bare]]
        found: list[str] = []
        for token in filter(None, _DIVIDERS.split(bare)):
            codes, times = self._token(token), 1
            if counted := None if codes else _TIMES_BEHIND.fullmatch(token):
                codes, times = self._token(counted[1]), int(counted[2])
            elif counted := None if codes else _TIMES_BEFORE.fullmatch(token):
                codes, times = self._token(counted[2]), int(counted[1])
            if not codes:
                return []
            found += codes * times
        return found if len(found) <= _MOST else []

    def _token(self, token: str) -> list[str]:
        if token in self._words:
            return [self._words[token]]
        return [self._letters[letter] for letter in token] if all(c in self._letters for c in token) else []
