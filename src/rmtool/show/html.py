"""A page → one HTML file that needs nothing else: no script, nothing fetched, its one style known by its hash.

What is said is in the page's language, escaped by the template (page.html); the look is in page.css. Not: the charts
(drawing), the calendars (grids).
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from rmtool.errors import UsageError
from rmtool.lang import Language
from rmtool.phrase import Phrase, phrase
from rmtool.show import drawing, grids
from rmtool.show.pictures import DayGrid, MarkGrid, WeekGrid
from rmtool.show.text import (
    Column,
    Marked,
    Page,
    Record,
    Section,
    column_texts,
    display_width,
    gate,
    json_text,
    made,
    stands_right,
)
from rmtool.show.text import without_table as without

MOST_CELLS = 100_000
"""Cells of a page's tables that a browser still shows at once."""

LONG_TEXT = 28
"""Width (in cells of a terminal) from which a cell's text is given room to be broken into lines."""

IN_CHARACTERS = "bar"
"""What the keys of columns end in that draw a figure in characters, for terminals; here pictures do."""

MANY_COLUMNS = 8
"""Columns from which a page is printed across the paper."""

_TEMPLATE, _STYLE = "page.html", "page.css"
_TAGS = {"zh": "zh-CN", "en": "en"}


class Cell(NamedTuple):
    """A cell's text, its classes, and whether it heads its row."""

    text: str
    kind: str = ""
    head: bool = False


def html_text(page: Page, language: Language, as_of: date | None = None) -> str:
    """`page` as a file of HTML. Raises UsageError where a browser could not show so large a table."""
    _refuse_large(page)
    style = _file(_STYLE)
    lead = [gate(language.say(said)) for said in page.lead]
    drawn = _Drawing(language)
    rendered: str = _template().render(
        lang=_TAGS[language.code],
        style=Markup(style),
        style_hash=_hash(style),
        title=lead[0] if lead else language.text("html.untitled"),
        lead=lead[1:],
        data="" if page.lead or page.sections else json_text(made(page.data), language),
        wide=any(isinstance(s.picture, DayGrid) or len(s.columns) >= MANY_COLUMNS for s in page.sections if s.rows),
        sections=[section for section in map(drawn.section, page.sections) if section],
        closing=[gate(language.say(said)) for said in page.closing],
        as_of=language.say(phrase("html.as_of", day=as_of)) if as_of else "",
    )
    return rendered


def _refuse_large(page: Page) -> None:
    """Raises UsageError for a table that is too large, before any of its cells is written."""
    for section in page.sections:
        columns = len(section.columns)
        if isinstance(section.picture, DayGrid):
            columns = section.picture.first + len(section.picture.days) + section.picture.last
        refuse_large(len(section.rows), columns)


def refuse_large(rows: int, columns: int) -> None:
    """Raises UsageError for more cells than MOST_CELLS: to be asked before the work, where their number is known."""
    if rows * columns > MOST_CELLS:
        raise UsageError("html.too_large", rows=rows, columns=columns)


@cache
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    return environment.from_string(_file(_TEMPLATE))


def _hash(style: str) -> str:
    """What the page's policy knows its style by."""
    import base64
    import hashlib

    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")


class _Drawing:
    """The sections of one page, whose charts and headings are numbered."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._charts = 0

    def section(self, section: Section) -> dict[str, Any] | None:
        """A section as the template wants it; None for one with nothing to show."""
        if not section.rows:
            section = without(section)
        title = self.said(section.title) if section.title else ""
        lines = [self.said(line) for line in section.lines]
        if not (title or lines or section.rows):
            return None
        drawn = dict.fromkeys(("chart", "week", "days", "marks", "table"))
        shown: dict[str, Any] = {"title": title, "lines": lines, **drawn}
        picture = section.picture
        if isinstance(picture, DayGrid):
            return {**shown, "days": self._days(section, picture) if section.rows else None}
        if isinstance(picture, MarkGrid):
            return {**shown, "lines": [], "marks": self._marks(section, picture)} if section.rows else shown
        if isinstance(picture, WeekGrid):
            shown["week"] = grids.week_grid(picture, section.rows, self.language)
            if shown["week"] and picture.alone:
                return shown
        elif picture:
            self._charts += 1
            shown["chart"] = drawing.chart(picture, section.rows, f"chart{self._charts}", self.language)
        return {**shown, "table": self._table(section, title) if section.rows else None}

    def said(self, what: object) -> str:
        """What is said, in the page's language and safe to read."""
        return gate(self.language.say(what))

    # Tables

    def _table(self, section: Section, title: str) -> dict[str, Any]:
        head = _row_head(section.columns)
        shown = [column for column in section.columns if not column.key.endswith(IN_CHARACTERS)]
        columns = [self._cells(section.rows, column, column is head) for column in shown]
        return {
            "name": title or self.language.text("html.table"),
            "headings": [self._heading(column) for column in shown],
            "rows": list(zip(*columns, strict=True)),
        }

    def _heading(self, column: Column) -> Cell:
        """A column's heading; one that goes without on a terminal is named here all the same."""
        heading = column.heading
        if not heading and self.language.has(f"columns.{column.key}"):
            heading = Phrase(f"columns.{column.key}")
        return Cell(self.said(heading), "right" if stands_right(column) else "")

    def _cells(self, rows: Sequence[Record], column: Column, head: bool) -> list[Cell]:
        texts = column_texts(rows, column, self.language)
        longest = max(map(display_width, texts), default=0)
        kind = "right" if stands_right(column) else "long" if longest > LONG_TEXT else "word" if column.cut else "short"
        states = (value.state if isinstance(value := row.get(column.key), Marked) else "" for row in rows)
        return [
            Cell(text, f"{kind} {state}".strip() if state else kind, head)
            for text, state in zip(texts, states, strict=True)
        ]

    def _days(self, section: Section, grid: DayGrid) -> dict[str, Any]:
        columns = list(section.columns)
        first, last = columns[: grid.first], columns[len(columns) - grid.last :]
        heads = [list(line) for line in zip(*(self._cells(section.rows, c, c is first[0]) for c in first), strict=True)]
        tails = [list(line) for line in zip(*(self._cells(section.rows, c, False) for c in last), strict=True)]
        rows, notes = [], []
        for number, (row, head, tail) in enumerate(zip(section.rows, heads, tails, strict=True), 1):
            cells, behind = grids.day_cells(grid, row, number, self.language)
            rows.append({"first": head, "days": cells, "last": tail})
            notes += behind
        return {
            "title": self.said(grid.title),
            "first": [self._heading(column) for column in first],
            "last": [self._heading(column) for column in last],
            "rows": rows,
            "notes": notes,
            "notes_title": grids.notes_title(len(notes), self.language),
            "level": 3 if section.title else 2,
            **grids.day_columns(grid, self.language),
        }

    def _marks(self, section: Section, grid: MarkGrid) -> dict[str, Any]:
        """The first columns as they are, the others as marks under their full names."""
        known, nothing = grids.marks(grid, self.language), grids.Mark()
        first, others = section.columns[: grid.first], section.columns[grid.first :]
        heads = zip(*(self._cells(section.rows, c, c is first[0]) for c in first), strict=True)
        rows = [
            {"first": head, "marks": [known.get(self.language.say(row.get(c.key) or ""), nothing) for c in others]}
            for head, row in zip(heads, section.rows, strict=True)
        ]
        return {
            "title": self.said(grid.title),
            "first": [self._heading(column) for column in first],
            "names": [self.said(column.full or column.heading) for column in others],
            "rows": rows,
            "key": list(known.values()),
        }


def _row_head(columns: Sequence[Column]) -> Column | None:
    """The column whose cells head their rows: the name, else the first."""
    named = [column for column in columns if column.key == "name"]
    return next(iter([*named, *columns]), None)
