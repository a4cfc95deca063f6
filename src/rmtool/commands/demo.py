"""The walk through a made-up book: every step is the command as one would type it, run for real in a folder of its own.

Not: the sample book (rmtool.sample), nor any command (they are run through the same table as everybody's).
"""

import shlex
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from rmtool.desk import Desk
from rmtool.desk.sample import Laid, add_facts, day_of_visit, lay_out, week_typed
from rmtool.errors import BookError, UsageError
from rmtool.half_made import half_made, sweep
from rmtool.lang import text
from rmtool.phrase import phrase
from rmtool.session import session, start
from rmtool.show import deliver, present
from rmtool.show.text import Page, Said, Section

PROGRAM = "rmtool"
LISTS = "lists"
"""The folder in the demo's home that holds the sample's lists."""


def demo(keep: Annotated[Path | None, typer.Option("--keep", metavar="DIR")] = None) -> None:
    """Show the tool at work on a made-up book."""
    kept = _checked(keep) if keep else None
    asked = session()
    try:
        with _home(kept) as home:
            start(asked._replace(home=home, rules=None, quiet=True, yes=True, interactive=False))
            _walk(home)
    finally:
        start(asked)
    _say(_closing(kept))


def _checked(keep: Path) -> Path:
    """The folder to keep the book in, in full. Raises UsageError if something is there already."""
    if keep.is_file() or (keep.is_dir() and any(keep.iterdir())):
        raise UsageError("demo.not_empty", folder=keep)
    return keep.absolute()


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    """A folder for the demo's book, gone afterwards; or, once the walk is over, put in the place of `kept`."""
    from shutil import rmtree
    from tempfile import gettempdir

    folder = kept.parent if kept else Path(gettempdir())
    made = half_made(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        made.mkdir(mode=0o700)
        home = made / "book"
        home.mkdir()
    except OSError as error:
        raise BookError("demo.no_room", why=error.strerror) from error
    try:
        yield home
        if kept:
            _put(home, kept)
    finally:
        rmtree(made, ignore_errors=True)


def _put(home: Path, kept: Path) -> None:
    """Moves the demo's book to where it is to stay."""
    try:
        if kept.exists():
            kept.rmdir()
        home.rename(kept)
    except OSError as error:
        raise BookError("demo.not_kept", folder=kept, why=error.strerror) from error


def _walk(home: Path) -> None:
    """Runs the steps, one after the other, from the folder of the lists."""
    lists = home / LISTS
    with Desk(session()) as desk:
        try:
            laid = lay_out(desk, lists)
        except OSError as error:
            raise BookError("demo.no_room", why=error.strerror) from error
        typed = _typed(desk, laid)
    _say([phrase("demo.lead", day=session().today), phrase("demo.safe"), ""])
    with chdir(lists):
        for number, (step, commands) in enumerate(typed.items(), 1):
            title = phrase("demo.step", number=number, of=len(typed), what=phrase(f"demo.{step}_title"))
            _step(title, phrase(f"demo.{step}_why"), commands)
            if step == "import":
                with Desk(session()) as desk:
                    add_facts(desk)


def _typed(desk: Desk, laid: Laid) -> dict[str, tuple[str, ...]]:
    """The commands of each step, as typed after the program's name."""
    day = day_of_visit(desk)
    on = "" if day == desk.today else f" --on {day}"
    return {
        "import": (f"import {laid.earlier} -o earlier.txt", f"import {' '.join(laid.newest)}"),
        "tiers": ("tiers",),
        "plan": (f"plan-week {week_typed(desk)}".rstrip(),),
        "log": (text("demo.log_typed") + on,),
        "matrix": ("contacts --matrix",),
        "today": ("today",),
    }


def _step(title: Said, why: Said, typed: tuple[str, ...]) -> None:
    """Shows what is done and how it is typed, and does it."""
    from rmtool.commands.app import run

    lines = [f"$ {PROGRAM} {command}" for command in typed]
    present(Page(None, sections=[Section(title, lines=[why, "", *lines])]), None, None)
    deliver("\n")
    for command in typed:
        run(_arguments(command))
    deliver("\n\n")


def _arguments(command: str) -> list[str]:
    """What a shell makes of the command: quotes taken off, patterns replaced by the files that match."""
    arguments: list[str] = []
    for word in shlex.split(command):
        arguments += sorted(map(str, Path().glob(word))) if "*" in word else [word]
    return arguments


def _closing(kept: Path | None) -> list[Said]:
    """How to go on: with one's own list, and with the sample book."""
    own = ("pipx install rmtool", f"{PROGRAM} import {text('demo.list')}", f"{PROGRAM} today")
    if kept:
        folder = f'"{kept}"' if " " in str(kept) else str(kept)
        stays: list[Said] = [phrase("demo.kept", folder=kept), f"$ {PROGRAM} --home {folder} today"]
    else:
        stays = [phrase("demo.gone"), f"$ {PROGRAM} demo --keep {text('demo.folder')}"]
    return [phrase("demo.your_turn"), *(f"$ {line}" for line in own), "", *stays]


def _say(lines: list[Said]) -> None:
    present(Page(None, lines), None, None)
