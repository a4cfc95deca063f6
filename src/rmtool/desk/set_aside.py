"""Rows that an import sets aside: gathered with all their reasons, and put beside the file once the import stands.

Not: the file that they go into (show/set_aside.py).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rmtool.core.arrivals import Change, Imported, Kept
from rmtool.desk import Desk
from rmtool.errors import InputError
from rmtool.phrase import Phrase, phrase
from rmtool.store.arrivals import COMMAND
from rmtool.store.writing import Writing

if TYPE_CHECKING:
    from rmtool.intake.records import Reading

_REASONS = 10
"""Rows that a refusal names."""


class ToKeep(NamedTuple):
    """The rows of one list that were set aside, under the list's headings.

    `renew` is False if the same rows were written before: a file of them that is there already stays as it is.
    """

    file: Path
    sheet: str | None
    headings: Sequence[str]
    rows: Sequence[Kept]
    renew: bool


class Aside(Protocol):
    """Rows on their way into a file of their own."""

    @property
    def place(self) -> Path: ...
    def write(self) -> None: ...
    def put(self) -> None: ...
    def drop(self) -> None: ...


Keep = Callable[[ToKeep], Aside | None]
"""Says where rows that were set aside go; None: nowhere, for the book is encrypted and a file of them would not be."""


def lay_aside(taken: Iterable[tuple[Imported, ToKeep]], keep: Keep, asides: list[Aside]) -> list[Imported]:
    """Writes the rows set aside (into `asides`), if they are to be; returns what became of each list, and its rows."""
    done = []
    for imported, kept in taken:
        if kept.rows:
            aside = keep(kept)
            if aside is None:
                said = phrase("keys.not_set_aside", file=kept.file.name, count=len(kept.rows))
                imported = imported._replace(warnings=[*imported.warnings, said])
            else:
                asides.append(aside)
                aside.write()
                imported = imported._replace(set_aside_file=str(aside.place))
        done.append(imported)
    return done


@contextmanager
def writing_file(
    desk: Desk, file: Path, big: bool, summary: Phrase | None = None
) -> Iterator[tuple[Writing, list[Aside]]]:
    """The import's one command; the rows set aside get to their place if it was committed, and else to none.

    A Ctrl-C that comes after the commit can't take the import back: it is noted as `desk.interrupted`, so that what was
    done is still told.
    """
    asides: list[Aside] = []
    command = 0
    try:
        said = summary or phrase("arrivals.did_import", file=file.name)
        with desk.writing(COMMAND, said, big, reads_anew=True) as writing:
            command = writing.command_id
            yield writing, asides
    except BaseException as stopped:
        may_stand = command and (asides or not isinstance(stopped, Exception))
        if not (may_stand and desk.store.holds(command)):
            for aside in asides:
                aside.drop()
            raise
        desk.interrupted = isinstance(stopped, KeyboardInterrupt)
        _put(asides)
        if not desk.interrupted:
            raise
    else:
        _put(asides)


def _put(asides: Sequence[Aside]) -> None:
    """Puts all of them in their places, whatever becomes of the first."""
    if asides:
        try:
            asides[0].put()
        finally:
            _put(asides[1:])


def rows_aside(reading: "Reading", change: Change) -> list[Kept]:
    """The rows that don't go in, whether they couldn't be read or couldn't be matched, in the order of the list.

    Each row comes once with all its reasons: a calendar's row holds several contacts.
    """
    kept = {row.place.row: Kept(row.place, row.cells, row.reasons) for row in reading.set_aside}
    for row in change.set_aside:
        before = kept[row.place.row].reasons if row.place.row in kept else ()
        reasons = tuple(dict.fromkeys((*before, row.reason)))
        kept[row.place.row] = Kept(row.place, reading.cells(row.place.row), reasons)
    return [kept[row] for row in sorted(kept)]


def too_strict(file: Path, kept: Sequence[Kept]) -> InputError:
    rows = tuple(phrase("intake.at_row", row=row.place.row, reason=tuple(row.reasons)) for row in kept[:_REASONS])
    return InputError("arrivals.strict", file=file.name, count=len(kept), details=rows)
