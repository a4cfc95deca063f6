"""A book and its backups written anew under a key, another, or none. Not: keys (keys.py), nor whom to ask (desk).

Each is written whole beside its place and held against the one it replaces, row by row; then the book takes its place,
and after it the backups theirs. Whatever stops it, each is the old one or the new one.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from rmtool.errors import BookError
from rmtool.phrase import Phrase
from rmtool.store.backup import FOLDER, copy, hold, put_on_record, to_be_copied
from rmtool.store.connection import BOOK_NAME, beside, files_explained, is_encrypted, sync_folder
from rmtool.store.keys import UNENCRYPTED, Key, remember


class Rewritten(NamedTuple):
    """The backups that are under the new key, and the files of their folder that couldn't be brought there."""

    backups: Sequence[Path]
    left: Sequence[Path]


def check_library() -> None:
    """Raises BookError if SQLCipher isn't installed."""
    import rmtool.store.cipher  # noqa: F401  # it says so itself


def plain_backups(home: Path) -> list[Path]:
    """The files in the home's folder of backups that anybody could read who has them."""
    return [path for path in backup_files(home) if not is_encrypted(path)]


def backup_files(home: Path) -> list[Path]:
    """The files in the home's folder of backups, by name."""
    with files_explained(home / FOLDER):
        return [path for path in sorted((home / FOLDER).glob("*")) if path.is_file() and path.suffix != ".new"]


def rewrite(
    home: Path, key: Key | None, command: tuple[str, Phrase, str], backups: Sequence[Path], wait: float
) -> Rewritten:
    """Bring the home's book under `key` (None: under none), and after it these backups.

    `command` goes on record: its name, what it did, the moment. Raises BookError, with everything as it was, if the
    book is damaged, held by another process, or can't be written.
    """
    book = home / BOOK_NAME
    name, summary, at = command
    with beside(book) as fresh, ExitStack() as stack:
        holder = hold(book, wait, _opened_with(book, key))
        if holder is None:
            raise BookError("store.damaged", file=book)
        stack.callback(holder.close)
        copy(holder, book, fresh, key)
        put_on_record(fresh, name, at, summary, key)
        with _all_anew(backups, key, wait) as (ready, left):
            if os.name == "nt":
                holder.close()  # there an open file can't be replaced
            with files_explained(book):
                fresh.replace(book)
                sync_folder(home)
            if key:
                remember(key)
            return _put(ready, left)


def rewrite_backups(backups: Sequence[Path], key: Key, wait: float) -> Rewritten:
    """Bring these backups under the key of the book, whose place it is to be in the same state as."""
    with _all_anew(backups, key, wait) as (ready, left):
        return _put(ready, left)


@contextmanager
def _all_anew(
    backups: Sequence[Path], key: Key | None, wait: float
) -> Iterator[tuple[list[tuple[Path, Path]], list[Path]]]:
    """The backups, each with its copy beside it under the key; and those that can't be copied."""
    ready, left = [], []
    with ExitStack() as stack:
        for path in backups:
            try:
                fresh = stack.enter_context(beside(path))
                with to_be_copied(path, wait, _opened_with(path, key)) as source:
                    copy(source, path, fresh, key)
                times = path.stat()
                os.utime(fresh, ns=(times.st_atime_ns, times.st_mtime_ns))  # the newest of a second stays the newest
                ready.append((path, fresh))
            except BookError:
                left.append(path)
        yield ready, left


def _put(ready: Sequence[tuple[Path, Path]], left: Sequence[Path]) -> Rewritten:
    """Put the copies in their places; one that can't be put there is left as it was."""
    put, stay = [], list(left)
    for path, fresh in ready:
        try:
            fresh.replace(path)
        except OSError:
            stay.append(path)
        else:
            put.append(path)
    if put:
        with files_explained(put[0].parent):
            sync_folder(put[0].parent)
    return Rewritten(put, stay)


def _opened_with(path: Path, key: Key | None) -> Key | None:
    """With what a file is opened to be written anew: SQLCipher must have a plain one open to encrypt it."""
    return UNENCRYPTED if key and not is_encrypted(path) else None
