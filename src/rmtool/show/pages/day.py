"""The morning page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.due import days_of, reason
from rmtool.core.periods import clock
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import elapsed_said, state_said
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.book import Client
    from rmtool.core.due import Due
    from rmtool.core.morning import Morning
    from rmtool.core.rules import Rules
    from rmtool.show.text import Said

LINE_FIELDS = ("section", "client_no", "name", "on", "what")
"""The columns of the page as CSV."""

SHOWN = 5
"""Lines of a section of the morning page before the rest is only counted: it is to fit one screen."""


def morning_page(page: Morning, rules: Rules) -> Page:
    """What today holds."""
    calls = [(c, d) for c, d in page.due if d.code != "M"]
    meetings = [(c, d) for c, d in page.due if d.code == "M"]
    lead: list[Said] = [
        phrase(
            "morning.lead",
            day=page.date,
            visits=len(page.visits),
            calls=len(calls),
            promises=len(page.follow_ups),
            cards=len(page.prospects),
        )
    ]
    if not page.working:
        lead.append(phrase("morning.not_working"))
    if page.called:
        lead.append(phrase("morning.called_instead", tier=rules.tier(page.called).name))
    sections = [
        _visits(page),
        _unlogged(page),
        _due("morning.unplanned", meetings, rules),
        _due("morning.calls", calls, rules),
        _promises(page),
        _cards(page),
        _news(
            "morning.occasions",
            [(o.on, o.client.name if o.client else phrase("occasions.everybody"), o.what) for o in page.occasions],
        ),
        _news("morning.alerts", [(a.on, a.client.name, a.what) for a in page.alerts]),
    ]
    closing = []
    if not any(section.rows for section in sections):
        closing.append(phrase("morning.nothing" if page.clients else "morning.empty_book"))
    return Page(
        lambda: rows.morning_record(page, rules), lead, sections, closing, lambda: _lines(page, rules), LINE_FIELDS
    )


def _lines(page: Morning, rules: Rules) -> list[rows.Record]:
    """All sections of the page as one flat list, for CSV."""
    found = rows.morning_record(page, rules)
    columns = {
        "visits": ("date", "start"),
        "unlogged": ("date", "start"),
        "due": ("due_on", "reason"),
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


def _visits(page: Morning) -> Section:
    shown = [
        {
            "at": clock(visit.start) if visit.start is not None else "",
            "name": client.name,
            "person": visit.person or "",
            "status": phrase(f"plan.status_{visit.status}"),
            "why": visit.why or "",
            "district": client.district or "",
        }
        for client, visit in page.visits
    ]
    columns = [
        Column("at"),
        Column("name", cut=True),
        Column("status"),
        Column("person", drop=1),
        Column("district", drop=2),
        Column("why", cut=True, drop=3),
    ]
    return Section(phrase("morning.visits"), columns, shown)


def _unlogged(page: Morning) -> Section:
    shown = [
        {
            "day": visit.day,
            "name": client.name,
            "command": phrase("morning.settle", client_no=client.client_no, day=visit.day),
        }
        for client, visit in page.unlogged[:SHOWN]
    ]
    columns = [Column("day", way="day"), Column("name", cut=True), Column("command")]
    return Section(phrase("morning.unlogged"), columns, shown, _more(len(page.unlogged)))


def _due(title: str, listed: Sequence[tuple[Client, Due]], rules: Rules) -> Section:
    shown = [
        {
            "state": state_said(d.state),
            "name": client.name,
            "elapsed": elapsed_said(d.elapsed, days_of(d.interval)),
            "reason": reason(d, rules),
        }
        for client, d in listed[:SHOWN]
    ]
    columns = [
        Column("state"),
        Column("name", cut=True),
        Column("elapsed", align="right"),
        Column("reason", cut=True, drop=1),
    ]
    return Section(phrase(title, count=len(listed)), columns, shown, _more(len(listed), "rmtool due"))


def _promises(page: Morning) -> Section:
    shown = [
        {
            "on": phrase("morning.promised", since=c.on),
            "name": client.name,
            "next": phrase("log.next_by", step=c.next or "", on=c.next_on) if c.next_on else c.next or "",
        }
        for client, c in page.follow_ups[:SHOWN]
    ]
    columns = [Column("name", cut=True), Column("next", cut=True), Column("on", drop=1)]
    return Section(phrase("morning.promises"), columns, shown, _more(len(page.follow_ups)))


def _cards(page: Morning) -> Section:
    shown = [
        {"grade": q.card.grade, "name": q.client.name, "reason": q.reason, "score": q.score}
        for q in page.prospects[:SHOWN]
    ]
    columns = [Column("grade"), Column("name", cut=True), Column("reason", cut=True, drop=1)]
    return Section(phrase("morning.cards"), columns, shown, _more(len(page.prospects), "rmtool prospects"))


def _news(title: str, listed: list[tuple[object, object, object]]) -> Section:
    shown = [{"on": on, "name": name, "what": what} for on, name, what in listed[:SHOWN]]
    columns = [Column("on", way="day"), Column("name", cut=True), Column("what", cut=True)]
    return Section(phrase(title), columns, shown, _more(len(listed)))


def _more(count: int, command: str | None = None) -> list[Said]:
    if count <= SHOWN:
        return []
    rest = count - SHOWN
    return [phrase("morning.more_with", count=rest, command=command) if command else phrase("morning.more", count=rest)]
