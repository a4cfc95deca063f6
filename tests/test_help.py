"""Every command can be found, imported and helped with: each of its arguments and options has its text."""

import importlib

import pytest
from typer import Typer
from typer.main import get_command

from rmtool.commands import COMMANDS
from rmtool.commands.app import parameter_key
from rmtool.commands.help import parameter_help
from rmtool.lang import LANGUAGES, speak


@pytest.mark.parametrize("command", COMMANDS)
def test_every_parameter_of_a_command_has_its_help_in_both_languages(command: str) -> None:
    module, _, function = COMMANDS[command].partition(":")
    app = Typer(add_completion=False)
    app.command(command)(getattr(importlib.import_module(f"rmtool.commands.{module}"), function))
    for language in LANGUAGES:
        speak(language)
        assert all(parameter_help(command, parameter_key(p)) for p in get_command(app).params)
