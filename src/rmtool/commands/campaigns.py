"""Campaigns, and the groups that tags make."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, narrowing
from rmtool.desk import Desk
from rmtool.desk import campaigns as lists
from rmtool.desk.narrowing import Filter
from rmtool.errors import UsageError
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import campaigns as pages

Text = str | None


@narrowing
def campaign(
    name: Annotated[str, typer.Argument(metavar="CAMPAIGN")],
    wanted: Filter,
    kind: Annotated[Text, typer.Option("--kind", metavar="corporate|institution|retail")] = None,
    holds: Annotated[Text, typer.Option("--holds", metavar="PRODUCT")] = None,
    lacks: Annotated[Text, typer.Option("--lacks", metavar="PRODUCT")] = None,
    reached: Annotated[list[str] | None, typer.Option("--reached", metavar="WHO")] = None,
    on: Annotated[Text, typer.Option("--on", metavar="DATE")] = None,
    close: Annotated[bool, typer.Option("--close")] = False,
    reopen: Annotated[bool, typer.Option("--reopen")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Begin a campaign or go on with it."""
    asked = lists.Wanted(wanted, kind, holds, lacks)
    if sum((bool(reached), close, reopen, bool(asked.stated()) or dry_run)) > 1:
        raise UsageError("campaigns.one_at_a_time")
    with Desk(session()) as desk:
        if reached:
            found, _ = lists.mark_reached(desk, name, reached, on)
            present(pages.list_page(found, (), desk.rules), form, output)
            return
        if close or reopen:
            lists.close(desk, name, reopen)
            present(pages.list_page(lists.shown(desk, name), (), desk.rules), form, output)
            return
        found, added = lists.run(desk, name, asked, dry_run)
        present(pages.list_page(found, added, desk.rules, dry_run), form, output)


def campaigns(
    name: Annotated[Text, typer.Argument(metavar="CAMPAIGN")] = None, form: Format = None, output: Output = None
) -> None:
    """The campaigns, or one's list."""
    with Desk(session()) as desk:
        if name is None:
            present(pages.campaigns_page(lists.everyone(desk)), form, output)
        else:
            present(pages.list_page(lists.shown(desk, name), (), desk.rules), form, output)


@narrowing
def groups(wanted: Filter, form: Format = None, output: Output = None) -> None:
    """Tags with their clients."""
    with Desk(session()) as desk:
        present(pages.groups_page(lists.groups(desk, wanted)), form, output)
