"""Damaged books and damaged backups: cut short, and bits turned over. Not: how the damage is told."""

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from faults.bench import Bench, Place, files
from faults.sweep import Outcome, each
from rmtool.store.migrations import FACTS

_SEED = 20261123
_CUTS, _FLIPS, _BACKUPS = 200, 1500, 100
_READERS = (("today",), ("report", "week"), ("doctor",))

Facts = dict[str, Any]


def truncated(bench: Bench, part: float) -> Outcome:
    """The book cut short at as many places, each looked at by every reader."""
    place = _with_backups(bench)
    content = place.book.read_bytes()
    count = max(round(_CUTS * part), 1)
    return _all(bench, place, [content[: len(content) * n // count] for n in range(count)])


def flipped(bench: Bench, part: float) -> Outcome:
    """One bit of the book turned over, anywhere where something is written, each time looked at by every reader."""
    place = _with_backups(bench)
    content = place.book.read_bytes()
    dice = random.Random(_SEED)
    written = [at for at, byte in enumerate(content) if byte]  # most of a small book is room that nothing stands in
    damaged = []
    for _ in range(max(round(_FLIPS * part), 1)):
        held = bytearray(content)
        held[dice.choice(written)] ^= 1 << dice.randrange(8)
        damaged.append(bytes(held))
    return _all(bench, place, damaged)


def _all(bench: Bench, place: Place, damaged: list[bytes]) -> Outcome:
    sound = _facts(place.book)
    changed: list[bool] = []
    tried, flaws = each(bench, list(enumerate(damaged)), lambda point: _one(bench, place, *point, sound, changed))
    return Outcome(tried * len(_READERS), flaws, f"{tried} damaged books, in {sum(changed)} facts had changed")


def _one(
    bench: Bench, whole: Place, number: int, content: bytes, sound: Facts | None, changed: list[bool]
) -> Iterator[str]:
    place = bench.fresh(whole)
    place.book.write_bytes(content)
    has_changed = _facts(place.book) != sound
    changed.append(has_changed)
    for line in _READERS:
        ran = bench.run(place, *line, "-f", "json")
        what = f"damage {number}, {' '.join(line)}"
        if "Traceback" in ran.err or ran.code not in (0, 1, 6):
            yield f"{what}: exit code {ran.code}, {ran.err[:300]}"
        elif line == ("doctor",) and has_changed:
            if ran.code == 0:
                yield f"{what}: facts have changed, and it finds nothing"
            elif f"rmtool restore {_newest_sound(place)}" not in ran.out + ran.err:
                yield f"{what}: it doesn't name the newest sound backup: {ran.out[:300]} {ran.err[:300]}"
    if place.book.read_bytes() != content:
        yield f"damage {number}: the damaged book was written to"
    bench.drop(place)


def _facts(book: Path) -> Facts | None:
    """All facts as SQLite reads them, whatever it makes of the file; None if it can't."""
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(book)) as connection:
        connection.text_factory = bytes
        return {table: connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall() for table in FACTS}
    return None


def _with_backups(bench: Bench) -> Place:
    """The usual book with three backups, of which the newest has been damaged."""

    def make(place: Place) -> None:
        bench.drop(place)
        bench.fresh().folder.rename(place.folder)
        folder = place.home / "backups"
        for number in range(3):
            bench.done(place, "client-set", "4", f"address=路{number}号")
            made = Path(json.loads(bench.done(place, "backup", "-f", "json").out)["file"])
            made.rename(folder / f"book-2020012{number}-090000-{made.stem.split('-')[3]}.db")
        for other in folder.glob("book-202[1-9]*"):
            other.unlink()
        newest = sorted(folder.iterdir())[-1]
        held = bytearray(newest.read_bytes())
        place_of_name = held.find("远洋物流".encode())
        held[place_of_name] ^= 1
        newest.write_bytes(held)

    return bench.made("with backups", make)


def _newest_sound(place: Place) -> Path:
    return sorted((place.home / "backups").iterdir())[-2]


def _everything(book: Path) -> Facts | None:
    """Every row of every table, and the schema; None if SQLite can't read them."""
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(book)) as connection:
        connection.text_factory = bytes
        schema = connection.execute("SELECT * FROM sqlite_schema").fetchall()
        names = [row[1].decode() for row in schema if row[0] == b"table"]
        tables = [name for name in names if name != "_sqlite_migrations"]  # when each step was made, told to nobody
        rows = {table: connection.execute(f'SELECT rowid, * FROM "{table}"').fetchall() for table in tables}
        header = [connection.execute(f"PRAGMA {name}").fetchall() for name in ("application_id", "user_version")]
        return {"": [*schema, *header], **rows}
    return None


def damaged_backups(bench: Bench, part: float) -> Outcome:
    """A bit that matters turned over in each of many backups: `backup --verify` finds all, the drill takes another."""
    place = bench.fresh(_with_backups(bench))
    folder = place.home / "backups"
    sound = _newest_sound(place)
    content, held_by = sound.read_bytes(), _everything(sound)
    dice = random.Random(_SEED)
    count = max(round(_BACKUPS * part), 1)
    number = 0
    while number < count:
        held = bytearray(content)
        held[dice.randrange(len(held))] ^= 1 << dice.randrange(8)
        copy = folder / f"book-202101{1 + number // 60:02d}-10{number % 60:02d}00-{sound.stem.split('-')[3]}.db"
        copy.write_bytes(held)
        number += _everything(copy) != held_by  # a bit where nothing is kept harms nothing: another is turned
    before = files(folder)
    checks = json.loads(bench.run(place, "backup", "--verify", "-f", "json").out)["checks"]
    called_good = {check["name"] for check in checks if check["ok"]}
    missed = [check["name"] for check in checks if check["ok"] and check["name"] > sound.name]
    flaws = [f"taken for good: {name}" for name in missed]
    if sound.name not in called_good:
        flaws.append(f"taken for bad: {sound.name}")
    drilled = bench.run(place, "backup", "--drill", "-f", "json")
    if drilled.code or sound.name not in drilled.out:
        flaws.append(f"the drill takes another backup than the newest sound one: {drilled}")
    if files(folder) != before:
        flaws.append("the backups were written to")
    bench.drop(place)
    return Outcome(count, flaws, f"{count - len(missed)} of {count} found")
