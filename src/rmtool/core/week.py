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
    confirmed, at a fixed time, or saved on a day that stays as it is.
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


class _Builder:
    """Builds one week's task; holds what every step looks at."""

    def __init__(self, facts: WeekFacts) -> None:
        self.facts = facts
        self.book, self.rules, self.calendar = facts.book, facts.rules, facts.calendar
        self.sunday = facts.monday + timedelta(days=6)
        self.visits = self._visits_of_the_week()
        self.days = tuple(self._week_day(facts.monday + timedelta(days=n)) for n in range(7))
        appointed = {v.day for v in self.visits.values() if v.day}
        self.dates = tuple(
            d.date for d in self.days if (d.working and not d.leave) or (d.date in appointed and self._stays(d.date))
        )
        self.cutter = WindowCutter(self.rules, self.calendar, self.days, self.book.aways)
        self.log = self._log_with_visits_before()
        self.carried = self._carried_over()
        first = max(facts.today, facts.monday)
        working = self.calendar.working_days(Span(first, self.sunday))
        self.reckoners = [Reckoner(self.rules, self.calendar, day) for day in working]
        self.at_end = Reckoner(self.rules, self.calendar, self.sunday)

    def task(self) -> WeekTask:
        """The finished task."""
        wishes: list[Wish] = []
        left_out: list[LeftOut] = []
        for client in self.book.clients:
            if client.status in (ACTIVE, PROSPECT) and self._in_book(client):
                self._consider(client, wishes, left_out)
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

    def _stays(self, day: date) -> bool:
        """Whether something stands on `day` whatever the rules say of it: an appointment, or what was held."""
        return any(v.day == day and (v.fixed or v.status in (CONFIRMED, DONE)) for v in self.visits.values())

    def _visits_of_the_week(self) -> dict[int, Visit]:
        """Each client's visit of the week: the open or held one, else the last that was missed or cancelled."""
        found: dict[int, Visit] = {}
        for visit in self.book.visits:
            if visit.week == self.facts.monday:
                known = found.get(visit.client_id)
                if known is None or known.status in (MISSED, CANCELLED):
                    found[visit.client_id] = visit
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

    def _consider(self, client: Client, wishes: list[Wish], left_out: list[LeftOut]) -> None:
        """Adds the client to the wishes, to those left out, or (not due) to neither."""
        standing = self.facts.standings.get(client.id)
        card = self.book.cards.get(client.id)
        tier = standing.tier if standing and client.status == ACTIVE else None
        own = self.book.cadences.get(client.id, ())
        owed_all = owed(client, tier, card.grade if card else None, own, self.rules, self.facts.today)
        meetings = tuple(pair for pair in owed_all if pair[0] == VISIT_CODE)
        log = self.log.get(client.id) or self.book.log.get(client.id, ())
        visit = self.visits.get(client.id)
        first = self._first_due(client, meetings, log)
        due_from = first[0] if first else None
        shown = tier if tier else f"prospect-{card.grade}" if card else None
        due = self.at_end.worst(client, meetings or owed_all, log)
        score = _score(due.urgency if due else Share(0, 1), self.rules.tier(tier).weight if tier else PROSPECT_WEIGHT)
        if visit and visit.status == CANCELLED and due_from:
            said = phrase("week.cancelled", why=visit.why) if visit.why else phrase("week.cancelled_unsaid")
            left_out.append(LeftOut(client, shown, said, "cancelled", due, score))
            return
        rung = self._rung(client, visit, due_from, meetings, log)
        if rung is None:
            by_telephone = owed_all and not meetings and self._first_due(client, owed_all, log)
            if by_telephone and due:
                said = phrase("week.other_channel", cadence=cadence_said(due.code, due.cadence, self.rules))
                left_out.append(LeftOut(client, shown, said, "channel", due, score))
            return
        minutes = self._minutes(tier, visit)
        pinned = self._pinned(client, visit)
        windows = self._windows(client, visit, rung, minutes, due_from)
        carried = client.id in self.carried
        wishes.append(
            Wish(
                client,
                shown,
                due,
                reason(first[1] if first else due, self.rules) if due else phrase("week.no_cadence"),
                score,
                FIXED_TIME if pinned else rung,
                visit if visit and visit.status in (*OPEN_VISITS, DONE) else None,
                carried,
                pinned,
                minutes,
                windows,
            )
        )

    def _first_due(self, client: Client, cadences: Owed, log: Sequence[LogEntry]) -> tuple[date, Due] | None:
        """The first working day of the week on which the client would be due, and how it would stand then."""
        if not cadences:
            return None
        for reckoner in self.reckoners:
            due = reckoner.worst(client, cadences, log)
            if due and due.is_due:
                return reckoner.day, due
        return None

    def _rung(
        self, client: Client, visit: Visit | None, due_from: date | None, meetings: Owed, log: Sequence[LogEntry]
    ) -> int | None:
        """The rung on which the client claims a visit; None if it claims none."""
        if visit and (visit.status in (CONFIRMED, DONE) or (visit.fixed == "time" and visit.status in OPEN_VISITS)):
            return FIXED_TIME
        if visit and visit.fixed and visit.status in OPEN_VISITS:
            return FIXED_DAY if visit.fixed == "day" else MUST
        if client.id in self.carried:
            return CARRIED
        if due_from is None:
            still_planned = visit is not None and self._pinned(client, visit) is not None
            return URGENT if still_planned else None
        return LAST_CHANCE if self._is_last_chance(client, meetings, log) else URGENT

    def _is_last_chance(self, client: Client, meetings: Owed, log: Sequence[LogEntry]) -> bool:
        """Whether skipping this week breaks a quota: fewer working days are left after it than visits owed."""
        for reckoner in self.reckoners:
            for pair in meetings:
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
        suggested = sorted((w for w in wishes if w.rung > MUST), key=lambda w: (w.rung, -w.score, w.client.client_no))
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
                due_from = self.facts.today
                windows = self._windows(wish.client, None, URGENT, wish.minutes, due_from)
                wish = wish._replace(pinned=None, rung=URGENT, windows=windows)
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
            wish.rung,
            wish.score,
            wish.minutes,
            starts,
            wish.pinned,
            previous,
        )


def is_appointment(wish: Wish) -> bool:
    """Whether day and time are agreed or the visit was held, so that there is nothing left to offer."""
    visit = wish.visit
    return visit is not None and (visit.status in (CONFIRMED, DONE) or visit.fixed == "time")


def _score(urgency: Share, weight: Share) -> int:
    """1,000 × urgency × weight, rounded half up."""
    over, under = 1000 * urgency.over * weight.over, urgency.under * weight.under
    return (2 * over + under) // (2 * under)


def _collide(one: Wish, other: Wish, travel: int) -> bool:
    if one.pinned is None or other.pinned is None or one.pinned.day != other.pinned.day:
        return False
    first, second = sorted((one, other), key=lambda w: w.pinned or Place(0, 0))
    gap = (second.pinned.start if second.pinned else 0) - (first.pinned.start if first.pinned else 0) - first.minutes
    return gap < travel
