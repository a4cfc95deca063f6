"""The encrypted book: nothing readable on disk, every command at work on it, keys from wherever they may lie."""

import json
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from rmtool import cli
from rmtool.commands import NOTING
from rmtool.desk import keys
from rmtool.phrase import Phrase
from rmtool.store import backup
from rmtool.store import keys as store_keys
from rmtool.store.connection import connect, is_encrypted
from rmtool.store.keys import Key, key_of_passphrase, look_for_keys, read_key_file
from rmtool.store.migrations import APPLICATION_ID, FACTS, VERSION
from rmtool.store.store import Store
from rmtool.store.verifying import verify

from .command_lines import LISTS, READING, WRITING, Line, lines
from .commands_kit import Tool
from .test_commands_book import ready

__all__ = ["ready"]

pytest.importorskip("sqlcipher3", reason="encrypted books aren't tested: sqlcipher3 can't be had here")

MARKER = "Zq7-Marker-客户"
ONCE = ("backup", "doctor", "history", "export")
"""Commands whose results name files, moments, or the encryption itself."""


class Locked(Tool):
    """`rmtool` on an encrypted book, its key named by the home's note."""

    @property
    def key(self) -> Key:
        with self.book.open("rb") as file:
            return read_key_file(self.home.parent / "book.key", file.read(16), Phrase("keys.from_passphrase"))

    def facts(self) -> dict[str, list[tuple[Any, ...]]]:
        with closing(connect(self.book, 0, self.key)) as connection:
            return {
                table: connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall() for table in FACTS
            }

    def copy(self, home: Path) -> "Locked":
        shutil.copytree(self.home, home)
        shutil.copy(self.home.parent / "book.key", home.parent / "book.key")
        keys.note(home, [str(home.parent / "book.key")])
        return Locked(home)


@pytest.fixture(scope="module")
def locked_once(ready: Tool, tmp_path_factory: pytest.TempPathFactory) -> Locked:
    """The book with something of everything, encrypted."""
    folder = tmp_path_factory.mktemp("locked")
    made = Locked(ready.copy(folder / "home").home)
    made.done("encrypt", "--new-key-file", folder / "book.key", "-y")
    return made


@pytest.fixture
def locked(locked_once: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Locked:
    """That book in a home of the test's own; beside it two lists to import."""
    monkeypatch.chdir(tmp_path)
    lists()
    return locked_once.copy(tmp_path / "home")


def lists() -> None:
    for name, text in LISTS.items():
        Path(name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("line", [*lines(READING), *lines(WRITING)], ids=" ".join)
def test_every_command_does_with_an_encrypted_book_what_it_does_with_a_plain_one(
    ready: Tool, locked: Locked, tmp_path: Path, line: Line
) -> None:
    plain = ready.copy(tmp_path / "plain" / "home")
    told = {}
    for tool in (plain, locked):
        lists()
        ran = tool("-y", *line)
        said = (ran.out + ran.err).replace(str(tool.home), "")
        told[tool] = (ran.code, tool.facts(), "" if line[0] in ONCE else said)
        Path("all.zip").unlink(missing_ok=True)
        Path("copy.db").unlink(missing_ok=True)
    assert told[locked] == told[plain]
    assert is_encrypted(locked.book)


def holding(folder: Path, text: str = MARKER) -> list[str]:
    """The files below a folder that hold a text."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_nothing_that_was_typed_can_be_read_in_any_file(
    locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    swept: list[str] = []
    real = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", lambda folder, **how: (swept.extend(holding(Path(folder))), real(folder)))
    locked.done("client-add", MARKER, f"district={MARKER}")
    locked.done("log-contact", MARKER, "T", MARKER, "--next", MARKER)
    locked.done("contact-set", "1", f"note={MARKER}")
    locked.done("plan-week", "next")
    for line in (("backup",), ("backup", "--drill"), ("today",), ("doctor",), ("report", "week"), ("undo", "-y")):
        assert MARKER or locked.done(*line)
        locked(*line)
    assert holding(locked.home) + holding(tmp_path / "tmp") + swept == []
    locked.done("decrypt", "-y")
    assert holding(locked.home) == [str(locked.book)], "the marker was there to be found"


def test_an_interrupted_transaction_leaves_nothing_readable_in_the_journal_beside(
    locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name != "posix":
        pytest.skip("no fork here")
    locked.done("client-add", MARKER)
    key = locked.key
    if not (child := os.fork()):
        connection = connect(locked.book, 0, key)
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                           f" LIMIT 20000) SELECT '{MARKER}' || i AS text FROM n")  # fmt: skip
        connection.execute(f"UPDATE client SET name = '{MARKER} again'")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert (locked.home / "book.db-journal").stat().st_size > 512
    assert holding(locked.home) == []
    wrong = tmp_path / "wrong.key"
    wrong.write_text("ab" * 32)
    wrong.chmod(0o600)
    keys.note(locked.home, [])
    assert locked("clients", RMTOOL_KEY_FILE=str(wrong)).code == 6
    keys.note(locked.home, [str(tmp_path / "book.key")])
    assert MARKER in locked.done("clients")
    assert all(check["ok"] for check in locked.json("doctor")["checks"] if check["name"] in ("integrity", "rows"))


def pages_in_the_clear(book: Path, key: Key) -> bytes:
    """Every page of an encrypted book, free ones too, deciphered without SQLCipher."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    held, clear = book.read_bytes(), b""
    for start in range(0, len(held), 4096):
        page = held[start : start + 4096]
        first = 16 if start == 0 else 0
        decryptor = Cipher(algorithms.AES(key.secret), modes.CBC(page[-80:-64])).decryptor()
        clear += decryptor.update(page[first:-80])
    return clear


def test_a_forgotten_client_is_in_no_page_of_book_or_backups(locked: Locked) -> None:
    locked.done("client-add", MARKER, "client_no=Zq7-F1", "deposit_avg=100万")
    locked.done("log-contact", "Zq7-F1", "T", "Wq9-Note")
    locked.done("backup")
    assert MARKER.encode() in pages_in_the_clear(locked.book, locked.key)
    forgotten = locked.json("forget", "Zq7-F1", "-y")
    assert len(forgotten["backups"]) == 1
    for book in (locked.book, *(locked.home / "backups").glob("*.db")):
        clear = pages_in_the_clear(book, locked.key)
        assert b"CREATE TABLE" in clear
        assert MARKER.encode() not in clear
        assert b"Wq9-Note" not in clear
    assert all(check["ok"] for check in locked.json("backup", "--verify")["checks"])


def test_backups_are_encrypted_and_can_be_listed_verified_drilled_and_put_back(locked: Locked) -> None:
    before = locked.facts()
    made = Path(locked.json("backup")["file"])
    locked.done("client-add", "新源电子")
    kept = locked.json("restore", made, "-y")
    assert locked.facts() == before
    assert is_encrypted(made) and is_encrypted(Path(kept["kept"])) and is_encrypted(locked.book)
    assert locked.json("backup", "--drill")["ok"] is True
    assert locked.json("backup", "--verify")["ok"] is True
    assert [entry["command"] for entry in locked.json("history")][:2] == ["restore", "encrypt"]


def test_a_backup_under_an_older_key_is_put_back_under_the_books_with_that_key(locked: Locked, tmp_path: Path) -> None:
    before = locked.facts()
    locked.done("backup", "copy.db")
    locked.done("rekey", "--new-key-file", "new.key", "-y")
    (tmp_path / "book.key").rename("old.key")
    assert "copy.db can't be opened with the key file" in locked.refused(6, "restore", "copy.db", "-y")
    locked.done("restore", "copy.db", "-y", "--key-file", "old.key")
    assert MARKER or locked.done("clients")
    (tmp_path / "old.key").unlink()
    (tmp_path / "new.key").rename("book.key")
    keys.note(locked.home, ["book.key"])
    assert locked.facts() == before


def test_a_plain_backup_put_back_into_an_encrypted_home_is_encrypted(locked: Locked, ready: Tool) -> None:
    plain = ready.copy(locked.home.parent / "plain")
    plain.done("client-add", MARKER)
    shutil.copy(plain.book, "plain.db")
    locked.done("restore", "plain.db", "-y")
    assert is_encrypted(locked.book)
    assert locked.facts() == plain.facts()
    assert holding(locked.home) == []


@pytest.mark.parametrize("way", ["encrypt", "delete", "keep"])
def test_plain_backups_are_encrypted_or_what_was_said(ready: Tool, tmp_path: Path, way: str) -> None:
    tool = ready.copy(tmp_path / "home")
    tool.done("client-add", MARKER, "client_no=K")
    made = Path(tool.json("backup")["file"])
    damaged = made.with_suffix(".damaged")
    damaged.write_bytes(made.read_bytes() + bytes(100))
    ran = tool("encrypt", "--new-key-file", tmp_path / "k", "--backups", way, "-y", "-f", "json")
    told = json.loads(ran.out)
    readable = {Path(file).name for file in holding(tool.home)}
    if way == "encrypt":
        assert (ran.code, readable, told["left"]) == (1, {damaged.name}, [str(damaged)])
        assert str(made) in told["backups"]
        damaged.unlink()
        assert tool.json("doctor")["ok"] is True
        assert tool.json("backup", "--verify")["ok"] is True
    elif way == "delete":
        assert (ran.code, readable, told["left"]) == (0, set(), [])
        assert {str(made), str(damaged)} <= set(told["deleted"])
    else:
        assert (ran.code, damaged.name in readable, str(made) in told["left"]) == (1, True, True)
        (check,) = (c for c in json.loads(tool("doctor", "-f", "json").out)["checks"] if c["name"] == "encryption")
        assert check["ok"] is False and made.name in check["found"] and "rmtool encrypt" in check["mend"]
        damaged.unlink()
        tool.done("encrypt", "-y", "--new-key-file", tmp_path / "k")
        assert holding(tool.home) == []


@pytest.mark.skipif(os.name == "nt", reason="cron is a thing of POSIX systems")
def test_lines_for_cron_open_an_encrypted_book_without_an_environment(locked: Locked, tmp_path: Path) -> None:
    """By the home's note of where the key lies, or by the key file that was named."""
    (tmp_path / "elsewhere.key").write_bytes((tmp_path / "book.key").read_bytes())
    (tmp_path / "elsewhere.key").chmod(0o600)
    keys.note(locked.home, [str(tmp_path / "book.key")])
    for number, given in enumerate(((), ("--key-file", "elsewhere.key"))):
        if given:
            (tmp_path / "book.key").unlink()
        out = tmp_path / str(number)
        out.mkdir()
        ran = locked("cron", "--out-dir", out, "-f", "json", *given)
        assert (ran.code, ran.err) == (0, "")
        week = json.loads(ran.out)[1]["line"].split(" ", 5)[-1]
        done = subprocess.run(
            ["env", "-i", "/bin/sh", "-c", f"{week} --today 2026-11-23"], capture_output=True, cwd="/"
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        assert [path.name[:4] for path in out.iterdir()] == ["week"]


def test_lines_for_cron_warn_where_somebody_would_have_to_type_or_unlock(locked: Locked) -> None:
    for places, said in (([], "with a passphrase"), (["keyring"], "in the system's keyring")):
        keys.note(locked.home, places)
        ran = locked("cron")
        assert ran.code == 1
        assert said in ran.err
        assert len(ran.out.splitlines()) > 7


def test_a_new_key_opens_book_and_backups_and_the_old_one_nothing(locked: Locked, tmp_path: Path) -> None:
    before, salt = locked.facts(), locked.book.read_bytes()[:16]
    locked.done("backup")
    plain = locked.home / "backups" / "book-20200101-000000.db"
    shutil.copy(plain_copy(locked, tmp_path), plain)
    told = locked.json("rekey", "--new-key-file", "new.key", "-y")
    assert str(plain) in told["backups"]
    assert holding(locked.home, "华强") == []
    assert locked.book.read_bytes()[:16] != salt
    old = (tmp_path / "book.key").rename("old.key")
    assert locked.json("backup", "--verify")["ok"] is True
    keys.note(locked.home, [])
    assert "can't be opened with the key file old.key" in locked("clients", "--key-file", old).err
    Path("new.key").rename("book.key")
    assert locked.facts() == before


def test_the_key_that_the_book_has_is_no_new_one(locked: Locked, tmp_path: Path) -> None:
    assert "is the one in the key file" in locked.refused(2, "rekey", "--new-key-file", tmp_path / "book.key", "-y")


def test_a_backup_that_cant_have_the_new_key_is_named_and_still_opens(locked: Locked, tmp_path: Path) -> None:
    lost = Path(locked.json("backup")["file"])
    held = lost.read_bytes()
    lost.write_bytes(held + bytes(100))
    ran = locked("rekey", "--new-key-file", "new.key", "-y")
    assert ran.code == 1
    assert f"Not under the new key: {lost.name}" in ran.out
    lost.write_bytes(held)
    assert locked.json("backup", "--verify")["ok"] is True


def plain_copy(locked: Locked, folder: Path) -> Path:
    other = locked.copy(folder / "other" / "home")
    other.done("decrypt", "-y")
    return other.book


def test_a_decrypted_book_is_the_one_that_it_was_and_its_record_verifies(locked: Locked, ready: Tool) -> None:
    locked.done("decrypt", "-y")
    plain = Tool(locked.home)
    assert plain.facts() == ready.facts()
    assert plain.json("doctor")["ok"] is True
    assert [entry["command"] for entry in plain.json("history")][:2] == ["decrypt", "encrypt"]
    assert plain.json("undo", "--list") == ready.json("undo", "--list")
    assert "isn't encrypted" in plain.refused(2, "decrypt", "-y")
    assert "isn't encrypted" in plain.refused(2, "rekey", "--new-key-file", "k", "-y")


def test_an_encrypted_book_isnt_encrypted_again(locked: Locked) -> None:
    assert "is encrypted already" in locked.refused(2, "encrypt", "--new-key-file", "k", "-y")


@pytest.mark.parametrize("command", ["encrypt", "decrypt", "rekey"])
def test_a_copy_that_isnt_the_same_row_by_row_takes_no_ones_place(
    ready: Tool, locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    tool = ready.copy(tmp_path / "plain") if command == "encrypt" else locked
    tool.done("backup")
    real = backup._counts
    monkeypatch.setattr(backup, "_counts", lambda made: (spoil_row(made), real(made))[1])
    options = [] if command == "decrypt" else ["--new-key-file", tmp_path / "n.key"]
    before = tool.book.read_bytes()
    assert "doesn't hold what the book holds" in tool(command, "-y", *options).err
    assert tool.book.read_bytes() == before


def spoil_row(made: sqlite3.Connection) -> None:
    """Change a row of a fresh copy, as a disk or a library at fault might."""
    (_, _, file), *_ = made.execute("PRAGMA database_list").fetchall()
    if Path(file).name.startswith(".rmtool-"):
        made.execute("UPDATE balance SET fen = fen + 1 WHERE id = 1")


# Keys


class Typing:
    """Somebody at a terminal who types these passphrases, one after the other."""

    def __init__(self, *passphrases: str) -> None:
        self.left = list(passphrases)
        self.asked = 0

    def __call__(self, question: Phrase) -> str:
        self.asked += 1
        return self.left.pop(0) if self.left else ""


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Typing]:
    def sit_down(*passphrases: str) -> Typing:
        somebody = Typing(*passphrases)
        real = cli.session_from
        monkeypatch.setattr(cli, "session_from", lambda *a: real(*a)._replace(ask_secretly=somebody))
        return somebody

    monkeypatch.setattr("rmtool.store.keys._MEMORY", 2**10)
    return sit_down


PASSPHRASE = "春江 evening tide"


def test_a_passphrase_is_typed_twice_asked_for_again_and_opens_backups_too(
    ready: Tool, tmp_path: Path, typing: Callable[..., Typing]
) -> None:
    tool = ready.copy(tmp_path / "home")
    typing(PASSPHRASE, PASSPHRASE)
    tool.done("encrypt", "-y")
    assert not (tool.home / keys.NOTE).exists()
    somebody = typing("a wrong one", PASSPHRASE)
    assert "华强电子" in tool.done("clients")
    assert somebody.asked == 2
    somebody = typing(PASSPHRASE)
    assert tool.json("backup", "--verify")["ok"] is True
    assert somebody.asked == 1, "one passphrase opens all files"
    somebody = typing("no", "no", "no", PASSPHRASE)
    assert "can't be opened with a passphrase" in tool.refused(6, "clients")
    assert somebody.asked == 3
    typing(PASSPHRASE, "evening tide 春江 2", "evening tide 春江 2")
    tool.done("rekey", "-y")
    typing("evening tide 春江 2")
    tool.done("today")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("short", "short"), "at least 10 characters"),
        ((PASSPHRASE, PASSPHRASE + "."), "aren't alike"),
        ((), "at least"),
    ],
)
def test_a_passphrase_that_wont_do_changes_nothing(
    ready: Tool, tmp_path: Path, typing: Callable[..., Typing], typed: Sequence[str], said: str
) -> None:
    tool = ready.copy(tmp_path / "home")
    typing(*typed)
    assert said in tool.refused(2, "encrypt", "-y")
    assert not is_encrypted(tool.book)


def test_where_nobody_can_be_asked_a_key_file_is(ready: Tool, locked: Locked, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "plain")
    assert "typed at a terminal" in tool.refused(2, "encrypt", "-y")
    keys.note(locked.home, [])
    assert "its key isn't at hand" in locked.refused(6, "clients")
    locked.done("clients", RMTOOL_KEY_FILE=str(tmp_path / "book.key"))
    locked.done("clients", "--key-file", tmp_path / "book.key")


def test_a_kept_key_made_of_a_passphrase_is_opened_by_either(
    ready: Tool, tmp_path: Path, typing: Callable[..., Typing]
) -> None:
    tool = ready.copy(tmp_path / "home")
    typing(PASSPHRASE, PASSPHRASE)
    tool.done("encrypt", "--passphrase", "--new-key-file", tmp_path / "kept.key", "-y")
    somebody = typing()
    tool.done("clients")
    assert somebody.asked == 0
    (tmp_path / "kept.key").unlink()
    typing(PASSPHRASE)
    tool.done("clients")


def test_a_passphrase_makes_the_same_key_however_its_characters_are_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert store_keys._MEMORY * store_keys._BLOCK * 128 >= 100_000_000, "every guess takes 100 MB"
    monkeypatch.setattr(store_keys, "_MEMORY", 2**10)
    salt = bytes(16)
    one, other = (key_of_passphrase(text, salt, Phrase("x")) for text in ("caf\u00e9 ＡＢ", "cafe\u0301 AB"))
    assert one.secret == other.secret != key_of_passphrase("cafe AB", salt, Phrase("x")).secret
    assert len(one.secret) == 32 and one.secret.hex() not in repr(one)


@pytest.mark.skipif(os.name != "posix", reason="file modes bind nobody here")
def test_a_key_file_that_others_may_read_is_not_used(locked: Locked, tmp_path: Path) -> None:
    key = tmp_path / "book.key"
    assert key.stat().st_mode & 0o777 == 0o600
    for mode in (0o640, 0o604):
        key.chmod(mode)
        assert f"chmod 600 {key}" in locked.refused(6, "clients")
        assert "chmod 600" in locked.refused(6, "clients", "--key-file", key)


@pytest.mark.parametrize("text", ["", "ab" * 31, "not a key at all", "ab" * 33])
def test_what_is_no_key_file_is_named(locked: Locked, text: str) -> None:
    Path("odd.key").write_text(text)
    Path("odd.key").chmod(0o600)
    assert "odd.key isn't a key file" in locked.refused(6, "clients", "--key-file", "odd.key")
    assert "none.key isn't there" in locked.refused(6, "clients", "--key-file", "none.key")


def test_the_systems_keyring_keeps_a_key(ready: Tool, tmp_path: Path) -> None:
    keyring = pytest.importorskip("keyring", reason="the keyring isn't tested: keyring can't be had here")
    before = keyring.get_keyring()
    keyring.set_keyring(ring := in_memory(keyring))
    try:
        tool = ready.copy(tmp_path / "home")
        tool.done("encrypt", "--keyring", "-y")
        assert len(ring.kept) == 1
        assert "华强电子" in tool.done("clients")
        tool.done("rekey", "--keyring", "-y")
        assert tool.json("doctor")["checks"][-1] and "keyring" in tool.done("doctor")
        ring.kept.clear()
        assert "its key isn't at hand" in tool.refused(6, "clients")
        ring.broken = True
        said = tool.refused(6, "clients")
        assert "keyring didn't answer" in said
    finally:
        keyring.set_keyring(before)


def in_memory(keyring: Any) -> Any:
    class InMemory(keyring.backend.KeyringBackend):  # type: ignore[misc]
        priority = 1
        broken = False

        def __init__(self) -> None:
            super().__init__()
            self.kept: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            if self.broken:
                raise keyring.errors.KeyringLocked
            return self.kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.kept[service, username] = password

    return InMemory()


@pytest.mark.parametrize("command", ["log-contact", "client-set", "visit", "prospect-add"])
def test_what_was_typed_in_vain_is_repeated(locked: Locked, command: str) -> None:
    keys.note(locked.home, [])
    line = next(line for line in lines(WRITING) if line[0] == command)
    said = locked.refused(6, *line)
    assert said.splitlines()[-1] == f"  What you typed, to be run again: {shlex.join(['rmtool', *line])}"


def test_what_was_typed_is_repeated_where_the_book_is_in_use_too(tool_in_use: Tool) -> None:
    said = tool_in_use("log-contact", "1", "T", "new payroll", "--wait", "0")
    assert said.code == 6
    assert "is in use by another program" in said.err
    assert "to be run again: rmtool log-contact 1 T 'new payroll' --wait 0" in said.err


@pytest.fixture
def tool_in_use(ready: Tool, tmp_path: Path) -> Iterator[Tool]:
    tool = ready.copy(tmp_path / "home")
    with closing(sqlite3.connect(tool.book, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield tool


def test_every_command_that_notes_what_is_typed_would_repeat_it() -> None:
    assert set(WRITING) - {"import", "mappings"} <= NOTING


# The file


def test_every_setting_holds_on_an_encrypted_book(locked: Locked) -> None:
    look_for_keys(lambda path, salt: iter([locked.key]))
    with Store(locked.home) as store:
        settings = {
            "journal_mode": "delete",
            "synchronous": 3,
            "foreign_keys": 1,
            "recursive_triggers": 1,
            "secure_delete": 1,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "temp_store": 2,
            "query_only": 1,
            "application_id": APPLICATION_ID,
            "user_version": VERSION,
            "cipher_use_hmac": "1",
        }
        assert {name: store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in settings} == settings


def spoil(locked: Locked, statement: str) -> None:
    with closing(connect(locked.book, 0, locked.key)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("PRAGMA application_id = 7", "isn't a book of rmtool"),
        (f"PRAGMA user_version = {VERSION + 1}", "was written by a newer rmtool"),
    ],
)
def test_a_foreign_or_newer_encrypted_file_is_refused_untouched(locked: Locked, statement: str, said: str) -> None:
    spoil(locked, statement)
    assert said in locked.refused(6, "clients")
    assert said in locked.refused(6, "log-contact", "1", "T")


def flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda held: held[:at] + bytes([held[at] ^ 1]) + held[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [flipped(40), flipped(4096 * 3 + 100), flipped(-5), lambda held: held[:-4096], lambda held: held[:9000]],
    ids=["first page", "a page", "the last page", "a page short", "cut"],
)
def test_a_damaged_encrypted_book_is_called_damaged_and_the_backup_named(
    locked: Locked, damage: Callable[[bytes], bytes]
) -> None:
    made = locked.json("backup")["file"]
    locked.book.write_bytes(damage(locked.book.read_bytes()))
    for command in ("today", "clients", "contacts"):
        ran = locked(command)
        assert ran.code in (0, 6) and "Traceback" not in ran.err
        assert ran.code == 0 or "is damaged" in ran.err
    ran = locked("doctor")
    assert ran.code == 1
    assert f"rmtool restore {made}" in ran.out
    locked.done("restore", made, "-y")
    assert locked.json("doctor")["checks"][0]["ok"] is True


def test_a_result_never_takes_the_place_of_an_encrypted_book_or_backup(locked: Locked) -> None:
    made = locked.json("backup")["file"]
    for file in (locked.book, made):
        assert "is a book, and was left as it is" in locked.refused(6, "clients", "-f", "csv", "-o", file)


def test_an_export_says_that_it_isnt_encrypted_and_a_report_for_cron_nothing(locked: Locked) -> None:
    assert "all.zip isn't encrypted." in locked("export", "all.zip").err
    assert locked("report", "week", "-o", "week.md").err == ""


def test_rows_set_aside_lie_in_the_clear_only_where_that_was_asked_for(locked: Locked, tmp_path: Path) -> None:
    good = "".join(f"{n},客户{n},100\n" for n in range(20, 30))
    Path("bad.csv").write_text(f"client_no,name,deposit_avg\n{good}31,{MARKER},??\n", encoding="utf-8")
    ran = locked("import", "bad.csv", "-f", "json")
    (done,) = json.loads(ran.out)
    assert (ran.code, done["set_aside"], done["set_aside_file"]) == (1, 1, None)
    assert any("--plain-set-aside" in str(warning) for warning in done["warnings"])
    assert holding(tmp_path) == [str(tmp_path / "bad.csv")]
    assert locked("import", "bad.csv", "--plain-set-aside").code == 1
    assert MARKER in Path("bad.csv.set-aside.csv").read_text("utf-8-sig")


def test_a_key_that_lies_beside_the_book_is_pointed_out(ready: Tool, tmp_path: Path) -> None:
    tool = ready.copy(tmp_path / "home")
    tool.done("encrypt", "--new-key-file", tool.home / "book.key", "-y")
    ran = tool("doctor")
    assert ran.code == 1
    assert "its key lies beside it" in ran.out
    assert (tool.home / "book.key").read_text().strip() not in ran.out


def test_a_shell_is_answered_from_an_encrypted_book_without_asking(
    locked: Locked, tmp_path: Path, typing: Callable[..., Typing]
) -> None:
    somebody = typing(PASSPHRASE)
    assert "华强电子" in locked("__complete", "--word=华", "--", "client").out
    keys.note(locked.home, [])
    assert locked("__complete", "--word=华", "--", "client").out == ""
    assert somebody.asked == 0


# What is loaded


def test_without_the_addition_a_sentence_names_it_and_a_plain_book_needs_none(
    locked: Locked, ready: Tool, tmp_path: Path
) -> None:
    hidden = "import sys\nsys.modules['sqlcipher3'] = None\n"
    run = hidden + "import os\nfrom rmtool import cli\nsys.exit(cli.main(sys.argv[1:], os.environ))"
    environment = {**os.environ, "RMTOOL_LANG": "en"}

    def tried(tool: Tool, *line: str) -> "subprocess.CompletedProcess[str]":
        given = {**environment, "RMTOOL_HOME": str(tool.home)}
        return subprocess.run(
            [sys.executable, "-c", run, *line], env=given, capture_output=True, text=True, check=False
        )

    plain = ready.copy(tmp_path / "plain")
    assert tried(plain, "clients").returncode == 0
    for tool, line in ((locked, ("clients",)), (plain, ("encrypt", "--new-key-file", "k", "-y"))):
        ran = tried(tool, *line)
        assert ran.returncode == 6
        assert "pip install 'rmtool[secure]'" in ran.stderr
        assert not Path("k").exists()
    assert not is_encrypted(plain.book)


# Stopped on the way


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tool, Locked]:
    """A book with a client and a backup, plain and encrypted."""
    plain = Tool(tmp_path_factory.mktemp("small") / "home")
    plain.done("client-add", "华强电子")
    plain.done("backup")
    shutil.rmtree(plain.home / "cache", ignore_errors=True)
    folder = tmp_path_factory.mktemp("small-locked")
    locked = Locked(plain.copy(folder / "home").home)
    locked.done("encrypt", "--new-key-file", folder / "book.key", "-y")
    return plain, locked


@pytest.mark.skipif(os.name != "posix", reason="no fork here")
@pytest.mark.parametrize("command", ["encrypt", "decrypt", "rekey"])
def test_killed_at_any_moment_each_file_is_the_old_one_or_the_new_one(
    small: tuple[Tool, Locked], tmp_path: Path, command: str
) -> None:
    start = small[command != "encrypt"]
    wanted = start.facts()
    new = [] if command == "decrypt" else ["--new-key-file", str(tmp_path / "new.key")]
    for moment in count():
        folder = tmp_path / str(moment)
        tool = start.copy(folder / "home")
        (tmp_path / "new.key").unlink(missing_ok=True)
        if not (child := os.fork()):
            kill_at(moment)
            os._exit(tool(command, "-y", *new).code)
        _, status = os.waitpid(child, 0)
        key_files = [folder / "book.key", tmp_path / "new.key"]
        for file in (tool.book, *(tool.home / "backups").glob("*.db")):
            assert facts_in(file, key_files) == wanted, (moment, file)
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 0
            break
        ran = tool("clients")
        assert ran.code == 0, (moment, ran)
        assert not list(tool.home.rglob(".rmtool-*"))
    assert moment >= 7


def kill_at(moment: int) -> None:
    """Let this process be killed just before it makes a file, or touches a file's place, for the `moment`-th time."""
    seen = count()

    def hear(event: str, arguments: Any) -> None:
        makes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_EXCL
        if (makes or event in ("os.rename", "os.remove", "os.link", "os.utime")) and next(seen) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)


def facts_in(file: Path, key_files: Sequence[Path]) -> Any:
    """The facts in a book, sound and with a record that verifies, under whichever of the keys."""
    look_for_keys(lambda path, salt: (read_key_file(f, salt, Phrase("x")) for f in key_files if f.exists()))
    with closing(connect(file, 0)) as connection:
        connection.execute("BEGIN")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert verify(connection) == ([], [])
        return {table: connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall() for table in FACTS}


def test_a_text_for_an_editor_is_laid_in_the_clear_only_where_that_was_asked_for(locked: Locked) -> None:
    before = locked.state()
    assert "--plain" in locked.refused(2, "edit", "1", EDITOR=f'"{Path(sys.executable).as_posix()}" -c pass')
    assert locked.state() == before
    assert "Nothing was changed" in locked.done(
        "edit", "1", "--plain", EDITOR=f'"{Path(sys.executable).as_posix()}" -c pass'
    )
    assert list((locked.home / "exports").glob("*")) == []
