"""Commands at random, undo and redo among them, against what the book was before each: a machine for hypothesis.

The commands are the real ones, run in this process. Not: how often it is run (test_undo_machine.py, and `faults`).
"""

import shutil
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rmtool.store.store import Store
from rmtool.store.verifying import verify

from .command_lines import LISTS, READY, TOLD, WRITING
from .commands_kit import Tool

_whos = st.sampled_from(["1", "2", "3", "4", "P0001", "nobody"])
_words = st.sampled_from(["", "甲", "乙", "0", "NULL", "'", "e5"])
_days = st.sampled_from(["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-26"])
_known = st.sampled_from([(command, *line) for command, lines in WRITING.items() for line in lines])

_FIELDS = st.sampled_from(["name", "district", "rm", "phone", "tags", "deposit", "status", "hours", "lat"])
_CARDS = st.sampled_from(["value", "likelihood", "stage", "source"])


class UndoMachine(RuleBasedStateMachine):
    """What was done is known by what the facts were before; the book must agree with it after every step."""

    folder = Path(tempfile.mkdtemp(prefix="rmtool-undo-"))

    def __init__(self) -> None:
        super().__init__()
        ready = self.folder / "ready"
        if not ready.exists():
            _make_ready(ready)
        self.work = Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copytree(ready, self.work, dirs_exist_ok=True)
        self.tool = Tool(self.work / "home")
        self.now = self.tool.facts()
        self.done: list[Any] = []
        self.undone: list[Any] = []

    def teardown(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)

    def run(self, *line: str) -> None:
        """Run a command; whether it changed anything, the book says."""
        with chdir(self.work):
            ran = self.tool(*line, "-y", "-q")
        assert ran.code in (0, 1, 2, 4, 5), (line, ran)
        after = self.tool.facts()
        if after != self.now:
            self.done.append(self.now)
            self.undone.clear()
            self.now = after

    @rule(line=_known)
    def known_line(self, line: tuple[str, ...]) -> None:
        self.run(*line)

    @rule(who=_whos, field=_FIELDS, word=_words)
    def set_client(self, who: str, field: str, word: str) -> None:
        self.run("client-set", who, f"{field}={word}")

    @rule(who=_whos, field=_CARDS, word=_words)
    def set_prospect(self, who: str, field: str, word: str) -> None:
        self.run("prospect-set", who, f"{field}={word}")

    @rule(who=_whos, code=st.sampled_from("TEMW"), note=_words, day=_days)
    def log(self, who: str, code: str, note: str, day: str) -> None:
        self.run("log-contact", who, code, *([note] if note else []), "--on", day)

    @rule(number=st.integers(1, 6), word=_words)
    def set_contact(self, number: int, word: str) -> None:
        self.run("contact-set", str(number), f"note={word}")

    @rule(number=st.integers(1, 6))
    def remove_contact(self, number: int) -> None:
        self.run("contact-remove", str(number))

    @rule(who=_whos, day=_days)
    def visit(self, who: str, day: str) -> None:
        self.run("visit", who, "--on", day)

    @rule(who=_whos, other=_whos)
    def merge(self, who: str, other: str) -> None:
        self.run("merge", who, other)

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.tool.done("undo", "-y")
        self.undone.append(self.now)
        self.now = self.done.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.tool.done("redo", "-y")
        self.done.append(self.now)
        self.now = self.undone.pop()

    @invariant()
    def the_book_is_what_it_should_be(self) -> None:
        assert self.tool.facts() == self.now

    @invariant()
    def the_journal_verifies(self) -> None:
        with Store(self.tool.home) as store, store.reading():
            assert verify(store.connection) == ([], [])


def _make_ready(folder: Path) -> None:
    """The book that every run of the machine begins with, whose own commands can't be undone in it."""
    folder.mkdir()
    tool = Tool(folder / "home")
    for name, text in {"told.csv": TOLD, **LISTS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    with chdir(folder):
        for line, today in READY:
            tool.done(*line, today=today)
