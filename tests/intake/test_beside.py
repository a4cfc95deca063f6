"""Lists side by side on one sheet: all of them are read, and one list with a blank column stays one."""

from pathlib import Path
from typing import Any

from rmtool.intake.records import Reading, read_list

from .lists_kit import amounts, fields, options, packed, said, workbook, write


def lists(tmp_path: Path, content: str | bytes, name: str = "list.xlsx") -> list[Reading]:
    return read_list(write(tmp_path, content, name), options())


def test_clients_on_the_left_and_prospects_on_the_right(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["存量客户", "", "", "", "潜在客户", "", ""],
        ["客户编号", "客户名称", "存款余额(万元)", "", "企业名称", "预计金额(万元)", "可能性"],
        ["1", "甲公司", 5, "", "丙公司", 7, "高"],
        ["2", "乙公司", 6, "", "丁公司", 8, "低"],
        ["", "", "", "", "戊公司", 9, ""],
    ]
    clients, prospects = lists(tmp_path, workbook({"S": rows}))
    assert (clients.kind, clients.sheet, amounts(clients)) == ("clients", "S", [5_000_000, 6_000_000])
    assert (prospects.kind, prospects.sheet) == ("prospects", "S (2)")
    assert fields(prospects, "name") == ["丙公司", "丁公司", "戊公司"]
    assert not clients.ignored_columns and not prospects.ignored_columns


def test_one_list_in_two_halves_shares_its_title(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["", "", "", "单位：万元"],
        ["姓名", "余额", "姓名", "余额"],
        ["张三", 5, "李四", 7],
        ["王五", 6, "", ""],
    ]
    first, second = lists(tmp_path, workbook({"S": rows}))
    assert (fields(first, "name"), amounts(first)) == (["张三", "王五"], [5_000_000, 6_000_000])
    assert (fields(second, "name"), amounts(second)) == (["李四"], [7_000_000])


def test_headings_at_different_heights_and_further_lists_below(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["客户名称", "存款余额", "", "", ""],
        ["甲公司", 5, "", "客户名称", "贷款余额"],
        ["乙公司", 6, "", "丙公司", 7],
        ["", "", "", "", ""],
        ["企业名称", "预计金额", "", "", ""],
        ["丁公司", 8, "", "", ""],
    ]
    found = lists(tmp_path, workbook({"S": rows}))
    assert [(each.sheet, fields(each, "name")) for each in found] == [
        ("S", ["甲公司", "乙公司"]),
        ("S (2)", ["丁公司"]),
        ("S (3)", ["丙公司"]),
    ]


def test_text_files_hold_lists_side_by_side_too(tmp_path: Path) -> None:
    text = "姓名,余额,,姓名,余额\n张三,5,,李四,7\n王五,6,,,\n"
    first, second = lists(tmp_path, text, "list.csv")
    assert (amounts(first), amounts(second)) == ([500, 600], [700])


def test_what_stands_beside_without_being_a_list_is_named(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["客户名称", "存款余额", "", "客户名称", "贷款余额", "", "图例", "说明"],
        ["甲公司", 5, "", "丙公司", 7, "", "红", "逾期"],
    ]
    first, second = lists(tmp_path, workbook({"S": rows}))
    assert (first.ignored_columns, second.ignored_columns) == ((), ("图例", "说明"))


def test_one_list_with_a_blank_column_stays_one(tmp_path: Path) -> None:
    for headings in (
        ["客户编号", "行业", "", "客户名称", "存款余额"],
        ["客户编号", "客户名称", "", "客户简称", "存款余额"],
        ["客户编号", "客户名称", "", "联系人", "存款余额"],
    ):
        (reading,) = lists(tmp_path, workbook({"S": [headings, ["1", "甲公司", "", "甲", 5]]}))
        assert amounts(reading) == [500]


def test_comments_and_merged_cells_go_with_their_list(tmp_path: Path) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet("S")
        for row, cells in enumerate(
            [
                ["客户名称", "11-02", "11-03", "", "客户名称", "11-02", "11-03"],
                ["甲公司", "T", "M", "", "乙公司", "M", "T"],
            ]
        ):
            sheet.write_row(row, 0, cells)
        sheet.write_comment(1, 6, "谈存款")

    first, second = lists(tmp_path, packed(build))
    assert [record.note for record in second.records] == [None, "谈存款"]  # type: ignore[union-attr]
    assert [record.note for record in first.records] == [None, None]  # type: ignore[union-attr]
    assert not any("谈" in warning for warning in said(first))
