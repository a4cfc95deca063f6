"""What every file becomes, whatever it was: sheets of cells. Not: how files are read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

from rmtool.intake.packed import Packing, constant, different
from rmtool.intake.values import Cell

MAX_COLUMNS = 2_000
"""Columns that a list may have: a calendar of five years, a column a day."""


class Rows(Sequence[list[Cell]]):
    """Rows of cells, kept by their columns, which takes a fifth of the room. Rows of another width than most are `odd`.

    `columns` hold blank cells where such a row stands.
    """

    def __init__(self, columns: list[Sequence[Cell]], count: int, odd: Mapping[int, list[Cell]]) -> None:
        self.columns, self.odd = columns, odd
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[Cell]]:
        usual = map(list, zip(*self.columns, strict=True)) if self.columns else ([] for _ in range(self._count))
        if not self.odd:
            return usual
        return (self.odd[index].copy() if index in self.odd else row for index, row in enumerate(usual))

    @overload
    def __getitem__(self, index: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows": ...
    def __getitem__(self, index: int | slice) -> "list[Cell] | Rows":
        if isinstance(index, slice):
            chosen = range(self._count)[index]
            odd = {chosen.index(row): cells for row, cells in self.odd.items() if row in chosen}
            return Rows([column[index] for column in self.columns], len(chosen), odd)
        place = range(self._count)[index]
        return self.odd[place].copy() if place in self.odd else [column[place] for column in self.columns]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def wider(self, width: int) -> list[int]:
        """The rows that have more cells than `width`."""
        if len(self.columns) > width:
            return [index for index in range(self._count) if index not in self.odd or len(self.odd[index]) > width]
        return sorted(index for index, cells in self.odd.items() if len(cells) > width)

    def narrower(self, width: int) -> list[int]:
        """The rows that have fewer cells than `width`."""
        if len(self.columns) < width:
            return [index for index in range(self._count) if index not in self.odd or len(self.odd[index]) < width]
        return sorted(index for index, cells in self.odd.items() if len(cells) < width)

    def width(self) -> int:
        """The cells of the widest row."""
        return max(len(self.columns), max(map(len, self.odd.values()), default=0))

    def part(self, start: int, end: int | None) -> "Rows":
        """The columns from `start` to before `end`."""
        odd = {index: cells[start:end] for index, cells in self.odd.items()}
        return Rows(self.columns[start:end], self._count, odd)

    def different(self, column: int) -> set[Cell]:
        """The different cells of a column, and perhaps some that it no longer has."""
        odd = (cells[column] for cells in self.odd.values() if column < len(cells))
        return {*different(self.cells(column)), *odd}

    def cells(self, column: int) -> Sequence[Cell]:
        """The cells of a column; those of odd rows are blank."""
        return self.columns[column] if column < len(self.columns) else constant("", self._count)


class Gathering:
    """Rows in the making. As wide as most of the first ones are those that aren't odd."""

    def __init__(self) -> None:
        self._packing: list[Packing] | None = None
        self._odd: dict[int, list[Cell]] = {}
        self.count = 0

    def extend(self, rows: Sequence[list[Cell]]) -> None:
        """Adds rows."""
        if not rows:
            return
        widths = list(map(len, rows))
        if self._packing is None:
            self._packing = [Packing() for _ in range(max(set(widths), key=lambda width: (widths.count(width), width)))]
        usual = len(self._packing)
        if widths.count(usual) < len(rows):
            blank: list[Cell] = [""] * usual
            for index, (row, width) in enumerate(zip(rows, widths, strict=True), self.count):
                if width != usual:
                    self._odd[index] = row
            rows = [row if width == usual else blank for row, width in zip(rows, widths, strict=True)]
        for packing, cells in zip(self._packing, zip(*rows, strict=True), strict=True):
            packing.extend(cells)
        self.count += len(rows)

    @property
    def apart(self) -> int:
        """How many cells take room of their own, as those don't that say what others of their column say."""
        return sum(packing.apart for packing in self._packing or ())

    def rows(self) -> Rows:
        """All of them."""
        return Rows([packing.packed() for packing in self._packing or ()], self.count, self._odd)


def rows_of(rows: Iterable[list[Cell]]) -> Rows:
    """These rows, gathered."""
    gathering = Gathering()
    gathering.extend(list(rows))
    return gathering.rows()


class Sheet(NamedTuple):
    """One sheet: all its rows from the first on, each as wide as the sheet. A text file is one sheet without a name.

    The rows of a text file are as wide as its lines (`ragged`). `hidden_rows` counts from 0, as do the first and last
    row and column of each merged area and the places of the `comments`. In a workbook `since_1904` a bare number that
    stands for a day counts from 1904.
    """

    name: str | None
    rows: Rows
    visible: bool = True
    ragged: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    comments: Mapping[tuple[int, int], str] = {}
    since_1904: bool = False
