"""Lists and figures: due, clients, one client, tiers, 80/20."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who
from rmtool.desk import Desk, lists
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import clients as pages

Text = str | None


def due(
    until: Annotated[Text, typer.Option("--until", metavar="DATE")] = None, form: Format = None, output: Output = None
) -> None:
    """Who is due."""
    with Desk(session()) as desk:
        last = desk.day(until, "future") if until else None
        present(pages.due_page(lists.due_lines(desk, last), desk.rules, last), form, output)


def clients(
    tier: Annotated[Text, typer.Option("--tier", metavar="TIER")] = None,
    klass: Annotated[Text, typer.Option("--class", metavar="A|B|C")] = None,
    district: Annotated[Text, typer.Option("--district", metavar="NAME")] = None,
    rm: Annotated[Text, typer.Option("--rm", metavar="NAME")] = None,
    tag: Annotated[Text, typer.Option("--tag", metavar="TAG")] = None,
    text: Annotated[Text, typer.Option("--find", metavar="TEXT")] = None,
    due_only: Annotated[bool, typer.Option("--due")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """The client list."""
    wanted = lists.Filter(tier, klass.upper() if klass else None, district, rm, tag, text, due_only)
    with Desk(session()) as desk:
        present(pages.register_page(lists.client_lines(desk, wanted), desk.rules), form, output)


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
            present(pages.schema_page(lists.schema()), form or "json", output)
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
