"""What a spreadsheet would run is marked as text, and the mark comes off without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.formula_text import as_meant, harmless, is_formula


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " =", "\u3000=", "\xa0+"]
)
def test_what_would_be_run_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["", "-", "-5.00", "+86.5", "-1,234.5%", "--", "张三", "a=b", "'quoted", " 5", "5-1"])
def test_figures_and_plain_text_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text("'=+-@＝ \t\na1.") | st.text())
def test_the_mark_comes_off_without_loss_and_nothing_is_run(text: str) -> None:
    assert as_meant(harmless(text)) == text
    assert not is_formula(harmless(text))
