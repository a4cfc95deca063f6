"""Generate weeks like an RM's and measure the planner on them.

    python benchmarks/weeks.py [--seeds N] [--size N] [--effort E] [--long E]

For each of three flavours of places (coordinates, districts, neither): the score as a share of the best known (the same
planner with many more rounds), travel, planning time (explanations included) as a multiple of the bare interpreter, and
how many visits move when one client drops out and one becomes urgent.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from random import Random

from rmtool.core.planner import EFFORTS, Candidate, Day, Place, Plan, Problem, explain, moved, solve, travel_total

FLAVOURS = ("coordinates", "districts", "neither")
GRID = 30
SHIFTS = ((540, 720), (840, 1050))
DAYS = 5
NO_TIME: tuple[tuple[int, int], ...] = ()


def generated_week(flavour: str, seed: int, size: int) -> Problem:
    """A week of `size` candidates: a few appointments, some carried over, some quotas, the rest by urgency."""
    random = Random(f"{flavour} {seed} {size}")
    visits = tuple(_candidate(random, number) for number in range(size))
    prospects = sum(v.prospect for v in visits)
    return Problem(
        grid=GRID,
        days=(Day(SHIFTS[0][0], SHIFTS[1][1], 4),) * DAYS,
        max_week=16,
        max_clients=16 - min(3, prospects),
        visits=visits,
        travel=_travel(random, flavour, size),
    )


def _candidate(random: Random, number: int) -> Candidate:
    weight, minutes = random.choices(((4, 45), (3, 30), (2, 30), (1, 30)), (3, 4, 8, 5))[0]
    rung = random.choices((1, 2, 3, 4, 5, 6), (2, 3, 2, 6, 12, 75))[0]
    away_until = random.randrange(1, DAYS) if random.random() < 0.1 else 0
    shifts = ((900, 1050),) if random.random() < 0.08 else SHIFTS
    only = random.randrange(DAYS)
    starts = tuple(
        NO_TIME if day < away_until or rung == 1 or (rung == 2 and day != only) else _starts(shifts, day, minutes, rung)
        for day in range(DAYS)
    )
    return Candidate(
        key=f"C{number:04d}",
        prospect=random.random() < 0.15,
        rung=rung,
        score=round(1000 * weight * (0.7 + 1.3 * random.random())),
        minutes=minutes,
        starts=starts,
        fixed=Place(number % DAYS, 540 + 90 * (number // DAYS % 6)) if rung == 1 else None,
    )


def _starts(shifts: tuple[tuple[int, int], ...], day: int, minutes: int, rung: int) -> tuple[tuple[int, int], ...]:
    """The starts in these hours; suggestions avoid Monday morning and Friday afternoon."""
    ranges = []
    for opens, closes in shifts:
        avoided = rung > 3 and ((day == 0 and opens < 720) or (day == DAYS - 1 and opens >= 720))
        last = closes - minutes - (closes - minutes - opens) % GRID
        if not avoided and last >= opens:
            ranges.append((opens, last))
    return tuple(ranges)


def _travel(random: Random, flavour: str, size: int) -> tuple[tuple[int, ...], ...]:
    """Minutes between clients; there is no branch."""
    centres = [(random.random() * 24, random.random() * 14) for _ in range(5)]
    home = [random.randrange(len(centres)) for _ in range(size)]
    spots = [(centres[h][0] + random.gauss(0, 2), centres[h][1] + random.gauss(0, 2)) for h in home]

    def minutes(a: int, b: int) -> int:
        if flavour == "coordinates":
            km = ((spots[a][0] - spots[b][0]) ** 2 + (spots[a][1] - spots[b][1]) ** 2) ** 0.5
            return -(-int(km * 1.3 / 22 * 60 + 3) // 5) * 5
        if flavour == "districts":
            return 10 if home[a] == home[b] else 25
        return 15

    return tuple(
        tuple(0 if 0 in (a, b) or a == b else minutes(a - 1, b - 1) for b in range(size + 1)) for a in range(size + 1)
    )


def disturbed(problem: Problem, plan: Plan, seed: int) -> Problem:
    """The week once it is saved, one planned client has dropped out and one left out has become urgent."""
    random = Random(seed)
    visits = [v._replace(previous=place) for v, place in zip(problem.visits, plan.places, strict=True)]
    planned = [i for i, v in enumerate(visits) if v.previous and not v.fixed]
    left_out = [i for i, v in enumerate(visits) if not v.previous]
    gone, urgent = random.choice(planned), random.choice(left_out)
    visits[gone] = visits[gone]._replace(starts=(NO_TIME,) * DAYS, previous=None)
    visits[urgent] = visits[urgent]._replace(rung=4, score=8000)
    return problem._replace(visits=tuple(visits))


def sums(problem: Problem, plan: Plan) -> Iterator[int]:
    """Σ score by rung, the highest first."""
    for rung in range(1, 7):
        yield sum(v.score for v, place in zip(problem.visits, plan.places, strict=True) if place and v.rung == rung)


def interpreter_seconds() -> float:
    """How long the bare interpreter takes, the best of several."""
    times = []
    for _ in range(10):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        times.append(time.perf_counter() - began)
    return sorted(times)[len(times) // 2]


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 40, 50, 60])
    parser.add_argument("--effort", choices=list(EFFORTS), default="normal")
    parser.add_argument("--long", type=int, default=20, help="stretches without gain of the plan compared with")
    chosen = parser.parse_args()
    EFFORTS["long"] = chosen.long
    bare = interpreter_seconds()
    for flavour in FLAVOURS:
        ratios, travels, moves, seconds = [], [], [], []
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            problem = generated_week(flavour, seed, chosen.sizes[seed % len(chosen.sizes)])
            began = time.perf_counter()
            plan = solve(problem, chosen.effort)
            explain(problem, plan)
            seconds.append(time.perf_counter() - began)
            best = solve(problem, "long")
            ratios.append(sum(sums(problem, plan)) / sum(sums(problem, best)))
            if [*sums(problem, plan)] == [*sums(problem, best)]:
                travels.append(travel_total(problem, plan) / travel_total(problem, best))
            later = disturbed(problem, plan, seed)
            moves.append(moved(later, solve(later, chosen.effort)))
        count = len(ratios)
        print(
            f"{flavour:12} score mean {sum(ratios) / count:.4f} worst {min(ratios):.4f} | "
            f"travel at equal score {sum(travels) / max(1, len(travels)):.3f} of {len(travels)} | "
            f"moved {sum(moves) / count:.1f} most {max(moves)} | "
            f"time {sum(seconds) / count / bare:.1f} × most {max(seconds) / bare:.1f} ×"
        )


if __name__ == "__main__":
    main()
