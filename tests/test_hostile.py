"""Text that attacks whoever reads it: where it is exported, set aside, shown on terminals of every sort, and typed.

Not: all commands in all formats (test_injection.py), hostile files (test_hostile_files.py), hostile books
(test_hostile_books.py), wrong input (test_wrong_input.py).
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rmtool.core.formula_text import is_formula
from rmtool.show import output

from .commands_kit import MONDAY, Tool
from .hostile_kit import ACTING, book

posix = pytest.mark.skipif(os.name != "posix", reason="terminals of this kind exist on POSIX only")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book in which every text is hostile."""
    return book(tmp_path_factory.mktemp("hostile"))


def strings_in(data: Any) -> set[str]:
    if isinstance(data, str):
        return {data}
    if isinstance(data, dict):
        return set().union(*map(strings_in, data.values()))
    return set().union(*map(strings_in, data)) if isinstance(data, list) else set()


def test_programs_read_what_was_written(ready: Tool) -> None:
    """What is shown as an escape, or marked, is still there as it is for those that read JSON."""
    notes = strings_in(ready.json("contacts"))
    assert {"=1+1", "\x1b[31mred", "right\u202egpj", "tag\U000e0041", "line\u2028x", "marks" + "\u0301" * 300} <= notes


def test_one_endless_name_does_not_make_every_line_endless(ready: Tool, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "home")
    before = len(tool.done("clients"))
    tool.done("client-add", "长" * 30_000, "district=" + "区" * 30_000)
    assert len(tool.done("clients")) < before + 200_000


def test_the_exported_book_holds_no_formulas_and_comes_back_as_it_was(ready: Tool, tmp_path: Path) -> None:
    ready.done("export", tmp_path / "book.zip")
    with zipfile.ZipFile(tmp_path / "book.zip") as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8-sig")
            assert [c for row in csv.reader(io.StringIO(text, newline="")) for c in row if is_formula(c)] == [], name
    other = Tool(tmp_path / "home")
    other.done("import", tmp_path / "book.zip")
    assert strings_in(other.json("contacts")) >= strings_in(ready.json("contacts"))
    other.done("export", tmp_path / "again.zip")
    assert json.dumps(other.json("clients")) == json.dumps(ready.json("clients"))


def test_rows_set_aside_hold_no_formulas_and_come_in_once_mended(ready: Tool, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "home")
    good = [[f"N{n}", f"新企业{n}", "5", "x"] for n in range(30)]
    bad = [["N90", " =1+1客户", "5..x", "@x"], ["N91", "＝1+1客户", "5..x", "\t=1"]]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["client_no", "name", "deposit_avg", "=district"], *good, *bad])
    assert tool("import", tmp_path / "list.csv", "--map", "=district=district").code == 1
    aside = tmp_path / "list.csv.set-aside.csv"
    rows = list(csv.reader(io.StringIO(aside.read_text("utf-8-sig"))))
    assert len(rows) == 3 and not any(is_formula(cell) for row in rows for cell in row)
    aside.write_text(aside.read_text("utf-8-sig").replace("5..x", "7"), "utf-8")
    tool.done("import", aside)
    assert {client["name"] for client in tool.json("clients", "--find", "1+1客户")} == {"=1+1客户", "＝1+1客户"}


# Where it is shown: terminals of every sort, and people who type anything


def on_a_terminal(tool: Tool, *line: str, columns: int = 80, typed: bytes = b"", **settings: str) -> tuple[int, str]:
    """How a run of `rmtool` on a terminal of its own ends, and what the terminal is sent."""
    import fcntl
    import pty
    import select
    import struct
    import termios

    given = {"RMTOOL_HOME": str(tool.home), "RMTOOL_TODAY": MONDAY, "RMTOOL_LANG": "en", "TERM": "xterm", **settings}
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "rmtool", *line]
    shown = b""
    with (
        os.fdopen(ours, "r+b", buffering=0) as screen,
        subprocess.Popen(
            command, env=kept | given, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        ) as running,
    ):
        os.close(theirs)
        try:
            while select.select([screen], [], [], 30)[0] and (more := screen.read(65_536)):
                shown += more
                if typed and shown.rstrip().endswith((b":", b"]")):
                    screen.write(typed)
                    typed = b""
        except OSError:  # what Linux says once the other end is closed
            pass
    return running.returncode, shown.decode("utf-8", "replace")


@posix
@pytest.mark.parametrize(
    ("columns", "settings"),
    [
        (80, {}),
        (1, {}),
        (0, {"COLUMNS": "1"}),
        (80, {"COLUMNS": "100000000"}),
        (80, {"COLUMNS": "9" * 5_000}),
        (80, {"COLUMNS": "²", "LINES": "²"}),
        (80, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "gbk"}),
    ],
)
def test_a_terminal_is_sent_colours_and_nothing_else_that_acts(
    ready: Tool, columns: int, settings: dict[str, str]
) -> None:
    for line in (("clients",), ("client", "0001")):
        code, shown = on_a_terminal(ready, *line, columns=columns, **settings)
        assert code == 0, shown
        assert "\x1b[" in shown
        assert not ACTING.search(re.sub(r"\x1b\[[\d;]*m", "", shown).replace("\r\n", "\n"))


@posix
@pytest.mark.parametrize("typed", [b"\xff\xfe\n", b"\x04", b"\x1b[31m\n", b"\0\n"])
def test_whatever_is_typed_is_an_answer(ready: Tool, tmp_path: Path, typed: bytes) -> None:
    tool = ready.copy(tmp_path / "home")
    before = tool.book.read_bytes()
    for settings in ({"LC_ALL": "C.UTF-8"}, {"PYTHONIOENCODING": "utf-8:strict"}):
        code, shown = on_a_terminal(tool, "undo", typed=typed, **settings)
        assert code in (0, 1, 2), shown
    assert tool.book.read_bytes() == before


@pytest.mark.parametrize("error", [EOFError, UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no text")])
def test_a_password_that_is_no_text_or_none_is_none(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def typed(prompt: str, stream: object) -> str:
        raise error

    monkeypatch.setattr("getpass.getpass", typed)
    assert output.inquire_secretly("?") == ""
