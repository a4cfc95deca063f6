"""People at clients, notes on clients, and tags."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, narrowing
from rmtool.desk import Desk, people, tags
from rmtool.desk.narrowing import EVERYBODY, Filter
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages.people import note_page, person_page, tags_page

Name = Annotated[str, typer.Argument(metavar="PERSON")]


def person_add(
    who: Who,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    given: Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Add somebody at a client."""
    with Desk(session()) as desk:
        client = desk.client(who)
        present(person_page("added", client, people.add_person(desk, client, name, given or [])), form, output)


def person_set(
    who: Who,
    name: Name,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Change what is known of somebody at a client."""
    with Desk(session()) as desk:
        client = desk.client(who)
        person = people.set_person(desk, client, people.person_of(desk, client, name), given)
        present(person_page("set", client, person), form, output)


def person_remove(who: Who, name: Name, form: Format = None, output: Output = None) -> None:
    """Take somebody out who is no longer at a client."""
    with Desk(session()) as desk:
        client = desk.client(who)
        person = people.person_of(desk, client, name)
        people.remove_person(desk, client, person)
        present(person_page("removed", client, person), form, output)


def note(
    who: Who,
    text: Annotated[list[str], typer.Argument(metavar="NOTE")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Note something about a client."""
    with Desk(session()) as desk:
        client = desk.client(who)
        noted = people.add_note(desk, client, " ".join(text), desk.day(on, "past"))
        present(note_page("noted", client, noted), form, output)


def note_remove(
    number: Annotated[int, typer.Argument(metavar="ID")], form: Format = None, output: Output = None
) -> None:
    """Take a note out."""
    with Desk(session()) as desk:
        client, noted = people.remove_note(desk, number)
        present(note_page("unnoted", client, noted), form, output)


@narrowing
def tag(
    text: Annotated[str, typer.Argument(metavar="WORD")],
    who: Annotated[list[str] | None, typer.Argument(metavar="WHO")] = None,
    remove: Annotated[bool, typer.Option("--remove")] = False,
    wanted: Filter = EVERYBODY,
    form: Format = None,
    output: Output = None,
) -> None:
    """Give clients a tag, or take it away."""
    with Desk(session()) as desk:
        clients = tags.meant(desk, text, who or (), wanted)
        changed = tags.untag(desk, text, clients) if remove else tags.tag(desk, text, clients)
        present(tags_page(text, changed, remove), form, output)
