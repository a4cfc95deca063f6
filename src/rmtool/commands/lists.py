"""Lists and figures: due, clients, one client, tiers, 80/20."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, narrowing
from rmtool.desk import Desk, lists
from rmtool.desk.narrowing import Filter
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import clients as pages

Text = str | None


@narrowing
def due(
    wanted: Filter,
    until: Annotated[Text, typer.Option("--until", metavar="DATE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Who is due."""
    with Desk(session()) as desk:
        last = desk.day(until, "future") if until else None
        present(pages.due_page(lists.due_lines(desk, last, wanted), desk.rules, last), form, output)


@narrowing
def clients(
    wanted: Filter,
    text: Annotated[Text, typer.Option("--find", metavar="TEXT")] = None,
    due_only: Annotated[bool, typer.Option("--due")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """The client list."""
    with Desk(session()) as desk:
        present(pages.register_page(lists.client_lines(desk, wanted, text, due_only), desk.rules), form, output)


def client(who: Who, form: Format = None, output: Output = None) -> None:
    """Everything about one client."""
    with Desk(session()) as desk:
        present(pages.client_page(lists.client_page(desk, who), desk.rules), form, output)


def tiers(
    check: Annotated[bool, typer.Option("--check")] = False,
    explain: Annotated[Text, typer.Option("--explain", metavar="WHO")] = None,
    schema: Annotated[bool, typer.Option("--schema")] = False,
    against: Annotated[Path | None, typer.Option("--against", metavar="FILE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Tiers and load; or the rules' check, schema, and comparison."""
    with Desk(session()) as desk:
        if schema:
            present(pages.schema_page(lists.schema()), form if form or output else "json", output)
        elif check:
            present(pages.check_page(desk.rules, lists.rules_file(desk)), form, output)
        elif explain:
            present(pages.explain_page(*lists.tier_steps(desk, explain), desk.rules), form, output)
        elif against:
            theirs, moved = lists.tiers_against(desk, against)
            present(pages.against_page(moved, desk.rules, theirs), form, output)
        else:
            present(pages.tiers_page(lists.tier_view(desk), desk.rules, desk.today), form, output)


def segment(
    by: Annotated[Text, typer.Option("--by", metavar="MEASURE")] = None, form: Format = None, output: Output = None
) -> None:
    """80/20."""
    with Desk(session()) as desk:
        present(pages.segment_page(*lists.segment_view(desk, by)), form, output)
