"""What makes one plan better than another: the ladder, then travel and moves weighed together, then the keys.

The only place that knows the order of the goals. Compared are merits `(worth, -cost, -tie)`, the greater the better.
A visit with score 0 counts after all others of its rung and before the rung below.
"""

from typing import NamedTuple

from rmtool.core.planner.problem import Candidate, Problem

MOVE_COST = 10
"""A visit moved to another day than the saved plan's costs as much as this many minutes of travel."""

APPOINTMENTS = 2
"""Rungs up to this one are appointments that the RM made: they stay even above the ceilings."""

PULL = 1_000_000
"""What an average visit of the lowest rung pulls while the search is under way."""

RUNG_PULL = 10
"""How much more a rung pulls than the one below (in the end it outranks it wholly)."""

TRAVEL_PULL = 0.3
"""What travel of average length pulls, in parts of an average visit's pull."""

Merit = tuple[int, int, int]


class Objective(NamedTuple):
    """The goals in figures, by stop (see route.py; the branch, stop 0, counts nothing).

    `worth` adds up so that every rung outranks all below it. `pull` is its softer likeness that steers the search,
    `minute_pull` what a minute of travel pulls.
    `away[s][d]` is what it costs to stand on day d instead of the saved plan's; `tie` prefers what the saved plan
    had, then the earlier keys.
    """

    worth: list[int]
    pull: list[int]
    minute_pull: int
    away: list[list[int]]
    tie: list[int]


def objective_of(problem: Problem) -> Objective:
    """The goals of a problem whose visits are in the order of their keys."""
    visits, days = problem.visits, len(problem.days)
    mean_leg = sum(map(sum, problem.travel)) / len(problem.travel) ** 2
    total = max(1, sum(v.score for v in visits))
    pulls = [v.score * len(visits) * PULL // total or PULL // 5 for v in visits]
    most = max(pulls, default=0)
    pulls = [
        (p + most * (v.rung <= APPOINTMENTS)) * RUNG_PULL ** (6 - v.rung) for p, v in zip(pulls, visits, strict=True)
    ]
    return Objective(
        worth=[0, *_worths(visits)],
        pull=[0, *pulls],
        minute_pull=int(TRAVEL_PULL * PULL / max(1, mean_leg)),
        away=[[0] * days, *([_away(v, d) for d in range(days)] for v in visits)],
        tie=[0, *(0 if v.previous else stop for stop, v in enumerate(visits, 1))],
    )


def _away(visit: Candidate, day: int) -> int:
    return MOVE_COST if visit.previous is not None and visit.previous.day != day else 0


def _worths(visits: tuple[Candidate, ...]) -> list[int]:
    """Rung by rung, each wholly above the next: Σ score, then the number of visits with score 0.

    Of rung 2 the number kept comes before Σ score. Visits with a fixed time always stay, so they are worth nothing to
    the choice.
    """
    unit = 1
    worth_of = {}
    for rung in range(6, 0, -1):
        on_rung = [v for v in visits if v.rung == rung]
        for_nothing, unit = unit, unit * (1 + sum(1 for v in on_rung if not v.score))
        each, unit = unit, unit * (1 + sum(v.score for v in on_rung))
        worth_of[rung] = for_nothing, each, unit if rung <= APPOINTMENTS else 0
    worths = []
    for v in visits:
        for_nothing, each, kept = worth_of[v.rung]
        worths.append(0 if v.fixed else kept + (v.score * each or for_nothing))
    return worths
