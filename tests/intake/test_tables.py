"""Where lists stand in sheets: titles, group headings, units, totals, signatures, hidden and merged cells."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rmtool.errors import InputError
from rmtool.intake.columns import UnclearError, headings_fingerprint
from rmtool.intake.marks import Mark, mark_of_title
from rmtool.intake.records import read_list
from rmtool.intake.tables import joined

from .lists_kit import DATA, amounts, fields, needs_data, options, packed, read, reasons, said, write


def core_banking(book: Any) -> None:
    """An export as core banking systems print it: title, date, unit, two rows of headings, totals, signatures."""
    sheet, merged = book.add_worksheet("对公存款"), book.add_format({"align": "center"})
    sheet.merge_range("A1:I1", "某银行南山支行对公客户存贷款情况表", merged)
    sheet.merge_range("A2:D2", "数据日期：2026年10月31日", merged)
    sheet.merge_range("G2:I2", "单位：万元", merged)
    for area, text in {"A3:A4": "序号", "G3:G4": "贷款\n余额①", "H3:H4": "客户经理*", "I3:I4": "备注"}.items():
        sheet.merge_range(area, text, merged)
    sheet.merge_range("B3:D3", "客户信息", merged)
    sheet.merge_range("E3:F3", "存款", merged)
    sheet.write_row("B4", ["客户编号", "客 户 名 称", "所属行业", "时点余额", "日均余额"])
    sheet.write_row("A5", [1, "000123", "深圳甲电子有限公司", "制造业", 1234.56, 1200, "-", "张三"])
    sheet.write_row("A6", [2, "000124", "深圳乙贸易有限公司", "批发业", 500, "暂无", 100])
    sheet.merge_range("H6:H7", "李四", merged)
    sheet.write_row("A7", [3, "000125", "丙集团", "批发业", -3, 0, "NULL"])
    sheet.write_row("C8", ["批发业小计", "", 497, "", 100])
    sheet.write_row("A9", [4, "000126", "丁厂", "", 7, "—", ""])
    sheet.write("A10", "合计")
    sheet.write_formula("E10", "=SUM(E5:E9)", None, "")
    sheet.write("A12", "注：1、时点余额含保证金。")
    sheet.write("A13", "2、日均为年日均。")
    sheet.write_row("A14", ["制表人：", "王五", "", "复核：", "", "", "填表日期：2026-11-02"])
    sheet.set_row(8, None, None, {"hidden": True})


def test_a_core_banking_export_simply_works(tmp_path: Path) -> None:
    reading = read(tmp_path, packed(core_banking), name="存款.xlsx")
    assert reading.columns == {
        "客户信息/客户编号": "client_no",
        "客户信息/客 户 名 称": "name",
        "客户信息/所属行业": "industry",
        "存款/时点余额": "deposit",
        "存款/日均余额": "deposit_avg",
        "贷款 余额①": "loan",
        "客户经理*": "rm",
    }
    assert fields(reading, "client_no") == ["000123", "000124", "000125"]
    assert fields(reading, "rm") == ["张三", "李四", "李四"]
    wan = 1_000_000
    assert amounts(reading) == [123_456 * wan // 100, 500 * wan, -3 * wan]
    assert amounts(reading, "deposit_avg") == [1_200 * wan, None, 0]
    assert amounts(reading, "loan") == [None, 100 * wan, None]
    assert (reading.stated_date, reading.rows, reading.set_aside) == (date(2026, 10, 31), 3, [])
    assert said(reading) == [
        "1 hidden row left out; to read it, unhide it first",
        "2 rows of totals left out",
        "3 rows of notes below the list left out",
    ]
    assert reading.headings[4] == "存款/时点余额(万元,2026-10-31)"


def test_what_was_set_aside_of_group_headings_reads_back(tmp_path: Path) -> None:
    first = read(tmp_path, packed(core_banking), name="存款.xlsx")
    lines = [",".join(f'"{cell}"' for cell in row) for row in (first.headings, first.cells(5))]
    again = read(tmp_path, "\n".join(lines))
    assert list(again.columns.values()) == list(first.columns.values())
    assert again.records[0][1:] == first.records[0][1:] and again.stated_date == first.stated_date


def test_an_english_worksheet_with_groups_and_a_unit_line(tmp_path: Path) -> None:
    text = (
        "Client portfolio,,,,,\nunit: 10k CNY,,As of 2026-10-31,,,\n,,,,,\nNo.,Client,,Deposits,,Loan\n"
        ",No.,Name,Current,Average,Balance\n1,A001,Acme Ltd,10,9,0\n,,Subtotal,10,9,0\n,Total,,10,9,0\n"
        "Prepared by: Bob,,,,,\n"
    )
    reading = read(tmp_path, text)
    assert list(reading.columns.values()) == ["client_no", "name", "deposit", "deposit_avg", "loan"]
    assert reading.records[0][1:3] == (
        {"client_no": "A001", "name": "Acme Ltd"},
        {"deposit": 10_000_000, "deposit_avg": 9_000_000, "loan": 0},
    )
    assert (reading.rows, reading.currency) == (1, "CNY")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("KHBH,KHMC,CKYE,RJCK\n字符,字符,元,元\n1,甲,5,6\n", ["client_no", "name", "deposit", "deposit_avg"]),
        ("客户编号,客户名称,存款余额\nCUST_NO,CUST_NM,DEP_BAL\n1,甲,5\n", ["client_no", "name", "deposit"]),
        ("客户编号 Customer No.,客户名称Customer Name,存款余额(元)\n1,甲,5\n", ["client_no", "name", "deposit"]),
        ("客户名称[1],存款余额注1,日均存款（注2）,贷款余额*\n甲,1,2,3\n", ["name", "deposit", "deposit_avg", "loan"]),
        ("客户名称,存款余额,\n,时点,日均\n甲,1,2\n", ["name", "deposit", "deposit_avg"]),
        ("客户名称,存款,存款,贷款\n客户名称,时点,日均,余额\n甲,1,2,3\n", ["name", "deposit", "deposit_avg", "loan"]),
        ("客户名称,,存款余额\n,,\n甲,,5\n", ["name", "deposit"]),
    ],
)
def test_headings_of_many_shapes_head_one_row(tmp_path: Path, text: str, columns: list[str]) -> None:
    reading = read(tmp_path, text)
    assert (list(reading.columns.values()), reading.rows) == (columns, 1)


@pytest.mark.parametrize(
    "text",
    [
        "客户名称,行业,所属区\n南玻,制造业,南山区\n华强,电子,福田区\n",
        "客户编号,等级\n1,2\n2,3\n",
        "客户编号,客户名称\nA001,甲\n",
        "客户名称,,存款余额\n甲,x,5\n",
    ],
)
def test_the_first_row_of_data_is_no_second_row_of_headings(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, text)
    assert reading.rows == text.count("\n") - 1 and not any("/" in heading for heading in reading.headings)


def test_merged_headings_count_for_the_columns_that_they_span() -> None:
    rows = [["序号", "存款", "", "贷款"], ["", "时点", "日均", "余额"], ["", "万元", "万元", "元"]]
    assert joined(rows) == ["序号", "存款/时点/万元", "存款/日均/万元", "贷款/余额/元"]
    assert joined([["客户名称", "", "x"], ["", "备注", "x"]]) == ["客户名称", "备注", "x"]


def test_lists_one_below_the_other_are_read_one_by_one(tmp_path: Path) -> None:
    text = (
        "表一：存款客户,,\n客户编号,客户名称,存款余额(万元)\n1,甲公司,5\n2,乙公司,6\n合计,,11\n,,\n表二：贷款客户,,\n"
        "单位：元,,\n客户号,户名,贷款余额\n7,丙公司,70\n"
    )
    first, second = read_list(write(tmp_path, text), options())
    assert (first.sheet, fields(first, "name"), amounts(first)) == (None, ["甲公司", "乙公司"], [5_000_000, 6_000_000])
    assert (second.sheet, fields(second, "name"), amounts(second, "loan")) == ("(2)", ["丙公司"], [7_000])
    assert second.records[0].place.row == 10


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("单位：万元", Mark(unit=10_000)),
        ("金额单位：人民币亿元", Mark(unit=100_000_000, currency="CNY")),
        ("unit: 10k", Mark(unit=10_000)),
        ("Unit: RMB'000", Mark(unit=1_000, currency="CNY")),
        ("in thousands of USD", Mark(unit=1_000, currency="USD")),
        ("单位：10,000元", Mark(unit=10_000)),
        ("单位：万元、户", Mark(unit=10_000)),
        ("万元", Mark(unit=10_000)),
        ("单位：南山支行", Mark()),
        ("Client portfolio in Shenzhen", Mark()),
        ("Clients in K district\tM", Mark()),
    ],
)
def test_a_line_above_says_the_unit_of_all_amounts(title: str, mark: Mark) -> None:
    assert mark_of_title(title) == mark


def test_cells_that_say_nothing_are_missing(tmp_path: Path) -> None:
    words = ["-", "—", "暂无", "NULL", "#N/A", "无", "－", " ", "n/a", "--"]
    reading = read(tmp_path, "客户编号,客户名称,存款余额\n" + "".join(f"{n},甲{n},{w}\n" for n, w in enumerate(words)))
    assert amounts(reading) == [None] * len(words) and not reading.set_aside


def test_a_list_without_a_name_for_its_clients_goes_by_what_they_look_like(tmp_path: Path) -> None:
    reading = read(tmp_path, "名头,代码,存款余额\n深圳甲有限公司,91440300618831041G,6\n乙集团,,8\n")
    assert reading.columns == {"名头": "name", "代码": "credit_code", "存款余额": "deposit"}
    assert [warning.split(" was taken")[0] for warning in said(reading)] == ["代码", "名头"]


def test_what_nothing_tells_is_asked_with_samples(tmp_path: Path) -> None:
    with pytest.raises(UnclearError) as caught:
        read(tmp_path, "甲列,乙列\n阿里,5\n腾讯,7\n")
    (question,) = caught.value.questions
    assert question[1:] == ("甲列", ("阿里", "腾讯"), ("client_no", "name"), True)
    assert (caught.value.exit_code, caught.value.message.key) == (4, "intake.no_identity")
    answered = read(tmp_path, "甲列,乙列\n阿里,5\n腾讯,7\n", remembered={caught.value.fingerprint: {"甲列": "name"}})
    assert fields(answered, "name") == ["阿里", "腾讯"]


def test_two_plausible_amounts_are_asked_about_and_left_out(tmp_path: Path) -> None:
    text = "客户名称,理财余额,活期余额\n甲,5,6\n"
    reading = read(tmp_path, text)
    assert [(q.heading, q.samples, q.required) for q in reading.questions] == [
        ("理财余额", ("5",), False),
        ("活期余额", ("6",), False),
    ]
    assert reading.questions[0].fields == ("aum", "deposit", "deposit_avg", "loan", "revenue")
    assert amounts(reading) == [None]
    remembered = {reading.fingerprint: {"活期余额": "deposit", "理财余额": "ignore"}}
    again = read(tmp_path, text, remembered=remembered)
    assert (amounts(again), again.questions) == ([600], ())
    over = read(tmp_path, text, remembered=remembered, columns={"活期余额": "ignore", "理财余额": "aum"})
    assert (amounts(over), amounts(over, "aum")) == ([None], [500])


def test_two_columns_of_equal_right_are_asked_about_with_samples(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "客户名称,存款余额,存款余额\n甲,1,2\n")
    assert isinstance(caught.value, UnclearError)
    assert [q[1:4] for q in caught.value.questions] == [
        ("存款余额", ("1",), ("deposit", "ignore")),
        ("存款余额 (2)", ("2",), ("deposit", "ignore")),
    ]


def test_lists_of_the_same_headings_have_one_fingerprint_whatever_their_dates() -> None:
    september, october = ["客户名称", "2026-09-30存款余额"], [" 客户 名称", "2026年10月末存款余额"]
    assert headings_fingerprint(september) == headings_fingerprint(october)
    assert headings_fingerprint(september) != headings_fingerprint(["客户名称", "存款余额", "备注"])


def test_a_log_is_known_by_its_codes_where_no_heading_says_how(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户,时间,怎么联系的\n甲,2026-11-02 10:00,M\n乙,2026-11-03 09:00,T\n")
    assert (reading.kind, reading.columns["怎么联系的"], reasons(reading)) == ("contacts", "code", {})


@needs_data
def test_no_wounded_spreadsheet_passes_for_a_list_of_clients_by_chance() -> None:
    taken = set()
    for path in sorted((DATA / "spreadsheets").iterdir()):
        try:
            taken |= {path.name for reading in read_list(path, options()) if reading.records}
        except InputError:
            continue
    assert {name for name in taken if name.startswith(("sheetjs_Attendance", "sheetjs_number", "calamine_"))} == set()
