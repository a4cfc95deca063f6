"""Reports as cron runs them: what they say, their bytes, their exit codes, the files they write."""

import csv
import json
import time
from pathlib import Path

import pytest

from rmtool.commands.reports import KINDS

from .commands_kit import MONDAY, Tool, keys

FRIDAY = "2026-11-27"
OPENLY = ("--no-mask", "--why", "for the RM alone")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A week's plan of which one visit was held, one missed, one left unsaid; two RMs; the week after planned."""
    tool = Tool(tmp_path_factory.mktemp("reports") / "home")
    for number, name, deposit, rm in (
        ("1", "华强电子", "1200万", "李明"),
        ("2", "凯发科技", "1100万", "李明"),
        ("3", "远洋物流", "1300万", "王芳"),
        ("4", "南山光学", "20万", "王芳"),
    ):
        tool.done("client-add", name, f"client_no={number}", f"deposit_avg={deposit}", f"rm={rm}", today="2026-09-01")
    tool.done("log-contact", "1", "M", "--on", "2026-11-19")
    tool.done("log-contact", "2", "T", "--on", "2026-11-19")
    tool.done("plan-week")
    tool.done("log-contact", "1", "M", "谈|新厂房", "--on", "2026-11-25", today="2026-11-25")
    tool.done("visit", "2", "--missed", "--why", "no one came", today=FRIDAY)
    tool.done("plan-week", "next", today=FRIDAY)
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["table", "plain", "json", "csv", "md", "html"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_report_is_the_same_bytes_wherever_it_runs(
    ready: Tool, monkeypatch: pytest.MonkeyPatch, kind: str, form: str, lang: str
) -> None:
    before = ready.book.read_bytes()
    first = ready.done("report", kind, "-f", form, today=FRIDAY, lang=lang)
    for zone, columns, locale in (("Asia/Shanghai", "40", "zh_CN.UTF-8"), ("America/Anchorage", "300", "C")):
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("TZ", zone)
            elsewhere.setenv("COLUMNS", columns)
            _set_zone()
            again = ready.done("report", kind, "-f", form, today=FRIDAY, lang=lang, LC_ALL=locale, LANG=locale)
        assert again == first
    _set_zone()
    assert ready.book.read_bytes() == before


def _set_zone() -> None:
    """Let the process go by the TZ of its environment, where that can be."""
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_into_a_file_is_silent_and_holds_what_would_be_shown(ready: Tool, tmp_path: Path, kind: str) -> None:
    for suffix, form in ((".json", "json"), (".csv", "csv"), (".md", "md"), (".txt", "plain"), (".html", "html")):
        file = tmp_path / f"report{suffix}"
        file.write_text("an older and much longer report\n" * 999)
        assert ready("report", kind, "-o", file, *OPENLY, today=FRIDAY) == (0, "", "")
        assert file.read_text("utf-8") == ready.done("report", kind, "-f", form, today=FRIDAY)
        assert file.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"report.{s}" for s in ("csv", "html", "json", "md", "txt")
    ]


def test_the_week_is_held_against_its_plan_and_shows_the_next(ready: Tool) -> None:
    found = ready.json("report", "week", today=FRIDAY)
    assert set(found) >= keys("week from to visits contacts next_week next_visits required available load")
    assert (found["week"], found["planned"], found["held"]) == ("2026-W48", 3, 1)
    assert {v["client_no"]: v["status"] for v in found["visits"]} == {"1": "done", "2": "missed", "3": "planned"}
    assert (found["next_week"], found["next_planned"]) == ("2026-W49", True)
    assert {v["client_no"] for v in found["next_visits"]} == {"1", "2", "3"}
    said = ready.done("report", "week", today=FRIDAY, lang="zh")
    assert said.startswith("第48周：计划走访3次，已走访1次；面谈客户1次，每周应面谈3.0次；重点客户2位未按时联系。\n")
    assert "2026-W50" in ready.done("report", "week", "--week", "2026-W49", today=FRIDAY)


def test_the_month_and_the_day(ready: Tool) -> None:
    month = ready.json("report", "month", today=FRIDAY)
    assert (month["month"], month["contacts"]) == ("2026-11", {"M": 2, "T": 1})
    assert (month["visits"]["done"], month["visits"]["missed"]) == (1, 1)
    assert ready.json("report", "month", "--month", "2026-10")["contacts"] == {}
    day = ready.json("report", "day", today="2026-11-25")
    assert [c["client_no"] for c in day["contacts"]] == ["1"]
    assert set(day) >= keys("date working visits unlogged due follow_ups prospects occasions alerts contacts")


def test_coverage_counts_what_was_owed_and_held_by_tier_and_rm(ready: Tool) -> None:
    rows = ready.json("report", "coverage", today=FRIDAY)
    wanted = keys("tier rm code cadence from to clients required held share last_required last_held missed")
    assert all(set(row) >= wanted for row in rows)
    weekly = {row["rm"]: row for row in rows if row["tier"] == "weekly"}
    assert [weekly["李明"][key] for key in ("clients", "required", "held", "share")] == [2, 2, 1, 0.5]
    assert [weekly["李明"][key] for key in ("last_required", "last_held", "missed")] == [2, 1, ["2"]]
    assert [weekly["王芳"][key] for key in ("required", "held", "missed")] == [1, 0, ["3"]]
    assert ready.done("report", "coverage", today=FRIDAY).startswith("1 of 4 contacts owed")


def test_who_has_just_come_owes_nothing_for_the_rest_of_the_period(tool: Tool) -> None:
    """On Friday three of seven days of the week are left, on Thursday four; whoever was met owes the week."""
    for name, entered in (("新源", "2026-11-26"), ("新港", "2026-11-27"), ("新城", "2026-11-27")):
        tool.done("client-add", name, "deposit_avg=1500万", "rm=赵强", today=entered)
    (row,) = [row for row in tool.json("report", "coverage", today=FRIDAY) if row["rm"] == "赵强"]
    assert (row["clients"], row["required"], row["held"], row["last_required"]) == (3, 1, 0, 0)
    tool.done("log-contact", "新城", "M", today=FRIDAY)
    (row,) = [row for row in tool.json("report", "coverage", today=FRIDAY) if row["rm"] == "赵强"]
    assert (row["required"], row["held"]) == (2, 1)
    (row,) = [row for row in tool.json("report", "coverage", today="2026-11-30") if row["rm"] == "赵强"]
    assert row["required"] == 3


def test_a_week_of_holidays_owes_nothing(tmp_path: Path) -> None:
    """Spring Festival takes the whole of week 8; the last full week before it that had work in it is the sixth."""
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "华强电子", "deposit_avg=1200万", today="2026-01-05")
    (row,) = tool.json("report", "coverage", today="2026-02-18")
    assert [row[key] for key in ("from", "required", "last_from", "last_required")] == [
        "2026-02-16",
        0,
        "2026-02-09",
        1,
    ]
    (row,) = tool.json("report", "coverage", today="2026-02-25")
    assert [row[key] for key in ("from", "required", "last_from")] == ["2026-02-23", 1, "2026-02-09"]


@pytest.mark.parametrize("kind", KINDS)
def test_check_ends_with_1_if_a_quota_was_missed(ready: Tool, tmp_path: Path, kind: str) -> None:
    assert ready("report", kind, "--check", "-o", tmp_path / "r.md", today=FRIDAY) == (1, "", "")
    assert (tmp_path / "r.md").exists()


def test_check_ends_with_0_if_none_was(tool: Tool) -> None:
    for number in ("2", "3"):
        tool.done("log-contact", number, "M", "--on", "2026-11-18", "-y")
    assert tool("report", "coverage", "--check", today=FRIDAY).code == 0
    tool.done("contact-remove", "1")
    ran = tool("report", "coverage", "--check", today=FRIDAY)
    assert (ran.code, "Quotas missed in the last full period: 1" in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "KIND is missing."),
        (
            ("annual",),
            "There is no report “annual”. The reports are: day, week, month, quarter, coverage, segment, workbook",
        ),
        (("week", "--week", "W60"), "“W60” is not in the calendar"),
        (("month", "--month", "2026-13"), "“2026-13” is not in the calendar"),
        (("quarter", "--quarter", "2026-Q5"), "“2026-Q5” can't be read as a quarter"),
        (("month", "--week", "W48"), "--week belongs to: rmtool report week"),
        (("week", "--month", "2026-11"), "--month belongs to: rmtool report month"),
        (("day", "-o", "report.pdf"), "The suffix .pdf names no format."),
    ],
)
def test_a_report_that_cannot_be_is_refused(ready: Tool, arguments: tuple[str, ...], said: str) -> None:
    assert ready.refused(2, "report", *arguments).startswith(said)


def test_a_report_that_cannot_be_written_is_refused(ready: Tool, tmp_path: Path) -> None:
    assert "there is no folder" in ready.refused(6, "report", "week", "-o", tmp_path / "none" / "r.md")
    assert "is a folder" in ready.refused(6, "report", "week", "-f", "md", "-o", tmp_path)


def test_reports_are_read_back_as_what_they_are(ready: Tool) -> None:
    for kind in KINDS:
        json.loads(ready.done("report", kind, "-f", "json", today=FRIDAY))
        heading, *rows = csv.reader(ready.done("report", kind, "-f", "csv", today=FRIDAY).splitlines())
        assert rows and all(len(row) == len(heading) for row in rows)
    assert "谈\\|新厂房" in ready.done("report", "week", "-f", "md", today=FRIDAY)


def test_the_report_of_an_empty_book_stands(tmp_path: Path) -> None:
    empty = Tool(tmp_path / "home")
    for kind in KINDS:
        assert empty("report", kind, "--check", today=MONDAY).code == 0
