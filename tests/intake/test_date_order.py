"""Days such as 5/6/2026: the column decides which number is the day, and where it can't, nothing is guessed."""

from datetime import date
from pathlib import Path

import pytest

from rmtool.core.arrivals import ClientRecord
from rmtool.errors import InputError
from rmtool.intake.date_order import orders_of
from rmtool.intake.records import Reading
from rmtool.lang import say

from .lists_kit import fields, read, reasons, said, workbook

NOVEMBER_22 = date(2026, 11, 22)


def log(*days: str) -> str:
    return "客户号,日期,方式\n" + "".join(f"{number},{day},M\n" for number, day in enumerate(days, 1))


def days(reading: Reading) -> list[date]:
    return [record.on for record in reading.records]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (["22.11.2026", "3.11.2026"], "day, month, year"),
        (["22/11/2026 09:30", "03/11/2026"], "day, month, year"),
        (["11-22-2026", "11-03-2026"], "month, day, year"),
        (["11/22/26", "11/3/26"], "month, day, year"),
        (["２２／１１／２０２６", "3/11/2026"], "day, month, year"),
    ],
)
def test_one_cell_that_fits_one_order_only_decides_for_the_column(
    tmp_path: Path, written: list[str], read_as: str
) -> None:
    reading = read(tmp_path, log(*written))
    assert days(reading) == [NOVEMBER_22, date(2026, 11, 3)]
    assert any(f"were read as {read_as}; if that is wrong: --date-order" in warning for warning in said(reading))


def test_a_log_whose_days_fit_both_orders_is_refused_until_the_order_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, log("5/6/2026", "7/8/2026"))
    assert "5/6/2026 may be read day first or month first. Say which: --date-order dmy" in say(caught.value.message)
    assert days(read(tmp_path, log("5/6/2026", "7/8/2026"), date_order="dmy")) == [date(2026, 6, 5), date(2026, 8, 7)]
    assert days(read(tmp_path, log("5/6/2026", "7/8/2026"), date_order="mdy")) == [date(2026, 5, 6), date(2026, 7, 8)]


def test_a_year_of_two_digits_needs_an_order_and_a_year_of_four_none(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path, log("26/11/22"))
    assert days(read(tmp_path, log("26/11/22", "2026-11-22", "20261122"), date_order="ymd")) == [NOVEMBER_22] * 3
    assert days(read(tmp_path, log("22/11/26", "2026/11/22"), date_order="dmy")) == [NOVEMBER_22] * 2


def test_what_the_order_does_not_fit_is_set_aside(tmp_path: Path) -> None:
    reading = read(tmp_path, log("22/11/2026", "11/23/2026", "1/2/2026"))
    assert (days(reading), list(reasons(reading))) == ([], [2, 3, 4])
    assert reasons(read(tmp_path, log("11/23/2026"), date_order="dmy")) == {2: "日期: 11/23/2026 is no date"}


def test_elsewhere_days_of_no_certain_order_are_missing(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户号,成立日期\n1,5/6/1984\n2,1990-01-02\n")
    assert fields(reading, "founded") == [None, date(1990, 1, 2)]
    assert any("days such as 5/6/1984 may be read day first or month first" in warning for warning in said(reading))
    told = read(tmp_path, "客户号,成立日期\n1,30/5/84\n2,1/6/1985\n", name="b.csv")
    assert fields(told, "founded") == [date(1984, 5, 30), date(1985, 6, 1)]


def test_days_that_are_the_same_in_both_orders_leave_no_doubt() -> None:
    assert orders_of(["5/5/2026", "6/6/2026"]) == ["dmy"]
    assert orders_of(["05/05/26"]) == ["dmy", "ymd"]
    assert orders_of(["13/13/2026"]) == []


def test_balances_a_row_a_day_and_real_dates_follow_the_column(tmp_path: Path) -> None:
    rows = "客户号,日期,存款余额\n1,30/9/2026,5\n1,1/10/2026,6\n2,30/9/2026,7\n"
    records = [record for record in read(tmp_path, rows).records if isinstance(record, ClientRecord)]
    assert list(records[0].series) == [date(2026, 9, 30), date(2026, 10, 1)]
    book = workbook({"S": [["客户号", "日期", "方式"], ["1", date(2026, 6, 5), "M"], ["2", "22/11/2026", "T"]]})
    assert days(read(tmp_path, book, name="a.xlsx")) == [date(2026, 6, 5), NOVEMBER_22]
