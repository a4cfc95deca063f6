"""kill -9: at every system call of every command that writes by which a file changes, and at random moments."""

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from faults import calls
from faults.bench import Bench, Place, State, files, left_over, look
from faults.calls import Call
from faults.lines import WRITERS, Writer, writers
from faults.sweep import Outcome, each, some

SHORT = ("log-contact", "import", "undo")
ROUNDS = 300
_WARM = 5
"""Runs from which it is known how long a command takes."""

_FEW = 0.2
"""The part of a sweep up to which only the most used commands are swept."""

_SEED = 20261123


class Course(NamedTuple):
    """How a command runs when nothing goes wrong: from where, its calls, and what the book is before and after."""

    writer: Writer
    start: Place
    calls: list[Call]
    before: State
    after: State


def course(bench: Bench, writer: Writer, first: bool = False) -> Course:
    """Let a command run its course; as the `first` of its day it backs the book up before it does anything."""
    key = (bench.broken, writer, first)
    found: Course = bench.known.get(key) or _course(bench, writer, first)
    bench.known[key] = found
    return found


def courses(bench: Bench, part: float) -> list[Course]:
    """The courses of all that writes, or for a small part of it of the most used; these also as the first of a day."""
    chosen = writers(*SHORT) if part <= _FEW else WRITERS
    return [
        *(course(bench, writer) for writer in chosen),
        *(course(bench, writer, first=True) for writer in writers(*SHORT)),
    ]


def _course(bench: Bench, writer: Writer, first: bool) -> Course:

    def prepare(place: Place) -> None:
        bench.drop(place)
        usual = bench.fresh()
        usual.folder.rename(place.folder)
        for line in writer.before:
            bench.done(place, *line)
        if first:
            shutil.rmtree(place.home / "backups")

    start = bench.made(" ".join((f"before {first}", *writer.line)), prepare)
    place = bench.fresh(start)
    before = look(place)
    ran, found = calls.told(bench, place, writer.line, calls.CHANGING)
    if ran.code not in (0, 1):
        raise RuntimeError(f"{writer.line}: {ran}")
    after = look(place)
    bench.drop(place)
    return Course(writer, start, found, before, after)


def every_call(bench: Bench, part: float) -> Outcome:
    """Killed before each call; the last kill is after the answer."""
    calls.needs_strace()
    swept = courses(bench, part)
    points = [(one, call) for one in swept for call in some(one.calls, part)]
    tried, flaws = each(bench, points, lambda point: _killed(bench, *point))
    return Outcome(tried, flaws, f"{len({one.writer for one in swept})} command lines")


def _killed(bench: Bench, course: Course, call: Call) -> Iterator[str]:
    place = bench.fresh(course.start)
    what = f"{' '.join(course.writer.line)}, killed at {call}"
    ran, hit = calls.failing(bench, place, course.writer.line, call, "signal=KILL")
    if not hit:
        yield f"{what}: it never came to that call"
    yield from (f"{what}: {flaw}" for flaw in _flaws(bench, place, course, acknowledged=ran.code in (0, 1)))
    bench.drop(place)


def _flaws(bench: Bench, place: Place, course: Course, acknowledged: bool) -> Iterator[str]:
    """What isn't as it should be after a kill."""
    again = bench.run(place, "clients", whole=True)
    if again.code:
        yield f"afterwards the book can't be read: {again}"
    state = look(place)
    if state.flaws:
        yield f"the book isn't sound: {state.flaws}"
    elif state not in (course.before, course.after):
        yield "the book is neither as before nor as after"
    elif acknowledged and state != course.after:
        yield "what was acknowledged is lost"
    if left := left_over(place.home):
        yield f"left half made: {left}"
    if course.writer.file:
        yield from _file_flaws(bench, place, course.writer)


def _file_flaws(bench: Bench, place: Place, writer: Writer) -> Iterator[str]:
    """A file is whole or absent: whole is one that the tool can read, or that is just what it writes."""
    made = place.folder / str(writer.file)
    if not made.exists():
        return
    if made.is_dir():
        if bench.run(Place(place.folder, made), "clients", whole=True).code:
            yield f"{made.name} is there, but not whole"
        return
    whole = bench.fresh(place)
    Path(whole.folder / made.name).unlink()
    if made.suffix == ".db":
        if bench.run(whole, "restore", made, "-y", whole=True).code:
            yield f"{made.name} is no whole copy of the book"
    else:
        bench.done(whole, *writer.line)
        if files(whole.folder)[made.name] != files(place.folder)[made.name]:
            yield f"{made.name} is not whole"
    bench.drop(whole)


def random_moments(bench: Bench, part: float) -> Outcome:
    """Killed at any moment of any command, again and again in one home; what was acknowledged is counted."""
    rounds = max(round(ROUNDS * part), 1)
    dice = random.Random(_SEED)
    place = bench.fresh()
    flaws: list[str] = []
    acknowledged = 0
    started = time.monotonic()
    for _ in range(_WARM):
        bench.done(place, "log-contact", "1", "T", "-y")
    usual = (time.monotonic() - started) / _WARM
    before = look(place)
    for number in range(rounds):
        line = ("log-contact", "1", "T", f"call {number}", "-q")
        process = subprocess.Popen(
            bench.command(*line),
            cwd=place.folder,
            env=bench.environment(place),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(usual * dice.uniform(0.4, 1.3))
        except subprocess.TimeoutExpired:
            process.kill()
        told = process.communicate()[0]
        acknowledged += bool(told)
        state = look(place)
        grown = state.commands - before.commands
        if state.flaws or grown not in (0, 1) or (told and not grown) or (grown == 0) != (state.facts == before.facts):
            flaws.append(f"round {number}: {state}, grown by {grown}, acknowledged: {bool(told)}")
        before = state
    if not 0 < acknowledged < rounds:
        flaws.append(f"of {rounds} rounds {acknowledged} were acknowledged: the moments are no test")
    bench.done(place, "clients")
    flaws += [f"left half made: {name}" for name in left_over(place.home)]
    bench.drop(place)
    return Outcome(rounds, flaws)
