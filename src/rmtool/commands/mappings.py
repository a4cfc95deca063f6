"""What columns of lists were said to mean."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output
from rmtool.desk import Desk
from rmtool.desk import mappings as remembered
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import mappings as pages


def mappings(
    forget: Annotated[int | None, typer.Option("--forget", metavar="N")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """List or forget what columns were said to mean."""
    with Desk(session()) as desk:
        if forget is None:
            present(pages.mappings_page(remembered.mappings(desk)), form, output)
        else:
            present(pages.forgotten_page(remembered.forget(desk, forget)), form, output)
