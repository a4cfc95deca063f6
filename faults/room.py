"""No room, and disks that fail: every write refused in turn, files that may not grow, a file system that is full."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults import calls
from faults.bench import Bench, Place, Ran, is_sentence, left_over, look
from faults.calls import Call
from faults.kills import SHORT, Course, course, courses
from faults.lines import Writer, writers
from faults.sweep import Outcome, Skipped, each, some

_WRITES = ("pwrite64", "write", "ftruncate", "openat", "mkdir", "link", "rename")
_SYNCS = ("fsync", "fdatasync")
_READERS = (("today",), ("report", "week"), ("doctor",), ("log-contact", "1", "T", "x"), ("backup",), ("undo", "-y"))
_PAGE = 4096
_DAMAGED = ("is damaged", "too damaged", "rmtool restore")


def no_space(bench: Bench, part: float) -> Outcome:
    """ENOSPC from each write on, of every command that writes; then there is room again."""
    return _refused(bench, part, _WRITES, "error=ENOSPC")


def failing_syncs(bench: Bench, part: float) -> Outcome:
    """EIO on each sync, of every command that writes; then the disk works again."""
    return _refused(bench, part, _SYNCS, "error=EIO")


def _refused(bench: Bench, part: float, names: tuple[str, ...], how: str) -> Outcome:
    calls.needs_strace()
    swept = courses(bench, part)
    points = [(one, call) for one in swept for call in some([c for c in one.calls if c.name in names], part)]
    tried, flaws = each(bench, points, lambda point: _one_refused(bench, *point, how))
    return Outcome(tried, flaws, f"{len({one.writer for one in swept})} command lines")


def _one_refused(bench: Bench, course: Course, call: Call, how: str) -> Iterator[str]:
    place = bench.fresh(course.start)
    what = f"{' '.join(course.writer.line)}, {how.partition('=')[2]} at {call}"
    # What is said goes through `write` too, so that only one of those is refused.
    ran, hit = calls.failing(bench, place, course.writer.line, call, how + "+" * (call.name not in ("write", "openat")))
    if not hit:
        yield f"{what}: it never came to that call"
    yield from (f"{what}: {flaw}" for flaw in _flaws(bench, place, course, call, ran))
    bench.drop(place)


def _flaws(bench: Bench, place: Place, course: Course, call: Call, ran: Ran) -> Iterator[str]:
    state = look(place)
    if state.flaws or state not in (course.before, course.after):
        yield f"the book is neither as before nor as after: {state.flaws}"
        return
    if ran.code in (0, 1):
        if state != course.after:
            yield f"exit code {ran.code}, but nothing was done"
    elif ran.code != 6 or not (is_sentence(ran) or call.is_answer):
        yield f"exit code {ran.code}, and it says: {ran.err[:300]}"
    if left := left_over(place.folder):
        yield f"left half made: {left}"
    if state == course.before != course.after:
        again = bench.run(place, *course.writer.line, whole=True)
        if again.code not in (0, 1) or look(place) != course.after:
            yield f"it doesn't work again: {again}"


def failing_reads(bench: Bench, part: float) -> Outcome:
    """EIO on each read of the book: a disk that can't be read isn't a book that is damaged."""
    calls.needs_strace()
    points = []
    for line in _READERS:
        place = bench.fresh()
        ran, found = calls.told(bench, place, line, calls.READING)
        if ran.code not in (0, 1):
            raise RuntimeError(f"{line}: {ran}")
        of_book = [call.name for call in found if f"<{place.book}>" in call.said]
        places = [at for at, name in enumerate(of_book) if name == "pread64"]
        points += [(line, Counter(of_book[:at])) for at in some(places, part)]
        bench.drop(place)
    tried, flaws = each(bench, points, lambda point: _unread(bench, *point))
    return Outcome(tried, flaws, f"{len(_READERS)} commands")


def _unread(bench: Bench, line: tuple[str, ...], before: Counter[str]) -> Iterator[str]:
    """Run a command for which the disk gives out the book as often as it was read `before`, and never again."""
    place = bench.fresh()
    state = look(place)
    ran, hit = calls.unread(bench, place, line, before)
    what = f"{' '.join(line)}, EIO after {dict(before)}"
    if not hit:
        yield f"{what}: it never came to that call"
    elif ran.code != 6 or not is_sentence(ran):
        yield f"{what}: exit code {ran.code}, and it says: {ran.out[:300]} {ran.err[:300]}"
    elif any(word in ran.out + ran.err for word in _DAMAGED):
        yield f"{what}: the book is called damaged: {ran.err}"
    if look(place) != state:
        yield f"{what}: the book has changed"
    bench.drop(place)


def file_size(bench: Bench, part: float) -> Outcome:
    """RLIMIT_FSIZE: no file may grow beyond a limit, from less than the book is to more than the command needs."""
    if not shutil.which("prlimit"):
        raise Skipped("prlimit is missing (apt-get install util-linux)")
    chosen = [course(bench, writer, first=True) for writer in writers(*SHORT, "plan-week", "backup", "export")]
    points = []
    for one in chosen:
        size = one.start.book.stat().st_size
        points += [(one, limit) for limit in some(range(1024, size + 65_536, 8192), part)]
    tried, flaws = each(bench, points, lambda point: _limited(bench, *point))
    return Outcome(tried, flaws, f"{len(chosen)} commands")


def _limited(bench: Bench, course: Course, limit: int) -> Iterator[str]:
    place = bench.fresh(course.start)
    ran = bench.run(place, *course.writer.line, before=["prlimit", f"--fsize={limit}"])
    call = Call("write", 0, "")
    what = f"{' '.join(course.writer.line)}, no file over {limit} bytes"
    yield from (f"{what}: {flaw}" for flaw in _flaws(bench, place, course, call, ran))
    bench.drop(place)


def full_disk(bench: Bench, part: float) -> Outcome:
    """A small file system that is really full, then made larger."""
    if os.name != "posix" or os.geteuid() != 0:
        raise Skipped("only root may mount: run it as root")
    one = course(bench, Writer(("import", "list.csv")), first=True)
    size = sum(_PAGE * (path.stat().st_size // _PAGE + 2) for path in one.start.folder.rglob("*"))
    rooms = some(range(8192, 2 * size, 24_576), part)
    flaws = [flaw for room in rooms for flaw in _full(bench, one, size + room)]
    return Outcome(len(rooms), flaws)


def _full(bench: Bench, course: Course, size: int) -> Iterator[str]:
    with _mounted(bench.folder / "full", size) as folder:
        shutil.copytree(course.start.folder, folder, dirs_exist_ok=True)
        place = Place(folder, folder / "home")
        ran = bench.run(place, *course.writer.line)
        if ran.code not in (0, 1) and look(place) == course.before:
            subprocess.run(["mount", "-o", f"remount,size={10 * size}", folder], check=True)
        what = f"a file system of {size} bytes"
        yield from (f"{what}: {flaw}" for flaw in _flaws(bench, place, course, Call("write", 0, ""), ran))


@contextmanager
def _mounted(folder: Path, size: int) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if done.returncode:
        raise Skipped("tmpfs can't be mounted here: run it where root may mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
