"""Solve public team-orienteering instances with time windows, and compare with published results.

    python benchmarks/toptw.py FILE… [--fleet M] [--effort E]

Prints for each instance its score, the reference (proven optimum for one route, published heuristic for more) and
the ratio, then the mean. Times are scaled by ten, so that distances cut to one decimal are whole numbers.
"""

import argparse
import csv
import json
import time
from pathlib import Path

from rmtool.core.planner import EFFORTS, Candidate, Day, Problem, solve

SCALE = 10


def read_instance(path: Path, fleet: int) -> Problem:
    """The instance as a planning problem with a day for each route."""
    points = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[2:] if line.strip()]
    spots = [(float(p[1]), float(p[2])) for p in points]
    close = scaled(points[0][-1])
    visits = tuple(
        Candidate(
            key=f"{int(p[0]):04d}",
            prospect=True,
            rung=6,
            score=round(float(p[4])),
            minutes=scaled(p[3]),
            starts=(((scaled(p[-2]), scaled(p[-1])),),) * fleet,
        )
        for p in points[1:]
    )
    everything = len(visits)
    return Problem(
        grid=1,
        days=(Day(0, close, everything),) * fleet,
        max_week=everything,
        max_clients=everything,
        visits=visits,
        travel=tuple(tuple(distance(a, b) for b in spots) for a in spots),
    )


def scaled(text: str) -> int:
    """A time as written, in whole tenths."""
    return int(float(text) * SCALE + 1e-6)


def distance(a: tuple[float, float], b: tuple[float, float]) -> int:
    """Euclidean distance in tenths, cut, not rounded."""
    return int(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 * SCALE + 1e-6)


def reference(path: Path, fleet: int) -> int | None:
    """The published score for the instance: the optimum if it is known, else the heuristic's."""
    optima: dict[str, int] = json.loads((path.parent / "optima.json").read_text(encoding="utf-8"))
    if fleet == 1 and path.stem in optima:
        return optima[path.stem]
    with (path.parent / "ils.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["instance"] == path.stem and row.get(f"m{fleet}"):
                return int(row[f"m{fleet}"])
    return None


def main() -> None:
    """Read the command line, solve, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--fleet", type=int, default=1)
    parser.add_argument("--effort", choices=list(EFFORTS), default="normal")
    chosen = parser.parse_args()
    ratios, seconds = [], 0.0
    for path in chosen.files:
        problem = read_instance(path, chosen.fleet)
        began = time.perf_counter()
        plan = solve(problem, chosen.effort)
        seconds += time.perf_counter() - began
        score = sum(v.score for v, place in zip(problem.visits, plan.places, strict=True) if place)
        best = reference(path, chosen.fleet)
        if best:
            ratios.append(score / best)
        print(f"{path.stem:8} {score:6} {best or '-':>6} {f'{score / best:.4f}' if best else '-':>7}")
    if ratios:
        print(f"mean of {len(ratios)}: {sum(ratios) / len(ratios):.4f}, {seconds / len(chosen.files):.2f} s each")


if __name__ == "__main__":
    main()
