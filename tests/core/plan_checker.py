"""The planner's rules once more, written from the contract alone: shares no code with the planner, and is slow."""

from collections.abc import Iterator
from itertools import pairwise, permutations, product

from rmtool.core.planner import Place, Plan, Problem


def starts_of(problem: Problem, index: int, day: int) -> list[int]:
    """Every allowed start of a visit on a day, listed one by one."""
    ranges = problem.visits[index].starts[day]
    return sorted({start for a, b in ranges for start in range(a, b + 1, problem.grid)})


def order_of(problem: Problem, plan: Plan, day: int) -> list[int]:
    return sorted(
        (i for i, place in enumerate(plan.places) if place and place.day == day),
        key=lambda i: plan.places[i].start,
    )


def broken_rules(problem: Problem, plan: Plan) -> list[str]:
    """What is wrong with a plan, in words; empty if nothing is."""
    wrong = []
    for i, (visit, place) in enumerate(zip(problem.visits, plan.places, strict=True)):
        if visit.fixed is not None:
            if place != visit.fixed:
                wrong.append(f"{visit.key} left its fixed time")
        elif place and place.start not in starts_of(problem, i, place.day):
            wrong.append(f"{visit.key} starts when it must not")
    for day in range(len(problem.days)):
        wrong += broken_day(problem, plan, day)
    return wrong + broken_ceilings(problem, plan)


def broken_day(problem: Problem, plan: Plan, day: int) -> list[str]:
    wrong = []
    visits, travel, hours = problem.visits, problem.travel, problem.days[day]
    order = order_of(problem, plan, day)
    start = {i: plan.places[i].start for i in order}
    end = {i: start[i] + visits[i].minutes for i in order}
    for a, b in pairwise(order):
        if end[a] + travel[a + 1][b + 1] > start[b] and not (visits[a].fixed and visits[b].fixed):
            wrong.append(f"no way from {visits[a].key} to {visits[b].key} in time")
    if order and not visits[order[0]].fixed and start[order[0]] < hours.open + travel[0][order[0] + 1]:
        wrong.append(f"{visits[order[0]].key} is before the day opens")
    if order and not visits[order[-1]].fixed and end[order[-1]] + travel[order[-1] + 1][0] > hours.close:
        wrong.append(f"{visits[order[-1]].key} is after the day closes")
    return wrong


def broken_ceilings(problem: Problem, plan: Plan) -> list[str]:
    """Above a ceiling there may be nothing but appointments."""
    wrong = []
    planned = [i for i, place in enumerate(plan.places) if place]
    groups = [
        (problem.max_week, planned),
        (problem.max_clients, [i for i in planned if not problem.visits[i].prospect]),
    ]
    groups += [(day.max_visits, [i for i in planned if plan.places[i].day == d]) for d, day in enumerate(problem.days)]
    for ceiling, counted in groups:
        if len(counted) > ceiling and any(problem.visits[i].rung > 2 for i in counted):
            wrong.append(f"{len(counted)} visits above a ceiling of {ceiling}")
    return wrong


def value(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """What plans are compared by, the greater the better: the ladder, then travel and moves."""
    planned = [v for v, place in zip(problem.visits, plan.places, strict=True) if place]
    ladder = [sum(1 for v in planned if v.rung == 2)]
    for rung in (2, 3, 4, 5, 6):
        ladder.append(sum(v.score for v in planned if v.rung == rung))
        ladder.append(sum(1 for v in planned if v.rung == rung and v.score == 0))
    return (*ladder, -cost(problem, plan))


def cost(problem: Problem, plan: Plan) -> int:
    """Travel minutes, and ten for every visit on another day than before."""
    total = 0
    for day in range(len(problem.days)):
        stops = [0, *(i + 1 for i in order_of(problem, plan, day)), 0]
        total += sum(problem.travel[a][b] for a, b in pairwise(stops))
    for visit, place in zip(problem.visits, plan.places, strict=True):
        if place and visit.previous and visit.previous.day != place.day:
            total += 10
    return total


def placed_in_order(problem: Problem, day: int, order: tuple[int, ...]) -> dict[int, Place] | None:
    """The earliest places of these visits in this order on a day, or None if there are none."""
    places: dict[int, Place] = {}
    ready, before = problem.days[day].open, 0
    for i in order:
        visit = problem.visits[i]
        arrival = ready + problem.travel[before][i + 1]
        if visit.fixed:
            if before and arrival > visit.fixed.start and not problem.visits[before - 1].fixed:
                return None
            start = visit.fixed.start
        else:
            later = [s for s in starts_of(problem, i, day) if s >= arrival]
            if not later:
                return None
            start = later[0]
        places[i] = Place(day, start)
        ready, before = start + visit.minutes, i + 1
    if order and not problem.visits[order[-1]].fixed and ready + problem.travel[before][0] > problem.days[day].close:
        return None
    return places


def fits_beside(problem: Problem, plan: Plan, index: int, day: int, without: int | None) -> bool:
    """Whether a visit fits on a day once `without` is gone: the others in their order, at any of their starts."""
    places = [None if i == without else place for i, place in enumerate(plan.places)]
    order = [i for i in order_of(problem, plan, day) if i != without]
    for position in range(len(order) + 1):
        tried = (*order[:position], index, *order[position:])
        moved = placed_in_order(problem, day, tried)
        if moved is not None:
            trial = Plan(tuple(moved.get(i, place) for i, place in enumerate(places)))
            if not broken_ceilings(problem, trial):
                return True
    return False


def fits_in_time(problem: Problem, plan: Plan, index: int, day: int) -> bool:
    """Whether a visit fits on a day if no ceiling counted."""
    high = 10**6
    days = tuple(d._replace(max_visits=high) for d in problem.days)
    return fits_beside(problem._replace(max_week=high, max_clients=high, days=days), plan, index, day, None)


def best_value(problem: Problem) -> tuple[int, ...]:
    """The value of the best plan there is, by trying them all."""
    return max(value(problem, plan) for plan in every_plan(problem))


def every_plan(problem: Problem) -> Iterator[Plan]:
    """Every choice of visits and days that keeps the rules, each day in its shortest order."""
    days = range(len(problem.days))
    choices = [[v.fixed.day] if v.fixed else [None, *(d for d in days if v.starts[d])] for v in problem.visits]
    shortest: dict[tuple[int, tuple[int, ...]], dict[int, Place] | None] = {}
    for chosen in product(*choices):
        places: dict[int, Place] = {}
        for day in days:
            visits = tuple(i for i, d in enumerate(chosen) if d == day)
            if (day, visits) not in shortest:
                shortest[day, visits] = shortest_order(problem, day, visits)
            on_day = shortest[day, visits]
            if on_day is None:
                break
            places |= on_day
        else:
            plan = Plan(tuple(places.get(i) for i in range(len(chosen))))
            if not broken_ceilings(problem, plan):
                yield plan


def shortest_order(problem: Problem, day: int, visits: tuple[int, ...]) -> dict[int, Place] | None:
    """The places of these visits on a day with the least travel, or None if they can't all be made."""
    found = []
    for order in permutations(visits):
        fixed = [problem.visits[i].fixed.start for i in order if problem.visits[i].fixed]
        places = placed_in_order(problem, day, order) if fixed == sorted(fixed) else None
        if places is not None:
            stops = [0, *(i + 1 for i in order), 0]
            found.append((sum(problem.travel[a][b] for a, b in pairwise(stops)), order, places))
    return min(found)[2] if found else None
