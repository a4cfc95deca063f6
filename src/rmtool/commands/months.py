"""The longer view: a month's plan, a quarter's and a year's targets."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output
from rmtool.desk import Desk, months
from rmtool.session import session
from rmtool.show import notice, present
from rmtool.show.pages import months as pages


def plan_month(
    month: Annotated[str | None, typer.Argument(metavar="MONTH")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    busy: Annotated[list[Path] | None, typer.Option("--busy", metavar="FILE|FOLDER")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Spread a month's visits over its weeks."""
    with Desk(session()) as desk:
        plan, warnings = months.plan_month(desk, month, busy or (), save=not dry_run)
        for warning in warnings:
            notice(warning)
        present(pages.month_page(plan, desk.rules, saved=not dry_run), form, output)


def plan_quarter(
    quarter: Annotated[str | None, typer.Argument(metavar="QUARTER")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """A quarter's targets by month and tier."""
    _targets("quarter", quarter, form, output)


def plan_year(
    year: Annotated[str | None, typer.Argument(metavar="YEAR")] = None, form: Format = None, output: Output = None
) -> None:
    """A year's targets by month and tier."""
    _targets("year", year, form, output)


def _targets(kind: str, text: str | None, form: Format, output: Output) -> None:
    with Desk(session()) as desk:
        span, found = months.month_targets(desk, kind, text)
        present(pages.targets_page(kind, span, found, desk.rules), form, output)
