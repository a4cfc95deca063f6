"""What cron or Windows is told to run: the installed rmtool, told all that it would else find in its environment.

Not: what runs when (core/schedule.py). Nothing is installed by it, and the book isn't opened.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rmtool.core.schedule import Job, jobs
from rmtool.desk.keys import KEYRING, noted
from rmtool.desk.purging import EXPORTS
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.session import Session
from rmtool.store.connection import BOOK_NAME, DEFAULT_WAIT, is_encrypted


class Wished(NamedTuple):
    """What was asked for: minutes of the day, the folder (None: the home's exports), formats, whose name files have."""

    morning: int
    evening: int
    folder: Path | None
    forms: Sequence[str]
    owner: str | None


class Run(NamedTuple):
    """A job, and all words of its command."""

    job: Job
    words: tuple[str, ...]


def runs(session: Session, wished: Wished) -> list[Run]:
    """Everything that is to run by itself. Raises UsageError for a word that can't stand in a line."""
    folder = wished.folder.expanduser() if wished.folder else session.home / EXPORTS
    owner = ("--owner", wished.owner) if wished.owner else ()
    listed = jobs(wished.morning, wished.evening, str(folder.absolute()), wished.forms, owner)
    start, options = program(), told(session)
    for word in (*start, *options, *(word for job in listed for word in job.arguments)):
        if not word.isprintable():
            raise UsageError("cron.not_in_a_line", word=word)
    return [Run(job, (*start, *job.arguments, *options)) for job in listed]


def program() -> tuple[str, ...]:
    """The command that starts this rmtool from anywhere."""
    started = Path(sys.argv[0])
    if started.stem.lower() == "rmtool":
        for file in (started, started.with_suffix(".exe")):  # Windows' starters leave the suffix out
            if file.is_file():
                return (str(file.absolute()),)
    return (str(Path(sys.executable).absolute()), "-m", "rmtool")


def told(session: Session) -> tuple[str, ...]:
    """The global options that hold for this run, in full: what runs by itself has no environment."""
    words = ["--home", str(session.home.absolute()), "--lang", session.language]
    if session.rules:
        words += ["--rules", str(session.rules.absolute())]
    if session.key_file:
        words += ["--key-file", str(session.key_file.absolute())]
    if session.wait != DEFAULT_WAIT:
        words += ["--wait", f"{session.wait:g}"]
    if session.mask is not None:
        words += ["--mask" if session.mask else "--no-mask"]
    if session.reason:
        words += ["--reason", session.reason]
    return tuple(words)


def doubts(session: Session) -> list[Phrase]:
    """Why the book may not be had where nobody types its passphrase."""
    book = session.home / BOOK_NAME
    if session.key_file or not book.is_file() or not is_encrypted(book):
        return []
    places = noted(session.home)
    if not places:
        return [phrase("cron.needs_passphrase")]
    return [phrase("cron.needs_keyring")] if places == [KEYRING] else []
