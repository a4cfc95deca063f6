"""`rmtool brief`: one page for a visit, with the plan's times or those that it would have."""

from pathlib import Path

import pytest

from .commands_kit import Tool, keys


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "华强电子", "client_no=1", "deposit=1000万", "rm=李明", "行业=制造业", today="2026-10-01")
    tool.done("client-add", "盐田港", "client_no=2", "deposit=1万", today="2026-10-01")
    tool.done("prospect-add", "海川科技", "value=2000万")
    tool.done("person-add", "1", "王丽", "职务=财务总监", "决策权=决策", "phone=13800138000")
    tool.done("person-add", "1", "赵敏", "职务=出纳")
    tool.done(
        "log-contact", "1", "M", "看了新厂", "--on", "2026-11-17", "--next", "带代发方案", "--next-on", "2026-11-24"
    )
    return tool


def test_the_page_says_whom_to_see_and_how_to_ask_for_the_meeting(tool: Tool) -> None:
    tool.done("plan-week")
    (visit,) = [v for v in tool.visits() if v["client_no"] == "1"]
    page = tool.json("brief", "华强")
    promised = "client_no name tier state due_reason minutes people offer fallback script questions bring promises"
    assert set(page) >= keys(promised + " balances change held suits rivals occasions contacts")
    assert (page["offer"], page["fallback"]) == (visit["offer"], visit["fallback"])
    assert [(p["name"], p["address"], p["minutes"]) for p in page["people"]] == [
        ("王丽", "王总监", [5, 10]),
        ("赵敏", "赵敏", [10, 15]),
    ]
    said = tool.done("brief", "1", lang="zh")
    assert "“王总监，您好！\n我是银行的客户经理李明。\n上次答应您的事有结果了：带代发方案。" in said
    assert "2026-11-17 答应的：带代发方案" in said


def test_who_is_in_no_plan_is_offered_two_times_on_different_days(tool: Tool) -> None:
    before = tool.facts()
    for who in ("2", "海川"):
        page = tool.json("brief", who)
        assert page["offer"] >= "2026-11-23 14:00"
        assert page["fallback"][:10] != page["offer"][:10]
    assert tool.facts() == before


def test_an_agreed_time_is_confirmed_not_asked_for(tool: Tool) -> None:
    tool.done("visit", "2", "--on", "2026-11-25", "--at", "10:30", "--why", "签约")
    page = tool.json("brief", "2")
    assert (page["offer"], page["fallback"], page["fixed"], page["purpose"]) == ("2026-11-25 10:30", None, True, "签约")
    assert "I am calling to confirm Wed 2026-11-25 at 10:30." in page["script"]


def test_the_times_keep_clear_of_a_clients_trip_and_the_rms_leave(tool: Tool) -> None:
    tool.done("client-away", "2", "--until", "2026-11-27")
    assert tool.json("brief", "2")["offer"][:10] >= "2026-12-01"
    tool.done("leave", "--from", "2026-11-23", "--until", "2026-12-11")
    page = tool.json("brief", "2")
    assert (page["offer"], page["fallback"]) == (None, None)
    assert any("Which morning" in line for line in page["script"])


def test_nobody_is_called_so(tool: Tool) -> None:
    assert "No client goes by" in tool.refused(5, "brief", "无此客户")


def test_a_prospect_s_card_tells_of_its_bank_and_its_motive(tool: Tool) -> None:
    tool.done("prospect-set", "海川", "rival=海湾银行", "motive=扩产贷款", "referrer=王丽")
    page = tool.json("brief", "海川")
    assert page["rivals"] == ["海湾银行"]
    assert not any("Which other banks" in question for question in page["questions"])
    assert "动机：扩产贷款、由王丽介绍。" in tool.done("brief", "海川", lang="zh")
