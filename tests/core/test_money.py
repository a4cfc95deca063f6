"""Amounts as people write them, to the fen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.money import UNITS, fen_of, parse_amount

YUAN = 100


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1000万", 10_000_000),
        ("1000 万", 10_000_000),
        ("１０００万", 10_000_000),
        ("1,000万", 10_000_000),
        ("1000万元", 10_000_000),
        ("0.5亿", 50_000_000),
        (".5亿", 50_000_000),
        ("3千万", 30_000_000),
        ("2百万元", 2_000_000),
        ("5千", 5_000),
        ("200,000", 200_000),
        ("200，000", 200_000),
        ("200000", 200_000),
        ("200 000", 200_000),
        ("200\u00a0000", 200_000),
        ("12元", 12),
        ("¥1,234", 1_234),
        ("￥1,234", 1_234),
        ("¥ 1,234", 1_234),
        ("-¥1,234", -1_234),
        ("¥-1,234", -1_234),
        ("-12", -12),
        ("－12", -12),
        ("\u221212", -12),
        ("+12", 12),
        ("(1,234)", -1_234),
        ("（¥1,234）", -1_234),
        ("5.", 5),
        ("0", 0),
        ("-0", 0),
        (" 7 ", 7),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, yuan: int) -> None:
    assert parse_amount(text) == yuan * YUAN


NOT_AMOUNTS = """- ¥ 元 万 lots 1.2.3 1,00 1,0000 12,34 ,123 1,,000 (-5) --5 -¥-5 (5 5) 1e7 nan inf ٣ 1² 五万 5万万
5元万 1_000 0x10"""


@pytest.mark.parametrize("text", [*NOT_AMOUNTS.split(), "", " ", "1 2", "12 34", "1000 000", "9" * 40])
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("12", 10_000, 120_000 * YUAN),
        ("12元", 10_000, 12 * YUAN),
        ("12亿", 10_000, 1_200_000_000 * YUAN),
        ("0.00005", 100, 1),
        ("0.00004", 100, 0),
        ("-0.00005", 100, -1),
    ],
)
def test_a_bare_number_counts_in_the_unit_of_its_column_and_a_written_unit_outranks_it(
    text: str, unit: int, fen: int
) -> None:
    assert parse_amount(text, unit) == fen


def test_half_a_fen_rounds_away_from_zero() -> None:
    assert [parse_amount(t) for t in ("0.004", "0.005", "0.015", "-0.005", "(0.015)")] == [0, 1, 2, -1, -2]


@given(st.integers(0, 10**6), st.integers(0, 3), st.sampled_from(sorted(UNITS)), st.booleans())
def test_every_decimal_in_every_unit_is_exact(digits: int, places: int, unit: str, negative: bool) -> None:
    number = Fraction(digits, 10**places)
    written = f"{digits // 10**places}.{digits % 10**places:0{places}d}" if places else str(digits)
    fen = number * UNITS[unit] * YUAN
    expected = (2 * fen.numerator + fen.denominator) // (2 * fen.denominator)
    assert parse_amount(("-" if negative else "") + written + unit) == (-expected if negative else expected)


@given(st.integers(-(10**12), 10**12))
def test_an_amount_printed_with_its_digits_grouped_reads_back(fen: int) -> None:
    sign, size = "-" * (fen < 0), abs(fen)
    assert parse_amount(f"{sign}{size // 100:,}.{size % 100:02d}") == fen


@pytest.mark.parametrize(
    ("number", "unit", "fen"),
    [
        (12, 1, 1200),
        (12.34, 1, 1234),
        (0.005, 1, 1),
        (-0.005, 1, -1),
        (0.1, 10_000, 100_000),
        (-0.5, 1, -50),
        (1.005, 1, 101),
        (1e16, 1, 10**18),
        (1e-9, 1, 0),
        (0.0, 1, 0),
    ],
)
def test_a_sheets_number_counts_as_the_decimal_it_shows(number: float, unit: int, fen: int) -> None:
    assert fen_of(number, unit) == fen


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    with pytest.raises(ValueError):
        fen_of(number)


@given(st.integers(-(10**9), 10**9))
def test_a_number_and_its_text_are_the_same_amount(hundredths: int) -> None:
    assert fen_of(hundredths / 100) == hundredths == parse_amount(f"{hundredths / 100:.2f}")
