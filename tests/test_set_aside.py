"""Rows with planted defects of many kinds are set aside with place and reasons; mended and imported by themselves, they
leave the same book as a clean list would have.
"""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from .commands_kit import Tool

Row = list[str]

CLIENT_HEAD = ["客户编号", "客户名称", "统一社会信用代码", "存款余额(万元)", "所属区"]
CLEAN_CLIENTS: list[Row] = [
    [f"{n:06d}", f"深圳第{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n}号实业公司", "", str(n * 10), "南山区"]
    for n in range(1, 81)
]
CLEAN_CLIENTS[0][2], CLEAN_CLIENTS[1][2] = "91440300192180687H", "914403001922038216"

LOG_HEAD = ["日期", "客户编号", "客户名称", "方式", "备注"]
CLEAN_LOG: list[Row] = [
    [f"2026-11-{n % 20 + 1:02d}", f"{n:06d}", CLEAN_CLIENTS[n - 1][1], "TEM"[n % 3], f"第{n}次"] for n in range(1, 41)
]

CLIENT_DEFECTS = {
    "no amount at all": (10, {3: "abc"}),
    "a spreadsheet's error": (12, {3: "#REF!"}),
    "two amounts in a cell": (14, {3: "120 / 130"}),
    "no number and no name": (16, {0: "", 1: ""}),
    "a number that lost its digits": (18, {0: "9.14403E+17"}),
    "another client's number": (20, {0: "000005"}),
    "a code and a number of two clients": (22, {0: "000001", 2: "914403001922038216"}),
    "another credit code": (24, {0: "000001", 2: "91440300708461136T"}),
    "a comma in the name": (26, {1: "深圳第己26号,实业公司"}),
}
LOG_DEFECTS = {
    "no date": (3, {0: ""}),
    "no such day": (5, {0: "2026-11-31"}),
    "a day to come": (7, {0: "2027-01-05"}),
    "no client": (9, {1: "", 2: ""}),
    "an unknown client": (11, {1: "999", 2: "没有这家公司"}),
    "a code that nobody knows": (13, {3: "Fax"}),
    "no code": (15, {3: ""}),
}


def write(file: Path, head: Row, rows: list[Row], raw: bool = False) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        if raw:
            out.write("\n".join(",".join(row) for row in (head, *rows)) + "\n")
        else:
            csv.writer(out).writerows([head, *rows])
    return file


def spoiled(clean: list[Row], defects: dict[str, tuple[int, dict[int, str]]]) -> list[Row]:
    rows = [list(row) for row in clean]
    for number, cells in defects.values():
        for column, cell in cells.items():
            rows[number][column] = cell
    return rows


def mend(aside: Path, clean: list[Row]) -> int:
    """Puts the right cells into the rows of a set-aside file, as somebody would who looks at the reasons."""
    with aside.open(encoding="utf-8-sig", newline="") as lines:
        head, *rows = list(csv.reader(lines))
    mended = []
    for row in rows:
        place = int(row[-1].removeprefix("row ").partition(":")[0])
        mended.append([*clean[place - 2], row[-1]])
    with aside.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([head, *mended])
    return len(mended)


def content(tool: Tool) -> dict[str, list[tuple[object, ...]]]:
    """What the book says, whatever the ids."""
    queries = {
        "client": "SELECT client_no, name, credit_code, kind, status, district, entered, initials FROM client",
        "balance": "SELECT c.client_no, measure, on_date, fen FROM balance b JOIN client c ON c.id = b.client_id",
        "contact": "SELECT c.client_no, on_date, at, code, note FROM contact t JOIN client c ON c.id = client_id",
    }
    with closing(sqlite3.connect(tool.book)) as book:
        return {name: sorted(book.execute(query), key=repr) for name, query in queries.items()}


@pytest.fixture
def clean(tmp_path: Path) -> Tool:
    tool = Tool(tmp_path / "clean")
    tool.done("import", write(tmp_path / "clean-clients.csv", CLIENT_HEAD, CLEAN_CLIENTS))
    tool.done("import", write(tmp_path / "clean-log.csv", LOG_HEAD, CLEAN_LOG))
    return tool


def test_mended_and_imported_by_themselves_they_make_the_clean_book(clean: Tool, tmp_path: Path) -> None:
    assert len(CLIENT_DEFECTS) + len(LOG_DEFECTS) >= 12
    tool = Tool(tmp_path / "home")
    lists = (
        (write(tmp_path / "clients.csv", CLIENT_HEAD, spoiled(CLEAN_CLIENTS, CLIENT_DEFECTS), raw=True), CLEAN_CLIENTS),
        (write(tmp_path / "log.csv", LOG_HEAD, spoiled(CLEAN_LOG, LOG_DEFECTS), raw=True), CLEAN_LOG),
    )
    for (file, right), defects in zip(lists, (CLIENT_DEFECTS, LOG_DEFECTS), strict=True):
        ran = tool("import", file, "-f", "json")
        assert ran.code == 1, ran
        aside = file.with_name(f"{file.name}.set-aside.csv")
        with aside.open(encoding="utf-8-sig", newline="") as lines:
            head, *rows = list(csv.reader(lines))
        assert head == [*(CLIENT_HEAD if right is CLEAN_CLIENTS else LOG_HEAD), "reason"]
        places = [int(row[-1].removeprefix("row ").partition(":")[0]) for row in rows]
        assert places == [number + 2 for number, _ in defects.values()]
        assert all(row[-1].partition(": ")[2] for row in rows)
        assert mend(aside, right) == len(defects)
        tool.done("import", aside)
    assert content(tool) == content(clean)


def test_unmended_they_are_set_aside_again_and_nothing_else_changes(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    rows = spoiled(CLEAN_CLIENTS, CLIENT_DEFECTS)
    tool("import", write(tmp_path / "clients.csv", CLIENT_HEAD, rows, raw=True))
    before = content(tool)
    aside = tmp_path / "clients.csv.set-aside.csv"
    assert tool("import", aside).code in (1, 4)
    assert content(tool) == before


def test_rows_set_aside_are_of_their_list_s_day_and_let_nobody_vanish(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    rows = spoiled(CLEAN_CLIENTS, {"x": CLIENT_DEFECTS["no amount at all"]})
    tool("import", write(tmp_path / "clients.csv", CLIENT_HEAD, rows), "--date", "2026-10-31")
    aside = tmp_path / "clients.csv.set-aside.csv"
    mend(aside, CLEAN_CLIENTS)
    (done,) = tool.json("import", aside.rename(tmp_path / "clients.csv.set-aside (2).csv"), "--complete")
    assert (done["as_of"], done["added"], done["vanished"]) == ("2026-10-31", 1, [])
    assert {client["last_contact"] for client in tool.json("clients")} == {None}
    assert len(tool.json("clients")) == len(CLEAN_CLIENTS)


def test_rows_set_aside_earlier_are_kept_beside_those_of_the_next_list_of_that_name(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    file = tmp_path / "clients.csv"
    for number, defect in enumerate(("no amount at all", "a spreadsheet's error", "a spreadsheet's error")):
        rows = spoiled(CLEAN_CLIENTS, {"x": CLIENT_DEFECTS[defect]})
        ran = tool("import", write(file, CLIENT_HEAD, rows), "--date", f"2026-10-{10 + number}")
        assert ("kept in" in ran.err) == (number == 1)
    kept, now = (tmp_path / f"clients.csv.set-aside{end}" for end in (".1.csv", ".csv"))
    assert "abc" in kept.read_text(encoding="utf-8-sig") and "#REF!" in now.read_text(encoding="utf-8-sig")
    assert len(list(tmp_path.glob("*.csv"))) == 3


def test_a_workbook_s_rows_go_into_a_file_a_sheet_with_the_sheet_s_rows(clean: Tool, tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    file = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("对公客户")
        sheet.write_row(0, 0, ["二〇二六年对公客户"])
        sheet.write_row(2, 0, CLIENT_HEAD)
        for number, row in enumerate(spoiled(CLEAN_CLIENTS, {"x": CLIENT_DEFECTS["no amount at all"]}), 3):
            sheet.write_row(number, 0, row)
    (done,) = json.loads(tool("import", file, "-f", "json").out)
    aside = Path(done["set_aside_file"])
    assert aside.name == "book.xlsx.对公客户.set-aside.csv"
    with aside.open(encoding="utf-8-sig", newline="") as lines:
        (_, row) = list(csv.reader(lines))
    assert row[-1].startswith("row 14: ")
    write(aside, [*CLIENT_HEAD], [CLEAN_CLIENTS[10]])
    tool.done("import", aside)
    tool.done("import", tmp_path / "clean-log.csv")
    assert content(tool) == content(clean)
