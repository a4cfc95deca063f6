"""What the cadences asked for and what was held, by tier and RM. Not: who is due next (due.py)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rmtool.core.book import Book, Client
from rmtool.core.due import first_days_owed, owed
from rmtool.core.periods import Calendar, Span, period_of, previous_period
from rmtool.core.rules import Cadence, Rules
from rmtool.core.standing import Standing, listed_clients


class Attained(NamedTuple):
    """One quota of one tier (and RM): contacts required and held in the running period and in the last full one.

    A client counts with at most what it is owed. `missed` are the clients whose last full period ended short.
    """

    tier: str
    rm: str | None
    code: str
    cadence: Cadence
    period: Span
    clients: int
    required: int
    held: int
    last_period: Span
    last_required: int
    last_held: int
    missed: tuple[Client, ...]


def attainment(
    book: Book, rules: Rules, calendar: Calendar, day: date, standings: Mapping[int, Standing]
) -> list[Attained]:
    """Every quota owed to active clients, in the order of the tiers, then by RM, code and cadence.

    The last full period counts for clients in the book all through it; periods without a working day owe nothing.
    """
    groups: dict[tuple[int, str, str, Cadence], list[Client]] = {}
    order = {tier.id: position for position, tier in enumerate(rules.tiers)}
    for client in listed_clients(book, day):
        tier = standings[client.id].tier
        for code, cadence in owed(client, tier, None, book.cadences.get(client.id, ()), rules, day):
            if cadence.is_quota:
                groups.setdefault((order[tier], client.rm or "", code, cadence), []).append(client)
    return [
        _attained(book, rules, calendar, day, rules.tiers[tier].id, rm or None, code, cadence, groups[key])
        for key in sorted(groups)
        for tier, rm, code, cadence in (key,)
    ]


def _attained(
    book: Book,
    rules: Rules,
    calendar: Calendar,
    day: date,
    tier: str,
    rm: str | None,
    code: str,
    cadence: Cadence,
    clients: Iterable[Client],
) -> Attained:
    period = period_of(cadence.period, day)
    last = previous_period(cadence.period, period)
    while not calendar.count_working(last):
        last = previous_period(cadence.period, last)
    counting = rules.counting_codes(code)
    count = required = held = last_required = last_held = 0
    missed = []
    for client in clients:
        log = [e.on for e in book.log.get(client.id, ()) if e.code in counting and e.on <= day]
        entry = min(client.entered, log[0]) if log else client.entered
        times = cadence.times if _owes(calendar, cadence.period, period, entry, bool(log)) else 0
        count += 1
        required += times
        held += min(sum(1 for on in log if on >= period.start), times)
        if entry <= last.start:
            done = min(sum(1 for on in log if last.start <= on <= last.end), cadence.times)
            last_required += cadence.times
            last_held += done
            if done < cadence.times:
                missed.append(client)
    return Attained(
        tier, rm, code, cadence, period, count, required, held, last, last_required, last_held, tuple(missed)
    )


def _owes(calendar: Calendar, kind: str, period: Span, entry: date, contacted: bool) -> bool:
    """Whether a client owes its quota for a period: if contacted before, for every period with a working day."""
    if contacted or entry <= period.start:
        return calendar.count_working(period) > 0
    return first_days_owed(calendar, kind, entry)[0] <= period.end
