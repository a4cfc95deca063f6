"""Units and currencies of amounts, wherever a list says them: above it, in its headings and groups, in its name."""

from pathlib import Path
from typing import Any

import pytest

from rmtool.intake.marks import mark_of_name, mark_of_title

from .lists_kit import amounts, read, workbook

YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "百万": 1_000_000, "亿": 10**8, "亿元": 10**8}


@pytest.mark.parametrize("unit", YUAN)
@pytest.mark.parametrize(
    "shape",
    ["单位：{}", "（单位：{}）", "金额单位：人民币{}", "金额：{}", "以{}为单位", "单位：户、{}", "单位:{} 2026年10月"],
)
def test_titles_in_chinese(shape: str, unit: str) -> None:
    assert mark_of_title(shape.format(unit)).unit == YUAN[unit]


@pytest.mark.parametrize(
    ("title", "unit", "currency"),
    [
        ("RMB mn", 1_000_000, "CNY"),
        ("in thousands", 1_000, None),
        ("(RMB in millions)", 1_000_000, "CNY"),
        ("CNY 000s", 1_000, "CNY"),
        ("Unit: RMB'000", 1_000, "CNY"),
        ("RMB million, unless otherwise stated", 1_000_000, "CNY"),
        ("All figures in USD thousands", 1_000, "USD"),
        ("合计金额：10000", None, None),
        ("1000万元以上客户", None, None),
    ],
)
def test_other_titles(title: str, unit: int | None, currency: str | None) -> None:
    mark = mark_of_title(title)
    assert (mark.unit, mark.currency) == (unit, currency)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("存款(万元)", 10_000),
        ("对公存款_亿元", 10**8),
        ("1000万元以上客户", None),
        ("list_1000", None),
        ("客户 m", None),
    ],
)
def test_names_of_sheets_and_files(name: str, unit: int | None) -> None:
    assert mark_of_name(name).unit == unit


def test_each_column_has_its_own_unit_and_the_title_the_rest(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["单位：千元", "", "", ""],
        ["客户名称", "存款余额(万元)", "贷款余额（CNY 000s）", "日均存款"],
        ["甲公司", 5, 6, 7],
    ]
    reading = read(tmp_path, workbook({"S": rows}), name="a.xlsx")
    found = (amounts(reading), amounts(reading, "loan"), amounts(reading, "deposit_avg"))
    assert found == ([5_000_000], [600_000], [700_000])


@pytest.mark.parametrize(
    "heads",
    [
        [["客户名称", "余额（万元）", ""], ["", "存款", "贷款"]],
        [["客户名称", "存款余额", "贷款余额"], ["", "万元", "万元"]],
    ],
)
def test_a_group_of_columns_or_a_row_below_the_headings_says_the_unit(tmp_path: Path, heads: list[list[str]]) -> None:
    reading = read(tmp_path, workbook({"S": [*heads, ["甲公司", 5, 6]]}), name="a.xlsx")
    assert (amounts(reading), amounts(reading, "loan")) == ([5_000_000], [6_000_000])


def test_a_sheets_name_says_the_unit_where_nothing_else_does(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["客户名称", "存款余额", "贷款余额(元)"], ["甲公司", 5, 6]]
    reading = read(tmp_path, workbook({"存款(万元)": rows}), name="a.xlsx")
    assert (amounts(reading), amounts(reading, "loan")) == ([5_000_000], [600])
    assert reading.headings[1] == "存款余额(万元)"


@pytest.mark.parametrize("note", ["注：以上金额单位为万元", "备注：金额均以万元计", "单位：万元"])
def test_a_note_below_the_list_says_the_unit(tmp_path: Path, note: str) -> None:
    reading = read(tmp_path, f"客户编号,客户名称,存款余额\n1,甲公司,5\n2,乙公司,6\n{note},,\n")
    assert amounts(reading) == [5_000_000, 6_000_000]


def test_what_stands_in_the_last_rows_of_a_list_is_no_unit(tmp_path: Path) -> None:
    assert amounts(read(tmp_path, "客户名称,存款余额\n甲公司,5\n万元,6\n")) == [500, 600]
    assert amounts(read(tmp_path, "客户名称,存款余额\n甲公司,5\n估计万元计划公司,6\n")) == [500, 600]


@pytest.mark.parametrize("title", ["单位：元/万元", "单位：元、万元", "（单位：元 万元）"])
def test_a_title_that_names_two_units_is_told(tmp_path: Path, title: str) -> None:
    rows: list[list[Any]] = [[title, ""], ["客户名称", "存款余额"], ["华强", 5]]
    reading = read(tmp_path, workbook({"S": rows}), name="list.xlsx")
    (said,) = [warning for warning in reading.warnings if warning.key == "intake.two_units"]
    assert {name: value for name, value in said.values if name != "columns"} == {"taken": "元", "other": "万元"}
    rows = [[title, ""], ["客户名称", "存款余额(万元)"], ["华强", 5]]
    clear = read(tmp_path, workbook({"S": rows}), name="list.xlsx")
    assert "intake.two_units" not in [warning.key for warning in clear.warnings]


@pytest.mark.parametrize("title", ["单位：户、万元", "单位：万元", "单位：人民币万元"])
def test_a_title_that_names_one_unit_is_not_doubted(title: str) -> None:
    assert mark_of_title(title).other_unit is None
