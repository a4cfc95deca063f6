"""Appointments as the RM makes them: fixed, moved, confirmed, called off, missed. Not: the week's plan (planning)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from rmtool.core.book import CANCELLED, CONFIRMED, DONE, MISSED, OPEN_VISITS, PLANNED, Client, Visit
from rmtool.core.periods import clock, period_of
from rmtool.core.week import default_week, week_task
from rmtool.desk import Desk
from rmtool.desk.planning import refuse_conflicts, week_facts
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase


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
    told = {name: getattr(asked, name) for name in ("minutes", "why", "person") if getattr(asked, name) is not None}
    if asked.status or asked.move:
        if present is None:
            raise UsageError("desk.no_open_visit", name=client.name)
        fields = _changed(desk, present, asked)
    elif present and told and asked.day is None and asked.start is None and not asked.must:
        fields = {}
    else:
        fields = _made(desk, asked)
    fields |= told
    stands = present._asdict() if present else {}
    said = phrase("desk.did_visit", name=client.name, what=_said({**stands, **fields}))
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
    refuse_conflicts(week_task(week_facts(desk, desk.store.book(), monday)))


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
