"""The morning page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmtool.core.book import CALL_CODE, VISIT_CODE
from rmtool.core.due import days_of, reason
from rmtool.core.periods import clock
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import elapsed_said, on_one_sheet, state_said
from rmtool.show.pages.follow_ups import when_said
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmtool.core.alerts import Alert
    from rmtool.core.calls import Call
    from rmtool.core.morning import Morning
    from rmtool.core.rules import Rules
    from rmtool.show.text import Said

LINE_FIELDS = ("section", "client_no", "name", "on", "what")
"""The columns of the page as CSV."""

LINES = 38
"""Lines that the page is to fit into, so that one screen holds it; the day's visits are never cut."""

_AROUND = 2
"""Lines that a section takes besides its rows: its title, and the blank one above."""


_CAMPAIGNS = 2
"""Campaigns that are named in one line."""


class _Block(NamedTuple):
    """A section before it is cut to its share of the screen; `command` lists all of it. `whole` ones aren't cut."""

    title: Said
    columns: Sequence[Column]
    rows: Sequence[rows.Record]
    command: str = ""
    whole: bool = False


def morning_page(page: Morning, rules: Rules) -> Page:
    """What today holds."""
    lead: list[Said] = [
        phrase(
            "morning.lead",
            day=page.date,
            visits=len(page.visits),
            calls=len(page.calls),
            promises=len(page.follow_ups),
            cards=len(page.prospects),
        )
    ]
    if not page.working:
        lead.append(phrase("morning.not_working"))
    if page.called:
        lead.append(phrase("morning.called_instead", tier=rules.tier(page.called).name))
    blocks = [
        _visits(page),
        _unlogged(page),
        _promises(page),
        _calls(page, rules),
        _meetings(page, rules),
        _alerts(page.alerts),
        _occasions(page),
        _cards(page),
    ]
    closing: list[Said] = _elsewhere(page)
    if not closing and not any(block.rows for block in blocks):
        closing.append(phrase("morning.nothing" if page.clients else "morning.empty_book"))
    sections = [
        _section(block, shown)
        for block, shown in zip(blocks, _shares(blocks, LINES - len(lead) - len(closing) - bool(closing)), strict=True)
    ]
    made = Page(lambda: _record(page, rules), lead, sections, closing, lambda: _lines(page, rules), LINE_FIELDS)
    return on_one_sheet(made, "today")


def _record(page: Morning, rules: Rules) -> rows.Record:
    """The page for programs. What makes records of reviews and campaigns is loaded only where there are any."""
    reviews: list[rows.Record] = []
    if page.reviews:
        from rmtool.show.review_rows import owed_review_record

        reviews = [owed_review_record(line.client, line.tier, line.due, line.last, rules) for line in page.reviews]
    campaigns: list[rows.Record] = []
    if page.campaigns:
        from rmtool.show.campaign_rows import campaign_record

        campaigns = [campaign_record(found) for found in page.campaigns]
    return {**rows.morning_record(page, rules), "reviews": reviews, "campaigns": campaigns}


def _elsewhere(page: Morning) -> list[Said]:
    """What else there is to be done, in a line each: reviews due, campaigns with people still to be reached."""
    said: list[Said] = []
    if page.reviews:
        first = page.reviews[0]
        said.append(phrase("morning.reviews", count=len(page.reviews), name=first.client.name, due_on=first.due.due_on))
    if page.campaigns:
        each = tuple(
            phrase("morning.campaign", name=c.campaign.campaign, count=len(c.open), whole=len(c.lines))
            for c in page.campaigns[:_CAMPAIGNS]
        )
        said.append(phrase("morning.campaigns", count=len(page.campaigns), each=each))
    return said


def _shares(blocks: Sequence[_Block], lines: int) -> list[int]:
    """How many rows of each block are shown: turn by turn one more of each, as long as there is room."""
    shown = [len(block.rows) if block.whole else 0 for block in blocks]
    left = lines - sum(shown) - sum(_AROUND for block in blocks if block.rows)
    left -= sum(1 for block in blocks if block.rows and not block.whole)  # for what was cut, or the last row
    growing = True
    while growing:
        growing = False
        for place, block in enumerate(blocks):
            if shown[place] < len(block.rows) - 1 and (left > 0 or shown[place] == 0):
                shown[place] += 1
                left -= 1
                growing = True
    return [count + (count == len(block.rows) - 1) for count, block in zip(shown, blocks, strict=True)]


def _section(block: _Block, shown: int) -> Section:
    rest = len(block.rows) - shown
    more = [phrase("morning.more_with", count=rest, command=block.command)] if rest else []
    return Section(block.title, block.columns, block.rows[:shown], more)


def _lines(page: Morning, rules: Rules) -> list[rows.Record]:
    """All sections of the page as one flat list, for CSV."""
    found = rows.morning_record(page, rules)
    columns = {
        "visits": ("date", "start"),
        "unlogged": ("date", "start"),
        "due": ("due_on", "reason"),
        "calls": ("due_on", "reason"),
        "follow_ups": ("next_on", "next"),
        "prospects": ("next_review", "reason"),
        "occasions": ("on", "what"),
        "alerts": ("on", "what"),
    }
    return [
        {"section": section, "client_no": r["client_no"], "name": r["name"], "on": r[on], "what": r[what]}
        for section, (on, what) in columns.items()
        for r in found[section]
    ]


def _visits(page: Morning) -> _Block:
    shown = [
        {
            "at": clock(visit.start) if visit.start is not None else "",
            "name": client.name,
            "person": person or "",
            "status": phrase(f"plan.status_{visit.status}"),
            "purpose": purpose or "",
            "district": client.district or "",
        }
        for client, visit, person, purpose in page.visits
    ]
    columns = [
        Column("at"),
        Column("name", cut=True),
        Column("person", drop=1),
        Column("status", drop=3),
        Column("district", drop=2),
        Column("purpose", cut=True),
    ]
    return _Block(phrase("morning.visits"), columns, shown, whole=True)


def _unlogged(page: Morning) -> _Block:
    """Two lines a visit, each with the command that settles it."""
    shown: list[rows.Record] = []
    for client, visit in page.unlogged:
        held, missed = rows.settling(visit, client)
        shown.append(
            {
                "day": phrase("follow_ups.on", on=visit.day),
                "name": client.name,
                "command": phrase("morning.held", command=held),
            }
        )
        shown.append({"day": "", "name": "", "command": phrase("morning.missed", command=missed)})
    columns = [Column("day"), Column("name", cut=True), Column("command")]
    return _Block(phrase("morning.unlogged"), columns, shown, "rmtool today -f json")


def _promises(page: Morning) -> _Block:
    shown = [
        {
            "when": when_said(each),
            "name": each.client.name,
            "next": each.contact.next or phrase("follow_ups.a_step"),
            "since": phrase("morning.promised", since=each.contact.on),
        }
        for each in page.follow_ups
    ]
    columns = [Column("when"), Column("name", cut=True), Column("next", cut=True), Column("since", drop=1)]
    return _Block(phrase("morning.promises"), columns, shown, "rmtool follow-ups")


def _calls(page: Morning, rules: Rules) -> _Block:
    shown = [
        {
            "when": _when(call, rules),
            "name": call.client.name,
            "whom": call.person.name if call.person else "",
            "number": call.number or "",
            "reason": reason(call.due, rules),
        }
        for call in page.calls
    ]
    columns = [
        Column("when"),
        Column("name", cut=True),
        Column("whom", drop=2),
        Column("number", drop=1),
        Column("reason", cut=True),
    ]
    return _Block(phrase("morning.calls", count=len(page.calls)), columns, shown, "rmtool due")


def _when(call: Call, rules: Rules) -> Said:
    """When to call, or by which way to write."""
    if call.channel != CALL_CODE:
        return phrase("morning.by", channel=rules.channels[call.channel].name)
    if call.hours is None:
        return phrase("morning.any_time")
    if not call.hours:
        return phrase("morning.not_today")
    return phrase("morning.at", hours=tuple(f"{clock(s.opens)}–{clock(s.closes)}" for s in call.hours))


def _meetings(page: Morning, rules: Rules) -> _Block:
    due = [(client, due) for client, due in page.due if due.code == VISIT_CODE]
    shown = [
        {
            "state": state_said(d.state),
            "name": client.name,
            "elapsed": elapsed_said(d.elapsed, days_of(d.interval)),
            "reason": reason(d, rules),
        }
        for client, d in due
    ]
    columns = [
        Column("state"),
        Column("name", cut=True),
        Column("elapsed", align="right"),
        Column("reason", cut=True, drop=1),
    ]
    return _Block(phrase("morning.unplanned", count=len(due)), columns, shown, "rmtool due")


def _cards(page: Morning) -> _Block:
    shown = [
        {"grade": q.card.grade, "name": q.client.name, "reason": q.reason, "score": q.score} for q in page.prospects
    ]
    columns = [Column("grade"), Column("name", cut=True), Column("reason", cut=True, drop=1)]
    return _Block(phrase("morning.cards"), columns, shown, "rmtool prospects")


def _alerts(alerts: Iterable[Alert]) -> _Block:
    """One line a client, all its alerts together."""
    of_client: dict[str, list[Alert]] = {}
    for alert in alerts:
        of_client.setdefault(alert.client.name, []).append(alert)
    shown = [{"name": name, "what": tuple(alert.what for alert in found)} for name, found in of_client.items()]
    return _Block(
        phrase("morning.alerts"), [Column("name", cut=True), Column("what", cut=True)], shown, "rmtool alerts"
    )


def _occasions(page: Morning) -> _Block:
    shown = [
        {
            "on": each.on,
            "name": each.client.name if each.client else phrase("occasions.everybody"),
            "what": phrase("morning.ahead_of", what=each.what, day=each.act_on) if each.act_on < each.on else each.what,
        }
        for each in page.occasions
    ]
    columns = [Column("on", way="day"), Column("name", cut=True), Column("what", cut=True)]
    return _Block(phrase("morning.occasions"), columns, shown, "rmtool occasions")
