"""The solved problem → the week plan in the banker's words: visits, offers, reasons. Not: who claims a visit (week)."""

from datetime import date
from typing import NamedTuple

from rmtool.core import planner
from rmtool.core.book import CONFIRMED, DONE, PLANNED, PROSPECT
from rmtool.core.capacity import STRETCH, Relief
from rmtool.core.claims import LAST_CHANCE
from rmtool.core.due import days_of
from rmtool.core.planner import Place, Plan
from rmtool.core.week import CALLS, LeftOut, WeekTask, Wish, is_appointment
from rmtool.phrase import Phrase, phrase


class PlannedVisit(NamedTuple):
    """One line of the week plan. Times in minutes of the day; `travel` from the stop before."""

    wish: Wish
    day: date
    start: int
    end: int
    status: str
    fixed: bool
    offer: tuple[date, int] | None
    fallback: tuple[date, int] | None
    reason: Phrase
    travel: int


class WeekPlan(NamedTuple):
    """A planned week."""

    task: WeekTask
    visits: tuple[PlannedVisit, ...]
    left_out: tuple[LeftOut, ...]
    moved: int
    score: int


def saved_places(task: WeekTask) -> Plan:
    """The plan as it was saved: every wish where its visit stands."""
    places = []
    for wish in task.wishes:
        place, visit = wish.pinned, wish.visit
        if place is None and visit and visit.day in task.dates and visit.start is not None:
            place = Place(task.dates.index(visit.day), visit.start)
        places.append(place)
    return Plan(tuple(places))


def week_plan(task: WeekTask, plan: Plan, moved: int) -> WeekPlan:
    """The plan in the banker's words: visits by day and time; everybody left out with a reason that is true of it."""
    legs = planner.legs(task.problem, plan)
    fallbacks = _fallbacks(task, plan)
    visits = []
    for index, place in enumerate(plan.places):
        if place is not None:
            visits.append(_planned(task, index, place, fallbacks.get(index), legs[index]))
    visits.sort(key=lambda v: (v.day, v.start, v.wish.client.client_no))
    omitted = [_left_out(task, omission) for omission in planner.explain(task.problem, plan)]
    left_out = sorted(
        (*omitted, *task.left_out),
        key=lambda x: (x.rule in CALLS, -x.score, x.client.client_no),
    )
    score = sum(v.wish.score for v in visits)
    return WeekPlan(task, tuple(visits), tuple(left_out), moved, score)


def _fallbacks(task: WeekTask, plan: Plan) -> dict[int, Place]:
    """A second time to hold out for each suggestion: one of its own while there are enough, else one that is shared."""
    found: dict[int, Place] = {}
    for index, place in enumerate(plan.places):
        if place is None or is_appointment(task.wishes[index]):
            continue
        offered = [(other, task.wishes[taken].minutes) for taken, other in found.items()]
        own = planner.fallback(task.problem, plan, index, offered) or planner.fallback(task.problem, plan, index)
        if own:
            found[index] = own
    return found


def _planned(task: WeekTask, index: int, place: Place, other: Place | None, leg: int) -> PlannedVisit:
    wish = task.wishes[index]
    day = task.dates[place.day]
    status = wish.visit.status if wish.visit else PLANNED
    fixed = is_appointment(wish)
    offer = fallback = None
    if not fixed:
        offer = (day, place.start)
        fallback = (task.dates[other.day], other.start) if other else None
    return PlannedVisit(
        wish, day, place.start, place.start + wish.minutes, status, fixed, offer, fallback, _why(wish, task.relief), leg
    )


def _why(wish: Wish, relief: Relief) -> Phrase:
    visit = wish.visit
    if visit and visit.status == DONE:
        return phrase("week.held")
    if visit and visit.status == CONFIRMED:
        key = "week.confirmed"
    elif visit and visit.fixed:
        key = f"week.fixed_{visit.fixed}"
    elif wish.carried:
        key = "week.carried"
    elif wish.rung == LAST_CHANCE:
        is_stretched = relief.policy == STRETCH and wish.client.status != PROSPECT
        key = "week.stretched" if is_stretched else "week.last_chance"
    else:
        key = "week.urgent"
    said = phrase(key, reason=wish.because, interval=days_of(wish.due.interval) if wish.due else None)
    return phrase("week.with_purpose", reason=said, why=visit.why) if visit and visit.why else said


def _left_out(task: WeekTask, omission: planner.Omission) -> LeftOut:
    wish = task.wishes[omission.index]
    day = task.dates[omission.day] if omission.day is not None else None
    instead = task.wishes[omission.instead_of].client.name if omission.instead_of is not None else None
    if omission.cause == "no-start":
        # That days are over is no news while another rule has taken the rest.
        cuts = {cut: rule for cut, rule in wish.windows.cuts.items() if rule != "past"} or wish.windows.cuts
        cuts = cuts or {phrase("week.cut_shifts", minutes=wish.minutes): "shifts"}
        rule = "+".join(dict.fromkeys(cuts.values()))
        return LeftOut(wish.client, wish.tier, phrase("week.no_start", cuts=tuple(cuts)), rule, wish.due, wish.score)
    rule = {
        "outranked": "rank",
        "crowded": "rank",
        "fixed": "appointments",
        "ceiling-week": "field-share",
        "ceiling-clients": "prospect-share",
        "ceiling-day": "visits-per-day",
    }[omission.cause]
    key = omission.cause.replace("-", "_") + ("" if instead else "_alone")
    said = phrase(
        f"week.left_{key}",
        day=day,
        instead=instead,
        max_week=task.problem.max_week,
        max_clients=task.problem.max_clients,
    )
    return LeftOut(wish.client, wish.tier, said, rule, wish.due, wish.score)
