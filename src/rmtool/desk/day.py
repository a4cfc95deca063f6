"""The morning page, gathered from the book. Not: what stands on it (core/morning)."""

from typing import TYPE_CHECKING

from rmtool.core.book import Person
from rmtool.core.filters import EVERYBODY
from rmtool.core.morning import Gathered, Morning, morning
from rmtool.desk import Desk
from rmtool.desk.alerts import open_alerts
from rmtool.desk.follow_ups import open_follow_ups
from rmtool.desk.occasions import occasions

if TYPE_CHECKING:
    from rmtool.core.campaigns import CallList
    from rmtool.core.reviews import ReviewLine


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
    return morning(desk.book, desk.rules, desk.today, gathered)._replace(
        called=desk.relief.called, reviews=_reviews(desk), campaigns=_campaigns(desk)
    )


def _reviews(desk: Desk) -> "list[ReviewLine]":
    """The reviews due, once there has been one: who keeps none isn't reminded of them every morning."""
    if not desk.rules.reviews or not desk.store.reviews():
        return []
    from rmtool.desk.reviews import review_lines

    return review_lines(desk, True, EVERYBODY)


def _campaigns(desk: Desk) -> "list[CallList]":
    """The open campaigns in which somebody is still to be reached."""
    if all(campaign.closed_on for campaign in desk.store.campaigns()):
        return []
    from rmtool.desk.campaigns import everyone

    return [found for found in everyone(desk) if found.campaign.closed_on is None and found.open]
