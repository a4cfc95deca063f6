"""A week's key figures, as a team lead asks for them: who was met, by class, how long ago; what the road took; which
key clients slip; which prospects moved. Not: attainment of quotas, nor the visits (standing_week).

Key clients are those of class A (domain.md, "80/20").
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import DONE, OPENED, PROSPECT, RELEASED, STAGE, VISIT_CODE, WON, Book, CardEvent, Client, Contact
from rmtool.core.due import LATE, OVERDUE, Due
from rmtool.core.periods import Span
from rmtool.core.rules import Rules
from rmtool.core.standing import Segment
from rmtool.core.standing_week import StandingWeek, legs
from rmtool.core.stats import CLASSES, was_prospect

KEY_CLASS = CLASSES[0]
MOVES = (OPENED, STAGE, WON, RELEASED)
"""The steps of a card that say where its prospect stands."""


class ClassWeek(NamedTuple):
    """A class of clients (`klass` None: the prospects): how many there are, were met, were contacted by any way, slip.

    `since` is the median of the days since each one's last meeting; None where nobody was ever met.
    """

    klass: str | None
    clients: int
    met: int
    contacted: int
    slipping: int
    since: int | None


class Road(NamedTuple):
    """Minutes of the visits held at an hour of the plan, and on the way to them."""

    travel: int
    visits: int


class WeekFigures(NamedTuple):
    """A week's figures; the meetings are those logged, planned or not."""

    client_meetings: int
    prospect_meetings: int
    classes: Sequence[ClassWeek]
    slipping: Sequence[tuple[Client, Due]]
    road: Road
    moved: Sequence[tuple[Client, CardEvent]]


def week_figures(
    book: Book,
    rules: Rules,
    standing: StandingWeek,
    contacts: Sequence[Contact],
    view: Segment,
    dues: Sequence[tuple[Client, Due]],
    day: date,
) -> WeekFigures:
    """The figures of a week with its contacts; who slips, and how long ago meetings are, as of `day`.

    `view` (80/20) and `dues` are those of that day.
    """
    by_id = {client.id: client for client in book.clients}
    meetings = [c for c in contacts if c.code == VISIT_CODE]
    new = sum(was_prospect(book, by_id[c.client_id], c.on) for c in meetings)
    groups: dict[str | None, list[int]] = {klass: [] for klass in CLASSES}
    for row in view.rows:
        groups[row.klass].append(row.client.id)
    key = set(groups[KEY_CLASS])
    groups[None] = [client.id for client in book.clients if client.status == PROSPECT]
    late = [(client, due) for client, due in dues if due.state in (LATE, OVERDUE)]
    return WeekFigures(
        len(meetings) - new,
        new,
        [_class(klass, ids, book, contacts, {client.id for client, _ in late}, day) for klass, ids in groups.items()],
        [(client, due) for client, due in late if client.id in key],
        _road(standing, book, rules),
        _moved(book, Span(standing.days[0].date, standing.days[-1].date)),
    )


def _class(
    klass: str | None, ids: Sequence[int], book: Book, contacts: Sequence[Contact], late: Collection[int], day: date
) -> ClassWeek:
    contacted, met = {c.client_id for c in contacts}, {c.client_id for c in contacts if c.code == VISIT_CODE}
    last = [max((e.on for e in book.log.get(i, ()) if e.code == VISIT_CODE and e.on <= day), default=None) for i in ids]
    since = sorted((day - on).days for on in last if on)
    return ClassWeek(
        klass,
        len(ids),
        sum(i in met for i in ids),
        sum(i in contacted for i in ids),
        sum(i in late for i in ids),
        since[(len(since) - 1) // 2] if since else None,
    )


def _road(standing: StandingWeek, book: Book, rules: Rules) -> Road:
    travel = legs(standing, book, rules)
    held = [each for each in standing.visits if each.visit.status == DONE]
    return Road(sum(travel[each.visit.id] for each in held), sum(each.minutes for each in held))


def _moved(book: Book, week: Span) -> list[tuple[Client, CardEvent]]:
    """The steps of cards in the week, by day, client number and order."""
    found = [
        (client, event)
        for client in book.clients
        for event in book.events.get(client.id, ())
        if event.kind in MOVES and week.start <= event.on <= week.end
    ]
    return sorted(found, key=lambda pair: (pair[1].on, pair[0].client_no, pair[1].id))
