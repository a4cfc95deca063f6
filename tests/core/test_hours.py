"""Hours in which a client is to be seen: read as people write them, and written in one form."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.hours import ALL_DAY, HoursError, hours_said, parse_hours, write_hours
from rmtool.core.periods import Shift
from rmtool.lang import Language


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("tue-thu 09:00-11:00; 14:00-16:00", "tue-thu 09:00-11:00, 14:00-16:00"),
        ("周二至周四 09:00-11:00；14:00-16:00", "tue-thu 09:00-11:00, 14:00-16:00"),
        ("星期二到星期四 9:00—11:00，14：00－16：00", "tue-thu 09:00-11:00, 14:00-16:00"),
        ("Tuesday - Thursday 9:00 - 11:00", "tue-thu 09:00-11:00"),
        ("周二、四 9点-11点半", "tue 09:00-11:30; thu 09:00-11:30"),
        ("周二上午；周四下午", "tue 08:00-12:00; thu 12:00-18:00"),
        ("下午2点-4点", "mon-sun 14:00-16:00"),
        ("下午2点至下午4点", "mon-sun 14:00-16:00"),
        ("上午9点-下午3点", "mon-sun 09:00-15:00"),
        ("mon, wed 09:00-10:00", "mon 09:00-10:00; wed 09:00-10:00"),
        ("wed 15:00-16:00; mon 09:00-10:00", "mon 09:00-10:00; wed 15:00-16:00"),
        ("10:00-11:00", "mon-sun 10:00-11:00"),
        ("工作日 10:00-11:00", "mon-fri 10:00-11:00"),
        ("每天 10:00-24:00", "mon-sun 10:00-24:00"),
        ("fri-mon mornings", "mon 08:00-12:00; fri-sun 08:00-12:00"),
        ("tue, 周四", "tue; thu"),
        ("礼拜天", "sun"),
        ("tue 10:00-12:00, 09:00-10:30", "tue 09:00-12:00"),
        ("tue 09:00-10:00, 10:00-11:00", "tue 09:00-11:00"),
        ("tue 09:00-12:00, 10:00-11:00", "tue 09:00-12:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, written: str) -> None:
    assert write_hours(parse_hours(text)) == written


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "unclear"),
        ("; ,", "unclear"),
        ("whenever", "unclear"),
        ("tuna 09:00-10:00", "unclear"),
        ("tue 9-11", "unclear"),
        ("tue 09:00", "unclear"),
        ("tue 09:00-", "unclear"),
        ("tue 09:00-10:00 or so", "unclear"),
        ("tue ٠٩:00-10:00", "unclear"),
        ("tue 09:00-10:00," * 50, "unclear"),
        ("tue 11:00-09:00", "reversed"),
        ("tue 09:00-09:00", "reversed"),
        ("tue 09:00-24:30", "no_such_time"),
        ("tue 09:75-11:00", "no_such_time"),
        ("tue 09:00-99:00", "no_such_time"),
    ],
)
def test_what_are_no_hours_is_refused_with_the_reason(text: str, key: str) -> None:
    with pytest.raises(HoursError) as caught:
        parse_hours(text)
    assert caught.value.message.key == f"hours.{key}"
    for language in ("en", "zh"):
        assert Language(language).say(caught.value.message)


SHIFTS = st.lists(
    st.tuples(st.integers(0, 23), st.integers(1, 8)).map(lambda at: Shift(at[0] * 60, min(at[0] + at[1], 24) * 60)),
    max_size=3,
)


@given(st.lists(SHIFTS, min_size=7, max_size=7).filter(any))
def test_the_written_form_is_read_back_and_hours_are_neither_lost_nor_added(week: list[list[Shift]]) -> None:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    text = "; ".join(
        f"{name} " + ", ".join(f"{s.opens // 60}:00-{s.closes // 60}:00" for s in shifts)
        for name, shifts in zip(names, week, strict=True)
        if shifts
    )
    hours = parse_hours(text)
    assert parse_hours(write_hours(hours)) == hours
    for asked, found in zip(week, hours, strict=True):
        minutes = {m for s in asked for m in range(s.opens, s.closes, 60)}
        assert {m for s in found for m in range(s.opens, s.closes, 60)} == minutes
        assert all(a.closes < b.opens for a, b in pairwise(found))


def test_hours_are_said_in_both_languages() -> None:
    hours = parse_hours("tue-thu 09:00-11:00, 14:00-16:00; sat")
    assert Language("en").say(hours_said(hours)) == "Tue–Thu 09:00-11:00, 14:00-16:00, Sat all day"
    assert Language("zh").say(hours_said(hours)) == "周二至周四 09:00-11:00、14:00-16:00、周六 全天"
    assert hours[5] == (ALL_DAY,)
