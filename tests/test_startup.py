"""What a run may load: a command nothing that is slow and not needed, the help page not even typer."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from rmtool.commands import COMMANDS

SLOW = {
    "pydantic",
    "yaml",
    "sqlite_utils",
    "rich",
    "pypinyin",
    "python_calamine",
    "platformdirs",
    "sqlcipher3",
    "keyring",
    "jinja2",
    "markupsafe",
    "icalendar",
    "xlsxwriter",
    "stdnum",
    "json.tool",
    "borax",
}
REPORT = """
import os, sys
from rmtool import cli
code = cli.main(sys.argv[1:], os.environ)
sys.stdout.flush()
print(*sys.modules, sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def run(home: Path, *arguments: str) -> set[str]:
    """The modules that a run of the tool has loaded at its end."""
    environment = {**os.environ, "RMTOOL_HOME": str(home), "RMTOOL_TODAY": "2026-11-23", "RMTOOL_LANG": "en"}
    command = [sys.executable, "-c", REPORT, *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.splitlines())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny book, its rules compiled."""
    home = tmp_path_factory.mktemp("home")
    run(home, "client-add", "新源电子", "client_no=000001", "deposit_avg=1200万", "-q")
    run(home, "today")
    run(home, "coverage")
    return home


@pytest.mark.parametrize(
    "arguments",
    [
        ("today",),
        ("due",),
        ("clients", "-f", "plain"),
        ("tiers",),
        ("coverage",),
        ("suits", "000001"),
        ("groups",),
        ("campaigns",),
        ("reviews",),
        ("review", "000001"),
        ("plan-week", "next"),
        ("log-contact", "000001", "T"),
    ],
)
def test_everyday_commands_load_nothing_slow(home: Path, arguments: Sequence[str]) -> None:
    assert run(home, *arguments) & SLOW == set()


def test_completing_a_client_loads_nothing_slow_and_completing_a_command_not_even_typer(home: Path) -> None:
    assert run(home, "__complete", "--word=", "--", "client") & SLOW == set()
    assert run(home, "__complete", "--word=cl", "--") & ({"typer", "sqlite3", "rmtool.desk"} | SLOW) == set()


@pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",), ("--help", "--lang", "zh")])
def test_the_overview_loads_neither_typer_nor_any_command(tmp_path: Path, arguments: Sequence[str]) -> None:
    loaded = run(tmp_path, *arguments)
    commands = {f"rmtool.commands.{place.partition(':')[0]}" for place in COMMANDS.values()}
    assert loaded & ({"typer", "sqlite3", "rmtool.desk"} | SLOW | commands) == set()
    assert list(tmp_path.iterdir()) == []
