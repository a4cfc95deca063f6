"""Two plans of one week, made by different rules, held against each other. Not: how either is made."""

from typing import NamedTuple

from rmtool.core.due import OVERDUE
from rmtool.core.results import PlannedWeek
from rmtool.core.week import LeftOut
from rmtool.core.week_plan import PlannedVisit


class Difference(NamedTuple):
    """What other rules would change: visits `added`, `dropped` and `moved` (before, after), in the plans' order.

    `saved` are overdue clients that only the second plan visits, `lost` those that only the first does.
    """

    before: PlannedWeek
    after: PlannedWeek
    added: tuple[PlannedVisit, ...]
    dropped: tuple[PlannedVisit, ...]
    moved: tuple[tuple[PlannedVisit, PlannedVisit], ...]
    saved: tuple[PlannedVisit, ...]
    lost: tuple[PlannedVisit, ...]


def difference(before: PlannedWeek, after: PlannedWeek) -> Difference:
    """What the second plan does otherwise than the first."""
    first, second = _visits(before), _visits(after)
    added = tuple(visit for key, visit in second.items() if key not in first)
    dropped = tuple(visit for key, visit in first.items() if key not in second)
    moved = tuple((first[k], v) for k, v in second.items() if k in first and _when(first[k]) != _when(v))
    saved = tuple(visit for visit in added if _is_overdue(visit))
    lost = tuple(visit for visit in dropped if _is_overdue(visit))
    return Difference(before, after, added, dropped, moved, saved, lost)


def overdue_left_out(planned: PlannedWeek) -> list[LeftOut]:
    """The overdue clients that a plan leaves out."""
    return [left for left in planned.plan.left_out if left.due and left.due.state == OVERDUE]


def _visits(planned: PlannedWeek) -> dict[tuple[str, int], PlannedVisit]:
    """The visits by client and, for one who is visited twice, their order."""
    found: dict[tuple[str, int], PlannedVisit] = {}
    for visit in planned.plan.visits:
        number = visit.wish.client.client_no
        found[number, sum(1 for known, _ in found if known == number)] = visit
    return found


def _when(visit: PlannedVisit) -> tuple[object, int]:
    return visit.day, visit.start


def _is_overdue(visit: PlannedVisit) -> bool:
    return visit.wish.due is not None and visit.wish.due.state == OVERDUE
