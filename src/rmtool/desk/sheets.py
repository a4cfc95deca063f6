"""A client edited as a whole: its sheet laid out, and what was made of it taken in, all or nothing. Not: the editor."""

import re
from typing import TYPE_CHECKING

from rmtool.core.book import Client
from rmtool.core.client_sheet import PEOPLE_PART, Edited, Facts, Mistake, edited, sheet_of
from rmtool.desk import Desk
from rmtool.desk.editing import check_unique, with_initials
from rmtool.desk.prospects import change_card
from rmtool.errors import UsageError
from rmtool.phrase import phrase

if TYPE_CHECKING:
    from rmtool.store.writing import Writing


def sheet_name(client_no: str) -> str:
    """The name of the file in which a client's sheet lies while it is edited."""
    name = re.sub(r"[^\w-]", "_", client_no)
    return f"edit-{name}.yaml"


def laid_out(desk: Desk, client: Client, lead: tuple[str, ...]) -> bytes:
    """The client's sheet as YAML, below lines that say what it is for."""
    from rmtool.intake.client_sheet import sheet_text

    facts = _facts(desk, client)
    return sheet_text(sheet_of(facts), lead, _state(facts)).encode("utf-8")


def take_in(desk: Desk, client: Client, data: bytes, file: str) -> tuple[Client, bool]:
    """Takes in an edited sheet; returns the client as it is now, and whether anything was changed.

    Raises UsageError with every mistake and its line, or if the client was changed since the sheet was laid out;
    nothing is written then.
    """
    from rmtool.intake.client_sheet import SheetText

    text = SheetText(data, file)
    facts = _facts(desk, client)
    _check_state(text.state, facts, file)
    changes, mistakes = edited(facts, text.sheet, desk.today)
    text.refuse([*mistakes, *_doubled_names(facts, changes)])
    check_unique(desk, changes.client, client)
    if changes.is_nothing:
        return client, False
    with desk.writing("edit", phrase("sheet.did_edit", name=client.name)) as writing:
        _check_state(text.state, _facts(desk, client), file)
        _write(writing, client, changes, desk)
    return next(c for c in desk.book.clients if c.id == client.id), True


def _facts(desk: Desk, client: Client) -> Facts:
    """What the book holds of the client at this moment."""
    store = desk.store
    with store.reading():
        book = store.book(balances=False, log=False, visits=False)
        now = next((c for c in book.clients if c.id == client.id), None)
        if now is None:
            raise UsageError("sheet.client_gone", name=client.name)
        return Facts(now, store.persons(client.id), store.notes(client.id), book.cards.get(client.id))


def _state(facts: Facts) -> str:
    """Tells one state of the client's facts from another."""
    from hashlib import sha256

    return sha256(repr(tuple(facts)).encode("utf-8")).hexdigest()[:12]


def _check_state(stated: str | None, facts: Facts, file: str) -> None:
    if stated and stated != _state(facts):
        raise UsageError("sheet.changed_meanwhile", name=facts.client.name, file=file)


def _doubled_names(facts: Facts, changes: Edited) -> list[Mistake]:
    """People that would go by the same name."""
    names = {p.id: p.name for p in facts.people if p.id not in changes.people.removed}
    names |= {i: fields["name"] for i, fields in changes.people.changed.items() if "name" in fields}
    after = [*names.values(), *(str(fields.get("name", "")) for fields in changes.people.added)]
    folded = [name.casefold() for name in after]
    doubled = {name for name in after if name and folded.count(name.casefold()) > 1}
    return [Mistake(phrase("sheet.doubled_name", name=name), PEOPLE_PART) for name in sorted(doubled)]


def _write(writing: "Writing", client: Client, changes: Edited, desk: Desk) -> None:
    if changes.client:
        writing.set_client(client.id, with_initials(changes.client))
    if changes.card:
        change_card(writing, client, desk.book.cards[client.id], changes.card, desk.today)
    for person in changes.people.added:
        writing.add_person({"client_id": client.id, **person})
    for person_id, fields in changes.people.changed.items():
        writing.set_person(person_id, fields)
    for person_id in changes.people.removed:
        writing.remove_person(person_id)
    for note in changes.notes.added:
        writing.add_note({"client_id": client.id, **note})
    for note_id, fields in changes.notes.changed.items():
        writing.set_note(note_id, fields)
    for note_id in changes.notes.removed:
        writing.remove_note(note_id)
