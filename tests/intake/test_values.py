"""Cells → values: every way of writing that banks' lists use, and what can't be read."""

from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.money import fen_of
from rmtool.intake import values

JUNE_30 = date(2026, 6, 30)

CELLS = st.one_of(
    st.text(max_size=25),
    st.text("0123456789.,-/:年月日万亿元()% eE+１２", max_size=20),
    st.floats(),
    st.integers(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def ascii_start(cell: str) -> str:
    """A short name for a long cell."""
    return ascii(cell[:12])


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("  深圳华强\u3000", "深圳华强"),
        ("\u200b华强\ufeff", "华强"),
        ("华强\n电子", "华强 电子"),
        ("a\x00b", "a b"),
        (360.0, "360"),
        (6.5, "6.5"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_trimmed_of_blanks_and_of_what_nobody_sees(cell: Any, said: str) -> None:
    assert values.text(cell) == said


@pytest.mark.parametrize("cell", ["", "  ", "-", "－", "—", "——", "暂无", "NULL", "#N/A", "N/A", "None", "\u3000"])
def test_what_says_nothing_is_missing_in_every_kind_of_column(cell: str) -> None:
    readers: list[values.Reader[Any]] = [
        values.text,
        values.code,
        values.credit_code,
        values.day,
        values.day_and_time,
        values.clock,
        values.tags,
        values.grade,
        values.amount_reader(1, None),
        values.minutes_reader(60),
        values.coordinate_reader(90),
        values.likelihood_reader(False),
        values.word_reader({"高": "high"}),
    ]
    assert [reader(cell) for reader in readers] == [None] * len(readers)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("000123", "000123"),
        ("０００１２３", "000123"),
        (6.0, "6"),
        ("6.0", "6"),
        (123456789012.0, "123456789012"),
        ('="000123"', "000123"),
        ("'000123", "000123"),
        ("\t000123", "000123"),
        ("BK 12", "BK 12"),
        ("1E05", "1E05"),
    ],
)
def test_numbers_of_clients_keep_their_zeros(cell: Any, number: str) -> None:
    assert values.code(cell) == number


@pytest.mark.parametrize("cell", ["9.14403E+17", "9.14403e+17", "1E+05", 9.14403001921815e17, 1e15])
def test_a_number_that_a_spreadsheet_has_rounded_is_damaged(cell: Any) -> None:
    with pytest.raises(values.DamagedError):
        values.code(cell)


@pytest.mark.parametrize("cell", [13812345678.0, "13812345678.0", "1.3812345678E+10", "１３８１２３４５６７８"])
def test_telephone_numbers_survive_a_spreadsheet(cell: Any) -> None:
    assert values.code(cell) == "13812345678"


@pytest.mark.parametrize("cell", ["1.381234567E+11", "1.38123456789E+10", "12²", "K①"])
def test_a_number_short_of_digits_or_with_strange_ones_is_refused(cell: str) -> None:
    with pytest.raises(ValueError):
        values.code(cell)


@pytest.mark.parametrize("cell", ["#REF!", date(2026, 1, 2)])
def test_an_error_or_a_date_is_no_number(cell: Any) -> None:
    with pytest.raises(ValueError):
        values.code(cell)


def test_a_credit_code_has_its_check_digit() -> None:
    assert values.credit_code(" 91440300618831041g") == "91440300618831041G"
    for wrong in ("91440300618831041H", "9144030061883104", "x"):
        with pytest.raises(ValueError):
            values.credit_code(wrong)


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        ("1,586.48 万元", 1, 1_586_480_000),
        ("1000 万", 1, 1_000_000_000),
        ("(1,234.00)", 1, -123_400),
        ("¥1,234", 1, 123_400),
        ("５，０００", 1, 500_000),
        (537.01, 10_000, 537_010_000),
        (5, 1, 500),
        ("12", 10_000, 12_000_000),
        ("30926.90", 1, 3_092_690),
        ("-0.005", 1, -1),
        ("人民币 100", 1, 10_000),
        ("100万人民币", 1, 100_000_000),
        ("CNY 1,000", 1, 100_000),
        ("1.2亿", 1, 12_000_000_000),
        ("１，５８６．４８ 万元", 1, 1_586_480_000),
        ("￥－５", 1, -500),
        ("1,234.50-", 1, -123_450),
        ("-0.00", 1, 0),
        ("0.1", 10_000, 100_000),
        ("123456789012345.67", 1, 12_345_678_901_234_567),
    ],
)
def test_amounts_are_read_in_fen(cell: Any, unit: int, fen: int) -> None:
    assert values.amount_reader(unit, None)(cell) == fen


@pytest.mark.parametrize(
    "cell",
    ["约100万", "1.2.3", "12%", "USD 5", "9.1E+10", "#REF!", "TRUE", 1e18, float("nan"), date(2026, 1, 1), "٣"],
)
def test_what_is_no_amount_in_this_currency_is_refused(cell: Any) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        values.amount_reader(1, None)(cell)


@pytest.mark.parametrize(
    "cell", ["1,234²", "①", "(-5)", "-5-", "1.586,48", "1" + " " * 200_000 + "2", "9" * 100_000], ids=ascii_start
)
def test_what_could_be_misread_is_no_amount(cell: str) -> None:
    with pytest.raises(ValueError):
        values.amount_reader(1, None)(cell)


def test_a_currency_in_the_cell_must_be_the_columns() -> None:
    assert values.amount_reader(1, "USD")("$1,000") == 100_000
    with pytest.raises(ValueError):
        values.amount_reader(1, "USD")("€5")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-06-30",
        "2026/6/30",
        "2026.06.30",
        "2026年6月30日",
        "2026 年 6 月 30 日",
        "２０２６年６月３０日",
        "20260630",
        "2026-06-30 15:11:48",
        "2026-06-30T00:00:00Z",
        "2026-06-30 星期二",
        "2026-06-30（周二）",
        "46203",
        46203.0,
        46203,
        20260630.0,
        date(2026, 6, 30),
        datetime(2026, 6, 30, 23, 59, 59),
    ],
)
def test_dates_in_every_spelling(cell: Any) -> None:
    assert values.day(cell) == JUNE_30


@pytest.mark.parametrize("cell", [44741.0, 44741, 44741.75, "2026-06-30", "20260630", 20260630.0, JUNE_30])
def test_bare_numbers_count_from_1904_where_the_workbook_does(cell: Any) -> None:
    assert values.day_reader(True)(cell) == JUNE_30
    assert values.day_reader(False)(46203.0) == JUNE_30
    moment = values.day_and_time_reader(True)(cell)
    assert moment == (JUNE_30, "18:00:00" if cell == 44741.75 else None)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-06-31",
        "2026年6月31日",
        "20260631",
        "2026-13-01",
        "0026-06-30",
        "2026-06-3012",
        "06-30",
        "31/6/2026",
        "昨天",
        6.0,
        1e9,
        "#VALUE!",
        time(9, 30),
        date(1800, 1, 1),
    ],
)
def test_days_that_there_are_not_are_refused(cell: Any) -> None:
    with pytest.raises(ValueError):
        values.day(cell)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2015-05-11 15:11:48", "15:11:48"),
        ("2015-05-11T15:11", "15:11"),
        ("2015/5/11 9:05", "09:05"),
        ("2015年5月11日 下午3时11分", "15:11"),
        ("2015年5月11日 9点", "09:00"),
        ("20150511151148", "15:11:48"),
        ("2015-05-11 15:11:48.250+08:00", "15:11:48"),
        ("2015-05-11 3:11 PM", "15:11"),
        (datetime(2015, 5, 11, 15, 11, 47, 999_900), "15:11:48"),
        (42135.5, "12:00:00"),
        ("2015-05-11", None),
        (date(2015, 5, 11), None),
        ("2015-05-11 nachmittags", ""),
        ("2015-05-11 25:00", ""),
    ],
)
def test_times_after_a_date(cell: Any, at: str | None) -> None:
    assert values.day_and_time(cell) == (date(2015, 5, 11), at)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("9:30", "09:30"),
        ("９：３０", "09:30"),
        ("上午9点", "09:00"),
        ("下午12:30", "12:30"),
        ("12:30 am", "00:30"),
        (0.5, "12:00:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=9, minutes=30), "09:30:00"),
    ],
)
def test_times_in_a_column_of_their_own(cell: Any, at: str) -> None:
    assert values.clock(cell) == at


@pytest.mark.parametrize(
    ("cell", "seconds", "minutes"),
    [
        ("261", 1, 5),
        ("60", 1, 1),
        ("0", 1, 0),
        (30.0, 60, 30),
        ("1小时20分", 60, 80),
        ("90 min", 60, 90),
        ("0:04:21", 60, 5),
        ("1.5", 3600, 90),
    ],
)
def test_durations_are_minutes_rounded_up(cell: Any, seconds: int, minutes: int) -> None:
    assert values.minutes_reader(seconds)(cell) == minutes


@pytest.mark.parametrize("cell", ["-5", "1441", "lang", "1_0", float("nan")])
def test_durations_beyond_a_day_are_slips(cell: Any) -> None:
    with pytest.raises(ValueError):
        values.minutes_reader(60)(cell)


@pytest.mark.parametrize("cell", ["91", 0.0, "0", "N22", "1_0", float("inf"), float("nan")])
def test_points_off_the_earth_are_refused(cell: Any) -> None:
    with pytest.raises(ValueError):
        values.coordinate_reader(90)(cell)


def test_likelihoods_as_fractions_per_cents_and_levels() -> None:
    fraction, per_cent = values.likelihood_reader(False), values.likelihood_reader(True)
    assert [fraction(c) for c in (0.6, "0.6", "60%", "６０％", "高", "Medium")] == [
        0.6,
        0.6,
        0.6,
        0.6,
        "high",
        "medium",
    ]
    assert [per_cent(c) for c in (60.0, "60", "60%")] == [0.6, 0.6, 0.6]
    with pytest.raises(ValueError):
        fraction("1.2")


def test_tags_are_divided_and_stand_once() -> None:
    assert values.tags("上市公司、代发；上市公司,  重点") == ("上市公司", "代发", "重点")
    assert values.tags("；") is None


def test_identity_and_card_numbers_are_known_by_their_check_digits() -> None:
    assert values.is_identity_number("11010519491231002X")
    assert not values.is_identity_number("110105194912310020")
    assert not values.is_identity_number("914403006188385775")
    assert values.is_card_number("4111111111111111")
    assert not values.is_card_number("4111111111111112")


def test_equal_cells_are_read_once_and_failures_are_counted_by_row() -> None:
    seen = []

    def reader(cell: values.Cell) -> str | None:
        seen.append(cell)
        return values.code(cell)

    column = values.read_column(["1", "x", "9.1E+17", "x", "#REF!", "9.1E+17"], reader)
    assert column == (["1", "x", None, "x", None, None], [2, 4, 5], [2, 5])
    assert len(seen) == 4


@pytest.mark.parametrize(
    "cell", ["9:" + " " * 100_000 + "x", "1h" + " " * 100_000 + "x", "2026" + " " * 100_000], ids=ascii_start
)
def test_long_cells_take_no_time(cell: str) -> None:
    began = monotonic()
    for reader in (values.day, values.clock, values.minutes_reader(60), values.amount_reader(1, None)):
        with pytest.raises(ValueError):
            reader(cell)
    assert monotonic() - began < 5


@given(st.lists(CELLS, max_size=6))
def test_whatever_stands_in_a_cell_it_is_read_or_refused(cells: list[Any]) -> None:
    readers: list[values.Reader[Any]] = [
        values.text,
        values.code,
        values.credit_code,
        values.day,
        values.day_and_time,
        values.clock,
        values.tags,
        values.grade,
        values.amount_reader(10_000, "EUR"),
        values.minutes_reader(1),
        values.coordinate_reader(90),
        values.likelihood_reader(True),
        values.level_or_amount_reader(values.amount_reader(1, None)),
    ]
    for reader in readers:
        column = values.read_column(cells, reader)
        assert len(column.values) == len(cells)
        assert all(column.values[row] is None for row in column.unreadable)


@given(st.one_of(st.floats(-1e13, 1e13), st.integers(-(10**15), 10**15).map(lambda cents: cents / 100)))
def test_numbers_are_the_amounts_that_they_are_written_as(number: float) -> None:
    assert values.amount_reader(10, None)(number) == fen_of(number, 10)


@given(st.one_of(st.dates(date(1901, 1, 1), date(2099, 12, 31)), st.integers(0, 10**14), st.floats(0, 10**9)))
def test_a_cell_as_text_reads_back_as_the_same_value(cell: Any) -> None:
    if isinstance(cell, date):
        assert values.day(values.as_text(cell)) == cell
    else:
        assert values.amount_reader(1, None)(values.as_text(cell)) == values.amount_reader(1, None)(cell)
