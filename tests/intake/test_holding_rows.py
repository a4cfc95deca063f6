"""Lists of products that clients hold, as banks write them → records, and what is said about them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rmtool.core.arrivals import HoldingRecord, Place
from rmtool.errors import InputError
from rmtool.intake.records import Reading, read_list

from .lists_kit import options, read, reasons, said, workbook, write

BANKS = (
    "客户编号,客户名称,产品名称,产品类型,合同号,余额(万元),币种,起息日,到期日,存期(月),年利率(%),风险等级,开户行\n"
    "001,华强,大额存单,定期存款,HT-01,500.5,人民币,2026-01-01,2027/1/1,12,2.35,R1,本行\n"
)


def column(reading: Reading, name: str) -> list[Any]:
    return [getattr(record, name) for record in reading.records]


def test_all_that_a_bank_s_list_states_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, BANKS)
    assert (reading.kind, reading.currency, reading.units, said(reading)) == (
        "holdings",
        "CNY",
        {"余额(万元)": 10_000},
        [],
    )
    assert reading.records == [
        HoldingRecord(
            *(Place(None, 2), "001", "华强", None, "大额存单", "deposit", "HT-01", 500_500_000),
            *(date(2026, 1, 1), date(2027, 1, 1), "12个月", 0.0235, "R1", None, None, None, None, None),
        )
    ]


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("户名,产品名称,金额,到期日", "holdings"),
        ("户名,产品名称,存款余额,到期日", "holdings"),
        ("户名,账号,贷款余额,利率,到期日", "holdings"),
        ("户名,贷款余额,到期日,利率", "clients"),
        ("客户名称,账号,储种,余额", "clients"),
        ("客户名称,储种,余额", "clients"),
        ("客户名称,账号,理财产品,市值", "holdings"),
        ("户名,产品名称,金额", "holdings"),
        ("户名,储种,账号,存款余额,起息日,到期日,利率", "holdings"),
        ("客户名称,贷款品种,借据号,贷款金额,贷款余额,放款日,到期日", "holdings"),
        ("投保人,险种,保单号,保额,年缴保费,生效日期", "holdings"),
        ("khmc,cpmc,htbh,je,qxr,dqr", "holdings"),
        ("name,product,amount,opened,matures", "holdings"),
        ("Customer name,Product name,Balance,Maturity date,Interest rate", "holdings"),
        ("客户名称,存款余额,开户日期", "clients"),
        ("客户名称,行业,产品名称,存款余额", "clients"),
        ("客户名称,日期,方式,产品", "contacts"),
        ("客户名称,产品,预计金额,可能性", "prospects"),
        ("客户名称,行业,授信到期日,贷款余额", "clients"),
    ],
)
def test_headings_tell_a_list_of_holdings(tmp_path: Path, headings: str, kind: str) -> None:
    row = ",".join({"日期": "2026-01-01", "方式": "电话"}.get(h, "1") for h in headings.split(","))
    book = workbook({"Sheet1": [headings.split(","), row.split(",")]})
    (reading,) = read_list(write(tmp_path, book, "a.xlsx"), options())
    assert reading.kind == kind


def test_the_sheet_s_name_decides_where_headings_leave_it_open(tmp_path: Path) -> None:
    rows = [["客户名称", "行业", "产品名称", "金额"], ["华强", "电子", "大额存单", 5]]
    for sheet, kind in (("产品持有", "holdings"), ("客户", "clients")):
        assert read(tmp_path, workbook({sheet: rows}), name="a.xlsx").kind == kind


def test_a_workbook_gives_clients_and_what_they_hold(tmp_path: Path) -> None:
    held = [["客户名称", "产品名称", "金额"], ["华强", "大额存单", 5]]
    book = workbook({"客户": [["客户名称", "存款余额"], ["华强", 9]], "产品持有": held, "空": [["客户名称"]]})
    readings = read_list(write(tmp_path, book, "台账.xlsx"), options())
    assert [(r.sheet, r.kind, r.rows) for r in readings] == [("客户", "clients", 1), ("产品持有", "holdings", 1)]
    assert said(readings[0])[0] == "空 has headings but no rows"


def test_where_nothing_names_the_product_its_kind_does(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户名称,业务类型,余额,到期日\n华强,流动资金贷款,5,2027-01-01\n华强,顺心宝,5,\n")
    assert reading.columns["业务类型"] == "product"
    assert column(reading, "product") == ["流动资金贷款", "顺心宝"]
    assert column(reading, "kind") == ["loan", None]
    named = read(tmp_path, "客户名称,产品名称,余额,到期日\n华强,大额存单,5,2027-01-01\n")
    assert column(named, "kind") == [None]
    headed = read(tmp_path, "借款人,贷款品种,金额,到期日\n华强,流贷,5,2027-01-01\n")
    assert column(headed, "kind") == ["loan"]


def test_without_a_column_of_products_the_amount_s_heading_or_the_title_says_it(tmp_path: Path) -> None:
    rows = "户名,借据号,贷款余额,放款日,到期日\n华强,J1,5,2026-01-01,2027-01-01\n"
    reading = read(tmp_path, rows)
    assert (reading.kind, column(reading, "product"), column(reading, "kind")) == ("holdings", ["贷款"], ["loan"])
    assert said(reading) == [
        "no column names the product: 贷款 was taken for all rows; if one does: --map 'HEADING=product'"
    ]
    titled = read(tmp_path, "定期存款到期明细,,,,\n" + rows.replace("贷款余额", "金额"))
    assert (column(titled, "product"), column(titled, "kind")) == (["存款"], ["deposit"])
    with pytest.raises(InputError) as caught:
        read(tmp_path, rows.replace("贷款余额", "金额"))
    assert caught.value.message.key == "intake.no_product_column"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("单位定期一年", "deposit"),
        ("融资性保函", "guarantee"),
        ("Term loan", "loan"),
        ("Loaned", "Loaned"),
        ("定期存款", "deposit"),
        ("终身寿险", "insurance"),
        ("Loan", "loan"),
        ("结构性产品", "结构性产品"),
        ("—", None),
    ],
)
def test_kinds_are_our_words_or_the_list_s(tmp_path: Path, cell: str, kind: str | None) -> None:
    assert column(read(tmp_path, f"客户名称,产品,产品类型,金额\n华强,甲,{cell},5\n"), "kind") == [kind]


def test_a_row_needs_client_and_product_and_nothing_else(tmp_path: Path) -> None:
    text = "客户名称,产品名称,金额,起息日,到期日\n,大额存单,5,,\n华强,,5,,\n华强,活期,暂无,,\n华强,定期,很多,昨天,\n"
    reading = read(tmp_path, text)
    assert reasons(reading) == {2: "no client", 3: "no product"}
    assert column(reading, "fen") == [None, None]
    assert sorted(warning.split(":")[0] for warning in said(reading)) == ["起息日", "金额"]
    bare = read(tmp_path, "客户名称,产品名称,起息日,到期日\n华强,基金,2026-01-01,\n", name="持有20261031.csv")
    assert (bare.kind, bare.stated_date, column(bare, "fen")) == ("holdings", date(2026, 10, 31), [None])


def test_a_maturity_that_is_none_or_before_the_opening_is_missing(tmp_path: Path) -> None:
    days = ["9999-12-31", "99991231", "无固定期限", "T+0", "2025-12-31", "2026-01-01"]
    rows = "".join(f"华强,甲,5,2026-01-01,{day}\n" for day in days)
    reading = read(tmp_path, "客户名称,产品,金额,起息日,到期日\n" + rows)
    assert column(reading, "matures") == [None] * 5 + [date(2026, 1, 1)]
    assert said(reading) == ["到期日: 1 maturity lies before the opening and is left out, the first in row 6"]


@pytest.mark.parametrize(
    ("heading", "cells", "rates"),
    [
        ("利率", "2.35% 0.35% -0.1%", [0.0235, 0.0035, -0.001]),
        ("利率", "2.35 0.1", [0.0235, 0.001]),
        ("利率", "0.0235 0.05", [0.0235, 0.05]),
        ("利率(%)", "0.1 0.05", [0.001, 0.0005]),
        ("年利率%", "0.1", [0.001]),
        ("收益率", "3.0%-4.2% LPR+50BP", [None, None]),
    ],
)
def test_rates_are_fractions(tmp_path: Path, heading: str, cells: str, rates: list[float | None]) -> None:
    rows = "".join(f"华强,甲,5,{cell}\n" for cell in cells.split())
    reading = read(tmp_path, f"客户名称,产品,金额,{heading}\n{rows}")
    assert column(reading, "rate") == rates
    assert len(said(reading)) == (None in rates)


@pytest.mark.parametrize(
    ("cell", "risk"),
    [
        ("R2", "R2"),
        ("pr3", "R3"),
        ("R4(中高风险)", "R4"),
        ("中低风险", "R2"),
        ("5级", "R5"),
        ("特殊", "特殊"),
        ("", None),
    ],
)
def test_risk_levels(tmp_path: Path, cell: str, risk: str | None) -> None:
    assert column(read(tmp_path, f"客户名称,产品,金额,风险等级\n华强,甲,5,{cell}\n"), "risk") == [risk]


@pytest.mark.parametrize(
    ("cell", "bank"),
    [("本行", None), ("南山支行", None), ("", None), ("招商银行南山支行", "招商银行南山支行"), ("工行", "工行")],
)
def test_another_bank_is_named_and_the_own_one_is_none(tmp_path: Path, cell: str, bank: str | None) -> None:
    assert column(read(tmp_path, f"客户名称,产品,金额,开户行\n华强,甲,5,{cell}\n"), "bank") == [bank]


def test_card_numbers_are_stored_under_no_heading(tmp_path: Path) -> None:
    card, identity = "6222021234567890128", "11010519491231002X"
    text = f"客户名称,产品,金额,账号\n华强,甲,5,{card}\n华强,甲,5,4403001234567\n华强,,5,{identity}\n"
    reading = read(tmp_path, text)
    assert column(reading, "contract_no") == [None, "4403001234567"]
    assert said(reading) == ["账号: 2 card or identity numbers not stored, the first in row 2"]
    assert reading.set_aside[0].cells == ("华强", "", "5", "")
    named = read(tmp_path, f"客户名称,产品,金额,卡号\n华强,甲,5,{card}\n华强,,5,{card}\n")
    assert column(named, "contract_no") == [None]
    assert (said(named), named.set_aside[0].cells) == (["never stored: 卡号"], ("华强", "", "5", ""))


def test_an_account_number_that_lost_digits_is_missing(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户名称,产品,金额,账号\n华强,甲,5,4.40300E+18\n")
    assert column(reading, "contract_no") == [None]
    assert "can't be read" in said(reading)[0]


def test_of_a_draft_s_list_the_draft_s_number_and_what_is_left_of_it_count(tmp_path: Path) -> None:
    text = (
        "客户名称,贷款品种,合同号,借据号,贷款金额,贷款余额,放款日,到期日\n华强,流贷,HT1,JJ1,9,5,2026-01-01,2027-01-01\n"
    )
    reading = read(tmp_path, text)
    assert (column(reading, "contract_no"), column(reading, "fen")) == (["JJ1"], [500])


def test_rows_in_another_currency_are_set_aside(tmp_path: Path) -> None:
    text = "客户名称,产品,金额,币种\n华强,甲,5,美元\n华强,乙,5,人民币\n华强,丙,5,\n华强,丁,5,美元\n"
    reading = read(tmp_path, text)
    assert (reading.currency, column(reading, "product")) == ("CNY", ["乙", "丙"])
    assert list(reasons(reading)) == [2, 5]
    assert read(tmp_path, text.replace("人民币", "USD")).currency == "USD"
    units = read(tmp_path, "客户名称,产品,金额,单位,到期日\n华强,甲,5,万元,2027-01-01\n华强,乙,5,元,2027-01-01\n")
    assert column(units, "fen") == [5_000_000, 500]


def test_days_to_come_are_no_days_of_a_list_or_of_an_end(tmp_path: Path) -> None:
    text = "客户名称,产品,金额,到期日,数据日期,结清日期\n华强,甲,5,2027-01-01,2026-10-31,2026-11-30\n"
    reading = read(tmp_path, text)
    assert (column(reading, "on"), column(reading, "ended")) == ([date(2026, 10, 31)], [None])
    assert "结清日期" in said(reading)[0]


def test_what_was_set_aside_comes_back_as_the_same_kind_with_unit_and_day(tmp_path: Path) -> None:
    title = "截至2026年10月31日,单位：万元,,\n"
    reading = read(tmp_path, title + "客户名称,产品,余额,到期日\n华强,,5,2027-01-01\n华强,乙,6,\n")
    assert reading.stated_date == date(2026, 10, 31)
    mended = ";".join(reading.headings) + "\n" + ";".join(reading.set_aside[0].cells).replace(";;", ";甲;") + "\n"
    again = read(tmp_path, mended)
    assert (again.kind, again.stated_date, column(again, "fen")) == ("holdings", date(2026, 10, 31), [5_000_000])
