"""The queue of prospect cards and the weekly re-grade as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.book import Card, Client
    from rmtool.core.prospects import Queued, Regrade

FIELDS = (
    "client_no",
    "name",
    "grade",
    "value",
    "likelihood",
    "stage",
    "score",
    "next_review",
    "due",
    "reason",
)


def queue_page(queued: Sequence[Queued], everything: bool) -> Page:
    """The cards to read today, or all."""
    grades: dict[str, int] = {}
    for q in queued:
        grades[q.card.grade] = grades.get(q.card.grade, 0) + 1
    counts = tuple(phrase("prospects.count", grade=g, count=n) for g, n in sorted(grades.items()))
    key = "prospects.all_lead" if everything else "prospects.lead"
    lead = phrase(key, count=len(queued), grades=counts) if queued else phrase("prospects.none")
    shown = [
        {
            "grade": q.card.grade,
            "client_no": q.client.client_no,
            "name": q.client.name,
            "value": _value(q.card),
            "likelihood": _likelihood(q.card),
            "stage": phrase(f"prospects.stage_{q.card.stage}"),
            "score": q.score,
            "next_review": q.next_review,
            "source": q.card.source or "",
        }
        for q in queued
    ]
    columns = [
        Column("grade", phrase("prospects.grade")),
        Column("client_no", phrase("lists.client_no")),
        Column("name", phrase("lists.name"), cut=True),
        Column("value", phrase("prospects.value"), align="right"),
        Column("likelihood", phrase("prospects.likelihood"), align="right"),
        Column("stage", phrase("prospects.stage"), drop=2),
        Column("score", phrase("prospects.score"), align="right", drop=1),
        Column("next_review", phrase("prospects.next_review"), "date", drop=3),
        Column("source", phrase("prospects.source"), cut=True, drop=4),
    ]
    closing = [phrase("prospects.next", client_no=queued[0].client.client_no)] if queued and not everything else []
    section = Section(columns=columns, rows=shown)
    return Page(lambda: [rows.queued_record(q) for q in queued], [lead], [section], closing, fields=FIELDS)


def regrade_page(moves: Sequence[Regrade], applied: bool) -> Page:
    """The proposed moves of cards."""
    records = [rows.regrade_record(move) for move in moves]
    if not moves:
        return Page(records, [phrase("prospects.no_moves")], fields=("client_no", "name", "from", "to", "reason"))
    columns = [
        Column("client_no", phrase("lists.client_no"), drop=1),
        Column("name", phrase("lists.name"), cut=True),
        Column("from", phrase("lists.from")),
        Column("to", phrase("lists.to")),
        Column("reason", phrase("lists.reason"), cut=True, drop=2),
    ]
    lead = phrase("prospects.moves_applied" if applied else "prospects.moves", count=len(moves))
    closing = [] if applied else [phrase("prospects.apply")]
    return Page(records, [lead], [Section(columns=columns, rows=records)], closing, records)


def card_page(client: Client, card: Card, key: str, asked: str | None = None) -> Page:
    """One card after it was added or changed (`key` names the sentence)."""
    record = {"client_no": client.client_no, "name": client.name, **rows.card_record(card)}
    lead = [phrase(key, name=client.name, client_no=client.client_no, grade=card.grade)]
    if asked and asked != card.grade:
        lead.append(phrase("prospects.would_be", grade=asked))
    return Page(record, lead)


def _value(card: Card) -> object:
    if card.value is not None:
        return phrase("prospects.amount", amount=card.value)
    return phrase(f"prospects.{card.value_level}") if card.value_level else "—"


def _likelihood(card: Card) -> object:
    if card.likelihood is not None:
        return phrase("prospects.share", share=card.likelihood)
    return phrase(f"prospects.{card.likelihood_level}") if card.likelihood_level else "—"
