"""Looking back."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, narrowing
from rmtool.desk import Desk
from rmtool.desk import stats as desk_stats
from rmtool.desk.narrowing import Filter
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import stats as pages


@narrowing
def stats(
    wanted: Filter,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Contacts, plan against done, time against value, the response of prospects."""
    with Desk(session()) as desk:
        present(pages.stats_page(desk_stats.looked_back(desk, start, end, wanted), desk.rules), form, output)
