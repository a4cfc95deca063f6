"""Campaigns and groups: clients chosen by a filter, put on a list once, and reached. Not: a list's order (core)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rmtool.core.book import ACTIVE, KINDS, PROSPECT, Campaign, CampaignMember, Client, Person
from rmtool.core.campaigns import CallList, Group, Source, call_list, same_name
from rmtool.core.coverage import Row
from rmtool.core.filters import EVERYBODY, plain
from rmtool.core.register import tier_label
from rmtool.core.standing import listed_clients
from rmtool.desk import Desk
from rmtool.desk.narrowing import Filter, checked, narrowed
from rmtool.desk.products import coverage_rows, sheet
from rmtool.errors import UsageError
from rmtool.phrase import phrase


class Wanted(NamedTuple):
    """Whom a campaign is for: a filter, a kind of client, and a product (or kind of product) held or not held."""

    wanted: Filter = EVERYBODY
    kind: str | None = None
    holds: str | None = None
    lacks: str | None = None

    def stated(self) -> dict[str, str]:
        """What narrows, field by field, as the book keeps it."""
        own = {"kind": self.kind, "holds": self.holds, "lacks": self.lacks}
        return {name: value for name, value in (*self.wanted._asdict().items(), *own.items()) if value is not None}


def run(desk: Desk, name: str, asked: Wanted, dry: bool) -> tuple[CallList, list[Client]]:
    """A campaign's list, begun or gone on with: whom the filter finds and who isn't on it yet is added.

    A campaign that is there goes on with its own filter, unless another is given. Returns the list and who was added
    (with `dry` would be). Raises UsageError for a new one without any filter, or of which nobody is found, for a closed
    one, and for a filter that can't be.
    """
    called = " ".join(name.split())
    if not called:
        raise UsageError("campaigns.nameless")
    known = find(desk, called)
    stated = asked.stated()
    if known is None and not stated:
        raise UsageError("campaigns.whom", name=called)
    if known and known.closed_on:
        raise UsageError("campaigns.is_closed", name=known.campaign, on=known.closed_on)
    found = _chosen(desk, asked if stated or known is None else _wanted_of(known))
    if known is None and not found:
        raise UsageError("campaigns.nobody", name=called)
    members = desk.store.campaign_members(known.campaign) if known else []
    there = {member.client_id for member in members}
    new = [client for client in found if client.id not in there]
    campaign = known or Campaign(0, called, desk.today, _checked_of(desk, asked).stated(), None)
    if new and not dry:
        said = phrase("campaigns.did_add", name=campaign.campaign, count=len(new))
        with desk.writing("campaign", said) as writing:
            if known is None:
                writing.add_campaign({k: v for k, v in campaign._asdict().items() if k != "id"})
            for client in new:
                writing.add_campaign_member(_new_member(desk, campaign, client))
        members = desk.store.campaign_members(campaign.campaign)
    elif new:
        members += [CampaignMember(0, reached_on=None, **_new_member(desk, campaign, client)) for client in new]
    return listed(desk, campaign, members), new


def shown(desk: Desk, name: str) -> CallList:
    """A campaign's list as it stands. Raises UsageError for a campaign that isn't there."""
    campaign = called(desk, name)
    return listed(desk, campaign, desk.store.campaign_members(campaign.campaign))


def mark_reached(desk: Desk, name: str, who: Sequence[str], on: str | None) -> tuple[CallList, list[Client]]:
    """Notes that clients on the list were reached (today). Returns who wasn't marked so before.

    Raises UsageError for a client that isn't on the list, and for a day to come or before it came on the list.
    """
    campaign = called(desk, name)
    day = desk.day(on, "past")
    if day > desk.today:
        raise UsageError("log.in_the_future", day=day, today=desk.today)
    members = {m.client_id: m for m in desk.store.campaign_members(campaign.campaign)}
    clients = list(dict.fromkeys(desk.client(each) for each in who))
    for client in clients:
        if client.id not in members:
            raise UsageError("campaigns.not_listed", name=campaign.campaign, client=client.name)
        if day < members[client.id].added_on:
            raise UsageError("campaigns.before_list", client=client.name, on=members[client.id].added_on)
    new = [client for client in clients if members[client.id].reached_on is None]
    if new:
        with desk.writing("campaign", phrase("campaigns.did_reach", name=campaign.campaign, count=len(new))) as writing:
            for client in new:
                writing.set_campaign_member(members[client.id].id, {"reached_on": day})
    return shown(desk, name), new


def close(desk: Desk, name: str, reopen: bool) -> Campaign:
    """Closes a campaign as of today, or opens it again. Raises UsageError if it is so already."""
    campaign = called(desk, name)
    if bool(campaign.closed_on) != reopen:
        key = "campaigns.is_open" if reopen else "campaigns.closed_before"
        raise UsageError(key, name=campaign.campaign, on=campaign.closed_on)
    key = "campaigns.did_reopen" if reopen else "campaigns.did_close"
    with desk.writing("campaign", phrase(key, name=campaign.campaign)) as writing:
        writing.set_campaign(campaign.id, {"closed_on": None if reopen else desk.today})
    return called(desk, name)


def everyone(desk: Desk) -> list[CallList]:
    """Every campaign with its list, those still open first, then the latest."""
    by_name: dict[str, list[CampaignMember]] = {}
    for member in desk.store.campaign_members():
        by_name.setdefault(member.campaign, []).append(member)
    source = _source(desk)
    lists = [
        call_list(campaign, by_name.get(campaign.campaign, ()), source, desk.rules)
        for campaign in desk.store.campaigns()
    ]
    return sorted(lists, key=lambda c: (c.campaign.closed_on is not None, -c.campaign.started_on.toordinal()))


def called(desk: Desk, name: str) -> Campaign:
    """The campaign of this name. Raises UsageError with those there are."""
    found = find(desk, name)
    if found is None:
        names = tuple(campaign.campaign for campaign in desk.store.campaigns())
        raise UsageError("campaigns.no_such" if names else "campaigns.none_yet", name=name, names=names)
    return found


def find(desk: Desk, name: str) -> Campaign | None:
    """The campaign of this name, if there is one."""
    return next((c for c in desk.store.campaigns() if same_name(c.campaign, name)), None)


def listed(desk: Desk, campaign: Campaign, members: Sequence[CampaignMember]) -> CallList:
    """The list of these members."""
    return call_list(campaign, members, _source(desk), desk.rules)


def groups(desk: Desk, wanted: Filter) -> list[Group]:
    """The tags of clients and prospects in the list, the most held first, then by name."""
    keeps = narrowed(desk, wanted)
    by_tag: dict[str, list[Client]] = {}
    names: dict[str, str] = {}
    for client in listed_clients(desk.book, desk.today, (ACTIVE, PROSPECT)):
        if keeps(client):
            for tag in dict.fromkeys(client.tags):
                by_tag.setdefault(names.setdefault(plain(tag), tag), []).append(client)
    went: dict[str, list[str]] = {}
    for campaign in desk.store.campaigns():
        went.setdefault(plain(campaign.wanted.get("tag", "")), []).append(campaign.campaign)
    found = []
    for tag, members in by_tag.items():
        clients = [c for c in members if c.status != PROSPECT]
        amounts = (desk.standings[c.id].amount or 0 for c in clients)
        prospects = [c for c in members if c.status == PROSPECT]
        found.append(Group(tag, clients, prospects, sum(amounts), went.get(plain(tag), ())))
    return sorted(found, key=lambda group: (-group.fen, -len(group.clients) - len(group.prospects), group.tag))


def _new_member(desk: Desk, campaign: Campaign, client: Client) -> dict[str, Any]:
    then = sum(entry.on == desk.today for entry in desk.book.log.get(client.id, ()))
    return {
        "campaign": campaign.campaign,
        "client_id": client.id,
        "added_on": desk.today,
        "contacts_then": then,
    }


def _chosen(desk: Desk, asked: Wanted) -> list[Client]:
    """The clients and prospects that the filter finds, by client number."""
    asked = _checked_of(desk, asked)
    keeps = narrowed(desk, asked.wanted)
    found = [c for c in listed_clients(desk.book, desk.today, (ACTIVE, PROSPECT)) if keeps(c)]
    if asked.kind:
        found = [c for c in found if c.kind == asked.kind]
    if asked.holds or asked.lacks:
        rows = {row.client.id: row for row in coverage_rows(desk, sheet(desk), asked.wanted)}
        found = [c for c in found if c.id in rows and _has(rows[c.id], asked)]
    return found


def _has(row: Row, asked: Wanted) -> bool:
    here = {name for h in row.held if h.bank is None for name in (h.product.id, h.product.kind)}
    return (asked.holds is None or asked.holds in here) and asked.lacks not in here


def _checked_of(desk: Desk, asked: Wanted) -> Wanted:
    """The filter with tier, class and products by their ids. Raises UsageError for what there isn't."""
    if asked.kind is not None and asked.kind not in KINDS:
        raise UsageError("campaigns.no_such_kind", kind=asked.kind, kinds=KINDS)
    return Wanted(
        checked(desk, asked.wanted), asked.kind, *(_product(desk, name) for name in (asked.holds, asked.lacks))
    )


def _product(desk: Desk, name: str | None) -> str | None:
    """The id of the product, or the kind of product, that somebody means; what is only held goes by its own name."""
    if name is None:
        return None
    products = sheet(desk).catalogue
    if found := products.product(name):
        return found.id
    kinds = {product.kind for product in products.products}
    loose = {holding.product for holding in desk.store.holdings()}
    if name in kinds | loose:
        return name
    raise UsageError("campaigns.no_such_product", product=name)


def _wanted_of(campaign: Campaign) -> Wanted:
    stated: Mapping[str, Any] = campaign.wanted
    own = {name: stated.get(name) for name in ("kind", "holds", "lacks")}
    return Wanted(Filter(**{name: stated.get(name) for name in Filter._fields}), **own)


def _source(desk: Desk) -> Source:
    persons: dict[int, list[Person]] = {}
    for person in desk.store.persons():
        persons.setdefault(person.client_id, []).append(person)
    clients = {client.id: client for client in desk.book.clients}
    tiers = {client.id: tier_label(client, desk.standings, desk.book) for client in desk.book.clients}
    return Source(clients, dict(persons), desk.book.log, tiers)
