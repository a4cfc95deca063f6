"""Cards with triggers, scores and histories from the command line: brought in, taken back, won, released, planned."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from .commands_kit import MONDAY, Tool, keys

LIST = (
    "客户名称,预计金额(万元),可能性,阶段,来源,推荐人,核心客户,动机,竞争行,触发因素\n"
    "海川科技,2000,50%,洽谈,转介,李总,华强电子,融资,海湾银行,对他行不满 2026-11-02；新开业\n"
    "远洋物流,300,20%,接触,名单,,,,,董事长换人\n"
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A client, and two prospects brought in by a list on 16 November."""
    folder = tmp_path_factory.mktemp("cards")
    (folder / "潜在客户.csv").write_text(LIST, "utf-8")
    tool = Tool(folder / "home")
    tool.done("client-add", "华强电子", "client_no=1", "deposit_avg=1200万", today="2026-11-16")
    tool.done("import", folder / "潜在客户.csv", today="2026-11-16")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def triggers(tool: Tool, who: str) -> list[tuple[str, str, str | None]]:
    steps = tool.json("prospects", "--history", who)
    return [(step["after"], step["on"], step["why"]) for step in steps if step["kind"] == "trigger"]


def moves(tool: Tool, **how: str) -> dict[str, tuple[str, str]]:
    return {move["name"]: (move["from"], move["to"]) for move in tool.json("prospects", "--regrade", **how)}


def test_a_list_brings_in_who_introduced_a_prospect_and_what_happened_to_it(ready: Tool) -> None:
    card = ready.json("client", "海川")["card"]
    assert [card[f] for f in ("source", "referrer", "core_client", "motive", "rival")] == [
        "转介",
        "李总",
        "华强电子",
        "融资",
        "海湾银行",
    ]
    assert set(triggers(ready, "海川")) == {("unhappy", "2026-11-02", None), ("newly_opened", "2026-11-16", None)}
    assert triggers(ready, "远洋") == [("other", "2026-11-16", "董事长换人")]


def test_the_same_list_again_repeats_no_trigger_and_another_one_adds_what_is_new(tool: Tool, tmp_path: Path) -> None:
    later = tmp_path / "潜在客户2.csv"
    later.write_text(LIST.replace("；新开业", "；新开业；重组").replace("2000", "1800"), "utf-8")
    tool.done("import", later, today="2026-11-20")
    assert [kind for kind, *_ in triggers(tool, "海川")].count("newly_opened") == 1
    assert ("restructuring", "2026-11-20", None) in triggers(tool, "海川")
    steps = [(s["kind"], s["before"], s["after"]) for s in tool.json("prospects", "--history", "海川")]
    assert ("value", "20000000", "18000000") in steps
    before = tool.facts()["card_event"]
    tool.done("import", later, today="2026-11-21")
    assert tool.facts()["card_event"] == before


def test_a_score_is_explained_term_by_term(ready: Tool) -> None:
    found = ready.json("prospects", "--explain", "海川")
    wanted = (
        "score value_level value_points likelihood_level likelihood_points stated terms likely expected asked history"
    )
    assert set(found) >= keys(wanted)
    assert {t["kind"]: t["by"] for t in found["terms"]} == {"unhappy": 0.2, "newly_opened": 0.15}
    assert (found["stated"], found["likely"], found["score"], found["expected"]) == (0.5, 0.85, 9, 17_000_000)
    queued = {card["name"]: card for card in ready.json("prospects", "--all")}
    assert (queued["海川科技"]["score"], queued["海川科技"]["likelihood"]) == (9, 0.5)
    said = ready.done("prospects", "--explain", "海川", lang="zh")
    assert "得分 9 = 价值高（3）× 可能性高（3）" in said
    assert "对他行不满" in said


def test_triggers_are_noted_once_and_taken_out(tool: Tool) -> None:
    tool.done("prospect-trigger", "远洋", "新开业", "moved into the new park", "--on", "2026-11-20")
    assert triggers(tool, "远洋")[-1] == ("newly_opened", "2026-11-20", "moved into the new park")
    assert "says already" in tool.refused(
        2, "prospect-trigger", "远洋", "newly_opened", "moved into the new park", "--on", "2026-11-20"
    )
    tool.refused(2, "prospect-trigger", "远洋", "unhappy", "--on", "2026-12-01")
    assert "cash_management" in tool.refused(2, "prospect-trigger", "远洋", "weather")
    tool.refused(2, "prospect-trigger", "1", "unhappy")
    tool.done("prospect-trigger", "远洋", "newly_opened", "--remove")
    assert [kind for kind, *_ in triggers(tool, "远洋")] == ["other"]
    tool.refused(2, "prospect-trigger", "远洋", "newly_opened", "--remove")
    for _ in range(2):
        tool.done("undo", "-y")
    assert [kind for kind, *_ in triggers(tool, "远洋")] == ["other"]


def test_silence_moves_a_card_down_then_out_and_a_contact_keeps_it(tool: Tool) -> None:
    assert moves(tool, today="2026-11-17") == {}
    assert moves(tool, today="2027-05-20")["远洋物流"] == ("C", "release")
    tool.done("log-contact", "远洋", "T", today="2027-05-18")
    assert "远洋物流" not in moves(tool, today="2027-05-20")
    taken = tool.json("prospects", "--regrade", "--apply", today="2027-09-30")
    assert {"name": "远洋物流", "to": "release"}.items() <= taken[-1].items()
    assert tool.json("client", "远洋", today="2027-09-30")["status"] == "lost"
    last = tool.json("prospects", "--history", "远洋", today="2027-09-30")[-1]
    assert (last["kind"], last["why"]) == ("released", taken[-1]["reason"])


def test_a_regrade_gives_its_reasons_and_keeps_them(tool: Tool) -> None:
    tool.done("prospect-trigger", "远洋", "unhappy", "--on", "2026-11-20")
    (move,) = tool.json("prospects", "--regrade")
    assert (move["name"], move["from"], move["to"]) == ("远洋物流", "C", "B")
    assert "+20 % unhappy with another bank on 2026-11-20" in move["reason"]
    tool.done("prospect-set", "远洋", "value=2000万")
    (move,) = tool.json("prospects", "--regrade")
    assert move["to"] == "A"
    assert "value said anew on 2026-11-23" in move["reason"]
    tool.done("prospects", "--apply")
    last = tool.json("prospects", "--history", "远洋")[-1]
    assert (last["kind"], last["before"], last["after"], last["why"]) == ("regrade", "C", "A", move["reason"])


def test_a_client_of_the_book_is_given_a_card_and_stays_a_client(tool: Tool) -> None:
    before = tool.json("client", "1")
    taken = tool.json("prospect-take", "1", "value=500万", "likelihood=0.7", "referrer=王总")
    assert (taken["grade"], taken["stage"], taken["opened_on"]) == ("A", "approach", MONDAY)
    after = tool.json("client", "1")
    assert [after[k] for k in ("status", "tier", "due_on")] == [before[k] for k in ("status", "tier", "due_on")]
    assert "1" in {card["client_no"] for card in tool.json("prospects", "--all")}
    tool.refused(2, "prospect-take", "1")
    tool.done("prospect-release", "1", "--why", "not now")
    assert tool.json("client", "1")["status"] == "active"
    assert "1" not in {card["client_no"] for card in tool.json("prospects", "--all")}
    tool.done("prospect-take", "1")
    tool.done("prospect-won", "1")
    assert tool.json("client", "1")["card"]["stage"] == "signed"
    assert [s["kind"] for s in tool.json("prospects", "--history", "1")] == ["opened", "released", "opened", "won"]


def test_who_was_let_go_can_be_taken_up_again(tool: Tool) -> None:
    tool.done("prospect-release", "海川", "--why", "no")
    taken = tool.json("prospect-take", "海川")
    assert (taken["value"], taken["stage"], taken["rival"]) == (20_000_000, "approach", "海湾银行")
    assert tool.json("client", "海川")["status"] == "prospect"


def test_a_won_prospect_keeps_all_that_is_known_of_it(tool: Tool) -> None:
    tool.done("log-contact", "海川", "M", "first talk", "--next", "send papers", "--next-on", "2026-12-01")
    tool.done("visit", "海川", "--on", "2026-11-26", "--at", "10:00")
    tool.done("prospect-set", "海川", "stage=proposal")
    before = tool.json("client", "海川")
    tool.done("prospect-won", "海川")
    after = tool.json("client", "海川")
    assert (after["client_no"], after["status"]) == (before["client_no"], "active")
    for kept in ("contacts", "plan", "people", "notes"):
        assert after[kept] == before[kept]
    assert after["card"]["history"][:-1] == before["card"]["history"]
    assert after["card"]["history"][-1]["kind"] == "won"
    assert any(step["next"] == "send papers" for step in after["contacts"])


def test_prospects_have_their_share_of_the_week_by_the_accepted_grade(tool: Tool) -> None:
    assert "海川科技" in {v["name"] for v in tool.visits(today="2026-12-21")}
    assert "远洋物流" not in {v["name"] for v in tool.visits(today="2026-12-21")}
    tool.done("prospect-trigger", "远洋", "unhappy", today="2026-12-20")
    tool.done("prospect-set", "远洋", "value=2000万", today="2026-12-20")
    tool.done("prospects", "--apply", today="2026-12-20")
    tiers = {v["name"]: v["tier"] for v in tool.visits(today="2026-12-21")}
    assert tiers["远洋物流"].startswith("prospect-")


def test_cards_and_histories_come_back_from_an_export(tool: Tool, tmp_path: Path) -> None:
    tool.done("prospect-take", "1", "value=500万", "rival=海湾银行")
    tool.done("prospect-trigger", "1", "重组", "two plants merge")
    tool.done("export", tmp_path / "book.zip")
    other = Tool(tmp_path / "other")
    other.done("import", tmp_path / "book.zip", "-y")
    assert [row[1:] for row in other.facts()["card"]] == [row[1:] for row in tool.facts()["card"]]
    wanted = [row[2:] for row in tool.facts()["card_event"]]
    assert sorted(map(str, wanted)) == sorted(str(row[2:]) for row in other.facts()["card_event"])


def test_a_forgotten_prospect_leaves_nothing_of_its_card(tool: Tool) -> None:
    tool.done("prospect-trigger", "海川", "unhappy", "MARKERTRIGGER")
    tool.done("prospect-set", "海川", "motive=MARKERMOTIVE", "rival=MARKERRIVAL")
    tool.done("forget", "海川", "-y")
    for path in tool.home.rglob("*.db"):
        assert b"MARKER" not in path.read_bytes(), path
    with closing(sqlite3.connect(tool.book)) as connection:
        assert connection.execute("SELECT count(*) FROM card_event WHERE why LIKE 'MARK%'").fetchone() == (0,)


def test_the_funnel_and_the_find_answer_with_their_keys(ready: Tool) -> None:
    funnel = ready.json("prospects", "--funnel")
    wanted = "stage cards value expected reached moved_on released conversion days days_now"
    assert all(set(line) >= keys(wanted) for line in funnel["stages"])
    assert [line["cards"] for line in funnel["stages"]] == [1, 1, 0, 0]
    assert ready.json("prospects", "--find") == []
    assert "█" in ready.done("prospects", "--funnel", lang="zh")
