"""Why a visit isn't in the plan, and where a planned one could go instead. Each answer is true of the plan as given."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rmtool.core.planner.draft import Draft, Task, draft_of_orders
from rmtool.core.planner.problem import Place, Plan, Problem, day_orders
from rmtool.core.planner.route import first_start


class Omission(NamedTuple):
    """Why the visit `index` is left out.

    `cause` is one of
    * `no-start`: there is no allowed start from which it could be made, even on an empty day;
    * `ceiling-day`, `ceiling-week`, `ceiling-clients`: it fits on `day`, but this ceiling is reached; `instead_of` is
      the visit worth least whose removal alone lets it in, if there is one;
    * `outranked`: it would fit on `day` only in place of `instead_of`, which is worth at least as much;
    * `fixed`: the appointments alone leave no room for it;
    * `crowded`: more than one visit would have to go.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody needs here
    cause: str
    day: int | None
    instead_of: int | None


def explain(problem: Problem, plan: Plan) -> tuple[Omission, ...]:
    """The reason for every visit left out of a plan that `solve` found for this problem, in the problem's order.

    "Lets it in": with `instead_of` gone the visit fits on `day` between the others in their order, which may start
    at any of their allowed starts that day, and no ceiling is broken.
    """
    task = Task(problem)
    draft = draft_of_orders(task, [[i + 1 for i in order] for order in day_orders(problem, plan)])
    left_out = [i + 1 for i, place in enumerate(plan.places) if place is None]
    bare = draft_of_orders(task, [[s for s in route.stops if task.appointment[s]] for route in draft.routes])
    return tuple(_reason(task, draft, bare, stop) for stop in left_out)


def _reason(task: Task, draft: Draft, bare: Draft, stop: int) -> Omission:
    days = task.days_of[stop]
    if not any(_fits(task, (), day, stop) for day in days):
        return Omission(stop - 1, "no-start", None, None)
    in_time = [day for day in days if _fits(task, draft.routes[day].stops, day, stop)]
    ceiling, open_days = _ceiling(draft, in_time)
    if replaced := _replaced(draft, stop, open_days):
        return Omission(stop - 1, ceiling, replaced[0], replaced[1] - 1)
    day, other = _replaced(draft, stop, days) or (None, 0)
    if in_time and task.appointment[other]:
        return Omission(stop - 1, ceiling, open_days[0], None)
    if task.appointment[other] and not any(_fits(task, bare.routes[day].stops, day, stop) for day in days):
        return Omission(stop - 1, "fixed", None, None)
    if other:
        return Omission(stop - 1, "outranked", day, other - 1)
    return Omission(stop - 1, "crowded", None, None)


def _ceiling(draft: Draft, in_time: list[int]) -> tuple[str, list[int]]:
    """The ceiling that keeps out a visit which fits in time on these days, and those of them that it concerns."""
    ceilings = draft.task.problem.days
    open_days = [day for day in in_time if len(draft.routes[day].stops) < ceilings[day].max_visits]
    if not open_days:
        return "ceiling-day", in_time
    return "ceiling-week" if draft.free <= 0 else "ceiling-clients", open_days


def _replaced(draft: Draft, stop: int, days: Iterable[int]) -> tuple[int, int] | None:
    """The day and the visit worth least whose removal alone lets `stop` in on that day."""
    task = draft.task
    fixed, visits = task.ground.fixed, task.problem.visits
    planned = [s for s, day in enumerate(draft.day_of) if s and day >= 0]
    planned.sort(key=lambda s: (fixed[s] is not None, task.goals.worth[s], visits[s - 1].key, s))
    for other in planned:
        for day in days:
            if draft.replaced(other, stop, day) is not None:
                return day, other
    return None


def _fits(task: Task, stops: tuple[int, ...], day: int, stop: int) -> bool:
    route = task.ground.route(day, stops)
    return route is not None and route.fits[stop] is not None


Offered = Sequence[tuple[Place, int]]
"""Times held out to other visits already, each with their minutes."""


def fallback(problem: Problem, plan: Plan, index: int, offered: Offered = ()) -> Place | None:
    """Another day and start for a planned visit: taken off its place, it fits in while all others stand as printed.

    The next day that can take it, else the nearest day before; no time that overlaps one `offered` to somebody else.
    None if there is no such day, or the visit isn't planned.
    """
    own = plan.places[index]
    if own is None:
        return None
    later, earlier = range(own.day + 1, len(problem.days)), range(own.day - 1, -1, -1)
    orders = day_orders(problem, plan)
    for day in (*later, *earlier):
        if len(orders[day]) < problem.days[day].max_visits:
            start = _start_between(problem, plan, orders[day], index, day, offered)
            if start is not None:
                return Place(day, start)
    return None


def _start_between(
    problem: Problem, plan: Plan, order: list[int], index: int, day: int, offered: Offered
) -> int | None:
    """The first allowed start of the visit among visits that stand where they are printed."""
    travel, minutes = problem.travel, problem.visits[index].minutes
    ranges = problem.visits[index].starts[day]
    ready, before = problem.days[day].open, 0
    for onward in (*order, None):
        place = plan.places[onward] if onward is not None else None
        due = place.start if place else problem.days[day].close
        stop = 0 if onward is None else onward + 1
        start = first_start(ranges, ready + travel[before][index + 1], problem.grid)
        while start is not None and any(
            p.day == day and p.start < start + minutes and start < p.start + m for p, m in offered
        ):
            start = first_start(ranges, start + problem.grid, problem.grid)
        if start is not None and start + minutes + travel[index + 1][stop] <= due:
            return start
        if onward is not None:
            ready, before = due + problem.visits[onward].minutes, stop
    return None
