"""A week as it stands, as a calendar: visits, busy hours, leave, holidays, occasions. Not: its plan (week)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import CANCELLED, CONFIRMED, DONE, MISSED, PLANNED
from rmtool.core.periods import clock, week_name
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import tier_said
from rmtool.show.pages.occasions import line as occasion_line
from rmtool.show.pages.week import about, week_picture
from rmtool.show.pictures import Day
from rmtool.show.text import Column, Page, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmtool.core.book import Visit
    from rmtool.core.results import ShownWeek
    from rmtool.core.rules import Rules
    from rmtool.core.standing_week import StandingVisit, StandingWeek
    from rmtool.core.windows import WeekDay
    from rmtool.show.text import Said

_MARKS = {CONFIRMED: "●", DONE: "✓", MISSED: "✗", CANCELLED: "✗"}
_BLANK = dict.fromkeys(("day", "time", "mark", "tier", "district", "status"), "")
_PLANNED, _APPOINTED, _BUSY = "○", "●", "▒"
_KEYS = {
    _PLANNED: "plan.week_mark_planned",
    _APPOINTED: "plan.week_mark_fixed",
    "✓": "plan.week_mark_done",
    "✗": "plan.week_mark_unheld",
    _BUSY: "plan.week_mark_busy",
}
FIELDS = ("date", "client_no", "name", "tier", "start", "end", "status", "fixed", "why", "district", "person")


def week_page(shown: ShownWeek, rules: Rules) -> Page:
    """The week as a calendar, and what is to be seen to in it."""
    record = rows.week_record(shown)
    visits = [{"date": day["date"], **visit} for day in record["days"] for visit in day["visits"]]
    sections = [_calendar(shown, rules), _occasions(shown)]
    records, lead = [*visits, *record["untimed"]], _lead(shown)

    def sheets() -> list[Sheet]:
        from rmtool.show.pages.plan_sheets import week_sheets

        return week_sheets(shown, lead, sections[0], rules)

    return Page(record, lead, sections, _closing(shown), records, FIELDS, sheets=sheets)


def _lead(shown: ShownWeek) -> list[Said]:
    days, visits = shown.standing.days, [each.visit for each in shown.standing.visits]
    lead: list[Said] = [
        phrase(
            "plan.week_lead",
            week=int(week_name(days[0].date)[-2:]),
            first=days[0].date,
            last=days[-1].date,
            count=sum(1 for visit in visits if visit.status != CANCELLED),
            held=sum(1 for visit in visits if visit.status == DONE),
        )
    ]
    if shown.provisional:
        lead.append(phrase("plan.provisional", year=days[-1].date.year))
    return lead


def _closing(shown: ShownWeek) -> list[Said]:
    if shown.past or shown.saved:
        return []
    return [phrase("plan.week_unplanned", week=week_name(shown.standing.days[0].date))]


def _calendar(shown: ShownWeek, rules: Rules) -> Section:
    standing = shown.standing
    lines: list[dict[str, object]] = []
    for day in standing.days:
        for number, row in enumerate(_of_day(standing, day, rules)):
            lines.append({**_BLANK, **row, "day": "" if number else phrase("plan.day", day=day.date)})
    lines += [_line(each, rules) for each in standing.untimed if each.day is None and not each.visit.is_proposed]
    columns = [
        Column("day"),
        Column("time"),
        Column("mark"),
        Column("name", cut=True),
        Column("tier", drop=3),
        Column("district", drop=4),
        Column("status", drop=1),
    ]
    days = [Day(day.date, day.working and not day.leave, about(day)) for day in standing.days]
    picture = week_picture(days, [{"on": each.day} for each in standing.visits], rules)._replace(on_terminals=True)
    empty = phrase("plan.nothing_planned" if shown.past else "plan.week_nothing")
    return Section(columns=columns, rows=lines, lines=_below(standing), empty=empty, picture=picture)


def _below(standing: StandingWeek) -> list[Said]:
    """What the marks mean, of those that are used, and who has no hour yet: the calendar has no place for them."""
    used = {_mark(each.visit) for each in standing.visits} | {_BUSY for day in standing.days if day.busy}
    said = tuple(phrase("plan.week_mark", mark=mark, what=phrase(key)) for mark, key in _KEYS.items() if mark in used)
    lines: list[Said] = [phrase("plan.week_marks", marks=said)] if said else []
    proposed = sum(1 for each in standing.untimed if each.visit.is_proposed)
    if names := tuple(each.client.name for each in standing.untimed if not each.visit.is_proposed):
        lines.append(phrase("plan.week_untimed", names=names))
    if proposed:
        lines.append(phrase("plan.week_proposed", count=proposed))
    return lines


def _mark(visit: Visit) -> str:
    return _MARKS.get(visit.status) or (_APPOINTED if visit.fixed else _PLANNED)


def _of_day(standing: StandingWeek, day: WeekDay, rules: Rules) -> Iterator[dict[str, object]]:
    """A day's lines: what is about the whole of it, who comes at any time, then by the hour."""
    if said := about(day):
        yield {"name": said}
    yield from (_line(each, rules) for each in standing.untimed if each.day == day.date)
    timed = [_line(each, rules) for each in standing.visits if each.day == day.date]
    yield from sorted([*timed, *_busy(day, rules)], key=lambda row: str(row["time"]))


def _line(each: StandingVisit, rules: Rules) -> dict[str, object]:
    """A visit as a line; only one that has its hour has a place in the calendar."""
    visit, client = each.visit, each.client
    line: dict[str, object] = {
        **_BLANK,
        "mark": _mark(visit),
        "name": client.name,
        "tier": tier_said(each.tier, rules) or "",
        "district": client.district or "",
        "status": "" if visit.status == PLANNED else phrase(f"plan.status_{visit.status}"),
    }
    if each.start is None or each.end is None:
        return {**line, "time": phrase("plan.week_any_time" if each.day else "plan.week_any_day")}
    time = f"{clock(each.start)}–{clock(each.end)}"
    return {**line, "time": time, "on": each.day, "opens": each.start, "closes": each.end}


def _busy(day: WeekDay, rules: Rules) -> Iterator[dict[str, object]]:
    """The hours that the RM's own calendars take, drawn as far as there are hours worked."""
    first = min((shift.opens for shift in rules.week.shifts), default=0)
    last = max((shift.closes for shift in rules.week.shifts), default=0)
    for busy in day.busy:
        opens, closes = max(busy.hours.opens, first), min(busy.hours.closes, last)
        row = {
            "time": f"{clock(busy.hours.opens)}–{clock(busy.hours.closes)}",
            "mark": _BUSY,
            "name": phrase("plan.week_busy"),
            "on": day.date,
        }
        yield {**row, "opens": opens, "closes": closes} if opens < closes else row


def _occasions(shown: ShownWeek) -> Section:
    columns = [Column("act_on", "", "day"), Column("name", cut=True), Column("what", cut=True)]
    lines = [{**occasion_line(each), "act_on": each.act_on} for each in shown.occasions]
    return Section(phrase("plan.week_occasions"), columns, lines)
