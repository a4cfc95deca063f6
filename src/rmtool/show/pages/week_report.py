"""The week's report as a page, fit for a Monday meeting: what was held, who slips, what is promised, what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmtool.core.book import CANCELLED, DONE, MISSED, OPEN_VISITS, PLANNED
from rmtool.core.due import days_of
from rmtool.core.periods import clock, week_name
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import elapsed_said, state_said, tier_said
from rmtool.show.pages.follow_ups import line as promise_line
from rmtool.show.pages.plan_sheets import report_sheets
from rmtool.show.pages.prospects import kind_said, step_said
from rmtool.show.pages.reports import codes_said, contacts_section
from rmtool.show.pages.week import week_picture
from rmtool.show.pictures import Day
from rmtool.show.text import Column, Marked, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmtool.core.book import Client, Visit
    from rmtool.core.results import WeekReport
    from rmtool.core.rules import Rules
    from rmtool.phrase import Phrase
    from rmtool.show.text import Said

FIELDS = ("client_no", "name", "week", "date", "start", "status", "fixed", "person", "why")

LINES = 8
"""Lines of what slips, was promised or moved, so that all of the week that matters stands on one sheet of paper."""

CONTACTS = 20
"""Lines of the log; it is listed elsewhere too."""


def week_page(report: WeekReport, rules: Rules) -> Page:
    """What was held against the plan, the week's figures, what is open, and the week after."""
    record = _record(report)
    sections = [
        _held(report, rules),
        _classes(report),
        _slipping(report),
        _promises(report),
        _moved(report),
        _coming(report, rules),
        _log(report),
    ]
    lead = _lead(report, rules)
    page = Page(record, lead, sections, records=record["visits"], fields=FIELDS)
    return page._replace(sheets=lambda: report_sheets(report, lead, sections[1:5], sections[5], rules))


def _record(report: WeekReport) -> dict[str, Any]:
    capacity, figures = report.capacity, report.figures
    return {
        "week": week_name(report.week.start),
        "from": report.week.start,
        "to": report.week.end,
        "planned": len(_planned(report)),
        "held": _count_held(report),
        "visits": [rows.visit_record(visit, client) for visit, client in report.visits],
        "contacts": [rows.contact_record(contact, client) for contact, client in report.contacts],
        "meetings": figures.client_meetings,
        "prospect_meetings": figures.prospect_meetings,
        "travel_minutes": figures.road.travel,
        "visit_minutes": figures.road.visits,
        "by_class": [
            {
                "class": each.klass,
                "clients": each.clients,
                "met": each.met,
                "contacted": each.contacted,
                "late": each.slipping,
                "days_since_met": each.since,
            }
            for each in figures.classes
        ],
        "key_late": [rows.late_record(client, report.tiers[client.id], due) for client, due in figures.slipping],
        "follow_ups": [rows.follow_up_record(each) for each in report.promises],
        "card_steps": [
            {
                "client_no": client.client_no,
                "name": client.name,
                "on": step.on,
                "kind": step.kind,
                "from": step.before,
                "to": step.after,
                "why": step.why,
            }
            for client, step in figures.moved
        ],
        "next_week": _next_name(report),
        "next_planned": report.next_planned,
        "next_visits": [rows.visit_record(visit, client) for visit, client in report.next_visits],
        "required": round(capacity.required.over / capacity.required.under, 4),
        "available": round(capacity.available.over / capacity.available.under, 4),
        "load": round(capacity.load, 4) if capacity.load is not None else None,
    }


def _planned(report: WeekReport) -> list[Visit]:
    return [visit for visit, _ in report.visits if visit.status != CANCELLED]


def _count_held(report: WeekReport) -> int:
    return sum(1 for visit, _ in report.visits if visit.status == DONE)


def _next_name(report: WeekReport) -> str:
    return week_name(report.next_days[0][0])


def _lead(report: WeekReport, rules: Rules) -> list[Said]:
    figures, required, planned = report.figures, report.capacity.required, len(_planned(report))
    slipping = len(figures.slipping)
    lead: list[Said] = [
        phrase(
            "reports.week_lead" if planned else "reports.week_lead_unplanned",
            week=int(week_name(report.week.start)[-2:]),
            held=_count_held(report),
            planned=planned,
            met=phrase(
                "reports.met_of" if required.over else "reports.met_alone",
                met=figures.client_meetings,
                required=round(required.over / required.under, 1),
            ),
            slipping=phrase("reports.slipping", count=slipping) if slipping else phrase("reports.none_slips"),
        ),
        phrase(
            "reports.week_contacts" if report.contacts else "reports.week_no_contacts",
            first=report.week.start,
            last=report.week.end,
            contacts=len(report.contacts),
            counts=codes_said(report.contacts, rules),
            clients=figures.client_meetings,
            prospects=figures.prospect_meetings,
        ),
    ]
    travel, visits = figures.road
    if travel:
        lead.append(phrase("reports.road", travel=travel, visits=visits, share=(travel, travel + visits)))
    return lead


def _load(report: WeekReport) -> Phrase:
    capacity = report.capacity
    return phrase(
        "reports.next_load" if capacity.load is not None else "reports.next_no_room",
        required=round(capacity.required.over / capacity.required.under, 1),
        available=round(capacity.available.over / capacity.available.under, 1),
        load=capacity.load,
    )


# What was


def _held(report: WeekReport, rules: Rules) -> Section:
    shown = [
        {**_visit_line(visit, client, report, rules), "status": _outcome(visit, report.today)}
        for visit, client in report.visits
    ]
    return Section(phrase("reports.held_against_plan"), _visit_columns(shown), shown, empty=phrase("reports.no_visits"))


def _outcome(visit: Visit, today: date) -> Said | Marked:
    """What came of a visit: what was missed, or is past and nobody said, is marked."""
    if visit.status == MISSED:
        return Marked(phrase("plan.status_missed"), "overdue")
    if visit.status in OPEN_VISITS and visit.day is None:
        return phrase("reports.unsaid")
    if visit.status in OPEN_VISITS and visit.day and visit.day < today:
        return Marked(phrase("week.unsaid"), "late")
    return phrase(f"plan.status_{visit.status}")


def _visit_line(visit: Visit, client: Client, report: WeekReport, rules: Rules) -> dict[str, object]:
    minutes = visit.minutes or report.minutes.get(visit.client_id, rules.week.visit)
    return {
        "on": visit.day,
        "opens": visit.start,
        "closes": visit.start + minutes if visit.start is not None else None,
        "day": phrase("plan.day", day=visit.day) if visit.day else phrase("reports.any_day"),
        "start": clock(visit.start) if visit.start is not None else "",
        "name": client.name,
        "tier": tier_said(report.tiers.get(client.id), rules) or "",
        "why": visit.why or "",
    }


def _visit_columns(shown: Sequence[rows.Record]) -> list[Column]:
    """The columns of visits; of statuses and reasons only where there are any."""
    columns = [
        Column("day", phrase("reports.day")),
        Column("start", phrase("reports.at")),
        Column("name", phrase("lists.name"), cut=True),
        Column("tier", phrase("lists.tier"), drop=2),
        Column("status", phrase("reports.status")),
        Column("why", phrase("reports.why"), cut=True, drop=1),
    ]
    return [c for c in columns if c.key not in ("status", "why") or any(line[c.key] for line in shown)]


def _classes(report: WeekReport) -> Section:
    shown = [
        {
            "class": each.klass or phrase("reports.prospects"),
            "clients": each.clients,
            "met": each.met,
            "contacted": each.contacted,
            "late": each.slipping,
            "since": each.since,
        }
        for each in report.figures.classes
        if each.clients
    ]
    columns = [
        Column("class", phrase("lists.class")),
        Column("clients", phrase("lists.clients"), "number"),
        Column("met", phrase("reports.met"), "number"),
        Column("contacted", phrase("reports.contacted"), "number", drop=2),
        Column("late", phrase("reports.late"), "number"),
        Column("since", phrase("reports.since_met"), "number", drop=1),
    ]
    return Section(phrase("reports.figures"), columns, shown)


def _log(report: WeekReport) -> Section:
    found = contacts_section(report.contacts[:CONTACTS])
    span = {"first": report.week.start, "last": report.week.end}
    rest = len(report.contacts) - CONTACTS
    return found._replace(lines=[phrase("reports.more_contacts", count=rest, **span)]) if rest > 0 else found


# What is open, and what comes


def _slipping(report: WeekReport) -> Section:
    coming = {visit.client_id: visit for visit, _ in report.next_visits if visit.status in OPEN_VISITS}
    shown = [
        {
            "state": state_said(due.state),
            "name": client.name,
            "elapsed": elapsed_said(due.elapsed, days_of(due.interval)) or "",
            "next": _when(coming[client.id]) if client.id in coming else phrase("reports.not_planned"),
        }
        for client, due in report.figures.slipping
    ]
    columns = [
        Column("state", phrase("lists.state")),
        Column("name", phrase("lists.name"), cut=True),
        Column("elapsed", phrase("lists.elapsed_heading"), align="right"),
        Column("next", phrase("reports.coming", week=int(_next_name(report)[-2:])), drop=1),
    ]
    return _cut(Section(phrase("reports.slipping_title", day=report.today), columns, shown), "rmtool due --class A")


def _when(visit: Visit) -> Phrase:
    if visit.day is None:
        return phrase("reports.any_day")
    at = clock(visit.start) if visit.start is not None else ""
    return phrase("reports.weekday_at", day=visit.day, at=at)


def _promises(report: WeekReport) -> Section:
    columns = [
        Column("when", phrase("follow_ups.when")),
        Column("name", phrase("lists.name"), cut=True),
        Column("next", phrase("follow_ups.step"), cut=True),
        Column("since", phrase("follow_ups.since"), "date", drop=1),
    ]
    shown = [promise_line(each) for each in report.promises]
    title = phrase("reports.promises", count=len(shown))
    return _cut(Section(title, columns, shown), "rmtool follow-ups")


def _moved(report: WeekReport) -> Section:
    shown = [
        {"on": step.on, "name": client.name, "step": kind_said(step), "what": step_said(step), "why": step.why or ""}
        for client, step in report.figures.moved
    ]
    columns = [
        Column("on", phrase("lists.on"), "date"),
        Column("name", phrase("lists.name"), cut=True),
        Column("step", phrase("prospects.step")),
        Column("what", phrase("prospects.what"), cut=True),
        Column("why", phrase("lists.reason"), cut=True, drop=1),
    ]
    return _cut(Section(phrase("reports.cards_moved"), columns, shown), "rmtool prospects --funnel")


def _coming(report: WeekReport, rules: Rules) -> Section:
    """The week after; as a calendar where every visit has its hour."""
    shown = [
        {
            **_visit_line(visit, client, report, rules),
            "status": "" if visit.status == PLANNED and visit.day else _outcome(visit, report.today),
        }
        for visit, client in report.next_visits
    ]
    name, count = _next_name(report), sum(visit.status != CANCELLED for visit, _ in report.next_visits)
    title = phrase("reports.next_week", week=int(name[-2:]), count=count, load=_load(report))
    section = Section(title, _visit_columns(shown), shown, empty=phrase("reports.next_not_planned", week=name))
    if not shown:
        return section
    days = [Day(day, works) for day, works in report.next_days]
    whole = all(line["opens"] is not None for line in shown)
    return section._replace(picture=week_picture(days, shown, rules)._replace(alone=whole))


def _cut(section: Section, command: str) -> Section:
    """The section's first lines, and by which command to see the rest."""
    rest = len(section.rows) - LINES
    if rest <= 0:
        return section
    return section._replace(rows=section.rows[:LINES], lines=[phrase("morning.more_with", count=rest, command=command)])
