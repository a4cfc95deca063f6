"""Files that are no book of this rmtool, and books that can't be written: refused or read, every byte as it was."""

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from faults.bench import Bench, Place, files, is_sentence
from faults.sweep import Outcome, each, some

_COMMANDS = (
    ("today",),
    ("report", "week"),
    ("clients",),
    ("doctor",),
    ("log-contact", "1", "T", "x"),
    ("import", "list.csv"),
    ("undo", "-y"),
    ("backup", "made.db"),
)


def _newer(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version + 1}")


def _of_another_program(book: Path) -> None:
    book.unlink()
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("CREATE TABLE client (id INTEGER PRIMARY KEY, name TEXT)")
        connection.execute("INSERT INTO client VALUES (1, 'somebody')")
        connection.commit()


def _zipped(book: Path) -> None:
    content = book.read_bytes()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("book.db", content)


STRANGERS: dict[str, Callable[[Path], object]] = {
    "of a newer rmtool": _newer,
    "of another program": _of_another_program,
    "empty": lambda book: book.write_bytes(b""),
    "a text": lambda book: book.write_text("客户,存款\n" * 400, encoding="utf-8"),
    "a zip": _zipped,
    "a header alone": lambda book: book.write_bytes(book.read_bytes()[:100]),
    "zeros": lambda book: book.write_bytes(bytes(book.stat().st_size)),
}
"""What stands in the book's place, and how it gets there."""

LOCKED: dict[str, tuple[int, int]] = {"the book": (0o400, 0o700), "its folder": (0o600, 0o500), "both": (0o400, 0o500)}
"""What can't be written: the modes of the book and of its folder then."""

_WRITES = frozenset({"log-contact", "import", "undo"})


def refused(bench: Bench, part: float) -> Outcome:
    """Each stranger met by every command."""
    points = some([(name, line) for name in STRANGERS for line in _COMMANDS], part)
    tried, flaws = each(bench, points, lambda point: _met(bench, *point))
    locked = some([(name, line) for name in LOCKED for line in _COMMANDS], part)
    if not _rights_bind():
        return Outcome(tried, flaws, skipped=("rights bind nobody here: setpriv is missing (util-linux)",))
    more, found = each(bench, locked, lambda point: _locked_out(bench, *point))
    return Outcome(tried + more, [*flaws, *found])


def _met(bench: Bench, name: str, line: tuple[str, ...]) -> Iterator[str]:
    place = bench.fresh()
    STRANGERS[name](place.book)
    before = files(place.home)
    ran = bench.run(place, *line)
    wanted = (1, 6) if line == ("doctor",) else (6,)
    if ran.code not in wanted or not (is_sentence(ran) or ran.code == 1):
        yield f"{name}, {' '.join(line)}: exit code {ran.code}, {ran.err[:300]}"
    if files(place.home) != before:
        yield f"{name}, {' '.join(line)}: files have changed"
    bench.drop(place)


def _rights_bind() -> bool:
    return os.name == "posix" and bool(os.geteuid() or shutil.which("setpriv"))


def _locked_out(bench: Bench, name: str, line: tuple[str, ...]) -> Iterator[str]:
    place = bench.fresh()
    before = files(place.home)
    _set_modes(place, *LOCKED[name])
    powers = "-dac_override,-dac_read_search"
    without = [] if os.geteuid() else ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}"]
    ran = bench.run(place, *line, before=without)
    _set_modes(place, 0o600, 0o700)
    writes = line[0] in _WRITES
    if (ran.code != 6 or not is_sentence(ran)) if writes else ran.code not in (0, 1):
        yield f"{name} can't be written, {' '.join(line)}: exit code {ran.code}, {ran.err[:300]}"
    if files(place.home) != before:
        yield f"{name} can't be written, {' '.join(line)}: files have changed"
    bench.drop(place)


def _set_modes(place: Place, book: int, folder: int) -> None:
    place.home.chmod(0o700)
    place.book.chmod(book)
    place.home.chmod(folder)
