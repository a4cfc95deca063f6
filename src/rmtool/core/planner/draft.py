"""A plan in the making: a route for each day, what the ceilings still hold, and its merit. Not: how to better it."""

from collections.abc import Collection, Iterable, Sequence

from rmtool.core.planner.objective import APPOINTMENTS, Merit, Objective, objective_of
from rmtool.core.planner.problem import Place, Plan, Problem
from rmtool.core.planner.route import NO_WAY, Ground, Route

TRIED_AT_MOST = 120
"""So many visits, those worth most, are tried in every round of a search; the others only once it is done."""


class Task:
    """A problem (visits in the order of their keys) with its goals and its ground; lists go by stop.

    `tried` are the stops that a search tries in every round. `is_plain` says that no way is shorter than another and
    no plan is saved, so that there is nothing to tidy up.
    """

    __slots__ = ("appointment", "client", "days_of", "goals", "ground", "is_plain", "problem", "tried")

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.goals: Objective = objective_of(problem)
        self.ground = Ground(problem)
        self.appointment = [True, *(v.rung <= APPOINTMENTS for v in problem.visits)]
        worth = self.goals.worth
        self.tried = sorted(sorted(range(1, len(worth)), key=lambda s: (-worth[s], s))[:TRIED_AT_MOST])
        self.client = [0, *(int(not v.prospect) for v in problem.visits)]
        legs = {leg for start, row in enumerate(problem.travel) for end, leg in enumerate(row) if 0 < start != end > 0}
        outward = {leg for row in (problem.travel[0][1:], [row[0] for row in problem.travel[1:]]) for leg in row}
        self.is_plain = len(legs) <= 1 and len(outward) <= 1 and not any(v.previous for v in problem.visits)
        self.days_of = [(), *(_open_days(v.starts) if v.fixed is None else () for v in problem.visits)]


def _open_days(starts: Iterable[object]) -> tuple[int, ...]:
    return tuple(day for day, ranges in enumerate(starts) if ranges)


class Draft:
    """Where each stop stands (`day_of`, -1 = nowhere), what the ceilings still hold, and the goals reached so far.

    `free` (of the week), `free_clients` and `free_on` (of each day) fall below zero only by appointments.
    """

    __slots__ = (
        "cost",
        "day_of",
        "free",
        "free_clients",
        "free_on",
        "pull",
        "routes",
        "task",
        "tie",
        "travel",
        "worth",
    )

    task: Task
    routes: list[Route]
    day_of: list[int]
    free: int
    free_clients: int
    free_on: list[int]
    worth: int
    pull: int
    travel: int
    cost: int
    tie: int

    def copy(self) -> "Draft":
        """A draft that can be changed without changing this one."""
        other = Draft()
        other.task = self.task
        other.become(self)
        other.routes, other.day_of, other.free_on = self.routes.copy(), self.day_of.copy(), self.free_on.copy()
        return other

    def become(self, other: "Draft") -> None:
        """Be as the other draft is."""
        self.routes, self.day_of, self.free_on = other.routes, other.day_of, other.free_on
        self.free, self.free_clients = other.free, other.free_clients
        self.worth, self.pull, self.tie = other.worth, other.pull, other.tie
        self.travel, self.cost = other.travel, other.cost

    def merit(self) -> Merit:
        """What drafts are compared by: the greater the better."""
        return self.worth, -self.cost, -self.tie

    def energy(self) -> int:
        """The softer likeness of the merit that steers the search."""
        return self.pull - self.travel * self.task.goals.minute_pull

    def has_room(self, stop: int, day: int) -> bool:
        """Whether the ceilings admit one more visit on that day; an appointment gives way to appointments only."""
        client = self.task.client[stop]
        full_day = self.free_on[day] <= 0
        full_week = self.free <= 0
        full_clients = client and self.free_clients <= 0
        if not (full_day or full_week or full_clients):
            return True
        if not self.task.appointment[stop]:
            return False
        return not any(
            full_week or (full_day and route.day == day) or (full_clients and self.task.client[other])
            for route in self.routes
            for other in route.stops
            if not self.task.appointment[other]
        )

    def replaced(self, out: int, stop: int, day: int) -> "Draft | None":
        """The draft with `stop` on that day in place of `out` (of whichever day); None if it can't stand there."""
        own, client = self.day_of[out], self.task.client
        fills_day = self.free_on[day] + (own == day) <= 0
        fills_clients = client[stop] and self.free_clients + client[out] <= 0
        if (fills_day or fills_clients or self.free < 0) and not self.task.appointment[stop]:
            return None
        left = self.route_without(own, (out,))
        if left is None:
            return None
        fits = (left if own == day else self.routes[day]).fits[stop]
        if fits is None:
            return None
        trial = self.copy()
        trial.change(own, left, removed=(out,))
        if not trial.has_room(stop, day):
            return None
        trial.put(stop, day, fits.shortest)
        return trial

    def exchange(self, stop: int, day: int, other: int) -> bool:
        """Let `stop` go to that day, and `other` (0 = nobody) come from there instead, if that costs less."""
        own, away = self.day_of[stop], self.task.goals.away
        left, there = self.route_without(own, (stop,)), self.route_without(day, (other,))
        if left is None or there is None or not (other or self.free_on[day] > 0):
            return False
        go, come = there.fits[stop], left.fits[other] if other else NO_WAY
        if go is None or come is None:
            return False
        before = self.routes[own].travel + self.routes[day].travel + away[stop][own] + away[other][day]
        after = left.travel + there.travel + go.travel + come.travel + away[stop][day] + away[other][own]
        if after >= before:
            return False
        self.change(own, left, removed=(stop,))
        self.change(day, there, removed=(other,) if other else ())
        self.put(stop, day, go.shortest)
        if other:
            self.put(other, own, come.shortest)
        return True

    def route_without(self, day: int, gone: Collection[int]) -> Route | None:
        """The day's route without these stops; None if the others can't be kept without them."""
        return self.task.ground.route(day, tuple(stop for stop in self.routes[day].stops if stop not in gone))

    def has_room_in_week(self, stop: int) -> bool:
        """Whether the week's ceilings admit one more suggestion."""
        return self.free > 0 and (self.free_clients > 0 or not self.task.client[stop])

    def put(self, stop: int, day: int, position: int) -> None:
        """Let the stop stand where it fits."""
        self.change(day, self.task.ground.with_stop(self.routes[day], position, stop), added=(stop,))

    def take(self, day: int, stops: Collection[int]) -> None:
        """Take these stops off that day, or none of them if the others can't be kept without them."""
        route = self.route_without(day, stops)
        if route is not None:
            self.change(day, route, removed=stops)

    def change(self, day: int, route: Route, added: Iterable[int] = (), removed: Iterable[int] = ()) -> None:
        """Let the day have this route, which differs from the one it has by the stops added and removed."""
        longer = route.travel - self.routes[day].travel
        self.travel += longer
        self.cost += longer
        self.routes[day] = route
        for stop in added:
            self._count(stop, day, 1)
            self.day_of[stop] = day
        for stop in removed:
            self._count(stop, day, -1)
            self.day_of[stop] = -1

    def _count(self, stop: int, day: int, sign: int) -> None:
        goals = self.task.goals
        self.free -= sign
        self.free_on[day] -= sign
        self.free_clients -= sign * self.task.client[stop]
        self.worth += sign * goals.worth[stop]
        self.pull += sign * goals.pull[stop]
        self.cost += sign * goals.away[stop][day]
        self.tie += sign * goals.tie[stop]


def draft_of_orders(task: Task, orders: Sequence[Sequence[int]]) -> Draft:
    """The draft that has these stops in this order on each day; they must be such that they can be kept."""
    draft = Draft()
    draft.task = task
    draft.day_of = [-1] * (len(task.problem.visits) + 1)
    draft.free, draft.free_clients = task.problem.max_week, task.problem.max_clients
    draft.free_on = [day.max_visits for day in task.problem.days]
    draft.worth = draft.pull = draft.travel = draft.cost = draft.tie = 0
    draft.routes = []
    for day, stops in enumerate(orders):
        empty, route = task.ground.route(day, ()), task.ground.route(day, tuple(stops))
        assert empty is not None and route is not None, "these stops can be kept"
        draft.routes.append(empty)
        draft.change(day, route, added=stops)
    return draft


def draft_of(task: Task, plan: Plan) -> Draft:
    """As much of a plan (it may be an old one) as the problem still allows."""
    standing: list[list[tuple[int, int]]] = [[] for _ in task.problem.days]
    for stop, (visit, saved) in enumerate(zip(task.problem.visits, plan.places, strict=True), 1):
        place = visit.fixed or saved
        if place and (visit.fixed or place.day in task.days_of[stop]):
            standing[place.day].append((place.start, stop))
    orders = [[stop for _, stop in sorted(day)] for day in standing]
    _thin_to_ceilings(task, orders)
    for day, stops in enumerate(orders):
        _thin_to_time(task, day, stops)
    return draft_of_orders(task, orders)


def plan_of(draft: Draft, saved: Plan) -> Plan:
    """The plan: each visit as early as it can be, but at its saved start where that keeps all others."""
    ground = draft.task.ground
    places: list[Place | None] = [None] * len(saved.places)
    for route in draft.routes:
        ready, before = ground.days[route.day].open, 0
        for stop, due in zip(route.stops, route.due, strict=True):
            start = ground.start_after(stop, route.day, ready + ground.travel[before][stop])
            assert start is not None, "a route can be kept"
            before_now = saved.places[stop - 1]
            if before_now and before_now.day == route.day and start <= before_now.start <= due:
                start = ground.start_after(stop, route.day, before_now.start) or start
            places[stop - 1] = Place(route.day, start)
            ready, before = start + ground.minutes[stop], stop
    return Plan(tuple(places))


def _thin_to_ceilings(task: Task, orders: list[list[int]]) -> None:
    """Drop suggestions above the ceilings, what is worth least first."""
    for day, limits in enumerate(task.problem.days):
        _drop_above(task, orders, limits.max_visits, orders[day])
    _drop_above(task, orders, task.problem.max_clients, [s for order in orders for s in order if task.client[s]])
    _drop_above(task, orders, task.problem.max_week, [s for order in orders for s in order])


def _drop_above(task: Task, orders: list[list[int]], ceiling: int, counted: list[int]) -> None:
    loose = sorted((task.goals.worth[s], -s) for s in counted if not task.appointment[s])
    gone = {-stop for _, stop in loose[: max(0, len(counted) - ceiling)]}
    for order in orders:
        order[:] = [s for s in order if s not in gone]


def _thin_to_time(task: Task, day: int, stops: list[int]) -> None:
    """Drop visits until the others can be kept: one that is alone to blame, else what is worth least."""
    while task.ground.route(day, tuple(stops)) is None:
        loose = sorted((s for s in stops if task.ground.fixed[s] is None), key=lambda s: (task.goals.worth[s], -s))
        mended = (s for s in loose if task.ground.route(day, tuple(t for t in stops if t != s)) is not None)
        stops.remove(next(mended, loose[0]))
