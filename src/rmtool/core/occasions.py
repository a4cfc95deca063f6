"""What days ahead are worth a word: birthdays, founding days, festivals, maturities, ends of contracts, first use of a
product, post-loan checks (domain.md, "occasion"). Not: who is due by the cadence (due.py), nor what balances tell.

Each falls on a day `on`; where that isn't worked, it is seen to on the working day before (`act_on`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.annual import Annual, Window, parse_annual, said
from rmtool.core.book import (
    ACTIVE,
    ANNIVERSARY,
    BIRTHDAY,
    PROSPECT,
    Book,
    Client,
    Holding,
    LogEntry,
    Occasion,
    Person,
    Settled,
)
from rmtool.core.due import stable_number
from rmtool.core.periods import Calendar, Span
from rmtool.core.rules import OccasionRules, PostLoan
from rmtool.core.standing import listed_clients
from rmtool.phrase import Phrase, phrase

SETTLED_AS = "occasion"
"""The kind of book.Settled that says an occasion was seen to; its `about` is the day `on` which it fell."""

FESTIVAL, FOUNDING, MATURITY, CONTRACT_END = "festival", "founding", "maturity", "contract_end"
FIRST_USE, POST_LOAN = "first_use", "post_loan"
KINDS = (BIRTHDAY, ANNIVERSARY, FOUNDING, FESTIVAL, MATURITY, CONTRACT_END, FIRST_USE, POST_LOAN, "other")
"""Every kind, noted or worked out."""

_CONTRACTS = frozenset({"insurance", "guarantee", "letter_of_credit", "cash_management", "payroll"})
"""Kinds of product of which the contract ends, where others mature."""

_LOAN = "loan"
_MONTH_DAYS = 30


class Facts(NamedTuple):
    """What occasions come from, besides the clients and their log; `people` are those whose birthday is known."""

    people: Sequence[Person] = ()
    occasions: Sequence[Occasion] = ()
    holdings: Sequence[Holding] = ()
    settled: Sequence[Settled] = ()


class Coming(NamedTuple):
    """An occasion that falls `on` a day and is seen to on `act_on`; a festival has no client.

    `subject` tells it from the client's others (see book.Settled), `id` is that of the note that it comes from, if any.
    `entry` names it for good, whatever its day and words become: the row that it comes from and, of what comes back,
    the year; post-loan checks of a client, and first uses of a kind of product, are one entry that moves on.
    """

    client: Client | None
    on: date
    act_on: date
    kind: str
    what: Phrase
    subject: str
    id: int | None = None
    person: str | None = None
    entry: tuple[str | int, ...] = ()

    @property
    def ref(self) -> str:
        """By what it is named on the command line: the number of its note, else the client's and its subject."""
        return str(self.id) if self.id else ":".join((self.client.client_no if self.client else "", self.subject))


class Noted(NamedTuple):
    """An occasion as it stands after a command; a birthday or founding day has no `id` but the client's number."""

    id: str
    client: Client
    kind: str
    day: str
    person: str | None
    note: str | None


class _Span(NamedTuple):
    """The days looked at: from today to the last, and where the same day of a year falls in them."""

    day: date
    last: date
    window: Window


def coming(
    book: Book, rules: OccasionRules, calendar: Calendar, day: date, facts: Facts, days: int | None = None
) -> list[Coming]:
    """The occasions of clients and prospects from `day` on, `days` ahead (None: as the rules say), the next first.

    Post-loan checks stay from the day they are due until there is a contact that counts as one. What was marked as
    seen to is left out. Nothing is said of dormant and lost clients.
    """
    last = days_after(day, rules.days if days is None else days)
    span = _Span(day, last, Window(day, last))
    clients = {c.id: c for c in listed_clients(book, day, (ACTIVE, PROSPECT))}
    held: dict[int, list[Holding]] = {}
    for holding in facts.holdings:
        if holding.client_id in clients:
            held.setdefault(holding.client_id, []).append(holding)
    found = [
        *_festivals(rules, span),
        *_founding(clients.values(), span),
        *_birthdays(clients, facts.people, span),
        *_noted(facts.occasions, clients, span),
        *_from_holdings(held, clients, rules, span),
    ]
    if rules.post_loan:
        found += _checks(held, clients, book.log, facts.settled, rules.post_loan, span)
    seen_to = {(s.client_id, s.subject, s.about) for s in facts.settled if s.kind == SETTLED_AS}
    left = [o for o in found if o.client is None or (o.client.id, o.subject, o.on) not in seen_to]
    return sorted((o._replace(act_on=_act_on(o.on, day, calendar)) for o in left), key=_order)


def _order(occasion: Coming) -> tuple[date, date, str, int, str]:
    number = occasion.client.client_no if occasion.client else ""
    return occasion.act_on, occasion.on, number, KINDS.index(occasion.kind), occasion.subject


def _act_on(on: date, day: date, calendar: Calendar) -> date:
    """The day itself if it is worked or past, else the working day before; where there is none any more, today."""
    if on <= day or calendar.is_working(on):
        return max(on, day)
    return calendar.last_working_day(Span(day, on)) or day


def _festivals(rules: OccasionRules, span: _Span) -> Iterator[Coming]:
    first, last = span.day.toordinal(), span.last.toordinal()
    for festival in rules.festivals:
        for ordinal in festival.days:
            if first <= ordinal <= last:
                on = date.fromordinal(ordinal)
                what = phrase("occasions.festival", name=festival.name)
                entry = (FESTIVAL, festival.name.zh, on.isoformat())
                yield Coming(None, on, on, FESTIVAL, what, f"{FESTIVAL}:{festival.name.zh}", entry=entry)


def _founding(clients: Iterable[Client], span: _Span) -> Iterator[Coming]:
    for client in clients:
        if client.founded:
            for on in span.window.of(Annual(client.founded.month, client.founded.day)):
                if on.year > client.founded.year:
                    what = phrase("occasions.founding", years=on.year - client.founded.year)
                    entry = ("client", client.id, FOUNDING, on.year)
                    yield Coming(client, on, on, FOUNDING, what, FOUNDING, entry=entry)


def _birthdays(clients: Mapping[int, Client], people: Iterable[Person], span: _Span) -> Iterator[Coming]:
    """Of clients that are persons themselves, and of people at clients."""
    for client in clients.values():
        if client.birthday:
            row = ("client", client.id)
            yield from _annual(BIRTHDAY, client, client.birthday, phrase("occasions.own"), BIRTHDAY, span, row)
    for person in people:
        owner = clients.get(person.client_id)
        if owner and person.birthday:
            key = "occasions.titled" if person.title else "occasions.person"
            whose = phrase(key, person=person.name, title=person.title)
            row = ("person", person.id)
            found = _annual(BIRTHDAY, owner, person.birthday, whose, f"{BIRTHDAY}:{person.name}", span, row)
            yield from (each._replace(person=person.name) for each in found)


def _noted(occasions: Iterable[Occasion], clients: Mapping[int, Client], span: _Span) -> Iterator[Coming]:
    for noted in occasions:
        client = clients.get(noted.client_id)
        if client is None:
            continue
        subject = ":".join(filter(None, (noted.kind, noted.person, noted.note)))
        whose = phrase("occasions.person", person=noted.person) if noted.person else phrase("occasions.own")
        row = ("occasion", noted.id)
        if noted.kind == ANNIVERSARY:
            note = noted.note or phrase("occasions.anniversary_word")
            found = list(_annual(ANNIVERSARY, client, noted.day, whose, subject, span, row, note))
        else:
            on = date.fromisoformat(noted.day)
            key = f"occasions.{noted.kind}_noted" if noted.note else f"occasions.{noted.kind}_bare"
            what = phrase(key, note=noted.note, whose=whose)
            is_near = span.day <= on <= span.last
            found = [Coming(client, on, on, noted.kind, what, subject, entry=row)] if is_near else []
        yield from (each._replace(id=noted.id, person=noted.person) for each in found)


def _annual(
    kind: str,
    client: Client,
    day: str,
    whose: Phrase,
    subject: str,
    span: _Span,
    row: tuple[str | int, ...],
    note: Phrase | str | None = None,
) -> Iterator[Coming]:
    """A day that comes back every year, with the years that have passed where its first year is known."""
    annual = parse_annual(day)
    for on in span.window.of(annual):
        years = _years(annual, on)
        if years is None or years > 0 or kind == BIRTHDAY:
            key = f"occasions.{kind}_years" if years and years > 0 else f"occasions.{kind}"
            what = phrase(key, whose=whose, note=note, years=years)
            if annual.lunar:
                what = phrase("occasions.by_the_moon", what=what, day=said(annual))
            yield Coming(client, on, on, kind, what, subject, entry=(*row, _year(annual, on)))


def _years(annual: Annual, on: date) -> int | None:
    """How many years have passed on that day, by the calendar in which it is kept."""
    return None if annual.year is None else _year(annual, on) - annual.year


def _year(annual: Annual, on: date) -> int:
    """The year of that day, by the calendar in which it is kept."""
    still_last_year = annual.lunar and on.month < annual.month - 6  # a twelfth month that ends in February
    return on.year - still_last_year


def _from_holdings(
    held: Mapping[int, Sequence[Holding]], clients: Mapping[int, Client], rules: OccasionRules, span: _Span
) -> Iterator[Coming]:
    for client_id, holdings in held.items():
        for holding in holdings:
            if holding.matures and holding.ended is None and span.day <= holding.matures <= span.last:
                yield _ending(clients[client_id], holding, holding.matures)
        if rules.first_use:
            yield from _first_uses(clients[client_id], holdings, rules.first_use, span)


def _ending(client: Client, holding: Holding, on: date) -> Coming:
    """The end of what is held, at this bank or (a good moment too) at another."""
    kind = CONTRACT_END if holding.kind in _CONTRACTS else MATURITY
    what = phrase(
        f"occasions.{kind}_of" if holding.fen is None else f"occasions.{kind}_of_amount",
        product=holding.product,
        amount=holding.fen,
    )
    if holding.bank:
        what = phrase("occasions.elsewhere", what=what, bank=holding.bank)
    subject = f"{kind}:{holding.contract_no or holding.product}"
    return Coming(client, on, on, kind, what, subject, entry=("holding", holding.id))


def _first_uses(client: Client, holdings: Sequence[Holding], days: int, span: _Span) -> Iterator[Coming]:
    """A call some days after the client first used a kind of product; loans have their checks instead."""
    first: dict[str, Holding] = {}
    for holding in holdings:
        kind = holding.kind or holding.product
        if holding.bank is None and kind != _LOAN:
            known = first.get(kind)
            if known is None or (holding.opened or date.min) < (known.opened or date.min):
                first[kind] = holding
    for kind, holding in first.items():
        if holding.opened and holding.ended is None:
            on = days_after(holding.opened, days)
            if span.day <= on <= span.last:
                what = phrase("occasions.first_use", product=holding.product, opened=holding.opened)
                entry = (FIRST_USE, client.id, kind)
                yield Coming(client, on, on, FIRST_USE, what, f"{FIRST_USE}:{kind}", entry=entry)


def _checks(
    held: Mapping[int, Sequence[Holding]],
    clients: Mapping[int, Client],
    log: Mapping[int, Sequence[LogEntry]],
    settled: Iterable[Settled],
    rules: PostLoan,
    span: _Span,
) -> Iterator[Coming]:
    """One line a client: the check of its loans that is due first. One contact is a check of all of them."""
    by_hand: dict[int, list[date]] = {}
    for mark in settled:
        if (mark.kind, mark.subject) == (SETTLED_AS, POST_LOAN):
            by_hand.setdefault(mark.client_id, []).append(mark.on)
    for client_id, holdings in held.items():
        loans = [h for h in holdings if h.kind == _LOAN and h.bank is None and h.ended is None and h.opened]
        if not loans:
            continue
        client, entries = clients[client_id], log.get(client_id, ())
        checks = sorted(
            [e.on for e in entries if e.code in rules.codes and e.on <= span.day]
            + [on for on in by_hand.get(client_id, ()) if on <= span.day]
        )
        due = [(on, loan) for loan in loans if (on := check_due(loan, client, checks, rules)) and on <= span.last]
        if due:
            on, loan = min(due, key=lambda pair: (pair[0], pair[1].id))
            what = phrase(
                "occasions.post_loan_since" if checks else "occasions.post_loan",
                loans=len(loans),
                amount=sum(h.fen or 0 for h in loans) or loan.fen,
                last=checks[-1] if checks else None,
            )
            yield Coming(client, on, on, POST_LOAN, what, POST_LOAN, entry=(POST_LOAN, client.id))


def check_due(loan: Holding, client: Client, checks: Sequence[date], rules: PostLoan) -> date | None:
    """The day by which a loan is to be checked next; None for one of unknown beginning, or if it matures before that.

    The first check is due some days after the loan was paid out, the next ones by the month since the last (domain.md,
    "Tiers and visits" 5). Of a loan whose first check was due before the client was in the book nobody knows when it
    was checked: its next one is spread over an interval after the client's entry, so that a list of loans doesn't
    fall due on one day.
    """
    opened = loan.opened
    if opened is None:
        return None
    short = loan.matures is not None and loan.matures <= months_after(opened, rules.short)
    months = rules.short_every if short else rules.every
    done = [on for on in checks if on > opened]
    if done:
        due = months_after(done[-1], months)
    elif days_after(opened, rules.first) < client.entered:
        due = days_after(client.entered, 1 + stable_number(client.client_no) % (_MONTH_DAYS * months))
    else:
        due = days_after(opened, rules.first)
    return None if loan.matures and due > loan.matures else due


def days_after(day: date, days: int) -> date:
    """The day so many days later, or earlier; the last or first day of all at most."""
    return date.fromordinal(max(min(day.toordinal() + days, date.max.toordinal()), 1))


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last; the last day of all at most."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    return date.max
