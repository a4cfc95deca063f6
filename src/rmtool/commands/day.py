"""The morning page."""

from rmtool.commands.calendars import with_day
from rmtool.commands.options import Brief, CalendarFormat, Output
from rmtool.desk import Desk
from rmtool.desk.day import morning_page
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import day as pages


def today(brief: Brief = False, form: CalendarFormat = None, output: Output = None) -> None:
    """The morning page."""
    with Desk(session()) as desk:
        page = pages.morning_page(morning_page(desk), desk.rules)
        present(with_day(page, desk, brief), form, output)
