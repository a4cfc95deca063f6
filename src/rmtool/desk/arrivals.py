"""A file on its way into the book: read, matched, written in one command; what can't go in is kept beside the file.

Not: what a list changes (core/client_arrivals.py, core/contact_arrivals.py), nor how files are read (intake).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rmtool.core.arrivals import (
    CONTACTS,
    NAMED,
    PERSONS,
    Change,
    ClientRecord,
    ContactRecord,
    Ground,
    Imported,
    Kept,
    Tally,
    Terms,
    book_after,
    converted,
    ground_after,
    tier_moves,
)
from rmtool.core.book import ACTIVE, DORMANT, Book
from rmtool.core.client_arrivals import client_change
from rmtool.core.contact_arrivals import contact_change
from rmtool.core.duplicates import Duplicate, duplicates
from rmtool.core.field_changes import field_changes
from rmtool.core.person_arrivals import person_change
from rmtool.core.prospects import grade
from rmtool.core.results import Moved
from rmtool.core.standing import TierTable
from rmtool.desk import Desk
from rmtool.desk.log import code_of
from rmtool.desk.mappings import Answer, remember, remembered
from rmtool.errors import InputError, UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.store.arrivals import COMMAND, File, ground, write
from rmtool.store.reading import without_collecting
from rmtool.store.writing import Writing

if TYPE_CHECKING:
    from rmtool.intake.columns import Question
    from rmtool.intake.records import Options, Reading

DEFAULT_CURRENCY = "CNY"

IGNORE = "ignore"
"""The field of a column that is to be left out."""

_REASONS = 10
"""Rows that a refusal names."""


class Wishes(NamedTuple):
    """What the user asked for besides the files: the options of `import`, understood (see `wishes`)."""

    kind: str | None = None
    sheet: str | None = None
    on: date | None = None
    columns: Mapping[str, str] = {}
    codes: Mapping[str, str] = {}
    encoding: str | None = None
    rate: Fraction | None = None
    rm: str | None = None
    create_clients: bool = False
    strict: bool = False
    complete: bool = False
    dry_run: bool = False
    decimal: str = "."


class ToKeep(NamedTuple):
    """The rows of one list that were set aside, under the list's headings.

    `renew` is False if the same rows were written before: a file of them that is there already stays as it is.
    """

    file: Path
    sheet: str | None
    headings: Sequence[str]
    rows: Sequence[Kept]
    renew: bool


class Aside(Protocol):
    """Rows on their way into a file of their own."""

    @property
    def place(self) -> Path: ...
    def write(self) -> None: ...
    def put(self) -> None: ...
    def drop(self) -> None: ...


Keep = Callable[[ToKeep], Aside]
"""Says where rows that were set aside go."""


def wishes(desk: Desk, given: Mapping[str, Any]) -> Wishes:
    """The options as typed, understood; each under its name in Wishes. Raises UsageError for what can't be."""
    wanted = dict(given)
    wanted["columns"] = dict(_pair(text, "arrivals.map_form") for text in given["columns"])
    pairs = (_pair(text, "arrivals.map_code_form") for text in given["codes"])
    wanted["codes"] = {word.casefold(): code_of(desk, code) for word, code in pairs}
    wanted["rate"] = _rate(given["rate"]) if given["rate"] is not None else None
    if wanted["decimal"] not in (".", ","):
        raise UsageError("arrivals.decimal_form", text=wanted["decimal"])
    if given["on"] is not None:
        wanted["on"] = desk.day(given["on"], "past")
        if wanted["on"] > desk.today:
            raise UsageError("arrivals.date_ahead", on=wanted["on"])
    return Wishes(**wanted)


class Hands(NamedTuple):
    """What an import needs of the one who asked for it: where rows set aside go, and whom to tell the steps to.

    `choose` asks what a column is; the answer is a field, or None to leave the column out. `password` asks for a
    file's. Both are None where nobody can be asked.
    """

    keep: Keep
    tell: Callable[[Phrase], None] = lambda step: None
    choose: Callable[["Question"], str | None] | None = None
    password: str | Callable[[str], str | None] | None = None


def bring_in(desk: Desk, file: Path, wished: Wishes, hands: Hands) -> list[Imported]:
    """Brings one file into the book, all its lists in one command, or on a dry run says what it would change.

    Raises InputError if the file can't be used, UsageError if the options don't fit it; nothing is written then.
    """
    with without_collecting():
        return _bring_in(desk, file, wished, hands)


def _bring_in(desk: Desk, file: Path, wished: Wishes, hands: Hands) -> list[Imported]:
    from rmtool.intake.records import file_sha256

    hands.tell(phrase("arrivals.reading", file=file.name))
    digest = file_sha256(file)
    readings, answers = read_settled(desk, file, wished, hands)
    bringing = Bringing(desk, file, digest, wished, hands)
    if wished.dry_run:
        with desk.store.reading():
            return [imported for imported, _ in bringing.take(readings, None)]
    with writing_file(desk, file) as (writing, asides):
        done = lay_aside(bringing.take(readings, writing), hands, asides)
        remember(writing, answers, remembered(desk), desk.today)
    return done


def read_settled(desk: Desk, file: Path, wished: Wishes, hands: Hands) -> tuple[list["Reading"], list[Answer]]:
    """The lists of a file, and what was said of their columns, by --map or when asked, to be remembered.

    Asks what stays unclear until nothing does, or nobody answers. Raises InputError as `read_list` does.
    """
    from rmtool.intake.columns import UnclearError
    from rmtool.intake.records import read_list

    options = _options(desk, wished, hands)
    answers: list[Answer] = []
    while True:
        try:
            readings = read_list(file, options)
            asked = [(reading.fingerprint, question) for reading in readings for question in reading.questions]
        except UnclearError as error:
            readings, asked = [], [(error.fingerprint, question) for question in error.questions]
            if hands.choose is None or not (new := _ask(asked, answers, hands.choose)):
                raise
        else:
            if hands.choose is None or not (new := _ask(asked, answers, hands.choose)):
                answers += _mapped(readings, wished)
                _tell_remembered(readings, options.remembered, {answer.heading for answer in answers})
                return readings, answers
            hands.tell(phrase("arrivals.reading", file=file.name))
        answers += new
        said = {answer.heading: answer.field for answer in answers}
        options = options._replace(columns={**said, **wished.columns})


def _ask(
    asked: Iterable[tuple[str, "Question"]], answers: Sequence[Answer], choose: Callable[["Question"], str | None]
) -> list[Answer]:
    """The answers to questions that weren't asked before; what has to be one of some columns is asked until one is."""
    known = {(answer.fingerprint, answer.heading) for answer in answers}
    new: list[Answer] = []
    for fingerprint, question in asked:
        if (fingerprint, question.heading) in known:
            continue
        field = choose(question)
        if field is not None or not question.required:
            new.append(Answer(fingerprint, question.heading, field or IGNORE))
        if question.required and field is not None:
            break
    return new


def _tell_remembered(
    readings: Sequence["Reading"], known: Mapping[str, Mapping[str, str]], said: Collection[str]
) -> None:
    """Adds to each list which of its columns were read as settled before."""
    from rmtool.intake.columns import remembered_key

    for reading in readings:
        settled = {remembered_key(heading) for heading in known.get(reading.fingerprint, ())}
        columns = {**dict.fromkeys(reading.ignored_columns, IGNORE), **reading.columns}
        used = [c for c in columns.items() if settled and c[0] not in said and remembered_key(c[0]) in settled]
        if used:
            told = tuple(phrase("arrivals.column", heading=heading, field=field) for heading, field in used)
            reading.warnings.append(phrase("mappings.used", columns=told))


def _mapped(readings: Sequence["Reading"], wished: Wishes) -> Iterator[Answer]:
    """What --map says of the lists' columns."""
    if not wished.columns:
        return
    from rmtool.intake.vocabulary import key_of

    keys = set(map(key_of, wished.columns))
    for reading in readings:
        for label in (*reading.columns, *reading.ignored_columns):
            if key_of(label) in keys and reading.fingerprint:
                yield Answer(reading.fingerprint, label, reading.columns.get(label, IGNORE))


def lay_aside(taken: Iterable[tuple[Imported, ToKeep]], hands: Hands, asides: list[Aside]) -> list[Imported]:
    """Writes the rows set aside (into `asides`); returns what became of each list, with where its rows go."""
    done = []
    for imported, kept in taken:
        if kept.rows:
            asides.append(hands.keep(kept))
            asides[-1].write()
            imported = imported._replace(set_aside_file=str(asides[-1].place))
        done.append(imported)
    return done


@contextmanager
def writing_file(desk: Desk, file: Path) -> Iterator[tuple[Writing, list[Aside]]]:
    """The import's one command; the rows set aside get to their place if it was committed, and else to none."""
    asides: list[Aside] = []
    command = 0
    try:
        with desk.writing(COMMAND, phrase("arrivals.did_import", file=file.name)) as writing:
            command = writing.command_id
            yield writing, asides
    except BaseException:
        if not (asides and desk.store.holds(command)):  # an interrupt may come just after the commit
            for aside in asides:
                aside.drop()
            raise
        _put(asides)
        raise
    _put(asides)


def _put(asides: Sequence[Aside]) -> None:
    """Puts all of them in their places, whatever becomes of the first."""
    if asides:
        try:
            asides[0].put()
        finally:
            _put(asides[1:])


def _pair(text: str, form: str) -> tuple[str, str]:
    left, equals, right = text.rpartition("=")
    if not equals or not left.strip() or not right.strip():
        raise UsageError(form, text=text)
    return left.strip(), right.strip()


def _rate(text: str) -> Fraction:
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if rate <= 0:
        raise UsageError("arrivals.rate_form", text=text)
    return rate


def _options(desk: Desk, wished: Wishes, hands: Hands) -> "Options":
    from rmtool.intake.records import Options

    codes = {
        word.casefold(): channel.code
        for channel in desk.rules.channels.values()
        for word in (channel.code, channel.name.zh, channel.name.en)
    }
    return Options(
        kind=wished.kind,
        sheet=wished.sheet,
        columns=wished.columns,
        codes={**codes, **wished.codes},
        measures_needed=desk.rules.measure,
        encoding=wished.encoding,
        today=desk.today,
        decimal=wished.decimal,
        password=hands.password,
        remembered=remembered(desk),
    )


class Bringing:
    """One file with its lists, sheet by sheet; each list meets the book as the one before it leaves it (`met`)."""

    def __init__(
        self, desk: Desk, file: Path, digest: str, wished: Wishes, hands: Hands, restoring: bool = False
    ) -> None:
        self.desk, self.file, self.digest, self.wished, self.tell = desk, file, digest, wished, hands.tell
        self.restoring = restoring
        self.held = desk.store.settings().get("currency")
        self.options = {
            name: str(value) if isinstance(value, Fraction) else value
            for name, value in wished._asdict().items()
            if name not in ("kind", "sheet", "on", "strict", "dry_run") and value not in (None, {}, False, ".")
        }

    def take(self, readings: Sequence["Reading"], writing: Writing | None) -> list[tuple[Imported, ToKeep]]:
        """Takes every list in, and writes what it changes unless `writing` is None."""
        logs = [r for r in readings if r.kind == CONTACTS]
        book = self.desk.store.book(balances=len(logs) < len(readings), log=False, visits=bool(logs))
        self.met = ground(self.desk.store, book, _days(logs), people=any(r.kind == PERSONS for r in readings))
        self.first_new = self.met.next_client
        done = []
        for reading in readings:
            imported, kept, change = self._take(reading, self.met, writing)
            done.append((imported, kept))
            if self.restoring or reading is not readings[-1]:
                self.met = ground_after(self.met, change)
        return done

    def _take(self, reading: "Reading", met: Ground, writing: Writing | None) -> tuple[Imported, ToKeep, Change]:
        records, currency, warnings = self._priced(reading, met.book)
        on = self.wished.on or reading.stated_date or self.desk.today
        self.tell(phrase("arrivals.matching", rows=reading.rows))
        met = met._replace(unread=frozenset(cell for row in reading.set_aside for cell in row.cells))
        change = _change(met, records, self._terms(reading.kind, on))
        change = change._replace(warnings=(*reading.warnings, *warnings, *change.warnings))
        kept = _kept(reading, change)
        if self.wished.strict and kept:
            raise _too_strict(self.file, kept)
        earlier = next((b for b in self.desk.store.batches(self.digest) if self._is_same(reading, b)), None)
        if earlier and reading.kind != CONTACTS:
            again = phrase("arrivals.already_imported", on=earlier.imported_on, batch=earlier.id)
            tally = Tally(0, 0, reading.rows - len(kept))
            change = Change(tally, vanished=change.vanished, warnings=(*reading.warnings, again))
        batch = earlier.id if earlier else None
        if writing and (change.writes or (currency and not earlier)):
            if currency:
                writing.set_setting("currency", currency)
            self.tell(phrase("arrivals.writing", rows=reading.rows))
            batch = write(writing, change, self._file(reading, on), len(kept), self.desk.today)
        imported = self._imported(reading, met, change)._replace(batch=batch, set_aside=len(kept), aside=kept)
        if reading.units:
            imported = imported._replace(on=on)
        return imported, ToKeep(self.file, reading.sheet, reading.headings, kept, renew=earlier is None), change

    def _imported(self, reading: "Reading", met: Ground, change: Change) -> Imported:
        doubles = self._duplicates(met.book, change)
        return Imported(
            file=str(self.file),
            sheet=reading.sheet,
            kind=reading.kind,
            batch=None,
            on=None,
            rows=reading.rows,
            tally=change.tally,
            set_aside=0,
            set_aside_file=None,
            vanished=change.vanished,
            added=change.added,
            changes=field_changes(met.book, met.contacts, change, met.people),
            duplicates=doubles,
            aside=(),
            columns=reading.columns,
            units=reading.units,
            dates=reading.dates,
            ignored_columns=reading.ignored_columns,
            moves=self._moves(met.book, change),
            warnings=(*change.warnings, *map(_double_said, doubles[:NAMED]), *_more_doubles(doubles)),
            dry_run=self.wished.dry_run,
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
        )

    def _priced(self, reading: "Reading", book: Book) -> tuple[Sequence[Any], str | None, list[Phrase]]:
        """The records with their amounts in the book's currency; the currency, if this list sets it; warnings.

        Raises InputError if the list is in another currency than the book and no rate is given.
        """
        if not reading.units:
            return reading.records, None, []
        stated, rate = reading.currency, self.wished.rate
        held = self.held or (DEFAULT_CURRENCY if rate or _has_amounts(book) else None)
        if rate is None:
            if stated and held and stated != held:
                raise InputError("arrivals.other_currency", file=self.file.name, currency=stated, held=held)
            self.held = held or stated
            return reading.records, stated if held is None else None, []
        if stated == held:
            return reading.records, None, [phrase("arrivals.rate_not_needed", currency=held)]
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
    return client_change(met, records, terms)


def _days(logs: Sequence["Reading"]) -> tuple[date, date] | None:
    """The first and the last day of contact logs."""
    days = {record.on for log in logs for record in log.records if isinstance(record, ContactRecord)}
    return (min(days), max(days)) if days else None


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


def _kept(reading: "Reading", change: Change) -> list[Kept]:
    """The rows that don't go in, whether they couldn't be read or couldn't be matched, in the order of the list.

    Each row comes once with all its reasons: a calendar's row holds several contacts.
    """
    kept = {row.place.row: Kept(row.place, row.cells, row.reasons) for row in reading.set_aside}
    for row in change.set_aside:
        before = kept[row.place.row].reasons if row.place.row in kept else ()
        reasons = tuple(dict.fromkeys((*before, row.reason)))
        kept[row.place.row] = Kept(row.place, reading.cells(row.place.row), reasons)
    return [kept[row] for row in sorted(kept)]


def _too_strict(file: Path, kept: Sequence[Kept]) -> InputError:
    rows = tuple(phrase("intake.at_row", row=row.place.row, reason=tuple(row.reasons)) for row in kept[:_REASONS])
    return InputError("arrivals.strict", file=file.name, count=len(kept), details=rows)
