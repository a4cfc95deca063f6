"""One file's lists on their way into the book: each is matched with what is there, and what it changes is written.

Not: what a list changes (core/client_arrivals.py, core/contact_arrivals.py), nor how files are read (intake).
"""

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmtool.core.arrivals import (
    CLIENTS,
    CONTACTS,
    HOLDINGS,
    NAMED,
    PERSONS,
    SET_ASIDE,
    Change,
    ClientRecord,
    Ground,
    HoldingRecord,
    Imported,
    Tally,
    Terms,
    book_after,
    converted,
    ground_after,
    is_set_aside_of,
    tier_moves,
)
from rmtool.core.book import ACTIVE, DORMANT, Book, Client, Holding
from rmtool.core.client_arrivals import client_change
from rmtool.core.contact_arrivals import contact_change
from rmtool.core.duplicates import Duplicate, duplicates
from rmtool.core.field_changes import field_changes
from rmtool.core.holding_arrivals import converted_holdings, holding_change
from rmtool.core.person_arrivals import person_change
from rmtool.core.places import Places, doubts_said
from rmtool.core.results import Moved
from rmtool.core.scoring import grade
from rmtool.core.standing import TierTable
from rmtool.desk import Desk
from rmtool.desk.set_aside import ToKeep, rows_aside, too_strict
from rmtool.desk.wishes import Hands, Wishes
from rmtool.errors import InputError
from rmtool.phrase import Phrase, phrase
from rmtool.store.arrivals import File, ground, listed_after, write
from rmtool.store.reading import Batch
from rmtool.store.writing import Writing

if TYPE_CHECKING:
    from rmtool.intake.records import Reading

DEFAULT_CURRENCY = "CNY"

_NOT_READ_WITH = ("kind", "sheet", "on", "strict", "dry_run", "source", "keep_until")
"""Options that say nothing of how a file's rows are read."""


class Bringing:
    """One file with its lists, sheet by sheet; each list meets the book as the one before it leaves it (`met`)."""

    def __init__(
        self, desk: Desk, file: Path, digest: str, wished: Wishes, hands: Hands, restoring: bool = False
    ) -> None:
        self.desk, self.file, self.digest, self.wished, self.tell = desk, file, digest, wished, hands.tell
        self.restoring = restoring
        self.source = self._source()
        self.held = desk.store.settings().get("currency")
        self.options = {
            name: str(value) if isinstance(value, Fraction) else value
            for name, value in wished._asdict().items()
            if name not in _NOT_READ_WITH and value not in (None, {}, False, ".")
        }

    def take(self, readings: Sequence["Reading"], writing: Writing | None) -> list[tuple[Imported, ToKeep]]:
        """Takes every list in, and writes what it changes unless `writing` is None.

        Older lists come first; logs, people and holdings last, wherever they stand in the file: it may list their
        clients too.
        """
        logs = [r for r in readings if r.kind == CONTACTS]
        book = self.desk.store.book(balances=len(logs) < len(readings), log=False, visits=bool(logs))
        kinds = {reading.kind for reading in readings}
        listed = {"people": PERSONS in kinds, "holdings": HOLDINGS in kinds}
        self.met = ground(self.desk.store, book, log=bool(logs), **listed)
        self.first_new = self.met.next_client
        order = sorted(range(len(readings)), key=lambda place: self._turn(readings[place]))
        last = {readings[place].kind: turn for turn, place in enumerate(order)}
        done: dict[int, tuple[Imported, ToKeep]] = {}
        for turn, place in enumerate(order):
            reading = readings[place]
            met = self.met._replace(unread=_unread(readings, reading.kind))
            imported, kept, change = self._take(reading, met, writing, more=turn < last[reading.kind])
            done[place] = imported, kept
            if self.restoring or place != order[-1]:
                self.met = ground_after(self.met, change)
        return [done[place] for place in sorted(done)]

    def _take(
        self, reading: "Reading", met: Ground, writing: Writing | None, more: bool
    ) -> tuple[Imported, ToKeep, Change]:
        records, currency, warnings = self._priced(reading, met.book)
        on = self._day(reading)
        if not self.restoring:
            met = met._replace(later=listed_after(self.desk.store, reading.kind, on))
        self.tell(phrase("arrivals.matching", rows=reading.rows))
        change = _change(
            met, records, self._terms(reading.kind, on)._replace(more=more, partial=self.source is not None)
        )
        change = change._replace(warnings=(*reading.warnings, *warnings, *change.warnings))
        kept = rows_aside(reading, change)
        if self.wished.strict and kept:
            raise too_strict(self.file, kept)
        earlier = next((b for b in self.desk.store.batches(self.digest) if self._is_same(reading, b)), None)
        if earlier and reading.kind != CONTACTS:
            again = phrase("arrivals.already_imported", on=earlier.imported_on, batch=earlier.id)
            tally = Tally(0, 0, reading.rows - len(kept))
            change = Change(
                tally,
                vanished=change.vanished,
                warnings=(*reading.warnings, again),
                spoken=change.spoken,
                listed_holdings=change.listed_holdings,
            )
        batch = earlier.id if earlier else None
        if writing and (change.writes or (currency and not earlier)):
            if currency:
                writing.set_setting("currency", currency)
            self.tell(phrase("arrivals.writing", rows=reading.rows))
            batch = write(writing, change, self._file(reading, on), len(kept), self.desk.today)
        rows = reading.rows if reading.kind == CLIENTS else sum(change.tally) + len(kept)
        imported = self._imported(reading, met, change)._replace(
            rows=rows, batch=batch, set_aside=len(kept), aside=kept
        )
        if reading.units or reading.kind == HOLDINGS:
            imported = imported._replace(on=on)
        return imported, ToKeep(self.file, reading.sheet, reading.headings, kept, renew=earlier is None), change

    def _turn(self, reading: "Reading") -> tuple[bool, date]:
        return reading.kind in (CONTACTS, PERSONS, HOLDINGS), self._day(reading)

    def _day(self, reading: "Reading") -> date:
        """The day that the list is of."""
        return self.wished.on or reading.stated_date or (self.source.on if self.source else None) or self.desk.today

    def _source(self) -> Batch | None:
        """The list whose rows set aside this file holds, going by its name: it is of that list's day."""
        if SET_ASIDE not in self.file.name:
            return None
        earlier = reversed(self.desk.store.batches())
        return next((b for b in earlier if is_set_aside_of(self.file.name, b.file, b.sheet)), None)

    def _imported(self, reading: "Reading", met: Ground, change: Change) -> Imported:
        doubles = self._duplicates(met.book, change)
        return Imported(
            file=str(self.file),
            sheet=reading.sheet,
            kind=reading.kind,
            batch=None,
            on=None,
            rows=0,
            tally=change.tally,
            set_aside=0,
            set_aside_file=None,
            vanished=change.vanished,
            added=change.added,
            changes=field_changes(met.book, change.incomplete, change, met.people, met.holdings),
            duplicates=doubles,
            aside=(),
            columns=reading.columns,
            units=reading.units,
            dates=reading.dates,
            ignored_columns=reading.ignored_columns,
            moves=self._moves(met.book, change),
            warnings=(
                *change.warnings,
                *map(_double_said, doubles[:NAMED]),
                *_more_doubles(doubles),
                *self._odd_places(met.book, change),
            ),
            dry_run=self.wished.dry_run,
            holdings=_with_clients(change.holdings, met.book, change),
            ended=_with_clients(change.ended_holdings, met.book, change),
        )

    def _terms(self, kind: str, on: date) -> Terms:
        from rmtool.intake.names import initials

        rules, wished = self.desk.rules.prospects, self.wished
        return Terms(
            kind=kind,
            today=self.desk.today,
            on=on,
            initials=initials,
            grade=lambda value, level, likelihood, likely: grade(value, level, likelihood, likely, rules),
            rm=wished.rm,
            complete=wished.complete,
            create_clients=wished.create_clients,
            keep=self.desk.rules.keep,
            restoring=self.restoring,
        )

    def _duplicates(self, book: Book, change: Change) -> list[Duplicate]:
        """The clients that the list adds and that may be in the book already, or twice in the list."""
        if not change.added or self.restoring:
            return []
        from rmtool.intake.names import alike, heart

        return duplicates(book.clients, change.added, heart, alike)

    def _odd_places(self, book: Book, change: Change) -> list[Phrase]:
        """What is to be said of coordinates that came with the list and can't be right."""
        before = {client.id: (client.lat, client.lon) for client in book.clients}
        moved = [c for c in (*change.added, *change.updated) if (c.lat, c.lon) != before.get(c.id, (None, None))]
        if not moved or self.restoring:
            return []
        after = {client.id: client for client in (*book.clients, *change.added, *change.updated)}
        places = Places(after.values(), self.desk.rules.week.branch)
        doubts = [doubt for client in moved if (doubt := places.doubt(client))]
        return [doubts_said(doubts)] if doubts else []

    def _is_same(self, reading: "Reading", batch: Any) -> bool:
        """Whether a batch of these bytes was this list, read with the same options."""
        same = (batch.kind, batch.sheet) == (reading.kind, reading.sheet)
        return same and batch.summary.get("options") == self.options

    def _file(self, reading: "Reading", on: date) -> File:
        return File(
            name=self.file.name,
            sheet=reading.sheet,
            sha256=self.digest,
            kind=reading.kind,
            on=on if reading.kind not in (CONTACTS, PERSONS) else None,
            imported_on=self.desk.today,
            rows=reading.rows,
            options=self.options,
            source=self.wished.source,
            keep_until=self.wished.keep_until,
        )

    def _priced(self, reading: "Reading", book: Book) -> tuple[Sequence[Any], str | None, list[Phrase]]:
        """The records with their amounts in the book's currency; the currency, if this list sets it; warnings.

        Raises InputError if the list is in another currency than the book and no rate is given.
        """
        if not reading.units:
            return reading.records, None, []
        stated, rate = reading.currency, self.wished.rate
        has_amounts = _has_amounts(book) or self.desk.store.has_holdings()
        held = self.held or (DEFAULT_CURRENCY if rate or has_amounts else None)
        if rate is None:
            if stated and held and stated != held:
                raise InputError("arrivals.other_currency", file=self.file.name, currency=stated, held=held)
            self.held = held or stated
            return reading.records, stated if held is None else None, []
        if stated == held:
            return reading.records, None, [phrase("arrivals.rate_not_needed", currency=held)]
        if reading.kind == HOLDINGS:
            return converted_holdings([r for r in reading.records if isinstance(r, HoldingRecord)], rate), None, []
        return converted([r for r in reading.records if isinstance(r, ClientRecord)], rate), None, []

    def _moves(self, before: Book, change: Change) -> list[Moved]:
        """Who of the clients that were there before stands in another tier now."""
        touched = {c.id for c in change.updated} | {b.client_id for b in (*change.balances, *change.corrected)}
        if self.restoring:
            touched = {client_id for client_id in touched if client_id < self.first_new}
        if not any(c.id in touched for c in before.clients):
            return []
        after = book_after(before, change)
        return tier_moves(
            [c for c in after.clients if c.id in touched], self._tiers(before, touched), self._tiers(after, touched)
        )

    def _tiers(self, book: Book, ids: Collection[int]) -> dict[int, str]:
        table, today = TierTable(self.desk.rules), self.desk.today
        return {
            c.id: table.standing(c, book.balances.get(c.id, ()), today).tier
            for c in book.clients
            if c.id in ids and c.status in (ACTIVE, DORMANT)
        }


def _change(met: Ground, records: Sequence[Any], terms: Terms) -> Change:
    if terms.kind == CONTACTS:
        return contact_change(met, records, terms)
    if terms.kind == PERSONS:
        return person_change(met, records, terms)
    if terms.kind == HOLDINGS:
        return holding_change(met, records, terms)
    return client_change(met, records, terms)


def _with_clients(holdings: Sequence[Holding], book: Book, change: Change) -> list[tuple[Client, Holding]]:
    """The holdings with whose they are, by client number."""
    if not holdings:
        return []
    clients = {client.id: client for client in (*book.clients, *change.added)}
    found = [(clients[holding.client_id], holding) for holding in holdings]
    return sorted(found, key=lambda pair: (pair[0].client_no, pair[1].id))


def _unread(readings: Sequence["Reading"], kind: str) -> frozenset[str]:
    """The cells of the rows set aside from lists of one kind: whom they name can't have vanished."""
    return frozenset(cell for r in readings if r.kind == kind for row in r.set_aside for cell in row.cells)


def _double_said(double: Duplicate) -> Phrase:
    client, other = double.client, double.other
    return phrase(
        f"arrivals.double_{double.why}",
        name=client.name,
        client_no=client.client_no,
        other=other.name,
        other_no=other.client_no,
    )


def _more_doubles(doubles: Sequence[Duplicate]) -> list[Phrase]:
    return [phrase("arrivals.more_doubles", more=len(doubles) - NAMED)] if len(doubles) > NAMED else []


def _has_amounts(book: Book) -> bool:
    return bool(book.balances) or any(card.value is not None for card in book.cards.values())
