"""Undo, history, backups, doctor and the small sentences after an edit, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from rmtool.errors import RmtoolError
from rmtool.phrase import Phrase, phrase
from rmtool.show.pages.changes import change_said
from rmtool.show.text import Column, Marked, Page, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
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


class Kept(Protocol):
    """A backup."""

    @property
    def path(self) -> Path: ...
    @property
    def at(self) -> datetime: ...
    @property
    def size(self) -> int: ...
    @property
    def head(self) -> str | None: ...


class Entry(Protocol):
    """A command on record in some book."""

    @property
    def at(self) -> str: ...
    @property
    def summary(self) -> Phrase | str | None: ...


class Named(Protocol):
    """A client."""

    @property
    def client_no(self) -> str: ...
    @property
    def name(self) -> str: ...


class Leaving(Protocol):
    """What forgetting a client would take."""

    @property
    def client(self) -> Named: ...
    @property
    def rows(self) -> Mapping[str, int]: ...
    @property
    def backups(self) -> int: ...
    @property
    def files(self) -> Sequence[Path]: ...


class Forgotten(Protocol):
    """What went, the backups written anew, and what facts about others still say."""

    @property
    def rows(self) -> Mapping[str, int]: ...
    @property
    def backups(self) -> Sequence[Path]: ...
    @property
    def left(self) -> Sequence[str]: ...


class Gone(Protocol):
    """A client that was forgotten, the files that went with it, and those that may still name it."""

    @property
    def client(self) -> Named: ...
    @property
    def done(self) -> Forgotten: ...
    @property
    def deleted(self) -> Sequence[Path]: ...
    @property
    def elsewhere(self) -> Sequence[Path]: ...


_LOST_NAMED = 5
"""How many commands, or texts, are named in a sentence."""


def done_page(data: Mapping[str, Any], *said: Said) -> Page:
    """A change that was made, in a sentence or two."""
    return Page(dict(data), said)


def reversal_said(key: str, reversal: Reversal) -> Phrase:
    """What an undo or redo will do or did, in a sentence."""
    counts = _rows_said(reversal.rows)
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
    return checks_page(checks, "doctor", lambda name: phrase(f"keeping.check_{name}"))


def wants_look(wrong: Sequence[Checked]) -> RmtoolError:
    """What needs a look, in a sentence."""
    names = tuple(phrase(f"keeping.check_{check.name}") for check in wrong)
    return RmtoolError("keeping.doctor_quiet", count=len(wrong), names=names)


def checks_page(checks: Sequence[Checked], of: str, called: Callable[[str], Said] | None = None) -> Page:
    """The same of what `of` looked at; `called` says how a check is called, if not by its own name."""
    names = [(called or _check_name)(c.name) for c in checks]
    records = [{"name": c.name, "ok": c.ok, "found": c.found, "mend": c.mend} for c in checks]
    wrong = sum(1 for c in checks if not c.ok)
    data = {"ok": not wrong, "checks": records}
    shown = [
        {
            "ok": phrase("keeping.well") if c.ok else Marked(phrase("keeping.look"), "overdue"),
            "name": name,
            "found": c.found,
        }
        for c, name in zip(checks, names, strict=True)
    ]
    lead = phrase(f"keeping.{of}_look", count=wrong) if wrong else phrase(f"keeping.{of}_well", count=len(checks))
    mends = [phrase("keeping.mend", name=name, how=c.mend) for c, name in zip(checks, names, strict=True) if c.mend]
    return Page(
        data,
        [lead],
        [Section(columns=[Column("ok"), Column("name"), Column("found", cut=True)], rows=shown)],
        mends,
        records=records,
        fields=("name", "ok", "found", "mend"),
    )


def _check_name(name: str) -> Said:
    """A part of the file, or a backup by its file's name."""
    return name if name.endswith(".db") else phrase(f"keeping.check_{name}")


def backups_page(backups: Sequence[Kept]) -> Page:
    """The backups there are, the newest first."""
    records = [{"file": b.path, "at": b.at.isoformat(), "bytes": b.size, "head": b.head} for b in backups]
    shown = [{"at": f"{b.at:%Y-%m-%d %H:%M}", "size": f"{b.size / 1e6:.1f} MB", "file": b.path.name} for b in backups]
    columns = [
        Column("at", phrase("keeping.at")),
        Column("size", phrase("keeping.size"), align="right"),
        Column("file", phrase("keeping.file")),
    ]
    lead = phrase("keeping.backups_listed", count=len(backups))
    return Page(records, [lead], [Section(columns=columns, rows=shown)] if backups else [], records=records)


def will_restore(file: Path, lost: Sequence[Entry]) -> Phrase:
    """The question before a backup is put in the book's place, with what would be lost."""
    if not lost:
        return phrase("keeping.will_restore", file=file)
    said = tuple(
        phrase("keeping.lost_command", at=e.at.replace("T", " ")[:16], what=e.summary or phrase("keeping.erased"))
        for e in lost[:_LOST_NAMED]
    )
    return phrase("keeping.will_lose", file=file, count=len(lost), commands=said)


def will_forget(leaving: Leaving) -> Phrase:
    """The question before a client is forgotten; every file that goes is named in it."""
    client = leaving.client
    return phrase(
        "keeping.will_forget_files" if leaving.files else "keeping.will_forget",
        files=tuple(str(path) for path in leaving.files),
        name=client.name,
        number=client.client_no,
        rows=_rows_said(leaving.rows),
        backups=leaving.backups,
    )


def forgotten_page(gone: Gone) -> Page:
    """What was forgotten, and where the client may still be named."""
    client, done = gone.client, gone.done
    said = [phrase("keeping.forgot", name=client.name, rows=_rows_said(done.rows), backups=len(done.backups))]
    if done.left:
        said.append(phrase("keeping.forgot_left", texts=tuple(done.left[:_LOST_NAMED])))
    if gone.deleted:
        said.append(phrase("keeping.forgot_files", files=tuple(str(path) for path in gone.deleted)))
    if gone.elsewhere:
        said.append(phrase("keeping.forgot_elsewhere", files=tuple(str(path) for path in gone.elsewhere)))
    record = {
        "client_no": client.client_no,
        "rows": dict(done.rows),
        "backups": [str(path) for path in done.backups],
        "left": list(done.left),
        "deleted": [str(path) for path in gone.deleted],
        "elsewhere": [str(path) for path in gone.elsewhere],
    }
    return done_page(record, *said, phrase("keeping.forgot_copies"))


def _rows_said(rows: Mapping[str, int]) -> tuple[Phrase, ...]:
    return tuple(phrase("keeping.rows", table=phrase(f"keeping.table_{t}"), count=n) for t, n in sorted(rows.items()))
