"""Files made beside their place, to be renamed into it when they are whole; and what killed runs left of such.

Their names tell the process that makes them, so that what a process left that runs no more can go. Not: what is in
them, nor what SQLite keeps beside a book.
"""

import os
import re
from pathlib import Path
from time import time

_NAME = re.compile(r"\.rmtool-(\d+)-(\d+)", re.ASCII)
"""How their names begin; what SQLite puts beside one of them is named after it."""

_A_DAY = 86_400.0

_given = 0
"""How many names this process has given."""


def half_made(folder: Path) -> Path:
    """A free name in `folder`, of this process alone, for a file or folder that isn't whole yet."""
    global _given
    _given += 1
    place = folder / f".rmtool-{os.getpid()}-{_given}"
    _remove(place)  # an earlier process of this number may have left it
    return place


def create(place: Path) -> int:
    """Make the empty file `place`, which only its owner may read; returns its descriptor. Raises OSError.

    Call it where what it makes is removed again should anything stop the run, even before it has returned.
    """
    return os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)


def sweep(folder: Path) -> None:
    """Remove what processes that run no more left half made in `folder`; what can't be removed stays."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for path in entries:
        if (found := _NAME.match(path.name)) and not _is_being_made(path, int(found[1]), int(found[2])):
            _remove(path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        import shutil

        shutil.rmtree(path, ignore_errors=True)


def _is_being_made(path: Path, process: int, number: int) -> bool:
    if process == os.getpid():
        return number <= _given
    try:
        if os.name != "posix":  # there is no asking there; nothing is made for a whole day
            return path.stat().st_mtime > time() - _A_DAY
        os.kill(process, 0)
    except (ProcessLookupError, FileNotFoundError, OverflowError):
        return False
    except OSError:
        return True
    return True
