"""A week's rows as lines for the terminal: days across, half-hours down. Not: which half-hour a row is in (grids)."""

from collections.abc import Iterable, Iterator, Mapping

from rmtool.core.periods import clock
from rmtool.lang import Language
from rmtool.show.grids import STEP, Cell, Visit, rests, week
from rmtool.show.pictures import WeekGrid
from rmtool.show.text import Page, Record, Section, cut, gate, pad

_LEAST, _MOST = 13, 30
"""Cells of a day: as many as its heading takes in any language, and as names are still read at a glance."""

_TIME = "     "
_FREE, _GOES_ON = "·", "┃"


def drawn(page: Page, language: Language, width: int) -> Page:
    """The page for a terminal so wide: its weeks in lines where they have room, else as tables."""
    return page._replace(sections=[_section(section, language, width) for section in page.sections])


def _section(section: Section, language: Language, width: int) -> Section:
    picture = section.picture
    if not (section.rows and isinstance(picture, WeekGrid) and picture.on_terminals):
        return section
    lines = week_lines(picture, section.rows, language, width)
    return Section(section.title, lines=[*lines, *section.lines]) if lines else section


def week_lines(grid: WeekGrid, rows: Iterable[Record], language: Language, width: int) -> list[str] | None:
    """The week in lines of at most `width` cells, the first its heading; None where the days have no room in them."""
    room = min((width - len(_TIME)) // len(grid.days) - 1, _MOST) if grid.days else 0
    if room < _LEAST:
        return None
    times, columns = week(grid, rows, language)
    days = [_day(column, room) for column in columns]
    lines = [_line(_TIME, [gate(language.day(day.date)) for day in grid.days], room)]
    if any(day.note for day in grid.days):
        lines.append(_line(_TIME, [gate(language.say(day.note)) for day in grid.days], room))
    pause = False
    for time in times:
        across = [day.get(time, "") for day in days]
        if rests(grid, time) and not any(across):
            pause = True
            continue
        lines += [""] * pause
        pause = False
        lines.append(_line(clock(time), across, room))
    return lines


def _line(time: str, texts: Iterable[str], room: int) -> str:
    return " ".join((time, *(pad(cut(text, room), room) for text in texts))).rstrip()


def _day(column: Mapping[int, Cell], room: int) -> dict[int, str]:
    """What stands in each half-hour of a day."""
    texts: dict[int, str] = {}
    for start, cell in column.items():
        if cell.visits:
            texts |= zip(range(start, start + cell.span * STEP, STEP), _written(start, cell, room), strict=True)
        else:
            texts[start] = _FREE if cell.open else ""
    return texts


def _written(start: int, cell: Cell, room: int) -> list[str]:
    """A cell's lines: each visit's name where it begins (or below, if another is there), what else there is room for.

    Visits that there is no line for are counted at the end of the last.
    """
    lines = [""] * cell.span
    begun: list[tuple[int, Visit]] = []
    for visit in cell.visits:
        first = (visit.opens - start) // STEP
        line = next((n for n in range(first, cell.span) if not lines[n]), None)
        if line is not None:
            lines[line] = visit.name if visit.opens % STEP == 0 else _with_time(visit)
            begun.append((line, visit))
    for line, visit in begun:
        last = -(-(visit.closes - start) // STEP)
        details = _details(visit)
        for n in range(line + 1, last):
            if lines[n]:
                details = iter(())  # what would follow would be read as the other visit's
                continue
            lines[n] = f"{_GOES_ON} {next(details, '')}".rstrip()
    if missing := len(cell.visits) - len(begun):
        more = f" +{missing}"
        lines[-1] = cut(lines[-1], room - len(more)) + more
    return lines


def _with_time(visit: Visit) -> str:
    """The name with the time before it, after its mark: the line's own time isn't the visit's."""
    mark, space, name = visit.name.partition(" ")
    return f"{mark} {clock(visit.opens)} {name}" if space and len(mark) == 1 else f"{clock(visit.opens)} {visit.name}"


def _details(visit: Visit) -> Iterator[str]:
    yield visit.time
    yield visit.status
