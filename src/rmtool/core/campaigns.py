"""Campaigns: who is on a list, by which way each is told, and who was reached. Not: who is chosen (desk/campaigns.py).

Source: domain.md, "Products, coverage and reviews" (groups). A member is reached by the first contact of whatever kind
that is logged after it came on the list and is of no earlier day, until the campaign was closed; or when somebody says
so by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import CALL_CODE, Campaign, CampaignMember, Client, LogEntry, Person
from rmtool.core.half_width import half_width
from rmtool.core.rules import Rules

MAIL_CODE = "E"


class Reached(NamedTuple):
    """When a member was reached, and by a contact of which code; None: somebody said so."""

    on: date
    code: str | None


class Listed(NamedTuple):
    """A line of the list. `person` is whom to ask for, `channel` the code of the way that the client prefers."""

    member: CampaignMember
    client: Client
    tier: str | None
    person: Person | None
    channel: str
    reached: Reached | None


class CallList(NamedTuple):
    """A campaign's list: who is still to be reached first, by way, tier and client number."""

    campaign: Campaign
    lines: Sequence[Listed]

    @property
    def open(self) -> list[Listed]:
        """Who is still to be reached."""
        return [line for line in self.lines if line.reached is None]

    @property
    def reached(self) -> list[Listed]:
        """Who was reached, the latest first."""
        done = [line for line in self.lines if line.reached]
        return sorted(done, key=lambda line: line.reached.on if line.reached else date.min, reverse=True)


class Group(NamedTuple):
    """The clients that share a tag, their deciding amounts together (fen), and the campaigns that went to the tag."""

    tag: str
    clients: Sequence[Client]
    prospects: Sequence[Client]
    fen: int
    campaigns: Sequence[str]


class Source(NamedTuple):
    """What a list is made from: the clients, who is there, and their contacts by client id, and each one's tier."""

    clients: Mapping[int, Client]
    persons: Mapping[int, Sequence[Person]]
    log: Mapping[int, Sequence[LogEntry]]
    tiers: Mapping[int, str | None]


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one campaign: blanks, capitals and full-width forms make no difference."""
    return _plain(one) == _plain(other)


def reached(member: CampaignMember, campaign: Campaign, log: Iterable[LogEntry]) -> Reached | None:
    """When the member was reached: the earlier of what was said by hand and what was logged."""
    last = campaign.closed_on or date.max
    since = [Reached(e.on, e.code) for e in log if member.added_on <= e.on <= last]
    then = min(member.contacts_then, sum(found.on == member.added_on for found in since))
    logged = next(iter(since[then:]), None)
    by_hand = Reached(member.reached_on, None) if member.reached_on else None
    if logged and by_hand:
        return min(logged, by_hand, key=lambda found: found.on)
    return logged or by_hand


def call_list(campaign: Campaign, members: Iterable[CampaignMember], source: Source, rules: Rules) -> CallList:
    """The campaign's list as it stands."""
    channels, tiers = list(rules.channels), [tier.id for tier in rules.tiers]
    lines = []
    for member in members:
        client = source.clients[member.client_id]
        persons = source.persons.get(client.id, ())
        channel = channel_of(client, persons, rules)
        person = whom_to_ask(persons, channel)
        told = reached(member, campaign, source.log.get(client.id, ()))
        lines.append(Listed(member, client, source.tiers.get(client.id), person, channel, told))
    return CallList(
        campaign,
        sorted(
            lines,
            key=lambda line: (
                line.reached is not None,
                channels.index(line.channel),
                tiers.index(line.tier) if line.tier in tiers else len(tiers),
                line.client.client_no,
            ),
        ),
    )


def channel_of(client: Client, persons: Sequence[Person], rules: Rules) -> str:
    """The way by which the client is told: as it prefers, else by telephone, by e-mail where only that is known."""
    if client.prefers in rules.channels:
        return str(client.prefers)
    phones = [client.phone, *(person.phone for person in persons)]
    mails = [person.email for person in persons]
    return MAIL_CODE if any(mails) and not any(phones) else CALL_CODE


def whom_to_ask(persons: Sequence[Person], channel: str) -> Person | None:
    """Who decides first; of those alike, whoever has the number or address that is needed."""

    def rank(person: Person) -> tuple[bool, bool]:
        there = person.email if channel == MAIL_CODE else person.phone
        return person.power != "decides", not there

    return min(persons, key=rank, default=None)


def _plain(text: str) -> str:
    return " ".join(half_width(text).split()).casefold()
