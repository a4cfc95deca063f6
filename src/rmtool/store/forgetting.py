"""A client forgotten everywhere: in the book and in all its backups. Not: what is erased (erasing.py).

The backups come first and the book last: as long as anything is left to be done, the book still knows the client, and
the command can be given again.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from rmtool import half_made
from rmtool.errors import BookError
from rmtool.phrase import Phrase
from rmtool.store.backup import FOLDER, back_up
from rmtool.store.connection import BOOK_NAME, files_explained, sync_folder
from rmtool.store.erasing import Traces, forget, lives, traces, without_others
from rmtool.store.searching import all_bytes, others_say, still_in
from rmtool.store.store import Store
from rmtool.store.verifying import verify_backup


class Forgotten(NamedTuple):
    """What was forgotten: rows by table, the backups that were written anew, and what facts about others still say."""

    rows: dict[str, int]
    backups: Sequence[Path]
    left: Sequence[str]


def traces_of(store: Store, client_no: str) -> Traces:
    """Everything that the book, its journal and its backups hold that tells of a client."""
    with store.reading():
        found = lives(store, {client_no})
        told = traces(store, found)
        return without_others(store, told._replace(numbers=told.numbers | {client_no}), found)


def forget_everywhere(store: Store, told: Traces, summary: Phrase, at: str, files: Sequence[Path] = ()) -> Forgotten:
    """Take whoever the traces tell of out of all backups and of the book, once these `files` are gone.

    Raises BookError, naming them, if a backup can't be written anew; then nothing is forgotten anywhere. If a file
    can't be removed, the book and its backups are as they were.
    """
    with files_explained(store.home / FOLDER):
        kept = [path for path in sorted((store.home / FOLDER).glob("*")) if path.is_file()]
    with ExitStack() as stack:
        fresh, refused = [], []
        for path in kept:
            try:
                fresh.append((path, stack.enter_context(_rewritten(path, told, summary, at))))
            except BookError:
                refused.append(str(path))
        if refused:
            raise BookError("store.cannot_forget", files=tuple(refused))
        for path in files:
            with files_explained(path):
                path.unlink(missing_ok=True)
        with files_explained(store.home / FOLDER):
            changed = [(path, copy) for path, copy in fresh if copy]
            for path, copy in changed:
                copy.replace(path)
            if changed:
                sync_folder(store.home / FOLDER)
    rows = forget(store, told, summary, at)
    return Forgotten(rows, [path for path, _ in changed], _left(store, told))


@contextmanager
def _rewritten(path: Path, told: Traces, summary: Phrase, at: str) -> Iterator[Path | None]:
    """A verified copy of a backup without what the traces tell of; None if it holds nothing of that.

    Raises BookError if there can be none.
    """
    with files_explained(path):
        held = all_bytes(path)
    if not any(text.encode() in held for text in told.numbers | told.words | told.notes):
        yield None
        return
    del held
    folder = half_made.half_made(path.parent)
    try:
        with files_explained(path):
            folder.mkdir(mode=0o700)
        copy = folder / BOOK_NAME
        back_up(path, copy)
        with Store(folder, at=at) as store:
            with store.reading():
                found = lives(store, told.numbers)
                all_told = without_others(store, told.with_those_of(traces(store, found)), found)
            forget(store, all_told, summary, at)
            _left(store, told)
        if verify_backup(copy):
            raise BookError("store.cannot_forget", files=(str(path),))
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _left(store: Store, told: Traces) -> list[str]:
    """The texts that the file still holds because facts about others do. Raises BookError if it holds any besides."""
    found = still_in(store.path, told.words | told.notes | told.texts)
    if not all(others_say(store, text) for text in found):
        raise BookError("store.cannot_forget", files=(str(store.path),))
    return [text for text in found if text in told.words | told.notes]
