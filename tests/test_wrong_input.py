"""Everything a banker may get wrong: each is one clear sentence in both languages, and the book as it was.

Not: what each command refuses of its own arguments (test_commands_*.py), nor rows of a list that can't be read.
"""

import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from rmtool.commands import COMMANDS
from rmtool.show import output
from rmtool.show.set_aside import SetAsideFile
from rmtool.show.text import Terminal, display_width
from rmtool.store.writing import Writing

from .commands_kit import MONDAY, Tool

LANGUAGES = ("en", "zh")
posix = pytest.mark.skipif(os.name != "posix", reason="rights and signals of this kind exist on POSIX only")
both = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Two clients whose names begin alike, one of them with a long one, and a plan."""
    tool = Tool(tmp_path_factory.mktemp("wrong") / "home")
    tool.done("client-add", "深圳市华强电子科技发展有限公司", "client_no=1", "deposit_avg=1200万", "district=福田区")
    tool.done("client-add", "深圳市华强置业有限公司", "client_no=2", "deposit_avg=600万", today="2026-10-01")
    tool.done("log-contact", "1", "M", "谈了新厂房的授信与代发工资", "--next", "send the offer", "--next-on", "12-01")
    tool.done("plan-week", "next")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """The book in a home of the test's own, below the folder in which the test runs."""
    monkeypatch.chdir(tmp_path)
    return ready.copy(tmp_path / "home")


def is_a_sentence(said: str, lang: str) -> bool:
    """Whether the first line is one in the right language, without a traceback or the word of a programmer."""
    first = said.splitlines()[0]
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in first)
    spoken = chinese > 5 if lang == "zh" else first.count(" ") > 3
    return spoken and not any(word in said for word in ("Traceback", "Error", "Errno", "None", "Is a directory"))


def picture() -> bytes:
    """A small PNG of noise."""
    noise = random.Random(1)
    rows = b"".join(b"\0" + bytes(noise.randrange(256) for _ in range(90)) for _ in range(30))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30, 30, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# A list that is none


@both
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, {"en": "There is no file none.csv.", "zh": "找不到文件 none.csv。"}),
        ("folder.csv", "folder", {"en": "folder.csv is a folder;", "zh": "folder.csv 是文件夹"}),
        ("empty.csv", b"", {"en": "empty.csv is empty.", "zh": "empty.csv 是空文件。"}),
        ("empty.xlsx", b"", {"en": "empty.xlsx is empty.", "zh": "empty.xlsx 是空文件。"}),
        ("photo.xlsx", picture(), {"en": "photo.xlsx is neither a workbook nor", "zh": "photo.xlsx 既不是工作簿"}),
        ("photo.csv", picture(), {"en": "photo.csv is neither a workbook nor", "zh": "photo.csv 既不是工作簿"}),
        ("page.csv", b"%PDF-1.4\n1 0 obj\n", {"en": "page.csv is neither a workbook", "zh": "page.csv 既不是工作簿"}),
        ("rain.csv", b"temp,rain\n3,4\n5,6\n", {"en": "rain.csv has neither a column of", "zh": "rain.csv 中既没有"}),
        (
            "head.csv",
            "客户编号,客户名称,存款余额\n",
            {"en": "head.csv has headings but no rows", "zh": "head.csv 只有表头"},
        ),
    ],
)
def test_what_is_no_list_is_refused(
    tool: Tool, tmp_path: Path, lang: str, name: str, content: bytes | str | None, said: dict[str, str]
) -> None:
    file = tmp_path / name
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    refused = tool.refused(4, "import", name, lang=lang)
    assert refused.startswith(said[lang])
    assert is_a_sentence(refused, lang)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        {"home", name} if content is not None else {"home"}
    )


@pytest.mark.parametrize("amount", ["1000万", "1000 万", "１０００万", "1,000万", "0.1亿", "10000000"])
def test_amounts_in_a_list_are_read_as_people_write_them(tool: Tool, amount: str) -> None:
    Path("list.csv").write_text(f'客户编号,客户名称,日均存款\n7,新源电子,"{amount}"\n', encoding="utf-8")
    assert tool("import", "list.csv").code == 0
    assert tool.json("client", "7")["balances"][0]["amount"] == 10_000_000


def test_of_several_files_the_good_ones_go_in(tool: Tool) -> None:
    Path("list.csv").write_text("客户编号,客户名称,日均存款\n7,新源电子,100万\n", encoding="utf-8")
    ran = tool("import", "none.csv", "list.csv")
    assert ran.code == 4
    assert ran.err.splitlines()[0].startswith("There is no file none.csv.")
    assert tool.json("client", "7")["name"] == "新源电子"


# Rules


@both
@pytest.mark.parametrize(
    ("rules", "line", "said"),
    [
        (
            "version: 1\ntiers:\n  - {id: all, when: any, cadance: {M: 1 per week}}\n",
            3,
            {"en": "unknown key “cadance” in tier “all” (did you mean “cadence”?)", "zh": "没有“cadance”这一项"},
        ),
        (
            "version: 1\ntiers:\n\t- {id: all, when: any}\n",
            3,
            {"en": "a tab indents this line.", "zh": "制表符（Tab）"},
        ),
    ],
)
def test_a_rules_file_with_a_mistake_is_refused_with_its_line(
    tool: Tool, lang: str, rules: str, line: int, said: dict[str, str]
) -> None:
    Path("rules.yaml").write_text(rules, encoding="utf-8")
    for command in (("tiers",), ("tiers", "--check"), ("today",), ("plan-week",), ("log-contact", "1", "T")):
        refused = tool.refused(3, *command, "--rules", "rules.yaml", lang=lang)
        assert said[lang] in refused.splitlines()[1]
        assert (f"line {line}:" if lang == "en" else f"第 {line} 行") in refused
        assert is_a_sentence(refused, lang)
    (tool.home / "tiers.yaml").write_text(rules, encoding="utf-8")
    assert tool.refused(3, "due", lang=lang).startswith(str(tool.home / "tiers.yaml"))


@both
def test_rules_that_are_no_file_are_refused(tool: Tool, lang: str) -> None:
    Path("photo.yaml").write_bytes(picture())
    for file in ("none.yaml", "home", "photo.yaml"):
        assert is_a_sentence(tool.refused(3, "tiers", "--rules", file, lang=lang), lang)


# What is typed


@both
@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        (
            2,
            ("log-contact", "1", "M", "--on", "06-31"),
            {"en": "“06-31” is not in the calendar.", "zh": "日历上没有“06-31”"},
        ),
        (2, ("due", "--until", "6月31日"), {"en": "“6月31日” is not in the calendar.", "zh": "日历上没有“6月31日”"}),
        (
            2,
            ("--today", "2026-06-31", "due"),
            {"en": "--today: 2026-06-31 is no day", "zh": "--today：2026-06-31 不是有效"},
        ),
        (5, ("log-contact", "华强", "M"), {"en": "2 clients go by “华强”;", "zh": "有2位客户符合“华强”"}),
        (5, ("client", "szshq"), {"en": "2 clients go by “szshq”;", "zh": "有2位客户符合“szshq”"}),
        (5, ("client", "工商银行"), {"en": "No client goes by “工商银行”.", "zh": "没有客户符合“工商银行”"}),
        (2, ("log-contact", "1", "X"), {"en": "There is no code “X”.", "zh": "没有方式“X”"}),
        (
            2,
            ("log-contact", "1", "M", "--on", "明天"),
            {"en": "2026-11-24 is after today", "zh": "2026-11-24 晚于今天"},
        ),
        (
            2,
            ("--today", "0001-01-01", "due"),
            {"en": "--today: 0001-01-01 is no day", "zh": "--today：0001-01-01 不是有效"},
        ),
        (2, ("client", "\udcbb\udcaa"), {"en": "“\\udcbb\\udcaa” holds bytes", "zh": "“\\udcbb\\udcaa”中有无法识别"}),
        (2, ("contact-remove", "9" * 20), {"en": "There is no contact 9999", "zh": "没有编号为 9999"}),
        (
            2,
            ("client-set", "1", "loan=99999999999亿"),
            {"en": "“99999999999亿” can't be read", "zh": "“99999999999亿”不能作为"},
        ),
        (2, ("todya",), {"en": "There is no command todya.", "zh": "没有 todya 这个命令。"}),
        (2, ("clients", "--teir", "weekly"), {"en": "There is no option --teir here.", "zh": "这里没有选项 --teir。"}),
        (2, ("clients", "-o", "x.pdf"), {"en": "The suffix .pdf names no format.", "zh": "后缀 .pdf 对应不到格式"}),
        (2, ("--lang", "de", "due"), {"en": "--lang: there are no texts in de.", "zh": "--lang：没有语言 de"}),
        (2, ("--wait", "soon", "due"), {"en": "--wait: soon is no number", "zh": "--wait：soon 不是"}),
        (2, ("undo",), {"en": "Take back “planned week 2026-W49”", "zh": "撤销 2"}),
    ],
)
def test_what_is_mistyped_is_refused(
    tool: Tool, lang: str, code: int, line: Sequence[str], said: dict[str, str]
) -> None:
    refused = tool.refused(code, *line, lang=lang)
    assert refused.startswith(said[lang])
    assert is_a_sentence(refused, lang)


def test_what_follows_two_dashes_is_text(tool: Tool) -> None:
    assert tool.json("log-contact", "1", "T")["note"] is None
    tool.done("log-contact", "1", "E", "--", "--not", "-an", "option")
    assert tool.json("contacts")[-1]["note"] == "--not -an option"


# A book that can't be opened


@contextmanager
def locked(tool: Tool, begin: str) -> Iterator[None]:
    with closing(sqlite3.connect(tool.book, isolation_level=None)) as other:
        other.execute(begin)
        other.execute("SELECT count(*) FROM client").fetchone()
        yield


@both
@pytest.mark.parametrize("line", [("log-contact", "1", "T"), ("plan-week",), ("undo", "-y"), ("clients",), ("today",)])
def test_a_book_locked_by_another_process_is_waited_for_as_long_as_asked(
    tool: Tool, lang: str, line: Sequence[str]
) -> None:
    with locked(tool, "BEGIN EXCLUSIVE"):
        for wait in ("0", "0.3"):
            started = time.monotonic()
            refused = tool.refused(6, *line, "--wait", wait, lang=lang)
            assert float(wait) <= time.monotonic() - started < float(wait) + 1
            assert {"en": f"stayed so for {wait} seconds", "zh": f"等了 {wait} 秒"}[lang] in refused
            assert is_a_sentence(refused, lang)
    assert tool(*line).code == 0


def test_a_book_that_another_process_writes_can_be_read(tool: Tool) -> None:
    with locked(tool, "BEGIN IMMEDIATE"):
        assert tool("clients", "--wait", "0").code == 0
        assert tool.refused(6, "log-contact", "1", "T", "--wait", "0").startswith(str(tool.book))


FOREIGN = {
    "text": b"not a book at all, but long enough to be one. " * 40,
    "short": b"SQLite format 3\0",
    "picture": picture(),
    "empty": b"",
}


@both
@pytest.mark.parametrize("kind", [*FOREIGN, "other", "half"])
def test_what_is_no_book_is_refused_and_left_as_it_is(tool: Tool, lang: str, kind: str) -> None:
    content = tool.book.read_bytes()
    tool.book.unlink()
    if kind == "other":
        with closing(sqlite3.connect(tool.book)) as other:
            other.execute("CREATE TABLE client (name TEXT)")
            other.commit()
    else:
        tool.book.write_bytes(FOREIGN.get(kind, content[: len(content) // 2]))
    for line in (("clients",), ("log-contact", "1", "T"), ("undo", "-y"), ("report", "week"), ("plan-week",)):
        refused = tool.refused(6, *line, lang=lang)
        assert str(tool.book) in refused
        assert is_a_sentence(refused, lang)


@both
def test_a_home_that_cannot_be_is_refused(tool: Tool, tmp_path: Path, lang: str) -> None:
    (tmp_path / "file").write_text("in the way")
    for home in (tmp_path / "file", tmp_path / "file" / "deeper"):
        refused = tool.refused(6, "clients", "--home", home, lang=lang)
        assert str(home) in refused
        assert is_a_sentence(refused, lang)
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_home_that_does_not_exist_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    fresh = Tool(tmp_path / "new" / "home")
    assert fresh.json("clients") == []
    if os.name == "posix":
        assert fresh.home.stat().st_mode & 0o077 == 0
        assert fresh.book.stat().st_mode & 0o077 == 0


@pytest.fixture
def unprivileged() -> tuple[str, ...]:
    """The command prefix under which file modes bind even root."""
    if os.name != "posix":
        pytest.skip("file modes bind nobody here")
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root without setpriv: file modes bind nobody here")
    powers = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}")


def process(tool: Tool, *line: str, prefix: Sequence[str] = (), lang: str = "en") -> "subprocess.Popen[bytes]":
    """`rmtool` as a process of its own, which hears Ctrl-C even where the tests run in the background."""
    hear = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{hear}; import sys; sys.argv[0] = 'rmtool'; from rmtool.__main__ import main; main()"
    settings = {"RMTOOL_HOME": str(tool.home), "RMTOOL_TODAY": MONDAY, "RMTOOL_LANG": lang}
    command = [*prefix, sys.executable, "-c", code, *line]
    return subprocess.Popen(
        command,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@both
def test_a_folder_that_is_read_only_is_read_and_not_written(
    tool: Tool, lang: str, unprivileged: tuple[str, ...], tmp_path: Path
) -> None:
    before = tool.state()
    lines = (("log-contact", "1", "T"), ("backup",), ("export",), ("clients", "-f", "csv", "-o", "home/x.csv"))
    folders = [tool.home, *filter(Path.is_dir, tool.home.iterdir())]
    tool.book.chmod(0o400)
    for folder in folders:
        folder.chmod(0o500)
    try:
        for line in lines:
            out, err = (ran := process(tool, *line, prefix=unprivileged, lang=lang)).communicate(timeout=60)
            assert (ran.returncode, out) == (6, b""), (line, err)
            assert is_a_sentence(err.decode(), lang)
        out, err = (ran := process(tool, "due", prefix=unprivileged, lang=lang)).communicate(timeout=60)
        assert (ran.returncode, err) == (0, b"")
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert tool.state() == before


# A narrow terminal


def test_nothing_is_wider_than_forty_columns(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.done("prospect-add", "海川科技股份有限公司", "value=2000万", "likelihood=0.5", "source=朋友推荐")
    tool.done("visit", "2", "--on", "2026-11-24", "--at", "9:00", "--why", "谈一谈贷款展期的事情")
    for module in ("rmtool.show.output", "rmtool.commands.help"):
        __import__(module)
        monkeypatch.setattr(f"{module}.terminal", lambda: Terminal(40, colour=False))
    pages = "clients|today|due|due --until 2026-12-31|tiers|segment|plan-week|plan-week --why 1|prospects|contacts"
    pages += "|contacts --matrix|history|history 1|client 1|doctor|undo --list|tiers --explain 1|report day|report week"
    pages += "|report month|report quarter|report coverage|report segment|visit --help|plan-week --help|--help"
    pages += "|clients --find nobody"
    for line in pages.split("|"):
        for lang in LANGUAGES:
            shown = tool(*line.split(), lang=lang).out.splitlines()
            assert shown
            assert [part for part in shown if display_width(part) > 40] == [], line


@posix
@both
def test_a_real_terminal_of_forty_columns_is_kept_to(tool: Tool, lang: str) -> None:
    import fcntl
    import pty
    import termios

    settings = {"RMTOOL_HOME": str(tool.home), "RMTOOL_TODAY": MONDAY, "RMTOOL_LANG": lang, "TERM": "xterm"}
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")} | settings
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    with os.fdopen(ours, "rb", buffering=0) as screen:
        command = [sys.executable, "-m", "rmtool", "due", "--until", "2027-03-31"]
        with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as running:
            os.close(theirs)
            shown = b""
            try:
                while more := screen.read(4096):
                    shown += more
            except OSError:  # what Linux says once the other end is closed
                pass
        assert running.returncode == 0
    lines = shown.decode().replace("\x1b[0m", "").splitlines()
    assert any("\x1b[" in line for line in lines)
    plain = [line.split("m", 1)[1] if line.startswith("\x1b[") else line for line in lines]
    assert max(map(display_width, plain)) <= 40
    assert any("…" in line for line in plain)


def test_what_is_piped_is_neither_cut_nor_coloured(ready: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for line in (("clients",), ("client", "1"), ("plan-week", "next", "--dry-run")):
        shown = ready.done(*line)
        assert "深圳市华强电子科技发展有限公司" in shown
        assert "\x1b" not in shown and "…" not in shown


def test_no_colour_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setenv("TERM", "xterm")
    for value, coloured in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", value)
        found = output.terminal()
        assert found is not None and found.colour is coloured


@posix
def test_output_is_utf8_under_the_c_locale(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONUTF8", "PYTHONIOENCODING", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    out, _ = process(tool, "clients", lang="zh").communicate(timeout=60)
    assert "深圳市华强电子科技发展有限公司" in out.decode("utf-8")
    _, err = process(tool, "client", "华强", lang="zh").communicate(timeout=60)
    assert "有2位客户符合“华强”" in err.decode("utf-8")


# Ctrl-C


@pytest.fixture
def lists(tool: Tool, tmp_path: Path) -> Path:
    """A list of two thousand clients, some of whom will be set aside."""
    rows = (f"{n},企业{n}有限公司,{n}{'' if n % 40 else '?'},制造业" for n in range(100_000, 102_000))
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["客户编号,客户名称,日均存款,行业", *rows]), encoding="utf-8")
    tool.done("clients")
    return file


def left(tmp_path: Path) -> list[str]:
    """Every file below the folder, without the caches."""
    return sorted(str(p) for p in tmp_path.rglob("*") if p.is_file() and p.parent.name != "cache")


@posix
@pytest.mark.parametrize("seconds", [0.15, 0.35, 0.6])
def test_ctrl_c_during_an_import_leaves_everything_as_it_was(
    tool: Tool, lists: Path, tmp_path: Path, seconds: float
) -> None:
    """With another process holding the book, so that however fast the import is, it can't be over."""
    before, files = tool.state(), left(tmp_path)
    with locked(tool, "BEGIN IMMEDIATE"):
        running = process(tool, "import", lists.name, "--wait", "60")
        time.sleep(seconds)
        running.send_signal(signal.SIGINT)
        started = time.monotonic()
        out, err = running.communicate(timeout=30)
        assert time.monotonic() - started < 1
    assert (running.returncode, out, err) == (130, b"", b"")
    assert tool.state() == before
    assert left(tmp_path) == files


@pytest.mark.parametrize("moment", ["insert_many", "add_batch", "_execute", "set-aside"])
def test_ctrl_c_in_the_middle_of_writing_takes_it_all_back(
    tool: Tool, lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def interrupt(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    if moment == "set-aside":
        write = SetAsideFile.write
        monkeypatch.setattr(SetAsideFile, "write", lambda file: interrupt(write(file)))
    else:
        monkeypatch.setattr(Writing, moment, interrupt)
    before, files = tool.state(), left(tmp_path)
    ran = tool("import", lists.name)
    assert (ran.code, ran.out, ran.err) == (130, "", "")
    assert tool.state() == before
    assert left(tmp_path) == files
    monkeypatch.undo()
    os.chdir(tmp_path)
    assert tool("import", lists.name).code == 1
    assert len(tool.json("clients")) == 2 + 1950


@posix
def test_ctrl_c_while_waiting_for_a_locked_book_is_heard_at_once(tool: Tool) -> None:
    with locked(tool, "BEGIN EXCLUSIVE"):
        running = process(tool, "clients", "--wait", "60")
        time.sleep(0.6)
        running.send_signal(signal.SIGINT)
        started = time.monotonic()
        assert running.communicate(timeout=30) == (b"", b"")
        assert time.monotonic() - started < 1
    assert running.returncode == 130


# Anything at all

WORDS = [
    *(
        "1",
        "2",
        "9",
        "华强",
        "市",
        "nobody",
        "",
        " ",
        "０１",
        "M",
        "T",
        "X",
        "面谈",
        "weekly",
        "A",
        "week",
        "coverage",
        "segment",
    ),
    *("today", "2026-11-25", "11-20", "fri", "2026-06-31", "+3d", "-2w", "下周三", "月底", "2999-12-31", "W60", "next"),
    *("9:00", "25:00", "下午3点", "0", "-1", "5", "99999999999999999999", "1e9", "nan", "M: every 14d", "T：none"),
    *("name=", "name=新", "deposit=1000万", "deposit=-5", "value=高", "likelihood=2", "stage=talks", "status=lost"),
    *("tags=a，b", "founded=2020-02-30", "lat=91", "on=昨天", "code=T", "minutes=90", "at=25:00", "next_on=+1d", "x=y"),
    *("=1+1", "[/]", "{x}", "%s", "\u202e\x1b[31m", "长" * 300, "json", "csv", "html", "none/x.json"),
]
OPTIONS = [
    *("--on", "--at", "--from", "--to", "--until", "--next", "--next-on", "--minutes", "--person", "--why", "--must"),
    *(
        "--confirm",
        "--cancel",
        "--missed",
        "--move",
        "--dry-run",
        "--keep-days",
        "--tier",
        "--class",
        "--find",
        "--due",
    ),
    *("--grade", "--all", "--regrade", "--apply", "--week", "--month", "--check", "--explain", "--by", "--client"),
    *("--matrix", "--list", "-f", "-o", "-y", "--today", "--wait", "--"),
]


@pytest.mark.parametrize("seed", range(8))
def test_no_command_line_is_a_bug_and_what_is_refused_changes_nothing(tool: Tool, seed: int) -> None:
    chance = random.Random(seed)
    commands = sorted(set(COMMANDS) - {"demo", "backup", "export"})
    for _ in range(60):
        line = [chance.choice(commands)]
        for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4))):
            line.append(chance.choice(WORDS if chance.random() < 0.7 else OPTIONS))
        before = tool.book.read_bytes()
        ran = tool(*line, lang=chance.choice(LANGUAGES))
        assert ran.code in range(7), (line, ran.err)
        assert ran.code < 2 or (ran.out == "" and ran.err != "" and tool.book.read_bytes() == before), line
