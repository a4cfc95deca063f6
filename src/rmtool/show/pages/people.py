"""Somebody at a client, and what is noted of a client, after an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import phrase
from rmtool.show.pages.keeping import done_page
from rmtool.show.rows import note_record, person_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.book import Client, Note, Person
    from rmtool.show.text import Page


def person_page(what: str, client: Client, person: Person) -> Page:
    """Somebody who was `added`, `set` or `removed`."""
    said = phrase(f"people.was_{what}", client=client.name, name=person.name)
    return done_page({"client_no": client.client_no, "client": client.name, **person_record(person)}, said)


def note_page(what: str, client: Client, note: Note) -> Page:
    """A note that was `noted` or `unnoted`."""
    return done_page(note_record(note, client), phrase(f"people.{what}", client=client.name, id=note.id))


def tags_page(tag: str, changed: Sequence[Client], removed: bool) -> Page:
    """The clients that a tag was given to, or taken from."""
    records = [{"client_no": c.client_no, "name": c.name, "tags": list(c.tags)} for c in changed]
    key = "people.none_tagged" if not changed else "people.untagged" if removed else "people.tagged"
    said = phrase(key, tag=tag, count=len(changed), names=tuple(c.name for c in changed[:_NAMED]))
    return done_page({"tag": tag, "clients": records}, said)


_NAMED = 5
