"""Prospect cards, their queue, funnel and re-grades as records, once: their keys are the JSON contract. Not: clients
(rows.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import SIGNED
from rmtool.core.scoring import POINTS, WHOLE
from rmtool.show.figures import fraction, money

if TYPE_CHECKING:
    from rmtool.core.book import Card
    from rmtool.core.funnel import Funnel
    from rmtool.core.potential import Potential
    from rmtool.core.prospects import Queued, Regrade
    from rmtool.core.results import CardPage
    from rmtool.core.rules import Share
    from rmtool.core.scoring import Score
    from rmtool.show.figures import Record


def queued_record(queued: Queued) -> Record:
    """A prospect in the queue of cards."""
    card = queued.card
    return {
        "client_no": queued.client.client_no,
        "name": queued.client.name,
        "grade": card.grade,
        "value": money(card.value) if card.value is not None else card.value_level,
        "likelihood": card.likelihood if card.likelihood is not None else card.likelihood_level,
        "stage": card.stage,
        "score": queued.score,
        "likely": queued.scored.likely / WHOLE,
        "expected": money(queued.scored.expected),
        "next_review": queued.next_review,
        "due": queued.due,
        "reason": queued.reason,
    }


def regrade_record(move: Regrade) -> Record:
    """A proposed move of a card."""
    return {
        "client_no": move.client.client_no,
        "name": move.client.name,
        "from": move.card.grade,
        "to": move.to,
        "reason": move.reason,
    }


def card_record(card: Card) -> Record:
    """A prospect's card."""
    return {
        "grade": card.grade,
        "graded_on": card.graded_on,
        "value": money(card.value) if card.value is not None else card.value_level,
        "likelihood": card.likelihood if card.likelihood is not None else card.likelihood_level,
        "stage": card.stage,
        "source": card.source,
        "referrer": card.referrer,
        "core_client": card.core_client,
        "motive": card.motive,
        "rival": card.rival,
        "read_on": card.read_on,
        "opened_on": card.opened_on,
    }


def card_page_record(page: CardPage) -> Record:
    """A prospect's card with its score, term by term, and its history."""
    return {**card_record(page.card), **score_record(page.scored), "asked": page.asked, "history": history_of(page)}


def score_record(scored: Score) -> Record:
    """What a card comes to: likelihoods as shares, points 1 to 3, the score their product."""
    return {
        "score": scored.points,
        "value_level": scored.value,
        "value_points": POINTS[scored.value],
        "likelihood_level": scored.likelihood,
        "likelihood_points": POINTS[scored.likelihood],
        "stated": scored.stated / WHOLE,
        "terms": [
            {"kind": t.kind, "by": t.by / WHOLE, "until": t.until, "reason": t.said, "note": t.note}
            for t in scored.terms
        ],
        "likely": scored.likely / WHOLE,
        "expected": money(scored.expected),
        "silent_since": scored.silent_since,
        "silent_days": scored.silent_days,
    }


def history_of(page: CardPage) -> list[Record]:
    """The steps of a card's history, the earliest first."""
    return [{"on": e.on, "kind": e.kind, "before": e.before, "after": e.after, "why": e.why} for e in page.events]


def funnel_record(found: Funnel) -> Record:
    """The funnel of prospects."""
    return {
        "cards": found.cards,
        "won": found.won,
        "released": found.released,
        "stages": [
            {
                "stage": line.stage,
                "cards": line.cards,
                "value": money(line.value),
                "expected": money(line.expected),
                "reached": line.reached,
                "moved_on": line.moved_on,
                "released": line.released,
                "conversion": fraction(line.moved_on, line.reached) if line.stage != SIGNED else None,
                "days": _days(line.days),
                "days_now": _days(line.days_now),
            }
            for line in found.lines
        ],
    }


def potential_record(found: Potential) -> Record:
    """A client of the book that is worth a card."""
    return {
        "client_no": found.client.client_no,
        "name": found.client.name,
        "points": found.points,
        "amount": money(found.amount),
        "because": found.reasons,
    }


def _days(average: Share | None) -> float | None:
    """An average number of days, to one decimal."""
    return round(average.over / average.under, 1) if average else None
