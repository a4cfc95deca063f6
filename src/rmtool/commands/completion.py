"""The script that lets a shell complete commands, options and clients. Not: the answers (completing.py)."""

from typing import Annotated

import typer

from rmtool.commands.shells import SCRIPTS
from rmtool.errors import UsageError
from rmtool.show import deliver


def completion(shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish|powershell")]) -> None:
    """Print the script for a shell."""
    script = SCRIPTS.get(shell.casefold())
    if script is None:
        raise UsageError("cli.no_such_shell", shell=shell, shells=tuple(SCRIPTS))
    deliver(script)
