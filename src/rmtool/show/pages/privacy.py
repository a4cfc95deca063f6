"""What left, what is past its time, and the classes of fields, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rmtool.core.privacy import CLASSES, Field, listed
from rmtool.phrase import Phrase, phrase
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path


class Left(Protocol):
    """A file that left."""

    @property
    def at(self) -> str: ...
    @property
    def user(self) -> str | None: ...
    @property
    def command(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def format(self) -> str: ...
    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def rows(self) -> int: ...
    @property
    def masked(self) -> bool: ...
    @property
    def sha256(self) -> str: ...
    @property
    def path(self) -> str: ...


class List(Protocol):
    """A list that was to be kept until a day."""

    @property
    def id(self) -> int: ...
    @property
    def file(self) -> str: ...
    @property
    def source(self) -> str | None: ...
    @property
    def keep_until(self) -> date | None: ...


class Past(Protocol):
    """What is past its time."""

    @property
    def batches(self) -> Sequence[List]: ...
    @property
    def rows(self) -> Mapping[str, int]: ...
    @property
    def files(self) -> Sequence[Path]: ...
    @property
    def backups(self) -> int: ...


DISCLOSURE_FIELDS = ("at", "user", "command", "reason", "format", "columns", "rows", "masked", "sha256", "path")


def disclosures_page(left: Sequence[Left]) -> Page:
    """The files that left, the newest first."""
    records = [{name: getattr(each, name) for name in DISCLOSURE_FIELDS} for each in left]
    shown = [
        {
            **record,
            "at": each.at.replace("T", " ")[:16],
            "masked": phrase("privacy.masked" if each.masked else "privacy.unmasked"),
            "reason": each.reason or "",
            "sha256": each.sha256[:12],
        }
        for record, each in zip(records, left, strict=True)
    ]
    columns = [
        Column("at", phrase("keeping.at")),
        Column("command", phrase("keeping.command")),
        Column("rows", phrase("privacy.rows"), "number"),
        Column("masked", drop=1),
        Column("reason", phrase("privacy.reason"), cut=True),
        Column("path", phrase("keeping.file"), cut=True),
        Column("sha256", "SHA-256", drop=2),
    ]
    section = Section(columns=columns, rows=shown, empty=phrase("privacy.nothing_left"))
    return Page(records, [], [section], records=records, fields=DISCLOSURE_FIELDS, public=True)


def nothing_page() -> Page:
    """Nothing is past its time."""
    return Page(_record((), {}, ()), [phrase("privacy.nothing_past")], public=True)


def will_purge(past: Past) -> Phrase:
    """The question before what is past its time is erased."""
    return phrase("privacy.will_purge", **_said(past))


def would_purge_page(past: Past) -> Page:
    """What would be erased."""
    return Page(_record(past.batches, past.rows, past.files), [phrase("privacy.would_purge", **_said(past))])


def purged_page(past: Past) -> Page:
    """What was erased, and what may hold it still."""
    said = [phrase("privacy.purged", **_said(past))]
    if past.batches and past.backups:
        said.append(phrase("privacy.in_backups", count=past.backups))
    return Page(_record(past.batches, past.rows, past.files), said)


def _said(past: Past) -> dict[str, object]:
    rows = tuple(
        phrase("keeping.rows", table=phrase(f"keeping.table_{t}"), count=n) for t, n in sorted(past.rows.items())
    )
    lists = tuple(phrase("privacy.list", file=b.file, until=b.keep_until) for b in past.batches)
    return {
        "lists": lists or phrase("privacy.none"),
        "rows": rows or phrase("privacy.none"),
        "files": tuple(map(str, past.files)) or phrase("privacy.none"),
    }


def _record(batches: Sequence[List], rows: Mapping[str, int], files: Sequence[Path]) -> dict[str, object]:
    return {
        "batches": [{"batch": b.id, "file": b.file, "source": b.source, "keep_until": b.keep_until} for b in batches],
        "rows": dict(rows),
        "files": [str(file) for file in files],
    }


def classes_page() -> Page:
    """Every field with its class and its mask, by class."""
    found = sorted(listed(), key=lambda pair: CLASSES.index(pair[1].klass))
    records = [{"field": name, "class": each.klass, "mask": each.mask or None} for name, each in found]
    groups: dict[Field, list[str]] = {}
    for name, each in found:
        groups.setdefault(each, []).append(name)
    rows = [
        {
            "class": phrase(f"privacy.class_{each.klass.replace(' ', '_')}"),
            "mask": phrase(f"privacy.mask_{each.mask or 'none'}"),
            "fields": tuple(sorted(names)),
        }
        for each, names in groups.items()
    ]
    columns = [
        Column("class", phrase("privacy.class")),
        Column("mask", phrase("privacy.mask")),
        Column("fields", phrase("privacy.fields"), cut=True),
    ]
    return Page(records, [phrase("privacy.classes_lead")], [Section(columns=columns, rows=rows)], public=True)
