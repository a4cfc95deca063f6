"""Alerts on the command line: listed, narrowed, acted on, taken along."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from .commands_kit import Tool


@pytest.fixture(name="tool")
def a_tool(tmp_path: Path) -> Tool:
    """A book in which 000001 fell below its tier's threshold and 000002 lost half."""
    tool = Tool(tmp_path / "home")
    day = "2026-09-30"
    tool.done("client-add", "新源电子", "client_no=000001", "deposit_avg=1100万", "district=南山区", today=day)
    tool.done("client-add", "海风贸易", "client_no=000002", "deposit_avg=490万", today=day)
    tool.done("client-set", "000001", "deposit_avg=950万", today="2026-10-31")
    tool.done("client-set", "000002", "deposit_avg=245万", today="2026-10-31")
    return tool


def listed(tool: Tool, *arguments: str, **how: str) -> list[str]:
    return [alert["id"] for alert in tool.json("alerts", *arguments, **how)]


def test_alerts_are_listed_narrowed_and_on_the_morning_page(tool: Tool) -> None:
    assert listed(tool) == ["000001:near", "000002:move"]
    assert listed(tool, "--kind", "大额变动") == ["000002:move"]
    assert listed(tool, "--district", "南山区") == ["000001:near"]
    assert listed(tool, "--tier", "monthly") == ["000002:move"]
    assert [alert["id"] for alert in tool.json("today")["alerts"]] == ["000001:near", "000002:move"]
    assert "−50 % since 2026-09-30: 490万 → 245万" in tool.done("alerts")
    assert "低于 900万 即降层" in tool.done("alerts", lang="zh")


def test_what_was_acted_on_comes_back_only_with_something_new(tool: Tool) -> None:
    tool.done("alert-done", "000002:move", "--why", "买了新厂房")
    assert listed(tool, "--kind", "move") == []
    assert "买了新厂房" in tool.done("history", "000002")
    tool.done("client-set", "000002", "deposit_avg=250万", today="2026-11-20")
    assert listed(tool, "--kind", "move") == []
    tool.done("client-set", "000002", "deposit_avg=150万", today="2026-11-22")
    assert listed(tool, "--kind", "move") == ["000002:move"]
    tool.done("alert-done", "海风贸易")
    tool.done("undo", "-y")
    assert listed(tool, "--kind", "move") == ["000002:move"]


def test_rules_say_what_wants_a_look(tool: Tool) -> None:
    (tool.home / "tiers.yaml").write_text(
        "tiers:\n  - {id: all, when: any}\nalerts: {move: none, falling: none, idle: none, classes: [], lapsed: 0}\n",
        "utf-8",
    )
    assert listed(tool) == []
    (tool.home / "tiers.yaml").write_text("tiers:\n  - {id: all, when: any}\nalerts: {move: {share: 10%}}\n", "utf-8")
    assert listed(tool) == ["000001:move", "000002:move"]


@pytest.mark.parametrize(
    ("alerts", "said"),
    [
        ("{move: {amount: much}}", "much"),
        ("{move: {amount: -5}}", "-5"),
        ("{move: {over: 0d}}", "0d"),
        ("{move: some}", "move"),
        ("{falling: {times: 1}}", "times"),
        ("{classes: [D]}", "D"),
        ("{days: soon}", "soon"),
        ("{loud: 1}", "loud"),
    ],
)
def test_mistakes_in_the_rules_are_named(tool: Tool, alerts: str, said: str) -> None:
    (tool.home / "tiers.yaml").write_text(f"tiers:\n  - {{id: all, when: any}}\nalerts: {alerts}\n", "utf-8")
    assert said in tool.refused(3, "alerts")


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        (2, ("alert-done", "000002:near"), "no such alert"),
        (2, ("alert-done", "000002:party"), "no such kind"),
        (2, ("alerts", "--kind", "party"), "no such kind"),
        (5, ("alert-done", "000009"), "000009"),
        (5, ("alert-done", "000009:move"), "000009"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    tool: Tool, code: int, arguments: tuple[str, ...], said: str
) -> None:
    assert said in tool.refused(code, *arguments)


def test_marks_go_with_an_export_and_a_merger(tool: Tool, tmp_path: Path) -> None:
    tool.done("alert-done", "000002:move")
    tool.done("export", tmp_path / "book.zip")
    other = Tool(tmp_path / "other")
    other.done("import", tmp_path / "book.zip")
    assert listed(other) == listed(tool) == ["000001:near"]
    tool.done("merge", "000001", "000002", "-y")
    with closing(sqlite3.connect(tool.book)) as connection:
        marks = connection.execute("SELECT client_id, kind, subject, about FROM settled").fetchall()
    assert marks == [(1, "alert", "move", "2026-10-31")]
