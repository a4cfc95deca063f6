"""Days of the year by the sun and the moon: how they are written, and when they fall."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmtool.core.annual import Annual, AnnualError, Window, days_in_years, parse_annual


@pytest.mark.parametrize(
    ("text", "annual"),
    [
        ("1980-08-15", Annual(8, 15, year=1980)),
        ("8月15日", Annual(8, 15)),
        ("08-15", Annual(8, 15)),
        ("１９８０年８月１５日", Annual(8, 15, year=1980)),
        ("19800229", Annual(2, 29, year=1980)),
        ("02-29", Annual(2, 29)),
        ("农历八月十五", Annual(8, 15, lunar=True)),
        ("八月十五", Annual(8, 15, lunar=True)),
        ("八月十五日", Annual(8, 15)),
        ("公历八月十五", Annual(8, 15)),
        ("lunar 8-15", Annual(8, 15, lunar=True)),
        ("阴历1980年8月15日", Annual(8, 15, lunar=True, year=1980)),
        ("闰四月初三", Annual(4, 3, lunar=True, leap=True)),
        ("2020年闰四月初三", Annual(4, 3, lunar=True, leap=True, year=2020)),
        ("lunar 04-03 leap", Annual(4, 3, lunar=True, leap=True)),
        ("腊月三十", Annual(12, 30, lunar=True)),
        ("除夕", Annual(12, 30, lunar=True)),
        ("正月初一", Annual(1, 1, lunar=True)),
        ("冬月廿八", Annual(11, 28, lunar=True)),
        ("农历十二月二十", Annual(12, 20, lunar=True)),
    ],
)
def test_a_day_of_the_year_is_read_as_people_write_it(text: str, annual: Annual) -> None:
    assert parse_annual(text) == annual


def test_a_column_of_lunar_days_makes_plain_ones_lunar_but_for_those_that_say_solar() -> None:
    assert parse_annual("8-15", lunar=True) == Annual(8, 15, lunar=True)
    assert parse_annual("公历8-15", lunar=True) == Annual(8, 15)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "unclear"),
        ("someday", "unclear"),
        ("8", "unclear"),
        ("农历公历八月十五", "unclear"),
        ("公历闰四月初三", "unclear"),
        ("8月15日" * 9, "unclear"),
        ("2月30日", "no_such_day"),
        ("13-01", "no_such_day"),
        ("农历八月三十一", "no_such_day"),
        ("lunar 0-1", "no_such_day"),
        ("闰十二月初一", "never_leap"),
        ("闰正月初一", "never_leap"),
        ("1981-02-29", "not_in_year"),
        ("农历1981年闰四月初三", "not_in_year"),
        ("农历2021年腊月三十", "not_in_year"),
        ("9999-01-01", "year"),
        ("1899-12-31", "year"),
    ],
)
def test_what_is_no_day_of_the_year_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(AnnualError) as refused:
        parse_annual(text)
    assert refused.value.message.key == f"annual.{why}"


plain = st.tuples(st.integers(1, 12), st.integers(1, 28), st.booleans())
leaping = st.tuples(st.integers(2, 11), st.integers(1, 30), st.just(True), st.booleans())
annuals = (plain | leaping).map(lambda parts: Annual(*parts))


@given(annuals)
def test_a_day_of_the_year_reads_back_as_it_is_written(annual: Annual) -> None:
    assert parse_annual(str(annual)) == annual


@settings(max_examples=40)
@given(annuals, st.integers(1950, 2095))
def test_both_ways_of_finding_the_days_agree(annual: Annual, year: int) -> None:
    window = Window(date(year, 1, 1), date(year, 12, 31))
    assert list(window.of(annual)) == days_in_years(annual, year, year)


def falls(text: str, *years: int) -> list[str]:
    """The days on which it falls in those years, as the calendar of any wall says."""
    annual = parse_annual(text)
    return [day.isoformat() for year in years for day in days_in_years(annual, year, year)]


def test_festivals_fall_as_on_the_calendar_on_the_wall() -> None:
    assert falls("正月初一", 2024, 2025, 2026, 2027) == ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"]
    assert falls("八月十五", 2025, 2026) == ["2025-10-06", "2026-09-25"]
    assert falls("五月初五", 2025, 2026) == ["2025-05-31", "2026-06-19"]


def test_the_thirtieth_of_the_twelfth_month_is_always_new_years_eve() -> None:
    assert falls("腊月三十", 2024, 2025, 2026, 2027) == ["2024-02-09", "2025-01-28", "2026-02-16", "2027-02-05"]


def test_a_day_of_a_leap_month_falls_in_the_plain_month_where_there_is_no_leap_one() -> None:
    assert falls("闰四月初三", 2019, 2020, 2021) == ["2019-05-07", "2020-05-25", "2021-05-14"]
    assert falls("农历四月初三", 2020) == ["2020-04-25"]


def test_29_february_is_the_28th_in_other_years() -> None:
    assert falls("02-29", 2023, 2024) == ["2023-02-28", "2024-02-29"]
    assert list(Window(date(2023, 2, 25), date(2023, 3, 3)).of(Annual(2, 29))) == [date(2023, 2, 28)]


def test_beyond_the_years_of_the_moons_calendar_lunar_days_fall_nowhere() -> None:
    assert Window(date(9999, 1, 1), date(9999, 12, 30)).of(Annual(8, 15, lunar=True)) == ()
    assert falls("正月初一", 2101) == []
