"""Who claims a visit in a week, and on which rung of the ladder (domain.md, "Planning a week"). Not: when (week.py)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import (
    ACTIVE,
    BY_MONTH,
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
from rmtool.core.busy import Busy
from rmtool.core.capacity import NO_RELIEF, WHOLE, Relief
from rmtool.core.due import Due, Owed, Reckoner, owed
from rmtool.core.periods import Calendar, Span
from rmtool.core.rules import Rules, Share
from rmtool.core.standing import Standing

FIXED_TIME, FIXED_DAY, MUST, CARRIED, LAST_CHANCE, URGENT = range(1, 7)
"""The rungs of the ladder."""

PROSPECT_WEIGHT = Share(1, 1)
"""A prospect's urgency counts like a client's of weight 1."""


class WeekFacts(NamedTuple):
    """What a week is planned from. `frozen` are the days that take nothing new; past days never do.

    `rules` are those that are worked by under the `relief` (see capacity.relieved).
    """

    book: Book
    rules: Rules
    calendar: Calendar
    standings: Mapping[int, Standing]
    monday: date
    today: date
    frozen: frozenset[date] = frozenset()
    relief: Relief = NO_RELIEF
    busy: Sequence[Busy] = ()


class Cadences(NamedTuple):
    """What a client is owed on one day: meetings, and contacts by other channels."""

    meetings: Owed
    others: Owed


class Need(NamedTuple):
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


class Claims:
    """The claims to visits in one week; looks at each client when asked."""

    def __init__(self, facts: WeekFacts) -> None:
        self.facts = facts
        self.book, self.rules, self.calendar = facts.book, facts.rules, facts.calendar
        self.sunday = facts.monday + timedelta(days=6)
        self.visits = self._visits_of_the_week()
        self.carried = self._carried_over()
        self._log = self._log_with_visits_before()
        first = max(facts.today, facts.monday)
        working = self.calendar.working_days(Span(first, self.sunday))
        self._reckoners = [Reckoner(self.rules, self.calendar, day) for day in working]
        self._at_end = Reckoner(self.rules, self.calendar, self.sunday)
        self._shared: dict[tuple[str | None, str | None], Cadences] = {}

    def is_in_book(self, client: Client) -> bool:
        """Whether the client can claim anything: active or a prospect, and in the book by then."""
        day = max(self.facts.today, self.facts.monday)
        log = self.book.log.get(client.id)
        listed = client.entered <= day or (log is not None and log[0].on <= day)
        return listed and client.status in (ACTIVE, PROSPECT)

    def need(self, client: Client) -> Need:
        """What the client's claim rests on."""
        tier, grade = self._tier_or_grade(client)
        shown = tier or (f"prospect-{grade}" if grade else None)
        log = self._log.get(client.id) or self.book.log.get(client.id, ())
        at_end = self._owed(client, self.sunday)
        due = self._at_end.worst(client, at_end.meetings or at_end.others, log)
        if due and due.code == VISIT_CODE and client.status == ACTIVE:
            due = stretched(due, self.facts.relief.factor)
        return Need(tier, shown, log, self._first_due(client, log), due, self.score(due, tier))

    def by_other_channel(self, client: Client, need: Need) -> Due | None:
        """How the client stands on Sunday with what is owed by other channels, if that becomes due in the week."""
        first = self._first_due(client, need.log, meetings=False)
        if first is None:
            return None
        return self._at_end.worst(client, self._owed(client, self.sunday).others, need.log) or first[1]

    def score(self, due: Due | None, tier: str | None) -> int:
        """1,000 × urgency × weight, rounded half up."""
        if due is None:
            return 0
        weight = self.rules.tier(tier).weight if tier else PROSPECT_WEIGHT
        over, under = 1000 * due.urgency.over * weight.over, due.urgency.under * weight.under
        return (2 * over + under) // (2 * under)

    def rung(self, client: Client, visit: Visit | None, need: Need, stays: bool) -> int | None:
        """The rung on which the client claims a visit; None if it claims none. `stays`: its visit isn't to be moved."""
        if visit and is_binding(visit):
            if visit.status in (CONFIRMED, DONE) or visit.fixed == "time":
                return FIXED_TIME
            return FIXED_DAY if visit.fixed == "day" else MUST
        if client.id in self.carried:
            return CARRIED
        if visit and visit.fixed == BY_MONTH and _is_still_owed(need):
            return LAST_CHANCE
        if need.first is None:
            return URGENT if stays else None
        if self.is_stretched(client):
            return LAST_CHANCE if need.due and need.due.urgency.over >= need.due.urgency.under else URGENT
        return LAST_CHANCE if self._is_last_chance(client, need.log) else URGENT

    def is_stretched(self, client: Client) -> bool:
        """Whether the client's interval is stretched: prospects have a share of the week of their own.

        Then it isn't the quota that claims the fifth rung, which can't be met for everybody, but the stretched
        interval: once it is up, the client comes before those whose isn't, whatever their tiers. So all intervals grow
        in the same proportion.
        """
        return self.facts.relief.factor != WHOLE and client.status == ACTIVE

    def _visits_of_the_week(self) -> dict[int, tuple[Visit, ...]]:
        """Each client's visits of the week: all appointments and held ones; else the planned one, missed or cancelled.

        Of several that bind nobody the last planned one counts, without one the last at all.
        """
        listed: dict[int, list[Visit]] = {}
        for visit in sorted((v for v in self.book.visits if v.week == self.facts.monday), key=lambda v: v.id):
            listed.setdefault(visit.client_id, []).append(visit)
        found = {}
        for client_id, visits in listed.items():
            binding = tuple(v for v in visits if is_binding(v))
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
            if v.week != last_week or v.status not in (*OPEN_VISITS, MISSED) or v.is_proposed:
                continue
            over = v.status == MISSED or (v.day or last_week + timedelta(days=6)) < self.facts.today
            if over and not any(e.on >= last_week and e.code in counting for e in self.book.log.get(v.client_id, ())):
                carried.add(v.client_id)
        return frozenset(carried)

    def _tier_or_grade(self, client: Client) -> tuple[str | None, str | None]:
        standing, card = self.facts.standings.get(client.id), self.book.cards.get(client.id)
        if client.status == PROSPECT:
            return None, card.grade if card else None
        return standing.tier if standing and client.status == ACTIVE else None, None

    def _owed(self, client: Client, day: date) -> Cadences:
        """What the client is owed on `day`: the same on every day, but for a client with a cadence of its own."""
        tier, grade = self._tier_or_grade(client)
        own = self.book.cadences.get(client.id, ())
        known = None if own else self._shared.get((tier, grade))
        if known is None:
            owed_all = owed(client, tier, grade, own, self.rules, day)
            known = Cadences(
                tuple(pair for pair in owed_all if pair[0] == VISIT_CODE),
                tuple(pair for pair in owed_all if pair[0] != VISIT_CODE),
            )
            if not own:
                self._shared[tier, grade] = known
        return known

    def _first_due(self, client: Client, log: Sequence[LogEntry], meetings: bool = True) -> tuple[date, Due] | None:
        """The first working day of the week on which a meeting (or another contact) is due, and how it stands then."""
        for reckoner in self._reckoners:
            on_the_day = self._owed(client, reckoner.day)
            due = reckoner.worst(client, on_the_day.meetings if meetings else on_the_day.others, log)
            if due and due.is_due:
                return reckoner.day, due
        return None

    def _is_last_chance(self, client: Client, log: Sequence[LogEntry]) -> bool:
        """Whether skipping this week breaks a quota: fewer working days are left after it than visits owed."""
        for reckoner in self._reckoners:
            for pair in self._owed(client, reckoner.day).meetings:
                due = reckoner.worst(client, (pair,), log)
                if due is None or due.period is None or not due.is_due:
                    continue
                after = self.calendar.count_working(Span(self.sunday + timedelta(days=1), due.period.end))
                if after < due.cadence.times - due.done:
                    return True
        return False


def stretched(due: Due, factor: Share) -> Due:
    """How the client stands if its interval is `factor` times as long."""
    if factor == WHOLE:
        return due
    return due._replace(
        interval=Share(due.interval.over * factor.over, due.interval.under * factor.under),
        urgency=Share(due.urgency.over * factor.under, due.urgency.under * factor.over),
    )


def is_binding(visit: Visit) -> bool:
    """Whether a visit stands whatever is due: an appointment that the RM made, or one that was held."""
    return visit.status in (CONFIRMED, DONE) or (visit.status == PLANNED and visit.fixed not in (None, BY_MONTH))


def _is_still_owed(need: Need) -> bool:
    """Whether the month's plan is right to have the client seen: a quota may have been met since."""
    due = need.due
    return need.first is not None or (due is not None and due.cadence.is_quota and due.done < due.cadence.times)
