"""A forgotten client is in no byte of book, journal and backups; old rows go when it is time; all still verifies."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rmtool.core.merging import merger
from rmtool.errors import BookError, UsageError
from rmtool.phrase import phrase
from rmtool.store import history
from rmtool.store.backup import back_up, keep, list_backups
from rmtool.store.erasing import purge
from rmtool.store.forgetting import Forgotten, forget_everywhere, traces_of
from rmtool.store.merging import move, rows_of
from rmtool.store.store import Store
from rmtool.store.verifying import cut_off, verify, verify_backup

AT = "2026-11-20T09:30:00+08:00"
DAY = date(2026, 11, 2)
SAID = phrase("keeping.did_forget")
Add = Callable[..., int]
Command = Callable[..., None]

MARKERS = {
    "name": "暗语企业甲",
    "old name": "暗语企业旧名",
    "number": "KEEPSECRET01",
    "code": "91440300SECRET99XY",
    "phone": "13888877766",
    "old phone": "13999911122",
    "note": "只此一家的秘密备注",
    "removed note": "后来删去的备注",
    "person": "联系人暗语",
    "person's phone": "13777766655",
    "mail": "secret@example.com",
}


@pytest.fixture
def told(store: Store, add: Add) -> Store:
    """A book that tells of one client in every way: facts, earlier rows, summaries, others' notes, three backups."""
    add("C1", name="旁人")
    add(MARKERS["number"], name=MARKERS["old name"], phone=MARKERS["old phone"], credit_code=MARKERS["code"])
    keep(store.home, AT)
    with store.command("client-set", phrase("desk.did_set", name=MARKERS["old name"], fields=("name",)), AT) as w:
        w.set_client(2, {"name": MARKERS["name"], "phone": MARKERS["phone"]})
    with store.command("log", phrase("log.logged", who=MARKERS["name"]), AT) as w:
        w.add_contact({"client_id": 2, "on": DAY, "code": "T", "note": MARKERS["note"]})
        w.add_contact({"client_id": 2, "on": DAY, "code": "M", "note": MARKERS["removed note"]})
        w.add_person({"client_id": 2, "name": MARKERS["person"], "phone": MARKERS["person's phone"]})
        w.set_person(1, {"email": MARKERS["mail"]})
        w.set_balance({"client_id": 2, "measure": "deposit", "on": DAY, "fen": 5})
        w.add_visit({"client_id": 2, "week": DAY, "status": "done", "contact_id": 1})
        note = f"与{MARKERS['name']}同去，{MARKERS['phone']}"
        w.add_contact({"client_id": 1, "on": DAY, "code": "T", "note": note, "outcome": f"见{MARKERS['name']}"})
    keep(store.home, AT)
    with store.command("contact-remove", phrase("log.did_remove", name=MARKERS["name"]), AT) as w:
        w.remove_contact(2)
    with store.command("client-set", "其他", AT) as w:
        w.set_client(1, {"name": "旁人乙"})
    back_up(store.path, store.home / "backups" / "before-version-9.db")
    return store


def forget(store: Store, number: str) -> Forgotten:
    return forget_everywhere(store, traces_of(store, number), SAID, "2026-11-22T10:00:00+08:00")


def files(home: Path) -> Iterator[Path]:
    yield from (path for path in home.rglob("*") if path.is_file())


def holding(home: Path) -> set[str]:
    """Which markers stand anywhere in the files of a home."""
    return {what for what, text in MARKERS.items() for path in files(home) if text.encode() in path.read_bytes()}


def sound(store: Store) -> bool:
    with store.reading():
        return verify(store.connection) == ([], [])


def test_the_markers_are_there_before(told: Store) -> None:
    assert holding(told.home) == set(MARKERS)


def test_a_forgotten_client_is_in_no_byte_of_book_journal_and_backups(told: Store) -> None:
    done = forget(told, MARKERS["number"])
    assert holding(told.home) == set()
    assert done.rows == {"client": 1, "contact": 1, "person": 1, "balance": 1, "visit": 1}
    assert (len(done.backups), done.left) == (3, [])
    assert sorted(path.name for path in told.home.iterdir()) == ["backups", "book.db"]
    assert not [path for path in (told.home / "backups").iterdir() if path.suffix != ".db"]


def test_the_journal_and_all_backups_still_verify(told: Store) -> None:
    forget(told, MARKERS["number"])
    assert sound(told)
    with told.reading():
        assert cut_off(told.connection, list_backups(told.home)) == []
    assert [verify_backup(backup.path, backup.head) for backup in list_backups(told.home)] == [[], []]
    with Store(told.home) as again, again.command("client-set", "x", AT) as w:
        w.set_client(1, {"name": "旁人丙"})
    assert sound(told)


def test_what_is_about_others_stays_without_the_name(told: Store) -> None:
    forget(told, MARKERS["number"])
    (contact,) = told.contacts()
    assert (contact.note, contact.outcome) == ("与***同去，***", "见***")
    assert [client.name for client in told.book().clients] == ["旁人乙"]


def test_salts_of_what_was_erased_are_gone(told: Store) -> None:
    before = dict(told.rows("SELECT command_id, salts FROM salt"))
    forget(told, MARKERS["number"])
    blank = 0
    marks = told.rows("SELECT id, command_id, table_name, client_id FROM change WHERE id <= ?", (max(before),))
    after = dict(told.rows("SELECT command_id, salts FROM salt"))
    for change_id, command_id, _, client_id in marks:
        place = 16 * (change_id - command_id + 1)
        salt = after[command_id][place : place + 16]
        assert (client_id == 2) <= (salt == bytes(16))
        blank += salt == bytes(16)
        assert salt == bytes(16) or salt == before[command_id][place : place + 16]
    assert blank < len(marks)


def test_undo_passes_over_the_forgotten_and_goes_on_with_the_rest(told: Store) -> None:
    forget(told, MARKERS["number"])
    undone = []
    while pending := history.pending_undo(told):
        undone.append((pending.command.name, dict(pending.rows)))
        history.undo(told, AT)
        assert sound(told)
    assert undone == [("client-set", {"client": 1}), ("log", {"contact": 1}), ("client-add", {"client": 1})]
    assert told.book().clients == []
    while history.pending_redo(told):
        history.redo(told, AT)
    assert [client.name for client in told.book().clients] == ["旁人乙"]
    assert holding(told.home) == set()
    assert sound(told)


def test_a_client_merged_into_the_forgotten_one_is_forgotten_too(store: Store, add: Add) -> None:
    kept, merged = add("C1", name="暗语企业甲"), add("KEEPSECRET01", name="暗语企业旧名", phone="13888877766")
    with store.command("log", "logged", AT) as w:
        w.add_person({"client_id": merged, "name": "联系人暗语", "phone": "13777766655"})
        w.add_person({"client_id": kept, "name": "联系人暗语"})
        w.add_contact({"client_id": merged, "on": DAY, "code": "T", "note": "只此一家的秘密备注"})
    by_id = {client.id: client for client in store.book().clients}
    planned = merger(by_id[kept], by_id[merged])
    with store.command("merge", "merged", AT) as w:
        move(w, rows_of(store, kept, merged), kept, merged)
        w.set_client(kept, planned.fields)
        for known_as in planned.aliases:
            w.insert("alias", {"client_id": kept, "known_as": known_as})
    add("C3")
    assert len(holding(store.home)) == 7
    forget(store, "C1")
    assert holding(store.home) == set()
    assert sound(store)
    history.undo(store, AT)
    assert history.pending_undo(store) is None


def test_a_client_that_was_merged_and_parted_again_stays(store: Store, add: Add) -> None:
    kept, merged = add("C1", name="甲公司"), add("C2", name="乙公司", phone="13888877766")
    with store.command("merge", "merged", AT) as w:
        move(w, rows_of(store, kept, merged), kept, merged)
        w.insert("alias", {"client_id": kept, "known_as": "C2"})
    history.undo(store, AT)
    forget(store, "C1")
    assert [client.phone for client in store.book().clients] == ["13888877766"]
    assert sound(store)


def test_a_client_that_has_the_forgotten_ones_former_number_stays(store: Store, add: Add) -> None:
    add("C1", name="甲公司")
    with store.command("client-set", "set", AT) as w:
        w.set_client(1, {"client_no": "C2"})
    keep(store.home, AT)
    add("C1", name="乙公司", phone="13888877766")
    keep(store.home, AT)
    forget(store, "C2")
    assert [client.name for client in store.book().clients] == ["乙公司"]
    newest, oldest = (backup.path for backup in list_backups(store.home))
    for path in (newest, oldest):
        assert "甲公司".encode() not in path.read_bytes()
    assert "乙公司".encode() in newest.read_bytes() + oldest.read_bytes()


def test_the_forgotten_clients_number_is_a_new_clients_to_have(told: Store, add: Add) -> None:
    forget(told, MARKERS["number"])
    assert add("C9") == 2
    history.undo(told, AT)
    history.redo(told, AT)
    assert sound(told)
    forget(told, "C9")
    assert sound(told) and [client.client_no for client in told.book().clients] == ["C1"]


@pytest.mark.parametrize("spoil", ["damaged", "foreign"])
def test_a_backup_that_cannot_be_rewritten_is_named_and_nothing_is_forgotten(told: Store, spoil: str) -> None:
    if spoil == "damaged":
        bad = list_backups(told.home)[0].path
        bad.write_bytes(bad.read_bytes()[:-4096])
    else:
        bad = told.home / "backups" / "book-20261101-000000.damaged"
        bad.write_bytes(b"x" + MARKERS["name"].encode())
    before = {path: path.read_bytes() for path in files(told.home)}
    with pytest.raises(BookError) as caught:
        forget(told, MARKERS["number"])
    assert caught.value.message.key == "store.cannot_forget"
    assert dict(caught.value.message.values)["files"] == (str(bad),)
    assert {path: path.read_bytes() for path in files(told.home)} == before


def test_a_text_that_others_have_too_stays_with_them_and_is_told(told: Store, fields: Any) -> None:
    with told.command("client-add", "added", AT) as w:
        w.add_client(fields("C5", name="另一家", phone=MARKERS["phone"]))
    assert forget(told, MARKERS["number"]).left == [MARKERS["phone"]]
    assert holding(told.home) == {"phone"}


def test_without_rewriting_the_file_bytes_would_stay(told: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look at the bytes is what holds the promise: it notices when something was left."""
    monkeypatch.setattr("rmtool.store.erasing._remove", lambda writing, clients: {})
    with pytest.raises(BookError) as caught:
        forget(told, MARKERS["number"])
    assert caught.value.message.key == "store.cannot_forget"


def test_earlier_rows_past_their_time_are_erased_and_the_rest_can_be_undone(store: Store, add: Add) -> None:
    add("C1", name="第一名")
    for moment, name in (("2025-03-01T08:00:00", "第二名"), ("2026-11-01T08:00:00", "第三名")):
        with store.command("client-set", "set", moment) as w:
            w.set_client(1, {"name": name})
    assert purge(store, "2025-11-20T00:00:00", phrase("keeping.did_purge", before="2025-11-20"), AT) == 1
    assert purge(store, "2025-11-20T00:00:00", phrase("keeping.did_purge", before="2025-11-20"), AT) == 0
    assert sound(store)
    assert "第一名".encode() not in store.path.read_bytes()
    assert "第二名".encode() in store.path.read_bytes()
    told = history.changes_of_client(store, 1)
    assert [change.erased for change in told] == [False, True, True]
    history.undo(store, AT)
    assert [client.name for client in store.book().clients] == ["第二名"]
    with pytest.raises(UsageError) as caught:
        history.undo(store, AT)
    assert caught.value.message.key == "history.erased"
    assert sound(store)


def test_an_image_dropped_after_a_purge_still_shows(store: Store, add: Add) -> None:
    add("C1")
    for moment in ("2025-03-01T08:00:00", "2026-11-01T08:00:00"):
        with store.command("client-set", "set", moment) as w:
            w.set_client(1, {"name": moment})
    purge(store, "2025-11-20T00:00:00", SAID, AT)
    with store.command("client-set", "set", AT) as w:
        w.set_client(1, {"name": "x"})
    ((last,),) = store.rows("SELECT max(change_id) FROM image")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("DELETE FROM image WHERE change_id = ?", (last,))
    with store.reading():
        assert [said.key for said in verify(store.connection).journal] == ["store.image_dropped"]


def test_who_noted_a_word_of_the_schema_can_be_forgotten(store: Store, add: Add) -> None:
    add("C1")
    with store.command("log", "logged", AT) as w:
        w.add_contact({"client_id": 1, "on": DAY, "code": "T", "note": "NULL"})
    forget(store, "C1")
    assert store.rows("SELECT * FROM client") == []
