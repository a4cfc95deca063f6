"""Small planning problems drawn from tiny ranges, so that ties, full days and conflicts happen."""

from random import Random

from rmtool.core.planner import Candidate, Day, Place, Problem

MORNING = ((540, 690),)
AFTERNOON = ((840, 1020),)
WHOLE_DAY = MORNING + AFTERNOON
NO_TIME = ()


def drawn_problem(seed: int, visits: int = 6, days: int = 2) -> Problem:
    """A problem with appointments, prospects, saved places, ceilings and every shape of allowed starts."""
    random = Random(seed)
    grid = random.choice((15, 30, 30))
    shape = Problem(
        grid=grid,
        days=tuple(Day(540, random.choice((720, 1050)), random.choice((1, 2, 3, 4))) for _ in range(days)),
        max_week=random.choice((2, 3, 4, 2 * days)),
        max_clients=random.choice((2, 3, 4)),
        visits=(),
        travel=drawn_travel(random, visits),
    )
    return shape._replace(visits=tuple(drawn_visit(random, i, days) for i in range(visits)))


def drawn_visit(random: Random, number: int, days: int) -> Candidate:
    rung = random.choice((2, 3, 4, 5, 6, 6, 6))
    starts = [random.choice((WHOLE_DAY, WHOLE_DAY, MORNING, AFTERNOON, ((600, 600),), NO_TIME)) for _ in range(days)]
    if rung == 2:
        only = random.randrange(days)
        starts = [ranges if day == only else NO_TIME for day, ranges in enumerate(starts)]
    return Candidate(
        key=f"C{random.randrange(1000):03d}-{number}",
        prospect=random.random() < 0.3,
        rung=rung,
        score=random.choice((0, 100, 100, 200, 300)),
        minutes=random.choice((15, 30, 45, 90)),
        starts=tuple(starts),
        previous=Place(random.randrange(days), random.choice((540, 600, 840))) if random.random() < 0.3 else None,
    )


def with_fixed(problem: Problem, times: tuple[tuple[int, int], ...]) -> Problem:
    """The problem with its first visits fixed at these days and times."""
    fixed = [
        visit._replace(rung=1, fixed=Place(*time), starts=(NO_TIME,) * len(problem.days), previous=None)
        for visit, time in zip(problem.visits, times, strict=False)
    ]
    return problem._replace(visits=(*fixed, *problem.visits[len(fixed) :]))


def drawn_travel(random: Random, visits: int) -> tuple[tuple[int, ...], ...]:
    """Between points of a small town, in steps of five minutes; the branch in the middle or without ways."""
    spots = [(random.randrange(4), random.randrange(4)) for _ in range(visits + 1)]
    branch_counts = random.random() < 0.5
    return tuple(
        tuple(
            0 if a == b or (not branch_counts and 0 in (a, b)) else 5 + 5 * (abs(x - u) + abs(y - v))
            for b, (u, v) in enumerate(spots)
        )
        for a, (x, y) in enumerate(spots)
    )
