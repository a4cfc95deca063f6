"""Promised next steps listed, marked as done, moved to another day. Not: when one is open (core/follow_ups)."""

from rmtool.core.follow_ups import SETTLED_AS, FollowUp, follow_ups, mark_of
from rmtool.desk import Desk
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
from rmtool.errors import UsageError
from rmtool.phrase import phrase


def open_follow_ups(desk: Desk, wanted: Filter = EVERYBODY) -> list[FollowUp]:
    """The steps still to be taken, the late ones first."""
    keeps = narrowed(desk, wanted)
    clients = {client.id: client for client in desk.book.clients}
    found = follow_ups(desk.store.follow_ups(desk.today), clients, desk.store.settled(), desk.today)
    return [each for each in found if keeps(each.client)]


def settle_follow_up(desk: Desk, contact_id: int, why: str | None) -> FollowUp:
    """Marks a step as taken. Raises UsageError for one that isn't open."""
    found = _open(desk, contact_id)
    client_id, subject, about = mark_of(found.contact)
    mark = {"client_id": client_id, "kind": SETTLED_AS, "subject": subject, "about": about, "on": desk.today}
    with desk.writing("follow-up-done", phrase("follow_ups.did_settle", name=found.client.name)) as writing:
        writing.settle({**mark, "why": why})
    return found


def move_follow_up(desk: Desk, contact_id: int, day: str) -> FollowUp:
    """Puts a step off, or earlier. Raises UsageError for one that isn't open, or a day before its contact."""
    from rmtool.desk.log import step_day

    found = _open(desk, contact_id)
    on = step_day(desk, day, found.contact.on)
    if on is None or on < desk.today:
        raise UsageError("follow_ups.past", day=on)
    with desk.writing("follow-up-move", phrase("follow_ups.did_move", name=found.client.name, day=on)) as writing:
        writing.set_contact(contact_id, {"next_on": on})
    return found._replace(contact=found.contact._replace(next_on=on), late=(desk.today - on).days)


def _open(desk: Desk, contact_id: int) -> FollowUp:
    found = next((each for each in open_follow_ups(desk) if each.contact.id == contact_id), None)
    if found is None:
        raise UsageError("follow_ups.not_open", id=contact_id)
    return found
