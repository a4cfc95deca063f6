"""Occasions: birthdays, founding days, maturities, post-loan checks."""

from typing import Annotated

import typer

from rmtool.commands.calendars import with_occasions
from rmtool.commands.options import CalendarFormat, Format, Output, Who, Why, narrowing
from rmtool.desk import Desk
from rmtool.desk import occasions as desks
from rmtool.desk.narrowing import Filter
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import occasions as pages

Text = str | None
Ref = Annotated[str, typer.Argument(metavar="ID")]
Kind = Annotated[Text, typer.Option("--kind", metavar="KIND")]


@narrowing
def occasions(
    wanted: Filter,
    days: Annotated[int | None, typer.Option("--days", metavar="N", min=0, max=3660)] = None,
    kind: Kind = None,
    form: CalendarFormat = None,
    output: Output = None,
) -> None:
    """Occasions ahead."""
    with Desk(session()) as desk:
        found = desks.occasions(desk, days, wanted, kind)
        ahead = desk.rules.occasions.days if days is None else days
        page = pages.occasions_page(found, ahead)
        present(with_occasions(page, desk, days, wanted, kind), form, output)


def occasion_add(
    who: Who,
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    day: Annotated[str, typer.Argument(metavar="DATE")],
    note: Annotated[list[str] | None, typer.Argument(metavar="NOTE")] = None,
    person: Annotated[Text, typer.Option("--person", metavar="NAME")] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Note an occasion."""
    with Desk(session()) as desk:
        said = " ".join(note) if note else None
        noted = desks.add_occasion(desk, desk.client(who), kind, day, person, said)
        present(pages.noted_page(noted, "was_added"), form, output)


def occasion_set(
    ref: Ref,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Change an occasion."""
    with Desk(session()) as desk:
        present(pages.noted_page(desks.set_occasion(desk, ref, given), "was_set"), form, output)


def occasion_remove(ref: Ref, form: Format = None, output: Output = None) -> None:
    """Take an occasion out."""
    with Desk(session()) as desk:
        present(pages.noted_page(desks.remove_occasion(desk, ref), "was_removed"), form, output)


def occasion_done(
    who: Annotated[str, typer.Argument(metavar="WHO|ID")],
    kind: Kind = None,
    why: Why = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Mark an occasion as seen to."""
    with Desk(session()) as desk:
        present(pages.settled_page(*desks.settle_occasions(desk, who, kind, why)), form, output)
