"""Due list + calendar + appointments → the week's planning problem. Not: its solution (planner) or words (week_plan).

claims.py says who claims a visit; here each claim gets its windows, its length and, where it stands already, its place.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core import planner
from rmtool.core.book import BY_MONTH, CANCELLED, CONFIRMED, DONE, OPEN_VISITS, PLANNED, PROSPECT, Client, Visit
from rmtool.core.busy import by_day, covers
from rmtool.core.capacity import NO_RELIEF, Relief, ceilings, free_working_days
from rmtool.core.claims import CARRIED, FIXED_DAY, FIXED_TIME, MUST, Claims, Need, WeekFacts, is_binding
from rmtool.core.due import Due, cadence_said, reason
from rmtool.core.periods import Calendar, Shift, Span, period_of
from rmtool.core.places import Places
from rmtool.core.planner import Candidate, Place, Problem
from rmtool.core.travel import matrix, minutes_between
from rmtool.core.windows import WeekDay, WindowCutter, Windows
from rmtool.phrase import Phrase, phrase

SUGGESTIONS_AT_MOST = 1000
"""A week holds some twenty visits; suggestions beyond the most urgent of this number are left out unsearched."""


CALLS = ("channel", "call-instead")
"""The rules that leave a client out because a call or message will do."""


class Wish(NamedTuple):
    """A visit that may be planned, in the banker's words; stands beside the problem's candidate of the same index.

    `due` is the client's meeting cadence (else its deciding one) on the week's Sunday, which scores it; `because` says
    why in the figures of the first day of the week on which it is due. `pinned` visits stand where they are: held,
    confirmed, at a fixed time, or saved on a day that stays as it is; for the planner they are on the first rung.
    """

    client: Client
    tier: str | None
    due: Due | None
    because: Phrase
    score: int
    rung: int
    visit: Visit | None
    carried: bool
    pinned: Place | None
    minutes: int
    windows: Windows


class LeftOut(NamedTuple):
    """A due client without a visit this week, the rule that left it out, and why in words."""

    client: Client
    tier: str | None
    reason: Phrase
    rule: str
    due: Due | None
    score: int


class WeekTask(NamedTuple):
    """A week to plan: all seven `days`, the days of the problem, its wishes, and who is left out before the search.

    `relief` is what was done about more meetings than there is room for.
    """

    monday: date
    days: tuple[WeekDay, ...]
    dates: tuple[date, ...]
    wishes: tuple[Wish, ...]
    problem: Problem
    left_out: tuple[LeftOut, ...]
    relief: Relief = NO_RELIEF


def week_task(facts: WeekFacts) -> WeekTask:
    """The planning problem of the week that begins on `facts.monday`."""
    return _Builder(facts).task()


def week_days(facts: WeekFacts) -> tuple[WeekDay, ...]:
    """All seven days of the week."""
    busy = by_day(facts.busy)
    aways = [a for a in facts.book.aways if a.client_id is None]

    def week_day(day: date) -> WeekDay:
        leave = any(a.start <= day <= a.end for a in aways)
        past, frozen = day < facts.today, day in facts.frozen
        working, holiday = facts.calendar.is_working(day), facts.calendar.holiday(day)
        return WeekDay(day, working, holiday, leave, past, frozen, busy.get(day, ()))

    return tuple(week_day(facts.monday + timedelta(days=n)) for n in range(7))


def taken_days(days: Sequence[WeekDay], shifts: Sequence[Shift]) -> frozenset[date]:
    """The days of whose shifts the RM's own calendar leaves nothing."""
    return frozenset(day.date for day in days if covers(day.busy, shifts))


def frozen_days(calendar: Calendar, today: date, count: int) -> frozenset[date]:
    """Today and the next `count` working days; none at all with `count` 0."""
    if not count:
        return frozenset()
    return frozenset({today, *(calendar.working_day_after(today, n) for n in range(1, count + 1))})


def default_week(calendar: Calendar, today: date) -> date:
    """The Monday of this week while a working day after today is left in it, else of the next."""
    week = period_of("week", today)
    if calendar.count_working(Span(today + timedelta(days=1), week.end)):
        return week.start
    return week.start + timedelta(days=7)


class _Builder:
    """Builds one week's task; holds what every step looks at."""

    def __init__(self, facts: WeekFacts) -> None:
        self.facts = facts
        self.book, self.rules, self.calendar = facts.book, facts.rules, facts.calendar
        self.sunday = facts.monday + timedelta(days=6)
        self.claims = Claims(facts)
        self.places = Places(facts.book.clients, facts.rules.week.branch)
        self.days = week_days(facts)
        appointed = {v.day for visits in self.claims.visits.values() for v in visits if is_binding(v)}
        self.dates = tuple(d.date for d in self.days if (d.working and not d.leave) or d.date in appointed)
        self.cutter = WindowCutter(self.rules, self.calendar, self.days, self.book.aways)

    def task(self) -> WeekTask:
        """The finished task."""
        wishes: list[Wish] = []
        left_out: list[LeftOut] = []
        for client in self.book.clients:
            visits = self.claims.visits.get(client.id, ())
            if self.claims.is_in_book(client):
                self._consider(client, visits[0] if visits else None, wishes, left_out)
                visits = visits[1:]
            wishes += [self._appointment(client, visit) for visit in visits if is_binding(visit)]
        wishes = self._most_urgent(wishes, left_out)
        wishes = self._unpin_collisions(wishes)
        problem, relief = self._problem(wishes), self.facts.relief
        return WeekTask(self.facts.monday, self.days, self.dates, tuple(wishes), problem, tuple(left_out), relief)

    def _consider(self, client: Client, visit: Visit | None, wishes: list[Wish], left_out: list[LeftOut]) -> None:
        """Adds the client to the wishes, to those left out, or (not due) to neither."""
        need = self.claims.need(client)
        pinned = self._pinned(client, visit, self._minutes(need.tier, visit))
        rung = self.claims.rung(client, visit, need, pinned is not None)
        if rung is not None and visit and visit.status == CANCELLED:
            said = phrase("week.cancelled", why=visit.why) if visit.why else phrase("week.cancelled_unsaid")
            left_out.append(LeftOut(client, need.shown, said, "cancelled", need.due, need.score))
        elif rung is not None:
            wishes.append(self._wish(client, visit, rung, need, client.id in self.claims.carried))
        elif due := self.claims.by_other_channel(client, need):
            rule = "call-instead" if need.tier and need.tier == self.facts.relief.called else "channel"
            key = "week.called_instead" if rule == "call-instead" else "week.other_channel"
            said = phrase(key, cadence=cadence_said(due.code, due.cadence, self.rules))
            left_out.append(LeftOut(client, need.shown, said, rule, due, self.claims.score(due, need.tier)))

    def _appointment(self, client: Client, visit: Visit) -> Wish:
        """An appointment beside the client's claim: a second one of the week, or with a client who is owed nothing."""
        need = self.claims.need(client)
        rung = self.claims.rung(client, visit, need, stays=True)
        return self._wish(client, visit, rung or FIXED_TIME, need, carried=False)

    def _wish(self, client: Client, visit: Visit | None, rung: int, need: Need, carried: bool) -> Wish:
        decisive = need.first[1] if need.first else need.due
        minutes = self._minutes(need.tier, visit)
        return Wish(
            client,
            need.shown,
            need.due,
            reason(decisive, self.rules) if decisive else phrase("week.no_cadence"),
            need.score,
            rung,
            visit if visit and visit.status in (*OPEN_VISITS, DONE) else None,
            carried,
            self._pinned(client, visit, minutes),
            minutes,
            self._windows(client, visit, rung, minutes, need.first[0] if need.first else None),
        )

    def _minutes(self, tier: str | None, visit: Visit | None) -> int:
        return (visit.minutes if visit else None) or self.rules.visit_minutes(tier)

    def _pinned(self, client: Client, visit: Visit | None, minutes: int) -> Place | None:
        """Where a visit stands that isn't to be moved: held, confirmed, at a fixed time, past, or on a frozen day."""
        if visit is None or visit.day is None or visit.day not in self.dates:
            return None
        place = Place(
            self.dates.index(visit.day), visit.start if visit.start is not None else self.rules.week.shifts[0].opens
        )
        if visit.status in (CONFIRMED, DONE) or (visit.status == PLANNED and visit.fixed == "time"):
            return place
        if visit.status != PLANNED or visit.start is None:
            return None
        if visit.day < self.facts.today:
            return place
        day = self.days[(visit.day - self.facts.monday).days]
        taken = any(b.hours.opens < place.start + minutes and place.start < b.hours.closes for b in day.busy)
        kept = day.frozen and not (day.leave or taken or self.cutter.away_until(client.id, visit.day))
        return place if kept else None

    def _windows(self, client: Client, visit: Visit | None, rung: int, minutes: int, due_from: date | None) -> Windows:
        if rung == FIXED_DAY and visit and visit.day:
            windows = self.cutter.on_day(client, minutes, visit.day)
        else:
            by_month = visit is not None and visit.fixed == BY_MONTH
            regardless = rung in (FIXED_TIME, MUST, CARRIED) or by_month
            windows = self.cutter.windows(client, minutes, self.facts.monday if regardless else due_from)
        positions = [(d - self.facts.monday).days for d in self.dates]
        return windows._replace(starts=tuple(windows.starts[p] for p in positions))

    def _most_urgent(self, wishes: list[Wish], left_out: list[LeftOut]) -> list[Wish]:
        """Bounds the search: appointments, and the suggestions that come first on the ladder."""
        suggested = sorted(
            (w for w in wishes if w.rung > MUST and not w.pinned), key=lambda w: (w.rung, -w.score, w.client.client_no)
        )
        beyond = suggested[SUGGESTIONS_AT_MOST:]
        said = phrase("week.behind", count=SUGGESTIONS_AT_MOST)
        left_out.extend(LeftOut(w.client, w.tier, said, "rank", w.due, w.score) for w in beyond)
        dropped = {w.client.id for w in beyond}
        return [w for w in wishes if w.client.id not in dropped]

    def _unpin_collisions(self, wishes: list[Wish]) -> list[Wish]:
        """Lets go of saved suggestions on frozen days that an appointment made since then has made impossible."""
        where = [self.places.spot(w.client) for w in wishes]
        appointed = [(w, spot) for w, spot in zip(wishes, where, strict=True) if w.pinned and is_appointment(w)]
        kept = []
        for wish, spot in zip(wishes, where, strict=True):
            travel = self.rules.week.travel
            if not is_appointment(wish) and any(
                _collide(wish, other, minutes_between(spot, there, travel)) for other, there in appointed
            ):
                windows = self._windows(wish.client, wish.visit, wish.rung, wish.minutes, self.facts.today)
                wish = wish._replace(pinned=None, windows=windows)
            kept.append(wish)
        return kept

    def _problem(self, wishes: Sequence[Wish]) -> Problem:
        week = self.rules.week
        prospects = sum(1 for w in wishes if w.client.status == PROSPECT)
        taken = taken_days(self.days, week.shifts)
        working = free_working_days(self.book, self.calendar, Span(self.facts.monday, self.sunday), taken)
        max_week, max_clients = ceilings(self.rules, working, prospects)
        day = planner.Day(week.shifts[0].opens, week.shifts[-1].closes, week.visits_per_day)
        places = [self.places.spot(w.client) for w in wishes]
        return Problem(
            week.grid,
            (day,) * len(self.dates),
            max_week,
            max_clients,
            tuple(self._candidate(w) for w in wishes),
            matrix(places, week.branch, week.travel),
        )

    def _candidate(self, wish: Wish) -> Candidate:
        visit = wish.visit
        previous = None
        if visit and not wish.pinned and visit.day in self.dates and visit.start is not None:
            previous = Place(self.dates.index(visit.day), visit.start)
        return Candidate(
            wish.client.client_no,
            wish.client.status == PROSPECT,
            FIXED_TIME if wish.pinned else wish.rung,
            wish.score,
            wish.minutes,
            wish.windows.starts,
            wish.pinned,
            previous,
        )


def is_appointment(wish: Wish) -> bool:
    """Whether day and time are agreed or the visit was held, so that there is nothing left to offer."""
    visit = wish.visit
    return visit is not None and (visit.status in (CONFIRMED, DONE) or visit.fixed == "time")


def _collide(one: Wish, other: Wish, travel: int) -> bool:
    """Whether two pinned visits leave less than `travel` minutes between them."""
    if one.pinned is None or other.pinned is None or one.pinned.day != other.pinned.day:
        return False
    first, second = sorted(((one.pinned.start, one.minutes), (other.pinned.start, other.minutes)))
    return second[0] - first[0] - first[1] < travel
