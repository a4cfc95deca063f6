"""Reviews as records: their keys are the JSON contract. Not: tables for people (pages)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.due import days_of, reason
from rmtool.show.rows import Record, fraction, money, urgency

if TYPE_CHECKING:
    from rmtool.core.book import Client, Review
    from rmtool.core.due import Due
    from rmtool.core.reviews import Part, Position
    from rmtool.core.rules import Rules


def position_record(found: Position) -> Record:
    """A client's whole position and what changed since the last review."""
    last, total = found.last, found.total
    return {
        "client_no": found.client.client_no,
        "name": found.client.name,
        "as_of": found.on,
        "total": money(total),
        "inside": money(total - found.outside),
        "outside": money(found.outside),
        "owed": money(found.owes),
        "last_review": last.on if last else None,
        "change": money(total - last.total) if last else None,
        "mix": [
            {
                "product_kind": part.kind,
                "amount": money(part.fen),
                "share": fraction(part.fen, total),
                "outside": money(part.outside),
                "change": None if part.before is None else money(part.fen - part.before),
            }
            for part in found.mix
        ],
        "assets": [part_record(part) for part in found.assets],
        "debts": [part_record(part) for part in found.owed],
        "trend": [{"on": point.on, "total": money(point.fen)} for point in found.trend],
        "trend_of": "balances" if found.from_balances else "reviews",
    }


def part_record(part: Part) -> Record:
    """A part of a position; without a product it is what a balance shows beyond the holdings."""
    holding = part.holding
    return {
        "product": part.product,
        "product_kind": part.kind,
        "bank": part.bank,
        "amount": money(part.fen),
        "risk": holding.risk if holding else None,
        "rate": holding.rate if holding else None,
        "opened": holding.opened if holding else None,
        "matures": holding.matures if holding else None,
        "term": holding.term if holding else None,
        "cover": money(holding.cover) if holding else None,
        "premium": money(holding.premium) if holding else None,
        "days_held": part.days_held,
        "days_left": part.days_left,
        "change": money(part.change),
    }


def review_record(review: Review) -> Record:
    """A review that was held."""
    return {
        "on": review.on,
        "note": review.note,
        "total": money(review.total),
        "outside": money(review.outside),
        "owed": money(review.owed),
    }


def owed_review_record(client: Client, tier: str | None, due: Due | None, last: Review | None, rules: Rules) -> Record:
    """How a client stands against the reviews that it is owed."""
    return {
        "client_no": client.client_no,
        "name": client.name,
        "tier": tier,
        "rm": client.rm,
        "last_review": last.on if last else None,
        "total": money(last.total) if last else None,
        "due_on": due.due_on if due else None,
        "interval_days": days_of(due.interval) if due else None,
        "urgency": urgency(due),
        "state": due.state if due else None,
        "reason": reason(due, rules) if due else None,
    }
