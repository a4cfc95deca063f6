"""A book encrypted, brought under another key, decrypted; killed at the calls that change files. Not: SQLCipher.

The key lies in a file and the home's note names it, so that whatever a kill leaves must open without a word about keys.
"""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from faults import calls
from faults.bench import Bench, Place, State, left_over, look
from faults.calls import Call
from faults.sweep import Outcome, Skipped, each, some
from rmtool.desk.keys import noted
from rmtool.phrase import phrase
from rmtool.store.connection import is_encrypted
from rmtool.store.keys import Key, look_for_keys, random_key, read_key_file, write_key_file

_ENCRYPT = ("encrypt", "--new-key-file", "new.key", "-y")
_REKEY = ("rekey", "--new-key-file", "new.key", "-y")
_DECRYPT = ("decrypt", "-y")
_NEXT = ("log-contact", "1", "T", "x", "-y")
"""What is run after a kill: it writes, so that it removes what was left half made."""

_INNER = frozenset({"pwrite64", "fsync", "fdatasync", "openat", "unlink"})
_APART = 15
"""Of the calls that fill a file which isn't in its place yet, thousands alike, one in so many is a point to kill at."""

_MARKER = "华强电子".encode()
"""What stands in every book and backup, and may be read only where it could be read before."""


class _Course(NamedTuple):
    """One of the three from start to end: what the book was, what it becomes, and where it is killed."""

    line: tuple[str, ...]
    start: Place
    calls: list[Call]
    before: tuple[bool, State]
    after: tuple[bool, State]


def killed(bench: Bench, part: float) -> Outcome:
    """Each of the three killed before each call; the book opens as it was or as it was to be."""
    calls.needs_strace()
    if not find_spec("sqlcipher3"):
        raise Skipped("sqlcipher3 is missing (pip install rmtool[secure])")
    look_for_keys(_noted_keys)
    courses = [_course(bench, line) for line in (_ENCRYPT, _REKEY, _DECRYPT)]
    points = [(course, call) for course in courses for call in _chosen(course.calls, part)]
    tried, flaws = each(bench, points, lambda point: _one(bench, *point))
    return Outcome(tried, flaws, "encrypt, rekey, decrypt")


def _chosen(found: list[Call], part: float) -> list[Call]:
    """As large a part of the calls, and all by which something takes its place: there is most to go wrong."""
    placing = [call for call in found if call.name == "rename"]
    return [*placing, *some([call for call in found if call not in placing], part)]


def _noted_keys(path: Path, salt: bytes) -> Iterator[Key]:
    """The keys that the note of a book's home names, as the tool itself finds them."""
    for home in (path.parent, path.parent.parent):
        for place in noted(home):
            if Path(place).exists():
                yield read_key_file(Path(place), salt, phrase("keys.from_file", file=place))


def _course(bench: Bench, line: tuple[str, ...]) -> _Course:
    start = _plain(bench) if line == _ENCRYPT else _encrypted(bench)
    place = bench.fresh(start)
    before = _state(place)
    ran, found = calls.told(bench, place, line, calls.CHANGING)
    if ran.code:
        raise RuntimeError(f"{line}: {ran}")
    filling, others = _parted(found)
    points = [*others, *some(filling, 1 / _APART)]
    course = _Course(line, start, points, before, _state(place))
    bench.drop(place)
    return course


def _parted(found: list[Call]) -> tuple[list[Call], list[Call]]:
    """The calls that fill a file which isn't in its place yet, its folder synced among them; and the others."""
    parts: tuple[list[Call], list[Call]] = [], []
    fills = False
    for call in found:
        fills = (call.name in _INNER and ".rmtool-" in call.said) or (fills and call.name == "fsync")
        parts[0 if fills else 1].append(call)
    return parts


def _plain(bench: Bench) -> Place:
    return bench.made("plain, backed up", lambda place: _take(bench, place))


def _encrypted(bench: Bench) -> Place:
    def make(place: Place) -> None:
        _take(bench, place)
        key = bench.folder / "old.key"  # outside, so that the note holds in every copy of the place
        if not key.exists():
            write_key_file(key, random_key(phrase("keys.from_file", file=key), b""))
        bench.done(place, "encrypt", "--new-key-file", key, "-y")

    return bench.made("encrypted, backed up", make)


def _take(bench: Bench, place: Place) -> None:
    bench.drop(place)
    bench.fresh().folder.rename(place.folder)
    for file in place.folder.glob("*.*"):  # the lists and copies that lie beside the home
        file.unlink()
    bench.done(place, "backup")


def _state(place: Place) -> tuple[bool, State]:
    return is_encrypted(place.book), look(place)


def _one(bench: Bench, course: _Course, call: Call) -> Iterator[str]:
    place = bench.fresh(course.start)
    what = f"{course.line[0]}, killed at {call}"
    could_be_read = _readable(place)
    _, hit = calls.failing(bench, place, course.line, call, "signal=KILL")
    if not hit:
        yield f"{what}: it never came to that call"
    yield from (f"{what}: {flaw}" for flaw in _flaws(bench, place, course, could_be_read))
    bench.drop(place)


def _flaws(bench: Bench, place: Place, course: _Course, could_be_read: set[str]) -> Iterator[str]:
    """What isn't as it should be after a kill, after the next command, and once the command is done again."""
    if (again := bench.run(place, "clients", whole=True)).code:
        yield f"afterwards the book can't be opened: {again}"
        return
    state = _state(place)
    if state not in (course.before, course.after):
        yield f"the book is neither as before nor as after: {state}"
    if (ran := bench.run(place, *_NEXT, whole=True)).code:
        yield f"nothing can be noted: {ran}"
    if left := left_over(place.folder):
        yield f"left half made: {left}"
    may_be_read = could_be_read | ({"home/book.db"} if course.line == _DECRYPT else set())
    if more := {file for file in _readable(place) - may_be_read if not _is_backup_of_plain(place, file)}:
        yield f"can be read now: {sorted(more)}"
    checks = json.loads(bench.run(place, "backup", "--verify", "-f", "json", whole=True).out)["checks"]
    if bad := [check["name"] for check in checks if not check["ok"]]:
        yield f"backups that can't be used: {bad}"
    yield from _done_again(bench, place, course)


def _done_again(bench: Bench, place: Place, course: _Course) -> Iterator[str]:
    """The command once more: it is done now, or says that it was."""
    ran = bench.run(place, *course.line, whole=True)
    if ran.code not in (0, 2):
        yield f"it can't be done again: {ran}"
    if is_encrypted(place.book) != course.after[0]:
        yield f"done again, the book isn't as it should be: {ran}"
    if course.after[0] and (readable := _readable(place)):
        yield f"done again, and still to be read: {sorted(readable)}"


def _is_backup_of_plain(place: Place, file: str) -> bool:
    """Whether the file is a backup that the command made before it began, of a book that is plain still."""
    return file.startswith("home/backups/book-") and not is_encrypted(place.book)


def _readable(place: Place) -> set[str]:
    """The files that tell of a client to whoever has them."""
    files = (path for path in place.folder.rglob("*") if path.is_file())
    return {path.relative_to(place.folder).as_posix() for path in files if _MARKER in path.read_bytes()}
