"""`rmtool edit`: a client changed in an editor as a whole, and what was typed never lost."""

import re
import stat
import sys
from pathlib import Path

import pytest

from .commands_kit import Tool


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "华强电子", "client_no=1", "district=福田区", "deposit=1000万", today="2026-10-01")
    tool.done("client-add", "盐田港", "client_no=2", today="2026-10-01")
    tool.done("prospect-add", "海川科技", "value=2000万", "likelihood=0.5")
    tool.done("person-add", "1", "王丽", "title=财务总监")
    tool.done("note", "1", "家族企业", "--on", "2026-10-02")
    return tool


def editor(tmp_path: Path, body: str) -> str:
    """An editor that runs Python with the sheet's path as `file` and its text as `text`, and writes `text` back."""
    script = tmp_path / "editor.py"
    head = "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\ntext = file.read_text('utf-8')\n"
    script.write_text(head + body + "\nfile.write_text(text, 'utf-8')\n", "utf-8")
    return f'"{Path(sys.executable).as_posix()}" "{script.as_posix()}"'


def kept(tool: Tool) -> list[Path]:
    return sorted((tool.home / "exports").glob("*"))


def test_what_was_changed_in_the_editor_is_taken_in_and_no_file_stays(tool: Tool, tmp_path: Path) -> None:
    changed = editor(
        tmp_path,
        "text = text.replace('福田区', '南山区').replace('title: 财务总监', 'title: CFO')\n"
        "text = text.replace('tags:', 'tags: [bond, vip]').replace('家族企业', '家族企业，二代接班')\n"
        "text = text.replace('notes:', '  - name: 李强\\n    power: 决策\\nnotes:')\n"
        "assert file.stat().st_mode & 0o077 == 0 or sys.platform == 'win32'",
    )
    assert tool.json("edit", "1", EDITOR=changed)["district"] == "南山区"
    client = tool.json("client", "1")
    assert client["tags"] == ["bond", "vip"]
    assert [(p["name"], p["title"], p["power"]) for p in client["people"]] == [
        ("王丽", "CFO", None),
        ("李强", None, "decides"),
    ]
    assert [n["note"] for n in client["notes"]] == ["家族企业，二代接班"]
    assert kept(tool) == []
    assert tool.json("history")[0]["command"] == "edit"


def test_a_sheet_that_is_closed_as_it_was_changes_nothing(tool: Tool, tmp_path: Path) -> None:
    before = tool.state()
    assert "Nothing was changed about 华强电子." in tool.done("edit", "1", EDITOR=editor(tmp_path, ""))
    assert tool.state() == before


def test_people_and_notes_whose_lines_went_are_taken_out(tool: Tool, tmp_path: Path) -> None:
    tool.done("edit", "1", EDITOR=editor(tmp_path, "text = text[: text.index('people:')] + 'people:\\nnotes:\\n'"))
    client = tool.json("client", "1")
    assert (client["people"], client["notes"]) == ([], [])


def test_a_prospect_s_card_is_edited_with_it(tool: Tool, tmp_path: Path) -> None:
    changed = "text = text.replace('value: 20000000', 'value: 3000万').replace('stage: approach', 'stage: 方案')"
    tool.done("edit", "海川", EDITOR=editor(tmp_path, changed))
    (card,) = tool.json("prospects", "--all")
    assert (card["value"], card["stage"]) == (30_000_000, "proposal")


def test_every_mistake_is_told_with_its_line_and_the_text_is_kept_until_it_is_taken_in(
    tool: Tool, tmp_path: Path
) -> None:
    before = tool.facts()
    wrong = editor(
        tmp_path,
        "text = text.replace('kind: corporate', 'kind: 大的').replace('district: 福田区', 'distict: 南山区')\n"
        "text = text.replace('id: 1\\n    name: 王丽', 'id: 9\\n    name: 王丽')\n"
        "text = text.replace('notes:', '  - title: 出纳\\nnotes:')",
    )
    ran = tool("edit", "1", EDITOR=wrong)
    assert (ran.code, tool.facts()) == (2, before)
    assert "edit-1.yaml: 4 things to mend, and nothing was changed." in ran.err
    (file,) = kept(tool)
    lines = file.read_text("utf-8").splitlines()
    wrong_lines = ["kind: 大的", "distict: 南山区", "- id: 9", "- title: 出纳"]
    assert [lines[int(n) - 1].strip() for n in re.findall(r"line (\d+):", ran.err)] == wrong_lines
    assert f"What you typed is kept in {file}." in ran.err
    assert "An earlier edit lies in" in tool.refused(2, "edit", "1", EDITOR=wrong)
    text = file.read_text("utf-8").replace("大的", "机构").replace("distict", "district").replace("id: 9", "id: 1")
    file.write_text(text.replace("title: 出纳", "name: 赵敏"), "utf-8")
    tool.done("edit", "1", "--from", file)
    client = tool.json("client", "1")
    assert (client["kind"], client["district"]) == ("institution", "南山区")
    assert [p["name"] for p in client["people"]] == ["王丽", "赵敏"]
    assert kept(tool) == []


def test_what_another_command_changed_meanwhile_is_not_written_over(tool: Tool, tmp_path: Path) -> None:
    rmtool = [sys.executable, "-m", "rmtool", "--home", str(tool.home), "--today", "2026-11-23"]
    meanwhile = editor(
        tmp_path,
        "import subprocess\n"
        f"subprocess.run({[*rmtool, 'client-set', '1', 'rm=李明']!r}, check=True, stdout=subprocess.DEVNULL)\n"
        "text = text.replace('福田区', '南山区')",
    )
    ran = tool("edit", "1", EDITOR=meanwhile)
    assert ran.code == 2
    assert "华强电子 was changed by another command since this was opened" in ran.err
    client = tool.json("client", "1")
    assert (client["rm"], client["district"]) == ("李明", "福田区")
    (file,) = kept(tool)
    text = file.read_text("utf-8").replace("  rm:\n", "")
    file.write_text("\n".join(line for line in text.split("\n") if not line.startswith("# [")), "utf-8")
    tool.done("edit", "1", "--from", file)
    client = tool.json("client", "1")
    assert (client["rm"], client["district"]) == ("李明", "南山区")


@pytest.mark.parametrize(
    ("named", "said"),
    [("no-such-editor", "The editor no-such-editor can't be started."), ('"', "can't be started")],
)
def test_an_editor_that_cannot_be_started_changes_nothing(tool: Tool, named: str, said: str) -> None:
    assert said in tool.refused(2, "edit", "1", EDITOR=named)


def test_an_editor_that_fails_changes_nothing_and_what_it_wrote_is_kept(tool: Tool, tmp_path: Path) -> None:
    before = tool.facts()
    failing = editor(tmp_path, "file.write_text(text.replace('福田区', '南山区'), 'utf-8')\nsys.exit(3)")
    ran = tool("edit", "1", EDITOR=failing)
    assert (ran.code, tool.facts()) == (2, before)
    assert "ended with an error (3), so nothing was changed." in ran.err
    assert "南山区" in kept(tool)[0].read_text("utf-8")
    kept(tool)[0].unlink()
    assert "ended with an error" in tool.refused(2, "edit", "1", EDITOR=editor(tmp_path, "sys.exit(3)"))


def test_without_an_editor_or_a_terminal_one_is_asked_for(tool: Tool) -> None:
    assert "No editor is known here." in tool.refused(2, "edit", "1", EDITOR="", VISUAL="")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "can't be read"),
        ("client: [", "can't be read"),
        ("- a", "can't be read"),
        ("client: &a {name: x}", "1 thing to mend"),
        ("client: x", "line 1: here belong fields"),
        ("client:\n  name:\n    x: y", "line 2: name takes one value"),
        ("pets:\n  name: x", "line 1: there is no part “pets”"),
        ("client:\n  name: 盐田港", "“盐田港” belongs to 盐田港 (2) already."),
        ("client:\n  deposit: 3", "line 2: there is no field “deposit” here"),
        ("people:\n  - id: 1\n  - name: 王丽", "two people would be called 王丽"),
        ("people:\n  - id: 1\n  - id: 1", "line 3: no id 1, or it stands there twice"),
        ("notes:\n  - note: x", "line 2: on can't be empty"),
        ("notes:\n  - on: 2027-01-01\n    note: x", "line 2: “2027-01-01” can't be read as on."),
    ],
)
def test_a_file_that_cannot_be_taken_changes_nothing(tool: Tool, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    assert said in tool.refused(2, "edit", "1", "--from", tmp_path / "x.yaml")


def test_a_file_that_is_not_there_is_said(tool: Tool, tmp_path: Path) -> None:
    assert "There is no file" in tool.refused(4, "edit", "1", "--from", tmp_path / "none.yaml")


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_what_is_kept_only_its_owner_may_read(tool: Tool, tmp_path: Path) -> None:
    tool("edit", "1", EDITOR=editor(tmp_path, "text = 'x'"))
    (file,) = kept(tool)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
