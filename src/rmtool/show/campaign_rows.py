"""Campaigns and groups as records: their keys are the JSON contract. Not: tables for people (pages)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.show.rows import Record, money

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rmtool.core.book import Client
    from rmtool.core.campaigns import CallList, Listed


def campaign_record(found: CallList) -> Record:
    """A campaign, without its list."""
    campaign = found.campaign
    return {
        "campaign": campaign.campaign,
        "started_on": campaign.started_on,
        "closed_on": campaign.closed_on,
        "wanted": dict(campaign.wanted),
        "clients": len(found.lines),
        "reached": len(found.reached),
        "open": len(found.open),
    }


def list_record(found: CallList, added: Collection[Client]) -> Record:
    """A campaign with its list; `added` came on it just now."""
    new = {client.id for client in added}
    return {
        **campaign_record(found),
        "added": len(new),
        "rows": [{**listed_record(line), "added": line.client.id in new} for line in found.lines],
    }


def listed_record(line: Listed) -> Record:
    """A line of a campaign's list."""
    client, person, reached = line.client, line.person, line.reached
    return {
        "client_no": client.client_no,
        "name": client.name,
        "tier": line.tier,
        "rm": client.rm,
        "channel": line.channel,
        "person": person.name if person else None,
        "phone": (person.phone if person else None) or client.phone,
        "email": person.email if person else None,
        "call_hours": client.call_hours,
        "added_on": line.member.added_on,
        "reached_on": reached.on if reached else None,
        "reached_by": reached.code if reached else None,
    }


def group_record(tag: str, clients: Sequence[Client], prospects: Sequence[Client], fen: int, went: object) -> Record:
    """The clients that share a tag."""
    return {
        "tag": tag,
        "clients": len(clients),
        "prospects": len(prospects),
        "amount": money(fen),
        "campaigns": went,
        "client_nos": [client.client_no for client in (*clients, *prospects)],
    }
