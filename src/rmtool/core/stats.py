"""What was done in some days, looked back at: contacts by way, tier, class and weekday; plan against done; time against
value; how prospects responded. Not: attainment of quotas (attainment.py), nor who is due.

Source: domain.md, "80/20" (whether the RM's time follows the value).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import (
    CANCELLED,
    DONE,
    MISSED,
    PROSPECT,
    SIGNED,
    STAGE,
    STAGES,
    VISIT_CODE,
    WON,
    Book,
    CardEvent,
    Client,
    Contact,
    Visit,
)
from rmtool.core.periods import Span, period_of
from rmtool.core.register import tier_label
from rmtool.core.rules import Rules
from rmtool.core.standing import Segment, Standing, class_total

WEEKS = 4
"""How many full weeks before this one are looked back at where nobody says."""

CLASSES = ("A", "B", "C")


class Counted(NamedTuple):
    """The contacts of one way, tier or weekday, and how many of them were meetings."""

    key: str
    contacts: int
    meetings: int


class ClassTime(NamedTuple):
    """An 80/20 class: its clients, what they hold (fen), and the contacts and meetings that they got."""

    klass: str
    clients: int
    amount: int
    contacts: int
    meetings: int


class WeekDone(NamedTuple):
    """A week's visits: all that stood in it, what became of them, and the meetings that were logged, planned or not.

    `moved` were put on another day or time by hand. Of `unsaid` nothing was said though they are past; `ahead` aren't.
    """

    monday: date
    planned: int
    held: int
    missed: int
    cancelled: int
    unsaid: int
    ahead: int
    moved: int
    meetings: int


class Response(NamedTuple):
    """How prospects responded: those contacted, their contacts, the steps that took one on to a later stage, and how
    many took one on or after a contact of these days.
    """

    contacted: int
    contacts: int
    steps: int
    moved_on: int


class Stats(NamedTuple):
    """A span of days looked back at."""

    span: Span
    contacts: int
    meetings: int
    clients: int
    codes: Sequence[Counted]
    tiers: Sequence[Counted]
    weekdays: Sequence[Counted]
    classes: Sequence[ClassTime]
    weeks: Sequence[WeekDone]
    response: Response


class Moved(NamedTuple):
    """A visit that was put on another day or time by hand: whose, and the week (its Monday) in which it stood."""

    client_id: int
    week: date


def default_span(today: date) -> Span:
    """The last four full weeks."""
    this = period_of("week", today).start
    return Span(this - timedelta(days=7 * WEEKS), this - timedelta(days=1))


def stats(
    book: Book,
    rules: Rules,
    standings: Mapping[int, Standing],
    view: Segment,
    contacts: Sequence[Contact],
    moved: Iterable[Moved],
    span: Span,
    today: date,
    keeps: Callable[[Client], bool],
) -> Stats:
    """The days of `span` looked back at, for the clients that `keeps` lets through.

    `standings` and `view` (80/20) are today's, so that a log from before the first list has them too. Prospects count
    in ways, tiers (by grade) and weekdays, not in classes.
    """
    kept = {c.id: c for c in book.clients if keeps(c)}
    logged = [c for c in contacts if c.client_id in kept and span.start <= c.on <= span.end]
    labels = {i: tier_label(client, standings, book) or "" for i, client in kept.items()}
    held = Counter(period_of("week", c.on).start for c in logged if c.code == VISIT_CODE)
    shifted = Counter(m.week for m in moved if m.client_id in kept)
    visits = [v for v in book.visits if v.client_id in kept and not v.is_proposed]
    ranks = [*(tier.id for tier in rules.tiers), *(f"prospect-{g}" for g in rules.prospects.review), ""]
    return Stats(
        span,
        len(logged),
        sum(held.values()),
        len({c.client_id for c in logged}),
        _counted(((c.code, c) for c in logged), list(rules.channels)),
        [c for c in _counted(((labels[c.client_id], c) for c in logged), ranks) if c.contacts or c.key in ranks[:-1]],
        _counted(((str(c.on.isoweekday()), c) for c in logged), [str(day) for day in range(1, 8)]),
        _classes(view, kept, logged),
        [_week(monday, visits, shifted[monday], held[monday], today) for monday in _mondays(span)],
        _response(book, logged, kept, span),
    )


def time_against_value(found: Stats) -> tuple[tuple[int, int], tuple[int, int], bool] | None:
    """What class A holds of all value, and what it got of the meetings with clients (of the contacts, if there was no
    meeting): both as exact shares; True for meetings. None where there is nothing to hold one against the other.
    """
    value, (first, *_) = sum(c.amount for c in found.classes), found.classes
    meetings, contacts = sum(c.meetings for c in found.classes), sum(c.contacts for c in found.classes)
    if not value or not contacts:
        return None
    if meetings:
        return (first.amount, value), (first.meetings, meetings), True
    return (first.amount, value), (first.contacts, contacts), False


def _counted(keyed: Iterable[tuple[str, Contact]], order: Sequence[str]) -> list[Counted]:
    """Contacts and meetings by key, in the order given; keys beyond it come last, by themselves."""
    contacts, meetings = Counter[str](), Counter[str]()
    for key, contact in keyed:
        contacts[key] += 1
        meetings[key] += contact.code == VISIT_CODE
    keys = [*order, *sorted(contacts.keys() - set(order))]
    return [Counted(key, contacts[key], meetings[key]) for key in keys]


def _classes(view: Segment, kept: Mapping[int, Client], logged: Sequence[Contact]) -> list[ClassTime]:
    mine = view._replace(rows=tuple(row for row in view.rows if row.client.id in kept))
    classes = {row.client.id: row.klass for row in mine.rows}
    keyed = ((classes[c.client_id], c) for c in logged if c.client_id in classes)
    clients = Counter(classes.values())
    return [
        ClassTime(c.key, clients[c.key], class_total(mine, c.key), c.contacts, c.meetings)
        for c in _counted(keyed, CLASSES)
    ]


def _mondays(span: Span) -> list[date]:
    first, last = period_of("week", span.start).start, period_of("week", span.end).start
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)]


def _week(monday: date, visits: Sequence[Visit], moved: int, meetings: int, today: date) -> WeekDone:
    mine = [v for v in visits if v.week == monday]
    states = Counter(v.status for v in mine)
    still_open = [v for v in mine if v.status not in (DONE, MISSED, CANCELLED)]
    unsaid = sum((v.day or monday + timedelta(days=6)) < today for v in still_open)
    ahead = len(still_open) - unsaid
    return WeekDone(monday, len(mine), states[DONE], states[MISSED], states[CANCELLED], unsaid, ahead, moved, meetings)


def _response(book: Book, logged: Sequence[Contact], kept: Mapping[int, Client], span: Span) -> Response:
    first: dict[int, date] = {}
    count = 0
    for contact in logged:
        if was_prospect(book, kept[contact.client_id], contact.on):
            first.setdefault(contact.client_id, contact.on)
            count += 1
    steps = [
        event
        for client_id in kept
        for event in book.events.get(client_id, ())
        if span.start <= event.on <= span.end and _is_forward(event)
    ]
    moved_on = {event.client_id for event in steps if event.client_id in first and event.on >= first[event.client_id]}
    return Response(len(first), count, len(steps), len(moved_on))


def was_prospect(book: Book, client: Client, on: date) -> bool:
    """Whether the client was a prospect, or had an open card, on a day: it may have signed since."""
    card = book.cards.get(client.id)
    if card is None:
        return False
    won = [e.on for e in book.events.get(client.id, ()) if e.kind == WON]
    if won:
        return on <= won[-1]
    return client.status == PROSPECT or (card.opened_on is not None and card.opened_on <= on)


def _is_forward(event: CardEvent) -> bool:
    if event.kind not in (STAGE, WON) or event.before not in STAGES:
        return False
    return STAGES.index(event.after if event.after in STAGES else SIGNED) > STAGES.index(event.before)
