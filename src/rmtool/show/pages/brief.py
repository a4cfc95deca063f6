"""The page that one takes into a visit, and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.due import reason
from rmtool.core.periods import clock
from rmtool.lang import say
from rmtool.phrase import Phrase, phrase
from rmtool.show.pages import measure_said, tier_said
from rmtool.show.prospect_rows import card_record
from rmtool.show.rows import contact_record, money, occasion_record, person_record
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.book import Card
    from rmtool.core.brief import Brief, Meeting, Trend, When
    from rmtool.core.coverage import Held
    from rmtool.core.rules import Rules
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

_OCCASIONS = 4
_AMOUNTS = 5
_SUITING = 4


def brief_page(found: Brief, rules: Rules) -> Page:
    """Everything for one visit, on one page: how to get it first, then whom to see, what was, and what to ask."""
    known = found.known
    state = phrase(f"due.state_{known.due.state}") if known.due else phrase("due.none")
    lead: list[Said] = [
        phrase("lists.client_lead", name=known.client.name, client_no=known.client.client_no),
        phrase("lists.client_standing", tier=tier_said(known.tier, rules) or "", state=state),
    ]
    if known.due:
        lead.append(reason(known.due, rules))
    lead.append(_length(found))
    if known.card and (said := _card_said(known.card)):
        lead.append(phrase("brief.card", facts=said))
    sections = [
        _people(found.meetings),
        Section(phrase("brief.script"), [Column("line")], [{"line": line} for line in found.script]),
        Section(phrase("brief.questions"), [Column("line")], _numbered(found.questions)),
        Section(phrase("brief.bring"), [Column("line")], [{"line": line} for line in found.bring]),
        _money(found),
        _products(found),
        Section(
            phrase("brief.occasions"),
            [Column("on", way="date"), Column("what", cut=True)],
            [{"on": each.on, "what": each.what} for each in known.occasions[:_OCCASIONS]],
        ),
        _contacts(found),
    ]
    return Page(lambda: _record(found, rules), lead, sections)


def _card_said(card: Card) -> tuple[Phrase, ...]:
    """What the card says besides its grade: what moves them, who made the introduction, whose chain they belong to."""
    named = (("motive", card.motive), ("referrer", card.referrer), ("core_client", card.core_client))
    return tuple(phrase(f"brief.card_{field}", what=what) for field, what in named if what)


def _length(found: Brief) -> Phrase:
    low, high = found.minutes
    who = found.meetings[0].address if found.meetings else found.known.client.name
    return phrase("brief.length" if low == high else "brief.length_range", who=who, low=low, high=high)


def _people(meetings: Sequence[Meeting]) -> Section:
    rows = [
        {
            "address": meeting.address if meeting.address != meeting.person.name else "",
            "name": meeting.person.name,
            "title": meeting.person.title or "",
            "power": phrase(f"brief.{meeting.person.power}") if meeting.person.power in _POWERS else "",
            "phone": meeting.person.phone or "",
            "minutes": _minutes(meeting.minutes),
        }
        for meeting in meetings
    ]
    columns = [
        *(Column("address"), Column("name"), Column("title", cut=True), Column("power", drop=2)),
        *(Column("phone"), Column("minutes", drop=1)),
    ]
    return Section(phrase("brief.people"), columns, rows, empty=phrase("brief.nobody"))


_POWERS = ("decides", "influences")


def _minutes(minutes: tuple[int, int]) -> Phrase:
    low, high = minutes
    return phrase("brief.minutes" if low == high else "brief.minutes_range", low=low, high=high)


def _numbered(lines: Sequence[Phrase]) -> list[Record]:
    return [{"line": phrase("brief.numbered", n=n, what=line)} for n, line in enumerate(lines, 1)]


def _money(found: Brief) -> Section:
    trend = found.trend
    title = phrase("brief.trend", measure=measure_said(trend.measure) if trend else "")
    rows = [{"on": on, "amount": fen} for on, fen in trend.amounts[-_AMOUNTS:][::-1]] if trend else []
    change = trend.change if trend else None
    lines = [phrase("brief.more" if change > 0 else "brief.less", amount=abs(change))] if change else []
    return Section(title, [Column("on", way="date"), Column("amount", way="money")], rows, lines)


def _products(found: Brief) -> Section:
    known = found.known
    rows: list[Record] = [
        {
            "product": held.product.name,
            "amount": held.fen,
            "note": _note(held),
        }
        for held in known.held
    ]
    rows += [
        {"product": each.product.name, "amount": None, "note": phrase("brief.suits", why=each.why)}
        for each in known.suiting[:_SUITING]
    ]
    lines = [phrase("brief.rivals", banks=tuple(found.rivals))] if found.rivals else []
    columns = [Column("product", cut=True), Column("amount", way="money"), Column("note", cut=True)]
    return Section(phrase("brief.products"), columns, rows, lines)


def _note(held: Held) -> Said:
    """Where it is held, or until when."""
    if held.bank:
        return held.bank
    matures = held.holding.matures if held.holding else None
    return phrase("brief.until", on=matures) if matures else ""


def _contacts(found: Brief) -> Section:
    rows = [
        {"on": c.on, "code": c.code, "person": c.person or "", "note": c.note or "", "next": c.next or ""}
        for c in found.contacts
    ]
    columns = [
        *(Column("on", way="date"), Column("code"), Column("person", drop=2), Column("note", cut=True)),
        Column("next", cut=True, drop=1),
    ]
    return Section(phrase("brief.contacts"), columns, rows, empty=phrase("lists.no_contacts"))


def _record(found: Brief, rules: Rules) -> Record:
    known = found.known
    offer, fallback, fixed = known.times
    return {
        "client_no": known.client.client_no,
        "name": known.client.name,
        "tier": known.tier,
        "state": known.due.state if known.due else None,
        "due_on": known.due.due_on if known.due else None,
        "due_reason": reason(known.due, rules) if known.due else None,
        "minutes": list(found.minutes),
        "people": [
            {**person_record(m.person), "address": m.address, "minutes": list(m.minutes)} for m in found.meetings
        ],
        "offer": _when(offer),
        "fallback": _when(fallback),
        "fixed": fixed,
        "purpose": known.purpose,
        "card": card_record(known.card) if known.card else None,
        "script": list(found.script),
        "questions": list(found.questions),
        "bring": list(found.bring),
        "promises": [contact_record(promise, known.client) for promise in known.promises],
        "measure": found.trend.measure if found.trend else None,
        "balances": _trend_records(found.trend),
        "change": money(found.trend.change) if found.trend else None,
        "held": [{"product": held.product.id, "amount": money(held.fen), "bank": held.bank} for held in known.held],
        "suits": [
            {"product": each.product.id, "reasons": list(each.why), "say": say(each.say) if each.say else None}
            for each in known.suiting
        ],
        "rivals": list(found.rivals),
        "occasions": [occasion_record(each) for each in known.occasions],
        "contacts": [contact_record(contact, known.client) for contact in found.contacts],
    }


def _trend_records(trend: Trend | None) -> list[Record]:
    return [{"on": on, "amount": money(fen)} for on, fen in trend.amounts] if trend else []


def _when(when: When | None) -> str | None:
    return f"{when[0].isoformat()} {clock(when[1])}" if when else None
