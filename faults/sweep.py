"""What a sweep is, and what came of one. Not: any of them."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from faults.bench import Bench

T = TypeVar("T")


class Skipped(Exception):  # noqa: N818 - it is no error
    """Why a sweep can't be run on this machine, and what would let it."""


class Outcome(NamedTuple):
    """How often something was tried, the flaws found, and figures worth telling.

    `skipped` names the parts that this machine couldn't do.
    """

    tried: int
    flaws: Sequence[str]
    told: str = ""
    skipped: Sequence[str] = ()


class Sweep(NamedTuple):
    """One way in which things go wrong, and the promise of which it is the proof.

    `run` takes the bench and how much of it is wanted: 1.0 is all, less a part. `controls` are names of broken.py with
    which the sweep must find flaws; `part` of it is enough for that. `short` is the part for every change, if any.
    """

    name: str
    promise: str
    what: str
    run: Callable[[Bench, float], Outcome]
    controls: Sequence[str]
    part: float = 0.05
    short: float = 0.0


def each(bench: Bench, points: Iterable[T], try_one: Callable[[T], Iterable[str]]) -> tuple[int, list[str]]:
    """Try every point, as many at a time as the bench says; returns how many there were, and all flaws."""
    with ThreadPoolExecutor(bench.jobs) as pool:
        found = [list(flaws) for flaws in pool.map(lambda point: list(try_one(point)), points)]
    return len(found), [flaw for flaws in found for flaw in flaws]


def some(points: Sequence[T], part: float) -> Sequence[T]:
    """As large a part of the points, evenly spread, and at least one."""
    if part >= 1 or not points:
        return points
    count = max(round(len(points) * part), 1)
    return [points[int(n * len(points) / count)] for n in range(count)]
