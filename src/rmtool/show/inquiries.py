"""What an import asks somebody at a terminal: what a column is, and a file's password. Not: what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rmtool.phrase import Phrase, phrase
from rmtool.session import session
from rmtool.show.output import inquire, inquire_secretly, notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmtool.show.progress import Progress


class Question(Protocol):
    """A column that stays open."""

    @property
    def sheet(self) -> str | None: ...
    @property
    def heading(self) -> str: ...
    @property
    def samples(self) -> Sequence[str]: ...
    @property
    def fields(self) -> Sequence[str]: ...


def inquiries(
    told: Progress,
) -> tuple[Callable[[Question], str | None] | None, str | Callable[[str], str | None] | None]:
    """Whom to ask what a column is, and for a password; None where nobody sits there.

    A password in the environment needs no asking.
    """
    asked = session()
    somebody = asked.interactive and not asked.yes

    def choose(question: Question) -> str | None:
        told.pause()
        return _chosen(question)

    def password(file: str) -> str | None:
        told.pause()
        return inquire_secretly(phrase("arrivals.password", file=file)) or None

    return choose if somebody else None, asked.file_password or (password if asked.interactive else None)


def _chosen(question: Question) -> str | None:
    """The field that somebody says the column is; None to leave it out."""
    while True:
        typed = inquire(_lines(question), phrase("mappings.answer"))
        if not typed:
            return None
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(question.fields):
            return question.fields[int(typed) - 1]
        if typed in question.fields:
            return typed
        notice(phrase("mappings.no_such_field", field=typed))


def _lines(question: Question) -> list[Phrase]:
    key = "mappings.question_of" if question.sheet else "mappings.question"
    said = phrase(key, sheet=question.sheet, heading=question.heading, samples=tuple(question.samples))
    choices = [phrase("mappings.choice", number=n, field=field) for n, field in enumerate(question.fields, 1)]
    return [said, *choices]
