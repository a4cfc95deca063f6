"""The week plan and appointments as pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmtool.core.book import CANCELLED, DONE, MISSED, PLANNED
from rmtool.core.due import days_of
from rmtool.core.periods import clock, week_name
from rmtool.core.week import CALLS
from rmtool.phrase import Phrase, phrase
from rmtool.show import rows
from rmtool.show.pages import elapsed_said, tier_said
from rmtool.show.pictures import Day, WeekGrid
from rmtool.show.text import Column, Page, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmtool.core.book import Client, Visit
    from rmtool.core.capacity import Capacity
    from rmtool.core.results import PlannedWeek
    from rmtool.core.rules import Rules
    from rmtool.core.week import LeftOut
    from rmtool.core.week_plan import PlannedVisit
    from rmtool.core.windows import WeekDay
    from rmtool.show.text import Said

FIELDS = (
    "date",
    "client_no",
    "name",
    "tier",
    "start",
    "end",
    "status",
    "fixed",
    "offer",
    "fallback",
    "reason",
    "urgency",
    "score",
    "district",
    "person",
    "travel_minutes",
)


LEFT_OUT_SHOWN = 20
"""Lines of those left out before the rest is only counted; JSON has them all."""


def plan_page(planned: PlannedWeek, rules: Rules) -> Page:
    """The week's plan: its load, the calendar, who was left out and why."""
    record = rows.plan_record(planned)
    visits = [{"date": day["date"], **visit} for day in record["days"] for visit in day["visits"]]
    due = [left for left in planned.plan.left_out if left.rule not in CALLS]
    calls = len(planned.plan.left_out) - len(due)
    sections, lead = [_calendar(planned, rules), _left_out(due, rules)], _lead(planned, rules)
    closing: list[Said] = []
    if calls:
        closing.append(phrase("plan.calls", count=calls))
    if planned.saved:
        closing.append(phrase("plan.saved"))
    example = next((v.wish.client.name for v in planned.plan.visits if not v.fixed), None)
    if example and not planned.past:
        closing.append(phrase("plan.next", name=example))

    def sheets() -> list[Sheet]:
        from rmtool.show.pages.plan_sheets import plan_sheets

        return plan_sheets(planned, lead, sections[0].picture, rules)

    return Page(record, lead, sections, closing, records=visits, fields=FIELDS, sheets=sheets)


def _lead(planned: PlannedWeek, rules: Rules) -> list[Said]:
    capacity, task = planned.capacity, planned.plan.task
    working = [day for day in task.days if day.working and not day.leave]
    visits = [visit for visit in planned.plan.visits if visit.status != CANCELLED]
    lead: list[Said] = [
        phrase(
            "plan.lead" if capacity.load is not None else "plan.lead_no_room",
            week=int(week_name(task.monday)[-2:]),
            first=working[0].date if working else task.monday,
            last=working[-1].date if working else task.days[-1].date,
            count=len(visits),
            required=round(capacity.required.over / capacity.required.under, 1),
            available=round(capacity.available.over / capacity.available.under, 1),
            load=capacity.load,
        )
    ]
    if planned.past:
        return [*lead, phrase("plan.held", held=sum(visit.status == DONE for visit in visits), count=len(visits))]
    lead.append(phrase("plan.room", days=len(working), most=task.problem.max_week))
    if taken := sum(_minutes_taken(day, rules) for day in working):
        lead.append(phrase("plan.busy", hours=taken / 60))
    lead += _slips(capacity, rules)
    if planned.plan.moved:
        lead.append(phrase("plan.moved", count=planned.plan.moved))
    if planned.provisional:
        lead.append(phrase("plan.provisional", year=task.days[-1].date.year))
    return lead


def _minutes_taken(day: WeekDay, rules: Rules) -> int:
    """Minutes of the day's shifts that the RM's own calendar takes."""
    both = (
        min(busy.hours.closes, shift.closes) - max(busy.hours.opens, shift.opens)
        for busy in day.busy
        for shift in rules.week.shifts
    )
    return sum(minutes for minutes in both if minutes > 0)


def _slips(capacity: Capacity, rules: Rules) -> list[Said]:
    """Who slips, by how much, and what is done about it."""
    called = sum(1 for slip in capacity.slips if slip.called)
    said: list[Said] = []
    if capacity.relief.called:
        said.append(phrase("plan.called_instead", count=called, tier=rules.tier(capacity.relief.called).name))
    late = [slip for slip in capacity.slips if not slip.called]
    if late:
        by_tier = Counter(slip.tier for slip in late)
        policy = "tier_order" if capacity.relief.called else capacity.relief.policy.replace("-", "_")
        latest = max((slip.days_late for slip in late if slip.days_late is not None), default=None)
        said.append(
            phrase(
                "plan.slips" if latest is not None else "plan.slips_wholly",
                count=len(late),
                tiers=tuple(phrase("plan.slip_tier", count=n, tier=rules.tier(t).name) for t, n in by_tier.items()),
                days=latest,
                policy=phrase(f"plan.policy_{policy}", factor=tuple(capacity.relief.factor)),
            )
        )
    return said


def _calendar(planned: PlannedWeek, rules: Rules) -> Section:
    shown = []
    last = None
    for visit in planned.plan.visits:
        day = phrase("plan.day", day=visit.day) if visit.day != last else ""
        last = visit.day
        shown.append(_visit_line(day, visit, rules))
    columns = [
        Column("day"),
        Column("time"),
        Column("mark"),
        Column("name", cut=True),
        Column("tier", drop=3),
        Column("elapsed", align="right", drop=2),
        Column("district", drop=4),
        Column("fallback", drop=5),
        Column("reason", drop=6),
    ]
    empty = phrase("plan.nothing_planned" if planned.past else "plan.nothing")
    days = [Day(day.date, day.working and not day.leave, about(day)) for day in planned.plan.task.days]
    return Section(columns=columns, rows=shown, empty=empty, picture=week_picture(days, shown, rules))


def week_picture(days: Sequence[Day], visits: Sequence[Mapping[str, object]], rules: Rules) -> WeekGrid:
    """The calendar of a week's `visits`; weekends are in it where they are worked on."""
    used = {visit["on"] for visit in visits}
    shown = [day for day in days if day.date.weekday() < 5 or day.open or day.date in used]
    shifts = [(shift.opens, shift.closes) for shift in rules.week.shifts]
    return WeekGrid(phrase("plan.calendar", week=week_name(days[0].date)), shown, shifts)


def about(day: WeekDay) -> Said:
    """What is about a day: a holiday, a make-up day, leave."""
    if day.holiday:
        return phrase("plan.holiday" if not day.working else "plan.make_up", name=day.holiday)
    return phrase("plan.leave") if day.leave else ""


def _visit_line(day: Said, visit: PlannedVisit, rules: Rules) -> dict[str, object]:
    due, other = visit.wish.due, visit.fallback
    elapsed = elapsed_said(due.elapsed, days_of(due.interval)) if due else ""
    return {
        "day": day,
        "time": f"{clock(visit.start)}–{clock(visit.end)}",
        "mark": "●" if visit.fixed and visit.status not in (MISSED, CANCELLED) else "",
        "name": visit.wish.client.name,
        "tier": tier_said(visit.wish.tier, rules) or "",
        "elapsed": elapsed,
        "district": visit.wish.client.district or "",
        "fallback": phrase("plan.fallback", day=other[0], at=other[1]) if other else "",
        "reason": phrase(f"plan.status_{visit.status}") if visit.fixed else visit.reason,
        "on": visit.day,
        "opens": visit.start,
        "closes": visit.end,
        "status": "" if visit.status == PLANNED else phrase(f"plan.status_{visit.status}"),
    }


def _left_out(left_out: Sequence[LeftOut], rules: Rules) -> Section:
    rest = len(left_out) - LEFT_OUT_SHOWN
    shown = [
        {
            "name": left.client.name,
            "tier": tier_said(left.tier, rules) or "",
            "elapsed": elapsed_said(left.due.elapsed, days_of(left.due.interval)) if left.due else "",
            "reason": left.reason,
        }
        for left in left_out[:LEFT_OUT_SHOWN]
    ]
    columns = [
        Column("name", cut=True),
        Column("tier", drop=2),
        Column("elapsed", align="right", drop=1),
        Column("reason", cut=True),
    ]
    lines = [phrase("plan.more_left_out", count=rest)] if rest > 0 else []
    return Section(phrase("plan.left_out", count=len(left_out)), columns, shown, lines)


def why_page(planned: PlannedWeek, client: Client, rules: Rules) -> Page:
    """Why one client is, or isn't, in the week's plan."""
    for visit in planned.plan.visits:
        if visit.wish.client.id == client.id:
            record = {"planned": True, "date": visit.day, **rows.planned_record(visit, planned.persons)}
            said = phrase("plan.why_planned", name=client.name, day=visit.day, at=visit.start, reason=visit.reason)
            return Page(record, [said, *_cuts(visit.wish.windows.cuts)])
    for left in planned.plan.left_out:
        if left.client.id == client.id:
            record = {"planned": False, **rows.left_out_record(left)}
            return Page(record, [phrase("plan.why_left_out", name=client.name, reason=left.reason)])
    said = phrase("plan.why_not_due", name=client.name)
    record = {"planned": False, "client_no": client.client_no, "name": client.name, "reason": said, "rule": "not-due"}
    return Page(record, [said])


def _cuts(cuts: dict[Phrase, str]) -> list[Phrase]:
    return [phrase("plan.why_cut", cut=cut) for cut in cuts]


def visit_page(visit: Visit, before: Visit | None, client: Client) -> Page:
    """An appointment as it stands now, and where it stood `before` if that was another time."""
    record = rows.visit_record(visit, client)
    lead = [phrase("plan.visit", name=client.name, when=_when(visit), status=phrase(f"plan.status_{visit.status}"))]
    if before and before.day and (before.day, before.start) != (visit.day, visit.start):
        lead.append(phrase("plan.visit_was", when=_when(before)))
    return Page(record, lead)


def _when(visit: Visit) -> Phrase:
    if visit.day is None:
        return phrase("plan.any_day", week=visit.week)
    if visit.start is None:
        return phrase("plan.any_time", day=visit.day)
    return phrase("plan.at_time", day=visit.day, at=visit.start)
