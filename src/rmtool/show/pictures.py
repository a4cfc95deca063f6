"""How formats that can draw show a section's rows: which value of a row serves what. Not: the drawing (charts, grids).

A picture holds no figures of its own: it is drawn from the section's rows, so that what was taken out of the rows is in
no picture either. Where a figure is missing, its mark is; a picture without marks isn't drawn.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rmtool.phrase import Phrase

Said = Phrase | str


class Bars(NamedTuple):
    """A bar for each row, as long as its `value`, written in a `way`; with `of` before a frame that long: the goal.

    `label` names a row by one of its values, or by several. `centred` bars stand one upon another, as a pyramid; those
    that are the `parts` of a whole are a pie where there are pies. Of more rows than `most` (0: any number) the first
    are drawn.
    """

    title: Said
    label: Sequence[str]
    value: str
    way: str = "number"
    of: str = ""
    centred: bool = False
    most: int = 0
    parts: bool = False


class Trend(NamedTuple):
    """A line through the rows' values `y` (written in a `way`) over their days `x`; one for each value of `series`."""

    title: Said
    x: str
    y: str
    way: str = "money"
    series: str = ""


class Curve(NamedTuple):
    """What share of the whole the first rows hold together: `y` of each row, of `whole` rows that count."""

    title: Said
    y: str
    whole: int


class Day(NamedTuple):
    """A day across a grid: `note` says what is about it; on one that isn't `open` nobody works."""

    date: date
    open: bool
    note: Said = ""


class WeekGrid(NamedTuple):
    """The rows as visits in a calendar, days across and half-hours down.

    A row holds the day as `on`, minutes of the day as `opens` and `closes`, and texts as `name`, `mark`, `status` and
    `why`; rows without a time aren't in it. `shifts` are the hours worked, as pairs of minutes. A terminal that is wide
    enough shows one `on_terminals` instead of the rows; one that stands `alone` holds all that they say.
    """

    title: Said
    days: Sequence[Day]
    shifts: Sequence[tuple[int, int]]
    on_terminals: bool = False
    alone: bool = False


class DayGrid(NamedTuple):
    """The rows with a column for each day instead of the section's columns between the `first` and the `last`.

    A row holds letters under a day's ISO date, and as `notes` records with `on`, `code` and `note`, which are written
    below and reached from their letters.
    """

    title: Said
    days: Sequence[Day]
    today: date
    first: int
    last: int


class MarkGrid(NamedTuple):
    """The rows with a mark in a small cell for each of the section's columns after the `first`.

    `meanings` are the marks with what each says, in the order of how much they say; a full, a half and an empty shape
    stand for them, and their key in the place of the section's sentences.
    """

    title: Said
    first: int
    meanings: Sequence[tuple[Said, Said]]


Picture = Bars | Trend | Curve | WeekGrid | DayGrid | MarkGrid
