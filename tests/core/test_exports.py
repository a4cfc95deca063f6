"""Names of files that leave: what they say is read back, and nobody else's name is taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.exports import PERIODS, SUFFIXES, exported, safe, told_by
from rmtool.core.periods import Span, period_of

TODAY = date(2026, 11, 27)


@given(
    st.sampled_from(sorted(PERIODS)),
    st.dates(date(1900, 1, 1), date(2900, 12, 31)),
    st.sampled_from([0, 1, 90]),
    st.one_of(st.none(), st.text(max_size=50)),
)
def test_a_name_says_what_it_was_given(kind: str, day: date, days: int, owner: str | None) -> None:
    suffix = ".zip" if kind == "book" else ".html"
    made = exported(kind, period_of(PERIODS[kind], day), day, days, suffix, owner)
    assert told_by(made.name) == made
    assert len(made.name.encode("utf-8")) < 240
    assert not set(made.name) & set('<>:"/\\|?*\n\0 ')


@pytest.mark.parametrize(
    ("kind", "day", "name"),
    [
        ("day", TODAY, "day-陈明-20261127-until-20270225.html"),
        ("week", TODAY, "week-陈明-2026W48-until-20270227.html"),
        ("week", date(2027, 1, 1), "week-陈明-2026W53-until-20270403.html"),
        ("month", TODAY, "month-陈明-202611-until-20270228.html"),
        ("quarter", TODAY, "quarter-陈明-2026Q4-until-20270331.html"),
    ],
)
def test_a_name_tells_kind_owner_days_and_term(kind: str, day: date, name: str) -> None:
    assert exported(kind, period_of(PERIODS[kind], day), day, 90, ".html", "陈明").name == name


def test_a_report_of_long_ago_is_valid_from_when_it_is_made() -> None:
    october = period_of("month", date(2025, 10, 1))
    assert exported("month", october, TODAY, 90, ".md").name == "month-202510-until-20270225.md"
    assert exported("month", october, TODAY, 0, ".md").name == "month-202510.md"


@pytest.mark.parametrize(
    ("owner", "written"),
    [
        ("李/明", "李_明"),
        ("..\\..\\Su Ming", "Su_Ming"),
        ("欧阳娜娜", "欧阳娜娜"),
        ("a-until-20200101", "a_until_20200101"),
        ("\u202eabc\n", "abc"),
        ("///", None),
        ("", None),
        (None, None),
        ("李" * 99, "李" * 40),
    ],
)
def test_an_owner_s_name_is_letters_and_digits(owner: str | None, written: str | None) -> None:
    assert safe(owner) == written


@pytest.mark.parametrize(
    "name",
    [
        "notes-until-20200101.html",
        "my-week-陈明-2026W48-until-20270227.html",
        "week-陈明-2026W48-until-20270227.html.bak",
        "week-陈明-2026W48-until-20270227",
        "week-陈明-2026W48-until-20270227.exe",
        "week-陈明-2026W60-until-20270227.html",
        "week-陈明-202611-until-20270227.html",
        "day-20261327-until-20270225.html",
        "day-20261127-until-20270231.html",
        "day-a-b-20261127-until-20270225.html",
        "day-２０２６1127-until-20270225.html",
        "Day-20261127-until-20270225.html",
        "book-20261127-until-20270225.html",
        "week-2026W48-until-20270227.zip",
        "week-2026W48-until-20270227.html\n",
    ],
)
def test_no_other_name_is_taken_for_one(name: str) -> None:
    assert told_by(name) is None


def test_every_format_of_a_file_has_its_suffix() -> None:
    from rmtool.core.privacy import FORMATS

    assert {f".{form}" for form in FORMATS} == SUFFIXES
    assert told_by("day-20261127.txt") == ("day", None, Span(TODAY, TODAY), None, ".txt")
