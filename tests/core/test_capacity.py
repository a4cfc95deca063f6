"""Visits required against visits available, the ceilings of a week, and who slips."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.book import DORMANT, LOST, PROSPECT, Book
from rmtool.core.capacity import (
    Capacity,
    available_visits,
    capacity,
    ceilings,
    free_working_days,
    visits_a_week,
)
from rmtool.core.periods import Span
from rmtool.core.rules import Rules, Share
from rmtool.core.standing import standings

from .examples import CHINA_2026, MONDAY_TO_FRIDAY, RULES, WEEK, away, balances, book, client, day, owing, own_cadence
from .examples import tier as tier_of

ON = day("11-25")


def fraction(share: Share) -> Fraction:
    return Fraction(share.over, share.under)


def clients_at(*groups: tuple[int, int]) -> Book:
    """A book of `count` clients at each amount (万): `(8, 1000), (10, 500)`."""
    amounts = [amount for count, amount in groups for _ in range(count)]
    clients = [client(n) for n in range(1, len(amounts) + 1)]
    return book(clients, balances={n: balances(f"01-31 {amount}", n) for n, amount in enumerate(amounts, 1)})


def reckon(facts: Book, rules: Rules = RULES, working_days: int = 5) -> Capacity:
    return capacity(facts, rules, standings(facts, rules, ON), ON, working_days)


# ---- the worked example ----------------------------------------------------------------------------------------------


def test_8_at_ten_million_10_at_five_and_40_at_one_need_24_1_visits_of_12_8() -> None:
    found = reckon(clients_at((8, 1000), (10, 500), (40, 100), (60, 20)))
    assert fraction(found.required) == 8 + 10 * Fraction(36 * 100, 5218) + 40 * Fraction(12 * 100, 5218)
    assert round(float(fraction(found.required)), 1) == 24.1
    assert fraction(found.available) == Fraction(128, 10)
    assert found.load is not None
    assert round(found.load * 100) == 188
    assert {tier: round(float(fraction(share)), 1) for tier, share in found.by_tier.items()} == {
        "weekly": 8.0,
        "xun": 6.9,
        "monthly": 9.2,
        "long-tail": 0.0,
    }


def test_in_tier_order_the_tier_where_the_room_ends_is_stretched_and_those_below_get_nothing() -> None:
    """4.8 visits are left for the 6.9 of the xun clients: every 10.1 days becomes every 14.6, later by 4.4."""
    found = reckon(clients_at((8, 1000), (10, 500), (40, 100), (60, 20)))
    assert [(s.client.id, s.tier, s.days_late) for s in found.slips] == [
        *((n, "xun", 5) for n in range(9, 19)),
        *((n, "monthly", None) for n in range(19, 59)),
    ]
    assert {round(s.interval_days, 1) for s in found.slips} == {10.1, 30.4}


def test_nobody_slips_while_the_room_is_enough() -> None:
    assert reckon(clients_at((12, 1000), (9, 20))).slips == ()
    exactly = RULES._replace(week=WEEK._replace(visits_per_day=5, field_share=Share(1, 1), prospect_share=Share(0, 1)))
    assert reckon(clients_at((25, 1000)), exactly).slips == ()
    assert len(reckon(clients_at((26, 1000)), exactly).slips) == 26
    assert {s.days_late for s in reckon(clients_at((25, 1000), (2, 500)), exactly).slips} == {None}


def test_without_working_days_nothing_is_available_and_there_is_no_load() -> None:
    found = reckon(clients_at((1, 1000)), working_days=0)
    assert fraction(found.available) == 0
    assert found.load is None
    assert [s.days_late for s in found.slips] == [None]


def test_an_empty_book_needs_nothing() -> None:
    found = reckon(book([]))
    assert fraction(found.required) == 0
    assert (found.load, found.slips) == (0.0, ())


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 6), st.integers(1, 5))
def test_the_room_is_given_out_from_the_top_and_no_day_more_is_taken_than_needed(
    weekly: int, every_xun: int, monthly: int, working_days: int, visits_per_day: int
) -> None:
    rules = RULES._replace(week=WEEK._replace(visits_per_day=visits_per_day))
    found = reckon(clients_at((weekly, 1000), (every_xun, 500), (monthly, 100)), rules, working_days)
    room = Fraction(working_days * visits_per_day * 16, 25)
    assert fraction(found.available) == room
    needs = {
        "weekly": Fraction(weekly),
        "xun": every_xun * Fraction(3600, 5218),
        "monthly": monthly * Fraction(1200, 5218),
    }
    late = {s.tier: s for s in found.slips}
    for tier, needed in needs.items():
        if needed <= room:
            assert tier not in late
        elif room == 0:
            assert late[tier].days_late is None
        else:
            days_late, interval = late[tier].days_late, Fraction(late[tier].interval_days)
            assert days_late is not None
            clients = sum(1 for s in found.slips if s.tier == tier)
            # Seen every interval + days_late days they fit into the room; a day sooner they would not.
            assert clients * 7 / (interval + days_late) <= room + Fraction(1, 10**9)
            assert clients * 7 / (interval + days_late - 1) > room - Fraction(1, 10**9)
        room = max(room - needed, Fraction(0))


# ---- visits a week ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owed", "expected"),
    [
        ("M 1 per day", Fraction(5)),
        ("M 1 per week", Fraction(1)),
        ("M 3 per week", Fraction(3)),
        ("M 1 per xun", Fraction(36 * 100, 5218)),
        ("M 2 per month", Fraction(24 * 100, 5218)),
        ("M 1 per quarter", Fraction(4 * 100, 5218)),
        ("M 1 per half-year", Fraction(2 * 100, 5218)),
        ("M 1 per year", Fraction(100, 5218)),
        ("M every 10d", Fraction(7, 10)),
        ("M every 7d", Fraction(1)),
        ("M 1 per month; M every 10d", Fraction(7, 10)),
        ("M 1 per week; M every 10d", Fraction(1)),
        ("T 5 per week; any 2 per week; M 1 per month", Fraction(1200, 5218)),
        ("any 1 per week; T every 3d", Fraction(0)),
    ],
)
def test_a_client_takes_the_meetings_of_its_most_demanding_cadence(owed: str, expected: Fraction) -> None:
    assert fraction(visits_a_week(owing(owed))) == expected


def test_who_is_owed_nothing_takes_no_visit() -> None:
    assert fraction(visits_a_week(())) == 0


def test_an_own_cadence_counts_instead_of_the_tiers_until_its_last_day() -> None:
    facts = clients_at((2, 1000))._replace(cadences={2: [own_cadence("M", "every 14d", until="11-25", client_id=2)]})
    assert fraction(reckon(facts).required) == Fraction(3, 2)
    the_day_after = day("11-26")
    found = capacity(facts, RULES, standings(facts, RULES, the_day_after), the_day_after)
    assert fraction(found.required) == 2


def test_only_active_clients_in_the_book_need_visits() -> None:
    clients = [
        client(1),
        client(2, status=PROSPECT),
        client(3, status=DORMANT),
        client(4, status=LOST),
        client(5, entered=day("11-26")),
    ]
    facts = book(clients, balances={n: balances("01-31 1000", n) for n in range(1, 6)})
    assert fraction(reckon(facts).required) == 1


def test_the_interval_of_who_slips_is_its_own() -> None:
    rules = RULES._replace(tiers=(tier_of("key", M="every 10d"),))
    facts = clients_at((30, 20))._replace(cadences={7: [own_cadence("M", "every 20d", client_id=7)]})
    found = reckon(facts, rules)
    # 29 × 0.7 + 0.35 = 20.65 of 12.8: intervals grow by 61.3 %, 6.1 and 12.3 days.
    assert {(s.client.id == 7, s.interval_days, s.days_late) for s in found.slips} == {(False, 10, 7), (True, 20, 13)}


# ---- available -------------------------------------------------------------------------------------------------------


def test_working_days_times_visits_times_field_share_less_the_prospects() -> None:
    assert fraction(available_visits(RULES, 5)) == Fraction(128, 10)
    assert fraction(available_visits(RULES, 6)) == Fraction(1536, 100)
    assert fraction(available_visits(RULES, 0)) == 0


@pytest.mark.parametrize(
    ("working_days", "prospects", "week", "clients"),
    [
        (5, 9, 16, 13),
        (5, 3, 16, 13),
        (5, 2, 16, 14),
        (5, 0, 16, 16),
        (4, 9, 12, 10),
        (3, 9, 9, 8),
        (2, 9, 6, 5),
        (1, 9, 3, 3),
        (0, 9, 0, 0),
        (6, 9, 19, 16),
    ],
)
def test_ceilings_are_whole_visits_and_seats_kept_for_prospects_go_to_clients_where_there_arent_so_many(
    working_days: int, prospects: int, week: int, clients: int
) -> None:
    """⌊5 × 4 × 0.8⌋ = 16, of which ⌊16 × 0.2⌋ = 3 for prospects."""
    assert ceilings(RULES, working_days, prospects) == (week, clients)


def test_holidays_make_up_days_and_leave_are_out_but_a_clients_trip_is_not() -> None:
    festival = Span(day("02-09"), day("02-15"))
    assert free_working_days(book([]), CHINA_2026, festival) == 6
    assert free_working_days(book([]), CHINA_2026, Span(day("02-16"), day("02-22"))) == 0
    week = Span(day("11-23"), day("11-29"))
    assert free_working_days(book([]), MONDAY_TO_FRIDAY, week) == 5
    leave = [away("11-20", "11-23"), away("11-26", "11-26"), away("11-28", "11-28")]
    assert free_working_days(book([], aways=leave), MONDAY_TO_FRIDAY, week) == 3
    assert free_working_days(book([], aways=[*leave, away("11-26", "11-27")]), MONDAY_TO_FRIDAY, week) == 2
    assert free_working_days(book([], aways=[away("11-23", "11-29", 1)]), MONDAY_TO_FRIDAY, week) == 5
