"""What runs by itself → lines for cron, or commands for Windows' Task Scheduler. Not: what runs, nor when."""

import re
from collections.abc import Sequence
from datetime import date

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

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_EVERY_HOUR = "<Repetition><Interval>PT1H</Interval></Repetition>"
_AT = "<StartBoundary>{start}</StartBoundary><Enabled>true</Enabled>"
_DAILY = "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
_WEEKLY = "<ScheduleByWeek><DaysOfWeek>{days}</DaysOfWeek><WeeksInterval>1</WeeksInterval></ScheduleByWeek>"
_MONTHLY = "<ScheduleByMonth><DaysOfMonth><Day>1</Day></DaysOfMonth><Months>{months}</Months></ScheduleByMonth>"
_TRIGGERS = {
    WORKDAYS: _AT + _WEEKLY.format(days="<Monday/><Tuesday/><Wednesday/><Thursday/><Friday/>"),
    FRIDAY: _AT + _WEEKLY.format(days="<Friday/>"),
    MONTH: _AT + _MONTHLY.format(months="".join(f"<{name}/>" for name in _MONTHS)),
    QUARTER: _AT + _MONTHLY.format(months="".join(f"<{name}/>" for name in _MONTHS[::3])),
    HOUR: _EVERY_HOUR + _AT + _DAILY,
}
"""When a task runs, in the order of elements that the Task Scheduler itself writes."""

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{what}</Description></RegistrationInfo>
  <Triggers><CalendarTrigger>{trigger}</CalendarTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
  </Settings>
  <Actions><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions>
</Task>
"""


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


def import_line(job: Job, file: str) -> str:
    """The command that makes a task of the file that `task_file` made, as it stands in a batch file."""
    return _in_batch(f'schtasks /Create /F /TN "rmtool {job.name}" /XML {_as_one(file)}')


def task_file(job: Job, words: Sequence[str], what: str, start: date) -> bytes:
    """A task as the Task Scheduler imports it: also on batteries, and when the computer is on again if it was off."""
    from xml.sax.saxutils import escape

    text = _TASK.format(
        what=escape(what),
        trigger=_TRIGGERS[job.every].format(start=f"{start.isoformat()}T{clock(job.at)}:00"),
        command=escape(words[0]),
        arguments=escape(task_command(words[1:])),
    )
    return text.replace("\n", "\r\n").encode("utf-16")


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
