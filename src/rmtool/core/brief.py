"""What one takes into a visit: whom to see and for how long, what to ask and to bring, and how to ask for the meeting.

Sources: domain.md, "Planning a week" (lengths, those who decide, a concrete time) and "Products, coverage and reviews".
Not: what the book holds of the client (register, coverage, occasions), nor when there is time (week).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import BIRTHDAY, VISIT_CODE, Balance, Card, Client, Contact, Holding, Person
from rmtool.core.coverage import Held
from rmtool.core.due import Due
from rmtool.core.occasions import FOUNDING, Coming
from rmtool.core.rules import MeetingLevel, MeetingRules
from rmtool.core.suits import Suiting
from rmtool.core.surnames import surname_of
from rmtool.phrase import Phrase, phrase

RETAIL = "retail"
"""The kind of client that is met in person: it decides itself."""

LAST_CONTACTS = 5
QUESTIONS = 3
PROPOSED = 2
"""Products that a visit brings up, at most."""

SOON = 30
"""Days ahead in which what ends is worth bringing up."""

DECIDES, INFLUENCES = "decides", "influences"

When = tuple[date, int]
"""A day and the minute of it."""


class Meeting(NamedTuple):
    """Somebody to see: how they are addressed, and how many minutes a talk with them lasts, both ends in."""

    person: Person
    address: str
    level: MeetingLevel | None
    minutes: tuple[int, int]


class Trend(NamedTuple):
    """A measure's amounts (fen) over time, the last as of today."""

    measure: str
    amounts: Sequence[tuple[date, int]]

    @property
    def change(self) -> int | None:
        """By how much the newest differs from the one before it; None if there is only one."""
        return self.amounts[-1][1] - self.amounts[-2][1] if len(self.amounts) > 1 else None


class Times(NamedTuple):
    """The two times that the client is asked for; `fixed` if the first is agreed already."""

    offer: When | None
    fallback: When | None
    fixed: bool = False


class Known(NamedTuple):
    """What the book says of the client that a visit is prepared with."""

    client: Client
    tier: str | None
    due: Due | None
    visit_minutes: int
    people: Sequence[Person]
    contacts: Sequence[Contact]
    promises: Sequence[Contact]
    balances: Sequence[Balance]
    measure: str | None
    held: Sequence[Held]
    suiting: Sequence[Suiting]
    occasions: Sequence[Coming]
    purpose: str | None
    times: Times
    card: Card | None = None


class Brief(NamedTuple):
    """The page for one visit."""

    known: Known
    meetings: Sequence[Meeting]
    minutes: tuple[int, int]
    contacts: Sequence[Contact]
    trend: Trend | None
    rivals: Sequence[str]
    questions: Sequence[Phrase]
    bring: Sequence[Phrase]
    script: Sequence[Phrase]


def brief(known: Known, rules: MeetingRules, today: date) -> Brief:
    """The page for a visit to the client."""
    is_first = not any(c.code == VISIT_CODE for c in known.contacts)
    meetings = _in_order(known.people, rules, is_first, known.visit_minutes)
    minutes = meetings[0].minutes if meetings else _length(None, rules.first, is_first, known.visit_minutes)
    return Brief(
        known,
        meetings,
        minutes,
        list(known.contacts[-LAST_CONTACTS:])[::-1],
        _trend(known.balances, known.measure, today),
        _rivals(known),
        list(_questions(known, meetings))[:QUESTIONS],
        list(_bring(known, today)),
        list(_script(known, meetings, minutes, today)),
    )


def _rivals(known: Known) -> list[str]:
    """The other banks: that of the card, then those at which something is held."""
    named = [known.card.rival if known.card else None, *(held.bank for held in known.held)]
    return list(dict.fromkeys(bank for bank in named if bank))


def _in_order(people: Iterable[Person], rules: MeetingRules, is_first: bool, regular: int) -> list[Meeting]:
    """Who decides before who influences, then by level, then as they stand in the book."""
    powers = (DECIDES, INFLUENCES)
    found = []
    for person in people:
        level = level_of(person, rules)
        place = rules.levels.index(level) if level else len(rules.levels)
        power = powers.index(person.power) if person.power in powers else len(powers)
        length = _length(level, rules.first, is_first, regular)
        found.append(((power, place, person.id), Meeting(person, address(person), level, length)))
    return [meeting for _, meeting in sorted(found, key=lambda pair: pair[0])]


def level_of(person: Person, rules: MeetingRules) -> MeetingLevel | None:
    """The level that the person's title is of: that of the longest of its words, so that a deputy isn't the head."""
    title = (person.title or "").casefold()
    hits = [
        (len(word), -n) for n, level in enumerate(rules.levels) for word in level.titles if word.casefold() in title
    ]
    return rules.levels[-max(hits)[1]] if hits else None


def _length(level: MeetingLevel | None, first: int, is_first: bool, regular: int) -> tuple[int, int]:
    """How long a talk lasts: by the level met; without one a regular visit. A first call is never longer than that."""
    shortest, longest = (level.shortest, level.longest) if level else (regular, regular)
    return (min(shortest, first), min(longest, first)) if is_first else (shortest, longest)


_HONOURED = (
    "董事长",
    "总经理",
    "总监",
    "总裁",
    "行长",
    "院长",
    "校长",
    "局长",
    "处长",
    "科长",
    "部长",
    "主任",
    "经理",
    "会计",
    "老师",
)
"""Titles by which somebody is addressed after the surname, the first that a title ends with."""

_GENERAL = ("总经理", "总裁", "总")


def address(person: Person) -> str:
    """How a person is addressed: surname and title, as 王总 or 李科长; by the name where there is no such title."""
    name, title = person.name.strip(), (person.title or "").strip()
    if not name or name.isascii() or len(name) > _LONGEST_NAME:
        return name
    surname = surname_of(name)
    ending = next((word for word in _HONOURED if title.endswith(word)), None)
    if ending in _GENERAL or title.upper() in ("CEO", "CFO", "COO"):
        return f"{surname}总"
    return f"{surname}{ending}" if ending else name


_LONGEST_NAME = 4


def _trend(balances: Iterable[Balance], measure: str | None, today: date) -> Trend | None:
    found = [(b.on, b.fen) for b in balances if b.measure == measure and b.on <= today]
    return Trend(measure, found) if measure and found else None


def _questions(known: Known, meetings: Sequence[Meeting]) -> Iterator[Phrase]:
    """What the book doesn't know and a visit can ask, the most useful first."""
    client = known.client
    deciders = [m.person for m in meetings if m.person.power == DECIDES]
    is_firm = client.kind != RETAIL
    if is_firm and not deciders:
        yield phrase("brief.ask_decider")
    if not _rivals(known):
        yield phrase("brief.ask_banks")
    if is_firm and not client.industry:
        yield phrase("brief.ask_industry")
    for suiting in known.suiting[:1]:
        yield phrase("brief.ask_product", product=suiting.product.name)
    if is_firm and not any(b.measure == "loan" for b in known.balances):
        yield phrase("brief.ask_loan")
    if not client.prefers:
        yield phrase("brief.ask_channel")
    if is_firm and not client.founded:
        yield phrase("brief.ask_founded")
    if not (client.chain or client.group) and is_firm:
        yield phrase("brief.ask_chain")
    yield phrase("brief.ask_plans")


def _bring(known: Known, today: date) -> Iterator[Phrase]:
    """What was promised, papers for what ends soon, what suits, and a word for an occasion."""
    if known.purpose:
        yield phrase("brief.bring_purpose", what=known.purpose)
    for promise in known.promises:
        yield phrase("brief.bring_promise", what=promise.next, on=promise.on)
    last = today + timedelta(days=SOON)
    ending = [h.holding for h in known.held if h.bank is None and h.holding and _ends_by(h.holding, today, last)]
    for holding in sorted(ending, key=lambda h: (h.matures or last, h.id)):
        yield phrase("brief.bring_papers", product=holding.product, matures=holding.matures)
    for suiting in known.suiting[:PROPOSED]:
        yield phrase("brief.bring_product", product=suiting.product.name, why=suiting.why)
    for occasion in known.occasions:
        if occasion.on <= last and occasion.kind in _GREETED:
            yield phrase("brief.bring_greeting", what=occasion.what, on=occasion.on)


_GREETED = (BIRTHDAY, FOUNDING)


def _ends_by(holding: Holding, today: date, last: date) -> bool:
    return holding.matures is not None and today <= holding.matures <= last


def _script(known: Known, meetings: Sequence[Meeting], minutes: tuple[int, int], today: date) -> Iterator[Phrase]:
    """Greeting, who calls, why, two concrete times, thanks (domain.md: never "when may I come?")."""
    yield phrase("brief.greet", who=meetings[0].address if meetings else known.client.name)
    yield phrase("brief.i_am" if known.client.rm else "brief.i_am_nobody", rm=known.client.rm)
    yield _reason(known, today)
    offer, fallback, fixed = known.times
    if fixed and offer:
        yield phrase("brief.agreed", day=offer[0], at=offer[1])
    elif offer:
        key = "brief.offer" if fallback else "brief.offer_only"
        other = fallback or offer
        yield phrase(key, day=offer[0], at=offer[1], other=other[0], later=other[1], minutes=minutes[1])
    else:
        yield phrase("brief.no_time")
    yield phrase("brief.thanks")


def _reason(known: Known, today: date) -> Phrase:
    """What the call is about: a promise, what ends soon, a product that suits, or simply that it has been a while."""
    for promise in known.promises[:1]:
        return phrase("brief.about_promise", what=promise.next)
    last = today + timedelta(days=SOON)
    for held in known.held:
        if held.bank is None and held.holding and _ends_by(held.holding, today, last):
            return phrase("brief.about_ending", product=held.holding.product, matures=held.holding.matures)
    for suiting in known.suiting[:1]:
        if suiting.say:
            return phrase("brief.about_product", say=suiting.say)
    return phrase("brief.about_nothing" if known.contacts else "brief.about_first")
