"""Promised next steps."""

from typing import Annotated

import typer

from rmtool.commands.calendars import with_promised
from rmtool.commands.options import CalendarFormat, Format, Output, Why, narrowing
from rmtool.desk import Desk
from rmtool.desk import follow_ups as desks
from rmtool.desk.narrowing import Filter
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import follow_ups as pages

StepId = Annotated[int, typer.Argument(metavar="ID")]


@narrowing
def follow_ups(wanted: Filter, form: CalendarFormat = None, output: Output = None) -> None:
    """Steps still to be taken."""
    with Desk(session()) as desk:
        page = pages.follow_ups_page(desks.open_follow_ups(desk, wanted))
        present(with_promised(page, desk, wanted), form, output)


def follow_up_done(step_id: StepId, why: Why = None, form: Format = None, output: Output = None) -> None:
    """Mark a step as taken."""
    with Desk(session()) as desk:
        found = desks.settle_follow_up(desk, step_id, why)
        present(pages.follow_up_page(found, "was_settled"), form, output)


def follow_up_move(
    step_id: StepId,
    day: Annotated[str, typer.Argument(metavar="DATE")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Move a step to another day."""
    with Desk(session()) as desk:
        found = desks.move_follow_up(desk, step_id, day)
        present(pages.follow_up_page(found, "was_moved"), form, output)
