"""Rows of a contact log → contact records. Not: whether the book knows the client."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.arrivals import ContactRecord
from rmtool.core.in_columns import InColumns
from rmtool.intake import values
from rmtool.intake.date_order import read_days, read_moments
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.packed import constant, different, found_in, kept, turned
from rmtool.intake.repairs import read_client_numbers
from rmtool.intake.times import clock, minutes_reader
from rmtool.intake.values import Cell, Reader
from rmtool.intake.vocabulary import vocabulary, word_of
from rmtool.phrase import phrase

_MIDNIGHT = ("00:00:00", "00:00")
_NOTHING = frozenset({None})


def contact_records(
    listed: ClientList, codes: Mapping[str, str], today: date, problems: Problems
) -> Sequence[ContactRecord]:
    """The records of the rows that aren't set aside; `codes` gives the contact code for each word in lower case."""
    numbers = read_client_numbers(listed, problems)
    names = listed.read("name", values.text)
    for row in found_in(numbers.values, _NOTHING):
        if names.values[row] is None:
            problems.set_aside(row, phrase("intake.no_client"))
    days, times = _moments(listed, problems)
    kinds = _codes(listed, codes, problems)
    columns: tuple[Sequence[Any], ...] = (
        numbers.values,
        names.values,
        days,
        times,
        kinds,
        _read(listed, "person", values.text, problems),
        _read(listed, "note", values.text, problems),
        _read(listed, "outcome", values.text, problems),
        _read(listed, "minutes", minutes_reader(_seconds(listed)), problems),
        _read(listed, "next", values.text, problems),
        _next_days(listed, problems),
    )
    ahead = found_in(days, {day for day in different(days) if day is not None and day > today})
    if ahead:
        problems.warn(phrase("intake.contacts_ahead", count=len(ahead), row=listed.numbers[ahead[0]]))
    places = listed.places()
    if problems.reasons:
        keeps = [row not in problems.reasons for row in range(len(places))]
        places, columns = kept(places, keeps), tuple(kept(column, keeps) for column in columns)
    return InColumns(ContactRecord, (places, *columns))


def _read(listed: ClientList, field: str, reader: Reader[Any], problems: Problems) -> Sequence[Any]:
    column = listed.read(field, reader)
    listed.warn_unreadable(field, column.unreadable, problems)
    return column.values


def _next_days(listed: ClientList, problems: Problems) -> Sequence[date | None]:
    column = read_days(listed, "next_on", problems)
    listed.warn_unreadable("next_on", column.unreadable, problems)
    return column.values


def _moments(listed: ClientList, problems: Problems) -> tuple[Sequence[date | None], Sequence[str | None]]:
    """The days, and the times where the list gives any: in a column of their own, else with the days."""
    column = read_moments(listed, "date", problems)
    days = turned(column.values, lambda moment: moment[0] if moment else None)
    cells, label = listed.cells[listed.columns["date"]], listed.heading("date").label
    unreadable = frozenset(column.unreadable)
    for row in found_in(days, _NOTHING):
        if row in unreadable:
            problems.set_aside(row, phrase("intake.unreadable_date", column=label, cell=values.as_text(cells[row])))
        else:
            problems.set_aside(row, phrase("intake.no_date", column=label))
    if "time" in listed.columns:
        return days, _read(listed, "time", clock, problems)
    times = turned(column.values, lambda moment: moment[1] if moment else None)
    listed.warn_unreadable("date", found_in(times, {""}), problems)
    if all(time is None or time in _MIDNIGHT for time in times):
        return days, constant(None, len(times))
    return days, turned(times, lambda time: time or None)


def _codes(listed: ClientList, codes: Mapping[str, str], problems: Problems) -> Sequence[str | None]:
    """The contact codes; a blank or unknown one is a known reason to set the row aside, not damage."""
    words = {word: code for word, code in vocabulary().codes.items() if code in codes.values()}
    words.update({word_of(word): code for word, code in codes.items()})

    def code(cell: Cell) -> str | None:
        word = word_of(values.as_text(cell))
        found = words.get(word)
        if found is None and not values.is_missing(word):
            raise ValueError(word)
        return found

    column = listed.read("code", code)
    cells, label = listed.cells[listed.columns["code"]], listed.heading("code").label
    unknown = frozenset(column.unreadable)
    for row in found_in(column.values, _NOTHING):
        if row in unknown:
            reason = phrase("intake.unknown_code", column=label, cell=values.as_text(cells[row]))
            problems.set_aside(row, reason, damaged=False)
        else:
            problems.set_aside(row, phrase("intake.no_code", column=label), damaged=False)
    return column.values


def _seconds(listed: ClientList) -> int:
    """What a bare number in the column of durations counts, in seconds: minutes unless the heading says otherwise."""
    return (listed.heading("minutes").mark.seconds if "minutes" in listed.columns else None) or 60
