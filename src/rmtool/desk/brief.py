"""The page that one takes into a visit, with the two times to ask for. Not: what stands on it (core/brief.py)."""

from datetime import date, timedelta

from rmtool.core import planner
from rmtool.core.book import OPEN_VISITS, PLANNED, Client, Visit
from rmtool.core.brief import Brief, Known, Times, brief
from rmtool.core.periods import Span
from rmtool.core.register import tier_label
from rmtool.core.week import default_week, week_task
from rmtool.desk import Desk
from rmtool.desk.occasions import occasions_of
from rmtool.desk.planning import How, plan_week, refuse_conflicts, taken, week_facts
from rmtool.desk.products import suits
from rmtool.errors import UsageError

_WEEKS = 2
"""Weeks that are looked through for a time."""

_NO_TIMES = Times(None, None)


def brief_of(desk: Desk, who: str) -> Brief:
    """The page for a visit to the client that `who` names."""
    client = desk.client(who)
    portfolio, _ = suits(desk, client.client_no)
    standing = desk.standings.get(client.id)
    visit = _next_visit(desk, client)
    known = Known(
        client,
        tier_label(client, desk.standings, desk.book),
        next((due for one, due in desk.dues if one.id == client.id), None),
        _visit_minutes(desk, standing.tier if standing else None),
        desk.store.persons(client.id),
        desk.store.contacts(client_id=client.id),
        [promise for promise in desk.store.follow_ups(desk.today) if promise.client_id == client.id],
        desk.book.balances.get(client.id, ()),
        portfolio.subject.measure,
        portfolio.held,
        portfolio.suiting,
        occasions_of(desk, client),
        visit.why if visit else None,
        _times(desk, client),
        desk.book.cards.get(client.id),
    )
    return brief(known, desk.rules.meetings, desk.today)


def _visit_minutes(desk: Desk, tier: str | None) -> int:
    own = desk.rules.tier(tier).visit if tier else None
    return own or desk.rules.week.visit


def _next_visit(desk: Desk, client: Client) -> Visit | None:
    ahead = [
        v
        for v in desk.book.visits
        if v.client_id == client.id and v.status in OPEN_VISITS and v.week + timedelta(days=6) >= desk.today
    ]
    return min(ahead, key=lambda v: (v.day or v.week, v.start or 0, v.id), default=None)


def _times(desk: Desk, client: Client) -> Times:
    """The times of the visit that is planned, else those that it would have if it were made an appointment now.

    Where its week leaves no second time, the week after has one.
    """
    this = desk.today - timedelta(days=desk.today.weekday())
    first = default_week(desk.calendar, desk.today)
    mondays = [first + timedelta(days=7 * n) for n in range(_WEEKS)]
    planned = (_planned_times(desk, client, monday) for monday in sorted({this, *mondays}))
    found = next((times for times in planned if times), _NO_TIMES)
    for monday in mondays:
        if found.fixed or found.fallback:
            break
        if found.offer is None or monday > found.offer[0]:
            asked = _times_if_asked(desk, client, monday)
            found = found._replace(fallback=asked.offer) if found.offer else asked
    return found


def _planned_times(desk: Desk, client: Client, monday: date) -> Times | None:
    """The offer and fallback of the week's saved plan, or the time that was agreed."""
    if desk.store.plan(monday) is None and not _is_asked_for(desk, client, monday):
        return None
    try:
        planned = plan_week(desk, monday, How(), save=False)
    except UsageError:  # appointments in conflict: plan-week says which
        return None
    for visit in planned.plan.visits:
        if visit.wish.client.id == client.id and visit.day >= desk.today and visit.status in OPEN_VISITS:
            at = (visit.day, visit.start)
            return Times(at, None, True) if visit.fixed else Times(visit.offer or at, visit.fallback)
    return None


def _is_asked_for(desk: Desk, client: Client, monday: date) -> bool:
    return any(v.client_id == client.id and v.week == monday and v.status in OPEN_VISITS for v in desk.book.visits)


def _times_if_asked(desk: Desk, client: Client, monday: date) -> Times:
    """Where the visit would stand in the week if the RM asked for it, and where else it could."""
    wish = Visit(0, client.id, monday, None, None, None, PLANNED, "week", None, None, None)
    facts = week_facts(desk, desk.book._replace(visits=(*desk.book.visits, wish)), monday)
    busy = taken(desk, Span(monday, monday + timedelta(days=6)), ()).busy
    task = week_task(facts._replace(busy=busy))
    try:
        refuse_conflicts(task)
    except UsageError:
        return _NO_TIMES
    found = planner.solve(task.problem, "low")
    for index, asked in enumerate(task.wishes):
        place = found.places[index]
        if asked.client.id == client.id and place is not None:
            other = planner.fallback(task.problem, found, index)
            return Times((task.dates[place.day], place.start), (task.dates[other.day], other.start) if other else None)
    return _NO_TIMES
