"""Products that clients hold, from a bank's list to the client's page, the export, a merger, and back by undo."""

from pathlib import Path
from typing import Any

import pytest

from .commands_kit import Tool
from .intake.lists_kit import workbook

CLIENTS = "客户编号,客户名称,统一社会信用代码,存款余额(万元)\n001,甲公司,91440300192180687H,1200\n002,乙公司,,600\n"
HEADINGS = "客户名称,产品名称,产品类型,合同号,金额(万元),起息日,到期日,利率"
DEPOSIT = "甲公司,大额存单,存款,HT1,500,2026-01-01,2027-01-01,2.35%"
WEALTH = "甲公司,安心理财,理财,,30,2026-05-01,,"
LOAN = "乙公司,流动资金贷款,贷款,JK9,200,2026-03-01,2026-12-01,3.45%"


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    found = Tool(tmp_path / "home")
    found.done("import", lay(tmp_path, "clients.csv", CLIENTS))
    return found


def lay(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def held(tool: Tool, who: str) -> dict[str, dict[str, Any]]:
    """What a client holds and held, by product."""
    return {each["product"]: each for each in tool.json("client", who)["holdings"]}


def tallied(done: dict[str, Any]) -> tuple[int, int, int, int]:
    return done["added"], done["changed"], done["unchanged"], done["set_aside"]


def test_a_list_comes_in_by_itself_and_the_client_s_page_shows_it(tool: Tool, tmp_path: Path) -> None:
    ran = tool.json("import", lay(tmp_path, "list.csv", HEADINGS, DEPOSIT, WEALTH, LOAN), "--date", "2026-10-31")
    (done,) = ran
    assert (done["kind"], done["as_of"], tallied(done)) == ("holdings", "2026-10-31", (3, 0, 0, 0))
    assert done["columns"]["合同号"] == "contract_no"
    assert held(tool, "001")["大额存单"] == {
        "id": 1,
        "product": "大额存单",
        "kind": "deposit",
        "contract_no": "HT1",
        "amount": 5_000_000,
        "opened": "2026-01-01",
        "matures": "2027-01-01",
        "term": None,
        "rate": 0.0235,
        "risk": None,
        "bank": None,
        "cover": None,
        "premium": None,
        "as_of": "2026-10-31",
        "ended": None,
    }
    shown = tool.done("client", "001")
    assert "Holdings" in shown and "2.35 %" in shown and "wealth product" in shown
    assert "持有产品" in tool.done("client", "001", lang="zh")
    assert tool.json("clients")[0]["deposit"] == 12_000_000


def test_a_client_that_holds_nothing_has_no_word_of_it(tool: Tool) -> None:
    assert tool.json("client", "002")["holdings"] == []
    assert "Holdings" not in tool.done("client", "002")


def test_the_same_list_twice_adds_nothing_be_it_the_same_file_or_its_rows_in_another(
    tool: Tool, tmp_path: Path
) -> None:
    first = lay(tmp_path, "list.csv", HEADINGS, DEPOSIT, WEALTH, LOAN)
    tool.done("import", first)
    before = tool.facts()
    (again,) = tool.json("import", first, today="2026-11-25")
    assert tallied(again) == (0, 0, 3, 0)
    (other,) = tool.json("import", lay(tmp_path, "other.csv", HEADINGS, LOAN, DEPOSIT, WEALTH))
    assert tallied(other) == (0, 0, 3, 0)
    assert tool.facts() == before


def test_a_later_list_changes_amounts_adds_what_is_new_and_undo_takes_it_back(tool: Tool, tmp_path: Path) -> None:
    tool.done("import", lay(tmp_path, "october.csv", HEADINGS, DEPOSIT, WEALTH), "--date", "2026-10-31")
    before = tool.facts()
    later = lay(tmp_path, "november.csv", HEADINGS, DEPOSIT.replace(",500,", ",450,"), LOAN)
    (dry,) = tool.json("import", later, "--dry-run", "--complete")
    assert tool.facts() == before
    (change,) = dry["changes"]
    assert (change["field"], change["before"], change["after"]) == ("大额存单: amount", 5_000_000, 4_500_000)
    assert [(h["client_no"], h["product"]) for h in dry["added_holdings"]] == [("002", "流动资金贷款")]
    assert [(h["client_no"], h["product"]) for h in dry["vanished"]] == [("001", "安心理财")]
    shown = tool.done("import", later, "--dry-run", "--complete")
    assert "1 new holding" in shown and "1 holding no longer held" in shown
    (done,) = tool.json("import", later)
    assert (tallied(done), done["vanished"]) == ((1, 1, 0, 0), [])
    assert (held(tool, "001")["大额存单"]["amount"], held(tool, "001")["安心理财"]["ended"]) == (4_500_000, None)
    tool.done("undo", "-y")
    assert tool.facts() == before


def test_a_complete_list_ends_the_others_and_the_page_leaves_them_out(tool: Tool, tmp_path: Path) -> None:
    tool.done("import", lay(tmp_path, "october.csv", HEADINGS, DEPOSIT, WEALTH), "--date", "2026-10-31")
    tool.done("import", lay(tmp_path, "november.csv", HEADINGS, DEPOSIT), "--complete")
    assert held(tool, "001")["安心理财"]["ended"] == "2026-11-23"
    shown = tool.done("client", "001")
    assert "安心理财" not in shown and "1 no longer held" in shown
    assert tool.json("clients")[1]["client_no"] == "002", "clients are none of its business"


def test_sheets_of_one_workbook_are_one_complete_list(tool: Tool, tmp_path: Path) -> None:
    heads = ["客户名称", "产品名称", "金额", "到期日"]
    sheets = {
        "名单": [["客户编号", "客户名称"], ["001", "甲公司"], ["002", "乙公司"], ["003", "丙公司"]],
        "存款": [heads, ["甲公司", "大额存单", 5, "2027-01-01"], ["丙公司", "定期", 6, "2027-02-01"]],
        "贷款": [heads, ["乙公司", "流贷", 7, "2027-03-01"]],
    }
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(sheets))
    tool.done("import", lay(tmp_path, "old.csv", HEADINGS, WEALTH), "--date", "2026-10-31")
    clients, deposits, loans = tool.json("import", path, "--complete", "--date", "2026-11-20")
    assert (clients["added"], deposits["added"], loans["added"]) == (1, 2, 1)
    assert [h["product"] for h in deposits["vanished"] + loans["vanished"]] == ["安心理财"]
    assert [held(tool, who)[what]["ended"] for who, what in (("001", "大额存单"), ("003", "定期"))] == [None, None]


def test_what_concerns_nobody_known_is_set_aside_mended_and_brought_in(tool: Tool, tmp_path: Path) -> None:
    stray = DEPOSIT.replace("甲公司", "甲公")
    ran = tool("import", lay(tmp_path, "list.csv", HEADINGS, stray, LOAN))
    assert ran.code == 1
    aside = tmp_path / "list.csv.set-aside.csv"
    text = aside.read_text(encoding="utf-8-sig")
    assert "did you mean 甲公司" in text
    (done,) = tool.json("import", lay(tmp_path, "mended.csv", text.replace("甲公,", "甲公司,")))
    assert (done["kind"], tallied(done)) == ("holdings", (1, 0, 0, 0))
    (made,) = tool.json("import", aside, "--create-clients")
    assert (made["created_clients"], made["added_clients"]) == (1, [{"client_no": "甲公", "name": "甲公"}])
    assert held(tool, "甲公")["大额存单"]["amount"] == 5_000_000
    assert [c["entered"] for c in (tool.json("client", "甲公"),)] == ["2026-11-23"]


def test_strict_refuses_and_a_wrong_kind_is_said(tool: Tool, tmp_path: Path) -> None:
    stray = lay(tmp_path, "list.csv", HEADINGS, DEPOSIT.replace("甲公司", "丁公司"))
    assert "--strict" in tool.refused(4, "import", stray, "--strict")
    assert "no column of products" in tool.refused(4, "import", lay(tmp_path, "c.csv", CLIENTS), "--as", "holdings")


def test_a_list_in_another_currency_needs_a_rate(tool: Tool, tmp_path: Path) -> None:
    headings = "客户名称,产品名称,金额(美元),保费(美元),到期日"
    dollars = lay(tmp_path, "usd.csv", headings, "甲公司,外币存款,100,3,2027-01-01")
    assert "USD" in tool.refused(4, "import", dollars)
    tool.done("import", dollars, "--rate", "7")
    found = held(tool, "001")["外币存款"]
    assert (found["amount"], found["premium"]) == (700, 21)


def test_holdings_alone_settle_the_book_s_currency(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "甲公司")
    tool.done("import", lay(tmp_path, "list.csv", HEADINGS, DEPOSIT))
    assert "EUR" in tool.refused(4, "import", lay(tmp_path, "eur.csv", "name,deposit_eur", "甲公司,5"))


def test_a_list_without_amounts_has_its_day_too(tool: Tool, tmp_path: Path) -> None:
    listed = lay(tmp_path, "持有20261031.csv", "客户名称,产品名称,起息日,到期日", "甲公司,信用证,2026-10-01,2027-01-01")
    (done,) = tool.json("import", listed)
    assert (done["as_of"], held(tool, "001")["信用证"]["as_of"]) == ("2026-10-31", "2026-10-31")


def test_a_merger_moves_them_and_one_held_by_both_stays_once(tool: Tool, tmp_path: Path) -> None:
    both = [DEPOSIT, WEALTH, "甲公司,活期存款,存款,6001,1,,,"]
    twins = [row.replace("甲公司", "乙公司") for row in both]
    tool.done("import", lay(tmp_path, "list.csv", HEADINGS, *both, *twins, LOAN))
    done = tool.json("merge", "001", "002", "-y")
    assert (done["moved"]["holding"], done["dropped"]["holding"]) == (2, 2)
    products = [each["product"] for each in tool.json("client", "001")["holdings"]]
    assert products == ["流动资金贷款", "大额存单", "安心理财", "安心理财", "活期存款"]
    assert "holdings 4" in tool("undo", "-y").out


def test_history_and_doctor_know_them(tool: Tool, tmp_path: Path) -> None:
    tool.done("import", lay(tmp_path, "list.csv", HEADINGS, DEPOSIT))
    assert tool.json("history", "001")[0]["table"] == "holding"
    assert "holdings" in tool.done("history", "001")
    assert tool.json("doctor")["checks"][2]["ok"]
