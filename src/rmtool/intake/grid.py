"""What every file becomes, whatever it was: sheets of cells. Not: how files are read."""

from collections.abc import Mapping
from typing import NamedTuple

from rmtool.intake.values import Cell

MAX_COLUMNS = 2_000
"""Columns that a list may have: a calendar of five years, a column a day."""


class Sheet(NamedTuple):
    """One sheet: all its rows from the first on, each as wide as the sheet. A text file is one sheet without a name.

    The rows of a text file are as wide as its lines (`ragged`). `hidden_rows` counts from 0, as do the first and last
    row and column of each merged area and the places of the `comments`. In a workbook `since_1904` a bare number that
    stands for a day counts from 1904.
    """

    name: str | None
    rows: list[list[Cell]]
    visible: bool = True
    ragged: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    comments: Mapping[tuple[int, int], str] = {}
    since_1904: bool = False
