"""How prospects go from stage to stage: their stays, replayed from the cards' histories, and the funnel over all.

Not: what a card is worth (scoring.py), nor which grade it has.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import OPENED, RELEASED, SIGNED, STAGE, STAGES, WON, Book, Card, CardEvent, Client
from rmtool.core.prospects import is_open
from rmtool.core.rules import ProspectRules, Share
from rmtool.core.scoring import score


class Stay(NamedTuple):
    """A card's time in one stage, from `start` to the day `end` on which it left for the stage `to`, or was `released`.

    A card that is in the stage still has neither.
    """

    client: Client
    stage: str
    start: date
    end: date | None
    to: str | None


class FunnelLine(NamedTuple):
    """One stage: the `cards` that are in it now with their value and expected value (fen), and what became of others.

    `reached` cards were ever in it; of these `moved_on` went further, `released` were let go. `days` is the average
    length of the stays that are over, `days_now` of those that aren't; None where there are none.
    """

    stage: str
    cards: int
    value: int
    expected: int
    reached: int
    moved_on: int
    released: int
    days: Share | None
    days_now: Share | None


class Funnel(NamedTuple):
    """The funnel on a day: a line for each stage, in order; `won` and `released` cards of all."""

    lines: Sequence[FunnelLine]
    cards: int
    won: int
    released: int


def funnel(book: Book, rules: ProspectRules, day: date, keeps: Callable[[Client], bool]) -> Funnel:
    """The funnel of the cards that `keeps` lets through, as of `day`."""
    known = [(c, book.cards[c.id]) for c in book.clients if c.id in book.cards and keeps(c)]
    spent = [stay for client, card in known for stay in stays(client, card, book.events.get(client.id, ()), day)]
    lines = []
    for stage in STAGES:
        here = [(c, card) for c, card in known if _is_in(c, card, stage)]
        mine = [stay for stay in spent if stay.stage == stage]
        over, now = [s for s in mine if s.end], [s for s in mine if not s.end]
        line = FunnelLine(
            stage,
            len(here),
            sum(card.value or 0 for _, card in here),
            sum(_expected(book, client, card, rules, day) for client, card in here),
            len({stay.client.id for stay in mine} | {client.id for client, _ in here}),
            len({stay.client.id for stay in over if stay.to in STAGES and _is_further(stay)}),
            len({stay.client.id for stay in over if stay.to == RELEASED}),
            _average([(stay.end - stay.start).days for stay in over if stay.end]),
            _average([(day - stay.start).days for stay in now]),
        )
        lines.append(line)
    released = sum(1 for client, card in known if not is_open(client, card) and card.stage != SIGNED)
    return Funnel(lines, len(known), lines[-1].cards, released)


def stays(client: Client, card: Card, events: Sequence[CardEvent], day: date) -> Iterator[Stay]:
    """A card's stays in the stages before it is signed, the earliest first, as they stood on `day`."""
    steps = [e for e in events if e.kind in (OPENED, STAGE, WON, RELEASED) and e.on <= day]
    first = next((e.before for e in steps if e.kind in (STAGE, WON)), None)
    stage: str | None = first or card.stage
    start = client.entered
    for step in steps:
        if step.kind == RELEASED:
            if stage not in (None, SIGNED):
                yield Stay(client, stage or "", start, step.on, RELEASED)
            stage = None
        else:
            if stage not in (None, SIGNED, step.after):
                yield Stay(client, stage or "", start, step.on, step.after)
            stage, start = step.after, step.on
    if stage not in (None, SIGNED) and is_open(client, card) and start <= day:
        yield Stay(client, stage or "", start, None, None)


def _is_in(client: Client, card: Card, stage: str) -> bool:
    """Whether the card is in the stage now; a signed one is, whatever has become of the client since."""
    return card.stage == stage and (stage == SIGNED or is_open(client, card))


def _is_further(stay: Stay) -> bool:
    return STAGES.index(stay.to or stay.stage) > STAGES.index(stay.stage)


def _expected(book: Book, client: Client, card: Card, rules: ProspectRules, day: date) -> int:
    return card.value or 0 if card.stage == SIGNED else score(book, client, card, rules, day).expected or 0


def _average(days: Sequence[int]) -> Share | None:
    return Share(sum(days), len(days)) if days else None
