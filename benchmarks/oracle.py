"""Compare the planner with VROOM, an open-source route optimiser, on generated weeks.

    python benchmarks/oracle.py [--seeds N] [--first SEED] [--sizes N…] [--effort E] [--exploration N]

Prints a line for each week and a summary. The yardstick of a week is the better of two plans: the planner's own with
twenty times the stretches, and VROOM's at exploration 5. A plan is better by its score, then by its travel.

The weeks are those of weeks.py as far as VROOM can be told them. It knows priorities from 0 to 100 and no ladder, a
ceiling for each day but none for the week, and it may drop an appointment. So here the suggestions are all on one
rung, with scores that are shares of 50 for both solvers; appointments have priority 100, and the more of them a plan
keeps the better it is; the week's 16 visits are dealt to the days (4, 3, 3, 3, 3), prospects have no share of their
own, and every allowed start is a window of its own.
"""

import argparse
import sys
from typing import Any, NamedTuple

from weeks import FLAVOURS, GRID, generated_week

from rmtool.core.planner import EFFORTS, Place, Plan, Problem, solve, travel_total

try:
    import vroom
except ImportError:
    sys.exit("pyvroom isn't there, so nothing is compared: pip install --group bench")

DAY = 24 * 60
TOP = 50
"""Priority of the suggestion with the greatest score; an appointment has 100."""

VISITS_ON = (4, 3, 3, 3, 3)


class Mark(NamedTuple):
    """What a plan is worth: by the appointments that it keeps, then its score, then its travel."""

    kept: int
    score: int
    travel: int

    def beats(self, other: "Mark") -> bool:
        """Whether this plan is better than the other."""
        return (self.kept, self.score, -self.travel) > (other.kept, other.score, -other.travel)


class Result(NamedTuple):
    """A week solved by the planner, by the planner at length, and by VROOM."""

    own: Mark
    long: Mark
    vroom: Mark

    def ratio(self) -> float:
        """The planner's score as a share of the best plan's."""
        best = self.vroom if self.vroom.beats(self.long) else self.long
        return self.own.score / best.score

    def travel(self) -> float:
        """The planner's travel as a multiple of VROOM's; 0 where the two don't have the same score."""
        return self.own.travel / self.vroom.travel if self.own[:2] == self.vroom[:2] else 0.0

    def __str__(self) -> str:
        marks = " ".join(f"{f'{found.score}/{found.travel}':>11}" for found in self)
        return f"{marks}  {self.ratio():.4f}  {f'{self.travel():.3f}' if self.travel() else '-'}"


def plain_week(flavour: str, seed: int, size: int) -> Problem:
    """The generated week without what VROOM can't be told."""
    week = generated_week(flavour, seed, size)
    most = max(v.score for v in week.visits)
    visits = tuple(
        v._replace(rung=6 if v.rung > 2 else v.rung, score=max(1, round(v.score * TOP / most))) for v in week.visits
    )
    days = tuple(day._replace(max_visits=count) for day, count in zip(week.days, VISITS_ON, strict=True))
    return week._replace(visits=visits, days=days, max_week=size, max_clients=size)


def mark(week: Problem, plan: Plan) -> Mark:
    """Appointments kept, score of the suggestions, minutes of travel."""
    chosen = [v for v, place in zip(week.visits, plan.places, strict=True) if place]
    kept = sum(1 for v in chosen if v.rung <= 2)
    return Mark(kept, sum(v.score for v in chosen if v.rung > 2), travel_total(week, plan))


def by_vroom(week: Problem, exploration: int) -> Plan:
    """VROOM's plan."""
    task = vroom.Input()
    task.set_durations_matrix("car", [[60 * minutes for minutes in row] for row in week.travel])
    for number, day in enumerate(week.days):
        hours = vroom.TimeWindow(60 * (DAY * number + day.open), 60 * (DAY * number + day.close))
        task.add_vehicle(vroom.Vehicle(number, start=0, end=0, time_window=hours, max_tasks=day.max_visits))
    for number, visit in enumerate(week.visits):
        if windows := [vroom.TimeWindow(60 * start, 60 * start) for start in allowed_starts(week, number)]:
            task.add_job(
                vroom.Job(
                    number,
                    location=number + 1,
                    default_service=60 * visit.minutes,
                    priority=visit.score if visit.rung > 2 else 100,
                    time_windows=windows,
                )
            )
    places: list[Place | None] = [None] * len(week.visits)
    steps: Any = task.solve(exploration_level=exploration, nb_threads=1).routes
    for step in steps[steps["type"] == "job"].itertuples():
        start = (step.arrival + step.waiting_time) // 60
        places[int(step.id)] = Place(start // DAY, start % DAY)
    return Plan(tuple(places))


def allowed_starts(week: Problem, number: int) -> list[int]:
    """Every start of a visit, in minutes from the first midnight of the week."""
    visit = week.visits[number]
    if visit.fixed:
        return [DAY * visit.fixed.day + visit.fixed.start]
    return [
        DAY * day + start
        for day, ranges in enumerate(visit.starts)
        for opens, closes in ranges
        for start in range(opens, closes + 1, GRID)
    ]


def main() -> None:
    """Read the command line, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 40, 50, 60])
    parser.add_argument("--effort", choices=list(EFFORTS), default="normal")
    parser.add_argument("--exploration", type=int, default=5, choices=range(1, 6))
    chosen = parser.parse_args()
    EFFORTS["long"] = 20 * EFFORTS[chosen.effort]
    print(f"{'flavour':12} {'seed':>5} {'size':>4} {'own':>11} {'long':>11} {'VROOM':>11}   score travel")
    for flavour in FLAVOURS:
        results = []
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            week = plain_week(flavour, seed, chosen.sizes[seed % len(chosen.sizes)])
            plans = (solve(week, chosen.effort), solve(week, "long"), by_vroom(week, chosen.exploration))
            results.append(Result(*(mark(week, plan) for plan in plans)))
            print(f"{flavour:12} {seed:5} {len(week.visits):4} {results[-1]}", flush=True)
        print_summary(flavour, results)


def print_summary(flavour: str, results: list[Result]) -> None:
    """What the weeks of a flavour come to."""
    scores = [result.ratio() for result in results]
    ways = [result.travel() for result in results if result.travel()] or [0.0]
    print(
        f"{flavour}: score mean {sum(scores) / len(scores):.4f} worst {min(scores):.4f} | travel at VROOM's score "
        f"mean {sum(ways) / len(ways):.3f} worst {max(ways):.3f}, {len(ways)} weeks | "
        f"VROOM worth less in {sum(r.own.score > r.vroom.score for r in results)}, "
        f"keeps fewer appointments in {sum(r.own.kept > r.vroom.kept for r in results)}"
    )


if __name__ == "__main__":
    main()
