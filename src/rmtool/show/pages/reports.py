"""What cron writes: day, week, month and coverage reports as pages. The same day and book give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import CANCELLED, DONE, MISSED, OPEN_VISITS
from rmtool.core.due import cadence_said
from rmtool.core.periods import clock, week_name
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages.day import morning_page
from rmtool.show.pages.week import week_picture
from rmtool.show.pictures import Bars, Day
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.attainment import Attained
    from rmtool.core.book import Client, Contact, Visit
    from rmtool.core.results import DayReport, MonthReport, WeekReport
    from rmtool.core.rules import Rules
    from rmtool.show.text import Said


def day_page(report: DayReport, rules: Rules) -> Page:
    """The morning page and what was logged on the day."""
    page = morning_page(report.page, rules)

    def data() -> rows.Record:
        contacts = [rows.contact_record(contact, client) for contact, client in report.contacts]
        return {**rows.morning_record(report.page, rules), "contacts": contacts}

    return page._replace(data=data, sections=[*page.sections, _contacts(report.contacts)])


def week_page(report: WeekReport, rules: Rules) -> Page:
    """What was held against the plan, and the plan of the week after."""
    held = [pair for pair in report.visits if pair[0].status == DONE]
    planned = [pair for pair in report.visits if pair[0].status != CANCELLED]
    capacity = report.capacity
    record: rows.Record = {
        "week": week_name(report.week.start),
        "from": report.week.start,
        "to": report.week.end,
        "planned": len(planned),
        "held": len(held),
        "visits": [rows.visit_record(visit, client) for visit, client in report.visits],
        "contacts": [rows.contact_record(contact, client) for contact, client in report.contacts],
        "next_week": week_name(report.week.end.fromordinal(report.week.end.toordinal() + 1)),
        "next_planned": report.next_planned,
        "next_visits": [rows.visit_record(visit, client) for visit, client in report.next_visits],
        "required": round(capacity.required.over / capacity.required.under, 4),
        "available": round(capacity.available.over / capacity.available.under, 4),
        "load": round(capacity.load, 4) if capacity.load is not None else None,
    }
    lead: list[Said] = [
        phrase(
            "reports.week_lead",
            week=int(week_name(report.week.start)[-2:]),
            first=report.week.start,
            last=report.week.end,
            held=len(held),
            planned=len(planned),
            contacts=len(report.contacts),
        )
    ]
    by_code = codes_said(report.contacts, rules)
    if by_code:
        lead.append(phrase("reports.by_code", counts=by_code))
    sections = [
        _visits(phrase("reports.held_against_plan"), report.visits, report, rules, phrase("reports.no_visits")),
        _contacts(report.contacts),
        _visits(
            phrase("reports.next_week", week=int(record["next_week"][-2:])),
            report.next_visits,
            report,
            rules,
            phrase("reports.next_not_planned", week=record["next_week"]),
        ),
    ]
    if report.next_visits:
        days = [Day(day, works) for day, works in report.next_days]
        sections[-1] = sections[-1]._replace(picture=week_picture(days, sections[-1].rows, rules))
    closing = [
        phrase(
            "reports.next_load" if capacity.load is not None else "reports.next_no_room",
            required=round(capacity.required.over / capacity.required.under, 1),
            available=round(capacity.available.over / capacity.available.under, 1),
            load=capacity.load,
        )
    ]
    return Page(record, lead, sections, closing, records=record["visits"], fields=VISIT_FIELDS)


def month_page(report: MonthReport, rules: Rules) -> Page:
    """A month's contacts by code, visits by status, and attainment."""
    month = report.month
    by_status = statuses(report.visits)
    attained = [rows.attained_record(row) for row in report.attained]
    record: rows.Record = {
        "month": month.start.isoformat()[:7],
        "from": month.start,
        "to": month.end,
        "contacts": codes_of(report.contacts),
        "clients_contacted": len({client.id for _, client in report.contacts}),
        "visits": by_status,
        "attainment": attained,
    }
    lead: list[Said] = [
        phrase(
            "reports.month_lead",
            month=month.start,
            contacts=len(report.contacts),
            clients=record["clients_contacted"],
            held=by_status[DONE],
            planned=len(report.visits) - by_status[CANCELLED],
        )
    ]
    by_code = codes_said(report.contacts, rules)
    if by_code:
        lead.append(phrase("reports.by_code", counts=by_code))
    return Page(record, lead, [_attained(report.attained, rules)], records=attained, fields=ATTAINED_FIELDS)


def coverage_page(attained: Sequence[Attained], rules: Rules) -> Page:
    """Contacts required and held by tier and RM."""
    records = [rows.attained_record(row) for row in attained]
    required, held = sum(row.required for row in attained), sum(row.held for row in attained)
    missed = sum(len(row.missed) for row in attained)
    share = held / required if required else None
    lead: list[Said] = [phrase("reports.coverage_lead", held=held, required=required, share=share)]
    lead.append(phrase("reports.missed", count=missed) if missed else phrase("reports.none_missed"))
    by_number = {client.client_no: client for row in attained for client in row.missed}
    names = [
        {"client_no": number, "name": client.name, "rm": client.rm or ""}
        for number, client in sorted(by_number.items())
    ]
    columns = [
        Column("client_no", phrase("lists.client_no")),
        Column("name", phrase("lists.name"), cut=True),
        Column("rm", phrase("lists.rm"), drop=1),
    ]
    sections = [_attained(attained, rules), Section(phrase("reports.missed_title"), columns, names)]
    return Page(records, lead, sections, records=records, fields=ATTAINED_FIELDS)


VISIT_FIELDS = ("client_no", "name", "week", "date", "start", "status", "fixed", "person", "why")
ATTAINED_FIELDS = (
    "tier",
    "rm",
    "code",
    "cadence",
    "from",
    "to",
    "clients",
    "required",
    "held",
    "share",
    "last_from",
    "last_to",
    "last_required",
    "last_held",
    "last_share",
    "missed",
)


def _attained(attained: Sequence[Attained], rules: Rules) -> Section:
    shown = [
        {
            "tier": rules.tier(row.tier).name,
            "rm": row.rm or "",
            "cadence": cadence_said(row.code, row.cadence, rules),
            "period": phrase("reports.period", start=row.period.start, end=row.period.end),
            "clients": row.clients,
            "held": phrase("reports.held_of", held=row.held, required=row.required),
            "share": row.held / row.required if row.required else None,
            "contacts": row.held,
            "required": row.required,
            "last": phrase("reports.held_of", held=row.last_held, required=row.last_required),
            "missed": len(row.missed),
        }
        for row in attained
    ]
    columns = [
        Column("tier", phrase("lists.tier"), cut=True),
        Column("rm", phrase("lists.rm"), drop=3),
        Column("cadence", phrase("lists.cadence"), cut=True),
        Column("period", phrase("reports.running"), drop=1),
        Column("clients", phrase("lists.clients"), "number", drop=4),
        Column("held", phrase("reports.held"), align="right"),
        Column("share", phrase("lists.share"), "share"),
        Column("last", phrase("reports.last_period"), align="right", drop=2),
        Column("missed", phrase("reports.missed_heading"), "number", drop=5),
    ]
    bars = Bars(phrase("reports.held_of_owed"), ["tier", "rm"], "contacts", of="required")
    return Section(phrase("reports.attainment"), columns, shown, empty=phrase("reports.nothing_owed"), picture=bars)


def _visits(
    title: Said, visits: Sequence[tuple[Visit, Client]], report: WeekReport, rules: Rules, empty: Said
) -> Section:
    shown = [
        {
            "on": visit.day,
            "opens": visit.start,
            "closes": _end(visit, report.minutes.get(visit.client_id, rules.week.visit)),
            "day": phrase("plan.day", day=visit.day) if visit.day else phrase("reports.any_day"),
            "start": clock(visit.start) if visit.start is not None else "",
            "name": client.name,
            "status": phrase("reports.unsaid")
            if visit.status in OPEN_VISITS and visit.contact_id is None and visit.day is None
            else phrase(f"plan.status_{visit.status}"),
            "why": visit.why or "",
        }
        for visit, client in visits
    ]
    columns = [
        Column("day", phrase("reports.day")),
        Column("start", phrase("reports.at")),
        Column("name", phrase("lists.name"), cut=True),
        Column("status", phrase("reports.status")),
        Column("why", phrase("reports.why"), cut=True, drop=1),
    ]
    return Section(title, columns, shown, empty=empty)


def _end(visit: Visit, regular: int) -> int | None:
    """The minute of the day at which a visit ends, `regular` being its length where it has none of its own."""
    return visit.start + (visit.minutes or regular) if visit.start is not None else None


def _contacts(found: Sequence[tuple[Contact, Client]]) -> Section:
    shown = [
        {
            "on": contact.on,
            "code": contact.code,
            "name": client.name,
            "note": contact.note or "",
            "next": phrase("log.next_by", step=contact.next or "", on=contact.next_on)
            if contact.next_on
            else contact.next or "",
        }
        for contact, client in found
    ]
    columns = [
        Column("on", phrase("log.on"), "date"),
        Column("code", phrase("log.code")),
        Column("name", phrase("lists.name"), cut=True),
        Column("note", phrase("log.note"), cut=True),
        Column("next", phrase("log.next"), cut=True, drop=1),
    ]
    return Section(phrase("lists.contacts"), columns, shown)


def statuses(visits: Sequence[tuple[Visit, Client]]) -> dict[str, int]:
    """How many visits are of each status."""
    counted = dict.fromkeys(("planned", "confirmed", DONE, MISSED, CANCELLED), 0)
    for visit, _ in visits:
        counted[visit.status] += 1
    return counted


def codes_of(found: Sequence[tuple[Contact, Client]]) -> dict[str, int]:
    """How many contacts are of each code."""
    counts: dict[str, int] = {}
    for contact, _ in found:
        counts[contact.code] = counts.get(contact.code, 0) + 1
    return dict(sorted(counts.items()))


def codes_said(found: Sequence[tuple[Contact, Client]], rules: Rules) -> tuple[Said, ...]:
    """`meeting 14`, `telephone 9`."""
    return tuple(
        phrase("reports.code_count", channel=rules.channels[code].name if code in rules.channels else code, count=count)
        for code, count in codes_of(found).items()
    )
