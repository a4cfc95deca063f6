"""One process at a time: a lock that the system lets go of with whoever holds it, however that ends. Not: the book's.

So there is no lock to be cleared after a crash. The file stays; that it is there says nothing.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from rmtool.errors import BookError
from rmtool.store.connection import files_explained

_TURN = 0.05
"""Seconds between two attempts."""


@contextmanager
def in_turn(file: Path, wait: float, sentence: str) -> Iterator[None]:
    """While no other process is inside; waits `wait` seconds for that, then raises BookError with this sentence."""
    with files_explained(file):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        until = monotonic() + wait
        while not _taken(handle):
            if monotonic() >= until:
                raise BookError(sentence, seconds=f"{wait:g}")
            sleep(_TURN)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
