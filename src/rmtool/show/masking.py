"""A page with all that is confidential masked, before any format is made of it. Not: which field is (core/privacy.py).

Two nets, one behind the other. What stands under a key is masked by the key's field; a key that no field is known by is
withheld. Sentences are spoken here, their figures masked by the names that they go by, their amounts rounded; then in
every text that is left the values that the book knows to be confidential are masked wherever they stand, and so is
what has the shape of a telephone number, an address or a code. A masked page holds no phrases: whatever format is made
of it, there is nothing else to be had.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from rmtool.core import masks
from rmtool.core.masks import STARS, Known
from rmtool.core.privacy import AMOUNT, HIDDEN, KEYED_BY_DATA, NAME, PERSON, SHARE, SIBLING, Field, field
from rmtool.lang import Language, speak
from rmtool.phrase import Phrase
from rmtool.show.text import Marked, Page, Section, Sheet, made

_WITHHELD = Field("", HIDDEN)
BALANCES = "balance"
"""The table of balances, which has a column for each measure."""

TYPED = "fields"
"""The figure of sentences that repeat `FIELD=VALUE` as typed: masked, they name the fields."""

_IN_WORDS = frozenset({NAME, PERSON})
_WAYS = {"money": AMOUNT, "amount": AMOUNT, "share": SHARE}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHORT_NAME = 4
"""Chinese characters that a person's name has at most: a name of more that the book doesn't know is a firm's."""


class Masks:
    """Masks values by their fields, and every text by what the book knows."""

    def __init__(self, known: Known) -> None:
        self._clients = known.clients
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        persons = {name: PERSON for name, is_person in known.clients.items() if is_person}
        for text, mask in sorted({**known.texts, **persons}.items(), key=lambda pair: (-len(pair[0]), pair[0])):
            if len(text) > 1:
                self._by_start.setdefault(text[:2], []).append((text, masks.masked(text, mask)))
        self._language = _Rounding(speak())

    def page(self, page: Page) -> Page:
        """The page, masked; one that is public stays."""
        if page.public:
            return page
        data, records, events, sheets = page.data, page.records, page.events, page.sheets
        within = next((k for k, v in data.items() if v is records), "") if isinstance(data, Mapping) else ""
        return page._replace(
            data=lambda: self.value(data() if callable(data) else data),
            lead=[self.said(line) for line in page.lead],
            sections=[self._section(section) for section in page.sections],
            closing=[self.said(line) for line in page.closing],
            records=None if records is None else lambda: self._rows(page, within),
            fields=[self.text(name) if name in page.words else name for name in page.fields],
            events=None if events is None else lambda: [self._record(event) for event in events()],
            sheets=None if sheets is None else lambda: [self._sheet(sheet) for sheet in sheets()],
        )

    def value(self, value: object, key: str = "", within: str = "") -> Any:
        """A value of a record, and all that is in it, by the key under which it stands in the list `within`."""
        known = field(key, within) if key and not _DAY.fullmatch(key) else Field("")
        return self._by_field(value, known or _WITHHELD, key)

    def said(self, said: object) -> str:
        """A sentence, or any text, as it may be read by others."""
        return self.text(self._language.say(self._figures(said)) if isinstance(said, Phrase) else str(said))

    def text(self, text: str) -> str:
        """A text without what the book knows to be confidential, and without what has the shape of it."""
        if not text or text == STARS:
            return text
        parts, start, at = [], 0, 0
        while at < len(text) - 1:
            for known, instead in self._by_start.get(text[at : at + 2], ()):
                if text.startswith(known, at) and _stands_alone(text, at, at + len(known)):
                    parts += [text[start:at], instead]
                    start = at = at + len(known)
                    break
            else:
                at += 1
        return masks.shapes("".join((*parts, text[start:])))

    def cell(self, value: object, column: str, table: str) -> object:
        """One cell of a table that is written out as the book has it; other columns of balances are measures."""
        if table == BALANCES and field(column, table) is None:
            return masks.masked(value, AMOUNT)
        return self.value(value, column, table)

    def _rows(self, page: Page, within: str) -> list[dict[str, Any]]:
        rows: Any = made(page.records)
        return [self._row(row, within, page.words) for row in rows]

    def _row(self, row: Mapping[str, object], within: str, words: Mapping[str, str]) -> dict[str, Any]:
        """A row of a list, some of whose columns may be words of the data: their values are those of another field."""
        masked = self._record({key: value for key, value in row.items() if key not in words}, within)
        return masked | {self.text(key): self.value(row[key], of) for key, of in words.items() if key in row}

    def _record(self, record: Mapping[str, object], within: str = "") -> dict[str, Any]:
        masked = {}
        for key, value in record.items():
            known = field(key, within)
            if known and known.mask == SIBLING and "field" in record:
                masked[key] = self._by_field(value, _named_by(record["field"]), key)
            elif key == "changes" and isinstance(value, Mapping):
                table = str(record.get("table", ""))
                masked[key] = {column: self.value(pair, column, table) for column, pair in value.items()}
            else:
                masked[key] = self.value(value, key, within)
        return masked

    def _by_field(self, value: object, known: Field, key: str) -> Any:
        if isinstance(value, Marked):
            return self._by_field(value.value, known, key)
        if isinstance(value, Mapping):
            if key in KEYED_BY_DATA:
                return {
                    self.text(str(k)): self._record(v, key) if isinstance(v, Mapping) else self._by_field(v, known, k)
                    for k, v in value.items()
                }
            return self._record(value, key)
        if isinstance(named := getattr(value, self._language.code, None), str):
            return named
        if isinstance(value, list | tuple) and not isinstance(value, Phrase):
            return [self._record(v, key) if isinstance(v, Mapping) else self._by_field(v, known, key) for v in value]
        if isinstance(value, Phrase):
            return STARS if known.mask == HIDDEN else self.said(value)
        if known.mask in _IN_WORDS and isinstance(value, str):
            return self._name(value) if known.mask == NAME else masks.person(value)
        if known.mask and known.mask != SIBLING:
            return masks.masked(value, known.mask)
        if known.mask == SIBLING and isinstance(value, str):
            return STARS
        return value if value is None or isinstance(value, bool | int | float | date) else self.text(str(value))

    def _name(self, name: str) -> str:
        """A client's name: a firm's stays, a person's is masked, and so is one that might be a person's."""
        if name in self._clients:
            return masks.person(name) if self._clients[name] else self.text(name)
        firm = len(name) > _SHORT_NAME and not name.isascii()
        return self.text(name) if firm else masks.person(name)

    def _sheet(self, sheet: Sheet) -> Sheet:
        sections = [self._section(section) for section in sheet.sections]
        return Sheet(self.said(sheet.name), [self.said(line) for line in sheet.lead], sections)

    def _section(self, section: Section) -> Section:
        ways = {column.key: _WAYS[column.way] for column in section.columns if column.way in _WAYS}
        return section._replace(
            title=self.said(section.title),
            columns=[c._replace(heading=self.said(c.heading), full=self.said(c.full)) for c in section.columns],
            rows=[{key: self._shown(value, key, ways.get(key)) for key, value in row.items()} for row in section.rows],
            lines=[self.said(line) for line in section.lines],
            empty=self.said(section.empty),
        )

    def _shown(self, value: object, key: str, way: str | None) -> object:
        """A cell as people see it: its words said, its figures masked by the column's way or by its key."""
        if isinstance(value, Marked):
            return Marked(self._shown(value.value, key, way), value.state)
        if way:
            return self.said(value) if isinstance(value, Phrase) else masks.masked(value, way)
        return self._by_field(value, field(key) or Field(""), key)

    def _figures(self, said: Phrase) -> Phrase:
        """The phrase with each of its figures masked by the name that it goes by."""
        figures = dict(said.values)
        return Phrase(said.key, tuple((name, self._figure(name, value, figures)) for name, value in said.values))

    def _figure(self, name: str, value: object, figures: Mapping[str, object]) -> object:
        known = field(name) or Field("")
        if "field" in figures and (known.mask == SIBLING or name == "value"):
            known = _named_by(figures["field"])
        if isinstance(value, Phrase):
            return self._figures(value)
        if isinstance(value, list | tuple) and not hasattr(value, self._language.code):
            return tuple(self._figure(name, each, figures) for each in value)
        if isinstance(value, str):
            return self._by_field(value.partition("=")[0] if name == TYPED else value, known, name)
        return masks.masked(value, known.mask) if known.mask in _WAYS.values() else value


class _Rounding(Language):
    """The language spoken, with amounts as masks leave them."""

    def __init__(self, spoken: Language) -> None:
        super().__init__(spoken.code)
        self.currency = spoken.currency

    def money(self, fen: int | None, currency: str | None = None) -> str:
        """An amount in people's form, rounded first."""
        return super().money(masks.amount(fen), currency)


def _named_by(named: object) -> Field:
    """The field that a record or sentence names: by its own name, or by that of the text which labels it."""
    name = named.key.rpartition(".")[2] if isinstance(named, Phrase) else str(named)
    if "_" in name and field(name) is None:
        name = name.partition("_")[2]
    return field(name) or _WITHHELD


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word of Latin letters or digits isn't a part of a longer one."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_is_latin(text[start]) and _is_latin(before)) and not (_is_latin(text[end - 1]) and _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
