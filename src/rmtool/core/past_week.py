"""A week that is over: its plan with the visits that were planned and not held. Not: a week still to plan (week_plan).

Who was missed or cancelled claims nothing any more, so the planning problem doesn't hold it.
"""

from collections.abc import Iterable
from datetime import date

from rmtool.core.book import Client, Visit
from rmtool.core.week import Wish
from rmtool.core.week_plan import PlannedVisit, WeekPlan
from rmtool.core.windows import Windows
from rmtool.phrase import phrase

LAST_RUNG = 6


def with_unheld(plan: WeekPlan, unheld: Iterable[tuple[Client, str | None, Visit]], usual_minutes: int) -> WeekPlan:
    """The plan of a past week with the visits missed or cancelled, each with its client and what that ranks as.

    `usual_minutes` is the length of a visit that says none.
    """
    added = [
        _unheld(client, tier, visit, visit.day, visit.start, visit.minutes or usual_minutes)
        for client, tier, visit in unheld
        if visit.day is not None and visit.start is not None
    ]
    visits = sorted((*plan.visits, *added), key=lambda v: (v.day, v.start, v.wish.client.client_no))
    return plan._replace(visits=tuple(visits))


def _unheld(client: Client, tier: str | None, visit: Visit, day: date, start: int, minutes: int) -> PlannedVisit:
    said = phrase(f"plan.status_{visit.status}")
    because = phrase("week.with_purpose", reason=said, why=visit.why) if visit.why else said
    wish = Wish(client, tier, None, because, 0, LAST_RUNG, visit, False, None, minutes, Windows((), {}))
    return PlannedVisit(wish, day, start, start + minutes, visit.status, True, None, None, because, 0)
