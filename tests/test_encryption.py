"""The encrypted book: nothing readable on disk, every command at work on it, keys from wherever they may lie."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rmtool.desk import keys
from rmtool.phrase import Phrase
from rmtool.store.connection import connect, is_encrypted
from rmtool.store.keys import Key, read_key_file
from rmtool.store.migrations import FACTS

from .command_lines import LISTS, READING, WRITING, Line, lines
from .commands_kit import Tool
from .test_commands_book import ready

__all__ = ["ready"]

pytest.importorskip("sqlcipher3", reason="encrypted books aren't tested: sqlcipher3 can't be had here")

MARKER = "Zq7-Marker-客户"
ONCE = ("backup", "doctor", "history", "export")
"""Commands whose results name files, moments, or the encryption itself."""


class Locked(Tool):
    """`rmtool` on an encrypted book, its key named by the home's note."""

    @property
    def key(self) -> Key:
        with self.book.open("rb") as file:
            return read_key_file(self.home.parent / "book.key", file.read(16), Phrase("keys.from_passphrase"))

    def facts(self) -> dict[str, list[tuple[Any, ...]]]:
        with closing(connect(self.book, 0, self.key)) as connection:
            return {
                table: connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall() for table in FACTS
            }

    def copy(self, home: Path) -> "Locked":
        shutil.copytree(self.home, home)
        shutil.copy(self.home.parent / "book.key", home.parent / "book.key")
        keys.note(home, [str(home.parent / "book.key")])
        return Locked(home)


@pytest.fixture(scope="module")
def locked_once(ready: Tool, tmp_path_factory: pytest.TempPathFactory) -> Locked:
    """The book with something of everything, encrypted."""
    folder = tmp_path_factory.mktemp("locked")
    made = Locked(ready.copy(folder / "home").home)
    made.done("encrypt", "--new-key-file", folder / "book.key", "-y")
    return made


@pytest.fixture
def locked(locked_once: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Locked:
    """That book in a home of the test's own; beside it two lists to import."""
    monkeypatch.chdir(tmp_path)
    lists()
    return locked_once.copy(tmp_path / "home")


def lists() -> None:
    for name, text in LISTS.items():
        Path(name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("line", [*lines(READING), *lines(WRITING)], ids=" ".join)
def test_every_command_does_with_an_encrypted_book_what_it_does_with_a_plain_one(
    ready: Tool, locked: Locked, tmp_path: Path, line: Line
) -> None:
    plain = ready.copy(tmp_path / "plain" / "home")
    told = {}
    for tool in (plain, locked):
        lists()
        ran = tool("-y", *line)
        said = (ran.out + ran.err).replace(str(tool.home), "")
        told[tool] = (ran.code, tool.facts(), "" if line[0] in ONCE else said)
        Path("all.zip").unlink(missing_ok=True)
        Path("copy.db").unlink(missing_ok=True)
    assert told[locked] == told[plain]
    assert is_encrypted(locked.book)


def holding(folder: Path, text: str = MARKER) -> list[str]:
    """The files below a folder that hold a text."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_nothing_that_was_typed_can_be_read_in_any_file(
    locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    locked.done("client-add", MARKER, f"district={MARKER}")
    locked.done("log-contact", MARKER, "T", MARKER, "--next", MARKER)
    locked.done("contact-set", "1", f"note={MARKER}")
    locked.done("plan-week", "next")
    for line in (("backup",), ("backup", "--drill"), ("today",), ("doctor",), ("report", "week"), ("undo", "-y")):
        assert MARKER or locked.done(*line)
        locked(*line)
    assert holding(locked.home) + holding(tmp_path / "tmp") == []
    locked.done("decrypt", "-y")
    assert holding(locked.home) == [str(locked.book)], "the marker was there to be found"
