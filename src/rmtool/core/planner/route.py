"""One day's visits in order: when each can start, and where one more fits. Not: which visits are worth it.

Times are minutes of the day. Stops are 0 for the branch and i + 1 for the i-th visit, as in the problem's travel.
A route is a value: adding or removing a stop makes another route. Each keeps for every gap between two stops how
early one is free before it and how late one must be there after it, so trying a visit in a gap takes constant time.
"""

from typing import NamedTuple

from rmtool.core.planner.problem import Problem, Range

Gap = tuple[tuple[int, ...], int, int, int, int, int]
"""Between two stops, a plain tuple because so many are made: the first stop's row of travel, from when on one is free
there, the second stop, by when one is due there, its start as it stands, and the travel between the two.
"""


class Fits(NamedTuple):
    """The gap of a day where one more visit costs least travel, and the one where it costs least time.

    Time is travel with the delay of the stop after the visit.
    """

    travel: int
    shortest: int
    time: int
    soonest: int


NO_WAY = Fits(0, 0, 0, 0)
"""What it costs to put in nobody."""

NEVER = 10**9
"""Later than any minute."""


def first_start(ranges: tuple[Range, ...], earliest: int, grid: int) -> int | None:
    """The first allowed start at `earliest` or after it."""
    for opens, closes in ranges:
        if earliest <= closes:
            return opens if earliest <= opens else earliest + (opens - earliest) % grid
    return None


def last_start(ranges: tuple[Range, ...], latest: int, grid: int) -> int | None:
    """The last allowed start at `latest` or before it."""
    for opens, closes in reversed(ranges):
        if latest >= opens:
            return closes if latest >= closes else latest - (latest - opens) % grid
    return None


class Route:
    """The stops of one day, each as early as it can be. Made by `Ground.route`, which knows whether it can be made.

    `due` is the latest start of each stop that still lets all after it be kept.
    """

    __slots__ = ("day", "due", "fits", "gaps", "stops", "travel")

    def __init__(self, ground: "Ground", day: int, stops: tuple[int, ...], due: list[int], gaps: list[Gap]) -> None:
        self.day = day
        self.stops = stops
        self.due = due
        self.gaps = gaps
        self.travel = sum([direct for *_, direct in gaps])
        self.fits = KnownFits(ground, self)


class KnownFits(dict[int, Fits | None]):
    """Where each stop fits in a route, found out when it is asked for; None if it fits nowhere."""

    __slots__ = ("ground", "route")

    def __init__(self, ground: "Ground", route: Route) -> None:
        self.ground = ground
        self.route = route

    def __missing__(self, stop: int) -> Fits | None:
        found = self[stop] = self.ground.find_fits(self.route, stop)
        return found


class Ground:
    """A problem made ready for the search: routes that were made once are kept."""

    __slots__ = ("_routes", "days", "fixed", "grid", "minutes", "starts", "travel")

    def __init__(self, problem: Problem) -> None:
        grid = problem.grid
        self.grid = grid
        self.days = problem.days
        self.travel = problem.travel
        self.minutes = [0, *(v.minutes for v in problem.visits)]
        self.fixed = [None, *(v.fixed for v in problem.visits)]
        self.starts: list[tuple[tuple[Range, ...], ...]] = [()]
        for v in problem.visits:
            self.starts.append(tuple(tuple((a, b - (b - a) % grid) for a, b in sorted(day)) for day in v.starts))
        self._routes: dict[tuple[int, tuple[int, ...]], Route | None] = {}

    def route(self, day: int, stops: tuple[int, ...]) -> Route | None:
        """The route of these stops on that day, or None if they can't be kept in this order."""
        place = day, stops
        if place not in self._routes:
            self._routes[place] = self._make(day, stops)
        return self._routes[place]

    def with_stop(self, route: Route, position: int, stop: int) -> Route:
        """The route with one more stop, where `fit` found room for it."""
        longer = self.route(route.day, (*route.stops[:position], stop, *route.stops[position:]))
        assert longer is not None, "a fit always makes a route"
        return longer

    def find_fits(self, route: Route, stop: int) -> Fits | None:
        """Where one more stop fits in the route; None if it fits nowhere."""
        ranges = self.starts[stop][route.day]
        if not ranges:
            return None
        grid, minutes, onward_legs = self.grid, self.minutes[stop], self.travel[stop]
        ended, final = ranges[0][0] + minutes, ranges[-1][1]
        least_travel = least_time = time_of_shortest = NEVER
        shortest = soonest = position = -1
        for legs, ready, onward, due, expected, direct in route.gaps:
            position += 1
            if due < ended or ready + minutes > due:
                continue
            if ready > final:
                break
            leg = legs[stop]
            start = ready + leg
            for opens, closes in ranges:
                if start <= closes:
                    start = opens if start <= opens else start + (opens - start) % grid
                    break
            else:
                continue
            there = start + minutes + onward_legs[onward]
            if there > due:
                continue
            travel = leg + onward_legs[onward] - direct
            time = travel + there - expected if there > expected else travel
            if travel < least_travel or (travel == least_travel and time < time_of_shortest):
                least_travel, time_of_shortest, shortest = travel, time, position
            if time < least_time:
                least_time, soonest = time, position
        return Fits(least_travel, shortest, least_time, soonest) if shortest >= 0 else None

    def _make(self, day: int, stops: tuple[int, ...]) -> Route | None:
        starts = self._earliest(day, stops)
        dues = None if starts is None else self._latest(day, stops, starts)
        if starts is None or dues is None:
            return None
        opens, closes, _ = self.days[day]
        travel, minutes = self.travel, self.minutes
        befores, onwards = (0, *stops), (*stops, 0)
        rows = [travel[stop] for stop in befores]
        ready = [opens, *[start + minutes[stop] for stop, start in zip(stops, starts, strict=True)]]
        directs = [row[stop] for row, stop in zip(rows, onwards, strict=True)]
        starts.append(ready[-1] + directs[-1])
        gaps = list(zip(rows, ready, onwards, [*dues, closes], starts, directs, strict=True))
        return Route(self, day, stops, dues, gaps)

    def start_after(self, stop: int, day: int, arrival: int) -> int | None:
        """The first start of a stop whose way there ends at `arrival`; a fixed time stands whatever the way."""
        fixed = self.fixed[stop]
        return first_start(self.starts[stop][day], arrival, self.grid) if fixed is None else fixed.start

    def _earliest(self, day: int, stops: tuple[int, ...]) -> list[int] | None:
        ready, before, found = self.days[day].open, 0, []
        for stop in stops:
            start = self.start_after(stop, day, ready + self.travel[before][stop])
            if start is None:
                return None
            found.append(start)
            ready, before = start + self.minutes[stop], stop
        return found

    def _latest(self, day: int, stops: tuple[int, ...], earliest: list[int]) -> list[int] | None:
        """The latest start of each stop that still lets all after it be kept; None if one can't start in time."""
        due, onward, found = self.days[day].close, 0, []
        for stop, early in zip(reversed(stops), reversed(earliest), strict=True):
            if (fixed := self.fixed[stop]) is not None:
                due = fixed.start
            else:
                late = last_start(
                    self.starts[stop][day], due - self.travel[stop][onward] - self.minutes[stop], self.grid
                )
                if late is None or late < early:
                    return None
                due = late
            found.append(due)
            onward = stop
        found.reverse()
        return found
