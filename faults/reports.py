"""Reports: the whole old file or the whole new one, and the same bytes wherever and whenever they are written."""

import itertools
import shutil
from collections.abc import Iterator

from faults import calls
from faults.bench import Bench, Place, left_over
from faults.calls import Call
from faults.sweep import Outcome, each, some

_LINES = {
    "week.md": ("report", "week", "-o", "week.md"),
    "week-李明-2026W48-until-20270227.md": ("report", "week", "--out-dir", ".", "-f", "md"),
}
"""The reports that are killed, by the names of their files."""

_NAMES = ("write", "fsync", "rename", "openat", "unlink")
_OLD = "the report of last week\n" * 40
_HOWS = ("signal=KILL", "error=ENOSPC", "error=EIO")

_ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles")
_LOCALES = ("C", "C.UTF-8", "zh_CN.GB18030")
_COLUMNS = ("40", "200")
_HASHES = ("0", "4711")
_KINDS = (
    *(("report", kind) for kind in ("day", "week", "month", "quarter", "coverage", "segment")),
    *(("today",), ("due",), ("clients",), ("contacts", "--matrix"), ("plan-week", "--dry-run")),
)
_FORMATS = ("table", "json", "csv", "md")


def whole_or_old(bench: Bench, part: float) -> Outcome:
    """A report in the place of an older one, killed or refused at each call."""
    calls.needs_strace()
    points = []
    for name, line in _LINES.items():
        place = bench.fresh()
        (place.folder / name).write_text(_OLD, encoding="utf-8")
        _, found = calls.told(bench, place, line, _NAMES)
        new = (place.folder / name).read_bytes()
        points += [(name, new, call, how) for call in found for how in _HOWS]
    tried, flaws = each(bench, some(points, part), lambda point: _one(bench, *point))
    return Outcome(tried, flaws)


def _one(bench: Bench, name: str, new: bytes, call: Call, how: str) -> Iterator[str]:
    place, line = bench.fresh(), _LINES[name]
    report = place.folder / name
    report.write_text(_OLD, encoding="utf-8")
    ran, _ = calls.failing(bench, place, line, call, how)
    held = report.read_bytes()
    what = f"{name}: {how} at {call}"
    if held not in (new, _OLD.encode()):
        yield f"{what}: the report is neither the old one nor the new one"
    if ran.code == 0 and held != new:
        yield f"{what}: exit code 0, but the report is the old one"
    if how != "signal=KILL" and ran.code not in (0, 6):
        yield f"{what}: exit code {ran.code}, {ran.err[:300]}"
    if how != "signal=KILL" and (left := left_over(place.folder)):
        yield f"{what}: left half made: {left}"
    bench.run(place, *line, whole=True)
    if report.read_bytes() != new or left_over(place.folder):
        yield f"{what}: the next one isn't whole, or leaves something: {left_over(place.folder)}"
    bench.drop(place)


def same_bytes(bench: Bench, part: float) -> Outcome:
    """Every report and list in every format, under other zones, locales, widths, hashes, folders and clocks."""
    start = bench.usual()
    bench.done(start, "today")
    lines = [(*kind, "-f", form) for kind in _KINDS for form in _FORMATS]
    wheres = list(itertools.product(_ZONES, _LOCALES, _COLUMNS, _HASHES))
    rounds = [(line, where) for line in lines for where in some(wheres, min(part, 1.0) / 3)]
    first = {line: bench.run(start, *line).out for line in lines}
    tried, flaws = each(bench, rounds, lambda point: _again(bench, start, *point, first))
    skipped = () if shutil.which("faketime") else ("clocks: faketime is missing (apt-get install faketime)",)
    return Outcome(tried, flaws, f"{len(lines)} reports and lists", skipped)


def _again(
    bench: Bench, place: Place, line: tuple[str, ...], where: tuple[str, ...], first: dict[tuple[str, ...], str]
) -> Iterator[str]:
    names = ("TZ", "LC_ALL", "COLUMNS", "PYTHONHASHSEED")
    later = ["faketime", "2031-03-05 23:59:58"] if shutil.which("faketime") else []
    ran = bench.started(place, [*later, *bench.command(*line)], **dict(zip(names, where, strict=True)))
    if ran.out != first[line]:
        yield f"{' '.join(line)} under {where}: other bytes"
