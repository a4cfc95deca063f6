"""Lists with a row for each account or product of a client: what is added up, and what nothing can add up."""

from pathlib import Path

import pytest

from rmtool.core.arrivals import ClientRecord
from rmtool.intake.records import read_list

from .lists_kit import amounts, fields, options, packed, read, reasons, said, write

HEAD = "客户号,客户名称,账号,存款余额,贷款余额\n"


def test_the_accounts_of_a_client_are_added_up_and_it_is_said(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD + "1,华强,A,100,5\n2,南玻,D,50,\n1,华强,B,200,-\n1,华强,C,-30,6\n")
    assert fields(reading, "name") == ["华强", "南玻"]
    assert (amounts(reading), amounts(reading, "loan")) == ([27_000, 5_000], [1_100, None])
    assert [record.further for record in reading.records if isinstance(record, ClientRecord)] == [(4, 5), ()]
    assert (reading.rows, reading.set_aside) == (4, [])
    assert said(reading) == ["1 client has several rows, told apart by 账号; their amounts were added up"]


def test_a_row_that_repeats_an_account_counts_once(tmp_path: Path) -> None:
    assert amounts(read(tmp_path, HEAD + "1,华强,A,100,\n1,华强,B,200,\n1,华强,A,100,\n")) == [30_000]


def test_what_only_another_row_says_of_the_client_counts(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户号,客户名称,账号,存款余额,行业\n1,华强,A,100,\n1,,B,200,制造业\n")
    assert (fields(reading, "industry"), amounts(reading)) == (["制造业"], [30_000])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("1,华强,A,100,\n1,华强,B,约5,\n", "row 3 of the same client can't be read"),
        ("1,华强,A,100,\n1,华强,B,200,\n1,华强,A,101,\n", "rows 2, 4 of this client have the same 账号"),
        ("1,华强,A,100,\n1,南玻,B,200,\n", "1 stands for 华强, 南玻"),
        ("1,华强,A,100,\n1,华强,B,100,\n", "rows 2, 3 of this client state the same amount"),
        (",王伟,A,100,\n,王伟,B,200,\n", "2 rows are called 王伟"),
    ],
    ids=["one can't be read", "an account twice", "two names", "equal amounts", "namesakes"],
)
def test_where_nothing_tells_the_sum_all_rows_of_the_client_are_set_aside(
    tmp_path: Path, rows: str, reason: str
) -> None:
    good = "".join(f"{n},公司{n},X,{n},\n" for n in range(10, 20))
    reading = read(tmp_path, HEAD + rows + good)
    assert len(reading.records) == 10
    assert reasons(reading)[2].startswith(reason)
    assert len(reasons(reading)) == rows.count("\n")


def test_an_amount_that_all_rows_of_each_client_repeat_is_taken_once(tmp_path: Path) -> None:
    rows = "".join(f"{n},公司{n},A,{n}00,1\n{n},公司{n},B,{n}00,2\n" for n in (1, 2, 3))
    reading = read(tmp_path, HEAD + rows)
    assert (amounts(reading), amounts(reading, "loan")) == ([10_000, 20_000, 30_000], [300] * 3)
    assert "存款余额 is the same in all rows of each client, so it was taken once and not added up" in said(reading)


def test_the_total_of_a_clients_accounts_is_no_account(tmp_path: Path) -> None:
    assert amounts(read(tmp_path, HEAD + "1,华强,A,100,\n1,华强,B,200,\n1,华强,小计,300,\n")) == [30_000]


def test_cells_merged_over_the_rows_of_a_client_name_it_in_each(tmp_path: Path) -> None:
    def build(book: object) -> None:
        sheet = book.add_worksheet()  # type: ignore[attr-defined]
        sheet.write_row(0, 0, ["客户号", "客户名称", "账号", "存款余额"])
        sheet.merge_range(1, 0, 2, 0, 1001)
        sheet.merge_range(1, 1, 2, 1, "华强")
        sheet.write_column(1, 2, ["A", "B"])
        sheet.write_column(1, 3, [100, 200])

    (reading,) = read_list(write(tmp_path, packed(build), "list.xlsx"), options())
    assert (fields(reading, "client_no"), amounts(reading)) == (["1001"], [30_000])


def test_a_day_of_the_account_is_not_the_day_of_the_balance(tmp_path: Path) -> None:
    rows = "1,华强,A,2026-10-01,100\n1,华强,B,2026-11-02,200\n2,南玻,C,2026-11-03,50\n"
    assert amounts(read(tmp_path, "客户号,客户名称,账号,最近交易日,存款余额\n" + rows)) == [30_000, 5_000]
