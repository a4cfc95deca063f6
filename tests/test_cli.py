"""The command line around the commands: global options, help, errors and their exit codes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Annotated, NamedTuple, NoReturn, Protocol

import pytest
import typer

from rmtool import __version__, cli
from rmtool.commands import COMMANDS, GROUPS
from rmtool.commands.options import Format, Output, Who, Why
from rmtool.errors import BookError
from rmtool.phrase import phrase
from rmtool.session import Session, session
from rmtool.show import Page, ask, notice, present


class Ran(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str


seen: list[object] = []


def _note(
    who: Who,
    words: Annotated[list[str] | None, typer.Argument(metavar="NOTE")] = None,
    minutes: Annotated[int | None, typer.Option("--minutes", metavar="N")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    why: Why = None,
) -> int | None:
    seen.append((who, words, minutes, why, session()))
    return 1 if dry_run else None


def _page(form: Format = None, output: Output = None) -> None:
    seen.append("worked")
    notice("working")
    present(Page([{"name": "华强"}], lead=("华强",)), form, output)


def _locked() -> NoReturn:
    raise BookError("cli.usage", message="The book is locked.", details=(phrase("cli.usage", message="by pid 7"),))


def _bug() -> NoReturn:
    try:
        raise KeyError("客户机密")
    except KeyError as error:
        raise ValueError("客户机密") from error


def _interrupted() -> NoReturn:
    raise KeyboardInterrupt


def _asking() -> int:
    return 0 if ask("Really?") else 1


@pytest.fixture(autouse=True)
def _commands(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("rmtool.commands.trial")
    functions = {
        "log-contact": _note,
        "clients": _page,
        "doctor": _locked,
        "demo": _bug,
        "redo": _interrupted,
        "undo": _asking,
    }
    for name, function in functions.items():
        setattr(module, function.__name__, function)
        monkeypatch.setitem(COMMANDS, name, f"trial:{function.__name__}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    seen.clear()


class Run(Protocol):
    """Runs a command line in an environment."""

    def __call__(self, *arguments: str, **environment: str) -> Ran: ...


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str, **environment: str) -> Ran:
        code = cli.main(arguments, {"RMTOOL_HOME": str(tmp_path / "home"), **environment})
        return Ran(code, *capsys.readouterr())

    return run


def started() -> Session:
    held = seen[-1]
    assert isinstance(held, tuple)
    last = held[-1]
    assert isinstance(last, Session)
    return last


def test_global_options_hold_before_and_after_the_command(run: Run, tmp_path: Path) -> None:
    own = str(tmp_path / "own")
    for arguments in (
        ("--home", own, "--today", "2026-11-23", "-q", "log-contact", "华强", "--wait=0"),
        ("log-contact", f"--home={own}", "华强", "--wait", "0", "--quiet", "--today=2026-11-23"),
    ):
        assert run(*arguments) == (0, "", "")
        held = started()
        assert (held.home, held.today, held.wait, held.quiet) == (Path(own), date(2026, 11, 23), 0.0, True)
        assert (held.yes, held.rules, held.language) == (False, None, "en")


def test_the_environment_holds_where_no_option_is_given(run: Run, tmp_path: Path) -> None:
    environment = {"RMTOOL_TODAY": "2026-11-23", "RMTOOL_LANG": "zh", "RMTOOL_RULES": "rules.yaml"}
    assert run("log-contact", "华强", "--today", "2026-11-24", **environment).code == 0
    held = started()
    assert (held.home, held.today, held.language) == (tmp_path / "home", date(2026, 11, 24), "zh")
    assert held.rules == Path("rules.yaml")


def test_the_home_is_the_platforms_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_data_path", lambda name, appauthor: Path("/data") / name)
    assert cli.session_from({}, datetime(2026, 11, 23, 9)).home == Path("/data/rmtool")


def test_what_follows_two_dashes_is_left_to_the_command(run: Run) -> None:
    assert run("log-contact", "华强", "--", "-q", "--home", "x").code == 0
    assert seen[-1][1] == ["-q", "--home", "x"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--today", "2026-02-30", "clients"), "--today: 2026-02-30 is no day of the calendar."),
        (("clients", "--today", "tomorrow"), "--today: tomorrow is no day of the calendar."),
        (("--lang", "de", "clients"), "--lang: there are no texts in de."),
        (("--wait", "-1", "clients"), "--wait: -1 is no number of seconds"),
        (("--wait", "nan", "clients"), "--wait: nan is no number of seconds"),
        (("--wait", "inf", "clients"), "--wait: inf is no number of seconds"),
        (("clients", "--home"), "The option --home needs a value."),
        (("--home=", "clients"), "The option --home needs a value."),
        (("todya",), "There is no command todya.\n  Did you mean: today?"),
        (("xyzzy",), "There is no command xyzzy.\n"),
        (("log-contact",), "WHO is missing.\n  See: rmtool log-contact --help"),
        (("log-contact", "x", "--minuts", "3"), "There is no option --minuts here.\n  Did you mean: --minutes?"),
        (("log-contact", "x", "-z"), "There is no option -z here."),
        (("log-contact", "x", "--minutes", "soon"), "--minutes takes a whole number.\n  See: rmtool log-contact"),
        (("log-contact", "x", "--minutes"), "The option --minutes needs a value."),
        (("log-contact", "x", "--dry-run=3"), "The option --dry-run takes no value."),
        (("clients", "华强", "电子"), "Too many arguments: 华强, 电子."),
        (("clients", "-f", "yaml"), "There is no format yaml."),
        (("clients", "-o", "x.ics"), "This result has no place in a calendar."),
        (("undo",), "Really? Nobody is at a terminal to answer: say --yes to agree."),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_a_sentence(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    refused = run(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(sentence)
    assert seen == []


def test_refusals_are_in_chinese_too(run: Run) -> None:
    assert run("todya", LANG="zh_CN.UTF-8").err == "没有 todya 这个命令。\n  是不是想用：today？\n"
    assert run("--lang", "zh", "log-contact").err == "缺少 WHO。\n  查看帮助：rmtool log-contact --help\n"
    refused = run("clients", RMTOOL_TODAY="2026-13-01", RMTOOL_LANG="zh")
    assert refused.err.startswith("RMTOOL_TODAY：2026-13-01 不是有效日期")


def test_an_output_that_cannot_be_written_is_refused_before_any_work(run: Run, tmp_path: Path) -> None:
    refused = run("clients", "-o", str(tmp_path / "none" / "x.csv"))
    assert (refused.code, refused.out) == (6, "")
    assert "there is no folder" in refused.err
    assert seen == []


def test_results_go_to_stdout_and_notices_to_stderr(run: Run, tmp_path: Path) -> None:
    assert run("clients") == (0, "华强\n", "working\n")
    assert run("clients", "-f", "json", "-q") == (0, '[\n  {\n    "name": "华强"\n  }\n]\n', "")
    assert run("clients", "-q", "-o", str(tmp_path / "x.csv")) == (0, "", "")
    assert (tmp_path / "x.csv").read_text("utf-8") == "name\n华强\n"


def test_the_exit_code_is_the_commands(run: Run) -> None:
    assert run("log-contact", "x", "--dry-run").code == 1
    assert run("undo", "-y").code == 0
    assert run("redo").code == 130


def test_an_error_is_its_sentence_and_its_code(run: Run) -> None:
    assert run("doctor") == (6, "", "The book is locked.\n  by pid 7\n")


def test_a_bug_is_a_short_message_and_a_log_without_values(run: Run, tmp_path: Path) -> None:
    failed = run("demo")
    log = tmp_path / "home" / "rmtool.log"
    assert (failed.code, failed.out) == (70, "")
    assert failed.err.startswith("Something went wrong inside rmtool (ValueError)")
    assert str(log) in failed.err
    assert failed.err.count("\n") == 1
    noted = log.read_text("utf-8")
    assert "in _bug" in noted
    assert "  KeyError\n" in noted
    assert "  ValueError\n" in noted
    assert "机密" not in noted + failed.err
    if os.name == "posix":
        assert log.stat().st_mode & 0o777 == 0o600
        assert log.parent.stat().st_mode & 0o777 == 0o700


def test_a_bug_whose_log_cannot_be_written_names_the_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    failed = run("demo")
    assert failed.code == 70
    assert "ValueError" in failed.err


def test_alone_the_tool_shows_its_commands_without_importing_any(run: Run) -> None:
    page = run()
    assert page == run("--help") == run("-h")
    assert (page.code, page.err) == (0, "")
    assert [c for c in COMMANDS if f"\n  {c} " not in page.out] == []
    chinese = run("--help", "--lang", "zh").out
    assert chinese.startswith("用法：rmtool")
    assert "潜在客户" in chinese


def test_the_version(run: Run) -> None:
    assert run("--version") == (0, f"rmtool {__version__}\n", "")


def test_a_commands_help_in_both_languages(run: Run) -> None:
    assert run("log-contact", "--help").out == (
        "Usage: rmtool log-contact WHO [NOTE…] [OPTIONS]\n"
        "\n"
        "Log a contact in one line: client, code, note, next step.\n"
        "\n"
        'Example: rmtool log-contact 000006 M "new payroll" --next "send offer" --next-on 2026-12-01\n'
        "\n"
        "Arguments\n"
        "  WHO          The client: number, credit code, name, part of the name or initials\n"
        "  [NOTE…]      What was said\n"
        "\n"
        "Options\n"
        "  --minutes N  How long it took\n"
        "  --dry-run    Show what would change, write nothing\n"
        "  --why TEXT   The reason, for the record\n"
        "\n"
        "Global options may follow too: rmtool --help\n"
    )
    chinese = run("log-contact", "-h", "--lang", "zh").out
    assert chinese.startswith("用法：rmtool log-contact WHO [NOTE…] [OPTIONS]\n\n一行记下一次联系")
    assert "\n选项\n" in chinese


def test_the_table_of_commands_is_whole() -> None:
    assert len(COMMANDS) == sum(len(group) for group in GROUPS.values())


def process(
    *arguments: str, environment: Mapping[str, str], pipe_closed: bool = False
) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; sys.argv[0] = 'rmtool'; from rmtool.__main__ import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    environment = {name: value for name, value in environment.items() if name != "PYTHONUNBUFFERED"}
    if pipe_closed:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing) as nobody:
            return subprocess.run(command, stdout=nobody, stderr=subprocess.PIPE, env=environment, check=False)
    return subprocess.run(command, capture_output=True, env=environment, check=False)


def test_output_is_utf8_under_every_locale(tmp_path: Path) -> None:
    c = {"LC_ALL": "C"}
    for locale in (c, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONUTF8": "0", **c}):
        environment = {**os.environ, **locale, "RMTOOL_LANG": "zh", "RMTOOL_HOME": str(tmp_path)}
        assert "客户经理" in process("--help", environment=environment).stdout.decode("utf-8")
        assert "没有 todya 这个命令" in process("todya", environment=environment).stderr.decode("utf-8")


def test_a_reader_that_has_gone_is_no_error(tmp_path: Path) -> None:
    ran = process("--help", environment={**os.environ, "RMTOOL_HOME": str(tmp_path)}, pipe_closed=True)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM ends a process at once on Windows")
def test_sigterm_ends_with_143_and_lets_open_work_roll_back(tmp_path: Path) -> None:
    code = (
        "import time, sys\nfrom rmtool import __main__, cli\n"
        "def main(arguments, environment):\n"
        "    try:\n        print('ready', flush=True); time.sleep(60)\n"
        "    finally:\n        print('rolled back', flush=True)\n"
        "cli.main = main\n__main__.main()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == b"ready\n"
        time.sleep(0.05)
        waiting.send_signal(signal.SIGTERM)
        assert waiting.wait(timeout=10) == 143
        assert waiting.stdout.read() == b"rolled back\n"
