"""The contact log."""

from typing import Annotated

import typer

from rmtool.commands.calendars import with_steps
from rmtool.commands.options import CalendarFormat, Format, Output, Who, narrowing
from rmtool.desk import Desk, log
from rmtool.desk.narrowing import Filter
from rmtool.session import session
from rmtool.show import ask, present
from rmtool.show.output import format_of
from rmtool.show.pages import log as pages

Text = str | None
ContactId = Annotated[int, typer.Argument(metavar="ID")]


def log_contact(
    who: Who,
    code: Annotated[str, typer.Argument(metavar="CODE")],
    note: Annotated[list[str] | None, typer.Argument(metavar="NOTE")] = None,
    on: Annotated[Text, typer.Option("--on", metavar="DATE")] = None,
    at: Annotated[Text, typer.Option("--at", metavar="HH:MM")] = None,
    person: Annotated[Text, typer.Option("--person", metavar="NAME")] = None,
    minutes: Annotated[int | None, typer.Option("--minutes", metavar="N", min=1, max=1440)] = None,
    outcome: Annotated[Text, typer.Option("--outcome", metavar="TEXT")] = None,
    step: Annotated[Text, typer.Option("--next", metavar="STEP")] = None,
    step_on: Annotated[Text, typer.Option("--next-on", metavar="DATE")] = None,
    form: Format = None,
    output: Output = None,
) -> int:
    """Log one contact."""
    with Desk(session()) as desk:
        day = desk.day(on, "past")
        fields = {
            "code": log.code_of(desk, code),
            "on": day,
            "at": log.time_of(desk, at),
            "note": " ".join(note) if note else None,
            "person": person,
            "minutes": minutes,
            "outcome": outcome,
            "next": step,
            "next_on": log.step_day(desk, step_on, day),
        }
        logged = log.log_contact(desk, desk.client(who), fields, ask)
        if logged is None:
            return 1
        present(pages.logged_page(logged, desk.rules), form, output)
    return 0


@narrowing
def contacts(
    wanted: Filter,
    start: Annotated[Text, typer.Option("--from", metavar="DATE")] = None,
    end: Annotated[Text, typer.Option("--to", metavar="DATE")] = None,
    who: Annotated[Text, typer.Option("--client", metavar="WHO")] = None,
    matrix: Annotated[bool, typer.Option("--matrix")] = False,
    form: CalendarFormat = None,
    output: Output = None,
) -> None:
    """The log as a list, or as the T/E/M calendar."""
    with Desk(session()) as desk:
        client = desk.client(who) if who else None
        span = log.span_of(desk, start, end, whole_log=not matrix)
        if matrix:
            is_page = format_of(form, output) == "html"
            if is_page:
                from rmtool.show.html import refuse_large

                refuse_large(log.count_asked_for(desk, client, wanted), span.days)
            found = log.contact_matrix(desk, span, client, wanted)
            # Only a page for a browser and a workbook have room for the notes.
            noted = log.contact_list(desk, span, client) if is_page or format_of(form, output) == "xlsx" else ()
            present(pages.matrix_page(found, desk.today, desk.rules, noted), form, output)
        else:
            listed = log.contact_list(desk, span, client, wanted)
            everybody = client is None and wanted == Filter()
            present(with_steps(pages.contacts_page(listed), desk, listed, everybody), form, output)


def contact_set(
    contact_id: ContactId,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Correct a contact."""
    with Desk(session()) as desk:
        contact, client = log.set_contact(desk, contact_id, given)
        present(pages.contact_page(contact, client, "log.was_set"), form, output)


def contact_remove(contact_id: ContactId, form: Format = None, output: Output = None) -> None:
    """Take a contact out of the log."""
    with Desk(session()) as desk:
        contact, client = log.remove_contact(desk, contact_id)
        present(pages.contact_page(contact, client, "log.was_removed"), form, output)
