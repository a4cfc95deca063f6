"""A planning problem → a plan, and for every visit left out the reason. Knows nothing of clients, tiers or banks.

Read in this order: problem (what is asked, what is answered), objective (what makes one plan better than another),
route (one day's visits in order), draft (a plan in the making), search (the way to a good plan), reasons.
"""

from rmtool.core.planner.problem import (
    Candidate,
    Day,
    Place,
    Plan,
    Problem,
    Range,
    conflicts,
    legs,
    moved,
    travel_total,
)
from rmtool.core.planner.reasons import Omission, explain, fallback
from rmtool.core.planner.search import EFFORTS, solve

__all__ = [
    "EFFORTS",
    "Candidate",
    "Day",
    "Omission",
    "Place",
    "Plan",
    "Problem",
    "Range",
    "conflicts",
    "explain",
    "fallback",
    "legs",
    "moved",
    "solve",
    "travel_total",
]
