"""Columns read as a whole: lost zeros put back only without doubt, decimal commas never taken for thousands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .lists_kit import amounts, fields, read, reasons, said, workbook

HEAD = ["客户编号", "客户名称", "存款余额"]


def numbers_in_workbook(folder: Path, numbers: list[object]) -> tuple[list[str | None], list[str]]:
    rows = [HEAD, *([number, f"甲{row}", 5] for row, number in enumerate(numbers))]
    reading = read(folder, workbook({"S": rows}), name="list.xlsx")
    return fields(reading, "client_no"), said(reading)


def numbers_in_text(folder: Path, numbers: list[str]) -> tuple[list[str | None], list[str]]:
    rows = [",".join(HEAD), *(f"{number},甲{row},5" for row, number in enumerate(numbers))]
    reading = read(folder, "\n".join(rows))
    return fields(reading, "client_no"), said(reading)


def test_numbers_among_texts_of_one_width_get_their_zeros_back(tmp_path: Path) -> None:
    found, warned = numbers_in_workbook(tmp_path, ["000101", "000102", "120103", 104, "000105", 6.0])
    assert found == ["000101", "000102", "120103", "000104", "000105", "000006"]
    assert warned == [
        "客户编号: 2 numbers had lost leading zeros and were made 6 digits wide again, the first in row 5: 104 → 000104"
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        ["000101", "000102", 103, 104],  # half is not most
        ["000101", "000102", "1030", 104],  # texts of two widths
        ["000101", "000102", "000103", 1234567, 104],  # a number wider than the texts
        [101, 102, 103, 4],  # nothing says a width
        ["00101", "00102", 3],  # too few to say
    ],
)
def test_in_a_workbook_zeros_are_not_made_up(tmp_path: Path, numbers: list[object]) -> None:
    found, warned = numbers_in_workbook(tmp_path, numbers)
    assert found == [str(number) for number in numbers]
    assert warned == []


def test_in_a_text_file_zeros_left_at_the_head_of_others_tell_the_width(tmp_path: Path) -> None:
    found, _ = numbers_in_text(tmp_path, ["000101", "000102", "120103", "104", "000105"])
    assert found == ["000101", "000102", "120103", "000104", "000105"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "10", "100", "101"],  # counted, not padded
        ["100001", "100002", "100003", "4"],  # no zero stands at any head
        ["0001", "00002", "000003", "4"],  # zeros before several widths
        ["0101", "0102", "0103", "10404", "5"],  # one is wider than the zeros say
        ["000101", "7", "8", "9"],  # most are short
        ["K01", "K02", "000101", "5"],
    ],
)
def test_in_a_text_file_zeros_are_not_made_up(tmp_path: Path, numbers: list[str]) -> None:
    found, warned = numbers_in_text(tmp_path, numbers)
    assert (found, warned) == (numbers, [])


def test_zeros_that_would_make_two_clients_one_are_left_to_the_user(tmp_path: Path) -> None:
    found, warned = numbers_in_workbook(tmp_path, ["000101", "000102", "000103", 103])
    assert found == ["000101", "000102", "000103", "103"]
    assert warned[0].startswith("客户编号: 1 number is shorter than the others and may have lost leading zeros")


def test_a_row_set_aside_shows_the_number_with_its_zeros(tmp_path: Path) -> None:
    rows = "".join(f"00010{row},甲{row},5\n" for row in range(6))
    reading = read(tmp_path, ",".join(HEAD) + "\n" + rows + "109,乙,五百\n")
    assert reading.set_aside[0].cells == ("000109", "乙", "五百")


def test_zeros_come_back_in_contact_logs_too(tmp_path: Path) -> None:
    rows = "".join(f"{number},2026-11-02,T\n" for number in ("000101", "000102", "000103", "104"))
    reading = read(tmp_path, "客户编号,日期,方式\n" + rows)
    assert [record.client_no for record in reading.records][-1] == "000104"  # type: ignore[union-attr]


@given(st.lists(st.one_of(st.integers(0, 99_999), st.integers(0, 99_999).map("{:05d}".format)), max_size=9))
def test_restored_numbers_only_gain_zeros(tmp_path_factory: pytest.TempPathFactory, numbers: list[object]) -> None:
    from rmtool.intake.repairs import _lost_zeros

    written = [str(number) for number in numbers]
    cells = [float(number) if isinstance(number, int) else str(number) for number in numbers]
    width, rows = _lost_zeros(cells, written)
    assert all(isinstance(numbers[row], int) and len(written[row]) < width == 5 for row in rows)


AMOUNTS = "客户名称;存款余额\n" + "".join(f"甲{row};{row}00\n" for row in range(20))


def test_amounts_with_a_decimal_comma_are_read_where_it_is_announced(tmp_path: Path) -> None:
    text = "客户名称;存款余额\nA;1.586,48\nB;1.586\nC;-0,5\nD;(1.234,00)\nE;1.586,48 万元\nF;7\nG;1.586.000\n"
    assert amounts(read(tmp_path, text, decimal=",")) == [
        158_648,
        158_600,
        -50,
        -123_400,
        1_586_480_000,
        700,
        158_600_000,
    ]


def test_without_it_they_are_set_aside_and_so_is_what_could_mean_either(tmp_path: Path) -> None:
    reading = read(tmp_path, AMOUNTS + "B;1.586,48\nC;1.586\nD;1,586\nE;15.86\n")
    assert list(reasons(reading)) == [22, 23, 24]
    assert said(reading)[0] == (
        "存款余额: amounts such as 1.586,48 (row 22) are written with a decimal comma; to read them: --decimal ,"
    )
    assert amounts(reading)[-1] == 1_586


def test_a_point_for_thousands_alone_is_a_point(tmp_path: Path) -> None:
    assert amounts(read(tmp_path, AMOUNTS + "C;1.586\n"))[-1] == 159


@pytest.mark.parametrize("cell", ["1586.48", "1,586.48", "1.58,6"])
def test_with_a_decimal_comma_a_decimal_point_is_refused(tmp_path: Path, cell: str) -> None:
    reading = read(tmp_path, AMOUNTS + f"B;{cell}\n", decimal=",")
    assert list(reasons(reading)) == [22]
