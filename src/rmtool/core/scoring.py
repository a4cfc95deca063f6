"""What a prospect is worth today: value × likelihood, each with what it is made of. Not: the queue, nor the re-grade.

Likelihoods are counted in millionths, so that terms add up exactly. Source: domain.md, "Prospects" (triggers make a
good moment); how much they and silence count is said by the rules.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import LEVELS, TRIGGER, Book, Card, CardEvent, Client
from rmtool.core.rules import ProspectRules
from rmtool.phrase import Phrase, phrase

HIGH, MEDIUM, LOW = LEVELS

POINTS: Mapping[str, int] = {HIGH: 3, MEDIUM: 2, LOW: 1}
"""A level's points; a card's score is value × likelihood in points, 1 to 9."""

WHOLE = 1_000_000
"""The likelihood of what is certain."""


class Term(NamedTuple):
    """What raises or lowers a likelihood, by how many millionths, and until when (the last day; None: no end).

    `note` is what was noted of a trigger.
    """

    kind: str
    by: int
    said: Phrase
    until: date | None = None
    note: str | None = None


class Score(NamedTuple):
    """What a card comes to: the levels of value and likelihood, and their points multiplied.

    `stated` is the likelihood that the card says (for a level in words the middle of what the level spans), `likely`
    what it is with the `terms`, from 0 to 1. `expected` is value (fen) × `likely`, where the card has an amount.
    """

    value: str
    likelihood: str
    points: int
    stated: int
    terms: tuple[Term, ...]
    likely: int
    expected: int | None
    silent_since: date
    silent_days: int


def value_level(value: int | None, level: str | None, rules: ProspectRules) -> str:
    """High, medium or low: by the amount (fen) where there is one, else by the list's word, else low."""
    if value is None:
        return level or LOW
    return HIGH if value >= rules.value_high else MEDIUM if value >= rules.value_medium else LOW


def likelihood_level(likelihood: float | None, level: str | None, rules: ProspectRules) -> str:
    """High, medium or low: by the share where there is one, else by the list's word, else low."""
    return level or LOW if likelihood is None else _level_of(_millionths(likelihood), rules)


def grade(
    value: int | None, level: str | None, likelihood: float | None, likely: str | None, rules: ProspectRules
) -> str:
    """The grade that value (fen, or a level in words) and likelihood (0–1, or a level) ask for by themselves."""
    return rules.grades[value_level(value, level, rules)][likelihood_level(likelihood, likely, rules)]


def score(book: Book, client: Client, card: Card, rules: ProspectRules, day: date) -> Score:
    """What the card of `client` comes to on `day`."""
    events = book.events.get(client.id, ())
    since = silent_since(book, client, card, day)
    terms = (*_triggers(events, rules, day), *_silence(since, rules, day))
    stated = _stated(card, rules)
    likely = min(max(stated + sum(term.by for term in terms), 0), WHOLE)
    value = value_level(card.value, card.value_level, rules)
    likelihood = _level_of(likely, rules)
    expected = None if card.value is None else (2 * card.value * likely + WHOLE) // (2 * WHOLE)
    points = POINTS[value] * POINTS[likelihood]
    return Score(value, likelihood, points, stated, terms, likely, expected, since, (day - since).days)


def asked_grade(scored: Score, rules: ProspectRules) -> str:
    """The grade that a score asks for, whatever grade was accepted."""
    return rules.grades[scored.value][scored.likelihood]


def silent_since(book: Book, client: Client, card: Card, day: date) -> date:
    """The day of the last contact by `day`; without any, the day on which the card was opened."""
    for entry in reversed(book.log.get(client.id, ())):
        if entry.on <= day:
            return entry.on
    return min(card.opened_on or client.entered, day)


def live_triggers(events: Sequence[CardEvent], rules: ProspectRules, day: date) -> list[CardEvent]:
    """The triggers that count on `day`: of each kind the latest, while it lasts."""
    latest = {e.after: e for e in events if e.kind == TRIGGER and e.on <= day}
    lasting = {kind: timedelta(days=rule.days) for kind, rule in rules.triggers.items()}
    return [e for kind, e in latest.items() if kind in lasting and day < e.on + lasting[kind]]


def _triggers(events: Sequence[CardEvent], rules: ProspectRules, day: date) -> list[Term]:
    terms = []
    for event in live_triggers(events, rules, day):
        rule = rules.triggers[event.after or ""]
        until = event.on + timedelta(days=rule.days - 1)
        what = phrase(f"prospects.trigger_{event.after}")
        said = phrase("prospects.term_trigger", what=what, on=event.on, until=until)
        terms.append(Term(event.after or "", rule.up, said, until, event.why))
    return sorted(terms, key=lambda term: (-term.by, term.kind))


def _silence(since: date, rules: ProspectRules, day: date) -> list[Term]:
    days = (day - since).days
    if rules.silence is None or days < rules.silence.every:
        return []
    by = min(days // rules.silence.every * rules.silence.down, rules.silence.most)
    return [Term("silence", -by, phrase("prospects.term_silence", days=days, since=since))] if by else []


def _stated(card: Card, rules: ProspectRules) -> int:
    """The likelihood that the card says, in millionths; a level in words counts as the middle of what it spans."""
    if card.likelihood is not None:
        return _millionths(card.likelihood)
    high, medium = _millionths(rules.likelihood_high), _millionths(rules.likelihood_medium)
    return {HIGH: high + WHOLE, MEDIUM: medium + high, LOW: medium}[card.likelihood_level or LOW] // 2


def _level_of(likely: int, rules: ProspectRules) -> str:
    if likely >= _millionths(rules.likelihood_high):
        return HIGH
    return MEDIUM if likely >= _millionths(rules.likelihood_medium) else LOW


def _millionths(share: float) -> int:
    return round(share * WHOLE)
