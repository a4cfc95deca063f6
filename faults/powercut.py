"""The power goes: what was written and not synced may be on the disk, in part, or not at all. Not: a real disk.

A run's calls are told by strace with all that they write, and replayed into a model of a disk. At a random moment the
model keeps what was synced; of all else it draws lots: each sector written since may be there or not, and of the names
that were made, moved or removed since the folder was synced only the first few. In such a folder the book must be sound
and hold every command that had answered.
"""

import random
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from faults import calls
from faults.bench import Bench, Place, State, look
from faults.sweep import Outcome, each

ROUNDS = 200
_SEED = 20261123
_SECTOR = 512
_TRACED = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,link,openat,lseek,close"

_LINES = (
    ("client-add", "电子一厂", "deposit=600万"),
    ("import", "list.csv"),
    ("log-contact", "1", "T", "asked"),
    ("plan-week", "next"),
    ("undo", "-y"),
    ("log-contact", "3", "E"),
    ("client-set", "4", "name=南山光学厂"),
)
"""The commands of a day: the first makes the day's backup."""


class Step(NamedTuple):
    """One call that matters to the disk: its name, the path, and what goes with it."""

    name: str
    path: str
    other: str = ""
    data: bytes = b""
    at: int = 0


class _File:
    """A file of the model: what is on the disk for sure, and what was written since."""

    def __init__(self, content: bytes = b"") -> None:
        self.synced = self.now = content
        self.since: list[tuple[int, bytes | None]] = []

    def write(self, at: int, data: bytes) -> None:
        self.now = _written(self.now, at, data)
        self.since.append((at, data))

    def cut(self, size: int) -> None:
        self.now = self.now[:size].ljust(size, b"\0")
        self.since.append((size, None))

    def sync(self) -> None:
        self.synced, self.since = self.now, []

    def after(self, dice: random.Random) -> bytes:
        """What is found of it when the power is back."""
        found = self.synced
        lucky = dice.choice((0.0, 0.5, 0.9, 1.0))
        for at, data in self.since:
            if data is None:
                found = found[:at].ljust(at, b"\0") if dice.random() < lucky else found
                continue
            for start in range(0, len(data), _SECTOR):
                if dice.random() < lucky:
                    found = _written(found, at + start, data[start : start + _SECTOR])
        return found


def _written(content: bytes, at: int, data: bytes) -> bytes:
    return content[:at].ljust(at, b"\0") + data + content[at + len(data) :]


class Disk:
    """The model: names in folders, and the files that they stand for."""

    def __init__(self, root: Path) -> None:
        found = {str(p.relative_to(root)): _File(p.read_bytes()) for p in sorted(root.rglob("*")) if p.is_file()}
        self.names, self.synced_names = dict(found), dict(found)
        self.since: list[tuple[str, str, _File | None]] = []

    def do(self, step: Step) -> None:
        """Let one call happen."""
        file = self.names.get(step.path)
        if step.name == "make" and file is None:
            self._name(step.path, _File())
        elif step.name == "unlink":
            self._name(step.path, None)
        elif step.name == "link" and file:
            self._name(step.other, file)
        elif step.name == "rename" and file:
            self._name(step.other, file)
            self._name(step.path, None)
        elif step.name == "sync folder":
            self._sync_names(step.path)
        elif file and step.name == "write":
            file.write(step.at, step.data)
        elif file and step.name == "cut":
            file.cut(step.at)
        elif file and step.name == "sync":
            file.sync()

    def _name(self, path: str, file: _File | None) -> None:
        self.since.append((_folder(path), path, file))
        _set(self.names, path, file)

    def _sync_names(self, folder: str) -> None:
        for where, path, file in self.since:
            if where == folder:
                _set(self.synced_names, path, file)
        self.since = [each for each in self.since if each[0] != folder]

    def lay(self, folder: Path, dice: random.Random) -> None:
        """Write what is found after the power went into `folder`."""
        names = dict(self.synced_names)
        for _, path, file in self.since[: dice.randint(0, len(self.since))]:
            _set(names, path, file)
        for path, file in names.items():
            place = folder / path
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.write_bytes(file.after(dice))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _set(names: dict[str, _File], path: str, file: _File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


class Day(NamedTuple):
    """A day's calls in their order, each with how many commands had answered, and the book after each command."""

    start: Place
    steps: Sequence[tuple[int, Step]]
    states: Sequence[State]


def cuts(bench: Bench, part: float) -> Outcome:
    """The power goes at random moments of a day's commands."""
    calls.needs_strace()
    day = _day(bench)
    dice = random.Random(_SEED)
    rounds = [(dice.randint(0, len(day.steps)), dice.random()) for _ in range(max(round(ROUNDS * part), 1))]
    tried, flaws = each(bench, rounds, lambda point: _cut(bench, day, *point))
    return Outcome(tried, flaws, f"{len(_LINES)} commands")


def _cut(bench: Bench, day: Day, moment: int, seed: float) -> Iterator[str]:
    disk = Disk(day.start.folder)
    answered = 0
    for count, step in day.steps[:moment]:
        disk.do(step)
        answered = count
    place = bench.fresh(day.start)
    shutil.rmtree(place.home)
    disk.lay(place.folder, random.Random(seed))
    state = look(place)
    if state.flaws:
        yield f"cut after {moment} calls: {state.flaws}"
    elif state not in day.states[answered : answered + 2]:
        lost = state in day.states[:answered]
        yield f"cut after {moment} calls: {'acknowledged commands are lost' if lost else 'the book is in between'}"
    bench.drop(place)


def _day(bench: Bench) -> Day:
    def prepare(place: Place) -> None:
        bench.drop(place)
        bench.fresh().folder.rename(place.folder)
        shutil.rmtree(place.home / "backups")
        (place.home / "backups").mkdir()

    start = bench.made("before a day", prepare)
    place = bench.fresh(start)
    steps: list[tuple[int, Step]] = []
    states = [look(place)]
    log = place.folder.with_suffix(".calls")
    strace = ["strace", "-f", "-y", "-q", "--seccomp-bpf", "-xx", "-s", "1000000", "-o", str(log)]
    for number, line in enumerate(_LINES):
        ran = bench.run(place, *line, before=[*strace, "-e", f"trace={_TRACED}"])
        if ran.code:
            raise RuntimeError(f"{line}: {ran}")
        for step in _steps(log, str(place.folder)):
            answered = number + (step.name == "answer" or bool(steps and steps[-1][0] == number + 1))
            steps.append((answered, step))
        states.append(look(place))
    log.unlink()
    bench.drop(place)
    return Day(start, steps, states)


_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")


def _steps(log: Path, folder: str) -> Iterator[Step]:
    """The calls that change files below the folder, and those that answer."""
    offsets: dict[str, int] = {}
    for line in log.read_text("ascii").splitlines():
        if not (parsed := _CALL.match(line)) or parsed[3].startswith("-"):
            continue
        name, said, result = parsed[1], parsed[2], int(parsed[3])
        texts = [_bytes(text) for text in _HEX.findall(said)]
        if name in ("unlink", "rename", "link"):
            paths = [_below(text.decode(), folder) for text in texts]
            if all(paths):
                yield Step(name, str(paths[0]), str(paths[-1]))
            continue
        if name == "openat":
            path = _below(texts[0].decode(), folder)
            if path and "O_CREAT" in said:
                yield Step("make", path)
            if path and "O_TRUNC" in said:
                yield Step("cut", path, at=0)
            offsets.pop(path or "", None)
            continue
        if not (file := _FILE.match(said)):
            continue
        if file[1] == "1" and name == "write":
            yield Step("answer", "")
        path = _below(_bytes(file[2]).decode("utf-8", "replace"), folder, itself=True)
        if path is None:
            continue
        if name == "pwrite64":
            yield Step("write", path, data=texts[0], at=int(said.rpartition(",")[2]))
        elif name == "write":
            yield Step("write", path, data=texts[0], at=offsets.get(path, 0))
            offsets[path] = offsets.get(path, 0) + result
        elif name == "ftruncate":
            yield Step("cut", path, at=int(said.rpartition(",")[2]))
        elif name in ("fsync", "fdatasync"):
            is_folder = Path(folder, path).is_dir()
            yield Step("sync folder" if is_folder else "sync", path)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _below(path: str, folder: str, itself: bool = False) -> str | None:
    """The path below the folder; None for what lies elsewhere."""
    if itself and path == folder:
        return ""
    return path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else None
