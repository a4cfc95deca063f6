"""Text that attacks whoever reads it, through every command and format: harmless text comes out, never a formula,
markup or a character that acts on a terminal.

Not: hostile files (test_hostile_files.py), hostile books (store/test_foreign.py), wrong input (test_wrong_input.py).
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from rmtool.commands import COMMANDS
from rmtool.commands.app import Group, parameter_key
from rmtool.core.formula_text import harmless, is_formula
from rmtool.show import output
from rmtool.show.text import FORMATS

from .commands_kit import MONDAY, Tool

posix = pytest.mark.skipif(os.name != "posix", reason="terminals of this kind exist on POSIX only")

NAMES = (
    *("=1+1", "+1+1", "@SUM(A1)", "＝1+1", "＋1+1", "－1+1", "＠x", "'=1+1", "=HYPERLINK(1)"),
    *(
        "王[/]",
        "[bold]王",
        "[link=https://e]点[/link]",
        ":smile:",
        "a|b`c`",
        "**b** ~~s~~",
        "# head",
        "{x} {0} %s %(x)s",
    ),
    *("<script>alert(1)</script>", "<img src=x onerror=y>", "![x](javascript:y)", "[x](javascript:y)", "&lt;b>"),
    *(
        "\x1b[31mred",
        "\x1b]0;t\x07",
        "\x1b]8;;http://e\x1b\\x",
        "\x1b]52;c;aGk=\x07",
        "bell\x07",
        "del\x7f",
        "back\x08",
    ),
    *("next\x85line", "csi\x9b31m", "osc\x9d0;t\x9c", "right\u202egpj", "iso\u2066x", "mark\u200f", "arabic\u061c"),
    *(
        "line\u2028x",
        "para\u2029x",
        "zero\u200bx",
        "joined\u200dx",
        "\u200b=1+1",
        "\ufeffmark",
        "soft\xadx",
        "word\u2060x",
    ),
    *("note\ufff9x", "tag\U000e0041", "marks" + "\u0301" * 300, "长" * 500, "👨‍👩‍👧‍👦🏳️‍🌈", "e\u0301", "𠀀㐀"),
)
"""What clients, people and notes may be called."""

ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What acts on a terminal or hides; a line's end is how lines end."""

FLOOD = re.compile("[\u0300-\u036f]{5}")
LINES = (
    *("due --until 2027-03-31", "contacts --matrix", "plan-week next", "plan-week next --why 0001", "prospects --all"),
    *("plan-week next --dry-run", "prospects --regrade", "tiers --explain 0005", "tiers --check", "history 0010"),
    *(
        "report day",
        "report week",
        "report month",
        "report quarter",
        "report coverage",
        "report segment",
        "undo --list",
        "backup --list",
    ),
    *("clients --find 王", "client 0011", "client 0017", "client 0033", "backup --verify"),
)
"""Command lines with more than what a command needs; every command that needs nothing, or a client, is run besides."""

WRITING = frozenset({"forget", "merge", "undo", "redo", "backup", "restore", "import", "export", "demo"})


def data_lines() -> list[str]:
    """Command lines that print data: LINES, and each command of the table with the client that it may need."""
    group = Group(name="rmtool")
    lines = list(LINES)
    for name in sorted(set(COMMANDS) - WRITING):
        parameters = group.get_command(None, name).params
        needed = [p for p in parameters if p.param_type_name == "argument" and p.required]
        if "format" in map(parameter_key, parameters) and all(parameter_key(p) == "who" for p in needed):
            lines.append(" ".join([name, *["0001"] * len(needed)]))
    return lines


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book in which every text is hostile, as an exported book brings them in unchanged."""
    folder = tmp_path_factory.mktemp("hostile")
    tool = Tool(folder / "home")
    listed = [(number, f"{number:04}", bad) for number, bad in enumerate(NAMES, 1)]
    tables = {
        "clients.csv": [
            [
                *[
                    "client_no",
                    "name",
                    "status",
                    "entered",
                    "district",
                    "industry",
                    "rm",
                    "address",
                    "group",
                    "chain",
                    "tag",
                    "phone",
                ]
            ],
            *([no, f"{bad}{n}", "active", "2026-09-01", *[bad] * 8] for n, no, bad in listed),
        ],
        "prospects.csv": [
            ["client_no", "name", "status", "entered", "source", "value", "likelihood", "stage", "grade"],
            *(
                [f"P{no}", f"{bad}潜在{n}", "prospect", "2026-09-01", bad, "20000000", "0.5", "talks", "A"]
                for n, no, bad in listed
            ),
        ],
        "balances-20261101.csv": [["client_no", "deposit_avg"], *([no, "12000000"] for _, no, _ in listed)],
        "contacts.csv": [
            ["client_no", "date", "code", "note", "person", "outcome", "next", "next_on"],
            *([no, f"2026-11-{n % 20 + 1:02}", "M", *[bad] * 4, "2026-11-20"] for n, no, bad in listed),
        ],
        "holdings.csv": [
            [
                *[
                    "client_no",
                    "product",
                    "product_kind",
                    "contract_no",
                    "term",
                    "risk",
                    "bank",
                    "amount",
                    "matures",
                    "as_of",
                ]
            ],
            *([no, *[bad] * 6, "5", "2026-12-01", "2026-11-01"] for _, no, bad in listed),
        ],
        "other/person.csv": [
            ["client_no", "name", "title", "power", "phone", "email", "note"],
            *([no, *[bad] * 6] for _, no, bad in listed),
        ],
        "other/away.csv": [
            ["client_no", "start", "end", "why"],
            *([no, "2026-12-20", "2026-12-21", bad] for _, no, bad in listed),
        ],
        "other/cadence.csv": [
            ["client_no", "code", "cadence", "why"],
            *([no, "M", "every 14d", bad] for n, no, bad in listed if n % 4 == 0),
        ],
        "other/visit.csv": [
            ["client_no", "week", "day", "start", "minutes", "status", "fixed", "person", "why"],
            *([no, "2026-11-30", "2026-12-01", "", "30", "planned", "day", bad, bad] for _, no, bad in listed[::8]),
        ],
        "other/alias.csv": [["client_no", "known_as"], *([no, f"{bad}旧名{no}"] for _, no, bad in listed)],
    }
    with zipfile.ZipFile(folder / "book.zip", "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
            archive.writestr(name, text.getvalue())
    tool.done("import", folder / "book.zip")
    tool.done("plan-week", "next")
    return tool


def test_the_walk_meets_the_commands_that_print_data() -> None:
    assert {"today", "clients", "client", "contacts", "due", "plan-week", "prospects", "history", "segment"} <= {
        line.split()[0] for line in data_lines()
    }


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_hostile_acts_in_any_result(ready: Tool, form: str) -> None:
    shown = set()
    for line in data_lines():
        ran = ready(*line.split(), "-f", form, lang="zh" if len(line) % 2 else "en")
        assert ran.code in (0, 1) or (ran.code == 2 and line not in LINES), (line, ran.err)
        assert not ACTING.search(ran.err.replace("\n", "")), line
        assert not ACTING.search(ran.out.replace("\t", "") if form == "csv" else ran.out), line
        if form in ("table", "plain", "md"):
            assert not FLOOD.search(ran.out), line
        if form == "csv":
            formulas = [cell for row in csv.reader(io.StringIO(ran.out)) for cell in row if is_formula(cell)]
            assert formulas == [], line
        if form == "md":
            assert not re.search(r"(?<!\\)[<>]|(?<!\\)\[|(?<!\\)`|^\s*(?:===|---|```|[-+*] |\d+\. )", ran.out, re.M), (
                line
            )
        shown.add(ran.out)
    assert any("1+1" in out for out in shown) and any("script" in out for out in shown)


class Tags(HTMLParser):
    """The tags of a page, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.met: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))


def test_nothing_hostile_becomes_part_of_a_web_page(ready: Tool, tmp_path: Path) -> None:
    names = set()
    for line in data_lines():
        ran = ready(*line.split(), "-o", tmp_path / "page.html")
        if ran.code == 2 and line not in LINES:
            continue
        assert ran.code in (0, 1), (line, ran.err)
        page = (tmp_path / "page.html").read_text("utf-8")
        assert not ACTING.search(page) and not FLOOD.search(page), line
        for tag, attributes in Tags(page).met:
            names.add(tag)
            assert tag not in ("script", "img", "iframe", "object", "form", "link", "base"), line
            assert not any(name.startswith("on") or name in ("src", "style") for name in attributes), line
            assert (attributes.get("href") or "#").startswith("#"), line
        assert page.count("<style>") == 1
    assert {"table", "svg"} <= names


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
    for line in (("clients",), ("client", "0016")):
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
