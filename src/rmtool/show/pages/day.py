"""The morning page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rmtool.core.book import CALL_CODE, VISIT_CODE
from rmtool.core.due import days_of, reason
from rmtool.core.periods import clock
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import elapsed_said, on_one_sheet, state_said
from rmtool.show.pages.follow_ups import when_said
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rmtool.core.alerts import Alert
    from rmtool.core.book import Client, Visit
    from rmtool.core.calls import Call
    from rmtool.core.due import Due
    from rmtool.core.follow_ups import FollowUp
    from rmtool.core.morning import Morning, Planned
    from rmtool.core.occasions import Coming
    from rmtool.core.prospects import Queued
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
    """A section before it is cut to its share of the screen; `command` lists all of it. `whole` ones aren't cut.

    `row` makes the row of an item: a large book has thousands of which the screen shows ten.
    """

    title: Said
    columns: Sequence[Column]
    items: Sequence[Any]
    row: Callable[[Any], rows.Record]
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
    if not closing and not any(block.items for block in blocks):
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
    shown = [len(block.items) if block.whole else 0 for block in blocks]
    left = lines - sum(shown) - sum(_AROUND for block in blocks if block.items)
    left -= sum(1 for block in blocks if block.items and not block.whole)  # for what was cut, or the last row
    growing = True
    while growing:
        growing = False
        for place, block in enumerate(blocks):
            if shown[place] < len(block.items) - 1 and (left > 0 or shown[place] == 0):
                shown[place] += 1
                left -= 1
                growing = True
    return [count + (count == len(block.items) - 1) for count, block in zip(shown, blocks, strict=True)]


def _section(block: _Block, shown: int) -> Section:
    rest = len(block.items) - shown
    more = [phrase("morning.more_with", count=rest, command=block.command)] if rest else []
    return Section(block.title, block.columns, [block.row(item) for item in block.items[:shown]], more)


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
    def row(item: Planned) -> rows.Record:
        client, visit, person, purpose = item
        return {
            "at": clock(visit.start) if visit.start is not None else "",
            "name": client.name,
            "person": person or "",
            "status": phrase(f"plan.status_{visit.status}"),
            "purpose": purpose or "",
            "district": client.district or "",
        }

    columns = [
        Column("at"),
        Column("name", cut=True),
        Column("person", drop=1),
        Column("status", drop=3),
        Column("district", drop=2),
        Column("purpose", cut=True),
    ]
    return _Block(phrase("morning.visits"), columns, page.visits, row, whole=True)


def _unlogged(page: Morning) -> _Block:
    """Two lines a visit, each with the command that settles it."""
    items = [(client, visit, held) for client, visit in page.unlogged for held in (True, False)]

    def row(item: tuple[Client, Visit, bool]) -> rows.Record:
        client, visit, is_held = item
        held, missed = rows.settling(visit, client)
        if not is_held:
            return {"day": "", "name": "", "command": phrase("morning.missed", command=missed)}
        said = phrase("morning.held", command=held)
        return {"day": phrase("follow_ups.on", on=visit.day), "name": client.name, "command": said}

    columns = [Column("day"), Column("name", cut=True), Column("command")]
    return _Block(phrase("morning.unlogged"), columns, items, row, "rmtool today -f json")


def _promises(page: Morning) -> _Block:
    def row(each: FollowUp) -> rows.Record:
        return {
            "when": when_said(each),
            "name": each.client.name,
            "next": each.contact.next or phrase("follow_ups.a_step"),
            "since": phrase("morning.promised", since=each.contact.on),
        }

    columns = [Column("when"), Column("name", cut=True), Column("next", cut=True), Column("since", drop=1)]
    return _Block(phrase("morning.promises"), columns, page.follow_ups, row, "rmtool follow-ups")


def _calls(page: Morning, rules: Rules) -> _Block:
    def row(call: Call) -> rows.Record:
        return {
            "when": _when(call, rules),
            "name": call.client.name,
            "whom": call.person.name if call.person else "",
            "number": call.number or "",
            "reason": reason(call.due, rules),
        }

    columns = [
        Column("when"),
        Column("name", cut=True),
        Column("whom", drop=2),
        Column("number", drop=1),
        Column("reason", cut=True),
    ]
    return _Block(phrase("morning.calls", count=len(page.calls)), columns, page.calls, row, "rmtool due")


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

    def row(item: tuple[Client, Due]) -> rows.Record:
        client, found = item
        return {
            "state": state_said(found.state),
            "name": client.name,
            "elapsed": elapsed_said(found.elapsed, days_of(found.interval)),
            "reason": reason(found, rules),
        }

    columns = [
        Column("state"),
        Column("name", cut=True),
        Column("elapsed", align="right"),
        Column("reason", cut=True, drop=1),
    ]
    return _Block(phrase("morning.unplanned", count=len(due)), columns, due, row, "rmtool due")


def _cards(page: Morning) -> _Block:
    def row(each: Queued) -> rows.Record:
        return {"grade": each.card.grade, "name": each.client.name, "reason": each.reason, "score": each.score}

    columns = [Column("grade"), Column("name", cut=True), Column("reason", cut=True, drop=1)]
    return _Block(phrase("morning.cards"), columns, page.prospects, row, "rmtool prospects")


def _alerts(alerts: Iterable[Alert]) -> _Block:
    """One line a client, all its alerts together."""
    of_client: dict[str, list[Alert]] = {}
    for alert in alerts:
        of_client.setdefault(alert.client.name, []).append(alert)

    def row(item: tuple[str, list[Alert]]) -> rows.Record:
        name, found = item
        return {"name": name, "what": tuple(alert.what for alert in found)}

    columns = [Column("name", cut=True), Column("what", cut=True)]
    return _Block(phrase("morning.alerts"), columns, list(of_client.items()), row, "rmtool alerts")


def _occasions(page: Morning) -> _Block:
    def row(each: Coming) -> rows.Record:
        ahead = phrase("morning.ahead_of", what=each.what, day=each.act_on)
        return {
            "on": each.on,
            "name": each.client.name if each.client else phrase("occasions.everybody"),
            "what": ahead if each.act_on < each.on else each.what,
        }

    columns = [Column("on", way="day"), Column("name", cut=True), Column("what", cut=True)]
    return _Block(phrase("morning.occasions"), columns, page.occasions, row, "rmtool occasions")
