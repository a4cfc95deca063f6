"""A week that is over, in the words of a plan: its visits as they stand. Not: a week still to plan (week_plan).

What stands in it is standing_week's to say; nobody claims a visit in it any more, so it has no planning problem.
"""

from datetime import date

from rmtool.core import planner
from rmtool.core.book import CONFIRMED, DONE, PLANNED
from rmtool.core.claims import WeekFacts
from rmtool.core.standing_week import StandingVisit, legs, standing_week
from rmtool.core.week import WeekTask, Wish
from rmtool.core.week_plan import PlannedVisit, WeekPlan
from rmtool.core.windows import Windows
from rmtool.phrase import Phrase, phrase

LAST_RUNG = 6


def past_plan(facts: WeekFacts, moved: int) -> WeekPlan:
    """A past week's visits with what came of them; `moved` is what was kept of its plan.

    A visit that has a day and no hour stands where the day's work begins, one without a day in no day's list.
    """
    standing = standing_week(facts)
    travel = legs(standing, facts.book, facts.rules)
    opens = facts.rules.week.shifts[0].opens
    visits = [
        _shown(each, day, opens if each.start is None else each.start, travel.get(each.visit.id, 0))
        for each in (*standing.visits, *standing.untimed)
        if (day := each.day) is not None
    ]
    visits.sort(key=lambda visit: (visit.day, visit.start, visit.wish.client.client_no))
    nothing = planner.Problem(facts.rules.week.grid, (), 0, 0, (), ((0,),))
    task = WeekTask(facts.monday, standing.days, (), (), nothing, ())
    return WeekPlan(task, tuple(visits), (), moved, 0)


def _shown(each: StandingVisit, day: date, start: int, travel: int) -> PlannedVisit:
    visit = each.visit
    fixed = visit.status != PLANNED or visit.fixed == "time"
    because = _what_came_of_it(visit.status)
    if visit.why and visit.status != DONE:
        because = phrase("week.with_purpose", reason=because, why=visit.why)
    wish = Wish(each.client, each.tier, None, because, 0, LAST_RUNG, visit, False, None, each.minutes, Windows((), {}))
    return PlannedVisit(wish, day, start, start + each.minutes, visit.status, fixed, None, None, because, travel)


def _what_came_of_it(status: str) -> Phrase:
    return phrase("week.unsaid" if status in (PLANNED, CONFIRMED) else f"plan.status_{status}")
