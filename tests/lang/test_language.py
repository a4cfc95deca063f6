"""What is said for each kind of value, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool import lang
from rmtool.core.rules import Name
from rmtool.lang import Language, language_from, say, speak, text
from rmtool.phrase import phrase

EN, ZH = Language("en"), Language("zh")
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (1_930_000_000_0, "1.93亿"),
        (537_010_000, "537.01万"),
        (537_000_000, "537万"),
        (537_500_000, "537.5万"),
        (980_000, "9,800"),
        (980_050, "9,800.50"),
        (999_999, "9,999.99"),
        (1_000_000, "1万"),
        (9_999_994_999, "9999.99万"),
        (9_999_995_000, "1亿"),
        (1_000_000_000_000, "100亿"),
        (-537_010_000, "-537.01万"),
        (-50, "-0.50"),
        (0, "0"),
        (None, "—"),
    ],
)
def test_yuan_are_said_as_bankers_say_them(fen: int | None, said: str) -> None:
    assert EN.money(fen, "CNY") == ZH.money(fen, "CNY") == said


def test_other_currencies_are_grouped_and_cents_shown_only_while_they_matter() -> None:
    assert [ZH.money(fen, "EUR") for fen in (123_456_789, 980_050, 980_000)] == ["1,234,568", "9,800.50", "9,800"]


def test_the_books_currency_decides_where_none_is_named() -> None:
    euros = Language("en")
    euros.currency = "EUR"
    assert euros.money(537_000_000) == "5,370,000"
    assert euros.amount(5_370_000) == "5,370,000"


@given(st.integers(min_value=1, max_value=10**15), st.integers(min_value=0, max_value=10**9))
def test_a_larger_amount_is_never_said_as_a_smaller_one(fen: int, more: int) -> None:
    def heard(said: str) -> float:
        unit = {"万": 1e4, "亿": 1e8}.get(said[-1], 1)
        return float(said.rstrip("万亿").replace(",", "")) * unit

    assert heard(EN.money(fen, "CNY")) <= heard(EN.money(fen + more, "CNY"))
    assert heard(EN.money(fen, "CNY")) == pytest.approx(fen / 100, rel=0.005)


def test_days() -> None:
    assert [EN.weekday(MONDAY), EN.day(MONDAY), EN.long_day(MONDAY), EN.month(MONDAY)] == [
        "Mon",
        "Mon 23 Nov",
        "Monday 23 November 2026",
        "November 2026",
    ]
    assert [ZH.weekday(MONDAY), ZH.day(MONDAY), ZH.long_day(MONDAY), ZH.month(MONDAY)] == [
        "周一",
        "11月23日 周一",
        "2026年11月23日 星期一",
        "2026年11月",
    ]


def test_shares_numbers_and_times() -> None:
    assert [EN.share(0.56), EN.share((1, 3)), EN.share(0.004), EN.share(0), EN.share(None)] == [
        "56 %",
        "33 %",
        "0.4 %",
        "0 %",
        "—",
    ]
    assert ZH.share(1.88) == "188%"
    assert [EN.number(45_211), EN.number(24.13), EN.number(None)] == ["45,211", "24.1", "—"]
    assert [EN.clock(570), EN.clock(0), EN.clock(None)] == ["09:30", "00:00", "—"]


def test_every_way_of_writing_says_a_missing_value_alike() -> None:
    for way in ("", "money", "amount", "date", "weekday", "day", "long_day", "month", "share", "number", "clock"):
        assert EN.written(None, way) == "—"


def test_ways_of_writing_in_a_text() -> None:
    assert EN.written(1, "day|days") == "day"
    assert EN.written(0, "day|days") == EN.written(2, "day|days") == "days"
    assert EN.written(MONDAY, "date") == "2026-11-23"
    assert EN.written(7, "03d") == "007"


def test_lists_phrases_and_names_are_said_in_the_language() -> None:
    elapsed = phrase("common.elapsed_days", elapsed=13, interval=10)
    assert EN.say((phrase("common.due"), elapsed)) == "due, 13/10 d"
    assert ZH.say([phrase("common.due"), elapsed]) == "待联系、13/10 天"
    assert EN.say(Name("周走访客户", "Weekly")) == "Weekly"
    assert ZH.say(Name("周走访客户", "Weekly")) == "周走访客户"


def test_braces_in_a_value_are_left_alone() -> None:
    assert EN.say(phrase("common.days", days="{0} {x:money} {")) == "{0} {x:money} { d"


def test_a_missing_text_shows_its_key_to_a_user_and_fails_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = phrase("common.no_such_text", n=1)
    with pytest.raises(KeyError):
        EN.say(nowhere)
    monkeypatch.setattr(lang, "strict", False)
    assert EN.say(nowhere) == "common.no_such_text (n=1)"
    assert EN.say(phrase("no_such_area.text")) == "no_such_area.text"
    assert EN.say(phrase("common.days")) == "common.days"
    monkeypatch.setitem(EN._areas, "trial", {"sum": "{x:money}"})
    assert EN.say(phrase("trial.sum", x="much")) == "trial.sum (x=much)"


def test_speaking_another_language_lasts() -> None:
    assert say(phrase("common.late")) == "late"
    assert speak("zh") is speak()
    assert text("common.late") == "该联系了"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_HK"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
        ({"LANG": "en_US@zh"}, "en"),
    ],
)
def test_the_language_follows_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_from(environment) == language
