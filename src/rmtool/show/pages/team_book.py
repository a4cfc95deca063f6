"""The sheets that RMs and their leads keep, all in one: clients, coverage, reviews, calendar, plan, prospects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import phrase
from rmtool.show.text import Page, Section, Sheet, made

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CLIENTS = "clients"
"""The name of the part whose records a CSV file holds."""


def team_book_page(parts: Mapping[str, Page]) -> Page:
    """The pages one after another, each by its name: a sentence each, their tables; in a workbook their sheets.

    A sheet is named by what its part is; a part that says no sheets of its own has one.
    """
    clients = parts[CLIENTS]
    lead = [said for page in parts.values() for said in page.lead[:1]]
    return Page(
        lambda: {name: made(page.data) for name, page in parts.items()},
        lead,
        [section for name, page in parts.items() for section in _sections(name, page)],
        records=lambda: clients.written(),
        fields=clients.fields,
        sheets=lambda: [sheet for name, page in parts.items() for sheet in _sheets(name, page)],
    )


def _sections(name: str, page: Page) -> Iterator[Section]:
    """The sections of a part, the first of which says what it is of where it has no title."""
    for number, section in enumerate(page.sections):
        title = section.title or (phrase(f"workbook.{name}") if number == 0 else "")
        yield section._replace(title=title)


def _sheets(name: str, page: Page) -> list[Sheet]:
    if page.sheets:
        return list(page.sheets())
    return [Sheet(phrase(f"workbook.{name}"), page.lead, page.sections)]
