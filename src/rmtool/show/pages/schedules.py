"""What runs by itself, as a crontab, as a batch file for Windows, and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rmtool.lang import say
from rmtool.phrase import Phrase, phrase
from rmtool.show.schedules import LONGEST_TASK, cron_line, cron_time, task_command, task_line, task_time
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.schedule import Job


class Run(Protocol):
    """A job, and all words of its command."""

    @property
    def job(self) -> Job: ...
    @property
    def words(self) -> tuple[str, ...]: ...


FIELDS = ("job", "what", "schedule", "line")


def schedule_text(runs: Sequence[Run], windows: bool) -> str:
    """The lines, with a comment above each that says what it does."""
    mark = "rem" if windows else "#"
    lines = ["@echo off", "chcp 65001 >nul"] if windows else []
    lines += [f"{mark} {line}" for line in say(phrase(f"cron.lead_{'windows' if windows else 'cron'}")).split("\n")]
    for run in runs:
        lines += ["", f"{mark} {say(_what(run.job))}", _line(run, windows)]
    return ("\r\n" if windows else "\n").join([*lines, ""])


def schedule_page(runs: Sequence[Run], windows: bool) -> Page:
    """The same as records; `argv` are the words of the command as they reach rmtool."""
    records = [
        {
            "job": run.job.name,
            "what": _what(run.job),
            "schedule": task_time(run.job) if windows else cron_time(run.job),
            "argv": list(run.words),
            "line": _line(run, windows),
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


def _line(run: Run, windows: bool) -> str:
    return task_line(run.job, run.words) if windows else cron_line(run.job, run.words)
