"""Undo and redo: the book is what it was, to the letter, and the journal only grows."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rmtool.errors import BookError, UsageError
from rmtool.phrase import phrase
from rmtool.store import history
from rmtool.store.forgetting import forget_everywhere, traces_of
from rmtool.store.migrations import FACTS
from rmtool.store.store import Store, create_book
from rmtool.store.verifying import verify

AT = "2026-11-20T09:30:00+08:00"
DAY = date(2026, 11, 2)
Add = Callable[..., int]
Snapshot = dict[str, list[tuple[Any, ...]]]


def snapshot(store: Store) -> Snapshot:
    return {table: store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in FACTS}


def test_nothing_to_undo_or_redo_is_a_sentence(store: Store, add: Add) -> None:
    with pytest.raises(UsageError) as caught:
        history.undo(store, AT)
    assert caught.value.message.key == "history.nothing_to_undo"
    add("C1")
    with pytest.raises(UsageError) as caught:
        history.redo(store, AT)
    assert caught.value.message.key == "history.nothing_to_redo"


def test_undo_goes_back_step_by_step_and_redo_forth(store: Store, add: Add) -> None:
    states = [snapshot(store)]
    for number in ("C1", "C2", "C3"):
        add(number)
        states.append(snapshot(store))
    for expected in reversed(states[:3]):
        history.undo(store, AT)
        assert snapshot(store) == expected
    for expected in states[1:]:
        history.redo(store, AT)
        assert snapshot(store) == expected
    assert history.pending_redo(store) is None


def test_a_new_command_ends_what_can_be_redone(store: Store, add: Add) -> None:
    add("C1")
    add("C2")
    history.undo(store, AT)
    add("C3")
    assert history.pending_redo(store) is None
    assert [command.undone for command in history.commands(store)] == [False, False, True, False]
    pending = history.pending_undo(store)
    assert pending and pending.rows == {"client": 1}
    history.undo(store, AT)
    assert [c.client_no for c in store.book().clients] == ["C1"]


def test_what_undo_would_do_is_said_before(store: Store, add: Add) -> None:
    client_id = add("C1")
    with store.command("log", phrase("log.logged", on=DAY), AT) as w:
        w.add_contact({"client_id": client_id, "on": DAY, "code": "T"})
        w.add_contact({"client_id": client_id, "on": DAY, "code": "E"})
        w.set_client(client_id, {"name": "乙"})
    pending = history.pending_undo(store)
    assert pending
    assert (pending.command.name, pending.command.summary) == ("log", phrase("log.logged", on=DAY))
    assert pending.rows == {"client": 1, "contact": 2}


def test_what_was_shown_is_undone_or_nothing(store: Store, add: Add) -> None:
    add("C1")
    shown = history.pending_undo(store)
    add("C2")
    before = snapshot(store)
    with pytest.raises(UsageError) as caught:
        history.undo(store, AT, shown)
    assert caught.value.message.key == "history.moved_on"
    assert snapshot(store) == before


def test_the_journal_tells_what_was_done_and_undone(store: Store, add: Add) -> None:
    add("C1")
    add("C2")
    history.undo(store, AT)
    told = [(c.id, c.name, c.undoes, c.undone) for c in history.commands(store)]
    assert told == [(3, "undo", 2, False), (2, "client-add", None, True), (1, "client-add", None, False)]
    assert history.commands(store)[0].summary == phrase("history.undone", what="added")
    history.redo(store, AT)
    told = [(c.id, c.name, c.undoes, c.undone) for c in history.commands(store, 2)]
    assert told == [(4, "redo", 3, False), (3, "undo", 2, False)]


def test_a_clients_history_holds_its_own_rows_only(store: Store, add: Add) -> None:
    add("C1")
    add("C2")
    history.undo(store, AT)
    second = add("C3")
    with store.command("log", "logged", AT) as w:
        w.add_contact({"client_id": second, "on": DAY, "code": "T"})
        w.add_contact({"client_id": 1, "on": DAY, "code": "T"})
    told = history.changes_of_client(store, second)
    assert second == 2, "the number of the client that was undone is given anew"
    assert [(c.table, c.before.get("client_no"), c.after.get("client_no")) for c in told] == [
        ("contact", None, None),
        ("client", None, "C3"),
    ]
    assert len(history.changes_of_client(store, second, limit=1)) == 1


def test_a_book_that_is_not_as_its_journal_says_is_left_alone(store: Store, add: Add) -> None:
    import sqlite3

    add("C1")
    other = sqlite3.connect(store.path)
    other.execute("DELETE FROM client")
    other.commit()
    other.close()
    with pytest.raises(BookError) as caught:
        history.undo(store, AT)
    assert caught.value.message.key == "history.does_not_fit"
    assert len(history.commands(store)) == 1


def test_keys_that_change_places_come_back(store: Store, add: Add) -> None:
    one, two = add("C1"), add("C2")
    before = snapshot(store)
    with store.command("swap", "swapped", AT) as w:
        w.set_client(one, {"client_no": "x"})
        w.set_client(two, {"client_no": "C1"})
        w.set_client(one, {"client_no": "C2"})
    after = snapshot(store)
    history.undo(store, AT)
    assert snapshot(store) == before
    history.redo(store, AT)
    assert snapshot(store) == after


@pytest.mark.parametrize("number", [0.1 + 0.2, 113.94234567890123, -1 / 3, 1e-9, 5e-324, 1e300])
def test_fractions_come_back_to_the_last_digit(store: Store, add: Add, number: float) -> None:
    add("C1", lat=number)
    before = snapshot(store)
    with store.command("client-set", "set", AT) as w:
        w.set_client(1, {"lat": 1.0})
    history.undo(store, AT)
    assert snapshot(store) == before


texts = st.one_of(st.none(), st.text(max_size=3), st.sampled_from(["'", '"', "\\", "\0", "{}", "1e3", "NULL"]))
names = st.text(min_size=1, max_size=3)
days = st.integers(0, 3).map(lambda n: DAY + timedelta(days=n))
picks = st.integers(0, 5)
fractions = st.one_of(st.none(), st.floats(-180, 180), st.sampled_from([0.1 + 0.2, 1 / 3, 113.9423456789012345]))


def without(state: Snapshot, client_id: int) -> Snapshot:
    """A snapshot without a client's rows; its number stands first in `client` and `card`, else second where at all."""
    place = {"client": 0, "card": 0, "setting": None, "plan": None, "batch": None, "mapping": None}
    return {
        table: [row for row in rows if (at := place.get(table, 1)) is None or row[at] != client_id]
        for table, rows in state.items()
    }


class UndoMachine(RuleBasedStateMachine):
    """Any commands, undo, redo and forgetting against snapshots of every table; the journal verifies all the while.

    Each command touches one client or none (0), so that the model knows what goes with a client.
    """

    folder = Path(tempfile.mkdtemp())

    def __init__(self) -> None:
        super().__init__()
        template = self.folder / "template.db"
        if not template.exists():
            create_book(template)
        self.home = Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copyfile(template, self.home / "book.db")
        self.store = Store(self.home)
        self.store.connection.execute("PRAGMA synchronous = 0")
        self.now = snapshot(self.store)
        self.done: list[tuple[Snapshot, int]] = []
        self.undone: list[tuple[Snapshot, int]] = []
        self.journal = self.clients = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.home)

    def _ids(self, table: str) -> list[int]:
        return [row[0] for row in self.now[table]]

    def _command(self, owner: int, write: Callable[[Any], object]) -> None:
        with self.store.command("any", "anything", AT) as writing:
            write(writing)
        after = snapshot(self.store)
        if after != self.now:
            self.done.append((self.now, owner))
            self.undone.clear()
            self.now = after
        else:
            # Writes that cancel each other out are a command all the same.
            grown = len(self.store.rows("SELECT id FROM command")) > self.journal
            if grown:
                self.done.append((self.now, owner))
                self.undone.clear()
        self.journal = len(self.store.rows("SELECT id FROM command"))

    def _owner(self, table: str, row_id: int) -> int:
        return next(int(row[1]) for row in self.now[table] if row[0] == row_id)

    def _pick(self, table: str, pick: int) -> int | None:
        ids = self._ids(table)
        return ids[pick % len(ids)] if ids else None

    @rule(name=names, lat=fractions, tags=st.lists(names, max_size=2), group=texts)
    def add_client(self, name: str, lat: float | None, tags: list[str], group: str | None) -> None:
        self.clients += 1
        fields = {"client_no": f"第{self.clients}号", "kind": "retail", "status": "active", "entered": DAY}
        fields["name"] = f"{name}的第{self.clients}家"
        number = max(self._ids("client"), default=0) + 1
        self._command(number, lambda w: w.add_client({**fields, "lat": lat, "tags": tags, "group": group}))

    @rule(pick=picks, name=names, rm=texts, lon=fractions)
    def set_client(self, pick: int, name: str, rm: str | None, lon: float | None) -> None:
        if client_id := self._pick("client", pick):
            fields = {"name": f"{name}的又{self.clients}家", "rm": rm, "lon": lon}
            self._command(client_id, lambda w: w.set_client(client_id, fields))

    @rule(pick=picks, on=days, note=texts, amounts=st.lists(st.integers(-(2**60), 2**60), max_size=3))
    def log_with_balances(self, pick: int, on: date, note: str | None, amounts: list[int]) -> None:
        if client_id := self._pick("client", pick):

            def write(w: Any) -> None:
                contact = w.add_contact({"client_id": client_id, "on": on, "code": "M", "note": note})
                w.add_visit({"client_id": client_id, "week": DAY, "status": "done", "contact_id": contact})
                for fen in amounts:
                    w.set_balance({"client_id": client_id, "measure": "deposit", "on": on, "fen": fen})

            self._command(client_id, write)

    @rule(pick=picks)
    def remove_contact(self, pick: int) -> None:
        if contact_id := self._pick("contact", pick):
            self._command(self._owner("contact", contact_id), lambda w: w.remove_contact(contact_id))

    @rule(pick=picks)
    def remove_visit(self, pick: int) -> None:
        if visit_id := self._pick("visit", pick):
            self._command(self._owner("visit", visit_id), lambda w: w.remove_visit(visit_id))

    @rule(pick=picks, code=st.sampled_from("TM"), cadence=st.sampled_from([None, "every 7d"]), why=texts)
    def set_cadence(self, pick: int, code: str, cadence: str | None, why: str | None) -> None:
        if client_id := self._pick("client", pick):
            self._command(client_id, lambda w: w.set_cadence(client_id, code, cadence, why, None))

    @rule(pick=picks, likelihood=fractions, on=days)
    def set_card(self, pick: int, likelihood: float | None, on: date) -> None:
        if client_id := self._pick("client", pick):
            fields = {"stage": "talks", "grade": "A", "graded_on": on, "likelihood": likelihood}
            self._command(client_id, lambda w: w.set_card(client_id, fields))

    @rule(key=st.sampled_from("ab"), value=st.text(max_size=2), week=days)
    def set_setting_and_plan(self, key: str, value: str, week: date) -> None:
        def write(w: Any) -> None:
            w.set_setting(key, value)
            w.save_plan(week, DAY, value, {"key": key})

        self._command(0, write)

    @rule(name=names)
    def fail(self, name: str) -> None:
        with pytest.raises(ZeroDivisionError), self.store.command("any", "anything", AT) as writing:
            writing.set_setting(name, name)
            raise ZeroDivisionError

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        history.undo(self.store, AT)
        before, owner = self.done.pop()
        self.undone.append((self.now, owner))
        self.now = before
        self.journal += 1

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        history.redo(self.store, AT)
        after, owner = self.undone.pop()
        self.done.append((self.now, owner))
        self.now = after
        self.journal += 1

    @rule(pick=picks)
    def forget(self, pick: int) -> None:
        if client_id := self._pick("client", pick):
            number = next(row[1] for row in self.now["client"] if row[0] == client_id)
            forget_everywhere(self.store, traces_of(self.store, number), phrase("keeping.did_forget"), AT)
            self.done = [(without(state, client_id), owner) for state, owner in self.done if owner != client_id]
            self.undone = [(without(state, client_id), owner) for state, owner in self.undone if owner != client_id]
            self.now = without(self.now, client_id)
            self.journal += 1

    @invariant()
    def the_book_is_what_it_should_be(self) -> None:
        assert snapshot(self.store) == self.now

    @invariant()
    def the_journal_verifies(self) -> None:
        with self.store.reading():
            assert verify(self.store.connection) == ([], [])

    @invariant()
    def the_journal_has_one_row_a_command(self) -> None:
        assert len(self.store.rows("SELECT id FROM command")) == self.journal

    @invariant()
    def no_row_lacks_its_client(self) -> None:
        assert self.store.rows("PRAGMA foreign_key_check") == []

    @invariant()
    def there_is_something_to_undo_just_when_something_was_done(self) -> None:
        assert (history.pending_undo(self.store) is None) == (not self.done)
        assert (history.pending_redo(self.store) is None) == (not self.undone)


UndoMachine.TestCase.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestUndo = UndoMachine.TestCase
