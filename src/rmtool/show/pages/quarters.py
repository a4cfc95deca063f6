"""A quarter looked back at, as a page and as records: what was owed and held, done, and moved. Not: its targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import CANCELLED, DONE
from rmtool.core.due import cadence_said
from rmtool.core.periods import Span, next_period, period_of
from rmtool.phrase import phrase
from rmtool.show.figures import fraction, money
from rmtool.show.pages.reports import codes_of, codes_said, statuses
from rmtool.show.pictures import Bars
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmtool.core.attainment import Kept
    from rmtool.core.movements import Move, Movements, TierMovement, Won
    from rmtool.core.results import QuarterReport
    from rmtool.core.rules import Rules
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

KEPT_FIELDS = ("tier", "rm", "code", "cadence", "clients", "required", "held", "share", "short")

_NAMED = 20
"""How many of the clients that got too little are named; the records have them all."""


def quarter_page(report: QuarterReport, rules: Rules) -> Page:
    """Quotas by tier over the quarter, its contacts and visits by month, what moved of amounts, tiers and classes."""
    quarter, moved = report.quarter, report.moved
    by_status = statuses(report.visits)
    kept = [_kept_record(row) for row in report.kept]
    months = _months(report)
    record: Record = {
        "quarter": f"{quarter.start.year}-Q{_number(quarter)}",
        "from": quarter.start,
        "to": quarter.end,
        "contacts": codes_of(report.contacts),
        "clients_contacted": len({client.id for _, client in report.contacts}),
        "visits": by_status,
        "attainment": kept,
        "months": months,
        "tiers": [_tier_record(row, moved.known) for row in moved.tiers],
        "tier_moves": [_move_record(move) for move in moved.tier_moves],
        "class_moves": [_move_record(move) for move in moved.class_moves],
        "won": [_won_record(won) for won in moved.won],
    }
    sections = [
        _kept(report.kept, rules),
        _tiers(moved, rules),
        _moves(
            phrase("reports.tier_moves"),
            moved.tier_moves,
            {tier.id: phrase("lists.tier_name", name=tier.name) for tier in rules.tiers},
        ),
        _moves(phrase("reports.class_moves"), moved.class_moves, {}),
        _won(moved.won),
        _by_month(report, months, rules),
        _short(report.kept, rules),
    ]
    return Page(record, _lead(report, by_status, rules), sections, records=kept, fields=KEPT_FIELDS)


def _lead(report: QuarterReport, by_status: Mapping[str, int], rules: Rules) -> list[Said]:
    required, held = sum(row.required for row in report.kept), sum(row.held for row in report.kept)
    lead: list[Said] = [
        phrase(
            "reports.quarter_lead" if required else "reports.quarter_lead_nothing_owed",
            number=_number(report.quarter),
            year=report.quarter.start.year,
            held=held,
            required=required,
            share=held / required if required else None,
            visits=by_status[DONE],
            planned=len(report.visits) - by_status[CANCELLED],
        )
    ]
    if by_code := codes_said(report.contacts, rules):
        lead.append(phrase("reports.by_code", counts=by_code))
    return [*lead, *_moved_said(report.moved)]


def _moved_said(moved: Movements) -> list[Said]:
    """What the book held before and holds now, how many clients moved, how many prospects were won."""
    before, now = sum(t.amount_before for t in moved.tiers), sum(t.amount for t in moved.tiers)
    said: list[Said] = []
    if moved.known:
        share = (now - before) / before if before else None
        said.append(
            phrase(
                "reports.book_moved" if before else "reports.book_now",
                before=before,
                now=now,
                share=share,
                day=moved.until,
            )
        )
    elif now:
        said.append(phrase("reports.book_now", now=now, day=moved.until))
    counts = {"tiers": len(moved.tier_moves), "classes": len(moved.class_moves), "won": len(moved.won)}
    return [*said, phrase("reports.moved", **counts)]


def _number(quarter: Span) -> int:
    return (quarter.start.month + 2) // 3


def _kept_record(row: Kept) -> Record:
    return {
        "tier": row.tier,
        "rm": row.rm,
        "code": row.code,
        "cadence": str(row.cadence),
        "clients": row.clients,
        "required": row.required,
        "held": row.held,
        "share": fraction(row.held, row.required),
        "short": [client.client_no for client, _ in row.short],
    }


def _months(report: QuarterReport) -> list[dict[str, object]]:
    """Each month that has begun, or has visits, with its contacts by code and its visits held."""
    months, month = [], period_of("month", report.quarter.start)
    while month.start <= report.quarter.end:
        contacts = [pair for pair in report.contacts if month.start <= pair[0].on <= month.end]
        visits = [pair for pair in report.visits if pair[0].day and month.start <= pair[0].day <= month.end]
        if visits or month.start <= report.moved.until:
            months.append(
                {
                    "month": month.start.isoformat()[:7],
                    "contacts": codes_of(contacts),
                    "clients_contacted": len({client.id for _, client in contacts}),
                    "planned": sum(1 for visit, _ in visits if visit.status != CANCELLED),
                    "held": sum(1 for visit, _ in visits if visit.status == DONE),
                }
            )
        month = next_period("month", month)
    return months


def _tier_record(row: TierMovement, known: bool) -> Record:
    return {
        "id": row.tier,
        "clients_before": row.clients_before,
        "total_before": money(row.amount_before) if known else None,
        "clients": row.clients,
        "total": money(row.amount),
        "change": money(row.amount - row.amount_before) if known else None,
    }


def _move_record(move: Move) -> Record:
    return {"client_no": move.client.client_no, "name": move.client.name, "from": move.before, "to": move.after}


def _won_record(won: Won) -> Record:
    return {"client_no": won.client.client_no, "name": won.client.name, "on": won.on, "value": money(won.value)}


def _kept(kept: Sequence[Kept], rules: Rules) -> Section:
    shown = [
        {
            "tier": rules.tier(row.tier).name,
            "rm": row.rm or "",
            "cadence": cadence_said(row.code, row.cadence, rules),
            "clients": row.clients,
            "of": phrase("reports.held_of", held=row.held, required=row.required),
            "share": row.held / row.required if row.required else None,
            "held": row.held,
            "required": row.required,
            "short": len(row.short),
        }
        for row in kept
    ]
    columns = [
        Column("tier", phrase("lists.tier"), cut=True),
        Column("rm", phrase("lists.rm"), drop=2),
        Column("cadence", phrase("lists.cadence"), cut=True),
        Column("clients", phrase("lists.clients"), "number", drop=1),
        Column("of", phrase("reports.held"), align="right"),
        Column("share", phrase("lists.share"), "share"),
        Column("short", phrase("reports.missed_heading"), "number"),
    ]
    bars = Bars(phrase("reports.held_of_owed"), ["tier", "rm"], "held", of="required")
    return Section(phrase("reports.attainment"), columns, shown, empty=phrase("reports.nothing_owed"), picture=bars)


def _tiers(moved: Movements, rules: Rules) -> Section:
    shown = [
        {
            "tier": rules.tier(row.tier).name,
            "clients_before": row.clients_before,
            "clients": row.clients,
            "before": row.amount_before if moved.known else None,
            "now": row.amount,
            "change": row.amount - row.amount_before if moved.known else None,
        }
        for row in moved.tiers
    ]
    columns = [
        Column("tier", phrase("lists.tier"), cut=True),
        Column("clients_before", phrase("reports.clients_before"), "number", drop=3),
        Column("clients", phrase("lists.clients"), "number", drop=2),
        Column("before", phrase("reports.before", day=moved.since), "money", "right", drop=1),
        Column("now", phrase("reports.now", day=moved.until), "money", "right"),
        Column("change", phrase("reports.change"), "money", "right"),
    ]
    return Section(phrase("reports.amounts"), columns, shown)


def _moves(title: Said, moves: Sequence[Move], names: Mapping[str, Said]) -> Section:
    shown = [
        {
            "client_no": move.client.client_no,
            "name": move.client.name,
            "rm": move.client.rm or "",
            "before": names.get(move.before, move.before),
            "after": names.get(move.after, move.after),
        }
        for move in moves
    ]
    columns = [
        Column("client_no", phrase("lists.client_no")),
        Column("name", phrase("lists.name"), cut=True),
        Column("rm", phrase("lists.rm"), drop=1),
        Column("before", phrase("reports.moved_from")),
        Column("after", phrase("reports.moved_to")),
    ]
    return Section(title, columns, shown)


def _won(found: Sequence[Won]) -> Section:
    shown = [{**_won_record(won), "rm": won.client.rm or "", "value": won.value} for won in found]
    columns = [
        Column("client_no", phrase("lists.client_no")),
        Column("name", phrase("lists.name"), cut=True),
        Column("rm", phrase("lists.rm"), drop=1),
        Column("on", phrase("log.on"), "date"),
        Column("value", phrase("reports.value"), "money", "right"),
    ]
    return Section(phrase("reports.won"), columns, shown)


def _by_month(report: QuarterReport, months: Sequence[Record], rules: Rules) -> Section:
    codes = codes_of(report.contacts)
    shown = [
        {
            **{f"code_{code}": counts.get(code, 0) for code in codes},
            "clients": month["clients_contacted"],
            "held": phrase("reports.held_of", held=month["held"], required=month["planned"])
            if month["planned"]
            else None,
            "month": period_of("month", report.quarter.start.replace(month=int(str(month["month"])[-2:]))).start,
        }
        for month in months
        for counts in (month["contacts"],)
        if isinstance(counts, dict)
    ]
    columns = [
        Column("month", phrase("reports.month"), "month"),
        *(Column(f"code_{code}", _channel(code, rules), "number") for code in codes),
        Column("clients", phrase("lists.clients"), "number", drop=1),
        Column("held", phrase("reports.visits_held"), align="right"),
    ]
    return Section(phrase("reports.by_month"), columns, shown)


def _channel(code: str, rules: Rules) -> Said:
    return phrase("lists.tier_name", name=rules.channels[code].name if code in rules.channels else code)


def _short(kept: Sequence[Kept], rules: Rules) -> Section:
    """The clients that got the least of what they were owed."""
    lines = sorted(
        ((client, row, wanting) for row in kept for client, wanting in row.short),
        key=lambda line: (-line[2], line[0].client_no),
    )
    shown = [
        {
            "client_no": client.client_no,
            "name": client.name,
            "rm": client.rm or "",
            "tier": rules.tier(row.tier).name,
            "wanting": wanting,
        }
        for client, row, wanting in lines[:_NAMED]
    ]
    columns = [
        Column("client_no", phrase("lists.client_no")),
        Column("name", phrase("lists.name"), cut=True),
        Column("rm", phrase("lists.rm"), drop=1),
        Column("tier", phrase("lists.tier"), cut=True),
        Column("wanting", phrase("reports.wanting"), "number"),
    ]
    more = [phrase("reports.more_short", count=len(lines) - _NAMED)] if len(lines) > _NAMED else []
    return Section(phrase("reports.short_title"), columns, shown, more)
