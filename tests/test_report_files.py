"""Reports in a folder, under names of their own; and those that a computer that was off missed, made up for once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rmtool.commands.reports import KINDS

from .commands_kit import MONDAY, Tool

FRIDAY = "2026-11-27"
NAMES = {
    "day": "day-李_明-20261127-until-20270225.html",
    "week": "week-李_明-2026W48-until-20270227.html",
    "month": "month-李_明-202611-until-20270228.html",
    "quarter": "quarter-李_明-2026Q4-until-20270331.html",
    "coverage": "coverage-李_明-20261127-until-20270225.html",
    "segment": "segment-李_明-20261127-until-20270225.html",
    "workbook": "workbook-李_明-20261127-until-20270225.xlsx",
}


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book of one RM, whose name has a stroke in it."""
    tool = Tool(tmp_path_factory.mktemp("files") / "home")
    for number, name, deposit in (("1", "华强电子", "1200万"), ("2", "凯发科技", "600万"), ("3", "张三丰", "20万")):
        tool.done("client-add", name, f"client_no={number}", f"deposit_avg={deposit}", "rm=李/明", today="2026-09-01")
    tool.done("log-contact", "1", "M", "谈新厂房", "--on", "2026-11-19")
    tool.done("plan-week")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder that reports go to, with spaces and Chinese characters in its name."""
    folder = tmp_path / "我的 报表"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_in_a_folder_is_named_and_is_what_o_writes(tool: Tool, out: Path, tmp_path: Path, kind: str) -> None:
    before = tool.book.read_bytes()
    assert tool("report", kind, "--out-dir", out, today=FRIDAY) == (0, "", "")
    assert names(out) == [NAMES[kind]]
    same = (tmp_path / "same").with_suffix(Path(NAMES[kind]).suffix)
    tool.done("report", kind, "-o", same, today=FRIDAY)
    assert (out / NAMES[kind]).read_bytes() == same.read_bytes()
    assert tool("report", kind, "--out-dir", out, today=FRIDAY) == (0, "", "")
    assert names(out) == [NAMES[kind]]
    assert tool.book.read_bytes() == before
    if os.name == "posix":
        assert (out / NAMES[kind]).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("form", "suffix"),
    [
        ("json", "json"),
        ("csv", "csv"),
        ("xlsx", "xlsx"),
        ("md", "md"),
        ("plain", "txt"),
        ("table", "txt"),
        ("ics", "ics"),
    ],
)
def test_the_format_names_the_suffix(tool: Tool, out: Path, form: str, suffix: str) -> None:
    tool.done("report", "week", "--out-dir", out, "-f", form, today=FRIDAY)
    assert names(out) == [f"week-李_明-2026W48-until-20270227.{suffix}"]


def test_the_owner_is_whom_one_names_or_the_only_rm(tool: Tool, out: Path) -> None:
    tool.done("report", "day", "--out-dir", out, "--owner", "../王芳")
    tool.done("client-set", "3", "rm=王芳")
    tool.done("report", "day", "--out-dir", out)
    assert names(out) == ["day-20261123-until-20270221.html", "day-王芳-20261123-until-20270221.html"]


def test_a_report_in_a_folder_is_masked_and_on_record_as_the_rules_say(tool: Tool, out: Path) -> None:
    tool.done("report", "week", "--out-dir", out, "--week", "2026-W47", today=FRIDAY)
    (page,) = out.iterdir()
    assert "谈新厂房" not in page.read_text("utf-8")
    assert "Say why" in tool.refused(2, "report", "week", "--out-dir", out, "--no-mask")
    tool.done("report", "week", "--out-dir", out, "--week", "2026-W47", "--no-mask", "--why", "自己看", today=FRIDAY)
    assert "谈新厂房" in page.read_text("utf-8")
    noted = [json.loads(line) for line in (tool.home / "disclosures.jsonl").read_text("utf-8").splitlines()]
    assert [(line["command"], line["masked"], line["reason"]) for line in noted] == [
        ("report week", True, None),
        ("report week", False, "自己看"),
    ]
    assert noted[0]["path"].endswith("week-李_明-2026W47-until-20270220.html")


def test_the_home_s_own_folder_of_exports_is_made_and_no_other(tool: Tool, tmp_path: Path) -> None:
    tool.done("report", "day", "--out-dir", tool.home / "exports")
    assert names(tool.home / "exports") == ["day-李_明-20261123-until-20270221.html"]
    assert "there is no folder" in tool("report", "day", "--out-dir", tmp_path / "gone").err
    assert "there is no folder" in tool("report", "missed", "--out-dir", tmp_path / "gone").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missed",), "missed needs --out-dir"),
        (("day", "--owner", "x"), "--owner needs --out-dir"),
        (("day", "--out-dir", ".", "-o", "x.md"), "Give one of"),
        (("missed", "--out-dir", ".", "--week", "W47"), "--week belongs to"),
        (("day", "--out-dir", ".", "-f", "pdf"), "There is no format"),
        (("month", "--out-dir", ".", "-f", "ics"), "no place in a calendar"),
    ],
)
def test_what_does_not_go_together_is_refused(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    ran = tool("report", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not list(Path().glob("*-until-*"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs rights that can be taken away")
def test_a_folder_that_cannot_be_written_is_told_in_a_line(tool: Tool, out: Path) -> None:
    out.chmod(0o500)
    for kind in ("day", "missed"):
        ran = tool("report", kind, "--out-dir", out)
        assert (ran.code, ran.out, ran.err.count("\n")) == (6, "", 1)
    assert names(out) == []


# One at a time

HOLDS = """
import sys
from pathlib import Path
from rmtool.store.turns import in_turn
with in_turn(Path(sys.argv[1]), 0, ""):
    print("in", flush=True)
    sys.stdin.readline()
"""


def test_two_at_once_are_one_after_the_other(tool: Tool, out: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(tool.home / "cache" / "reports.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "in\n"
        for kind in ("week", "missed"):
            ran = tool("report", kind, "--out-dir", out, "--wait", "0")
            assert (ran.code, ran.err.count("\n")) == (6, 1)
            assert "Another rmtool is making reports" in ran.err
        assert tool("report", "week", "-o", out / "own.md").code == 0
        holder.kill()
    assert tool("report", "week", "--out-dir", out, "--wait", "0").code == 0


# What was missed


def test_a_missed_friday_is_made_up_for_on_monday_as_of_friday(tool: Tool, out: Path) -> None:
    in_time = tool.copy(tool.home.parent / "other")
    other = out / "in time"
    other.mkdir()
    in_time.done("report", "week", "--out-dir", other, today=FRIDAY)
    tool.done("report", "week", "--out-dir", out, today="2026-11-20")
    for day in ("2026-11-27", "2026-11-30", "2026-11-30"):
        assert tool("report", "missed", "--out-dir", out, today=day) == (0, "", "")
    weeks = [name for name in names(out) if name.startswith("week")]
    assert weeks == ["week-李_明-2026W47-until-20270220.html", "week-李_明-2026W48-until-20270227.html"]
    assert (out / weeks[1]).read_bytes() == (other / weeks[1]).read_bytes()


def test_a_missed_month_and_quarter_over_the_end_of_a_year(tool: Tool, out: Path) -> None:
    tool.done("report", "missed", "--out-dir", out, "-f", "md", today="2026-12-24")
    for path in out.iterdir():
        if path.name.startswith("day"):
            path.unlink()
    assert names(out) == [
        "month-李_明-202611-until-20270228.md",
        "quarter-李_明-2026Q3-until-20261229.md",
        "week-李_明-2026W51-until-20270320.md",
    ]
    tool.done("report", "missed", "--out-dir", out, "-f", "md", today="2027-01-04")
    assert [name for name in names(out) if not name.startswith("day")] == [
        "month-李_明-202611-until-20270228.md",
        "month-李_明-202612-until-20270331.md",
        "quarter-李_明-2026Q3-until-20261229.md",
        "quarter-李_明-2026Q4-until-20270331.md",
        "week-李_明-2026W51-until-20270320.md",
        "week-李_明-2026W52-until-20270327.md",
        "week-李_明-2026W53-until-20270403.md",
    ]
    assert (out / "month-李_明-202612-until-20270331.md").read_text("utf-8").startswith("December 2026")


def test_what_was_made_late_is_what_would_have_been_made_in_time(tool: Tool, out: Path) -> None:
    """Contacts and balances of later days don't show in it."""
    in_time = tool.copy(tool.home.parent / "other")
    early = out / "early"
    early.mkdir()
    for kind, on, more in (
        ("day", "2026-11-30", ()),
        ("week", FRIDAY, ()),
        ("month", "2026-12-01", ("--month", "last")),
    ):
        in_time.done("report", kind, *more, "--out-dir", early, today=on)
    tool.done("client-set", "2", "deposit_avg=5000万", today="2026-12-02")
    tool.done("log-contact", "2", "M", "--on", "2026-12-02", today="2026-12-02")
    tool.done("report", "missed", "--out-dir", out, today="2026-11-20")
    tool.done("report", "missed", "--out-dir", out, today="2026-12-03")
    for path in early.iterdir():
        assert (out / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_same_is_made_up_for_in_every_zone_and_language_of_the_machine(tool: Tool, tmp_path: Path) -> None:
    """Over the end of a year, a week 53, and the day on which clocks change in Berlin."""
    found = []
    for number, (zone, locale, columns) in enumerate(
        (("Asia/Shanghai", "zh_CN.UTF-8", "40"), ("America/Anchorage", "C", "300"), ("Europe/Berlin", "de_DE", "80"))
    ):
        out = tmp_path / str(number)
        out.mkdir()
        (out / "week-李_明-2026W51-until-20270320.csv").touch()
        (out / "month-李_明-202611-until-20270228.csv").touch()
        line = ["report", "missed", "--out-dir", str(out), "-f", "csv", "--home", str(tool.home), "--lang", "en"]
        given = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "COLUMNS": columns}
        command = [sys.executable, "-m", "rmtool", *line, "--today", "2027-03-29"]
        ran = subprocess.run(command, env=given, capture_output=True, check=True)
        assert (ran.stdout, ran.stderr) == (b"", b"")
        found.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert found[0] == found[1] == found[2]
    assert [name for name in sorted(found[0]) if name[0] == "m"] == [
        *("month-李_明-202611-until-20270228.csv", "month-李_明-202612-until-20270331.csv"),
        *("month-李_明-202701-until-20270501.csv", "month-李_明-202702-until-20270529.csv"),
    ]
    assert "week-李_明-2026W53-until-20270403.csv" in found[0]


def test_one_report_that_cannot_be_made_hinders_no_other_and_is_told(tool: Tool, out: Path) -> None:
    in_the_way = "month-李_明-202610-until-20270129.md"
    (out / in_the_way).mkdir()
    for _ in range(2):
        ran = tool("report", "missed", "--out-dir", out, "-f", "md", today="2026-11-02")
        assert (ran.code, ran.out, ran.err.count("\n")) == (6, "", 1)
        assert "is a folder" in ran.err
    assert names(out) == [
        "day-李_明-20261102-until-20270131.md",
        in_the_way,
        "quarter-李_明-2026Q3-until-20261229.md",
        "week-李_明-2026W44-until-20270130.md",
    ]


def test_reports_that_forget_took_away_are_made_again_without_the_client(tool: Tool) -> None:
    exports = tool.home / "exports"
    openly = ("--no-mask", "--why", "自己看")
    for week in ("2026-W46", "2026-W47"):
        tool.done("report", "week", "--week", week, "--out-dir", exports, "-f", "md", *openly)
    assert "华强电子" in (exports / "week-李_明-2026W47-until-20270220.md").read_text("utf-8")
    tool.done("forget", "1", "-y")
    assert "week-李_明-2026W47-until-20270220.md" not in names(exports)
    tool.done("report", "missed", "--out-dir", exports, "-f", "md", *openly)
    assert "华强电子" not in (exports / "week-李_明-2026W47-until-20270220.md").read_text("utf-8")


def test_only_files_of_the_same_owner_and_format_count(tool: Tool, out: Path) -> None:
    (out / "month-王芳-202610-until-20270129.html").write_text("x")
    (out / "month-李_明-202610-until-20270129.csv").write_text("x")
    (out / "month of my own.html").write_text("x")
    tool.done("report", "missed", "--out-dir", out)
    assert "month-李_明-202610-until-20270129.html" in names(out)
    tool.done("report", "missed", "--out-dir", out, "--owner", "王芳")
    assert (out / "month-王芳-202610-until-20270129.html").read_text() == "x"


def test_from_the_oldest_on_they_may_be_taken_away(tool: Tool, out: Path) -> None:
    tool.done("report", "week", "--out-dir", out, "--week", "2026-W46", today="2026-11-13")
    tool.done("report", "missed", "--out-dir", out, today="2026-11-30")
    (out / "week-李_明-2026W46-until-20270213.html").unlink()
    (out / "week-李_明-2026W47-until-20270220.html").unlink()
    tool.done("report", "missed", "--out-dir", out, today="2026-11-30")
    assert [name for name in names(out) if name.startswith("week")] == ["week-李_明-2026W48-until-20270227.html"]


def test_what_was_before_the_first_client_is_made_once_too(tmp_path: Path, out: Path) -> None:
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "华强电子", "rm=李明", today="2026-11-20")
    for day in ("2026-11-23", "2026-11-23", "2026-11-24"):
        tool.done("report", "missed", "--out-dir", out, today=day)
    assert [name for name in names(out) if not name.startswith("day")] == [
        *("month-李明-202610-until-20270129.html", "quarter-李明-2026Q3-until-20261229.html"),
        "week-李明-2026W47-until-20270220.html",
    ]
    assert len((tool.home / "disclosures.jsonl").read_text("utf-8").splitlines()) == len(names(out)) == 5


def test_the_empty_book_s_reports_are_made_too(tmp_path: Path, out: Path) -> None:
    Tool(tmp_path / "home").done("report", "missed", "--out-dir", out, today=MONDAY)
    assert len(names(out)) == 4
