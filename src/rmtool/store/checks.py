"""What `doctor` looks at in the book's file. Not: the rules, the calendar, or what the facts say."""

import os
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rmtool.errors import BookError
from rmtool.phrase import Phrase, phrase
from rmtool.store.backup import FOLDER, Backup, list_backups, page_flaws
from rmtool.store.connection import files_explained, read_through
from rmtool.store.store import Store
from rmtool.store.verifying import Verdict, cut_off, odd_schema, senseless, verify, verify_backup

_NAMED = 5
"""How many findings of one kind are named."""

BACKUP_DAYS = 7
"""How old the newest backup may be while the book goes on."""


class Check(NamedTuple):
    """One thing looked at: whether it is well, what was found, and how to mend it."""

    name: str
    ok: bool
    found: Phrase
    mend: Phrase | None = None


def check(store: Store, today: date) -> list[Check]:
    """The state of the book's file on `today`. Raises BookError for a disk that doesn't give it out."""
    with files_explained(store.path):
        read_through(store.path)
    verdict = cache(lambda: verify(store.connection))
    looks: dict[str, Callable[[], Check]] = {
        "integrity": lambda: _integrity(store),
        "references": lambda: _references(store),
        "schema": lambda: _schema(store),
        "journal": lambda: _journal(store, verdict()),
        "rows": lambda: _rows(store, verdict()),
        "private": lambda: _privacy(store),
        "links": lambda: _links(store),
        "backups": lambda: _backups(store, today),
        "size": lambda: _size(store),
    }
    with store.reading():
        return [_looked(store, name, look) for name, look in looks.items()]


def altered(store: Store) -> BookError | None:
    """What another program did to facts, record or tables, as an error to end with; None if all is as rmtool wrote it.

    For a command that failed in a way that it never should.
    """
    verdict = cache(lambda: verify(store.connection))
    looks: tuple[Callable[[], Check], ...] = (
        *(lambda: _integrity(store), lambda: _references(store), lambda: _schema(store)),
        *(lambda: _journal(store, verdict()), lambda: _rows(store, verdict())),
    )
    try:
        with store.reading():
            bad = next((result for look in looks if not (result := look()).ok), None)
    except (sqlite3.Error, BookError, ValueError, LookupError, TypeError, RecursionError):
        bad = Check("integrity", False, phrase("store.unreadable"), _restore(store))
    if bad is None:
        return None
    return BookError("store.altered", file=store.path, details=tuple(filter(None, (bad.found, bad.mend))))


def _looked(store: Store, name: str, look: Callable[[], Check]) -> Check:
    """The result of one look; where the book is too damaged for it, that."""
    try:
        return look()
    except senseless():
        return Check(name, False, phrase("store.unreadable"), _restore(store))


def _integrity(store: Store) -> Check:
    problems = page_flaws(store.connection, 5)
    if problems:
        return Check("integrity", False, phrase("store.pages_bad", problems=tuple(problems)), _restore(store))
    return Check("integrity", True, phrase("store.pages_sound"))


def _references(store: Store) -> Check:
    problems = store.rows("PRAGMA foreign_key_check")
    if problems:
        tables = tuple(sorted({row[0] for row in problems}))
        found = phrase("store.references_bad", count=len(problems), tables=tables)
        return Check("references", False, found, _restore(store))
    return Check("references", True, phrase("store.references_sound"))


def _schema(store: Store) -> Check:
    """Whether the book's tables, indexes and triggers are exactly those that rmtool makes."""
    odd = odd_schema(store.connection)
    if odd:
        return Check("schema", False, phrase("store.schema_bad", names=tuple(odd)), _restore(store))
    return Check("schema", True, phrase("store.schema_sound"))


def _journal(store: Store, verdict: Verdict) -> Check:
    """Whether the journal is as it was written, and as long as the newest backups say."""
    cut = [phrase("store.journal_cut", file=b.path.name) for b in cut_off(store.connection, list_backups(store.home))]
    flaws = [*verdict.journal, *cut]
    if flaws:
        found = phrase("store.journal_bad", count=len(flaws), flaws=tuple(flaws[:_NAMED]))
        return Check("journal", False, found, _restore(store))
    ((count,),) = store.rows("SELECT count(*) FROM change")
    return Check("journal", True, phrase("store.journal_sound", count=count))


def _rows(store: Store, verdict: Verdict) -> Check:
    """Whether every fact is what the journal's last change of it says."""
    if verdict.rows:
        found = phrase("store.rows_bad", count=len(verdict.rows), rows=tuple(verdict.rows[:_NAMED]))
        return Check("rows", False, found, _restore(store))
    return Check("rows", True, phrase("store.rows_sound"))


def _privacy(store: Store) -> Check:
    """Whether nobody else on this machine may read the book or its backups; Windows keeps that elsewhere."""
    beside = (store.home / name for name in ("disclosures.jsonl", "rmtool.log"))
    files = [
        store.path,
        *(store.home / FOLDER).glob("*"),
        *(store.home / "exports").glob("*"),
        *store.home.glob("*.key"),
    ]
    files += [path for path in beside if path.exists()]
    loose = [path for path in files if os.name == "posix" and path.stat().st_mode & 0o077]
    if loose:
        names = tuple(str(path) for path in loose)
        return Check("private", False, phrase("store.loose", files=names), phrase("store.chmod", files=names))
    return Check("private", True, phrase("store.private"))


def _links(store: Store) -> Check:
    """A second name of the same file: written through it, the book would go without its rollback journal."""
    if store.path.is_symlink() or store.path.stat().st_nlink > 1:
        return Check("links", False, phrase("store.linked", file=store.path), phrase("store.unlink"))
    return Check("links", True, phrase("store.not_linked"))


def _backups(store: Store, today: date) -> Check:
    """Whether the book went on for longer than `BACKUP_DAYS` without a backup."""
    backups = list_backups(store.home)
    ((first, last),) = store.rows("SELECT min(at), max(at) FROM command")
    found = _backups_found(backups)
    since = backups[0].at if backups else _local(first) if first else None
    waiting = last is not None and since is not None and (not backups or _local(last) > since)
    if since and waiting and (today - since.date()).days > BACKUP_DAYS:
        return Check("backups", False, found, phrase("store.back_up"))
    return Check("backups", True, found)


def _backups_found(backups: list[Backup]) -> Phrase:
    if not backups:
        return phrase("store.no_backup")
    return phrase("store.backups", count=len(backups), newest=backups[0].at.date(), file=backups[0].path.name)


def _size(store: Store) -> Check:
    ((count,),) = store.rows("SELECT count(*) FROM command")
    megabytes = f"{store.path.stat().st_size / 1e6:.1f}"
    return Check("size", True, phrase("store.size", megabytes=megabytes, commands=count))


def _local(at: str) -> datetime:
    """The moment as the clock on the wall showed it, as names of backups have it."""
    return datetime.fromisoformat(at).replace(tzinfo=None)


def _restore(store: Store) -> Phrase:
    """How to put the newest sound backup in the book's place."""
    return restore_newest(store.home)


def restore_newest(home: Path) -> Phrase:
    """How to put the newest sound backup of a home in its book's place."""
    for backup in list_backups(home):
        try:
            if not verify_backup(backup.path, backup.head):
                return phrase("store.restore_it", file=backup.path)
        except BookError:
            continue
    return phrase("store.no_sound_backup")
