"""What runs by itself, and when: reports, the backup, doctor. Not: how a system is told (show/schedules.py)."""

from collections.abc import Sequence
from typing import NamedTuple

WORKDAYS, FRIDAY, MONTH, QUARTER, HOUR = "workdays", "friday", "month", "quarter", "hour"
"""Monday to Friday, every Friday, the first of each month and of each quarter, every hour."""

_USUAL = "html"
"""The format of a report in a folder where nobody says another."""

_DAY = 24 * 60
_HOUR = 60


class Job(NamedTuple):
    """Something that runs by itself: its name, what rmtool is told, how often, and at which minute of the day.

    One that runs every hour does so at that minute of the hour.
    """

    name: str
    arguments: tuple[str, ...]
    every: str
    at: int


def jobs(morning: int, evening: int, folder: str, forms: Sequence[str], more: Sequence[str]) -> list[Job]:
    """Everything that is to run by itself, some minutes apart so that none waits for another.

    `morning` and `evening` in minutes of the day; reports go to `folder` in each of `forms`, with options `more`.
    """
    found = []
    for form in forms:
        into = ("--out-dir", folder, *(("-f", form) if form != _USUAL else ()), *more)
        mark = "" if form == forms[0] else f" {form}"
        found += [
            Job(f"day{mark}", ("report", "day", *into), WORKDAYS, morning),
            Job(f"week{mark}", ("report", "week", *into), FRIDAY, evening),
            Job(f"month{mark}", ("report", "month", "--month", "last", *into), MONTH, (morning + 5) % _DAY),
            Job(f"quarter{mark}", ("report", "quarter", "--quarter", "last", *into), QUARTER, (morning + 10) % _DAY),
            Job(f"missed{mark}", ("report", "missed", *into), HOUR, (morning + 20) % _HOUR),
        ]
    return [
        *found,
        Job("backup", ("backup", "-q"), WORKDAYS, (evening + 10) % _DAY),
        Job("doctor", ("doctor", "-q"), WORKDAYS, (evening + 15) % _DAY),
    ]
