"""What cron writes: day, month and coverage reports as pages. The same day and book give the same bytes.

Not: the week's (week_report).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import CANCELLED, DONE, MISSED, VISIT_CODE
from rmtool.core.due import cadence_said
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import on_one_sheet, plan_sheets
from rmtool.show.pages.day import morning_page
from rmtool.show.pictures import Bars
from rmtool.show.text import Column, Page, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.attainment import Attained
    from rmtool.core.book import Client, Contact, Visit
    from rmtool.core.results import DayReport, MonthReport
    from rmtool.core.rules import Rules
    from rmtool.show.text import Said


def day_page(report: DayReport, rules: Rules) -> Page:
    """What was held and logged on the day, and its morning page."""
    page = morning_page(report.page, rules)
    morning = report.page
    planned = [visit for _, visit, *_ in morning.visits if visit.status != CANCELLED]

    def data() -> rows.Record:
        contacts = [rows.contact_record(contact, client) for contact, client in report.contacts]
        return {**rows.morning_record(report.page, rules), "contacts": contacts}

    lead = phrase(
        "reports.day_lead",
        day=morning.date,
        visits=phrase(
            "reports.day_held" if planned else "reports.day_none",
            held=sum(visit.status == DONE for visit in planned),
            planned=len(planned),
        ),
        contacts=len(report.contacts),
        calls=len(morning.calls),
        promises=len(morning.follow_ups),
    )
    visits, *others = page.sections
    sections = [visits, contacts_section(report.contacts), *others]
    return on_one_sheet(page._replace(data=data, lead=[lead, *page.lead[1:]], sections=sections), "today")


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
            "reports.month_lead" if report.contacts or report.visits else "reports.month_nothing",
            month=month.start,
            meetings=codes_of(report.contacts).get(VISIT_CODE, 0),
            contacts=len(report.contacts),
            clients=record["clients_contacted"],
            held=by_status[DONE],
            planned=len(report.visits) - by_status[CANCELLED],
        )
    ]
    by_code = codes_said(report.contacts, rules)
    if by_code:
        lead.append(phrase("reports.by_code", counts=by_code))
    page = Page(record, lead, [_attained(report.attained, rules)], records=attained, fields=ATTAINED_FIELDS)
    return page._replace(sheets=lambda: [_attained_sheet(report.attained, lead, rules)])


def coverage_page(attained: Sequence[Attained], rules: Rules) -> Page:
    """Contacts required and held by tier and RM."""
    records = [rows.attained_record(row) for row in attained]
    required, held = sum(row.required for row in attained), sum(row.held for row in attained)
    missed = sum(len(row.missed) for row in attained)
    share = held / required if required else None
    key = "reports.coverage_lead" if required else "reports.coverage_none"
    lead: list[Said] = [phrase(key, held=held, required=required, share=share)]
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
    missing = Section(phrase("reports.missed_title"), columns, names)
    page = Page(records, lead, [_attained(attained, rules), missing], records=records, fields=ATTAINED_FIELDS)
    further = [Sheet(missing.title, [missing.title], [missing])] if names else []
    return page._replace(sheets=lambda: [_attained_sheet(attained, lead, rules), *further])


def _attained_sheet(attained: Sequence[Attained], lead: Sequence[Said], rules: Rules) -> Sheet:
    return Sheet(phrase("workbook.attained"), lead, [plan_sheets.attained_section(attained, rules)])


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


def contacts_section(found: Sequence[tuple[Contact, Client]]) -> Section:
    """What was logged."""
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
