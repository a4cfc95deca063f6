"""The morning page: what a day holds for the RM. Not: the plan of the week, which is only read here."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.alerts import Alert
from rmtool.core.book import DONE, OPEN_VISITS, VISIT_CODE, Book, Client, Contact, Visit
from rmtool.core.due import Due, worst_first
from rmtool.core.occasions import Coming
from rmtool.core.prospects import Queued, queue
from rmtool.core.rules import Rules


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
    dues: Sequence[tuple[Client, Due]],
    promises: Sequence[Contact],
    occasions: Sequence[Coming],
    alerts: Sequence[Alert],
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
        alerts,
    )
