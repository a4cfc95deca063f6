"""A planning problem → a plan. Knows nothing of clients, tiers or banks; week.py builds the problem."""

from typing import NamedTuple

Range = tuple[int, int]
"""Allowed starts from the first to the second minute of the day, both in."""


class Day(NamedTuple):
    """One day that may be planned: nobody is on the road before `open` or after `close` (minutes of the day)."""

    open: int
    close: int
    max_visits: int


class Place(NamedTuple):
    """Where a visit stands: index of the day, and start in minutes of the day."""

    day: int
    start: int


class Candidate(NamedTuple):
    """A visit that may be planned.

    `key` orders what is otherwise equal. `rung` 1 to 6 of the ladder (1 = fixed time, 2 = fixed day). `starts` holds
    for each day the allowed starts. `fixed` is where a rung-1 visit stands, on the grid or off it; `previous` is where
    the saved plan had it.
    """

    key: str
    prospect: bool
    rung: int
    score: int
    minutes: int
    starts: tuple[tuple[Range, ...], ...]
    fixed: Place | None = None
    previous: Place | None = None


class Problem(NamedTuple):
    """A week to plan. `travel` in minutes: row and column 0 are the branch, i + 1 the i-th visit.

    Ceilings: `max_week` visits, of them `max_clients` to clients (not prospects), and each day's `max_visits`.
    Fixed visits count towards every ceiling and stay even above it.
    """

    grid: int
    days: tuple[Day, ...]
    max_week: int
    max_clients: int
    visits: tuple[Candidate, ...]
    travel: tuple[tuple[int, ...], ...]
