"""What shells are told that complete a command line, and the script for bash in a bash."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from rmtool.commands import COMMANDS
from rmtool.commands.app import PROGRAM, Group

from .commands_kit import Tool


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Three clients: one with blanks and brackets in its name, one with what acts on a terminal; and a prospect."""
    tool = Tool(tmp_path_factory.mktemp("completion") / "home")
    tool.done("client-add", "Qiming Optics (sample)", "client_no=S001", "district=福田区", "tags=重点", "rm=李明")
    tool.done("client-add", "华强电子", "client_no=S002", "district=南山区")
    tool.done("prospect-add", "海川科技")
    return tool


def asked(tool: Tool, begun: str, *words: str, **how: str) -> list[str]:
    """The lines that a shell gets, without what they mean."""
    return [
        line.partition("\t")[0] for line in tool.done("__complete", f"--word={begun}", "--", *words, **how).splitlines()
    ]


def test_commands_and_options_are_completed_with_what_they_mean(ready: Tool) -> None:
    assert asked(ready, "prospect-r") == ["prospect-read", "prospect-release"]
    assert ready.done("__complete", "--word=redo", "--", lang="zh") == "redo\t恢复刚撤销的命令。\n"
    assert asked(ready, "--dis", "due") == ["--district"]
    assert asked(ready, "--ho", "due") == ["--home"]
    assert asked(ready, "--ver") == ["--version"]


def test_clients_and_prospects_are_completed_where_one_is_asked_for(ready: Tool) -> None:
    assert asked(ready, "Q", "client") == ["Qiming Optics (sample)"]
    assert asked(ready, "hq", "merge", "S001") == ["华强电子"]
    assert asked(ready, "海", "prospect-read", "S001") == ["海川科技"]
    assert asked(ready, "S", "contacts", "--client") == ["S001", "S002"]
    assert asked(ready, "S", "plan-week", "--why") == ["S001", "S002"]
    assert asked(ready, "Q", "log-contact", "S001") == []


def named_parameters() -> list[tuple[str, str]]:
    """Every parameter of a command whose value is a client."""
    group = Group(name=PROGRAM, add_help_option=False, rich_markup_mode=None)
    found = []
    for name in COMMANDS:
        for parameter in group.get_command(None, name).params:
            if parameter.name in ("who", "client", "client_name") or "WHO" in (parameter.metavar or ""):
                found.append((name, parameter.metavar))
    return found


def test_every_parameter_that_is_a_client_says_so_to_the_shell() -> None:
    found = named_parameters()
    assert len(found) > 15
    assert {metavar for _, metavar in found} <= {"WHO", "OTHER", "WHO|ID"}


@pytest.mark.parametrize(
    ("begun", "words", "lines"),
    [
        ("we", ("due", "--tier"), ["weekly"]),
        ("we", ("due", "--tier", "="), ["weekly"]),
        ("", ("due", "--district"), ["南山区", "福田区"]),
        ("李", ("clients", "--rm"), ["李明"]),
        ("", ("clients", "--tag"), ["重点"]),
        ("j", ("due", "-f"), ["json"]),
        ("z", ("completion",), ["zsh"]),
        ("", ("--lang",), ["zh", "en"]),
        ("", ("import",), [":files"]),
        ("", ("due", "-o"), [":files"]),
        ("", ("due", "--home"), [":files"]),
        ("", ("no-such-command",), []),
        ("", ("due", "--until"), []),
    ],
)
def test_values_are_completed_from_rules_book_and_options(
    ready: Tool, begun: str, words: tuple[str, ...], lines: list[str]
) -> None:
    ran = ready("__complete", f"--word={begun}", "--", *words)
    assert ([line.partition("\t")[0] for line in ran.out.splitlines()], ran.err) == (lines, "")


def test_global_options_before_the_command_count(ready: Tool, tmp_path: Path) -> None:
    elsewhere = Tool(tmp_path / "elsewhere")
    assert asked(elsewhere, "S002", "--home", str(ready.home), "client") == ["S002"]
    assert asked(elsewhere, "S002", "--home", f'"{ready.home}"', "client") == ["S002"]


def test_quotation_marks_that_the_shell_leaves_are_overlooked(ready: Tool) -> None:
    for begun in ("'Qiming Op", '"Qiming Op', '"Qiming Optics"'):
        assert asked(ready, begun, "client") == ["Qiming Optics (sample)"]


def test_names_that_act_on_a_terminal_are_never_written(ready: Tool, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "home")
    with closing(sqlite3.connect(tool.book)) as connection, connection:
        connection.execute("UPDATE client SET name = ? WHERE client_no = 'S002'", ("坏\x1b]0;x\x07\n名",))
    assert tool.done("__complete", "--word=坏", "--", "client") == "S002\n"


def test_without_a_book_nothing_is_completed_and_nothing_made(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    assert tool("__complete", "--word=", "--", "client") == (0, "", "")
    assert not tool.home.exists()


def test_a_book_that_is_locked_foreign_or_of_another_version_completes_nothing(ready: Tool, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "home")
    with closing(sqlite3.connect(tool.book)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert tool("__complete", "--word=", "--", "client").out == ""
    for damage in ("PRAGMA user_version = 1", "PRAGMA user_version = 9999", "PRAGMA application_id = 7"):
        with closing(sqlite3.connect(tool.book)) as other:
            other.execute(damage)
        before = tool.state()
        ran = tool("__complete", "--word=", "--", "client")
        assert (ran.out, ran.err) == ("", "")
        assert tool.state() == before


@pytest.mark.parametrize(
    "arguments", [(), ("--word=x",), ("--",), ("--", "--home"), ("--word=", "--", "--lang", "xx", "due")]
)
def test_a_shell_is_never_told_of_an_error(ready: Tool, arguments: tuple[str, ...]) -> None:
    assert ready("__complete", *arguments).err == ""


def test_every_shell_has_a_script_and_others_are_told_so(ready: Tool) -> None:
    for shell in ("bash", "zsh", "fish", "powershell", "ZSH"):
        assert "rmtool __complete" in ready.done("completion", shell)
    assert "bash, zsh, fish, powershell" in ready.refused(2, "completion", "tcsh")


BASH = """
set -- "$@"
eval "$(rmtool completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_rmtool
printf '%s|' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(os.name != "posix" or not shutil.which("bash"), reason="needs a bash")
@pytest.mark.parametrize(
    ("words", "reply"),
    [
        (("rmtool", "client", "Qim"), "Qiming Optics (sample)|"),
        (("rmtool", "client", "Qiming\\ Op"), "Qiming Optics (sample)|"),
        (("rmtool", "client", "'Qiming Op"), "Qiming Optics (sample)|"),
        (("rmtool", "merge", "S001", ""), "海川科技|Qiming Optics (sample)|华强电子|"),
        (("rmtool", "import", ""), "|"),
    ],
)
def test_the_script_for_bash_asks_and_replies(ready: Tool, tmp_path: Path, words: tuple[str, ...], reply: str) -> None:
    (tmp_path / "rmtool").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rmtool "$@"\n', "utf-8")
    (tmp_path / "rmtool").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "RMTOOL_HOME": str(ready.home), "RMTOOL_LANG": "en"}
    command = ["bash", "--norc", "-c", BASH, "-", *words]
    ran = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert ran.stdout == reply, ran.stderr
