"""Ctrl-C and SIGTERM at any moment: taken back, nothing left half made, exit 130 or 143, within a second."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from faults import calls
from faults.bench import Bench, Place, Ran, left_over, look
from faults.calls import Call
from faults.kills import Course, course
from faults.lines import writers
from faults.sweep import Outcome, each, some

_NAMES = (*calls.CHANGING, "read", "pread64", "close", "fstat", "newfstatat", "fcntl", "lseek", "mmap", "munmap", "brk")
_COMMANDS = ("log-contact", "import", "undo", "plan-week", "restore", "forget", "backup", "export", "report")
_CODES = {"INT": 130, "TERM": 143}
_AT_EACH = 1200
"""Calls at which a signal arrives, over all commands."""

_MOMENTS = 60
_SECOND = 1.0
_SEED = 20261123
_ROWS = 20_000


def every_call(bench: Bench, part: float) -> Outcome:
    """A signal at calls all over each command's life: those that change files, and as many of the others."""
    calls.needs_strace()
    points = []
    for writer in writers(*_COMMANDS):
        one = course(bench, writer, first=True)
        share = part * _AT_EACH / len(_COMMANDS) / len(_CODES)
        everything = calls.all_told(bench, bench.fresh(one.start), writer.line, _NAMES)
        chosen = [*some(one.calls, share / 2 / len(one.calls)), *some(everything, share / 2 / len(everything))]
        points += [(one, call, name) for call in chosen for name in _CODES]
    tried, flaws = each(bench, points, lambda point: _stopped(bench, *point))
    return Outcome(tried, flaws, f"{len(_COMMANDS)} commands")


def _stopped(bench: Bench, course: Course, call: Call, name: str) -> Iterator[str]:
    place = bench.fresh(course.start)
    ran, _ = calls.failing(bench, place, course.writer.line, call, f"signal={name}")
    what = f"{' '.join(course.writer.line)}, SIG{name} at {call}"
    yield from (f"{what}: {flaw}" for flaw in _flaws(bench, place, course, ran, name))
    bench.drop(place)


def _flaws(bench: Bench, place: Place, course: Course, ran: Ran, name: str) -> Iterator[str]:
    state = look(place)
    number = int(getattr(signal, f"SIG{name}"))
    if state.flaws or state not in (course.before, course.after):
        yield f"the book is neither as before nor as after: {state.flaws}"
    if ran.code in (0, 1):
        if state != course.after and not _before_rmtool(ran):
            yield f"exit code {ran.code}, but it wasn't done"
    elif ran.code not in (_CODES[name], -number):
        yield f"exit code {ran.code}: {ran.err[-300:]}"
    if "Traceback" in ran.err and "rmtool/cli.py" in ran.err:
        yield f"a traceback: {ran.err[-300:]}"
    if left := left_over(place.folder):
        yield f"left half made: {left}"


def _before_rmtool(ran: Ran) -> bool:
    """Whether Python was stopped while it was still getting itself ready, and said so in its own way."""
    return "KeyboardInterrupt" in ran.err and "rmtool/__main__.py" not in ran.err


def in_time(bench: Bench, part: float) -> Outcome:
    """A signal at any moment of the longest commands on a large book: how long until they have stopped."""
    place = bench.made("large", lambda place: _make_large(bench, place))
    dice = random.Random(_SEED)
    lines = (("import", "later.csv"), ("doctor",), ("plan-week",), ("backup",), ("export", "all.zip"))
    rounds = max(round(_MOMENTS * part), 1)
    took: list[float] = []
    flaws: list[str] = []
    for number in range(rounds):
        line = lines[number % len(lines)]
        name = ("INT", "TERM")[number % 2]
        work = bench.fresh(place)
        ran, seconds = _stopped_after(bench, work, line, name, dice.uniform(0.1, 1.5))
        if seconds is not None:
            took.append(seconds)
            if seconds >= _SECOND:
                flaws.append(f"{' '.join(line)}: SIG{name} took {seconds:.1f} s")
            if ran not in (_CODES[name], 0, 1):
                flaws.append(f"{' '.join(line)}: SIG{name}, exit code {ran}")
        if left := left_over(work.folder):
            flaws.append(f"{' '.join(line)}: left half made: {left}")
        bench.drop(work)
    within = sum(seconds < _SECOND for seconds in took)
    return Outcome(len(took), flaws, f"{within} within a second, on {_ROWS:,} clients")


def _stopped_after(
    bench: Bench, place: Place, line: tuple[str, ...], name: str, moment: float
) -> tuple[int, float | None]:
    """Run a command and stop it after so many seconds; its exit code, and how long it took to stop."""
    process = subprocess.Popen(
        bench.command(*line),
        cwd=place.folder,
        env=bench.environment(place),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(moment), None
    except subprocess.TimeoutExpired:
        started = time.monotonic()
        process.send_signal(getattr(signal, f"SIG{name}"))
        return process.wait(), time.monotonic() - started


def _make_large(bench: Bench, place: Place) -> None:
    for name, first in (("early.csv", 1), ("later.csv", _ROWS // 2)):
        rows = (f"{n:06d},公司{n:06d},{n % 977}万" for n in range(first, first + _ROWS))
        Path(place.folder, name).write_text("\n".join(["client_no,name,deposit", *rows]), encoding="utf-8")
    bench.done(place, "import", "early.csv", "-q")
