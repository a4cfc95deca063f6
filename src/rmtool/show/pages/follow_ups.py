"""Promised next steps still to be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import Phrase, phrase
from rmtool.show import rows
from rmtool.show.text import Column, Marked, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.follow_ups import FollowUp

FIELDS = ("id", "client_no", "name", "next", "next_on", "since", "code", "person", "days_late")


def follow_ups_page(found: Sequence[FollowUp]) -> Page:
    """The steps still to be taken, the late ones first."""
    columns = [
        Column("when", phrase("follow_ups.when")),
        Column("name", phrase("follow_ups.client"), cut=True),
        Column("next", phrase("follow_ups.step"), cut=True),
        Column("since", phrase("follow_ups.since"), "date", drop=1),
        Column("id", phrase("follow_ups.id"), align="right"),
    ]
    table = [line(each) for each in found]
    late = sum(1 for each in found if each.late > 0)
    lead = phrase("follow_ups.lead", count=len(found), late=late) if found else phrase("follow_ups.none")
    closing = [phrase("follow_ups.settle")] if found else []
    records = [rows.follow_up_record(each) for each in found]
    return Page(records, [lead], [Section("", columns, table)], closing, fields=FIELDS)


def line(each: FollowUp) -> rows.Record:
    """A step as a line of a table."""
    return {
        "when": when_said(each),
        "name": each.client.name,
        "next": each.contact.next or phrase("follow_ups.a_step"),
        "since": each.contact.on,
        "id": each.contact.id,
    }


def when_said(each: FollowUp) -> Marked | Phrase:
    """The day of a step; what is late is marked."""
    if each.contact.next_on is None:
        return phrase("follow_ups.no_day")
    if each.late > 0:
        return Marked(phrase("follow_ups.late", days=each.late, on=each.due_on), "overdue")
    return phrase("follow_ups.today") if each.late == 0 else phrase("follow_ups.on", on=each.due_on)


def follow_up_page(found: FollowUp, key: str) -> Page:
    """A step that was taken, or moved."""
    step = found.contact.next or phrase("follow_ups.a_step")
    said = phrase(f"follow_ups.{key}", name=found.client.name, step=step, day=found.due_on)
    return Page(rows.follow_up_record(found), [said])
