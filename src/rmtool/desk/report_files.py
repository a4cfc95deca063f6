"""Reports that go into a folder under names of their own: where each goes, and which are owed. Not: what they say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rmtool.core.book import ACTIVE
from rmtool.core.exports import exported, safe, told_by
from rmtool.core.owed_reports import KINDS, owed_reports
from rmtool.desk import Desk
from rmtool.desk.purging import EXPORTS
from rmtool.desk.reports import Asked
from rmtool.session import Session
from rmtool.store.connection import files_explained
from rmtool.store.turns import in_turn

_LOCK = "reports.lock"


@contextmanager
def one_at_a_time(session: Session) -> Iterator[None]:
    """While nobody else makes reports of this home into a folder. Raises BookError after the session's wait."""
    with in_turn(session.home / "cache" / _LOCK, session.wait, "reports.being_made"):
        yield


def place(desk: Desk, folder: Path, report: Asked, suffix: str, owner: str | None) -> Path:
    """Where the report of these days goes; the home's own folder of exports is made if it isn't there."""
    exports = desk.session.home / EXPORTS
    if folder.absolute() == exports.absolute():
        with files_explained(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    days = desk.rules.privacy.export_days
    return folder / exported(*report, desk.today, days, suffix, owner or owner_of(desk)).name


def owner_of(desk: Desk) -> str | None:
    """Whose book it is: the RM of its active clients, on any day; None where they have several, or none."""
    found = {client.rm for client in desk.book.clients if client.rm and client.status == ACTIVE}
    return found.pop() if len(found) == 1 else None


def owed(desk: Desk, folder: Path, suffix: str, owner: str | None) -> list[tuple[date, Asked]]:
    """The reports that were missed since the oldest of their kind in the folder, each with its own day, in order."""
    whose = safe(owner or owner_of(desk))
    with files_explained(folder):
        names = [path.name for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    made = [told for name in names if (told := told_by(name)) and told.suffix == suffix and told.owner == whose]
    found = []
    for kind in KINDS:
        periods = [told.period for told in made if told.kind == kind]
        found += owed_reports(kind, periods, desk.today, desk.rules.privacy.export_days, desk.calendar)
    found.sort(key=lambda report: (report.on, KINDS.index(report.kind)))
    return [(report.on, Asked(report.kind, report.period)) for report in found]
