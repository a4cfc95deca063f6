"""Days that are worth a word: exact histories of birthdays, maturities, first uses and post-loan checks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rmtool.core.book import Holding, LogEntry, Occasion, Person, Settled
from rmtool.core.occasions import Coming, Facts, check_due, coming, months_after
from rmtool.core.periods import Name
from rmtool.core.rules import Festival, OccasionRules, PostLoan

from .examples import CHINA_2026, book, client, day

CHECKS = PostLoan(30, 6, 1, 3, ("M",))
RULES = OccasionRules(14, (), 30, CHECKS)
MONDAY = day("2026-11-23")


def holding(client_id: int = 1, product: str = "大额存单", **stated: Any) -> Holding:
    blank: dict[str, Any] = dict.fromkeys(Holding._fields)
    return Holding(**(blank | {"id": 1, "client_id": client_id, "product": product, "on": MONDAY} | stated))


def loan(opened: str, matures: str | None = None, **stated: Any) -> Holding:
    end = day(matures) if matures else None
    return holding(product="流动资金贷款", kind="loan", fen=500, opened=day(opened), matures=end, **stated)


def on_days(
    facts: Facts, today: str = "2026-11-23", log: Sequence[LogEntry] = (), ahead: int | None = None, **fields: Any
) -> list[Coming]:
    one = client(**({"id": 1, "entered": day("2020-01-01")} | fields))
    return coming(book([one], log={1: list(log)}), RULES, CHINA_2026, day(today), facts, ahead)


def said(found: Sequence[Coming]) -> list[tuple[str, str]]:
    return [(each.kind, each.on.isoformat()) for each in found]


def test_a_founding_day_comes_every_year_but_the_first() -> None:
    assert said(on_days(Facts(), founded=day("2020-12-01"))) == [("founding", "2026-12-01")]
    assert on_days(Facts(), founded=day("2026-12-01")) == []
    assert on_days(Facts(), founded=day("2020-12-08")) == []


def test_a_birthday_is_the_clients_own_or_somebodys_there_by_sun_or_moon() -> None:
    people = [
        Person(1, 1, "王芳", "财务总监", None, None, None, None, "lunar 1975-10-17"),
        Person(2, 1, "李强", None, None, None, None, None, "11-30"),
    ]
    found = on_days(Facts(people), birthday="1980-12-07")
    assert said(found) == [("birthday", "2026-11-25"), ("birthday", "2026-11-30"), ("birthday", "2026-12-07")]
    assert [each.person for each in found] == ["王芳", "李强", None]
    assert dict(dict(found[0].what.values)["what"].values)["years"] == 51  # type: ignore[call-overload]


def test_a_lunar_birthday_of_the_twelfth_month_counts_the_years_of_the_moon() -> None:
    born = Person(1, 1, "王芳", None, None, None, None, None, "lunar 1980-12-30")
    (found,) = on_days(Facts([born]), "2026-02-10")
    assert found.on == day("2026-02-16")
    assert dict(dict(found.what.values)["what"].values)["years"] == 45  # type: ignore[call-overload]


def test_what_falls_on_a_day_of_rest_is_seen_to_on_the_working_day_before() -> None:
    (found,) = on_days(Facts(), birthday="11-28")
    assert (found.on, found.act_on) == (day("2026-11-28"), day("2026-11-27"))
    (today,) = on_days(Facts(), "2026-11-28", birthday="11-28")
    assert today.act_on == day("2026-11-28")
    (sunday,) = on_days(Facts(), "2026-11-28", birthday="11-29")
    assert sunday.act_on == day("2026-11-28")


def test_festivals_are_of_all_clients() -> None:
    rules = RULES._replace(festivals=(Festival(Name("国庆节", "National Day"), (day("2026-10-01").toordinal(),)),))
    (found,) = coming(book([]), rules, CHINA_2026, day("2026-09-24"), Facts())
    assert (found.client, found.kind, found.on, found.act_on) == (None, "festival", day("10-01"), day("09-30"))
    assert coming(book([]), rules, CHINA_2026, day("2026-10-02"), Facts()) == []


def test_maturities_stand_from_their_lead_to_their_day_at_other_banks_too() -> None:
    facts = Facts(holdings=[holding(matures=day("12-07"), fen=100), holding(id=2, matures=day("12-08"))])
    assert said(on_days(facts)) == [("maturity", "2026-12-07")]
    assert said(on_days(facts, "2026-12-08")) == [("maturity", "2026-12-08")]
    (elsewhere,) = on_days(Facts(holdings=[holding(matures=day("12-01"), bank="工商银行")]))
    assert elsewhere.what.key == "occasions.elsewhere"
    assert on_days(Facts(holdings=[holding(matures=day("12-01"), ended=day("11-01"))])) == []


def test_insurance_and_agreements_end_where_others_mature() -> None:
    assert said(on_days(Facts(holdings=[holding(kind="insurance", matures=day("12-01"))]))) == [
        ("contract_end", "2026-12-01")
    ]


def test_a_call_follows_the_first_use_of_a_kind_of_product_only() -> None:
    first = holding(kind="wealth", opened=day("11-01"))
    assert said(on_days(Facts(holdings=[first]))) == [("first_use", "2026-12-01")]
    earlier = holding(id=2, kind="wealth", opened=day("2025-01-01"), ended=day("2025-06-01"))
    assert on_days(Facts(holdings=[first, earlier])) == []
    assert on_days(Facts(holdings=[first._replace(kind="loan", matures=day("11-10"))])) == []
    assert on_days(Facts(holdings=[first._replace(bank="工商银行")])) == []


M, T = "M", "T"


@pytest.mark.parametrize(
    ("held", "meetings", "due"),
    [
        (loan("2026-11-01", "2027-03-01"), [], "2026-12-01"),  # first within 30 days
        (loan("2026-11-01", "2027-05-01"), ["2026-11-20"], "2026-12-20"),  # six months: monthly
        (loan("2026-11-01", "2027-05-02"), ["2026-11-20"], "2027-02-20"),  # longer: quarterly
        (loan("2026-11-01"), ["2026-11-20"], "2027-02-20"),  # of unknown end: quarterly
        (loan("2026-11-01", "2027-05-01"), ["2026-11-01"], "2026-12-01"),  # the day it was paid out is no check
        (loan("2026-10-01", "2027-03-01"), ["2026-10-31"], "2026-11-30"),  # the last of a shorter month
        (loan("2026-10-01", "2026-12-01"), ["2026-11-20"], None),  # it matures first
    ],
)
def test_a_loan_is_checked_first_within_30_days_then_by_the_month_or_quarter(
    held: Holding, meetings: list[str], due: str | None
) -> None:
    checks = [day(text) for text in meetings]
    found = check_due(held, client(entered=day("2020-01-01")), checks, CHECKS)
    assert found == (day(due) if due else None)


def test_a_check_stays_until_a_meeting_or_a_mark_and_a_call_is_none() -> None:
    facts = Facts(holdings=[loan("2026-10-01", "2027-09-01")])
    assert said(on_days(facts)) == [("post_loan", "2026-10-31")]
    assert said(on_days(facts, log=[LogEntry(day("11-05"), T)])) == [("post_loan", "2026-10-31")]
    assert on_days(facts, log=[LogEntry(day("11-05"), M)]) == []
    mark = Settled(1, 1, "occasion", "post_loan", day("10-31"), day("11-06"), None)
    assert on_days(facts._replace(settled=[mark])) == []
    assert said(on_days(facts._replace(settled=[mark]), "2027-02-01")) == [("post_loan", "2027-02-06")]


def test_loans_of_one_client_are_one_line_and_older_ones_than_the_book_are_spread() -> None:
    facts = Facts(holdings=[loan("2026-10-01"), loan("2026-11-10", id=2)])
    assert said(on_days(facts)) == [("post_loan", "2026-10-31")]
    old = loan("2024-01-01", "2030-01-01")
    first = {
        check_due(old, client(client_no=f"C{n}", entered=day("2026-11-01")), (), CHECKS).toordinal()  # type: ignore[union-attr]
        for n in range(200)
    }
    assert min(first) > day("2026-11-01").toordinal()
    assert max(first) <= day("2026-11-01").toordinal() + 90
    assert len(first) > 50


def test_noted_days_come_once_or_every_year() -> None:
    noted = [
        Occasion(1, 1, "anniversary", "2016-12-01", None, "合作"),
        Occasion(2, 1, "contract_end", "2026-12-02", None, "代发协议"),
        Occasion(3, 1, "other", "2027-12-02", None, None),
        Occasion(4, 1, "anniversary", "2026-12-03", None, None),
    ]
    assert said(on_days(Facts(occasions=noted))) == [("anniversary", "2026-12-01"), ("contract_end", "2026-12-02")]


def test_what_was_seen_to_is_left_out_until_it_comes_again() -> None:
    mark = Settled(1, 1, "occasion", "birthday", day("2026-12-01"), day("2026-11-23"), None)
    assert on_days(Facts(settled=[mark]), birthday="12-01") == []
    again = on_days(Facts(settled=[mark]), "2026-12-02", ahead=365, birthday="12-01")
    assert said(again) == [("birthday", "2027-12-01")]


@pytest.mark.parametrize(
    ("status", "shown"), [("active", True), ("prospect", True), ("dormant", False), ("lost", False)]
)
def test_dormant_and_lost_clients_have_no_occasions(status: str, shown: bool) -> None:
    assert bool(on_days(Facts(), status=status, birthday="12-01")) is shown


def test_the_end_of_the_calendar_is_no_obstacle() -> None:
    facts = Facts(holdings=[loan("9999-12-01", "9999-12-31"), holding(id=2, kind="wealth", opened=day("9999-12-30"))])
    found = on_days(facts, "9999-12-20")
    assert [each.kind for each in found] == ["maturity", "first_use", "post_loan"]
    assert {each.on for each in found} == {date.max}
    assert months_after(date(9999, 12, 31), 3) == date.max
