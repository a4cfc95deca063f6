"""Compare the planner with VROOM, an open-source route optimiser, on generated weeks.

    python benchmarks/oracle.py [--seeds N] [--first SEED] [--sizes N…] [--effort E] [--exploration N]

Prints a line for each week and a summary. The yardstick of a week is the better of two plans: the planner's own with
twenty times the stretches, and VROOM's at exploration 5. A plan is better by its score, then by its travel.

The weeks are those of weeks.py as far as VROOM can be told them. It knows priorities from 0 to 100 and no ladder, a
ceiling for each day but none for the week, and it may drop an appointment. So here the suggestions are all on one rung,
with scores that are shares of 50 for both solvers; appointments have priority 100; the week's 16 visits are dealt to the
days (4, 3, 3, 3, 3), prospects have no share of their own, and every allowed start is a window of its own. A plan of
VROOM's without one of the appointments doesn't count.
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
    """What a plan is worth: by its score, then its travel."""

    score: int
    travel: int

    def beats(self, other: "Mark") -> bool:
        """Whether this plan is better than the other."""
        return (self.score, -self.travel) > (other.score, -other.travel)


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
    """Score (without the appointments, which all plans keep) and minutes of travel."""
    chosen = [v for v, place in zip(week.visits, plan.places, strict=True) if place and v.rung > 2]
    return Mark(sum(v.score for v in chosen), travel_total(week, plan))


def by_vroom(week: Problem, exploration: int) -> Plan | None:
    """VROOM's plan; None if it leaves out an appointment that the planner has to keep."""
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
    kept = all(place for visit, place in zip(week.visits, places, strict=True) if visit.rung <= 2)
    return Plan(tuple(places)) if kept else None


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
    print(f"{'flavour':12} {'seed':>5} {'size':>4} {'own':>11} {'long':>11} {'VROOM':>11}  score  travel")
    for flavour in FLAVOURS:
        ratios, travels, refused = [], [], 0
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            week = plain_week(flavour, seed, chosen.sizes[seed % len(chosen.sizes)])
            own, best = mark(week, solve(week, chosen.effort)), mark(week, solve(week, "long"))
            plan = by_vroom(week, chosen.exploration)
            theirs = mark(week, plan) if plan else None
            refused += plan is None
            line = f"{flavour:12} {seed:5} {len(week.visits):4} {said(own):>11} {said(best):>11} {said(theirs):>11}"
            if theirs and theirs.beats(best):
                best = theirs
            ratios.append(own.score / best.score)
            line += f"  {ratios[-1]:.4f}"
            if theirs and theirs.score == own.score:
                travels.append(own.travel / theirs.travel)
                line += f" {travels[-1]:.3f}"
            print(line, flush=True)
        print(
            f"{flavour}: score mean {sum(ratios) / len(ratios):.4f} worst {min(ratios):.4f}; travel at VROOM's score "
            f"mean {sum(travels) / max(1, len(travels)):.3f} worst {max(travels, default=0):.3f} of {len(travels)} weeks; "
            f"VROOM left out an appointment in {refused}"
        )


def said(found: Mark | None) -> str:
    """A mark in a table."""
    return f"{found.score}/{found.travel}" if found else "-"


if __name__ == "__main__":
    main()
