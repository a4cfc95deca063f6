"""Keeping the book: undo and history, backups, export of every fact."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from csv import writer
from datetime import date
from itertools import takewhile
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

from rmtool.core.book import CARD_TEXTS, PROSPECT, Book, Card, Client, Holding
from rmtool.core.exports import BOOK, exported
from rmtool.core.formula_text import harmless
from rmtool.core.periods import Span
from rmtool.desk import Desk
from rmtool.errors import BookError, UsageError
from rmtool.half_made import half_made
from rmtool.phrase import phrase
from rmtool.store import backup as backups
from rmtool.store import history as journal
from rmtool.store.checks import Check, check
from rmtool.store.connection import BOOK_NAME, files_explained
from rmtool.store.history import Change, Command, Reversal, commands, pending_redo, pending_undo
from rmtool.store.journal import NEVER_UNDONE
from rmtool.store.store import Store
from rmtool.store.verifying import verify_backup


def undoable(desk: Desk) -> list[Command]:
    """The commands that hold and could be taken back, the next one first."""
    return [c for c in commands(desk.store) if c.undoes is None and not c.undone and c.name not in NEVER_UNDONE]


def next_undo(desk: Desk) -> Reversal:
    """What undo would take back. Raises UsageError if there is nothing."""
    found = pending_undo(desk.store)
    if found is None:
        raise UsageError("history.nothing_to_undo")
    return found


def next_redo(desk: Desk) -> Reversal:
    """What redo would do again. Raises UsageError if there is nothing."""
    found = pending_redo(desk.store)
    if found is None:
        raise UsageError("history.nothing_to_redo")
    return found


def undo(desk: Desk, shown: Reversal) -> Reversal:
    """Takes back what was shown."""
    with desk.changing():
        return journal.undo(desk.store, desk.session.now, shown)


def redo(desk: Desk, shown: Reversal) -> Reversal:
    """Does again what was shown."""
    with desk.changing():
        return journal.redo(desk.store, desk.session.now, shown)


def history(desk: Desk) -> list[Command]:
    """The commands that changed the book, the newest first."""
    return commands(desk.store)


def client_history(desk: Desk, client: Client) -> list[Change]:
    """What commands changed about a client, the newest first."""
    return journal.changes_of_client(desk.store, client.id)


def back_up(desk: Desk, file: Path | None) -> Path:
    """Makes a checked copy of the book; returns where. Raises BookError for a place where none can be."""
    if file:
        _check_place(desk, file)
        backups.back_up(desk.store.path, file, desk.session.wait)
        return file
    made = backups.keep(desk.session.home, desk.session.now, desk.session.wait)
    backups.rotate(desk.session.home, made)
    return made


def _check_place(desk: Desk, file: Path) -> None:
    """Raises BookError where a copy would land in no folder, or in the place of the book itself."""
    with files_explained(file):
        if not file.parent.is_dir():
            raise BookError("show.no_folder", file=file, folder=file.parent)
        if file.is_dir():
            raise BookError("show.is_a_folder", file=file)
        if file.exists() and desk.store.path.samefile(file):
            raise BookError("keeping.onto_itself", file=file)


def listed(desk: Desk) -> list[backups.Backup]:
    """The backups in the home's folder, the newest first."""
    return backups.list_backups(desk.session.home)


def verified(desk: Desk) -> list[Check]:
    """Each backup looked at whole: its pages, its journal, its facts, and the head that its name has."""
    return [_verified(desk, backup) for backup in listed(desk)]


def _verified(desk: Desk, backup: backups.Backup) -> Check:
    try:
        flaws = verify_backup(backup.path, backup.head, desk.session.wait)
    except BookError as error:
        return Check(backup.path.name, False, error.message, phrase("keeping.mend_backup"))
    if flaws:
        found = phrase("keeping.backup_bad", count=len(flaws), flaws=tuple(flaws[:5]))
        return Check(backup.path.name, False, found, phrase("keeping.mend_backup"))
    return Check(backup.path.name, True, phrase("keeping.backup_good"))


def drill(desk: Desk) -> list[Check]:
    """Restores the newest sound backup into a folder of its own and looks at the book there; then all is gone again.

    Raises BookError if there is no sound backup.
    """
    sound = next((b for b, c in zip(listed(desk), verified(desk), strict=True) if c.ok), None)
    if sound is None:
        raise BookError("keeping.nothing_to_drill", folder=desk.session.home / backups.FOLDER)
    session = desk.session
    home = half_made(session.home)
    try:
        summary = phrase("keeping.did_restore", file=sound.path.name)
        backups.restore(sound.path, home, session.now, summary, session.wait)
        with Store(home, session.wait, session.now) as store:
            clients, contacts = len(store.book(balances=False, log=False, visits=False).clients), len(store.contacts())
            looks = [c for c in check(store, desk.today) if c.name not in ("backups", "size")]
    finally:
        rmtree(home, ignore_errors=True)
    found = phrase("keeping.drilled", file=sound.path.name, at=sound.at.date(), clients=clients, contacts=contacts)
    return [Check("restored", True, found), *(look._replace(mend=None) for look in looks)]


def would_be_lost(desk: Desk, file: Path) -> list[backups.Entry]:
    """The commands of the present book that the backup doesn't have, the newest first; none if either can't be read."""
    try:
        present, kept = (backups.entries(path, desk.session.wait) for path in (desk.session.home / BOOK_NAME, file))
    except BookError:
        return []
    same = sum(1 for _ in takewhile(lambda pair: pair[0][:2] == pair[1][:2], zip(present, kept, strict=False)))
    return present[same:][::-1]


def check_backup(desk: Desk, file: Path) -> None:
    """Raises BookError unless the file is a sound book."""
    with files_explained(file):
        if not file.is_file():
            raise BookError("keeping.no_such_backup", file=file, folder=desk.session.home / backups.FOLDER)
    backups.check_book(file, desk.session.wait)


def restore(desk: Desk, file: Path) -> Path | None:
    """Puts a backup in the book's place; returns where the book that was there is kept."""
    session = desk.session
    return backups.restore(file, session.home, session.now, phrase("keeping.did_restore", file=file.name), session.wait)


def export_path(desk: Desk) -> Path:
    """Where an export goes if nobody says: the home's folder of exports, named by the day."""
    folder = desk.session.home / "exports"
    with files_explained(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    day = Span(desk.today, desk.today)
    return folder / exported(BOOK, day, desk.today, desk.rules.privacy.export_days, ".zip").name


class Zipped(NamedTuple):
    """An export: its bytes, the columns of its lists, and how many rows these have."""

    content: bytes
    columns: Sequence[str]
    rows: int


Mask = Callable[[object, str, str], object]
"""Masks a cell, by its column and by the table that it is of."""


def export_zip(desk: Desk, mask: Mask | None = None) -> Zipped:
    """Every fact as a zip of CSV files, the same bytes for the same book; a masked one can't be taken back.

    Clients, balances (a file a date, named by it), prospects, contacts and holdings stand as `import` reads them; what
    has no list of its own (people, visits, trips, cadences, cards' histories) stands beside them as it is kept.
    """
    packed = io.BytesIO()
    columns: dict[str, None] = {}
    count = 0
    with desk.store.reading(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, headings, rows in (*_lists(desk), *_others(desk)):
            text = io.StringIO()
            lines = writer(text, lineterminator="\r\n")
            lines.writerow(headings)
            for row in rows:
                cells = [mask(v, h, _of(name)) for h, v in zip(headings, row, strict=True)] if mask else row
                lines.writerow([_written(value) for value in cells])
                count += 1
            columns |= dict.fromkeys(headings)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text.getvalue().encode("utf-8-sig"), zipfile.ZIP_DEFLATED)
    return Zipped(packed.getvalue(), tuple(columns), count)


def _of(name: str) -> str:
    """The table that a file of the export is of."""
    if name.startswith("balances-"):
        return "balance"
    return name.removeprefix("other/").removesuffix(".csv")


def _written(value: object) -> object:
    return "" if value is None else harmless(value) if isinstance(value, str) else value


Table = tuple[str, Sequence[str], Iterable[Sequence[object]]]
"""A file's name, its headings and its rows."""

_CLIENT_FIELDS = ("client_no", "name", "credit_code", "kind", "status", "industry", "district", "address", "lat", "lon")
_MORE_FIELDS = (
    *("group", "chain", "tag", "rm", "founded", "phone", "hours", "birthday", "prefers", "call_hours", "entered"),
)
_CONTACT_FIELDS = (
    "date",
    "time",
    "client_no",
    "name",
    "code",
    "person",
    "note",
    "outcome",
    "minutes",
    "next",
    "next_on",
)
_HOLDING_FIELDS = (
    *("client_no", "name", "product", "product_kind", "contract_no", "amount", "opened", "matures", "term", "rate"),
    *("risk", "bank", "cover", "premium", "as_of", "ended"),
)


def _lists(desk: Desk) -> Iterator[Table]:
    book = desk.book
    clients = [c for c in book.clients if c.status != PROSPECT]
    prospects = [c for c in book.clients if c.status == PROSPECT]
    by_id = {c.id: c for c in book.clients}
    headings = (*_CLIENT_FIELDS, *_MORE_FIELDS)
    yield "clients.csv", headings, [_cells(c) for c in clients]
    yield from _balances(book)
    cards = (*headings, "value", "likelihood", "stage", "source", "grade", *CARD_TEXTS)
    yield "prospects.csv", cards, [(*_cells(c), *_card_cells(book.cards.get(c.id))) for c in prospects]
    contacts = [
        (c.on, c.at, who.client_no, who.name, c.code, c.person, c.note, c.outcome, c.minutes, c.next, c.next_on)
        for c in desk.store.contacts()
        for who in (by_id[c.client_id],)
    ]
    yield "contacts.csv", _CONTACT_FIELDS, contacts
    yield "holdings.csv", _HOLDING_FIELDS, [_holding_cells(by_id[h.client_id], h) for h in desk.store.holdings()]


def _balances(book: Book) -> Iterator[Table]:
    """One list a date, the amounts in the book's currency, which its headings name."""
    suffix = "" if book.currency == "CNY" else f"_{book.currency.lower()}"
    by_date: dict[date, dict[int, dict[str, int]]] = {}
    for client in book.clients:
        for balance in book.balances.get(client.id, ()):
            by_date.setdefault(balance.on, {}).setdefault(client.id, {})[balance.measure] = balance.fen
    by_id = {c.id: c for c in book.clients}
    for on, amounts in sorted(by_date.items()):
        measures = sorted({measure for listed in amounts.values() for measure in listed})
        rows = [
            (by_id[i].client_no, by_id[i].name, *(_yuan(listed.get(m)) for m in measures))
            for i, listed in amounts.items()
        ]
        yield f"balances-{on:%Y%m%d}.csv", ("client_no", "name", *(m + suffix for m in measures)), rows


def _others(desk: Desk) -> Iterator[Table]:
    for table, headings, rows in desk.store.dump():
        if table not in ("client", "balance", "contact", "holding"):
            yield f"other/{table}.csv", headings, rows


def _cells(client: Client) -> tuple[object, ...]:
    fields = client._asdict() | {"tag": "、".join(client.tags)}
    return tuple(fields[name] for name in (*_CLIENT_FIELDS, *_MORE_FIELDS))


def _card_cells(card: Card | None) -> tuple[object, ...]:
    if card is None:
        return (None,) * (5 + len(CARD_TEXTS))
    value = _yuan(card.value) if card.value is not None else card.value_level
    likelihood = card.likelihood if card.likelihood is not None else card.likelihood_level
    texts = (getattr(card, field) for field in CARD_TEXTS)
    return value, likelihood, card.stage, card.source, card.grade, *texts


def _holding_cells(client: Client, holding: Holding) -> tuple[object, ...]:
    fields = holding._asdict() | {"product_kind": holding.kind, "as_of": holding.on}
    fields |= {"client_no": client.client_no, "name": client.name, "amount": _yuan(holding.fen)}
    fields |= {"cover": _yuan(holding.cover), "premium": _yuan(holding.premium)}
    return tuple(fields[name] for name in _HOLDING_FIELDS)


def _yuan(fen: int | None) -> str | None:
    """Fen as an exact decimal."""
    if fen is None:
        return None
    return f"{'-' * (fen < 0)}{abs(fen) // 100}.{abs(fen) % 100:02d}"
