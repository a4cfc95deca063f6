"""Who claims a visit in a week, on which rung of the ladder and within which windows; and the plan's words for it."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmtool.core.book import (
    CANCELLED,
    CONFIRMED,
    DONE,
    DORMANT,
    LOST,
    MISSED,
    PROSPECT,
    Book,
    Visit,
)
from rmtool.core.claims import WeekFacts
from rmtool.core.due import Reckoner, owed
from rmtool.core.periods import Calendar, clock
from rmtool.core.planner import Candidate, moved, solve
from rmtool.core.rules import Branch, Rules, Share
from rmtool.core.standing import standings
from rmtool.core.week import WeekTask, Wish, default_week, frozen_days, week_task
from rmtool.core.week_plan import WeekPlan, saved_places, week_plan
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
    days,
    log,
    own_cadence,
    portfolio,
    tier,
    visit,
)

WEEKLY, XUN, MONTHLY = 1200, 600, 200
"""Deposits (万) of the three tiers that are owed meetings."""


def task_of(
    facts: Book,
    today: str = "11-20",
    monday: str = "11-23",
    frozen: str = "",
    rules: Rules = RULES,
    calendar: Calendar = MONDAY_TO_FRIDAY,
) -> WeekTask:
    on = day(today)
    held = standings(facts, rules, on)
    return week_task(WeekFacts(facts, rules, calendar, held, day(monday), on, frozenset(days(frozen))))


def wish_of(task: WeekTask, number: int = 1) -> Wish:
    (found,) = (w for w in task.wishes if w.client.id == number)
    return found


def candidate_of(task: WeekTask, number: int = 1) -> Candidate:
    (found,) = (c for w, c in zip(task.wishes, task.problem.visits, strict=True) if w.client.id == number)
    return found


def rungs(task: WeekTask) -> dict[int, int]:
    return {w.client.id: c.rung for w, c in zip(task.wishes, task.problem.visits, strict=True)}


def opens(task: WeekTask, number: int = 1) -> str:
    """`Wed 09:00-11:30 14:00-17:00, Thu …`: the allowed starts."""
    found = []
    for on, ranges in zip(task.dates, candidate_of(task, number).starts, strict=True):
        if ranges:
            found.append(f"{on:%a} " + " ".join(f"{clock(first)}-{clock(last)}" for first, last in ranges))
    return ", ".join(found)


def left_out(task: WeekTask) -> dict[int, str]:
    return {left.client.id: left.rule for left in task.left_out}


def planned(facts: Book, **given: object) -> WeekPlan:
    task = task_of(facts, **given)  # type: ignore[arg-type]
    plan = solve(task.problem)
    return week_plan(task, plan, moved(task.problem, plan))


def english(said: object) -> str:
    return Language("en").say(said)


# ---- who is a candidate, and what it is worth ------------------------------------------------------------------------


def test_a_client_is_a_candidate_from_the_first_working_day_on_which_it_would_be_due() -> None:
    """Met on Friday the 20th, due on Wednesday (5 of 7); on Sunday 9 of 7, four-fold."""
    task = task_of(portfolio((WEEKLY, "11-20")))
    assert opens(task) == "Wed 09:00-11:00 14:00-16:30, Thu 09:00-11:00 14:00-16:30, Fri 09:00-11:00"
    assert wish_of(task).score == 5143
    assert [rule for rule in wish_of(task).windows.cuts.values() if rule == "spacing"] == ["spacing"]


@pytest.mark.parametrize(
    ("wan", "logged", "score"),
    [
        (WEEKLY, "11-16", 7429),  # 13 of 7 days, × 4
        (XUN, "11-18", 3300),  # 11 of 10, × 3
        (XUN, "11-22", 2100),  # 7 of 10, × 3, but only on Sunday
        (MONTHLY, "10-20", 2667),  # 40 of 30, × 2
        (MONTHLY, "11-03", None),  # this month's is held
        (XUN, "11-23", None),
        (20, "", None),
    ],
)
def test_the_score_is_a_thousand_times_sundays_urgency_times_the_tiers_weight(
    wan: int, logged: str, score: int | None
) -> None:
    task = task_of(portfolio((wan, logged)), today="11-23")
    if logged == "11-22":
        assert task.wishes == ()  # due on Sunday only, which is no working day
    else:
        assert [w.score for w in task.wishes] == ([] if score is None else [score])


def test_visits_planned_before_the_week_are_taken_as_held() -> None:
    planned_before = portfolio((WEEKLY, "11-13"), visits=[visit(1, "11-20", "09:00")])
    for today in ("11-19", "11-20"):
        assert opens(task_of(planned_before, today=today)).startswith("Wed ")
    within = portfolio((WEEKLY, "11-12"), visits=[visit(1, "11-23", "14:00")])
    assert opens(task_of(within)).startswith("Mon ")
    missed = portfolio((WEEKLY, "11-13"), visits=[visit(1, "11-20", "09:00", status=CANCELLED)])
    assert opens(task_of(missed, today="11-19")).startswith("Mon ")
    long_past = portfolio((WEEKLY, "11-13"), visits=[visit(1, "11-18", "09:00")])
    assert opens(task_of(long_past, today="11-19")).startswith("Mon ")


def test_no_new_visit_is_planned_before_today() -> None:
    task = task_of(portfolio((WEEKLY, "11-06")), today="11-26")
    assert opens(task) == "Thu 09:00-11:00 14:00-16:30, Fri 09:00-11:00"
    assert "past" in wish_of(task).windows.cuts.values()
    assert task_of(portfolio((WEEKLY, "11-06, 11-24")), today="11-26").wishes == ()


def test_a_client_counts_from_its_entry() -> None:
    facts = book([client(1, entered=day("11-24")), client(2, entered=day("11-23"))])
    facts = facts._replace(balances={n: balances("01-31 1200", n) for n in (1, 2)})
    assert list(rungs(task_of(facts, today="11-23"))) == [2]


def test_dormant_and_lost_clients_are_no_candidates() -> None:
    for status in (DORMANT, LOST):
        assert task_of(portfolio((WEEKLY, "11-06"), status=status)).wishes == ()


def test_an_own_cadence_counts_on_the_days_on_which_it_holds() -> None:
    facts = portfolio((WEEKLY, "11-18"))
    until = {1: [own_cadence("M", "every 60d", until="11-25")]}
    assert opens(task_of(facts._replace(cadences=until))).startswith("Thu ")
    lasting = {1: [own_cadence("M", "every 60d")]}
    assert task_of(facts._replace(cadences=lasting)).wishes == ()


def test_a_week_without_working_days_has_no_candidates() -> None:
    task = task_of(portfolio((WEEKLY, "01-20")), today="02-14", monday="02-16", calendar=CHINA_2026)
    assert (task.wishes, task.dates, task.problem.max_week) == ((), (), 0)


def test_make_up_saturdays_are_planned() -> None:
    task = task_of(portfolio((WEEKLY, "01-20")), today="02-06", monday="02-09", calendar=CHINA_2026)
    assert task.dates[-1] == day("02-14")
    assert opens(task).endswith("Sat 09:00-11:00 14:00-16:30")
    assert task.problem.max_week == 19


# ---- the ladder ------------------------------------------------------------------------------------------------------


def test_the_ladder() -> None:
    facts = portfolio(
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        (WEEKLY, "11-09"),
        (WEEKLY, "11-12"),
        (XUN, "11-12"),
        visits=[
            visit(1, "11-24", "10:00", fixed="time"),
            visit(2, "11-24", fixed="day"),
            visit(3, week="11-23", fixed="week"),
            visit(4, "11-18", "10:00"),
        ],
    )
    assert rungs(task_of(facts)) == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6}


def test_a_quota_that_can_no_longer_be_met_if_skipped_comes_before_urgency() -> None:
    """After Sunday 29 November only Monday the 30th is left of the month and of the xun."""
    two = RULES._replace(tiers=(tier("two", M="2 per month"),))
    one = RULES._replace(tiers=(tier("one", M="1 per month"),))
    every = RULES._replace(tiers=(tier("every", M="every 7d"),))
    assert rungs(task_of(portfolio((1, "10-12")), rules=two)) == {1: 5}
    assert rungs(task_of(portfolio((1, "10-12, 11-02")), rules=two)) == {1: 6}
    assert rungs(task_of(portfolio((1, "10-12")), rules=one)) == {1: 6}
    assert rungs(task_of(portfolio((1, "10-12")), rules=every)) == {1: 6}
    # A xun that ends within the week: 16 to 22 November.
    assert rungs(task_of(portfolio((XUN, "11-05")), today="11-16", monday="11-16")) == {1: 5}
    # The last week of the month that still has the 30th as a holiday behind it.
    holiday = MONDAY_TO_FRIDAY
    assert rungs(task_of(portfolio((1, "09-12")), today="10-26", monday="10-26", rules=one, calendar=holiday)) == {1: 5}


def test_what_was_confirmed_or_held_stands_where_it_is_while_its_allowed_starts_stay_on_the_grid() -> None:
    for status, fixed in ((CONFIRMED, None), (DONE, None), (DONE, "day"), ("planned", "time")):
        booked = visit(1, "11-27", "15:10", status=status, fixed=fixed)
        found = candidate_of(task_of(portfolio((WEEKLY, "11-12"), visits=[booked])))
        assert (found.rung, found.fixed) == (1, (4, 910))
        assert all(first % 30 == last % 30 == 0 for ranges in found.starts for first, last in ranges)


def test_an_appointment_stands_on_any_day_even_where_nothing_new_may_be_planned() -> None:
    for on in ("11-24", "11-28"):
        booked = visit(1, on, "10:00", fixed="time")
        facts = portfolio((WEEKLY, "11-12"), visits=[booked], aways=[away("11-24", "11-24"), away("11-20", "11-29", 1)])
        task = task_of(facts)
        assert candidate_of(task).fixed == (task.dates.index(day(on)), 600)
    cancelled = visit(1, "11-28", "10:00", fixed="time", status=CANCELLED)
    assert day("11-28") not in task_of(portfolio((WEEKLY, "11-12"), visits=[cancelled])).dates


def test_a_client_that_isnt_due_keeps_its_appointment() -> None:
    facts = portfolio((20, "11-20 M"), visits=[visit(1, "11-24", "10:00", fixed="time")])
    assert rungs(task_of(facts)) == {1: 1}
    for status in (DORMANT, LOST):
        facts = portfolio((WEEKLY, ""), visits=[visit(1, "11-24", "10:00", fixed="time")], status=status)
        assert rungs(task_of(facts)) == {1: 1}


def test_two_appointments_with_one_client_are_both_kept() -> None:
    held, another = visit(1, "11-24", "10:00", status=DONE), visit(1, "11-27", "10:00", fixed="time")._replace(id=9)
    for listed in ([held, another], [another, held]):
        facts = portfolio((WEEKLY, "11-12, 11-24"), visits=listed)
        task = task_of(facts, today="11-25", monday="11-23")
        assert sorted((c.rung, c.fixed) for c in task.problem.visits if c.fixed) == [(1, (1, 600)), (1, (4, 600))]
    suggestion = visit(1, "11-27", "10:00")._replace(id=9)
    task = task_of(portfolio((WEEKLY, "11-12, 11-24"), visits=[held, suggestion]), today="11-25", monday="11-23")
    assert [c.fixed for c in task.problem.visits] == [(1, 600)]


def test_a_fixed_day_is_kept_and_a_day_that_is_over_is_not_planned_anew() -> None:
    fixed = visit(1, "11-24", fixed="day")
    ahead = task_of(portfolio((WEEKLY, "11-12"), visits=[fixed]))
    assert opens(ahead) == "Tue 09:00-11:00 14:00-16:30"
    over = task_of(portfolio((WEEKLY, "11-12"), visits=[fixed]), today="11-25")
    assert opens(over) == ""
    assert "past" in wish_of(over).windows.cuts.values()


def test_this_week_any_time_is_not_too_soon_but_keeps_the_hours() -> None:
    facts = portfolio((WEEKLY, "11-20"), visits=[visit(1, week="11-23", fixed="week")])
    assert opens(task_of(facts)).startswith("Mon 14:00-16:30, Tue 09:00-11:00")


# ---- carried over ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_week", "logged", "today", "expected"),
    [
        (visit(1, "11-18", "10:00"), "11-09", "11-20", True),
        (visit(1, "11-18", "10:00", status=CONFIRMED), "11-09", "11-20", True),
        (visit(1, "11-20", "10:00", status=MISSED), "11-09", "11-20", True),
        (visit(1, "11-20", "10:00"), "11-09", "11-20", False),
        (visit(1, "11-20", "10:00"), "11-09", "11-23", True),
        (visit(1, week="11-16", fixed="week"), "11-09", "11-20", False),
        (visit(1, week="11-16", fixed="week"), "11-09", "11-23", True),
        (visit(1, "11-18", "10:00", status=CANCELLED), "11-09", "11-20", False),
        (visit(1, "11-18", "10:00", status=DONE), "11-09, 11-18", "11-20", False),
        (visit(1, "11-18", "10:00"), "11-09, 11-19", "11-20", False),
        (visit(1, "11-18", "10:00"), "11-09, 11-16", "11-20", False),
        (visit(1, "11-18", "10:00"), "11-09, 11-19 T", "11-20", True),
        (visit(1, "11-18", "10:00"), "11-15", "11-20", True),
        (visit(1, "11-11", "10:00"), "11-09", "11-20", False),
    ],
)
def test_what_was_planned_last_week_and_not_held_is_carried_over(
    last_week: Visit, logged: str, today: str, expected: bool
) -> None:
    task = task_of(portfolio((WEEKLY, logged), visits=[last_week]), today=today)
    assert [w.client.id for w in task.wishes if w.carried] == [1] * expected
    if expected:
        assert rungs(task) == {1: 4}
        assert opens(task).startswith("Mon 14:00-16:30")


def test_a_client_carried_over_is_seen_from_monday_on_even_if_it_isnt_due() -> None:
    task = task_of(portfolio((MONTHLY, "11-02"), visits=[visit(1, "11-18", "10:00")]))
    assert (rungs(task), opens(task)[:16]) == ({1: 4}, "Mon 14:00-17:00,")


def test_a_client_carried_over_that_has_an_appointment_is_on_its_rung() -> None:
    facts = portfolio(
        (WEEKLY, "11-09"), visits=[visit(1, "11-18", "10:00"), visit(1, "11-24", fixed="day")._replace(id=2)]
    )
    assert (rungs(task_of(facts)), wish_of(task_of(facts)).carried) == ({1: 2}, True)


# ---- left out before the search --------------------------------------------------------------------------------------


def test_a_visit_cancelled_this_week_isnt_proposed_again_and_the_reason_is_given() -> None:
    cancelled = visit(1, "11-24", "10:00", status=CANCELLED, why="财务总监出差")
    task = task_of(portfolio((WEEKLY, "11-12"), visits=[cancelled]))
    assert (task.wishes, left_out(task)) == ((), {1: "cancelled"})
    assert english(task.left_out[0].reason) == "cancelled this week: 财务总监出差"
    not_due = task_of(portfolio((MONTHLY, "11-12"), visits=[cancelled]))
    assert (not_due.wishes, left_out(not_due)) == ((), {})


def test_a_visit_cancelled_this_week_isnt_carried_over_either() -> None:
    visits = [visit(1, "11-18", "10:00"), visit(1, "11-24", "10:00", status=CANCELLED)._replace(id=2)]
    for wan in (WEEKLY, MONTHLY):
        task = task_of(portfolio((wan, "11-02"), visits=visits))
        assert (task.wishes, left_out(task)) == ((), {1: "cancelled"})


def test_a_visit_missed_this_week_may_be_planned_again() -> None:
    missed = visit(1, "11-24", "10:00", status=MISSED)
    task = task_of(portfolio((WEEKLY, "11-12"), visits=[missed]), today="11-25")
    assert (rungs(task), candidate_of(task).fixed) == ({1: 5}, None)


def test_a_client_due_by_another_channel_is_left_out_with_that_reason() -> None:
    task = task_of(portfolio((20, "06-10 T")))
    assert (task.wishes, left_out(task)) == ((), {1: "channel"})
    assert "any contact 1 per quarter" in english(task.left_out[0].reason)
    both = RULES._replace(tiers=(tier("both", M="1 per month", T="1 per week"),))
    task = task_of(portfolio((1, "11-10 M, 11-12 T")), rules=both)
    assert (task.wishes, left_out(task)) == ((), {1: "channel"})
    assert "telephone 1 per week" in english(task.left_out[0].reason)
    assert task_of(portfolio((1, "11-10 M, 11-23 T")), rules=both, today="11-23").left_out == ()
    cancelled = visit(1, "11-24", "10:00", status=CANCELLED)
    assert left_out(task_of(portfolio((20, "06-10 T"), visits=[cancelled]))) == {1: "channel"}


# ---- prospects and ceilings ------------------------------------------------------------------------------------------


def with_prospects(grades: str) -> Book:
    facts = portfolio((WEEKLY, "11-12"))
    prospects = [client(n, client_no=f"P{n:04d}", status=PROSPECT) for n in range(11, 11 + len(grades))]
    cards = {p.id: card(p.id, grade=grade) for p, grade in zip(prospects, grades, strict=True)}
    met = {p.id: log("09-01") for p in prospects}
    return facts._replace(clients=[*facts.clients, *prospects], cards=cards, log={**facts.log, **met})


@pytest.mark.parametrize(
    ("grades", "max_clients"), [("", 16), ("A", 15), ("AB", 14), ("ABA", 13), ("ABABA", 13), ("CC", 16)]
)
def test_a_share_of_the_week_is_kept_for_the_prospects_that_are_candidates(grades: str, max_clients: int) -> None:
    problem = task_of(with_prospects(grades)).problem
    assert (problem.max_week, problem.max_clients) == (16, max_clients)
    assert sum(v.prospect for v in problem.visits) == len(grades.replace("C", ""))


def test_prospects_are_wanted_by_their_grade_at_weight_one() -> None:
    task = task_of(with_prospects("AB"))
    assert [(w.tier, w.score, w.minutes) for w in task.wishes] == [
        ("weekly", 9714, 45),
        ("prospect-A", 5933, 30),  # 89 days of 15
        ("prospect-B", 2967, 30),  # 89 of 30
    ]


def test_leave_and_holidays_shrink_the_week() -> None:
    facts = portfolio((WEEKLY, "11-12"), aways=[away("11-25", "11-25")])
    task = task_of(facts)
    assert day("11-25") not in task.dates
    assert (task.problem.max_week, len(task.problem.days)) == (12, 4)
    assert "Wed" not in opens(task)


# ---- the problem -----------------------------------------------------------------------------------------------------


def test_the_problem_in_numbers() -> None:
    facts = portfolio((WEEKLY, "11-12"), (MONTHLY, "10-12"), district="南山区", visits=[visit(2, "11-26", "09:30")])
    rules = RULES._replace(week=WEEK._replace(branch=Branch(None, None, "福田区")))
    problem = task_of(facts, rules=rules).problem
    assert problem.grid == 30
    assert {(d.open, d.close, d.max_visits) for d in problem.days} == {(540, 1050, 4)}
    assert problem.travel == ((0, 25, 25), (25, 0, 10), (25, 10, 0))
    assert [(v.key, v.minutes, v.fixed, v.previous) for v in problem.visits] == [
        ("C0001", 45, None, None),
        ("C0002", 30, None, (3, 570)),
    ]


def test_the_length_of_an_appointment_outranks_the_tiers() -> None:
    booked = visit(1, "11-24", "10:00", fixed="time", minutes=20)
    assert candidate_of(task_of(portfolio((WEEKLY, "11-12"), visits=[booked]))).minutes == 20


# ---- a saved plan ----------------------------------------------------------------------------------------------------


def test_saved_visits_on_frozen_days_stay_and_nothing_new_is_put_there() -> None:
    facts = portfolio(
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        visits=[visit(1, "11-24", "10:00"), visit(2, "11-26", "10:00")],
    )
    task = task_of(facts, today="11-23", frozen="11-23..11-25")
    assert (candidate_of(task, 1).fixed, candidate_of(task, 1).rung) == ((1, 600), 1)
    assert (candidate_of(task, 2).fixed, candidate_of(task, 2).previous) == (None, (3, 600))
    assert [opens(task, n) for n in (2, 3)] == ["Thu 09:00-11:00 14:00-16:30, Fri 09:00-11:00"] * 2
    asked_for = task_of(facts, today="11-23")
    assert (candidate_of(asked_for, 1).fixed, candidate_of(asked_for, 1).previous) == (None, (1, 600))


def test_a_frozen_visit_gives_way_to_leave_and_to_the_clients_trip() -> None:
    for trip in (away("11-24", "11-24"), away("11-23", "11-24", 1), away("11-21", "11-23", 1)):
        facts = portfolio((WEEKLY, "11-12"), visits=[visit(1, "11-24", "10:00")], aways=[trip])
        assert candidate_of(task_of(facts, today="11-23", frozen="11-23..11-25")).fixed is None


def test_a_frozen_visit_stays_even_if_it_is_no_longer_due() -> None:
    facts = portfolio((MONTHLY, "11-12"), visits=[visit(1, "11-24", "10:00")])
    assert candidate_of(task_of(facts, today="11-23", frozen="11-23..11-25")).fixed == (1, 600)
    assert task_of(facts, today="11-23").wishes == ()


def test_a_saved_visit_of_a_past_day_stays_until_something_is_said_of_it() -> None:
    facts = portfolio((WEEKLY, "11-12"), visits=[visit(1, "11-23", "14:00")])
    assert candidate_of(task_of(facts, today="11-25")).fixed == (0, 840)


@pytest.mark.parametrize(
    ("frozen_visit", "rung", "on"),
    [
        (visit(1, "11-24", "10:00"), 5, "Thu"),
        (visit(1, "11-24", "10:00", fixed="week"), 3, "Thu"),
        (visit(1, "11-24", "10:00", fixed="day"), 2, "Tue"),
    ],
)
def test_a_frozen_visit_that_an_appointment_made_impossible_is_planned_anew_on_its_own_rung(
    frozen_visit: Visit, rung: int, on: str
) -> None:
    appointment = visit(2, "11-24", "10:30", fixed="time")
    facts = portfolio((WEEKLY, "11-12"), (WEEKLY, "11-12"), visits=[frozen_visit, appointment])
    task = task_of(facts, today="11-23", frozen="11-23..11-25")
    assert (candidate_of(task, 1).fixed, candidate_of(task, 2).fixed) == (None, (1, 630))
    assert rungs(task)[1] == rung
    assert opens(task, 1).startswith(on)


@pytest.mark.parametrize(("at", "stays"), [("09:05", False), ("09:00", True), ("10:55", False), ("11:00", True)])
def test_an_appointment_makes_impossible_what_leaves_no_time_for_the_way(at: str, stays: bool) -> None:
    """Both last 45 minutes, with 15 minutes on the road between them."""
    visits = [visit(1, "11-24", "10:00"), visit(2, "11-24", at, fixed="time")]
    task = task_of(portfolio((WEEKLY, "11-12"), (WEEKLY, "11-12"), visits=visits), today="11-23", frozen="11-23..11-25")
    assert candidate_of(task, 1).fixed == ((1, 600) if stays else None)
    assert candidate_of(task, 2).fixed is not None


def test_a_saved_plan_is_shown_as_it_was_saved() -> None:
    facts = portfolio(
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        visits=[visit(1, "11-24", "10:00"), visit(2, "11-26", "10:00", fixed="time")],
    )
    task = task_of(facts)
    shown = week_plan(task, saved_places(task), 0)
    assert [(v.wish.client.id, v.day, v.start) for v in shown.visits] == [
        (1, day("11-24"), 600),
        (2, day("11-26"), 600),
    ]
    assert [left.client.id for left in shown.left_out] == [3]


# ---- days ------------------------------------------------------------------------------------------------------------


def test_today_and_the_next_two_working_days_stay() -> None:
    assert frozen_days(MONDAY_TO_FRIDAY, day("11-23"), 2) == frozenset(days("11-23..11-25"))
    assert frozen_days(MONDAY_TO_FRIDAY, day("11-26"), 2) == frozenset(days("11-26 11-27 11-30"))
    assert frozen_days(CHINA_2026, day("02-13"), 2) == frozenset(days("02-13 02-14 02-24"))
    assert frozen_days(MONDAY_TO_FRIDAY, day("11-23"), 0) == frozenset()


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        ("11-23", "11-23"),
        ("11-26", "11-23"),
        ("11-27", "11-30"),
        ("11-28", "11-30"),
        ("11-29", "11-30"),
        ("02-13", "02-09"),
        ("02-14", "02-16"),
    ],
)
def test_the_week_planned_is_this_one_while_a_working_day_after_today_is_left_in_it(today: str, monday: str) -> None:
    assert default_week(CHINA_2026, day(today)) == day(monday)


# ---- the plan in words -----------------------------------------------------------------------------------------------


def test_every_line_has_its_reason() -> None:
    facts = portfolio(
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        (WEEKLY, "11-12"),
        (WEEKLY, "11-09"),
        (WEEKLY, "11-12"),
        (XUN, "11-12"),
        (WEEKLY, "11-12"),
        (20, "11-12"),
        visits=[
            visit(1, "11-24", "10:00", fixed="time", why="带代发工资方案"),
            visit(2, "11-24", fixed="day"),
            visit(3, week="11-23", fixed="week"),
            visit(4, "11-18", "10:00"),
            visit(7, "11-25", "14:00", status=CONFIRMED),
            visit(8, "11-25", "16:00", status=CONFIRMED),
        ],
    )
    plan = planned(facts)
    kinds = {
        1: "with_purpose",
        2: "fixed_day",
        3: "fixed_week",
        4: "carried",
        5: "last_chance",
        6: "urgent",
        7: "confirmed",
        8: "confirmed",
    }
    assert {v.wish.client.id: v.reason.key for v in plan.visits} == {n: f"week.{kind}" for n, kind in kinds.items()}
    for v in plan.visits:
        words = english(v.reason)
        assert ("any contact 1 per quarter" in words) == (v.wish.client.id == 8)
        assert ("meeting 1 per" in words) == (v.wish.client.id != 8)
        assert ("带代发工资方案" in words) == (v.wish.client.id == 1)
        assert "meeting" not in Language("zh").say(v.reason)
        appointment = v.wish.client.id in (1, 7, 8)
        assert (v.fixed, v.offer is None) == (appointment, appointment)
        assert v.offer is None or v.offer == (v.day, v.start)
        assert v.fallback is None or v.fallback[0] != v.day
        assert v.end == v.start + v.wish.minutes
    assert plan.left_out == ()
    assert plan.score == sum(v.wish.score for v in plan.visits)
    assert list(plan.visits) == sorted(plan.visits, key=lambda v: (v.day, v.start))


def test_what_was_held_says_so() -> None:
    facts = portfolio((WEEKLY, "11-12, 11-24"), visits=[visit(1, "11-24", "10:00", status=DONE)])
    (line,) = planned(facts, today="11-25").visits
    assert (english(line.reason), line.status, line.fixed) == ("held", DONE, True)


def test_a_client_without_an_allowed_time_is_left_out_by_the_rules_that_cut_it() -> None:
    facts = portfolio((WEEKLY, "11-12"), industry="证券", aways=[away("11-20", "11-25", 1)])
    (left,) = planned(facts).left_out
    assert left.rule == "away+avoid+industry-hours"
    assert "away until 2026-11-25 and 1 working day of rest" in english(left.reason)
    assert "Fri 14:00–17:30 avoided" in english(left.reason)
    assert "such firms are seen 15:00–17:30 only" in english(left.reason)


def test_an_overloaded_week_leaves_nobody_out_in_silence() -> None:
    """8, 10 and 40 clients of the three tiers: 13 places for clients, 3 for prospects; the weekly ones come first."""
    people = [(WEEKLY, "11-12")] * 8 + [(XUN, "11-05")] * 10 + [(MONTHLY, "10-08")] * 40
    facts = portfolio(*people)
    prospects = [client(n, client_no=f"P{n:04d}", status=PROSPECT) for n in range(101, 106)]
    facts = facts._replace(
        clients=[*facts.clients, *prospects],
        cards={p.id: card(p.id) for p in prospects},
        log={**facts.log, **{p.id: log("09-01") for p in prospects}},
    )
    plan = planned(facts)
    seen = [v.wish.client.id for v in plan.visits]
    assert len(seen) == 16
    assert set(range(1, 9)) <= set(seen)
    assert sum(n > 100 for n in seen) >= 3
    assert sorted([*seen, *(left.client.id for left in plan.left_out)]) == [*range(1, 59), *range(101, 106)]
    for left in plan.left_out:
        assert left.rule in ("field-share", "prospect-share", "visits-per-day", "rank")
        assert english(left.reason)
    scores = [left.score for left in plan.left_out]
    assert scores == sorted(scores, reverse=True)


@st.composite
def books(draw: st.DrawFn) -> tuple[Book, str]:
    count = draw(st.integers(1, 8))
    wan = st.sampled_from([WEEKLY, XUN, MONTHLY, 20])
    logged = st.lists(st.sampled_from(["10-08", "11-05", "11-12", "11-18", "11-19"]), max_size=2)
    people = [(draw(wan), ", ".join(draw(logged))) for _ in range(count)]
    booked = []
    for n in range(1, count + 1):
        on = draw(st.sampled_from([None, None, "11-18", "11-24", "11-26"]))
        if on:
            status = draw(st.sampled_from(["planned", "planned", CONFIRMED, MISSED, CANCELLED]))
            # Half an hour apart each, so that no two appointments collide.
            booked.append(
                visit(n, on, f"{9 + n}:00", status=status, fixed=draw(st.sampled_from([None, "time", "day"])))
            )
    trips = [away("11-20", draw(st.sampled_from(["11-22", "11-25"])), draw(st.integers(1, count)))]
    return portfolio(*people, visits=booked, aways=trips), draw(st.sampled_from(["11-20", "11-23", "11-25"]))


@settings(max_examples=60, deadline=None)
@given(books())
def test_every_due_client_is_in_the_plan_or_left_out_once_with_a_reason(question: tuple[Book, str]) -> None:
    facts, today = question
    task = task_of(facts, today=today)
    plan = planned(facts, today=today)
    told = [v.wish.client.id for v in plan.visits] + [left.client.id for left in plan.left_out]
    assert len(told) == len(set(told))
    first = max(day(today), day("11-23"))
    held = standings(facts, RULES, day(today))
    for someone in facts.clients:
        reckoner = Reckoner(RULES, MONDAY_TO_FRIDAY, first)
        cadences = owed(someone, held[someone.id].tier, None, (), RULES, first)
        planned_before = any(v.client_id == someone.id and v.week < day("11-23") for v in facts.visits)
        due = reckoner.worst(someone, cadences, facts.log.get(someone.id, ()))
        if due and due.is_due and not planned_before:
            assert someone.id in told
    for v in plan.visits:
        assert english(v.reason) and (v.wish.pinned or v.day >= day(today))
    assert [w.client.client_no for w in task.wishes] == sorted(w.client.client_no for w in task.wishes)


def test_the_order_of_the_facts_never_shows() -> None:
    people = [(WEEKLY, "11-12")] * 8 + [(XUN, "11-05")] * 8 + [(MONTHLY, "10-08")] * 8
    facts = portfolio(*people, visits=[visit(n, "11-24", f"{9 + n}:00", fixed="time") for n in (1, 2)])

    def lines(of: Book) -> list[tuple[date, int, str]]:
        return [(v.day, v.start, v.wish.client.client_no) for v in planned(of).visits]

    shuffled = list(facts.clients)
    random.Random(3).shuffle(shuffled)
    assert lines(facts._replace(clients=shuffled, visits=facts.visits[::-1])) == lines(facts)


def test_the_weight_of_a_tier_is_exact_and_halves_round_up() -> None:
    rules = RULES._replace(tiers=(tier("half", M="every 16d")._replace(weight=Share(1, 1000)),))
    assert [w.score for w in task_of(portfolio((1, "11-05")), rules=rules).wishes] == [2]  # 24 of 16: 1.5
