"""The visits that a month asks for, spread over its weeks. Not: their day and time (week.py and the planner).

Each visit is due from the day on which its client is proposed again to the end of its period. Weeks are filled evenly,
the upper tiers first. Who finds no room so is seen earlier in the period, before the set share of the interval has
passed: a quota met early is better than one missed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import permutations
from typing import NamedTuple

from rmtool.core.book import PROSPECT, VISIT_CODE, Visit
from rmtool.core.busy import by_day, covers
from rmtool.core.capacity import ceilings, free_days
from rmtool.core.month_claims import Asked, MonthClaims, MonthFacts
from rmtool.core.periods import Span, period_of
from rmtool.core.windows import WindowCutter


class MonthWeek(NamedTuple):
    """One week's part of the month, and the `available` visits of its working days.

    `working` are the days from today on that neither leave nor calendars fill, `held` the meetings logged, `standing`
    the visits that stand already, `visits` those that the month adds.
    """

    monday: date
    days: Span
    working: int
    available: int
    settled: bool
    held: int
    standing: int
    visits: tuple[Asked, ...]

    @property
    def planned(self) -> int:
        """Visits in all that are still to be held."""
        return self.standing + len(self.visits)


class LeftOver(NamedTuple):
    """A visit that is in no week: the weeks in which its client can be seen are full, or there is no such day."""

    ask: Asked
    has_day: bool


class MonthPlan(NamedTuple):
    """A month's visits by week, and those left out."""

    month: Span
    weeks: tuple[MonthWeek, ...]
    left_out: tuple[LeftOver, ...]

    @property
    def required(self) -> int:
        """Visits that the month still asks for."""
        return sum(week.planned for week in self.weeks) + len(self.left_out)

    @property
    def available(self) -> int:
        """Visits for which there is room."""
        return sum(week.available for week in self.weeks)


def month_plan(facts: MonthFacts) -> MonthPlan:
    """The visits of `facts.month` from today on, each in a week of its own client's."""
    return _Spreader(facts).plan()


class _Spreader:
    def __init__(self, facts: MonthFacts) -> None:
        self.facts = facts
        self.claims = MonthClaims(facts)
        self.mondays = _mondays(facts.month)
        self.order = {tier.id: position for position, tier in enumerate(facts.rules.tiers)}
        self.trips = WindowCutter(facts.rules, facts.calendar, (), facts.book.aways)
        taken = {day for day, busy in by_day(facts.busy).items() if covers(busy, facts.rules.week.shifts)}
        self.working = free_days(facts.book, facts.calendar, Span(self.claims.first, facts.month.end), taken)

    def plan(self) -> MonthPlan:
        asks = sorted(self.claims.asked(), key=self._rank)
        prospects = [ask for ask in asks if ask.client.status == PROSPECT]
        clients = [ask for ask in asks if ask.client.status != PROSPECT]
        rooms = [self._rooms(monday, len(prospects)) for monday in self.mondays]
        days = [self._days(monday) for monday in self.mondays]
        spread = [_Weeks(days, [room[kind] for room in rooms], self._fits) for kind in (0, 1)]
        left = [ask for weeks, part in zip(spread, (clients, prospects), strict=True) for ask in weeks.take(part)]
        weeks = []
        for index, monday in enumerate(self.mondays):
            visits = [ask for part in spread for ask in part.visits[index]]
            weeks.append(self._week(monday, sorted(visits, key=self._rank)))
        left_out = tuple(LeftOver(ask, bool(self._fits(ask, ask.span))) for ask in sorted(left, key=self._rank))
        return MonthPlan(self.facts.month, tuple(weeks), left_out)

    def _rank(self, ask: Asked) -> tuple[int, date, date, str]:
        """Who goes first: the upper tiers, then who has to be seen sooner."""
        return self.order.get(ask.tier, len(self.order)), ask.window.end, ask.window.start, ask.client.client_no

    def _days(self, monday: date) -> Span:
        return Span(max(monday, self.facts.month.start), min(monday + timedelta(days=6), self.facts.month.end))

    def _workable(self, monday: date) -> int:
        """The days of the week, within the month and from today on, on which the RM can make visits."""
        days = self._days(monday)
        return sum(1 for day in self.working if days.start <= day <= days.end)

    def _rooms(self, monday: date, prospects: int) -> tuple[int, int]:
        """Visits that the month may add to the week, to clients and to prospects."""
        if monday in self.facts.settled:
            return 0, 0
        whole, to_clients = ceilings(self.facts.rules, self._workable(monday), prospects)
        of_prospects = {client.id for client in self.facts.book.clients if client.status == PROSPECT}
        taken = [visit.client_id in of_prospects for visit in self._standing(monday)]
        left = max(whole - len(taken), 0)
        clients = min(max(to_clients - taken.count(False), 0), left)
        return clients, left - clients

    def _standing(self, monday: date) -> list[Visit]:
        """The visits of the week's days that are still to be held."""
        days = self._days(monday)
        first = max(days.start, self.claims.first)
        return [visit for visit in self.claims.standing if first <= self.claims.day_of(visit) <= days.end]

    def _week(self, monday: date, visits: Sequence[Asked]) -> MonthWeek:
        days, working = self._days(monday), self._workable(monday)
        logs = self.facts.book.log.values()
        held = sum(1 for log in logs for e in log if e.code == VISIT_CODE and days.start <= e.on <= days.end)
        marked = tuple(ask._replace(early=days.end < ask.window.start) for ask in visits)
        settled, standing = monday in self.facts.settled, len(self._standing(monday))
        return MonthWeek(
            monday, days, working, ceilings(self.facts.rules, working, 0)[0], settled, held, standing, marked
        )

    def _fits(self, ask: Asked, days: Span) -> list[int]:
        """The weeks in which the client can be seen on one of these days."""
        found = {
            period_of("week", day).start
            for day in self.working
            if days.start <= day <= days.end and not self.trips.away_until(ask.client.id, day)
        }
        return [index for index, monday in enumerate(self.mondays) if monday in found]


class _Weeks:
    """Weeks with room for so many visits each; no client is twice in one week."""

    def __init__(self, days: Sequence[Span], room: Sequence[int], fits: Callable[[Asked, Span], list[int]]) -> None:
        self.days, self.room, self.fits = days, room, fits
        self.visits: list[list[Asked]] = [[] for _ in room]
        self._allowed: dict[Asked, list[int]] = {}
        self._closed: set[int] = set()

    def take(self, asks: Iterable[Asked]) -> list[Asked]:
        """Takes in what finds room, within its window or else at all; evens the weeks out; returns the rest."""
        squeezed = [ask for ask in asks if not self._place(ask, ask.window)]
        left = [ask for ask in squeezed if not self._place(ask, ask.span)]
        self._even_out()
        return left

    def _place(self, ask: Asked, days: Span) -> bool:
        self._allowed[ask] = self.fits(ask, days)
        free = [week for week in self._open_to(ask) if self._has_room(week)]
        if not free:
            return self._make_room(ask)
        best = min(free, key=lambda week: (self._gap(ask, week), (len(self.visits[week]) + 1) / self.room[week], week))
        self.visits[best].append(ask)
        return True

    def _gap(self, ask: Asked, week: int) -> int:
        """How many days a week lies outside the visit's window."""
        days = self.days[week]
        return max((ask.window.start - days.end).days, (days.start - ask.window.end).days, 0)

    def _has_room(self, week: int) -> bool:
        return len(self.visits[week]) < self.room[week]

    def _open_to(self, ask: Asked) -> list[int]:
        """The weeks that the visit fits and that don't hold another of the same client."""
        return [w for w in self._allowed[ask] if all(other.client.id != ask.client.id for other in self.visits[w])]

    def _make_room(self, ask: Asked) -> bool:
        """Puts the visit into a full week by moving others on, each to a week that it fits; False if nothing gives."""
        came_from: dict[int, tuple[int, Asked] | None] = dict.fromkeys(
            week for week in self._open_to(ask) if week not in self._closed
        )
        reached = list(came_from)
        for full in reached:
            for other in self.visits[full]:
                for week in self._open_to(other):
                    if week in came_from:
                        continue
                    came_from[week] = (full, other)
                    if self._has_room(week):
                        self.visits[self._move_on(came_from, week)].append(ask)
                        return True
                    reached.append(week)
        self._closed.update(reached)
        return False

    def _move_on(self, came_from: Mapping[int, tuple[int, Asked] | None], week: int) -> int:
        """Moves visits along the way that led to `week`; returns the week where it began, which has room now."""
        while step := came_from[week]:
            full, other = step
            self.visits[full].remove(other)
            self.visits[week].append(other)
            week = full
        return week

    def _even_out(self) -> None:
        """Moves visits from fuller to emptier weeks while that makes the two more alike."""
        moved = True
        while moved:
            moved = any(self._ease(*pair) for pair in permutations(range(len(self.room)), 2))

    def _ease(self, fuller: int, emptier: int) -> bool:
        here, there = len(self.visits[fuller]), len(self.visits[emptier])
        if not self._has_room(emptier) or here * self.room[emptier] <= (there + 1) * self.room[fuller]:
            return False
        movable = [
            ask
            for ask in self.visits[fuller]
            if emptier in self._open_to(ask) and self._gap(ask, emptier) <= self._gap(ask, fuller)
        ]
        if not movable:
            return False
        chosen = max(movable, key=lambda ask: (ask.window.end, ask.client.client_no))
        self.visits[fuller].remove(chosen)
        self.visits[emptier].append(chosen)
        return True


def _mondays(month: Span) -> list[date]:
    monday, found = period_of("week", month.start).start, []
    while monday <= month.end:
        found.append(monday)
        monday += timedelta(days=7)
    return found
