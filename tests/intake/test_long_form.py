"""Lists with several rows a client, one for each day or measure: known by their cells, and what contradicts itself."""

from datetime import date
from pathlib import Path
from typing import Any

from rmtool.core.arrivals import ClientRecord
from rmtool.intake.records import Reading

from .lists_kit import amounts, read, reasons, said, workbook

SEPTEMBER, OCTOBER, TODAY = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 23)


def series(reading: Reading) -> dict[str, Any]:
    """The amounts by day of each client."""
    records = [record for record in reading.records if isinstance(record, ClientRecord)]
    return {record.fields["client_no"]: dict(record.series) for record in records}


def test_a_row_a_client_and_day_becomes_a_series(tmp_path: Path) -> None:
    rows = ["1,甲,2026-09-30,5", "2,乙,2026-09-30,7", "1,甲厂,2026-10-31,-6", "2,乙,2026-10-31,"]
    reading = read(tmp_path, "\n".join(["客户编号,客户名称,日期,余额(万元)", *rows]))
    assert series(reading) == {
        "1": {SEPTEMBER: {"deposit": 5_000_000}, OCTOBER: {"deposit": -6_000_000}},
        "2": {SEPTEMBER: {"deposit": 7_000_000}},
    }
    assert [record.fields["name"] for record in reading.records] == ["甲厂", "乙"]  # type: ignore[union-attr]
    assert (reading.kind, reading.rows, reading.stated_date) == ("clients", 4, OCTOBER)
    assert reading.columns["日期"] == "as_of"
    assert "several rows a client: balances of 2 clients on 2 days, 2026-09-30 to 2026-10-31" in said(reading)


def test_days_are_told_by_the_cells_where_no_heading_says_so(tmp_path: Path) -> None:
    rows = "client_no,x,deposit\n1,2026-09-30,5\n1,2026-10-31,6\n2,2026-10-31,7\n"
    assert series(read(tmp_path, rows))["1"] == {SEPTEMBER: {"deposit": 500}, OCTOBER: {"deposit": 600}}


def test_months_are_their_last_days_and_this_month_is_today(tmp_path: Path) -> None:
    book = workbook({"S": [["客户号", "月份", "存款余额"], ["1", 202610, 5], ["1", "2026年11月", 6], ["2", 202610, 7]]})
    expected = {"1": {OCTOBER: {"deposit": 500}, TODAY: {"deposit": 600}}, "2": {OCTOBER: {"deposit": 700}}}
    assert series(read(tmp_path, book, name="a.xlsx")) == expected
    first = workbook({"S": [["客户号", "月份", "存款余额"], ["1", date(2026, 9, 1), 5], ["1", date(2026, 10, 1), 6]]})
    assert series(read(tmp_path, first, name="b.xlsx"))["1"].keys() == {SEPTEMBER, OCTOBER}


def test_a_measure_a_row_with_units_of_its_own(tmp_path: Path) -> None:
    rows = "客户号,指标,金额\n1,存款余额,5\n1,贷款余额(万元),6\n1,日均存款,7\n2,存款余额,8\n"
    reading = read(tmp_path, rows)
    assert amounts(reading) == [500, 800]
    assert amounts(reading, "loan") == [6_000_000, None]
    assert amounts(reading, "deposit_avg") == [700, None]
    assert (reading.columns["指标"], reading.columns["金额"]) == ("measure", "figure")


def test_measures_are_told_by_the_cells_too_but_never_against_the_heading(tmp_path: Path) -> None:
    told = read(tmp_path, "客户号,日期,业务,金额\n1,2026-09-30,存款,5\n1,2026-09-30,贷款,6\n1,2026-10-31,存款,7\n")
    assert series(told)["1"] == {SEPTEMBER: {"deposit": 500, "loan": 600}, OCTOBER: {"deposit": 700}}
    named = read(tmp_path, "客户号,业务,存款余额\n1,存款,5\n2,贷款,6\n", name="b.csv")
    assert (amounts(named), amounts(named, "loan")) == ([500, 600], [None, None])


def test_two_amounts_for_one_client_and_day_are_set_aside_both(tmp_path: Path) -> None:
    rows = ["1,2026-09-30,5", "1,2026-09-30,6", "2,2026-09-30,7", "2,2026-09-30,7", "1,2026-10-31,8"]
    reading = read(tmp_path, "\n".join(["客户号,数据日期,存款余额", *rows]))
    assert series(reading) == {"1": {OCTOBER: {"deposit": 800}}, "2": {SEPTEMBER: {"deposit": 700}}}
    assert reasons(reading) == {
        2: "the same client and day as row 3, with another amount; check them and keep one",
        3: "the same client and day as row 2, with another amount; check them and keep one",
    }
    assert reading.rows == 5


def test_rows_of_no_day_a_day_to_come_or_no_known_measure_are_set_aside(tmp_path: Path) -> None:
    good = "".join(f"{number},2026-09-30,存款余额,1\n" for number in range(10, 30))
    bad = "1,昨天,存款余额,1\n2,2027-01-31,存款余额,1\n3,,存款余额,1\n4,2026-09-30,理财,1\n"
    reading = read(tmp_path, f"客户号,数据日期,指标,数值\n{good}{bad}")
    assert reasons(reading) == {
        22: "数据日期: 昨天 is no date",
        23: "数据日期: 2027-01-31 is still to come",
        24: "数据日期: no date",
        25: "指标: no measure is called 理财",
    }
    assert [aside.damaged for aside in reading.set_aside] == [True, False, False, False]


def test_rows_set_aside_read_back_as_what_they_were(tmp_path: Path) -> None:
    rows = "客户号,日期,项目,金额(万元)\n1,2026-09-30,存款,5\n1,2026-09-30,存款,6\n1,2026-10-31,贷款,7\n"
    reading = read(tmp_path, rows)
    assert reading.headings == ("客户号", "as_of", "measure", "金额(万元)")
    mended = "\n".join(",".join(cells) for cells in (reading.headings, reading.set_aside[1].cells))
    assert series(read(tmp_path, mended, name="mended.csv")) == {"1": {SEPTEMBER: {"deposit": 6_000_000}}}


def test_a_date_that_may_be_any_is_not_taken_for_the_day_of_the_amounts(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户号,日期,存款余额\n1,2015-03-02,5\n2,2016-04-01,6\n")
    assert amounts(reading) == [500, 600]
    assert [question.fields for question in reading.questions] == [("as_of",)]
    assert any("日期 (such as 2015-03-02, 2016-04-01)" in warning for warning in said(reading))
    told = read(tmp_path, "客户号,日期,存款余额\n1,2015-03-02,5\n2,2016-04-01,6\n", columns={"日期": "as_of"})
    assert series(told)["2"] == {date(2016, 4, 1): {"deposit": 600}}


def test_a_day_that_all_rows_share_is_the_lists(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户号,日期,存款余额\n1,2026-09-30,5\n2,2026-09-30,6\n")
    assert (series(reading)["2"], reading.stated_date) == ({SEPTEMBER: {"deposit": 600}}, SEPTEMBER)
