"""Reports, fit for cron."""

from typing import Annotated

import typer

from rmtool.commands.calendars import with_day, with_visits
from rmtool.commands.options import Brief, CalendarFormat, Output, Why
from rmtool.desk import Desk, lists
from rmtool.desk import reports as desk_reports
from rmtool.errors import UsageError
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import clients, reports
from rmtool.show.text import Page

KINDS = ("day", "week", "month", "coverage", "segment")


def report(
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    week: Annotated[str | None, typer.Option("--week", metavar="WEEK")] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="MONTH")] = None,
    check: Annotated[bool, typer.Option("--check")] = False,
    why: Why = None,
    brief: Brief = False,
    form: CalendarFormat = None,
    output: Output = None,
) -> int:
    """One report."""
    if kind not in KINDS:
        raise UsageError("reports.no_such_kind", kind=kind, kinds=KINDS)
    for option, given in (("week", week), ("month", month)):
        if given is not None and kind != option:
            raise UsageError("reports.not_of_this", option=f"--{option}", kind=option)
    with Desk(session()) as desk:
        present(_page(desk, kind, week, month, brief), form, output)
        return int(check and any(row.missed for row in desk_reports.coverage(desk)))


def _page(desk: Desk, kind: str, week: str | None, month: str | None, brief: bool) -> Page:
    if kind == "day":
        return with_day(reports.day_page(desk_reports.day_report(desk), desk.rules), desk, brief)
    if kind == "week":
        found = desk_reports.week_report(desk, week)
        mondays = [found.week.start, found.next_days[0][0]]
        return with_visits(reports.week_page(found, desk.rules), desk, mondays, brief)
    if kind == "month":
        return reports.month_page(desk_reports.month_report(desk, month), desk.rules)
    if kind == "coverage":
        return reports.coverage_page(desk_reports.coverage(desk), desk.rules)
    return clients.segment_page(*lists.segment_view(desk, None))
