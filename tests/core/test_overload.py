"""What is done where a usual week hasn't room for all meetings: keep tier order, stretch, or call instead."""

from datetime import timedelta
from fractions import Fraction

import pytest

from rmtool.core import planner
from rmtool.core.book import Book, LogEntry
from rmtool.core.capacity import NO_RELIEF, Relief, capacity, relief, relieved
from rmtool.core.claims import WeekFacts
from rmtool.core.rules import Rules, Share
from rmtool.core.standing import standings
from rmtool.core.week import WeekTask, week_task
from rmtool.core.week_plan import WeekPlan, week_plan

from .examples import CHANNELS, MONDAY_TO_FRIDAY, RULES, WEEK, balances, book, client, day, own_cadence
from .examples import tier as tier_of

MONDAY = day("11-23")
GROUPS = ((8, 1000), (10, 500), (40, 100))
"""The worked example of the load: 24.1 visits required, 12.8 available."""


def under(policy: str, rules: Rules = RULES) -> Rules:
    return rules._replace(week=rules.week._replace(overload=policy))


def overloaded(*groups: tuple[int, int]) -> Book:
    """Clients at these amounts, last met on days spread over as long as their intervals become when stretched."""
    amounts = [amount for count, amount in groups or GROUPS for _ in range(count)]
    spread = {1000: 13, 500: 19, 100: 57}
    log = {
        n: [LogEntry(MONDAY - timedelta(days=3 + n * 37 % spread[amount]), "M")] for n, amount in enumerate(amounts, 1)
    }
    clients = [client(n) for n in range(1, len(amounts) + 1)]
    return book(clients, balances={n: balances(f"01-31 {amount}", n) for n, amount in enumerate(amounts, 1)}, log=log)


def task_of(facts: Book, rules: Rules, monday: str = "11-23") -> WeekTask:
    on = day(monday)
    held = standings(facts, rules, on)
    acting = relief(facts, rules, held, on)
    return week_task(
        WeekFacts(facts, relieved(rules, acting), MONDAY_TO_FRIDAY, held, on, on, frozenset(), relief=acting)
    )


def planned(task: WeekTask) -> WeekPlan:
    return week_plan(task, planner.solve(task.problem), 0)


def slips(facts: Book, rules: Rules) -> dict[int, tuple[str, int | None, bool]]:
    found = capacity(facts, rules, standings(facts, rules, MONDAY), MONDAY)
    return {s.client.id: (s.tier, s.days_late, s.called) for s in found.slips}


@pytest.mark.parametrize("policy", ["tier-order", "stretch", "call-instead"])
def test_with_room_for_all_no_policy_acts(policy: str) -> None:
    """12 meetings a week are less than the 12.8 that a usual week has room for; 13 are more."""
    for count, acts in ((12, False), (13, policy != "tier-order")):
        facts, rules = overloaded((count, 1000)), under(policy)
        found = relief(facts, rules, standings(facts, rules, MONDAY), MONDAY)
        assert (found != NO_RELIEF) is acts
        assert capacity(facts, rules, standings(facts, rules, MONDAY), MONDAY).relief == found


def test_a_short_week_alone_calls_for_no_policy() -> None:
    """With one working day nobody is stretched: the tiers go first in their order."""
    facts, rules = overloaded((12, 1000)), under("stretch")
    found = capacity(facts, rules, standings(facts, rules, MONDAY), MONDAY, working_days=1)
    assert found.relief == NO_RELIEF
    assert {s.days_late for s in found.slips} == {26}


# ---- stretch ---------------------------------------------------------------------------------------------------------


def test_stretched_everybody_slips_in_the_same_proportion() -> None:
    """24.1 ÷ 12.8 = 1.883: 7 days become 13.2, 10.1 become 19.1, 30.4 become 57.3."""
    found = slips(overloaded(), under("stretch"))
    assert len(found) == 58
    assert set(found.values()) == {("weekly", 7, False), ("xun", 9, False), ("monthly", 27, False)}


def test_stretched_the_urgency_is_that_of_the_longer_interval_and_nothing_else_changes() -> None:
    facts, rules = overloaded(), under("stretch")
    held = standings(facts, rules, MONDAY)
    factor = Fraction(*relief(facts, rules, held, MONDAY).factor)
    plain = {w.client.id: w for w in task_of(facts, RULES).wishes}
    longer = {w.client.id: w for w in task_of(facts, rules).wishes}
    assert plain.keys() == longer.keys()
    for number, wish in longer.items():
        before = plain[number].due
        assert wish.due and before
        assert Fraction(*wish.due.urgency) == Fraction(*before.urgency) / factor
        assert (wish.due.state, wish.due.due_on, wish.because) == (before.state, before.due_on, plain[number].because)
        assert wish.rung == (5 if Fraction(*wish.due.urgency) >= 1 else 6)


def test_stretched_week_after_week_every_tier_waits_longer_by_the_same_factor() -> None:
    """Weeks on end in which all that is planned is held: the intervals that come about are those promised."""
    facts, rules = overloaded(), under("stretch")
    log = {number: list(entries) for number, entries in facts.log.items()}
    facts = facts._replace(log=log)
    visits = dict.fromkeys(("weekly", "xun", "monthly"), 0)
    monday, weeks = MONDAY, 16
    for week in range(weeks + 4):
        task = task_of(facts, rules, monday.isoformat())
        problem = task.problem._replace(max_week=13, max_clients=13)
        for index, place in enumerate(planner.solve(problem, "low").places):
            if place:
                wish = task.wishes[index]
                log[wish.client.id].append(LogEntry(task.dates[place.day], "M"))
                visits[str(wish.tier)] += week >= 4
        monday += timedelta(days=7)
    waits = {
        tier: clients * weeks * 7 / visits[tier] for tier, clients in (("weekly", 8), ("xun", 10), ("monthly", 40))
    }
    factor = 24.1 / 12.8
    for tier, interval in (("weekly", 7), ("xun", 10.14), ("monthly", 30.4)):
        assert waits[tier] == pytest.approx(interval * factor, rel=0.08)


def test_a_stretched_interval_that_is_up_says_so() -> None:
    reasons = {v.wish.rung: v.reason.key for v in planned(task_of(overloaded(), under("stretch"))).visits}
    assert reasons[5] == "week.stretched"


# ---- call instead ----------------------------------------------------------------------------------------------------


def test_the_lowest_tier_that_is_owed_meetings_is_called_and_the_rest_keeps_tier_order() -> None:
    """Without the 9.2 of the monthly clients 14.9 are left for 12.8."""
    found = slips(overloaded(), under("call-instead"))
    assert {found[n] for n in range(19, 59)} == {("monthly", None, True)}
    assert {found[n] for n in range(9, 19)} == {("xun", 5, False)}
    assert not found.keys() & set(range(1, 9))


def test_called_clients_are_no_candidates_and_are_left_out_with_that_reason() -> None:
    task = task_of(overloaded(), under("call-instead"))
    assert {w.tier for w in task.wishes} == {"weekly", "xun"}
    calls = [left for left in planned(task).left_out if left.tier == "monthly"]
    assert calls
    assert {(left.rule, left.reason.key) for left in calls} == {("call-instead", "week.called_instead")}
    assert {left.due.code for left in calls if left.due} == {"T"}


def test_a_client_with_a_cadence_of_its_own_keeps_its_meetings() -> None:
    facts = overloaded()._replace(cadences={30: [own_cadence("M", "every 14d", client_id=30)]})
    assert 30 in {w.client.id for w in task_of(facts, under("call-instead")).wishes}
    called = {number for number, (_, _, is_called) in slips(facts, under("call-instead")).items() if is_called}
    assert called == set(range(19, 59)) - {30}


def test_a_cadence_of_its_own_on_calls_alone_keeps_no_meeting() -> None:
    facts = overloaded()._replace(cadences={30: [own_cadence("T", "every 5d", client_id=30)]})
    assert slips(facts, under("call-instead"))[30] == ("monthly", None, True)


def test_meetings_move_to_the_telephone_beside_the_calls_that_are_owed_already() -> None:
    rules = under("call-instead", RULES._replace(tiers=(tier_of("key", M="1 per week", T="2 per month"),)))
    (tier,) = relieved(rules, Relief("call-instead", called="key")).tiers
    assert {code: [str(c) for c in listed] for code, listed in tier.cadence.items()} == {
        "T": ["2 per month", "1 per week"]
    }


def test_without_a_telephone_among_the_channels_any_contact_will_do() -> None:
    channels = {code: channel for code, channel in CHANNELS.items() if code != "T"}
    rules = RULES._replace(channels=channels, tiers=(tier_of("key", M="1 per week"),))
    (tier,) = relieved(rules, Relief("call-instead", called="key")).tiers
    assert list(tier.cadence) == ["any"]


def test_without_any_room_the_stretch_has_no_measure_and_tier_order_stays() -> None:
    rules = under("stretch", RULES._replace(week=WEEK._replace(prospect_share=Share(1, 1))))
    facts = overloaded()
    assert relief(facts, rules, standings(facts, rules, MONDAY), MONDAY) == NO_RELIEF
    assert {late for _, late, _ in slips(facts, rules).values()} == {None}
