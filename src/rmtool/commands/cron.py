"""Lines for cron, or commands for Windows' Task Scheduler. Not: what they run."""

import os
from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output
from rmtool.desk import Desk
from rmtool.errors import BookError, UsageError
from rmtool.session import session
from rmtool.show import deliver, notice, present

WINDOWS = os.name == "nt"

_NOT_OF_ALL = ("table", "ics")
"""Formats in which not every report has a place in a file."""

_MORNING, _EVENING = 7 * 60 + 30, 16 * 60 + 30


def cron(
    windows: Annotated[bool, typer.Option("--windows")] = False,
    xml: Annotated[Path | None, typer.Option("--xml", metavar="DIR")] = None,
    folder: Annotated[Path | None, typer.Option("--out-dir", metavar="DIR")] = None,
    forms: Annotated[list[str] | None, typer.Option("--as", metavar="FORMAT")] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME")] = None,
    morning: Annotated[str | None, typer.Option("--morning", metavar="HH:MM")] = None,
    evening: Annotated[str | None, typer.Option("--evening", metavar="HH:MM")] = None,
    form: Format = None,
    output: Output = None,
) -> int:
    """What cron or Windows is to be told, printed."""
    from rmtool.desk import schedule
    from rmtool.show.output import format_of
    from rmtool.show.pages import schedules as pages

    asked = session()
    tasks = xml.expanduser().absolute() if xml else None
    way = pages.Way(windows or WINDOWS or xml is not None, tasks)
    for given in (folder, xml):
        if given and not given.expanduser().is_dir():
            raise BookError("cron.no_folder", folder=given)
    with Desk(asked) as desk:
        first, last = desk.clock(morning), desk.clock(evening)
    wished = schedule.Wished(
        _MORNING if first is None else first, _EVENING if last is None else last, folder, _known(forms), owner
    )
    runs = schedule.runs(asked, wished)
    for file, content in pages.task_files(runs, tasks, asked.today) if tasks else ():
        deliver(content, file)
    if format_of(form, output) in ("table", "plain"):
        deliver(pages.schedule_text(runs, way), output)
    else:
        present(pages.schedule_page(runs, way), form, output)
    doubts = [*schedule.doubts(asked), *(pages.too_long(runs) if way.windows and not tasks else ())]
    for doubt in doubts:
        notice(doubt)
    return int(bool(doubts))


def _known(forms: list[str] | None) -> list[str]:
    """The formats asked for, each once. Raises UsageError for one that no report is written in."""
    from rmtool.show.output import format_of

    for form in forms or ():
        if format_of(form, None) in _NOT_OF_ALL:
            raise UsageError("cron.not_a_format", format=form)
    return list(dict.fromkeys(forms or ["html"]))
