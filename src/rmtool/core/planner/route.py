"""One day's visits in order: when each can start, and where one more fits. Not: which visits are worth it.

Times are minutes of the day. Stops are 0 for the branch and i + 1 for the i-th visit, as in the problem's travel.
A route is a value: adding or removing a stop makes another route. Each keeps for every gap between two stops how
early one is free before it and how late one must be there after it, so trying a visit in a gap takes constant time.
"""

from typing import NamedTuple

from rmtool.core.planner.problem import Problem, Range


class Gap(NamedTuple):
    """Between two stops: free at the first from `ready` on, due at the second (`onward`) by `due`.

    `legs` is the first stop's row of travel, `expected` the start at the second as it stands, `direct` the travel
    between the two.
    """

    legs: tuple[int, ...]
    ready: int
    onward: int
    due: int
    expected: int
    direct: int


class Fit(NamedTuple):
    """A gap for one more visit: the travel it adds, that with the delay of the stop after it, and its position."""

    travel: int
    time: int
    position: int


class Fits(NamedTuple):
    """The gaps of a day where one more visit costs least travel, and least time."""

    shortest: Fit
    soonest: Fit


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
    """The stops of one day, each as early as it can be. Made by `Ground.route`, which knows whether it can be made."""

    __slots__ = ("day", "fits", "gaps", "stops", "travel")

    def __init__(self, day: int, stops: tuple[int, ...], gaps: list[Gap]) -> None:
        self.day = day
        self.stops = stops
        self.gaps = gaps
        self.travel = sum(gap.direct for gap in gaps)
        self.fits: dict[int, Fits | None] = {}


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

    def fits(self, route: Route, stop: int) -> Fits | None:
        """Where one more stop fits in the route; None if it fits nowhere."""
        try:
            return route.fits[stop]
        except KeyError:
            found = route.fits[stop] = self._find_fits(route, stop)
            return found

    def _find_fits(self, route: Route, stop: int) -> Fits | None:
        ranges = self.starts[stop][route.day]
        if not ranges:
            return None
        final = ranges[-1][1]
        grid, minutes, onward_legs = self.grid, self.minutes[stop], self.travel[stop]
        ended = ranges[0][0] + minutes
        shortest = soonest = None
        for position, (legs, ready, onward, due, expected, direct) in enumerate(route.gaps):
            if ready > final:
                break
            if due < ended or due - ready < minutes:
                continue
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
            if shortest is None or soonest is None:
                shortest = soonest = Fit(travel, time, position)
            else:
                if travel < shortest.travel or (travel == shortest.travel and time < shortest.time):
                    shortest = Fit(travel, time, position)
                if time < soonest.time:
                    soonest = Fit(travel, time, position)
        return None if shortest is None or soonest is None else Fits(shortest, soonest)

    def _make(self, day: int, stops: tuple[int, ...]) -> Route | None:
        earliest = self._earliest(day, stops)
        if earliest is None:
            return None
        travel, minutes = self.travel, self.minutes
        opens, closes, _ = self.days[day]
        latest = self._latest(day, stops, earliest)
        if latest is None:
            return None
        stops_back = (*stops, 0)
        free = [opens] + [start + minutes[s] for s, start in zip(stops, earliest, strict=True)]
        earliest.append(free[-1] + travel[stops[-1]][0] if stops else opens)
        latest.append(closes)
        before = 0
        gaps = []
        for stop, ready, due, expected in zip(stops_back, free, latest, earliest, strict=True):
            gaps.append(Gap(travel[before], ready, stop, due, expected, travel[before][stop]))
            before = stop
        return Route(day, stops, gaps)

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
