"""What became of imported lists, as a page and as records."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rmtool.lang import speak
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import tier_said
from rmtool.show.pages.holdings import kind_said
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.arrivals import FieldChange, Imported
    from rmtool.core.book import Client, Holding
    from rmtool.core.duplicates import Duplicate
    from rmtool.core.rules import Rules
    from rmtool.phrase import Phrase
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

_KINDS = ("clients", "contacts", "prospects", "holdings", "persons")
"""In the order in which they matter for the next step."""

_SHOWN = 5
"""Clients that a sentence names."""

_RUN = 4
"""Columns in a row for one field from which on only the first and the last are named."""

_LISTED = 20
"""New clients, changes and rows set aside that a dry run shows; all of them are in the other formats."""


def imported_page(lists: Sequence[Imported], rules: Rules) -> Page:
    """Every list: what was understood, what it changed, what to do next."""
    lead = [phrase("arrivals.dry_run")] if any(done.dry_run for done in lists) else []
    sections: list[Section] = []
    for done in lists:
        sections.append(Section(_title(done), lines=_lines(done)))
        if done.dry_run:
            sections += _would_change(done)
        if done.moves:
            sections.append(_moves(done, rules))
    kinds = [done.kind for done in lists]
    closing = [phrase(f"arrivals.next_{kind}") for kind in _KINDS if kind in kinds][:1]
    if any(done.dry_run for done in lists):
        closing = [phrase("arrivals.next_dry_run")]
    return Page(lambda: [imported_record(done) for done in lists], lead, sections, closing)


def imported_record(done: Imported) -> Record:
    """One list as the contract has it."""
    return {
        "file": done.file,
        "sheet": done.sheet,
        "kind": done.kind,
        "batch": done.batch,
        "as_of": done.on,
        "rows": done.rows,
        "added": done.tally.added,
        "changed": done.tally.changed,
        "unchanged": done.tally.unchanged,
        "set_aside": done.set_aside,
        "set_aside_file": done.set_aside_file,
        "created_clients": len(done.added) if done.kind in ("contacts", "holdings") else 0,
        "added_clients": [_named(client) for client in done.added],
        "added_holdings": [_holding_record(*pair) for pair in done.holdings],
        "changes": [_change_record(change) for change in done.changes],
        "duplicates": [_duplicate_record(double) for double in done.duplicates],
        "set_aside_rows": [{"row": kept.place.row, "reasons": list(kept.reasons)} for kept in done.aside],
        "vanished": [_named(client) for client in done.vanished] + [_holding_record(*pair) for pair in done.ended],
        "columns": dict(done.columns),
        "ignored_columns": list(done.ignored_columns),
        "tier_moves": [rows.moved_record(move) for move in done.moves],
        "warnings": list(done.warnings),
        "dry_run": done.dry_run,
    }


def _change_record(change: FieldChange) -> Record:
    before, after = change.before, change.after
    if change.is_amount:
        before, after = rows.money(before), rows.money(after)
    return {**_named(change.client), "field": change.field, "on": change.on, "before": before, "after": after}


def _holding_record(client: Client, holding: Holding) -> Record:
    return {**_named(client), **rows.holding_record(holding)}


def _duplicate_record(double: Duplicate) -> Record:
    other = double.other
    return {
        **_named(double.client),
        "other_no": other.client_no,
        "other_name": other.name,
        "why": double.why,
        "likeness": double.likeness,
    }


def _would_change(done: Imported) -> list[Section]:
    """What a dry run found: who would be new, what would change, which rows would be set aside; the first of each."""
    sections = []
    if done.added:
        new = [_named(client) for client in done.added[:_LISTED]]
        title = phrase("arrivals.would_add", count=len(done.added))
        sections.append(Section(title, _whose(), new, _rest(done.added)))
    sections += [_holdings(key, found) for key, found in (("add", done.holdings), ("end", done.ended)) if found]
    if done.changes:
        columns = [
            *_whose(),
            Column("field", phrase("arrivals.field")),
            Column("before", phrase("arrivals.before"), cut=True),
            Column("after", phrase("arrivals.after"), cut=True),
        ]
        shown = [_change_shown(change) for change in done.changes[:_LISTED]]
        title = phrase("arrivals.would_change", count=len(done.changes))
        sections.append(Section(title, columns, shown, _rest(done.changes)))
    if done.aside:
        columns = [Column("row", phrase("arrivals.row")), Column("reasons", phrase("arrivals.reason"), cut=True)]
        aside = [{"row": kept.place.row, "reasons": tuple(kept.reasons)} for kept in done.aside[:_LISTED]]
        title = phrase("arrivals.would_set_aside", count=len(done.aside))
        sections.append(Section(title, columns, aside, _rest(done.aside)))
    return sections


def _holdings(key: str, found: Sequence[tuple[Client, Holding]]) -> Section:
    """The first of the holdings that would be new, or no longer held."""
    columns = [
        *_whose(),
        Column("product", phrase("holdings.product"), cut=True),
        Column("kind", phrase("holdings.kind"), drop=3),
        Column("amount", phrase("holdings.amount"), "money"),
        Column("matures", phrase("holdings.matures"), "date", drop=2),
    ]
    shown = [
        {**_named(c), "product": h.product, "kind": kind_said(h.kind), "amount": h.fen, "matures": h.matures}
        for c, h in found[:_LISTED]
    ]
    return Section(phrase(f"holdings.would_{key}", count=len(found)), columns, shown, _rest(found))


def _whose() -> list[Column]:
    return [Column("client_no", phrase("lists.client_no"), drop=1), Column("name", phrase("lists.name"), cut=True)]


def _rest(listed: Sequence[object]) -> list[Said]:
    return [phrase("arrivals.rest", more=len(listed) - _LISTED)] if len(listed) > _LISTED else []


def _change_shown(change: FieldChange) -> Record:
    before, after = change.before, change.after
    if change.is_amount:
        before, after = phrase("arrivals.money", amount=before), phrase("arrivals.money", amount=after)
    field: Said = change.field
    if change.on:
        field = phrase("arrivals.field_on", field=change.field, on=change.on)
    return {**_named(change.client), "field": field, "before": before, "after": after}


def _named(client: Client) -> Record:
    return {"client_no": client.client_no, "name": client.name}


def _title(done: Imported) -> Phrase:
    kind = phrase(f"arrivals.kind_{done.kind}")
    if done.sheet is None:
        return phrase("arrivals.title", file=done.file, kind=kind)
    return phrase("arrivals.sheet_title", file=done.file, sheet=done.sheet, kind=kind)


def _lines(done: Imported) -> list[Said]:
    counts = {**done.tally._asdict(), "rows": done.rows, "set_aside": done.set_aside}
    lines: list[Said] = [phrase("arrivals.counts", **counts)]
    lines += [_amount(done, heading, unit) for heading, unit in done.units.items()]
    others = {heading: field for heading, field in done.columns.items() if heading not in done.units}
    if others:
        lines.append(phrase("arrivals.columns", columns=_columns(others)))
    if done.ignored_columns:
        lines.append(phrase("arrivals.ignored", columns=tuple(done.ignored_columns)))
    if done.vanished:
        lines.append(phrase("arrivals.vanished", count=len(done.vanished), names=_names(done.vanished)))
    lines += [phrase("arrivals.warning", warning=warning) for warning in done.warnings]
    if done.set_aside_file:
        lines.append(phrase("arrivals.set_aside_in", count=done.set_aside, file=done.set_aside_file))
    return lines


def _amount(done: Imported, heading: str, unit: int) -> Phrase:
    field, on = _field(done.columns[heading]), done.dates.get(heading, done.on)
    return phrase("arrivals.amount", heading=heading, field=field, unit=phrase(f"arrivals.unit_{unit}"), on=on)


def _field(field: str) -> Said:
    """A measure with what it means, where it is one that rmtool knows by itself."""
    key = f"intake.field_{field}"
    return phrase(key) if speak().has(key) else field


def _columns(columns: dict[str, str]) -> tuple[Phrase, ...]:
    """Which column became what; of many in a row for one field (a calendar's days) the first and the last."""
    said: list[Phrase] = []
    for field, group in groupby(columns.items(), key=lambda column: column[1]):
        headings = [heading for heading, _ in group]
        if len(headings) < _RUN:
            said += [phrase("arrivals.column", heading=heading, field=field) for heading in headings]
        else:
            ends = {"first": headings[0], "last": headings[-1]}
            said.append(phrase("arrivals.columns_run", **ends, count=len(headings), field=field))
    return tuple(said)


def _names(clients: Sequence[Client]) -> Phrase:
    names = tuple(client.name for client in clients[:_SHOWN])
    if len(clients) > _SHOWN:
        return phrase("arrivals.and_more", names=names, more=len(clients) - _SHOWN)
    return phrase("arrivals.names", names=names)


def _moves(done: Imported, rules: Rules) -> Section:
    columns = [
        *_whose(),
        Column("from", phrase("lists.from")),
        Column("to", phrase("lists.to")),
    ]
    shown = [
        {**_named(move.client), "from": tier_said(move.before, rules), "to": tier_said(move.after, rules)}
        for move in done.moves
    ]
    return Section(phrase("arrivals.moves", count=len(done.moves)), columns, shown)
