"""Contact logs as people keep them: dates without years, groups written once, several ways in a cell, ticks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rmtool.core.arrivals import ContactRecord
from rmtool.errors import InputError
from rmtool.intake.open_dates import open_date
from rmtool.intake.records import Reading
from rmtool.intake.stated_month import NOTHING, Stated, stated_month

from .lists_kit import CODES, TODAY, read, reasons, said, workbook


def contacts(reading: Reading) -> list[ContactRecord]:
    return [record for record in reading.records if isinstance(record, ContactRecord)]


def brief(reading: Reading) -> list[Any]:
    return [(record.client_name, record.on.isoformat(), record.code) for record in contacts(reading)]


@pytest.mark.parametrize(
    ("cell", "stated", "day"),
    [
        ("11月20日", NOTHING, "2026-11-20"),
        ("12-28", NOTHING, "2025-12-28"),
        ("周五 11/20", NOTHING, "2026-11-20"),
        ("11.20（周五）", NOTHING, "2026-11-20"),
        ("11月20日 14:30", NOTHING, "2026-11-20"),
        ("11-20 上午", NOTHING, "2026-11-20"),
        ("12月28日", Stated(2025, None, None), "2025-12-28"),
        ("12月28日", Stated(2026, 1, 1), "2025-12-28"),
        ("1月4日", Stated(2025, 12, 12), "2026-01-04"),
        ("20日", Stated(2026, 11, 11), "2026-11-20"),
        ("20日", NOTHING, None),
        ("20日", Stated(2026, 1, 12), None),
        ("2月30日", NOTHING, None),
        ("11.2", NOTHING, None),
        ("3-5次", NOTHING, None),
        ("5/6/2026", NOTHING, None),
        ("13-13", NOTHING, None),
        (11.2, NOTHING, None),
    ],
)
def test_a_day_without_its_year_is_near_what_the_list_states_else_the_last_one(
    cell: Any, stated: Stated, day: str | None
) -> None:
    found = open_date(cell)
    on = found.near(stated, TODAY) if found else None
    assert (on.isoformat() if on else None) == day


def test_years_that_a_log_leaves_open_are_said(tmp_path: Path) -> None:
    text = "日期,客户名称,方式,下次联系\n11月20日 9:05,甲,T,12-05\n2025-12-20,乙,M,1月5日\n12-01,丙,T,\n"
    reading = read(tmp_path, text)
    assert [(c.on.isoformat(), c.at, c.next_on) for c in contacts(reading)] == [
        ("2026-11-20", "09:05", date(2026, 12, 5)),
        ("2025-12-20", None, date(2026, 1, 5)),
        ("2025-12-01", None, None),
    ]
    assert any("2 dates name no year" in warning for warning in said(reading))


def test_rows_set_aside_say_the_year_that_only_their_list_states(tmp_path: Path) -> None:
    text = "2025年走访记录,,,\n日期,客户名称,方式,下次日期\n11月20日 9:05,甲,传真,12-05\n11-06,乙,T,\n"
    reading = read(tmp_path, text)
    assert [aside.cells for aside in reading.set_aside] == [("2025-11-20 09:05", "甲", "传真", "2025-12-05")]
    assert reading.cells(4)[0] == "2025-11-06"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("2025年12月-2026年1月",), (2026, 1, 12)),
        (("", "10月", "2025年走访"), (2025, 10, 10)),
        (("", "12月", "2026年1月"), (2025, 12, 12)),
        (("20261105", ""), (2026, 11, 11)),
        (("Nov 2026",), (2026, 11, 11)),
        (("10-11月",), (None, None, None)),
        (("电话13800138000",), (None, None, None)),
    ],
)
def test_the_month_that_title_sheet_and_file_state(texts: tuple[str, ...], found: tuple[int | None, ...]) -> None:
    assert tuple(stated_month(*texts)) == found


def test_what_a_log_states_once_for_a_group_of_rows_counts_for_all_of_them(tmp_path: Path) -> None:
    reading = read(tmp_path, "日期,客户名称,方式\n2026-11-20,甲,面谈\n,乙,电话\n,丙,电话\n2026-11-19,丁,电话\n")
    assert [on for _, on, _ in brief(reading)] == ["2026-11-20"] * 3 + ["2026-11-19"]
    assert any("日期: 2 blank cells count as what stands above" in warning for warning in said(reading))
    reading = read(tmp_path, "客户名称,日期,方式\n甲,2026-11-20,M\n,2026-11-13,T\n,2026-11-06,T\n乙,2026-11-20,M\n")
    assert [name for name, _, _ in brief(reading)] == ["甲"] * 3 + ["乙"]


@pytest.mark.parametrize(
    "days",
    [["2026-11-20", "", "2026-11-19", "2026-11-18"], ["2026-11-20", "2026-11-20", "", ""], ["", "", "2026-11-20"]],
)
def test_blank_days_that_are_slips_set_their_rows_aside(tmp_path: Path, days: list[str]) -> None:
    reading = read(tmp_path, "日期,客户名称,方式\n" + "".join(f"{day},甲,T\n" for day in days))
    assert set(reasons(reading).values()) == {"日期: no date"}
    assert len(reading.set_aside) == days.count("")


def test_several_ways_in_a_cell_are_several_contacts_of_one_next_step(tmp_path: Path) -> None:
    text = "日期,客户名称,方式,备注,下一步\n2026-11-20,甲,电话、上门拜访,报价,送合同\n2026-11-19,乙,E-banking,,\n"
    reading = read(tmp_path, text)
    assert [(c.code, c.note, c.next) for c in contacts(reading)] == [("T", "报价", "送合同"), ("M", "报价", None)]
    assert list(reasons(reading)) == [3]


def test_ways_with_a_column_each_are_read_by_their_ticks(tmp_path: Path) -> None:
    text = "日期,客户名称,电话,面谈,微信,备注\n2026-11-20,甲,√,,,问候\n2026-11-19,乙,,✓,√,\n2026-11-18,丙,,,,\n"
    reading = read(tmp_path, text)
    assert brief(reading) == [("甲", "2026-11-20", "T"), ("乙", "2026-11-19", "M"), ("乙", "2026-11-19", "W")]
    assert list(reasons(reading)) == [4] and "no code" in reasons(reading)[4]
    assert reading.columns["电话"] == reading.columns["面谈"] == "code"
    without = {word: code for word, code in CODES.items() if code != "W"}
    assert list(reasons(read(tmp_path, text, codes=without))) == [3, 4]


def test_telephone_numbers_below_a_way_s_name_are_no_ticks(tmp_path: Path) -> None:
    text = "日期,客户名称,方式,电话,邮件\n2026-11-20,甲,面谈,13800138000,a@b.cn\n"
    assert brief(read(tmp_path, text)) == [("甲", "2026-11-20", "M")]


@pytest.mark.parametrize(
    ("heads", "key"),
    [
        ("何时,客户名称,方式", "no_date_column"),
        ("客户名称,周一,周二", "no_date_column"),
        ("日期,客户名称,下一步", "no_code_column"),
    ],
)
def test_a_log_that_lacks_its_days_or_ways_is_no_list_of_clients(tmp_path: Path, heads: str, key: str) -> None:
    cells = {"客户名称": "甲", "日期": "2026-11-20", "何时": "上周", "下一步": "送方案"}
    line = ",".join(cells.get(head, "面谈") for head in heads.split(","))
    with pytest.raises(InputError, match=key):
        read(tmp_path, f"{heads}\n{line}\n{line}\n")


def test_how_clients_like_to_be_reached_makes_no_log_of_their_list(tmp_path: Path) -> None:
    assert read(tmp_path, "客户名称,地址,联系方式\n甲,深南大道1号,微信\n乙,深南大道2号,电话\n").kind == "clients"


def test_unknown_ways_are_counted_and_the_tenth_is_the_last_that_is_named(tmp_path: Path) -> None:
    rows = [f"2026-11-20,甲,办法{number}" for number in range(12)] + ["2026-11-20,甲,Web"] * 2
    warnings = said(read(tmp_path, "日期,客户名称,方式\n" + "\n".join(rows) + "\n"))
    assert warnings[0] == "Web is no known code (2 cells); --map-code 'Web=T' would make it one"
    assert len(warnings) == 11 and warnings[-1] == "3 more words are no known code"


def test_a_row_of_sums_with_a_count_among_the_names_is_no_contact(tmp_path: Path) -> None:
    rows = [["序号", "日期", "客户名称", "方式"], [1, date(2026, 11, 20), "甲", "T"], ["合计", "", 1, ""]]
    reading = read(tmp_path, workbook({"走访": rows}), name="log.xlsx")
    assert (len(reading.records), reading.set_aside) == (1, [])
