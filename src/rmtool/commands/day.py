"""The morning page."""

from rmtool.commands.options import Format, Output
from rmtool.desk import Desk
from rmtool.desk.day import morning_page
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import day as pages


def today(form: Format = None, output: Output = None) -> None:
    """The morning page."""
    with Desk(session()) as desk:
        present(pages.morning_page(morning_page(desk), desk.rules), form, output)
