"""Identity and card numbers are kept out whatever heads them, and what they look like is not repeated."""

from pathlib import Path

from .lists_kit import fields, read, said

PERSON, OTHER, CARD = "110101199003078515", "440301198001011234", "6222021234567890128"


def test_a_column_of_identity_numbers_is_never_stored_whatever_heads_it(tmp_path: Path) -> None:
    reading = read(
        tmp_path, f"客户号,客户名称,电话,存款余额\n1,张三,{PERSON},1\n2,李四,'{PERSON},2\n3,王五,13800138000,3\n"
    )
    assert fields(reading, "phone") == [None] * 3
    assert said(reading) == ["never stored: 电话"]
    assert reading.cells(2) == ("1", "张三", "", "1")


def test_a_single_identity_number_among_others_is_left_out(tmp_path: Path) -> None:
    rows = "".join(f"{n},公司{n},1380013800{n},{n}\n" for n in range(4))
    reading = read(tmp_path, f"客户号,客户名称,电话,存款余额\n{rows}9,张三,{PERSON},1\n")
    assert fields(reading, "phone")[3:] == ["13800138003", None]
    assert said(reading) == ["电话: 1 identity number not stored, the first in row 6"]


def test_a_remark_that_is_an_identity_number_is_no_credit_code_and_is_not_shown(tmp_path: Path) -> None:
    reading = read(tmp_path, f"客户号,客户名称,存款余额,备注\n1,张三,1,{PERSON}\n2,李四,2,无\n")
    assert "备注" not in reading.columns
    mixed = read(tmp_path, f"客户名称,信用代码,存款余额\n张三,{OTHER},1\n李四,{PERSON},1\n")
    assert not any(number in warning for number in (PERSON, OTHER) for warning in said(mixed))
