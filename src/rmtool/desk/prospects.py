"""Prospect cards: added, changed, read, re-graded, won, released; the queue. Not: how they are graded (core)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.book import ACTIVE, LOST, PROSPECT, Card, Client
from rmtool.core.fields import CARD, read_edits
from rmtool.core.prospects import Queued, Regrade, grade, grade_of, queue, regrade
from rmtool.desk import Desk
from rmtool.desk.editing import check_new, check_unique, free_number, with_channel, with_initials
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.store.writing import Writing

CARD_FIELDS = ("value", "value_level", "likelihood", "likelihood_level", "stage", "source")


def prospect_queue(desk: Desk, wanted_grade: str | None, everything: bool, wanted: Filter = EVERYBODY) -> list[Queued]:
    """The cards to read today, or all of them; of one grade if given. Raises UsageError for a grade that isn't."""
    keeps = narrowed(desk, wanted)
    grades = tuple(desk.rules.prospects.review)
    if wanted_grade is not None and wanted_grade.upper() not in grades:
        raise UsageError("prospects.no_such_grade", grade=wanted_grade, grades=grades)
    rows = queue(desk.book, desk.rules.prospects, desk.today)
    if wanted_grade is not None:
        rows = [q for q in rows if q.card.grade == wanted_grade.upper()]
    return [q for q in rows if (everything or q.due) and keeps(q.client)]


def apply_regrades(desk: Desk, moves: Sequence[Regrade]) -> None:
    """Takes the proposed moves; each stands in its card's history."""
    with desk.writing("prospects", phrase("desk.did_regrade", count=len(moves))) as writing:
        for move in moves:
            writing.set_card(move.client.id, {"grade": move.to, "graded_on": desk.today})
            _event(writing, move.client, desk.today, "regrade", move.card.grade, move.to)


def proposed_regrades(desk: Desk, wanted: Filter = EVERYBODY) -> list[Regrade]:
    """The cards whose facts ask for another grade."""
    keeps = narrowed(desk, wanted)
    return [move for move in regrade(desk.book, desk.rules.prospects, desk.today) if keeps(move.client)]


def add_prospect(desk: Desk, name: str, given: Sequence[str]) -> tuple[Client, Card]:
    """Adds a prospect with its card, graded at once. Raises UsageError if its name or number is taken."""
    edits = with_channel(desk, read_edits(given, CARD, desk.today)).fields
    card = {field: edits.pop(field) for field in CARD_FIELDS if field in edits}
    edits.setdefault("client_no", free_number(desk, "P"))
    fields = {"kind": "corporate", **edits, "name": " ".join(name.split()), "status": PROSPECT, "entered": desk.today}
    check_new(desk, fields)
    with desk.writing("prospect-add", phrase("desk.did_add_prospect", name=name)) as writing:
        client_id = writing.add_client(with_initials(fields))
        card |= {"grade": _grade(desk, card), "graded_on": desk.today}
        writing.set_card(client_id, {"stage": "approach", **card})
    return _with_card(desk, client_id)


def set_prospect(desk: Desk, client: Client, given: Sequence[str]) -> tuple[Client, Card]:
    """Changes fields of a prospect or its card; a new stage stands in the card's history. The grade stays accepted."""
    card = _card(desk, client)
    edits = with_channel(desk, read_edits(given, CARD, desk.today)).fields
    changed = {field: edits.pop(field) for field in CARD_FIELDS if field in edits}
    check_unique(desk, edits, client)
    with desk.writing("prospect-set", phrase("desk.did_set", name=client.name, fields=tuple(given))) as writing:
        if edits:
            writing.set_client(client.id, with_initials(edits))
        change_card(writing, client, card, changed, desk.today)
    return _with_card(desk, client.id)


def change_card(writing: Writing, client: Client, card: Card, changed: Mapping[str, Any], today: date) -> None:
    """Changes fields of a card; a new stage stands in its history."""
    if changed:
        writing.set_card(client.id, changed)
    if changed.get("stage", card.stage) != card.stage:
        _event(writing, client, today, "stage", card.stage, changed["stage"])


def read_cards(desk: Desk, clients: Sequence[Client]) -> None:
    """Notes that the cards were read today, else the queue would never move."""
    for client in clients:
        _card(desk, client)
    with desk.writing("prospect-read", phrase("desk.did_read", count=len(clients))) as writing:
        for client in clients:
            writing.set_card(client.id, {"read_on": desk.today})


def win_prospect(desk: Desk, client: Client) -> Client:
    """A signed prospect becomes a client; it keeps its number and all its history."""
    card = _card(desk, client)
    with desk.writing("prospect-won", phrase("desk.did_win", name=client.name)) as writing:
        writing.set_client(client.id, {"status": ACTIVE})
        writing.set_card(client.id, {"stage": "signed"})
        _event(writing, client, desk.today, "won", card.stage, "signed")
    return next(c for c in desk.book.clients if c.id == client.id)


def release_prospect(desk: Desk, client: Client, why: str) -> None:
    """Lets a prospect go, with the reason; its card and history stay in the book."""
    card = _card(desk, client)
    with desk.writing("prospect-release", phrase("desk.did_release", name=client.name, why=why)) as writing:
        writing.set_client(client.id, {"status": LOST})
        _event(writing, client, desk.today, "released", card.grade, None, why)


def _card(desk: Desk, client: Client) -> Card:
    if client.status != PROSPECT or client.id not in desk.book.cards:
        raise UsageError("desk.no_prospect", name=client.name)
    return desk.book.cards[client.id]


def _with_card(desk: Desk, client_id: int) -> tuple[Client, Card]:
    client = next(c for c in desk.book.clients if c.id == client_id)
    return client, desk.book.cards[client_id]


def _grade(desk: Desk, card: dict[str, Any]) -> str:
    levels = (card.get("value"), card.get("value_level"), card.get("likelihood"), card.get("likelihood_level"))
    return grade(*levels, desk.rules.prospects)


def asked_grade(desk: Desk, card: Card) -> str:
    """The grade that the card's facts ask for, whatever was accepted."""
    return grade_of(card, desk.rules.prospects)


def _event(
    writing: Writing, client: Client, on: date, kind: str, before: str | None, after: str | None, why: str | None = None
) -> None:
    fields = {"client_id": client.id, "on": on, "kind": kind, "before": before, "after": after, "why": why}
    writing.add_card_event(fields)
