"""When a client may be visited, and which rule took the rest of the week away."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.book import Away, Client
from rmtool.core.busy import Busy, by_day, covers
from rmtool.core.periods import Calendar, Shift, clock
from rmtool.core.rules import Avoided, IndustryHours, Rules
from rmtool.core.windows import WeekDay, WindowCutter, Windows
from rmtool.lang import Language

from .examples import CHINA_2026, MONDAY_TO_FRIDAY, RULES, WEEK, away, client, day, week_of

MONDAY = day("11-23")


def week_days(
    on: str = "11-23", calendar: Calendar = MONDAY_TO_FRIDAY, leave: str = "", past: str = "", frozen: str = ""
) -> list[WeekDay]:
    """The seven days of the week; `leave`, `past`, `frozen` list days of the month: `24 25`."""

    def named(when: date, text: str) -> bool:
        return str(when.day) in text.split()

    return [
        WeekDay(d, calendar.is_working(d), calendar.holiday(d), named(d, leave), named(d, past), named(d, frozen))
        for d in week_of(on)
    ]


def cutter(
    days: Sequence[WeekDay] | None = None,
    aways: Sequence[Away] = (),
    rules: Rules = RULES,
    calendar: Calendar = MONDAY_TO_FRIDAY,
) -> WindowCutter:
    return WindowCutter(rules, calendar, days or week_days(), aways)


def said(windows: Windows) -> str:
    """`- | 09:00-11:30 14:00-17:00 | …`: the allowed starts of each working day's ranges, `-` where there are none."""
    found = [" ".join(f"{clock(first)}-{clock(last)}" for first, last in ranges) or "-" for ranges in windows.starts]
    return " | ".join(found)


def cuts(windows: Windows) -> list[str]:
    language = Language("en")
    return [f"{name}: {language.say(phrase)}" for phrase, name in windows.cuts.items()]


WHOLE_DAY = "09:00-11:30 14:00-17:00"


def seen(who: Client | None = None, minutes: int = 30, due_from: date | None = MONDAY, **given: object) -> Windows:
    return cutter(**given).windows(who or client(), minutes, due_from)  # type: ignore[arg-type]


# ---- the plain week --------------------------------------------------------------------------------------------------


def test_monday_morning_and_friday_afternoon_are_avoided() -> None:
    found = seen()
    assert said(found) == f"14:00-17:00 | {WHOLE_DAY} | {WHOLE_DAY} | {WHOLE_DAY} | 09:00-11:30 | - | -"
    assert cuts(found) == ["avoid: Mon 09:00–12:00 avoided", "avoid: Fri 14:00–17:30 avoided"]


def test_a_visit_lies_wholly_within_a_shift_and_starts_on_the_grid() -> None:
    assert said(seen(minutes=45)).split(" | ")[1] == "09:00-11:00 14:00-16:30"
    assert said(seen(minutes=31)).split(" | ")[1] == "09:00-11:00 14:00-16:30"
    assert said(seen(minutes=180)).split(" | ")[1] == "09:00-09:00 14:00-14:30"
    assert said(seen(minutes=181)).split(" | ")[1] == "14:00-14:00"
    assert said(seen(minutes=211)).split(" | ")[1] == "-"
    odd = RULES._replace(week=WEEK._replace(shifts=(Shift(550, 715), Shift(840, 1040))))
    assert said(seen(rules=odd)).split(" | ")[1] == "09:30-11:00 14:00-16:30"


def test_an_avoided_time_within_a_shift_leaves_what_is_before_and_after() -> None:
    lunch = RULES._replace(week=WEEK._replace(avoid=(Avoided(1, Shift(630, 660)), Avoided(1, Shift(720, 860)))))
    found = seen(rules=lunch)
    assert said(found).split(" | ")[1] == "09:00-10:00 11:00-11:30 14:30-17:00"
    assert cuts(found) == ["avoid: Tue 10:30–11:00 avoided", "avoid: Tue 12:00–14:20 avoided"]


def test_an_avoided_time_outside_the_shifts_cuts_nothing_and_is_not_named() -> None:
    noon = RULES._replace(week=WEEK._replace(avoid=(Avoided(1, Shift(720, 840)), Avoided(5, Shift(540, 720)))))
    assert seen(rules=noon).cuts == {}
    assert said(seen(rules=noon)).split(" | ")[:2] == [WHOLE_DAY, WHOLE_DAY]


# ---- industry hours --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "firm",
    [
        client(industry="资本市场服务"),
        client(industry="证券业"),
        client(name="国信证券深圳分公司"),
        client(name="国信证券", industry="资本市场服务"),
    ],
)
def test_a_securities_firm_is_seen_after_the_market_closes(firm: Client) -> None:
    found = seen(firm)
    assert said(found) == "15:00-17:00 | 15:00-17:00 | 15:00-17:00 | 15:00-17:00 | - | - | -"
    assert "industry-hours: such firms are seen 15:00–17:30 only" in cuts(found)
    assert "avoid: Fri 14:00–17:30 avoided" in cuts(found)


def test_other_firms_are_seen_all_day() -> None:
    assert "industry-hours" not in seen(client(industry="软件业", name="证监信息")).cuts.values()


def test_industry_hours_may_have_several_parts() -> None:
    rules = RULES._replace(industries=(IndustryHours("餐饮", (Shift(570, 660), Shift(870, 990))),))
    found = seen(client(industry="餐饮业"), rules=rules)
    assert said(found).split(" | ")[1] == "09:30-10:30 14:30-16:00"
    assert "industry-hours: such firms are seen 09:30–11:00, 14:30–16:30 only" in cuts(found)
    backwards = RULES._replace(industries=(IndustryHours("餐饮", (Shift(870, 990), Shift(570, 660))),))
    assert seen(client(industry="餐饮业"), rules=backwards) == found


# ---- whole days ------------------------------------------------------------------------------------------------------


def test_each_closed_day_names_its_rule() -> None:
    days = week_days(leave="26", past="23", frozen="24")
    found = seen(days=days)
    assert said(found) == f"- | - | {WHOLE_DAY} | - | 09:00-11:30 | - | -"
    assert [name for name in found.cuts.values() if name != "avoid"] == ["past", "frozen", "leave"]


def test_a_holiday_closes_a_weekday_and_a_make_up_saturday_is_open() -> None:
    found = seen(days=week_days("02-09", CHINA_2026), calendar=CHINA_2026, due_from=day("02-09"))
    assert said(found).split(" | ")[5:] == [WHOLE_DAY, "-"]
    assert "holiday" not in found.cuts.values()
    found = seen(days=week_days("02-16", CHINA_2026), calendar=CHINA_2026, due_from=day("02-16"))
    assert said(found) == "- | - | - | - | - | - | -"
    assert cuts(found) == ["holiday: holiday Spring Festival"]


def test_days_before_the_client_is_due_again_are_too_soon() -> None:
    found = seen(due_from=day("11-25"))
    assert said(found) == f"- | - | {WHOLE_DAY} | {WHOLE_DAY} | 09:00-11:30 | - | -"
    assert "spacing: too soon before 2026-11-25" in cuts(found)
    assert said(seen(due_from=day("11-28"))) == "- | - | - | - | - | - | -"
    assert said(seen(due_from=None)) == "- | - | - | - | - | - | -"
    assert cuts(seen(due_from=None))[0] == "spacing: not due this week"
    assert "spacing" not in seen(due_from=day("11-01")).cuts.values()


# ---- trips -----------------------------------------------------------------------------------------------------------


def test_a_client_back_on_tuesday_is_seen_on_thursday_morning() -> None:
    found = seen(aways=[away("11-20", "11-24", 1)])
    assert said(found) == f"- | - | - | {WHOLE_DAY} | 09:00-11:30 | - | -"
    assert cuts(found) == ["away: away until 2026-11-24 and 1 working day of rest", "avoid: Fri 14:00–17:30 avoided"]


def test_the_days_before_a_trip_are_open() -> None:
    found = seen(aways=[away("11-26", "11-27", 1)])
    assert said(found).split(" | ")[1:4] == [WHOLE_DAY, WHOLE_DAY, "-"]


def test_the_rest_after_a_trip_is_of_working_days() -> None:
    back_on_friday = seen(aways=[away("11-16", "11-20", 1)])
    assert said(back_on_friday).split(" | ")[:2] == ["-", WHOLE_DAY]
    back_on_sunday = seen(aways=[away("11-16", "11-22", 1)])
    assert said(back_on_sunday).split(" | ")[:2] == ["-", WHOLE_DAY]
    none = RULES._replace(week=WEEK._replace(rest_days_after_trip=0))
    assert said(seen(aways=[away("11-20", "11-24", 1)], rules=none)).split(" | ")[1:3] == ["-", WHOLE_DAY]
    two = RULES._replace(week=WEEK._replace(rest_days_after_trip=2))
    assert said(seen(aways=[away("11-20", "11-24", 1)], rules=two)).split(" | ")[3:5] == ["-", "09:00-11:30"]


def test_only_the_clients_own_trips_count_and_all_of_them() -> None:
    trips = [away("11-20", "11-24", 2), away("11-24", "11-24"), away("11-26", "11-26", 1), away("11-20", "11-22", 1)]
    made = cutter(aways=trips)
    assert said(made.windows(client(1), 30, MONDAY)) == f"- | {WHOLE_DAY} | {WHOLE_DAY} | - | - | - | -"
    assert [made.away_until(1, d) for d in week_of("11-23")] == [
        day("11-22"),
        None,
        None,
        day("11-26"),
        day("11-26"),
        None,
        None,
    ]
    assert made.away_until(3, MONDAY) is None


# ---- fixed days ------------------------------------------------------------------------------------------------------


def test_on_a_fixed_day_only_the_hours_are_cut() -> None:
    made = cutter(week_days(leave="25", frozen="25"), [away("11-20", "11-27", 1)])
    found = made.on_day(client(), 30, day("11-25"))
    assert said(found) == f"- | - | {WHOLE_DAY} | - | - | - | -"
    assert said(made.on_day(client(), 30, day("11-23"))).split(" | ")[0] == "14:00-17:00"
    assert said(made.on_day(client(industry="证券"), 30, day("11-25"))).split(" | ")[2] == "15:00-17:00"


def test_a_fixed_day_that_is_over_has_no_starts_left() -> None:
    over = cutter(week_days(past="23 24")).on_day(client(), 30, day("11-24"))
    assert said(over) == "- | - | - | - | - | - | -"
    assert cuts(over) == ["past: the days before today are over"]


def test_a_fixed_day_outranks_hours_that_leave_nothing_of_it() -> None:
    found = cutter().on_day(client(industry="证券"), 30, day("11-27"))
    assert said(found).split(" | ")[4] == WHOLE_DAY
    saturday = cutter().on_day(client(), 30, day("11-28"))
    assert said(saturday).split(" | ")[5] == WHOLE_DAY


# ---- every start -----------------------------------------------------------------------------------------------------


@given(
    minutes=st.integers(5, 200),
    avoided=st.lists(st.tuples(st.integers(0, 1), st.integers(16, 36), st.integers(1, 8)), max_size=3),
    firm_hours=st.lists(st.tuples(st.integers(1, 8), st.integers(1, 12)), max_size=2),
    grid=st.sampled_from([15, 30, 60]),
)
def test_a_start_is_allowed_exactly_if_every_minute_of_the_visit_is(
    minutes: int, avoided: list[tuple[int, int, int]], firm_hours: list[tuple[int, int]], grid: int
) -> None:
    """Avoided hours and a firm's hours (each a gap and a length) in half hours from 08:00 on; minute by minute."""
    avoid = tuple(Avoided(weekday, Shift(at * 30, (at + length) * 30)) for weekday, at, length in avoided)
    hours: tuple[Shift, ...] = ()
    for gap, length in firm_hours:
        opens = (hours[-1].closes if hours else 450) + gap * 30
        hours += (Shift(opens, opens + length * 30),)
    rules = RULES._replace(
        week=WEEK._replace(avoid=avoid, grid=grid), industries=(IndustryHours("证券", hours),) if hours else ()
    )
    found = seen(client(industry="证券业"), minutes, rules=rules)

    def open_at(weekday: int, minute: int) -> bool:
        shift = any(s.opens <= minute < s.closes for s in WEEK.shifts)
        shunned = any(a.weekday == weekday and a.hours.opens <= minute < a.hours.closes for a in avoid)
        return shift and not shunned and (not hours or any(h.opens <= minute < h.closes for h in hours))

    for weekday in (0, 1):
        allowed = {start for first, last in found.starts[weekday] for start in range(first, last + 1, grid)}
        expected = {
            start
            for start in range(0, 1440, grid)
            if all(open_at(weekday, minute) for minute in range(start, start + minutes))
        }
        assert allowed == expected


# ---- the client's own hours ------------------------------------------------------------------------------------------


def test_a_client_is_seen_in_its_own_hours_only_and_the_rule_says_them() -> None:
    found = seen(client(hours="tue-thu 09:00-11:00, 14:00-16:00; fri 10:00-18:00"))
    own = "09:00-10:30 14:00-15:30"
    assert said(found) == f"- | {own} | {own} | {own} | 10:00-11:30 | - | -"
    assert "own-hours: the client's own hours: Tue–Thu 09:00-11:00, 14:00-16:00, Fri 10:00-18:00" in cuts(found)


def test_own_hours_cut_what_the_industrys_leave() -> None:
    found = seen(client(industry="证券", hours="wed 14:00-16:00"))
    assert said(found) == "- | - | 15:00-15:30 | - | - | - | -"


def test_hours_that_take_nothing_away_are_not_named() -> None:
    assert not [cut for cut in cuts(seen(client(hours="mon-sun 08:00-18:00"))) if cut.startswith("own-hours")]


def test_a_day_that_the_rm_fixed_outranks_own_hours_that_leave_nothing_on_it() -> None:
    who = client(hours="tue 09:00-10:00")
    assert said(cutter().on_day(who, 30, day("11-24"))).split(" | ")[1] == "09:00-09:30"
    assert said(cutter().on_day(who, 30, day("11-25"))).split(" | ")[2] == WHOLE_DAY


# ---- what the RM's own calendar takes --------------------------------------------------------------------------------


def busy(text: str, *titles: str) -> list[WeekDay]:
    """The week with busy hours on some days: `24 09:00-10:30, 25 00:00-24:00`."""
    taken = []
    for part in text.split(", "):
        on, span = part.split()
        first, last = (int(time[:2]) * 60 + int(time[3:]) for time in span.split("-"))
        taken.append(Busy(day(f"11-{on}"), Shift(first, last), titles))
    found = by_day(taken)
    return [d._replace(busy=found.get(d.date, ())) for d in week_days()]


def test_busy_hours_are_cut_and_told_with_their_titles() -> None:
    found = seen(days=busy("24 10:00-11:00, 25 00:00-24:00, 28 09:00-10:00", "例会"))
    assert said(found) == f"14:00-17:00 | 09:00-09:30 11:00-11:30 14:00-17:00 | - | {WHOLE_DAY} | 09:00-11:30 | - | -"
    assert cuts(found)[1:3] == ["busy: busy Tue 10:00–11:00 (例会)", "busy: busy Wed 00:00–24:00 (例会)"]
    assert "busy: busy Tue 10:00–11:00" in cuts(seen(days=busy("24 10:00-11:00")))


def test_what_overlaps_is_one_and_what_touches_is_two() -> None:
    taken = [
        Busy(MONDAY, Shift(600, 660), ("a",)),
        Busy(MONDAY, Shift(540, 610), ("b",)),
        Busy(MONDAY, Shift(660, 700)),
    ]
    assert by_day(taken) == {
        MONDAY: (Busy(MONDAY, Shift(540, 660), ("b", "a")), Busy(MONDAY, Shift(660, 700))),
    }


def test_a_fixed_day_keeps_clear_of_busy_hours_unless_they_take_all_of_it() -> None:
    lunch = cutter(days=busy("24 09:00-16:00"))
    assert said(lunch.on_day(client(), 30, day("11-24"))).split(" | ")[1] == "16:00-17:00"
    assert said(lunch.on_day(client(hours="tue 09:00-10:00"), 30, day("11-24"))).split(" | ")[1] == "16:00-17:00"
    whole = cutter(days=busy("24 00:00-24:00"))
    assert said(whole.on_day(client(), 30, day("11-24"))).split(" | ")[1] == WHOLE_DAY


def test_only_a_day_without_a_free_minute_of_a_shift_is_taken() -> None:
    shifts = WEEK.shifts
    assert covers(by_day([Busy(MONDAY, Shift(0, 1440))])[MONDAY], shifts)
    assert covers(by_day([Busy(MONDAY, Shift(540, 720)), Busy(MONDAY, Shift(800, 1100))])[MONDAY], shifts)
    assert not covers(by_day([Busy(MONDAY, Shift(541, 1440))])[MONDAY], shifts)
    assert not covers((), shifts)
