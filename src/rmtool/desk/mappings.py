"""What columns were said to mean: kept for lists with the same headings, told, forgotten. Not: asking (arrivals)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rmtool.desk import Desk
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.store.reading import Mapped
from rmtool.store.writing import Writing


class Answer(NamedTuple):
    """What a column means (`field`, or `ignore`) in lists with these headings."""

    fingerprint: str
    heading: str
    field: str


def remembered(desk: Desk) -> dict[str, dict[str, str]]:
    """Heading → field, by the fingerprint of the headings."""
    known: dict[str, dict[str, str]] = {}
    for mapped in desk.store.mappings():
        known.setdefault(mapped.fingerprint, {})[mapped.heading] = mapped.field
    return known


def remember(writing: Writing, answers: Iterable[Answer], known: Mapping[str, Mapping[str, str]], today: date) -> None:
    """Keeps the answers that say something new."""
    for answer in answers:
        if known.get(answer.fingerprint, {}).get(answer.heading) != answer.field:
            writing.remember_column({**answer._asdict(), "remembered_on": today})


def mappings(desk: Desk) -> list[Mapped]:
    """Everything remembered, the oldest first."""
    return desk.store.mappings()


def forget(desk: Desk, number: int) -> Mapped:
    """Forgets one answer; returns it. Raises UsageError if there is none of that number."""
    found = next((mapped for mapped in desk.store.mappings() if mapped.id == number), None)
    if found is None:
        raise UsageError("mappings.none_such", number=number)
    with desk.writing("mappings", phrase("mappings.did_forget", heading=found.heading)) as writing:
        writing.delete("mapping", found.id)
    return found
