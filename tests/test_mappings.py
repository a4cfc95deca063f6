"""What a column is, is asked once on a terminal (or said by --map) and remembered for lists with the same headings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .commands_kit import Tool

HEADINGS = "客户编号,客户号,客户名称,存款余额"


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    return Tool(tmp_path / "home")


def lay(tmp_path: Path, amount: int, name: str = "list.csv", headings: str = HEADINGS) -> Path:
    file = tmp_path / name
    file.write_text(f"{headings}\n1,A1,康佳电子公司,{amount}\n2,A2,华强实业公司,6\n", encoding="utf-8")
    return file


def at_a_terminal(tool: Tool, typed: str, *arguments: object) -> tuple[int, str, str]:
    """A run whose standard input and error are a terminal at which somebody types: code, result, what was said."""
    import pty
    import select

    ours, theirs = pty.openpty()
    environment = {**os.environ, "RMTOOL_HOME": str(tool.home), "RMTOOL_TODAY": "2026-11-23", "RMTOOL_LANG": "en"}
    command = [sys.executable, "-m", "rmtool", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, env=environment)
    os.close(theirs)
    os.write(ours, typed.encode())
    said = b""
    while True:
        ready, _, _ = select.select([ours], [], [], 20)
        try:
            piece = os.read(ours, 4096) if ready else b""
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    assert process.stdout is not None
    out = process.stdout.read().decode()
    process.stdout.close()
    os.close(ours)
    return process.wait(timeout=20), out, said.decode()


def test_without_a_terminal_an_unclear_list_is_refused_with_what_to_say(tool: Tool, tmp_path: Path) -> None:
    tool.done("clients")
    said = tool.refused(4, "import", lay(tmp_path, 5))
    assert "--map '客户号=ignore'" in said


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_at_a_terminal_it_is_asked_with_samples_and_remembered(tool: Tool, tmp_path: Path) -> None:
    code, out, said = at_a_terminal(tool, "9\n1\n", "import", lay(tmp_path, 5), "-f", "json")
    assert (code, json.loads(out)[0]["columns"]["客户编号"]) == (0, "client_no")
    assert "What is column 客户编号? Its first cells: 1, 2" in said
    assert "There is no field 9 here." in said
    (mapped,) = tool.json("mappings")
    assert (mapped["heading"], mapped["field"], mapped["remembered_on"]) == ("客户编号", "client_no", "2026-11-23")
    (again,) = tool.json("import", lay(tmp_path, 7, "later.csv"))
    assert (again["changed"], again["set_aside"]) == (1, 0)
    assert any("rmtool mappings" in warning for warning in again["warnings"])


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_whoever_answers_nothing_gets_the_refusal(tool: Tool, tmp_path: Path) -> None:
    code, out, said = at_a_terminal(tool, "\n\n\n\n", "import", lay(tmp_path, 5))
    assert (code, out) == (4, "")
    assert "both mean client_no" in said
    assert tool.json("mappings") == []


def test_what_map_says_is_remembered_listed_forgotten_and_undone(tool: Tool, tmp_path: Path) -> None:
    assert tool("mappings").out == "No column had to be explained yet.\n"
    file = lay(tmp_path, 5)
    tool.done("import", file, "--map", "客户号=ignore", "--dry-run")
    assert tool.json("mappings") == []
    tool.done("import", file, "--map", "客户号=ignore")
    before = tool.facts()
    (mapped,) = tool.json("mappings")
    assert (mapped["heading"], mapped["field"]) == ("客户号", "ignore")
    tool.done("import", lay(tmp_path, 8), "--map", "客户号=client_no", "--map", "客户编号=ignore")
    assert {m["heading"]: m["field"] for m in tool.json("mappings")} == {"客户号": "client_no", "客户编号": "ignore"}
    tool.done("undo", "-y")
    assert tool.facts() == before
    assert tool.json("mappings", "--forget", mapped["id"])["forgotten"]["heading"] == "客户号"
    assert tool.json("mappings") == []
    tool.done("undo", "-y")
    assert tool.facts() == before
    assert "rmtool mappings" in tool.refused(2, "mappings", "--forget", "77")


def test_other_headings_are_another_list(tool: Tool, tmp_path: Path) -> None:
    tool.done("import", lay(tmp_path, 5), "--map", "客户号=ignore")
    other = lay(tmp_path, 5, "other.csv", "客户编号,客户号,客户名称,贷款余额")
    assert "客户号" in tool.refused(4, "import", other)


def test_the_undo_of_an_import_forgets_what_it_remembered(tool: Tool, tmp_path: Path) -> None:
    file = lay(tmp_path, 5)
    tool.done("import", file, "--map", "客户号=ignore")
    tool.done("undo", "-y")
    assert tool.json("mappings") == []
    tool.done("redo", "-y")
    assert len(tool.json("mappings")) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_columns_without_headings_are_asked_about_with_samples(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "bare.csv"
    file.write_text("甲有限公司,500\n乙有限公司,600\n丙有限公司,700\n", encoding="utf-8")
    code, out, said = at_a_terminal(tool, "loan\n", "import", file, "-f", "json")
    assert (code, json.loads(out)[0]["columns"]) == (0, {"(A)": "name", "(B)": "loan"})
    assert "What is column (B)? Its first cells: 500, 600, 700" in said
