"""Clients, tiers, 80/20 and who is due, as lists and pages. Not: how they look."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmtool.core.book import CampaignMember, Client
from rmtool.core.capacity import capacity
from rmtool.core.due import Reckoner, owed, worst_first
from rmtool.core.filters import passes
from rmtool.core.holdings import by_maturity
from rmtool.core.register import ClientLine, mentions, register, tier_label
from rmtool.core.results import ClientPage, DueLine, Moved, TierLine, TierView
from rmtool.core.rules import Rules
from rmtool.core.standing import Segment, Standing, Step, TierTable, listed_clients, segment, standings
from rmtool.desk import Desk
from rmtool.desk.narrowing import EVERYBODY, Filter, checked, narrowed
from rmtool.desk.occasions import occasions_of
from rmtool.desk.prospects import card_page
from rmtool.errors import UsageError

if TYPE_CHECKING:
    from rmtool.core.campaigns import Reached


def client_lines(desk: Desk, wanted: Filter, text: str | None = None, due_only: bool = False) -> list[ClientLine]:
    """The register, narrowed to `wanted`, to who mentions `text`, to who is due.

    Raises UsageError for a tier or class that doesn't exist.
    """
    wanted = checked(desk, wanted)
    lines = register(desk.book, desk.duties, desk.calendar, desk.today, desk.standings)
    return [
        line
        for line in lines
        if passes(line.client, line.tier, line.klass, wanted)
        and (text is None or mentions(line.client, text))
        and (not due_only or (line.due is not None and line.due.is_due))
    ]


def client_page(desk: Desk, who: str) -> ClientPage:
    """Everything about the client that `who` names."""
    client = desk.client(who)
    book, rules = desk.book, desk.duties
    label = tier_label(client, desk.standings, book)
    card = book.cards.get(client.id)
    standing = desk.standings.get(client.id)
    own = book.cadences.get(client.id, ())
    cadences = owed(client, standing.tier if standing else None, card.grade if card else None, own, rules, desk.today)
    reckoner, log = Reckoner(rules, desk.calendar, desk.today), book.log.get(client.id, ())
    dues = [due for pair in cadences if (due := reckoner.worst(client, (pair,), log))]
    return ClientPage(
        client,
        label,
        desk.store.persons(client.id),
        book.balances.get(client.id, ()),
        desk.store.contacts(client_id=client.id),
        [v for v in book.visits if v.client_id == client.id],
        own,
        card_page(desk, client) if card else None,
        TierTable(rules).history(client, book.balances.get(client.id, ()), desk.today) if standing else (),
        reckoner.worst(client, cadences, log),
        dues,
        away_until(desk, client),
        by_maturity(desk.store.holdings(client.id)),
        desk.store.notes(client.id),
        occasions_of(desk, client),
        _campaigns(desk, client),
        desk.store.reviews(client.id),
    )


def _campaigns(desk: Desk, client: Client) -> "list[tuple[CampaignMember, Reached | None]]":
    """The campaigns on whose lists the client is, the earliest first."""
    members = desk.store.campaign_members(client_id=client.id)
    if not members:
        return []
    from rmtool.core.campaigns import reached

    known = {campaign.campaign: campaign for campaign in desk.store.campaigns()}
    log = desk.book.log.get(client.id, ())
    return [(m, reached(m, known[m.campaign], log)) for m in members if m.campaign in known]


def away_until(desk: Desk, client: Client) -> date | None:
    """The last day of the trip that the client is on today, if any."""
    ends = [a.end for a in desk.book.aways if a.client_id == client.id and a.start <= desk.today <= a.end]
    return max(ends, default=None)


def due_lines(desk: Desk, until: date | None, wanted: Filter = EVERYBODY) -> list[DueLine]:
    """Who of `wanted` is due or worse today, the worst first; with `until` all due by then, the earliest first."""
    keeps = narrowed(desk, wanted)
    if until is None:
        rows = worst_first((c, d) for c, d in desk.dues if d.is_due)
    else:
        rows = sorted(((c, d) for c, d in desk.dues if d.due_on <= until), key=lambda r: (r[1].due_on, r[0].client_no))
    away = {a.client_id for a in desk.book.aways}
    return [
        DueLine(c, tier_label(c, desk.standings, desk.book), d, away_until(desk, c) if c.id in away else None)
        for c, d in rows
        if keeps(c)
    ]


def tier_view(desk: Desk) -> TierView:
    """The tiers, their clients, and required against available meetings."""
    amounts: dict[str, list[tuple[Client, int | None]]] = {tier.id: [] for tier in desk.rules.tiers}
    for client in listed_clients(desk.book, desk.today):
        standing = desk.standings[client.id]
        amounts[standing.tier].append((client, standing.amount))
    lines = [
        TierLine(tier, len(found), sum(max(amount or 0, 0) for _, amount in found), found)
        for tier, found in amounts.items()
    ]
    return TierView(lines, capacity(desk.book, desk.rules, desk.standings, desk.today))


def tier_steps(desk: Desk, who: str) -> tuple[Client, Standing | None, Sequence[Step]]:
    """How the client came to its tier: one step for each date with balances."""
    client = desk.client(who)
    standing = desk.standings.get(client.id)
    if standing is None:
        return client, None, ()
    steps = TierTable(desk.rules).history(client, desk.book.balances.get(client.id, ()), desk.today)
    return client, standing, steps


def tiers_against(desk: Desk, other: Path) -> tuple[Rules, list[Moved]]:
    """Who would move to another tier under the rules of another file, by client number."""
    rules = desk.rules_of(other)
    theirs = standings(desk.book, rules, desk.today)
    moved = [
        Moved(c, desk.standings[c.id].tier, theirs[c.id].tier)
        for c in listed_clients(desk.book, desk.today)
        if desk.standings[c.id].tier != theirs[c.id].tier
    ]
    return rules, moved


def schema() -> Mapping[str, Any]:
    """The JSON Schema of the rules' language."""
    from rmtool.intake.rules_file import rules_schema

    return rules_schema()


def rules_file(desk: Desk) -> Path:
    """The rules file in force."""
    from rmtool.intake.rules_file import shipped

    own = desk.session.home / "tiers.yaml"
    return desk.session.rules or (own if own.exists() else shipped("tiers.yaml"))


def segment_view(desk: Desk, measure: str | None) -> tuple[Segment, dict[str, int]]:
    """The 80/20 view, and last month's contacts by class, to see whether time follows value.

    Raises UsageError for a measure that no client has a balance of.
    """
    if measure is not None:
        known = sorted({b.measure for listed in desk.book.balances.values() for b in listed})
        if measure not in known:
            raise UsageError("desk.no_such_measure", measure=measure, measures=tuple(known))
    view = segment(desk.book, desk.rules, desk.today, measure)
    contacts = dict.fromkeys(("A", "B", "C"), 0)
    first = desk.today.toordinal() - 30
    for row in view.rows:
        log = desk.book.log.get(row.client.id)
        if log:
            contacts[row.klass] += sum(1 for e in log if first < e.on.toordinal() <= desk.today.toordinal())
    return view, contacts
