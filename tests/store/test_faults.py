"""What goes wrong around a book: locks, rights, a full disk, a killed process. Nothing acknowledged is lost."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rmtool.errors import BookError
from rmtool.store.store import Store
from rmtool.store.verifying import verify

AT = "2026-11-20T09:30:00+08:00"
Add = Callable[..., int]
Fields = Callable[..., dict[str, Any]]
Child = Callable[..., "subprocess.Popen[str]"]

PRELUDE = """
import os, signal, sqlite3, sys
from datetime import date
from pathlib import Path
from rmtool.errors import BookError
from rmtool.store.store import Store
def fields(number):
    return dict(client_no=number, name=number, kind="retail", status="active", entered=date(2026, 11, 2))
def add(store, number):
    with store.command("client-add", "added", "2026-11-20T09:30:00") as writing:
        client_id = writing.add_client(fields(number))
        writing.add_contact(dict(client_id=client_id, on=date(2026, 11, 3), code="T"))
"""
HOLD = PRELUDE + (
    "c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute(sys.argv[2])\n"
    "c.execute('SELECT count(*) FROM client').fetchone(); print('held', flush=True); sys.stdin.readline()"
)
TRY = PRELUDE + (
    "try:\n    add(Store(Path(sys.argv[1]), wait=0), 'C9')\nexcept BookError as e:\n    print(e.message.key)\n"
    "else:\n    print('written')"
)


def holding(child: Child, store: Store, begin: str) -> "subprocess.Popen[str]":
    process = child(HOLD, store.path, begin)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_locked_book_is_waited_for_as_long_as_asked_and_named(
    store: Store, home: Path, add: Add, child: Child, begin: str
) -> None:
    add("C1")
    holding(child, store, begin)
    for wait in (0.0, 0.4):
        started = time.monotonic()
        with pytest.raises(BookError) as caught, Store(home, wait) as other:
            other.command("client-set", "set", AT).__enter__()
        assert wait <= time.monotonic() - started < wait + 0.3
        assert caught.value.message.key == "store.locked"
        assert dict(caught.value.message.values)["seconds"] == f"{wait:g}"


def test_a_lock_let_go_in_time_holds_nobody_up(store: Store, home: Path, add: Add, child: Child) -> None:
    process = holding(child, store, "BEGIN IMMEDIATE")
    late = child("import sys, time; time.sleep(0.3); print()", prefix=())
    with Store(home, wait=5) as other:
        late.wait()
        process.kill()
        with other.command("client-set", "set", AT) as writing:
            writing.set_setting("currency", "CNY")
    assert store.settings() == {"currency": "CNY"}


def test_two_writers_lose_nothing(store: Store, child: Child) -> None:
    count = PRELUDE + (
        "store = Store(Path(sys.argv[1]), wait=20)\n"
        "for _ in range(20):\n"
        "    with store.command('count', 'counted', '2026-11-20T09:30:00') as writing:\n"
        "        writing.set_setting('n', str(int(store.settings().get('n', 0)) + 1))\n"
    )
    writers = [child(count, store.home) for _ in range(2)]
    assert [writer.communicate(timeout=60)[1] for writer in writers] == ["", ""]
    assert store.settings()["n"] == "40"


def test_two_processes_that_make_the_book_at_once_use_one(home: Path, child: Child) -> None:
    processes = [child(PRELUDE + "add(Store(Path(sys.argv[1]), 20), sys.argv[2])", home, f"C{n}") for n in range(3)]
    assert [process.communicate(timeout=60)[1] for process in processes] == ["", "", ""]
    with Store(home) as store:
        assert [c.client_no for c in store.book().clients] == ["C0", "C1", "C2"]
    assert [f.name for f in home.iterdir()] == ["book.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_process_leaves_every_acknowledged_command_whole(store: Store, child: Child) -> None:
    loop = PRELUDE + (
        "store = Store(Path(sys.argv[1]))\n"
        "for n in range(10**6):\n"
        "    add(store, f'{sys.argv[2]}-{n:06d}')\n"
        "    print(n, flush=True)\n"
    )
    expected = 0
    for turn, acknowledged in enumerate((1, 3, 8)):
        process = child(loop, store.home, turn)
        assert process.stdout
        for _ in range(acknowledged):
            process.stdout.readline()
        process.kill()
        expected += len(process.communicate()[0].splitlines()) + acknowledged
        book = store.book()
        assert expected <= len(book.clients) <= expected + 1
        assert {c.id for c in book.clients} == set(book.log)
        assert len(store.rows("SELECT id FROM command")) == len(book.clients)
        expected = len(book.clients)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_process_killed_between_its_writes_leaves_the_book_as_it_was(store: Store, add: Add, child: Child) -> None:
    add("C1")
    before = list(store.dump())
    spill = PRELUDE + (
        "store = Store(Path(sys.argv[1]))\n"
        "with store.command('import', 'imported', '2026-11-20T09:30:00') as writing:\n"
        "    store.connection.execute('PRAGMA cache_size = 10')\n"
        "    for n in range(3000): writing.add_client(fields(f'K{n}'))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    process = child(spill, store.home)
    assert process.wait(timeout=60) == -signal.SIGKILL
    assert store.path.with_name("book.db-journal").stat().st_size > 0
    assert store.path.stat().st_size > 200_000, "the pages were in the book's file already"
    with Store(store.home) as again:
        assert list(again.dump()) == before
    add("C2")


def test_a_file_that_may_not_grow_loses_nothing_and_works_again(store: Store, add: Add, child: Child) -> None:
    pytest.importorskip("resource")
    add("C1")
    before = list(store.dump())
    limited = PRELUDE + (
        "import resource\n"
        "store = Store(Path(sys.argv[1]))\n"
        "limit = store.path.stat().st_size + int(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try:\n"
        "    with store.command('import', 'imported', '2026-11-20T09:30:00') as writing:\n"
        "        for n in range(2000): writing.add_client(fields(f'K{n}'))\n"
        "except BookError as e: print(e.message.key)\n"
        "print(len(store.book().clients))\n"
    )
    for room in (0, 10_000, 100_000):
        process = child(limited, store.home, room)
        assert process.communicate(timeout=60) == ("store.io_error\n1\n", "")
        assert list(store.dump()) == before
    add("C2")


def test_a_full_disk_is_named_loses_nothing_and_works_again(store: Store, add: Add, fields: Fields) -> None:
    add("C1")
    before = list(store.dump())
    with pytest.raises(BookError) as caught, store.command("import", "imported", AT) as writing:
        ((pages,),) = writing.connection.execute("PRAGMA page_count").fetchall()
        writing.connection.execute(f"PRAGMA max_page_count = {pages}")
        for number in range(2000):
            writing.add_client(fields(f"K{number}"))
    assert caught.value.message.key == "store.disk_full"
    assert list(store.dump()) == before
    store.connection.execute("PRAGMA max_page_count = 1073741823")
    add("C2")
    with store.reading():
        assert verify(store.connection) == ([], [])


@pytest.mark.parametrize(
    ("path", "mode", "key"),
    [("book.db", 0o444, "store.read_only"), (".", 0o555, "store.read_only"), ("book.db", 0, "store.cannot_open")],
)
def test_missing_rights_are_a_sentence_and_change_nothing(
    store: Store, add: Add, child: Child, unprivileged: tuple[str, ...], path: str, mode: int, key: str
) -> None:
    add("C1")
    before = store.path.read_bytes()
    (store.home / path).chmod(mode)
    try:
        process = child(TRY, store.home, prefix=unprivileged)
        assert process.communicate(timeout=60) == (f"{key}\n", "")
    finally:
        (store.home / path).chmod(0o700)
    assert store.path.read_bytes() == before


def test_a_book_is_read_where_nothing_can_be_written(
    store: Store, add: Add, child: Child, unprivileged: tuple[str, ...]
) -> None:
    add("C1")
    store.path.chmod(0o400)
    store.home.chmod(0o500)
    try:
        read = child(PRELUDE + "print(len(Store(Path(sys.argv[1])).book().clients))", store.home, prefix=unprivileged)
        assert read.communicate(timeout=60) == ("1\n", "")
    finally:
        store.home.chmod(0o700)
