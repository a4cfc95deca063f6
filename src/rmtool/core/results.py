"""What commands answer with: values put together from several parts of the core. Not: any rule, nor how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    # Every list imports this module: it must not bring the planner with it.
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rmtool.core.attainment import Attained, Kept
    from rmtool.core.book import (
        Balance,
        CampaignMember,
        Card,
        CardEvent,
        Client,
        Contact,
        Holding,
        Note,
        OwnCadence,
        Person,
        Review,
        Visit,
    )
    from rmtool.core.campaigns import Reached
    from rmtool.core.capacity import Capacity
    from rmtool.core.due import Due
    from rmtool.core.follow_ups import FollowUp
    from rmtool.core.morning import Morning
    from rmtool.core.movements import Movements
    from rmtool.core.occasions import Coming
    from rmtool.core.periods import Span
    from rmtool.core.scoring import Score
    from rmtool.core.standing import Step
    from rmtool.core.standing_week import StandingWeek
    from rmtool.core.week_figures import WeekFigures
    from rmtool.core.week_plan import WeekPlan
    from rmtool.phrase import Phrase


class CardPage(NamedTuple):
    """A prospect's card with its score, the grade that this asks for, and its history."""

    client: Client
    card: Card
    scored: Score
    asked: str
    events: Sequence[CardEvent]


class ClientPage(NamedTuple):
    """Everything about one client. `steps` replay its tier, `dues` has one entry for each cadence that it is owed."""

    client: Client
    tier: str | None
    persons: Sequence[Person]
    balances: Sequence[Balance]
    contacts: Sequence[Contact]
    visits: Sequence[Visit]
    cadences: Sequence[OwnCadence]
    card: CardPage | None
    steps: Sequence[Step]
    due: Due | None
    dues: Sequence[Due]
    away_until: date | None
    holdings: Sequence[Holding]
    notes: Sequence[Note]
    occasions: Sequence[Coming] = ()
    campaigns: Sequence[tuple[CampaignMember, Reached | None]] = ()
    reviews: Sequence[Review] = ()


class TierLine(NamedTuple):
    """One tier with its clients and their deciding amounts (fen; negative ones count as nothing)."""

    id: str
    clients: int
    total: int
    amounts: Sequence[tuple[Client, int | None]]


class TierView(NamedTuple):
    """The tiers as of today and the meetings that they ask for."""

    lines: Sequence[TierLine]
    capacity: Capacity


class Moved(NamedTuple):
    """A client and the tiers before and after."""

    client: Client
    before: str
    after: str


class DueLine(NamedTuple):
    """A client that is due, with the tier or grade that decides it and the end of a trip that it is on."""

    client: Client
    tier: str | None
    due: Due
    away_until: date | None


class PlannedWeek(NamedTuple):
    """A week's plan with its capacity and whom to meet; `saved` if the book holds it, `provisional` past the table.

    `warnings` say what of the RM's calendars couldn't be read.
    """

    plan: WeekPlan
    capacity: Capacity
    persons: Mapping[int, str]
    saved: bool
    provisional: bool
    past: bool
    warnings: Sequence[Phrase] = ()


class ShownWeek(NamedTuple):
    """A week as it stands, whom to meet, and the occasions that are to be seen to in it; else as PlannedWeek."""

    standing: StandingWeek
    persons: Mapping[int, str]
    occasions: Sequence[Coming]
    saved: bool
    provisional: bool
    past: bool
    warnings: Sequence[Phrase]


class Brief(NamedTuple):
    """What to know before a visit: who is there, what was said last, what was promised."""

    persons: Sequence[Person]
    last: Contact | None
    promised: Sequence[Contact]


class Appointment(NamedTuple):
    """A visit as an entry of a calendar; without a `start` it takes the whole day.

    `uid` names the entry for good, `sequence` grows with every change, the last of which was made at `changed` (ISO
    text). A `brief` is there where it was asked for. `client` is None where the book has it no more.
    """

    uid: str
    sequence: int
    changed: str
    client: Client | None
    day: date
    start: int | None
    minutes: int
    status: str
    person: str | None
    why: str | None
    brief: Brief | None


class Promise(NamedTuple):
    """A contact's next step as an entry of a calendar, named as an appointment is; `is_open` until it is settled."""

    uid: str
    sequence: int
    changed: str
    client: Client | None
    contact: Contact
    is_open: bool


class Reminder(NamedTuple):
    """An occasion as an entry of a calendar, named as an appointment is.

    It `is_open` unless it was seen to, or the book knows it no more; `client` is None then too where the book has it no
    more, and of a festival.
    """

    uid: str
    sequence: int
    changed: str
    client: Client | None
    occasion: Coming
    is_open: bool


class Logged(NamedTuple):
    """A contact just logged, the visit that it closed, and how the client stands now."""

    contact: Contact
    client: Client
    closed: Visit | None
    due: Due | None


class DayReport(NamedTuple):
    """A day: its morning page and what was logged on it."""

    page: Morning
    contacts: Sequence[tuple[Contact, Client]]


class WeekReport(NamedTuple):
    """A week held against its plan, its figures, and the saved plan of the week after. Visits without a day stand last.

    Who slips and what was promised is told as of `today`; `capacity` is the week after's. `next_days` are its days,
    each with whether the RM works on it; `minutes` says how long a regular visit to a client takes, `tiers` what a
    client ranks as.
    """

    week: Span
    today: date
    visits: Sequence[tuple[Visit, Client]]
    contacts: Sequence[tuple[Contact, Client]]
    figures: WeekFigures
    promises: Sequence[FollowUp]
    next_visits: Sequence[tuple[Visit, Client]]
    next_planned: bool
    capacity: Capacity
    next_days: Sequence[tuple[date, bool]]
    minutes: Mapping[int, int]
    tiers: Mapping[int, str | None]


class MonthReport(NamedTuple):
    """A month: its contacts by code and tier, its visits by status, and attainment as of its last day or today."""

    month: Span
    contacts: Sequence[tuple[Contact, Client]]
    visits: Sequence[tuple[Visit, Client]]
    attained: Sequence[Attained]


class QuarterReport(NamedTuple):
    """A quarter, up to its last day or today: its contacts and visits, its quotas over all of it, and what moved."""

    quarter: Span
    contacts: Sequence[tuple[Contact, Client]]
    visits: Sequence[tuple[Visit, Client]]
    kept: Sequence[Kept]
    moved: Movements
