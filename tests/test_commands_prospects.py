"""Prospect cards from the command line: added, read, re-graded, won, released; what is refused."""

from pathlib import Path

import pytest

from .commands_kit import MONDAY, Tool, keys


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """One client, and three prospects of the grades A, B and C."""
    tool = Tool(tmp_path_factory.mktemp("prospects") / "home")
    tool.done("client-add", "华强电子", "client_no=1", "deposit_avg=1200万")
    tool.done("prospect-add", "海川科技", "value=2000万", "likelihood=0.5", "district=南山区", "source=推荐")
    tool.done("prospect-add", "远洋物流", "价值=高", "可能性=低", "阶段=洽谈")
    tool.done("prospect-add", "盐田港务")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def cards(tool: Tool, *arguments: str, **how: str) -> dict[str, str]:
    return {card["client_no"]: card["grade"] for card in tool.json("prospects", *arguments, **how)}


def test_a_prospect_is_graded_when_it_is_added(tool: Tool) -> None:
    assert cards(tool, "--all") == {"P0001": "A", "P0002": "B", "P0003": "C"}
    listed = {card["client_no"]: card for card in tool.json("prospects", "--all")}
    wanted = keys("client_no name grade value likelihood stage score next_review due reason")
    assert all(set(card) >= wanted for card in listed.values())
    assert (listed["P0001"]["value"], listed["P0001"]["likelihood"], listed["P0001"]["score"]) == (20_000_000, 0.5, 6)
    assert (listed["P0002"]["value"], listed["P0002"]["likelihood"], listed["P0002"]["stage"]) == (
        "high",
        "low",
        "talks",
    )


@pytest.mark.parametrize(
    ("typed", "share"), [("0.6", 0.6), ("60%", 0.6), ("60", 0.6), ("６０％", 0.6), ("1", 1), ("0", 0)]
)
def test_a_likelihood_is_read_as_people_write_it(tool: Tool, typed: str, share: float) -> None:
    assert tool.json("prospect-set", "P0001", f"likelihood={typed}")["likelihood"] == share


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        (2, ("prospect-add", " "), "A client needs a name"),
        (2, ("prospect-add", "海川科技"), "“海川科技” belongs to 海川科技 (P0001) already."),
        (2, ("prospect-add", "新", "client_no=1"), "“1” belongs to 华强电子 (1) already."),
        (
            2,
            ("prospect-add", "新", "value=much"),
            "“much” can't be read as value. Write an amount like 1000万, or one of",
        ),
        (
            2,
            ("prospect-add", "新", "likelihood=1.5"),
            "“1.5” can't be read as likelihood. Write a share like 0.6 or 60%",
        ),
        (2, ("prospect-add", "新", "likelihood=nan"), "“nan” can't be read as likelihood."),
        (
            2,
            ("prospect-add", "新", "stage=won"),
            "“won” can't be read as stage. Write one of approach, talks, proposal,",
        ),
        (2, ("prospect-add", "新", "deposit=1"), "“deposit=1” names no field."),
        (2, ("prospect-set", "P0001", "client_no=1"), "“1” belongs to 华强电子 (1) already."),
        (2, ("prospect-set", "P0001", "name=远洋物流"), "“远洋物流” belongs to 远洋物流 (P0002) already."),
        (2, ("prospect-set", "1", "stage=talks"), "华强电子 is no prospect."),
        (2, ("prospect-read",), "Say whose cards were read, or --all"),
        (2, ("prospect-read", "P0001", "--all"), "Say whose cards were read, or --all"),
        (2, ("prospect-read", "1"), "华强电子 is no prospect."),
        (2, ("prospect-won", "1"), "华强电子 is no prospect."),
        (2, ("prospect-release", "1", "--why", "x"), "华强电子 is no prospect."),
        (2, ("prospect-release", "P0001"), "--why is missing."),
        (2, ("prospects", "--grade", "Z"), "There is no grade “Z”. The grades are: A, B, C"),
        (5, ("prospect-read", "P0009"), "No client goes by “P0009”."),
        (5, ("prospect-won", "科技公司"), "No client goes by"),
    ],
)
def test_what_cannot_be_done_with_a_card_is_refused(
    tool: Tool, code: int, arguments: tuple[str, ...], said: str
) -> None:
    assert tool.refused(code, *arguments).startswith(said)


def test_cards_are_read_and_come_back_after_their_interval(tool: Tool) -> None:
    """A is read every day, B every third, C every seventh; cards never read come within their first interval."""
    due = {on: set(cards(tool, today=on)) for on in ("2026-11-23", "2026-11-29")}
    assert "P0001" in due["2026-11-23"]
    assert due["2026-11-29"] == {"P0001", "P0002", "P0003"}
    read = tool.json("prospect-read", "--all", today="2026-11-29")
    assert (set(read["read"]), read["on"]) == ({"P0001", "P0002", "P0003"}, "2026-11-29")
    assert cards(tool, today="2026-11-29") == {}
    assert cards(tool, today="2026-11-30") == {"P0001": "A"}
    assert set(cards(tool, today="2026-12-02")) == {"P0001", "P0002"}
    assert set(cards(tool, today="2026-12-06")) == {"P0001", "P0002", "P0003"}


def test_a_card_named_twice_is_read_once(tool: Tool) -> None:
    assert tool.json("prospect-read", "P0001", "海川", "hckj")["read"] == ["P0001"]


def test_grades_move_when_the_proposal_is_taken_and_not_before(tool: Tool) -> None:
    assert tool.json("prospects", "--regrade") == []
    tool.done("prospect-set", "P0001", "value=50万")
    assert cards(tool, "--all")["P0001"] == "A"
    (move,) = tool.json("prospects", "--regrade")
    assert set(move) >= keys("client_no name from to reason")
    assert (move["from"], move["to"]) == ("A", "C")
    assert tool.json("prospects", "--regrade", "--apply") == [move]
    assert cards(tool, "--all")["P0001"] == "C"
    assert tool.json("prospects", "--regrade") == []
    tool.done("prospect-set", "P0001", "value=")
    assert tool.json("client", "P0001")["card"]["value"] is None


def test_grades_filter_the_queue(tool: Tool) -> None:
    assert cards(tool, "--grade", "b", "--all") == {"P0002": "B"}


def test_a_signed_prospect_becomes_a_client_with_its_history(tool: Tool) -> None:
    tool.done("log-contact", "P0001", "M", "first talk")
    tool.done("prospect-set", "P0001", "stage=proposal")
    won = tool.json("prospect-won", "P0001")
    assert (won["client_no"], won["status"]) == ("P0001", "active")
    page = tool.json("client", "海川")
    assert (page["status"], page["tier"], page["card"]["stage"]) == ("active", "long-tail", "signed")
    assert [c["note"] for c in page["contacts"]] == ["first talk"]
    assert "P0001" not in cards(tool, "--all")
    assert [line["client_no"] for line in tool.json("clients")] == ["1", "P0001"]
    assert tool.refused(2, "prospect-won", "P0001").startswith("海川科技 is no prospect.")


def test_a_released_prospect_leaves_the_queue_and_the_plan_and_keeps_its_card(tool: Tool) -> None:
    assert tool.json("prospect-release", "P0001", "--why", "moved away")["status"] == "lost"
    assert "P0001" not in cards(tool, "--all")
    assert tool.json("client", "P0001")["card"]["grade"] == "A"
    assert tool.done("client", "P0001").startswith("海川科技 · P0001 · lost\n")
    history = tool.json("history", "P0001")
    assert any(change["changes"].get("why") == [None, "moved away"] for change in history)


def test_meetings_with_prospects_have_their_share_of_the_week(tool: Tool) -> None:
    """Grade A is owed two meetings a month, B one, C none."""
    planned = {v["client_no"]: v["tier"] for v in tool.visits(today="2026-12-21")}
    assert planned == {"1": "weekly", "P0001": "prospect-A", "P0002": "prospect-B"}
    page = tool.json("today", today=MONDAY)
    assert [card["client_no"] for card in page["prospects"]] == list(cards(tool))


def test_every_card_command_answers_with_its_record(tool: Tool) -> None:
    wanted = keys("client_no name grade value likelihood stage")
    assert set(tool.json("prospect-add", "新源")) >= wanted
    assert set(tool.json("prospect-set", "P0001", "stage=talks")) >= wanted
    assert set(tool.json("prospect-read", "P0001")) >= keys("read on")
    assert set(tool.json("prospect-won", "P0001")) >= keys("client_no name status")
    assert set(tool.json("prospect-release", "P0002", "--why", "x")) >= keys("client_no name status why")
