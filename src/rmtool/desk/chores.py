"""What a command that writes sees to: before it rows past their time and the day's backup, after it older backups.

Not: how a backup is made or a row erased (store).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from rmtool.core.rules import Rules
from rmtool.errors import BookError
from rmtool.phrase import phrase
from rmtool.session import Session
from rmtool.store.backup import head_of, keep, list_backups, rotate
from rmtool.store.store import Store

BIG_IMPORT = 500
"""Rows from which on an import is preceded by a backup."""


@contextmanager
def around_writing(store: Store, session: Session, rules: Callable[[], Rules], anew: bool) -> Iterator[None]:
    """Once a day, and where it is asked for `anew`, the book is backed up before what is done inside.

    Where nothing was written after all, the backup goes again; else the oldest ones go. Raises BookError, with nothing
    done, if there should be a backup and none can be made.
    """
    made = _before_writing(store, session, rules) or (_back_up_anew(store, session) if anew else None)
    try:
        yield
    except BaseException:
        if made and _is_as_backed_up(store, made):
            made.unlink(missing_ok=True)
        raise
    if made:
        rotate(session.home, made)


def _is_as_backed_up(store: Store, made: Path) -> bool:
    """Whether the book is still what the newest backup says; a book that can't be read may not be."""
    try:
        with store.reading():
            head = head_of(store.connection)
        return any(backup.path == made and backup.head == head for backup in list_backups(store.home))
    except BookError:
        return False


def _before_writing(store: Store, session: Session, rules: Callable[[], Rules]) -> Path | None:
    """Once a day erases what the rules keep no longer, then backs the book up; returns the backup."""
    backups = list_backups(session.home)
    now = datetime.fromisoformat(session.now)
    if backups and backups[0].at.date() >= now.date():
        return None
    if days := rules().journal_days:
        from rmtool.store.erasing import purge

        oldest = (now - timedelta(days=days)).isoformat(timespec="seconds")
        purge(store, oldest, phrase("keeping.did_purge", before=oldest[:10]), session.now)
    return _back_up_anew(store, session)


def _back_up_anew(store: Store, session: Session) -> Path | None:
    """Backs the book up, unless it holds nothing yet or the newest backup is of it as it stands; returns the backup."""
    with store.reading():
        head = head_of(store.connection)
    backups = list_backups(session.home)
    if head and not (backups and backups[0].head == head):
        return keep(session.home, session.now, session.wait)
    return None
