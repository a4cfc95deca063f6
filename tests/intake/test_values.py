"""Cells → values: every way of writing that banks' lists use, and what can't be read."""

from datetime import date
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.intake import amounts, dates, identities, times, values

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
        identities.code,
        identities.credit_code,
        dates.day,
        dates.day_and_time,
        times.clock,
        values.tags,
        values.grade,
        amounts.amount_reader(1, None),
        times.minutes_reader(60),
        values.coordinate_reader(90),
        values.likelihood_reader(False),
        values.word_reader({"高": "high"}),
    ]
    assert [reader(cell) for reader in readers] == [None] * len(readers)


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


def test_equal_cells_are_read_once_and_failures_are_counted_by_row() -> None:
    seen = []

    def reader(cell: values.Cell) -> str | None:
        seen.append(cell)
        return identities.code(cell)

    column = values.read_column(["1", "x", "9.1E+17", "x", "#REF!", "9.1E+17"], reader)
    assert column == (["1", "x", None, "x", None, None], [2, 4, 5], [2, 5])
    assert len(seen) == 4


@pytest.mark.parametrize(
    "cell", ["9:" + " " * 100_000 + "x", "1h" + " " * 100_000 + "x", "2026" + " " * 100_000], ids=ascii_start
)
def test_long_cells_take_no_time(cell: str) -> None:
    began = monotonic()
    for reader in (dates.day, times.clock, times.minutes_reader(60), amounts.amount_reader(1, None)):
        with pytest.raises(ValueError):
            reader(cell)
    assert monotonic() - began < 5


@given(st.lists(CELLS, max_size=6))
def test_whatever_stands_in_a_cell_it_is_read_or_refused(cells: list[Any]) -> None:
    readers: list[values.Reader[Any]] = [
        values.text,
        identities.code,
        identities.credit_code,
        dates.day,
        dates.day_and_time,
        times.clock,
        values.tags,
        values.grade,
        amounts.amount_reader(10_000, "EUR"),
        times.minutes_reader(1),
        values.coordinate_reader(90),
        values.likelihood_reader(True),
        amounts.level_or_amount_reader(amounts.amount_reader(1, None)),
    ]
    for reader in readers:
        column = values.read_column(cells, reader)
        assert len(column.values) == len(cells)
        assert all(column.values[row] is None for row in column.unreadable)


@given(st.one_of(st.dates(date(1901, 1, 1), date(2099, 12, 31)), st.integers(0, 10**14), st.floats(0, 10**9)))
def test_a_cell_as_text_reads_back_as_the_same_value(cell: Any) -> None:
    if isinstance(cell, date):
        assert dates.day(values.as_text(cell)) == cell
    else:
        assert amounts.amount_reader(1, None)(values.as_text(cell)) == amounts.amount_reader(1, None)(cell)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("张　三", "张三"),
        ("深圳市  甲乙　科技 有限公司 ", "深圳市甲乙科技有限公司"),
        ("甲乙 （集团） 公司", "甲乙（集团）公司"),
        ("Acme   Trading\nLtd.", "Acme Trading Ltd."),
        ("华强ABC 电子", "华强ABC 电子"),
        ("—", None),
    ],
)
def test_a_clients_name_loses_the_blanks_that_spread_it(cell: str, said: str | None) -> None:
    assert values.client_name(cell) == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("张　三", "张三"),
        ("李 小龙", "李小龙"),
        ("张三 李四", "张三 李四"),
        ("王总、张 三", "王总、张 三"),
        ("Li Wei", "Li Wei"),
    ],
)
def test_blanks_within_a_persons_name_go_and_those_between_names_stay(cell: str, said: str) -> None:
    assert values.person_name(cell) == said


@pytest.mark.parametrize(
    ("cell", "reader", "said"),
    [
        ('="000123"', identities.code, "000123"),
        ("'000123", identities.code, "000123"),
        ('="甲公司"', values.text, "甲公司"),
        ('="甲""乙"""', values.text, '甲"乙"'),
        ('="1,234.50"', amounts.amount_reader(1, None), 123_450),
        ("'500", amounts.amount_reader(1, None), 50_000),
        ('=HYPERLINK("http://a","b")', values.text, '=HYPERLINK("http://a","b")'),
        ("'t Hooft", values.text, "'t Hooft"),
    ],
)
def test_what_an_export_wraps_so_that_it_stays_text_is_unwrapped(cell: str, reader: Any, said: object) -> None:
    assert values.read_column([cell], reader).values == [said]
