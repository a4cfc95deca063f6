"""A sheet → its lists: of what kind each is, which column serves which field and of which day. Not: typed rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import NamedTuple

from rmtool.errors import InputError, UsageError
from rmtool.intake import looks
from rmtool.intake.beside import parted
from rmtool.intake.columns import (
    IDENTITY,
    REQUIRED,
    Assigned,
    Question,
    UnclearError,
    assign,
    date_said,
    field_questions,
    headings_fingerprint,
    identity_questions,
    look,
    recognise_kind,
    remembered_key,
)
from rmtool.intake.dates_across import When, days, is_weekday, when
from rmtool.intake.headings import (
    CLIENTS,
    CONTACTS,
    HOLDINGS,
    IGNORE,
    PERSONS,
    PROSPECTS,
    Heading,
    Wanted,
    mapped_headings,
    wanted,
)
from rmtool.intake.headless import headless, open_columns
from rmtool.intake.lists import ClientList, Problems, cut_list
from rmtool.intake.long_form import long_form
from rmtool.intake.marks import Mark, mark_of_name, mark_of_note
from rmtool.intake.products import told_product
from rmtool.intake.row_terms import with_term_columns
from rmtool.intake.stated_month import Stated, stated_month
from rmtool.intake.tables import Head, find_head, further_heads, plain_head
from rmtool.intake.values import Cell, as_text
from rmtool.intake.vocabulary import key_of, vocabulary, word_of
from rmtool.intake.workbooks import Sheet
from rmtool.phrase import phrase

_FEWEST_DAYS = 2
"""Columns headed by days that make a calendar, or by ways of contact that make a log."""

_OF_LOGS = frozenset({"outcome", "next", "next_on"})
"""Fields that nothing but a log of contacts has."""

_OF_CLIENTS = frozenset({"credit_code", "industry", "address", "founded", "group", "chain", "tag"})
"""Fields that a log hardly has."""

_NOTES, _NOTE_CELLS = 6, 2
"""The last rows of a list among which its notes are looked for, and the cells that a note may have."""

_SHOWN = 12
"""Headings that an error names."""


class Remembered(NamedTuple):
    """How the user once settled lists with the same headings: headings → fields by `headings_fingerprint`."""

    mappings: Mapping[str, Mapping[str, str]]
    measures: Sequence[str]


class Table(NamedTuple):
    """One list of a sheet: its cells, its headings, its kind, and what is known about its columns.

    `sheet` bears the name by which the user knows the list: a second one of a sheet is `Sheet1 (2)`. `source` is the
    sheet's own name. `calendar` are the columns that are days of a calendar of contacts, `ticked` those in which a tick
    stands for a contact of the way that heads them; all by index.
    """

    sheet: Sheet
    source: str | None
    head: Head
    kind: str
    wants: Wanted
    fingerprint: str
    calendar: tuple[int, ...]
    ticked: Mapping[int, str] = {}

    def labels(self) -> tuple[str, ...]:
        """The headings as the user knows them."""
        return tuple(heading.label for heading in self.head.headings)


def tables_of(sheet: Sheet, stem: str, kind: str | None, wants: Wanted, remembered: Remembered) -> list[Table]:
    """The lists of a sheet, none if it holds none. `stem` is the file's name; `kind` what the user says it lists."""
    head = find_head(sheet.rows, wants)
    if head is None:
        head = _head_by_look(sheet, wants, remembered)
        return [] if head is None else [_table(sheet, 1, head, stem, kind, wants, remembered)]
    tables: list[Table] = []
    for part in parted(sheet, head, wants):
        first = head if part is sheet else find_head(part.rows, wants) or head
        first = first._replace(title=first.title.over(head.title))  # a unit may stand above the list beside
        for each in further_heads(part, first, wants):
            tables.append(_table(part, len(tables) + 1, each, stem, kind, wants, remembered))
    return tables


def _table(
    sheet: Sheet, place: int, head: Head, stem: str, kind: str | None, wants: Wanted, remembered: Remembered
) -> Table:
    fingerprint = headings_fingerprint(head.signature or [heading.label for heading in head.headings])
    wants = _with_remembered(head, fingerprint, wants, remembered)
    said = (mark_of_name(sheet.name or ""), mark_of_name(stem), _mark_of_notes(sheet, head))
    title = reduce(Mark.over, said, head.title)
    head = head._replace(headings=mapped_headings(head.headings, wants), title=title)
    calendar = _calendar(sheet, head) if kind in (None, CONTACTS) else ()
    names = (sheet.name, stem) if place == 1 else (head.says, sheet.name, stem)
    found = recognise_kind(head.headings, names, wants)
    ticked = {} if calendar or kind not in (None, CONTACTS) else _ticked(sheet, head, wants)
    if calendar or ticked or (found == CLIENTS and _is_log_by_look(sheet, head, wants)):
        found = CONTACTS
    name = sheet.name if place == 1 else f"{sheet.name or ''} ({place})".strip()
    return Table(sheet._replace(name=name), sheet.name, head, found, wants, fingerprint, calendar, ticked)


def _mark_of_notes(sheet: Sheet, head: Head) -> Mark:
    """The unit and currency that the notes below a list state: `注：以上金额单位为万元`."""
    last = ([as_text(cell) for cell in row if cell != ""] for row in sheet.rows[head.row + 1 : head.end][-_NOTES:])
    return reduce(Mark.over, (mark_of_note("\t".join(said)) for said in last if len(said) <= _NOTE_CELLS), Mark())


def _with_remembered(head: Head, fingerprint: str, wants: Wanted, remembered: Remembered) -> Wanted:
    """What is wanted of the columns, with what was remembered where the user doesn't say otherwise now."""
    mapping = remembered.mappings.get(fingerprint)
    if not mapping:
        return wants
    by_key = {remembered_key(heading): field for heading, field in mapping.items()}
    fields = {h.label: by_key[key] for h in head.headings if (key := remembered_key(h.label)) in by_key}
    return _settled(fields, wants, remembered)


def _settled(fields: Mapping[str, str], wants: Wanted, remembered: Remembered) -> Wanted:
    """What is wanted, with the fields of headings besides that were settled before."""
    try:
        kept = wanted(fields, remembered.measures).mapped
    except UsageError:  # the rules no longer have such a measure
        return wants
    return wants._replace(mapped={**kept, **wants.mapped})


def _head_by_look(sheet: Sheet, wants: Wanted, remembered: Remembered) -> Head | None:
    """The headings of a sheet of which none names a client, if a column looks like one or it was settled before."""
    head = plain_head(sheet.rows, wants)
    if head is None:
        return None
    if headings_fingerprint([heading.label for heading in head.headings]) in remembered.mappings:
        return head
    cells = _sample(sheet, head)
    alike = [i for i, h in enumerate(head.headings) if not h.claims and looks.looks_like("name", cells[i])]
    if any(looks.looks_like("name", [head.headings[i].text]) for i in alike):  # a client stands there already
        return None
    return head if len(alike) == 1 else None


def headless_tables(
    sheet: Sheet, file: str, stem: str, kind: str | None, wants: Wanted, remembered: Remembered
) -> list[Table]:
    """The list of a sheet without headings, if it is one. Raises UnclearError if its columns can't be told apart."""
    head = headless(sheet, file, lambda mark: _settled(remembered.mappings.get(mark, {}), wants, remembered))
    return [_table(sheet, 1, head, stem, kind, wants, remembered)] if head else []


def unclear_identity(sheets: Sequence[Sheet], file: str, wants: Wanted) -> UnclearError | None:
    """The question which column is the client, for the first sheet that might be a list."""
    for sheet in sheets:
        head = plain_head(sheet.rows, wants)
        questions = identity_questions(head.headings, _sample(sheet, head), (), sheet.name) if head else []
        if head and questions:
            labels = tuple(heading.label for heading in head.headings)
            return UnclearError(
                "intake.no_identity",
                questions=questions,
                fingerprint=headings_fingerprint(labels),
                file=file,
                headings=labels[:_SHOWN],
            )
    return None


def _sample(sheet: Sheet, head: Head) -> list[list[Cell]]:
    """The first cells of each column."""
    rows = list(sheet.rows[head.row + 1 : head.end][: looks.LOOKED_AT])
    return [[row[i] if i < len(row) else "" for row in rows] for i in range(len(head.headings))]


def _calendar(sheet: Sheet, head: Head) -> tuple[int, ...]:
    """The columns headed by days in whose cells stand words; none if they are too few or hold amounts."""
    said = {i: each for i, h in enumerate(head.headings) if not h.claims and h.text and (each := when(h.text))}
    found = [index for index, each in said.items() if each.day is not None]
    if len(found) < _FEWEST_DAYS:
        return ()
    cells = _sample(sheet, head)
    words = sum(bool(looks.samples(cells[i])) and not looks.is_amounts(cells[i]) for i in found)
    amounts = sum(looks.is_amounts(cells[i]) for i in found)
    return tuple(found) if words and words >= amounts else ()


def _ticked(sheet: Sheet, head: Head, wants: Wanted) -> dict[int, str]:
    """The columns of ticks of a log without a column of codes, each with the way of contact that heads it."""
    firsts = [min(h.claims, key=lambda claim: claim.rank).field if h.claims else "" for h in head.headings]
    if "date" not in firsts or "code" in firsts or set(firsts) & wants.measures:
        return {}
    words = vocabulary()
    heads = {i: word for i, h in enumerate(head.headings) if (word := word_of(h.text)) in words.codes}
    cells = _sample(sheet, head)
    marks = {i: {word_of(as_text(cell)) for cell in cells[i]} - {""} for i in heads}
    ticked = {i: word for i, word in heads.items() if marks[i] <= words.ticks}
    return ticked if len(ticked) >= _FEWEST_DAYS and any(marks[i] for i in ticked) else {}


def _is_log_by_look(sheet: Sheet, head: Head, wants: Wanted) -> bool:
    """Whether a list without amounts has what only a log has: next steps and a date, or a column of codes.

    A log that lacks its days or its ways must not pass for a list of clients.
    """
    claimed = [{claim.field for claim in heading.claims} for heading in head.headings]
    fields = frozenset().union(*claimed)
    if fields & wants.measures:
        return False
    if "date" in fields and fields & _OF_LOGS:
        return True
    if "date" not in fields and fields & _OF_CLIENTS:  # how a client likes to be reached
        return False
    cells = _sample(sheet, head)
    for i, heading in enumerate(head.headings):
        may_hold = ("date" in fields or is_weekday(heading.text)) if not claimed[i] else "code" in claimed[i]
        if may_hold and looks.looks_like("code", cells[i]):
            return True
    return False


def understood(table: Table, file: str, stem: str, today: date) -> tuple[ClientList, Problems, list[Question]]:
    """The list's rows in columns, and which columns stay open.

    Raises UnclearError if a field isn't found without which no row makes sense, InputError if that can't be helped.
    """
    cells = _sample(table.sheet, table.head)
    headings = with_term_columns(table.head.headings, cells, table.kind, table.wants)
    table = table._replace(head=table.head._replace(headings=_without_secrets(headings, cells, table.kind)))
    bare = _bare_dates(table, cells)
    titled = " ".join(filter(None, (table.head.says, table.source, stem)))
    try:
        assigned = assign(table.head.headings, table.kind, table.wants, file, titled, bare)
    except UnclearError as error:
        raise _with_samples(error, table, cells) from None
    if not table.calendar:
        assigned = look(assigned, table.head.headings, cells, table.kind, table.wants)
    told = told_product(assigned.columns, table.head.headings, titled) if table.kind == HOLDINGS else None
    _check_required(table, assigned, cells, file, told)
    columns, guessed = assigned.columns, assigned.guessed
    listed, problems = cut_list(file, table.sheet, table.kind, table.head, columns, guessed)
    if told and "product" not in columns:
        return listed._replace(product=told), problems, []
    near = stated_month(table.head.says, table.source or "", stem)
    listed = listed._replace(ticked=table.ticked, near=near)
    if table.calendar:
        said = {index: found for index in table.calendar if (found := when(table.head.headings[index].text))}
        dated = days(said, _filled(listed, said), near, today)
        if not dated:  # day numbers of which nothing tells the month
            raise InputError("intake.no_date_column", file=file, headings=table.labels())
        return listed._replace(days=dated), problems, []
    listed, unclear = long_form(_with_dates(listed, assigned, near, today, problems), table.wants)
    questions = [
        Question(listed.sheet, table.head.headings[index].label, looks.samples(cells[index]), fields, False)
        for index, fields in assigned.open.items()
    ]
    if table.head.signature:
        unclear += open_columns(table.head, table.kind, table.sheet, used_columns(listed), table.wants)
    return listed, problems, [*questions, *unclear]


def _without_secrets(headings: Sequence[Heading], cells: Sequence[Sequence[Cell]], kind: str) -> tuple[Heading, ...]:
    """The headings, those over identity or card numbers as never stored; a client's own number is looked at apart."""
    if kind not in (CLIENTS, PROSPECTS, PERSONS):
        return tuple(headings)
    looked = zip(headings, cells, strict=True)
    return tuple(
        heading._replace(never_stored=heading.never_stored or (not _is_identity(heading) and looks.are_secrets(column)))
        for heading, column in looked
    )


def _is_identity(heading: Heading) -> bool:
    return any(claim.field in ("client_no", "credit_code") for claim in heading.claims)


def _bare_dates(table: Table, cells: Sequence[Sequence[Cell]]) -> list[int]:
    """The columns of amounts headed by nothing but a day or a month."""
    return [
        index
        for index, heading in enumerate(table.head.headings)
        if not heading.claims and date_said(heading) and looks.is_amounts(cells[index])
        if table.wants.mapped.get(key_of(heading.label)) != IGNORE and when(heading.text)
    ]


def _filled(listed: ClientList, columns: Collection[int]) -> set[int]:
    return {column for column in columns if any(as_text(cell).strip() for cell in listed.cells[column])}


def _with_dates(listed: ClientList, assigned: Assigned, near: Stated, today: date, problems: Problems) -> ClientList:
    """The list with the day of each column of amounts that states one, where they state several."""
    fields = {index: field for field, index in assigned.columns.items()} | assigned.further
    said = {index: found for index in fields if (found := _amount_date(listed, index))}
    if not said:
        return listed
    dated: dict[int, tuple[str, date]] = {}
    for index, day in days(said, _filled(listed, said), near, today).items():
        if day > today and (day.year, day.month) == (today.year, today.month):
            day = today
        if day <= today:
            dated[index] = fields[index], day
        elif _filled(listed, [index]):
            problems.warn(phrase("intake.column_ahead", column=listed.head.headings[index].label, date=day))
    _refuse_same_day(listed, dated)
    if len({day for _, day in dated.values()}) > 1 or assigned.further:
        ahead = said.keys() - dated.keys()
        columns = {field: index for field, index in listed.columns.items() if index not in ahead}
        return listed._replace(dated=dated, columns=columns)
    headings = list(listed.head.headings)
    for index, (_, day) in dated.items():
        headings[index] = headings[index]._replace(mark=headings[index].mark._replace(on=day))
    return listed._replace(head=listed.head._replace(headings=tuple(headings)))


def _amount_date(listed: ClientList, index: int) -> When | None:
    heading = listed.head.headings[index]
    is_date = any(claim.field in ("date", "next_on", "founded", "as_of") for claim in heading.claims)
    return None if is_date or listed.kind not in (CLIENTS, PROSPECTS) else date_said(heading) or when(heading.text)


def _refuse_same_day(listed: ClientList, dated: Mapping[int, tuple[str, date]]) -> None:
    seen: dict[tuple[str, date], int] = {}
    for index, place in dated.items():
        if place in seen:
            first, second = listed.head.headings[seen[place]].label, listed.head.headings[index].label
            questions = [Question(listed.sheet, label, (), (place[0], IGNORE), True) for label in (first, second)]
            raise UnclearError(
                "intake.two_columns",
                questions=questions,
                file=listed.file,
                field=place[0],
                first=first,
                second=second,
            )
        seen[place] = index


def _with_samples(error: UnclearError, table: Table, cells: Sequence[Sequence[Cell]]) -> UnclearError:
    """The same error with the first cells of the columns that it asks about."""
    by_label = dict(zip(table.labels(), cells, strict=True))
    error.questions = tuple(
        question._replace(sheet=table.sheet.name, samples=looks.samples(by_label[question.heading]))
        for question in error.questions
    )
    error.fingerprint = table.fingerprint
    return error


def _check_required(
    table: Table, assigned: Assigned, cells: Sequence[Sequence[Cell]], file: str, told: str | None
) -> None:
    """Refuses a list that lacks a column without which no row makes sense, with the question which one it is.

    `told` is the product that title or headings say: no column has to.
    """
    used = (*assigned.columns.values(), *assigned.further, *table.calendar, *table.ticked)
    headings, labels = table.head.headings, table.labels()
    lacking = [] if assigned.columns.keys() & {*IDENTITY, "credit_code"} else ["identity"]
    needed = () if table.calendar or told else REQUIRED.get(table.kind, ())
    lacking += [field for field in needed if field not in assigned.columns and not (field == "code" and table.ticked)]
    for field in lacking:
        questions = (
            identity_questions(headings, cells, used, table.sheet.name)
            if field == "identity"
            else field_questions(field, headings, cells, used, table.sheet.name)
        )
        key = "intake.no_identity" if field == "identity" else f"intake.no_{field}_column"
        shown = labels[:_SHOWN] if field == "identity" else labels
        if questions:
            raise UnclearError(key, questions=questions, fingerprint=table.fingerprint, file=file, headings=shown)
        raise InputError(key, file=file, headings=shown)


def used_columns(listed: ClientList) -> dict[int, str]:
    """The field of each column that is read, by its index."""
    used = {index: field for field, index in listed.columns.items()}
    used.update((index, field) for index, (field, _) in listed.dated.items())
    used.update(dict.fromkeys(listed.days, "date"))
    used.update(dict.fromkeys(listed.ticked, "code"))
    return dict(sorted(used.items()))


def mapped_in_vain(table: Table, listed: ClientList) -> Iterator[tuple[str, str]]:
    """Headings that the user mapped to a field which a list of this kind doesn't hold, with that field."""
    used = used_columns(listed)
    for index, heading in enumerate(listed.head.headings):
        mapped = table.wants.mapped.get(key_of(heading.label), IGNORE)
        if mapped != IGNORE and index not in used:
            yield heading.label, mapped
