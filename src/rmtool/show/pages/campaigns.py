"""A campaign's call list, the campaigns, and the groups that tags make, as pages."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rmtool.phrase import Phrase, phrase
from rmtool.show import campaign_rows as rows
from rmtool.show.pages import tier_said
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rmtool.core.book import Client
    from rmtool.core.campaigns import CallList, Group, Listed
    from rmtool.core.rules import Rules
    from rmtool.show.text import Said

LIST_FIELDS = (
    *("client_no", "name", "tier", "rm", "channel", "person", "phone", "email", "call_hours", "added_on", "reached_on"),
    *("reached_by", "added"),
)
CAMPAIGN_FIELDS = ("campaign", "started_on", "closed_on", "wanted", "clients", "reached", "open")
GROUP_FIELDS = ("tag", "clients", "prospects", "amount", "campaigns", "client_nos")


def list_page(found: CallList, added: Collection[Client], rules: Rules, dry: bool = False) -> Page:
    """Who is still to be reached, by way; then who was."""
    record = rows.list_record(found, added)
    campaign = found.campaign
    lead = [_lead(found)]
    if added:
        key = "campaigns.would_add" if dry else "campaigns.were_added"
        lead.append(phrase(key, count=len(added)))
    if campaign.wanted:
        lead.append(phrase("campaigns.for", wanted=wanted_said(campaign.wanted)))
    sections = [
        Section(
            phrase("campaigns.by_way", channel=rules.channels[code].name, count=len(lines)),
            _OPEN if any(line.client.call_hours and line.channel == "T" for line in lines) else _OPEN[:-1],
            [_open_row(line, rules) for line in lines],
        )
        for code, listed in groupby(found.open, key=lambda line: line.channel)
        for lines in ([*listed],)
    ]
    done = [_reached_row(line, rules) for line in found.reached]
    sections.append(Section(phrase("campaigns.reached_title"), _REACHED, done))
    closing = []
    if found.open and not campaign.closed_on:
        closing.append(phrase("campaigns.next", client_no=found.open[0].client.client_no, campaign=campaign.campaign))
    return Page(record, lead, sections, closing, records=record["rows"], fields=LIST_FIELDS)


_NUMBER = Column("client_no", phrase("lists.client_no"), drop=3)
_NAME = Column("name", phrase("lists.name"), cut=True)
_OPEN = (
    _NUMBER,
    _NAME,
    Column("tier", phrase("lists.tier"), drop=2),
    Column("person", phrase("campaigns.person"), cut=True),
    Column("at", phrase("campaigns.at")),
    Column("hours", phrase("campaigns.hours")),
)
_REACHED = (_NUMBER, _NAME, Column("on", phrase("lists.on"), "date"), Column("by", phrase("campaigns.by")))


def _lead(found: CallList) -> Phrase:
    campaign = found.campaign
    key = "campaigns.lead_closed" if campaign.closed_on else "campaigns.lead"
    return phrase(
        key,
        campaign=campaign.campaign,
        count=len(found.lines),
        reached=len(found.reached),
        open=len(found.open),
        started=campaign.started_on,
        closed=campaign.closed_on,
    )


def _open_row(line: Listed, rules: Rules) -> dict[str, object]:
    record = rows.listed_record(line)
    person = line.person
    return {
        "client_no": line.client.client_no,
        "name": line.client.name,
        "tier": tier_said(line.tier, rules) or "",
        "person": phrase("campaigns.titled", name=person.name, title=person.title)
        if person and person.title
        else person.name
        if person
        else "",
        "hours": _call_hours(line),
        "at": (record["email"] if line.channel == "E" else record["phone"]) or "",
    }


def _call_hours(line: Listed) -> Said:
    """When the client may be called: what isn't in working hours is made at lunch, or whenever it says."""
    if not line.client.call_hours or line.channel != "T":
        return ""
    from rmtool.core.hours import hours_said, parse_hours

    return phrase("campaigns.call_at", hours=hours_said(parse_hours(line.client.call_hours)))


def _reached_row(line: Listed, rules: Rules) -> dict[str, object]:
    reached = line.reached
    code = reached.code if reached else None
    by: Said = phrase("campaigns.by_hand") if code is None else code
    if code is not None and code in rules.channels:
        by = phrase("campaigns.channel", channel=rules.channels[code].name)
    return {
        "client_no": line.client.client_no,
        "name": line.client.name,
        "on": reached.on if reached else None,
        "by": by,
    }


def wanted_said(wanted: object) -> tuple[Phrase, ...]:
    """A campaign's filter in words."""
    stated: dict[str, str] = dict(wanted)  # type: ignore[call-overload]
    return tuple(
        phrase(f"campaigns.wanted_{name}", value=phrase(f"common.{value}") if name == "kind" else value)
        for name, value in stated.items()
    )


def campaigns_page(found: Sequence[CallList]) -> Page:
    """The campaigns: how far each is."""
    records = [rows.campaign_record(each) for each in found]
    table = [
        {
            "campaign": each.campaign.campaign,
            "wanted": wanted_said(each.campaign.wanted) or "",
            "started": each.campaign.started_on,
            "clients": len(each.lines),
            "reached": len(each.reached),
            "open": len(each.open),
            "state": phrase("campaigns.closed_on", on=each.campaign.closed_on) if each.campaign.closed_on else "",
        }
        for each in found
    ]
    columns = [
        Column("campaign", phrase("campaigns.campaign"), cut=True),
        Column("wanted", phrase("campaigns.wanted"), cut=True, drop=2),
        Column("started", phrase("campaigns.started"), "date", drop=1),
        Column("clients", phrase("campaigns.listed"), "number"),
        Column("reached", phrase("campaigns.reached"), "number"),
        Column("open", phrase("campaigns.open"), "number"),
        Column("state", drop=3),
    ]
    still = sum(1 for each in found if not each.campaign.closed_on)
    lead = phrase("campaigns.campaigns_lead", count=len(found), still=still) if found else phrase("campaigns.none")
    return Page(records, [lead], [Section(columns=columns, rows=table)], records=records, fields=CAMPAIGN_FIELDS)


def groups_page(found: Sequence[Group]) -> Page:
    """Tags with their clients and amounts."""
    records = [rows.group_record(g.tag, g.clients, g.prospects, g.fen, list(g.campaigns)) for g in found]
    table = [
        {
            "tag": g.tag,
            "clients": len(g.clients),
            "prospects": len(g.prospects),
            "amount": g.fen,
            "campaigns": tuple(g.campaigns) or "",
        }
        for g in found
    ]
    columns = [
        Column("tag", phrase("campaigns.tag"), cut=True),
        Column("clients", phrase("lists.clients"), "number"),
        Column("prospects", phrase("campaigns.prospects"), "number", drop=1),
        Column("amount", phrase("lists.amount"), "money"),
        Column("campaigns", phrase("campaigns.campaigns"), cut=True, drop=2),
    ]
    lead = phrase("campaigns.groups_lead", count=len(found)) if found else phrase("campaigns.no_groups")
    return Page(records, [lead], [Section(columns=columns, rows=table)], records=records, fields=GROUP_FIELDS)
