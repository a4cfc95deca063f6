"""The journal: it holds every change of every fact, and nothing that was written into it goes away."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rmtool.phrase import phrase
from rmtool.store.migrations import FACTS
from rmtool.store.store import Store
from rmtool.store.summaries import pack, unpack

AT = "2026-11-20T09:30:00+08:00"
Add = Callable[..., int]


def changes(store: Store) -> list[tuple[Any, ...]]:
    """Each change, with the row that it found."""
    return [
        (table, row_id, client_id, kind, was and json.loads(was))
        for table, row_id, client_id, kind, was in store.rows(
            "SELECT table_name, row_id, client_id, kind, content"
            " FROM change LEFT JOIN image ON change_id = id ORDER BY id"
        )
    ]


def test_every_table_of_facts_is_journaled_and_there_is_no_other_table(store: Store, add: Add) -> None:
    add("C1")
    tables = {name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables - set(FACTS) == {"_sqlite_migrations", "command", "change", "link", "said", "image", "salt"}
    triggers = {name for (name,) in store.rows("SELECT name FROM temp.sqlite_schema WHERE type = 'trigger'")}
    moves = {"journal_setting_move", "journal_plan_move", "journal_card_move"}
    assert triggers - moves == {f"journal_{t}_{event}" for t in FACTS for event in ("insert", "update", "delete")}
    assert moves <= triggers


def test_the_journal_holds_each_row_as_a_change_found_it(store: Store, add: Add) -> None:
    client_id = add("C1")
    with store.command("log", "logged", AT) as w:
        contact_id = w.add_contact({"client_id": client_id, "on": date(2026, 11, 18), "code": "T", "note": '"\n\0\\'})
        w.set_contact(contact_id, {"code": "M"})
        w.set_contact(contact_id, {"code": "M"})
        w.remove_contact(contact_id)
    first = [1, 1, "2026-11-18", None, "T", None, '"\n\0\\', None, None, None, None, None]
    then = [*first[:4], "M", *first[5:]]
    assert changes(store)[1:] == [
        ("contact", 1, 1, "+", None),
        ("contact", 1, 1, "~", first),
        ("contact", 1, 1, "-", then),
    ]


@pytest.mark.parametrize(
    "write",
    [
        "INSERT OR REPLACE INTO client (id, client_no, name, kind, status, entered)"
        " VALUES (9, 'C1', '乙', 'retail', 'active', '2026-11-02')",
        "UPDATE OR REPLACE client SET client_no = 'C1' WHERE client_no = 'C2'",
    ],
)
def test_a_row_that_gives_way_to_another_is_in_the_journal(store: Store, add: Add, write: str) -> None:
    add("C1")
    add("C2")
    with store.command("x", "x", AT) as w:
        w.connection.execute(write)
    assert [was[1] for _, _, _, _, was in changes(store)[2:] if was].count("C1") == 1


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE command SET name = 'other'",
        "DELETE FROM command",
        "UPDATE change SET mark = NULL",
        "DELETE FROM change",
        "INSERT OR REPLACE INTO change SELECT id, 1, table_name, row_id, client_id, kind, NULL FROM change",
        "UPDATE link SET hash = x'00'",
        "DELETE FROM link",
    ],
)
def test_the_journal_only_grows(store: Store, add: Add, write: str) -> None:
    add("C1")
    journal = ("command", "change", "link")
    before = [store.rows(f"SELECT * FROM {table}") for table in journal]
    with pytest.raises(sqlite3.IntegrityError, match="only grows"), store.command("x", "x", AT) as w:
        w.add_client({"client_no": "C2", "name": "乙", "kind": "retail", "status": "active", "entered": AT[:10]})
        w.connection.execute(write)
    assert [store.rows(f"SELECT * FROM {table}") for table in journal] == before


def test_another_program_cannot_change_the_journal_either(store: Store, add: Add) -> None:
    add("C1")
    other = sqlite3.connect(store.path)
    for write in ("UPDATE command SET name = 'other'", "DELETE FROM change", "UPDATE link SET hash = x''"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            other.execute(write)
    other.close()


def test_a_command_has_the_number_of_its_first_change(store: Store, add: Add) -> None:
    add("C1")
    with store.command("fill", "filled", AT) as w:
        w.set_setting("a", "1")
        w.set_setting("b", "2")
    add("C2")
    assert store.rows("SELECT id, command_id FROM change ORDER BY id") == [(1, 1), (2, 2), (3, 2), (4, 4)]
    assert store.rows("SELECT id, name FROM command ORDER BY id") == [(1, "client-add"), (2, "fill"), (4, "client-add")]


def test_a_summary_is_kept_as_the_phrase_that_it_is() -> None:
    summary = phrase(
        "log.logged",
        who="甲",
        on=date(2026, 11, 18),
        count=3,
        share=0.25,
        missing=None,
        inner=(phrase("a.b", x=1), "c"),
    )
    assert unpack(pack(summary)) == summary
    assert unpack(pack("as typed")) == "as typed"
