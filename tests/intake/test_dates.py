"""Cells → dates: every way of writing that banks' lists use, and what can't be read."""

from datetime import date, datetime, time
from typing import Any

import pytest

from rmtool.intake import dates

JUNE_30 = date(2026, 6, 30)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-06-30",
        "2026/6/30",
        "2026.06.30",
        "2026年6月30日",
        "2026 年 6 月 30 日",
        "２０２６年６月３０日",
        "20260630",
        "2026-06-30 15:11:48",
        "2026-06-30T00:00:00Z",
        "2026-06-30 星期二",
        "2026-06-30（周二）",
        "46203",
        46203.0,
        46203,
        20260630.0,
        date(2026, 6, 30),
        datetime(2026, 6, 30, 23, 59, 59),
        "30-Jun-2026",
        "30 June 2026",
        "30th June, 2026",
        "Jun 30, 2026",
        "June 30 2026",
        "Tuesday, 30 June 2026",
        "30-Jun-26",
        "二〇二六年六月三十日",
        "二○二六年六月三十日",
        "2026-06-30T09:30:00+08:00",
    ],
)
def test_dates_in_every_spelling(cell: Any) -> None:
    assert dates.day(cell) == JUNE_30


@pytest.mark.parametrize("cell", [44741.0, 44741, 44741.75, "2026-06-30", "20260630", 20260630.0, JUNE_30])
def test_bare_numbers_count_from_1904_where_the_workbook_does(cell: Any) -> None:
    assert dates.day_reader(dates.Writing(True))(cell) == JUNE_30
    assert dates.day_reader(dates.PLAIN)(46203.0) == JUNE_30
    moment = dates.day_and_time_reader(dates.Writing(True))(cell)
    assert moment == (JUNE_30, "18:00" if cell == 44741.75 else None)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-06-31",
        "2026年6月31日",
        "20260631",
        "2026-13-01",
        "0026-06-30",
        "2026-06-3012",
        "06-30",
        "31/6/2026",
        "5/6/2026",
        "26/06/30",
        "30-Jux-2026",
        "30-Ju-2026",
        "二〇二六年十三月三十日",
        "二〇二六年六月三十一日",
        "昨天",
        6.0,
        1e9,
        "#VALUE!",
        time(9, 30),
        date(1800, 1, 1),
    ],
)
def test_days_that_there_are_not_are_refused(cell: Any) -> None:
    with pytest.raises(ValueError):
        dates.day(cell)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2015-05-11 15:11:48", "15:11:48"),
        ("2015-05-11T15:11", "15:11"),
        ("2015/5/11 9:05", "09:05"),
        ("2015年5月11日 下午3时11分", "15:11"),
        ("2015年5月11日 9点", "09:00"),
        ("周一 2015-05-11 9:00", "09:00"),
        ("2015/5/11(一) 9:00", "09:00"),
        ("2015-05-11 Mon", None),
        ("2015-05-11（星期一）上午", None),
        ("20150511151148", "15:11:48"),
        ("2015-05-11 15:11:48.250+08:00", "15:11:48"),
        ("2015-05-11 3:11 PM", "15:11"),
        ("2015-05-11 上午9:05", "09:05"),
        ("2015-05-11T09:30:00+08:00", "09:30"),
        ("11-May-2015 3:11 pm", "15:11"),
        ("二〇一五年五月十一日 下午3点", "15:00"),
        (datetime(2015, 5, 11, 15, 11, 47, 999_900), "15:11:48"),
        (42135.5, "12:00"),
        ("2015-05-11", None),
        (date(2015, 5, 11), None),
        ("2015-05-11 nachmittags", ""),
        ("2015-05-11 25:00", ""),
    ],
)
def test_times_after_a_date(cell: Any, at: str | None) -> None:
    assert dates.day_and_time(cell) == (date(2015, 5, 11), at)
