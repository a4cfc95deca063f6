"""Reviews of clients' positions: shown, recorded, and who is due for one. Not: how a position is made up (core)."""

from collections.abc import Sequence

from rmtool.core.book import Client, Review
from rmtool.core.reviews import Position, Reviewed, ReviewLine, position, review_dues, review_fields
from rmtool.desk import Desk
from rmtool.desk.narrowing import Filter, narrowed
from rmtool.errors import UsageError
from rmtool.phrase import phrase


def reviewed(desk: Desk, who: str) -> Reviewed:
    """The position of the client that `who` names, as of today."""
    client = desk.client(who)
    reviews = desk.store.reviews(client.id)
    found = _position(desk, client, reviews, None)
    standing = desk.standings.get(client.id)
    alone = desk.book._replace(clients=[client])
    dues = review_dues(alone, _by_client(desk), desk.rules, desk.calendar, desk.today, desk.standings)
    return Reviewed(found, standing.tier if standing else None, dues[0][1] if dues else None, reviews)


def record_review(desk: Desk, who: str, note: str | None, on: str | None) -> Reviewed:
    """Records that a client's position was gone through with it, with what it came to on that day.

    A second review of one day takes the place of the first. Raises UsageError for a day to come.
    """
    client = desk.client(who)
    day = desk.day(on, "past")
    if day > desk.today:
        raise UsageError("log.in_the_future", day=day, today=desk.today)
    reviews = desk.store.reviews(client.id)
    found = _position(desk, client, reviews, on)
    fields = {"note": " ".join((note or "").split()) or None, **review_fields(found)}
    same = next((review for review in reviews if review.on == day), None)
    with desk.writing("review", phrase("reviews.did_review", name=client.name, on=day)) as writing:
        if same:
            writing.set_review(same.id, fields if fields["note"] else {**fields, "note": same.note})
        else:
            writing.add_review({"client_id": client.id, "on": day, **fields})
    return reviewed(desk, who)


def review_lines(desk: Desk, due_only: bool, wanted: Filter) -> list[ReviewLine]:
    """Who is owed reviews, the earliest due first; with `due_only` who is due or worse today."""
    keeps = narrowed(desk, wanted)
    by_client = _by_client(desk)
    dues = review_dues(desk.book, by_client, desk.rules, desk.calendar, desk.today, desk.standings)
    lines = [
        ReviewLine(client, desk.standings[client.id].tier, due, next(reversed(by_client.get(client.id, ())), None))
        for client, due in dues
        if keeps(client) and (due.is_due or not due_only)
    ]
    return sorted(lines, key=lambda line: (line.due.due_on, line.client.client_no))


def _by_client(desk: Desk) -> dict[int, Sequence[Review]]:
    found: dict[int, list[Review]] = {}
    for review in desk.store.reviews():
        found.setdefault(review.client_id, []).append(review)
    return dict(found)


def _position(desk: Desk, client: Client, reviews: Sequence[Review], on: str | None) -> Position:
    day = desk.day(on, "past")
    return position(client, desk.store.holdings(client.id), desk.book.balances.get(client.id, ()), reviews, day)
