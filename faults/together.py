"""Several at once: people and cron in one book, and a book that somebody holds. Not: who waits for what (store)."""

import itertools
import sqlite3
import statistics
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from faults.bench import Bench, Place, files, look
from faults.sweep import Outcome

_SECONDS = 60.0
_WRITERS = _REPORTERS = 4
_LINES = (
    ("import", "{note}.csv", "--date", "2026-11-20", "-y"),
    ("log-contact", "{who}", "T", "{note}", "-y"),
    ("log-contact", "{who}", "M", "{note}", "-y"),
    ("client-add", "甲{note}", "deposit=3万"),
    ("prospect-add", "乙{note}", "value=3万"),
    ("client-set", "{who}", "address={note}"),
)
"""What each writer runs, one after another: an import holds the book long enough for others to come meanwhile."""

_ROWS = 500
_SLACK = 0.3
"""Seconds beyond the start-up that a command may take that doesn't wait."""

_TIMES = 7
_BUSY = "is in use by another program"


def writers_and_reports(bench: Bench, part: float) -> Outcome:
    """Four loops of writing commands and four of reports for a minute; every acknowledged command must be there."""
    place = bench.fresh()
    until = time.monotonic() + max(_SECONDS * part, 3.0)
    counts: Counter[str] = Counter()
    flaws: list[str] = []

    def write(number: int) -> None:
        for turn in itertools.count():
            if time.monotonic() >= until:
                return
            words = {"who": str(number + 1), "note": f"w{number}t{turn}"}
            _lay_list(place.folder / f"{words['note']}.csv", turn * _WRITERS + number)
            ran = bench.run(place, *(word.format(**words) for word in _LINES[turn % len(_LINES)]))
            counts["written"] += ran.code == 0
            if ran.code:
                flaws.append(f"{'locked' if _BUSY in ran.err else 'failed'}: {ran}")

    def report(number: int) -> None:
        while time.monotonic() < until:
            ran = bench.run(place, "report", ("day", "week")[number % 2], "-o", f"report-{number}.md")
            counts["reports"] += 1
            if ran.code or ran.err or not Path(place.folder, f"report-{number}.md").stat().st_size:
                flaws.append(f"report: {ran}")

    before = look(place)
    loops = [threading.Thread(target=write, args=(n,)) for n in range(_WRITERS)]
    loops += [threading.Thread(target=report, args=(n,)) for n in range(_REPORTERS)]
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join()
    after = look(place)
    if after.flaws:
        flaws.append(f"the book isn't sound: {after.flaws}")
    if after.commands - before.commands != counts["written"]:
        flaws.append(f"{counts['written']} commands were acknowledged, {after.commands - before.commands} are there")
    flaws += _written_by_reports(bench, place)
    bench.drop(place)
    return Outcome(counts["written"] + counts["reports"], flaws, f"{_WRITERS} writers, {_REPORTERS} loops of reports")


def _lay_list(file: Path, more: int) -> None:
    """The same clients each time, with other amounts."""
    rows = (f"L{n},公司{n},{n + more}万" for n in range(_ROWS))
    file.write_text("\n".join(("client_no,name,deposit", *rows)), encoding="utf-8")


def _written_by_reports(bench: Bench, place: Place) -> list[str]:
    """The reports that write to the book; what leaves is put on record in a file beside it."""
    before = place.book.read_bytes(), place.book.stat().st_mtime_ns
    flaws = []
    for kind in ("day", "week", "month", "coverage", "segment"):
        bench.run(place, "report", kind, "-o", "r.md")
        if (place.book.read_bytes(), place.book.stat().st_mtime_ns) != before:
            flaws.append(f"report {kind} writes to the book")
    return flaws


def waiting(bench: Bench, part: float) -> Outcome:
    """A command meets a book that somebody holds: it waits as long as it was told, then says so."""
    place = bench.fresh()
    line = ("client-set", "1", "address=路")
    started = [_timed(bench, place, *line)[0] for _ in range(_TIMES)]
    flaws = []
    before = files(place.home)
    with closing(sqlite3.connect(place.book, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        at_once = [_timed(bench, place, *line, "--wait", "0") for _ in range(_TIMES)]
        usual = [_timed(bench, place, *line), _timed(bench, place, *line, "--wait", "1")]
    if files(place.home) != before:
        flaws.append("files have changed")
    over = min(seconds for seconds, _ in at_once) - min(started)
    if over >= _SLACK:
        flaws.append(f"--wait 0 takes {over:.2f} s more than a start")
    for (seconds, _), wait in zip(usual, (5.0, 1.0), strict=True):
        if not wait <= seconds < wait + min(started) + 2.0:
            flaws.append(f"told to wait {wait:g} s, it took {seconds:.1f} s")
    for _, said in (*at_once, *usual):
        if _BUSY not in said:
            flaws.append(f"it doesn't say that the book is in use: {said}")
    bench.drop(place)
    ratio = statistics.median(seconds for seconds, _ in at_once) / statistics.median(started)
    return Outcome(2 * _TIMES + 2, flaws, f"`--wait 0` takes {ratio:.1f} × a command that isn't refused")


def _timed(bench: Bench, place: Place, *line: str) -> tuple[float, str]:
    started = time.monotonic()
    ran = bench.run(place, *line)
    return time.monotonic() - started, ran.err
