"""Changes in clients' balances, tiers and contacts that want a look, each until it is marked as acted on.

Not: who is due (due.py). An alert comes back only if something new happens after it was marked: what counts as new is
said at each kind. Everything is derived from the balances, the log and the marks, as of a day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import ACTIVE, Balance, Book, Client, Settled
from rmtool.core.due import Due, days_of
from rmtool.core.occasions import days_after
from rmtool.core.rules import AlertRules, Rules, Share
from rmtool.core.standing import Standing, TierTable, class_of, listed_clients, threshold
from rmtool.phrase import Phrase, phrase

SETTLED_AS = "alert"
"""The kind of book.Settled that says an alert was acted on; `subject` is its kind, `about` the day `on` of it."""

TIER, NEAR, MOVE, FALLING, CLASS, LAPSED, IDLE = KINDS = ("tier", "near", "move", "falling", "class", "lapsed", "idle")
"""Every kind, in the order in which a client's are told."""

_POINT_IN_TIME = "deposit"
"""The measure that lies idle: an average hardly ever moves."""

_LEAST_POINTS = 3
"""Balances without which nobody knows whether money lay still."""


class Alert(NamedTuple):
    """Something of a client's that wants a look, since the day `on`."""

    client: Client
    kind: str
    on: date
    what: Phrase

    @property
    def ref(self) -> str:
        """By what it is named on the command line: the client's number and the kind."""
        return f"{self.client.client_no}:{self.kind}"


Marks = Mapping[tuple[int, str], date]
"""By client and kind of alert: the day up to which what happened was acted on."""

Point = tuple[date, int]
"""A day and an amount in fen."""


def alerts(
    book: Book,
    rules: Rules,
    day: date,
    standings: Mapping[int, Standing],
    dues: Iterable[tuple[Client, Due]],
    settled: Iterable[Settled],
) -> list[Alert]:
    """What of the active clients wants a look on `day` and wasn't acted on, client by client.

    First the clients with the largest amounts; of one client in the order of KINDS.
    """
    marks = acted_on(settled)
    found: list[Alert] = []
    clients = listed_clients(book, day)
    table = TierTable(rules)
    for client in clients:
        standing = standings.get(client.id)
        if standing:
            found += _of_balances(client, standing, book.balances.get(client.id, ()), table, rules, marks, day)
    if rules.alerts.classes:
        found += _classes(book, clients, rules, day, marks)
    if rules.alerts.lapsed:
        found += _lapsed(dues, rules.alerts.lapsed, marks)
    return sorted(found, key=lambda a: (_rank(standings, a.client), a.client.client_no, KINDS.index(a.kind)))


def acted_on(settled: Iterable[Settled]) -> Marks:
    """Up to which day each client's alerts of each kind were acted on."""
    marks: dict[tuple[int, str], date] = {}
    for mark in settled:
        if mark.kind == SETTLED_AS:
            key = (mark.client_id, mark.subject)
            marks[key] = max(mark.about, marks.get(key, mark.about))
    return marks


def _rank(standings: Mapping[int, Standing], client: Client) -> int:
    standing = standings.get(client.id)
    return -(standing.amount or 0) if standing else 0


def _of_balances(
    client: Client,
    standing: Standing,
    balances: Sequence[Balance],
    table: TierTable,
    rules: Rules,
    marks: Marks,
    day: date,
) -> Iterator[Alert]:
    if len(balances) < 2:
        return  # one list tells of no change, and a book of one list may have many clients
    wanted = rules.alerts
    since = days_after(day, -wanted.days)
    series = points(balances, standing.measure, day)
    found = [
        _moved_tier(client, standing, rules, since) or _near(client, standing, balances, table, rules, day),
        _move(client, series, wanted, marks.get((client.id, MOVE)), since),
        _falling(client, series, wanted, marks.get((client.id, FALLING)), since),
        _idle(client, points(balances, _POINT_IN_TIME, day), wanted) if wanted.idle else None,
    ]
    yield from (alert for alert in found if alert and alert.on > marks.get((client.id, alert.kind), date.min))


def points(balances: Sequence[Balance], measure: str | None, day: date) -> list[Point]:
    """The amounts of one measure up to `day`, in the order of their days."""
    return [(b.on, b.fen) for b in balances if b.measure == measure and b.on <= day]


def _moved_tier(client: Client, standing: Standing, rules: Rules, since: date) -> Alert | None:
    """A move to another tier; new is another one."""
    if not (standing.moved_from and standing.moved_on and standing.moved_on > since):
        return None
    before, after = rules.tier(standing.moved_from).name, rules.tier(standing.tier).name
    what = phrase("alerts.tier", before=before, after=after, amount=standing.amount)
    return Alert(client, TIER, standing.moved_on, what)


def _near(
    client: Client, standing: Standing, balances: Sequence[Balance], table: TierTable, rules: Rules, day: date
) -> Alert | None:
    """A tier held only by the hysteresis; new is when the amount falls below the threshold anew."""
    if not standing.kept:
        return None
    began: date | None = None
    for step in table.history(client, balances, day):
        began = (began or step.on) if step.kept and step.tier == standing.tier else None
    tier = rules.tier(standing.tier)
    bound = threshold(tier)
    if began is None or bound is None:
        return None
    ease = rules.hysteresis
    leaves = bound * (ease.under - ease.over) // ease.under
    what = phrase("alerts.near", tier=tier.name, amount=standing.amount, threshold=bound, leaves=leaves)
    return Alert(client, NEAR, began, what)


def _move(
    client: Client, series: Sequence[Point], rules: AlertRules, settled: date | None, since: date
) -> Alert | None:
    """The latest large move, in or out, against the amount `over` days before; new is what moved after the mark."""
    move = rules.move
    if move is None or len(series) < 2:
        return None
    low, high = min(fen for _, fen in series), max(fen for _, fen in series)
    if not _is_large(low, high, move.amount, move.share, move.at_least):
        return None
    for index in range(len(series) - 1, 0, -1):
        on, fen = series[index]
        if on <= since or (settled and on <= settled):
            break
        base = _base(series[:index], max(days_after(on, -move.over), settled or date.min))
        before = base[1]
        if _is_large(before, fen, move.amount, move.share, move.at_least):
            key = "alerts.moved_in" if fen > before else "alerts.moved_out"
            share = Share(abs(fen - before), abs(before)) if before else None
            what = phrase(key if share else f"{key}_from_nothing", share=share, before=before, after=fen, since=base[0])
            return Alert(client, MOVE, on, what)
    return None


def _base(earlier: Sequence[Point], until: date) -> Point:
    """The last of the earlier amounts up to a day; else the first there is."""
    for point in reversed(earlier):
        if point[0] <= until:
            return point
    return earlier[0]


def _is_large(before: int, after: int, amount: int, share: Share, at_least: int) -> bool:
    difference = abs(after - before)
    return difference >= amount or (
        difference >= at_least and difference * share.under >= share.over * max(abs(before), 1)
    )


def _falling(
    client: Client, series: Sequence[Point], rules: AlertRules, settled: date | None, since: date
) -> Alert | None:
    """An amount lower than before several times in a row, together by a share; new are as many falls after the mark.

    Amounts of days close to each other count once, so that a daily list's ups and downs don't.
    """
    falling = rules.falling
    if falling is None or not series or series[-1][0] <= since:
        return None
    row = [series[-1]]
    for point in reversed(series[:-1]):
        if (row[-1][0] - point[0]).days >= falling.apart:
            if point[1] <= row[-1][1]:
                break
            row.append(point)
            if len(row) > falling.times:
                break
    if len(row) <= falling.times or (settled and row[-1][0] < settled):
        return None
    first, last = row[-1], row[0]
    lost = Share(first[1] - last[1], abs(first[1]) or 1)
    if lost.over * falling.share.under < falling.share.over * lost.under:
        return None
    what = phrase("alerts.falling", times=falling.times, share=lost, before=first[1], after=last[1], since=first[0])
    return Alert(client, FALLING, last[0], what)


def _idle(client: Client, series: Sequence[Point], rules: AlertRules) -> Alert | None:
    """A large deposit that lies still; new is when it has moved and lain still again, so `on` is when it began."""
    idle = rules.idle
    if idle is None or not series or series[-1][1] < idle.amount:
        return None
    latest, count, began = series[-1], 0, series[-1][0]
    for on, fen in reversed(series):
        if abs(fen - latest[1]) * idle.band.under > idle.band.over * latest[1]:
            break
        count, began = count + 1, on
    if count < _LEAST_POINTS or (latest[0] - began).days < idle.days:
        return None
    return Alert(client, IDLE, began, phrase("alerts.idle", amount=latest[1], since=began))


def _classes(book: Book, clients: Sequence[Client], rules: Rules, day: date, marks: Marks) -> Iterator[Alert]:
    """Clients that came into a class of the rules, or left it, since `days` before; new is a move after the mark."""
    since = days_after(day, -rules.alerts.days)
    wanted = set(rules.alerts.classes)
    known = [c for c in clients if (held := book.balances.get(c.id)) and held[0].on <= since]
    if not known:
        return
    before, now = class_of(known, book, rules, since), class_of(clients, book, rules, day)
    for client in known:
        was, now_is = before[client.id], now[client.id]
        if was != now_is and wanted & {was, now_is}:
            on = max(b.on for b in book.balances[client.id] if b.on <= day)
            if on > max(since, marks.get((client.id, CLASS), since)):
                yield Alert(client, CLASS, on, phrase("alerts.class", before=was, after=now_is))


def _lapsed(dues: Iterable[tuple[Client, Due]], times: Share, marks: Marks) -> Iterator[Alert]:
    """Clients whose last contact lies several intervals back; new is when that happens after another contact."""
    spans: dict[Share, tuple[int, int | float]] = {}  # of a large book's clients most have one of few intervals
    for client, due in dues:
        if due.last is None or due.elapsed is None or client.status != ACTIVE:
            continue
        if due.interval not in spans:
            over, under = times.over * due.interval.over, times.under * due.interval.under
            spans[due.interval] = -(-over // under), days_of(due.interval)
        longest, interval = spans[due.interval]
        if due.elapsed < longest:
            continue
        settled = marks.get((client.id, LAPSED))
        if settled is None or settled < due.last:
            what = phrase("alerts.lapsed", last=due.last, elapsed=due.elapsed, interval=interval)
            yield Alert(client, LAPSED, days_after(due.last, longest), what)
