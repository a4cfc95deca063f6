"""Prospect cards."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, narrowing
from rmtool.desk import Desk, pipeline
from rmtool.desk import prospects as cards
from rmtool.desk.narrowing import Filter
from rmtool.errors import UsageError
from rmtool.lang import say
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
    funnel: Annotated[bool, typer.Option("--funnel")] = False,
    find: Annotated[bool, typer.Option("--find")] = False,
    explain: Annotated[Text, typer.Option("--explain", metavar="WHO")] = None,
    history: Annotated[Text, typer.Option("--history", metavar="WHO")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """The queue of cards, the weekly re-grade, or a look behind them."""
    with Desk(session()) as desk:
        if explain or history:
            page = cards.card_page(desk, desk.client(explain or history or ""))
            present(pages.explain_page(page) if explain else pages.history_page(page), form, output)
        elif funnel:
            present(pages.funnel_page(pipeline.prospect_funnel(desk, wanted)), form, output)
        elif find:
            present(pages.found_page(pipeline.found_prospects(desk, wanted)), form, output)
        elif regrade or apply:
            moves = cards.proposed_regrades(desk, wanted)
            if apply and moves:
                cards.apply_regrades(desk, moves, say)
            present(pages.regrade_page(moves, apply), form, output)
        else:
            queue = cards.prospect_queue(desk, grade, everything, wanted)
            present(pages.queue_page(queue, everything), form, output)


def prospect_take(
    who: Who,
    given: Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Open a card for a client of the book."""
    with Desk(session()) as desk:
        client, card = cards.take_prospect(desk, desk.client(who), given or [])
        present(pages.taken_page(client, card), form, output)


def prospect_trigger(
    who: Who,
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    note: Annotated[list[str] | None, typer.Argument(metavar="NOTE")] = None,
    on: Annotated[Text, typer.Option("--on", metavar="DATE")] = None,
    remove: Annotated[bool, typer.Option("--remove")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Note what makes a good moment."""
    with Desk(session()) as desk:
        client, which = desk.client(who), cards.trigger_kind(kind)
        day = desk.day(on, "past") if on or not remove else None
        if remove:
            page, key = cards.remove_trigger(desk, client, which, day), "prospects.untriggered"
        else:
            page = cards.add_trigger(desk, client, which, day or desk.today, " ".join(note or ()).strip() or None)
            key = "prospects.triggered"
        said = phrase(key, name=client.name, what=phrase(f"prospects.trigger_{which}"), on=day)
        present(pages.explain_page(page, said), form, output)


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
        asked = cards.scored_card(desk, client, card)[1]
        present(pages.card_page(client, card, "prospects.was_set", asked), form, output)


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
