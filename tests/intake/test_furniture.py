"""Rows below headings that are no rows of the list, and rows that only look so."""

from pathlib import Path

import pytest

from .lists_kit import fields, read, reasons, said

HEAD = "序号,客户编号,客户名称,客户经理,存款余额\n"
FIRST, SECOND = "1,001,华强,王芳,10\n", "2,002,南玻,李雷,20\n"


@pytest.mark.parametrize(
    "between",
    [
        "1,2,3,4,5\n",
        "A,B,C,D,E=D*2\n",
        "甲,乙,丙,1,2\n",
        "(1),(2),(3),(4),(5)\n",
    ],
)
def test_the_row_that_numbers_the_columns_is_no_client(tmp_path: Path, between: str) -> None:
    reading = read(tmp_path, HEAD + between + FIRST + between + SECOND)
    assert fields(reading, "name") == ["华强", "南玻"]
    assert said(reading) == ["2 rows that only number the columns left out"]


def test_a_first_client_with_low_numbers_is_no_numbering(tmp_path: Path) -> None:
    assert fields(read(tmp_path, HEAD + "1,2,3,5,4\n"), "name") == ["3"]


@pytest.mark.parametrize(
    "between",
    [
        "小计,,,,30\n",
        ",,小计,王芳,30\n",
        ",小计：,,王芳,30\n",
        ",,南山支行小计,王芳,30\n",
        ",,过次页,,30\n",
        ",,合計,,30\n",
    ],
)
def test_a_total_is_no_client_whoever_stands_beside_it(tmp_path: Path, between: str) -> None:
    reading = read(tmp_path, HEAD + FIRST + between + SECOND)
    assert fields(reading, "name") == ["华强", "南玻"]
    assert said(reading) == ["1 row of totals left out"]


def test_what_each_printed_page_repeats_is_left_out(tmp_path: Path) -> None:
    page = "南山支行客户清单,,,,\n第{}页 共2页,,,,单位：万元\n" + HEAD
    reading = read(
        tmp_path,
        page.format(1)
        + FIRST
        + "制表人：张三,,,复核：李四,\n"
        + page.format(2)
        + SECOND
        + "制表人：张三,,,复核：李四,\n",
    )
    assert fields(reading, "name") == ["华强", "南玻"]
    assert reading.units == {"存款余额": 10_000}
    assert said(reading) == [
        "1 row that only repeats the headings left out",
        "2 rows that only repeat the title left out",
        "2 rows of notes below the list left out",
    ]


@pytest.mark.parametrize("title", ["一、制造业,,,,", ",,（二）批发业,,", "制造业,,,,", "第一部分 重点客户,,,,"])
def test_the_title_of_a_group_of_rows_is_no_client(tmp_path: Path, title: str) -> None:
    reading = read(tmp_path, HEAD + title + "\n" + FIRST + SECOND)
    assert fields(reading, "name") == ["华强", "南玻"]
    assert len(said(reading)) == 1 and title.strip(",") in said(reading)[0]


def test_a_client_of_whom_only_the_name_is_known_is_one(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD + ",,三一重工,,\n" + FIRST)
    assert fields(reading, "name") == ["三一重工", "华强"]
    assert said(reading) == []


def test_an_amount_without_a_client_is_set_aside(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD + FIRST * 5 + ",,,,30\n")
    assert reasons(reading) == {7: "neither a name nor a number of the client"}
