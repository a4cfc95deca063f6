"""Two clients made one."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who
from rmtool.desk import Desk, merging
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import ask, present
from rmtool.show.pages import merging as pages


def merge(
    who: Who,
    other: Annotated[str, typer.Argument(metavar="OTHER")],
    form: Format = None,
    output: Output = None,
) -> int:
    """Merge the second client into the first."""
    with Desk(session()) as desk:
        planned = merging.plan_merger(desk, desk.client(who), desk.client(other))
        if not ask(pages.will_merge(planned)):
            return 1
        merging.merge(desk, planned)
        present(pages.merged_page(planned, phrase("merging.done")), form, output)
    return 0
