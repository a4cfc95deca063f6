"""Some days looked back at, as a page with bars."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmtool.core.periods import week_name
from rmtool.core.stats import time_against_value
from rmtool.phrase import phrase
from rmtool.show.bars import bars
from rmtool.show.figures import fraction, money
from rmtool.show.pages import tier_said
from rmtool.show.pictures import Bars
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmtool.core.rules import Rules
    from rmtool.core.stats import Counted, Response, Stats
    from rmtool.show.figures import Record
    from rmtool.show.text import Said

FIELDS = ("by", "key", "contacts", "meetings", "share")
_MONDAY = date(2026, 11, 23).toordinal()
"""A Monday, to say the names of weekdays by."""


def stats_page(found: Stats, rules: Rules) -> Page:
    """The days looked back at: what the time went to first, then each count."""
    record = stats_record(found)
    span = {"first": found.span.start, "last": found.span.end}
    lead: list[Said] = [*_value_said(found), phrase("stats.lead", **span, **_totals(found))]
    lead += [*_plan_said(found), *_response_said(found.response)]
    names = {code: channel.name for code, channel in rules.channels.items()}
    sections = [
        _classes(record["by_class"]),
        _counts("stats.by_tier", found.tiers, lambda key: tier_said(key or None, rules) or phrase("stats.nowhere")),
        _counts("stats.by_code", found.codes, lambda key: phrase("lists.tier_name", name=names.get(key, key))),
        _counts("stats.by_weekday", found.weekdays, _weekday),
        _weeks(record["weeks"]),
    ]
    records = [
        {"by": by, "key": line[key], **{field: line[field] for field in ("contacts", "meetings", "share")}}
        for by, key in (("class", "class"), ("tier", "tier"), ("code", "code"), ("weekday", "weekday"))
        for line in record[f"by_{by}"]
    ]
    return Page(record, lead, sections, [phrase("stats.key")], records, FIELDS)


def stats_record(found: Stats) -> Record:
    """The days looked back at; shares are of all contacts, in classes of those with classed clients."""
    value, contacts, meetings = (
        sum(getattr(c, name) for c in found.classes) for name in ("amount", "contacts", "meetings")
    )
    response = found.response
    return {
        "from": found.span.start,
        "to": found.span.end,
        "contacts": found.contacts,
        "meetings": found.meetings,
        "clients_contacted": found.clients,
        "by_class": [
            {
                "class": c.klass,
                "clients": c.clients,
                "amount": money(c.amount),
                "value_share": fraction(c.amount, value),
                "contacts": c.contacts,
                "share": fraction(c.contacts, contacts),
                "meetings": c.meetings,
                "meeting_share": fraction(c.meetings, meetings),
            }
            for c in found.classes
        ],
        **{
            f"by_{by}": [
                {
                    by: key(c.key),
                    "contacts": c.contacts,
                    "meetings": c.meetings,
                    "share": fraction(c.contacts, found.contacts),
                }
                for c in listed
            ]
            for by, listed, key in (
                ("tier", found.tiers, lambda key: key or None),
                ("code", found.codes, str),
                ("weekday", found.weekdays, int),
            )
        },
        "weeks": [
            {"week": week_name(w.monday), "from": w.monday, **dict(zip(w._fields[1:], w[1:], strict=True))}
            for w in found.weeks
        ],
        "prospects": {**response._asdict(), "contacts_per_step": fraction(response.contacts, response.steps)},
    }


def _totals(found: Stats) -> dict[str, int]:
    return {"contacts": found.contacts, "meetings": found.meetings, "clients": found.clients}


def _value_said(found: Stats) -> list[Said]:
    """`A clients hold 80 % and got 31 % of the meetings.`"""
    held = time_against_value(found)
    if held is None:
        return []
    value, got, meetings = held
    return [phrase("stats.value_meetings" if meetings else "stats.value_contacts", value=value, got=got)]


def _plan_said(found: Stats) -> list[Said]:
    planned, held, missed, moved, unsaid = (
        sum(getattr(week, name) for week in found.weeks) for name in ("planned", "held", "missed", "moved", "unsaid")
    )
    if not planned:
        return []
    figures = {"planned": planned, "held": held, "missed": missed, "moved": moved, "unsaid": unsaid}
    return [phrase("stats.plan", share=(held, planned), **figures)]


def _response_said(response: Response) -> list[Said]:
    return [phrase("stats.response", **response._asdict())] if response.contacted or response.steps else []


def _classes(classes: Sequence[Record]) -> Section:
    value = bars([c["value_share"] for c in classes], 16, 1.0)
    met = bars([c["meeting_share"] for c in classes], 16, 1.0)
    shown = [{**c, "value_bar": value[n], "met_bar": met[n]} for n, c in enumerate(classes)]
    columns = [
        Column("class", phrase("lists.class")),
        Column("clients", phrase("lists.clients"), "number"),
        Column("value_share", phrase("stats.of_value"), "share", "right"),
        Column("value_bar", drop=3),
        Column("meetings", phrase("stats.meetings"), "number"),
        Column("meeting_share", phrase("stats.of_meetings"), "share", "right"),
        Column("met_bar", drop=3),
        Column("contacts", phrase("stats.contacts"), "number", drop=1),
        Column("share", phrase("stats.of_contacts"), "share", "right", drop=2),
    ]
    picture = Bars(phrase("stats.of_meetings"), ["class"], "meetings")
    return Section(phrase("stats.by_class"), columns, shown, picture=picture)


def _counts(title: str, counted: Sequence[Counted], name: Callable[[str], Said]) -> Section:
    drawn = bars([c.contacts for c in counted])
    shown = [
        {"name": name(c.key), "contacts": c.contacts, "meetings": c.meetings, "bar": drawn[n]}
        for n, c in enumerate(counted)
    ]
    columns = [
        Column("name", cut=True),
        Column("contacts", phrase("stats.contacts"), "number"),
        Column("meetings", phrase("stats.meetings"), "number", drop=1),
        Column("bar", drop=2),
    ]
    return Section(phrase(title), columns, shown, picture=Bars(phrase(title), ["name"], "contacts"))


def _weeks(weeks: Sequence[Record]) -> Section:
    drawn = bars([week["held"] for week in weeks], 16)
    shown = [
        {**week, "bar": drawn[n], "done": (week["held"], week["planned"]) if week["planned"] else None}
        for n, week in enumerate(weeks)
    ]
    columns = [
        Column("week", phrase("stats.week")),
        Column("planned", phrase("stats.planned"), "number"),
        Column("held", phrase("stats.held"), "number"),
        Column("done", phrase("stats.done"), "share", "right"),
        Column("bar", drop=5),
        Column("missed", phrase("stats.missed"), "number"),
        Column("cancelled", phrase("stats.cancelled"), "number", drop=4),
        Column("moved", phrase("stats.moved"), "number"),
        Column("unsaid", phrase("stats.unsaid"), "number", drop=2),
        Column("ahead", phrase("stats.ahead"), "number", drop=3),
        Column("meetings", phrase("stats.meetings"), "number", drop=1),
    ]
    return Section(phrase("stats.by_week"), columns, shown)


def _weekday(key: str) -> Said:
    return phrase("stats.weekday", day=date.fromordinal(_MONDAY + int(key) - 1))
