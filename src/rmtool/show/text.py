"""A page of rows → table, plain text, JSON, CSV or Markdown. Knows rows and columns, never clients. Not: where it goes.

One row shape, several faces: JSON and CSV write a page's data exactly, the others its sections as people read them.
Colour is written as plain ANSI here: importing rich would cost more than everything else on this side.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any, NamedTuple

from rmtool.core.formula_text import harmless
from rmtool.lang import Language
from rmtool.phrase import Phrase
from rmtool.show.pictures import Picture
from rmtool.show.pictures import Said as Said  # a sentence or heading, which all pages speak of

FORMATS = ("table", "plain", "json", "csv", "md")

Record = Mapping[str, object]


class Column(NamedTuple):
    """A column of a section: the value `key` of each row, written in a `way` (a specification as in texts, see `lang`).

    `align` is `left` or `right`; empty: right for figures. `full` is the heading where there is room for more. On a
    terminal too narrow for all, columns with `cut` lose their ends to `…`, and those with `drop` above 0 are left out,
    the highest first.
    """

    key: str
    heading: Said = ""
    way: str = ""
    align: str = ""
    cut: bool = False
    drop: int = 0
    full: Said = ""


class Marked(NamedTuple):
    """A cell's value with the state (`due`, `late`, `overdue`) that colours it on a terminal; its words say it too."""

    value: object
    state: str


class Section(NamedTuple):
    """A titled table with sentences below it; without columns only the sentences.

    A table without rows is left out with its sentences, or `empty` stands in its place. A row may hold more than the
    columns show. Without any heading no heading line is written. Formats that can draw show its `picture` too.
    """

    title: Said = ""
    columns: Sequence[Column] = ()
    rows: Sequence[Record] = ()
    lines: Sequence[Said] = ()
    empty: Said = ""
    picture: Picture | None = None


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, the sentences on top, and its tables, one below another."""

    name: Said
    lead: Sequence[Said] = ()
    sections: Sequence[Section] = ()


class Page(NamedTuple):
    """A command's whole result. `data` is what JSON writes, or (where it costs) a function that makes it.

    CSV writes `records` (else `data`: a list of records, or one), `fields` being its columns where there may be none;
    those of them that are words of the data (a column for each product) are `words`, each with the field it stands for.
    People read `lead` (the sentence that matters first), `sections`, `closing`. A `public` page tells of no client. A
    calendar file is called `calendar` and holds `events`, records as events.py makes them; None: the result has no
    place in a calendar. A workbook holds `sheets`; without them the sections, a sheet for each table.
    """

    data: object
    lead: Sequence[Said] = ()
    sections: Sequence[Section] = ()
    closing: Sequence[Said] = ()
    records: Sequence[Record] | Callable[[], Sequence[Record]] | None = None
    fields: Sequence[str] = ()
    words: Mapping[str, str] = {}
    public: bool = False
    events: Callable[[], Sequence[Record]] | None = None
    calendar: Said = ""
    sheets: Callable[[], Sequence[Sheet]] | None = None

    def written(self) -> Sequence[Record]:
        """The records that CSV writes."""
        records: Any = made(self.records)
        if records is None:
            data = made(self.data)
            listed = data if isinstance(data, list | tuple) else [data]
            records = [record for record in listed if isinstance(record, Mapping)]
        return list(records)

    def columns(self, written: Sequence[Record]) -> list[str]:
        """The columns of these records."""
        return list(self.fields) or list(dict.fromkeys(key for record in written for key in record))


class Terminal(NamedTuple):
    """What a terminal can show: `width` in cells, and whether in colour."""

    width: int
    colour: bool


def render(page: Page, form: str, language: Language, terminal: Terminal | None = None) -> str:
    """`page` in the format `form` (one of FORMATS). A table on no terminal is plain text: nothing cut, no colour."""
    if form == "json":
        return json_text(made(page.data), language)
    if form == "csv":
        return _csv(page, language)
    if form == "md":
        return _markdown(page, language)
    return _text(page, language, terminal if form == "table" else None)


def made(part: object) -> object:
    """What a part of a page is: itself, or what a function that was given in its stead makes."""
    return part() if callable(part) else part


# The gate: what text may not do to the person who reads it

# Patterns are compiled when first used: most runs need none of them.
_HIDDEN = (
    "\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f"
)
_JOINER = "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
"""What joins two emoji into one may stand between them, and nowhere else."""

_UNSAFE = f"[\x00-\x1f{_HIDDEN}]|{_JOINER}"
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
_FLOOD = f"({_MARK}{{4}}){_MARK}+"
"""More marks on one letter than any language has: they would run over the lines above and below."""


def gate(text: str) -> str:
    """`text` with what acts or hides (controls, overrides of the writing direction, no width) as visible escapes."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_FLOOD, r"\1…", text if text.isprintable() else re.sub(_UNSAFE, _visible, text))


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    short = {9: "\\t", 10: "\\n", 13: "\\r"}.get(code)
    return short or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


# Widths

_ZERO_WIDTH = ("Mn", "Me", "Cf")


class _Cells(dict[str, int]):
    """The cells that each character met so far takes."""

    def __missing__(self, character: str) -> int:
        import unicodedata

        wide = unicodedata.east_asian_width(character) in "WF"
        cells = self[character] = 0 if unicodedata.category(character) in _ZERO_WIDTH else 2 if wide else 1
        return cells


_cells = _Cells()


def display_width(text: str) -> int:
    """How many cells of a terminal `text` takes: two for each wide character, none for combining ones."""
    return len(text) if text.isascii() else sum(map(_cells.__getitem__, text))


def pad(text: str, width: int, right: bool = False) -> str:
    """`text` filled with spaces to `width` cells, on its left if it is to stand `right`."""
    missing = " " * (width - display_width(text))
    return missing + text if right else text + missing


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced by `…` where it is longer."""
    if display_width(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += _cells[character]
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


_WORD = r"\s+|[^\s\u1100-\uffdc]+|."
_NEVER_FIRST = "，。、；：！？）》”’"


def fold(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken between words and between Chinese characters.

    A word wider than a line stands on a line of its own; a stop or closing quote stays with the word before it.
    """
    lines: list[str] = []
    line: list[str] = []
    for word in re.findall(_WORD, text):
        if any(map(str.strip, line)) and sum(map(display_width, line)) + display_width(word) > width:
            kept = line[-1:] if word in _NEVER_FIRST and len(line) > 1 else []
            lines.append("".join(line[: len(line) - len(kept)]).rstrip())
            line = kept
            if word.isspace():
                continue
        line.append(word)
    return [*lines, "".join(line).rstrip()] if "".join(line).strip() or not lines else lines


# For people: plain text and terminal

_FIGURES = frozenset({"money", "amount", "share", "number"})
_SHORTEST_CUT, _LEAST_CUT = 12, 5
"""Cells that a column keeps when others may still be left out, and when none may."""

_WIDEST = 200
"""Cells to which a column is filled where nothing is cut: one endless name must not make every line endless."""

_GAP = "  "
_STYLES = {"title": "1", "heading": "2", "due": "33", "late": "1;33", "overdue": "1;4;33"}
"""One accent colour, for states only; the ranks differ in weight."""


def _text(page: Page, language: Language, terminal: Terminal | None) -> str:
    blocks = [_lines(page.lead, language, terminal)]
    blocks += [_section(section, language, terminal) for section in page.sections]
    blocks.append(_lines(page.closing, language, terminal))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n" * any(blocks)


def _lines(said: Iterable[Said], language: Language, terminal: Terminal | None) -> list[str]:
    lines = [gate(language.say(s)) for s in said]
    return [part for line in lines for part in fold(line, terminal.width)] if terminal else lines


def _section(section: Section, language: Language, terminal: Terminal | None) -> list[str]:
    if not section.rows:
        section = without_table(section)
    titles = [section.title] if section.title else []
    title = [_styled(line, "title", terminal) for line in _lines(titles, language, terminal)]
    table = _table(section, language, terminal) if section.rows else []
    return [*title, *table, *_lines(section.lines, language, terminal)]


def without_table(section: Section) -> Section:
    lines = section.lines if not section.columns else (section.empty,) if section.empty else ()
    return Section(section.title, lines=lines) if lines else Section()


def _table(section: Section, language: Language, terminal: Terminal | None) -> list[str]:
    texts = [
        [gate(language.say(column.heading)), *column_texts(section.rows, column, language)]
        for column in section.columns
    ]
    cells = [list(map(display_width, column)) for column in texts]
    widths = [max(column) if terminal else min(max(column), _WIDEST) for column in cells]
    shown: Sequence[int] = range(len(widths))
    if terminal:
        shown, widths = fit(section.columns, widths, terminal.width)
    filled = []
    for index in shown:
        right = stands_right(section.columns[index])
        column = _filled(texts[index], cells[index], widths[index], right, cuts=terminal is not None)
        if terminal and terminal.colour:
            column[1:] = _coloured(column[1:], section.rows, section.columns[index].key)
        filled.append(column)
    lines = [_GAP.join(line).rstrip() for line in zip(*filled, strict=True)]
    return [_styled(lines[0], "heading", terminal), *lines[1:]] if lines[0] else lines[1:]


def _filled(texts: Iterable[str], cells: Iterable[int], width: int, right: bool, cuts: bool) -> list[str]:
    """`texts`, each taking so many `cells`, filled to `width` cells; a longer one is cut if `cuts`, else stands out."""
    filled = []
    for text, taken in zip(texts, cells, strict=True):
        if taken > width:
            filled.append(pad(cut(text, width), width, right) if cuts else text)
        else:
            spaces = " " * (width - taken)
            filled.append(spaces + text if right else text + spaces)
    return filled


def column_texts(rows: Sequence[Record], column: Column, language: Language) -> list[str]:
    key, way = column.key, column.way
    days: dict[object, str] = {}
    texts = []
    for row in rows:
        value = row.get(key)
        kind = type(value)
        if kind is str and not way:
            text: str = value  # type: ignore[assignment]
        elif kind is date or value is None:
            # A column holds few different days, and many a time none.
            text = days.get(value) or days.setdefault(value, language.written(value, way))
        else:
            text = cell_text(value, way, language)
        texts.append(text if text.isprintable() else gate(text))
    together = "\n".join(texts)
    return texts if together.isascii() or not re.search(_FLOOD, together) else list(map(gate, texts))


def cell_text(value: object, way: str, language: Language) -> str:
    """A cell's value as people read it, in the given way; a phrase or text is said whatever the way."""
    if isinstance(value, Marked):
        value = value.value
    return language.say(value) if isinstance(value, Phrase | str) else language.written(value, way)


def stands_right(column: Column) -> bool:
    return column.align == "right" or (not column.align and column.way in _FIGURES)


def fit(columns: Sequence[Column], widths: Sequence[int], width: int) -> tuple[list[int], list[int]]:
    """Which columns (by index) are shown on a terminal `width` cells wide, and the width of each of all `columns`."""
    narrowed = list(widths)
    shown = list(range(len(columns)))
    shortest = [min(w, _SHORTEST_CUT) if c.cut else w for c, w in zip(columns, widths, strict=True)]

    def room() -> int:
        return width - len(_GAP) * (len(shown) - 1)

    while sum(shortest[i] for i in shown) > room():
        last = max(shown, key=lambda i: (columns[i].drop, i))
        if not columns[last].drop:
            break
        shown.remove(last)
    least = [min(w, _LEAST_CUT) if c.cut else w for c, w in zip(columns, widths, strict=True)]
    for floor in (shortest, least):
        while (over := sum(narrowed[i] for i in shown) - room()) > 0:
            widest = max(shown, key=lambda i: (narrowed[i] - floor[i], -i))
            if narrowed[widest] <= floor[widest]:
                break
            narrowed[widest] -= min(over, max((narrowed[widest] - floor[widest]) // 2, 1))
    return shown, narrowed


def _coloured(texts: Sequence[str], rows: Sequence[Record], key: str) -> list[str]:
    values = (row.get(key) for row in rows)
    return [
        f"\x1b[{_STYLES[value.state]}m{text}\x1b[0m" if isinstance(value, Marked) and value.state in _STYLES else text
        for text, value in zip(texts, values, strict=True)
    ]


def _styled(text: str, style: str, terminal: Terminal | None) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if terminal and terminal.colour else text


# Markdown

_MARKUP = r"[\\|`*_~\[\]<>&]|(?<=:)/(?=/)|(?i:(?<=www))\."
"""What Markdown takes for markup, and what its programs know an address by that they make a link of."""

_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def _markdown(page: Page, language: Language) -> str:
    def safe(said: Said) -> str:
        return _escaped(gate(language.say(said)))

    blocks = [safe(said) for said in page.lead]
    for section in page.sections:
        if not section.rows:
            section = without_table(section)
        blocks += [f"## {safe(section.title)}"] if section.title else []
        blocks += ["\n".join(_markdown_table(section, language))] if section.rows else []
        blocks += [safe(line) for line in section.lines]
    blocks += [safe(said) for said in page.closing]
    return "\n\n".join(blocks) + "\n" * bool(blocks)


def _markdown_table(section: Section, language: Language) -> list[str]:
    headings = [_escaped(gate(language.say(column.heading))) for column in section.columns]
    rules = ["---:" if stands_right(column) else "---" for column in section.columns]
    cells = [map(_escaped, column_texts(section.rows, column, language)) for column in section.columns]
    return ["| " + " | ".join(line) + " |" for line in (headings, rules, *zip(*cells, strict=True))]


def _escaped(text: str) -> str:
    return re.sub(_MARKUP, lambda found: _ENTITIES.get(found[0], "\\" + found[0]), text)


# For programs: JSON and CSV

_PLAIN_TYPES = frozenset({str, int, float, bool, type(None)})


def json_text(data: object, language: Language, indent: int | None = 2) -> str:
    """`data` as JSON: Chinese as it is, `indent` spaces a level (None: one line), dates in ISO form, phrases said.

    Characters that would act on a terminal stand as JSON escapes, which read back as the same text.
    """
    import json

    text = json.dumps(exact(data, language), ensure_ascii=False, indent=indent, allow_nan=False)
    return re.sub(f"[{_HIDDEN}]|{_JOINER}", _json_escape, text) + "\n"


def _json_escape(found: re.Match[str]) -> str:
    return "".join(f"\\u{unit:04x}" for unit in memoryview(found[0].encode("utf-16-le", "surrogatepass")).cast("H"))


def exact(value: object, language: Language) -> Any:
    """`value` in JSON's types. Raises TypeError for what has no exact form."""
    if type(value) in _PLAIN_TYPES:
        return value
    if isinstance(value, Phrase):
        return language.say(value)
    if isinstance(value, Marked):
        return exact(value.value, language)
    if isinstance(value, Mapping):
        return {
            key if type(key) is str else exact(key, language): v if type(v) in _PLAIN_TYPES else exact(v, language)
            for key, v in value.items()
        }
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [exact(v, language) for v in value]
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"no exact form for {type(value).__name__}")


_UNSAFE_IN_CSV = _UNSAFE.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f")


def _csv(page: Page, language: Language) -> str:
    import csv
    import io

    records = page.written()
    fields = page.columns(records)
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow([csv_cell(field, language) for field in fields])
    lines.writerows([csv_cell(record.get(field), language) for field in fields] for record in records)
    return written.getvalue()


def csv_cell(value: object, language: Language) -> str:
    """One cell of a CSV file. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    value = exact(value, language)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return harmless(value) if value.isprintable() else re.sub(_UNSAFE_IN_CSV, _visible, harmless(value))
    return str(value) if isinstance(value, int | float) else json_text(value, language, None).rstrip("\n")
