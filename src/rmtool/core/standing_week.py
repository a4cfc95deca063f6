"""A week as it stands: every visit where the book has it, whether or not it can be kept. Not: its plan (week_plan)."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from rmtool.core.book import CANCELLED, MISSED, Book, Client, Visit
from rmtool.core.claims import WeekFacts
from rmtool.core.places import Places, Spot, usable_point
from rmtool.core.register import tier_label
from rmtool.core.rules import Rules
from rmtool.core.travel import minutes_between
from rmtool.core.week import week_days
from rmtool.core.windows import WeekDay


class StandingVisit(NamedTuple):
    """A visit with its client, what that ranks as, and how long it is; without a day or a start while they are open."""

    visit: Visit
    client: Client
    tier: str | None
    minutes: int

    @property
    def day(self) -> date | None:
        """The day that it is on."""
        return self.visit.day

    @property
    def start(self) -> int | None:
        """The minute of its day at which it begins, if it has a day."""
        return self.visit.start if self.visit.day else None

    @property
    def end(self) -> int | None:
        """The minute of its day at which it ends."""
        return None if self.start is None else self.start + self.minutes


class StandingWeek(NamedTuple):
    """The seven days, the visits that have an hour, in order, and those that are `untimed`."""

    days: tuple[WeekDay, ...]
    visits: Sequence[StandingVisit]
    untimed: Sequence[StandingVisit]


def standing_week(facts: WeekFacts) -> StandingWeek:
    """The week as it stands. What was missed or cancelled is told of days that are over: later ones are free again."""
    clients = {client.id: client for client in facts.book.clients}
    timed: list[StandingVisit] = []
    untimed: list[StandingVisit] = []
    for visit in facts.book.visits:
        if visit.week != facts.monday or not _is_told(visit, facts.today):
            continue
        client = clients[visit.client_id]
        standing = facts.standings.get(client.id)
        minutes = visit.minutes or facts.rules.visit_minutes(standing.tier if standing else None)
        each = StandingVisit(visit, client, tier_label(client, facts.standings, facts.book), minutes)
        (untimed if each.start is None else timed).append(each)
    timed.sort(key=lambda each: (each.day, each.start, each.client.client_no, each.visit.id))
    untimed.sort(key=lambda each: (each.day or date.max, each.client.client_no, each.visit.id))
    return StandingWeek(week_days(facts), timed, untimed)


def _is_told(visit: Visit, today: date) -> bool:
    return visit.status not in (MISSED, CANCELLED) or (visit.day is not None and visit.day < today)


def legs(standing: StandingWeek, book: Book, rules: Rules) -> dict[int, int]:
    """Minutes of travel to each visit that has an hour, from the one before on its day, or from the branch.

    What was missed or cancelled is no stop. Without a branch in the rules the first leg of a day takes no time.
    """
    branch, places = rules.week.branch, Places(book.clients, rules.week.branch)
    home = Spot(usable_point(branch.lat, branch.lon), branch.district) if branch else None
    found: dict[int, int] = {}
    stops = (each for each in standing.visits if each.visit.status not in (MISSED, CANCELLED))
    for _, day in groupby(stops, key=lambda each: each.day):
        before = home
        for each in day:
            spot = places.spot(each.client)
            found[each.visit.id] = minutes_between(before, spot, rules.week.travel) if before else 0
            before = spot
    return found
