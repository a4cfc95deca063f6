"""The quarter looked back at: quotas over all its periods, amounts, tiers and classes moved, prospects won."""

from datetime import date
from pathlib import Path

import pytest

from .commands_kit import Tool

END = "2026-12-31"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A weekly client met in all weeks but two, one that falls to the next tier, one too small, a prospect won."""
    tool = Tool(tmp_path_factory.mktemp("quarters") / "home")
    for number, name, deposit in (("1", "华强电子", "1200万"), ("2", "凯发科技", "1100万"), ("3", "南山光学", "20万")):
        tool.done("client-add", name, f"client_no={number}", f"deposit_avg={deposit}", "rm=李明", today="2026-09-01")
    for week in (*range(41, 48), *range(49, 53)):
        tool.done("log-contact", "1", "M", "--on", monday(week), "-y", today=END)
    tool.done("client-set", "2", "deposit_avg=600万", today="2026-11-02")
    tool.done("client-set", "3", "deposit_avg=21万", today="2026-11-02")
    tool.done("log-contact", "2", "M", "--on", "2026-12-02", today=END)
    tool.done("log-contact", "3", "T", "--on", "2026-10-09", today=END)
    tool.done("prospect-add", "海川科技", "value=50万", today="2026-10-12")
    tool.done("prospect-won", "P0001", today="2026-12-03")
    return tool


def monday(week: int) -> str:
    """The Monday of a week of 2026."""
    return date.fromisocalendar(2026, week, 1).isoformat()


def test_quotas_are_counted_over_all_periods_of_the_quarter(ready: Tool) -> None:
    """Q4 holds the Thursdays of weeks 40 to 53; of week 40 three days and of week 53 four were worked."""
    found = ready.json("report", "quarter", today=END)
    assert (found["quarter"], found["from"], found["to"]) == ("2026-Q4", "2026-10-01", END)
    rows = {row["tier"]: row for row in found["attainment"]}
    assert [rows["weekly"][key] for key in ("rm", "clients", "required", "held", "short")] == ["李明", 1, 14, 11, ["1"]]
    assert [rows["xun"][key] for key in ("clients", "required", "held", "short")] == [1, 9, 1, ["2"]]
    assert [rows["long-tail"][key] for key in ("required", "held", "share", "short")] == [1, 1, 1, []]
    assert found["contacts"] == {"M": 12, "T": 1}
    assert [month["contacts"] for month in found["months"]] == [{"M": 4, "T": 1}, {"M": 4}, {"M": 4}]


def test_a_quarter_that_runs_owes_what_has_begun(ready: Tool) -> None:
    rows = {row["tier"]: row for row in ready.json("report", "quarter", today="2026-10-13")["attainment"]}
    assert [rows["weekly"][key] for key in ("required", "held")] == [6, 2]  # two clients, weeks 40 to 42
    assert "xun" not in rows


def test_a_client_owes_nothing_for_the_time_before_it_came(ready: Tool, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "home")
    tool.done("client-add", "新源", "deposit_avg=1500万", "rm=赵强", today="2026-12-14")
    tool.done("log-contact", "新源", "M", "--on", "2026-12-16", today=END)
    (row,) = [row for row in tool.json("report", "quarter", today=END)["attainment"] if row["rm"] == "赵强"]
    assert (row["required"], row["held"]) == (3, 1)


def test_amounts_tiers_and_classes_are_held_against_the_end_of_the_quarter_before(ready: Tool) -> None:
    found = ready.json("report", "quarter", today=END)
    tiers = {row["id"]: row for row in found["tiers"]}
    assert [tiers["weekly"][k] for k in ("clients_before", "total_before", "clients", "total", "change")] == [
        *(2, 23000000, 1, 12000000, -11000000),
    ]
    assert found["tier_moves"] == [{"client_no": "2", "name": "凯发科技", "from": "weekly", "to": "xun"}]
    assert found["class_moves"] == []
    assert [(won["client_no"], won["on"], won["value"]) for won in found["won"]] == [("P0001", "2026-12-03", 500000)]
    before = ready.json("report", "quarter", "--quarter", "2026-Q3", today=END)
    assert (before["won"], before["tier_moves"], before["tiers"][0]["total_before"]) == ([], [], None)


def test_a_past_quarter_is_told_as_it_stood_at_its_end(ready: Tool) -> None:
    """What was logged or listed afterwards changes nothing; so it may be made late."""
    in_time = ready.done("report", "quarter", "--quarter", "2026-Q3", "-f", "json", today="2026-10-01")
    assert ready.done("report", "quarter", "--quarter", "2026-Q3", "-f", "json", today=END) == in_time


def test_the_quarter_begins_with_what_matters(ready: Tool) -> None:
    lines = ready.done("report", "quarter", today=END).splitlines()
    assert lines[0] == ("Quarter 4 of 2026: 13 of 25 contacts owed were held (52 %); 0 of 0 planned visits held.")
    assert lines[2] == "Amounts: 2320万 before the quarter, 1821万 on 2026-12-31, a change of -22 %."
    assert lines[3] == "Changed tier: 1; changed 80/20 class: 0; prospects won: 1"
    said = ready.done("report", "quarter", today=END, lang="zh")
    assert said.startswith("2026年第4季度：应联系25次，已完成13次（52%）；")
    assert "签约的潜在客户" in said


def test_only_the_worst_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    rows = "".join(f"{n},客户{n}号,1200万\n" for n in range(1, 31))
    (tmp_path / "list.csv").write_text(f"客户编号,客户名称,日均存款\n{rows}", encoding="utf-8")
    tool.done("import", tmp_path / "list.csv", "--date", "2026-10-05", today="2026-10-05")
    assert "and 10 more" in tool.done("report", "quarter", today=END)
    assert len(tool.json("report", "quarter", today=END)["attainment"][0]["short"]) == 30
