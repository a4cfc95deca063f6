"""What wants a look: exact histories of balances and contacts, and what becomes of an alert that was acted on."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from rmtool.core.alerts import Alert, alerts
from rmtool.core.book import Balance, LogEntry, Settled
from rmtool.core.due import reckon_book
from rmtool.core.rules import AlertRules, Falling, Idle, LargeMove, Rules, Share
from rmtool.core.standing import standings

from .examples import CHINA_2026, RULES, WAN, balances, book, client, day

ALERTS = AlertRules(
    days=45,
    move=LargeMove(1000 * WAN, Share(3, 10), 50 * WAN, 31),
    falling=Falling(3, Share(1, 10), 7),
    idle=Idle(500 * WAN, 90, Share(1, 20)),
    classes=("A",),
    lapsed=Share(2, 1),
)
NONE = AlertRules(45, None, None, None, (), None)
EVERYTHING = RULES._replace(alerts=ALERTS)


def done(kind: str, about: str, number: int = 1) -> Settled:
    return Settled(1, number, "alert", kind, day(about), day(about), None)


def found(
    amounts: str,
    today: str = "2026-11-23",
    marks: Sequence[Settled] = (),
    rules: Rules = EVERYTHING,
    log: Sequence[LogEntry] = (),
    status: str = "active",
) -> list[Alert]:
    one = book([client(status=status)], {1: balances(amounts)}, log={1: list(log)})
    now = day(today)
    held = standings(one, rules, now)
    return alerts(one, rules, now, held, reckon_book(one, rules, CHINA_2026, now, held), marks)


def told(amounts: str, kind: str, today: str = "2026-11-23", marks: Sequence[Settled] = ()) -> list[str]:
    return [alert.on.isoformat()[5:] for alert in found(amounts, today, marks) if alert.kind == kind]


@pytest.mark.parametrize(
    ("amounts", "on"),
    [
        ("09-30 200, 10-31 140", ["10-31"]),  # by 30 %, 60万
        ("09-30 200, 10-31 141", []),  # by 29.5 %
        ("09-30 100, 10-31 51", []),  # by 49 %, but less than 50万
        ("09-30 9000, 10-31 8000", ["10-31"]),  # by 1000万
        ("09-30 9000, 10-31 8001", []),
        ("09-30 0, 10-31 60", ["10-31"]),  # in, from nothing
        ("09-30 140, 10-31 200", ["10-31"]),  # in
        ("10-31 200, 11-20 140", ["11-20"]),
        ("10-31 200", []),  # one list tells of no change
        ("08-31 200, 09-30 140, 10-31 140", []),  # longer ago than is news
    ],
)
def test_a_large_move_is_told_by_amount_or_share(amounts: str, on: list[str]) -> None:
    assert told(amounts, "move") == on


def test_small_steps_add_up_over_a_month_but_not_over_a_year() -> None:
    steps = ", ".join(f"{day('10-23') + timedelta(days=n)} {200 - 3 * n}" for n in range(0, 31, 3))
    assert told(steps, "move") == ["11-22"]
    slow = ", ".join(f"2026-{month:02d}-28 {300 - 12 * month}" for month in range(1, 11))
    assert told(slow, "move") == []


def test_a_move_stays_until_it_is_acted_on_and_comes_back_with_a_new_one_only() -> None:
    fell = "09-30 200, 10-31 100"
    assert told(fell + ", 11-20 102", "move") == ["11-20"]  # still far below the month before
    assert told(fell + ", 11-20 102", "move", marks=[done("move", "10-31")]) == []
    assert told(fell + ", 11-20 40", "move", marks=[done("move", "10-31")]) == ["11-20"]
    assert told(fell + ", 11-20 40", "move", marks=[done("move", "10-31", number=2)]) == ["11-20"]
    assert told(fell + ", 11-20 40", "move", marks=[done("falling", "10-31")]) == ["11-20"]


def test_a_tier_about_to_be_lost_is_told_from_the_day_it_fell_below_its_threshold() -> None:
    assert told("08-31 520, 09-30 490, 10-31 460", "near") == ["09-30"]
    assert told("08-31 520, 09-30 500, 10-31 510", "near") == []
    assert told("08-31 520, 09-30 490, 10-31 460", "near", marks=[done("near", "09-30")]) == []
    again = "07-31 520, 08-31 490, 09-30 510, 10-31 480"
    assert told(again, "near", marks=[done("near", "08-31")]) == ["10-31"]
    assert told("08-31 520, 09-30 440", "near") == []  # lost: that is told as a move of tier


def test_a_move_of_tier_is_news_for_the_days_of_the_rules() -> None:
    assert told("08-31 520, 10-31 440", "tier") == ["10-31"]
    assert told("08-31 520, 10-31 440", "tier", today="2026-12-15") == []
    assert told("08-31 520, 10-31 440", "tier", marks=[done("tier", "10-31")]) == []
    assert told("08-31 520, 10-31 440, 11-20 600", "tier", marks=[done("tier", "10-31")]) == ["11-20"]


@pytest.mark.parametrize(
    ("amounts", "on"),
    [
        ("07-31 100, 08-31 97, 09-30 94, 10-31 90", ["10-31"]),
        ("07-31 100, 08-31 97, 09-30 94, 10-31 91", []),  # by 9 % together
        ("07-31 100, 08-31 97, 09-30 97, 10-31 80", []),  # not each time
        ("08-31 100, 09-30 90, 10-31 80", []),  # twice
        ("07-31 100, 08-31 97, 09-30 94, 10-31 80, 11-20 81", []),  # it rose again
    ],
)
def test_three_falls_in_a_row_are_told_if_they_come_to_something(amounts: str, on: list[str]) -> None:
    assert told(amounts, "falling") == on


def test_amounts_of_days_close_to_each_other_count_once() -> None:
    assert told("11-16 100, 11-17 90, 11-18 80, 11-19 70, 11-20 60", "falling") == []


def test_after_a_mark_it_takes_as_many_falls_again() -> None:
    fell = "06-30 100, 07-31 95, 08-31 90, 09-30 85, 10-31 80"
    assert told(fell, "falling", marks=[done("falling", "08-31")]) == []
    assert told(fell, "falling", marks=[done("falling", "07-31")]) == ["10-31"]


@pytest.mark.parametrize(
    ("amounts", "on"),
    [
        ("07-31 600, 09-30 610, 10-31 600", ["07-31"]),
        ("06-30 900, 07-31 600, 09-30 610, 10-31 600", ["07-31"]),
        ("08-02 600, 09-30 600, 10-31 600", ["08-02"]),  # 90 days
        ("07-31 600, 09-30 640, 10-31 600", []),  # it moved
        ("08-31 600, 09-30 600, 10-31 600", []),  # not long enough
        ("07-31 499, 09-30 499, 10-31 499", []),  # too little
        ("07-31 600, 10-31 600", []),  # two balances tell nothing of the time between
    ],
)
def test_a_large_deposit_that_lies_still_is_idle(amounts: str, on: list[str]) -> None:
    one = book([client()], {1: [b._replace(measure="deposit") for b in balances(amounts)]})
    now = day("2026-11-23")
    held = standings(one, EVERYTHING, now)

    def idle(*marks: Settled) -> list[str]:
        listed = alerts(one, EVERYTHING, now, held, [], marks)
        return [alert.on.isoformat()[5:] for alert in listed if alert.kind == "idle"]

    assert idle() == on
    assert idle(done("idle", "08-02")) == []


def test_an_average_never_lies_idle() -> None:
    assert told("07-31 600, 09-30 600, 10-31 600", "idle") == []


def test_comings_and_goings_of_class_a_are_told() -> None:
    amounts = {1: "09-30 100, 11-20 10", 2: "09-30 10, 11-20 100", 3: "09-30 1, 11-20 2"}
    held = {n: [b._replace(client_id=n) for b in balances(text)] for n, text in amounts.items()}
    one = book([client(n) for n in (1, 2, 3)], held)
    now = day("2026-11-23")
    rules = RULES._replace(alerts=NONE._replace(classes=("A",)))
    listed = alerts(one, rules, now, standings(one, rules, now), [], [])
    moves = [
        (a.client.id, dict(a.what.values)["before"], dict(a.what.values)["after"]) for a in listed if a.kind == "class"
    ]
    assert moves == [(2, "B", "A"), (1, "A", "B")]
    marked = alerts(one, rules, now, standings(one, rules, now), [], [done("class", "11-20")])
    assert [a.client.id for a in marked if a.kind == "class"] == [2]


def lapsed(last: str, today: str, *marks: Settled) -> list[str]:
    listed = found("2025-01-31 200", today, marks, log=[LogEntry(day(last), "M")])
    return [alert.on.isoformat() for alert in listed if alert.kind == "lapsed"]


def test_a_contact_that_lies_two_intervals_back_is_told_once_for_each_contact() -> None:
    assert lapsed("2026-09-01", "2026-10-31") == []  # 60 of 2 × 31 days
    assert lapsed("2026-09-01", "2026-11-02") == ["2026-10-31"]  # November's interval is 30 days
    assert lapsed("2026-09-01", "2026-11-23", done("lapsed", "2026-10-31")) == []
    assert lapsed("2026-11-05", "2027-01-20", done("lapsed", "2026-10-31")) == ["2027-01-06"]


def test_of_clients_that_are_not_active_nothing_is_told() -> None:
    amounts = "07-31 600, 08-31 500, 09-30 300, 10-31 80"
    assert {alert.kind for alert in found(amounts)} == {"tier", "move", "falling"}
    assert [found(amounts, status=status) for status in ("prospect", "dormant", "lost")] == [[], [], []]


def test_what_the_rules_do_not_ask_for_is_not_told() -> None:
    amounts = "07-31 600, 08-31 500, 09-30 300, 10-31 80"
    assert {a.kind for a in found(amounts, rules=RULES._replace(alerts=NONE))} == {"tier"}


def test_what_comes_after_the_day_does_not_count() -> None:
    amounts = "08-31 520, 09-30 510, 10-31 200"
    assert found(amounts, "2026-10-30") == []
    assert [a.kind for a in found(amounts, "2026-10-31")] == ["tier", "move"]


def test_the_largest_clients_come_first_then_by_number() -> None:
    fell = "10-31 {}, 11-20 {}"
    held = {
        n: [b._replace(client_id=n) for b in balances(fell.format(w, w / 2))] for n, w in ((1, 200), (2, 400), (3, 400))
    }
    one = book([client(n) for n in (1, 2, 3)], held)
    now = day("2026-11-23")
    rules = RULES._replace(alerts=NONE._replace(move=ALERTS.move))
    listed = alerts(one, rules, now, standings(one, rules, now), [], [])
    assert [a.client.id for a in listed if a.kind == "move"] == [2, 3, 1]


def test_the_first_days_of_all_are_no_obstacle() -> None:
    first = [Balance(1, "deposit", date.min, 5), Balance(1, "deposit", date(1, 1, 9), 9)]
    one = book([client(entered=date.min)], {1: first})
    assert alerts(one, EVERYTHING, date(1, 1, 20), standings(one, EVERYTHING, date(1, 1, 20)), [], []) == []
