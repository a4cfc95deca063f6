"""A year of contacts, told backwards from today so that on any day some clients are due and a few are overdue.

Not: the words of the notes (notes.py), and who is due (core/due.py reckons that from the contacts).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import VISIT_CODE
from rmtool.core.periods import Calendar, Name
from rmtool.sample.cast import APPROACH, CORPORATE, FIRMS, LEADS, Firm, Lead
from rmtool.sample.dice import Dice
from rmtool.sample.notes import BRIEFLY, FIRST_TALKS, FIRST_VISIT, LATER_VISITS, MEETINGS, Note
from rmtool.sample.people import Figure, made_up_name

A_YEAR_AND_MORE = 400
"""How many days back contacts are told, before those with firms that weren't clients yet are left out."""


class Entry(NamedTuple):
    """One contact. `who` is the name of the firm or prospect, without the mark."""

    on: date
    who: Name
    code: str
    person: Name | None
    note: Name
    next: Name | None
    next_on: date | None


class Rhythm(NamedTuple):
    """How clients from `amount` (10,000 yuan) on are kept in touch with: every so many `days`, give or take `spread`.

    `silent` gives, client after client, the days since the last contact; `codes` are what a contact is.
    """

    amount: int
    days: int
    spread: int
    silent: tuple[int, ...]
    codes: str


RHYTHMS = (
    Rhythm(900, 7, 1, (3, 5, 6, 2, 11, 4), "M"),
    Rhythm(450, 10, 2, (8, 14, 4, 9), "M"),
    Rhythm(100, 29, 6, (26, 9, 33, 18, 2, 40, 22, 29, 13, 66, 16, 6, 28, 20, 36, 10, 24, 14, 31, 4, 43), "M"),
    Rhythm(0, 72, 14, (20, 61, 85, 9, 48, 72, 33, 96, 15, 55, 190, 40, 78, 27, 66, 104), "TTTWWEM"),
)

BETWEEN = "TTWE"
"""What else comes between two meetings, with this chance."""
BETWEEN_CHANCE = 0.35

SEEN = ((13, 8), (28, 12))
"""Prospects in talks: days between meetings, and by how many the last one moves on from card to card.

First those who are likely to sign, then the others.
"""
LIKELY = 0.6

PROMISES = (2, 1, 0, 0)
"""For how many working days from today the next steps still open are promised, the latest made last."""

RECENT = 14
"""How many days ago at most a step was promised that is still open."""


class Teller:
    """Makes entries: keeps the turn of the notes, and puts every contact on a working day."""

    def __init__(self, today: date, calendar: Calendar, dice: Dice) -> None:
        self.today, self.calendar, self.dice = today, calendar, dice
        self._turns: dict[Sequence[Note], int] = {}

    def entry(self, days_ago: int, who: Name, code: str, person: Name | None, notes: Sequence[Note]) -> Entry:
        """A contact so many days ago, or on the last working day before."""
        on = self.today - timedelta(days=days_ago)
        while not self.calendar.is_working(on):
            on -= timedelta(days=1)
        turn = self._turns[notes] = self._turns.get(notes, -1) + 1
        note = notes[turn % len(notes)]
        due = self.calendar.working_day_after(on, self.dice.whole(3, 7)) if note.next else None
        return Entry(on, who, code, person, note.text, note.next, due)


def diary(
    today: date,
    calendar: Calendar,
    dice: Dice,
    people: Mapping[Name, Sequence[Figure]],
    since: Mapping[Name, date],
) -> list[Entry]:
    """All contacts before `today`, by day; `since` gives the day on which each firm became a client."""
    teller = Teller(today, calendar, dice)
    entries: list[Entry] = []
    turns = dict.fromkeys(RHYTHMS, 0)
    for firm in FIRMS:
        rhythm = next(r for r in RHYTHMS if firm.amount >= r.amount)
        silent = rhythm.silent[turns[rhythm] % len(rhythm.silent)]
        turns[rhythm] += 1
        told = _with_client(firm, rhythm, silent, teller, people[firm.name])
        entries += [entry for entry in told if entry.on >= since[firm.name]]
    for index, lead in enumerate(LEADS):
        entries += _with_prospect(lead, index, teller)
    entries.sort(key=lambda e: (e.on, e.who.zh, e.code))
    return _settled(entries, today, calendar)


def _with_client(firm: Firm, rhythm: Rhythm, silent: int, teller: Teller, people: Sequence[Figure]) -> list[Entry]:
    dice, entries, days_ago = teller.dice, [], silent
    while days_ago < A_YEAR_AND_MORE:
        code = dice.pick(rhythm.codes)
        notes = MEETINGS[firm.kind] if code == VISIT_CODE else BRIEFLY[code]
        entries.append(teller.entry(days_ago, firm.name, code, _met(people, dice), notes))
        gap = dice.whole(rhythm.days - rhythm.spread, rhythm.days + rhythm.spread)
        if len(rhythm.codes) == 1 and dice.hits(BETWEEN_CHANCE):
            code = dice.pick(BETWEEN)
            entries.append(teller.entry(days_ago + gap // 2, firm.name, code, _met(people, dice), BRIEFLY[code]))
        days_ago += gap
    return entries


def _met(people: Sequence[Figure], dice: Dice) -> Name | None:
    """Whom the RM spoke with: more often than not who decides."""
    if not people:
        return None
    return (people[0] if dice.hits(0.6) else dice.pick(people)).name


def _with_prospect(lead: Lead, index: int, teller: Teller) -> list[Entry]:
    """A first call of late to some; with those in talks or further on, a call months ago and meetings since."""
    dice, person, entries = teller.dice, made_up_name(teller.dice), []
    if lead.stage == APPROACH:
        called = teller.entry(dice.whole(1, 9), lead.name, "T", person, FIRST_TALKS)
        return [called] if index % 3 else []
    first = dice.whole(50, 120)
    days, step = SEEN[lead.likelihood < LIKELY]
    for days_ago in range(1 + index * step % days, first, days):
        notes = LATER_VISITS if days_ago + days < first else FIRST_VISIT
        entries.append(teller.entry(days_ago, lead.name, VISIT_CODE, person, notes))
    return [*entries, teller.entry(first, lead.name, "T", person, FIRST_TALKS)]


def _settled(entries: Sequence[Entry], today: date, calendar: Calendar) -> list[Entry]:
    """The entries with a few recent promises to firms still open, due about today; all others were kept.

    A contact on a later day settles what was promised before, so only each client's last day matters.
    """
    firms = {firm.name for firm in FIRMS if firm.kind == CORPORATE}
    notes = [note for note in MEETINGS[CORPORATE] if note.next]
    last = {entry.who: entry.on for entry in entries}
    settled, due = [], list(PROMISES)
    for entry in entries:
        if entry.on < last[entry.who]:
            settled.append(entry)
        elif due and (today - entry.on).days <= RECENT and entry.code == VISIT_CODE and entry.who in firms:
            note = notes[len(due) % len(notes)]
            on = calendar.working_day_after(today, due.pop())
            settled.append(entry._replace(note=note.text, next=note.next, next_on=on))
        else:
            settled.append(entry._replace(next=None, next_on=None))
    return settled
