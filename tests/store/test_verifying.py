"""Whatever another program does to the journal or to the facts shows; a sound book shows nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rmtool.errors import BookError
from rmtool.phrase import phrase
from rmtool.store import history
from rmtool.store.backup import keep, list_backups, restore
from rmtool.store.store import Store
from rmtool.store.verifying import cut_off, verify, verify_backup

AT = "2026-11-20T09:30:00+08:00"
LATER = "2026-11-21T09:30:00+08:00"
Add = Callable[..., int]


def flaws(store: Store) -> tuple[list[str], list[tuple[str, int]]]:
    """The kinds of flaws in the journal, and the rows that aren't as it says, each with what is odd."""
    with store.reading():
        verdict = verify(store.connection)
    rows = [(said.key.removeprefix("store.row_"), dict(said.values)["row"]) for said in verdict.rows]
    return [said.key.removeprefix("store.") for said in verdict.journal], rows


def meddle(path: Path, *statements: str) -> None:
    """What somebody does who opens the book with another program, and takes the guards away first."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            other.execute(statement)


@pytest.fixture
def lived(store: Store, add: Add) -> Store:
    """A book with some history: rows added, changed and removed, something undone."""
    for number in ("C1", "C2", "C3"):
        add(number, lat=22.5 if number == "C1" else None)
    with store.command("client-set", "set", AT) as writing:
        writing.set_client(1, {"name": "乙"})
        writing.set_client(2, {"name": "丙", "lat": 1 / 3})
    with store.command("log", "logged", AT) as writing:
        contact = writing.add_contact({"client_id": 1, "on": date(2026, 11, 18), "code": "T", "note": "x"})
        writing.set_setting("currency", "CNY")
        writing.save_plan(date(2026, 11, 16), date(2026, 11, 16), "f", {"a": 1})
    with store.command("contact-remove", "removed", AT) as writing:
        writing.remove_contact(contact)
    history.undo(store, AT)
    return store


def test_a_sound_book_has_no_flaw(lived: Store) -> None:
    assert flaws(lived) == ([], [])
    history.redo(lived, AT)
    history.undo(lived, AT)
    history.undo(lived, AT)
    assert flaws(lived) == ([], [])


JOURNAL: dict[str, tuple[str, list[str]]] = {
    "a change edited": ("UPDATE change SET client_id = 3 WHERE id = 2", ["journal_edited"]),
    "a mark edited": ("UPDATE change SET mark = zeroblob(32) WHERE id = 9", ["journal_edited"]),
    "a kind edited": ("UPDATE change SET kind = '+' WHERE id = 9", ["journal_edited", "image_stray"]),
    "a change dropped": ("DELETE FROM change WHERE id = 5", ["journal_edited", "journal_gap", "image_stray"]),
    "changes swapped": (
        "UPDATE change SET id = CASE id WHEN 6 THEN -7 WHEN 7 THEN -6 END WHERE id IN (6, 7);"
        "UPDATE change SET id = -id WHERE id < 0",
        ["journal_edited", "image_edited"],
    ),
    "commands swapped": (
        "UPDATE command SET at = (SELECT at || id FROM command d WHERE d.id = 3 - command.id) WHERE id IN (1, 2)",
        ["journal_edited", "journal_edited"],
    ),
    "a command's name edited": ("UPDATE command SET name = 'x' WHERE id = 4", ["journal_edited"]),
    "a command's moment edited": ("UPDATE command SET at = '2026-01-01T00:00:00' WHERE id = 4", ["journal_edited"]),
    "a link edited": ("UPDATE link SET hash = zeroblob(32) WHERE command_id = 4", ["journal_edited"] * 2),
    "a link dropped": ("DELETE FROM link WHERE command_id = 4", ["journal_edited"] * 2),
    "a command dropped from the middle": (
        "DELETE FROM image WHERE change_id IN (4, 5); DELETE FROM change WHERE command_id = 4;"
        "DELETE FROM link WHERE command_id = 4; DELETE FROM said WHERE command_id = 4;"
        "DELETE FROM salt WHERE command_id = 4; DELETE FROM command WHERE id = 4",
        ["journal_gap", "journal_edited"],
    ),
    "a command put in at the end": (
        "INSERT INTO command VALUES (99, '2026-11-22', 'x', NULL, zeroblob(32))",
        ["journal_empty"],
    ),
    "an earlier row edited": (
        "UPDATE image SET content = replace(content, 'C1', 'C9') WHERE change_id = 4",
        ["image_edited"],
    ),
    "an earlier row dropped": ("DELETE FROM image WHERE change_id = 4", ["image_dropped"]),
    "an earlier row put in": ("INSERT INTO image VALUES (1, '[]')", ["image_stray"]),
    "what was done edited": ("UPDATE said SET summary = '\"x\"' WHERE command_id = 4", ["summary_edited"]),
    "what was done dropped": ("DELETE FROM said WHERE command_id = 4", ["summary_dropped"]),
    "salts dropped": ("DELETE FROM salt WHERE command_id = 6", ["salts_dropped", "image_edited"]),
}


@pytest.mark.parametrize("kind", JOURNAL)
def test_a_journal_that_was_tampered_with_is_named(lived: Store, kind: str) -> None:
    statements, expected = JOURNAL[kind]
    meddle(lived.path, *statements.split(";"))
    assert flaws(lived)[0] == expected


FACTS: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "edited": ("UPDATE client SET name = 'x' WHERE id = 2", [("edited", 2)]),
    "a fraction edited": ("UPDATE client SET lat = 22.500000001 WHERE id = 1", [("edited", 1)]),
    "emptied": ("UPDATE client SET lat = NULL WHERE id = 1", [("edited", 1)]),
    "put in": (
        "INSERT INTO client (id, client_no, name, kind, status, entered)"
        " VALUES (9, 'C9', 'x', 'retail', 'active', '2026-11-02')",
        [("added", 9)],
    ),
    "taken out": ("DELETE FROM client WHERE id = 3", [("removed", 3)]),
    "swapped": (
        "UPDATE client SET client_no = 'x' WHERE id = 2; UPDATE client SET client_no = 'C2' WHERE id = 3;"
        "UPDATE client SET client_no = 'C3' WHERE id = 2",
        [("edited", 2), ("edited", 3)],
    ),
    "a row of a table without numbers": ("UPDATE setting SET value = 'USD'", [("edited", 1)]),
}


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_that_was_changed_behind_the_journals_back_is_named(lived: Store, kind: str) -> None:
    statements, expected = FACTS[kind]
    meddle(lived.path, *statements.split(";"))
    assert flaws(lived) == ([], expected)


def cut(path: Path, last: int) -> None:
    """Cut the journal off after the change `last`, and the facts with it."""
    meddle(
        path,
        *(f"DELETE FROM {table} WHERE {column} > {last}" for table, column in _TAIL),
        f"DELETE FROM client WHERE id > {last}",
    )


_TAIL = [(t, "command_id") for t in ("link", "said", "salt")] + [("image", "change_id"), ("change", "id")]
_TAIL.append(("command", "id"))


def cut_backups(store: Store) -> list[str]:
    with store.reading():
        return [backup.path.name for backup in cut_off(store.connection, list_backups(store.home))]


def test_a_tail_that_was_cut_off_shows_in_the_names_of_backups(store: Store, add: Add) -> None:
    for number in ("C1", "C2"):
        add(number)
    first = keep(store.home, AT)
    add("C3")
    second = keep(store.home, AT)
    assert cut_backups(store) == []
    cut(store.path, 2)
    assert flaws(store) == ([], []), "what is left is sound in itself"
    assert cut_backups(store) == [second.name]
    cut(store.path, 1)
    assert cut_backups(store) == [second.name, first.name] or cut_backups(store) == [first.name, second.name]


def test_backups_made_before_a_restore_are_not_missed(store: Store, add: Add) -> None:
    add("C1")
    first = keep(store.home, AT)
    add("C2")
    keep(store.home, AT)
    store.close()
    restore(first, store.home, LATER, phrase("keeping.did_restore", file=first.name))
    with Store(store.home) as again:
        assert len(list_backups(store.home)) == 3
        assert cut_backups(again) == []
        assert flaws(again) == ([], [])
        assert [command.name for command in history.commands(again)] == ["restore", "client-add"]
        pending = history.pending_undo(again)
        assert pending and pending.command.name == "client-add"


def test_a_statement_that_failed_half_way_leaves_the_seal_whole(store: Store, add: Add, fields: Any) -> None:
    add("C1")
    with store.command("client-add", "added", AT) as writing:
        writing.add_client(fields("C2"))
        rows = [("C3", "x", "retail", "active", AT), ("C1", "x", "retail", "active", AT)]
        statement = (
            "INSERT INTO client (client_no, name, kind, status, entered) VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?)"
        )
        with pytest.raises(sqlite3.IntegrityError):
            writing.connection.execute(statement, (*rows[0], *rows[1]))
        writing.add_client(fields("C4"))
    assert flaws(store) == ([], [])
    assert len(store.book().clients) == 3


def test_a_backup_is_looked_at_whole(store: Store, add: Add) -> None:
    add("C1")
    made = keep(store.home, AT)
    head = list_backups(store.home)[0].head
    assert head and verify_backup(made, head) == []
    assert [said.key for said in verify_backup(made, "0" * 12)] == ["store.head_missing"]
    meddle(made, "UPDATE client SET name = 'x'")
    assert [said.key for said in verify_backup(made, head)] == ["store.row_edited", "store.schema_bad"]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE client SET name = CAST(x'E58D' AS TEXT)",
        "UPDATE said SET summary = CAST(x'FF' AS TEXT)",
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'only grows', 'only gross')",
    ],
)
def test_a_backup_with_text_that_is_none_or_another_schema_is_bad(store: Store, add: Add, harm: str) -> None:
    add("C1")
    made = keep(store.home, AT)
    with closing(sqlite3.connect(made, isolation_level=None)) as other:
        other.executescript(harm)
    try:
        assert verify_backup(made)
    except BookError as error:
        assert error.message.key == "store.damaged"
