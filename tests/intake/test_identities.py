"""Cells → numbers of clients and credit codes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from rmtool.intake import identities, values

CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("000123", "000123"),
        ("０００１２３", "000123"),
        (6.0, "6"),
        ("6.0", "6"),
        (123456789012.0, "123456789012"),
        ("\t000123", "000123"),
        ("BK 12", "BK 12"),
        ("1E05", "1E05"),
    ],
)
def test_numbers_of_clients_keep_their_zeros(cell: Any, number: str) -> None:
    assert identities.code(cell) == number


@pytest.mark.parametrize("cell", ["9.14403E+17", "9.14403e+17", "1E+05", 9.14403001921815e17, 1e15])
def test_a_number_that_a_spreadsheet_has_rounded_is_damaged(cell: Any) -> None:
    with pytest.raises(values.DamagedError):
        identities.code(cell)


@pytest.mark.parametrize("cell", [13812345678.0, "13812345678.0", "1.3812345678E+10", "１３８１２３４５６７８"])
def test_telephone_numbers_survive_a_spreadsheet(cell: Any) -> None:
    assert identities.code(cell) == "13812345678"


@pytest.mark.parametrize("cell", ["1.381234567E+11", "1.38123456789E+10", "12²", "K①"])
def test_a_number_short_of_digits_or_with_strange_ones_is_refused(cell: str) -> None:
    with pytest.raises(ValueError):
        identities.code(cell)


@pytest.mark.parametrize("cell", ["#REF!", date(2026, 1, 2)])
def test_an_error_or_a_date_is_no_number(cell: Any) -> None:
    with pytest.raises(ValueError):
        identities.code(cell)


def test_a_credit_code_has_its_check_digit() -> None:
    assert identities.credit_code(" 91440300618831041g") == "91440300618831041G"
    for wrong in ("91440300618831041H", "9144030061883104", "x"):
        with pytest.raises(ValueError):
            identities.credit_code(wrong)


@given(st.text("0123456789", min_size=7, max_size=9), st.text(CREDIT_DIGITS + "I", min_size=9, max_size=9))
def test_of_all_check_digits_the_library_and_we_take_the_same(place: str, firm: str) -> None:
    for code in (place + firm + last for last in CREDIT_DIGITS):
        try:
            taken = identities.credit_code(code) is not None
        except ValueError:
            taken = False
        assert taken == uscc.is_valid(code)
