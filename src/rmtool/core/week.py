"""Due list + calendar + appointments → the week's planning problem. Not: its solution (planner) or words (week_plan).

Who claims a visit, and on which rung of the ladder (domain.md, "Planning a week"), is decided here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core import planner
from rmtool.core.book import (
    ACTIVE,
    CANCELLED,
    CONFIRMED,
    DONE,
    MISSED,
    OPEN_VISITS,
    PLANNED,
    PROSPECT,
    VISIT_CODE,
    Book,
    Client,
    LogEntry,
    Visit,
)
from rmtool.core.capacity import ceilings, free_working_days
from rmtool.core.due import Due, Owed, Reckoner, cadence_said, owed, reason
from rmtool.core.periods import Calendar, Span, period_of
from rmtool.core.planner import Candidate, Place, Problem
from rmtool.core.rules import Rules, Share
from rmtool.core.standing import Standing
from rmtool.core.travel import matrix, minutes_between, spots
from rmtool.core.windows import WeekDay, WindowCutter, Windows
from rmtool.phrase import Phrase, phrase

FIXED_TIME, FIXED_DAY, MUST, CARRIED, LAST_CHANCE, URGENT = range(1, 7)
"""The rungs of the ladder."""

SUGGESTIONS_AT_MOST = 300
"""A week holds some twenty visits; suggestions beyond the most urgent of this number are left out unsearched."""

PROSPECT_WEIGHT = Share(1, 1)
"""A prospect's urgency counts like a client's of weight 1."""


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
    """A week to plan: all seven `days`, the days of the problem, its wishes, and who is left out before the search."""

    monday: date
    days: tuple[WeekDay, ...]
    dates: tuple[date, ...]
    wishes: tuple[Wish, ...]
    problem: Problem
    left_out: tuple[LeftOut, ...]


class WeekFacts(NamedTuple):
    """What a week is planned from. `frozen` are the days that take nothing new; past days never do."""

    book: Book
    rules: Rules
    calendar: Calendar
    standings: Mapping[int, Standing]
    monday: date
    today: date
    frozen: frozenset[date] = frozenset()


def week_task(facts: WeekFacts) -> WeekTask:
    """The planning problem of the week that begins on `facts.monday`."""
    return _Builder(facts).task()


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


class _Cadences(NamedTuple):
    """What a client is owed on one day: meetings, and contacts by other channels."""

    meetings: Owed
    others: Owed


class _Need(NamedTuple):
    """What a client's claim to a visit rests on.

    `first` is the first working day of the week on which a meeting would be due, and how it would stand then; `due` is
    how the client stands on Sunday, which scores it. `log` holds the visits planned before the week, too.
    """

    tier: str | None
    shown: str | None
    log: Sequence[LogEntry]
    first: tuple[date, Due] | None
    due: Due | None
    score: int


class _Builder:
    """Builds one week's task; holds what every step looks at."""

    def __init__(self, facts: WeekFacts) -> None:
        self.facts = facts
        self.book, self.rules, self.calendar = facts.book, facts.rules, facts.calendar
        self.sunday = facts.monday + timedelta(days=6)
        self.visits = self._visits_of_the_week()
        self.days = tuple(self._week_day(facts.monday + timedelta(days=n)) for n in range(7))
        appointed = {v.day for visits in self.visits.values() for v in visits if _is_binding(v)}
        self.dates = tuple(d.date for d in self.days if (d.working and not d.leave) or d.date in appointed)
        self.cutter = WindowCutter(self.rules, self.calendar, self.days, self.book.aways)
        self.log = self._log_with_visits_before()
        self.carried = self._carried_over()
        first = max(facts.today, facts.monday)
        working = self.calendar.working_days(Span(first, self.sunday))
        self.reckoners = [Reckoner(self.rules, self.calendar, day) for day in working]
        self.at_end = Reckoner(self.rules, self.calendar, self.sunday)
        self._shared: dict[tuple[str | None, str | None], _Cadences] = {}

    def task(self) -> WeekTask:
        """The finished task."""
        wishes: list[Wish] = []
        left_out: list[LeftOut] = []
        for client in self.book.clients:
            visits = self.visits.get(client.id, ())
            if client.status in (ACTIVE, PROSPECT) and self._in_book(client):
                self._consider(client, visits[0] if visits else None, wishes, left_out)
                visits = visits[1:]
            wishes += [self._appointment(client, visit) for visit in visits if _is_binding(visit)]
        wishes = self._most_urgent(wishes, left_out)
        wishes = self._unpin_collisions(wishes)
        return WeekTask(self.facts.monday, self.days, self.dates, tuple(wishes), self._problem(wishes), tuple(left_out))

    def _in_book(self, client: Client) -> bool:
        day = max(self.facts.today, self.facts.monday)
        log = self.book.log.get(client.id)
        return client.entered <= day or (log is not None and log[0].on <= day)

    def _week_day(self, day: date) -> WeekDay:
        leave = any(a.client_id is None and a.start <= day <= a.end for a in self.book.aways)
        past, frozen = day < self.facts.today, day in self.facts.frozen
        return WeekDay(day, self.calendar.is_working(day), self.calendar.holiday(day), leave, past, frozen)

    def _visits_of_the_week(self) -> dict[int, tuple[Visit, ...]]:
        """Each client's visits of the week: all appointments and held ones; else the planned one, missed or cancelled.

        Of several that bind nobody the last planned one counts, without one the last at all.
        """
        listed: dict[int, list[Visit]] = {}
        for visit in sorted((v for v in self.book.visits if v.week == self.facts.monday), key=lambda v: v.id):
            listed.setdefault(visit.client_id, []).append(visit)
        found = {}
        for client_id, visits in listed.items():
            binding = tuple(v for v in visits if _is_binding(v))
            planned = [v for v in visits if v.status in OPEN_VISITS]
            found[client_id] = binding or ((planned or visits)[-1],)
        return found

    def _log_with_visits_before(self) -> dict[int, Sequence[LogEntry]]:
        """The logs of the clients with visits planned from today up to this week, those taken as held."""
        merged: dict[int, Sequence[LogEntry]] = {}
        for v in self.book.visits:
            if v.status in OPEN_VISITS and v.day and self.facts.today <= v.day < self.facts.monday:
                log = [*merged.get(v.client_id, self.book.log.get(v.client_id, ())), LogEntry(v.day, VISIT_CODE)]
                merged[v.client_id] = sorted(log)
        return merged

    def _carried_over(self) -> frozenset[int]:
        """The clients whose visit of the week before was neither held nor cancelled, nor made good since."""
        last_week = self.facts.monday - timedelta(days=7)
        counting = self.rules.counting_codes(VISIT_CODE)
        carried = set()
        for v in self.book.visits:
            if v.week != last_week or v.status not in (*OPEN_VISITS, MISSED):
                continue
            over = v.status == MISSED or (v.day or last_week + timedelta(days=6)) < self.facts.today
            if over and not any(e.on >= last_week and e.code in counting for e in self.book.log.get(v.client_id, ())):
                carried.add(v.client_id)
        return frozenset(carried)

    def _consider(self, client: Client, visit: Visit | None, wishes: list[Wish], left_out: list[LeftOut]) -> None:
        """Adds the client to the wishes, to those left out, or (not due) to neither."""
        need = self._need(client)
        rung = self._rung(client, visit, need)
        if rung is not None and visit and visit.status == CANCELLED:
            said = phrase("week.cancelled", why=visit.why) if visit.why else phrase("week.cancelled_unsaid")
            left_out.append(LeftOut(client, need.shown, said, "cancelled", need.due, need.score))
        elif rung is not None:
            wishes.append(self._wish(client, visit, rung, need, client.id in self.carried))
        elif first := self._first_due(client, need.log, meetings=False):
            due = self.at_end.worst(client, self._owed(client, self.sunday).others, need.log) or first[1]
            said = phrase("week.other_channel", cadence=cadence_said(due.code, due.cadence, self.rules))
            left_out.append(LeftOut(client, need.shown, said, "channel", due, self._score(due, need.tier)))

    def _appointment(self, client: Client, visit: Visit) -> Wish:
        """An appointment beside the client's claim: a second one of the week, or with a client who is owed nothing."""
        need = self._need(client)
        return self._wish(client, visit, self._rung(client, visit, need) or FIXED_TIME, need, carried=False)

    def _wish(self, client: Client, visit: Visit | None, rung: int, need: _Need, carried: bool) -> Wish:
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
            self._pinned(client, visit),
            minutes,
            self._windows(client, visit, rung, minutes, need.first[0] if need.first else None),
        )

    def _need(self, client: Client) -> _Need:
        tier, grade = self._tier_or_grade(client)
        shown = tier or (f"prospect-{grade}" if grade else None)
        log = self.log.get(client.id) or self.book.log.get(client.id, ())
        at_end = self._owed(client, self.sunday)
        due = self.at_end.worst(client, at_end.meetings or at_end.others, log)
        return _Need(tier, shown, log, self._first_due(client, log), due, self._score(due, tier))

    def _tier_or_grade(self, client: Client) -> tuple[str | None, str | None]:
        standing, card = self.facts.standings.get(client.id), self.book.cards.get(client.id)
        if client.status == PROSPECT:
            return None, card.grade if card else None
        return standing.tier if standing and client.status == ACTIVE else None, None

    def _owed(self, client: Client, day: date) -> _Cadences:
        """What the client is owed on `day`: the same on every day, but for a client with a cadence of its own."""
        tier, grade = self._tier_or_grade(client)
        own = self.book.cadences.get(client.id, ())
        known = None if own else self._shared.get((tier, grade))
        if known is None:
            owed_all = owed(client, tier, grade, own, self.rules, day)
            known = _Cadences(
                tuple(pair for pair in owed_all if pair[0] == VISIT_CODE),
                tuple(pair for pair in owed_all if pair[0] != VISIT_CODE),
            )
            if not own:
                self._shared[tier, grade] = known
        return known

    def _score(self, due: Due | None, tier: str | None) -> int:
        """1,000 × urgency × weight, rounded half up."""
        if due is None:
            return 0
        weight = self.rules.tier(tier).weight if tier else PROSPECT_WEIGHT
        over, under = 1000 * due.urgency.over * weight.over, due.urgency.under * weight.under
        return (2 * over + under) // (2 * under)

    def _first_due(self, client: Client, log: Sequence[LogEntry], meetings: bool = True) -> tuple[date, Due] | None:
        """The first working day of the week on which a meeting (or another contact) is due, and how it stands then."""
        for reckoner in self.reckoners:
            on_the_day = self._owed(client, reckoner.day)
            due = reckoner.worst(client, on_the_day.meetings if meetings else on_the_day.others, log)
            if due and due.is_due:
                return reckoner.day, due
        return None

    def _rung(self, client: Client, visit: Visit | None, need: _Need) -> int | None:
        """The rung on which the client claims a visit; None if it claims none."""
        if visit and _is_binding(visit):
            if visit.status in (CONFIRMED, DONE) or visit.fixed == "time":
                return FIXED_TIME
            return FIXED_DAY if visit.fixed == "day" else MUST
        if client.id in self.carried:
            return CARRIED
        if need.first is None:
            return URGENT if self._pinned(client, visit) else None
        return LAST_CHANCE if self._is_last_chance(client, need.log) else URGENT

    def _is_last_chance(self, client: Client, log: Sequence[LogEntry]) -> bool:
        """Whether skipping this week breaks a quota: fewer working days are left after it than visits owed."""
        for reckoner in self.reckoners:
            for pair in self._owed(client, reckoner.day).meetings:
                due = reckoner.worst(client, (pair,), log)
                if due is None or due.period is None or not due.is_due:
                    continue
                after = self.calendar.count_working(Span(self.sunday + timedelta(days=1), due.period.end))
                if after < due.cadence.times - due.done:
                    return True
        return False

    def _minutes(self, tier: str | None, visit: Visit | None) -> int:
        if visit and visit.minutes:
            return visit.minutes
        return (self.rules.tier(tier).visit if tier else None) or self.rules.week.visit

    def _pinned(self, client: Client, visit: Visit | None) -> Place | None:
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
        kept = day.frozen and not day.leave and not self.cutter.away_until(client.id, visit.day)
        return place if kept else None

    def _windows(self, client: Client, visit: Visit | None, rung: int, minutes: int, due_from: date | None) -> Windows:
        if rung == FIXED_DAY and visit and visit.day:
            windows = self.cutter.on_day(client, minutes, visit.day)
        else:
            regardless = rung in (FIXED_TIME, MUST, CARRIED)
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
        appointed = [w for w in wishes if w.pinned and is_appointment(w)]
        where = dict(
            zip((w.client.id for w in wishes), spots([w.client for w in wishes], self.book.clients), strict=True)
        )
        kept = []
        for wish in wishes:
            if (
                wish.pinned
                and not is_appointment(wish)
                and any(
                    _collide(
                        wish,
                        other,
                        minutes_between(where[wish.client.id], where[other.client.id], self.rules.week.travel),
                    )
                    for other in appointed
                )
            ):
                windows = self._windows(wish.client, wish.visit, wish.rung, wish.minutes, self.facts.today)
                wish = wish._replace(pinned=None, windows=windows)
            kept.append(wish)
        return kept

    def _problem(self, wishes: Sequence[Wish]) -> Problem:
        week = self.rules.week
        prospects = sum(1 for w in wishes if w.client.status == PROSPECT)
        working = free_working_days(self.book, self.calendar, Span(self.facts.monday, self.sunday))
        max_week, max_clients = ceilings(self.rules, working, prospects)
        day = planner.Day(week.shifts[0].opens, week.shifts[-1].closes, week.visits_per_day)
        places = spots([w.client for w in wishes], self.book.clients)
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
        starts = wish.windows.starts
        if wish.pinned:
            at = (wish.pinned.start, wish.pinned.start)
            starts = tuple((at,) if d == wish.pinned.day else () for d in range(len(self.dates)))
        return Candidate(
            wish.client.client_no,
            wish.client.status == PROSPECT,
            FIXED_TIME if wish.pinned else wish.rung,
            wish.score,
            wish.minutes,
            starts,
            wish.pinned,
            previous,
        )


def _is_binding(visit: Visit) -> bool:
    """Whether a visit stands whatever is due: an appointment that the RM made, or one that was held."""
    return visit.status in (CONFIRMED, DONE) or (visit.status == PLANNED and visit.fixed is not None)


def is_appointment(wish: Wish) -> bool:
    """Whether day and time are agreed or the visit was held, so that there is nothing left to offer."""
    visit = wish.visit
    return visit is not None and (visit.status in (CONFIRMED, DONE) or visit.fixed == "time")


def _collide(one: Wish, other: Wish, travel: int) -> bool:
    if one.pinned is None or other.pinned is None or one.pinned.day != other.pinned.day:
        return False
    first, second = sorted((one, other), key=lambda w: w.pinned or Place(0, 0))
    gap = (second.pinned.start if second.pinned else 0) - (first.pinned.start if first.pinned else 0) - first.minutes
    return gap < travel
