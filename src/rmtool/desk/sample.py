"""The sample book on a desk: its lists laid out as files, then what no list carries. Not: the sample itself."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from rmtool.core.book import CONFIRMED, Holding
from rmtool.core.money import FEN_PER_YUAN
from rmtool.core.periods import ONE_DAY, Name, Span, period_of, week_name
from rmtool.core.reviews import position, review_fields
from rmtool.core.week import default_week
from rmtool.desk import Desk
from rmtool.phrase import phrase
from rmtool.sample.balances import YUAN_A_UNIT
from rmtool.sample.cast import AWAY_ALL_WEEK, FIRMS, LOAN_CLIENT, NEGOTIATING, TRAVELLER, Firm
from rmtool.sample.lists import EARLIER, number_of, said, sample
from rmtool.sample.portfolios import HELD, OTHER_BANK, REVIEWED, TAGS, TALKED
from rmtool.store.writing import Writing

ENOUGH_DAYS = 3
"""Working days that must be left in a week for its plan to be worth showing."""

VISIT_AT, VISIT_AT_ON_MONDAY = 10 * 60, 14 * 60 + 30
"""When the sample's appointment is: nobody is visited on Monday morning."""

LOAN_TALK = Name("谈新厂贷款", "the loan for the new plant")
ABROAD = Name("出差", "travelling")
NEGOTIATION = Name("贷款洽谈中", "a loan is being negotiated")
FORTNIGHT = "every 14d"
NEGOTIATION_DAYS = 60


class Laid(NamedTuple):
    """The lists as laid out in a folder: the pattern of the earlier ones, and the names of the others."""

    earlier: str
    newest: tuple[str, ...]


def lay_out(desk: Desk, folder: Path) -> Laid:
    """Writes the sample's lists, as a bank would send them, into `folder`."""
    files = sample(desk.today, desk.calendar, desk.session.language).files
    (folder / EARLIER).mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8-sig", newline="")
    return Laid(f"{EARLIER}/*.csv", tuple(name for name in files if not name.startswith(EARLIER)))


def add_facts(desk: Desk) -> None:
    """Adds what the lists can't say: people, trips, a cadence of its own, an appointment on the day of the visit,
    products held, tags, and reviews.
    """
    ids = {client.client_no: client.id for client in desk.book.clients}
    people = sample(desk.today, desk.calendar, desk.session.language).people
    monday, day = week_to_plan(desk), day_of_visit(desk)

    def of(firm: Firm) -> int:
        return ids[number_of(firm)]

    def say(name: Name) -> object:
        return said(name, desk.session.language)

    with desk.writing("demo", phrase("demo.did_add")) as writing:
        for firm in FIRMS:
            for figure in people[number_of(firm)]:
                power = "decides" if figure.decides else None
                fields = {"name": say(figure.name), "title": say(figure.title), "power": power}
                writing.add_person({"client_id": of(firm), **fields})
        for firm, end in ((TRAVELLER, monday + ONE_DAY), (AWAY_ALL_WEEK, monday + timedelta(days=6))):
            trip = {"start": monday - timedelta(days=3), "end": end, "why": say(ABROAD)}
            writing.add_away({"client_id": of(firm), **trip})
        until = desk.today + timedelta(days=NEGOTIATION_DAYS)
        writing.set_cadence(of(NEGOTIATING), "M", FORTNIGHT, str(say(NEGOTIATION)), until)
        visit = {"week": period_of("week", day).start, "day": day, "status": CONFIRMED, "fixed": "time"}
        start = VISIT_AT if day.weekday() else VISIT_AT_ON_MONDAY
        writing.add_visit({"client_id": of(LOAN_CLIENT), "start": start, "why": say(LOAN_TALK), **visit})
        _add_portfolios(desk, writing)


def _add_portfolios(desk: Desk, writing: Writing) -> None:
    """Adds what some clients hold, the tags that they bear, and the talks over their positions."""

    def say(name: Name | None) -> Any:
        return said(name, desk.session.language)

    numbers = {firm.name.zh: number_of(firm) for firm in FIRMS}
    by_number = {client.client_no: client for client in desk.book.clients}
    holdings: dict[str, list[Holding]] = {}
    for held in HELD:
        client = by_number[numbers[held.who]]
        holding = Holding(
            id=0,
            client_id=client.id,
            product=say(held.product),
            kind=held.kind,
            contract_no=None,
            fen=_fen(held.amount),
            opened=None if held.since is None else desk.today - timedelta(days=held.since),
            matures=None if held.until is None else desk.today + timedelta(days=held.until),
            term=say(held.term),
            rate=held.rate,
            risk=held.risk,
            bank=say(OTHER_BANK) if held.elsewhere else None,
            cover=_fen(held.cover),
            premium=_fen(held.premium),
            on=desk.today,
            ended=None,
        )
        holdings.setdefault(held.who, []).append(holding)
        writing.add_holding({name: value for name, value in holding._asdict().items() if name != "id"})
    for who, tags in TAGS.items():
        client = by_number[numbers[who]]
        writing.set_client(client.id, {"tags": (*client.tags, *(str(say(tag)) for tag in tags))})
    for who, ago in REVIEWED.items():
        client, on = by_number[numbers[who]], desk.today - timedelta(days=ago)
        found = position(client, holdings.get(who, ()), desk.book.balances.get(client.id, ()), (), on)
        writing.add_review({"client_id": client.id, "on": on, "note": say(TALKED), **review_fields(found)})


def _fen(units: float | None) -> int | None:
    return None if units is None else round(units * YUAN_A_UNIT) * FEN_PER_YUAN


def day_of_visit(desk: Desk) -> date:
    """The day of the sample's appointment: today, or the last working day before."""
    day = desk.today
    while not desk.calendar.is_working(day):
        day -= ONE_DAY
    return day


def week_to_plan(desk: Desk) -> date:
    """The Monday of the first week with enough working days left, from the one that `plan-week` plans by itself."""
    monday = default_week(desk.calendar, desk.today)
    while True:
        left = Span(max(monday, desk.today), monday + timedelta(days=6))
        if desk.calendar.count_working(left) >= ENOUGH_DAYS:
            return monday
        monday += timedelta(days=7)


def week_typed(desk: Desk) -> str:
    """How that week is typed after `plan-week`: nothing where `plan-week` plans it by itself."""
    monday = week_to_plan(desk)
    if monday == default_week(desk.calendar, desk.today):
        return ""
    next_monday = period_of("week", desk.today).end + ONE_DAY
    return "next" if monday == next_monday else week_name(monday)
