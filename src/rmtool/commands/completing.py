"""What a shell is told that asks what may be typed: commands, options, clients. Not: the scripts that ask (shells.py).

A script calls `rmtool __complete --word=BEGUN -- WORDS…`: what is being typed, and what stands before it, as the shell
has it. The answer is a line for each suggestion: what to type, a tab, what it is. The one line `:files` leaves it to
the shell to complete names of files. Typer is imported only once a command stands there.
"""

from collections.abc import Sequence
from typing import Any

from rmtool.commands import COMMANDS
from rmtool.commands.help import GLOBAL_OPTIONS, parameter_help
from rmtool.lang import text
from rmtool.session import Session

FILES = ":files"
_CLIENTS = {"WHO", "OTHER"}
_PATHS = ("FILE", "DIR", "FILE|FOLDER")
_FROM_THE_BOOK = ("tier", "district", "rm", "tag")
_VALUES = {
    "--home": [FILES],
    "--rules": [FILES],
    "--key-file": [FILES],
    "--lang": ["zh", "en"],
    "--today": [],
    "--wait": [],
}
"""What may follow a global option."""

Suggestion = tuple[str, str]
"""What to type, and what it is."""


def suggestions(session: Session, words: Sequence[str], begun: str, last: str) -> list[str]:
    """The lines that answer a shell: `words` before the one that is `begun`, without the global options among them.

    `last` is the word just before, whatever it is.
    """
    words = [word for word in words if word != "="]  # bash takes --tier=weekly for three words
    if last in _VALUES:
        return [value for value in _VALUES[last] if value == FILES or value.startswith(begun)]
    if words:
        found = _of_command(session, words, begun)
    elif begun.startswith("-"):
        found = _options(begun)
    else:
        found = [(name, text(f"help.{name}")) for name in COMMANDS if name.startswith(begun)]
    return [f"{typed}\t{meaning}" if meaning else typed for typed, meaning in found]


def _of_command(session: Session, words: Sequence[str], begun: str) -> list[Suggestion]:
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete

    from rmtool.commands.app import PROGRAM, Group, parameter_key

    group = Group(name=PROGRAM, add_help_option=False, rich_markup_mode=None)
    context = _resolve_context(group, {}, PROGRAM, list(words))
    asked, begun = _resolve_incomplete(context, list(words), begun)
    command = context.command
    if asked is not command:
        return _values(session, asked, begun)
    if not begun.startswith("-"):
        return []
    own = [
        (option, parameter_help(command.name or "", parameter_key(parameter)))
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option.startswith(begun)
    ]
    return own + _options(begun)


def _options(begun: str) -> list[Suggestion]:
    """The global options, by their long names."""
    named = [
        part.partition(" ")[0] for listed in GLOBAL_OPTIONS for part in listed.split(", ") if part.startswith("--")
    ]
    return [(name, text(f"help.global.{name.removeprefix('--')}")) for name in named if name.startswith(begun)]


def _values(session: Session, parameter: Any, begun: str) -> list[Suggestion]:
    """What the value of an option or argument may be: by its metavar, or from the book."""
    from rmtool.commands.app import parameter_key
    from rmtool.desk.completing import clients_suggested, words_suggested

    metavar = parameter.metavar or ""
    if _CLIENTS & {*metavar.split("|")}:
        return [*clients_suggested(session, begun)]
    if metavar in _PATHS:
        return [(FILES, "")]
    if (key := parameter_key(parameter)) in _FROM_THE_BOOK:
        return [*words_suggested(session, key, begun)]
    return [(word, "") for word in metavar.split("|") if "|" in metavar and word.startswith(begun)]
