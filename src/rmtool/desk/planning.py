"""The week's plan, made and kept, and appointments. Not: the search, nor who claims a visit (core)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from rmtool.core import planner
from rmtool.core.book import CANCELLED, CONFIRMED, DONE, MISSED, OPEN_VISITS, PLANNED, Client, Person, Visit
from rmtool.core.capacity import capacity, free_working_days
from rmtool.core.claims import WeekFacts
from rmtool.core.past_week import with_unheld
from rmtool.core.periods import Span, clock, period_of, week_name
from rmtool.core.register import tier_label
from rmtool.core.results import PlannedWeek
from rmtool.core.week import (
    WeekTask,
    default_week,
    frozen_days,
    week_task,
)
from rmtool.core.week_plan import WeekPlan, saved_places, week_plan
from rmtool.desk import Desk
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.store.writing import Writing


def week_of(desk: Desk, text: str | None) -> date:
    """The Monday of the week that somebody typed; by default as `core.week.default_week`."""
    from rmtool.core.days import DayError, parse_week

    if text is None:
        return default_week(desk.calendar, desk.today)
    try:
        return parse_week(text, desk.today)
    except DayError as error:
        raise UsageError("desk.said", what=error.message) from None


def plan_week(desk: Desk, monday: date, keep_days: int | None, save: bool) -> PlannedWeek:
    """Plans a week, or shows it as it was saved where nothing has changed since; a past week is only shown.

    The same facts, rules and day give the same plan, so it is not searched again: the fingerprint of what it was made
    from is kept with it.
    """
    if monday + timedelta(days=6) < desk.today:
        return _result(desk, monday, _past_week(desk, monday), saved=False)
    saved = desk.store.plan(monday)
    fingerprint = _fingerprint(week_task(_facts(desk, monday, frozenset())))
    if saved and saved.fingerprint == fingerprint and keep_days is None:
        return _result(desk, monday, shown_week(desk, monday), saved=True)
    days = desk.rules.week.frozen_days if keep_days is None else keep_days
    frozen = frozen_days(desk.calendar, desk.today, days) if saved else frozenset()
    task = week_task(_facts(desk, monday, frozen))
    _refuse_conflicts(task)
    found = planner.solve(task.problem)
    moved = planner.moved(task.problem, found)
    if save:
        summary = {"moved": moved, "frozen": sorted(day.isoformat() for day in frozen)}
        said = phrase("desk.did_plan", week=week_name(monday))
        with desk.writing("plan-week", said) as writing:
            _save_visits(writing, desk, task, found)
            writing.save_plan(monday, desk.today, fingerprint, summary)
    return _result(desk, monday, week_plan(task, found, moved), saved=save)


def shown_week(desk: Desk, monday: date) -> WeekPlan:
    """A week as its visits stand, with what was kept of its plan; nothing is searched."""
    saved = desk.store.plan(monday)
    summary = saved.summary if saved else {}
    frozen = frozenset(date.fromisoformat(day) for day in summary.get("frozen", ()))
    task = week_task(_facts(desk, monday, frozen))
    return week_plan(task, saved_places(task), summary.get("moved", 0))


def _past_week(desk: Desk, monday: date) -> WeekPlan:
    """A week that is over: what was held, and what was planned and wasn't."""
    by_id = {c.id: c for c in desk.book.clients}
    unheld = [
        (by_id[v.client_id], tier_label(by_id[v.client_id], desk.standings, desk.book), v)
        for v in desk.book.visits
        if v.week == monday and v.status in (MISSED, CANCELLED)
    ]
    return with_unheld(shown_week(desk, monday), unheld, desk.rules.week.visit)


def _facts(desk: Desk, monday: date, frozen: frozenset[date]) -> WeekFacts:
    return WeekFacts(desk.book, desk.rules, desk.calendar, desk.standings, monday, desk.today, frozen)


def _fingerprint(task: WeekTask) -> str:
    """What the plan depends on, but for where the visits stood before."""
    visits = tuple(candidate._replace(previous=None) for candidate in task.problem.visits)
    return hashlib.sha256(repr(task.problem._replace(visits=visits)).encode("utf-8")).hexdigest()


def _result(desk: Desk, monday: date, plan: WeekPlan, saved: bool) -> PlannedWeek:
    week = Span(monday, monday + timedelta(days=6))
    working = free_working_days(desk.book, desk.calendar, week)
    persons = _deciders(desk.store.persons()) if plan.visits else {}
    provisional = any(desk.calendar.is_provisional(day) for day in week)
    return PlannedWeek(
        plan,
        capacity(desk.book, desk.rules, desk.standings, desk.today, working),
        persons,
        saved,
        provisional,
        week.end < desk.today,
    )


def _deciders(persons: Sequence[Person]) -> dict[int, str]:
    """Whom to see at each client: whoever decides, else the first in the book."""
    found: dict[int, Person] = {}
    for person in persons:
        known = found.get(person.client_id)
        if known is None or (person.power and not known.power):
            found[person.client_id] = person
    return {client_id: person.name for client_id, person in found.items()}


def _save_visits(writing: Writing, desk: Desk, task: WeekTask, found: planner.Plan) -> None:
    """Writes where the plan puts its visits: new ones, moved ones, and suggestions that gave way are taken out."""
    kept = set()
    for wish, place in zip(task.wishes, found.places, strict=True):
        visit = wish.visit
        if visit:
            kept.add(visit.id)
        if wish.pinned:
            continue
        where = {"day": task.dates[place.day], "start": place.start} if place else {"day": None, "start": None}
        if visit is None and place:
            writing.add_visit(
                {"client_id": wish.client.id, "week": task.monday, "minutes": None, "status": PLANNED, **where}
            )
        elif visit and visit.fixed == "day":
            writing.set_visit(visit.id, {"start": where["start"]})
        elif visit and (place or visit.fixed):
            writing.set_visit(visit.id, where)
        elif visit:
            writing.remove_visit(visit.id)
    for visit in desk.book.visits:
        suggested = visit.week == task.monday and visit.status == PLANNED and not visit.fixed
        ahead = visit.day is None or visit.day >= desk.today
        if suggested and ahead and visit.id not in kept:
            writing.remove_visit(visit.id)


def _refuse_conflicts(task: WeekTask) -> None:
    """Raises UsageError naming every two appointments that can't both be kept, with the minutes missing."""
    pairs = [
        (task.wishes[i], task.wishes[j], missing)
        for i, j, missing in planner.conflicts(task.problem)
        if all(w.visit and w.visit.status in OPEN_VISITS for w in (task.wishes[i], task.wishes[j]))
    ]
    if pairs:
        details = tuple(
            phrase("desk.conflict", one=a.client.name, other=b.client.name, minutes=missing) for a, b, missing in pairs
        )
        raise UsageError("desk.conflicts", details=details)


class Appointment(NamedTuple):
    """What the RM says of a visit; parts not said are None."""

    day: date | None = None
    start: int | None = None
    minutes: int | None = None
    must: bool = False
    status: str | None = None
    move: bool = False
    why: str | None = None
    person: str | None = None


def appoint(desk: Desk, client: Client, asked: Appointment) -> tuple[Visit, Visit | None]:
    """Makes, moves, confirms, cancels or marks as missed the client's visit; returns it as it is now and as it was.

    Raises UsageError where that can't be.
    """
    if asked.day and asked.status not in (CANCELLED, MISSED):
        _check_ahead(desk, asked.day)
    present = _visit_meant(desk, client, asked)
    if asked.status or asked.move:
        if present is None:
            raise UsageError("desk.no_open_visit", name=client.name)
        fields = _changed(desk, present, asked)
    else:
        fields = _made(desk, asked)
    fields |= {
        name: value
        for name, value in (("minutes", asked.minutes), ("why", asked.why), ("person", asked.person))
        if value is not None
    }
    said = phrase("desk.did_visit", name=client.name, what=_said(fields))
    with desk.writing("visit", said) as writing:
        if present:
            writing.set_visit(present.id, fields)
            visit_id = present.id
        else:
            visit_id = writing.add_visit({"client_id": client.id, "status": PLANNED, **fields})
        now = next(v for v in desk.store.visits(client_id=client.id) if v.id == visit_id)
        if now.fixed == "time" or now.status == CONFIRMED:
            _check_collisions(desk, now.week)
    return now, present


def _visit_meant(desk: Desk, client: Client, asked: Appointment) -> Visit | None:
    """The client's open visit that is spoken of, if it has one: of the week of the day named, else the nearest.

    What wasn't held is looked for in the past first, and never beyond this week; all else is looked for ahead first.
    Raises UsageError where the visits there are can't be meant.
    """
    visits = [v for v in desk.book.visits if v.client_id == client.id and v.status in OPEN_VISITS]
    over = asked.status in (CANCELLED, MISSED)
    found = visits
    if asked.day and not asked.move:
        week = period_of("week", asked.day).start
        found = [v for v in visits if v.week == week and (not over or v.day in (None, asked.day))]
    elif asked.must and not asked.move:
        week = default_week(desk.calendar, desk.today)
        found = [v for v in visits if v.week == week]
    if asked.status == MISSED:
        found = [v for v in found if v.week <= desk.today]
    if over and visits and not found:
        listed = tuple(_said({"day": v.day, "start": v.start, "week": v.week}) for v in visits)
        raise UsageError("desk.other_visits", name=client.name, visits=listed)
    near = desk.today if asked.move or asked.day is None else asked.day
    return min(found, key=lambda v: _distance(v, near, asked.status == MISSED), default=None)


def _distance(visit: Visit, near: date, back: bool) -> tuple[bool, int, int]:
    """How far a visit lies from a day, those on the side looked at first; one without a day stands for its week."""
    day = visit.day or min(max(visit.week, near), visit.week + timedelta(days=6))
    return (day > near) if back else (day < near), abs((day - near).days), visit.id


def _changed(desk: Desk, visit: Visit, asked: Appointment) -> dict[str, Any]:
    if asked.status in (CANCELLED, MISSED):
        return {"status": asked.status}
    if asked.move and asked.day is None and asked.start is None:
        raise UsageError("desk.move_where")
    day = asked.day or visit.day
    start = asked.start if asked.start is not None else visit.start if asked.status == CONFIRMED else None
    if asked.status == CONFIRMED and (day is None or start is None):
        raise UsageError("desk.confirm_when")
    if day is None:
        raise UsageError("desk.time_without_day")
    _check_ahead(desk, day)
    fields: dict[str, Any] = {"status": asked.status or PLANNED}
    if asked.day or asked.start is not None:
        fields |= {"day": day, "start": start, "fixed": "time" if start is not None else "day"}
        fields["week"] = period_of("week", day).start
    return fields


def _made(desk: Desk, asked: Appointment) -> dict[str, Any]:
    if asked.day is None and asked.start is not None:
        raise UsageError("desk.time_without_day")
    if asked.day is None and not asked.must:
        raise UsageError("desk.visit_when")
    week = period_of("week", asked.day).start if asked.day else default_week(desk.calendar, desk.today)
    fixed = "week" if asked.day is None else "day" if asked.start is None else "time"
    return {"week": week, "day": asked.day, "start": asked.start, "fixed": fixed, "status": PLANNED}


def _check_ahead(desk: Desk, day: date) -> None:
    if day < desk.today:
        raise UsageError("desk.visit_in_the_past", day=day)


def _check_collisions(desk: Desk, monday: date) -> None:
    """Raises UsageError, which takes the command back, if two of the week's appointments can't both be kept."""
    book = desk.store.book()
    facts = WeekFacts(book, desk.rules, desk.calendar, desk.standings, monday, desk.today)
    _refuse_conflicts(week_task(facts))


def _said(fields: Mapping[str, object]) -> Phrase:
    day, start = fields.get("day"), fields.get("start")
    if fields.get("status") in (CANCELLED, MISSED, DONE):
        return phrase(f"desk.visit_{fields['status']}")
    if isinstance(day, date):
        if isinstance(start, int):
            return phrase("desk.visit_at", day=day, at=clock(start))
        return phrase("desk.visit_on", day=day)
    if fields.get("status") == CONFIRMED:
        return phrase("desk.visit_confirmed")
    return phrase("desk.visit_this_week", week=fields["week"])
