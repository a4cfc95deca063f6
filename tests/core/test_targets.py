"""What each month asks for, by tier, and the room for it."""

from fractions import Fraction

import pytest

from rmtool.core.book import Book
from rmtool.core.periods import Span, period_of, periods_in
from rmtool.core.rules import Rules
from rmtool.core.standing import standings
from rmtool.core.targets import MonthTarget, targets

from .examples import CHINA_2026, RULES, away, balances, book, client, day, log, tier


def targets_of(facts: Book, kind: str = "quarter", on: str = "02-10", rules: Rules = RULES) -> list[MonthTarget]:
    today = day(on)
    held = standings(facts, rules, today)
    return targets(facts, rules, CHINA_2026, held, period_of(kind, today), today)


def one_each(**facts: object) -> Book:
    clients = [client(n) for n in (1, 2, 3, 4)]
    deposits = {n: balances(f"2025-12-31 {wan}", n) for n, wan in ((1, 1200), (2, 600), (3, 200), (4, 10))}
    return book(clients, balances=deposits, **facts)  # type: ignore[arg-type]


def test_each_tier_is_owed_its_quota_in_every_period_that_has_a_working_day() -> None:
    january, february, march = targets_of(one_each())
    assert january.required == {"weekly": 5, "xun": 3, "monthly": 1, "long-tail": 0}
    assert february.required["weekly"] == 3  # the week of the Spring Festival owes nothing
    assert march.required["weekly"] == 4


def test_holidays_and_leave_take_room() -> None:
    january, february, march = targets_of(one_each(aways=[away("03-02", "03-06")]))
    assert [month.working for month in (january, february, march)] == [21, 16, 17]
    assert [name.en for name in february.holidays] == ["Spring Festival"]
    assert march.holidays == ()
    assert march.available == Fraction(17 * 4) * Fraction(4, 5) * Fraction(4, 5)


@pytest.mark.parametrize(
    ("cadence", "share"),
    [("1 per quarter", "1/3"), ("2 per half-year", "1/3"), ("1 per year", "1/12"), ("every 10d", "28/10")],
)
def test_long_quotas_and_intervals_take_their_part_of_each_month(cadence: str, share: str) -> None:
    rules = RULES._replace(tiers=(tier("all", M=cadence),))
    assert targets_of(book([client()]), rules=rules)[1].required == {"all": Fraction(share)}


def test_the_most_demanding_cadence_on_meetings_counts() -> None:
    rules = RULES._replace(tiers=(tier("all", M="1 per month, every 7d", T="1 per day"),))
    assert targets_of(book([client()]), rules=rules)[1].required == {"all": 4}


def test_meetings_held_are_counted_by_the_tier_that_the_client_has_today() -> None:
    january, february, _ = targets_of(one_each(log={1: log("01-05, 01-12, 01-31 T, 02-03"), 4: log("02-04")}))
    assert (january.held["weekly"], february.held["weekly"], february.held["long-tail"]) == (2, 1, 1)


def test_a_year_has_its_twelve_months() -> None:
    months = targets_of(one_each(), "year")
    assert [month.month.start.month for month in months] == list(range(1, 13))
    assert sum(month.required["weekly"] for month in months) == 52
    assert sum(month.required["xun"] for month in months) == 36
    assert sum(month.required["monthly"] for month in months) == 12


def test_weeks_go_with_their_thursday_and_every_week_counts_once() -> None:
    december = Span(day("2026-12-01"), day("2026-12-31"))
    assert [week.start for week in periods_in("week", december)] == [
        day(text) for text in ("2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28")
    ]
    year = [week for n in range(1, 13) for week in periods_in("week", period_of("month", day(f"2026-{n:02d}-01")))]
    assert len(year) == len(set(year)) == 53
