"""Next steps that were promised at a contact and are still to be taken. Not: the log that they stand in.

A step is open until there is a contact with the client, by whatever channel, on a later day than the one at which it
was promised, or until somebody marks it as done (domain.md, "Contacts"). A step without a day of its own is due from
the day it was promised. With a lost client nothing is open.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rmtool.core.book import LOST, Client, Contact, Settled

SETTLED_AS = "follow_up"
"""The kind of book.Settled that says a step was taken; `subject` is the step, `about` the day of its contact."""


class FollowUp(NamedTuple):
    """A step that was promised at a `contact`; `late` is the number of days since its day, below 0 before it."""

    client: Client
    contact: Contact
    late: int

    @property
    def due_on(self) -> date:
        """The day by which it was promised, else that of the promise."""
        return self.contact.next_on or self.contact.on


def mark_of(contact: Contact) -> tuple[int, str, date]:
    """By what the mark of a contact's step is known: client, subject, day."""
    return contact.client_id, contact.next or "", contact.on


def follow_ups(
    promised: Iterable[Contact], clients: Mapping[int, Client], settled: Iterable[Settled], day: date
) -> list[FollowUp]:
    """The steps still to be taken, those that are late first, then by day, client number and contact.

    `promised` are the contacts with a step and none of a later day after them (store.follow_ups).
    """
    taken = {(mark.client_id, mark.subject, mark.about) for mark in settled if mark.kind == SETTLED_AS}
    found = [
        FollowUp(clients[contact.client_id], contact, (day - (contact.next_on or contact.on)).days)
        for contact in promised
        if mark_of(contact) not in taken and clients[contact.client_id].status != LOST
    ]
    return sorted(found, key=lambda f: (f.due_on, f.client.client_no, f.contact.id))
