"""The morning page: what a day holds for the RM. Not: the plan of the week, which is only read here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmtool.core.alerts import Alert
from rmtool.core.book import DONE, OPEN_VISITS, VISIT_CODE, Book, Client, Person, Visit
from rmtool.core.calls import Call, calls
from rmtool.core.campaigns import CallList, whom_to_ask
from rmtool.core.due import Due, reason, worst_first
from rmtool.core.follow_ups import FollowUp
from rmtool.core.occasions import Coming
from rmtool.core.prospects import Queued, queue
from rmtool.core.rules import Rules
from rmtool.phrase import Phrase, phrase

if TYPE_CHECKING:
    from rmtool.core.reviews import ReviewLine


class Planned(NamedTuple):
    """A visit of the day, with whom it is to be and what for: as the RM said, else what was promised, else why due."""

    client: Client
    visit: Visit
    person: str | None
    purpose: Phrase | str | None


class Morning(NamedTuple):
    """The page of one day. `visits` are the day's, `unlogged` those of days past of which nothing was said.

    `due` are all who are due and not to be met already, `calls` those of them who are called or written to. `clients`
    says how many the book holds, prospects too. `called` is the tier whose clients are called instead of visited while
    there isn't room for all. `reviews` are those due, `campaigns` those in which somebody is still to be reached.
    """

    date: date
    working: bool
    clients: int
    visits: Sequence[Planned]
    unlogged: Sequence[tuple[Client, Visit]]
    due: Sequence[tuple[Client, Due]]
    calls: Sequence[Call]
    follow_ups: Sequence[FollowUp]
    prospects: Sequence[Queued]
    occasions: Sequence[Coming]
    alerts: Sequence[Alert]
    called: str | None = None
    reviews: Sequence["ReviewLine"] = ()
    campaigns: Sequence[CallList] = ()


class Gathered(NamedTuple):
    """What a morning page is made from besides the book: whether the day is worked, who stands how, people, lists."""

    working: bool
    dues: Sequence[tuple[Client, Due]]
    persons: Mapping[int, Sequence[Person]]
    follow_ups: Sequence[FollowUp]
    occasions: Sequence[Coming]
    alerts: Sequence[Alert]


def morning(book: Book, rules: Rules, day: date, gathered: Gathered) -> Morning:
    """The morning page of `day`.

    Who is due for a meeting and stands in the page with an open visit, or has one ahead, isn't listed as due again.
    """
    by_id = {c.id: c for c in book.clients}
    today = [v for v in book.visits if v.day == day and v.status in (*OPEN_VISITS, DONE)]
    unlogged = [v for v in book.visits if v.day and v.day < day and v.status in OPEN_VISITS]
    spoken_for = {v.client_id for v in book.visits if v.day and v.status in OPEN_VISITS}
    due = worst_first(
        (c, d) for c, d in gathered.dues if d.is_due and not (d.code == VISIT_CODE and c.id in spoken_for)
    )
    return Morning(
        day,
        gathered.working,
        len(book.clients),
        list(_planned(sorted(today, key=lambda v: (v.start or 0, v.id)), by_id, gathered, rules)),
        [(by_id[v.client_id], v) for v in unlogged],
        due,
        calls(due, gathered.persons, rules, day),
        gathered.follow_ups,
        [q for q in queue(book, rules.prospects, day) if q.due],
        gathered.occasions,
        gathered.alerts,
    )


def _planned(
    visits: Iterable[Visit], clients: Mapping[int, Client], gathered: Gathered, rules: Rules
) -> Iterator[Planned]:
    dues = {c.id: d for c, d in gathered.dues}
    steps = {f.client.id: f.contact.next for f in gathered.follow_ups if f.contact.next}
    for visit in visits:
        person = whom_to_ask(gathered.persons.get(visit.client_id, ()), VISIT_CODE)
        purpose: Phrase | str | None = visit.why
        if purpose is None and visit.client_id in steps:
            purpose = phrase("morning.promised_step", step=steps[visit.client_id])
        if purpose is None and visit.client_id in dues:
            purpose = reason(dues[visit.client_id], rules)
        yield Planned(clients[visit.client_id], visit, visit.person or (person.name if person else None), purpose)
