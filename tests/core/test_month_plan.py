"""What a month asks for, and how it is spread over the month's weeks."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rmtool.core.book import BY_MONTH, PROSPECT, Away, Book
from rmtool.core.busy import Busy
from rmtool.core.capacity import ceilings
from rmtool.core.claims import LAST_CHANCE, WeekFacts
from rmtool.core.month_claims import MonthFacts
from rmtool.core.month_plan import MonthPlan, month_plan
from rmtool.core.periods import Calendar, Shift, Span, period_of, week_name
from rmtool.core.rules import Rules
from rmtool.core.standing import standings
from rmtool.core.week import week_task

from .examples import (
    CHINA_2026,
    MONDAY_TO_FRIDAY,
    RULES,
    away,
    balances,
    book,
    card,
    client,
    day,
    portfolio,
    tier,
    visit,
)

WEEKLY, XUN, MONTHLY = 1200, 600, 200


def plan_of(
    facts: Book,
    month: str = "12-01",
    today: str = "11-30",
    rules: Rules = RULES,
    calendar: Calendar = MONDAY_TO_FRIDAY,
    settled: Sequence[str] = (),
    busy: Sequence[Busy] = (),
) -> MonthPlan:
    on, weeks = day(today), frozenset(day(monday) for monday in settled)
    held = standings(facts, rules, on)
    return month_plan(MonthFacts(facts, rules, calendar, held, period_of("month", day(month)), on, weeks, busy))


def weeks_of(plan: MonthPlan, number: int = 1) -> list[str]:
    return [week_name(w.monday)[-3:] for w in plan.weeks for ask in w.visits if ask.client.id == number]


def asks_of(plan: MonthPlan, number: int = 1) -> list[tuple[date, date]]:
    asks = [ask for week in plan.weeks for ask in week.visits] + [left.ask for left in plan.left_out]
    return sorted((ask.window.start, ask.window.end) for ask in asks if ask.client.id == number)


def window(text: str) -> tuple[date, date]:
    first, last = text.split("..")
    return day(first), day(last)


def test_a_weekly_client_is_seen_in_each_week_that_has_its_thursday_in_the_month() -> None:
    plan = plan_of(portfolio((WEEKLY, "11-25")))
    assert weeks_of(plan) == ["W49", "W50", "W51", "W52", "W53"]
    assert (asks_of(plan)[0], asks_of(plan)[-1]) == (window("12-01..12-06"), window("12-28..12-31"))


def test_a_xun_client_is_due_once_a_xun_when_seven_tenths_of_one_have_passed() -> None:
    assert asks_of(plan_of(portfolio((XUN, "11-28")))) == [
        window("12-07..12-10"),
        window("12-15..12-20"),
        window("12-28..12-31"),
    ]


def test_a_monthly_client_is_due_from_seven_tenths_of_the_month_on() -> None:
    assert asks_of(plan_of(portfolio((MONTHLY, "11-20")))) == [window("12-14..12-31")]
    assert asks_of(plan_of(portfolio((MONTHLY, "10-02")))) == [window("12-01..12-31")]


def test_what_was_held_or_stands_in_the_period_is_no_longer_asked_for() -> None:
    held = portfolio((MONTHLY, "12-02"))
    assert asks_of(plan_of(held, today="12-03")) == []
    standing = portfolio((MONTHLY, "10-02"), visits=[visit(1, "12-09", "09:00", fixed="time")])
    plan = plan_of(standing)
    assert asks_of(plan) == []
    assert [week.standing for week in plan.weeks] == [0, 1, 0, 0, 0]


def test_two_a_month_are_half_a_month_apart() -> None:
    rules = RULES._replace(tiers=(tier("twice", M="2 per month"),))
    plan = plan_of(portfolio((100, "11-01")), rules=rules)
    assert asks_of(plan) == [window("12-01..12-16"), window("12-14..12-31")]
    assert len(set(weeks_of(plan))) == 2


def test_an_interval_falls_due_so_many_days_after_the_last_meeting() -> None:
    rules = RULES._replace(tiers=(tier("often", M="every 10d"),))
    assert asks_of(plan_of(portfolio((100, "11-28")), rules=rules)) == [
        window("12-07..12-08"),
        window("12-15..12-18"),
        window("12-25..12-28"),
    ]
    overdue = asks_of(plan_of(portfolio((100, "10-01")), rules=rules, today="12-01"))
    assert overdue[0] == window("12-01..12-06")


def test_a_quarters_quota_belongs_to_the_month_in_which_its_interval_ends() -> None:
    rules = RULES._replace(tiers=(tier("quarterly", M="1 per quarter"),))
    met_in_april, met_in_may = portfolio((100, "04-20")), portfolio((100, "05-10"))
    assert asks_of(plan_of(met_in_april, "07-01", "06-30", rules)) == [window("07-01..07-31")]
    assert asks_of(plan_of(met_in_may, "07-01", "06-30", rules)) == []
    assert asks_of(plan_of(met_in_may, "08-01", "07-31", rules)) == [window("08-03..08-31")]
    assert asks_of(plan_of(portfolio((100, "06-29")), "09-01", "08-31", rules)) == [window("09-02..09-30")]


def test_a_client_never_met_is_asked_for_from_its_own_day_on() -> None:
    came = [client(n, entered=day("11-30")) for n in range(1, 41)]
    facts = book(came, balances={c.id: balances("11-30 200", c.id) for c in came})
    plan = plan_of(facts)
    starts = [start for n in range(1, 41) for start, _ in asks_of(plan, n)]
    assert len(starts) == 40
    assert len(set(starts)) > 10


def test_month_quotas_do_not_pile_up_at_the_end() -> None:
    """All met at the end of the month before become due together, late in the month."""
    facts = portfolio(*[(MONTHLY, "11-27")] * 30)
    plan = plan_of(facts)
    assert not plan.left_out
    assert [week.planned for week in plan.weeks] == [0, 0, 2, 16, 12]  # as many early as the last weeks can't hold
    assert [ask.early for week in plan.weeks for ask in week.visits] == [True] * 2 + [False] * 28
    assert {ask.window.start for week in plan.weeks for ask in week.visits} == {day("12-21")}


def test_a_week_without_working_days_takes_nothing() -> None:
    plan = plan_of(portfolio((WEEKLY, "01-28"), (MONTHLY, "")), "02-01", "01-31", calendar=CHINA_2026)
    assert [week.planned for week in plan.weeks if week.monday == day("02-16")] == [0]
    assert weeks_of(plan) == ["W06", "W07", "W09"]


def test_leave_and_trips_close_weeks() -> None:
    facts = portfolio((MONTHLY, "10-02"), aways=[away("12-01", "12-11"), away("12-14", "12-24", 1)])
    assert weeks_of(plan_of(facts)) == ["W53"]
    never = portfolio((MONTHLY, "10-02"), aways=[away("12-01", "12-31", 1)])
    assert [(left.ask.client.id, left.has_day) for left in plan_of(never).left_out] == [(1, False)]


def test_days_that_the_calendar_fills_take_no_visits() -> None:
    facts = portfolio(*[(MONTHLY, "10-02")] * 6)
    whole, morning = Shift(0, 24 * 60), Shift(9 * 60, 12 * 60)
    training = [Busy(day(f"12-{number:02}"), whole) for number in (7, 8, 9, 10)]
    plan = plan_of(facts, busy=[*training, Busy(day("12-11"), morning)])
    assert [week.working for week in plan.weeks] == [4, 1, 5, 5, 4]
    assert [week.available for week in plan.weeks] == [12, 3, 16, 16, 12]


def test_weeks_whose_plan_is_saved_get_nothing_more() -> None:
    facts = portfolio(*[(MONTHLY, "10-02")] * 6)
    plan = plan_of(facts, settled=["12-07", "12-14"])
    assert [week.planned for week in plan.weeks] == [2, 0, 0, 2, 2]


def test_upper_tiers_come_first_where_room_is_short() -> None:
    people = [(MONTHLY, "10-02")] * 60 + [(XUN, "11-20")] * 20
    plan = plan_of(portfolio(*people))
    assert {(left.ask.tier, left.has_day) for left in plan.left_out} == {("monthly", True)}
    assert [week.planned for week in plan.weeks] == [week.available for week in plan.weeks]


def test_prospects_have_their_own_share_of_each_week() -> None:
    prospects = [client(n, status=PROSPECT) for n in range(101, 141)]
    facts = portfolio(*[(WEEKLY, "11-27")] * 20, others=prospects, cards={c.id: card(c.id) for c in prospects})
    for week in plan_of(facts).weeks:
        whole, clients = ceilings(RULES, week.working, 40)
        assert sum(ask.client.status != PROSPECT for ask in week.visits) <= clients
        assert len(week.visits) <= whole


def test_the_weeks_plan_takes_up_what_the_month_proposes() -> None:
    """Not due by the interval yet, but the month's plan has it this week; once the quota is met it has no claim."""
    proposed = visit(1, week="12-07", fixed=BY_MONTH)
    facts = portfolio((MONTHLY, "11-27"), visits=[proposed])

    def rungs(book_of: Book) -> list[int]:
        held = standings(book_of, RULES, day("12-04"))
        given = WeekFacts(book_of, RULES, MONDAY_TO_FRIDAY, held, day("12-07"), day("12-04"), frozenset())
        return [wish.rung for wish in week_task(given).wishes]

    assert rungs(facts) == [LAST_CHANCE]
    assert rungs(portfolio((MONTHLY, "11-27"))) == []
    assert rungs(portfolio((MONTHLY, "11-27, 12-03"), visits=[proposed])) == []


def test_what_the_month_proposed_and_no_week_took_up_is_not_carried_over() -> None:
    facts = portfolio((MONTHLY, "11-27"), visits=[visit(1, week="12-07", fixed=BY_MONTH)])
    held = standings(facts, RULES, day("12-14"))
    given = WeekFacts(facts, RULES, MONDAY_TO_FRIDAY, held, day("12-14"), day("12-14"), frozenset())
    assert week_task(given).wishes == ()


people = st.lists(
    st.tuples(
        st.sampled_from([WEEKLY, XUN, MONTHLY, 20]),
        st.sampled_from(["", "10-02", "11-20", "11-27", "11-27, 12-01", "12-02"]),
    ),
    max_size=60,
)
trips = st.lists(st.sampled_from([away("12-07", "12-09"), away("12-10", "12-18", 1), away("12-01", "12-31", 2)]))


@settings(max_examples=60, deadline=None)
@given(people, trips, st.sampled_from(["11-30", "12-03", "12-16"]), st.sets(st.sampled_from(["11-30", "12-14"])))
def test_every_visit_is_in_a_week_of_its_own_or_left_out_and_no_week_is_overfull(
    who: list[tuple[int, str]], aways: list[Away], today: str, settled: set[str]
) -> None:
    facts = portfolio(*who, aways=aways)
    plan = plan_of(facts, today=today, settled=sorted(settled))
    first = max(day(today), plan.month.start)
    for week in plan.weeks:
        assert week.planned <= max(week.available, week.standing)
        assert not (week.settled and week.visits)
        assert max(Counter(ask.client.id for ask in week.visits).values(), default=0) <= 1
        for ask in week.visits:
            used = Span(max(week.days.start, ask.span.start, first), min(week.days.end, ask.span.end))
            assert MONDAY_TO_FRIDAY.count_working(used)
            assert ask.early == (week.days.end < ask.window.start)
    again = plan_of(facts._replace(clients=list(reversed(facts.clients))), today=today, settled=sorted(settled))
    assert again == plan


@settings(max_examples=60, deadline=None)
@given(people)
def test_who_is_left_out_has_no_room_in_any_week_of_its_own(who: list[tuple[int, str]]) -> None:
    plan = plan_of(portfolio(*who))
    for ask, _ in plan.left_out:
        for week in plan.weeks:
            used = Span(max(week.days.start, ask.span.start), min(week.days.end, ask.span.end))
            taken = any(other.client.id == ask.client.id for other in week.visits)
            assert not MONDAY_TO_FRIDAY.count_working(used) or taken or week.planned >= week.available


def test_weeks_of_equal_length_differ_by_one_visit_at_most_where_all_may_go_anywhere() -> None:
    plan = plan_of(portfolio(*[(MONTHLY, "10-02")] * 23))
    full = [week.planned for week in plan.weeks if week.working == 5]
    assert max(full) - min(full) <= 1
