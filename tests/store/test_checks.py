"""What doctor finds in the book's file, and that it finds nothing in a sound one."""

import errno
import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rmtool.errors import BookError
from rmtool.lang import LANGUAGES, Language
from rmtool.store import checks, connection
from rmtool.store.backup import back_up, backup_path
from rmtool.store.checks import check
from rmtool.store.connection import explained
from rmtool.store.store import Store

AT = "2026-11-20T09:30:00+08:00"
TODAY = date(2026, 11, 20)
Add = Callable[..., int]


def bad(store: Store, today: date = TODAY) -> list[str]:
    """The names of what isn't well; every finding can be said in both languages."""
    found = check(store, today)
    for said in (Language(code).say(part) for code in LANGUAGES for c in found for part in (c.found, c.mend) if part):
        assert "{" not in said
    assert [c.name for c in found if not c.ok and c.mend is None] == []
    return [c.name for c in found if not c.ok]


def test_a_sound_book_passes(store: Store, add: Add) -> None:
    assert bad(store) == []
    add("C1")
    assert bad(store) == []
    assert len(check(store, TODAY)) == 9


def meddle(store: Store, statement: str) -> None:
    other = sqlite3.connect(store.path)
    other.execute("PRAGMA foreign_keys = 0")
    other.execute(statement)
    other.commit()
    other.close()


def test_a_row_without_its_client_is_found(store: Store, add: Add) -> None:
    add("C1")
    meddle(store, "INSERT INTO person (client_id, name) VALUES (99, 'nobody')")
    assert bad(store) == ["references", "rows"]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER guard_change_delete",
        "CREATE VIEW contacts AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON client BEGIN SELECT 1; END",
        "DROP INDEX contact_log",
    ],
)
def test_parts_that_rmtool_did_not_make_are_found(store: Store, add: Add, statement: str) -> None:
    add("C1")
    meddle(store, statement)
    assert bad(store) == ["schema"]


def test_damaged_pages_are_found(store: Store, add: Add) -> None:
    for number in range(40):
        add(f"C{number:02d}")
    store.close()
    content = bytearray(store.path.read_bytes())
    at = content.index("客户C20".encode())
    content[at - 8 : at - 1] = b"zzzzzzz"
    store.path.write_bytes(content)
    with Store(store.home) as again:
        assert bad(again) == ["integrity", "references", "journal", "rows"]


@pytest.mark.skipif(os.name != "posix", reason="no modes, no links by number")
def test_loose_rights_and_a_second_name_are_found(store: Store, add: Add) -> None:
    add("C1")
    store.path.chmod(0o640)
    assert bad(store) == ["private"]
    store.path.chmod(0o600)
    (store.home / "second.db").hardlink_to(store.path)
    assert bad(store) == ["links"]


def test_a_book_that_goes_on_without_a_backup_is_named_after_a_week(store: Store, add: Add) -> None:
    add("C1")
    assert bad(store, date(2026, 11, 27)) == []
    assert bad(store, date(2026, 11, 28)) == ["backups"]
    back_up(store.path, backup_path(store.home, AT))
    assert bad(store, date(2026, 11, 28)) == [], "nothing has changed since the backup"
    with store.command("client-set", "set", "2026-11-21T09:00:00+08:00") as w:
        w.set_client(1, {"name": "乙"})
    assert bad(store, date(2026, 11, 27)) == []
    assert bad(store, date(2026, 11, 28)) == ["backups"]


def test_a_disk_that_does_not_give_the_book_out_is_no_damaged_book(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite calls a page damaged that can't be read (EIO)."""
    add("C1")

    def fail(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", path)

    for module in (connection, checks):
        monkeypatch.setattr(module, "read_through", fail)
    with pytest.raises(BookError) as caught, explained(store.path):
        malformed = sqlite3.DatabaseError("database disk image is malformed")
        malformed.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise malformed
    assert caught.value.message.key == "store.io_error"
    with pytest.raises(BookError) as caught:
        check(store, TODAY)
    assert caught.value.message.key == "store.io_error"
