"""The week's plan and its appointments."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.calendars import with_visits
from rmtool.commands.options import Brief, CalendarFormat, Format, Output, Who, Why
from rmtool.desk import Desk, appointments, planning
from rmtool.errors import UsageError
from rmtool.lang import speak
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import deliver, notice, present
from rmtool.show.output import check_output, format_of, is_read_here
from rmtool.show.pages import week as pages
from rmtool.show.pages.what_if import what_if_page
from rmtool.show.rows import problem_record
from rmtool.show.text import json_text

Text = str | None


def plan_week(
    week: Annotated[Text, typer.Argument(metavar="WEEK")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    keep_days: Annotated[int | None, typer.Option("--keep-days", metavar="N", min=0, max=7)] = None,
    why: Annotated[Text, typer.Option("--why", metavar="WHO")] = None,
    problem: Annotated[Path | None, typer.Option("--problem", metavar="FILE")] = None,
    busy: Annotated[list[Path] | None, typer.Option("--busy", metavar="FILE|FOLDER")] = None,
    tried: Annotated[list[str] | None, typer.Option("--try", metavar="KEY=VALUE|FILE")] = None,
    effort: Annotated[Text, typer.Option("--effort", metavar="low|normal|high")] = None,
    brief: Brief = False,
    form: CalendarFormat = None,
    output: Output = None,
) -> None:
    """Plan the week."""
    idle = tuple(name for name, given in (("--why", why), ("--problem", problem)) if given)
    if tried and idle:
        raise UsageError("desk.try_takes_no", options=idle)
    check_output("json", problem)
    if dry_run and format_of(form, output) == "ics":
        raise UsageError("plan.calendar_unsaved")
    with Desk(session()) as desk:
        how = planning.how(keep_days, effort, busy or ())
        if tried:
            rules = planning.tried_rules(desk, tried)
            found = planning.try_week(desk, planning.week_of(desk, week), how, rules)
            present(what_if_page(found, tried, desk.rules, rules), form, output)
            return
        client = desk.client(why) if why else None
        save = not dry_run and client is None
        planned = planning.plan_week(desk, planning.week_of(desk, week), how, save)
        for warning in planned.warnings:
            notice(warning)
        if planned.provisional and not is_read_here(form, output):
            notice(phrase("plan.provisional", year=planned.plan.task.days[-1].date.year))
        if problem:
            planning.refuse_over(planned)
            deliver(json_text(problem_record(planned), speak()), problem)
        if client:
            present(pages.why_page(planned, client, desk.rules), form, output)
            return
        page = pages.plan_page(planned, desk.rules)
        present(with_visits(page, desk, [planned.plan.task.monday], brief), form, output)


def week(
    week: Annotated[Text, typer.Argument(metavar="WEEK")] = None,
    busy: Annotated[list[Path] | None, typer.Option("--busy", metavar="FILE|FOLDER")] = None,
    brief: Brief = False,
    form: CalendarFormat = None,
    output: Output = None,
) -> None:
    """Show a week as it stands."""
    from rmtool.show.pages.standing_week import week_page

    with Desk(session()) as desk:
        monday = planning.week_of(desk, week)
        shown = planning.shown_week(desk, monday, busy or ())
        for warning in shown.warnings:
            notice(warning)
        present(with_visits(week_page(shown, desk.rules), desk, [monday], brief), form, output)


def visit(
    who: Who,
    on: Annotated[Text, typer.Option("--on", metavar="DATE")] = None,
    at: Annotated[Text, typer.Option("--at", metavar="HH:MM")] = None,
    minutes: Annotated[int | None, typer.Option("--minutes", metavar="N", min=5, max=600)] = None,
    must: Annotated[bool, typer.Option("--must")] = False,
    confirm: Annotated[bool, typer.Option("--confirm")] = False,
    cancel: Annotated[bool, typer.Option("--cancel")] = False,
    missed: Annotated[bool, typer.Option("--missed")] = False,
    move: Annotated[bool, typer.Option("--move")] = False,
    why: Why = None,
    person: Annotated[Text, typer.Option("--person", metavar="NAME")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Make, move, confirm, cancel or mark as missed a client's visit."""
    told = (("confirmed", confirm), ("cancelled", cancel), ("missed", missed))
    said = [status for status, given in told if given]
    if len(said) + move > 1:
        raise UsageError("desk.visit_one_of")
    with Desk(session()) as desk:
        asked = appointments.Appointment(
            day=desk.day(on, "past" if missed else "future") if on else None,
            start=desk.clock(at),
            minutes=minutes,
            must=must,
            status=said[0] if said else None,
            move=move,
            why=why,
            person=person,
        )
        client = desk.client(who)
        present(pages.visit_page(*appointments.appoint(desk, client, asked), client), form, output)
