"""Two clients made one, with all their history. Not: finding who may be one (arrivals)."""

from rmtool.core.book import ACTIVE, PROSPECT, Client
from rmtool.core.client_arrivals import LAST_STAGE
from rmtool.core.merging import Merger, merger
from rmtool.desk import Desk
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.store.merging import move, rows_of
from rmtool.store.writing import Writing


def plan_merger(desk: Desk, kept: Client, merged: Client) -> Merger:
    """What merging `merged` into `kept` would do. Raises UsageError if they are the same already."""
    if kept.id == merged.id:
        raise UsageError("merging.same", name=kept.name)
    rows = rows_of(desk.store, kept.id, merged.id)
    moved = {each.table: len(each.moved) for each in rows if each.moved}
    dropped = {each.table: len(each.dropped) for each in rows if each.dropped}
    return merger(kept, merged)._replace(moved=moved, dropped=dropped)


def merge(desk: Desk, planned: Merger) -> Client:
    """Merges the two in one command; returns the client that stays, as it is then."""
    kept, merged = planned.kept, planned.merged
    with desk.writing("merge", phrase("merging.did", name=merged.name, into=kept.name)) as writing:
        move(writing, rows_of(desk.store, kept.id, merged.id), kept.id, merged.id)
        writing.set_client(kept.id, planned.fields)
        held = desk.store.aliases()
        for known_as in planned.aliases:
            if known_as not in held:
                writing.insert("alias", {"client_id": kept.id, "known_as": known_as})
        if kept.status == PROSPECT and planned.fields.get("status") == ACTIVE:
            _win(desk, writing, kept)
    return next(client for client in desk.book.clients if client.id == kept.id)


def _win(desk: Desk, writing: Writing, client: Client) -> None:
    """Notes on the card of a prospect that it turned out to be a client."""
    card = desk.book.cards.get(client.id)
    if card is None:
        return
    writing.set_card(client.id, {"stage": LAST_STAGE})
    fields = {"client_id": client.id, "on": desk.today, "kind": "won", "before": card.stage, "after": LAST_STAGE}
    writing.add_card_event(fields)
