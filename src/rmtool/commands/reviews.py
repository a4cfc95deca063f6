"""Reviews of clients' positions: shown, recorded, due."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, narrowing
from rmtool.desk import Desk
from rmtool.desk import reviews as talks
from rmtool.desk.narrowing import Filter
from rmtool.errors import UsageError
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import reviews as pages

Text = str | None


def review(
    who: Who,
    done: Annotated[bool, typer.Option("--done")] = False,
    note: Annotated[Text, typer.Option("--note", metavar="TEXT")] = None,
    on: Annotated[Text, typer.Option("--on", metavar="DATE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """A client's whole position; or that it was gone through."""
    if not done and (note is not None or on is not None):
        raise UsageError("reviews.needs_done")
    with Desk(session()) as desk:
        found = talks.record_review(desk, who, note, on) if done else talks.reviewed(desk, who)
        present(pages.review_page(found, desk.rules, done), form, output)


@narrowing
def reviews(
    wanted: Filter,
    due_only: Annotated[bool, typer.Option("--due")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Who is owed a review."""
    with Desk(session()) as desk:
        present(pages.reviews_page(talks.review_lines(desk, due_only, wanted), desk.rules, due_only), form, output)
