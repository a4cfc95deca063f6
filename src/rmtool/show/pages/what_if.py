"""What other rules would change about a week's plan, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.periods import clock, week_name
from rmtool.core.what_if import overdue_left_out
from rmtool.phrase import phrase
from rmtool.show.pages import tier_said
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.results import PlannedWeek
    from rmtool.core.rules import Rules
    from rmtool.core.week_plan import PlannedVisit
    from rmtool.core.what_if import Difference
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

FIELDS = ("change", "client_no", "name", "tier", "date", "start", "was_date", "was_start", "reason")


def what_if_page(found: Difference, tried: Sequence[str], ours: Rules, theirs: Rules) -> Page:
    """The difference in one sentence, then the visits added, dropped and moved."""
    before, after = found.before, found.after
    record = {
        "week": week_name(after.plan.task.monday),
        "tried": list(tried),
        "before": _totals(before),
        "after": _totals(after),
        "added": [_visit(visit) for visit in found.added],
        "dropped": [_visit(visit) for visit in found.dropped],
        "moved": [{**_visit(now), **_was(was)} for was, now in found.moved],
        "saved": [visit.wish.client.client_no for visit in found.saved],
        "lost": [visit.wish.client.client_no for visit in found.lost],
    }
    lead: list[Said] = [
        phrase(
            "what_if.lead",
            tried=tuple(tried),
            visits=len(after.plan.visits),
            before=len(before.plan.visits),
            load=after.capacity.load,
            load_before=before.capacity.load,
        )
    ]
    if found.saved:
        lead.append(phrase("what_if.saved", count=len(found.saved)))
    if found.lost:
        lead.append(phrase("what_if.lost", count=len(found.lost)))
    changes = [("added", v, None) for v in found.added] + [("dropped", v, None) for v in found.dropped]
    listed = [*changes, *(("moved", now, was) for was, now in found.moved)]
    records = [{"change": kind, **_visit(v), **(_was(was) if was else {})} for kind, v, was in listed]
    rows = [_row(kind, visit, was, ours if kind == "dropped" else theirs) for kind, visit, was in listed]
    columns = [
        Column("change"),
        Column("when"),
        Column("name", cut=True),
        Column("tier", drop=2),
        Column("was", drop=1),
    ]
    section = Section(columns=columns, rows=rows, empty=phrase("what_if.same"))
    return Page(record, lead, [section], [phrase("what_if.nothing_saved")], records=records, fields=FIELDS)


def _totals(planned: PlannedWeek) -> Record:
    capacity = planned.capacity
    return {
        "visits": len(planned.plan.visits),
        "required": round(capacity.required.over / capacity.required.under, 4),
        "available": round(capacity.available.over / capacity.available.under, 4),
        "load": round(capacity.load, 4) if capacity.load is not None else None,
        "slips": len(capacity.slips),
        "left_out": len(planned.plan.left_out),
        "overdue_left_out": len(overdue_left_out(planned)),
        "score": planned.plan.score,
    }


def _visit(visit: PlannedVisit) -> Record:
    client = visit.wish.client
    return {
        "client_no": client.client_no,
        "name": client.name,
        "tier": visit.wish.tier,
        "date": visit.day,
        "start": clock(visit.start),
        "reason": visit.reason,
    }


def _was(visit: PlannedVisit) -> Record:
    return {"was_date": visit.day, "was_start": clock(visit.start)}


def _row(kind: str, visit: PlannedVisit, was: PlannedVisit | None, rules: Rules) -> Record:
    def when(of: PlannedVisit) -> Said:
        return phrase("what_if.when", day=of.day, at=of.start)

    return {
        "change": phrase(f"what_if.{kind}"),
        "when": when(visit),
        "name": visit.wish.client.name,
        "tier": tier_said(visit.wish.tier, rules) or "",
        "was": phrase("what_if.was", when=when(was)) if was else "",
    }
