"""A bank's list → typed rows, or reasons why a row can't be one, with places. Not: what they change in the book."""

import gc
import hashlib
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rmtool.core.arrivals import ClientRecord, ContactRecord, HoldingRecord, PersonRecord, Place
from rmtool.errors import InputError, UsageError
from rmtool.intake.calendar_rows import calendar_cells, calendar_records
from rmtool.intake.client_rows import amount_columns, client_records
from rmtool.intake.columns import Question
from rmtool.intake.contact_rows import contact_records
from rmtool.intake.headings import CLIENTS, CONTACTS, HOLDINGS, KINDS, PERSONS, PROSPECTS, Wanted, key_of_place, wanted
from rmtool.intake.hidden_numbers import clean_comments, without_hidden_numbers
from rmtool.intake.holding_rows import AMOUNTS, holding_records
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.long_form import DAY, MEASURE, is_certain
from rmtool.intake.marks import stated_date
from rmtool.intake.person_rows import person_records
from rmtool.intake.sheets import STANDING_INPUT, read_bytes, read_sheets, troubles_told
from rmtool.intake.shifted import refuse_shifted
from rmtool.intake.tables import SEARCHED_ROWS
from rmtool.intake.understanding import (
    Remembered,
    Table,
    headless_tables,
    mapped_in_vain,
    tables_of,
    unclear_identity,
    understood,
    used_columns,
)
from rmtool.intake.values import Cell, as_text
from rmtool.intake.vocabulary import key_of, vocabulary
from rmtool.intake.workbooks import Password, Sheet
from rmtool.phrase import Phrase, phrase

Records = Sequence[ClientRecord] | Sequence[ContactRecord] | Sequence[PersonRecord] | Sequence[HoldingRecord]

MOST_DAMAGED = (1, 5)
"""The share of client or prospect rows that may be damaged before the whole file is refused (contract.md, "import")."""

_SHOWN = 12
"""Headings or sheets that an error names."""

_LONGEST = 40
"""Characters of a heading that an error shows."""

_DETAILS = 5
"""Damaged rows that an error names."""


class Options(NamedTuple):
    """How a list is to be read.

    `kind` and `sheet` where the user named them. `columns` maps headings to fields (`--map`). `codes` maps words, in
    lower case, to contact codes: those of the rules and of `--map-code`; the ways of saying it that vocabulary.yaml
    lists count besides, as far as `codes` has the code. Of `measures_needed` no amount may be unreadable. `decimal`
    is the sign before the cents, `date_order` what stands where in days such as 5/6/2026; `password` a locked
    workbook's, or whom to ask for it. `remembered` says how the user settled lists with the same headings before:
    headings → fields by `headings_fingerprint`.
    """

    kind: str | None
    sheet: str | None
    columns: Mapping[str, str]
    codes: Mapping[str, str]
    measures_needed: tuple[str, ...]
    encoding: str | None
    today: date
    decimal: str = "."
    date_order: str | None = None
    password: Password = None
    remembered: Mapping[str, Mapping[str, str]] = {}


class SetAside(NamedTuple):
    """A row that can't go in: its place, its cells as text (one per heading), why, and whether the row is damaged."""

    place: Place
    cells: tuple[str, ...]
    reasons: tuple[Phrase, ...]
    damaged: bool


class Reading(NamedTuple):
    """One list as read. Every data row is in `records` (perhaps several in one) or in `set_aside`; `rows` counts both.

    `headings` head the set-aside cells and say all that a title row above them said (unit, currency, date); `columns`
    maps the headings that were used to their fields. `stated_date` is the day that the list says it is of. `currency`
    is that of its amounts, if it says one; `units` gives yuan per unit for each heading of amounts. `cells` gives the
    cells of a row, by its number, as they are set aside. `questions` are columns that stay open and weren't read;
    `fingerprint` is what lists with the same headings have in common, by which answers are remembered. `dates` gives
    the day of each heading whose amounts are of a day of their own.
    """

    sheet: str | None
    kind: str
    headings: tuple[str, ...]
    columns: dict[str, str]
    ignored_columns: tuple[str, ...]
    records: Records
    set_aside: list[SetAside]
    rows: int
    warnings: list[Phrase]
    stated_date: date | None
    currency: str | None
    units: dict[str, int]
    cells: Callable[[int], tuple[str, ...]]
    questions: tuple[Question, ...] = ()
    fingerprint: str = ""
    dates: Mapping[str, date] = {}


def file_sha256(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal. Raises InputError if it can't be read."""
    if str(path) == STANDING_INPUT:
        return hashlib.sha256(read_bytes(path)).hexdigest()
    with troubles_told(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_list(path: Path, options: Options) -> list[Reading]:
    """Every list of the file, in the order of its sheets.

    Raises InputError if the file as a whole can't be used, UsageError if the options ask for what can't be.
    """
    was_collecting = gc.isenabled()
    gc.disable()  # a list makes many small tuples and no cycles: looking for cycles costs a third of the time
    try:
        return _read_list(path, options)
    finally:
        if was_collecting:
            gc.enable()


def _read_list(path: Path, options: Options) -> list[Reading]:
    if options.kind is not None and options.kind not in KINDS:
        raise UsageError("intake.no_such_kind", kind=options.kind, kinds=KINDS)
    wants = wanted(options.columns, options.measures_needed)
    warnings: list[Phrase] = []
    sheets = _candidates(read_sheets(path, options.encoding, options.password), path.name, options, warnings)
    sheets = [sheet._replace(comments=clean_comments(sheet.comments)) for sheet in sheets]
    readings = []
    for table in _chosen(sheets, path, options, wants, warnings):
        listed, problems, questions = understood(table, path.name, path.stem, options.today)
        listed = without_hidden_numbers(listed, problems)
        listed = listed._replace(decimal=options.decimal, date_order=options.date_order)
        refuse_shifted(path.name, table.sheet, table.head, sorted(_amounts_of(listed)))
        if listed.rows:
            _warn_of_columns(table, listed, options, problems)
            readings.append(_reading(table, listed, problems, path, options, questions))
        else:
            warnings.append(phrase("intake.no_rows_below", sheet=table.sheet.name or path.name))
    if not readings:
        raise InputError("intake.no_rows", file=path.name)
    readings[0].warnings[:0] = warnings
    return readings


def _candidates(sheets: Sequence[Sheet], file: str, options: Options, warnings: list[Phrase]) -> list[Sheet]:
    """The sheet that the user named, else those that aren't hidden."""
    if options.sheet is None:
        hidden = tuple(sheet.name for sheet in sheets if not sheet.visible and any(map(any, sheet.rows)))
        if hidden:
            warnings.append(phrase("intake.hidden", count=len(hidden), sheets=hidden))
        return [sheet for sheet in sheets if sheet.visible]
    names = tuple(sheet.name for sheet in sheets if sheet.name is not None)
    if not names:
        raise InputError("intake.no_sheets", file=file)
    chosen = [sheet for sheet in sheets if sheet.name and sheet.name.strip() == options.sheet.strip()]
    if not chosen:
        raise InputError("intake.no_such_sheet", file=file, sheet=options.sheet, sheets=names[:_SHOWN])
    return chosen


def _chosen(
    sheets: Sequence[Sheet], path: Path, options: Options, wants: Wanted, warnings: list[Phrase]
) -> list[Table]:
    """The lists to read; warnings name the others, and the sheets that are none but hold something."""
    remembered = Remembered(options.remembered, options.measures_needed)
    found = [tables_of(sheet, path.stem, options.kind, wants, remembered) for sheet in sheets]
    tables = [table for of_sheet in found for table in of_sheet]
    if not tables:
        found = [headless_tables(s, path.name, path.stem, options.kind, wants, remembered) for s in sheets]
        tables = [table for of_sheet in found for table in of_sheet]
    if not tables:
        raise unclear_identity(sheets, path.name, wants) or _no_identity(sheets, path.name)
    _check_mapped(tables, options, path.name)
    uses = _uses([table.kind for table in tables], options.kind)
    for table, use in zip(tables, uses, strict=True):
        if use is None:
            warnings.append(phrase("intake.other_kind", sheet=table.sheet.name or path.name, kind=_kind(table.kind)))
    others = tuple(
        sheet.name for sheet, lists in zip(sheets, found, strict=True) if not lists and any(map(any, sheet.rows))
    )
    if others:
        warnings.append(phrase("intake.not_lists", count=len(others), sheets=others))
    return [table._replace(kind=use) for table, use in zip(tables, uses, strict=True) if use]


def _uses(kinds: Sequence[str], kind: str | None) -> list[str | None]:
    """What each sheet is to be read as; None for those to be left out."""
    if kind is None:
        return list(kinds)
    if kind in kinds:
        return [found if found == kind else None for found in kinds]
    return [kind, *[None] * (len(kinds) - 1)]


def _kind(kind: str) -> Phrase:
    return phrase(f"intake.kind_{kind}")


def _no_identity(sheets: Sequence[Sheet], file: str) -> InputError:
    rows = [row for sheet in sheets for row in sheet.rows[:SEARCHED_ROWS] if any(row)]
    if not rows:
        return InputError("intake.empty_file", file=file)
    widest = max(rows, key=lambda row: sum(isinstance(cell, str) and cell.strip() != "" for cell in row))
    said = (" ".join(as_text(cell).split())[:_LONGEST] for cell in widest)
    return InputError("intake.no_identity", file=file, headings=tuple(filter(None, said))[:_SHOWN])


def _check_mapped(tables: Sequence[Table], options: Options, file: str) -> None:
    labels = [label for table in tables for label in table.labels()]
    known = {key_of(label) for label in labels}
    known |= {key_of_place(i) for t in tables for i, h in enumerate(t.head.headings) if not h.text}
    for heading in options.columns:
        if key_of(heading) not in known:
            raise InputError("intake.no_such_heading", file=file, heading=heading, headings=tuple(labels))


def _warn_of_columns(table: Table, listed: ClientList, options: Options, problems: Problems) -> None:
    """Says which columns became what the heading doesn't say, and which are never stored."""
    said: list[Phrase] = []
    guessed = sorted(listed.guessed & listed.columns.keys(), key=lambda field: (listed.columns[field], field))
    if table.head.signature:
        taken = tuple(phrase("intake.taken", column=listed.heading(f).label, field=_field(f)) for f in guessed)
        said.append(phrase("intake.headless", columns=taken))
        guessed = []
    for field in sorted(guessed):
        said.append(phrase("intake.guessed", column=listed.heading(field).label, field=_field(field)))
    if listed.kind == CLIENTS:
        named = [measure for measure, _ in listed.measures.values()]
        found = [field for field in used_columns(listed).values() if field in table.wants.measures] + named
        if not found:
            said.append(phrase("intake.no_amount"))
        elif not set(found) & set(options.measures_needed) and options.measures_needed:
            needed = tuple(map(_field, options.measures_needed))
            said.append(phrase("intake.other_measure", found=tuple(map(_field, dict.fromkeys(found))), needed=needed))
    said += _two_units(listed)
    secret = tuple(heading.label for heading in listed.head.headings if heading.never_stored)
    if secret:
        said.append(phrase("intake.never_stored", count=len(secret), columns=secret))
    for label, field in mapped_in_vain(table, listed):
        said.append(phrase("intake.mapped_in_vain", column=label, field=field, kind=_kind(listed.kind)))
    problems.warnings[:0] = said


def _two_units(listed: ClientList) -> list[Phrase]:
    """What to say of amounts whose unit only a title tells that names two (单位：元/万元)."""
    title = listed.head.title
    if not title.unit or not title.other_unit:
        return []
    open_columns = [listed.head.headings[c] for c in _amounts_of(listed) if not listed.head.headings[c].mark.unit]
    if not open_columns:
        return []
    taken, other = (_unit_names()[unit] for unit in (title.unit, title.other_unit))
    return [phrase("intake.two_units", taken=taken, other=other, columns=tuple(h.label for h in open_columns))]


def _unit_names() -> dict[int, str]:
    return {unit: name for name, unit in reversed(tuple(vocabulary().units.items()))}


def _field(name: str) -> Phrase | str:
    return phrase(f"intake.field_{name}") if name in vocabulary().measures else name


def _reading(
    table: Table,
    listed: ClientList,
    problems: Problems,
    path: Path,
    options: Options,
    questions: Sequence[Question],
) -> Reading:
    records, currency = _records(table, listed, options, problems)
    headings = listed.head.headings
    used = used_columns(listed)
    amounts = _amounts_of(listed)
    stated = _latest(records) if DAY in listed.columns else None
    if stated is None:
        stated = _stated_date(listed, amounts, path, options.today, problems)
    for question in questions:
        problems.warn(phrase("intake.open", column=question.heading, samples=question.samples))
    return Reading(
        sheet=listed.sheet,
        kind=listed.kind,
        headings=_full_headings(listed, amounts),
        columns={headings[index].label: field for index, field in used.items()},
        ignored_columns=(
            *(h.label for i, h in enumerate(headings) if i not in used and (h.text or listed.head.signature)),
            *listed.unheaded,
        ),
        records=records,
        set_aside=_set_aside(table, listed, problems, options),
        rows=len(records) + (_further(records) if listed.kind != CONTACTS else 0) + len(problems.reasons),
        warnings=problems.warnings,
        stated_date=stated,
        currency=currency,
        units={headings[column].label: listed.unit_of(column) for column in amounts},
        cells=_cells_by_number(table, listed, options, whole=True),
        questions=tuple(questions),
        fingerprint=table.fingerprint,
        dates={headings[column].label: day for column, (_, day) in listed.dated.items()},
    )


def _further(records: Records) -> int:
    """The rows that records were put together from, besides their own; those kept in columns have none."""
    if not isinstance(records, list):
        return 0
    return sum(len(record.further) for record in records if isinstance(record, ClientRecord))


def _amounts_of(listed: ClientList) -> list[int]:
    """The columns of amounts."""
    if listed.kind == HOLDINGS:
        return [listed.columns[field] for field in AMOUNTS if field in listed.columns]
    return amount_columns(listed) if listed.kind in (CLIENTS, PROSPECTS) else []


def _records(table: Table, listed: ClientList, options: Options, problems: Problems) -> tuple[Records, str | None]:
    """The typed rows, and the currency of their amounts if the list says one."""
    if listed.days:
        return calendar_records(listed, options.codes, table.sheet.comments, options.today, problems), None
    if listed.kind == CONTACTS:
        return contact_records(listed, options.codes, options.today, problems), None
    if listed.kind == PERSONS:
        return person_records(listed, problems), None
    if listed.kind == HOLDINGS:
        return holding_records(listed, options.today, problems)
    records, currency = client_records(listed, options.measures_needed, options.today, problems)
    _refuse_damaged(listed, problems)
    return records, currency


def _refuse_damaged(listed: ClientList, problems: Problems) -> None:
    damaged, rows = len(problems.damaged), len(listed.rows)
    over, under = MOST_DAMAGED
    if damaged * under <= rows * over:
        return
    details = tuple(
        phrase("intake.at_row", row=listed.numbers[row], reason=tuple(problems.reasons[row]))
        for row in sorted(problems.damaged)[:_DETAILS]
    )
    raise InputError(
        "intake.too_damaged", details=details, file=listed.file, sheet=listed.sheet, damaged=damaged, rows=rows
    )


def _set_aside(table: Table, listed: ClientList, problems: Problems, options: Options) -> list[SetAside]:
    """The rows kept out, in the order of the file; of a calendar's row the cells that could be read have gone in."""
    aside = []
    for row in sorted(problems.reasons):
        number = listed.numbers[row]
        reasons, damaged = tuple(problems.reasons[row]), row in problems.damaged
        cells = _cells_by_number(table, listed, options, whole=damaged)(number)
        aside.append(SetAside(Place(listed.sheet, number), cells, reasons, damaged))
    return aside


def _cells_by_number(
    table: Table, listed: ClientList, options: Options, *, whole: bool
) -> Callable[[int], tuple[str, ...]]:
    """The cells of a row by its number, as text; those that are never stored are blanked."""
    secret = frozenset(index for index, heading in enumerate(listed.head.headings) if heading.never_stored)

    def cells(number: int) -> tuple[str, ...]:
        row: Sequence[Cell] = listed.rows[bisect_left(listed.numbers, number)]
        if listed.days:
            row = calendar_cells(listed, number, row, options.codes, table.sheet.comments, whole)
        if not secret:
            return tuple(map(as_text, row))
        return tuple("" if index in secret else as_text(cell) for index, cell in enumerate(row))

    return cells


def _full_headings(listed: ClientList, amounts: Sequence[int]) -> tuple[str, ...]:
    """The headings, those of amounts and days with what only the title above them or the columns beside them say."""
    texts = [heading.text for heading in listed.head.headings]
    if listed.head.signature:
        fields = used_columns(listed)
        texts = [fields.get(index, heading.label) for index, heading in enumerate(listed.head.headings)]
    title = listed.head.title
    units = _unit_names()
    for column in amounts:
        mark = listed.head.headings[column].mark
        field, on = listed.dated.get(column, (None, title.on))
        added = [
            units[title.unit] if title.unit and not mark.unit else "",
            title.currency if title.currency and not mark.currency else "",
            on.isoformat() if on and not mark.on else "",
        ]
        if field and not listed.head.headings[column].claims:
            texts[column] = field
        if any(added):
            texts[column] += f"({','.join(filter(None, added))})"
    for field in (DAY, MEASURE):
        if field in listed.columns and not is_certain(listed, field):
            texts[listed.columns[field]] = field
    for column, day in listed.days.items():
        texts[column] = day.isoformat()
    return tuple(texts)


def _latest(records: Records) -> date | None:
    """The last day of which a record has amounts."""
    return max((day for r in records if isinstance(r, ClientRecord) for day in r.series), default=None)


def _stated_date(
    listed: ClientList, amounts: Sequence[int], path: Path, today: date, problems: Problems
) -> date | None:
    """The day that amounts or holdings are of: by their headings, else the title, the sheet's name, the file's."""
    if not amounts and listed.kind != HOLDINGS:
        return None
    own = [column for column in amounts if column not in listed.dated]
    stated = [
        max((on for column in own if (on := listed.head.headings[column].mark.on)), default=None),
        None if own else max((day for _, day in listed.dated.values()), default=None),
        listed.head.title.on,
        stated_date(listed.sheet or ""),
        stated_date(path.stem),
    ]
    found = next(filter(None, stated), None)
    if found and found > today:
        problems.warn(phrase("intake.date_ahead", date=found))
        return None
    return found
