"""Columns in little room: of values that repeat, each is kept once, with the places at which it stands. Not: rows."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, TypeVar, overload

from rmtool.core.in_columns import InColumns

Value = TypeVar("Value")
Other = TypeVar("Other")

_JUDGED_FROM = 20_000
_HARDLY_REPEAT = (19, 20)
_MOST_DIFFERENT = 200_000
"""From so many values on, those of which so large a share, or so many, are different are kept one by one."""


class Packed(Sequence[Value]):
    """A column of values that repeat: the `different` ones, and for each place which of them stands there."""

    __slots__ = ("different", "which")

    def __init__(self, different: Sequence[Value], which: "array[int]") -> None:
        self.different, self.which = different, which

    def __len__(self) -> int:
        return len(self.which)

    def __iter__(self) -> Iterator[Value]:
        return map(self.different.__getitem__, self.which)

    @overload
    def __getitem__(self, place: int) -> Value: ...
    @overload
    def __getitem__(self, place: slice) -> "Packed[Value]": ...
    def __getitem__(self, place: int | slice) -> "Value | Packed[Value]":
        if isinstance(place, slice):
            return Packed(self.different, self.which[place])
        return self.different[self.which[place]]

    def at(self, places: Sequence[int]) -> Iterator[Value]:
        """The values at these places."""
        return map(self.different.__getitem__, map(self.which.__getitem__, places))


class Packing:
    """A column in the making."""

    def __init__(self) -> None:
        self._known: _Known | None = _Known()
        self._which = array("I")
        self._values: list[Any] = []

    def extend(self, values: Iterable[Any]) -> None:
        """Adds values."""
        if self._known is None:
            self._values.extend(values)
            return
        self._which.extend(map(self._known.__getitem__, values))
        count, different = len(self._which), len(self._known)
        over, under = _HARDLY_REPEAT
        if different > _MOST_DIFFERENT or (count >= _JUDGED_FROM and different * under > count * over):
            self._values = list(Packed(list(self._known), self._which))
            self._known = None

    @property
    def apart(self) -> int:
        """How many values are kept one by one; of those that repeat, the different ones."""
        return len(self._values) if self._known is None else len(self._known)

    def packed(self) -> Sequence[Any]:
        """The column."""
        return self._values if self._known is None else Packed(list(self._known), self._which)


class _Known(dict[Any, int]):
    """Numbers values in the order in which they are first met."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


def constant(value: Value, count: int) -> Packed[Value]:
    """A column of the same value everywhere."""
    return Packed([value], array("I", bytes(4)) * count)


def different(column: Sequence[Value]) -> Collection[Value]:
    """The different values of a column, and perhaps some that it no longer has."""
    return column.different if isinstance(column, Packed) else set(column)


def found_in(column: Sequence[Value], wanted: Collection[Value]) -> list[int]:
    """The places at which one of the `wanted` values stands."""
    if isinstance(column, Packed):
        hits = {number for number, value in enumerate(column.different) if value in wanted}
        return [place for place, number in enumerate(column.which) if number in hits] if hits else []
    return [place for place, value in enumerate(column) if value in wanted]


def turned(column: Sequence[Value], turn: Callable[[Value], Other]) -> Sequence[Other]:
    """The column with every value replaced by what `turn` makes of it."""
    if isinstance(column, Packed):
        return Packed(list(map(turn, column.different)), column.which)
    return list(map(turn, column))


def kept(column: Sequence[Value], keeps: Sequence[bool]) -> Sequence[Value]:
    """The column without the places that aren't to be kept."""
    if isinstance(column, Packed):
        return Packed(column.different, array("I", compress(column.which, keeps)))
    if isinstance(column, InColumns):
        return InColumns(column.make, [kept(cells, keeps) for cells in column.columns])
    return list(compress(column, keeps))


def replaced(column: Sequence[Value], news: Mapping[int, Value]) -> Sequence[Value]:
    """The column with other values at some places."""
    if not news:
        return column
    if isinstance(column, Packed):
        known, which = list(column.different), column.which[:]
        numbers: dict[Value, int] = {}
        for place, value in news.items():
            if value not in numbers:
                numbers[value] = len(known)
                known.append(value)
            which[place] = numbers[value]
        return Packed(known, which)
    values = list(column)
    for place, value in news.items():
        values[place] = value
    return values
