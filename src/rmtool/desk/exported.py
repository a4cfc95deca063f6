"""An exported book taken back: its lists as an import takes them, then all that has no list of its own, in one command.

Not: reading the zip (intake/exported.py), nor how rows are matched (core).
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmtool.core.arrivals import Imported
from rmtool.core.book import CARD_TEXTS
from rmtool.desk import Desk
from rmtool.desk.arrivals import bring_in
from rmtool.desk.bringing import DEFAULT_CURRENCY, Bringing
from rmtool.desk.set_aside import lay_aside, writing_file
from rmtool.desk.wishes import Hands, Wishes
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.store.restoring import missing, put
from rmtool.store.writing import Writing

if TYPE_CHECKING:
    from rmtool.intake.exported import Export, ExportedList
    from rmtool.intake.records import Reading

_NOT_FOR_BOOKS = {"kind": "--as", "sheet": "--sheet", "on": "--date", "columns": "--map", "codes": "--map-code"}
"""Options that say how a bank's list is to be read."""


def bring_in_any(desk: Desk, file: Path, wished: Wishes, hands: Hands) -> list[Imported]:
    """Brings in a file, be it a list or an exported book. Raises as `arrivals.bring_in` does."""
    if _is_packed(file):
        from rmtool.intake.exported import exported_bytes

        if data := exported_bytes(file):
            return bring_in_book(desk, file, data, wished, hands)
    return bring_in(desk, file, wished, hands)


def _is_packed(file: Path) -> bool:
    """Whether the file begins as a zip does; one that can't be read, or is a pipe, doesn't."""
    if str(file) == "-":
        return True
    try:
        if not file.is_file():
            return False
        with file.open("rb") as content:
            return content.read(2) == b"PK"
    except (OSError, ValueError):
        return False


def bring_in_book(desk: Desk, file: Path, data: bytes, wished: Wishes, hands: Hands) -> list[Imported]:
    """Takes an exported book back, whole, in one command, or on a dry run says what that would change.

    What the book holds already isn't added again. Raises InputError if the zip isn't as the export writes it,
    UsageError for options that don't fit; nothing is written then.
    """
    from rmtool.intake.exported import read_export

    given = tuple(option for name, option in _NOT_FOR_BOOKS.items() if getattr(wished, name))
    if given:
        raise UsageError("exported.takes_no", file=file.name, options=given)
    hands.tell(phrase("arrivals.reading", file=file.name))
    export = read_export(data, file.name)
    restoring = _Restoring(desk, file, data, wished, hands, export)
    if wished.dry_run:
        with desk.store.reading():
            return restoring.lists(None)
    with writing_file(desk, file, big=True) as (writing, asides):
        return restoring.lists(writing, asides)


class _Restoring:
    def __init__(self, desk: Desk, file: Path, data: bytes, wished: Wishes, hands: Hands, export: "Export") -> None:
        self.desk, self.hands, self.export = desk, hands, export
        digest = hashlib.sha256(data).hexdigest()
        self.bringing = Bringing(desk, file, digest, wished, hands, restoring=True)
        # A book that says no currency is in yuan; that matters only where the other one says something else.
        self.currency = export.currency or (DEFAULT_CURRENCY if self.bringing.held else None)

    def lists(self, writing: Writing | None, asides: list[Any] | None = None) -> list[Imported]:
        """Takes in the lists and what goes with them."""
        readings = [_reading(listed, self.currency) for listed in self.export.lists]
        before = {client.id for client in self.desk.store.book(balances=False, log=False, visits=False).clients}
        taken = self.bringing.take(readings, writing)
        done = lay_aside(taken, self.hands.keep, asides) if asides is not None else [imported for imported, _ in taken]
        notes = self._others(writing, before)
        if done:
            done[-1] = done[-1]._replace(warnings=(*done[-1].warnings, *notes))
        return done

    def _others(self, writing: Writing | None, before: set[int]) -> list[Phrase]:
        """Takes in the tables without a list of their own; says how many rows, and what was left out."""
        clients = {client.client_no: client.id for client in self.bringing.met.book.clients}
        counts, homeless = {}, 0
        for table in _ORDER:
            rows = [_with_client(row, clients) for row in self.export.others.get(table, ())]
            homeless += sum(row is None for row in rows)
            housed = [row for row in rows if row is not None]
            cards = table == "card"
            left = self._cards(writing, housed, before) if cards else missing(self.desk.store, table, housed)
            if writing:
                put(writing, table, left)
            counts[table] = len(left)
        notes = []
        said = tuple(
            phrase("keeping.rows", table=phrase(f"keeping.table_{t}"), count=n) for t, n in counts.items() if n
        )
        if said:
            notes.append(phrase("exported.also", rows=said))
        if homeless:
            notes.append(phrase("exported.homeless", count=homeless))
        if self.export.unknown:
            notes.append(phrase("exported.unknown", names=tuple(self.export.unknown)))
        return notes

    def _cards(
        self, writing: Writing | None, cards: Sequence[Mapping[str, Any]], before: set[int]
    ) -> Sequence[Mapping[str, Any]]:
        """Sets the cards of prospects that this import made, as they were; returns those of clients that have none."""
        fresh = [card for card in cards if card["client_id"] not in before]
        made = {card.client_id for card in self.bringing.met.book.cards.values()}
        for card in fresh:
            if writing and card["client_id"] in made:
                fields = {**dict.fromkeys(_LEVELS), **card}
                writing.set_card(fields.pop("client_id"), fields)
        return [card for card in cards if card["client_id"] not in made]


_ORDER = (
    *("person", "note", "card", "card_event", "cadence", "away", "visit", "plan", "alias", "mapping"),
    *("occasion", "settled", "campaign", "campaign_member", "review"),
)
_LEVELS = ("value", "value_level", "likelihood", "likelihood_level", "source", "read_on", *CARD_TEXTS, "opened_on")


def _with_client(row: Mapping[str, Any], clients: Mapping[str, int]) -> Mapping[str, Any] | None:
    """The row with its client's id; None if the client isn't there."""
    if "client_no" not in row:
        return row
    client_id = clients.get(row["client_no"])
    if client_id is None:
        return None
    return {**{column: value for column, value in row.items() if column != "client_no"}, "client_id": client_id}


def _reading(listed: "ExportedList", currency: str | None) -> "Reading":
    from rmtool.intake.records import Reading

    return Reading(
        sheet=listed.name,
        kind=listed.kind,
        headings=listed.headings,
        columns={heading: heading for heading in listed.headings},
        ignored_columns=(),
        records=listed.records,
        set_aside=[],
        rows=len(listed.records),
        warnings=[],
        stated_date=listed.on,
        currency=currency,
        units=dict(listed.units),
        cells=listed.cells,
    )
