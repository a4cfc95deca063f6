"""The holiday tables: the shipped years against two other sources, a user's own years, mistakes with their lines."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool import lang
from rmtool.core.periods import Calendar, Name, Span
from rmtool.errors import RulesError
from rmtool.intake.holiday_table import compile_table
from rmtool.intake.holidays import load_calendar
from rmtool.intake.rules_file import shipped

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "holidays"
TABLE = shipped("holidays.yaml")
YEARS = (2024, 2025, 2026)


@pytest.fixture(autouse=True)
def every_text_is_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lang, "strict", True)
    yield
    lang.speak("en")


@pytest.fixture(name="china")
def shipped_calendar(tmp_path: Path) -> Calendar:
    return load_calendar("CN", TABLE, None, tmp_path)


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def test_every_working_day_agrees_with_another_table(china: Calendar) -> None:
    chinese_calendar: Any = pytest.importorskip("chinese_calendar")
    for year in YEARS:
        for day in days_of(year):
            assert china.is_working(day) == chinese_calendar.is_workday(day), day
            assert not china.is_provisional(day)


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published tables lie beside the repository")
@pytest.mark.parametrize("year", YEARS)
def test_every_published_day_is_in_the_table_and_no_other(china: Calendar, year: int) -> None:
    published = json.loads((PUBLISHED / f"{year}.json").read_text("utf-8"))["days"]
    ours = [(n.zh, d.isoformat(), not china.is_working(d)) for d in days_of(year) if (n := china.holiday(d))]
    assert ours == sorted(((d["name"], d["date"], d["isOffDay"]) for d in published), key=lambda d: d[1])


def test_holidays_have_names_in_both_languages(china: Calendar) -> None:
    assert china.holiday(date(2026, 10, 1)) == Name("国庆节", "National Day") == china.holiday(date(2026, 10, 10))
    assert china.is_working(date(2026, 10, 10))
    assert china.holiday(date(2026, 11, 25)) is None
    names = {n for year in YEARS for d in days_of(year) if (n := china.holiday(d))}
    assert all(n.en.isascii() and not n.zh.isascii() for n in names)


def test_past_the_table_monday_to_friday_count_and_are_provisional(china: Calendar) -> None:
    assert china.is_provisional(date(2027, 10, 1))
    assert china.is_working(date(2027, 10, 1))
    assert not china.is_working(date(2027, 10, 2))


def own(tmp_path: Path, text: str, kind: str = "CN") -> Calendar:
    file = tmp_path / "holidays.yaml"
    file.write_text(text, "utf-8")
    return load_calendar(kind, TABLE, file, tmp_path / "cache")


def test_a_users_year_joins_the_shipped_ones(tmp_path: Path) -> None:
    calendar = own(
        tmp_path,
        "names: {行庆: Founding day}\nyears:\n  2027:\n    元旦: {rest: [01-01, 1-4], work: 01-09}\n"
        "    行庆: {rest: 2027-06-01..2027-06-03}\n",
    )
    assert calendar.years == {2024, 2025, 2026, 2027}
    assert calendar.holiday(date(2027, 1, 4)) == Name("元旦", "New Year's Day")
    assert calendar.holiday(date(2027, 6, 3)) == Name("行庆", "Founding day")
    assert calendar.working_days(Span(date(2027, 1, 1), date(2027, 1, 10))) == [
        date(2027, 1, n) for n in (5, 6, 7, 8, 9)
    ]
    assert not calendar.is_working(date(2026, 10, 1))


def test_a_users_year_replaces_the_shipped_one(tmp_path: Path) -> None:
    calendar = own(tmp_path, "years: {2026: {国庆节: {rest: 10-01..10-02}}}\n")
    assert [calendar.is_working(date(2026, 10, n)) for n in (1, 2, 5, 10)] == [False, False, True, False]
    assert calendar.is_working(date(2026, 2, 16))
    assert not calendar.is_working(date(2025, 10, 6))


def test_a_holiday_over_the_turn_of_the_year_reaches_into_the_year_before(tmp_path: Path) -> None:
    calendar = own(tmp_path, "years:\n  2027:\n    元旦: {rest: 2026-12-31..2027-01-02, work: 2026-12-27}\n")
    assert [calendar.is_working(d) for d in (date(2026, 12, 31), date(2027, 1, 1), date(2026, 12, 27))] == [
        False,
        False,
        True,
    ]
    assert not calendar.is_working(date(2026, 10, 1))


def test_a_days_own_year_outranks_what_another_year_says(tmp_path: Path) -> None:
    calendar = own(
        tmp_path,
        "years:\n  2027:\n    x: {rest: 01-02, work: 01-03}\n  2026:\n    y: {rest: 2027-01-03, work: 2027-01-02}\n",
    )
    assert [calendar.is_working(date(2027, 1, n)) for n in (2, 3)] == [False, True]
    assert calendar.holiday(date(2027, 1, 2)) == Name("x", "x")


def test_no_calendar_is_monday_to_friday_and_never_provisional(tmp_path: Path) -> None:
    calendar = load_calendar("none", TABLE, None, tmp_path)
    assert [calendar.is_working(date(2026, 10, n)) for n in (1, 2, 3, 10)] == [True, True, False, False]
    assert not any(calendar.is_provisional(date(year, 1, 1)) for year in (1800, 2026, 2999))
    bank = own(tmp_path, "years: {2026: {Boxing Day: {rest: 12-28}}}\n", "none")
    assert not bank.is_working(date(2026, 12, 28))
    assert bank.is_working(date(2026, 10, 1))
    assert not bank.is_provisional(date(2028, 1, 1))


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 6))
def test_a_rest_is_free_and_its_make_up_days_are_worked(first: date, more: int) -> None:
    last = min(first + timedelta(days=more), date(first.year, 12, 31))
    made = compile_table(f"years: {{{first.year}: {{x: {{rest: {first:%m-%d}..{last:%m-%d}}}}}}}\n", "x")
    assert [day for day, _, worked in made["years"][str(first.year)] if not worked] == [
        (first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)
    ]


def mistakes(table: str) -> list[tuple[int, str]]:
    with pytest.raises(RulesError) as caught:
        compile_table(table, "holidays.yaml")
    for language in lang.LANGUAGES:
        lang.speak(language)
        assert all(lang.say(d) for d in caught.value.details)
    found: list[dict[str, Any]] = [dict(d.values) for d in caught.value.details]
    return [(f["line"], f["what"].key.removeprefix("rules.")) for f in found]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("names: {}\n", [(1, "no_years")]),
        ("years:\n", [(1, "no_value")]),
        ("years: [2027]\n", [(1, "not_keys")]),
        ("years:\n  27: {}\n", [(2, "bad_year")]),
        ("years:\n  2027:\n", [(2, "no_value")]),
        ("years:\n  2027:\n    x: 01-01\n", [(3, "not_keys")]),
        ("years:\n  2027:\n    x: {}\n", [(3, "no_days")]),
        ("years:\n  2027:\n    x: {off: 01-01}\n", [(3, "unknown_key"), (3, "no_days")]),
        ("years:\n  2027:\n    x: {rest: 1月1日}\n", [(3, "bad_days")]),
        ("years:\n  2027:\n    x: {rest: 02-29}\n", [(3, "no_such_day")]),
        ("years:\n  2027:\n    x: {rest: 10-07..10-01}\n", [(3, "reversed_days")]),
        ("years:\n  2027:\n    x: {rest: 10-01..11-07}\n", [(3, "too_long")]),
        ("years:\n  2027:\n    x: {rest: 2029-10-01}\n", [(3, "wrong_year")]),
        ("years:\n  2027:\n    x: {rest: 10-01}\n    y: {rest: [09-30,\n      10-01]}\n", [(5, "day_twice")]),
        ("years:\n  2027:\n    x: {rest: 10-02, work: 10-02}\n", [(3, "day_twice")]),
        ("years:\n  2027:\n    x: {rest: 10-01, work: 10-08}\n", [(3, "works_anyway")]),
        ("years:\n  2027:\n    x: {rest: 10-01}\n    x: {rest: 10-02}\n", [(4, "doubled_key")]),
        ("version: 2\nyears: {}\n", [(1, "bad_version")]),
        ("years: {2027: {x: {rest: *a}}}\n", [(1, "alias"), (1, "no_value")]),
    ],
)
def test_a_mistake_is_named_with_its_line(table: str, found: list[tuple[int, str]]) -> None:
    assert mistakes(table) == found


def test_a_mistake_in_the_users_table_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        own(tmp_path, "years:\n  2027:\n    元旦: {rest: 01-01, work: 01-04}\n")
    assert caught.value.exit_code == 3
    spoken = {
        language: [lang.speak(language).say(p) for p in (caught.value.message, *caught.value.details)]
        for language in lang.LANGUAGES
    }
    file = tmp_path / "holidays.yaml"
    assert spoken == {
        "en": [
            f"{file}: 1 thing to mend before it can be used. Nothing was changed.",
            "line 3: 2027-01-04 is a Mon and worked anyway. Only Saturdays and Sundays are made up; check the date.",
        ],
        "zh": [
            f"{file}：有 1 处需要修改，改好后才能使用。数据没有任何变动。",
            "第 3 行：2027-01-04 是周一，本来就上班。调休上班的只有周六、周日，请核对日期。",
        ],
    }


def test_a_kept_table_needs_neither_yaml_nor_pydantic_and_says_the_same(tmp_path: Path, china: Calendar) -> None:
    code = f"""
import sys
from datetime import date
from pathlib import Path
from rmtool.intake.holidays import load_calendar
from rmtool.intake.rules_file import shipped
calendar = load_calendar("CN", shipped("holidays.yaml"), None, Path({str(tmp_path)!r}))
print(calendar.holiday(date(2026, 10, 1)).en, sorted({{"yaml", "pydantic"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "National Day []"
    again = load_calendar("CN", TABLE, None, tmp_path)
    assert all(
        again.is_working(d) == china.is_working(d) and again.holiday(d) == china.holiday(d)
        for y in YEARS
        for d in days_of(y)
    )
