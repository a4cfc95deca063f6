"""Grids as tables for the page: a week with half-hours down, the T/E/M calendar, marks. Not: their look (page.html).

A visit stands in the half-hours that it touches; visits that touch the same ones share a cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from rmtool.core.periods import clock
from rmtool.lang import Language
from rmtool.phrase import phrase
from rmtool.show.pictures import Day, DayGrid, MarkGrid, WeekGrid
from rmtool.show.text import Record, gate

STEP = 30


class Visit(NamedTuple):
    """A visit as it is shown: its day, its minutes of the day, and its texts."""

    on: date
    opens: int
    closes: int
    name: str
    time: str
    status: str


class Cell(NamedTuple):
    """A cell of the week: `visits` that take `span` half-hours, or nothing in an hour that is `open` or not."""

    span: int
    visits: Sequence[Visit]
    open: bool


class Week(NamedTuple):
    """A week's half-hours, and for each day the cells by the time at which they begin."""

    times: Sequence[int]
    columns: Sequence[Mapping[int, Cell]]


def week(grid: WeekGrid, rows: Iterable[Record], language: Language) -> Week:
    """The rows in the half-hours that they or the shifts cover."""
    visits = [_visit(row, language) for row in rows if row.get("opens") is not None and row.get("closes") is not None]
    first = min([start for start, _ in grid.shifts] + [visit.opens for visit in visits], default=0) // STEP * STEP
    last = max([end for _, end in grid.shifts] + [visit.closes for visit in visits], default=0)
    times = range(first, last, STEP)
    return Week(
        times, [_day_cells([visit for visit in visits if visit.on == day.date], day, grid, times) for day in grid.days]
    )


def week_grid(grid: WeekGrid, rows: Iterable[Record], language: Language) -> dict[str, Any] | None:
    """The week as the template wants it; None where no row has a time."""
    times, columns = week(grid, rows, language)
    if not any(cell.visits for column in columns for cell in column.values()):
        return None
    return {
        "title": gate(language.say(grid.title)),
        "days": [
            {"text": gate(language.day(day.date)), "open": day.open, "note": gate(language.say(day.note))}
            for day in grid.days
        ],
        "rows": [_week_row(time, columns, grid) for time in times],
    }


def _week_row(time: int, columns: Iterable[Mapping[int, Cell]], grid: WeekGrid) -> dict[str, Any]:
    """A half-hour across the days; one that `rests` is drawn narrow."""
    return {
        "time": clock(time),
        "rests": rests(grid, time),
        "cells": [column[time] for column in columns if time in column],
    }


def rests(grid: WeekGrid, time: int) -> bool:
    """Whether the half-hour is in no shift."""
    return not any(opens <= time < closes for opens, closes in grid.shifts)


def _visit(row: Mapping[str, Any], language: Language) -> Visit:
    opens, closes = row["opens"], row["closes"]
    name = f"{language.say(row.get('mark') or '')} {language.say(row['name'])}".strip()
    about = [said for key in ("status", "why") if (said := gate(language.say(row.get(key) or "")))]
    return Visit(row["on"], opens, closes, gate(name), f"{clock(opens)}–{clock(closes)}", " · ".join(about))


def _day_cells(visits: Iterable[Visit], day: Day, grid: WeekGrid, times: range) -> dict[int, Cell]:
    """A day's cells by the time at which they begin."""
    taken: list[tuple[int, int, list[Visit]]] = []
    for visit in sorted(visits, key=lambda visit: (visit.opens, visit.closes, visit.name)):
        start = visit.opens // STEP * STEP
        end = max(-(-visit.closes // STEP) * STEP, start + STEP)
        if taken and start < taken[-1][1]:
            begun, until, others = taken[-1]
            taken[-1] = (begun, max(until, end), [*others, visit])
        else:
            taken.append((start, end, [visit]))
    cells = {start: Cell((end - start) // STEP, listed, True) for start, end, listed in taken}
    held = {time for start, end, _ in taken for time in range(start, end, STEP)}
    for time in times:
        if time not in held:
            cells[time] = Cell(1, (), day.open and not rests(grid, time))
    return cells


def day_columns(grid: DayGrid, language: Language) -> dict[str, Any]:
    """The headings of the T/E/M calendar's days: months above, numbers and weekdays below."""
    months = [
        {"text": gate(language.month(days[0].date)), "days": len(days)}
        for days in (list(d) for _, d in groupby(grid.days, key=lambda d: (d.date.year, d.date.month)))
    ]
    days = [
        {"number": str(day.date.day), "weekday": language.short_weekday(day.date), "kind": _kind(day, grid)}
        for day in grid.days
    ]
    return {"months": months, "days": days}


def day_cells(
    grid: DayGrid, row: Mapping[str, Any], number: int, language: Language
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """One client's cells by day, and the notes that they lead to; `number` tells the client's row apart."""
    notes = []
    behind: dict[date, list[dict[str, str]]] = {}
    for index, said in enumerate(row.get("notes") or ()):
        note = {
            "id": f"n{number}-{index}",
            "name": gate(language.say(row.get("name"))),
            "day": gate(language.day(said["on"])),
            "code": gate(language.say(said["code"])),
            "text": gate(language.say(said["note"])),
        }
        notes.append(note)
        behind.setdefault(said["on"], []).append(note)
    cells = []
    for day in grid.days:
        told = behind.get(day.date, [])
        cells.append(
            {
                "text": gate(language.say(row.get(day.date.isoformat()) or "")),
                "kind": _kind(day, grid),
                "note": told[0]["id"] if told else "",
                "title": " · ".join(note["text"] for note in told),
            }
        )
    return cells, notes


def _kind(day: Day, grid: DayGrid) -> str:
    return "day" + " off" * (not day.open) + " today" * (day.date == grid.today)


def notes_title(count: int, language: Language) -> str:
    """The heading above the notes behind the cells."""
    return language.say(phrase("html.notes", count=count))


SHAPES = (("●", "full"), ("◐", "half"), ("○", "empty"))
"""What a grid of marks is drawn with, and the class of each."""


class Mark(NamedTuple):
    """A cell of a grid of marks: its shape with its class, and what it says; nothing at all in an empty one."""

    shape: str = ""
    kind: str = ""
    says: str = ""


def marks(grid: MarkGrid, language: Language) -> dict[str, Mark]:
    """Each mark of the grid by its text in the rows."""
    return {
        language.say(mark): Mark(*shape, gate(language.say(meaning)))
        for (mark, meaning), shape in zip(grid.meanings, SHAPES, strict=False)
    }
