"""Undo, history, backups, doctor and the small sentences after an edit, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from rmtool.phrase import Phrase, phrase
from rmtool.show.pages.changes import change_said
from rmtool.show.text import Column, Marked, Page, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rmtool.show.text import Said


class Done(Protocol):
    """A command on record."""

    @property
    def id(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def summary(self) -> Phrase | str: ...
    @property
    def undone(self) -> bool: ...


class Reversal(Protocol):
    """What an undo or redo will do or did: to which command, and how many rows of each table."""

    @property
    def command(self) -> Done: ...
    @property
    def rows(self) -> Mapping[str, int]: ...


class Checked(Protocol):
    """One thing that doctor looked at."""

    @property
    def name(self) -> str: ...
    @property
    def ok(self) -> bool: ...
    @property
    def found(self) -> Phrase: ...
    @property
    def mend(self) -> Phrase | None: ...


def done_page(data: Mapping[str, Any], *said: Said) -> Page:
    """A change that was made, in a sentence or two."""
    return Page(dict(data), said)


def reversal_said(key: str, reversal: Reversal) -> Phrase:
    """What an undo or redo will do or did, in a sentence."""
    rows = sorted(reversal.rows.items())
    counts = tuple(phrase("keeping.rows", table=phrase(f"keeping.table_{table}"), count=n) for table, n in rows)
    command = reversal.command
    return phrase(f"keeping.{key}", what=command.summary, at=command.at.replace("T", " ")[:16], rows=counts)


def reversed_page(field: str, key: str, reversal: Reversal) -> Page:
    """What an undo or redo did; `field` is its key in the record."""
    command = reversal.command
    record = {field: command.name, "id": command.id, "at": command.at, "rows": dict(reversal.rows)}
    return done_page(record, reversal_said(key, reversal))


def history_page(commands: Sequence[Done]) -> Page:
    """The commands that changed the book, newest first."""
    records = [{"id": c.id, "at": c.at, "command": c.name, "what": c.summary, "undone": c.undone} for c in commands]
    shown = [
        {**record, "at": c.at.replace("T", " ")[:16], "undone": phrase("keeping.is_undone") if c.undone else ""}
        for record, c in zip(records, commands, strict=True)
    ]
    columns = [
        Column("at", phrase("keeping.at")),
        Column("command", phrase("keeping.command"), drop=2),
        Column("what", phrase("keeping.what"), cut=True),
        Column("undone", drop=1),
    ]
    fields = ("id", "at", "command", "what", "undone")
    return Page(
        records,
        [],
        [Section(columns=columns, rows=shown, empty=phrase("keeping.no_history"))],
        records=records,
        fields=fields,
    )


def client_history_page(name: str, changes: Sequence[Any]) -> Page:
    """What commands changed about one client, newest first."""
    records = []
    shown = []
    for change in changes:
        fields = sorted({*change.before, *change.after} - {"id", "client_id", "batch_id"})
        moved = {f: [change.before.get(f), change.after.get(f)] for f in fields}
        moved = {f: pair for f, pair in moved.items() if pair[0] != pair[1] and not change.erased}
        record = {"at": change.command.at, "command": change.command.name, "table": change.table, "changes": moved}
        records.append(record)
        said = change_said(change.table, change.before, change.after)
        shown.append(
            {
                "at": change.command.at.replace("T", " ")[:16],
                "command": change.command.name,
                "table": phrase(f"keeping.table_{change.table}"),
                "changes": (phrase("keeping.erased"),) if change.erased else said,
            }
        )
    columns = [
        Column("at", phrase("keeping.at")),
        Column("command", phrase("keeping.command"), drop=1),
        Column("table", phrase("keeping.table")),
        Column("changes", phrase("keeping.changes"), cut=True),
    ]
    lead = phrase("keeping.client_history", name=name, count=len(records))
    return Page(records, [lead], [Section(columns=columns, rows=shown)], records=records)


def doctor_page(checks: Sequence[Checked]) -> Page:
    """What was looked at, what was found, and how to mend it."""
    records = [{"name": c.name, "ok": c.ok, "found": c.found, "mend": c.mend} for c in checks]
    wrong = sum(1 for c in checks if not c.ok)
    data = {"ok": not wrong, "checks": records}
    shown = [
        {
            "ok": phrase("keeping.well") if c.ok else Marked(phrase("keeping.look"), "overdue"),
            "name": phrase(f"keeping.check_{c.name}"),
            "found": c.found,
        }
        for c in checks
    ]
    lead = phrase("keeping.doctor_look", count=wrong) if wrong else phrase("keeping.doctor_well", count=len(checks))
    mends = [phrase("keeping.mend", name=phrase(f"keeping.check_{c.name}"), how=c.mend) for c in checks if c.mend]
    return Page(
        data,
        [lead],
        [Section(columns=[Column("ok"), Column("name"), Column("found", cut=True)], rows=shown)],
        mends,
        records=records,
        fields=("name", "ok", "found", "mend"),
    )


def backups_page(path: Path) -> Page:
    """A backup that was made."""
    return Page({"file": path}, [phrase("keeping.backed_up", file=path)])
