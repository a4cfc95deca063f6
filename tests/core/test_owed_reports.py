"""Which reports are owed: exact histories of a computer that was off, over ends of years and odd weeks."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.owed_reports import KINDS, owed_reports, own_day
from rmtool.core.periods import Calendar, Name, Span, next_period, period_of

NATIONAL = Name("国庆节", "National Day")
CALENDAR = Calendar(
    {date(2026, 10, 1): NATIONAL, date(2026, 10, 10): NATIONAL}, frozenset({date(2026, 10, 10)}), frozenset()
)


def owed(kind: str, newest: date | None, today: date, days: int = 90) -> list[tuple[str, str]]:
    """Own day and first day of each report that is owed where that of the day `newest` is there."""
    made = [period_of(kind, newest)] if newest else []
    found = owed_reports(kind, made, today, days, CALENDAR)
    return [(report.on.isoformat(), report.period.start.isoformat()) for report in found]


def test_a_friday_that_was_missed_is_owed_from_saturday_on() -> None:
    newest = date(2026, 11, 20)
    assert owed("week", newest, date(2026, 11, 27)) == []
    assert owed("week", newest, date(2026, 11, 28)) == [("2026-11-27", "2026-11-23")]
    assert owed("week", newest, date(2026, 12, 7)) == [("2026-11-27", "2026-11-23"), ("2026-12-04", "2026-11-30")]


def test_week_53_is_a_week_like_others() -> None:
    assert owed("week", date(2026, 12, 25), date(2027, 1, 11)) == [
        ("2027-01-01", "2026-12-28"),
        ("2027-01-08", "2027-01-04"),
    ]


def test_a_month_is_owed_from_the_first_of_the_next_also_over_the_end_of_a_year() -> None:
    assert owed("month", date(2026, 11, 5), date(2026, 12, 31)) == []
    assert owed("month", date(2026, 11, 5), date(2027, 1, 1)) == [("2027-01-01", "2026-12-01")]
    assert owed("month", date(2026, 11, 5), date(2027, 2, 3)) == [
        ("2027-01-01", "2026-12-01"),
        ("2027-02-01", "2027-01-01"),
    ]
    assert owed("quarter", date(2026, 7, 5), date(2027, 1, 20)) == [("2027-01-01", "2026-10-01")]


def test_morning_pages_are_owed_for_days_that_are_worked() -> None:
    assert owed("day", date(2026, 9, 30), date(2026, 10, 12)) == [
        (day, day) for day in ("2026-10-02", *(f"2026-10-{n:02d}" for n in (5, 6, 7, 8, 9, 10, 12)))
    ]


def test_where_none_was_made_the_latest_is_owed() -> None:
    assert owed("day", None, date(2026, 11, 29)) == [("2026-11-27", "2026-11-27")]
    assert owed("week", None, date(2026, 11, 27)) == [("2026-11-20", "2026-11-16")]
    assert owed("month", None, date(2026, 11, 27)) == [("2026-11-01", "2026-10-01")]
    assert owed("quarter", None, date(2026, 11, 27)) == [("2026-10-01", "2026-07-01")]


def test_nothing_is_owed_that_would_be_past_its_time() -> None:
    assert len(owed("day", date(2025, 1, 6), date(2026, 11, 27), days=14)) == 11
    assert owed("quarter", None, date(2026, 11, 27), days=14) == []
    assert len(owed("month", date(2020, 1, 1), date(2026, 11, 27), days=0)) == 12


def test_a_gap_is_filled_though_a_later_one_was_made_in_time() -> None:
    """Off on one Friday, switched on for the next just before the report of the week is made."""
    made = [period_of("week", date(2026, 11, n)) for n in (9, 23)]
    (report,) = owed_reports("week", made, date(2026, 11, 27), 90, CALENDAR)
    assert report.on == date(2026, 11, 20)


@given(
    st.sampled_from(KINDS),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.lists(st.integers(1, 40), min_size=1, max_size=8),
)
def test_each_is_made_once_however_often_the_computer_is_on(kind: str, first: date, naps: list[int]) -> None:
    """Run after run, what was owed is made; together they are every report in a row, none twice."""
    made: list[Span] = []
    day = first
    for nap in naps:
        found = owed_reports(kind, made, day, 366, CALENDAR)
        assert all(report.on == own_day(kind, report.period) <= day for report in found)
        made += [report.period for report in found]
        assert owed_reports(kind, made, day, 366, CALENDAR) == []
        day += timedelta(days=nap)
    wanted = made[0]
    for span in made[1:]:
        wanted = next_period(kind, wanted)
        while kind == "day" and not CALENDAR.is_working(wanted.start):
            wanted = next_period(kind, wanted)
        assert span == wanted
