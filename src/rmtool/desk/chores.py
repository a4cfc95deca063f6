"""What a command that writes sees to first: leftovers of killed commands, the day's backup, rows past their time.

Not: how a backup is made or a row erased (store).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from rmtool.core.rules import Rules
from rmtool.phrase import phrase
from rmtool.session import Session
from rmtool.store.backup import FOLDER, head_of, keep, list_backups
from rmtool.store.connection import sweep
from rmtool.store.store import Store

BIG_IMPORT = 500
"""Rows from which on an import is preceded by a backup."""


def before_writing(store: Store, session: Session, rules: Callable[[], Rules]) -> Path | None:
    """Clears leftovers; once a day erases what the rules keep no longer, then backs the book up; returns the backup.

    Raises BookError, with nothing written, if there should be a backup and none can be made.
    """
    for folder in (session.home, session.home / FOLDER):
        sweep(folder)
    backups = list_backups(session.home)
    now = datetime.fromisoformat(session.now)
    if backups and backups[0].at.date() >= now.date():
        return None
    if days := rules().journal_days:
        from rmtool.store.erasing import purge

        oldest = (now - timedelta(days=days)).isoformat(timespec="seconds")
        purge(store, oldest, phrase("keeping.did_purge", before=oldest[:10]), session.now)
    return back_up_anew(store, session)


def back_up_anew(store: Store, session: Session) -> Path | None:
    """Backs the book up, unless it holds nothing yet or the newest backup is of it as it stands; returns the backup."""
    with store.reading():
        head = head_of(store.connection)
    backups = list_backups(session.home)
    if head and not (backups and backups[0].head == head):
        return keep(session.home, session.now, session.wait)
    return None
