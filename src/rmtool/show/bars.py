"""Bars of figures for the terminal: as many blocks as a figure has of the largest. Not: charts in files."""

from collections.abc import Sequence

WIDTH = 24
"""Cells of the longest bar."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"


def bars(figures: Sequence[float | None], width: int = WIDTH, whole: float | None = None) -> list[str]:
    """A bar for each figure; `whole` (else the largest) is `width` cells. More than nothing is seen, nothing isn't."""
    largest = whole or max((figure for figure in figures if figure), default=0)
    return [bar((figure or 0) / largest, width) if largest > 0 else "" for figure in figures]


def bar(share: float, width: int = WIDTH) -> str:
    """A bar that fills `share` (0 to 1) of `width` cells, to an eighth of a cell."""
    if share <= 0:
        return ""
    eighths = max(1, round(min(share, 1.0) * width * 8))
    return _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
