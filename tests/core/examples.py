"""Builders of small facts and rules for the tests of the core: what a test doesn't name takes a plain default.

The rules are the shipped defaults as contract.md states them, written out here so that no test reads a file.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rmtool.core.book import Away, Balance, Book, Card, CardEvent, Client, LogEntry, OwnCadence, Visit
from rmtool.core.periods import ONE_DAY, Calendar, Name, Shift
from rmtool.core.rules import (
    Avoided,
    Cadence,
    Channel,
    Condition,
    IndustryHours,
    ProspectRules,
    Rules,
    Share,
    Tier,
    Travel,
    WeekRules,
    parse_cadence,
)

WAN = 10_000 * 100
"""Fen in 1万 (10,000 yuan)."""

NINE, NOON, TWO, THREE, HALF_PAST_FIVE = 540, 720, 840, 900, 1050

FESTIVAL = Name("春节", "Spring Festival")


def day(text: str) -> date:
    """`2026-11-25`, or `11-25` in 2026."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def days(text: str) -> list[date]:
    """`11-20 11-23` → two days; `10-01..10-03` → three."""
    found: list[date] = []
    for part in text.split():
        first, _, last = part.partition("..")
        begin, end = day(first), day(last or first)
        found += [begin + n * ONE_DAY for n in range((end - begin).days + 1)]
    return found


def calendar(rest: str = "", worked: str = "", years: Iterable[int] = range(2020, 2035)) -> Calendar:
    """Monday to Friday, but for the days of `rest` and the make-up days `worked` (written as for `days`)."""
    return calendar_of(days(rest), days(worked), years)


def calendar_of(rest: Iterable[date], worked: Iterable[date], years: Iterable[int] = range(2020, 2035)) -> Calendar:
    """The calendar with these days of rest and make-up days; a day in both is worked."""
    on = frozenset(worked)
    return Calendar(dict.fromkeys((*rest, *on), FESTIVAL), on, frozenset(years))


MONDAY_TO_FRIDAY = calendar()

CHINA_2026 = calendar(
    rest="01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
    worked="01-04 02-14 02-28 05-09 09-20 10-10",
    years=[2026],
)
"""The statutory year 2026; the week of Monday 16 February has no working day."""


def cadences(text: str) -> tuple[Cadence, ...]:
    """`1 per week, every 10d` → two cadences."""
    return tuple(parse_cadence(part) for part in text.split(",") if part.strip())


def owing(text: str) -> tuple[tuple[str, Cadence], ...]:
    """`M 1 per week; any every 30d` → the codes with their cadences, in that order."""
    pairs = [part.split(maxsplit=1) for part in text.split(";")]
    return tuple((code, parse_cadence(cadence)) for code, cadence in pairs)


def log(text: str) -> list[LogEntry]:
    """`11-20 M, 11-23 T` → the log in date order; a day without a code is a meeting."""
    entries = []
    for part in text.split(","):
        if part.strip():
            on, code = (*part.split(), "M")[:2]
            entries.append(LogEntry(day(on), code))
    return sorted(entries)


def client(number: int = 1, **facts: Any) -> Client:
    """An active corporate client `C0001` in the book since 1 January 2020."""
    known: dict[str, Any] = {
        "id": number,
        "client_no": f"C{number:04d}",
        "name": f"客户{number}",
        "credit_code": None,
        "kind": "corporate",
        "status": "active",
        "industry": None,
        "district": None,
        "address": None,
        "lat": None,
        "lon": None,
        "group": None,
        "chain": None,
        "tags": (),
        "rm": None,
        "founded": None,
        "entered": date(2020, 1, 1),
        "initials": "",
    }
    return Client(**(known | facts))


def balances(text: str, client_id: int = 1, measure: str = "deposit_avg") -> list[Balance]:
    """`01-31 1200, 02-28 480` → balances in 万 of `measure`; a third word names another measure; in date order."""
    found = []
    for part in text.split(","):
        if part.strip():
            on, wan, of = (*part.split(), measure)[:3]
            found.append(Balance(client_id, of, day(on), round(float(wan) * WAN)))
    return sorted(found, key=lambda b: b.on)


def book(
    clients: Sequence[Client],
    balances: Mapping[int, Sequence[Balance]] | None = None,
    log: Mapping[int, Sequence[LogEntry]] | None = None,
    aways: Sequence[Away] = (),
    cadences: Mapping[int, Sequence[OwnCadence]] | None = None,
    cards: Mapping[int, Card] | None = None,
    visits: Sequence[Visit] = (),
    events: Mapping[int, Sequence[CardEvent]] | None = None,
) -> Book:
    """A book with these facts."""
    return Book(
        sorted(clients, key=lambda c: c.client_no),
        balances or {},
        log or {},
        visits=visits,
        aways=aways,
        cadences=cadences or {},
        cards=cards or {},
        events=events or {},
    )


def portfolio(
    *people: tuple[int, str],
    visits: Sequence[Visit] = (),
    aways: Sequence[Away] = (),
    others: Sequence[Client] = (),
    cards: Mapping[int, Card] | None = None,
    **facts: object,
) -> Book:
    """Clients 1, 2, 3 … with a deposit (万) and a log each."""
    clients = [client(n, **facts) for n in range(1, len(people) + 1)]
    return book(
        [*clients, *others],
        {n: balances(f"01-31 {wan}", n) for n, (wan, _) in enumerate(people, 1)},
        log={n: log(text) for n, (_, text) in enumerate(people, 1) if text},
        visits=visits,
        aways=aways,
        cards=cards,
    )


def card(client_id: int = 1, **facts: Any) -> Card:
    """A card of grade A, graded on 2 November 2026, never read, saying nothing of value and likelihood."""
    known: dict[str, Any] = {
        "client_id": client_id,
        "value": None,
        "value_level": None,
        "likelihood": None,
        "likelihood_level": None,
        "stage": "approach",
        "source": None,
        "grade": "A",
        "graded_on": date(2026, 11, 2),
        "read_on": None,
    }
    return Card(**(known | facts))


def visit(client_id: int = 1, on: str | None = None, at: str | None = None, **facts: Any) -> Visit:
    """A planned visit, by default a suggestion; its week is that of `on` unless `week` (any of its days) is given."""
    known: dict[str, Any] = {
        "id": client_id,
        "client_id": client_id,
        "week": facts.get("week") or on,
        "day": day(on) if on else None,
        "start": int(at[:2]) * 60 + int(at[3:]) if at else None,
        "minutes": None,
        "status": "planned",
        "fixed": None,
        "person": None,
        "why": None,
        "contact_id": None,
    }
    return Visit(**(known | facts | {"week": week_of(str(known["week"]))[0]}))


def own_cadence(code: str, cadence: str, until: str | None = None, client_id: int = 1) -> OwnCadence:
    """A client's own cadence, for a reason."""
    return OwnCadence(1, client_id, code, cadence, "agreed", day(until) if until else None)


def away(start: str, end: str, client_id: int | None = None) -> Away:
    """A client's trip, or (without a client) the RM's leave."""
    return Away(1, client_id, day(start), day(end), None)


EVERYBODY = Condition("all")


def at_least(wan: int, field: str = "amount") -> Condition:
    """`field: ">= wan万"`."""
    return Condition("amount", field=field, operator=">=", fen=wan * WAN)


def tier(tier_id: str, when: Condition = EVERYBODY, weight: int = 1, visit: int | None = None, **owed: str) -> Tier:
    """A tier; `owed` gives each code's cadences: `M="1 per week, every 10d"`."""
    cadence = {code: cadences(text) for code, text in owed.items()}
    return Tier(tier_id, Name(tier_id, tier_id), when, cadence, visit, Share(weight, 1))


CHANNELS = {
    "T": Channel("T", Name("电话", "telephone"), ("T",)),
    "E": Channel("E", Name("邮件", "e-mail"), ("E",)),
    "M": Channel("M", Name("面谈", "meeting"), ("M", "T", "E", "W")),
    "W": Channel("W", Name("微信", "WeChat"), ("W", "E")),
}

WEEK = WeekRules(
    shifts=(Shift(NINE, NOON), Shift(TWO, HALF_PAST_FIVE)),
    grid=30,
    visit=30,
    visits_per_day=4,
    field_share=Share(4, 5),
    prospect_share=Share(1, 5),
    avoid=(Avoided(0, Shift(NINE, NOON)), Avoided(4, Shift(TWO, HALF_PAST_FIVE))),
    rest_days_after_trip=1,
    frozen_days=2,
    overload="tier-order",
    travel=Travel(22.0, 1.3, 3, 10, 25, 15),
    branch=None,
)

PROSPECTS = ProspectRules(
    value_high=1000 * WAN,
    value_medium=100 * WAN,
    likelihood_high=0.6,
    likelihood_medium=0.3,
    grades={
        "high": {"high": "A", "medium": "A", "low": "B"},
        "medium": {"high": "A", "medium": "B", "low": "C"},
        "low": {"high": "B", "medium": "C", "low": "C"},
    },
    review={"A": Cadence(1, "", 1), "B": Cadence(1, "", 3), "C": Cadence(1, "", 7)},
    cadence={"A": {"M": cadences("2 per month")}, "B": {"M": cadences("1 per month")}},
)

RULES = Rules(
    measure=("deposit_avg", "deposit"),
    tiers=(
        tier("weekly", at_least(1000), weight=4, visit=45, M="1 per week"),
        tier("xun", at_least(500), weight=3, M="1 per xun"),
        tier("monthly", at_least(100), weight=2, M="1 per month"),
        tier("long-tail", any="1 per quarter"),
    ),
    hysteresis=Share(1, 10),
    not_before=Share(7, 10),
    late=Share(1, 1),
    overdue=Share(13, 10),
    channels=CHANNELS,
    week=WEEK,
    calendar="CN",
    industries=(
        IndustryHours("证券", (Shift(THREE, HALF_PAST_FIVE),)),
        IndustryHours("资本市场", (Shift(THREE, HALF_PAST_FIVE),)),
    ),
    class_a=Share(4, 5),
    class_b=Share(19, 20),
    prospects=PROSPECTS,
)


def week_of(text: str) -> list[date]:
    """The seven days of the week that holds the day."""
    monday = day(text) - timedelta(days=day(text).weekday())
    return [monday + n * ONE_DAY for n in range(7)]
