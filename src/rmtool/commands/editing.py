"""Clients added and changed by hand, trips, own cadences, leave."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, Why
from rmtool.desk import Desk, editing
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages.keeping import done_page
from rmtool.show.rows import facts_of_client

Text = str | None
Until = Annotated[str, typer.Option("--until", metavar="DATE")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE")]
Fields = Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE")]


def client_add(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    given: Fields = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Add a client."""
    with Desk(session()) as desk:
        client = editing.add_client(desk, name, given or [])
        said = phrase("desk.added", name=client.name, client_no=client.client_no)
        present(done_page(facts_of_client(client), said), form, output)


def client_set(
    who: Who,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Change facts about a client."""
    with Desk(session()) as desk:
        client = editing.set_client(desk, desk.client(who), given)
        said = phrase("desk.was_set", name=client.name, fields=tuple(given))
        present(done_page(facts_of_client(client), said), form, output)


def client_away(
    who: Who,
    until: Until,
    start: From = None,
    why: Why = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Note that a client is away."""
    with Desk(session()) as desk:
        client = desk.client(who)
        first = desk.day(start, "nearest")
        last = desk.day_after(until, first)
        editing.set_away(desk, client, first, last, why)
        record = {"client_no": client.client_no, "name": client.name, "from": first, "until": last, "why": why}
        said = phrase("desk.is_away", name=client.name, start=first, end=last)
        present(done_page(record, said), form, output)


def client_cadence(
    who: Who,
    cadence: Annotated[str, typer.Argument(metavar="CADENCE")],
    why: Why = None,
    until: Annotated[Text, typer.Option("--until", metavar="DATE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Give a client a cadence of its own."""
    with Desk(session()) as desk:
        client = desk.client(who)
        last = desk.day(until, "future") if until else None
        code, own = editing.set_cadence(desk, client, cadence, why, last)
        record = {"client_no": client.client_no, "name": client.name, "code": code, "cadence": own}
        key = "desk.cadence_back" if own is None else "desk.cadence_until" if last else "desk.cadence_set"
        said = phrase(key, name=client.name, cadence=f"{code}: {own}", until=last)
        present(done_page({**record, "why": why, "until": last}, said), form, output)


def leave(
    start: Annotated[str, typer.Option("--from", metavar="DATE")],
    until: Until,
    why: Why = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Note the RM's own days off."""
    with Desk(session()) as desk:
        first = desk.day(start, "nearest")
        last = desk.day_after(until, first)
        editing.set_away(desk, None, first, last, why)
        said = phrase("desk.on_leave", start=first, end=last)
        present(done_page({"from": first, "until": last, "why": why}, said), form, output)
