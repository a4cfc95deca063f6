"""A month's plan, and the months of a quarter or year, as pages and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.periods import week_name
from rmtool.lang import say
from rmtool.phrase import Phrase, phrase
from rmtool.show.pages import tier_said
from rmtool.show.rows import fraction
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from rmtool.core.month_claims import Asked
    from rmtool.core.month_plan import LeftOver, MonthPlan, MonthWeek
    from rmtool.core.periods import Span
    from rmtool.core.rules import Rules, Tier
    from rmtool.core.targets import MonthTarget
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

PLAN_FIELDS = ("week", "client_no", "name", "tier", "cadence", "due_from", "due_by", "early")
TARGET_FIELDS = ("month", "working_days", "available", "required", "load", "held")


def month_page(plan: MonthPlan, rules: Rules, saved: bool) -> Page:
    """A month's visits by week: the load of each week, then who is seen in it."""
    record = {
        "month": plan.month.start.isoformat()[:7],
        "from": plan.month.start,
        "to": plan.month.end,
        "weeks": [_week_record(week) for week in plan.weeks],
        "left_out": [{**_asked_record(left.ask), "reason": _why(left)} for left in plan.left_out],
        "required": plan.required,
        "available": plan.available,
        "load": fraction(plan.required, plan.available),
    }
    load = plan.required / plan.available if plan.available else None
    key = "months.lead" if plan.available else "months.lead_no_room"
    lead: list[Said] = [
        phrase(key, month=plan.month.start, required=plan.required, available=plan.available, load=load)
    ]
    if plan.left_out:
        lead.append(phrase("months.left_out_lead", count=len(plan.left_out)))
    shown = [(week, ask) for week in plan.weeks for ask in week.visits]
    records = [{"week": week_name(week.monday), **_asked_record(ask)} for week, ask in shown]
    sections = [_weeks(plan.weeks), _visits(plan.weeks, rules), _left_out(plan.left_out, rules)]
    closing = [phrase("months.saved" if saved else "months.not_saved")] if records else []
    return Page(record, lead, sections, closing, records=records, fields=PLAN_FIELDS)


def targets_page(kind: str, span: Span, months: Sequence[MonthTarget], rules: Rules) -> Page:
    """What each month of a quarter or year asks for, by tier, and the room for it."""
    records = [_target_record(month, rules) for month in months]
    required = sum(sum(month.required.values()) for month in months)
    available = sum(month.available for month in months)
    name = str(span.start.year) if kind == "year" else f"{span.start.year}-Q{(span.start.month + 2) // 3}"
    record = {
        kind: name,
        "from": span.start,
        "to": span.end,
        "months": records,
        "required": _number(required),
        "available": _number(available),
        "load": _number(required / available) if available else None,
    }
    load = float(required / available) if available else None
    said = phrase("months.targets", name=name, required=float(required), available=float(available), load=load)
    columns = [
        Column("month", phrase("months.month")),
        Column("working", phrase("months.working"), align="right", drop=1),
        *(
            Column(f"tier_{tier.id}", tier_said(tier.id, rules) or "", "number", "right")
            for tier in _with_visits(months, rules)
        ),
        Column("required", phrase("months.required"), "number", "right"),
        Column("available", phrase("months.available"), "number", "right"),
        Column("load", phrase("months.load"), "share", "right"),
        Column("held", phrase("months.held"), "number", "right", drop=2),
        Column("holidays", phrase("months.holidays"), drop=3),
    ]
    lines = [phrase("months.by_tier")]
    return Page(
        record,
        [said],
        [Section(columns=columns, rows=[_target_row(m) for m in months], lines=lines)],
        records=records,
        fields=TARGET_FIELDS,
    )


def _week_record(week: MonthWeek) -> Record:
    return {
        "week": week_name(week.monday),
        "from": week.days.start,
        "to": week.days.end,
        "working_days": week.working,
        "available": week.available,
        "planned": week.planned,
        "load": fraction(week.planned, week.available),
        "held": week.held,
        "settled": week.settled,
        "visits": [_asked_record(ask) for ask in week.visits],
    }


def _asked_record(ask: Asked) -> Record:
    return {
        "client_no": ask.client.client_no,
        "name": ask.client.name,
        "tier": ask.tier,
        "cadence": str(ask.cadence),
        "due_from": ask.window.start,
        "due_by": ask.window.end,
        "early": ask.early,
    }


def _target_record(month: MonthTarget, rules: Rules) -> Record:
    required = sum(month.required.values())
    return {
        "month": month.month.start.isoformat()[:7],
        "from": month.month.start,
        "to": month.month.end,
        "working_days": month.working,
        "holidays": [say(name) for name in month.holidays],
        "available": _number(month.available),
        "required": _number(required),
        "load": _number(required / month.available) if month.available else None,
        "held": sum(month.held.values()),
        "tiers": [
            {
                "id": tier.id,
                "name": say(tier.name),
                "required": _number(month.required[tier.id]),
                "held": month.held[tier.id],
            }
            for tier in rules.tiers
        ],
    }


def _weeks(weeks: Sequence[MonthWeek]) -> Section:
    rows = [
        {
            "week": week_name(week.monday),
            "days": phrase("months.days", start=week.days.start, end=week.days.end),
            "working": week.working,
            "planned": week.planned,
            "available": week.available,
            "load": week.planned / week.available if week.available else None,
            "held": week.held,
            "settled": phrase("months.settled") if week.settled else "",
        }
        for week in weeks
        if week.working or week.held
    ]
    columns = [
        Column("week", phrase("months.week")),
        Column("days", drop=2),
        Column("working", phrase("months.working"), "number", "right"),
        Column("planned", phrase("months.planned"), "number", "right"),
        Column("available", phrase("months.available"), "number", "right"),
        Column("load", phrase("months.load"), "share", "right"),
        Column("held", phrase("months.held"), "number", "right", drop=1),
        Column("settled", drop=3),
    ]
    return Section(columns=columns, rows=rows)


def _visits(weeks: Sequence[MonthWeek], rules: Rules) -> Section:
    rows = []
    for week in weeks:
        for number, ask in enumerate(week.visits):
            rows.append({"week": "" if number else week_name(week.monday), **_asked_row(ask, rules)})
    columns = [Column("week"), *_asked_columns(), Column("early", drop=1)]
    return Section(phrase("months.visits"), columns, rows)


def _left_out(left_out: Sequence[LeftOver], rules: Rules) -> Section:
    rows = [{**_asked_row(left.ask, rules), "reason": _why(left)} for left in left_out]
    return Section(phrase("months.left_out", count=len(rows)), [*_asked_columns(), Column("reason", drop=1)], rows)


def _why(left: LeftOver) -> Phrase:
    return phrase("months.full" if left.has_day else "months.no_day")


def _asked_columns() -> list[Column]:
    return [Column("name", cut=True), Column("tier", drop=2), Column("by")]


def _asked_row(ask: Asked, rules: Rules) -> Record:
    return {
        "name": ask.client.name,
        "tier": tier_said(ask.tier, rules) or "",
        "by": phrase("months.due_by", start=ask.window.start, end=ask.window.end),
        "early": phrase("months.early") if ask.early else "",
    }


def _target_row(month: MonthTarget) -> Record:
    required = sum(month.required.values())
    return {
        "month": month.month.start.isoformat()[:7],
        "working": month.working,
        **{f"tier_{tier}": float(share) for tier, share in month.required.items()},
        "required": float(required),
        "available": float(month.available),
        "load": float(required / month.available) if month.available else None,
        "held": sum(month.held.values()),
        "holidays": month.holidays,
    }


def _with_visits(months: Sequence[MonthTarget], rules: Rules) -> list[Tier]:
    """The tiers that are owed meetings, or had some."""
    return [tier for tier in rules.tiers if any(m.required[tier.id] or m.held[tier.id] for m in months)]


def _number(value: Fraction | int) -> float:
    return round(float(value), 4)
