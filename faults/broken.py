"""rmtool with one thing broken on purpose: `python broken.py WHAT COMMAND …`. Not: the sweeps that must find it."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def no_rollback_journal() -> None:
    """SQLite keeps nothing to go back to."""
    _setting("journal_mode", "off")


def no_sync() -> None:
    """Nothing is waited for until it is on the disk."""
    _setting("synchronous", 0)


def no_folder_sync() -> None:
    """SQLite's own default: the folder isn't synced once the rollback journal is gone."""
    _setting("synchronous", 2)


def _setting(name: str, value: object) -> None:
    from rmtool.store import connection

    others = tuple(setting for setting in connection._SETTINGS if setting[0] != name)
    _put(connection, "_SETTINGS", (*others, (name, value)))


def _put(where: object, name: str, value: object) -> None:
    """Put something else in the place of what rmtool has there."""
    setattr(where, name, value)


def written_in_place() -> None:
    """After each command the whole file is written anew in its place, as a store of one JSON file does."""
    from rmtool.store.store import Store

    command = Store.command

    @contextmanager
    def rewriting(self: Store, *arguments: Any, **more: Any) -> Iterator[Any]:
        with command(self, *arguments, **more) as writing:
            yield writing
        content = self.path.read_bytes()
        with self.path.open("wb") as file:
            for start in range(0, len(content), 4096):
                file.write(content[start : start + 4096])
                file.flush()

    _put(Store, "command", rewriting)


def answered_early() -> None:
    """The answer is given before anything is written."""
    from rmtool.store.store import Store

    command = Store.command

    @contextmanager
    def answering(self: Store, *arguments: Any, **more: Any) -> Iterator[Any]:
        sys.stdout.write("done\n")
        sys.stdout.flush()
        with command(self, *arguments, **more) as writing:
            yield writing

    _put(Store, "command", answering)


def errors_unexplained() -> None:
    """What SQLite and the system refuse is left to whoever meets it."""
    from rmtool.store import backup, connection, erasing, store

    @contextmanager
    def as_it_comes(*_: object) -> Iterator[None]:
        yield

    for module in (connection, store, backup, erasing):
        _put(module, "explained", as_it_comes)


def errors_unheard() -> None:
    """A commit that fails is taken for one that was made."""
    from rmtool.store.patience import Patience

    execute = Patience.execute

    def deaf(self: Patience, sql: str, *more: Any) -> Any:
        try:
            return execute(self, sql, *more)
        except sqlite3.OperationalError:
            if sql == "COMMIT":
                return execute(self, "SELECT 1")
            raise

    _put(Patience, "execute", deaf)


def unread_is_damaged() -> None:
    """A disk that can't be read is taken for a book that is damaged, as SQLite itself does."""
    from rmtool.store import checks, connection

    for module in (connection, checks):
        _put(module, "read_through", lambda _: None)


def deaf_to_sigterm() -> None:
    """SIGTERM ends the process at once, as it does where nobody says what it should do."""
    import signal

    _put(signal, "signal", lambda *_: None)


def unseen_while_sealing() -> None:
    """Whatever stops SQLite's function is taken for a Ctrl-C."""
    from rmtool.store import store

    @contextmanager
    def guessing(_: object) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError:
            raise KeyboardInterrupt from None

    _put(store, "telling_what_stopped", guessing)


def slow_to_stop() -> None:
    """Somebody who stops the tool waits until all is done that can be."""
    import time

    from rmtool import __main__ as process

    def later(*_: object) -> None:
        time.sleep(1.5)
        raise SystemExit(process.TERMINATED)

    _put(process, "_terminate", later)


def chain_unread() -> None:
    """Doctor looks at the file's pages only, not at the record of changes."""
    from rmtool.store import checks
    from rmtool.store.verifying import Verdict

    _put(checks, "verify", lambda _: Verdict([], []))


def backups_glanced_at() -> None:
    """A backup is good if SQLite finds its pages in order."""
    from rmtool.desk import keeping
    from rmtool.store.backup import check_book

    def glance(path: Path, *_: object) -> list[object]:
        check_book(path)
        return []

    _put(keeping, "verify_backup", glance)


def header_unread() -> None:
    """The header isn't looked at before SQLite opens the file."""
    from rmtool.store import backup, store
    from rmtool.store.migrations import VERSION

    for module in (backup, store):
        _put(module, "schema_version", lambda _: VERSION)


def migrated_bit_by_bit() -> None:
    """Each statement of a migration counts by itself, as `executescript` has it."""
    from rmtool.store.patience import Patience

    execute = Patience.execute

    _setting("synchronous", 0)  # else it takes minutes
    together = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")

    def bit_by_bit(self: Patience, sql: str, *more: Any) -> Any:
        if sql.strip().upper().startswith(together):
            return execute(self, "SELECT 1")
        return execute(self, sql, *more)

    _put(Patience, "execute", bit_by_bit)


def begun_late() -> None:
    """A command's transaction takes the lock only with its first write, as Python begins them by itself."""
    from rmtool.store.patience import Patience

    execute = Patience.execute

    def late(self: Patience, sql: str, *more: Any) -> Any:
        return execute(self, sql.replace("BEGIN IMMEDIATE", "BEGIN"), *more)

    _put(Patience, "execute", late)


def unaware_of_others() -> None:
    """A command writes what rests on what it read, whatever others have written since."""
    from rmtool.store.store import Store

    _put(Store, "_state", lambda _: 0)


def deaf_to_wait() -> None:
    """A command waits as long as it likes for a book that somebody holds."""
    from rmtool.store.patience import Patience

    _put(Patience, "wait", property(lambda _: 2.5, lambda *_: None))


def committed_in_parts() -> None:
    """What a list brings is kept some rows at a time, as libraries do that commit by themselves."""
    from rmtool.store.writing import Writing

    insert_many = Writing.insert_many

    def kept_at_once(self: Writing, *rows: Any) -> None:
        insert_many(self, *rows)
        self.connection.execute("COMMIT")
        self.connection.execute("BEGIN IMMEDIATE")

    _put(Writing, "insert_many", kept_at_once)


def unlinked_first() -> None:
    """What is in the way is removed before the new takes its place."""

    def replace(self: Path, target: Path) -> Path:
        target.unlink(missing_ok=True)
        return self.rename(target)

    _put(Path, "replace", replace)


def copied_in_plain() -> None:
    """A book that is to be encrypted is copied first, and the copy removed when all is done."""
    from rmtool.store import encrypting
    from rmtool.store.backup import copy

    def twice(holder: Any, path: Path, *more: Any) -> None:
        scratch = path.with_name("scratch")
        scratch.write_bytes(path.read_bytes())
        copy(holder, path, *more)
        scratch.unlink()

    _put(encrypting, "copy", twice)


def noted_afterwards() -> None:
    """Where the new key lies is noted once the book is under it."""
    from rmtool.desk import encryption
    from rmtool.desk.keys import note

    asked: list[object] = []

    def late(home: Path, places: Any) -> None:
        asked.append(places)
        if len(asked) > 1:
            note(home, places)

    _put(encryption, "note", late)


def written_onto() -> None:
    """A result is written straight into its file."""
    from rmtool.show import output

    def straight(content: bytes, place: Path, first: Callable[[], None]) -> None:
        first()
        with place.open("wb") as file:
            file.write(content)

    _put(output, "_to_file", straight)


def told_by_the_clock() -> None:
    """A result ends with the time of day, where the machine is."""
    import time

    from rmtool.show import output

    to_stdout = output._to_stdout
    _put(output, "_to_stdout", lambda content: to_stdout(content + time.strftime("%H %Z\n").encode()))


def calls_home() -> None:
    """A connection is opened to somewhere, though nothing is sent."""
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9))


def undo_forgets_empty() -> None:
    """What was empty in a row before a change stays as it is after an undo."""
    from rmtool.store import history
    from rmtool.store.sealing import values_of

    def forgetful(*arguments: Any) -> dict[str, Any]:
        return {c: v for c, v in values_of(*arguments).items() if v is not None or c.endswith("id")}

    _put(history, "values_of", forgetful)


BROKEN: dict[str, Callable[[], None]] = {
    name.replace("_", "-"): value
    for name, value in dict(globals()).items()
    if callable(value) and getattr(value, "__module__", None) == __name__ and not name.startswith("_")
}
"""What can be broken, by its name."""


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    BROKEN[what]()
    sys.argv = ["rmtool", *arguments]
    from rmtool.__main__ import main

    main()
