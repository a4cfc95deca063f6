"""What the cadences asked for and what was held, by tier and RM. Not: who is due next (due.py)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import Book, Client
from rmtool.core.due import first_days_owed, owed
from rmtool.core.periods import Calendar, Span, period_of, periods_in, previous_period
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


class Kept(NamedTuple):
    """One quota of one tier (and RM) over many periods: contacts required and held in all of them together.

    A client counts in each period with at most what it is owed there. `short` are those that got less, the worst
    first, each with how many contacts were wanting.
    """

    tier: str
    rm: str | None
    code: str
    cadence: Cadence
    clients: int
    required: int
    held: int
    short: tuple[tuple[Client, int], ...]


def attainment(
    book: Book, rules: Rules, calendar: Calendar, day: date, standings: Mapping[int, Standing]
) -> list[Attained]:
    """Every quota owed to active clients, in the order of the tiers, then by RM, code and cadence.

    The last full period counts for clients in the book all through it; periods without a working day owe nothing.
    """
    return [
        _attained(book, rules, calendar, day, tier, rm, code, cadence, clients)
        for tier, rm, code, cadence, clients in _groups(book, rules, day, standings)
    ]


def kept_in(
    book: Book, rules: Rules, calendar: Calendar, span: Span, day: date, standings: Mapping[int, Standing]
) -> list[Kept]:
    """The same quotas over all their periods that count for a month or longer `span` and have begun by `day`.

    A week counts for the month or quarter of its Thursday. Who is owed what is told by `day` (`standings`).
    """
    kept = []
    for tier, rm, code, cadence, clients in _groups(book, rules, day, standings):
        periods = [period for period in periods_in(cadence.period, span) if period.start <= day]
        counting = rules.counting_codes(code)
        required = held = 0
        short = []
        for client in clients:
            log = [e.on for e in book.log.get(client.id, ()) if e.code in counting and e.on <= day]
            owes, done = _over(calendar, cadence, periods, client, log)
            required, held = required + owes, held + done
            if done < owes:
                short.append((client, owes - done))
        short.sort(key=lambda pair: (-pair[1], pair[0].client_no))
        kept.append(Kept(tier, rm, code, cadence, len(clients), required, held, tuple(short)))
    return kept


def _over(
    calendar: Calendar, cadence: Cadence, periods: Iterable[Span], client: Client, log: Sequence[date]
) -> tuple[int, int]:
    """What one client was owed in these periods together, and what of it was held."""
    entry = min(client.entered, log[0]) if log else client.entered
    required = held = 0
    for period in periods:
        contacted = bool(log) and log[0] <= period.end
        if _owes(calendar, cadence.period, period, entry, contacted):
            required += cadence.times
            held += min(sum(1 for on in log if period.start <= on <= period.end), cadence.times)
    return required, held


def _groups(
    book: Book, rules: Rules, day: date, standings: Mapping[int, Standing]
) -> Iterator[tuple[str, str | None, str, Cadence, list[Client]]]:
    """The active clients by tier, RM, code and cadence of the quotas that they are owed, in this order."""
    groups: dict[tuple[int, str, str, Cadence], list[Client]] = {}
    order = {tier.id: position for position, tier in enumerate(rules.tiers)}
    for client in listed_clients(book, day):
        tier = standings[client.id].tier
        for code, cadence in owed(client, tier, None, book.cadences.get(client.id, ()), rules, day):
            if cadence.is_quota:
                groups.setdefault((order[tier], client.rm or "", code, cadence), []).append(client)
    for key in sorted(groups):
        position, rm, code, cadence = key
        yield rules.tiers[position].id, rm or None, code, cadence, groups[key]


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
