"""What one takes into a visit."""

from rmtool.commands.options import Format, Output, Who
from rmtool.desk import Desk
from rmtool.desk.brief import brief_of
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages.brief import brief_page


def brief(who: Who, form: Format = None, output: Output = None) -> None:
    """One page for a visit."""
    with Desk(session()) as desk:
        present(brief_page(brief_of(desk, who), desk.rules), form, output)
