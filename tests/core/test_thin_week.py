"""Why a week holds few visits, or none."""

import pytest

from rmtool.core import planner
from rmtool.core.book import LOST, PROSPECT, Book
from rmtool.core.busy import Busy
from rmtool.core.claims import WeekFacts
from rmtool.core.periods import Calendar, Shift
from rmtool.core.rules import Rules, Share
from rmtool.core.standing import standings
from rmtool.core.thin_week import Thin, thin_week
from rmtool.core.week import week_task
from rmtool.core.week_plan import week_plan
from rmtool.lang import Language

from .examples import (
    CHINA_2026,
    MONDAY_TO_FRIDAY,
    RULES,
    WEEK,
    away,
    balances,
    book,
    card,
    client,
    day,
    log,
    tier,
)

TEAM = book(
    [client(n) for n in (1, 2)],
    balances={1: balances("01-31 1200"), 2: balances("01-31 300", 2)},
    log={1: log("11-10"), 2: log("11-20")},
)
"""One client owed a meeting a week, one a month and met this month."""


def told(
    facts: Book,
    rules: Rules = RULES,
    on: str = "11-23",
    today: str | None = None,
    calendar: Calendar = MONDAY_TO_FRIDAY,
    busy: tuple[Busy, ...] = (),
) -> Thin:
    now = day(today or on)
    week = WeekFacts(facts, rules, calendar, standings(facts, rules, now), day(on), now, busy=busy)
    task = week_task(week)
    return thin_week(week, week_plan(task, planner.solve(task.problem), 0))


def said(thin: Thin) -> str:
    for language in ("zh", "en"):
        text = Language(language).say(thin.reasons)
    return text


@pytest.mark.parametrize(
    ("facts", "rules", "expected"),
    [
        (book([]), RULES, "the book has no clients yet"),
        (book([client(1, status=LOST)]), RULES, "none of the 1 in the book is an active client"),
        (TEAM, RULES._replace(tiers=(tier("all", T="1 per week"),)), "no tier of the rules asks for meetings"),
        (
            book([client(1), client(2)]),
            RULES,
            "none of the 2 clients is in a tier that asks for meetings (weekly, xun, monthly); "
            "of 2 the book holds no amount that decides",
        ),
        (
            book([client(1)], balances={1: balances("01-31 5")}),
            RULES,
            "none of the 1 clients is in a tier that asks for meetings (weekly, xun, monthly)",
        ),
    ],
)
def test_a_week_in_which_nobody_can_be_owed_a_meeting_wants_a_look(facts: Book, rules: Rules, expected: str) -> None:
    thin = told(facts, rules)
    assert said(thin) == expected
    assert thin.wants_look


def test_who_isnt_due_yet_is_no_complaint() -> None:
    thin = told(TEAM)
    assert said(thin) == "1 more client isn't due yet, the first by 2026-12-31"
    assert not thin.wants_look


def test_a_prospect_alone_is_owed_meetings() -> None:
    facts = book([client(1, status=PROSPECT)], cards={1: card(grade="A")}, log={1: log("11-20")})
    assert "isn't due yet" in said(told(facts))


def test_days_that_are_taken_are_counted() -> None:
    off = TEAM._replace(aways=[away("11-23", "11-24")])
    busy = (Busy(day("11-25"), Shift(0, 1440)), Busy(day("11-26"), Shift(540, 600)))
    assert said(told(off, busy=busy)).startswith(
        "you are on leave for 2 days, your calendar takes all of 1 day, 1 more"
    )
    assert said(told(TEAM, today="11-25")).startswith("2 days are over")
    festival = told(TEAM, on="09-28", calendar=CHINA_2026)
    assert said(festival).startswith("2 days are holiday (Spring Festival)")


def test_a_week_of_holidays_or_leave_is_meant_so() -> None:
    gone = told(TEAM, on="02-16", calendar=CHINA_2026)
    assert (said(gone), gone.wants_look) == ("5 days are holiday (Spring Festival)", False)
    off = told(TEAM._replace(aways=[away("11-23", "11-27")]))
    assert (said(off), off.wants_look) == ("you are on leave for 5 days", False)


def test_ceilings_that_leave_no_whole_visit_want_a_look() -> None:
    thin = told(TEAM, RULES._replace(week=WEEK._replace(visits_per_day=1, field_share=Share(1, 10))))
    assert said(thin) == "5 working days at 1 a day and a field share of 10 % make no whole visit"
    assert thin.wants_look


def test_due_clients_left_out_are_told_by_the_first_and_want_a_look_if_nobody_is_visited() -> None:
    thin = told(TEAM._replace(aways=[away("11-20", "12-01", 1)]))
    assert said(thin).startswith("1 client is due and left out, such as 客户1: no allowed time: away until 2026-12-01")
    assert thin.wants_look
    more = book(
        [client(n) for n in (1, 2)],
        balances={n: balances("01-31 1200", n) for n in (1, 2)},
        log={n: log("11-10") for n in (1, 2)},
        aways=[away("11-20", "12-01", 1)],
    )
    assert not told(more).wants_look


def test_a_full_week_needs_no_reason() -> None:
    many = book(
        [client(n) for n in range(1, 31)],
        balances={n: balances("01-31 1200", n) for n in range(1, 31)},
        log={n: log("11-10") for n in range(1, 31)},
    )
    assert told(many) == Thin((), wants_look=False)
