"""Who is due, and when: exact histories that a banker can check by hand, and a slow reference to compare with."""

import random
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmtool.core.book import DORMANT, LOST, PROSPECT, Client, LogEntry
from rmtool.core.due import Due, Owed, Reckoner, days_of, owed, parse_cadences, reason, reckon_book, worst_first
from rmtool.core.periods import ONE_DAY, PERIODS, Calendar
from rmtool.core.rules import Cadence, Rules, Share
from rmtool.core.standing import standings
from rmtool.lang import Language

from . import due_oracle
from .due_oracle import Answer, Asked, Shares
from .examples import (
    CHINA_2026,
    MONDAY_TO_FRIDAY,
    RULES,
    balances,
    book,
    calendar,
    calendar_of,
    card,
    client,
    day,
    days,
    log,
    owing,
    own_cadence,
    tier,
)


def fraction(share: Share) -> Fraction:
    return Fraction(share.over, share.under)


def stand(owed: str, logged: str, on: str, entered: str = "2020-01-01", calendar: Calendar = MONDAY_TO_FRIDAY) -> Due:
    """How one client stands on a day: what it is owed (`M 1 per week`), what was logged (`11-20 M`)."""
    due = Reckoner(RULES, calendar, day(on)).worst(client(entered=day(entered)), owing(owed), log(logged))
    assert due is not None
    return due


def line(due: Due) -> str:
    """`due 5 of 7, by 11-27`: state, days since the last contact of the interval, due day."""
    elapsed = "never" if due.elapsed is None else f"{due.elapsed} of {days_of(due.interval)}"
    return f"{due.state} {elapsed}, by {due.due_on:%m-%d}"


def follow(owed: str, logged: str, table: str, entered: str = "2020-01-01", on: Calendar = MONDAY_TO_FRIDAY) -> None:
    """Checks a table of `day: line`, one a row, against how the client stands on each of the days."""
    for row in table.strip().splitlines():
        when, _, expected = row.strip().partition(": ")
        assert f"{when}: {line(stand(owed, logged, when, entered, on))}" == f"{when}: {expected}"


# ---- against the reference -------------------------------------------------------------------------------------------

REACH = {"": 25, "day": 4, "week": 24, "xun": 35, "month": 75, "quarter": 220, "half-year": 420, "year": 800}
"""How many days of history are tried for each period."""

ANCHORS = [day(d) for d in ("2026-02-01", "2026-07-16", "2026-09-28", "2026-12-21", "2028-02-12", "2027-06-20")]


class History:
    """A cadence, a calendar, a client and its log, drawn from ranges so tiny that everything coincides."""

    def __init__(self, draw: st.DrawFn, asked: Asked) -> None:
        reach = REACH[asked.period]
        anchor = draw(st.sampled_from(ANCHORS))
        rests = draw(st.lists(st.tuples(st.integers(-5, reach), st.integers(1, 40)), max_size=2))
        self.rest = {anchor + (at + n) * ONE_DAY for at, length in rests for n in range(length)}
        self.worked = {anchor + n * ONE_DAY for n in draw(st.lists(st.integers(-5, reach), max_size=4))}
        self.calendar = calendar_of(self.rest, self.worked)
        on = st.integers(-3, reach).map(lambda n: anchor + n * ONE_DAY)
        self.log = sorted(LogEntry(*e) for e in draw(st.lists(st.tuples(on, st.sampled_from("TEMWX")), max_size=6)))
        self.client = client(draw(st.integers(1, 999)), entered=anchor)
        self.entry = min([anchor, *(e.on for e in self.log)])
        self.days = sorted(draw(st.sets(st.integers(0, reach + 10), min_size=1, max_size=6)))

    def works(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.rest)


@st.composite
def asked_cadences(draw: st.DrawFn) -> Asked:
    if draw(st.integers(0, 3)) == 0:
        return Asked(1, "", draw(st.integers(1, 12)))
    return Asked(draw(st.integers(1, 4)), draw(st.sampled_from(PERIODS)), 0)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Asked, str, History, Rules]:
    asked = draw(asked_cadences())
    code = draw(st.sampled_from(["T", "E", "M", "W", "any"]))
    rules = RULES._replace(
        not_before=draw(st.sampled_from([Share(7, 10), Share(1, 2), Share(1, 1), Share(0, 1)])),
        overdue=draw(st.sampled_from([Share(13, 10), Share(1, 1), Share(2, 1)])),
    )
    return asked, code, History(draw, asked), rules


COUNTS_FOR = {"T": "TM", "E": "EMW", "M": "M", "W": "MW", "any": "TEMW"}
"""Which codes of the log count for each cadence, by hand."""


def answer_of(due: Due) -> Answer:
    return Answer(due.state, due.due_on, due.last, due.elapsed, fraction(due.interval), fraction(due.urgency))


@settings(max_examples=500, deadline=None)
@given(questions())
def test_one_cadence_stands_as_the_reference_says(question: tuple[Asked, str, History, Rules]) -> None:
    asked, code, history, rules = question
    cadence = Cadence(*asked)
    counted = [e.on for e in history.log if e.code in COUNTS_FOR[code]]
    shares = Shares(fraction(rules.not_before), fraction(rules.late), fraction(rules.overdue))
    firsts = due_oracle.first_days(asked, history.entry, history.works)
    for offset in history.days:
        today = history.entry + offset * ONE_DAY
        due = Reckoner(rules, history.calendar, today).worst(history.client, ((code, cadence),), history.log)
        assert due is not None
        expected = {
            first: due_oracle.reckon(asked, counted, history.entry, first, today, history.works, shares)
            for first in (firsts if not counted or counted[0] > today else firsts[:1])
        }
        matching = [first for first, answer in expected.items() if answer == answer_of(due)]
        assert matching, (today, answer_of(due), list(expected.values())[:3])
        if not counted or counted[0] > today:
            firsts = matching


@st.composite
def several_cadences(draw: st.DrawFn) -> tuple[Owed, History, date]:
    codes = st.sampled_from(["T", "M", "any"])
    asked = draw(st.lists(asked_cadences(), min_size=2, max_size=4))
    history = History(draw, max(asked, key=lambda a: REACH[a.period]))
    return (
        tuple((draw(codes), Cadence(*a)) for a in asked),
        history,
        history.entry + draw(st.integers(0, 40)) * ONE_DAY,
    )


@settings(max_examples=300, deadline=None)
@given(several_cadences())
def test_of_several_cadences_the_worse_state_decides_then_urgency_day_quota_order(
    question: tuple[Owed, History, date],
) -> None:
    pairs, history, today = question
    reckoner = Reckoner(RULES, history.calendar, today)
    each = [reckoner.worst(history.client, (pair,), history.log) for pair in pairs]
    answers = [(answer_of(due), bool(due.cadence.period)) for due in each if due]
    assert reckoner.worst(history.client, pairs, history.log) == each[due_oracle.deciding(answers)]


# ---- exact histories -------------------------------------------------------------------------------------------------


def test_a_weekly_quota_met_on_friday_as_worked_in_the_rules() -> None:
    follow(
        "M 1 per week",
        "11-20",
        """
        11-20: not_yet 0 of 7, by 11-27
        11-22: not_yet 2 of 7, by 11-27
        11-23: not_yet 3 of 7, by 11-27
        11-24: not_yet 4 of 7, by 11-27
        11-25: due 5 of 7, by 11-27
        11-26: due 6 of 7, by 11-27
        11-27: late 7 of 7, by 11-27
        11-29: late 9 of 7, by 11-27
        11-30: overdue 10 of 7, by 12-04
        12-06: overdue 16 of 7, by 12-04
        12-07: overdue 17 of 7, by 12-11
        """,
    )


def test_a_weekly_quota_is_quiet_again_once_it_was_made_good() -> None:
    follow(
        "M 1 per week",
        "11-20, 12-02",
        """
        12-01: overdue 11 of 7, by 12-04
        12-02: not_yet 0 of 7, by 12-11
        12-06: not_yet 4 of 7, by 12-11
        12-07: due 5 of 7, by 12-11
        12-11: late 9 of 7, by 12-11
        12-14: overdue 12 of 7, by 12-18
        """,
    )


def test_two_a_week_are_late_while_no_more_days_than_visits_are_left() -> None:
    follow(
        "M 2 per week",
        "11-18, 11-19, 11-25",
        """
        11-20: not_yet 1 of 3.5, by 11-27
        11-21: not_yet 2 of 3.5, by 11-27
        11-23: due 4 of 3.5, by 11-27
        11-24: due 5 of 3.5, by 11-27
        11-25: not_yet 0 of 3.5, by 11-27
        11-26: not_yet 1 of 3.5, by 11-27
        11-27: late 2 of 3.5, by 11-27
        11-30: overdue 5 of 3.5, by 12-04
        """,
    )
    assert line(stand("M 2 per week", "11-18, 11-19", "11-26")) == "late 7 of 3.5, by 11-27"
    assert line(stand("M 2 per week", "11-18, 11-19", "11-25")) == "due 6 of 3.5, by 11-27"


def test_half_a_quota_held_doesnt_excuse_the_period_before() -> None:
    assert line(stand("M 2 per week", "11-18", "11-23")) == "overdue 5 of 3.5, by 11-27"


def test_a_contact_since_the_missed_period_ends_overdue_even_if_more_are_owed() -> None:
    assert line(stand("M 2 per week", "11-18, 11-23", "11-24")) == "not_yet 1 of 3.5, by 11-27"
    assert line(stand("M 2 per week", "11-18, 11-23", "11-27")) == "late 4 of 3.5, by 11-27"


def test_a_contact_of_last_month_counts_once_for_its_week_and_never_for_the_next() -> None:
    assert line(stand("M 1 per week", "11-30, 11-30", "12-07")) == "due 7 of 7, by 12-11"


def test_the_last_xun_of_february_has_eight_days() -> None:
    follow(
        "M 1 per xun",
        "02-13",
        """
        02-20: not_yet 7 of 10, by 02-27
        02-21: due 8 of 8, by 02-27
        02-26: due 13 of 8, by 02-27
        02-27: late 14 of 8, by 02-27
        02-28: late 15 of 8, by 02-27
        03-01: overdue 16 of 10, by 03-10
        """,
    )


def test_the_last_xun_of_a_leap_february_has_nine_days() -> None:
    assert line(stand("M 1 per xun", "2028-02-15", "2028-02-21")) == "not_yet 6 of 9, by 02-29"
    assert line(stand("M 1 per xun", "2028-02-15", "2028-02-22")) == "due 7 of 9, by 02-29"


def test_the_last_xun_of_a_long_month_has_eleven_days() -> None:
    follow(
        "M 1 per xun",
        "10-14",
        """
        10-20: not_yet 6 of 10, by 10-30
        10-21: not_yet 7 of 11, by 10-30
        10-22: due 8 of 11, by 10-30
        10-29: due 15 of 11, by 10-30
        10-30: late 16 of 11, by 10-30
        10-31: late 17 of 11, by 10-30
        11-01: overdue 18 of 10, by 11-10
        """,
    )


def test_a_monthly_quota_is_proposed_from_exactly_seven_tenths_on() -> None:
    follow(
        "M 1 per month",
        "10-20",
        """
        10-31: not_yet 11 of 31, by 11-30
        11-09: not_yet 20 of 30, by 11-30
        11-10: due 21 of 30, by 11-30
        11-27: due 38 of 30, by 11-30
        11-28: late 39 of 30, by 11-30
        11-30: late 41 of 30, by 11-30
        12-01: overdue 42 of 31, by 12-31
        """,
    )


def test_a_quarterly_quota_over_the_change_of_year() -> None:
    follow(
        "any 1 per quarter",
        "09-15 E",
        """
        09-30: not_yet 15 of 92, by 12-31
        11-18: not_yet 64 of 92, by 12-31
        11-19: due 65 of 92, by 12-31
        12-30: due 106 of 92, by 12-31
        12-31: late 107 of 92, by 12-31
        2027-01-01: overdue 108 of 90, by 03-31
        """,
    )


def test_a_week_that_spans_two_years_is_one_week() -> None:
    follow(
        "M 1 per week",
        "12-29",
        """
        2027-01-01: not_yet 3 of 7, by 01-08
        2027-01-03: not_yet 5 of 7, by 01-08
        2027-01-04: due 6 of 7, by 01-08
        2027-01-08: late 10 of 7, by 01-08
        2027-01-11: overdue 13 of 7, by 01-15
        """,
    )


def test_half_years_and_years() -> None:
    assert line(stand("M 1 per half-year", "02-10", "06-16")) == "not_yet 126 of 181, by 12-31"
    assert line(stand("M 1 per half-year", "02-10", "07-01")) == "due 141 of 184, by 12-31"
    assert line(stand("M 1 per half-year", "2025-12-30", "07-01")) == "overdue 183 of 184, by 12-31"
    assert line(stand("M 1 per year", "2025-06-01", "02-11")) == "not_yet 255 of 365, by 12-31"
    assert line(stand("M 1 per year", "2025-06-01", "02-12")) == "due 256 of 365, by 12-31"
    assert line(stand("M 1 per year", "2025-06-01", "12-31")) == "late 578 of 365, by 12-31"


def test_a_daily_quota_rests_at_the_weekend() -> None:
    follow(
        "T 1 per day",
        "11-19 T",
        """
        11-19: not_yet 0 of 1, by 11-20
        11-20: late 1 of 1, by 11-20
        11-21: not_yet 2 of 1, by 11-23
        11-23: overdue 4 of 1, by 11-23
        """,
    )
    assert line(stand("T 1 per day", "11-19 T, 11-20 T", "11-23")) == "late 3 of 1, by 11-23"
    assert line(stand("T 1 per day", "11-19 T, 11-21 T", "11-23")) == "late 2 of 1, by 11-23"


def test_an_interval_runs_from_the_last_contact_on_any_day_of_the_week() -> None:
    follow(
        "M every 10d",
        "11-20",
        """
        11-20: not_yet 0 of 10, by 11-30
        11-26: not_yet 6 of 10, by 11-30
        11-27: due 7 of 10, by 11-30
        11-29: due 9 of 10, by 11-30
        11-30: late 10 of 10, by 11-30
        12-02: late 12 of 10, by 11-30
        12-03: overdue 13 of 10, by 11-30
        12-25: overdue 35 of 10, by 11-30
        """,
    )


def test_an_interval_starts_again_with_each_contact() -> None:
    assert line(stand("M every 10d", "11-02, 11-20", "11-27")) == "due 7 of 10, by 11-30"
    assert line(stand("M every 10d", "11-02, 11-24", "11-27")) == "not_yet 3 of 10, by 12-04"


def test_what_was_logged_later_is_not_known_yet() -> None:
    assert line(stand("M every 10d", "11-02, 11-24", "11-15")) == "overdue 13 of 10, by 11-12"
    assert line(stand("M 1 per week", "11-20, 11-26", "11-25")) == "due 5 of 7, by 11-27"


# ---- which contact counts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cadence", "counting"),
    [("T", "TM"), ("E", "EMW"), ("M", "M"), ("W", "WM"), ("any", "TEMW")],
)
def test_a_meeting_counts_for_every_channel_and_an_email_for_neither_meeting_nor_telephone(
    cadence: str, counting: str
) -> None:
    for code in "TEMW":
        due = stand(f"{cadence} every 10d", f"11-01 M, 11-20 {code}", "11-20")
        assert due.last == (day("11-20") if code in counting else day("11-01")), code


def test_a_code_that_the_rules_dont_know_counts_for_nothing_but_shows_since_when_the_client_is_in_the_book() -> None:
    due = stand("any every 10d", "11-02 X", "11-20", entered="11-18")
    assert due.last is None
    assert due.due_on <= day("11-12")


# ---- both meanings, several codes ------------------------------------------------------------------------------------


def test_a_tier_with_quota_and_interval_goes_by_the_worse() -> None:
    both = "M 1 per month; M every 10d"
    assert (line(stand(both, "11-02", "11-08")), stand(both, "11-02", "11-08").cadence.period) == (
        "not_yet 6 of 10, by 11-12",
        "",
    )
    assert line(stand(both, "11-02", "11-09")) == "due 7 of 10, by 11-12"
    assert line(stand(both, "11-02", "11-30")) == "overdue 28 of 10, by 11-12"
    lenient = "M 1 per month; M every 60d"
    assert line(stand(lenient, "10-20", "11-30")) == "late 41 of 30, by 11-30"
    assert line(stand(lenient, "10-20", "11-24")) == "due 35 of 30, by 11-30"


def test_per_code_the_telephone_may_be_due_while_the_meeting_is_not() -> None:
    two = "M 1 per month; T 1 per week"
    assert stand(two, "11-03 M, 11-13 T", "11-19").code == "T"
    assert line(stand(two, "11-03 M, 11-13 T", "11-19")) == "due 6 of 7, by 11-20"
    assert line(stand(two, "11-03 M, 11-18 T", "11-19")) == "not_yet 16 of 30, by 12-31"


def test_equal_state_and_urgency_go_by_the_earlier_day_then_the_quota_then_the_order_of_the_rules() -> None:
    # 10-20 to 11-10 is 21 of 30 both ways; the interval's day (11-19) is earlier than the quota's (11-30).
    earlier = stand("M 1 per month; M every 30d", "10-20", "11-10")
    assert (earlier.cadence.period, earlier.due_on) == ("", day("11-19"))
    # 11-20 + 7 days is Friday the 27th, as is the week's last working day: the quota decides.
    for order in ("M 1 per week; M every 7d", "M every 7d; M 1 per week"):
        assert stand(order, "11-20", "11-25").cadence.period == "week"
    for first, second in (("T", "E"), ("E", "T")):
        assert stand(f"{first} every 10d; {second} every 10d", "11-20 M", "11-28").code == first


# ---- holidays --------------------------------------------------------------------------------------------------------


def test_a_week_without_a_working_day_owes_nothing_and_is_passed_over() -> None:
    """15 to 23 February 2026 rest, Saturday the 14th is worked: the week of Monday the 16th has no working day."""
    follow(
        "M 1 per week",
        "02-06",
        """
        02-13: due 7 of 7, by 02-14
        02-14: late 8 of 7, by 02-14
        02-15: late 9 of 7, by 02-14
        02-16: not_yet 10 of 7, by 02-28
        02-22: not_yet 16 of 7, by 02-28
        02-23: overdue 17 of 7, by 02-28
        """,
        on=CHINA_2026,
    )


def test_a_client_met_in_the_week_before_the_holiday_is_not_overdue_after_it() -> None:
    follow(
        "M 1 per week",
        "02-11",
        """
        02-14: not_yet 3 of 7, by 02-28
        02-18: not_yet 7 of 7, by 02-28
        02-23: due 12 of 7, by 02-28
        02-27: due 16 of 7, by 02-28
        02-28: late 17 of 7, by 02-28
        """,
        on=CHINA_2026,
    )


def test_a_contact_within_the_holiday_counts_as_since_the_period_before() -> None:
    assert line(stand("M 1 per week", "02-06, 02-18", "02-23", calendar=CHINA_2026)) == "due 5 of 7, by 02-28"


def test_national_day_cuts_the_last_days_and_a_make_up_saturday_adds_one() -> None:
    follow(
        "M 1 per week",
        "09-24",
        """
        09-29: due 5 of 7, by 09-30
        09-30: late 6 of 7, by 09-30
        10-04: late 10 of 7, by 09-30
        10-05: overdue 11 of 7, by 10-10
        """,
        on=CHINA_2026,
    )
    whole_week = calendar(rest="10-01..10-11")
    assert line(stand("M 1 per week", "09-28", "10-08", calendar=whole_week)) == "not_yet 10 of 7, by 10-16"
    assert line(stand("M 1 per week", "09-28", "10-12", calendar=whole_week)) == "due 14 of 7, by 10-16"
    assert line(stand("M 1 per week", "09-22", "10-12", calendar=whole_week)) == "overdue 20 of 7, by 10-16"
    assert line(stand("M 1 per xun", "09-30", "10-05", calendar=whole_week)) == "not_yet 5 of 10, by 10-20"


def test_a_year_that_the_table_doesnt_cover_counts_monday_to_friday() -> None:
    assert CHINA_2026.is_provisional(day("2027-01-01"))
    follow(
        "M 1 per week",
        "12-31",
        """
        2027-01-04: not_yet 4 of 7, by 01-08
        2027-01-05: due 5 of 7, by 01-08
        2027-01-08: late 8 of 7, by 01-08
        """,
        on=CHINA_2026,
    )
    assert line(stand("M 1 per month", "2027-01-20", "2027-02-19", calendar=CHINA_2026)) == "due 30 of 28, by 02-26"


# ---- entry -----------------------------------------------------------------------------------------------------------


def test_a_client_that_came_within_the_period_before_is_not_overdue_for_it() -> None:
    assert line(stand("M 2 per month", "10-28", "11-12", entered="10-02")) == "due 15 of 15, by 11-30"
    assert line(stand("M 2 per month", "10-28", "11-12", entered="10-01")) == "overdue 15 of 15, by 11-30"


def test_a_contact_before_the_lists_date_moves_the_entry_back_to_it() -> None:
    assert line(stand("M 2 per month", "10-28", "11-12", entered="11-02")) == "due 15 of 15, by 11-30"
    assert line(stand("M 2 per month", "10-01 T, 10-28", "11-12", entered="11-02")) == "overdue 15 of 15, by 11-30"
    assert line(stand("M 2 per month", "10-02 T, 10-28", "11-12", entered="11-02")) == "due 15 of 15, by 11-30"


def first_due(owed: str, entered: str, number: int, calendar: Calendar = MONDAY_TO_FRIDAY) -> date:
    """The first day on which a client never contacted is due or worse."""
    today = day(entered)
    while True:
        due = Reckoner(RULES, calendar, today).worst(client(number, entered=day(entered)), owing(owed), ())
        assert due is not None and due.elapsed is None
        if due.is_due:
            return today
        today += ONE_DAY


@pytest.mark.parametrize(
    ("cadence", "entered", "eligible"),
    [
        ("M 1 per week", "11-23", "11-23..11-27"),
        ("M 1 per week", "11-25", "11-25..11-27"),
        ("M 1 per week", "11-26", "11-26..11-27"),
        ("M 1 per week", "11-27", "11-30..12-04"),
        ("M 1 per week", "11-28", "11-30..12-04"),
        ("M 1 per xun", "11-16", "11-16..11-20"),
        ("M 1 per xun", "11-17", "11-23..11-27 11-30"),
        ("M 2 per month", "11-16", "11-16..11-20 11-23..11-27 11-30"),
        ("M 1 per month", "02-15", "02-16..02-20 02-23..02-27"),
        ("M 1 per month", "02-16", "03-02..03-06 03-09..03-13 03-16..03-20 03-23..03-27 03-30..03-31"),
    ],
)
def test_clients_never_contacted_are_first_due_on_the_working_days_left_of_the_first_period_owed(
    cadence: str, entered: str, eligible: str
) -> None:
    seen = {first_due(cadence, entered, number) for number in range(150)}
    assert sorted(seen) == days(eligible)


def test_a_period_of_entry_without_a_working_day_left_owes_nothing() -> None:
    holiday = calendar(rest="11-18..11-20")
    seen = {first_due("M 1 per xun", "11-16", number, calendar(rest="11-16..11-20")) for number in range(60)}
    assert sorted(seen) == days("11-23..11-27 11-30")
    assert {first_due("M 1 per xun", "11-16", n, holiday) for n in range(60)} == set(days("11-16..11-17"))


def test_the_first_interval_ends_on_any_of_its_days_after_entry() -> None:
    entered = day("11-23")
    seen = set()
    for number in range(150):
        due = Reckoner(RULES, MONDAY_TO_FRIDAY, entered).worst(
            client(number, entered=entered), owing("M every 10d"), ()
        )
        assert due is not None and due.elapsed is None
        seen.add(due.due_on)
    assert sorted(seen) == days("11-24..12-03")


def test_an_interval_never_contacted_counts_back_from_its_first_day() -> None:
    for number in range(20):
        someone = client(number, entered=day("11-23"))

        def on(when: date, someone: Client = someone) -> Due:
            due = Reckoner(RULES, MONDAY_TO_FRIDAY, when).worst(someone, owing("M every 10d"), ())
            assert due is not None
            return due

        first = on(day("11-23")).due_on
        assert [(on(first + n * ONE_DAY).state, fraction(on(first + n * ONE_DAY).urgency)) for n in (-4, -3, 0, 3)] == [
            ("not_yet", Fraction(6, 10)),
            ("due", Fraction(7, 10)),
            ("late", Fraction(1)),
            ("overdue", Fraction(13, 10)),
        ]


@pytest.mark.parametrize(
    ("cadence", "choices"), [("M 1 per week", 5), ("M 1 per month", 21), ("M every 10d", 10), ("any 1 per quarter", 66)]
)
def test_three_hundred_imported_clients_are_spread_evenly(cadence: str, choices: int) -> None:
    """Imported at the start of a quarter: no day gets more than twice its share, or a handful where days are many."""
    entered = "2026-10-01" if choices == 66 else "2026-11-02"
    everybody = [client(n, entered=day(entered)) for n in range(1, 301)]
    by_day: Counter[date] = Counter()
    if cadence.startswith("M every"):
        reckoner = Reckoner(RULES, MONDAY_TO_FRIDAY, day(entered))
        for someone in everybody:
            due = reckoner.worst(someone, owing(cadence), ())
            assert due is not None
            by_day[due.due_on] += 1
    else:
        by_day.update(first_due(cadence, entered, n) for n in range(1, 301))
    assert len(by_day) >= choices * 9 // 10
    assert max(by_day.values()) <= max(2 * 300 // choices, 12)
    assert choices > 30 or min(by_day.values()) >= 300 // choices // 3


def test_a_client_never_contacted_is_due_from_its_day_on_late_on_the_last_and_overdue_after_a_whole_period() -> None:
    someone = next(n for n in range(99) if first_due("M 1 per week", "11-23", n) == day("11-25"))

    def on(when: str) -> str:
        due = Reckoner(RULES, MONDAY_TO_FRIDAY, day(when)).worst(
            client(someone, entered=day("11-23")), owing("M 1 per week"), ()
        )
        assert due is not None
        return f"{due.state} {fraction(due.urgency)}, by {due.due_on:%m-%d}"

    assert on("11-23") == "not_yet 29/70, by 11-27"
    assert on("11-24") == "not_yet 39/70, by 11-27"
    assert on("11-25") == "due 7/10, by 11-27"
    assert on("11-26") == "due 59/70, by 11-27"
    assert on("11-27") == "late 69/70, by 11-27"
    assert on("11-30") == "overdue 99/70, by 12-04"


def test_the_spread_depends_on_nothing_but_the_client_number() -> None:
    clients = [client(n, entered=day("11-02")) for n in range(1, 60)]
    on = day("11-11")
    before = {c.client_no: Reckoner(RULES, MONDAY_TO_FRIDAY, on).worst(c, owing("M 1 per month"), ()) for c in clients}
    random.Random(1).shuffle(clients)
    reckoner = Reckoner(RULES, MONDAY_TO_FRIDAY, on)
    for place, someone in enumerate(clients, 500):
        changed = someone._replace(id=place, name="另一名称", district="南山区", initials="lymc")
        due = reckoner.worst(changed, owing("M 1 per month"), ())
        known = before[someone.client_no]
        assert due is not None and known is not None
        assert due._replace(client_id=0) == known._replace(client_id=0)


# ---- what a client is owed -------------------------------------------------------------------------------------------


def listed(owed: Owed) -> list[str]:
    return [f"{code} {cadence}" for code, cadence in owed]


def test_a_client_is_owed_its_tiers_cadences_in_the_order_of_the_rules() -> None:
    rules = RULES._replace(tiers=(tier("key", M="1 per week, every 10d", T="2 per month"), tier("rest")))
    assert listed(owed(client(), "key", None, (), rules, day("11-25"))) == [
        "M 1 per week",
        "M every 10d",
        "T 2 per month",
    ]
    assert owed(client(), "rest", None, (), rules, day("11-25")) == ()


def test_an_own_cadence_replaces_the_tiers_on_its_code_until_its_last_day() -> None:
    rules = RULES._replace(tiers=(tier("key", M="1 per week", T="2 per month"),))
    own = [own_cadence("M", "every 14d", until="11-25")]
    assert listed(owed(client(), "key", None, own, rules, day("11-25"))) == ["M every 14d", "T 2 per month"]
    assert listed(owed(client(), "key", None, own, rules, day("11-26"))) == ["M 1 per week", "T 2 per month"]
    lasting = [own_cadence("E", "1 per quarter, every 80d")]
    assert listed(owed(client(), "key", None, lasting, rules, day("2029-01-01")))[2:] == [
        "E 1 per quarter",
        "E every 80d",
    ]
    assert listed(owed(client(), "key", None, [own_cadence("M", "none")], rules, day("11-25"))) == ["T 2 per month"]


def test_a_prospect_is_owed_the_cadence_of_its_grade_and_nothing_by_tier() -> None:
    prospect = client(status=PROSPECT)
    assert listed(owed(prospect, None, "A", (), RULES, day("11-25"))) == ["M 2 per month"]
    assert listed(owed(prospect, "weekly", "B", (), RULES, day("11-25"))) == ["M 1 per month"]
    assert owed(prospect, "weekly", "C", (), RULES, day("11-25")) == ()
    assert owed(prospect, None, None, (), RULES, day("11-25")) == ()
    own = [own_cadence("T", "every 5d")]
    assert listed(owed(prospect, None, "C", own, RULES, day("11-25"))) == ["T every 5d"]


def test_a_cadence_in_words_is_read_or_refused() -> None:
    assert [str(c) for c in parse_cadences("1 per month, every 20d")] == ["1 per month", "every 20d"]
    assert parse_cadences(" None ") == ()
    for wrong in ("", "often", "0 per week", "every 0d", "1 per fortnight", "1 per week,"):
        with pytest.raises(ValueError):
            parse_cadences(wrong)


# ---- the whole book --------------------------------------------------------------------------------------------------


def test_the_list_of_the_book_holds_active_clients_and_prospects_since_their_entry() -> None:
    clients = [
        client(1),
        client(2, status=DORMANT),
        client(3, status=LOST),
        client(4, status=PROSPECT),
        client(5, status=PROSPECT),
        client(6, entered=day("11-26")),
        client(7, entered=day("11-25")),
        client(8, entered=day("11-26")),
        client(9, status=PROSPECT),
    ]
    facts = book(
        clients,
        balances={1: balances("01-01 1200"), 2: balances("01-01 1200", 2)},
        log={1: log("11-20"), 4: log("11-20 M"), 8: log("11-23 T")},
        cards={4: card(4, grade="A"), 5: card(5, grade="C")},
    )
    on = day("11-25")
    rows = reckon_book(facts, RULES, MONDAY_TO_FRIDAY, on, standings(facts, RULES, on))
    assert [(c.client_no, due.code, str(due.cadence)) for c, due in rows] == [
        ("C0001", "M", "1 per week"),
        ("C0004", "M", "2 per month"),
        ("C0007", "any", "1 per quarter"),
        ("C0008", "any", "1 per quarter"),
    ]


def test_each_client_of_a_tier_may_have_its_own_cadence() -> None:
    clients = [client(n) for n in (1, 2, 3)]
    facts = book(
        clients,
        balances={n: balances("01-01 1200", n) for n in (1, 2, 3)},
        log={n: log("11-20") for n in (1, 2, 3)},
        cadences={2: [own_cadence("M", "every 14d", client_id=2)]},
    )
    on = day("11-25")
    rows = reckon_book(facts, RULES, MONDAY_TO_FRIDAY, on, standings(facts, RULES, on))
    assert [str(due.cadence) for _, due in rows] == ["1 per week", "every 14d", "1 per week"]


def test_the_worst_come_first_and_equals_by_client_number() -> None:
    histories = {4: "11-20", 3: "11-20", 1: "11-25", 2: "11-19", 5: "11-09"}
    facts = book(
        [client(n) for n in histories],
        balances={n: balances("01-01 1200", n) for n in histories},
        log={n: log(text) for n, text in histories.items()},
    )
    on = day("11-25")
    rows = worst_first(reversed(reckon_book(facts, RULES, MONDAY_TO_FRIDAY, on, standings(facts, RULES, on))))
    assert [(c.id, due.state) for c, due in rows] == [
        (5, "overdue"),
        (2, "due"),
        (3, "due"),
        (4, "due"),
        (1, "not_yet"),
    ]


# ---- reasons ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_case_has_its_words(language: str) -> None:
    speaker = Language(language)
    cases = set()
    for cadence in ("M 1 per week", "M 2 per month", "M every 10d", "any 1 per xun"):
        for logged in ("", "02-06 M"):
            for on in days("02-06..03-31"):
                due = stand(cadence, logged, f"{on:%m-%d}", entered="2026-02-06", calendar=CHINA_2026)
                sentence = speaker.say(reason(due, RULES, day("12-24")))
                assert "2026-12-24" in sentence
                assert "due." not in sentence and "{" not in sentence and "None" not in sentence
                cases.add(due.case)
    states = {"not_yet", "due", "late", "overdue"}
    assert cases == {
        *(f"interval_{state}" for state in states),
        *(f"interval_first_{state}" for state in states),
        *(f"quota_{case}" for case in (*states, "met", "no_working_day", "first_not_yet")),
    }


def test_a_reason_gives_the_figures() -> None:
    speaker = Language("en")
    told = speaker.say(reason(stand("M 2 per week", "11-18, 11-23", "11-27"), RULES))
    assert told == "meeting 2 per week: 1 of 2 done since 2026-11-23, 1 working day left; last 2026-11-23, 4 days ago"
