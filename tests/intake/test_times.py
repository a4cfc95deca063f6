"""Cells → times of the day and lengths of time."""

from datetime import time, timedelta
from typing import Any

import pytest

from rmtool.intake import times


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("9:30", "09:30"),
        ("９：３０", "09:30"),
        ("上午9点", "09:00"),
        ("下午12:30", "12:30"),
        ("12:30 am", "00:30"),
        (0.5, "12:00"),
        ("0.395833333", "09:30"),
        ("14:00-15:00", "14:00"),
        ("下午2:30~3:30", "14:30"),
        ("9:30:00", "09:30"),
        (time(9, 30), "09:30"),
        (time(9, 30, 5), "09:30:05"),
        (timedelta(hours=9, minutes=30), "09:30"),
    ],
)
def test_times_in_a_column_of_their_own(cell: Any, at: str) -> None:
    assert times.clock(cell) == at


@pytest.mark.parametrize(
    ("cell", "seconds", "minutes"),
    [
        ("半小时", 60, 30),
        ("1个半小时", 60, 90),
        ("1.5小时", 60, 90),
        ("261", 1, 5),
        ("60", 1, 1),
        ("0", 1, 0),
        (30.0, 60, 30),
        ("1小时20分", 60, 80),
        ("90 min", 60, 90),
        ("0:04:21", 60, 5),
        ("1.5", 3600, 90),
    ],
)
def test_durations_are_minutes_rounded_up(cell: Any, seconds: int, minutes: int) -> None:
    assert times.minutes_reader(seconds)(cell) == minutes


@pytest.mark.parametrize("cell", ["-5", "1441", "lang", "1_0", float("nan")])
def test_durations_beyond_a_day_are_slips(cell: Any) -> None:
    with pytest.raises(ValueError):
        times.minutes_reader(60)(cell)
