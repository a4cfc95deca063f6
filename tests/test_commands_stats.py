"""Looking back from the command line: keys, days, moved visits, refusals."""

from pathlib import Path

import pytest

from .commands_kit import Tool, keys


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Two clients and a prospect; visits of the week of 16 November: one held, one moved, one missed."""
    tool = Tool(tmp_path_factory.mktemp("stats") / "home")
    tool.done("client-add", "华强电子", "client_no=1", "deposit_avg=900万", "district=福田区", today="2026-10-01")
    tool.done("client-add", "凯发科技", "client_no=2", "deposit_avg=100万", today="2026-10-01")
    tool.done("prospect-add", "海川科技", "value=2000万", "likelihood=0.5", today="2026-10-01")
    monday = "2026-11-16"
    tool.done("visit", "1", "--on", "2026-11-17", "--at", "10:00", today=monday)
    tool.done("visit", "2", "--on", "2026-11-18", "--at", "10:00", today=monday)
    tool.done("visit", "2", "--move", "--on", "2026-11-19", "--at", "14:00", today=monday)
    tool.done("log-contact", "1", "M", today="2026-11-17")
    tool.done("log-contact", "2", "T", today="2026-11-18")
    tool.done("visit", "2", "--missed", today="2026-11-20")
    tool.done("log-contact", "P0001", "M", today="2026-11-19")
    tool.done("prospect-set", "P0001", "stage=talks", today="2026-11-20")
    return tool


def test_the_keys_and_figures(ready: Tool) -> None:
    found = ready.json("stats")
    wanted = "from to contacts meetings clients_contacted by_class by_tier by_code by_weekday weeks prospects"
    assert set(found) >= keys(wanted)
    assert (found["from"], found["to"], found["contacts"], found["meetings"]) == ("2026-10-26", "2026-11-22", 3, 2)
    first, second, _ = found["by_class"]
    assert (first["class"], first["value_share"], first["meetings"], first["meeting_share"]) == ("A", 0.9, 1, 1.0)
    assert (second["class"], second["contacts"], second["meetings"]) == ("B", 1, 0)
    assert found["prospects"] == {"contacted": 1, "contacts": 1, "steps": 1, "moved_on": 1, "contacts_per_step": 1.0}
    week = found["weeks"][-1]
    assert (week["week"], week["planned"], week["held"], week["missed"], week["moved"]) == ("2026-W47", 2, 1, 1, 1)


def test_a_visit_whose_move_was_taken_back_was_not_moved(ready: Tool, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "home")
    for _ in range(6):
        tool.done("undo", "-y")
    assert sum(week["moved"] for week in tool.json("stats")["weeks"]) == 0
    for _ in range(6):
        tool.done("redo", "-y")
    assert tool.json("stats") == ready.json("stats")


def test_the_sentence_that_matters_stands_first(ready: Tool) -> None:
    assert ready.done("stats").splitlines()[0] == "A clients hold 90 % and got 100 % of the meetings."
    assert ready.done("stats", lang="zh").splitlines()[0] == "A 类客户占余额的90%，得到面谈的100%。"
    assert "█" in ready.done("stats")


def test_days_and_filters_narrow(ready: Tool) -> None:
    assert ready.json("stats", "--from", "2026-11-18", "--to", "2026-11-18")["contacts"] == 1
    assert ready.json("stats", "--from", "2026-11-19")["to"] == "2026-11-23"
    assert ready.json("stats", "--district", "福田区")["contacts"] == 1
    assert ready.json("stats", "--to", "2026-11-17")["from"] == "2026-10-19"


def test_an_empty_book_and_empty_days_have_figures_too(ready: Tool, tmp_path: Path) -> None:
    found = Tool(tmp_path / "none").json("stats")
    assert found["contacts"] == 0
    assert {line["meeting_share"] for line in found["by_class"]} == {None}
    assert ready.json("stats", "--from", "2026-09-01", "--to", "2026-09-02")["contacts"] == 0


def test_days_in_the_wrong_order_are_refused(ready: Tool) -> None:
    assert "2026-11-20" in ready.refused(2, "stats", "--from", "2026-11-20", "--to", "2026-11-18")
