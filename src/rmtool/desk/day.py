"""The morning page, gathered from the book. Not: what stands on it (core/morning)."""

from rmtool.core.book import Person
from rmtool.core.morning import Gathered, Morning, morning
from rmtool.desk import Desk
from rmtool.desk.alerts import open_alerts
from rmtool.desk.follow_ups import open_follow_ups
from rmtool.desk.occasions import occasions


def morning_page(desk: Desk) -> Morning:
    """Today's page."""
    persons: dict[int, list[Person]] = {}
    for person in desk.store.persons():
        persons.setdefault(person.client_id, []).append(person)
    gathered = Gathered(
        desk.calendar.is_working(desk.today),
        desk.dues,
        persons,
        open_follow_ups(desk),
        occasions(desk),
        open_alerts(desk),
    )
    return morning(desk.book, desk.rules, desk.today, gathered)._replace(called=desk.relief.called)
