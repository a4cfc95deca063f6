"""The way from a problem to a good plan: insertion, large-neighbourhood search, single swaps and moves.

Deterministic: seeded, no clock, ties by key. The search runs in stretches, each from the best plan so far, and ends
when as many of them as the effort asks for have found nothing better. Moves don't steer it, they only decide what is
better: so it goes the same way whether its start is saved or not. Therefore a plan solved again from itself comes back
as it was, and a higher effort goes the lower one's way and then further.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from rmtool.core.planner.draft import Draft, Task, draft_of, plan_of
from rmtool.core.planner.objective import PULL
from rmtool.core.planner.problem import Plan, Problem
from rmtool.core.planner.route import NEVER

EFFORTS = {"low": 1, "normal": 3, "high": 12}
"""Stretches of search without gain after which a plan is taken for good."""

# The figures below were found by trying them on benchmarks/weeks.py and benchmarks/toptw.py.


class Walk(NamedTuple):
    """A number of rounds, in each of which some visits are taken out and the gaps filled again.

    `warmth` is how much worse than the last a new draft may be at the start, in parts of an average visit's pull;
    `most_out` how many visits a round takes out at most, but for whole days. `tidying` fills the gaps with the visits
    just taken out, and never loses one.
    """

    rounds: int
    warmth: float
    most_out: int
    tidying: bool


SEARCHING = Walk(rounds=200, warmth=0.8, most_out=6, tidying=False)
TIDYING = Walk(rounds=100, warmth=0.3, most_out=9, tidying=True)
"""A stretch is a search and, from the best that it met, a look for shorter ways."""

ORDER_NOISE = 0.6
"""By how much chance lowers what a visit counts when the visits left out are put in order, at most."""

DAY_NOISE = 0.3
"""By how much chance raises what a day costs when a visit's day is chosen, at most."""

BY_RATIO = 0.3
"""How often the visits left out are put in order by what they pull for their time, not by what they pull."""

TAKEN_FIRST = 0.15
"""How often the visits just taken out come first, by chance alone."""

BY_TIME = 0.1
"""How often a visit goes where it costs least time, not where it costs least travel."""

OVERLOOKED = 0.02
"""How often a day is overlooked, so that the best place isn't taken every time."""


def solve(problem: Problem, effort: str = "normal") -> Plan:
    """The best plan found for the problem; `effort` is one of EFFORTS. The order of `problem.visits` plays no part.

    The search starts from the visits' `previous` places as far as they still stand, and leaves them for a better plan
    only. Two visits whose fixed times are in conflict both stay (see `conflicts`).
    """
    order = sorted(range(len(problem.visits)), key=lambda i: (problem.visits[i].key, i))
    stops = (0, *(i + 1 for i in order))
    by_key = problem._replace(
        visits=tuple(problem.visits[i] for i in order),
        travel=tuple(tuple(problem.travel[i][j] for j in stops) for i in stops),
    )
    places = dict(zip(order, _search(by_key, EFFORTS[effort]).places, strict=True))
    return Plan(tuple(places[i] for i in range(len(order))))


def _search(problem: Problem, patience: int) -> Plan:
    saved = Plan(tuple(v.previous for v in problem.visits))
    task = Task(problem)
    best = draft_of(task, saved)
    _fill(best, _by_worth(task), Random(0))
    _polish(best)
    seed = 0
    while seed < patience:
        seed += 1
        found = _stretch(best, seed)
        if found.merit() > best.merit():
            best, seed = found, 0
    return plan_of(best, saved)


def _by_worth(task: Task) -> list[int]:
    worth = task.goals.worth
    return sorted(range(1, len(worth)), key=lambda stop: (-worth[stop], stop))


def _stretch(start: Draft, seed: int) -> Draft:
    """The best draft met on a stretch from `start`."""
    random = Random(seed)
    best = _walk(SEARCHING, start, random)
    if not start.task.is_plain:
        best = _walk(TIDYING, best, random)
    if best is not start:
        best = best.copy()
        _polish(best)
    return best


def _walk(walk: Walk, start: Draft, random: Random) -> Draft:
    """The best draft met on a walk from `start` that takes ever smaller steps back."""
    best = current = start
    for left in range(walk.rounds, 0, -1):
        trial = current.copy()
        taken = _take_some(trial, walk.most_out, random)
        _fill(trial, _shuffled(taken, random) if walk.tidying else _order(trial, taken, random), random)
        step_back = walk.warmth * PULL * left / walk.rounds
        near = trial.energy() >= current.energy() - step_back and not (walk.tidying and trial.worth < current.worth)
        if near or trial.worth > current.worth:
            current = trial
            if trial.merit() > best.merit():
                best = trial
    return best


def _take_some(draft: Draft, most: int, random: Random) -> list[int]:
    """Take some visits out: near ones, a stretch of a day, any, those that pull least, or all of a day."""
    draw, day_of, fixed = random.random, draft.day_of, draft.task.ground.fixed
    loose = [stop for stop, day in enumerate(day_of) if day >= 0 and fixed[stop] is None]
    if not loose:
        return []
    count = 1 + int(draw() * min(most, len(loose)))
    one = loose[int(draw() * len(loose))]
    way = draw()
    if way < 0.4:
        legs = draft.task.ground.travel[1 + int(draw() * (len(day_of) - 1))]
        chosen = _lowest(count, loose, [legs[stop] * (0.5 + draw()) for stop in loose])
    elif way < 0.6:
        stops = draft.routes[day_of[one]].stops
        first = max(0, stops.index(one) - int(draw() * count))
        chosen = [stop for stop in stops[first : first + count] if fixed[stop] is None]
    elif way < 0.8:
        chosen = _lowest(count, loose, [draw() for _ in loose])
    elif way < 0.92:
        pull = draft.task.goals.pull
        chosen = _lowest(count, loose, [pull[stop] * (0.3 + draw()) for stop in loose])
    else:
        chosen = [stop for stop in loose if day_of[stop] == day_of[one]]
    for day in sorted({day_of[stop] for stop in chosen}):
        draft.take(day, [stop for stop in chosen if day_of[stop] == day])
    return chosen


def _shuffled(stops: Sequence[int], random: Random) -> list[int]:
    return _lowest(len(stops), stops, [random.random() for _ in stops])


def _lowest(count: int, stops: Sequence[int], keys: Sequence[float]) -> list[int]:
    return [stop for _, stop in sorted(zip(keys, stops, strict=True))[:count]]


def _order(draft: Draft, taken: Sequence[int], random: Random) -> list[int]:
    """The stops left out, those that pull most first (or most for their time), but for some noise."""
    draw, pull = random.random, draft.task.goals.pull
    noise = ORDER_NOISE * draw()
    way = draw()
    out = [stop for stop in draft.task.tried if draft.day_of[stop] < 0]
    if way < BY_RATIO:
        times = _least_times(draft, out)
        counts = [(-pull[stop] / time * (1.0 - noise * draw()), stop) for stop, time in times]
    else:
        counts = [(-pull[stop] * (1.0 - noise * draw()), stop) for stop in out]
    order = [stop for _, stop in sorted(counts)]
    if way > 1.0 - TAKEN_FIRST:
        return [*_shuffled(taken, random), *order]
    return order


def _least_times(draft: Draft, stops: Sequence[int]) -> list[tuple[int, int]]:
    """The stops that fit somewhere, each with the minutes that it costs, its travel and a short break included."""
    minutes, days_of, found = draft.task.ground.minutes, draft.task.days_of, []
    open_fits = [route.fits if free > 0 else None for route, free in zip(draft.routes, draft.free_on, strict=True)]
    for stop in stops:
        travel = NEVER
        for day in days_of[stop]:
            fits_on = open_fits[day]
            if fits_on is not None and (fits := fits_on[stop]) is not None and fits.travel < travel:
                travel = fits.travel
        if travel < NEVER:
            found.append((stop, 10 + minutes[stop] + travel))
    return found


def _fill(draft: Draft, order: Sequence[int], random: Random) -> None:
    """Put in the stops that fit, one after the other, each where it costs least."""
    task, routes, free_on, draw = draft.task, draft.routes, draft.free_on, random.random
    by_time = draw() < BY_TIME
    for stop in order:
        loose = not task.appointment[stop]
        if draft.day_of[stop] >= 0 or (loose and not draft.has_room_in_week(stop)):
            continue
        best, best_day, least = -1, -1, 0.0
        for day in task.days_of[stop]:
            if free_on[day] <= 0 if loose else not draft.has_room(stop, day):
                continue
            fits = routes[day].fits[stop]
            if fits is None or draw() < OVERLOOKED:
                continue
            travel, shortest, time, soonest = fits
            cost = (time if by_time else travel) * (1.0 + DAY_NOISE * draw())
            if best < 0 or cost < least:
                best, best_day, least = soonest if by_time else shortest, day, cost
        if best >= 0:
            draft.put(stop, best_day, best)


def _polish(draft: Draft) -> None:
    """Put in what still fits, swap visits with the ones left out and let visits change days, while that is better.

    So a visit that could come in for a single other one is never worth more than that one.
    """
    while _better_by_one(draft) or _better_by_moving(draft):
        pass


def _better_by_one(draft: Draft) -> bool:
    task, worth = draft.task, draft.task.goals.worth
    inside = [stop for stop, day in enumerate(draft.day_of) if day >= 0 and task.ground.fixed[stop] is None]
    for stop in _by_worth(task):
        if draft.day_of[stop] >= 0:
            continue
        for day in task.days_of[stop]:
            fits = draft.routes[day].fits[stop]
            if fits and draft.has_room(stop, day):
                draft.put(stop, day, fits.shortest)
                return True
            for other in inside:
                trial = draft.replaced(other, stop, day) if worth[other] <= worth[stop] else None
                if trial is not None and trial.merit() > draft.merit():
                    draft.become(trial)
                    return True
    return False


def _better_by_moving(draft: Draft) -> bool:
    loose = [stop for stop, day in enumerate(draft.day_of) if day >= 0 and draft.task.ground.fixed[stop] is None]
    for stop in loose:
        for day in draft.task.days_of[stop]:
            there = [0, *(other for other in loose if draft.day_of[other] == day)]
            if day != draft.day_of[stop] and any(draft.exchange(stop, day, other) for other in there):
                return True
    return False
