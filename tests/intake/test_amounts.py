"""Cells → amounts: every way of writing that banks' lists use, and what can't be read."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.money import fen_of
from rmtool.intake import amounts


def ascii_start(cell: str) -> str:
    """A short name for a long cell."""
    return ascii(cell[:12])


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
    assert amounts.amount_reader(unit, None)(cell) == fen


@pytest.mark.parametrize(
    "cell",
    ["约100万", "1.2.3", "12%", "USD 5", "9.1E+10", "#REF!", "TRUE", 1e18, float("nan"), date(2026, 1, 1), "٣"],
)
def test_what_is_no_amount_in_this_currency_is_refused(cell: Any) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        amounts.amount_reader(1, None)(cell)


@pytest.mark.parametrize(
    "cell", ["1,234²", "①", "(-5)", "-5-", "1.586,48", "1" + " " * 200_000 + "2", "9" * 100_000], ids=ascii_start
)
def test_what_could_be_misread_is_no_amount(cell: str) -> None:
    with pytest.raises(ValueError):
        amounts.amount_reader(1, None)(cell)


def test_a_currency_in_the_cell_must_be_the_columns() -> None:
    assert amounts.amount_reader(1, "USD")("$1,000") == 100_000
    with pytest.raises(ValueError):
        amounts.amount_reader(1, "USD")("€5")


@given(st.one_of(st.floats(-1e13, 1e13), st.integers(-(10**15), 10**15).map(lambda cents: cents / 100)))
def test_numbers_are_the_amounts_that_they_are_written_as(number: float) -> None:
    assert amounts.amount_reader(10, None)(number) == fen_of(number, 10)
