"""Why a week holds few visits, or none: days, ceilings, who is owed meetings, who is due. Not: each omission's reason.

The planner's own reasons (week_plan) say why one client was left out; here stands what holds for the week.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rmtool.core.book import PROSPECT, VISIT_CODE, Client
from rmtool.core.capacity import visits_a_week
from rmtool.core.claims import WeekFacts
from rmtool.core.due import Owed, Reckoner, owed
from rmtool.core.rules import Tier
from rmtool.core.standing import listed_clients
from rmtool.core.week import CALLS, LeftOut, taken_days
from rmtool.core.week_plan import WeekPlan
from rmtool.phrase import Phrase, phrase


class Thin(NamedTuple):
    """What keeps a week from holding more visits; `wants_look` if that is hardly meant."""

    reasons: tuple[Phrase, ...]
    wants_look: bool


def thin_week(facts: WeekFacts, plan: WeekPlan) -> Thin:
    """Why the week doesn't hold as many visits as it may; no reasons where it does."""
    most = plan.task.problem.max_week
    if most and len(plan.visits) >= most:
        return Thin((), wants_look=False)
    if missing := _nobody(facts):
        return Thin((missing,), wants_look=True)
    days = tuple(_days(facts, plan))
    left = [each for each in plan.left_out if each.rule not in CALLS]
    if not most:
        return Thin((*days, *_no_room(facts, plan)), wants_look=any(_is_open(facts, plan)))
    return Thin((*days, *_left_out(left), *_not_due(facts, plan, left)), wants_look=bool(left) and not plan.visits)


def _nobody(facts: WeekFacts) -> Phrase | None:
    """Why nobody at all is owed a meeting, if that is so."""
    book, rules = facts.book, facts.rules
    if not book.clients:
        return phrase("thin.no_clients")
    if _owed_meetings(facts):
        return None
    clients = listed_clients(book, facts.today)
    if not clients:
        return phrase("thin.nobody_active", count=len(book.clients))
    meeting = tuple(tier.name for tier in rules.tiers if _meets(tier))
    if not meeting:
        return phrase("thin.no_tier_meets")
    blank = sum(1 for client in clients if facts.standings[client.id].amount is None)
    key = "thin.nobody_in_tiers_blank" if blank else "thin.nobody_in_tiers"
    return phrase(key, tiers=meeting, count=len(clients), blank=blank)


def _meets(tier: Tier) -> bool:
    return bool(visits_a_week((code, cadence) for code, listed in tier.cadence.items() for cadence in listed).over)


def _owed_meetings(facts: WeekFacts) -> list[tuple[Client, Owed]]:
    """The clients and prospects that are owed meetings, and which."""
    book = facts.book
    found = []
    for client in (*listed_clients(book, facts.today), *(c for c in book.clients if c.status == PROSPECT)):
        standing, card = facts.standings.get(client.id), book.cards.get(client.id)
        tier, grade = standing.tier if standing else None, card.grade if card else None
        cadences = owed(client, tier, grade, book.cadences.get(client.id, ()), facts.rules, facts.today)
        if meetings := tuple(pair for pair in cadences if pair[0] == VISIT_CODE):
            found.append((client, meetings))
    return found


def _days(facts: WeekFacts, plan: WeekPlan) -> Iterator[Phrase]:
    """What takes days away from the week."""
    days = plan.task.days
    rested = [day for day in days if not day.working and day.date.weekday() < 5]
    if rested:
        names = tuple(dict.fromkeys(day.holiday for day in rested if day.holiday))
        yield phrase("thin.holidays", count=len(rested), names=names)
    if leave := sum(1 for day in days if day.working and day.leave):
        yield phrase("thin.leave", count=leave)
    if taken := sum(1 for day in days if day.date in taken_days(days, facts.rules.week.shifts)):
        yield phrase("thin.busy", count=taken)
    if past := sum(1 for day in days if day.working and not day.leave and day.past):
        yield phrase("thin.past", count=past)
    if frozen := sum(1 for day in days if day.working and not day.leave and day.frozen):
        yield phrase("thin.frozen", count=frozen)


def _is_open(facts: WeekFacts, plan: WeekPlan) -> Iterator[bool]:
    """For each day whether it is one on which the RM could be out."""
    taken = taken_days(plan.task.days, facts.rules.week.shifts)
    return (day.working and not day.leave and day.date not in taken for day in plan.task.days)


def _no_room(facts: WeekFacts, plan: WeekPlan) -> Iterator[Phrase]:
    """Why a week with working days has room for no whole visit."""
    week, working = facts.rules.week, sum(_is_open(facts, plan))
    if working:
        yield phrase("thin.no_room", count=working, visits_per_day=week.visits_per_day, share=tuple(week.field_share))


def _left_out(left: Sequence[LeftOut]) -> Iterator[Phrase]:
    """The due clients without a visit, told by the one that comes first."""
    if left:
        yield phrase("thin.left_out", count=len(left), name=left[0].client.name, reason=left[0].reason)


def _not_due(facts: WeekFacts, plan: WeekPlan, left: Sequence[LeftOut]) -> Iterator[Phrase]:
    """How many of those who are owed meetings aren't due in the week, and when the first of them is."""
    spoken = {visit.wish.client.id for visit in plan.visits} | {each.client.id for each in left}
    others = [(client, meetings) for client, meetings in _owed_meetings(facts) if client.id not in spoken]
    reckoner = Reckoner(facts.rules, facts.calendar, plan.task.days[-1].date)
    dues = [reckoner.worst(client, meetings, facts.book.log.get(client.id, ())) for client, meetings in others]
    if days := [due.due_on for due in dues if due]:
        yield phrase("thin.not_due", count=len(others), next=min(days))
