"""The command lines that the sweeps run: one for every command that writes. Not: what is done to them."""

from typing import NamedTuple

from tests.command_lines import EXEMPT, WRITING, Line


class Writer(NamedTuple):
    """A command that writes: what comes before it, itself, and the file that it makes, if it makes one."""

    line: Line
    before: tuple[Line, ...] = ()
    file: str | None = None

    @property
    def name(self) -> str:
        """The command's name."""
        return self.line[0]


OTHERS = (
    Writer(("undo", "-y")),
    Writer(("redo", "-y"), (("undo", "-y"),)),
    Writer(("restore", "copy.db", "-y"), (("client-set", "3", "name=远洋运输"),)),
    Writer(("forget", "3", "-y"), (("backup",),)),
    Writer(("purge", "-y"), (("--today", "2026-10-02", "import", "list.csv", "--keep-until", "2026-10-05"),)),
    Writer(("demo", "--keep", "kept"), file="kept"),
    Writer(("backup", "other.db"), file="other.db"),
    Writer(("backup",)),
    Writer(("export", "all.zip"), file="all.zip"),
    Writer(("report", "week", "-o", "week.md"), file="week.md"),
    Writer(("report", "week", "--out-dir", "."), file="week-李明-2026W48-until-20270227.html"),
)
"""What writes besides the commands that change facts."""

WRITERS = (*(Writer((command, *listed[0])) for command, listed in WRITING.items()), *OTHERS)


ELSEWHERE = frozenset({"encrypt", "decrypt", "rekey"})
"""Commands that are killed by a sweep of their own (encrypting.py)."""


def missing() -> set[str]:
    """The commands that write, by the table of commands, and that no sweep runs."""
    return (set(WRITING) | EXEMPT) - {writer.name for writer in WRITERS} - ELSEWHERE


def writers(*names: str) -> tuple[Writer, ...]:
    """The writers of these commands."""
    return tuple(writer for writer in WRITERS if writer.name in names)
