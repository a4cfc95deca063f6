"""Values kept by their columns and made anew whenever they are asked for: a million of them take little room.

Not: how a column is kept (a list, or less than that: intake/packed.py).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

Value = TypeVar("Value")


class InColumns(Sequence[Value]):
    """The values that `make` makes of the cells of each row."""

    def __init__(self, make: Callable[..., Value], columns: Sequence[Sequence[Any]]) -> None:
        self.make, self.columns = make, columns

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Value]:
        return map(self.make, *self.columns)

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> "InColumns[Value]": ...
    def __getitem__(self, index: int | slice) -> "Value | InColumns[Value]":
        if isinstance(index, slice):
            return InColumns(self.make, [column[index] for column in self.columns])
        return self.make(*(column[index] for column in self.columns))

    def at(self, places: Sequence[int]) -> Iterator[Value]:
        """The values at these places."""
        return map(self.make, *(chosen(column, places) for column in self.columns))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def chosen(values: Sequence[Value], places: Sequence[int]) -> Iterator[Value]:
    """The values at these places; a sequence that knows a short way `at` them goes it."""
    at = getattr(values, "at", None)
    return at(places) if at else map(values.__getitem__, places)
