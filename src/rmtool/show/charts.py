"""Charts as inline SVG: bars, a pyramid, lines over days, the curve of concentration. Knows figures, never clients.

A chart is 360 units wide, so that its letters stay legible on a telephone; its colours and dashes are classes of the
page (page.css). What it shows is also said: `title` and `desc` are read out in its stead, and its data stand in a table
beside. Text comes gated and is escaped here.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from rmtool.show.text import cut, display_width

WIDTH = 360
BARS_FROM, BARS_LONG = 120, 168
"""Where bars begin, and how long the longest is at most; the label stands before, the figure after."""

AFTER, CELL = 6, 7
"""What lies between a bar and its figure, and how much of the width a cell of that takes."""

ROW, THICK = 26, 16
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_LOW = 68, 348, 22, 172
LABEL_CELLS = 17
DASHES = 3
"""Kinds of line that can be told apart."""

_SVG = Markup(
    '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
    '<title id="{name}-title">{title}</title><desc id="{name}-desc">{desc}</desc>{drawn}</svg>'
)
_TEXT = Markup('<text x="{x}" y="{y}"{kind}{anchor}>{text}</text>')
_RECT = Markup('<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>')
_LINE = Markup('<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
_PATH = Markup('<polyline class="{kind}" points="{points}"/>')
_DOT = Markup('<circle class="dot" cx="{x}" cy="{y}" r="3"/>')


class Said(NamedTuple):
    """A chart's words: `name` is its own within the page, `desc` says in words what it shows."""

    name: str
    title: str
    desc: str


class Bar(NamedTuple):
    """A bar with its figure as written; `goal` is what it is held against."""

    label: str
    value: float
    written: str
    goal: float | None = None


class Line(NamedTuple):
    """A line through points, in the order of days; `last` is its last figure as written, `label` what it is of."""

    label: str
    points: Sequence[tuple[date, float]]
    last: str


def bars(said: Said, listed: Sequence[Bar]) -> Markup:
    """A bar for each of `listed`, all to one scale; a goal is a frame behind the bar with a stroke at its end."""
    longest = max((max(bar.value, bar.goal or 0) for bar in listed), default=0)
    widest = max((display_width(bar.written) for bar in listed), default=0)
    room = min(BARS_LONG, WIDTH - BARS_FROM - AFTER - CELL * widest)
    drawn = []
    for index, bar in enumerate(listed):
        top = index * ROW + (ROW - THICK) // 2
        long, end = (_scaled(value, longest, room) for value in (bar.value, bar.goal or 0))
        drawn.append(_text(0, top + 12, cut(bar.label, LABEL_CELLS)))
        if bar.goal is not None:
            drawn.append(_rect("frame", BARS_FROM, top, end))
        drawn.append(_rect("bar", BARS_FROM, top, long))
        if bar.goal is not None:
            at = _of(BARS_FROM + end)
            drawn.append(_LINE.format(kind="goal", x1=at, y1=top - 2, x2=at, y2=top + THICK + 2))
        drawn.append(_text(BARS_FROM + max(long, end) + AFTER, top + 12, bar.written))
    return _svg(said, len(listed) * ROW, drawn)


def pyramid(said: Said, listed: Sequence[Bar]) -> Markup:
    """Centred bars one upon another, all to one scale."""
    longest = max((bar.value for bar in listed), default=0)
    drawn = []
    for index, bar in enumerate(listed):
        top, long = index * ROW + (ROW - THICK) // 2, _scaled(bar.value, longest)
        drawn.append(_text(0, top + 12, cut(bar.label, LABEL_CELLS)))
        drawn.append(_rect("bar", BARS_FROM + (BARS_LONG - long) / 2, top, long))
        drawn.append(_text(WIDTH, top + 12, bar.written, anchor="end"))
    return _svg(said, len(listed) * ROW, drawn)


def trend(said: Said, lines: Sequence[Line], scale: Mapping[float, str], ends: tuple[str, str]) -> Markup:
    """Lines over days, from 0 up; `scale` writes the marks at the left, `ends` the first and last day."""
    days = [day for line in lines for day, _ in line.points]
    first, span = min(days), max((max(days) - min(days)).days, 1)
    high, low = max(scale), min(scale)

    def place(day: date, value: float) -> tuple[float, float]:
        return _plot((day - first).days / span, (value - low) / (high - low or 1))

    drawn = _axes(scale, low, high)
    drawn += [
        _text(PLOT_LEFT, PLOT_LOW + 16, ends[0], "soft"),
        _text(PLOT_RIGHT, PLOT_LOW + 16, ends[1], "soft", "end"),
    ]
    for index, line in enumerate(lines):
        points = [place(day, value) for day, value in line.points]
        drawn.append(_PATH.format(kind=f"line line{index % DASHES}", points=_points(points)))
        drawn += [_DOT.format(x=_of(x), y=_of(y)) for x, y in points[-1:]]
        x, y = points[-1]
        drawn.append(_text(x, max(y - 7, 11), f"{line.label} {line.last}".strip(), anchor="end"))
    return _svg(said, PLOT_LOW + 24, drawn)


def curve(
    said: Said,
    points: Sequence[tuple[float, float]],
    guides: tuple[float, float],
    axes: tuple[str, str],
    written: Callable[[float], str],
) -> Markup:
    """The curve of concentration through shares (across, up), from nothing on; `guides` are dashed lines at two shares.

    `axes` name what is across and what is up; `written` writes a share.
    """
    across, up = guides
    percent = {share: written(share) for share in (0.0, up, 1.0)}
    drawn = _axes(percent, 0, 1)
    x, y = _plot(across, up)
    drawn.append(_LINE.format(kind="guide", x1=_of(x), y1=PLOT_TOP, x2=_of(x), y2=PLOT_LOW))
    drawn.append(_LINE.format(kind="guide", x1=PLOT_LEFT, y1=_of(y), x2=PLOT_RIGHT, y2=_of(y)))
    drawn.append(_PATH.format(kind="line", points=_points([_plot(*point) for point in [(0.0, 0.0), *points]])))
    drawn.append(_text(x, PLOT_LOW + 16, written(across), "soft", "middle"))
    drawn += [_text(PLOT_RIGHT, PLOT_LOW + 16, axes[0], "soft", "end"), _text(0, 11, axes[1], "soft")]
    return _svg(said, PLOT_LOW + 24, drawn)


def _axes(scale: Mapping[float, str], low: float, high: float) -> list[Markup]:
    drawn = []
    for value, written in scale.items():
        _, y = _plot(0, (value - low) / (high - low or 1))
        drawn.append(_LINE.format(kind="axis", x1=PLOT_LEFT, y1=_of(y), x2=PLOT_RIGHT, y2=_of(y)))
        drawn.append(_text(PLOT_LEFT - 5, y + 4, written, "soft", "end"))
    return drawn


def _plot(across: float, up: float) -> tuple[float, float]:
    return PLOT_LEFT + across * (PLOT_RIGHT - PLOT_LEFT), PLOT_LOW - up * (PLOT_LOW - PLOT_TOP)


def _scaled(value: float, longest: float, room: float = BARS_LONG) -> float:
    return room * max(value, 0) / longest if longest else 0


def _of(number: float) -> str:
    """A coordinate to a tenth of a unit."""
    return f"{number:.1f}".removesuffix(".0")


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_of(x)},{_of(y)}" for x, y in points)


def _rect(kind: str, x: float, y: float, width: float) -> Markup:
    return _RECT.format(kind=kind, x=_of(x), y=_of(y), width=_of(width), height=THICK)


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> Markup:
    return _TEXT.format(
        x=_of(x),
        y=_of(y),
        text=text,
        kind=Markup(' class="{}"').format(kind) if kind else "",
        anchor=Markup(' text-anchor="{}"').format(anchor) if anchor else "",
    )


def _svg(said: Said, height: int, drawn: Sequence[Markup]) -> Markup:
    figure = _SVG.format(width=WIDTH, height=height, drawn=Markup("").join(drawn), **said._asdict())
    return Markup("<figure><figcaption>{}</figcaption>{}</figure>").format(said.title, figure)
