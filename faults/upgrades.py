"""Books of older schemas brought up to date, and killed while that goes on. Not: the schemas."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from faults import calls
from faults.bench import ROOT, Bench, Place, left_over, look
from faults.calls import Call
from faults.sweep import Outcome, each, some
from rmtool.store.migrations import APPLICATION_ID, FACTS, VERSION

_SCHEMAS = ROOT / "tests" / "store" / "schemas"

Rows = dict[str, list[tuple[Any, ...]]]


def killed(bench: Bench, part: float) -> Outcome:
    """Killed before every call that changes a file, from every older schema."""
    calls.needs_strace()
    older = [n for n in range(1, VERSION) if (_SCHEMAS / f"version-{n}.sql").exists()]
    points = []
    for version in older:
        place = bench.fresh(_book(bench, version))
        _, found = calls.told(bench, place, ("clients", "-q"), calls.CHANGING)
        points += [(version, call) for call in some(found, part)]
        bench.drop(place)
    tried, flaws = each(bench, points, lambda point: _one(bench, *point))
    return Outcome(tried, flaws, f"{len(older)} older schemas")


def _book(bench: Bench, version: int) -> Place:
    def make(place: Place) -> None:
        place.home.mkdir(mode=0o700)
        with closing(sqlite3.connect(place.book, isolation_level=None)) as connection:
            connection.executescript((_SCHEMAS / f"version-{version}.sql").read_text("utf-8"))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version}")
        place.book.chmod(0o600)

    return bench.made(f"version {version}", make)


def _one(bench: Bench, version: int, call: Call) -> Iterator[str]:
    start = _book(bench, version)
    place = bench.fresh(start)
    before = _facts(start.book)
    what = f"from version {version}, killed at {call}"
    _, hit = calls.failing(bench, place, ("clients", "-q"), call, "signal=KILL")
    if not hit:
        yield f"{what}: it never came to that call"
    found = _version(place.book)
    if found not in (version, VERSION):
        yield f"{what}: left at version {found}"
    elif not _holds(_facts(place.book), before):
        yield f"{what}: the facts have changed"
    if found == VERSION and not (place.home / "backups" / f"before-version-{VERSION}.db").exists():
        yield f"{what}: brought up to date without a backup"
    if (again := bench.run(place, "clients", whole=True)).code:
        yield f"{what}: afterwards it can't be read: {again}"
    if flaws := look(place).flaws:
        yield f"{what}: afterwards it isn't sound: {flaws}"
    elif not _holds(_facts(place.book), before):
        yield f"{what}: afterwards the facts are others"
    if left := left_over(place.home):
        yield f"{what}: left half made: {left}"
    bench.drop(place)


def _version(book: Path) -> int:
    with closing(sqlite3.connect(book)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _facts(book: Path) -> Rows:
    with closing(sqlite3.connect(book)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        known = [table for table in FACTS if table in there]
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in known}


def _holds(after: Rows, before: Rows) -> bool:
    """Whether the facts are those of before; columns and tables may have come to them."""
    return all([row[: len(old[0])] for row in after[t]] == old if old else not after[t] for t, old in before.items())
