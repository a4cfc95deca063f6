"""Who is called or written to, whom one asks for, and when."""

from typing import Any

import pytest

from rmtool.core.book import Client, LogEntry, Person
from rmtool.core.calls import calls
from rmtool.core.due import reckon_book
from rmtool.core.standing import standings

from .examples import CHINA_2026, RULES, book, client, day

MONDAY = day("2026-11-23")


def person(number: int, client_id: int, name: str, **facts: Any) -> Person:
    blank: dict[str, Any] = dict.fromkeys(Person._fields)
    return Person(**(blank | {"id": number, "client_id": client_id, "name": name} | facts))


def listed(clients: list[Client], *people: Person) -> list[tuple[int, str, str | None, str | None]]:
    """Client, channel, hours and number of each line; every client is of the long tail and due for any contact."""
    one = book(clients, log={c.id: [LogEntry(day("2026-02-01"), "T")] for c in clients})
    dues = reckon_book(one, RULES, CHINA_2026, MONDAY, standings(one, RULES, MONDAY))
    persons: dict[int, list[Person]] = {}
    for each in people:
        persons.setdefault(each.client_id, []).append(each)
    return [
        (c.client.id, c.channel, None if c.hours is None else "-".join(map(str, c.hours[:1] and c.hours[0])), c.number)
        for c in calls(dues, persons, RULES, MONDAY)
    ]


def test_hours_come_first_by_the_clock_then_any_time_then_messages_then_not_today() -> None:
    found = listed(
        [
            client(1, call_hours="tue 09:00-10:00"),
            client(2, prefers="W"),
            client(3, phone="0755-1"),
            client(4, call_hours="12:00-13:30"),
            client(5, call_hours="mon 09:00-10:00, 12:00-13:00"),
            client(6, call_hours="mon-sun"),
        ]
    )
    assert found == [
        (5, "T", "540-600", None),
        (4, "T", "720-810", None),
        (3, "T", None, "0755-1"),
        (6, "T", None, None),
        (2, "W", None, None),
        (1, "T", "", None),
    ]


def test_one_asks_for_who_decides_by_the_number_that_is_known() -> None:
    people = [
        person(1, 1, "出纳", phone="111"),
        person(2, 1, "总经理", power="decides", phone="222"),
        person(3, 2, "会计", email="a@b.cn"),
    ]
    assert listed([client(1, phone="000"), client(2)], *people) == [(1, "T", None, "222"), (2, "E", None, "a@b.cn")]


@pytest.mark.parametrize(
    ("code", "prefers", "channel"),
    [("T", "W", "T"), ("T", "M", "T"), ("E", "W", "W"), ("any", "W", "W"), ("any", None, "T"), ("E", None, "E")],
)
def test_a_way_that_does_not_count_for_what_is_owed_is_not_taken(code: str, prefers: str | None, channel: str) -> None:
    one = book([client(1, prefers=prefers)], log={1: [LogEntry(day("2026-02-01"), "T")]})
    (found,) = reckon_book(one, RULES, CHINA_2026, MONDAY, standings(one, RULES, MONDAY))
    due = found[1]._replace(code=code)
    assert [call.channel for call in calls([(found[0], due)], {}, RULES, MONDAY)] == [channel]


def test_who_is_owed_a_meeting_is_not_called() -> None:
    one = book([client(1)], log={1: [LogEntry(day("2026-02-01"), "T")]})
    (found,) = reckon_book(one, RULES, CHINA_2026, MONDAY, standings(one, RULES, MONDAY))
    assert calls([(found[0], found[1]._replace(code="M"))], {}, RULES, MONDAY) == []
