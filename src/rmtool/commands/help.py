"""Help pages, made from the texts of the area `help`, so that no command need be imported for the overview."""

import re
from collections.abc import Sequence

from rmtool.commands import GROUPS
from rmtool.lang import speak, text
from rmtool.phrase import phrase
from rmtool.show.output import terminal
from rmtool.show.text import display_width, fold, pad

GLOBAL_OPTIONS = (
    "--home DIR",
    "--rules FILE",
    "--today DATE",
    "--lang zh|en",
    "--wait SECONDS",
    "--key-file FILE",
    "--mask",
    "--no-mask",
    "--reason TEXT",
    "-q, --quiet",
    "-y, --yes",
    "--version",
    "-h, --help",
)

_INDENT = "  "
_FIRST_COLUMN = 26
_NARROWEST = 20
"""Cells that a meaning needs to stand beside what is typed; with fewer it stands below."""

Entry = tuple[str, str]
"""What is typed, and what it means."""


def overview() -> str:
    """The page of `rmtool --help`."""
    options = [(typed, text(f"help.global.{_word(typed)}")) for typed in GLOBAL_OPTIONS]
    groups = [
        (text(f"help.group.{group}"), [(command, text(f"help.{command}")) for command in commands])
        for group, commands in GROUPS.items()
    ]
    usage = [text("help.usage", usage=phrase("help.any_command")), text("help.app"), text("help.more")]
    return _page(usage, [*groups, (text("help.global_options"), options)])


def command_page(command: str, usage: str, arguments: Sequence[Entry], options: Sequence[Entry]) -> str:
    """The page of `rmtool COMMAND --help`."""
    opening = [text("help.usage", usage=usage), text(f"help.{command}")]
    if speak().has(f"help.{command}.example"):
        opening.append(text("help.example", example=text(f"help.{command}.example")))
    groups = [(text("help.arguments"), arguments), (text("help.options"), options)]
    return _page(opening, groups, text("help.global_too"))


def parameter_help(command: str, parameter: str) -> str:
    """What a command's option or argument does: its own text, else the one that commands share."""
    own = f"help.{command}.{parameter}"
    return text(own if speak().has(own) else f"help.option.{parameter}")


def _word(typed: str) -> str:
    return typed.partition("--")[2].partition(" ")[0]


def _page(opening: Sequence[str], groups: Sequence[tuple[str, Sequence[Entry]]], closing: str = "") -> str:
    shown = terminal()
    width = min(shown.width, 120) if shown else None
    blocks = [_folded(line, width) for line in opening]
    typed = [display_width(typed) for _, entries in groups for typed, _ in entries]
    first = max((width for width in typed if width <= _FIRST_COLUMN), default=_FIRST_COLUMN)
    for heading, entries in groups:
        if entries:
            blocks.append("\n".join([_folded(heading, width), *_entries(entries, first, width)]))
    if closing:
        blocks.append(_folded(closing, width))
    return "\n\n".join(blocks) + "\n"


def _folded(line: str, width: int | None) -> str:
    return "\n".join(fold(line, width)) if width else line


def _entries(entries: Sequence[Entry], first: int, width: int | None) -> list[str]:
    margin = len(_INDENT) + first + 2
    if width and width - margin < _NARROWEST:
        first, margin = 0, len(_INDENT) + 2
    lines = []
    for typed, meaning in entries:
        folded = fold(meaning, width - margin) if width else [meaning]
        if display_width(typed) > first:
            lines += [_INDENT + part for part in _broken(typed, width - len(_INDENT))] if width else [_INDENT + typed]
            typed = ""
        lines.append(_INDENT + pad(typed, first) + "  " + folded[0])
        lines += [" " * margin + line for line in folded[1:]]
    return lines


def _broken(typed: str, room: int) -> list[str]:
    """What is typed in lines of at most `room` cells, broken before a `|` where one is too long."""
    lines = [""]
    for part in re.split(r"(?=\|)", typed):
        if display_width(lines[-1] + part) > room:
            lines.append(_INDENT + part)
        else:
            lines[-1] += part
    return lines
