"""People at clients and notes on clients, added, changed and taken out by hand. Not: lists of them (bringing.py)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rmtool.core.book import Client, Note, Person
from rmtool.core.fields import PERSON, read_edits
from rmtool.core.find import find_person
from rmtool.desk import Desk
from rmtool.errors import UsageError
from rmtool.phrase import phrase


def person_of(desk: Desk, client: Client, who: str) -> Person:
    """The one of the client's people whom `who` names. Raises ClientError with the candidates."""
    return find_person(desk.store.persons(client.id), client, who)


def add_person(desk: Desk, client: Client, name: str, given: Sequence[str]) -> Person:
    """Adds somebody at a client. Raises UsageError without a name, or if it has somebody of that name."""
    fields = {**read_edits(given, PERSON, desk.today).fields, "name": " ".join(name.split())}
    _check_name(desk, client, fields, None)
    said = phrase("people.did_add", client=client.name, name=fields["name"])
    with desk.writing("person-add", said) as writing:
        person_id = writing.add_person({"client_id": client.id, **fields})
    return _person(desk, client, person_id)


def set_person(desk: Desk, client: Client, person: Person, given: Sequence[str]) -> Person:
    """Changes what is known of somebody at a client."""
    fields = read_edits(given, PERSON, desk.today).fields
    _check_name(desk, client, fields, person)
    said = phrase("people.did_set", client=client.name, name=person.name, fields=tuple(fields))
    with desk.writing("person-set", said) as writing:
        writing.set_person(person.id, fields)
    return _person(desk, client, person.id)


def remove_person(desk: Desk, client: Client, person: Person) -> None:
    """Takes somebody out who is no longer at the client; what was logged with them stays."""
    with desk.writing("person-remove", phrase("people.did_remove", client=client.name, name=person.name)) as writing:
        writing.remove_person(person.id)


def _check_name(desk: Desk, client: Client, fields: dict[str, Any], but: Person | None) -> None:
    if "name" not in fields:
        return
    if not fields["name"]:
        raise UsageError("people.nameless")
    others = (p for p in desk.store.persons(client.id) if but is None or p.id != but.id)
    if any(p.name.casefold() == fields["name"].casefold() for p in others):
        raise UsageError("people.taken", client=client.name, name=fields["name"])


def _person(desk: Desk, client: Client, person_id: int) -> Person:
    return next(p for p in desk.store.persons(client.id) if p.id == person_id)


def add_note(desk: Desk, client: Client, text: str, on: date) -> Note:
    """Notes something about a client that belongs to no contact. Raises UsageError for nothing, or a day ahead."""
    words = " ".join(text.split())
    if not words:
        raise UsageError("people.empty_note")
    if on > desk.today:
        raise UsageError("people.note_ahead", on=on)
    with desk.writing("note", phrase("people.did_note", client=client.name)) as writing:
        note_id = writing.add_note({"client_id": client.id, "on": on, "note": words})
    return Note(note_id, client.id, on, words)


def remove_note(desk: Desk, note_id: int) -> tuple[Client, Note]:
    """Takes a note out; returns it with its client. Raises UsageError if there is none of this number."""
    note = next((note for note in desk.store.notes() if note.id == note_id), None)
    if note is None:
        raise UsageError("people.no_such_note", id=note_id)
    client = next(c for c in desk.book.clients if c.id == note.client_id)
    with desk.writing("note-remove", phrase("people.did_unnote", client=client.name)) as writing:
        writing.remove_note(note.id)
    return client, note
