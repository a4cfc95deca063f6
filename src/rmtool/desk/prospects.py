"""Prospect cards: added, changed, read, re-graded, won, released; the queue. Not: how they are graded (core)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.book import (
    ACTIVE,
    CARD_TEXTS,
    LIKELIHOOD,
    LOST,
    OPENED,
    PROSPECT,
    REGRADE,
    RELEASED,
    SIGNED,
    STAGE,
    STAGES,
    TRIGGER,
    TRIGGERS,
    VALUE,
    WON,
    Card,
    CardEvent,
    Client,
)
from rmtool.core.fields import CARD, read_edits
from rmtool.core.prospects import RELEASE, Queued, Regrade, is_open, queue, regrade
from rmtool.core.results import CardPage
from rmtool.core.scoring import asked_grade, grade, score
from rmtool.desk import Desk
from rmtool.desk.editing import check_new, check_unique, free_number, with_channel, with_initials
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.store.writing import Writing

CARD_FIELDS = ("value", "value_level", "likelihood", "likelihood_level", "stage", "source", *CARD_TEXTS)


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


def card_page(desk: Desk, client: Client) -> CardPage:
    """A client's card with its score, term by term, and its history. Raises UsageError where there is none."""
    card = desk.book.cards.get(client.id)
    if card is None:
        raise UsageError("desk.no_card", name=client.name)
    return CardPage(client, card, *scored_card(desk, client, card), desk.book.events.get(client.id, ()))


def scored_card(desk: Desk, client: Client, card: Card) -> tuple[Any, str]:
    """What a card comes to today, and the grade that this asks for."""
    scored = score(desk.book, client, card, desk.rules.prospects, desk.today)
    return scored, asked_grade(scored, desk.rules.prospects)


def apply_regrades(desk: Desk, moves: Sequence[Regrade], say: Callable[[Phrase], str]) -> None:
    """Takes the proposed moves; each stands in its card's history with its reason, as `say` words it."""
    with desk.writing("prospects", phrase("desk.did_regrade", count=len(moves))) as writing:
        for move in moves:
            if move.to == RELEASE:
                _let_go(desk, writing, move.client, move.card, say(move.reason))
            else:
                writing.set_card(move.client.id, {"grade": move.to, "graded_on": desk.today})
                _event(writing, move.client, desk.today, REGRADE, move.card.grade, move.to, say(move.reason))


def proposed_regrades(desk: Desk, wanted: Filter = EVERYBODY) -> list[Regrade]:
    """The cards whose facts ask for another grade, or to be let go."""
    keeps = narrowed(desk, wanted)
    return [move for move in regrade(desk.book, desk.rules.prospects, desk.today) if keeps(move.client)]


def add_prospect(desk: Desk, name: str, given: Sequence[str]) -> tuple[Client, Card]:
    """Adds a prospect with its card, graded at once. Raises UsageError if its name or number is taken."""
    edits = with_channel(desk, read_edits(given, CARD, desk.today)).fields
    card = {field: edits.pop(field) for field in CARD_FIELDS if field in edits}
    edits.setdefault("client_no", free_number(desk, "P"))
    fields = {"kind": "corporate", **edits, "name": " ".join(name.split()), "status": PROSPECT, "entered": desk.today}
    check_new(desk, fields)
    fields = with_initials(fields)
    card = {"stage": STAGES[0], **card, "grade": _grade(desk, card), "graded_on": desk.today}
    with desk.writing("prospect-add", phrase("desk.did_add_prospect", name=name)) as writing:
        client_id = writing.add_client(fields)
        writing.set_card(client_id, card)
    return _with_card(desk, client_id)


def take_prospect(desk: Desk, client: Client, given: Sequence[str]) -> tuple[Client, Card]:
    """Opens a card for a client of the book, or once more for a prospect that was let go.

    A client stays one, with its tier and its visits; the card goes through the queue and the stages beside that.
    Raises UsageError for a dormant or lost client, and for one with an open card.
    """
    held = desk.book.cards.get(client.id)
    back = client.status == LOST and held is not None
    if client.status != ACTIVE and not back:
        raise UsageError("desk.not_taken", name=client.name, status=phrase(f"common.{client.status}"))
    if held and is_open(client, held):
        raise UsageError("desk.has_card", name=client.name, client_no=client.client_no)
    edits = read_edits(given, _CARD_ALONE, desk.today).fields
    kept = {field: getattr(held, field) for field in CARD_FIELDS if field != "stage"} if held else {}
    card = {**kept, "stage": STAGES[0], **edits}
    card |= {"grade": _grade(desk, card), "graded_on": desk.today, "read_on": None, "opened_on": desk.today}
    with desk.writing("prospect-take", phrase("desk.did_take", name=client.name)) as writing:
        if back:
            writing.set_client(client.id, {"status": PROSPECT})
        writing.set_card(client.id, card)
        _event(writing, client, desk.today, OPENED, None, card["stage"])
    return _with_card(desk, client.id)


_CARD_ALONE = {name: field for name, field in CARD.items() if name in CARD_FIELDS}
"""The fields of the card, without those of the client."""


def set_prospect(desk: Desk, client: Client, given: Sequence[str]) -> tuple[Client, Card]:
    """Changes fields of a prospect or its card; a new stage, value or likelihood stands in the card's history.

    The grade stays accepted.
    """
    card = _card(desk, client)
    edits = with_channel(desk, read_edits(given, CARD, desk.today)).fields
    changed = {field: edits.pop(field) for field in CARD_FIELDS if field in edits}
    check_unique(desk, edits, client)
    edits = with_initials(edits)
    with desk.writing("prospect-set", phrase("desk.did_set", name=client.name, fields=tuple(given))) as writing:
        if edits:
            writing.set_client(client.id, edits)
        change_card(writing, client, card, changed, desk.today)
    return _with_card(desk, client.id)


def change_card(writing: Writing, client: Client, card: Card, changed: Mapping[str, Any], today: date) -> None:
    """Changes fields of a card; a new stage, value or likelihood stands in its history."""
    after = card._replace(**changed)
    if changed:
        writing.set_card(client.id, changed)
    for kind, said in _SAID.items():
        if said(card) != said(after):
            _event(writing, client, today, kind, said(card), said(after))


_SAID: Mapping[str, Callable[[Card], str | None]] = {
    STAGE: lambda card: card.stage,
    VALUE: lambda card: card.value_said,
    LIKELIHOOD: lambda card: card.likelihood_said,
}
"""What of a card stands in its history when it changes."""


def trigger_kind(word: str) -> str:
    """The kind of trigger that somebody typed, by its name or a word of it in either language. Raises UsageError."""
    from rmtool.intake.triggers import kind_of

    bare = word.strip().casefold()
    found = bare if bare in TRIGGERS else "other" if bare == "其他" else kind_of(bare)
    if not bare or found is None:
        known = tuple(
            phrase("prospects.trigger_named", kind=k, name=phrase(f"prospects.trigger_{k}")) for k in TRIGGERS
        )
        raise UsageError("prospects.no_such_trigger", word=word, kinds=known)
    return found


def add_trigger(desk: Desk, client: Client, kind: str, on: date, note: str | None) -> CardPage:
    """Notes what makes a good moment. Raises UsageError for a day in the future, and for the same once more."""
    _card(desk, client)
    if on > desk.today:
        raise UsageError("log.in_the_future", day=on, today=desk.today)
    if any(e.on == on and e.why == note for e in _triggers_of(desk, client, kind)):
        raise UsageError("desk.same_trigger", name=client.name, what=phrase(f"prospects.trigger_{kind}"), on=on)
    what = phrase(f"prospects.trigger_{kind}")
    with desk.writing("prospect-trigger", phrase("desk.did_trigger", name=client.name, what=what)) as writing:
        _event(writing, client, on, TRIGGER, None, kind, note)
    return card_page(desk, client)


def remove_trigger(desk: Desk, client: Client, kind: str, on: date | None) -> CardPage:
    """Takes the latest trigger of a kind out of a card's history, or that of a day. Raises UsageError if none is."""
    found = [e for e in _triggers_of(desk, client, kind) if on in (None, e.on)]
    what = phrase(f"prospects.trigger_{kind}")
    if not found:
        raise UsageError("desk.no_trigger", name=client.name, what=what)
    with desk.writing("prospect-trigger", phrase("desk.did_remove_trigger", name=client.name, what=what)) as writing:
        writing.remove_card_event(found[-1].id)
    return card_page(desk, client)


def _triggers_of(desk: Desk, client: Client, kind: str) -> list[CardEvent]:
    return [e for e in desk.book.events.get(client.id, ()) if (e.kind, e.after) == (TRIGGER, kind)]


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
        writing.set_card(client.id, {"stage": SIGNED})
        _event(writing, client, desk.today, WON, card.stage, SIGNED)
    return next(c for c in desk.book.clients if c.id == client.id)


def release_prospect(desk: Desk, client: Client, why: str) -> None:
    """Lets a prospect go, with the reason; its card and history stay in the book. A client stays a client."""
    card = _card(desk, client)
    with desk.writing("prospect-release", phrase("desk.did_release", name=client.name, why=why)) as writing:
        _let_go(desk, writing, client, card, why)


def _let_go(desk: Desk, writing: Writing, client: Client, card: Card, why: str) -> None:
    if client.status == PROSPECT:
        writing.set_client(client.id, {"status": LOST})
    else:
        writing.set_card(client.id, {"opened_on": None})
    _event(writing, client, desk.today, RELEASED, card.grade, None, why)


def _card(desk: Desk, client: Client) -> Card:
    card = desk.book.cards.get(client.id)
    if card is None or not is_open(client, card):
        raise UsageError("desk.no_prospect", name=client.name)
    return card


def _with_card(desk: Desk, client_id: int) -> tuple[Client, Card]:
    client = next(c for c in desk.book.clients if c.id == client_id)
    return client, desk.book.cards[client_id]


def _grade(desk: Desk, card: Mapping[str, Any]) -> str:
    levels = (card.get("value"), card.get("value_level"), card.get("likelihood"), card.get("likelihood_level"))
    return grade(*levels, desk.rules.prospects)


def _event(
    writing: Writing, client: Client, on: date, kind: str, before: str | None, after: str | None, why: str | None = None
) -> None:
    fields = {"client_id": client.id, "on": on, "kind": kind, "before": before, "after": after, "why": why}
    writing.add_card_event(fields)
