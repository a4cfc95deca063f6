"""A list's change as it stands in the book: whole, journaled, taken back by one undo."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rmtool.core.arrivals import (
    CLIENTS,
    CONTACTS,
    PROSPECTS,
    Change,
    ClientRecord,
    ContactRecord,
    Place,
    Terms,
    book_after,
)
from rmtool.core.client_arrivals import client_change
from rmtool.core.contact_arrivals import contact_change
from rmtool.store.arrivals import File, ground, write
from rmtool.store.history import undo
from rmtool.store.store import Store

AT = "2026-11-23T09:30:00+08:00"
TODAY = date(2026, 11, 23)
LATER = date(2026, 11, 30)


def terms(kind: str, **values: Any) -> Terms:
    given: dict[str, Any] = {"today": TODAY, "on": TODAY, "initials": str.lower, "grade": lambda *facts: "B"}
    return Terms(kind, **{**given, **values})


def row(number: int, amounts: dict[str, int] | None = None, card: dict[str, Any] | None = None, **fields: Any) -> Any:
    return ClientRecord(Place(None, number), fields, amounts or {}, card or {})


def call(number: int, client_no: str, **values: Any) -> ContactRecord:
    given = dict.fromkeys(ContactRecord._fields[2:]) | {"on": TODAY, "code": "T"} | values
    return ContactRecord(Place(None, number), client_no, **given)


def bring(store: Store, rows: Sequence[Any], kind: str = CLIENTS, **values: Any) -> Change:
    """Brings a list into the book as the import does."""
    on = values.get("on", TODAY)
    with store.command("import", "imported", AT) as writing:
        met = ground(store, store.book(), log=kind == CONTACTS)
        take = contact_change if kind == CONTACTS else client_change
        change = take(met, rows, terms(kind, **values))
        if change.writes:
            write(writing, change, File("a.csv", None, "0" * 64, kind, on, TODAY, len(rows), {}), 0, TODAY)
    return change


FULL: dict[str, Any] = {
    "client_no": "1",
    "name": "康佳科技",
    "credit_code": "914403006188155783",
    "kind": "institution",
    "industry": "制造业",
    "district": "南山区",
    "address": "科技园",
    "lat": 22.533287,
    "lon": 113.930413,
    "group": "集团",
    "chain": "链",
    "tags": ("上市公司", "vip"),
    "rm": "李",
    "founded": date(1980, 10, 1),
    "phone": "0755-26533888",
}


def test_the_book_holds_what_the_change_says(store: Store) -> None:
    rows = [row(2, {"deposit": 5, "loan": -7}, **FULL), row(3, {"deposit": 1}, client_no="2"), row(4, name="C")]
    empty = store.book()
    change = bring(store, rows)
    assert store.book() == book_after(empty, change)
    (batch,) = store.batches()
    assert (batch.file, batch.kind, batch.on, batch.imported_on, batch.rows) == ("a.csv", CLIENTS, TODAY, TODAY, 3)
    assert batch.summary == {"added": 3, "changed": 0, "unchanged": 0, "set_aside": 0, "options": {}}
    assert store.rows("SELECT DISTINCT created_batch FROM client") == [(batch.id,)]
    assert store.rows("SELECT DISTINCT batch_id FROM balance") == [(batch.id,)]


def test_an_unchanged_list_leaves_no_trace(store: Store) -> None:
    rows = [row(2, {"deposit": 5}, **{**FULL, "lat": 31.272301775921377})]
    bring(store, rows)
    before = store.path.read_bytes()
    assert not bring(store, rows).writes
    assert store.path.read_bytes() == before


def test_a_changed_list_changes_what_it_states(store: Store) -> None:
    bring(store, [row(2, {"deposit": 5}, **FULL), row(3, client_no="2")])
    before = store.book()
    change = bring(
        store, [row(2, {"deposit": 6, "loan": 1}, client_no="1", tags=("x",)), row(3, {"loan": 2}, name="2")]
    )
    assert store.book() == book_after(before, change)
    assert store.book().clients[0].tags == ("x",)
    assert [b.fen for b in store.book().balances[1]] == [6, 1]


def test_one_undo_takes_the_whole_list_back(store: Store) -> None:
    bring(store, [row(2, {"deposit": 5}, **FULL), row(3, client_no="2")])
    bring(store, [row(2, name="Yuhai", card={"value": 5})], PROSPECTS)
    before = store.book()
    bring(
        store,
        [row(2, {"deposit": 6}, client_no="1", district="福田区"), row(3, {"loan": 1}, client_no="9", name="Yuhai")],
    )
    won = store.book()
    assert [c.status for c in won.clients] == ["active"] * 3
    assert [(e.kind, e.before, e.after, e.on) for e in store.card_events()] == [("won", "approach", "signed", TODAY)]
    undo(store, AT)
    assert store.book() == before
    assert store.card_events() == []
    assert len(store.batches()) == 2


def test_prospects_have_their_cards(store: Store) -> None:
    bring(store, [row(2, name="Yuhai", card={"value": 5, "likelihood": 0.3}), row(3, name="Optics")], PROSPECTS)
    cards = store.book().cards
    assert [(c.value, c.likelihood, c.grade, c.graded_on) for c in cards.values()] == [
        (5, 0.3, "B", TODAY),
        (None, None, "B", TODAY),
    ]
    bring(store, [row(2, name="Yuhai", card={"stage": "talks"})], PROSPECTS)
    assert store.book().cards[1].stage == "talks"
    assert [e.kind for e in store.card_events()] == ["stage"]


def test_vanished_are_sought_among_the_clients_that_lists_brought(store: Store) -> None:
    with store.command("client-add", "added", AT) as writing:
        fields = {"name": "By hand", "kind": "corporate", "status": "active", "entered": TODAY}
        writing.add_client({"client_no": "7", **fields})
        writing.add_client({"client_no": "8", **fields})
    bring(store, [row(2, client_no="1"), row(3, client_no="2"), row(4, client_no="8")])
    assert [c.client_no for c in bring(store, [row(2, client_no="1")]).vanished] == ["2", "8"]


def test_a_complete_list_makes_dormant_and_only_what_it_made_dormant_wakes_again(store: Store) -> None:
    bring(store, [row(2, client_no="1"), row(3, client_no="2"), row(4, client_no="3")])
    with store.command("client-set", "set", AT) as writing:
        writing.set_client(3, {"status": "dormant"})
    bring(store, [row(2, client_no="1")], complete=True)
    assert [c.status for c in store.book().clients] == ["active", "dormant", "dormant"]
    bring(store, [row(2, client_no="1"), row(3, client_no="2"), row(4, client_no="3")])
    assert [c.status for c in store.book().clients] == ["active", "active", "dormant"]


def test_contacts_come_in_once_and_close_visits(store: Store) -> None:
    bring(store, [row(2, client_no="1")])
    with store.command("visit", "planned", AT) as writing:
        writing.add_visit({"client_id": 1, "week": TODAY, "day": TODAY, "start": 540, "status": "planned"})
    rows = [call(2, "1", code="M", at="10:00", minutes=30), call(3, "1", note="n", next="call", next_on=LATER)]
    before = store.contacts()
    first = bring(store, rows, CONTACTS)
    assert store.contacts() == sorted(first.contacts, key=lambda c: (c.at or "", c.id))
    (visit,) = store.visits()
    assert (visit.status, visit.start, visit.contact_id) == ("done", 600, 1)
    assert not bring(store, rows, CONTACTS).writes
    changed = bring(store, [call(2, "1", note="n", outcome="signed")], CONTACTS)
    assert changed.tally == (0, 1, 0)
    assert [c.outcome for c in store.contacts()] == ["signed", None]
    undo(store, AT)
    undo(store, AT)
    assert store.contacts() == before
    assert store.visits()[0].status == "planned"


def test_a_failure_in_the_middle_leaves_the_book_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(store, [row(2, client_no="1")])
    before = store.path.read_bytes()

    def fail(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rmtool.store.arrivals._write_cards", fail)
    with pytest.raises(KeyboardInterrupt):
        bring(store, [row(2, {"deposit": 1}, client_no="1"), row(3, client_no="2")])
    assert store.path.read_bytes() == before
