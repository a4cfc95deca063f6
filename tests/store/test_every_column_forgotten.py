"""Every column of text of every table is one that erasing knows, and what stood in it of a forgotten client is gone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rmtool.phrase import phrase
from rmtool.store import history
from rmtool.store.backup import keep, list_backups
from rmtool.store.connection import is_encrypted
from rmtool.store.encrypting import rewrite
from rmtool.store.erasing import _FREE, _NAMING, _NOTES, _OWN, _TERMS, rows_of
from rmtool.store.forgetting import forget_everywhere, traces_of
from rmtool.store.keys import Key
from rmtool.store.migrations import FACTS, newest_schema
from rmtool.store.sealing import columns_of
from rmtool.store.store import Store
from rmtool.store.verifying import verify, verify_backup

AT = "2026-11-20T09:30:00+08:00"
SAID = phrase("keeping.did_forget")
WORD = 'Zq-暗语企业"甲"'


def columns(kind: str) -> list[tuple[str, str]]:
    """The columns of one kind (`TEXT`, `INTEGER`), each with its table."""
    with closing(sqlite3.connect(":memory:")) as connection:
        newest_schema(connection)
        return [(table, c.name) for table in FACTS for c in columns_of(connection, table) if c.kind == kind]


def needed(table: str) -> dict[str, object]:
    """The numbers that a row of a table must have."""
    with closing(sqlite3.connect(":memory:")) as connection:
        newest_schema(connection)
        listed = connection.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE type = 'INTEGER' AND pk = 0")
        return {name: 5 for (name,) in listed if name not in ("client_id", "batch_id", "created_batch", "contact_id")}


TEXTS = columns("TEXT")
OWNED = [table for table in FACTS if table == "client" or (table, "client_id") in columns("INTEGER")]


def test_every_column_of_text_is_of_one_kind() -> None:
    """Whoever adds one says in erasing.py what it may tell of whom."""
    odd = [
        (table, column)
        for table, column in TEXTS
        if sum(column in kind for kind in (_FREE, _OWN, _TERMS)) != 1 and column not in _NAMING.get(table, ())
    ]
    assert odd == []


def test_no_kind_lists_a_column_that_is_not_there() -> None:
    there = {column for _, column in TEXTS}
    assert there >= _FREE | _OWN | _TERMS | _NOTES
    assert {(table, column) for table, listed in _NAMING.items() for column in listed} <= set(TEXTS)


class Planted:
    """A book in which a client has a text of its own in every column, twice: as it was first, and as it is now."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.markers = {f"Zq-{table}-{column}-{n}" for table, column in TEXTS if table in OWNED for n in "123"}
        self.markers.add(WORD)
        with store.command("client-add", "first", AT) as w:
            w.insert("client", {**self.row("client", "0", 1), "name": "旁人", "client_no": "C1"})
        with store.command("import", f"Zq-client-client_no-1, {WORD}", AT) as w:
            self.rows = {table: w.insert(table, self.row(table, "1", 2)) for table in OWNED}
        keep(store.home, AT)
        with store.command("client-set", "said", AT) as w:
            for table, row in self.rows.items():
                texts = {c: v for c, v in self.row(table, "2", 2).items() if (table, c) in TEXTS}
                w.update(table, row, texts | ({"name": WORD} if table == "client" else {}))
            gone = {
                table: w.insert(table, self.row(table, "3", 2)) for table in OWNED if table not in ("client", "card")
            }
        self.markers -= {f"Zq-{table}-{column}-3" for table, column in TEXTS if table in ("client", "card")}
        self.markers.discard("Zq-client-name-2")
        keep(store.home, AT)
        with store.command("remove", "said", AT) as w:
            for table, row in reversed(gone.items()):
                w.delete(table, row)
        self.name_in_others_rows()

    def row(self, table: str, n: str, client: int) -> dict[str, object]:
        texts = {column: f"Zq-{table}-{column}-{n}" for of, column in TEXTS if of == table}
        owner = {"id": client} if table == "client" else {"client_id": client}
        return {**needed(table), **texts, **(owner if table in OWNED else {})}

    def name_in_others_rows(self) -> None:
        """Writes the name into all free text of rows that are another's or nobody's."""
        with self.store.command("note", "said", AT) as w:
            for table in FACTS:
                free = {column: f"与{WORD}同去" for of, column in TEXTS if of == table and column in _FREE}
                if free and table == "client":
                    w.update("client", 1, free)
                elif free:
                    others = {c: "另" for of, c in TEXTS if of == table and c not in free}
                    w.insert(table, {**self.row(table, "0", 1), **others, **free})
        with self.store.command("client-set", "旁人", AT) as w:
            w.set_client(1, {"name": "旁人乙"})

    def forget(self) -> list[str]:
        told = traces_of(self.store, "Zq-client-client_no-2")
        return list(forget_everywhere(self.store, told, SAID, AT).left)

    def held(self) -> set[str]:
        """Which markers stand in any file of the home."""
        files = [path for path in self.store.home.rglob("*") if path.is_file()]
        held = b"".join(in_the_clear(path) for path in files)
        return {m for m in self.markers if m.encode() in held or m.replace('"', '\\"').encode() in held}


KEY = Key(bytes(range(32)), bytes(range(16)), SAID)


def in_the_clear(path: Path) -> bytes:
    """The bytes of a file; every page of an encrypted book deciphered, whatever lies in it."""
    held = path.read_bytes()
    if not is_encrypted(path):
        return held
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    clear = b""
    for start in range(0, len(held), 4096):
        page = held[start : start + 4096]
        decryptor = Cipher(algorithms.AES(KEY.secret), modes.CBC(page[-80:-64])).decryptor()
        clear += decryptor.update(page[0 if start else 16 : -80])
    assert b"CREATE TABLE" in clear
    return clear


@pytest.fixture(params=["plain", "encrypted"])
def planted(request: pytest.FixtureRequest, home: Path) -> Iterator[Planted]:
    if request.param == "encrypted":
        pytest.importorskip("sqlcipher3", reason="encrypted books can't be had here")
        with Store(home):
            pass
        rewrite(home, KEY, ("encrypt", SAID, AT), [], 0.2)
    with Store(home) as store:
        yield Planted(store)


def test_what_a_forgotten_client_had_in_any_column_is_in_no_byte(planted: Planted) -> None:
    assert planted.held() == planted.markers
    assert planted.forget() == []
    assert planted.held() == set()
    assert rows_of(planted.store, 2) == {}


def test_the_record_verifies_and_what_was_done_to_others_can_be_undone(planted: Planted) -> None:
    planted.forget()
    assert [verify_backup(backup.path, backup.head) for backup in list_backups(planted.store.home)] == [[], []]
    history.undo(planted.store, AT)
    assert planted.store.rows("SELECT name FROM client") == [("旁人",)]
    with planted.store.reading():
        assert verify(planted.store.connection) == ([], [])
