"""What a position comes to, what changed since the last review, and who is due for one."""

from datetime import date
from typing import Any

import pytest

from rmtool.core.book import Balance, Holding, Review
from rmtool.core.reviews import POINTS_SHOWN, Position, position, review_dues, review_fields
from rmtool.core.standing import standings

from .examples import MONDAY_TO_FRIDAY, RULES, book, cadences, client, day

TODAY = day("11-23")


def holding(kind: str | None, fen: int | None, **fields: Any) -> Holding:
    blank: dict[str, Any] = dict.fromkeys(Holding._fields)
    return Holding(**{**blank, "id": 1, "client_id": 1, "product": kind or "?", "kind": kind, "fen": fen} | fields)


def balance(measure: str, fen: int, on: str = "11-20") -> Balance:
    return Balance(1, measure, day(on), fen)


def review(on: str, total: int = 0, parts: object = ()) -> Review:
    return Review(1, 1, day(on), None, total, 0, 0, parts)  # type: ignore[arg-type]


def of(*given: Holding | Balance | Review, on: date = TODAY) -> Position:
    held = [g for g in given if isinstance(g, Holding)]
    balances = [g for g in given if isinstance(g, Balance)]
    return position(client(), held, balances, [g for g in given if isinstance(g, Review)], on)


def parts(found: Position) -> list[tuple[str, str | None, int | None]]:
    return [(p.kind, p.product, p.fen) for p in found.assets]


def test_assets_count_here_and_outside_and_what_is_owed_or_serves_does_not() -> None:
    found = of(
        holding("wealth", 30, bank="他行"),
        holding("fund", 20),
        holding("insurance", None, premium=5),
        holding("loan", 70),
        holding("guarantee", 7),
        holding("payroll", 9),
        holding(None, 1),
    )
    assert (found.total, found.outside, found.owes, found.unknown) == (51, 30, 77, 1)
    assert [(s.kind, s.fen, s.outside) for s in found.mix] == [
        ("wealth", 30, 30),
        ("fund", 20, 0),
        ("other", 1, 0),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([balance("deposit", 100)], [("deposit", None, 100)]),
        ([balance("deposit_avg", 80)], [("deposit", None, 80)]),
        ([balance("deposit", 100), balance("deposit_avg", 80)], [("deposit", None, 100)]),
        ([balance("deposit", 100), holding("deposit", 60)], [("deposit", "deposit", 60), ("deposit", None, 40)]),
        ([balance("deposit", 100), holding("deposit", 160)], [("deposit", "deposit", 160)]),
        (
            [balance("deposit", 100), holding("deposit", 60, bank="他行")],
            [("deposit", "deposit", 60), ("deposit", None, 100)],
        ),
        (
            [balance("aum", 300), balance("deposit", 100), holding("fund", 50)],
            [("other", None, 150), ("deposit", None, 100), ("fund", "fund", 50)],
        ),
        ([balance("aum", 90), balance("deposit", 100)], [("deposit", None, 100)]),
        ([balance("deposit", 100, "11-24")], []),
    ],
)
def test_what_a_balance_shows_beyond_the_holdings_is_a_part_of_its_own(
    given: list[Any], expected: list[tuple[str, str | None, int]]
) -> None:
    assert parts(of(*given)) == expected


def test_a_loan_is_owed_by_the_larger_of_balance_and_holdings() -> None:
    assert of(balance("loan", 100), holding("loan", 60)).owes == 100
    assert of(balance("loan", 100), holding("loan", 160)).owes == 160


def test_what_was_not_yet_opened_or_had_ended_is_no_part() -> None:
    found = of(
        holding("fund", 1, opened=day("11-24")),
        holding("fund", 2, ended=TODAY),
        holding("fund", 4, ended=day("11-24")),
        holding("fund", 8, opened=TODAY, matures=day("12-03")),
    )
    assert found.total == 12
    assert [(p.fen, p.days_held, p.days_left) for p in found.assets] == [(8, 0, 10), (4, None, None)]


def test_changes_are_held_against_the_last_review_before_the_day() -> None:
    first = of(holding("fund", 10), holding("wealth", 5, bank="他行"), balance("loan", 9), on=day("10-10"))
    kept = review("10-10", first.total, review_fields(first)["position"])
    later = of(holding("fund", 12), holding("gold", 3), review("09-01", 1), kept, review("11-23", 99))
    assert later.last == kept
    assert [(p.product, p.change) for p in later.assets] == [("fund", 2), ("gold", 3)]
    assert [(s.kind, s.fen, s.before) for s in later.mix] == [("fund", 12, 10), ("gold", 3, 0), ("wealth", 0, 5)]
    assert of(holding("fund", None), kept).assets[0].change is None


def test_the_trend_is_of_the_reviews_else_of_the_balances() -> None:
    balances = [balance("deposit", 10, "09-30"), balance("deposit", 20, "10-31")]
    assert [(p.on, p.fen) for p in of(*balances).trend] == [(day("09-30"), 10), (day("10-31"), 20), (TODAY, 20)]
    found = of(*balances, review("10-10", 7))
    assert ([(p.on, p.fen) for p in found.trend], found.from_balances) == ([(day("10-10"), 7), (TODAY, 20)], False)
    many = [review(f"{month:02}-{n:02}", n) for month in (9, 10) for n in range(1, 11)]
    assert len(of(*many).trend) == POINTS_SHOWN


REVIEWED = RULES._replace(reviews={"weekly": cadences("1 per month"), "monthly": cadences("every 60d")})


def dues(on: str, *reviews: Review, tier: int = 1200, **entered: Any) -> tuple[str, date] | None:
    facts = book(
        clients=[client(**entered)], balances={1: [Balance(1, "deposit_avg", day("2026-01-31"), tier * 10**6)]}
    )
    found = review_dues(
        facts, {1: reviews} if reviews else {}, REVIEWED, MONDAY_TO_FRIDAY, day(on), standings(facts, RULES, day(on))
    )
    return (found[0][1].state, found[0][1].due_on) if found else None


def test_a_review_is_due_by_the_tier_s_cadence_as_contacts_are() -> None:
    assert dues("11-23", review("11-02")) == ("not_yet", day("12-31"))
    assert dues("11-25", review("10-30")) == ("due", day("11-30"))
    assert dues("11-30", review("10-30")) == ("late", day("11-30"))
    assert dues("12-01", review("10-30")) == ("overdue", day("12-31"))
    assert dues("11-23", review("09-20"), tier=200) == ("late", day("11-19"))
    assert dues("11-23", tier=1) is None


def test_reviews_are_owed_from_the_first_in_the_book_so_that_an_old_book_is_not_overdue_at_once() -> None:
    state, due_on = dues("11-23") or ("", date.min)
    assert state in ("not_yet", "due")
    assert due_on <= day("11-30")
    facts = book(
        clients=[client(1), client(2)],
        balances={n: [Balance(n, "deposit_avg", day("2026-01-31"), 12 * 10**8)] for n in (1, 2)},
    )
    begun = {1: [review("10-05")]}
    on = day("12-15")
    both = review_dues(facts, begun, REVIEWED, MONDAY_TO_FRIDAY, on, standings(facts, RULES, on))
    assert [due.state for _, due in both] == ["overdue", "overdue"], "two months after the first, none is left out"
