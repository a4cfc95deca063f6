"""What is past its time: lists that were to be kept until a day, exported files. Not: how rows are erased (store)."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rmtool.core.exports import told_by
from rmtool.desk import Desk
from rmtool.errors import BookError
from rmtool.phrase import phrase
from rmtool.store.backup import FOLDER
from rmtool.store.batches import brought, expired, purge_batches
from rmtool.store.connection import files_explained
from rmtool.store.disclosures import disclosures
from rmtool.store.reading import Batch

EXPORTS = "exports"


class Past(NamedTuple):
    """What is past its time: lists, the rows by table that only they support, and files.

    `backups` counts the backups, which may hold those rows still.
    """

    batches: Sequence[Batch]
    rows: Mapping[str, int]
    files: Sequence[Path]
    backups: int


def past(desk: Desk) -> Past:
    """What purge would take on the command's day."""
    batches = expired(desk.store, desk.today)
    rows = {table: len(ids) for table, ids in brought(desk.store, [b.id for b in batches]).items()} if batches else {}
    kept = sum(1 for _ in (desk.session.home / FOLDER).glob("*.db"))
    return Past(batches, rows, past_files(desk), kept)


def past_files(desk: Desk) -> list[Path]:
    """The exported files whose names say that they are valid no longer: in the home's folder, and wherever the record
    of what left says that one was written.
    """
    folder = desk.session.home / EXPORTS
    with files_explained(folder):
        files = {file.absolute(): file for file in folder.iterdir()} if folder.is_dir() else {}
    for left in disclosures(desk.session.home):
        files.setdefault(Path(left.path), Path(left.path))
    return sorted(file for file in files.values() if _is_past(file, desk.today))


def _is_past(file: Path, today: date) -> bool:
    """Whether a file is named as rmtool names its own, is past its time by that, and is no link to another."""
    told = told_by(file.name)
    if not (told and told.until and told.until < today):
        return False
    try:
        return file.is_file() and not file.is_symlink()
    except OSError:  # it was written to a disk that isn't there now
        return False


def purge(desk: Desk, found: Past) -> Past:
    """Takes it: the rows out of the book and its journal, the files from the folder of exports."""
    rows: Mapping[str, int] = {}
    if found.batches:
        names = tuple(batch.file for batch in found.batches)
        summary = phrase("privacy.did_purge", count=len(names), files=names)
        with desk.changing():
            rows = purge_batches(desk.store, found.batches, summary, desk.session.now)
    for file in found.files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise BookError("privacy.not_deleted", file=file, why=error.strerror or "") from error
    return found._replace(rows=rows)
