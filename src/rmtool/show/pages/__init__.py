"""Each result as a page: the sentence that matters first, then its tables. Not: records (rows), formats (text)."""

from rmtool.core.book import MEASURES
from rmtool.core.rules import Rules
from rmtool.phrase import Phrase, phrase
from rmtool.show.text import Marked, Page, Said, Section, Sheet


def state_said(state: str | None) -> Marked | None:
    """A state in words, marked for its colour."""
    return Marked(phrase(f"due.state_{state}"), state) if state else None


def tier_said(tier: str | None, rules: Rules) -> Said | None:
    """A tier's name, or a prospect's grade."""
    if tier is None:
        return None
    if tier.startswith("prospect-"):
        return phrase("lists.prospect_grade", grade=tier.removeprefix("prospect-"))
    return phrase("lists.tier_name", name=rules.tier(tier).name)


def measure_said(measure: str | None) -> Said:
    """A measure's name; one that the house doesn't know goes by its own."""
    return phrase(f"lists.measure_{measure}") if measure in MEASURES else measure or ""


def measures_said(measures: tuple[str, ...]) -> Said:
    """The measures of which the first that a client has counts."""
    first, *others = measures
    if not others:
        return measure_said(first)
    return phrase("lists.else", first=measure_said(first), others=tuple(measure_said(m) for m in others))


def elapsed_said(elapsed: int | None, interval: float | None) -> Phrase | None:
    """How many days of the interval have passed: `13/10 d`."""
    if interval is None:
        return None
    return phrase("lists.elapsed", elapsed=elapsed, interval=interval)


def on_one_sheet(page: Page, name: str) -> Page:
    """The page, whose tables stand one below another on one sheet of a workbook, called by that text."""
    sections = [*page.sections, Section(lines=page.closing)]
    return page._replace(sheets=lambda: [Sheet(phrase(f"workbook.{name}"), page.lead, sections)])
