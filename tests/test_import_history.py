"""`rmtool import` of what RMs keep in Excel: calendars of contacts, balances month by month, people at clients."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from .commands_kit import Tool

CLIENTS = "客户编号,客户名称,存款余额(万元)\n001,甲公司,1200\n002,乙公司,600\n"
CALENDAR = "客户名称,11/2,11/3,11/4\n甲公司,M,,T/E\n乙公司,,√,面\n丁公司,T,M: 谈授信,\n"
PEOPLE = "客户名称,姓名,职务,电话\n甲公司,李总,财务总监,13800138000\n丁公司,王工,,\n"


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    found = Tool(tmp_path / "home")
    found.done("import", lay(tmp_path, "clients.csv", CLIENTS))
    return found


def lay(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_calendar_comes_in_and_each_row_set_aside_is_given_back_once(tool: Tool, tmp_path: Path) -> None:
    ran = tool("import", lay(tmp_path, "走访.csv", CALENDAR), "-f", "json")
    assert ran.code == 1
    logged = [(c["on"], c["name"], c["code"]) for c in tool.json("contacts", "--from", "2026-11-01")]
    assert sorted(logged) == [
        ("2026-11-02", "甲公司", "M"),
        ("2026-11-04", "乙公司", "M"),
        ("2026-11-04", "甲公司", "E"),
        ("2026-11-04", "甲公司", "T"),
    ]
    aside = tmp_path / "走访.csv.set-aside.csv"
    rows = [line.split(",")[:4] for line in aside.read_text(encoding="utf-8-sig").splitlines()]
    assert rows == [
        ["客户名称", "2026-11-02", "2026-11-03", "2026-11-04"],
        ["乙公司", "", "√", ""],
        ["丁公司", "T", "M: 谈授信", ""],
    ]


def test_a_log_knows_the_clients_that_a_later_sheet_of_its_workbook_brings(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(file) as book:
        log, clients = book.add_worksheet("走访记录"), book.add_worksheet("客户")
        log.write_row(0, 0, ["日期", "客户名称", "方式"])
        log.write_row(1, 0, ["2026-11-20", "丁公司", "面谈"])
        clients.write_row(0, 0, ["客户编号", "客户名称", "存款余额"])
        clients.write_row(1, 0, ["004", "丁公司", 5])
    done = tool.json("import", file)
    assert [(each["sheet"], each["added"]) for each in done] == [("走访记录", 1), ("客户", 1)]


def test_every_row_of_a_calendar_is_counted_once(tool: Tool, tmp_path: Path) -> None:
    (done,) = json.loads(tool("import", lay(tmp_path, "走访.csv", CALENDAR), "-f", "json").out)
    assert (done["rows"], done["added"], done["set_aside"]) == (6, 4, 2)


def test_the_days_of_a_calendar_are_named_from_the_first_to_the_last(tool: Tool, tmp_path: Path) -> None:
    days = ",".join(f"11/{day}" for day in range(2, 7))
    ran = tool("import", lay(tmp_path, "走访.csv", f"客户名称,{days}\n甲公司,M,,,T,\n"))
    assert "客户名称 = name, 11/2 to 11/6 (5 columns) = date." in ran.out


def test_a_mended_calendar_adds_only_what_was_missing(tool: Tool, tmp_path: Path) -> None:
    calendar = lay(tmp_path, "走访.csv", CALENDAR)
    assert tool("import", calendar).code == 1
    mended = (tmp_path / "走访.csv.set-aside.csv").read_text(encoding="utf-8-sig").replace("√", "T")
    (done,) = tool.json("import", lay(tmp_path, "mended.csv", mended), "--create-clients")
    assert (done["added"], done["unchanged"]) == (3, 0)
    (again,) = tool.json("import", lay(tmp_path, "again.csv", CALENDAR.replace("√", "T")))
    assert (again["added"], again["set_aside"]) == (0, 0)


def test_balances_month_by_month_are_dated_balances(tool: Tool, tmp_path: Path) -> None:
    text = "客户编号,客户名称,2026-09存款余额,2026-10存款余额\n001,甲公司,5,6\n"
    (done,) = tool.json("import", lay(tmp_path, "months.csv", text), "--date", "2026-10-31")
    assert done["columns"]["2026-09存款余额"] == "deposit"
    shown = tool.done("import", lay(tmp_path, "more.csv", text.replace(",6\n", ",7\n")), "--dry-run")
    assert "as of 30 Sep 2026" in shown or "2026-09-30" in shown
    balances = tool.json("client", "001")["balances"]
    dated = {(b["measure"], b["on"]): b["amount"] for b in balances}
    assert dated["deposit", "2026-09-30"] == 5 and dated["deposit", "2026-10-31"] == 6


def test_people_at_clients_come_in_once(tool: Tool, tmp_path: Path) -> None:
    ran = tool("import", lay(tmp_path, "people.csv", PEOPLE))
    assert ran.code == 1 and "丁公司" in (tmp_path / "people.csv.set-aside.csv").read_text(encoding="utf-8-sig")
    (person,) = tool.json("client", "001")["people"]
    assert (person["name"], person["title"], person["phone"]) == ("李总", "财务总监", "13800138000")
    (again,) = tool.json("import", lay(tmp_path, "more.csv", PEOPLE.splitlines()[0] + "\n甲公司,李总,,\n"))
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert len(tool.json("client", "001")["people"]) == 1
