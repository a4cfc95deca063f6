"""The book as one file `book.db` in a home folder: made on first use, read in short transactions, written by commands.

Not: the queries (reading.py), the writes (writing.py), undo (history.py).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from rmtool.errors import BookError, MovedOnError
from rmtool.phrase import Phrase
from rmtool.store.connection import (
    BOOK_NAME,
    DEFAULT_WAIT,
    beside,
    check_size,
    connect,
    explained,
    files_explained,
    schema_version,
    sync_folder,
)
from rmtool.store.journal import keep_journal, telling_what_stopped
from rmtool.store.migrations import VERSION, migrate, strangers
from rmtool.store.reading import Reading
from rmtool.store.sealing import Seal
from rmtool.store.summaries import pack
from rmtool.store.writing import Writing


class Store(Reading):
    """An open book. `wait` is how many seconds to wait while another process writes, `at` the moment as ISO text.

    Opening makes the book if there is none, and brings an older one to this version, after a backup. Raises BookError
    with a mend if that can't be; a file that isn't a book stays untouched.
    """

    def __init__(self, home: Path, wait: float = DEFAULT_WAIT, at: str | None = None) -> None:
        self.home = home
        self.path = home / BOOK_NAME
        self.wait = wait
        with files_explained(self.path):
            is_new = not self.path.exists()
        if is_new:
            create_book(self.path)
        if schema_version(self.path, wait) < VERSION:
            _upgrade(self.path, wait, at)
        self.connection = connect(self.path, wait)
        try:
            refuse_strangers(self.connection, self.path, wait)
        except BookError:
            self.connection.close()
            raise
        self.connection.execute("PRAGMA query_only = 1")
        self._seal: Seal | None = None
        self._seen: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One short transaction; inside another one it is that one."""
        if self.connection.in_transaction:
            yield
            return
        with explained(self.path, self.wait):
            self.connection.execute("BEGIN")
            try:
                check_size(self.connection, self.path)
                if self._seen is None:
                    self._seen = self._state()
                yield
            finally:
                _roll_back(self.connection)

    @contextmanager
    def command(
        self, name: str, summary: Phrase | str, at: str, undoes: int | None = None, reads_anew: bool = False
    ) -> Iterator[Writing]:
        """One command's writes, all or none: committed at the end, taken back if anything is raised.

        `summary` says in `history` what was done, `at` is the moment as ISO text; `undoes` is set by history.py alone.
        A command that changed nothing leaves no trace. What it writes rests on what was read since the last command:
        raises MovedOnError if another process has written since, unless the command `reads_anew` all that it rests on.
        """
        connection = self.connection
        with explained(self.path, self.wait):
            connection.execute("PRAGMA query_only = 0")
            try:
                seal = self._seal = self._seal or keep_journal(connection)
                with telling_what_stopped(seal):
                    connection.execute("BEGIN IMMEDIATE")
                    check_size(connection, self.path)
                    if not reads_anew and self._seen not in (None, self._state()):
                        raise MovedOnError("store.moved_on", file=self.path)
                    command_id = seal.begin(at, name, pack(summary), undoes)
                    yield Writing(connection, command_id)
                    if seal.end():
                        connection.execute("COMMIT")
            finally:
                self._seen = None
                _roll_back(connection)
                connection.execute("PRAGMA query_only = 1")

    def _state(self) -> int:
        """A number that changes whenever another connection has written."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])


def create_book(path: Path) -> None:
    """Make an empty book beside `path` and put it there whole; a book that another process put there first stays."""
    with beside(path) as fresh:
        with closing(connect(fresh, 0)) as connection, explained(path):
            migrate(connection)
        _put_new(fresh, path)
        sync_folder(path.parent)


def _put_new(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return
    except OSError:
        # A file system without hard links: a rename is as whole, but can't refuse to replace.
        if not path.exists():
            fresh.rename(path)


def refuse_strangers(connection: sqlite3.Connection, path: Path, wait: float) -> None:
    """Raises BookError for a book into which somebody put triggers, views or virtual tables of their own."""
    with explained(path, wait):
        names = strangers(connection)
    if names:
        raise BookError("store.strangers", file=path, names=tuple(sorted(names)))


def _upgrade(path: Path, wait: float, at: str | None) -> None:
    from rmtool.store.backup import back_up

    back_up(path, path.parent / "backups" / f"before-version-{VERSION}.db", wait)
    with closing(connect(path, wait)) as connection, explained(path, wait):
        refuse_strangers(connection, path, wait)
        migrate(connection, at)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
