"""The morning page: what a day holds for the RM. Not: the plan of the week, which is only read here."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import DONE, OPEN_VISITS, VISIT_CODE, Book, Client, Contact, Visit
from rmtool.core.due import Due, worst_first
from rmtool.core.occasions import Coming
from rmtool.core.prospects import Queued, queue
from rmtool.core.rules import Rules
from rmtool.core.standing import Standing, listed_clients
from rmtool.phrase import Phrase, phrase

NEWS_DAYS = 14
"""For how many days a change of tier is news."""


class Alert(NamedTuple):
    """A change in a client's balances that wants a look."""

    client: Client
    on: date
    what: Phrase


class Morning(NamedTuple):
    """The page of one day. `visits` are the day's, `unlogged` those of days past of which nothing was said.

    `clients` says how many the book holds, prospects too.
    `called` is the tier whose clients are called instead of visited while there isn't room for all.
    """

    date: date
    working: bool
    clients: int
    visits: Sequence[tuple[Client, Visit]]
    unlogged: Sequence[tuple[Client, Visit]]
    due: Sequence[tuple[Client, Due]]
    follow_ups: Sequence[tuple[Client, Contact]]
    prospects: Sequence[Queued]
    occasions: Sequence[Coming]
    alerts: Sequence[Alert]
    called: str | None = None


def morning(
    book: Book,
    rules: Rules,
    day: date,
    working: bool,
    standings: Mapping[int, Standing],
    dues: Sequence[tuple[Client, Due]],
    promises: Sequence[Contact],
    occasions: Sequence[Coming],
) -> Morning:
    """The morning page of `day`.

    Who is due for a meeting and stands in the page with an open visit, or has one ahead, isn't listed as due again.
    """
    by_id = {c.id: c for c in book.clients}
    today = [v for v in book.visits if v.day == day and v.status in (*OPEN_VISITS, DONE)]
    unlogged = [v for v in book.visits if v.day and v.day < day and v.status in OPEN_VISITS]
    spoken_for = {v.client_id for v in book.visits if v.day and v.status in OPEN_VISITS}
    return Morning(
        day,
        working,
        len(book.clients),
        [(by_id[v.client_id], v) for v in sorted(today, key=lambda v: (v.start or 0, v.id))],
        [(by_id[v.client_id], v) for v in unlogged],
        worst_first((c, d) for c, d in dues if d.is_due and not (d.code == VISIT_CODE and c.id in spoken_for)),
        [(by_id[p.client_id], p) for p in promises],
        [q for q in queue(book, rules.prospects, day) if q.due],
        occasions,
        _alerts(listed_clients(book, day), standings, rules, day),
    )


def _alerts(clients: Sequence[Client], standings: Mapping[int, Standing], rules: Rules, day: date) -> list[Alert]:
    """Clients whose tier moved within the last two weeks."""
    since = day - timedelta(days=NEWS_DAYS)
    names = {tier.id: tier.name for tier in rules.tiers}
    found = []
    for client in clients:
        standing = standings.get(client.id)
        if standing and standing.moved_on and standing.moved_on > since and standing.moved_from:
            before, after = names[standing.moved_from], names[standing.tier]
            said = phrase("morning.tier_moved", before=before, after=after, amount=standing.amount)
            found.append(Alert(client, standing.moved_on, said))
    return sorted(found, key=lambda a: (a.on, a.client.client_no))
