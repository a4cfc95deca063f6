"""Prospect cards as pages: the queue, re-grades, a score and its terms, histories, the funnel, clients found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import ACTIVE, CARD_STEPS, LIKELIHOOD, SIGNED, STAGES, TRIGGER, TRIGGERS, VALUE
from rmtool.core.prospects import RELEASE, said_of
from rmtool.core.scoring import POINTS, WHOLE
from rmtool.phrase import Phrase, phrase
from rmtool.show import prospect_rows as rows
from rmtool.show.bars import bars
from rmtool.show.pictures import Bars
from rmtool.show.text import Column, Page, Said, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.book import Card, CardEvent, Client
    from rmtool.core.funnel import Funnel
    from rmtool.core.potential import Potential
    from rmtool.core.prospects import Queued, Regrade
    from rmtool.core.results import CardPage
    from rmtool.core.scoring import Term

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

DRAWN = 12
"""Cards of the queue that its picture shows; the table has them all."""


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
            "likelihood": _likelihood(q),
            "stage": phrase(f"prospects.stage_{q.card.stage}"),
            "score": q.score,
            "fen": q.card.value,
            "expected": q.scored.expected,
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
    picture = Bars(phrase("prospects.expected_of_value"), ["grade", "name"], "expected", "money", "fen", most=DRAWN)
    section = Section(columns=columns, rows=shown, picture=picture)
    page = Page(lambda: [rows.queued_record(q) for q in queued], [lead], [section], closing, fields=FIELDS)
    return page._replace(sheets=lambda: [_sheet(queued, lead)])


def _sheet(queued: Sequence[Queued], lead: Said) -> Sheet:
    from rmtool.show.pages.exchange import prospects_sheet

    return prospects_sheet(queued, [lead])


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
    released = sum(move.to == RELEASE for move in moves)
    lead = [phrase("prospects.moves_applied" if applied else "prospects.moves", count=len(moves) - released)]
    if released:
        lead = [*lead[: len(moves) > released], _released(released, applied)]
    shown = [
        {**record, "to": phrase("prospects.let_go")} if move.to == RELEASE else record
        for move, record in zip(moves, records, strict=True)
    ]
    closing = [] if applied else [phrase("prospects.apply")]
    return Page(records, lead, [Section(columns=columns, rows=shown)], closing, records)


def _released(count: int, applied: bool) -> Phrase:
    return phrase("prospects.released_count" if applied else "prospects.to_release", count=count)


def card_page(client: Client, card: Card, key: str, asked: str | None = None) -> Page:
    """One card after it was added or changed (`key` names the sentence)."""
    record = {"client_no": client.client_no, "name": client.name, **rows.card_record(card)}
    lead = [phrase(key, name=client.name, client_no=client.client_no, grade=card.grade)]
    if asked and asked != card.grade:
        lead.append(phrase("prospects.would_be", grade=asked))
    return Page(record, lead)


def taken_page(client: Client, card: Card) -> Page:
    """A card that was opened for a client of the book, or anew for a prospect."""
    return card_page(client, card, "prospects.taken" if client.status == ACTIVE else "prospects.taken_back")


def explain_page(page: CardPage, said: Phrase | None = None) -> Page:
    """A card's score, term by term, after the sentence `said` if there is one."""
    record = {"client_no": page.client.client_no, "name": page.client.name, **rows.card_page_record(page)}
    lead: list[Said] = [said] if said else []
    return Page(record, [*lead, score_said(page), *standing_said(page)], [terms_section(page)])


def history_page(page: CardPage) -> Page:
    """What became of a card, step by step."""
    records = [{"client_no": page.client.client_no, **step} for step in rows.history_of(page)]
    card = page.card
    stage = phrase(f"prospects.stage_{card.stage}")
    lead = phrase("prospects.history_lead", name=page.client.name, stage=stage, grade=card.grade, count=len(records))
    fields = ("client_no", "on", "kind", "before", "after", "why")
    return Page(records, [lead], [history_section(page)], fields=fields)


def card_sections(page: CardPage) -> list[Section]:
    """A client's card as its page shows it: what it says, its score, its history."""
    terms = terms_section(page)._replace(title=score_said(page), lines=standing_said(page))
    return [terms, *([history_section(page, phrase("prospects.history_title"))] if page.events else [])]


def score_said(page: CardPage) -> Phrase:
    """`Score 6 = value high (3) × likelihood medium (2).`"""
    scored = page.scored
    return phrase(
        "prospects.score_lead",
        name=page.client.name,
        score=scored.points,
        value=phrase(f"prospects.{scored.value}"),
        value_points=POINTS[scored.value],
        likelihood=phrase(f"prospects.{scored.likelihood}"),
        likelihood_points=POINTS[scored.likelihood],
    )


def standing_said(page: CardPage) -> list[Phrase]:
    """The grade that was accepted, the one asked for if it is another, and what else the card says."""
    card = page.card
    said = [phrase("prospects.accepted", grade=card.grade, on=card.graded_on)]
    if page.asked != card.grade:
        said.append(phrase("prospects.would_be", grade=page.asked))
    facts = [(field, getattr(card, field)) for field in ("source", "referrer", "core_client", "motive", "rival")]
    told = tuple(phrase(f"prospects.fact_{field}", text=text) for field, text in facts if text)
    return [*said, phrase("prospects.facts", facts=told)] if told else said


def terms_section(page: CardPage) -> Section:
    """What value and likelihood are made of."""
    scored, card = page.scored, page.card
    level = phrase(f"prospects.{scored.value}")
    said = phrase("prospects.points", level=level, points=POINTS[scored.value])
    lines: list[tuple[str, object, Said]] = [("value", _value(card), said)]
    key = "prospects.stated" if card.likelihood is not None else "prospects.stated_as"
    word = phrase(f"prospects.{card.likelihood_level or 'low'}")
    level, points = phrase(f"prospects.{scored.likelihood}"), POINTS[scored.likelihood]
    alone = () if scored.terms else (phrase("prospects.points", level=level, points=points),)
    lines.append(
        ("likelihood", share_said(scored.stated), phrase("prospects.reasons", reasons=(phrase(key, word=word), *alone)))
    )
    lines += [("", share_said(term.by, signed=True), _term_said(term)) for term in scored.terms]
    if scored.terms:
        lines.append(("", share_said(scored.likely), phrase("prospects.points_in_all", level=level, points=points)))
    if scored.expected is not None:
        amount = phrase("prospects.amount", amount=scored.expected)
        lines.append(("expected", amount, phrase("prospects.expected_is")))
    shown = [
        {"what": phrase(f"prospects.{what}") if what else "", "figure": figure, "why": why}
        for what, figure, why in lines
    ]
    columns = [Column("what"), Column("figure", align="right"), Column("why", cut=True)]
    return Section(columns=columns, rows=shown)


def _term_said(term: Term) -> Said:
    return phrase("prospects.noted", said=term.said, note=term.note) if term.note else term.said


def history_section(page: CardPage, title: Said = "") -> Section:
    """The steps of a card, the latest first."""
    shown = [
        {"on": e.on, "step": kind_said(e), "what": step_said(e), "why": e.why or ""} for e in reversed(page.events)
    ]
    columns = [
        Column("on", phrase("lists.on"), "date"),
        Column("step", phrase("prospects.step")),
        Column("what", phrase("prospects.what"), cut=True),
        Column("why", phrase("lists.reason"), cut=True, drop=1),
    ]
    return Section(title, columns, shown, empty=phrase("prospects.no_history") if not title else "")


def kind_said(event: CardEvent) -> Said:
    """What kind of step it was."""
    return phrase(f"prospects.step_{event.kind}") if event.kind in CARD_STEPS else event.kind


def step_said(event: CardEvent) -> Said:
    """From where to where it led."""
    if event.kind == TRIGGER and event.after in TRIGGERS:
        return phrase(f"prospects.trigger_{event.after}")
    before, after = (_end_said(event.kind, end) for end in (event.before, event.after))
    return phrase("prospects.move", before=before, after=after) if before and after else after or before


def _end_said(kind: str, end: str | None) -> Said:
    if kind in (VALUE, LIKELIHOOD):
        return said_of(kind, end)
    return phrase(f"prospects.stage_{end}") if end in STAGES else end or ""


def funnel_page(found: Funnel) -> Page:
    """The funnel: a line for each stage, with a bar for its cards."""
    record = rows.funnel_record(found)
    drawn = bars([line.cards for line in found.lines])
    shown = [
        {
            "stage": phrase(f"prospects.stage_{line.stage}"),
            "cards": line.cards,
            "bar": drawn[n],
            "value": line.value,
            "expected": line.expected,
            "reached": line.reached,
            "moved_on": line.moved_on if line.stage != SIGNED else "",
            "conversion": (line.moved_on, line.reached) if line.reached and line.stage != SIGNED else None,
            "released": line.released if line.stage != SIGNED else "",
            "days": stage["days"],
            "days_now": stage["days_now"],
        }
        for n, (line, stage) in enumerate(zip(found.lines, record["stages"], strict=True))
    ]
    columns = [
        Column("stage", phrase("prospects.stage")),
        Column("cards", phrase("prospects.cards"), "number", "right"),
        Column("bar", drop=3),
        Column("value", phrase("prospects.value"), "money"),
        Column("expected", phrase("prospects.expected"), "money", drop=4),
        Column("reached", phrase("prospects.reached"), "number", "right", drop=5),
        Column("moved_on", phrase("prospects.moved_on"), align="right", drop=2),
        Column("conversion", phrase("prospects.conversion"), "share", "right"),
        Column("released", phrase("prospects.released_head"), align="right", drop=6),
        Column("days", phrase("prospects.days"), "number", "right", drop=1),
        Column("days_now", phrase("prospects.days_now"), "number", "right", drop=7),
    ]
    live = sum(line.cards for line in found.lines[:-1])
    lead = phrase("prospects.funnel_lead", cards=live, won=found.won, released=found.released)
    section = Section(
        columns=columns, rows=shown, picture=Bars(phrase("prospects.cards"), ["stage"], "cards", centred=True)
    )
    return Page(record, [lead], [section], [phrase("prospects.funnel_key")], record["stages"])


def found_page(found: Sequence[Potential]) -> Page:
    """The clients of the book that are worth a card."""
    records = [rows.potential_record(each) for each in found]
    fields = ("client_no", "name", "points", "amount", "because")
    if not found:
        return Page(records, [phrase("prospects.found_none")], fields=fields)
    columns = [
        Column("points", phrase("prospects.points_head"), align="right"),
        Column("client_no", phrase("lists.client_no")),
        Column("name", phrase("lists.name"), cut=True),
        Column("amount", phrase("lists.amount"), "money", drop=1),
        Column("because", phrase("lists.reason"), cut=True),
    ]
    lead = phrase("prospects.found_lead", count=len(found))
    closing = [phrase("prospects.take_one", client_no=found[0].client.client_no)]
    return Page(records, [lead], [Section(columns=columns, rows=records)], closing, fields=fields)


def share_said(millionths: int, signed: bool = False) -> Phrase:
    """A likelihood, or with a sign what raises or lowers it."""
    key = "prospects.share" if not signed else "prospects.up" if millionths > 0 else "prospects.down"
    return phrase(key, share=(abs(millionths), WHOLE))


def _value(card: Card) -> object:
    if card.value is not None:
        return phrase("prospects.amount", amount=card.value)
    return phrase(f"prospects.{card.value_level}") if card.value_level else "—"


def _likelihood(queued: Queued) -> object:
    """The likelihood that the card says, and what it is today where that is something else."""
    card, scored = queued.card, queued.scored
    if card.likelihood is not None:
        stated = phrase("prospects.share", share=card.likelihood)
    elif card.likelihood_level:
        stated = phrase(f"prospects.{card.likelihood_level}")
    else:
        return "—"
    if scored.likely == scored.stated:
        return stated
    return phrase("prospects.move", before=stated, after=share_said(scored.likely))
