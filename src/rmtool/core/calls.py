"""Who of those due is called or written to, whom one asks for, and when. Not: who is due (due.py).

Who must not be called at any time is called when they may be (`call_hours`), or written to where they prefer that and
it counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import ANY_CODE, CALL_CODE, VISIT_CODE, Client, Person
from rmtool.core.campaigns import channel_of, whom_to_ask
from rmtool.core.due import Due
from rmtool.core.hours import ALL_DAY, parse_hours
from rmtool.core.periods import Shift
from rmtool.core.rules import Rules


class Call(NamedTuple):
    """A call or message to a client that is due: by which channel, whom to ask for, and when.

    `hours` are those of the day in which the client may be called: None at any time, none not on this day.
    """

    client: Client
    due: Due
    channel: str
    person: Person | None
    hours: tuple[Shift, ...] | None

    @property
    def number(self) -> str | None:
        """The number or address to use."""
        if self.channel == CALL_CODE:
            return (self.person.phone if self.person else None) or self.client.phone
        return self.person.email if self.person else None


def calls(
    due: Iterable[tuple[Client, Due]], persons: Mapping[int, Sequence[Person]], rules: Rules, day: date
) -> list[Call]:
    """Of those due, the ones that owe no meeting: first who may be called at certain hours of the day, by the hour.

    Then who may be called at any time, in the order given; then messages; last who may not be called on the day.
    """
    found = [_call(c, d, persons.get(c.id, ()), rules, day) for c, d in due if d.code != VISIT_CODE]
    return sorted(found, key=_turn)


def _call(client: Client, due: Due, persons: Sequence[Person], rules: Rules, day: date) -> Call:
    channel = _channel(client, due, persons, rules)
    hours = None
    if channel == CALL_CODE and client.call_hours:
        shifts = parse_hours(client.call_hours)[day.weekday()]
        hours = None if shifts == (ALL_DAY,) else shifts
    return Call(client, due, channel, whom_to_ask(persons, channel), hours)


def _channel(client: Client, due: Due, persons: Sequence[Person], rules: Rules) -> str:
    """The way that the client prefers, if a contact by it counts for what is owed; else that which is owed."""
    preferred = channel_of(client, persons, rules)
    if preferred != VISIT_CODE and preferred in rules.counting_codes(due.code):
        return preferred
    return CALL_CODE if due.code == ANY_CODE else due.code


def _turn(call: Call) -> tuple[int, int]:
    if call.channel != CALL_CODE:
        return 2, 0
    if call.hours is None:
        return 1, 0
    return (0, call.hours[0].opens) if call.hours else (3, 0)
