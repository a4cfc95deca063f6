"""Reports, fit for cron."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.calendars import with_day, with_visits
from rmtool.commands.options import Brief, CalendarFormat, Output, Why
from rmtool.desk import Desk, lists
from rmtool.desk import reports as desk_reports
from rmtool.errors import RmtoolError, UsageError
from rmtool.phrase import phrase
from rmtool.session import session, start
from rmtool.show import notice, present
from rmtool.show.pages import clients, quarters, reports, week_report
from rmtool.show.text import Page

WORKBOOK = "workbook"
KINDS = ("day", "week", "month", "quarter", "coverage", "segment", WORKBOOK)
MISSED = "missed"
"""What stands in the place of a kind for whatever reports are owed."""


class _Into:
    """A folder that reports go to: in which format, whose, and why they leave unmasked if they do."""

    def __init__(self, folder: Path, form: str, owner: str | None, why: str | None) -> None:
        from rmtool.show.output import SUFFIXES, format_of

        self.folder = folder
        self.form = format_of(form, None)
        self.form = "plain" if self.form == "table" else self.form
        self.suffix = next(suffix for suffix, named in SUFFIXES.items() if named == self.form)
        self.owner = owner
        self.why = why

    def put(self, desk: Desk, report: desk_reports.Asked, brief: bool) -> None:
        """Make one report there, as `-o` would under the name that it has."""
        from rmtool.commands.leaving import see_to
        from rmtool.desk.report_files import place
        from rmtool.show.output import check_output

        file = place(desk, self.folder, report, self.suffix, self.owner)
        check_output(self.form, file)
        see_to(f"report {report.kind}", self.form, file, self.why)
        present(_page(desk, report, brief), self.form, file)
        if session().interactive:
            notice(phrase("reports.written", file=file))


def report(
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    week: Annotated[str | None, typer.Option("--week", metavar="WEEK")] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="MONTH")] = None,
    quarter: Annotated[str | None, typer.Option("--quarter", metavar="QUARTER")] = None,
    check: Annotated[bool, typer.Option("--check")] = False,
    folder: Annotated[Path | None, typer.Option("--out-dir", metavar="DIR")] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME")] = None,
    why: Why = None,
    brief: Brief = False,
    form: CalendarFormat = None,
    output: Output = None,
) -> int:
    """One report, or those that are owed."""
    if kind not in (*KINDS, MISSED):
        raise UsageError("reports.no_such_kind", kind=kind, kinds=(*KINDS, MISSED))
    for option, given in (("week", week), ("month", month), ("quarter", quarter)):
        if given is not None and kind != option:
            raise UsageError("reports.not_of_this", option=f"--{option}", kind=option)
    into = _into(kind, folder, form, owner, why, output)
    if kind == MISSED and into:
        _catch_up(into, brief)
        return 0
    with Desk(session()) as desk:
        asked = desk_reports.asked(desk, kind, week or month or quarter)
        if into:
            from rmtool.desk.report_files import one_at_a_time

            with one_at_a_time(session()):
                into.put(desk, asked, brief)
        else:
            present(_page(desk, asked, brief), form, output)
        return int(check and any(row.missed for row in desk_reports.coverage(desk)))


def _into(
    kind: str, folder: Path | None, form: str | None, owner: str | None, why: str | None, output: Path | None
) -> _Into | None:
    """The folder that was asked for. Raises UsageError for what doesn't go together."""
    if folder is None:
        if kind == MISSED or owner is not None:
            raise UsageError("reports.needs_folder", what=MISSED if kind == MISSED else "--owner")
        return None
    if output is not None:
        raise UsageError("reports.file_or_folder")
    usual = "xlsx" if kind == WORKBOOK else "html"
    return _Into(folder.expanduser(), form or usual, owner, why)


def _catch_up(into: _Into, brief: bool) -> None:
    """Make the reports that were missed, each as of its own day; one that can't be made hinders no other.

    Raises the first error that there was.
    """
    from rmtool.desk.report_files import one_at_a_time, owed

    usual = session()
    errors: list[RmtoolError] = []
    with one_at_a_time(usual):
        with Desk(usual) as desk:
            found = owed(desk, into.folder, into.suffix, into.owner)
        for on, report in found:
            start(usual._replace(today=on))
            try:
                with Desk(session()) as desk:
                    into.put(desk, report, brief)
            except RmtoolError as error:
                errors.append(error)
    start(usual)
    if errors:
        raise errors[0]


def _page(desk: Desk, report: desk_reports.Asked, brief: bool) -> Page:
    kind, span = report
    if kind == "day":
        return with_day(reports.day_page(desk_reports.day_report(desk), desk.rules), desk, brief)
    if kind == "week":
        found = desk_reports.week_report(desk, span)
        mondays = [found.week.start, found.next_days[0][0]]
        return with_visits(week_report.week_page(found, desk.rules), desk, mondays, brief)
    if kind == "month":
        return reports.month_page(desk_reports.month_report(desk, span), desk.rules)
    if kind == "quarter":
        return quarters.quarter_page(desk_reports.quarter_report(desk, span), desk.rules)
    if kind == "coverage":
        return reports.coverage_page(desk_reports.coverage(desk), desk.rules)
    if kind == "segment":
        return clients.segment_page(*lists.segment_view(desk, None))
    return _team_book(desk)


def _team_book(desk: Desk) -> Page:
    """The lists of the whole book; the week as it stands, nothing planned for it."""
    from rmtool.desk import log, planning, products, prospects, reviews
    from rmtool.desk.narrowing import EVERYBODY
    from rmtool.show.pages import log as log_pages
    from rmtool.show.pages import products as product_pages
    from rmtool.show.pages import prospects as card_pages
    from rmtool.show.pages import reviews as review_pages
    from rmtool.show.pages.standing_week import week_page
    from rmtool.show.pages.team_book import team_book_page

    rules, span = desk.rules, log.span_of(desk, None, None, whole_log=False)
    week = planning.shown_week(desk, planning.week_of(desk, None), ())
    matrix, noted = log.contact_matrix(desk, span, None), log.contact_list(desk, span, None)
    parts = {
        "clients": clients.register_page(lists.client_lines(desk, EVERYBODY), rules),
        "coverage": product_pages.coverage_page(products.coverage_of(desk, EVERYBODY), rules),
        "reviews": review_pages.reviews_page(reviews.review_lines(desk, False, EVERYBODY), rules, False),
        "matrix": log_pages.matrix_page(matrix, desk.today, rules, noted),
        "plan": week_page(week, rules),
        "prospects": card_pages.queue_page(prospects.prospect_queue(desk, None, True, EVERYBODY), True),
    }
    return team_book_page(parts)
