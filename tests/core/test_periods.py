"""Calendar periods, working days and their names."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.periods import (
    ONE_DAY,
    PERIODS,
    Calendar,
    Name,
    Span,
    clock,
    next_period,
    period_of,
    periods_a_week,
    previous_period,
    week_name,
)

DAYS = st.dates(date(2023, 12, 1), date(2029, 1, 31))
KINDS = st.sampled_from(PERIODS)
MAY_DAY = Name("劳动节", "Labour Day")


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "within", "start", "end"),
    [
        ("day", "2026-11-25", "2026-11-25", "2026-11-25"),
        ("week", "2026-11-23", "2026-11-23", "2026-11-29"),
        ("week", "2026-11-29", "2026-11-23", "2026-11-29"),
        ("week", "2027-01-01", "2026-12-28", "2027-01-03"),
        ("xun", "2026-11-10", "2026-11-01", "2026-11-10"),
        ("xun", "2026-11-11", "2026-11-11", "2026-11-20"),
        ("xun", "2026-11-20", "2026-11-11", "2026-11-20"),
        ("xun", "2026-11-21", "2026-11-21", "2026-11-30"),
        ("xun", "2026-10-31", "2026-10-21", "2026-10-31"),
        ("xun", "2026-02-21", "2026-02-21", "2026-02-28"),
        ("xun", "2028-02-29", "2028-02-21", "2028-02-29"),
        ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("month", "2028-02-01", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-11-25", "2026-10-01", "2026-12-31"),
        ("quarter", "2026-03-31", "2026-01-01", "2026-03-31"),
        ("half-year", "2026-06-30", "2026-01-01", "2026-06-30"),
        ("half-year", "2026-07-01", "2026-07-01", "2026-12-31"),
        ("year", "2026-07-01", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_the_calendars(kind: str, within: str, start: str, end: str) -> None:
    assert period_of(kind, day(within)) == Span(day(start), day(end))


@given(KINDS, DAYS)
def test_periods_of_a_kind_cover_all_days_without_gap_or_overlap(kind: str, within: date) -> None:
    span = period_of(kind, within)
    assert span.start <= within <= span.end
    assert all(period_of(kind, d) == span for d in (span.start, span.end))
    after, before = next_period(kind, span), previous_period(kind, span)
    assert after.start == span.end + ONE_DAY
    assert before.end == span.start - ONE_DAY
    assert previous_period(kind, after) == span == next_period(kind, before)


@pytest.mark.parametrize(
    ("kind", "per_week"),
    [
        ("day", "5"),
        ("week", "1"),
        ("xun", "3600/5218"),
        ("month", "1200/5218"),
        ("quarter", "400/5218"),
        ("half-year", "200/5218"),
        ("year", "100/5218"),
    ],
)
def test_a_week_holds_the_share_of_a_period_that_the_capacity_sum_uses(kind: str, per_week: str) -> None:
    assert Fraction(*periods_a_week(kind)) == Fraction(per_week)


def calendar(rest: set[date], make_up: set[date]) -> Calendar:
    return Calendar(dict.fromkeys(rest | make_up, MAY_DAY), frozenset(make_up), frozenset({2026}))


def test_rest_days_are_free_and_make_up_days_are_worked() -> None:
    may = calendar({day("2026-05-01")}, {day("2026-05-09")})
    assert not may.is_working(day("2026-05-01"))
    assert may.is_working(day("2026-05-09"))
    assert not may.is_working(day("2026-05-10"))
    assert may.holiday(day("2026-05-01")) == may.holiday(day("2026-05-09")) == MAY_DAY
    assert may.holiday(day("2026-05-10")) is None
    assert may.last_working_day(period_of("week", day("2026-05-09"))) == day("2026-05-09")
    assert may.last_working_day(Span(day("2026-05-01"), day("2026-05-03"))) is None
    assert [may.is_provisional(day(d)) for d in ("2025-12-31", "2026-01-01", "2027-01-01")] == [True, False, True]


def test_counting_working_days_skips_weekends_and_holidays() -> None:
    may = calendar({day("2026-05-01")}, {day("2026-05-09")})
    assert may.working_day_after(day("2026-04-30"), 0) == day("2026-04-30")
    assert may.working_day_after(day("2026-04-30"), 1) == day("2026-05-04")
    assert may.working_day_after(day("2026-05-08"), 1) == day("2026-05-09")
    assert may.working_day_after(day("2026-05-08"), 2) == day("2026-05-11")


@given(st.sets(DAYS, max_size=8), st.sets(DAYS, max_size=8), DAYS, st.integers(-5, 60))
def test_every_way_of_counting_working_days_agrees(
    rest: set[date], make_up: set[date], start: date, length: int
) -> None:
    known = calendar(rest, make_up)
    span = Span(start, start + timedelta(days=length))
    days = [d for n in range(max(length + 1, 0)) if known.is_working(d := start + timedelta(days=n))]
    assert known.working_days(span) == days
    assert known.count_working(span) == len(days)
    assert known.last_working_day(span) == (days[-1] if days else None)
    for count, expected in enumerate(days, 1):
        assert known.working_day_after(start - ONE_DAY, count) == expected


@pytest.mark.parametrize(
    ("within", "name"),
    [("2026-11-25", "2026-W48"), ("2027-01-01", "2026-W53"), ("2027-01-04", "2027-W01"), ("2024-12-30", "2025-W01")],
)
def test_a_week_has_its_iso_name(within: str, name: str) -> None:
    assert week_name(day(within)) == name


def test_minutes_of_the_day_read_as_a_clock() -> None:
    assert [clock(m) for m in (0, 9 * 60 + 5, 24 * 60)] == ["00:00", "09:05", "24:00"]
