"""The planning problem and its plan, and what can be read off them: travel, moves, conflicts. Not: how to solve it."""

from typing import NamedTuple

Range = tuple[int, int]
"""Allowed starts from the first to the second minute of the day, both in, one every `grid` minutes from the first."""


class Day(NamedTuple):
    """One day that may be planned: nobody is on the road before `open` or after `close` (minutes of the day)."""

    open: int
    close: int
    max_visits: int


class Place(NamedTuple):
    """Where a visit stands: index of the day, and start in minutes of the day."""

    day: int
    start: int


class Candidate(NamedTuple):
    """A visit that may be planned.

    `key` orders what is otherwise equal. `rung` 1 to 6 of the ladder (1 = fixed time, 2 = fixed day). `starts` holds
    for each day the allowed starts. `fixed` is where a rung-1 visit stands, on the grid or off it; `previous` is where
    the saved plan had it.
    """

    key: str
    prospect: bool
    rung: int
    score: int
    minutes: int
    starts: tuple[tuple[Range, ...], ...]
    fixed: Place | None = None
    previous: Place | None = None


class Problem(NamedTuple):
    """A week to plan. `travel` in minutes: row and column 0 are the branch, i + 1 the i-th visit.

    Ceilings: `max_week` visits, of them `max_clients` to clients (not prospects), and each day's `max_visits`.
    Visits of rungs 1 and 2 count towards every ceiling and stay even above it; then nothing else is added.
    """

    grid: int
    days: tuple[Day, ...]
    max_week: int
    max_clients: int
    visits: tuple[Candidate, ...]
    travel: tuple[tuple[int, ...], ...]


class Plan(NamedTuple):
    """One place for each of the problem's visits, in their order; None = left out."""

    places: tuple[Place | None, ...]


def day_orders(problem: Problem, plan: Plan) -> list[list[int]]:
    """For each day the indices of its visits in the order in which they are made."""
    orders: list[list[int]] = [[] for _ in problem.days]
    planned = [(place, problem.visits[i].key, i) for i, place in enumerate(plan.places) if place is not None]
    for place, _, i in sorted(planned):
        orders[place.day].append(i)
    return orders


def legs(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """For each visit the minutes of travel from the stop before it (the branch for a day's first); 0 if left out."""
    minutes = [0] * len(problem.visits)
    for order in day_orders(problem, plan):
        stop = 0
        for i in order:
            minutes[i] = problem.travel[stop][i + 1]
            stop = i + 1
    return tuple(minutes)


def travel_total(problem: Problem, plan: Plan) -> int:
    """All minutes of travel of the week, the ways back to the branch included."""
    back = sum(problem.travel[order[-1] + 1][0] for order in day_orders(problem, plan) if order)
    return sum(legs(problem, plan)) + back


def moved(problem: Problem, plan: Plan) -> int:
    """How many planned visits stand on another day than in the plan saved before."""
    pairs = zip(problem.visits, plan.places, strict=True)
    return sum(1 for v, place in pairs if place and v.previous and v.previous.day != place.day)


def conflicts(problem: Problem) -> tuple[tuple[int, int, int], ...]:
    """Pairs of visits with a fixed time that can't both be kept: the earlier, the later, and the minutes missing."""
    fixed = sorted((v.fixed, v.key, i) for i, v in enumerate(problem.visits) if v.fixed is not None)
    found = []
    for position, (first, _, i) in enumerate(fixed):
        for second, _, j in fixed[position + 1 :]:
            missing = first.start + problem.visits[i].minutes + problem.travel[i + 1][j + 1] - second.start
            if second.day == first.day and missing > 0:
                found.append((i, j, missing))
    return tuple(found)
