"""Days, weeks, months and times as people type them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.days import (
    DayError,
    Prefer,
    parse_clock,
    parse_day,
    parse_month,
    parse_quarter,
    parse_week,
    parse_year,
)

WEDNESDAY = date(2026, 11, 25)
DAYS = st.dates(date(2023, 12, 1), date(2030, 2, 1))


def refusal(read: Callable[[], object]) -> str:
    """The key of the sentence with which `read` refuses."""
    with pytest.raises(DayError) as caught:
        read()
    return caught.value.message.key


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-11-05",
            "2026-11-5",
            "2026/11/05",
            "2026/11/5",
            "2026.11.5",
            "20261105",
            "2026年11月5日",
            "2026年11月5号",
        ),
        *(
            "2026 年 11 月 5 日",
            "２０２６－１１－０５",
            "２０２６年１１月５日",
            " 2026-11-05 ",
            "5 Nov 2026",
            "November 5, 2026",
        ),
    ],
)
@pytest.mark.parametrize("prefer", ["past", "future", "nearest"])
def test_a_whole_date_is_that_day_whatever_today_is(text: str, prefer: Prefer) -> None:
    for today in (date(2020, 1, 1), WEDNESDAY, date(2030, 12, 31)):
        assert parse_day(text, today, prefer) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "today", "past", "future", "nearest"),
    [
        ("11-25", "2026-11-25", "2026-11-25", "2026-11-25", "2026-11-25"),
        ("11-24", "2026-11-25", "2026-11-24", "2027-11-24", "2026-11-24"),
        ("11/26", "2026-11-25", "2025-11-26", "2026-11-26", "2026-11-26"),
        ("11.26", "2026-11-25", "2025-11-26", "2026-11-26", "2026-11-26"),
        ("1月4日", "2026-12-30", "2026-01-04", "2027-01-04", "2027-01-04"),
        ("12月30号", "2027-01-04", "2026-12-30", "2027-12-30", "2026-12-30"),
        ("4 Jan", "2026-12-30", "2026-01-04", "2027-01-04", "2027-01-04"),
        ("Dec 30", "2027-01-04", "2026-12-30", "2027-12-30", "2026-12-30"),
        ("02-29", "2028-02-29", "2028-02-29", "2028-02-29", "2028-02-29"),
        ("02-29", "2027-12-01", None, "2028-02-29", "2028-02-29"),
        ("02-29", "2028-12-01", "2028-02-29", None, "2028-02-29"),
        ("02-29", "2029-12-31", None, None, None),
        ("02-29", "2026-11-25", None, None, None),
        ("02-30", "2026-11-25", None, None, None),
        ("13-01", "2026-11-25", None, None, None),
        ("25日", "2026-11-25", "2026-11-25", "2026-11-25", "2026-11-25"),
        ("26日", "2026-11-25", "2026-10-26", "2026-11-26", "2026-11-26"),
        ("5号", "2026-11-25", "2026-11-05", "2026-12-05", "2026-12-05"),
        ("25日", "2027-03-11", "2027-02-25", "2027-03-25", "2027-03-25"),
        ("31日", "2026-11-25", "2026-10-31", "2026-12-31", "2026-10-31"),
        ("1日", "2026-12-31", "2026-12-01", "2027-01-01", "2027-01-01"),
        ("32日", "2026-12-31", None, None, None),
    ],
)
def test_a_date_without_its_year_or_month_is_looked_for_as_preferred(
    text: str, today: str, past: str | None, future: str | None, nearest: str | None
) -> None:
    wanted: list[tuple[Prefer, str | None]] = [("past", past), ("future", future), ("nearest", nearest)]
    for prefer, expected in wanted:
        if expected is None:
            assert refusal(lambda p=prefer: parse_day(text, date.fromisoformat(today), p)) == "days.no_such_day"  # type: ignore[misc]
        else:
            assert parse_day(text, date.fromisoformat(today), prefer).isoformat() == expected


WORDS = {
    "2026-11-18": [
        "上周三",
        "上星期三",
        "上礼拜三",
        "上个星期三",
        "last wed",
        "last Wednesday",
        "7天前",
        "-1w",
        "1 week ago",
        "一周前",
    ],
    "2026-11-11": ["上上周三", "2周前", "两个星期前", "2 weeks ago"],
    "2026-11-22": ["大前天", "上周日", "上周天", "last sun", "3天前", "三天前", "3天之前", "-3d", "3 days ago"],
    "2026-11-23": ["前天", "周一", "星期一", "本周一", "这周一", "mon", "Monday", "this mon", "-2d", "两天以前"],
    "2026-11-24": ["昨天", "昨日", "yesterday", "周二", "tue", "tues", "-1d", "1 day ago"],
    "2026-11-25": ["今天", "今日", "today", "Today", "周三", "星期三", "礼拜三", "wed", "wednesday", "this wed", "+0d"],
    "2026-11-26": ["明天", "明日", "tomorrow", "周四", "thu", "thurs", "+1d", "in 1 day"],
    "2026-11-27": ["后天", "周五", "fri", "＋２ｄ"],
    "2026-11-28": ["大后天", "周六", "sat"],
    "2026-11-29": ["周日", "周天", "星期日", "星期天", "礼拜天", "sun", "sunday", "本周日"],
    "2026-12-02": [
        "下周三",
        "下星期三",
        "下个星期三",
        "next wed",
        "next wednesday",
        "+7d",
        "+1w",
        "7天后",
        "in 1 week",
        "一个星期后",
    ],
    "2026-12-05": ["+10d", "10天后", "10天以后", "10 天 后", "十天后", "in 10 days", "10日后"],
    "2026-12-09": ["下下周三", "+2w", "2周后", "两周之后", "in 2 weeks"],
    "2026-11-01": ["月初", "本月初", "这个月初", "start of month", "beginning of this month"],
    "2026-11-30": ["月底", "月末", "本月底", "end of month", "end of the month", "end of this month"],
    "2026-12-01": ["下月初", "start of next month"],
    "2026-12-31": [
        "下月底",
        "下个月底",
        "end of next month",
        "季末",
        "季底",
        "本季末",
        "季度末",
        "end of quarter",
        "年底",
        "年末",
    ],
    "2026-10-31": ["上月底", "上个月末", "end of last month"],
    "2026-10-01": ["上月初", "季初", "start of quarter"],
    "2027-03-31": ["下季末", "下个季度末", "end of next quarter"],
    "2026-01-01": ["年初", "今年初", "start of year"],
    "2027-12-31": ["明年底", "end of next year"],
    "2025-12-31": ["去年底", "end of last year"],
}


@pytest.mark.parametrize(("text", "day"), [(text, day) for day, texts in WORDS.items() for text in texts])
@pytest.mark.parametrize("prefer", ["past", "future"])
def test_words_count_from_today_whatever_is_preferred(text: str, day: str, prefer: Prefer) -> None:
    assert parse_day(text, WEDNESDAY, prefer).isoformat() == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("下周三", "2026-12-30", "2027-01-06"),
        ("上周日", "2027-01-01", "2026-12-27"),
        ("周日", "2026-12-28", "2027-01-03"),
        ("周一", "2026-11-29", "2026-11-23"),
        ("下周一", "2026-11-29", "2026-11-30"),
        ("明天", "2026-12-31", "2027-01-01"),
        ("下月底", "2027-01-31", "2027-02-28"),
        ("月底", "2028-02-01", "2028-02-29"),
        ("下月初", "2026-12-31", "2027-01-01"),
        ("上月底", "2027-01-15", "2026-12-31"),
        ("上季末", "2027-01-15", "2026-12-31"),
        ("+366d", "2027-12-31", "2028-12-31"),
    ],
)
def test_words_cross_the_ends_of_weeks_months_and_years(text: str, today: str, day: str) -> None:
    assert parse_day(text, date.fromisoformat(today), "past").isoformat() == day


NOT_DAYS = "|".join(
    (
        "|soon|25|1125|26-11-25|25-11-2026|11/25/2026|2026-11/25|2026-11|2026-W48|2026-11-25 09:00|11-25-",
        "周末|周八|下下下周三|next|week|we|+10|10d|+d|+99999d|10天|后10天|半天后|十一天后|月中|下周底|去月底",
        "end of week|25 Foo|today()|2026-11-25; rm|二〇二六年",
    )
)


@pytest.mark.parametrize("text", [*NOT_DAYS.split("|"), "9" * 500, "\x00", "2026-11-25\n2026-11-26"])
def test_what_is_no_day_is_refused(text: str) -> None:
    assert refusal(lambda: parse_day(text, WEDNESDAY, "past")) == "days.not_a_day"


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "20261301", "2026年2月29日", "0001-01-01", "9999-12-31", "31 Apr 2026"]
)
def test_a_day_that_the_calendar_lacks_is_refused_as_such(text: str) -> None:
    assert refusal(lambda: parse_day(text, WEDNESDAY, "past")) == "days.no_such_day"


@pytest.mark.parametrize("text", ["٢٠٢٦-١١-٢٥", "२०२६-११-२५", "2026-11-2²", "+1٠d"])
def test_digits_of_other_scripts_are_refused(text: str) -> None:
    assert refusal(lambda: parse_day(text, WEDNESDAY, "past")) == "days.other_digits"


@given(DAYS, DAYS)
def test_every_way_of_writing_a_date_means_the_same_day(day: date, today: date) -> None:
    written = [day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
    assert {parse_day(text, today, "past") for text in written} == {day}


@given(DAYS, DAYS)
def test_a_date_without_year_lies_on_the_preferred_side_within_a_year(day: date, today: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    text = f"{day.month}-{day.day}"
    past, future, nearest = (parse_day(text, today, p) for p in ("past", "future", "nearest"))
    assert {(d.month, d.day) for d in (past, future, nearest)} == {(day.month, day.day)}
    assert today - timedelta(days=366) < past <= today <= future < today + timedelta(days=366)
    assert abs(nearest - today) == min(today - past, future - today)


@given(DAYS, st.integers(0, 6), st.sampled_from([("上", -7), ("", 0), ("下", 7)]))
def test_a_weekday_lies_in_the_named_calendar_week(today: date, weekday: int, which: tuple[str, int]) -> None:
    prefix, days = which
    monday = today - timedelta(days=today.weekday())
    assert parse_day(f"{prefix}周{'一二三四五六日'[weekday]}", today, "past") == monday + timedelta(days=weekday + days)


@pytest.mark.parametrize(
    ("text", "today", "monday"),
    [
        ("2026-W48", "2020-01-01", "2026-11-23"),
        ("2026W48", "2020-01-01", "2026-11-23"),
        ("2026-w48", "2020-01-01", "2026-11-23"),
        ("２０２６－Ｗ４８", "2020-01-01", "2026-11-23"),
        ("2026年第48周", "2020-01-01", "2026-11-23"),
        ("2026-W53", "2020-01-01", "2026-12-28"),
        ("2025-W1", "2020-01-01", "2024-12-30"),
        ("W48", "2026-11-25", "2026-11-23"),
        ("第48周", "2026-11-25", "2026-11-23"),
        ("W1", "2026-12-20", "2027-01-04"),
        ("W52", "2027-01-05", "2026-12-21"),
        ("W53", "2027-01-05", "2026-12-28"),
        ("W26", "2026-11-25", "2026-06-22"),
        ("W20", "2026-11-25", "2027-05-17"),
        ("this", "2027-01-01", "2026-12-28"),
        ("this week", "2027-01-01", "2026-12-28"),
        ("next", "2026-12-31", "2027-01-04"),
        ("next week", "2026-12-31", "2027-01-04"),
        ("last", "2027-01-04", "2026-12-28"),
        ("本周", "2026-11-29", "2026-11-23"),
        ("这周", "2026-11-29", "2026-11-23"),
        ("下周", "2026-11-29", "2026-11-30"),
        ("下个星期", "2026-11-29", "2026-11-30"),
        ("上周", "2026-11-25", "2026-11-16"),
        ("下下周", "2026-11-25", "2026-12-07"),
        ("2026-11-29", "2020-01-01", "2026-11-23"),
        ("2027-01-01", "2020-01-01", "2026-12-28"),
        ("11-29", "2026-11-25", "2026-11-23"),
        ("1月4日", "2026-12-30", "2027-01-04"),
        ("明天", "2026-11-29", "2026-11-30"),
    ],
)
def test_a_week_is_named_by_its_number_a_word_or_a_day_in_it(text: str, today: str, monday: str) -> None:
    assert parse_week(text, date.fromisoformat(today)).isoformat() == monday


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2025-W53", "no_such_week"),
        ("2026-W0", "no_such_week"),
        ("2026-W54", "no_such_week"),
        ("9999-W01", "no_such_week"),
        ("W53", "no_such_week"),
        ("48", "not_a_week"),
        ("2026-48", "not_a_week"),
        ("48周", "not_a_week"),
        ("下月", "not_a_week"),
        ("next month", "not_a_week"),
        ("2026-02-30", "no_such_day"),
        ("", "not_a_week"),
        ("W４٨", "other_digits"),
    ],
)
def test_what_is_no_week_is_refused(text: str, key: str) -> None:
    assert refusal(lambda: parse_week(text, date(2024, 6, 1))) == f"days.{key}"


@given(DAYS, DAYS)
def test_a_weeks_name_leads_back_to_its_monday(day: date, today: date) -> None:
    year, week, _ = day.isocalendar()
    monday = day - timedelta(days=day.weekday())
    assert parse_week(f"{year}-W{week:02d}", today) == parse_week(day.isoformat(), today) == monday


@given(DAYS)
def test_a_week_without_its_year_is_one_within_half_a_year_or_so(today: date) -> None:
    for week in range(1, 53):
        found = parse_week(f"W{week}", today)
        assert found.isocalendar()[1] == week
        assert abs((found - today).days) <= 190


@pytest.mark.parametrize(
    ("text", "prefer", "month"),
    [
        ("2026-11", "past", "2026-11"),
        ("2027-11", "past", "2027-11"),
        ("2020-11", "future", "2020-11"),
        ("2026/11", "past", "2026-11"),
        ("2026-1", "past", "2026-01"),
        ("２０２６－１１", "past", "2026-11"),
        ("2025年11月", "past", "2025-11"),
        ("2025年11月份", "past", "2025-11"),
        ("Nov 2025", "past", "2025-11"),
        ("11月", "past", "2026-11"),
        ("12月", "past", "2025-12"),
        ("12月", "future", "2026-12"),
        ("1月份", "future", "2027-01"),
        ("november", "past", "2026-11"),
        ("dec", "past", "2025-12"),
        ("本月", "past", "2026-11"),
        ("这个月", "past", "2026-11"),
        ("上月", "past", "2026-10"),
        ("上个月", "past", "2026-10"),
        ("下月", "past", "2026-12"),
        ("this", "past", "2026-11"),
        ("last", "past", "2026-10"),
        ("next month", "past", "2026-12"),
        ("2026-10-31", "past", "2026-10"),
    ],
)
def test_a_month_is_named_by_its_number_a_word_or_a_day_in_it(text: str, prefer: Prefer, month: str) -> None:
    assert parse_month(text, WEDNESDAY, prefer).isoformat() == f"{month}-01"


def test_months_cross_the_year() -> None:
    assert parse_month("上月", date(2027, 1, 31)) == date(2026, 12, 1)
    assert parse_month("next", date(2026, 12, 31)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-13", "no_such_month"),
        ("0月", "no_such_month"),
        ("13月", "no_such_month"),
        ("9999-01", "no_such_month"),
        ("11", "not_a_month"),
        ("202611", "not_a_month"),
        ("下周", "not_a_month"),
        ("", "not_a_month"),
        ("١١月", "other_digits"),
    ],
)
def test_what_is_no_month_is_refused(text: str, key: str) -> None:
    assert refusal(lambda: parse_month(text, WEDNESDAY)) == f"days.{key}"


CLOCKS = {
    "00:00": ["0:00", "00:00", "12am", "0点", "凌晨0点"],
    "09:00": ["9:00", "09:00", "９：００", "9点", "9点整", "9时", "上午9点", "早上9点", "9am", "9 AM", "上午9:00"],
    "09:05": ["9:05", "9点5分", "9点05", "9时5分"],
    "09:15": ["9点一刻"],
    "09:30": ["9:30", "09:30", "9点半", "9点30分", "上午9点半", "9:30am"],
    "09:45": ["9点三刻"],
    "12:00": ["12:00", "12点", "中午12点", "12pm", "下午12点"],
    "13:00": ["中午1点", "下午1点", "1pm", "13时"],
    "15:00": ["15:00", "下午3点", "下午3:00", "下午15点", "3pm", "3 pm"],
    "15:30": ["15时30分", "下午3点半", "3:30pm", "下午 3 点 半"],
    "19:00": ["晚上7点", "7pm"],
    "23:59": ["23:59", "晚上11点59分"],
}


@pytest.mark.parametrize(("text", "clock"), [(text, clock) for clock, texts in CLOCKS.items() for text in texts])
def test_a_time_is_read_as_people_type_it(text: str, clock: str) -> None:
    hour, minute = clock.split(":")
    assert parse_clock(text) == int(hour) * 60 + int(minute)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(
            (text, "not_a_time")
            for text in ("", "9", "0930", "9.30", "9:5", "9:000", "09:30:15", "点", "pm", "九点", "9点半30分")
        ),
        *(
            (text, "no_such_time")
            for text in ("24:00", "25:00", "9:60", "9点60分", "0am", "13pm", "上午12点", "上午3点", "晚上12点")
        ),
        ("٩:00", "other_digits"),
    ],
)
def test_what_is_no_time_is_refused(text: str, key: str) -> None:
    assert refusal(lambda: parse_clock(text)) == f"days.{key}"


@given(st.integers(0, 24 * 60 - 1))
def test_every_minute_reads_back(minute: int) -> None:
    assert parse_clock(f"{minute // 60}:{minute % 60:02d}") == parse_clock(f"{minute // 60}点{minute % 60}分") == minute


FORMS = st.text(st.sampled_from([*"0123456789-/.+:wdWD 年月日号周天前后上下本这个一三十半点时分初底末"]), max_size=10)


@given(st.text(max_size=12) | FORMS, DAYS)
def test_no_text_leads_to_anything_but_an_answer_or_a_refusal(text: str, today: date) -> None:
    readers: list[Callable[[], object]] = [
        lambda: parse_day(text, today, "past"),
        lambda: parse_month(text, today, "future"),
        lambda: parse_week(text, today),
        lambda: parse_clock(text),
    ]
    for read in readers:
        try:
            read()
        except DayError as error:
            assert error.message.key.startswith("days.")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-Q4", "2026-10-01"),
        ("2027 q1", "2027-01-01"),
        ("Q2", "2026-04-01"),
        ("四季度", "2026-10-01"),
        ("2025年第三季度", "2025-07-01"),
        ("this", "2026-10-01"),
        ("下季度", "2027-01-01"),
        ("last quarter", "2026-07-01"),
        ("2026-05", "2026-04-01"),
    ],
)
def test_a_quarter_is_named_by_its_number_a_word_or_a_month_in_it(text: str, first: str) -> None:
    assert parse_quarter(text, date(2026, 11, 23)) == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("text", "first"),
    [("2027", "2027"), ("2026年", "2026"), ("this", "2026"), ("next year", "2027"), ("去年", "2025"), ("明年", "2027")],
)
def test_a_year_is_named_by_its_number_or_a_word(text: str, first: str) -> None:
    assert parse_year(text, date(2026, 11, 23)) == date(int(first), 1, 1)


@pytest.mark.parametrize("text", ["", "Q5", "soon", "26", "99999", "五季度"])
def test_what_is_no_quarter_or_year_is_refused(text: str) -> None:
    for parse in (parse_quarter, parse_year):
        with pytest.raises(DayError):
            parse(text, date(2026, 11, 23))
