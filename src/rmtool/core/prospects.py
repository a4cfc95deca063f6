"""Prospect cards: grade, weekly re-grade, and the queue of cards (domain.md, "Prospects"). Not: their visits."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import PROSPECT, Book, Card, Client
from rmtool.core.due import stable_number
from rmtool.core.rules import ProspectRules
from rmtool.core.standing import listed_clients
from rmtool.phrase import Phrase, phrase

HIGH, MEDIUM, LOW = LEVELS = ("high", "medium", "low")

POINTS: Mapping[str, int] = {HIGH: 3, MEDIUM: 2, LOW: 1}
"""A level's points; a card's score is value × likelihood in points, 1 to 9."""


class Queued(NamedTuple):
    """A prospect in the queue. `due` if its card is to be read by the day asked about."""

    client: Client
    card: Card
    score: int
    next_review: date
    due: bool
    reason: Phrase


class Regrade(NamedTuple):
    """A proposed move of a card from its accepted grade."""

    client: Client
    card: Card
    to: str
    reason: Phrase


def value_level(value: int | None, level: str | None, rules: ProspectRules) -> str:
    """High, medium or low: by the amount (fen) where there is one, else by the list's word, else low."""
    if value is None:
        return level or LOW
    return HIGH if value >= rules.value_high else MEDIUM if value >= rules.value_medium else LOW


def likelihood_level(likelihood: float | None, level: str | None, rules: ProspectRules) -> str:
    """High, medium or low: by the share where there is one, else by the list's word, else low."""
    if likelihood is None:
        return level or LOW
    return HIGH if likelihood >= rules.likelihood_high else MEDIUM if likelihood >= rules.likelihood_medium else LOW


def grade(
    value: int | None, level: str | None, likelihood: float | None, likely: str | None, rules: ProspectRules
) -> str:
    """The grade that value (fen, or a level in words) and likelihood (0–1, or a level) ask for."""
    return rules.grades[value_level(value, level, rules)][likelihood_level(likelihood, likely, rules)]


def grade_of(card: Card, rules: ProspectRules) -> str:
    """The grade that the card's facts ask for today, whatever grade was accepted."""
    return grade(card.value, card.value_level, card.likelihood, card.likelihood_level, rules)


def queue(book: Book, rules: ProspectRules, day: date) -> list[Queued]:
    """Every card in the book by `day`: those to read first, then by grade, score from the highest, and number.

    A card is due one review interval after it was read. A card never read is due within its first interval, spread by
    the client number, so that a new list doesn't flood the morning.
    """
    rows = [_queued(client, card, rules, day) for client, card in _cards(book, day)]
    return sorted(rows, key=lambda r: (not r.due, r.card.grade, -r.score, r.client.client_no))


def regrade(book: Book, rules: ProspectRules, day: date) -> list[Regrade]:
    """The cards whose facts ask for another grade than the accepted one, by client number."""
    moves = []
    for client, card in _cards(book, day):
        to = grade_of(card, rules)
        if to != card.grade:
            moves.append(Regrade(client, card, to, _levels("prospects.regrade", card, rules)))
    return moves


def _cards(book: Book, day: date) -> list[tuple[Client, Card]]:
    return [(c, book.cards[c.id]) for c in listed_clients(book, day, (PROSPECT,)) if c.id in book.cards]


def _queued(client: Client, card: Card, rules: ProspectRules, day: date) -> Queued:
    interval = rules.review[card.grade].days
    if card.read_on:
        next_review = card.read_on + timedelta(days=interval)
    else:
        next_review = card.graded_on + timedelta(days=stable_number(client.client_no) % interval)
    score = POINTS[value_level(card.value, card.value_level, rules)]
    score *= POINTS[likelihood_level(card.likelihood, card.likelihood_level, rules)]
    said = _levels("prospects.read" if card.read_on else "prospects.never_read", card, rules)
    return Queued(client, card, score, next_review, next_review <= day, said)


def _levels(key: str, card: Card, rules: ProspectRules) -> Phrase:
    return phrase(
        key,
        grade=card.grade,
        value=phrase(f"prospects.{value_level(card.value, card.value_level, rules)}"),
        likelihood=phrase(f"prospects.{likelihood_level(card.likelihood, card.likelihood_level, rules)}"),
        read_on=card.read_on,
        interval=rules.review[card.grade].days,
    )
