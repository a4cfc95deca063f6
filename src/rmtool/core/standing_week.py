"""A week as it stands: every visit where the book has it, whether or not it can be kept. Not: its plan (week_plan)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import CANCELLED, MISSED, OPEN_VISITS, Client, Visit
from rmtool.core.claims import WeekFacts
from rmtool.core.register import tier_label
from rmtool.core.week import week_days
from rmtool.core.windows import WeekDay


class StandingVisit(NamedTuple):
    """A visit with its client, what that ranks as, and its hours; without a day or a start while they are open."""

    visit: Visit
    client: Client
    tier: str | None
    day: date | None
    start: int | None
    end: int | None


class StandingWeek(NamedTuple):
    """The seven days, the visits that have an hour, in order, and those that are `untimed`."""

    days: tuple[WeekDay, ...]
    visits: Sequence[StandingVisit]
    untimed: Sequence[StandingVisit]


def standing_week(facts: WeekFacts) -> StandingWeek:
    """The week as it stands. What was missed or cancelled is told of days that are over: later ones are free again."""
    clients = {client.id: client for client in facts.book.clients}
    timed, untimed = [], []
    for visit in facts.book.visits:
        if visit.week != facts.monday:
            continue
        client = clients[visit.client_id]
        standing = facts.standings.get(client.id)
        label = tier_label(client, facts.standings, facts.book)
        if visit.day is None or visit.start is None:
            if visit.status in OPEN_VISITS:
                untimed.append(StandingVisit(visit, client, label, visit.day, None, None))
        elif visit.status not in (MISSED, CANCELLED) or visit.day < facts.today:
            minutes = visit.minutes or facts.rules.visit_minutes(standing.tier if standing else None)
            timed.append(StandingVisit(visit, client, label, visit.day, visit.start, visit.start + minutes))
    timed.sort(key=lambda each: (each.day, each.start, each.client.client_no, each.visit.id))
    untimed.sort(key=lambda each: (each.day or date.max, each.client.client_no, each.visit.id))
    return StandingWeek(week_days(facts), timed, untimed)
