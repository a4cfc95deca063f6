"""Alerts: changes in balances, tiers and contacts that want a look."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Why, narrowing
from rmtool.desk import Desk
from rmtool.desk import alerts as desks
from rmtool.desk.narrowing import Filter
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import alerts as pages

Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND")]


@narrowing
def alerts(wanted: Filter, kind: Kind = None, form: Format = None, output: Output = None) -> None:
    """What wants a look."""
    with Desk(session()) as desk:
        present(pages.alerts_page(desks.open_alerts(desk, wanted, kind)), form, output)


def alert_done(
    who: Annotated[str, typer.Argument(metavar="WHO|ID")],
    kind: Kind = None,
    why: Why = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Mark alerts as acted on."""
    with Desk(session()) as desk:
        present(pages.settled_page(*desks.settle_alerts(desk, who, kind, why)), form, output)
