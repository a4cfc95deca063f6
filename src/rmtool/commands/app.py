"""The typer app: commands found by name in the table and imported when run; usage errors in the user's language.

Typer carries its own copy of click; what is needed of its exceptions is named here and nowhere else.
"""

import importlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer
from typer._click.exceptions import BadOptionUsage, ClickException, MissingParameter, NoSuchOption
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from rmtool.commands import COMMANDS
from rmtool.commands.help import command_page, overview, parameter_help
from rmtool.errors import MovedOnError, RmtoolError, UsageError
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show.output import check_output, leave_by

PROGRAM = "rmtool"
REPORT = "report"
_TRIES = 20
"""How often a command begins again where others write all the time."""

_WHOLE_NUMBER = "int"
_RANGE = "int range"
_CONTEXT: dict[str, Any] = {"help_option_names": ["--help", "-h"], "allow_extra_args": True}


def run(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name, and return its exit code. Raises UsageError, and what commands raise.

    A command that finds, when it comes to write, that another process has written meanwhile, begins again. One that
    fails where none should ends with BookError if the book isn't what rmtool wrote.
    """
    try:
        for _ in range(_TRIES - 1):
            with suppress(MovedOnError):
                return _run(arguments)
        return _run(arguments)
    except (RmtoolError, OSError):
        raise
    except Exception as error:
        from rmtool.desk import what_was_altered

        if altered := what_was_altered(session()):
            raise altered from error
        raise


def _run(arguments: Sequence[str]) -> int:
    group = Group(name=PROGRAM, context_settings=_CONTEXT, add_help_option=False, rich_markup_mode=None)
    try:
        with group.make_context(PROGRAM, list(arguments)) as context:
            returned = group.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except ClickException as error:
        raise _usage_error(error, getattr(error, "ctx", None)) from error
    return returned if isinstance(returned, int) else 0


class Group(TyperGroup):
    """All commands, none of them imported before it is asked for."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command `cmd_name`, or None if the table has none."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, function = place.partition(":")
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        found = getattr(importlib.import_module(f"rmtool.commands.{module}"), function)
        app.command(cmd_name, cls=Command, context_settings=_CONTEXT)(found)
        return get_command(app)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_help(self, ctx: Any) -> str:
        """The overview of all commands."""
        return overview().rstrip("\n")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first of `args` names. Raises UsageError, with the names that come near."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS)
            details = (phrase("cli.did_you_mean", names=near),) if near else ()
            raise UsageError("cli.no_such_command", name=args[0], details=details)
        return super().resolve_command(ctx, args)


class Command(TyperCommand):
    """One command, whose help page is made from texts."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command's arguments. Raises UsageError, and BookError for a file that can't be written.

        Where the result goes is checked here, before the command does any work.
        """
        if ctx.resilient_parsing:  # a shell asks what may be typed next
            return super().parse_args(ctx, args)
        try:
            rest = super().parse_args(ctx, args)
        except ClickException as error:
            raise _usage_error(error, ctx) from error
        if rest:
            raise UsageError("cli.superfluous", arguments=rest, details=(_see_help(ctx),))
        given = {parameter_key(parameter): ctx.params.get(parameter.name) for parameter in self.params}
        leave_by(None)
        if "output" in given:
            self._see_to_output(given, Path(given["output"]) if given["output"] else None)
        return rest

    def _see_to_output(self, given: Mapping[str, Any], output: Path | None) -> None:
        formats = [str(p.metavar).split("|") for p in self.params if parameter_key(p) == "format"]
        check_output(given.get("format"), output, *formats)
        if output is not None or session().mask is not None:
            from rmtool.commands.leaving import see_to

            result = f"{self.name} {given['kind']}" if self.name == REPORT else str(self.name)
            see_to(result, given.get("format"), output, given.get("why") if self.name == REPORT else None)

    def get_help(self, ctx: Any) -> str:
        """The command's help page."""
        command = self.name or ""
        arguments, options = [], []
        for parameter in self.params:
            meaning = parameter_help(command, parameter_key(parameter))
            if parameter.param_type_name == "argument":
                arguments.append((_argument(parameter), meaning))
            else:
                options.append((_option(parameter, ctx), meaning))
        usage = " ".join([PROGRAM, command, *(typed for typed, _ in arguments), *["[OPTIONS]"] * bool(options)])
        return command_page(command, usage, arguments, options).rstrip("\n")


def parameter_key(parameter: Any) -> str:
    """The name that a parameter's help text goes by: an option's longest name, an argument's metavar in lower case."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).lower()
    return str(max(parameter.opts, key=len).lstrip("-"))


def _argument(parameter: Any) -> str:
    shown = (parameter.metavar or parameter.name.upper()) + "…" * (parameter.nargs == -1)
    return str(shown if parameter.required else f"[{shown}]")


def _option(parameter: Any, ctx: Any) -> str:
    names = ", ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=len))
    return names if parameter.is_flag else f"{names} {parameter.make_metavar(ctx)}"


def _see_help(ctx: Any) -> Any:
    return phrase("cli.see_help", command=ctx.command_path if ctx else PROGRAM)


def _usage_error(error: ClickException, ctx: Any) -> UsageError:
    """A usage error of typer's parser, as a sentence of ours."""
    details: tuple[Any, ...] = (_see_help(ctx),)
    if isinstance(error, NoSuchOption):
        if error.possibilities:
            details = (phrase("cli.did_you_mean", names=sorted(error.possibilities)), *details)
        return UsageError("cli.no_such_option", option=error.option_name, details=details)
    if isinstance(error, BadOptionUsage):
        needs = "cli.option_needs_value" if "requires" in error.message else "cli.option_takes_no_value"
        return UsageError(needs, option=error.option_name, details=details)
    parameter: Any = getattr(error, "param", None)
    if parameter is None:
        return UsageError("cli.usage", message=error.format_message(), details=details)
    name = parameter.opts[-1] if parameter.param_type_name == "option" else _argument(parameter)
    if isinstance(error, MissingParameter):
        return UsageError("cli.missing", name=name, details=details)
    if parameter.type.name == _RANGE:
        bounds = {"least": parameter.type.min, "most": parameter.type.max}
        return UsageError("cli.not_in_range", name=name, **bounds, details=details)
    if parameter.type.name == _WHOLE_NUMBER:
        return UsageError("cli.not_a_whole_number", name=name, details=details)
    return UsageError("cli.bad_value", name=name, message=error.message, details=details)
