"""What columns were said to mean, as a page and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rmtool.phrase import phrase
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmtool.show.rows import Record


class Mapped(Protocol):
    """One column and its field."""

    @property
    def id(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def remembered_on(self) -> date: ...


_SHORT = 8
"""Characters of a fingerprint that tell lists apart to a person."""


def mappings_page(listed: Sequence[Mapped]) -> Page:
    """Every column remembered."""
    records = [_record(mapped) for mapped in listed]
    shown = [{**record, "fingerprint": str(record["fingerprint"])[:_SHORT]} for record in records]
    columns = [
        Column("id", phrase("mappings.id")),
        Column("heading", phrase("mappings.heading"), cut=True),
        Column("field", phrase("mappings.field")),
        Column("remembered_on", phrase("mappings.remembered_on"), drop=2),
        Column("fingerprint", phrase("mappings.fingerprint"), drop=1),
    ]
    section = Section(columns=columns, rows=shown, empty=phrase("mappings.empty"))
    closing = [phrase("mappings.how_to_forget")] if records else []
    fields = ("id", "heading", "field", "remembered_on", "fingerprint")
    return Page(records, [], [section], closing, records=records, fields=fields)


def forgotten_page(mapped: Mapped) -> Page:
    """A column forgotten."""
    said = phrase("mappings.forgotten", heading=mapped.heading, field=mapped.field)
    return Page({"forgotten": _record(mapped)}, [said])


def _record(mapped: Mapped) -> Record:
    return {
        "id": mapped.id,
        "heading": mapped.heading,
        "field": mapped.field,
        "remembered_on": mapped.remembered_on,
        "fingerprint": mapped.fingerprint,
    }
