"""Reviews from the command line: the position, the talk on record, and who is due."""

import json
from pathlib import Path

import pytest

from .commands_kit import Tool, keys


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    tool = Tool(tmp_path_factory.mktemp("book") / "home")
    tool.done("client-add", "江月白", "client_no=1", "kind=retail", "deposit_avg=1200万", today="2026-10-01")
    tool.done("client-add", "凯发商贸", "client_no=2", "deposit_avg=20万", "rm=李明", today="2026-10-01")
    tool.done("client-add", "远洋物流", "client_no=3", "deposit_avg=600万", "tags=🎉", today="2026-10-01")
    tool.done("holding-add", "1", "安盈理财", "amount=300万", "bank=海湾银行", "risk=R2", "opened=2026-01-05")
    tool.done("holding-add", "1", "年金保险", "premium=5万")
    return tool


@pytest.fixture
def tool(made: Tool, tmp_path: Path) -> Tool:
    return made.copy(tmp_path / "home")


def test_a_position_has_every_asset_here_and_outside_with_mix_and_trend(tool: Tool) -> None:
    found = tool.json("review", "1")
    assert set(found) == keys(
        "client_no name as_of total inside outside owed last_review change mix assets debts trend trend_of"
        " tier due_on state reviews"
    )
    assert (found["total"], found["inside"], found["outside"]) == (15_000_000, 12_000_000, 3_000_000)
    assert [(m["product_kind"], m["share"]) for m in found["mix"]] == [
        ("deposit", 0.8),
        ("wealth", 0.2),
    ]
    wealth = next(part for part in found["assets"] if part["product_kind"] == "wealth")
    assert (wealth["risk"], wealth["days_held"], wealth["bank"]) == ("R2", 322, "海湾银行")
    shown = tool.done("review", "1")
    assert "1 asset has no amount" in shown
    assert "████" in shown


def test_a_talk_is_recorded_with_what_the_position_came_to_and_undone(tool: Tool) -> None:
    tool.done("review", "1", "--done", "--note", "half into  funds", "--on", "2026-11-02")
    tool.done("holding-set", "1", "amount=200万")
    found = tool.json("review", "1")
    assert (found["last_review"], found["change"], found["state"]) == ("2026-11-02", -1_000_000, "not_yet")
    assert found["reviews"] == [
        {"on": "2026-11-02", "note": "half into funds", "total": 15_000_000, "outside": 3_000_000, "owed": 0}
    ]
    assert found["trend"] == [{"on": "2026-11-02", "total": 15_000_000}, {"on": "2026-11-23", "total": 14_000_000}]
    assert "100万 less than at the last review on 2026-11-02" in tool.done("review", "1")
    assert "Last review on 2026-11-02: assets 1500万 half into funds" in tool.done("client", "1")
    tool.done("undo", "-y")
    tool.done("undo", "-y")
    assert tool.json("review", "1")["reviews"] == []


def test_a_second_review_of_a_day_takes_the_place_of_the_first_and_keeps_its_note(tool: Tool) -> None:
    tool.done("review", "1", "--done", "--note", "first")
    tool.done("holding-set", "1", "amount=200万")
    (only,) = tool.json("review", "1", "--done")["reviews"]
    assert (only["total"], only["note"]) == (14_000_000, "first")


def test_who_is_owed_a_review_is_listed_by_day_narrowed_and_only_if_due(tool: Tool) -> None:
    listed = tool.json("reviews")
    assert [(line["client_no"], line["tier"]) for line in listed] == [("1", "weekly"), ("3", "xun")]
    assert set(listed[0]) == keys("client_no name tier rm last_review total due_on interval_days urgency state reason")
    assert [line["client_no"] for line in tool.json("reviews", "--tag", "🎉")] == ["3"]
    tool.done("review", "1", "--done")
    assert "1" not in [line["client_no"] for line in tool.json("reviews", "--due")]
    late = tool.json("reviews", "--due", today="2026-12-31")
    assert {line["client_no"]: line["state"] for line in late} == {"1": "late"}, (
        "the quarter in which the reviews began was more than half over"
    )


def test_without_a_rule_nobody_is_owed_any(tool: Tool) -> None:
    (tool.home / "tiers.yaml").write_text("tiers:\n  - {id: all, when: any, cadence: none}\n", "utf-8")
    assert tool.done("reviews").startswith("The rules ask for no reviews.")
    assert "No regular review by the rules." in tool.done("review", "1")
    (tool.home / "tiers.yaml").write_text("tiers:\n  - {id: all, when: any}\nreviews: {al: 1 per month}\n", "utf-8")
    assert "there is no tier “al” (did you mean “all”?)" in tool.refused(3, "reviews")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("review", "1", "--note", "x"), "--note and --on say how a review went: give --done with them."),
        (("review", "1", "--done", "--on", "2026-12-24"), "2026-12-24 is after today"),
    ],
)
def test_what_no_review_can_be_is_refused(tool: Tool, line: tuple[str, ...], said: str) -> None:
    assert tool.refused(2, *line).startswith(said)


def test_reviews_move_with_a_merger_an_export_and_go_with_a_forgotten_client(tool: Tool, tmp_path: Path) -> None:
    tool.done("review", "1", "--done", "--note", "secretplan")
    tool.done("merge", "2", "1", "-y")
    assert tool.json("review", "2")["reviews"][0]["note"] == "secretplan"
    tool.done("export", tmp_path / "book.zip")
    other = Tool(tmp_path / "other")
    other.done("import", tmp_path / "book.zip")
    assert other.json("review", "2")["reviews"] == tool.json("review", "2")["reviews"]
    again = other.facts()["review"]
    other.done("import", tmp_path / "book.zip")
    assert other.facts()["review"] == again
    tool.done("forget", "2", "-y")
    assert b"secretplan" not in tool.book.read_bytes()
    assert all(check["ok"] for check in json.loads(tool("doctor", "-f", "json").out)["checks"][:4])


def test_the_morning_page_tells_of_reviews_due_once_there_has_been_one(tool: Tool) -> None:
    assert tool.json("today")["reviews"] == []
    tool.done("review", "1", "--done", "--on", "2026-10-20")
    due = tool.json("reviews", "--due")
    assert due and tool.json("today")["reviews"] == due
    assert f"Reviews due: {len(due)}, the first {due[0]['name']} by {due[0]['due_on']}" in tool.done("today")
    assert f"资产回顾到期：{len(due)} 位" in tool.done("today", lang="zh")
