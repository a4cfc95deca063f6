"""What the book holds of one client, laid out to be edited as a whole, and what an edit of it changes.

Not: the text in which it is laid out (intake/client_sheet), nor its writing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rmtool.core.book import MEASURES, PROSPECT, Card, Client, Note, Person
from rmtool.core.fields import CARD, CLIENT, NOTE, PERSON, Field, field_named, read_field
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase

CLIENT_PART, CARD_PART, PEOPLE_PART, NOTES_PART = "client", "card", "people", "notes"

Entry = Mapping[str, str]
"""Fields and what they hold, as they are typed; empty for nothing."""

Sheet = Mapping[str, Entry | Sequence[Entry]]
"""A client's facts by part: one entry of its own facts and of its card, several of its people and notes."""


class Facts(NamedTuple):
    """What the book holds of a client that can be edited as a whole."""

    client: Client
    people: Sequence[Person]
    notes: Sequence[Note]
    card: Card | None


class Mistake(NamedTuple):
    """Something that can't be taken: in which part, entry and field, and what is wrong. None: the whole of it."""

    what: Phrase
    part: str
    entry: int | None = None
    field: str | None = None


class Changed(NamedTuple):
    """What becomes of the entries of a part: fields of new ones, new fields by id, and the ids of those that went."""

    added: Sequence[Mapping[str, Any]] = ()
    changed: Mapping[int, Mapping[str, Any]] = {}
    removed: Sequence[int] = ()


class Edited(NamedTuple):
    """What an edit of a client's sheet changes."""

    client: Mapping[str, Any]
    card: Mapping[str, Any]
    people: Changed
    notes: Changed

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is changed at all."""
        return self == Edited({}, {}, Changed(), Changed())


def known_fields(client: Client) -> dict[str, Mapping[str, Field]]:
    """The fields of each part of a client's sheet; amounts are facts of a day, and a prospect's status has commands."""
    is_prospect = client.status == PROSPECT
    own = {name: f for name, f in CLIENT.items() if name not in MEASURES and not (is_prospect and name == "status")}
    card = {name: field for name, field in CARD.items() if name not in CLIENT}
    parts: dict[str, Mapping[str, Field]] = {CLIENT_PART: own, PEOPLE_PART: PERSON, NOTES_PART: NOTE}
    return {**parts, CARD_PART: card} if is_prospect else parts


def sheet_of(facts: Facts) -> Sheet:
    """The sheet of a client as the book holds it."""
    known = known_fields(facts.client)
    sheet: dict[str, Entry | Sequence[Entry]] = {CLIENT_PART: _entry(facts.client, known[CLIENT_PART])}
    if facts.card and CARD_PART in known:
        sheet[CARD_PART] = _entry(_as_typed(facts.card), known[CARD_PART])
    for part, listed in ((PEOPLE_PART, facts.people), (NOTES_PART, facts.notes)):
        sheet[part] = [{"id": str(one.id), **_entry(one, known[part])} for one in listed]
    return sheet


def _as_typed(card: Card) -> Card:
    """The card with value and likelihood as its history says them."""
    return card._replace(value=card.value_said, likelihood=card.likelihood_said)  # type: ignore[arg-type]


def _entry(one: object, known: Mapping[str, Field]) -> Entry:
    return {name: _written(getattr(one, name, None)) for name in known}


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else f"{value:.12g}" if isinstance(value, float) else str(value)


def edited(facts: Facts, sheet: Sheet, today: date) -> tuple[Edited, list[Mistake]]:
    """What an edited sheet changes, and what in it can't be taken.

    Only what reads otherwise than before is looked at. A part or field that is left out stays as it is; an entry of a
    list that is left out goes, one without an id is new.
    """
    before, known = sheet_of(facts), known_fields(facts.client)
    mistakes = [Mistake(phrase("sheet.unknown_part", part=part), part) for part in sheet if part not in known]
    reading = _Reading(known, today, mistakes)
    own, card = (
        reading.fields(part, _one(sheet, part), _one(before, part), None) if part in known else {}
        for part in (CLIENT_PART, CARD_PART)
    )
    people, notes = (
        reading.entries(part, _several(sheet, part), _several(before, part)) if part in sheet else Changed()
        for part in (PEOPLE_PART, NOTES_PART)
    )
    return Edited(own, card, people, notes), mistakes


def _one(sheet: Sheet, part: str) -> Entry:
    found = sheet.get(part, {})
    return found if isinstance(found, Mapping) else {}


def _several(sheet: Sheet, part: str) -> Sequence[Entry]:
    found = sheet.get(part, ())
    return () if isinstance(found, Mapping) else found


class _Reading:
    """Reads what changed; what can't be read becomes a mistake."""

    def __init__(self, known: Mapping[str, Mapping[str, Field]], today: date, mistakes: list[Mistake]) -> None:
        self.known, self.today, self.mistakes = known, today, mistakes

    def fields(self, part: str, after: Entry, before: Entry, entry: int | None) -> dict[str, Any]:
        """The fields of one entry that read otherwise than before."""
        found: dict[str, Any] = {}
        known = self.known[part]
        for typed, value in after.items():
            name = field_named(typed)
            if name == "id":
                continue
            if name not in known:
                what = phrase("sheet.unknown_field", field=typed, fields=tuple(known))
                self.mistakes.append(Mistake(what, part, entry, typed))
            elif value.strip() != before.get(name, ""):
                try:
                    found |= read_field(known, name, value, self.today, typed)
                except UsageError as error:
                    self.mistakes.append(Mistake(error.message, part, entry, typed))
        return found

    def entries(self, part: str, after: Sequence[Entry], before: Sequence[Entry]) -> Changed:
        """What becomes of the entries of a list; one of several with the same id counts, the others are mistakes."""
        there = {entry["id"]: entry for entry in before}
        added: list[Mapping[str, Any]] = []
        changed: dict[int, Mapping[str, Any]] = {}
        kept: set[str] = set()
        for number, entry in enumerate(after):
            own = entry.get("id", "").strip()
            if not own:
                added.append(self._new(part, entry, number))
            elif own not in there or own in kept:
                self.mistakes.append(Mistake(phrase("sheet.unknown_id", id=own), part, number, "id"))
            else:
                kept.add(own)
                if fields := self.fields(part, entry, there[own], number):
                    changed[int(own)] = fields
        return Changed(tuple(added), changed, tuple(int(own) for own in there if own not in kept))

    def _new(self, part: str, entry: Entry, number: int) -> Mapping[str, Any]:
        fields = self.fields(part, entry, {}, number)
        told = {(m.entry, m.field) for m in self.mistakes if m.part == part}
        for name, field in self.known[part].items():
            if field.required and not fields.get(name) and (number, name) not in told:
                self.mistakes.append(Mistake(phrase("fields.required", field=name), part, number))
        return fields
