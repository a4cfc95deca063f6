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
    assert said(reading) == ["电话: 1 identity or card number not stored, the first in row 6"]


def test_a_remark_that_is_an_identity_number_is_no_credit_code_and_is_not_shown(tmp_path: Path) -> None:
    reading = read(tmp_path, f"客户号,客户名称,存款余额,备注\n1,张三,1,{PERSON}\n2,李四,2,无\n")
    assert "备注" not in reading.columns
    mixed = read(tmp_path, f"客户名称,信用代码,存款余额\n张三,{OTHER},1\n李四,{PERSON},1\n")
    assert not any(number in warning for number in (PERSON, OTHER) for warning in said(mixed))


def test_numbers_hidden_in_notes_are_blotted_out_and_named(tmp_path: Path) -> None:
    log = f"日期,客户名称,方式,备注\n2026-11-20,甲公司,电话,身份证{PERSON}已收\n2026-11-20,乙公司,电话,卡{CARD}\n"
    reading = read(tmp_path, log)
    assert [record.note for record in reading.records] == ["身份证***已收", "卡***"]
    assert "备注: 2 identity or card numbers not stored, the first in row 2" in said(reading)


def test_numbers_hidden_in_address_cards_are_blotted_out(tmp_path: Path) -> None:
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:张三\nORG:甲公司\nTEL:13800138000\nNOTE:护照换证 {PERSON}\nEND:VCARD\n"
    (record,) = read(tmp_path, card, name="cards.vcf").records
    assert record.note == "护照换证 ***"


def test_rows_set_aside_are_kept_without_such_numbers(tmp_path: Path) -> None:
    rows = "".join(f"{n},公司{n},{n},无\n" for n in range(9))
    reading = read(tmp_path, f"客户号,客户名称,存款余额,其他\n{rows}{PERSON},张三,坏,见{PERSON}\n")
    assert [row.cells for row in reading.set_aside] == [("", "张三", "坏", "见***")]
