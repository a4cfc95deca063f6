"""Clients, tiers, 80/20 and due lists as pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmtool.core.book import DORMANT, LOST
from rmtool.core.capacity import STRETCH
from rmtool.core.due import cadence_said, days_of, reason
from rmtool.core.standing import class_total, threshold
from rmtool.phrase import Phrase, phrase
from rmtool.show import rows
from rmtool.show.pages import elapsed_said, measure_said, measures_said, on_one_sheet, state_said, tier_said
from rmtool.show.pages import holdings as held
from rmtool.show.pages import prospects as cards
from rmtool.show.pages.occasions import line as occasion_line
from rmtool.show.pictures import Bars, Curve, Trend
from rmtool.show.text import Column, Page, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from rmtool.core.book import Client, OwnCadence
    from rmtool.core.register import ClientLine
    from rmtool.core.results import ClientPage, DueLine, Moved, TierView
    from rmtool.core.rules import Rules
    from rmtool.core.standing import Segment, Standing, Step
    from rmtool.show.text import Said

NUMBER = Column("client_no", phrase("lists.client_no"), drop=3)
NAME = Column("name", phrase("lists.name"), cut=True)
TIER = Column("tier", phrase("lists.tier"), drop=2)
CONTACTS_SHOWN = 10
OCCASIONS_SHOWN = 5
CURVE_SHOWN = 300
"""Lines of the 80/20 list that people are shown; JSON and CSV have them all."""

REGISTER_FIELDS = (
    "client_no",
    "name",
    "kind",
    "tier",
    "class",
    "deposit",
    "deposit_avg",
    "district",
    "industry",
    "rm",
    "tags",
    "last_contact",
    "last_code",
    "due_on",
    "state",
    "urgency",
)
DUE_FIELDS = (
    "client_no",
    "name",
    "tier",
    "code",
    "due_on",
    "elapsed_days",
    "interval_days",
    "urgency",
    "state",
    "reason",
)
RANKED_FIELDS = ("client_no", "name", "amount", "share", "cumulative", "class", "moved_from")


def register_page(lines: Sequence[ClientLine], rules: Rules) -> Page:
    """The list of clients."""
    table = [
        {
            "client_no": line.client.client_no,
            "name": line.client.name,
            "tier": tier_said(line.tier, rules),
            "class": line.klass,
            "amount": line.amounts.get("deposit", line.amounts.get("deposit_avg")),
            "district": line.client.district or "",
            "last": phrase("lists.last_contact", code=line.last.code, on=line.last.on) if line.last else "",
            "due_on": line.due.due_on if line.due else None,
            "state": state_said(line.due.state if line.due else None),
        }
        for line in lines
    ]
    columns = [
        NUMBER,
        NAME,
        TIER,
        Column("class", phrase("lists.class"), drop=4),
        Column("amount", phrase("lists.deposit"), "money"),
        Column("district", phrase("lists.district"), drop=6),
        Column("last", phrase("lists.last"), drop=5),
        Column("due_on", phrase("lists.due_on"), "date", drop=1),
        Column("state", phrase("lists.state")),
    ]
    due = sum(1 for line in lines if line.due and line.due.is_due)
    lead = phrase("lists.clients_lead", count=len(lines), due=due)
    section = Section(columns=columns, rows=table, empty=phrase("lists.no_clients"))
    page = Page(lambda: [rows.client_record(line) for line in lines], [lead], [section], fields=REGISTER_FIELDS)
    return page._replace(sheets=lambda: [_sheet(lines, lead, rules)])


def _sheet(lines: Sequence[ClientLine], lead: Said, rules: Rules) -> Sheet:
    from rmtool.show.pages.exchange import clients_sheet

    return clients_sheet(lines, [lead], rules)


def client_page(page: ClientPage, rules: Rules) -> Page:
    """Everything about one client."""
    client, due = page.client, page.due
    named = {"name": client.name, "client_no": client.client_no}
    lead: list[Phrase] = [phrase("lists.client_lead", **named)]
    if client.status in (DORMANT, LOST):
        lead = [phrase("lists.client_gone", status=phrase(f"common.{client.status}"), **named)]
    standing = [tier_said(page.tier, rules), state_said(due.state) if due else None]
    facts = [client.industry, client.district, client.address, client.rm, client.credit_code, *client.tags]
    if page.tier:
        state = phrase(f"due.state_{due.state}") if due else phrase("due.none")
        lead.append(phrase("lists.client_standing", tier=standing[0], state=state))
    lead += [reason(d, rules, page.away_until) for d in page.dues]
    lead += [_own_cadence(own) for own in page.cadences]
    if any(facts):
        lead.append(phrase("lists.facts", facts=tuple(f for f in facts if f)))
    lead += _campaigns(page)
    lead += [
        phrase("reviews.of_client", on=last.on, total=last.total, note=last.note or "") for last in page.reviews[-1:]
    ]
    if client.hours:
        from rmtool.core.hours import hours_said, parse_hours

        lead.append(phrase("lists.hours", hours=hours_said(parse_hours(client.hours))))
    lead += _habits(client, rules)
    steps = [_step(step, rules) for step in page.steps if step.measure]
    contacts = [
        {"id": c.id, "on": c.on, "code": c.code, "person": c.person or "", "note": c.note or "", "next": _next(c)}
        for c in reversed(page.contacts[-CONTACTS_SHOWN:])
    ]
    people = [
        {
            "name": p.name,
            "title": p.title or "",
            "phone": p.phone or "",
            "email": p.email or "",
            "birthday": _day_said(p.birthday) if p.birthday else "",
        }
        for p in page.persons
    ]
    notes = [{"on": n.on, "note": n.note, "id": phrase("lists.note_id", id=n.id)} for n in reversed(page.notes)]
    visits = [rows.visit_record(v, client) for v in page.visits if v.status in ("planned", "confirmed")]
    sections = [
        Section(phrase("lists.people"), _PERSON, people),
        Section(phrase("lists.notes"), [Column("on", way="date"), Column("note"), Column("id", drop=1)], notes),
        Section(
            phrase("lists.balances"),
            STEP_COLUMNS,
            steps,
            picture=Trend(phrase("lists.balance_trend"), "on", "amount", series="measure"),
        ),
        held.section(page.holdings),
        *(cards.card_sections(page.card) if page.card else ()),
        Section(
            phrase("lists.visits_ahead"),
            [Column("date", way="date"), Column("start"), Column("status"), Column("why", cut=True)],
            [v | {"status": phrase(f"plan.status_{v['status']}"), "why": v["why"] or ""} for v in visits],
        ),
        Section(
            phrase("lists.occasions"),
            [Column("on", way="day"), Column("what", cut=True)],
            [occasion_line(each) for each in page.occasions[:OCCASIONS_SHOWN]],
        ),
        Section(
            phrase("lists.contacts"),
            [
                Column("id", phrase("log.id"), drop=2),
                Column("on", phrase("log.on"), "date"),
                Column("code", phrase("log.code")),
                Column("person", phrase("log.person"), drop=1),
                Column("note", phrase("log.note"), cut=True),
                Column("next", phrase("log.next"), cut=True, drop=3),
            ],
            contacts,
            empty=phrase("lists.no_contacts"),
        ),
    ]
    return on_one_sheet(Page(rows.client_page_record(page, rules), lead, sections), "client")


_PERSON = [Column("name"), Column("title"), Column("phone"), Column("email"), Column("birthday")]


def _habits(client: Client, rules: Rules) -> Iterator[Phrase]:
    """How the client likes to be reached, and its birthday."""
    if client.call_hours:
        from rmtool.core.hours import hours_said, parse_hours

        yield phrase("lists.call_hours", hours=hours_said(parse_hours(client.call_hours)))
    if client.prefers:
        channel = rules.channels.get(client.prefers)
        yield phrase("lists.prefers", channel=channel.name if channel else client.prefers)
    if client.birthday:
        yield phrase("lists.birthday", day=_day_said(client.birthday))


def _day_said(written: str) -> Phrase:
    from rmtool.core.annual import parse_annual, said

    return said(parse_annual(written))


def _campaigns(page: ClientPage) -> list[Phrase]:
    """The campaigns that the client is part of, in a line."""
    said = tuple(
        phrase("campaigns.of_client_reached", campaign=member.campaign, on=reached.on)
        if reached
        else phrase("campaigns.of_client_open", campaign=member.campaign)
        for member, reached in page.campaigns
    )
    return [phrase("campaigns.of_client", campaigns=said)] if said else []


def _own_cadence(own: OwnCadence) -> Phrase:
    key = "lists.own_cadence_until" if own.until else "lists.own_cadence"
    return phrase(key, text=f"{own.code}: {own.cadence}", why=own.why, until=own.until)


STEP_COLUMNS = [
    Column("on", phrase("lists.on"), "date"),
    Column("measure", phrase("lists.measure"), cut=True),
    Column("amount", phrase("lists.amount"), "money"),
    Column("tier", phrase("lists.tier"), cut=True),
    Column("kept", drop=1),
]


def _step(step: Step, rules: Rules) -> dict[str, object]:
    return {
        "on": step.on,
        "measure": measure_said(step.measure),
        "amount": step.amount,
        "tier": tier_said(step.tier, rules),
        "kept": phrase("lists.kept", share=_kept_share(rules)) if step.kept else "",
    }


def _kept_share(rules: Rules) -> tuple[int, int]:
    return rules.hysteresis.under - rules.hysteresis.over, rules.hysteresis.under


def _next(contact: object) -> object:
    step, on = getattr(contact, "next", None), getattr(contact, "next_on", None)
    return phrase("log.next_by", step=step or "", on=on) if on else step or ""


def explain_page(client: Client, standing: Standing | None, steps: Sequence[Step], rules: Rules) -> Page:
    """How a client came to its tier."""
    data = {
        "client_no": client.client_no,
        "name": client.name,
        "tier": standing.tier if standing else None,
        "steps": [rows.step_record(step) for step in steps],
    }
    if standing is None:
        return Page(data, [phrase("lists.no_tier", name=client.name)])
    lead = [phrase("lists.explain_lead", name=client.name, tier=rules.tier(standing.tier).name)]
    if standing.amount is None:
        measures = measures_said(rules.measure)
        lead.append(phrase("lists.explain_no_amount", measures=measures))
    shown = [_step(step, rules) for step in steps if step.measure]
    bounds = [
        {"tier": tier.name, "from": bound, "until": bound * _kept_share(rules)[0] // _kept_share(rules)[1]}
        for tier in rules.tiers
        if (bound := threshold(tier)) is not None
    ]
    sections = [
        Section(columns=STEP_COLUMNS, rows=shown),
        Section(
            phrase("lists.thresholds"),
            [
                Column("tier", phrase("lists.tier")),
                Column("from", phrase("lists.entered_at"), "money"),
                Column("until", phrase("lists.left_below"), "money"),
            ],
            bounds,
        ),
    ]
    return Page(data, lead, sections)


def tiers_page(view: TierView, rules: Rules, as_of: date) -> Page:
    """The tiers and the load that they make."""
    record = rows.tiers_record(view, rules, as_of)
    whole = sum(line.total for line in view.lines)
    capacity = view.capacity
    table = []
    for line, shown in zip(view.lines, record["tiers"], strict=True):
        tier = rules.tier(line.id)
        bound = threshold(tier)
        cadences = tuple(cadence_said(code, c, rules) for code, listed in tier.cadence.items() for c in listed)
        table.append(
            {
                "tier": tier.name,
                "bound": phrase("lists.at_least", amount=bound) if bound else "",
                "clients": line.clients,
                "total": line.total,
                "share": shown["share"] if whole else None,
                "cadence": cadences or phrase("due.none"),
                "a_week": phrase("lists.a_week", number=shown["visits_per_week"]) if shown["visits_per_week"] else "—",
            }
        )
    columns = [
        Column("tier", phrase("lists.tier"), cut=True),
        Column("bound", phrase("lists.bound"), align="right", drop=3),
        Column("clients", phrase("lists.clients"), "number"),
        Column("total", phrase("lists.total"), "money", drop=1),
        Column("share", phrase("lists.share"), "share", drop=2),
        Column("cadence", phrase("lists.cadence"), cut=True),
        Column("a_week", phrase("lists.meetings"), align="right"),
    ]
    clients = sum(line.clients for line in view.lines)
    measures = measures_said(rules.measure)
    load = phrase(
        "lists.load" if capacity.load is not None else "lists.no_room",
        required=record["required_per_week"],
        available=record["available_per_week"],
        load=capacity.load,
    )
    lead = [phrase("lists.tiers_lead", measures=measures, as_of=as_of, count=clients, total=whole, load=load)]
    pyramid = Bars(phrase("lists.pyramid"), ["tier"], "clients", centred=True)
    listed = Section(columns=columns, rows=table, picture=pyramid)
    return on_one_sheet(Page(record, lead, [listed, slips_section(view, rules)]), "tiers")


def slips_section(view: TierView, rules: Rules) -> Section:
    """Who can't be met as often as owed, by tier: all of a tier slip alike."""
    alike = Counter((slip.tier, slip.days_late, slip.interval_days, slip.called) for slip in view.capacity.slips)
    lines = [
        phrase(
            "lists.slips_called" if called else "lists.slips" if late is not None else "lists.slips_wholly",
            tier=rules.tier(tier).name,
            count=count,
            interval=round(interval),
            late=late,
        )
        for (tier, late, interval, called), count in alike.items()
    ]
    if view.capacity.relief.policy == STRETCH:
        lines.insert(0, phrase("lists.stretched", factor=tuple(view.capacity.relief.factor)))
    return Section(columns=[Column("line")], rows=[{"line": line} for line in lines])


def against_page(moved: Sequence[Moved], ours: Rules, theirs: Rules) -> Page:
    """Who would move under other rules."""
    records = [rows.moved_record(m) for m in moved]
    table = [
        {
            "client_no": m.client.client_no,
            "name": m.client.name,
            "from": ours.tier(m.before).name,
            "to": theirs.tier(m.after).name,
        }
        for m in moved
    ]
    columns = [NUMBER, NAME, Column("from", phrase("lists.from")), Column("to", phrase("lists.to"))]
    lead = phrase("lists.against_lead", count=len(moved)) if moved else phrase("lists.against_none")
    return Page(
        records,
        [lead],
        [Section(columns=columns, rows=table)],
        records=records,
        fields=("client_no", "name", "from", "to"),
    )


def segment_page(view: Segment, contacts: Mapping[str, int]) -> Page:
    """The 80/20 view."""
    measures = measures_said(view.measures)
    lead = [
        phrase(
            "lists.segment_lead" if view.counted else "lists.segment_none",
            top=view.top20_clients,
            share=rows.fraction(view.top20, view.total),
            fewest=view.clients_for_80,
            counted=view.counted,
            measures=measures,
        )
    ]
    classes = [
        {"class": klass, **figures, "total": class_total(view, klass)}
        for klass, figures in rows.class_records(view, contacts).items()
    ]
    moved = [r for r in view.rows if r.moved_from]
    beyond = len(view.rows) - CURVE_SHOWN
    sections = [
        Section(
            columns=[
                Column("class", phrase("lists.class")),
                Column("clients", phrase("lists.clients"), "number"),
                Column("total", phrase("lists.total"), "money"),
                Column("share", phrase("lists.share"), "share"),
                Column("contacts", phrase("lists.contacts_30"), "number", drop=2),
                Column("contact_share", phrase("lists.contact_share"), "share", drop=1),
            ],
            rows=classes,
        ),
        Section(
            phrase("lists.moved_class"),
            [NUMBER, NAME, Column("from", phrase("lists.from")), Column("to", phrase("lists.to"))],
            [
                {"client_no": r.client.client_no, "name": r.client.name, "from": r.moved_from, "to": r.klass}
                for r in moved
            ],
        ),
        Section(
            phrase("lists.curve"),
            [
                Column("class", phrase("lists.class")),
                NUMBER,
                NAME,
                Column("amount", phrase("lists.amount"), "money"),
                Column("share", phrase("lists.share"), "share", drop=1),
                Column("cumulative", phrase("lists.cumulative"), "share"),
            ],
            [{**rows.ranked_record(row, view.total), "amount": row.amount} for row in view.rows[:CURVE_SHOWN]],
            [phrase("lists.more_ranked", count=beyond)] if beyond > 0 else [],
            picture=Curve(phrase("lists.concentration"), "cumulative", view.counted),
        ),
    ]
    return Page(
        lambda: rows.segment_record(view, contacts),
        lead,
        sections,
        records=lambda: [rows.ranked_record(row, view.total) for row in view.rows],
        fields=RANKED_FIELDS,
    )


def due_page(lines: Sequence[DueLine], rules: Rules, until: date | None) -> Page:
    """Who is due."""
    table = [
        {
            "client_no": line.client.client_no,
            "name": line.client.name,
            "tier": tier_said(line.tier, rules),
            "state": state_said(line.due.state),
            "elapsed": elapsed_said(line.due.elapsed, days_of(line.due.interval)),
            "due_on": line.due.due_on,
            "reason": reason(line.due, rules, line.away_until),
        }
        for line in lines
    ]
    columns = [
        Column("state", phrase("lists.state")),
        NUMBER,
        NAME,
        TIER,
        Column("elapsed", phrase("lists.elapsed_heading"), align="right"),
        Column("due_on", phrase("lists.due_on"), "date"),
        Column("reason", phrase("lists.reason"), cut=True, drop=4),
    ]
    counts = {state: sum(1 for line in lines if line.due.state == state) for state in ("overdue", "late", "due")}
    key = "lists.due_until" if until else "lists.due_lead"
    lead = phrase(key, count=len(lines), until=until, **counts) if lines else phrase("lists.nobody_due")
    section = Section(columns=columns, rows=table)
    return Page(lambda: [rows.due_record(line, rules) for line in lines], [lead], [section], fields=DUE_FIELDS)


def schema_page(schema: Mapping[str, object]) -> Page:
    """The JSON Schema of the rules."""
    return Page(dict(schema), public=True)


def check_page(rules: Rules, file: Path) -> Page:
    """A rules file without mistakes."""
    record = {"ok": True, "file": file, "tiers": [tier.id for tier in rules.tiers]}
    return Page(record, [phrase("lists.rules_good", file=file, count=len(rules.tiers))])
