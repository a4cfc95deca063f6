"""Results that have their place in a calendar too. What makes the entries is loaded only when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmtool.desk import Desk
    from rmtool.desk.calendars import Listed
    from rmtool.show.rows import Record
    from rmtool.show.text import Page


def with_visits(page: Page, desk: Desk, mondays: Sequence[date], brief: bool) -> Page:
    """The page, with the appointments of these weeks as its entries of a calendar."""

    def events() -> list[Record]:
        from rmtool.desk.calendars import appointments
        from rmtool.show.events import appointment_events

        return appointment_events(appointments(desk, mondays, brief))

    return page._replace(events=events)


def with_steps(page: Page, desk: Desk, contacts: Listed, everybody: bool) -> Page:
    """The page, with the next steps that these contacts promise as its entries of a calendar.

    `everybody` says that the contacts aren't those of some clients only: then steps that were dropped are told too.
    """

    def events() -> list[Record]:
        from rmtool.desk.calendars import promises
        from rmtool.show.events import promise_events

        return promise_events(promises(desk, contacts, everybody))

    return page._replace(events=events)
