"""What runs by itself → lines for cron, or commands for Windows' Task Scheduler. Not: what runs, nor when."""

import re
from collections.abc import Sequence

from rmtool.core.periods import clock
from rmtool.core.schedule import FRIDAY, HOUR, MONTH, QUARTER, WORKDAYS, Job

LONGEST_TASK = 261
"""Characters that schtasks takes of a command."""

_FIELDS = {
    WORKDAYS: "{minute} {hour} * * 1-5",
    FRIDAY: "{minute} {hour} * * 5",
    MONTH: "{minute} {hour} 1 * *",
    QUARTER: "{minute} {hour} 1 1,4,7,10 *",
    HOUR: "{minute} * * * *",
}
_SCHEDULES = {
    WORKDAYS: "/SC WEEKLY /D MON,TUE,WED,THU,FRI",
    FRIDAY: "/SC WEEKLY /D FRI",
    MONTH: "/SC MONTHLY /D 1",
    QUARTER: "/SC MONTHLY /M JAN,APR,JUL,OCT /D 1",
    HOUR: "/SC HOURLY",
}


def cron_time(job: Job) -> str:
    """The five fields by which cron knows when: `30 7 * * 1-5`."""
    return _FIELDS[job.every].format(minute=job.at % 60, hour=job.at // 60)


def cron_line(job: Job, words: Sequence[str]) -> str:
    """A line of a crontab: the time, and the command as /bin/sh reads it.

    cron takes `%` for the end of the line, even between quotation marks, unless a backslash stands before it; that
    it takes away itself, and it must not follow on another.
    """
    command = " ".join(map(_quoted, words))
    return f"{cron_time(job)} {command}"


def _quoted(word: str) -> str:
    from shlex import quote

    return re.sub(r"(\\?)%", lambda found: rf"{found[1]}''\%" if found[1] else r"\%", quote(word))


def task_time(job: Job) -> str:
    """What tells schtasks when: `/SC WEEKLY /D FRI /ST 16:30`."""
    return f"{_SCHEDULES[job.every]} /ST {clock(job.at)}"


def task_command(words: Sequence[str]) -> str:
    """A command as Windows' programs read it."""
    from subprocess import list2cmdline

    return list2cmdline(words)


def task_line(job: Job, words: Sequence[str]) -> str:
    """The command that makes a task, as it stands in a batch file."""
    return _in_batch(f'schtasks /Create /F /TN "rmtool {job.name}" {task_time(job)} /TR {_as_one(task_command(words))}')


def _as_one(command: str) -> str:
    """A command line as one argument of another."""
    escaped = re.sub(r'(\\*)"', r'\1\1\\"', command)
    return '"' + re.sub(r"(\\+)$", r"\1\1", escaped) + '"'


def _in_batch(line: str) -> str:
    """A line as cmd passes it on: it knows no `\\"`, so what it thinks outside quotation marks needs its own marks."""
    written, quoted = [], False
    for character in line:
        quoted ^= character == '"'
        if character == "%":
            written.append("%")
        elif character in "&|<>^()" and not quoted:
            written.append("^")
        written.append(character)
    return "".join(written)
