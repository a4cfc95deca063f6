"""The facts of a book: clients, people, balances, holdings, contacts, visits, prospect cards. Not: what is derived."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

ACTIVE = "active"
PROSPECT = "prospect"
DORMANT = "dormant"
LOST = "lost"
STATUSES = (ACTIVE, PROSPECT, DORMANT, LOST)

KINDS = ("corporate", "institution", "retail")

PLANNED = "planned"
CONFIRMED = "confirmed"
DONE = "done"
MISSED = "missed"
CANCELLED = "cancelled"
OPEN_VISITS = (PLANNED, CONFIRMED)
BY_MONTH = "month"
"""What `fixed` says of a visit that a month's plan put into a week."""

MEASURES = ("deposit", "deposit_avg", "loan", "aum", "revenue")
"""The measures that the house has names for; a book may hold others."""

HOLDING_KINDS = (
    "deposit",
    "loan",
    "wealth",
    "fund",
    "insurance",
    "acceptance",
    "guarantee",
    "letter_of_credit",
    "cash_management",
    "payroll",
    "bond",
    "trust",
    "gold",
)
"""The kinds of product that the house has names for; a book may hold others, as a list words them."""

BIRTHDAY = "birthday"
ANNIVERSARY = "anniversary"
OCCASION_KINDS = (ANNIVERSARY, "maturity", "contract_end", "other")
"""The kinds of occasion that are noted as such: the first every year, the others once."""

STAGES = ("approach", "talks", "proposal", "signed")
SIGNED = STAGES[-1]

LEVELS = ("high", "medium", "low")
"""A card's value and likelihood where they are no figures."""

OPENED, STAGE, REGRADE, WON, RELEASED = "opened", "stage", "regrade", "won", "released"
TRIGGER, VALUE, LIKELIHOOD = "trigger", "value", "likelihood"
CARD_STEPS = (OPENED, STAGE, REGRADE, WON, RELEASED, TRIGGER, VALUE, LIKELIHOOD)
"""The kinds of steps in a card's history: made for a client of the book, moved, graded, won, let go; something happened
that makes a good moment; its value or likelihood was said anew."""

TRIGGERS = ("newly_opened", "celebration", "difficulty", "unhappy", "restructuring", "cash_management", "other")
"""What makes a good moment to approach a prospect (domain.md, "Prospects"); `other`: a note says what."""

VISIT_CODE = "M"
"""The channel that a visit is: a meeting."""

CALL_CODE = "T"
"""The channel that a telephone call is."""

REVIEW_CODE = "#review"
"""By what a review of assets stands in the log of reviews; no channel can be called so."""

ANY_CODE = "any"
"""A cadence that a contact of whichever code counts for."""


class Client(NamedTuple):
    """A client or prospect (`status` tells). `entered` is the earlier of import day and the list's date.

    `hours` are those in which it is to be seen, `call_hours` those in which it may be called, both as core/hours.py
    writes them; None: at any time. `prefers` is the code of the channel that it likes best. `birthday` is a day of the
    year as core/annual.py writes it, of a client that is a person.
    """

    id: int
    client_no: str
    name: str
    credit_code: str | None
    kind: str
    status: str
    industry: str | None
    district: str | None
    address: str | None
    lat: float | None
    lon: float | None
    group: str | None
    chain: str | None
    tags: tuple[str, ...]
    rm: str | None
    founded: date | None
    entered: date
    initials: str
    phone: str | None = None
    hours: str | None = None
    birthday: str | None = None
    prefers: str | None = None
    call_hours: str | None = None


class Person(NamedTuple):
    """Somebody at a client; `power` says whether they decide, `birthday` is as core/annual.py writes it."""

    id: int
    client_id: int
    name: str
    title: str | None
    power: str | None
    phone: str | None
    email: str | None
    note: str | None
    birthday: str | None = None


class Note(NamedTuple):
    """Something noted about a client on a day that belongs to no contact."""

    id: int
    client_id: int
    on: date
    note: str


class Balance(NamedTuple):
    """An amount (fen) of one measure at one date."""

    client_id: int
    measure: str
    on: date
    fen: int


class Holding(NamedTuple):
    """A product that a client holds or held, as it was `on` a day.

    Amounts are fen: `fen` what it comes to, `cover` and `premium` an insurance's. `rate` is yearly, a fraction; `risk`
    is R1 to R5 or as a list words it. `bank` names another bank, None is the RM's own. `ended` is the day by which it
    was no longer held.
    """

    id: int
    client_id: int
    product: str
    kind: str | None
    contract_no: str | None
    fen: int | None
    opened: date | None
    matures: date | None
    term: str | None
    rate: float | None
    risk: str | None
    bank: str | None
    cover: int | None
    premium: int | None
    on: date
    ended: date | None


class Occasion(NamedTuple):
    """A day of a client's that is worth a word, as it was noted; `person` is the name of whom it concerns, if anybody.

    `day` is a day of the year as core/annual.py writes it for an anniversary, else a date (ISO).
    """

    id: int
    client_id: int
    kind: str
    day: str
    person: str | None
    note: str | None


class Settled(NamedTuple):
    """What was seen to `on` a day: an occasion, an alert or a promised next step of a client's (`kind`).

    `subject` says which, `about` the day that it concerned, both in the terms of those who work it out anew each day
    (occasions.py, alerts.py, follow_ups.py). No ids stand in it, so that it holds in any book.
    """

    id: int
    client_id: int
    kind: str
    subject: str
    about: date
    on: date
    why: str | None


class LogEntry(NamedTuple):
    """As much of a contact as the clocks need."""

    on: date
    code: str


class Contact(NamedTuple):
    """Something that happened with a client. `at` is the time as typed (`09:30`), `minutes` its length."""

    id: int
    client_id: int
    on: date
    at: str | None
    code: str
    person: str | None
    note: str | None
    outcome: str | None
    minutes: int | None
    next: str | None
    next_on: date | None


class Review(NamedTuple):
    """A talk over a client's whole position, with what it came to then (amounts in fen).

    `total` are its assets, of which `outside` at other banks, `owed` what it owes; `position` its parts as [kind,
    product, bank or None, fen].
    """

    id: int
    client_id: int
    on: date
    note: str | None
    total: int
    outside: int
    owed: int
    position: Sequence[Sequence[Any]]


class Campaign(NamedTuple):
    """A list of clients to be told something, by its name `campaign`.

    `wanted` is the filter that chose them, field by field; from `closed_on` on nobody is added, nor counted as reached.
    """

    id: int
    campaign: str
    started_on: date
    wanted: Mapping[str, str]
    closed_on: date | None


class CampaignMember(NamedTuple):
    """A client on a campaign's list since `added_on`; `reached_on` where it was said by hand, not told by the log.

    `contacts_then` counts the contacts of that day that were logged before it came on the list.
    """

    id: int
    campaign: str
    client_id: int
    added_on: date
    contacts_then: int
    reached_on: date | None


class Visit(NamedTuple):
    """A planned meeting of the week that begins on `week` (a Monday).

    `day` and `start` (minute of the day) are None while an appointment leaves them open. `fixed` says what the RM
    fixed: `time`, `day`, `week` (this week, any time); `month` marks what the month's plan put into the week, None a
    suggestion of the week's plan.
    """

    id: int
    client_id: int
    week: date
    day: date | None
    start: int | None
    minutes: int | None
    status: str
    fixed: str | None
    person: str | None
    why: str | None
    contact_id: int | None

    @property
    def is_proposed(self) -> bool:
        """Whether a month's plan put it into its week, and no week's plan has given it a day yet."""
        return self.fixed == BY_MONTH and self.day is None and self.status in OPEN_VISITS


class Away(NamedTuple):
    """Days on which a client (or, with `client_id` None, the RM) is away; both ends in."""

    id: int
    client_id: int | None
    start: date
    end: date
    why: str | None


class OwnCadence(NamedTuple):
    """A client's own cadence for one code, with its reason and last day (both may be missing); `cadence` as written."""

    id: int
    client_id: int
    code: str
    cadence: str
    why: str | None
    until: date | None


class Card(NamedTuple):
    """A prospect card. `value` in fen; the levels (`high`, `medium`, `low`) where a list says so in words.

    `referrer` is the client or person who made the introduction, `core_client` the one whose chain it belongs to,
    `rival` the bank that it is with. `opened_on` is the day from which a client of the book has the card (that of a
    prospect is there from its entry); None once it was let go.
    """

    client_id: int
    value: int | None
    value_level: str | None
    likelihood: float | None
    likelihood_level: str | None
    stage: str
    source: str | None
    grade: str
    graded_on: date
    read_on: date | None
    referrer: str | None = None
    core_client: str | None = None
    motive: str | None = None
    rival: str | None = None
    opened_on: date | None = None

    @property
    def value_said(self) -> str | None:
        """The value as a card's history keeps it: in the currency of the book, or a level in words."""
        if self.value is None:
            return self.value_level
        whole, cents = divmod(abs(self.value), 100)
        return f"{'-' * (self.value < 0)}{whole}" + (f".{cents:02d}" if cents else "")

    @property
    def likelihood_said(self) -> str | None:
        """The likelihood as a card's history keeps it: a share, or a level in words."""
        return self.likelihood_level if self.likelihood is None else f"{self.likelihood:.12g}"


CARD_TEXTS = ("referrer", "core_client", "motive", "rival")
"""What a card says in free text besides its source."""


class CardEvent(NamedTuple):
    """A step in the history of a prospect's card.

    `before` and `after` are stages, grades, values (yuan, or a level) or likelihoods, as `kind` says; of a trigger
    `after` is which, `why` its note.
    """

    id: int
    client_id: int
    on: date
    kind: str
    before: str | None
    after: str | None
    why: str | None


class Book(NamedTuple):
    """One RM's book as read in one go; what a command doesn't need may be left empty.

    `clients` in the order of `client_no`; the mappings go by client id, each client's balances, log and
    card's history in date order.
    """

    clients: Sequence[Client]
    balances: Mapping[int, Sequence[Balance]]
    log: Mapping[int, Sequence[LogEntry]]
    visits: Sequence[Visit] = ()
    aways: Sequence[Away] = ()
    cadences: Mapping[int, Sequence[OwnCadence]] = {}
    cards: Mapping[int, Card] = {}
    events: Mapping[int, Sequence[CardEvent]] = {}
    currency: str = "CNY"
