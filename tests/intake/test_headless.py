"""Lists without headings: read where the columns leave no doubt, else refused with what to say."""

from pathlib import Path

import pytest

from rmtool.core.arrivals import ContactRecord
from rmtool.errors import InputError
from rmtool.intake.columns import UnclearError
from rmtool.intake.records import read_list
from rmtool.lang import say

from .lists_kit import amounts, fields, options, read, said, workbook, write

FIRMS = ["深圳甲有限公司", "深圳乙有限公司", "深圳丙有限公司"]
CODES = ["91440300618831041G", "914403006188385775", "91440300618853574U"]


def lines(*columns: list[str]) -> str:
    return "\n".join(",".join(row) for row in zip(*columns, strict=True)) + "\n"


def unclear(folder: Path, content: str) -> UnclearError:
    with pytest.raises(UnclearError) as caught:
        read(folder, content)
    return caught.value


def test_columns_that_leave_no_doubt_are_taken_and_named(tmp_path: Path) -> None:
    phones, districts = ["13812345678", "13812345679", "13812345670"], ["南山区", "福田区", "罗湖区"]
    numbers = ["000123", "000124", "000125"]
    reading = read(tmp_path, lines(numbers, FIRMS, districts, phones, ["500.5", "-6", "7"], CODES))
    assert (fields(reading, "client_no"), fields(reading, "name")) == (numbers, FIRMS)
    assert (fields(reading, "phone"), amounts(reading)) == (phones, [50_050, -600, 700])
    (taken,) = [warning for warning in said(reading) if "no headings" in warning]
    assert "(A) = client_no, (B) = name, (D) = phone, (E) = deposit" in taken and "(F) = credit_code" in taken
    assert reading.ignored_columns == ("(C)",)
    assert any("(C) (such as 南山区, 福田区, 罗湖区)" in warning for warning in said(reading))
    assert reading.headings == ("client_no", "name", "(C)", "phone", "deposit", "credit_code")


def test_the_first_row_of_names_is_no_heading(tmp_path: Path) -> None:
    reading = read(tmp_path, lines(FIRMS, ["南山区", "福田区", "罗湖区"], ["1.5", "", "2"]))
    assert (fields(reading, "name"), amounts(reading)) == (FIRMS, [150, None, 200])


def test_private_persons_are_known_by_their_surnames_and_districts_are_none(tmp_path: Path) -> None:
    reading = read(tmp_path, lines(["张三", "李四", "王小五"], ["500.1", "600", "7"]))
    assert (fields(reading, "name"), amounts(reading)) == (["张三", "李四", "王小五"], [50_010, 60_000, 700])
    with pytest.raises(InputError):
        read(tmp_path, lines(["南山区", "福田区", "罗湖区"], ["500.1", "600", "7"]), name="districts.csv")


def test_a_log_needs_a_day_and_a_code(tmp_path: Path) -> None:
    days = ["2026-11-03", "2026-11-04", "2026-11-05"]
    reading = read(tmp_path, lines(["000123", "000124", "000123"], days, ["面谈", "电话", "T"], ["谈存款", "", "回访"]))
    assert reading.kind == "contacts"
    records = [record for record in reading.records if isinstance(record, ContactRecord)]
    assert [(record.client_no, record.code) for record in records] == [
        ("000123", "M"),
        ("000124", "T"),
        ("000123", "T"),
    ]
    named = read(tmp_path, lines(["000123"], days[:1], ["面谈"], ["谈存款"]), name="b.csv", columns={"4": "note"})
    assert [record.note for record in named.records] == ["谈存款"]  # type: ignore[union-attr]


def test_what_could_be_number_or_amount_is_refused_with_the_first_row(tmp_path: Path) -> None:
    error = unclear(tmp_path, lines(FIRMS, ["500", "600", "700"]))
    assert say(error.message).startswith("list.csv has no headings")
    assert "Row 1 is: A: 深圳甲有限公司, B: 500" in say(error.message)
    assert [(q.heading, q.fields[0], q.samples) for q in error.questions] == [
        ("(B)", "client_no", ("500", "600", "700"))
    ]


@pytest.mark.parametrize("column", ["B", "(B)", "b", "2"])
def test_columns_are_named_by_letter_or_place(tmp_path: Path, column: str) -> None:
    reading = read(tmp_path, lines(FIRMS, ["500", "600", "700"]), columns={column: "loan"})
    assert amounts(reading, "loan") == [50_000, 60_000, 70_000]


def test_two_amounts_are_refused_until_one_is_named(tmp_path: Path) -> None:
    content = lines(FIRMS, ["500.5", "6", "7"], ["1.5", "22", "3"])
    error = unclear(tmp_path, content)
    assert error.message.key == "intake.no_headings"
    assert [question.heading for question in error.questions] == ["(B)", "(C)"]
    reading = read(tmp_path, content, columns={"C": "deposit_avg"})
    assert (amounts(reading, "deposit_avg"), amounts(reading)) == ([150, 2_200, 300], [None] * 3)


def test_what_was_settled_holds_for_lists_that_look_alike_only(tmp_path: Path) -> None:
    content = lines(FIRMS, ["500", "600", "700"])
    remembered = {unclear(tmp_path, content).fingerprint: {"(B)": "loan"}}
    again = read(tmp_path, lines(FIRMS, ["501", "601", "701"]), remembered=remembered)
    assert amounts(again, "loan") == [50_100, 60_100, 70_100]
    other = read(
        tmp_path, lines(["K001", "K002", "K003"], ["500", "60", "700"]), name="other.csv", remembered=remembered
    )
    assert (fields(other, "client_no"), amounts(other)) == (["K001", "K002", "K003"], [50_000, 6_000, 70_000])


def test_identity_numbers_are_neither_read_nor_shown(tmp_path: Path) -> None:
    secrets = ["11010519491231002X", "110105194912310038", "11010519491231002X"]
    reading = read(tmp_path, lines(FIRMS, secrets, ["1.5", "26", "x"]), measures_needed=("loan",))
    assert "(B)" not in reading.columns
    assert "11010519491231002X" not in str((said(reading), reading.questions))
    assert reading.cells(1) == ("深圳甲有限公司", "", "1.5")
    error = unclear(tmp_path, lines(FIRMS, secrets, ["500", "600", "700"]))
    assert "1101051949" not in say(error.message)


def test_a_sheet_without_headings_stays_out_beside_one_with(tmp_path: Path) -> None:
    book = workbook(
        {"客户": [["客户名称", "存款余额"], ["甲公司", 5]], "Sheet2": [["乙有限公司", 6.5], ["丙有限公司", 7]]}
    )
    (reading,) = read_list(write(tmp_path, book, "a.xlsx"), options())
    assert fields(reading, "name") == ["甲公司"]
    assert any("Sheet2" in warning for warning in said(reading))
