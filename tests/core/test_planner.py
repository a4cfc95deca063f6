"""The planner against an independent checker and, where problems are tiny, against all plans there are."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rmtool.core.planner import (
    EFFORTS,
    Candidate,
    Day,
    Place,
    Plan,
    Problem,
    conflicts,
    explain,
    fallback,
    legs,
    moved,
    search,
    solve,
    travel_total,
)

from .plan_checker import (
    best_value,
    broken_rules,
    cost,
    every_plan,
    fits_beside,
    fits_in_time,
    order_of,
    placed_in_order,
    starts_of,
    value,
)
from .plan_problems import AFTERNOON, MORNING, NO_TIME, WHOLE_DAY, drawn_problem, with_fixed

SEEDS = st.integers(min_value=0, max_value=10**6)
FIXED = st.lists(st.tuples(st.integers(0, 1), st.sampled_from((485, 540, 607, 845, 1040))), max_size=2).map(tuple)


def visit(key: str, score: int = 100, rung: int = 6, minutes: int = 30, **more: object) -> Candidate:
    starts = more.pop("starts", (WHOLE_DAY, WHOLE_DAY))
    return Candidate(key, bool(more.pop("prospect", False)), rung, score, minutes, starts, **more)  # type: ignore[arg-type]


def week(*visits: Candidate, gap: int = 10, per_day: int = 4, max_week: int = 8, max_clients: int = 8) -> Problem:
    """Two days, everything equally far apart, no branch."""
    size = len(visits) + 1
    travel = tuple(tuple(0 if a == b or 0 in (a, b) else gap for b in range(size)) for a in range(size))
    return Problem(30, (Day(540, 1050, per_day),) * 2, max_week, max_clients, visits, travel)


def planned(problem: Problem, plan: Plan) -> set[str]:
    return {v.key for v, place in zip(problem.visits, plan.places, strict=True) if place}


@settings(max_examples=150, deadline=None)
@given(SEEDS, FIXED, st.integers(0, 12), st.integers(1, 3))
def test_a_plan_breaks_no_rule(seed: int, fixed: tuple[tuple[int, int], ...], visits: int, days: int) -> None:
    problem = with_fixed(drawn_problem(seed, visits, days), tuple((day % days, start) for day, start in fixed))
    assume(not conflicts(problem))
    assert broken_rules(problem, solve(problem)) == []


@pytest.mark.parametrize("first", range(0, 100, 10))
def test_no_plan_of_a_tiny_problem_is_better(first: int) -> None:
    for seed in range(first, first + 10):
        problem = drawn_problem(seed, visits=5)
        assert value(problem, solve(problem)) == best_value(problem), seed


def test_an_appointment_for_a_day_is_kept_whenever_it_fits() -> None:
    for seed in range(30):
        problem = crowded_with_appointments(seed)
        assert value(problem, solve(problem)) == best_value(problem), seed


def crowded_with_appointments(seed: int) -> Problem:
    """Six visits, most of them for the first day, with few starts."""
    random = Random(seed)
    problem = drawn_problem(seed, visits=6)
    visits = []
    for drawn in problem.visits:
        first = random.randrange(540, 900, 30)
        only = ((first, first + 30 * random.randrange(6)),)
        day = drawn._replace(rung=2, starts=(only, NO_TIME), minutes=random.choice((45, 60, 90)))
        visits.append(day if random.random() < 0.8 else drawn)
    return problem._replace(visits=tuple(visits))


@settings(max_examples=60, deadline=None)
@given(SEEDS, FIXED, st.randoms(use_true_random=False))
def test_the_order_of_the_visits_plays_no_part(seed: int, fixed: tuple[tuple[int, int], ...], random: object) -> None:
    problem = with_fixed(drawn_problem(seed, visits=10, days=3), fixed)
    order = list(range(10))
    random.shuffle(order)  # type: ignore[attr-defined]
    stops = [0, *(i + 1 for i in order)]
    shuffled = problem._replace(
        visits=tuple(problem.visits[i] for i in order),
        travel=tuple(tuple(problem.travel[a][b] for b in stops) for a in stops),
    )
    places = solve(problem).places
    assert solve(shuffled).places == tuple(places[i] for i in order)


@settings(max_examples=60, deadline=None)
@given(SEEDS, FIXED)
def test_a_plan_solved_again_from_itself_comes_back(seed: int, fixed: tuple[tuple[int, int], ...]) -> None:
    problem = with_fixed(drawn_problem(seed, visits=12, days=3), fixed)
    problem = problem._replace(visits=tuple(v._replace(previous=None) for v in problem.visits))
    plan = solve(problem)
    visits = tuple(v._replace(previous=place) for v, place in zip(problem.visits, plan.places, strict=True))
    assert solve(problem._replace(visits=visits)) == plan


def test_a_plan_found_from_a_worse_one_comes_back_too() -> None:
    """Weeks whose first plan is bettered, so that the search starts anew from what it found."""
    for seed in range(3, 9):
        problem = drawn_problem(seed, visits=30, days=5)._replace(max_week=14, max_clients=12)
        problem = problem._replace(visits=tuple(v._replace(previous=None) for v in problem.visits))
        plan = solve(problem, "low")
        visits = tuple(v._replace(previous=place) for v, place in zip(problem.visits, plan.places, strict=True))
        assert solve(problem._replace(visits=visits), "low") == plan, seed


def test_of_equal_plans_the_one_with_the_smaller_keys_is_chosen() -> None:
    for seed in range(13):
        problem = alike(seed)
        best = max((*value(problem, plan), -tie(problem, plan)) for plan in every_plan(problem))
        plan = solve(problem)
        assert (*value(problem, plan), -tie(problem, plan)) == best, seed


def alike(seed: int) -> Problem:
    """Six visits that differ in their hours and in being long or short, equally far apart."""
    problem = drawn_problem(seed, visits=6)
    visits = tuple(
        v._replace(
            score=100,
            rung=6,
            minutes=30 if v.minutes < 60 else 150,
            previous=None,
            starts=tuple(ranges or ((900, 900),) for ranges in v.starts),
        )
        for v in problem.visits
    )
    return problem._replace(visits=visits, travel=week(*visits).travel)


def tie(problem: Problem, plan: Plan) -> int:
    """The ranks of the keys of all visits planned, added up."""
    places = dict(zip((v.key for v in problem.visits), plan.places, strict=True))
    return sum(rank for rank, key in enumerate(sorted(places), 1) if places[key])


@pytest.mark.parametrize("seed", range(20))
def test_no_single_swap_or_move_betters_a_plan_even_before_the_walk(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SEARCHING", search.SEARCHING._replace(rounds=0))
    monkeypatch.setattr(search, "TIDYING", search.TIDYING._replace(rounds=0))
    problem = half_saved(seed)
    plan = solve(problem)
    for index, place in enumerate(plan.places):
        for day in range(2):
            for other, there in enumerate(plan.places):
                if place is None and there and problem.visits[other].score < problem.visits[index].score:
                    assert not fits_beside(problem, plan, index, day, other)
            if place and place.day != day:
                assert all(value(problem, moved) <= value(problem, plan) for moved in on_day(problem, plan, index, day))


def half_saved(seed: int) -> Problem:
    """Fourteen suggestions, half of which the saved plan has somewhere, whatever they are worth."""
    random = Random(seed)
    problem = drawn_problem(seed, visits=14)
    saved = (Place(random.randrange(2), random.choice((540, 600, 840, 930))) for _ in problem.visits)
    visits = (
        v._replace(score=random.randrange(1, 100), rung=6, previous=place if random.random() < 0.5 else None)
        for v, place in zip(problem.visits, saved, strict=True)
    )
    return problem._replace(visits=tuple(visits))


def on_day(problem: Problem, plan: Plan, index: int, day: int) -> Iterator[Plan]:
    """The plans that have a visit on another day, between the others in their order."""
    order = order_of(problem, plan, day)
    for position in range(len(order) + 1):
        places = placed_in_order(problem, day, (*order[:position], index, *order[position:]))
        if places is not None:
            trial = Plan(tuple(places.get(i, place) for i, place in enumerate(plan.places)))
            if not broken_rules(problem, trial):
                yield trial


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_more_effort_never_makes_a_worse_plan(seed: int) -> None:
    problem = drawn_problem(seed, visits=14, days=3)
    low, normal, high = (value(problem, solve(problem, effort)) for effort in EFFORTS)
    assert low <= normal <= high


@settings(max_examples=150, deadline=None)
@given(SEEDS, FIXED)
def test_every_reason_is_true_of_the_plan(seed: int, fixed: tuple[tuple[int, int], ...]) -> None:
    problem = with_fixed(drawn_problem(seed, visits=12, days=3), fixed)
    assume(not conflicts(problem))
    plan = solve(problem)
    omissions = explain(problem, plan)
    assert [o.index for o in omissions] == [i for i, place in enumerate(plan.places) if place is None]
    for omission in omissions:
        check_reason(problem, plan, *omission)


def check_reason(problem: Problem, plan: Plan, index: int, cause: str, day: int | None, instead_of: int | None) -> None:
    days = range(len(problem.days))
    standing = [i for i, place in enumerate(plan.places) if place]
    fits = [d for d in days if fits_in_time(problem, plan, index, d)]
    lets_in = [(i, d) for i in standing for d in days if fits_beside(problem, plan, index, d, i)]
    if cause == "no-start":
        empty = Plan((None,) * len(plan.places))
        assert not any(fits_in_time(problem, empty, index, d) for d in days)
    elif cause.startswith("ceiling"):
        assert day in fits and not fits_beside(problem, plan, index, day, None)
        suggestions = [pair for pair in lets_in if problem.visits[pair[0]].rung > 2]
        assert (instead_of, day) in lets_in if instead_of is not None else not suggestions
        on_day = [i for i in standing if plan.places[i].day == day]  # type: ignore[union-attr]
        clients = [i for i in standing if not problem.visits[i].prospect]
        reached = {
            "ceiling-day": len(on_day) >= problem.days[day].max_visits,
            "ceiling-week": len(standing) >= problem.max_week,
            "ceiling-clients": len(clients) >= problem.max_clients and not problem.visits[index].prospect,
        }
        assert reached[cause]
    else:
        assert day not in fits if cause == "outranked" else not fits
        if cause == "outranked":
            assert (instead_of, day) in lets_in
            assert rank(problem, instead_of) >= rank(problem, index)
        elif cause == "fixed":
            bare = Plan(tuple(p if v.rung <= 2 else None for v, p in zip(problem.visits, plan.places, strict=True)))
            assert not any(fits_in_time(problem, bare, index, d) for d in days)
        else:
            assert cause == "crowded" and not lets_in


def rank(problem: Problem, index: int | None) -> tuple[int, int]:
    assert index is not None
    return -problem.visits[index].rung, problem.visits[index].score


@settings(max_examples=60, deadline=None)
@given(SEEDS, FIXED)
def test_a_fallback_fits_the_plan_as_printed(seed: int, fixed: tuple[tuple[int, int], ...]) -> None:
    problem = with_fixed(drawn_problem(seed, visits=8, days=3), fixed)
    assume(not conflicts(problem))
    plan = solve(problem)
    for index, place in enumerate(plan.places):
        if place is None:
            assert fallback(problem, plan, index) is None
            continue
        possible = [Place(d, s) for d in range(3) if d != place.day for s in starts_of(problem, index, d)]
        possible = [
            p for p in possible if not broken_rules(problem, replaced(plan, index, p)) or is_fixed(problem, index)
        ]
        best = min(possible, key=lambda p: (p.day < place.day, abs(p.day - place.day), p.start), default=None)
        assert fallback(problem, plan, index) == best


def replaced(plan: Plan, index: int, place: Place) -> Plan:
    return Plan((*plan.places[:index], place, *plan.places[index + 1 :]))


def is_fixed(problem: Problem, index: int) -> bool:
    return problem.visits[index].fixed is not None


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_travel_and_moves_are_what_the_checker_counts(seed: int) -> None:
    problem = drawn_problem(seed, visits=8, days=3)
    plan = solve(problem)
    assert travel_total(problem, plan) + 10 * moved(problem, plan) == cost(problem, plan)
    for day in range(3):
        for before, after in zip([None, *order_of(problem, plan, day)], order_of(problem, plan, day), strict=False):
            assert legs(problem, plan)[after] == problem.travel[0 if before is None else before + 1][after + 1]


def test_a_lower_rung_never_outweighs_a_higher_one() -> None:
    carried = visit("carried", score=1, rung=4, starts=(((540, 540),), NO_TIME))
    many = [visit(f"urgent {i}", score=9000, minutes=15, starts=(((540, 690),), NO_TIME)) for i in range(3)]
    problem = week(carried._replace(minutes=170), *many)
    assert planned(problem, solve(problem)) == {"carried"}


def test_a_visit_without_score_still_beats_an_empty_slot() -> None:
    problem = week(visit("worth nothing", score=0), visit("worth much"))
    assert len(planned(problem, solve(problem))) == 2


def test_of_two_equal_visits_the_smaller_key_is_planned() -> None:
    problem = week(visit("b"), visit("a"), visit("c"), max_week=1)
    assert planned(problem, solve(problem)) == {"a"}


def test_of_two_equal_visits_the_one_planned_before_stays() -> None:
    problem = week(visit("a"), visit("b", previous=Place(1, 600)), max_week=1)
    plan = solve(problem)
    assert plan.places == (None, Place(1, 600))


def test_saved_places_stay_but_for_something_better() -> None:
    saved = [visit(f"c{i}", previous=Place(i % 2, 600 + 60 * (i // 2))) for i in range(2)]
    problem = week(*saved, visit("new"))
    plan = solve(problem)
    assert plan.places[:2] == (Place(0, 600), Place(1, 600))
    assert moved(problem, plan) == 0


def test_appointments_stay_above_the_ceilings_and_nothing_is_added() -> None:
    times = [visit(f"f{i}", rung=1, starts=(NO_TIME, NO_TIME), fixed=Place(0, 540 + 60 * i)) for i in range(3)]
    day = visit("day", rung=2, starts=(AFTERNOON, NO_TIME))
    problem = week(*times, day, visit("other"), per_day=2, max_week=3)
    assert planned(problem, solve(problem)) == {"f0", "f1", "f2", "day"}


def test_a_fixed_time_may_lie_off_the_grid_and_outside_the_day() -> None:
    problem = week(visit("early", rung=1, starts=(NO_TIME, NO_TIME), fixed=Place(0, 487)), visit("other"))
    assert solve(problem).places[0] == Place(0, 487)


def test_two_fixed_times_in_conflict_are_named_and_both_kept() -> None:
    first = visit("first", rung=1, starts=(NO_TIME, NO_TIME), fixed=Place(0, 600))
    second = visit("second", rung=1, starts=(NO_TIME, NO_TIME), fixed=Place(0, 635))
    problem = week(second, visit("other"), first)
    assert conflicts(problem) == ((2, 0, 5),)
    assert solve(problem).places[0] == Place(0, 635) and solve(problem).places[2] == Place(0, 600)


def test_nothing_to_plan_makes_an_empty_plan() -> None:
    assert solve(week()) == Plan(())
    assert solve(week()._replace(days=())) == Plan(())


def test_a_day_without_visits_holds_appointments_only() -> None:
    meeting = visit("meeting", rung=1, starts=(NO_TIME, NO_TIME), fixed=Place(0, 600))
    problem = week(meeting, visit("a"), visit("b"), per_day=0)
    plan = solve(problem)
    assert planned(problem, plan) == {"meeting"}
    assert {o.cause for o in explain(problem, plan)} == {"ceiling-day"}


def test_a_week_without_days_leaves_everybody_out_for_want_of_a_start() -> None:
    problem = week(visit("a", starts=()), visit("b", starts=()))._replace(days=())
    plan = solve(problem)
    assert plan == Plan((None, None))
    assert {o.cause for o in explain(problem, plan)} == {"no-start"}


def test_a_visit_longer_than_any_day_has_no_start() -> None:
    problem = week(visit("endless", score=9000, minutes=600), visit("a"))
    plan = solve(problem)
    assert planned(problem, plan) == {"a"}
    assert [o[:] for o in explain(problem, plan)] == [(0, "no-start", None, None)]


def test_a_thousand_candidates_are_planned_and_explained() -> None:
    problem = drawn_problem(1, visits=1000, days=5)._replace(max_week=16, max_clients=12)
    plan = solve(problem, "low")
    assert broken_rules(problem, plan) == []
    assert len(explain(problem, plan)) == plan.places.count(None)


def test_clients_in_one_building_are_one_stop_after_another() -> None:
    """Two buildings, half an hour apart, three clients in each, whose keys alternate."""
    problem = week(*(visit(f"c{i}", starts=(MORNING, MORNING)) for i in range(6)), per_day=6)
    stops = range(-1, 6)
    travel = tuple(tuple(0 if a == b or -1 in (a, b) else 5 if a % 2 == b % 2 else 30 for b in stops) for a in stops)
    problem = problem._replace(travel=travel)
    plan = solve(problem)
    assert planned(problem, plan) == {v.key for v in problem.visits}
    assert [{i % 2 for i in order_of(problem, plan, day)} for day in range(2)] in ([{0}, {1}], [{1}, {0}])


def test_reasons_name_the_cause() -> None:
    never = visit("never", starts=(NO_TIME, NO_TIME))
    only = ((540, 540),)
    kept = visit("kept", score=200, starts=(only, NO_TIME))
    beaten = visit("beaten", starts=(only, NO_TIME))
    problem = week(never, kept, beaten)
    assert [o[:] for o in explain(problem, solve(problem))] == [(0, "no-start", None, None), (2, "outranked", 0, 1)]


def test_hours_taken_by_an_appointment_are_named_so() -> None:
    meeting = visit("meeting", rung=1, minutes=180, starts=(NO_TIME, NO_TIME), fixed=Place(0, 540))
    problem = week(meeting, visit("morning", starts=(MORNING, NO_TIME)))
    assert [o[:] for o in explain(problem, solve(problem))] == [(1, "fixed", None, None)]


def test_a_long_visit_that_would_push_out_two_is_crowded_out() -> None:
    pair = [visit(f"c{i}", score=200, minutes=75, starts=(MORNING, NO_TIME)) for i in range(2)]
    problem = week(*pair, visit("long", minutes=180, starts=(((540, 540),), NO_TIME)))
    assert [o[:] for o in explain(problem, solve(problem))] == [(2, "crowded", None, None)]


def test_a_ceiling_reached_is_named_with_the_visit_worth_least() -> None:
    problem = week(visit("a", score=300), visit("b", score=200), visit("c"), max_week=2, max_clients=2)
    ((index, cause, _, instead_of),) = explain(problem, solve(problem))
    assert (index, cause, instead_of) == (2, "ceiling-week", 1)


def test_a_fallback_overlaps_no_time_that_was_offered_to_somebody_else() -> None:
    problem = week(visit("a"), visit("b", starts=(WHOLE_DAY, NO_TIME)))
    plan = Plan((Place(0, 600), Place(0, 660)))
    first = fallback(problem, plan, 0)
    assert first is not None
    second = fallback(problem, plan, 0, [(first, 30)])
    assert second is not None and (second.day, second.start) >= (first.day, first.start + 30)
