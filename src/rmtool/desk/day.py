"""The morning page, gathered from the book. Not: what stands on it (core/morning)."""

from rmtool.core.morning import Morning, morning
from rmtool.desk import Desk
from rmtool.desk.alerts import open_alerts
from rmtool.desk.occasions import occasions


def morning_page(desk: Desk) -> Morning:
    """Today's page."""
    page = morning(
        desk.book,
        desk.rules,
        desk.today,
        desk.calendar.is_working(desk.today),
        desk.dues,
        desk.store.follow_ups(desk.today),
        occasions(desk),
        open_alerts(desk),
    )
    return page._replace(called=desk.relief.called)
