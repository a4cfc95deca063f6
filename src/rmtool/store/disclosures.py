"""The record of what left the tool: a file beside the book, a line a file that was written. Not: what may leave.

It only grows, and holds no data of clients: what was written, when, by whom, why, in which columns and how many rows,
and the SHA-256 of the file, by which it can be told again. Each line carries the hash of the line before, so that a
line changed or taken out shows. How many there are, and the hash of the last, stands in a file of its own, so that
lines cut off at the end show too; only whoever alters both files goes unseen. The book knows nothing of it: a report
writes nothing to the book.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from rmtool import half_made
from rmtool.errors import BookError
from rmtool.store.connection import sync_folder

FILE = "disclosures.jsonl"
HEAD = "disclosures.head"
"""The file that says how many lines there are, and the link of the last."""

_START = "0" * 64
_MOST = 1 << 20
"""Bytes that one line has at most."""


class Disclosure(NamedTuple):
    """A file that left. `columns` are its fields, `sha256` that of its bytes; `path` says where it went."""

    at: str
    user: str | None
    command: str
    reason: str | None
    format: str
    columns: Sequence[str]
    rows: int
    masked: bool
    sha256: str
    path: str


def note(home: Path, disclosure: Disclosure) -> None:
    """Put a disclosure on record, to stay through a power cut. Raises BookError if that can't be done."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(home / FILE) as handle:
            before = _last(handle)
            number = _next_number(handle, _head(home))
            said: dict[str, Any] = {**disclosure._asdict(), "number": number, "before": before}
            link = _link(said)
            line = json.dumps({**said, "link": link}, ensure_ascii=False, separators=(",", ":"))
            if before == _START:
                sync_folder(home)
            _append(handle, line.encode("utf-8", "backslashreplace") + b"\n")
            _put_head(home, number, link)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BookError("disclosures.not_noted", file=home / FILE, why=why) from error


def disclosures(home: Path) -> list[Disclosure]:
    """What left, the oldest first; lines that can't be read are left out. Raises BookError for an unreadable file."""
    return [found for found in (_read(line) for line in _lines(home)) if found is not None]


def broken(home: Path) -> list[int]:
    """The lines (from 1) that were changed, or before which lines were taken out."""
    odd, before = [], _START
    for number, line in enumerate(_lines(home), 1):
        try:
            said = json.loads(line)
            link = said.pop("link")
        except (ValueError, AttributeError, KeyError):
            odd.append(number)
            continue
        if said.get("before") != before or link != _link(said):
            odd.append(number)
        before = link
    return odd


def cut_off(home: Path) -> bool:
    """Whether lines were taken off the record's end, or what says how long it is was taken away.

    A crash may have kept the head from being told of the last line, never of an earlier one.
    """
    lines, head = _lines(home), _head(home)
    if head is None:
        return _number(lines[-1]) > 1 if lines else False
    count, link = head
    return count > len(lines) or (count > 0 and _said(lines[count - 1]).get("link") != link)


def _said(line: bytes) -> dict[str, Any]:
    """What a line says; nothing if it can't be read."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _number(line: bytes) -> int:
    """The number that a line gives itself; 0 if it gives none, as the first versions' lines."""
    number = _said(line).get("number")
    return number if isinstance(number, int) else 0


def _head(home: Path) -> tuple[int, str] | None:
    """How many lines there were when the last was put on record, and its link; None if nothing says so."""
    try:
        count, link = json.loads((home / HEAD).read_bytes())
    except (OSError, ValueError, TypeError):
        return None
    return (count, str(link)) if isinstance(count, int) else None


def _put_head(home: Path, number: int, link: str) -> None:
    """Say how long the record is now. Raises OSError."""
    fresh = half_made.half_made(home)
    try:
        handle = half_made.create(fresh)
        with os.fdopen(handle, "w", encoding="ascii") as written:
            json.dump([number, link], written)
            written.flush()
            os.fsync(handle)
        fresh.replace(home / HEAD)
    finally:
        fresh.unlink(missing_ok=True)


def _lines(home: Path) -> list[bytes]:
    """The whole lines of the record: what stands after the last line's end was never put on record."""
    try:
        return (home / FILE).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BookError("disclosures.unreadable", file=home / FILE, why=why) from error


def _read(line: bytes) -> Disclosure | None:
    try:
        said = json.loads(line)
        return Disclosure(*(said[name] for name in Disclosure._fields))
    except (ValueError, KeyError, TypeError):
        return None


def _link(said: dict[str, Any]) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The record, open for appending; whoever else wants to append waits."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _last(handle: int) -> str:
    """The link of the last whole line. A line without its end, left by a crash, is taken off: nothing left by it."""
    size = os.lseek(handle, 0, os.SEEK_END)
    start = max(0, size - 2 * _MOST)
    os.lseek(handle, start, os.SEEK_SET)
    held = b""
    while piece := os.read(handle, _MOST):
        held += piece
    whole, end, _torn = held.rpartition(b"\n")
    os.ftruncate(handle, start + len(whole) + len(end))
    last = whole.rpartition(b"\n")[2]
    try:
        return str(json.loads(last)["link"]) if last else _START
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(last).hexdigest()


def _next_number(handle: int, head: tuple[int, str] | None) -> int:
    """The number of the line to come: after a cut the head's count goes on, so that the cut stays to be seen."""
    os.lseek(handle, 0, os.SEEK_SET)
    count = 0
    while piece := os.read(handle, _MOST):
        count += piece.count(b"\n")
    return max(count, head[0] if head else 0) + 1


def _append(handle: int, line: bytes) -> None:
    """Writes the whole line at the end, and has it on the disk; a part of it is taken back."""
    end = os.lseek(handle, 0, os.SEEK_END)
    try:
        written = 0
        while written < len(line):
            written += os.write(handle, line[written:])
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, end)
        raise
