"""Each result as records, once: their keys are the JSON contract (contract.md). Not: tables for people (pages).

Money is a number in the book's currency, shares are fractions, what is missing is None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import CALL_CODE, VISIT_CODE
from rmtool.core.due import days_of, reason
from rmtool.core.periods import clock, week_name
from rmtool.core.standing import class_total
from rmtool.lang import say
from rmtool.show.figures import Record as Record
from rmtool.show.figures import fraction as fraction
from rmtool.show.figures import money as money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rmtool.core.alerts import Alert
    from rmtool.core.attainment import Attained
    from rmtool.core.book import Client, Contact, Holding, Note, Person, Visit
    from rmtool.core.calls import Call
    from rmtool.core.due import Due
    from rmtool.core.follow_ups import FollowUp
    from rmtool.core.matrix import Matrix
    from rmtool.core.morning import Morning
    from rmtool.core.occasions import Coming, Noted
    from rmtool.core.register import ClientLine
    from rmtool.core.results import ClientPage, DueLine, Logged, Moved, PlannedWeek, ShownWeek, TierView
    from rmtool.core.rules import Rules, Share
    from rmtool.core.standing import Ranked, Segment, Step
    from rmtool.core.standing_week import StandingVisit
    from rmtool.core.week import LeftOut
    from rmtool.core.week_plan import PlannedVisit
    from rmtool.core.windows import WeekDay


def urgency(due: Due | None) -> float | None:
    """A client's urgency as a number, to four digits."""
    return round(due.urgency.over / due.urgency.under, 4) if due else None


def _number(share: Share) -> float:
    return round(share.over / share.under, 4)


def client_record(line: ClientLine) -> Record:
    """One line of the register."""
    client, due = line.client, line.due
    return {
        "client_no": client.client_no,
        "name": client.name,
        "kind": client.kind,
        "tier": line.tier,
        "class": line.klass,
        "deposit": money(line.amounts.get("deposit")),
        "deposit_avg": money(line.amounts.get("deposit_avg")),
        "district": client.district,
        "industry": client.industry,
        "rm": client.rm,
        "tags": list(client.tags),
        "last_contact": line.last.on if line.last else None,
        "last_code": line.last.code if line.last else None,
        "due_on": due.due_on if due else None,
        "state": due.state if due else None,
        "urgency": urgency(due),
    }


def facts_of_client(client: Client) -> Record:
    """What the book holds of a client itself."""
    return {
        "client_no": client.client_no,
        "name": client.name,
        "credit_code": client.credit_code,
        "kind": client.kind,
        "status": client.status,
        "industry": client.industry,
        "district": client.district,
        "address": client.address,
        "lat": client.lat,
        "lon": client.lon,
        "group": client.group,
        "chain": client.chain,
        "tags": list(client.tags),
        "rm": client.rm,
        "founded": client.founded,
        "phone": client.phone,
        "hours": client.hours,
        "birthday": client.birthday,
        "prefers": client.prefers,
        "call_hours": client.call_hours,
        "entered": client.entered,
    }


def client_page_record(page: ClientPage, rules: Rules) -> Record:
    """Everything about one client."""
    from rmtool.show.prospect_rows import card_page_record

    due = page.due
    last = page.contacts[-1] if page.contacts else None
    return {
        **facts_of_client(page.client),
        "tier": page.tier,
        "tier_reasons": [step_record(step) for step in page.steps],
        "due_on": due.due_on if due else None,
        "state": due.state if due else None,
        "urgency": urgency(due),
        "due_reason": reason(due, rules, page.away_until) if due else None,
        "cadences": [
            {"code": d.code, "cadence": str(d.cadence), "due_on": d.due_on, "state": d.state, "urgency": urgency(d)}
            for d in page.dues
        ],
        "own_cadences": [{"code": c.code, "cadence": c.cadence, "why": c.why, "until": c.until} for c in page.cadences],
        "away_until": page.away_until,
        "last_contact": last.on if last else None,
        "last_code": last.code if last else None,
        "people": [person_record(person) for person in page.persons],
        "notes": [{"id": note.id, "on": note.on, "note": note.note} for note in page.notes],
        "balances": [{"measure": b.measure, "on": b.on, "amount": money(b.fen)} for b in page.balances],
        "reviews": [
            {"on": r.on, "total": money(r.total), "outside": money(r.outside), "note": r.note} for r in page.reviews
        ],
        "campaigns": [
            {"campaign": m.campaign, "added_on": m.added_on, "reached_on": reached.on if reached else None}
            for m, reached in page.campaigns
        ],
        "holdings": [{"id": holding.id, **holding_record(holding)} for holding in page.holdings],
        "occasions": [occasion_record(occasion) for occasion in page.occasions],
        "contacts": [contact_record(c, page.client) for c in page.contacts],
        "plan": [visit_record(v, page.client) for v in page.visits],
        "card": card_page_record(page.card) if page.card else None,
    }


def person_record(person: Person) -> Record:
    """Somebody at a client."""
    return {
        "name": person.name,
        "title": person.title,
        "power": person.power,
        "phone": person.phone,
        "email": person.email,
        "birthday": person.birthday,
        "note": person.note,
    }


def note_record(note: Note, client: Client) -> Record:
    """Something noted about a client."""
    return {"id": note.id, "client_no": client.client_no, "name": client.name, "on": note.on, "note": note.note}


def holding_record(holding: Holding) -> Record:
    """A product that a client holds or held; `bank` is another bank's name."""
    return {
        "product": holding.product,
        "kind": holding.kind,
        "contract_no": holding.contract_no,
        "amount": money(holding.fen),
        "opened": holding.opened,
        "matures": holding.matures,
        "term": holding.term,
        "rate": holding.rate,
        "risk": holding.risk,
        "bank": holding.bank,
        "cover": money(holding.cover),
        "premium": money(holding.premium),
        "as_of": holding.on,
        "ended": holding.ended,
    }


def step_record(step: Step) -> Record:
    """One step of a client's tier history."""
    return {
        "on": step.on,
        "measure": step.measure,
        "amount": money(step.amount),
        "tier": step.tier,
        "held_by_hysteresis": step.kept,
    }


def visit_record(visit: Visit, client: Client) -> Record:
    """A visit as it stands in the plan."""
    return {
        "client_no": client.client_no,
        "name": client.name,
        "week": week_name(visit.week),
        "date": visit.day,
        "start": clock(visit.start) if visit.start is not None else None,
        "status": visit.status,
        "fixed": visit.fixed,
        "person": visit.person,
        "why": visit.why,
    }


def tiers_record(view: TierView, rules: Rules, as_of: date) -> Record:
    """The tiers with their clients and the meetings they ask for."""
    whole = sum(line.total for line in view.lines)
    capacity = view.capacity
    return {
        "as_of": as_of,
        "measure": list(rules.measure),
        "tiers": [
            {
                "id": line.id,
                "name": say(rules.tier(line.id).name),
                "clients": line.clients,
                "total": money(line.total),
                "share": fraction(line.total, whole),
                "cadence": "; ".join(
                    f"{code} {', '.join(map(str, cadences))}"
                    for code, cadences in rules.tier(line.id).cadence.items()
                    if cadences
                )
                or "none",
                "visits_per_week": _number(capacity.by_tier[line.id]),
            }
            for line in view.lines
        ],
        "required_per_week": _number(capacity.required),
        "available_per_week": _number(capacity.available),
        "load": round(capacity.load, 4) if capacity.load is not None else None,
        "overload": capacity.relief.policy,
        "slips": [
            {
                "client_no": s.client.client_no,
                "name": s.client.name,
                "tier": s.tier,
                "interval_days": round(s.interval_days, 1),
                "days_late": s.days_late,
                "called": s.called,
            }
            for s in capacity.slips
        ],
    }


def moved_record(moved: Moved) -> Record:
    """A client that changes its tier."""
    client = moved.client
    return {"client_no": client.client_no, "name": client.name, "from": moved.before, "to": moved.after}


def segment_record(view: Segment, contacts: Mapping[str, int]) -> Record:
    """The 80/20 view; `contacts` are last month's by class."""
    return {
        "measure": view.measures[0] if len(view.measures) == 1 else list(view.measures),
        "clients": len(view.rows),
        "counted": view.counted,
        "total": money(view.total),
        "top20_clients": view.top20_clients,
        "top20_share": fraction(view.top20, view.total),
        "clients_for_80": view.clients_for_80,
        "classes": class_records(view, contacts),
        "rows": [ranked_record(row, view.total) for row in view.rows],
    }


def class_records(view: Segment, contacts: Mapping[str, int]) -> dict[str, Record]:
    """The classes A, B and C: what they hold, and how much of last month's contacts they got."""
    said = sum(contacts.values())
    records = {}
    for klass in ("A", "B", "C"):
        total = class_total(view, klass)
        records[klass] = {
            "clients": sum(1 for row in view.rows if row.klass == klass),
            "total": money(total),
            "share": fraction(total, view.total),
            "contacts": contacts[klass],
            "contact_share": fraction(contacts[klass], said),
        }
    return records


def ranked_record(row: Ranked, total: int) -> Record:
    """One line of the 80/20 list."""
    counted = row.amount if row.amount is not None and row.amount > 0 else None
    return {
        "client_no": row.client.client_no,
        "name": row.client.name,
        "amount": money(row.amount),
        "share": counted / total if counted else None,
        "cumulative": (row.before + counted) / total if counted else None,
        "class": row.klass,
        "moved_from": row.moved_from,
    }


def due_record(line: DueLine, rules: Rules) -> Record:
    """A client that is due."""
    due = line.due
    return {
        "client_no": line.client.client_no,
        "name": line.client.name,
        "tier": line.tier,
        "code": due.code,
        "due_on": due.due_on,
        "elapsed_days": due.elapsed,
        "interval_days": days_of(due.interval),
        "urgency": urgency(due),
        "state": due.state,
        "reason": reason(due, rules, line.away_until),
    }


def late_record(client: Client, tier: str | None, due: Due) -> Record:
    """A client that slips."""
    return {
        "client_no": client.client_no,
        "name": client.name,
        "tier": tier,
        "due_on": due.due_on,
        "elapsed_days": due.elapsed,
        "interval_days": days_of(due.interval),
        "urgency": urgency(due),
        "state": due.state,
    }


def plan_record(planned: PlannedWeek) -> Record:
    """A week's plan."""
    plan, capacity = planned.plan, planned.capacity
    task = plan.task
    return {
        "week": week_name(task.monday),
        "from": task.monday,
        "to": task.days[-1].date,
        "days": [
            {
                **_day_record(day),
                "visits": [planned_record(v, planned.persons) for v in plan.visits if v.day == day.date],
            }
            for day in task.days
        ],
        "left_out": [left_out_record(left) for left in plan.left_out],
        "required": _number(capacity.required),
        "available": _number(capacity.available),
        "load": round(capacity.load, 4) if capacity.load is not None else None,
        "overload": capacity.relief.policy,
        "moved": plan.moved,
        "score": plan.score,
        "carried_over": sorted(w.client.client_no for w in task.wishes if w.carried),
        "provisional": planned.provisional,
    }


def week_record(shown: ShownWeek) -> Record:
    """A week as it stands: each day's visits, and the occasions that are to be seen to on it."""
    standing = shown.standing
    days = standing.days
    return {
        "week": week_name(days[0].date),
        "from": days[0].date,
        "to": days[-1].date,
        "days": [
            {
                **_day_record(day),
                "visits": [_standing_record(each, shown.persons) for each in standing.visits if each.day == day.date],
                "occasions": [occasion_record(each) for each in shown.occasions if each.act_on == day.date],
            }
            for day in days
        ],
        "untimed": [{"date": each.day, **_standing_record(each, shown.persons)} for each in standing.untimed],
        "saved": shown.saved,
        "provisional": shown.provisional,
    }


def _standing_record(each: StandingVisit, persons: Mapping[int, str]) -> Record:
    visit, client = each.visit, each.client
    return {
        "client_no": client.client_no,
        "name": client.name,
        "tier": each.tier,
        "start": clock(each.start) if each.start is not None else None,
        "end": clock(each.end) if each.end is not None else None,
        "status": visit.status,
        "fixed": visit.fixed,
        "why": visit.why,
        "district": client.district,
        "person": visit.person or persons.get(client.id),
    }


def _day_record(day: WeekDay) -> Record:
    return {
        "date": day.date,
        "working": day.working,
        "holiday": say(day.holiday) if day.holiday else None,
        "leave": day.leave,
        "busy": [{"start": clock(b.hours.opens), "end": clock(b.hours.closes)} for b in day.busy],
    }


def planned_record(visit: PlannedVisit, persons: Mapping[int, str]) -> Record:
    """One line of the week's plan."""
    wish = visit.wish
    client, own = wish.client, wish.visit
    return {
        "client_no": client.client_no,
        "name": client.name,
        "tier": wish.tier,
        "start": clock(visit.start),
        "end": clock(visit.end),
        "status": visit.status,
        "fixed": visit.fixed,
        "offer": _slot(visit.offer),
        "fallback": _slot(visit.fallback),
        "reason": visit.reason,
        "rung": wish.rung,
        "urgency": urgency(wish.due),
        "score": wish.score,
        "district": client.district,
        "person": (own.person if own else None) or persons.get(client.id),
        "travel_minutes": visit.travel,
    }


def left_out_record(left: LeftOut) -> Record:
    """A due client without a visit."""
    return {
        "client_no": left.client.client_no,
        "name": left.client.name,
        "tier": left.tier,
        "reason": left.reason,
        "rule": left.rule,
        "urgency": urgency(left.due),
        "score": left.score,
    }


def problem_record(planned: PlannedWeek) -> Record:
    """The planning problem with its solution, in numbers alone."""
    task, plan = planned.plan.task, planned.plan
    problem = task.problem
    return {
        "week": week_name(task.monday),
        "grid": problem.grid,
        "days": [
            {"date": date, "open": day.open, "close": day.close, "max_visits": day.max_visits}
            for date, day in zip(task.dates, problem.days, strict=True)
        ],
        "max_week": problem.max_week,
        "max_clients": problem.max_clients,
        "visits": [
            {
                "client_no": visit.key,
                "prospect": visit.prospect,
                "rung": visit.rung,
                "score": visit.score,
                "minutes": visit.minutes,
                "starts": [[list(window) for window in day] for day in visit.starts],
                "fixed": list(visit.fixed) if visit.fixed else None,
                "previous": list(visit.previous) if visit.previous else None,
            }
            for visit in problem.visits
        ],
        "travel": [list(row) for row in problem.travel],
        "plan": [
            {"client_no": v.wish.client.client_no, "day": task.dates.index(v.day), "start": v.start}
            for v in plan.visits
        ],
        "score": plan.score,
    }


def logged_record(logged: Logged) -> Record:
    """A contact just logged."""
    contact, closed = logged.contact, logged.closed
    return {
        "id": contact.id,
        "client_no": logged.client.client_no,
        "name": logged.client.name,
        "code": contact.code,
        "on": contact.on,
        "note": contact.note,
        "closed_visit": {"date": closed.day, "start": clock(closed.start) if closed.start is not None else None}
        if closed
        else None,
        "next": contact.next,
        "next_on": contact.next_on,
        "due_on": logged.due.due_on if logged.due else None,
    }


def contact_record(contact: Contact, client: Client) -> Record:
    """A contact of the log."""
    return {
        "id": contact.id,
        "on": contact.on,
        "at": contact.at,
        "client_no": client.client_no,
        "name": client.name,
        "code": contact.code,
        "person": contact.person,
        "note": contact.note,
        "outcome": contact.outcome,
        "minutes": contact.minutes,
        "next": contact.next,
        "next_on": contact.next_on,
    }


def matrix_record(matrix: Matrix) -> Record:
    """The T/E/M calendar."""
    return {
        "from": matrix.days[0].date,
        "to": matrix.days[-1].date,
        "dates": [day.date for day in matrix.days],
        "rows": [
            {
                "client_no": row.client.client_no,
                "name": row.client.name,
                "tier": row.tier,
                "cells": {on.isoformat(): letters for on, letters in sorted(row.cells.items())},
                "last_on": row.last.on if row.last else None,
                "last_code": row.last.code if row.last else None,
                "due_on": row.due.due_on if row.due else None,
                "state": row.due.state if row.due else None,
            }
            for row in matrix.rows
        ],
    }


def settling(visit: Visit, client: Client) -> list[str]:
    """The commands of which one says what became of a visit: it was held, or it wasn't."""
    day = visit.day.isoformat() if visit.day else ""
    return [
        f"rmtool log-contact {client.client_no} {VISIT_CODE} --on {day}",
        f"rmtool visit {client.client_no} --missed --on {day}",
    ]


def call_record(call: Call, rules: Rules) -> Record:
    """A call or message that is due."""
    return {
        "client_no": call.client.client_no,
        "name": call.client.name,
        "channel": call.channel,
        "hours": None if call.hours is None else [f"{clock(s.opens)}-{clock(s.closes)}" for s in call.hours],
        "whom": call.person.name if call.person else None,
        "phone": call.number if call.channel == CALL_CODE else None,
        "email": call.number if call.channel != CALL_CODE else None,
        "due_on": call.due.due_on,
        "state": call.due.state,
        "reason": reason(call.due, rules),
    }


def follow_up_record(found: FollowUp) -> Record:
    """A next step that was promised at a contact, whose id it has."""
    contact = found.contact
    return {
        "id": contact.id,
        "client_no": found.client.client_no,
        "name": found.client.name,
        "next": contact.next,
        "next_on": contact.next_on,
        "since": contact.on,
        "code": contact.code,
        "person": contact.person,
        "days_late": found.late,
    }


def alert_record(alert: Alert) -> Record:
    """Something of a client's that wants a look."""
    return {
        "id": alert.ref,
        "client_no": alert.client.client_no,
        "name": alert.client.name,
        "kind": alert.kind,
        "on": alert.on,
        "what": alert.what,
    }


def occasion_record(occasion: Coming) -> Record:
    """An occasion ahead; a festival has no client."""
    return {
        "id": occasion.ref,
        "client_no": occasion.client.client_no if occasion.client else None,
        "name": occasion.client.name if occasion.client else None,
        "kind": occasion.kind,
        "on": occasion.on,
        "act_on": occasion.act_on,
        "what": occasion.what,
        "person": occasion.person,
    }


def noted_record(noted: Noted) -> Record:
    """An occasion as it was noted, changed or taken out."""
    return {
        "id": noted.id,
        "client_no": noted.client.client_no,
        "name": noted.client.name,
        "kind": noted.kind,
        "day": noted.day or None,
        "person": noted.person,
        "note": noted.note,
    }


def morning_record(page: Morning, rules: Rules) -> Record:
    """The morning page."""
    from rmtool.show.prospect_rows import queued_record

    return {
        "date": page.date,
        "working": page.working,
        "visits": [
            {**visit_record(p.visit, p.client), "whom": p.person, "purpose": p.purpose, "district": p.client.district}
            for p in page.visits
        ],
        "unlogged": [
            {**visit_record(visit, client), "settle": settling(visit, client)} for client, visit in page.unlogged
        ],
        "due": [
            {
                "client_no": client.client_no,
                "name": client.name,
                "code": due.code,
                "due_on": due.due_on,
                "state": due.state,
                "urgency": urgency(due),
                "reason": reason(due, rules),
            }
            for client, due in page.due
        ],
        "calls": [call_record(call, rules) for call in page.calls],
        "follow_ups": [follow_up_record(each) for each in page.follow_ups],
        "prospects": [queued_record(queued) for queued in page.prospects],
        "occasions": [occasion_record(occasion) for occasion in page.occasions],
        "alerts": [alert_record(alert) for alert in page.alerts],
    }


def attained_record(row: Attained) -> Record:
    """A quota's attainment in its running and its last full period."""
    return {
        "tier": row.tier,
        "rm": row.rm,
        "code": row.code,
        "cadence": str(row.cadence),
        "from": row.period.start,
        "to": row.period.end,
        "clients": row.clients,
        "required": row.required,
        "held": row.held,
        "share": fraction(row.held, row.required),
        "last_from": row.last_period.start,
        "last_to": row.last_period.end,
        "last_required": row.last_required,
        "last_held": row.last_held,
        "last_share": fraction(row.last_held, row.last_required),
        "missed": [client.client_no for client in row.missed],
    }


def _slot(slot: tuple[date, int] | None) -> str | None:
    return f"{slot[0].isoformat()} {clock(slot[1])}" if slot else None
