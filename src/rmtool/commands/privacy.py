"""What left, what is past its time, and of which class every field is."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output
from rmtool.desk import Desk, leaving, purging
from rmtool.session import session
from rmtool.show import ask, present
from rmtool.show.pages import privacy as pages


def disclosures(form: Format = None, output: Output = None) -> None:
    """What left the tool in files."""
    with Desk(session()) as desk:
        present(pages.disclosures_page(leaving.left(desk)), form, output)


def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False, form: Format = None, output: Output = None
) -> int:
    """Erase what is past its time."""
    with Desk(session()) as desk:
        found = purging.past(desk)
        if not (found.batches or found.files):
            present(pages.nothing_page(), form, output)
            return 0
        if dry_run:
            present(pages.would_purge_page(found), form, output)
            return 0
        if not ask(pages.will_purge(found)):
            return 1
        present(pages.purged_page(purging.purge(desk, found)), form, output)
    return 0


def privacy(form: Format = None, output: Output = None) -> None:
    """Of which class every field is, and how it is masked."""
    present(pages.classes_page(), form, output)
