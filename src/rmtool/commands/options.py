"""Options that several commands share. Their helps stand in the area `help` under `option.<parameter>`."""

from pathlib import Path
from typing import Annotated

import typer

Format = Annotated[str | None, typer.Option("--format", "-f", metavar="table|plain|json|csv|md")]
"""How the result is written; None: by the suffix of --output, else as a table."""

Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")]
"""The file that the result is written to; None: standard output."""

Who = Annotated[str, typer.Argument(metavar="WHO")]
"""A client, by number, credit code, name, part of a name or initials."""

Why = Annotated[str | None, typer.Option("--why", metavar="TEXT")]
"""A reason, for the record."""
