"""Backups are whole, private and checked; a restore keeps what was there and never loses another process's write."""

import errno
import os
import re
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import pytest

from rmtool.errors import BookError
from rmtool.phrase import phrase
from rmtool.store.backup import back_up, backup_path, check_book, list_backups, restore
from rmtool.store.connection import beside
from rmtool.store.store import Store

AT = "2026-11-20T09:30:00+08:00"
SAID = phrase("keeping.did_restore", file="a copy")
Add = Callable[..., int]
Child = Callable[..., "subprocess.Popen[str]"]


def numbers(path: Path) -> list[str]:
    with Store(path.parent) as store:
        return [c.client_no for c in store.book().clients]


def names(folder: Path) -> list[str]:
    return sorted(f.name for f in folder.iterdir())


@pytest.fixture
def kept(store: Store, add: Add) -> Path:
    """A backup of a book with one client; the book then has two."""
    add("C1")
    target = backup_path(store.home, AT)
    back_up(store.path, target)
    add("C2")
    return target


def test_a_backup_is_the_book_under_its_moments_name_and_private(store: Store, kept: Path) -> None:
    assert kept == store.home / "backups" / "book-20261120-093000.db"
    assert names(kept.parent) == [kept.name]
    check_book(kept)
    if os.name == "posix":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_two_backups_of_one_second_have_two_names_and_the_newest_is_listed_first(store: Store, kept: Path) -> None:
    second = backup_path(store.home, AT)
    back_up(store.path, second)
    later = backup_path(store.home, "2026-11-21T00:00:00")
    back_up(store.path, later)
    (kept.parent / "notes.txt").write_text("x", encoding="utf-8")
    listed = list_backups(store.home)
    assert [b.path for b in listed] == [later, second, kept]
    assert listed[0].at == datetime(2026, 11, 21)
    assert second.name == "book-20261120-093000-2.db"


def test_a_home_without_backups_has_none(store: Store) -> None:
    assert list_backups(store.home) == []


def test_a_backup_is_made_while_another_process_writes(store: Store, add: Add, home: Path) -> None:
    add("C1")
    with Store(home) as other, other.command("client-set", "set", AT) as writing:
        writing.set_client(1, {"name": "乙"})
        back_up(store.path, home / "copy.db")
    with sqlite3.connect(home / "copy.db") as copy:
        assert copy.execute("SELECT name FROM client").fetchall() == [("客户C1",)]
    copy.close()


def flip(path: Path) -> None:
    """Damage a page that SQLite doesn't need to open the file."""
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page + 3 : page + 12] = b"\xff" * 9
    path.write_bytes(content)


def test_a_damaged_book_gives_no_backup_and_leaves_the_old_one(store: Store, kept: Path) -> None:
    before = kept.read_bytes()
    flip(store.path)
    with pytest.raises(BookError) as caught:
        back_up(store.path, kept)
    assert caught.value.message.key == "store.damaged"
    assert dict(caught.value.message.values)["file"] == store.path
    assert (kept.read_bytes(), names(kept.parent)) == (before, [kept.name])


def test_a_restore_puts_the_backup_back_and_keeps_the_book(store: Store, kept: Path) -> None:
    store.close()
    aside = restore(kept, store.home, "2026-11-22T08:00:00", SAID)
    assert aside and re.fullmatch(r"book-20261122-080000-[0-9a-f]{12}\.db", aside.name)
    check_book(aside)
    assert numbers(store.path) == ["C1"]
    assert restore(aside, store.home, "2026-11-22T09:00:00", SAID)
    assert numbers(store.path) == ["C1", "C2"]
    assert names(store.home) == ["backups", "book.db"]
    if os.name == "posix":
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_a_restore_where_no_book_is_makes_it(kept: Path, tmp_path: Path) -> None:
    assert restore(kept, tmp_path / "other", AT, SAID) is None
    assert numbers(tmp_path / "other" / "book.db") == ["C1"]
    assert names(tmp_path / "other") == ["book.db"]


SPOIL: dict[str, Callable[[Path], object]] = {
    "store.damaged": flip,
    "store.foreign": lambda path: path.write_bytes(b"something else entirely" * 50),
    "store.empty_file": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("key", SPOIL)
def test_only_a_sound_book_is_restored(store: Store, kept: Path, key: str) -> None:
    SPOIL[key](kept)
    before = store.path.read_bytes()
    store.close()
    with pytest.raises(BookError) as caught:
        restore(kept, store.home, AT, SAID)
    assert (caught.value.message.key, dict(caught.value.message.values)["file"]) == (key, kept)
    assert store.path.read_bytes() == before
    assert (names(store.home), names(kept.parent)) == (["backups", "book.db"], [kept.name])


@pytest.mark.parametrize("key", SPOIL)
def test_a_book_beyond_reading_is_kept_as_it_is(store: Store, kept: Path, key: str) -> None:
    store.close()
    SPOIL[key](store.path)
    store.path.with_name("book.db-journal").write_bytes(b"left by a crash")
    before = store.path.read_bytes()
    aside = restore(kept, store.home, "2026-11-22T08:00:00", SAID)
    assert aside and aside.name == "book-20261122-080000.damaged"
    assert aside.read_bytes() == before
    assert names(store.home) == ["backups", "book.db"], "nothing is left to be played back into the new book"
    assert numbers(store.path) == ["C1"]
    assert list_backups(store.home)[0].path == kept


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN"])
def test_a_restore_waits_and_then_refuses_while_another_process_holds_the_book(
    store: Store, kept: Path, child: Child, begin: str
) -> None:
    code = (
        "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute(sys.argv[2])\n"
        "c.execute('SELECT count(*) FROM client').fetchone(); print('held', flush=True); sys.stdin.readline()"
    )
    process = child(code, store.path, begin)
    assert process.stdout and process.stdout.readline() == "held\n"
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(BookError) as caught:
        restore(kept, store.home, AT, SAID, wait=0.1)
    assert caught.value.message.key == "store.locked"
    process.kill()
    process.wait()
    assert store.path.read_bytes() == before
    assert names(kept.parent) == [kept.name]


def test_nobody_writes_into_a_book_that_is_being_replaced(
    store: Store, kept: Path, monkeypatch: pytest.MonkeyPatch, child: Child
) -> None:
    code = "import sqlite3, sys\nsqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    refused: list[str] = []

    def try_to_write(folder: Path) -> None:
        refused.append(child(code, aside).communicate()[1])

    store.close()
    aside = store.path.with_name("the book that was")
    os.link(store.path, aside)
    monkeypatch.setattr("rmtool.store.backup.sync_folder", try_to_write)
    restore(kept, store.home, "2026-11-22T08:00:00", SAID)
    assert all("locked" in error for error in refused[-2:]) and len(refused) >= 2


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be replaced there")
def test_a_process_that_had_the_old_book_open_writes_nothing_into_the_void(store: Store, kept: Path, add: Add) -> None:
    store.book()
    restore(kept, store.home, "2026-11-22T08:00:00", SAID)
    with pytest.raises(BookError):
        add("C3")
    assert numbers(store.path) == ["C1"]


@pytest.mark.parametrize("step", ["_keep", "sync_folder"])
def test_a_restore_that_stops_in_the_middle_leaves_a_whole_book(
    store: Store, kept: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def stop(*arguments: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    store.close()
    monkeypatch.setattr(f"rmtool.store.backup.{step}", stop)
    with pytest.raises(BookError) as caught:
        restore(kept, store.home, "2026-11-22T08:00:00", SAID)
    assert caught.value.message.key == "store.disk_full"
    assert numbers(store.path) == ["C1", "C2"]
    assert names(store.home) == ["backups", "book.db"]


def test_no_copy_is_left_half_made(store: Store, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def differ(connection: sqlite3.Connection, count: Iterable[int] = iter(range(9))) -> dict[str, int]:
        return {"client": next(iter(count))}

    monkeypatch.setattr("rmtool.store.backup._counts", differ)
    with pytest.raises(BookError) as caught:
        back_up(store.path, kept.with_name("other.db"))
    assert caught.value.message.key == "store.copy_differs"
    assert names(kept.parent) == [kept.name]


def test_a_copy_that_fails_takes_the_journal_of_its_own_along(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    with pytest.raises(BookError), beside(folder / "other.db") as fresh:
        fresh.with_name(f"{fresh.name}-journal").write_bytes(b"as SQLite leaves it when a sync fails")
        raise OSError(errno.EIO, "the disk")
    assert names(folder) == []
