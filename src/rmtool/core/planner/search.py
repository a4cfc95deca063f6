"""The way from a problem to a good plan: insertion, large-neighbourhood search, swaps with the visits left out.

Deterministic: seeded, no clock, ties by key. The search runs in stretches, each from the best plan so far, and ends
when as many of them as the effort asks for have found nothing better. Moves don't steer it, they only decide what is
better: so it goes the same way whether its start is saved or not. Therefore a plan solved again from itself comes back
as it was, and a higher effort goes the lower one's way and then further.
"""

from collections.abc import Sequence
from random import Random

from rmtool.core.planner.draft import Draft, Task, draft_of, plan_of
from rmtool.core.planner.objective import PULL
from rmtool.core.planner.problem import Plan, Problem

EFFORTS = {"low": 1, "normal": 3, "high": 12}
"""Stretches of search without gain after which a plan is taken for good."""

# The figures below were found by trying them on benchmarks/weeks.py and benchmarks/toptw.py.

ROUNDS = 200
"""Rounds of one stretch: in each some visits are taken out and the gaps filled again."""

WARMTHS = (0.2, 0.3, 0.4, 0.5)
"""How much worse than the last a new draft may be at the start of a stretch, in parts of an average visit's pull.

The stretches without gain take them in turn.
"""

MOST_OUT = 6
"""How many visits a round takes out at most, but for whole days."""

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
    """The best draft met on a walk from `start` that takes ever smaller steps back."""
    random = Random(seed)
    warmth = WARMTHS[(seed - 1) % len(WARMTHS)] * PULL
    best = current = start
    for left in range(ROUNDS, 0, -1):
        trial = current.copy()
        taken = _take_some(trial, random)
        _fill(trial, _order(trial, taken, random), random)
        step_back = warmth * left / ROUNDS
        if trial.worth > current.worth or trial.energy() >= current.energy() - step_back:
            current = trial
            if trial.merit() > best.merit():
                best = trial
    if best is not start:
        best = best.copy()
        _polish(best)
    return best


def _take_some(draft: Draft, random: Random) -> list[int]:
    """Take some visits out: near ones, a stretch of a day, any, those that pull least, or all of a day."""
    draw, day_of, fixed = random.random, draft.day_of, draft.task.ground.fixed
    loose = [stop for stop, day in enumerate(day_of) if day >= 0 and fixed[stop] is None]
    if not loose:
        return []
    count = 1 + int(draw() * min(MOST_OUT, len(loose)))
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


def _lowest(count: int, stops: Sequence[int], keys: Sequence[float]) -> list[int]:
    return [stop for _, stop in sorted(zip(keys, stops, strict=True))[:count]]


def _order(draft: Draft, taken: Sequence[int], random: Random) -> list[int]:
    """The stops left out, those that pull most first (or most for their time), but for some noise."""
    draw, pull = random.random, draft.task.goals.pull
    noise = ORDER_NOISE * draw()
    way = draw()
    out = [stop for stop, day in enumerate(draft.day_of) if day < 0 and stop]
    if way < BY_RATIO:
        counts = [(pull[stop] / time, stop) for stop in out if (time := _least_time(draft, stop))]
    else:
        counts = [(pull[stop], stop) for stop in out]
    order = [stop for _, stop in sorted([(-count * (1.0 - noise * draw()), stop) for count, stop in counts])]
    if way > 1.0 - TAKEN_FIRST:
        return [*_lowest(len(taken), taken, [draw() for _ in taken]), *order]
    return order


def _least_time(draft: Draft, stop: int) -> int:
    """The fewest minutes that a visit costs, its travel and a short break included; 0 if it fits nowhere."""
    ground, routes, free_on = draft.task.ground, draft.routes, draft.free_on
    fits = [found for day in draft.task.days_of[stop] if free_on[day] > 0 and (found := ground.fits(routes[day], stop))]
    return 10 + ground.minutes[stop] + min([found.travel for found in fits]) if fits else 0


def _fill(draft: Draft, order: Sequence[int], random: Random) -> None:
    """Put in the stops that fit, one after the other, each where it costs least."""
    task, routes, draw = draft.task, draft.routes, random.random
    fits_of = task.ground.fits
    by_time = draw() < BY_TIME
    for stop in order:
        loose = not task.appointment[stop]
        if draft.day_of[stop] >= 0 or (loose and not draft.has_room_in_week(stop)):
            continue
        best, best_day, least = -1, -1, 0.0
        for day in task.days_of[stop]:
            if draft.free_on[day] <= 0 if loose else not draft.has_room(stop, day):
                continue
            fits = fits_of(routes[day], stop)
            if fits is None or draw() < OVERLOOKED:
                continue
            travel, shortest, time, soonest = fits
            cost = (time if by_time else travel) * (1.0 + DAY_NOISE * draw())
            if best < 0 or cost < least:
                best, best_day, least = soonest if by_time else shortest, day, cost
        if best >= 0:
            draft.put(stop, best_day, best)


def _polish(draft: Draft) -> None:
    """Put in what still fits and swap visits with the ones left out, until no single swap betters the draft.

    So a visit that could come in for a single other one is never worth more than that one.
    """
    while _better_by_one(draft):
        pass


def _better_by_one(draft: Draft) -> bool:
    task, worth = draft.task, draft.task.goals.worth
    inside = [stop for stop, day in enumerate(draft.day_of) if day >= 0 and task.ground.fixed[stop] is None]
    for stop in _by_worth(task):
        if draft.day_of[stop] >= 0:
            continue
        for day in task.days_of[stop]:
            fits = task.ground.fits(draft.routes[day], stop)
            if fits and draft.has_room(stop, day):
                draft.put(stop, day, fits.shortest)
                return True
            for other in inside:
                trial = draft.replaced(other, stop, day) if worth[other] <= worth[stop] else None
                if trial is not None and trial.merit() > draft.merit():
                    draft.become(trial)
                    return True
    return False
