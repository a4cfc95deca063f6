"""What runs by itself, as a crontab, as a batch file for Windows, and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from rmtool.lang import say
from rmtool.phrase import Phrase, phrase
from rmtool.show.schedules import (
    LONGEST_TASK,
    cron_line,
    cron_time,
    import_line,
    task_command,
    task_file,
    task_line,
    task_time,
)
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rmtool.core.schedule import Job


class Run(Protocol):
    """A job, and all words of its command."""

    @property
    def job(self) -> Job: ...
    @property
    def words(self) -> tuple[str, ...]: ...


FIELDS = ("job", "what", "schedule", "line")


class Way(NamedTuple):
    """How it is told: to Windows or to cron; `tasks` is the folder of the files that Windows' tasks are made of."""

    windows: bool
    tasks: Path | None = None


def task_files(runs: Sequence[Run], folder: Path, start: date) -> list[tuple[Path, bytes]]:
    """The files that tasks are made of; the tasks begin on the day `start`."""
    return [(_task_file(run, folder), task_file(run.job, run.words, say(_what(run.job)), start)) for run in runs]


def schedule_text(runs: Sequence[Run], way: Way) -> str:
    """The lines, with a comment above each that says what it does."""
    windows = way.windows
    mark = "rem" if windows else "#"
    lines = ["@echo off", "chcp 65001 >nul"] if windows else []
    lines += [f"{mark} {line}" for line in say(phrase(f"cron.lead_{'windows' if windows else 'cron'}")).split("\n")]
    for run in runs:
        lines += ["", f"{mark} {say(_what(run.job))}", _line(run, way)]
    return ("\r\n" if windows else "\n").join([*lines, ""])


def schedule_page(runs: Sequence[Run], way: Way) -> Page:
    """The same as records; `argv` are the words of the command as they reach rmtool."""
    records = [
        {
            "job": run.job.name,
            "what": _what(run.job),
            "schedule": task_time(run.job) if way.windows else cron_time(run.job),
            "argv": list(run.words),
            "line": _line(run, way),
        }
        for run in runs
    ]
    columns = [
        Column("job", phrase("cron.job")),
        Column("schedule", phrase("cron.schedule")),
        Column("what", phrase("cron.what"), cut=True),
        Column("line", phrase("cron.line"), cut=True),
    ]
    return Page(records, [phrase("cron.title")], [Section(columns=columns, rows=records)], fields=FIELDS, public=True)


def too_long(runs: Sequence[Run]) -> list[Phrase]:
    """The tasks whose commands Windows' schtasks wouldn't take."""
    found = [(run.job.name, len(task_command(run.words))) for run in runs]
    return [
        phrase("cron.too_long", job=name, length=length, most=LONGEST_TASK)
        for name, length in found
        if length > LONGEST_TASK
    ]


def _what(job: Job) -> Phrase:
    return phrase(f"cron.{job.name.partition(' ')[0]}")


def _line(run: Run, way: Way) -> str:
    if way.tasks:
        return import_line(run.job, str(_task_file(run, way.tasks)))
    return task_line(run.job, run.words) if way.windows else cron_line(run.job, run.words)


def _task_file(run: Run, folder: Path) -> Path:
    return folder / f"rmtool-{run.job.name.replace(' ', '-')}.xml"
