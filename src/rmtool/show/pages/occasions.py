"""Occasions ahead, and what became of one that was noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.book import Client
    from rmtool.core.occasions import Coming, Noted
    from rmtool.show.text import Said

FIELDS = ("id", "client_no", "name", "kind", "on", "act_on", "what", "person")


def occasions_page(found: Sequence[Coming], days: int) -> Page:
    """The occasions of the next days."""
    columns = [
        Column("on", phrase("occasions.on"), "day"),
        Column("act_on", phrase("occasions.act_on"), "day", drop=1),
        Column("name", phrase("occasions.client"), cut=True),
        Column("what", phrase("occasions.what"), cut=True),
        Column("id", phrase("occasions.id"), drop=2),
    ]
    section = Section("", columns, [line(each) for each in found])
    lead = phrase("occasions.lead", count=len(found), days=days) if found else phrase("occasions.none", days=days)
    return Page([rows.occasion_record(each) for each in found], [lead], [section], fields=FIELDS)


def line(occasion: Coming) -> rows.Record:
    """One occasion as a line of a table; `act_on` only where it isn't the day itself."""
    return {
        "on": occasion.on,
        "act_on": occasion.act_on if occasion.act_on != occasion.on else None,
        "name": occasion.client.name if occasion.client else phrase("occasions.everybody"),
        "what": occasion.what,
        "id": occasion.ref if occasion.client else "",
    }


def noted_page(noted: Noted, key: str) -> Page:
    """An occasion that was noted, changed or taken out."""
    lines: list[Said] = [
        phrase(
            f"occasions.{key}",
            kind=phrase(f"occasions.kind_{noted.kind}"),
            name=noted.client.name,
            day=noted.day,
            id=noted.id,
        )
    ]
    if noted.client.status in ("dormant", "lost") and noted.day:
        lines.append(phrase("occasions.asleep", status=phrase(f"common.{noted.client.status}")))
    return Page(rows.noted_record(noted), lines)


def settled_page(client: Client, found: Sequence[Coming]) -> Page:
    """The occasions that were marked as seen to."""
    said = [phrase("occasions.was_settled", name=client.name, what=each.what, on=each.on) for each in found]
    return Page([rows.occasion_record(each) for each in found], said, fields=FIELDS)
