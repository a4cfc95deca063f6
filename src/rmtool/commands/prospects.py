"""Prospect cards."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, narrowing
from rmtool.desk import Desk
from rmtool.desk import prospects as cards
from rmtool.desk.narrowing import Filter
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import prospects as pages
from rmtool.show.pages.keeping import done_page

Text = str | None


@narrowing
def prospects(
    wanted: Filter,
    grade: Annotated[Text, typer.Option("--grade", metavar="A|B|C")] = None,
    everything: Annotated[bool, typer.Option("--all")] = False,
    regrade: Annotated[bool, typer.Option("--regrade")] = False,
    apply: Annotated[bool, typer.Option("--apply")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """The queue of cards, or the weekly re-grade."""
    with Desk(session()) as desk:
        if not (regrade or apply):
            queue = cards.prospect_queue(desk, grade, everything, wanted)
            present(pages.queue_page(queue, everything), form, output)
            return
        moves = cards.proposed_regrades(desk, wanted)
        if apply and moves:
            cards.apply_regrades(desk, moves)
        present(pages.regrade_page(moves, apply), form, output)


def prospect_add(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    given: Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Add a prospect."""
    with Desk(session()) as desk:
        client, card = cards.add_prospect(desk, name, given or [])
        present(pages.card_page(client, card, "prospects.added"), form, output)


def prospect_set(
    who: Who,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Change a card."""
    with Desk(session()) as desk:
        client, card = cards.set_prospect(desk, desk.client(who), given)
        present(pages.card_page(client, card, "prospects.was_set", cards.asked_grade(desk, card)), form, output)


def prospect_read(
    who: Annotated[list[str] | None, typer.Argument(metavar="WHO")] = None,
    everything: Annotated[bool, typer.Option("--all")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Note that cards were read."""
    with Desk(session()) as desk:
        if bool(who) == everything:
            raise UsageError("desk.read_whom")
        due = cards.prospect_queue(desk, None, False) if everything else ()
        clients = list(dict.fromkeys([*(q.client for q in due), *(desk.client(name) for name in who or ())]))
        if clients:
            cards.read_cards(desk, clients)
        record = {"read": [client.client_no for client in clients], "on": desk.today}
        present(done_page(record, phrase("prospects.were_read", count=len(clients))), form, output)


def prospect_won(who: Who, form: Format = None, output: Output = None) -> None:
    """A prospect becomes a client."""
    with Desk(session()) as desk:
        client = cards.win_prospect(desk, desk.client(who))
        record = {"client_no": client.client_no, "name": client.name, "status": client.status}
        said = phrase("prospects.won", name=client.name, client_no=client.client_no)
        present(done_page(record, said), form, output)


def prospect_release(
    who: Who,
    why: Annotated[str, typer.Option("--why", metavar="TEXT")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Let a prospect go."""
    with Desk(session()) as desk:
        client = desk.client(who)
        cards.release_prospect(desk, client, why)
        record = {"client_no": client.client_no, "name": client.name, "status": "lost", "why": why}
        present(done_page(record, phrase("prospects.released", name=client.name, why=why)), form, output)
