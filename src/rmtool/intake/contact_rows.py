"""Rows of a contact log → contact records. Not: whether the book knows the client."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.arrivals import ContactRecord
from rmtool.core.in_columns import InColumns
from rmtool.intake import values
from rmtool.intake.codes import CodeWords
from rmtool.intake.date_order import read_days, read_moments
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.open_dates import open_date
from rmtool.intake.packed import constant, different, found_in, kept, replaced, turned
from rmtool.intake.repairs import read_client_numbers
from rmtool.intake.times import clock, minutes_reader
from rmtool.intake.values import Cell, Reader
from rmtool.phrase import phrase

Code = str | tuple[str, ...]
"""One contact code, or several."""

_MIDNIGHT = ("00:00:00", "00:00")
_NOTHING = frozenset({None})


def contact_records(
    listed: ClientList, codes: Mapping[str, str], today: date, problems: Problems
) -> Sequence[ContactRecord]:
    """The records of the rows that aren't set aside; `codes` gives the contact code for each word in lower case.

    A row that names several ways of contact is as many contacts; the next step and the length are the first one's.
    """
    numbers = read_client_numbers(listed, problems)
    names = listed.read("name", values.client_name)
    for row in found_in(numbers.values, _NOTHING):
        if names.values[row] is None:
            problems.set_aside(row, phrase("intake.no_client"))
    days, times = _moments(listed, today, problems)
    words = CodeWords(codes)
    kinds = _ticked(listed, words, problems) if listed.ticked else _codes(listed, words, problems)
    words.warn(problems)
    columns: tuple[Sequence[Any], ...] = (
        numbers.values,
        names.values,
        days,
        times,
        kinds,
        _read(listed, "person", values.person_name, problems),
        _read(listed, "note", values.text, problems),
        _read(listed, "outcome", values.text, problems),
        _read(listed, "minutes", minutes_reader(_seconds(listed)), problems),
        _read(listed, "next", values.text, problems),
        _next_days(listed, days, problems),
    )
    ahead = found_in(days, {day for day in different(days) if day is not None and day > today})
    if ahead:
        problems.warn(phrase("intake.contacts_ahead", count=len(ahead), row=listed.numbers[ahead[0]]))
    places = listed.places()
    if problems.reasons:
        keeps = [row not in problems.reasons for row in range(len(places))]
        places, columns = kept(places, keeps), tuple(kept(column, keeps) for column in columns)
    records = InColumns(ContactRecord, (places, *columns))
    several = any(isinstance(code, tuple) for code in different(kinds))
    return list(_apart(records)) if several else records


def _apart(records: Iterable[ContactRecord]) -> Iterator[ContactRecord]:
    """Each record with one code: one of several codes becomes as many records."""
    for record in records:
        codes: Any = record.code
        if isinstance(codes, str):
            yield record
        else:
            first, *others = codes
            yield record._replace(code=first)
            for code in others:
                yield record._replace(code=code, minutes=None, next=None, next_on=None)


def _read(listed: ClientList, field: str, reader: Reader[Any], problems: Problems) -> Sequence[Any]:
    column = listed.read(field, reader)
    listed.warn_unreadable(field, column.unreadable, problems)
    return column.values


def _moments(listed: ClientList, today: date, problems: Problems) -> tuple[Sequence[date | None], Sequence[str | None]]:
    """The days, and the times where the list gives any: in a column of their own, else with the days."""
    column = read_moments(listed, "date", problems)
    cells, label = listed.cells[listed.columns["date"]], listed.heading("date").label
    moments = replaced(column.values, _open_days(listed, cells, column.unreadable, today, problems))
    days = turned(moments, lambda moment: moment[0] if moment else None)
    unreadable = frozenset(column.unreadable)
    for row in found_in(days, _NOTHING):
        if row in unreadable:
            problems.set_aside(row, phrase("intake.unreadable_date", column=label, cell=values.as_text(cells[row])))
        else:
            problems.set_aside(row, phrase("intake.no_date", column=label))
    if "time" in listed.columns:
        return days, _read(listed, "time", clock, problems)
    times = turned(moments, lambda moment: moment[1] if moment else None)
    listed.warn_unreadable("date", found_in(times, {""}), problems)
    if all(time is None or time in _MIDNIGHT for time in times):
        return days, constant(None, len(times))
    return days, turned(times, lambda time: time or None)


def _open_days(
    listed: ClientList, cells: Sequence[Cell], rows: Sequence[int], today: date, problems: Problems
) -> dict[int, tuple[date, str | None] | None]:
    """The days of cells that leave the year open, by row; says which years they were taken to be of."""
    found: dict[int, tuple[date, str | None] | None] = {}
    days = []
    for row in rows:
        if (said := open_date(cells[row])) and (day := said.near(listed.near, today)):
            found[row] = day, said.time
            days.append(day)
    if days:
        listed.show("date", {row: _written(*moment) for row, moment in found.items() if moment})
        column = listed.heading("date").label
        problems.warn(phrase("intake.years_taken", column=column, count=len(days), first=min(days), last=max(days)))
    return found


def _written(day: date, time: str | None) -> str:
    return f"{day.isoformat()} {time}" if time else day.isoformat()


def _next_days(listed: ClientList, days: Sequence[date | None], problems: Problems) -> Sequence[date | None]:
    """The days of the next steps; where one leaves the year open, it is the first such day after the contact."""
    column = read_days(listed, "next_on", problems)
    if not column.unreadable:
        return column.values
    found: dict[int, date | None] = {}
    for row in column.unreadable:
        said, start = open_date(listed.cells[listed.columns["next_on"]][row]), days[row]
        if said and start and (day := said.after(start)):
            found[row] = day
    if found:
        listed.show("next_on", {row: day.isoformat() for row, day in found.items() if day})
    listed.warn_unreadable("next_on", [row for row in column.unreadable if row not in found], problems)
    return replaced(column.values, found)


def _codes(listed: ClientList, words: CodeWords, problems: Problems) -> Sequence[Code | None]:
    """The contact codes; a blank or unknown one is a known reason to set the row aside, not damage."""

    def code(cell: Cell) -> Code | None:
        found = words.all_of(values.as_text(cell).strip())
        if not found and not values.is_missing(values.as_text(cell)):
            raise ValueError(cell)
        if len(found) == 1:
            return found[0]
        return tuple(found) or None

    column: values.Column[Code] = listed.read("code", code)
    cells, label = listed.cells[listed.columns["code"]], listed.heading("code").label
    unknown = frozenset(column.unreadable)
    for row in found_in(column.values, _NOTHING):
        if row in unknown:
            words.miss(cells[row])
            reason = phrase("intake.unknown_code", column=label, cell=values.as_text(cells[row]))
            problems.set_aside(row, reason, damaged=False)
        else:
            problems.set_aside(row, phrase("intake.no_code", column=label), damaged=False)
    return column.values


def _ticked(listed: ClientList, words: CodeWords, problems: Problems) -> Sequence[Code | None]:
    """The contact codes of rows that tick the columns of theirs; a tick in a column that is no code sets aside."""
    known = {column: words.all_of(word) for column, word in listed.ticked.items()}
    labels = tuple(listed.head.headings[column].label for column in listed.ticked)
    ticked: list[Code | None] = []
    for row in range(len(listed.rows)):
        hits = [column for column in listed.ticked if values.as_text(listed.cells[column][row]).strip()]
        unknown = [listed.head.headings[column].label for column in hits if not known[column]]
        if unknown:
            words.miss(unknown[0])
            reason = phrase("intake.unknown_code", column=unknown[0], cell=unknown[0])
            problems.set_aside(row, reason, damaged=False)
        elif not hits:
            problems.set_aside(row, phrase("intake.no_code", column=labels), damaged=False)
        ticked.append(tuple(code for column in hits for code in known[column]) or None)
    return ticked


def _seconds(listed: ClientList) -> int:
    """What a bare number in the column of durations counts, in seconds: minutes unless the heading says otherwise."""
    return (listed.heading("minutes").mark.seconds if "minutes" in listed.columns else None) or 60
