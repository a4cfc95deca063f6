"""Results that have their place in a calendar too. What makes the entries is loaded only when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from rmtool.desk import Desk
    from rmtool.desk.calendars import Listed
    from rmtool.desk.narrowing import Filter
    from rmtool.show.rows import Record
    from rmtool.show.text import Page

A_YEAR = 366
"""Days ahead of which a calendar tells occasions, where nothing else is said: it is looked at for more than a week."""


def with_visits(page: Page, desk: Desk, mondays: Sequence[date], brief: bool) -> Page:
    """The page, with the appointments of these weeks as its entries of a calendar."""

    def events() -> list[Record]:
        from rmtool.desk.calendars import appointments
        from rmtool.show.events import appointment_events

        return appointment_events(appointments(desk, mondays, brief))

    return _called("visits", page, events)


def with_steps(page: Page, desk: Desk, contacts: Listed, everybody: bool) -> Page:
    """The page, with the next steps that these contacts promise as its entries of a calendar.

    `everybody` says that the contacts aren't those of some clients only: then steps that were dropped are told too.
    """

    def events() -> list[Record]:
        from rmtool.desk.calendars import promises
        from rmtool.show.events import promise_events

        return promise_events(promises(desk, contacts, everybody))

    return _called("steps", page, events)


def with_promised(page: Page, desk: Desk, wanted: Filter) -> Page:
    """The page, with all next steps promised to those clients as its entries of a calendar."""

    def events() -> list[Record]:
        return _steps(desk, wanted)

    return _called("steps", page, events)


def with_occasions(page: Page, desk: Desk, days: int | None, wanted: Filter, kind: str | None) -> Page:
    """The page, with the occasions of the days ahead (None: of a year) as its entries of a calendar."""

    def events() -> list[Record]:
        from rmtool.desk.reminders import reminders
        from rmtool.show.events import reminder_events

        return reminder_events(reminders(desk, A_YEAR if days is None else days, wanted, kind))

    return _called("occasions", page, events)


def with_day(page: Page, desk: Desk, brief: bool) -> Page:
    """The morning page, with its visits, promised steps and occasions as its entries of a calendar."""

    def events() -> list[Record]:
        from rmtool.desk.calendars import appointments_today
        from rmtool.desk.narrowing import EVERYBODY
        from rmtool.desk.reminders import reminders
        from rmtool.show.events import appointment_events, reminder_events

        ahead = reminders(desk, desk.rules.occasions.days)
        return [
            *appointment_events(appointments_today(desk, brief)),
            *_steps(desk, EVERYBODY),
            *reminder_events(ahead),
        ]

    return _called("day", page, events)


def _steps(desk: Desk, wanted: Filter) -> list[Record]:
    from rmtool.desk.calendars import promised, promises
    from rmtool.desk.narrowing import EVERYBODY
    from rmtool.show.events import promise_events

    return promise_events(promises(desk, promised(desk, wanted), wanted == EVERYBODY))


def _called(name: str, page: Page, events: Callable[[], list[Record]]) -> Page:
    return page._replace(events=events, calendar=phrase(f"events.calendar_{name}"))
