"""Tiers replayed from balances with hysteresis, and the 80/20 list."""

import csv
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.book import DORMANT, LOST, PROSPECT, Balance, Book, Client
from rmtool.core.rules import Condition, Rules, Share
from rmtool.core.standing import Segment, TierTable, latest_amounts, listed_clients, segment, standings, threshold

from .examples import RULES, WAN, at_least, balances, book, client, day, log, tier

DATA = Path(__file__).parents[2].parent / "shared" / "data"
TABLE = TierTable(RULES)


def tiers(text: str, rules: Rules = RULES, someone: Client | None = None) -> list[str]:
    """The tier after each date of `01-31 1200, 02-28 480` (万); a tier that only hysteresis holds has a `~`."""
    steps = TierTable(rules).history(someone or client(), balances(text), day("2026-12-31"))
    return [step.tier + "~" * step.kept for step in steps]


# ---- hysteresis ------------------------------------------------------------------------------------------------------


def test_the_tier_is_the_first_whose_plain_threshold_is_reached() -> None:
    for amount, expected in [
        ("1000", "weekly"),
        ("999.99", "xun"),
        ("500", "xun"),
        ("499.99", "monthly"),
        ("100", "monthly"),
        ("99.99", "long-tail"),
        ("0", "long-tail"),
        ("-300", "long-tail"),
    ]:
        assert tiers(f"01-31 {amount}") == [expected], amount


def test_a_weekly_client_at_950_stays_weekly_and_at_480_becomes_monthly() -> None:
    assert tiers("01-31 1200, 02-28 950") == ["weekly", "weekly~"]
    assert tiers("01-31 1200, 02-28 480") == ["weekly", "monthly"]
    assert tiers("01-31 1200, 02-28 950, 03-31 480") == ["weekly", "weekly~", "monthly"]


def test_a_tier_is_left_only_below_nine_tenths_of_its_own_threshold() -> None:
    assert tiers("01-31 1000, 02-28 900") == ["weekly", "weekly~"]
    assert tiers("01-31 1000, 02-28 899.99") == ["weekly", "xun"]
    assert tiers("01-31 500, 02-28 450") == ["xun", "xun~"]
    assert tiers("01-31 500, 02-28 449.99") == ["xun", "monthly"]
    assert tiers("01-31 100, 02-28 90") == ["monthly", "monthly~"]
    assert tiers("01-31 100, 02-28 89.99") == ["monthly", "long-tail"]


def test_a_xun_client_at_460_stays_but_one_that_comes_up_to_460_doesnt_get_in() -> None:
    assert tiers("01-31 520, 02-28 460") == ["xun", "xun~"]
    assert tiers("01-31 430, 02-28 460") == ["monthly", "monthly"]
    assert tiers("01-31 520, 02-28 460, 03-31 440, 04-30 460") == ["xun", "xun~", "monthly", "monthly"]


def test_a_client_kept_by_hysteresis_is_kept_as_long_as_it_stays_near_and_rises_by_plain_thresholds() -> None:
    assert tiers("01-31 520, 02-28 460, 03-31 455, 04-30 999, 05-31 1000") == ["xun", "xun~", "xun~", "xun", "weekly"]


def test_without_hysteresis_plain_thresholds_decide() -> None:
    assert tiers("01-31 1000, 02-28 999", RULES._replace(hysteresis=Share(0, 1))) == ["weekly", "xun"]


THRESHOLDS = [("weekly", 10), ("xun", 5), ("monthly", 1)]


@given(
    st.lists(st.integers(-2, 120), min_size=1, max_size=6), st.sampled_from([Share(1, 10), Share(1, 3), Share(0, 1)])
)
def test_tiers_follow_the_rule_written_out(tenths: list[int], hysteresis: Share) -> None:
    """Amounts in tenths of a million against thresholds of 1, 5 and 10 million."""
    rules = RULES._replace(hysteresis=hysteresis)
    on = [f"2026-{month:02d}-01 {amount * 10}" for month, amount in enumerate(tenths, 1)]
    kept_share = 1 - Fraction(hysteresis.over, hysteresis.under)
    expected: list[str] = []
    for amount in tenths:
        fits = [
            name
            for name, bound in THRESHOLDS
            if Fraction(amount, 10) >= bound * (kept_share if expected and expected[-1] == name else 1)
        ]
        expected.append(fits[0] if fits else "long-tail")
    assert [t.rstrip("~") for t in tiers(", ".join(on), rules)] == expected


# ---- replay ----------------------------------------------------------------------------------------------------------


def test_the_standing_is_that_of_the_day_asked_about() -> None:
    listed = balances("01-31 1200, 02-28 480, 03-31 520")
    for on, tier_id, moved_from, moved_on in [
        ("01-30", "long-tail", None, None),
        ("01-31", "weekly", None, None),
        ("02-27", "weekly", None, None),
        ("02-28", "monthly", "weekly", "02-28"),
        ("03-30", "monthly", "weekly", "02-28"),
        ("03-31", "xun", "monthly", "03-31"),
    ]:
        standing = TABLE.standing(client(), listed, day(on))
        assert (standing.tier, standing.moved_from) == (tier_id, moved_from), on
        assert standing.moved_on == (day(moved_on) if moved_on else None), on


def test_the_last_move_is_remembered_through_quiet_months() -> None:
    standing = TABLE.standing(client(), balances("01-31 1200, 02-28 480, 03-31 470, 04-30 460"), day("05-01"))
    assert (standing.tier, standing.moved_from, standing.moved_on) == ("monthly", "weekly", day("02-28"))
    assert (standing.amount, standing.measure, standing.kept) == (460 * WAN, "deposit_avg", False)


def test_month_average_outranks_point_in_time_and_a_client_without_it_goes_by_the_next_measure() -> None:
    assert tiers("01-31 480 deposit_avg, 01-31 1200 deposit") == ["monthly"]
    assert tiers("01-31 1200 deposit, 01-31 480 deposit_avg") == ["monthly"]
    assert tiers("01-31 1200 deposit") == ["weekly"]
    assert tiers("01-31 1200 deposit, 02-28 480 deposit_avg, 03-31 1200 deposit") == ["weekly", "monthly", "monthly"]
    standing = TABLE.standing(client(), balances("01-31 1200 deposit"), day("02-01"))
    assert (standing.measure, standing.amount) == ("deposit", 1200 * WAN)


def test_an_average_of_zero_is_an_amount_and_not_a_missing_one() -> None:
    assert tiers("01-31 0 deposit_avg, 01-31 1200 deposit") == ["long-tail"]


def test_several_balances_of_one_date_are_one_step() -> None:
    steps = TABLE.history(client(), balances("01-31 1200, 01-31 300 loan, 02-28 480, 02-28 9 aum"), day("03-01"))
    assert [(step.on, step.tier, step.amount) for step in steps] == [
        (day("01-31"), "weekly", 1200 * WAN),
        (day("02-28"), "monthly", 480 * WAN),
    ]


def test_a_client_without_amounts_is_in_the_last_tier_since_its_entry() -> None:
    steps = TABLE.history(client(entered=day("03-02")), balances("01-31 800 loan", measure="loan"), day("01-30"))
    assert [(step.on, step.tier, step.amount, step.measure) for step in steps] == [
        (day("03-02"), "long-tail", None, None)
    ]
    assert tiers("01-31 800 loan") == ["long-tail"]


def test_the_latest_balance_of_each_measure_is_that_up_to_the_day() -> None:
    listed = balances("01-31 1, 01-31 5 loan, 02-28 2, 03-31 3")
    assert latest_amounts(listed, day("02-28")) == {"deposit_avg": 2 * WAN, "loan": 5 * WAN}
    assert latest_amounts(listed, day("01-30")) == {}


def test_who_is_listed_is_in_the_book_by_the_day_by_list_or_by_first_contact() -> None:
    facts = book(
        [
            client(1),
            client(2, status=DORMANT),
            client(3, status=LOST),
            client(4, status=PROSPECT),
            client(5, entered=day("11-25")),
            client(6, entered=day("11-26")),
            client(7, entered=day("11-26")),
        ],
        log={7: log("11-25 T")},
    )
    assert [c.id for c in listed_clients(facts, day("11-25"))] == [1, 5, 7]
    assert sorted(standings(facts, RULES, day("11-25"))) == [1, 2, 5, 7]
    assert sorted(standings(facts, RULES, day("11-24"))) == [1, 2]


# ---- conditions ------------------------------------------------------------------------------------------------------


def first_tier(when: Condition, text: str = "", **facts: Any) -> list[str]:
    """Which of the tiers `first` (with this condition) and `rest` the client is in after each of the balances."""
    rules = RULES._replace(tiers=(tier("first", when), tier("rest")))
    return tiers(text, rules, client(**facts))


def listed_in(field: str, *values: str) -> Condition:
    return Condition("in", field=field, values=values)


def test_a_list_means_any_of_its_values() -> None:
    assert first_tier(listed_in("kind", "institution", "retail"), kind="retail") == ["first"]
    assert first_tier(listed_in("kind", "institution", "retail")) == ["rest"]
    assert first_tier(listed_in("tag", "上市公司", "国企"), tags=("民营", "国企")) == ["first"]
    assert first_tier(listed_in("tag", "上市公司"), tags=("上市公司子公司",)) == ["rest"]
    assert first_tier(listed_in("industry", "证券", "基金"), industry="证券期货业") == ["first"]
    assert first_tier(listed_in("industry", "证券"), industry=None) == ["rest"]
    assert first_tier(listed_in("rm", "张三"), rm=None) == ["rest"]


def test_all_keys_must_hold_and_any_of_and_not_combine() -> None:
    retail, rich = listed_in("kind", "retail"), at_least(20)
    both, either = Condition("all", (retail, rich)), Condition("any", (retail, rich))
    assert first_tier(both, "01-31 20", kind="retail") == ["first"]
    assert first_tier(both, "01-31 20") == ["rest"]
    assert first_tier(both, "01-31 19", kind="retail") == ["rest"]
    assert first_tier(either, "01-31 20") == ["first"]
    assert first_tier(either, "01-31 19") == ["rest"]
    assert first_tier(Condition("not", (retail,))) == ["first"]
    assert first_tier(Condition("not", (rich,)), "01-31 20") == ["rest"]


@pytest.mark.parametrize(
    ("operator", "holding"),
    [(">=", "20 21"), (">", "21"), ("<", "19"), ("<=", "19 20"), ("==", "20")],
)
def test_amounts_are_compared_as_written(operator: str, holding: str) -> None:
    when = Condition("amount", field="amount", operator=operator, fen=20 * WAN)
    for amount in ("19", "20", "21"):
        assert first_tier(when, f"01-31 {amount}") == ["first" if amount in holding.split() else "rest"]


def test_any_other_balance_is_asked_for_by_its_name_and_a_missing_one_meets_no_bound() -> None:
    lent = at_least(500, field="loan")
    assert first_tier(lent, "01-31 10, 01-31 500 loan") == ["first"]
    assert first_tier(lent, "01-31 900") == ["rest"]
    assert first_tier(Condition("amount", field="loan", operator="<", fen=500 * WAN), "01-31 900") == ["rest"]


def test_hysteresis_eases_the_lower_bounds_of_a_tier_wherever_they_stand_in_its_condition() -> None:
    rich = Condition("all", (listed_in("kind", "corporate"), at_least(20)))
    assert first_tier(rich, "01-31 20, 02-28 18, 03-31 17.99") == ["first", "first~", "rest"]
    lent = Condition("any", (at_least(20), at_least(500, field="loan")))
    assert first_tier(lent, "01-31 500 loan, 02-28 450 loan, 03-31 449 loan") == ["first", "first~", "rest"]
    poor = Condition("amount", field="amount", operator="<", fen=20 * WAN)
    assert first_tier(poor, "01-31 19, 02-28 21") == ["first", "rest"]


def test_the_threshold_of_a_tier_is_its_lower_bound_on_the_deciding_amount() -> None:
    assert [threshold(t) for t in RULES.tiers] == [1000 * WAN, 500 * WAN, 100 * WAN, None]
    both = Condition("all", (listed_in("kind", "retail"), at_least(20), at_least(500, field="loan")))
    assert threshold(tier("key", both)) == 20 * WAN
    assert threshold(tier("key", Condition("any", (at_least(20), listed_in("kind", "retail"))))) is None


# ---- 80/20 -----------------------------------------------------------------------------------------------------------


def holding(*wan: float | None, on: str = "01-31") -> Book:
    """A book whose clients 1, 2, 3 … hold these amounts."""
    clients = [client(n) for n in range(1, len(wan) + 1)]
    listed = {n: balances(f"{on} {amount}", n) for n, amount in enumerate(wan, 1) if amount is not None}
    return book(clients, balances=listed)


def classes(found: Segment) -> str:
    """`1A 2B 3C`: the clients in their order with their classes."""
    return " ".join(f"{row.client.id}{row.klass}" for row in found.rows)


def test_a_is_below_80_per_cent_before_the_client_and_b_below_95() -> None:
    assert classes(segment(holding(79, 16, 5), RULES, day("02-01"))) == "1A 2A 3C"
    assert classes(segment(holding(80, 15, 5), RULES, day("02-01"))) == "1A 2B 3C"
    assert classes(segment(holding(81, 13, 6), RULES, day("02-01"))) == "1A 2B 3B"
    assert classes(segment(holding(50, 29, 16, 5), RULES, day("02-01"))) == "1A 2A 3A 4C"
    assert classes(segment(holding(50, 30, 14, 6), RULES, day("02-01"))) == "1A 2A 3B 4B"


def test_ties_stay_in_the_order_of_the_client_numbers_even_across_a_boundary() -> None:
    found = segment(holding(20, 20, 20, 20, 20), RULES, day("02-01"))
    assert classes(found) == "1A 2A 3A 4A 5B"
    facts = holding(20, 20, 20, 20, 20)
    shuffled = facts._replace(clients=list(reversed(facts.clients)))
    assert segment(shuffled, RULES, day("02-01")) == found


def test_zero_negative_and_missing_amounts_are_last_in_c_and_outside_the_total() -> None:
    found = segment(holding(None, -500, 0, 40, 60), RULES, day("02-01"))
    assert classes(found) == "5A 4A 3C 2C 1C"
    assert (found.counted, found.total) == (2, 100 * WAN)
    assert [(row.amount, row.before) for row in found.rows] == [
        (60 * WAN, 0),
        (40 * WAN, 60 * WAN),
        (0, 100 * WAN),
        (-500 * WAN, 100 * WAN),
        (None, 100 * WAN),
    ]


def test_one_client_holds_everything_and_is_a() -> None:
    found = segment(holding(3), RULES, day("02-01"))
    assert (classes(found), found.top20_clients, found.top20, found.clients_for_80) == ("1A", 1, 3 * WAN, 1)


def test_a_book_without_positive_amounts_has_no_total() -> None:
    found = segment(holding(0, -1, None), RULES, day("02-01"))
    assert classes(found) == "1C 2C 3C"
    assert (found.counted, found.total, found.top20_clients, found.top20, found.clients_for_80) == (0, 0, 0, 0, 0)
    assert segment(book([]), RULES, day("02-01")).rows == ()


@pytest.mark.parametrize(("counted", "top"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_the_top_fifth_is_rounded_up_over_the_counted(counted: int, top: int) -> None:
    found = segment(holding(*range(1, counted + 1), 0, -1, None), RULES, day("02-01"))
    assert found.top20_clients == top
    assert found.top20 == sum(range(counted - top + 1, counted + 1)) * WAN


def test_the_fewest_that_hold_80_per_cent() -> None:
    assert segment(holding(80, 20), RULES, day("02-01")).clients_for_80 == 1
    assert segment(holding(79.99, 20.01), RULES, day("02-01")).clients_for_80 == 2
    assert segment(holding(25, 25, 25, 25), RULES, day("02-01")).clients_for_80 == 4


def test_by_default_ranks_by_the_rules_measure_and_on_demand_by_another() -> None:
    listed = {1: balances("01-31 10, 01-31 99 loan"), 2: balances("01-31 20 deposit, 01-31 5 loan", 2)}
    facts = book([client(1), client(2)], balances=listed)
    assert classes(segment(facts, RULES, day("02-01"))) == "2A 1A"
    assert segment(facts, RULES, day("02-01")).measures == ("deposit_avg", "deposit")
    by_loan = segment(facts, RULES, day("02-01"), "loan")
    assert (classes(by_loan), by_loan.measures, by_loan.total) == ("1A 2C", ("loan",), 104 * WAN)
    by_average = segment(facts, RULES, day("02-01"), "deposit_avg")
    assert (classes(by_average), by_average.counted) == ("1A 2C", 1)


def test_only_active_clients_in_the_book_by_the_day_are_ranked() -> None:
    clients = [client(1), client(2, status=DORMANT), client(3, status=PROSPECT), client(4, entered=day("02-02"))]
    facts = book(clients, balances={n: balances("01-31 10", n) for n in range(1, 5)})
    assert classes(segment(facts, RULES, day("02-01"))) == "1A"


def test_who_moved_class_since_the_last_snapshot() -> None:
    listed = {
        1: balances("01-31 80, 02-28 8", 1),
        2: balances("01-31 10, 02-28 85", 2),
        3: balances("01-31 10, 02-28 4", 3),
        4: balances("02-28 3", 4),
    }
    facts = book([client(n) for n in listed], balances=listed)
    found = segment(facts, RULES, day("03-01"))
    assert classes(found) == "2A 1B 3B 4C"
    assert [row.moved_from for row in found.rows] == ["B", "A", None, None]
    first = segment(facts, RULES, day("02-01"))
    assert [row.moved_from for row in first.rows] == [None] * 4


@given(st.lists(st.one_of(st.none(), st.integers(-3, 12)), max_size=12))
def test_the_list_is_the_rule_written_out(amounts: list[int | None]) -> None:
    found = segment(holding(*amounts), RULES, day("02-01"))
    numbered = list(enumerate(amounts, 1))
    positive = sorted(((a, n) for n, a in numbered if a is not None and a > 0), key=lambda p: (-p[0], p[1]))
    total = sum(a for a, _ in positive)
    expected, before = [], 0
    for amount, number in positive:
        share = Fraction(before, total)
        expected.append((number, "A" if share < Fraction(8, 10) else "B" if share < Fraction(95, 100) else "C"))
        before += amount
    assert [(row.client.id, row.klass) for row in found.rows[: len(positive)]] == expected
    assert {row.klass for row in found.rows[len(positive) :]} <= {"C"}
    assert len(found.rows) == len(amounts)
    fewest = next(
        (n for n in range(len(positive) + 1) if sum(a for a, _ in positive[:n]) >= Fraction(8, 10) * total), 0
    )
    assert found.clients_for_80 == (fewest if total else 0)


def read_book(name: str, column: str, on: date) -> Book:
    path = DATA / name
    if not path.exists():
        pytest.skip("the real data isn't here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows: Sequence[dict[str, str]] = list(csv.DictReader(file))
    clients = [client(n, client_no=row["client_ref"], entered=on) for n, row in enumerate(rows, 1)]
    listed = {
        n: [Balance(n, "deposit", on, round(float(row[column]) * 100))] for n, row in enumerate(rows, 1) if row[column]
    }
    return book(clients, balances=listed)


@pytest.mark.parametrize(
    ("name", "column", "listed", "uncounted", "top20_share", "clients_for_80"),
    [
        ("berka_clients.csv", "current_balance_czk", 1229, 2, 0.3584, 784),
        ("bank_marketing_clients.csv", "average_yearly_balance_eur", 45211, 3766 + 3514, 0.697, 11146),
    ],
)
def test_real_retail_balances(
    name: str, column: str, listed: int, uncounted: int, top20_share: float, clients_for_80: int
) -> None:
    found = segment(read_book(name, column, day("2020-03-30")), RULES, day("2020-03-30"))
    assert (len(found.rows), found.counted) == (listed, listed - uncounted)
    assert found.clients_for_80 == clients_for_80
    assert found.top20 / found.total == pytest.approx(top20_share, abs=5e-5 if listed < 2000 else 5e-4)
