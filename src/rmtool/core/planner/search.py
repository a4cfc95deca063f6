"""The way from a problem to a good plan: insertion, large-neighbourhood search, swaps with the visits left out.

Deterministic: seeded, no clock, integers, ties by key. The search runs in stretches, each from the best plan so far,
and ends when as many as the effort asks for have found nothing better. So a plan solved again from itself comes back
as it was, and a higher effort goes the lower one's way and then further.
"""

from collections.abc import Sequence
from random import Random

from rmtool.core.planner.draft import Draft, Task, draft_of, draft_of_orders, plan_of
from rmtool.core.planner.objective import PULL
from rmtool.core.planner.problem import Plan, Problem

EFFORTS = {"low": 1, "normal": 3, "high": 12}
"""Stretches of search without gain after which a plan is taken for good."""

ROUNDS = 60
"""Rounds of one stretch: in each some visits are taken out and the gaps filled again."""

WARMTH = 0.3
"""How much worse than the last a new draft may be at the start of a stretch, in parts of an average visit's pull."""

MOST_OUT = 6
"""How many visits a round takes out at most (but for whole days)."""


def solve(problem: Problem, effort: str = "normal") -> Plan:
    """The best plan found for the problem; `effort` is one of EFFORTS. The order of `problem.visits` plays no part."""
    order = sorted(range(len(problem.visits)), key=lambda i: (problem.visits[i].key, i))
    stops = (0, *(i + 1 for i in order))
    sorted_problem = problem._replace(
        visits=tuple(problem.visits[i] for i in order),
        travel=tuple(tuple(problem.travel[i][j] for j in stops) for i in stops),
    )
    places = dict(zip(order, _search(sorted_problem, EFFORTS[effort]).places, strict=True))
    return Plan(tuple(places[i] for i in range(len(order))))


def _search(problem: Problem, patience: int) -> Plan:
    saved = Plan(tuple(v.previous for v in problem.visits))
    task = Task(problem)
    best = _first_draft(task, saved)
    seed = 0
    while seed < patience:
        seed += 1
        for aim in _aims(saved, plan_of(best, saved)):
            task.aim_at(aim)
            best = draft_of_orders(task, [route.stops for route in best.routes])
            found = _stretch(best, seed)
            if found.merit() > best.merit():
                best, seed = found, 0
                break
    return plan_of(best, saved)


def _aims(saved: Plan, own: Plan) -> list[Plan]:
    """What a stretch weighs moves against: the saved plan, then the best so far as it will be once it is saved."""
    once_saved = Plan(tuple(new or old for new, old in zip(own.places, saved.places, strict=True)))
    return [saved] if _days(once_saved) == _days(saved) else [saved, once_saved]


def _days(plan: Plan) -> list[int | None]:
    return [place and place.day for place in plan.places]


def _first_draft(task: Task, saved: Plan) -> Draft:
    """The saved plan as far as it still stands; gaps filled, swaps done."""
    best = draft_of(task, saved)
    _refill(best, _by_worth(task), Random(0), 0.0)
    polish(best)
    return best


def _by_worth(task: Task) -> list[int]:
    worth = task.goals.worth
    return sorted(range(1, len(worth)), key=lambda stop: (-worth[stop], stop))


def _stretch(start: Draft, seed: int) -> Draft:
    """The best draft met on a walk from `start` that takes ever smaller steps back."""
    random = Random(seed)
    best = current = start
    warmth = WARMTH * PULL
    for left in range(ROUNDS, 0, -1):
        trial = current.copy()
        _take_some(trial, random)
        _refill(trial, _noisy_order(trial, random), random, 0.3)
        if trial.energy() >= current.energy() - warmth * left / ROUNDS or trial.merit() > current.merit():
            current = trial
            if trial.merit() > best.merit():
                best = trial
    if best is not start:
        best = best.copy()
        polish(best)
    return best


def _noisy_order(draft: Draft, random: Random) -> list[int]:
    """The stops left out, those that pull most first, but for some noise."""
    draw, pull = random.random, draft.task.goals.pull
    noise = 0.6 * draw()
    keys = [(-pull[s] * (1.0 - noise * draw()), s) for s, day in enumerate(draft.day_of) if day < 0 and s]
    keys.sort()
    return [s for _, s in keys]


def _refill(draft: Draft, order: Sequence[int], random: Random, noise: float) -> None:
    """Put the stops, one after the other, where they cost least, as far as they fit."""
    task, routes = draft.task, draft.routes
    ground, away = task.ground, task.goals.away
    draw = random.random
    for stop in order:
        if draft.day_of[stop] >= 0:
            continue
        best, best_day, least = None, -1, 0.0
        for day in task.days_of[stop]:
            fit = ground.fit(routes[day], stop)
            if fit is None or not draft.has_room(stop, day):
                continue
            cost = (fit.travel + fit.delay + away[stop][day]) * (1.0 + noise * draw())
            if best is None or cost < least:
                best, best_day, least = fit, day, cost
        if best is not None:
            draft.put(stop, best_day, best)


def _take_some(draft: Draft, random: Random) -> None:
    """Take some visits out: near ones, a stretch of a day, any, the least rewarding, or all of a day."""
    draw, day_of, fixed = random.random, draft.day_of, draft.task.ground.fixed
    loose = [s for s, day in enumerate(day_of) if day >= 0 and fixed[s] is None and s]
    if not loose:
        return
    count = 1 + int(draw() * min(MOST_OUT, len(loose)))
    way = draw()
    if way < 0.4:
        legs = draft.task.ground.travel[1 + int(draw() * (len(day_of) - 1))]
        chosen = _lowest(loose, [legs[s] * (0.5 + draw()) for s in loose], count)
    elif way < 0.6:
        seed = loose[int(draw() * len(loose))]
        stops = draft.routes[day_of[seed]].stops
        first = max(0, stops.index(seed) - int(draw() * count))
        chosen = [s for s in stops[first : first + count] if fixed[s] is None]
    elif way < 0.8:
        chosen = _lowest(loose, [draw() for _ in loose], count)
    elif way < 0.92:
        pull = draft.task.goals.pull
        chosen = _lowest(loose, [pull[s] * (0.3 + draw()) for s in loose], count)
    else:
        day = day_of[loose[int(draw() * len(loose))]]
        chosen = [s for s in loose if day_of[s] == day]
    for day in sorted({day_of[s] for s in chosen}):
        draft.take(day, [s for s in chosen if day_of[s] == day])


def _lowest(stops: Sequence[int], keys: Sequence[float], count: int) -> list[int]:
    return [s for _, s in sorted(zip(keys, stops, strict=True))[:count]]


def polish(draft: Draft) -> None:
    """Put in what still fits and swap visits with the ones left out, until no single swap betters the draft."""
    while _swap_one(draft):
        pass


def _swap_one(draft: Draft) -> bool:
    task = draft.task
    worth = task.goals.worth
    outside = sorted((-worth[s], s) for s, day in enumerate(draft.day_of) if day < 0 and s)
    inside = [s for s, day in enumerate(draft.day_of) if day >= 0 and s and task.ground.fixed[s] is None]
    for _, stop in outside:
        for day in task.days_of[stop]:
            fit = task.ground.fit(draft.routes[day], stop)
            if fit and draft.has_room(stop, day):
                draft.put(stop, day, fit)
                return True
            for other in inside:
                if worth[other] > worth[stop]:
                    continue
                trial = draft.replaced(other, stop, day)
                if trial is not None and trial.merit() > draft.merit():
                    draft.become(trial)
                    return True
    return False
