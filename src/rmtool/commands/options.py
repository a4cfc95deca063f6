"""Options that several commands share. Their helps stand in the area `help` under `option.<parameter>`."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from rmtool.desk.narrowing import Filter

Result = TypeVar("Result")

Format = Annotated[str | None, typer.Option("--format", "-f", metavar="table|plain|json|csv|md|html|xlsx")]
"""How the result is written; None: by the suffix of --output, else as a table."""

CalendarFormat = Annotated[str | None, typer.Option("--format", "-f", metavar="table|plain|json|csv|md|html|xlsx|ics")]
"""The same, of a result that has its place in a calendar."""

Brief = Annotated[bool, typer.Option("--brief")]
"""Whether calendar entries say what to know before a visit."""

Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")]
"""The file that the result is written to; None: standard output."""

Who = Annotated[str, typer.Argument(metavar="WHO")]
"""A client, by number, credit code, name, part of a name or initials."""

Why = Annotated[str | None, typer.Option("--why", metavar="TEXT")]
"""A reason, for the record."""

_NARROWING = {
    "tier": Annotated[str | None, typer.Option("--tier", metavar="TIER")],
    "klass": Annotated[str | None, typer.Option("--class", metavar="A|B|C")],
    "district": Annotated[str | None, typer.Option("--district", metavar="NAME")],
    "rm": Annotated[str | None, typer.Option("--rm", metavar="NAME")],
    "tag": Annotated[str | None, typer.Option("--tag", metavar="TAG")],
}
"""The options that make a Filter, by its fields."""


def narrowing(command: Callable[..., Result]) -> Callable[..., Result]:
    """Gives a command that takes `wanted: Filter` the options --tier, --class, --district, --rm and --tag for it."""

    @wraps(command)
    def with_options(**given: object) -> Result:
        wanted = Filter(*(given.pop(field) for field in Filter._fields))  # type: ignore[arg-type]
        return command(wanted=wanted, **given)

    own = inspect.signature(command).parameters.values()
    options = [
        inspect.Parameter(field, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for field, option in _NARROWING.items()
    ]
    listed = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own if p.name != "wanted"]
    last = next((n for n, p in enumerate(listed) if p.name == "form"), len(listed))
    parameters = [*listed[:last], *options, *listed[last:]]
    with_options.__annotations__ = {p.name: p.annotation for p in parameters}
    with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return with_options
