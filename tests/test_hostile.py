"""Text that attacks whoever reads it, through every command and format: harmless text comes out, never a formula,
markup or a character that acts on a terminal.

Not: hostile files (test_hostile_files.py), hostile books (store/test_foreign.py), wrong input (test_wrong_input.py).
"""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rmtool.commands import COMMANDS
from rmtool.commands.app import Group, parameter_key
from rmtool.core.formula_text import is_formula
from rmtool.show.text import FORMATS

from .commands_kit import Tool

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
    *("report day", "report week", "report month", "report coverage", "report segment", "undo --list", "backup --list"),
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
    """A book in which everything that people type, and whatever a list brings, is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    tool = Tool(folder / "home")
    listed = folder / "list.csv"
    fields = ("client_no", "name", "deposit_avg", "district", "industry", "rm", "address", "group", "tag", "phone")
    rows = [[f"{n:04}", f"{bad}{n}", "1200万", *[bad] * 7] for n, bad in enumerate(NAMES, 1)]
    with listed.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([fields, *rows])
    assert tool("import", listed, today="2026-10-01").code in (0, 1)
    for number, bad in enumerate(NAMES, 1):
        who, day = f"{number:04}", f"2026-11-{number % 20 + 1:02}"
        tool.done("log-contact", who, "M", bad, "--person", bad, "--outcome", bad, "--next", bad, "--on", day)
        tool.done("client-away", who, "--from", "2026-12-20", "--until", "2026-12-21", "--why", bad)
        tool.done("prospect-add", f"{bad}潜在{number}", "value=2000万", "likelihood=0.5", f"source={bad}")
    for number, bad in list(enumerate(NAMES, 1))[::4]:
        tool.done("client-cadence", f"{number:04}", "M: every 14d", "--why", bad)
        tool("visit", f"{number:04}", "--on", "2026-12-01", "--why", bad, "--person", bad)
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
