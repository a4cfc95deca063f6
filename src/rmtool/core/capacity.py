"""Visits required against available, and who slips (domain.md, "Capacity before calendar"). Not: the calendar."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import gcd
from typing import NamedTuple

from rmtool.core.book import VISIT_CODE, Book, Client
from rmtool.core.due import owed
from rmtool.core.periods import Calendar, Span, periods_a_week
from rmtool.core.rules import Cadence, Rules, Share
from rmtool.core.standing import Standing, listed_clients

STANDARD_WEEK = 5
"""Working days of a week without holidays."""

NONE = Share(0, 1)


class Slip(NamedTuple):
    """A client that can't be visited as often as it is owed: its interval and by how many days it is stretched.

    `days_late` is None where nothing is left for the client's tier at all.
    """

    client: Client
    tier: str
    interval_days: float
    days_late: int | None


class Capacity(NamedTuple):
    """Meetings a week, as exact fractions: required by tier and in all, and available for clients."""

    by_tier: Mapping[str, Share]
    required: Share
    available: Share
    slips: tuple[Slip, ...]

    @property
    def load(self) -> float | None:
        """Required ÷ available; None where nothing is available."""
        if not self.available.over:
            return None
        return self.required.over * self.available.under / (self.required.under * self.available.over)


def visits_a_week(cadences: Iterable[tuple[str, Cadence]]) -> Share:
    """The meetings a week that a client's cadences ask for: the most demanding of those on meetings."""
    most = NONE
    for code, cadence in cadences:
        if code != VISIT_CODE:
            continue
        if cadence.is_quota:
            over, under = periods_a_week(cadence.period)
            asked = Share(cadence.times * over, under)
        else:
            asked = Share(7, cadence.days)
        if asked.over * most.under > most.over * asked.under:
            most = asked
    return most


def available_visits(rules: Rules, working_days: int) -> Share:
    """Visits to clients that `working_days` leave room for: × visits a day × field share, less the prospects' share."""
    field, kept = rules.week.field_share, rules.week.prospect_share
    return _reduced(
        working_days * rules.week.visits_per_day * field.over * (kept.under - kept.over), field.under * kept.under
    )


def ceilings(rules: Rules, working_days: int, prospects: int) -> tuple[int, int]:
    """The most visits that a week may hold, and the most of them to clients while there are `prospects` candidates."""
    field, kept = rules.week.field_share, rules.week.prospect_share
    whole = working_days * rules.week.visits_per_day * field.over // field.under
    return whole, whole - min(whole * kept.over // kept.under, prospects)


def free_working_days(book: Book, calendar: Calendar, span: Span) -> int:
    """The working days of `span` on which the RM isn't on leave."""
    leaves = [a for a in book.aways if a.client_id is None]
    return sum(1 for day in calendar.working_days(span) if not any(a.start <= day <= a.end for a in leaves))


def capacity(
    book: Book, rules: Rules, standings: Mapping[int, Standing], day: date, working_days: int = STANDARD_WEEK
) -> Capacity:
    """Required and available meetings a week as of `day`, with those who slip under the policy `tier-order`.

    Tiers take what they are owed in the order of the rules. In the tier where the room ends each client's interval is
    stretched in proportion; the tiers below get nothing.
    """
    asked: dict[str, list[tuple[Client, Share]]] = {tier.id: [] for tier in rules.tiers}
    by_tier_owed: dict[str, Share] = {}
    for client in listed_clients(book, day):
        tier, own = standings[client.id].tier, book.cadences.get(client.id, ())
        if own:
            asked[tier].append((client, visits_a_week(owed(client, tier, None, own, rules, day))))
            continue
        if tier not in by_tier_owed:
            by_tier_owed[tier] = visits_a_week(owed(client, tier, None, (), rules, day))
        asked[tier].append((client, by_tier_owed[tier]))
    by_tier = {tier: _sum(share for _, share in clients) for tier, clients in asked.items()}
    available = available_visits(rules, working_days)
    return Capacity(by_tier, _sum(by_tier.values()), available, tuple(_slips(asked, by_tier, available)))


def _slips(
    asked: Mapping[str, list[tuple[Client, Share]]], by_tier: Mapping[str, Share], available: Share
) -> Iterable[Slip]:
    room = available
    for tier, needs in by_tier.items():
        if _less(room, needs):
            for client, share in asked[tier]:
                if share.over:
                    interval = 7 * share.under / share.over
                    # stretched interval − interval = interval × (needs − room) ÷ room, rounded up to whole days
                    short = needs.over * room.under - room.over * needs.under
                    over, under = 7 * share.under * short, share.over * room.over * needs.under
                    yield Slip(client, tier, interval, -(-over // under) if under else None)
            room = NONE
        else:
            room = _reduced(room.over * needs.under - needs.over * room.under, room.under * needs.under)


def _less(one: Share, other: Share) -> bool:
    return one.over * other.under < other.over * one.under


def _sum(shares: Iterable[Share]) -> Share:
    """The sum; shares of the same size are counted first, for a tier holds thousands of them."""
    counts: dict[Share, int] = {}
    for share in shares:
        counts[share] = counts.get(share, 0) + 1
    total = NONE
    for share, count in counts.items():
        total = _reduced(total.over * share.under + count * share.over * total.under, total.under * share.under)
    return total


def _reduced(over: int, under: int) -> Share:
    common = gcd(over, under) or 1
    return Share(over // common, under // common)
