"""The system calls of a command, by strace: told one by one, or one of them made to fail. Not: which should."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from faults.bench import Bench, Place, Ran
from faults.sweep import Skipped

CHANGING = (
    *("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename", "link", "mkdir", "rmdir"),
    "openat",
)
"""The calls by which files change; of `openat` only those that make a file."""

READING = ("pread64", "read")
"""The calls by which a book is read: SQLite's own, and the look at the header."""

_LINE = re.compile(r"(\d+) +(\w+)\((.*)", re.DOTALL)


class Call(NamedTuple):
    """The `number`-th call of its name by the command's own process, and what strace says of it."""

    name: str
    number: int
    said: str

    @property
    def is_answer(self) -> bool:
        """Whether it writes to standard output or standard error."""
        return self.name == "write" and self.said.startswith(("1<", "2<"))

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


def needs_strace() -> None:
    """Raises Skipped where there is no strace."""
    if not shutil.which("strace"):
        raise Skipped("strace is missing (apt-get install strace)")


def told(bench: Bench, place: Place, line: Sequence[object], names: Sequence[str]) -> tuple[Ran, list[Call]]:
    """Run a command and tell its calls that concern the place's files or its output."""
    log = place.folder.with_suffix(".calls")
    ran = bench.run(place, *line, before=_strace(log, names))
    found = list(_calls(log, str(place.folder), names))
    log.unlink()
    return ran, found


def all_told(bench: Bench, place: Place, line: Sequence[object], names: Sequence[str]) -> list[Call]:
    """Every call of these names in a command's life, from its first; the place is gone afterwards."""
    log = place.folder.with_suffix(".calls")
    bench.run(place, *line, before=_strace(log, names))
    found = list(_calls(log, "", names))
    log.unlink()
    bench.drop(place)
    return found


def _strace(log: Path, names: Sequence[str], *more: str) -> list[str]:
    # Signals aren't sent under --seccomp-bpf; all else is quicker with it.
    quicker = [] if any("signal=" in option for option in more) else ["--seccomp-bpf"]
    return ["strace", "-f", "-y", "-q", *quicker, "-o", str(log), "-e", f"trace={','.join(names)}", *more]


def _calls(log: Path, folder: str, names: Sequence[str]) -> Iterator[Call]:
    counts: Counter[str] = Counter()
    own = None
    for line in log.read_text("utf-8", "replace").splitlines():
        if not (parsed := _LINE.match(line)):
            continue
        process, name, said = parsed.groups()
        own = own or process
        if process != own or name not in names:
            continue
        counts[name] += 1
        call = Call(name, counts[name], said)
        if not folder or call.is_answer or (folder in said and (name != "openat" or "O_CREAT" in said)):
            yield call


def failing(bench: Bench, place: Place, line: Sequence[object], call: Call, how: str) -> tuple[Ran, bool]:
    """Run a command with one call made to fail, and say whether it came to that.

    `how` is strace's: `signal=KILL`, `error=ENOSPC`; with a `+` at its end the call fails from then on.
    """
    ever = "+" if how.endswith("+") else ""
    inject = f"inject={call.name}:{how.removesuffix('+')}:when={call.number}{ever}"
    return _injected(bench, place, line, (call.name,), "-e", inject)


def unread(bench: Bench, place: Place, line: Sequence[object], before: Mapping[str, int]) -> tuple[Ran, bool]:
    """Run a command for which the disk gives nothing more of the book, however it is read, once it was read `before`.

    `before` says how many calls of each name in `READING` still succeed.
    """
    injects = (f"inject={name}:error=EIO:when={before.get(name, 0) + 1}+" for name in READING)
    options = [word for inject in injects for word in ("-e", inject)]
    return _injected(bench, place, line, READING, *options, "-P", str(place.book))


def _injected(
    bench: Bench, place: Place, line: Sequence[object], names: Sequence[str], *options: str
) -> tuple[Ran, bool]:
    log = place.folder.with_suffix(".calls")
    ran = bench.run(place, *line, before=_strace(log, names, *options))
    said = log.read_text("utf-8", "replace")
    log.unlink()
    return ran, "INJECTED" in said or "+++ killed" in said or "--- SIG" in said
