"""Homes to do harm to, the tool that runs in them, and the look at what a book has become. Not: the harm."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from tests.command_lines import LISTS, READY, TOLD

from rmtool.errors import BookError
from rmtool.store.connection import BOOK_NAME
from rmtool.store.migrations import FACTS
from rmtool.store.store import Store
from rmtool.store.verifying import verify

ROOT = Path(__file__).parents[1]
TODAY = READY[-1][1]
SECONDS = 120.0
"""More than any command takes; what takes longer hangs."""

SENTENCES = 6
"""Lines of a refusal at most: a sentence and its details."""


class Ran(NamedTuple):
    """How a process ended; a code below 0 is the signal that killed it."""

    code: int
    out: str
    err: str


class State(NamedTuple):
    """A book as it stands: its facts as a hash, how many commands are on record, and what isn't sound."""

    facts: str
    commands: int
    flaws: tuple[str, ...] = ()


class Place(NamedTuple):
    """A folder to run commands in, with its home."""

    folder: Path
    home: Path

    @property
    def book(self) -> Path:
        """The book's file."""
        return self.home / BOOK_NAME


class Bench:
    """Where a sweep works. `broken` names what is broken in the tool (broken.py), for a control.

    `known` is what sweeps found out about commands, for the next to use.
    """

    def __init__(self, folder: Path, jobs: int = 1, broken: str | None = None) -> None:
        self.folder, self.jobs, self.broken = folder, jobs, broken
        self._numbers = count()
        self._made: dict[str, Place] = {}
        self.known: dict[object, Any] = {}

    def breaking(self, broken: str) -> "Bench":
        """The same bench with a tool in which something is broken; what was made stays made."""
        other = Bench(self.folder, self.jobs, broken)
        other._numbers, other._made, other.known = self._numbers, self._made, self.known
        return other

    def command(self, *line: object, whole: bool = False) -> list[str]:
        """The command line that runs the tool; the `whole` one even where the bench has a broken one."""
        start = ["-m", "rmtool"] if whole or not self.broken else [str(ROOT / "faults" / "broken.py"), self.broken]
        return [sys.executable, *start, *map(str, line)]

    def environment(self, place: Place, **more: str) -> dict[str, str]:
        """The variables of a run in `place`: English, on a Monday, nothing of the user's."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        own = {"RMTOOL_HOME": str(place.home), "RMTOOL_TODAY": TODAY, "RMTOOL_LANG": "en", "HOME": str(place.folder)}
        return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", **own, **more}

    def run(self, place: Place, *line: object, before: Sequence[str] = (), whole: bool = False, **more: str) -> Ran:
        """Run one command; `before` stands before it, as `strace …` does."""
        return self.started(place, [*before, *self.command(*line, whole=whole)], **more)

    def started(self, place: Place, command: Sequence[str], **more: str) -> Ran:
        """Run any command line in a place."""
        ran = subprocess.run(
            command,
            cwd=place.folder,
            env=self.environment(place, **more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode("utf-8", "replace"), ran.stderr.decode("utf-8", "replace"))

    def done(self, place: Place, *line: object, **more: str) -> Ran:
        """Run one command of a tool with nothing broken, that must succeed."""
        ran = self.run(place, *line, whole=True, **more)
        if ran.code > 1 or ran.code < 0:
            raise RuntimeError(f"{line}: {ran}")
        return ran

    def made(self, name: str, make: Callable[[Place], object]) -> Place:
        """A place that `make` made, once for all who ask for it by this name. It is to be copied, not used."""
        if name not in self._made:
            place = self._empty()
            make(place)
            self._made[name] = place
        return self._made[name]

    def _empty(self) -> Place:
        folder = self.folder / f"{next(self._numbers):06d}"
        folder.mkdir()
        return Place(folder, folder / "home")

    def usual(self) -> Place:
        """A small book with something of everything, and lists to import; the day's backup is made."""
        return self.made("usual", self._make_usual)

    def _make_usual(self, place: Place) -> None:
        for name, text in {"told.csv": TOLD, **LISTS}.items():
            (place.folder / name).write_text(text, encoding="utf-8")
        for line, today in READY:
            self.done(place, *line, RMTOOL_TODAY=today)
        self.done(place, "backup", "copy.db")

    def fresh(self, of: Place | None = None) -> Place:
        """A copy of a place (the usual one), to do harm to."""
        place = self._empty()
        shutil.copytree((of or self.usual()).folder, place.folder, dirs_exist_ok=True)
        return place

    def drop(self, place: Place) -> None:
        """Done with a place."""
        shutil.rmtree(place.folder, ignore_errors=True)


def look(place: Place) -> State:
    """What a book has become, looked at with everything that there is to look with; a hot journal is played back."""
    try:
        with Store(place.home) as store, store.reading():
            verdict = verify(store.connection)
            flaws = [f"journal: {flaw.key}" for flaw in verdict.journal] + [f"row: {flaw.key}" for flaw in verdict.rows]
            sound = store.rows("PRAGMA integrity_check") == [("ok",)] and not store.rows("PRAGMA foreign_key_check")
            ((commands,),) = store.rows("SELECT count(*) FROM command")
            return State(facts_hash(store), commands, tuple(flaws if sound else [*flaws, "pages"]))
    except BookError as error:
        return State("", 0, (error.message.key,))
    except (sqlite3.Error, AttributeError, TypeError, ValueError) as error:  # what damaged pages give
        return State("", 0, (type(error).__name__,))


def facts_hash(store: Store) -> str:
    """One hash over every table of facts."""
    digest = hashlib.sha256()
    for table in FACTS:
        for row in store.rows(f"SELECT rowid, * FROM {table} ORDER BY rowid"):
            digest.update(f"{table} {row!r}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def left_over(folder: Path) -> list[str]:
    """What isn't whole, or waits to be played back, in a folder and all below it."""
    found = [path for path in folder.rglob("*") if path.name.startswith(".rmtool-") or _is_hot(path)]
    return sorted(str(path.relative_to(folder)) for path in found)


def _is_hot(path: Path) -> bool:
    """Whether SQLite would play the file back; a journal that was only begun it takes for none, and writes over it."""
    return path.name.endswith("-journal") and path.is_file() and path.read_bytes()[:1] not in (b"", b"\0")


def is_sentence(ran: Ran) -> bool:
    """Whether a run said what is wrong as it should: no traceback, no bug, a few lines."""
    lines = ran.err.strip().splitlines()
    return bool(lines) and len(lines) <= SENTENCES and "Traceback" not in ran.err and ran.code not in (70, 1, 0)


def files(folder: Path) -> Mapping[str, str]:
    """Every file below a folder by its sha256."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def new_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for benches."""
    return tempfile.TemporaryDirectory(prefix="rmtool-faults-", ignore_cleanup_errors=True)
