"""Numbers of identity and bank cards, known by shape and check digit, alone and in the midst of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.secret_numbers import holds_secret, is_card_number, is_identity_number, without_secrets

PERSON, CARD = "11010519491231002X", "6222021234567890128"


def test_identity_and_card_numbers_are_known_by_their_check_digits() -> None:
    assert is_identity_number(PERSON)
    assert not is_identity_number("110105194912310020")
    assert not is_identity_number("914403006188385775")
    assert is_card_number("4111111111111111")
    assert not is_card_number("4111111111111112")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"身份证{PERSON}，已核对", "身份证***，已核对"),
        (f"ID {PERSON.lower()}.", "ID ***."),
        ("证号１１０１０５１９４９１２３１００２Ｘ", "证号***"),
        ("110105 19491231 002X", "***"),
        (f"卡号{CARD}和{PERSON}", "卡号***和***"),
        ("卡 6222 0212 3456 7890 128 到期", "卡 *** 到期"),
        ("4111-1111-1111-1111", "***"),
    ],
)
def test_such_a_number_is_taken_out_of_text_however_it_is_written(text: str, left: str) -> None:
    assert without_secrets(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "",
        "电话 13800138000，下周三 15:00",
        "合同 110105194912310020",
        "914403006188385775",
        f"A{PERSON}",
        f"{CARD}1",
        "0.4111111111111111",
        "20261123103000000",
        "4111 1111 1111 1112",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_secrets(text) == text


@given(st.text(alphabet="0123456789X 月-", max_size=60))
def test_nothing_is_left_that_would_be_taken_out(text: str) -> None:
    assert not holds_secret(without_secrets(text))
