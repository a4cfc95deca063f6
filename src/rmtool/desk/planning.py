"""The week's plan, made and kept. Not: the search, nor who claims a visit (core), nor appointments (appointments)."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rmtool.core import planner
from rmtool.core.book import OPEN_VISITS, PLANNED, Book, Person
from rmtool.core.busy import BusyHours
from rmtool.core.capacity import capacity, free_working_days
from rmtool.core.claims import WeekFacts
from rmtool.core.past_week import past_plan
from rmtool.core.periods import Span, week_name
from rmtool.core.results import PlannedWeek, ShownWeek
from rmtool.core.rules import Rules
from rmtool.core.standing_week import standing_week
from rmtool.core.week import (
    WeekTask,
    default_week,
    frozen_days,
    taken_days,
    week_task,
)
from rmtool.core.week_plan import WeekPlan, saved_places, week_plan
from rmtool.core.what_if import Difference, difference
from rmtool.desk import Desk
from rmtool.desk.occasions import occasions
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.store.writing import Writing

if TYPE_CHECKING:
    from rmtool.core.occasions import Coming


def week_of(desk: Desk, text: str | None) -> date:
    """The Monday of the week that somebody typed; by default as `core.week.default_week`."""
    from rmtool.core.days import parse_week

    if text is None:
        return default_week(desk.calendar, desk.today)
    return desk.typed(lambda: parse_week(text, desk.today))


class How(NamedTuple):
    """How a week is to be planned.

    `keep_days` working days after today stay as they are (None: as the rules say); `effort` is one of the planner's
    (None: the usual one, and none at all where nothing has changed since the plan was saved); `calendars` are files
    and folders of what takes time, beside those that the rules name.
    """

    keep_days: int | None = None
    effort: str | None = None
    calendars: Sequence[Path] = ()


def how(keep_days: int | None, effort: str | None, calendars: Sequence[Path]) -> How:
    """How a week is to be planned, as somebody typed it; raises UsageError for an unknown effort."""
    if effort is not None and effort not in planner.EFFORTS:
        raise UsageError("desk.no_such_effort", effort=effort, efforts=tuple(planner.EFFORTS))
    return How(keep_days, effort, calendars)


def plan_week(desk: Desk, monday: date, asked: How, save: bool) -> PlannedWeek:
    """Plans a week, or shows it as it was saved where nothing has changed since; a past week is only shown.

    The same facts, rules and day give the same plan, so it is not searched again: the fingerprint of what it was made
    from is kept with it. Raises InputError for a calendar that can't be used.
    """
    if monday + timedelta(days=6) < desk.today:
        return _result(desk, _past_week(desk, monday), saved=False)
    calendars = taken(desk, Span(monday, monday + timedelta(days=6)), asked.calendars)
    facts = week_facts(desk, desk.book, monday)._replace(busy=calendars.busy)
    saved = desk.store.plan(monday)
    fingerprint = _fingerprint(week_task(facts))
    if saved and saved.fingerprint == fingerprint and asked.keep_days is None and asked.effort is None:
        return _result(desk, _shown_week(desk, facts), saved=True)._replace(warnings=calendars.warnings)
    days = desk.rules.week.frozen_days if asked.keep_days is None else asked.keep_days
    task = week_task(facts._replace(frozen=frozen_days(desk.calendar, desk.today, days) if saved else frozenset()))
    refuse_conflicts(task)
    found = planner.solve(task.problem, asked.effort or "normal")
    moved = planner.moved(task.problem, found)
    if save:
        summary = {"moved": moved, "frozen": sorted(day.date.isoformat() for day in task.days if day.frozen)}
        said = phrase("desk.did_plan", week=week_name(monday))
        with desk.writing("plan-week", said) as writing:
            _save_visits(writing, desk, task, found)
            writing.save_plan(monday, desk.today, fingerprint, summary)
    return _result(desk, week_plan(task, found, moved), saved=save)._replace(warnings=calendars.warnings)


def shown_week(desk: Desk, monday: date, calendars: Sequence[Path]) -> ShownWeek:
    """A week as it stands, with what the calendars take of it; nothing is searched or saved.

    Raises InputError for a calendar that can't be used.
    """
    week = Span(monday, monday + timedelta(days=6))
    reading = taken(desk, week, calendars)
    standing = standing_week(week_facts(desk, desk.book, monday)._replace(busy=reading.busy))
    return ShownWeek(
        standing,
        _deciders(desk.store.persons()) if standing.visits or standing.untimed else {},
        _occasions(desk, week),
        desk.store.plan(monday) is not None,
        any(desk.calendar.is_provisional(day) for day in week),
        week.end < desk.today,
        reading.warnings,
    )


_LONGEST_REST = 14
"""Days that may lie between an occasion and the working day before, on which it is seen to."""


def _occasions(desk: Desk, week: Span) -> list["Coming"]:
    """The occasions that are to be seen to on the week's days from today on."""
    if week.end < desk.today:
        return []
    ahead = (week.end - desk.today).days + _LONGEST_REST
    return [each for each in occasions(desk, ahead) if week.start <= each.act_on <= week.end]


def taken(desk: Desk, span: Span, calendars: Sequence[Path]) -> BusyHours:
    """What the calendars take of these days: those given, and those that the rules name, from where the rules are.

    Raises InputError for a calendar that can't be used.
    """
    folder = desk.session.rules.parent if desk.session.rules else desk.session.home
    places = [*(folder / Path(text).expanduser() for text in desk.rules.week.busy), *calendars]
    if not places:
        return BusyHours([], [])
    from rmtool.intake.calendars import read_busy

    return read_busy(places, span)


def tried_rules(desk: Desk, tried: Sequence[str]) -> Rules:
    """The rules to try: those of a file, or the ones in force, with changes like `week.visits_per_day=6`."""
    files = [Path(text) for text in tried if "=" not in text]
    if len(files) > 1:
        raise UsageError("desk.try_one_file", files=tuple(map(str, files)))
    changes = [text for text in tried if "=" in text]
    return desk.rules_of(files[0] if files else desk.session.rules, changes)


def try_week(desk: Desk, monday: date, asked: How, rules: Rules) -> Difference:
    """What other rules would change about a week's plan; saves nothing. Raises UsageError for a week that is over."""
    if monday + timedelta(days=6) < desk.today:
        raise UsageError("desk.try_past", week=week_name(monday))
    before = plan_week(desk, monday, asked, save=False)
    return difference(before, plan_week(desk.under(rules), monday, asked, save=False))


def refuse_over(planned: PlannedWeek) -> None:
    """Raises UsageError where a planning problem is asked for of a week that is over: it is only shown."""
    if planned.past:
        raise UsageError("desk.problem_over", week=week_name(planned.plan.task.monday))


def _shown_week(desk: Desk, facts: WeekFacts) -> WeekPlan:
    """A week as its visits stand, with what was kept of its plan; nothing is searched."""
    saved = desk.store.plan(facts.monday)
    summary = saved.summary if saved else {}
    frozen = frozenset(date.fromisoformat(day) for day in summary.get("frozen", ()))
    task = week_task(facts._replace(frozen=frozen))
    return week_plan(task, saved_places(task), summary.get("moved", 0))


def _past_week(desk: Desk, monday: date) -> WeekPlan:
    """A week that is over: what was held, and what was planned and wasn't."""
    saved = desk.store.plan(monday)
    return past_plan(week_facts(desk, desk.book, monday), saved.summary.get("moved", 0) if saved else 0)


def week_facts(desk: Desk, book: Book, monday: date) -> WeekFacts:
    """What a week is planned from, with the book as given."""
    return WeekFacts(book, desk.duties, desk.calendar, desk.standings, monday, desk.today, relief=desk.relief)


def _fingerprint(task: WeekTask) -> str:
    """What the plan depends on, but for where the visits stood before."""
    visits = tuple(candidate._replace(previous=None) for candidate in task.problem.visits)
    return hashlib.sha256(repr(task.problem._replace(visits=visits)).encode("utf-8")).hexdigest()


def _result(desk: Desk, plan: WeekPlan, saved: bool) -> PlannedWeek:
    days = plan.task.days
    week = Span(days[0].date, days[-1].date)
    working = free_working_days(desk.book, desk.calendar, week, taken_days(days, desk.rules.week.shifts))
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


def refuse_conflicts(task: WeekTask) -> None:
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
