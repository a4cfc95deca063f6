"""Weeks and attainment as sheets of workbooks: days, times and counts in columns of their own. Not: pages (week)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import CANCELLED, MISSED, PLANNED
from rmtool.core.due import cadence_said
from rmtool.phrase import phrase
from rmtool.show.pages import tier_said
from rmtool.show.pages.exchange import column, contacts_sheet, filled, heading
from rmtool.show.pictures import Bars
from rmtool.show.text import Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmtool.core.attainment import Attained
    from rmtool.core.book import Client, Visit
    from rmtool.core.results import PlannedWeek, ShownWeek, WeekReport
    from rmtool.core.rules import Rules
    from rmtool.core.week import LeftOut
    from rmtool.core.week_plan import PlannedVisit
    from rmtool.show.pictures import Picture
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

_ALWAYS = ("on", "opens", "name", "standing")
_VISIT = [
    *(column("on", "date"), column("weekday"), column("opens", "clock", "start"), column("closes", "clock", "end")),
    *(
        column("mark", align="center"),
        column("client_no"),
        column("name", cut=True),
        column("tier"),
        column("standing", heads="status"),
    ),
    *(column("district"), column("person"), column("fallback"), column("reason"), column("why", heads="reason")),
]
_LEFT_OUT = [
    *(column("client_no"), column("name", cut=True), column("tier"), column("due_on", "date")),
    *(column("score", "number"), column("reason")),
]


def plan_sheets(planned: PlannedWeek, lead: Sequence[Said], picture: Picture | None, rules: Rules) -> list[Sheet]:
    """A week's plan: its visits, their calendar, and everybody who was left out."""
    visits = [_planned(visit, planned.persons, rules) for visit in planned.plan.visits]
    left_out = [_left_out(each, rules) for each in planned.plan.left_out]
    title = phrase("plan.left_out", count=len(left_out))
    empty = phrase("plan.nothing_planned" if planned.past else "plan.nothing")
    return [
        Sheet(heading("plan"), lead, [_visits(visits, picture, empty)]),
        *([Sheet(heading("left_out"), [title], [Section(columns=_LEFT_OUT, rows=left_out)])] if left_out else []),
    ]


def week_sheets(shown: ShownWeek, lead: Sequence[Said], calendar: Section, rules: Rules) -> list[Sheet]:
    """A week as it stands: its visits, and the calendar that the page has."""
    visits: list[Record] = [
        {
            **_when(each.day, each.start, each.end),
            **_whom(each.client, each.tier, rules),
            "mark": _mark(each.visit),
            **_status(each.visit.status),
            "person": each.visit.person or shown.persons.get(each.client.id),
            "why": each.visit.why,
        }
        for each in (*shown.standing.visits, *shown.standing.untimed)
        if not each.visit.is_proposed
    ]
    return [
        Sheet(heading("plan"), lead, [_visits(visits, None, calendar.empty)._replace(lines=calendar.lines)]),
        Sheet(heading("calendar"), (), [Section(rows=calendar.rows, picture=calendar.picture)]),
    ]


def report_sheets(
    report: WeekReport, lead: Sequence[Said], meeting: Sequence[Section], coming: Section, rules: Rules
) -> list[Sheet]:
    """A week's report: the visits with what the `meeting` is about, the log, and the week that is `coming`."""
    held = [_of_report(visit, client, report, rules) for visit, client in report.visits]
    after = [_of_report(visit, client, report, rules) for visit, client in report.next_visits]
    visits = _visits(held, None, phrase("reports.no_visits"))._replace(title=phrase("reports.held_against_plan"))
    next_week = _visits(after, coming.picture, coming.empty)._replace(lines=coming.lines)
    return [
        Sheet(heading("held"), lead, [visits, *meeting]),
        contacts_sheet(report.contacts, [phrase("lists.contacts")]),
        Sheet(heading("next_plan"), [coming.title], [next_week]),
    ]


def attained_section(attained: Sequence[Attained], rules: Rules) -> Section:
    """Contacts owed and held by tier, RM and cadence, in the running period and in the last."""
    rows: list[Record] = [
        {
            "tier": rules.tier(row.tier).name,
            "rm": row.rm,
            "cadence": cadence_said(row.code, row.cadence, rules),
            "from": row.period.start,
            "to": row.period.end,
            "clients": row.clients,
            "required": row.required,
            "held": row.held,
            "share": row.held / row.required if row.required else None,
            "last_required": row.last_required,
            "last_held": row.last_held,
            "last_share": row.last_held / row.last_required if row.last_required else None,
            "missed": len(row.missed),
        }
        for row in attained
    ]
    columns = [
        *(column("tier"), column("rm"), column("cadence"), column("from", "date"), column("to", "date")),
        *(column("clients", "number", "count"), column("required", "number"), column("held", "number", "held_count")),
        *(column("share", "share"), column("last_required", "number"), column("last_held", "number")),
        *(column("last_share", "share"), column("missed", "number")),
    ]
    bars = Bars(phrase("reports.held_of_owed"), ["tier", "rm"], "held", of="required")
    return Section(columns=columns, rows=rows, empty=phrase("reports.nothing_owed"), picture=bars)


def _visits(rows: Sequence[Record], picture: Picture | None, empty: Said) -> Section:
    return Section(columns=filled(_VISIT, rows, _ALWAYS), rows=rows, empty=empty, picture=picture)


def _when(day: object, opens: int | None, closes: int | None) -> Record:
    return {
        "on": day,
        "weekday": phrase("workbook.weekday_of", day=day) if day else None,
        "opens": opens,
        "closes": closes,
    }


def _whom(client: Client, tier: str | None, rules: Rules) -> Record:
    return {
        "client_no": client.client_no,
        "name": client.name,
        "tier": tier_said(tier, rules),
        "district": client.district,
    }


def _status(status: str) -> Record:
    """How a visit stands: always in its row, in the calendar only where it isn't just planned."""
    said = phrase(f"plan.status_{status}")
    return {"standing": said, "status": "" if status == PLANNED else said}


def _mark(visit: Visit | PlannedVisit) -> str:
    return "●" if visit.fixed and visit.status not in (MISSED, CANCELLED) else ""


def _planned(visit: PlannedVisit, persons: Mapping[int, str], rules: Rules) -> Record:
    wish, other = visit.wish, visit.fallback
    own = wish.visit
    return {
        **_when(visit.day, visit.start, visit.end),
        **_whom(wish.client, wish.tier, rules),
        "mark": _mark(visit),
        **_status(visit.status),
        "person": (own.person if own else None) or persons.get(wish.client.id),
        "fallback": phrase("workbook.slot", day=other[0], at=other[1]) if other else None,
        "reason": visit.reason,
    }


def _left_out(left: LeftOut, rules: Rules) -> Record:
    due_on = left.due.due_on if left.due else None
    return {**_whom(left.client, left.tier, rules), "due_on": due_on, "score": left.score, "reason": left.reason}


def _of_report(visit: Visit, client: Client, report: WeekReport, rules: Rules) -> Record:
    regular = report.minutes.get(client.id, rules.week.visit)
    closes = visit.start + (visit.minutes or regular) if visit.start is not None else None
    return {
        **_when(visit.day, visit.start, closes),
        **_whom(client, report.tiers.get(client.id), rules),
        "mark": _mark(visit),
        **_status(visit.status),
        "person": visit.person,
        "why": visit.why,
    }
