"""`rmtool merge`: two clients made one with all their history, asked about first, undone whole, and lasting."""

from pathlib import Path

import pytest

from .commands_kit import Tool


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """A book in which 000006 and C0001 are one firm."""
    tool = Tool(tmp_path / "home")
    first, second = tmp_path / "bank.csv", tmp_path / "own.csv"
    first.write_text(
        "client_no,name,deposit,rm\n000006,深圳市康佳电子有限公司,100,李\n000007,华强,5,李\n", encoding="utf-8"
    )
    second.write_text("name,district,deposit,loan,tag\n康佳电子,南山区,90,7,重点\n", encoding="utf-8")
    tool.done("import", first)
    tool.done("import", second)
    tool.done("log-contact", "C0001", "M", "met", "--on", "2026-11-20")
    tool.done("log-contact", "000006", "T", "called", "--on", "2026-11-19")
    tool.done("visit", "C0001", "--on", "2026-11-26", "--at", "10:00")
    tool.done("client-away", "C0001", "--until", "2026-11-24")
    tool.done("client-cadence", "C0001", "M: every 14d", "--why", "x")
    return tool


def test_the_other_one_s_history_moves_and_what_stands_already_wins(tool: Tool) -> None:
    done = tool.json("merge", "000006", "C0001", "-y")
    assert done["moved"] == {"balance": 1, "contact": 1, "visit": 1, "away": 1, "cadence": 1}
    assert done["dropped"] == {"balance": 1}
    assert done["fields"] == {"district": "南山区", "tags": ["重点"]}
    client = tool.json("client", "000006")
    assert (client["district"], client["rm"]) == ("南山区", "李")
    amounts = {balance["measure"]: balance["amount"] for balance in client["balances"]}
    assert amounts == {"deposit": 100, "loan": 7}
    assert sorted(contact["note"] for contact in client["contacts"]) == ["called", "met"]
    assert [c["client_no"] for c in tool.json("clients")] == ["000006", "000007"]


def test_it_says_first_what_it_will_do_and_undo_takes_it_back_whole(tool: Tool) -> None:
    before = tool.facts()
    said = tool.refused(2, "merge", "000006", "C0001")
    assert "康佳电子 (C0001)" in said
    assert "contacts 1" in said
    tool.done("merge", "000006", "C0001", "-y")
    after = tool.facts()
    assert after != before
    tool.done("undo", "-y")
    assert tool.facts() == before
    tool.done("redo", "-y")
    assert tool.facts() == after


def test_a_number_that_rmtool_made_gives_way_to_the_bank_s(tool: Tool) -> None:
    done = tool.json("merge", "C0001", "000006", "-y")
    assert (done["client_no"], done["fields"]["client_no"]) == ("000006", "000006")
    assert tool.json("client", "000006")["name"] == "康佳电子"


def test_lists_that_go_on_naming_the_other_one_bring_nobody_back(tool: Tool, tmp_path: Path) -> None:
    tool.done("merge", "000006", "C0001", "-y")
    again = tmp_path / "again.csv"
    again.write_text("name,deposit\n康佳电子,80\n", encoding="utf-8")
    (done,) = tool.json("import", again)
    assert (done["added"], done["changed"], done["vanished"]) == (0, 1, [{"client_no": "000007", "name": "华强"}])
    both = tmp_path / "both.csv"
    both.write_text("name,client_no,deposit\n康佳电子,,80\n深圳市康佳电子有限公司,000006,120\n", encoding="utf-8")
    (done,) = tool.json("import", both, "--date", "2026-11-21")
    assert (done["added"], done["set_aside"]) == (0, 0)
    amounts = {b["on"]: b["amount"] for b in tool.json("client", "000006")["balances"] if b["measure"] == "deposit"}
    assert amounts["2026-11-21"] == 120
    log = tmp_path / "log.csv"
    log.write_text("name,date,code\n康佳电子,2026-11-18,T\n", encoding="utf-8")
    (done,) = tool.json("import", log)
    assert (done["added"], done["set_aside"]) == (1, 0)


def test_a_prospect_that_turns_out_to_be_a_client_becomes_one(tool: Tool) -> None:
    tool.done("prospect-add", "康佳", "value=2000万")
    done = tool.json("merge", "P0001", "000006", "-y")
    assert done["fields"]["status"] == "active"
    assert tool.json("prospects", "--all") == []
    assert [c["client_no"] for c in tool.json("clients")] == ["000006", "000007", "C0001"]


def test_one_client_cannot_be_merged_into_itself(tool: Tool) -> None:
    assert "one client" in tool.refused(2, "merge", "000006", "深圳市康佳电子有限公司", "-y")


def test_the_number_of_a_merged_client_is_not_given_to_another(tool: Tool, tmp_path: Path) -> None:
    tool.done("merge", "000006", "C0001", "-y")
    assert tool.json("client-add", "新来的客户")["client_no"] == "C0002"
    assert "000006" in tool.refused(2, "client-add", "另一个客户", "client_no=C0001")
    more = tmp_path / "more.csv"
    more.write_text("name,deposit\n后来的客户,1\n", encoding="utf-8")
    tool.done("import", more)
    assert tool.json("client", "后来的客户")["client_no"] == "C0003"
    tool.done("client-set", "000006", "client_no=C0001")


def test_a_merged_client_is_still_found_by_its_own_number(tool: Tool) -> None:
    tool.done("merge", "000006", "C0001", "-y")
    assert tool.json("client", "C0001")["client_no"] == "000006"
    assert "C0009" in tool.refused(5, "client", "C0009")
