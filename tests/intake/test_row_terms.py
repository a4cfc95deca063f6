"""Columns of units and currencies, which say what each row's amounts are counted in."""

from pathlib import Path

import pytest

from rmtool.errors import InputError

from .lists_kit import amounts, fields, read, reasons

GOOD = "".join(f"{n},公司{n},{n},元\n" for n in range(10, 20))


@pytest.mark.parametrize("heading", ["金额单位", "单位", "备注"])
def test_each_row_counts_in_its_own_unit(tmp_path: Path, heading: str) -> None:
    reading = read(
        tmp_path, f"客户号,客户名称,存款余额,{heading}\n1,华强,1.2,亿元\n2,南玻,5,万元\n3,沙河,7,元\n4,康佳,8,\n"
    )
    assert fields(reading, "name") == ["华强", "南玻", "沙河", "康佳"]
    assert amounts(reading) == [12_000_000_000, 5_000_000, 700, 800]


def test_the_unit_of_a_heading_outranks_the_rows(tmp_path: Path) -> None:
    assert amounts(read(tmp_path, "客户名称,存款余额(千元),金额单位\n华强,1,万元\n")) == [100_000]


def test_a_row_whose_unit_nobody_knows_is_set_aside(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户号,客户名称,存款余额,金额单位\n" + GOOD + "1,华强,5,箱\n")
    assert reasons(reading) == {12: "金额单位: 箱 is no unit of amounts"}


def test_employers_under_the_same_heading_are_names(tmp_path: Path) -> None:
    assert fields(read(tmp_path, "单位,存款余额\n华强公司,1\n南玻公司,2\n"), "name") == ["华强公司", "南玻公司"]


def test_rows_in_another_currency_are_set_aside(tmp_path: Path) -> None:
    rows = "1,华强,5,CNY\n2,南玻,5,人民币\n3,沙河,5,USD\n4,康佳,5,\n5,天马,5,XYZ\n6,振业,-,USD\n"
    reading = read(tmp_path, "客户号,客户名称,存款余额,币种\n" + rows)
    assert fields(reading, "name") == ["华强", "南玻", "康佳", "振业"]
    assert [reason.split(";")[0] for reason in reasons(reading).values()] == [
        "币种: the amounts are in USD, the list's others in CNY",
        "币种: XYZ is no known currency",
    ]
    assert reading.currency == "CNY"


def test_amounts_converted_already_are_not_in_the_accounts_currency(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户名称,币种,存款余额(折人民币)\n华强,USD,5\n南玻,CNY,6\n")
    assert amounts(reading) == [500, 600]


def test_a_list_whose_rows_are_all_in_one_currency_is_in_that(tmp_path: Path) -> None:
    assert read(tmp_path, "客户名称,币种,存款余额\n华强,840,5\n南玻,840,6\n").currency == "USD"


def test_a_list_in_several_foreign_currencies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "客户名称,币种,存款余额\n华强,USD,5\n南玻,EUR,6\n")
    assert caught.value.message.key == "intake.two_currencies"
