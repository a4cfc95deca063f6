"""The queue of prospect cards and the weekly re-grade (domain.md, "Prospects"). Not: what a card is worth (scoring.py),
nor visits.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import (
    ACTIVE,
    LEVELS,
    LIKELIHOOD,
    PROSPECT,
    REGRADE,
    SIGNED,
    TRIGGER,
    VALUE,
    Book,
    Card,
    Client,
)
from rmtool.core.due import stable_number
from rmtool.core.rules import ProspectRules
from rmtool.core.scoring import WHOLE, Score, Term, asked_grade, score
from rmtool.phrase import Phrase, phrase

RELEASE = "release"
"""Where a re-grade moves a card that is to be let go."""


class Queued(NamedTuple):
    """A card in the queue. `due` if it is to be read by the day asked about."""

    client: Client
    card: Card
    scored: Score
    next_review: date
    due: bool
    reason: Phrase

    @property
    def score(self) -> int:
        """Value × likelihood, in points."""
        return self.scored.points


class Regrade(NamedTuple):
    """A proposed move of a card from its accepted grade to another one, or to `release`."""

    client: Client
    card: Card
    to: str
    reason: Phrase


def is_open(client: Client, card: Card) -> bool:
    """Whether the card is worked on: a prospect's, or that of a client of whom more business is hoped for."""
    if client.status == ACTIVE:
        return card.stage != SIGNED and card.opened_on is not None
    return client.status == PROSPECT


def open_cards(book: Book, day: date) -> Iterator[tuple[Client, Card]]:
    """The open cards that are in the book by `day`, by client number."""
    for client in book.clients if book.cards else ():
        card, log = book.cards.get(client.id), book.log.get(client.id)
        if card and is_open(client, card) and (client.entered <= day or (log and log[0].on <= day)):
            yield client, card


def queue(book: Book, rules: ProspectRules, day: date) -> list[Queued]:
    """Every card in the book by `day`: those to read first, then by grade, score from the highest, and number.

    A card is due one review interval after it was read. A card never read is due within its first interval, spread by
    the client number, so that a new list doesn't flood the morning.
    """
    rows = [_queued(book, client, card, rules, day) for client, card in open_cards(book, day)]
    return sorted(rows, key=lambda r: (not r.due, r.card.grade, -r.score, r.client.client_no))


def regrade(book: Book, rules: ProspectRules, day: date) -> list[Regrade]:
    """The cards that are to move, by client number: to the grade that their facts ask for today, or to be let go."""
    moves = []
    for client, card in open_cards(book, day):
        scored = score(book, client, card, rules, day)
        patience = rules.release.get(card.grade)
        if patience and scored.silent_days >= patience:
            why = phrase("prospects.lets_go", days=scored.silent_days, grade=card.grade, patience=patience)
            moves.append(Regrade(client, card, RELEASE, why))
        elif (to := asked_grade(scored, rules)) != card.grade:
            why = _levels("prospects.regrade", card, scored, rules)
            because = (*_news(book, client, card, rules, day), *map(_term_said, scored.terms))
            moves.append(Regrade(client, card, to, _because(why, because)))
    return moves


def _news(book: Book, client: Client, card: Card, rules: ProspectRules, day: date) -> Iterator[Phrase]:
    """What happened since the card was graded that doesn't show among the terms of its score."""
    events = [e for e in book.events.get(client.id, ()) if e.on <= day]
    graded = max((n for n, event in enumerate(events, 1) if event.kind == REGRADE), default=0)
    for event in events[graded:]:
        if event.kind in (VALUE, LIKELIHOOD):
            yield phrase(f"prospects.news_{event.kind}", on=event.on)
    for event in events:
        rule = rules.triggers.get(event.after or "") if event.kind == TRIGGER else None
        if rule and card.graded_on < event.on + timedelta(days=rule.days) <= day:
            what = phrase(f"prospects.trigger_{event.after}")
            yield phrase("prospects.news_over", what=what, on=event.on, days=rule.days)
    met = [entry.on for entry in book.log.get(client.id, ()) if card.graded_on < entry.on <= day]
    if met:
        yield phrase("prospects.news_contact", on=met[-1], count=len(met))


def said_of(kind: str, value: str | None) -> Phrase | str:
    """A value or likelihood as a card's history keeps it, in words: an amount, a share, a level, or nothing."""
    if value is None:
        return phrase("prospects.unsaid")
    if value in LEVELS:
        return phrase(f"prospects.{value}")
    try:
        number = float(value)
        return phrase("prospects.amount", amount=round(number * 100)) if kind == VALUE else _share(number)
    except (ValueError, OverflowError):
        return value


def _share(number: float) -> Phrase:
    return phrase("prospects.share", share=number)


def _queued(book: Book, client: Client, card: Card, rules: ProspectRules, day: date) -> Queued:
    interval = rules.review[card.grade].days
    if card.read_on:
        next_review = card.read_on + timedelta(days=interval)
    else:
        next_review = card.graded_on + timedelta(days=stable_number(client.client_no) % interval)
    scored = score(book, client, card, rules, day)
    said = _levels("prospects.read" if card.read_on else "prospects.never_read", card, scored, rules)
    said = _because(said, tuple(map(_term_said, scored.terms)))
    return Queued(client, card, scored, next_review, next_review <= day, said)


def _term_said(term: Term) -> Phrase:
    key = "prospects.term_up" if term.by > 0 else "prospects.term_down"
    return phrase(key, by=(abs(term.by), WHOLE), what=term.said)


def _because(said: Phrase, reasons: tuple[Phrase, ...]) -> Phrase:
    return phrase("prospects.because", said=said, reasons=reasons) if reasons else said


def _levels(key: str, card: Card, scored: Score, rules: ProspectRules) -> Phrase:
    return phrase(
        key,
        grade=card.grade,
        value=phrase(f"prospects.{scored.value}"),
        likelihood=phrase(f"prospects.{scored.likelihood}"),
        read_on=card.read_on,
        interval=rules.review[card.grade].days,
    )
