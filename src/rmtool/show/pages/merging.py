"""A merger of two clients, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import Phrase, phrase
from rmtool.show.text import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmtool.core.merging import Merger
    from rmtool.show.text import Said


def will_merge(planned: Merger) -> Phrase:
    """The question before it is done."""
    return phrase("merging.will", **_names(planned), details=tuple(_details(planned)))


def merged_page(planned: Merger, said: Said) -> Page:
    """What was done."""
    record = {
        "client_no": planned.fields.get("client_no", planned.kept.client_no),
        "name": planned.kept.name,
        "merged_no": planned.merged.client_no,
        "merged_name": planned.merged.name,
        "moved": dict(planned.moved),
        "dropped": dict(planned.dropped),
        "fields": dict(planned.fields),
        "aliases": list(planned.aliases),
    }
    return Page(record, [phrase("merging.merged", **_names(planned)), *_details(planned), said])


def _names(planned: Merger) -> dict[str, str]:
    kept, merged = planned.kept, planned.merged
    return {"name": merged.name, "number": merged.client_no, "into": kept.name, "into_number": kept.client_no}


def _details(planned: Merger) -> list[Phrase]:
    details = []
    if planned.moved:
        details.append(phrase("merging.moved", rows=_rows(planned.moved)))
    if planned.dropped:
        details.append(phrase("merging.dropped", rows=_rows(planned.dropped), into=planned.kept.name))
    if planned.fields:
        fields = tuple(phrase("merging.field", field=f, value=v) for f, v in sorted(planned.fields.items()))
        details.append(phrase("merging.fields", fields=fields))
    if planned.aliases:
        details.append(phrase("merging.aliases", aliases=planned.aliases, into=planned.kept.name))
    return details


def _rows(counts: Mapping[str, int]) -> tuple[Phrase, ...]:
    return tuple(phrase("keeping.rows", table=phrase(f"keeping.table_{t}"), count=n) for t, n in counts.items())
