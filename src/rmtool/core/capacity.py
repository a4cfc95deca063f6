"""Visits required against available, and who slips (domain.md, "Capacity before calendar"). Not: the calendar."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from math import gcd
from typing import NamedTuple

from rmtool.core.book import ANY_CODE, CALL_CODE, VISIT_CODE, Book, Client
from rmtool.core.due import owed
from rmtool.core.periods import Calendar, Span, periods_a_week
from rmtool.core.rules import Cadence, Rules, Share
from rmtool.core.standing import Standing, listed_clients

STANDARD_WEEK = 5
"""Working days of a week without holidays."""

NONE = Share(0, 1)
WHOLE = Share(1, 1)

TIER_ORDER, STRETCH, CALL_INSTEAD = "tier-order", "stretch", "call-instead"
"""What the rules may say of weeks that ask for more meetings than they have room for."""


class Relief(NamedTuple):
    """What is done about more meetings than a usual week has room for.

    `policy` is the one that acts: `tier-order` as long as there is room. `factor` is what every interval is stretched
    by, `called` the tier whose clients are called instead of visited.
    """

    policy: str = TIER_ORDER
    factor: Share = WHOLE
    called: str | None = None


NO_RELIEF = Relief()


class Slip(NamedTuple):
    """A client that can't be visited as often as it is owed: its interval and by how many days it is stretched.

    `days_late` is None where nothing is left for the client's tier at all; `called` says that it is called instead.
    """

    client: Client
    tier: str
    interval_days: float
    days_late: int | None
    called: bool = False


class Capacity(NamedTuple):
    """Meetings a week, as exact fractions: required by tier and in all, and available for clients.

    Required is what the rules ask for, whatever the `relief`.
    """

    by_tier: Mapping[str, Share]
    required: Share
    available: Share
    slips: tuple[Slip, ...]
    relief: Relief = NO_RELIEF

    @property
    def load(self) -> float | None:
        """Required ÷ available; None where nothing is available."""
        if not self.available.over:
            return None
        return self.required.over * self.available.under / (self.required.under * self.available.over)


def visits_a_week(cadences: Iterable[tuple[str, Cadence]]) -> Share:
    """The meetings a week that a client's cadences ask for: the most demanding of those on meetings."""
    cadence = most_demanding(cadences)
    return _a_week(cadence) if cadence else NONE


def most_demanding(cadences: Iterable[tuple[str, Cadence]]) -> Cadence | None:
    """The cadence that asks for most meetings a week, of equal ones the first; None if none asks for any."""
    most, found = NONE, None
    for code, cadence in cadences:
        asked = _a_week(cadence) if code == VISIT_CODE else NONE
        if _less(most, asked):
            most, found = asked, cadence
    return found


def _a_week(cadence: Cadence) -> Share:
    if not cadence.is_quota:
        return Share(7, cadence.days)
    over, under = periods_a_week(cadence.period)
    return Share(cadence.times * over, under)


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


def free_days(book: Book, calendar: Calendar, span: Span, taken: Collection[date] = ()) -> list[date]:
    """The working days of `span` on which the RM isn't on leave, but for those `taken` by other things."""
    leaves = [a for a in book.aways if a.client_id is None]
    days = [day for day in calendar.working_days(span) if day not in taken]
    return [day for day in days if not any(a.start <= day <= a.end for a in leaves)]


def free_working_days(book: Book, calendar: Calendar, span: Span, taken: Collection[date] = ()) -> int:
    """How many days `free_days` finds."""
    return len(free_days(book, calendar, span, taken))


Asked = Mapping[str, Sequence[tuple[Client, Share]]]
"""By tier, in the order of the rules: its clients, each with the meetings a week that it is owed."""


def relief(book: Book, rules: Rules, standings: Mapping[int, Standing], day: date) -> Relief:
    """What the rules' policy does as of `day`, judged by a usual week so that it doesn't come and go with holidays."""
    if rules.week.overload == TIER_ORDER:
        return NO_RELIEF
    return _relief(rules, _asked(book, rules, standings, day))


def relieved(rules: Rules, at: Relief) -> Rules:
    """The rules as they are worked by: meetings of the tier that is called instead are owed by telephone."""
    if at.called is None:
        return rules
    return rules._replace(
        tiers=tuple(
            tier._replace(cadence=_by_telephone(tier.cadence, rules)) if tier.id == at.called else tier
            for tier in rules.tiers
        )
    )


def capacity(
    book: Book, rules: Rules, standings: Mapping[int, Standing], day: date, working_days: int = STANDARD_WEEK
) -> Capacity:
    """Required and available meetings a week as of `day`, with those who slip under the policy of the rules.

    `tier-order`: tiers take what they are owed in the order of the rules. In the tier where the room ends each
    client's interval is stretched in proportion; the tiers below get nothing. `stretch`: everybody's interval grows by
    the load of a usual week. `call-instead`: the lowest tier that is owed meetings is called, the others as in tier
    order. The last two act while a usual week hasn't room for all.
    """
    asked = _asked(book, rules, standings, day)
    by_tier = {tier: _sum(share for _, share in clients) for tier, clients in asked.items()}
    available = available_visits(rules, working_days)
    acting = _relief(rules, asked)
    if acting.policy == STRETCH:
        slips = tuple(_stretched(asked, acting.factor))
    else:
        kept = _asked(book, relieved(rules, acting), standings, day) if acting.called else asked
        slips = (*_slips(kept, available), *_called(asked, kept, acting.called))
    return Capacity(by_tier, _sum(by_tier.values()), available, slips, acting)


def _asked(book: Book, rules: Rules, standings: Mapping[int, Standing], day: date) -> Asked:
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
    return asked


def _relief(rules: Rules, asked: Asked) -> Relief:
    required = _sum(share for clients in asked.values() for _, share in clients)
    room = available_visits(rules, STANDARD_WEEK)
    if not _less(room, required):
        return NO_RELIEF
    if rules.week.overload == STRETCH and room.over:
        return Relief(STRETCH, _reduced(required.over * room.under, required.under * room.over))
    if rules.week.overload == CALL_INSTEAD:
        meeting = [tier.id for tier in rules.tiers if asked[tier.id] and visits_a_week(_listed(tier.cadence)).over]
        return Relief(CALL_INSTEAD, called=meeting[-1]) if meeting else NO_RELIEF
    return NO_RELIEF


def _listed(cadence: Mapping[str, Sequence[Cadence]]) -> Iterable[tuple[str, Cadence]]:
    return ((code, c) for code, listed in cadence.items() for c in listed)


def _by_telephone(cadence: Mapping[str, tuple[Cadence, ...]], rules: Rules) -> dict[str, tuple[Cadence, ...]]:
    """The cadences with those on meetings owed by telephone, or by any contact where the rules have no such code."""
    code = CALL_CODE if CALL_CODE in rules.channels else ANY_CODE
    others = {c: listed for c, listed in cadence.items() if c != VISIT_CODE}
    return {**others, code: (*others.get(code, ()), *cadence.get(VISIT_CODE, ()))}


def _stretched(asked: Asked, factor: Share) -> Iterable[Slip]:
    for tier, clients in asked.items():
        for client, share in clients:
            if share.over:
                over, under = 7 * share.under * (factor.over - factor.under), share.over * factor.under
                yield Slip(client, tier, 7 * share.under / share.over, -(-over // under))


def _called(asked: Asked, kept: Asked, tier: str | None) -> Iterable[Slip]:
    """Those of the tier who are called instead; who has a cadence of its own on meetings keeps them."""
    if tier is None:
        return
    for (client, share), (_, left) in zip(asked[tier], kept[tier], strict=True):
        if share.over and not left.over:
            yield Slip(client, tier, 7 * share.under / share.over, None, called=True)


def _slips(asked: Asked, available: Share) -> Iterable[Slip]:
    room = available
    for tier, clients in asked.items():
        needs = _sum(share for _, share in clients)
        if _less(room, needs):
            for client, share in clients:
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
