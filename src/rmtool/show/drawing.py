"""A section's rows → the chart that its picture asks for. Not: the shapes themselves (charts), calendars (grids)."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from rmtool.lang import Language
from rmtool.phrase import phrase
from rmtool.show import charts
from rmtool.show.pictures import Bars, Curve, Trend
from rmtool.show.text import Record, gate

DESCRIBED = 24
"""Figures of a chart that are read out; the table beside it has them all."""

CURVE_TOLD = 10
GUIDES = (0.2, 0.8)
"""80/20: the shares of clients and of the whole that the curve is held against."""


def chart(picture: Bars | Trend | Curve, rows: Sequence[Record], name: str, language: Language) -> Markup | None:
    """The chart of `rows`; None where they hold no figures for it. `name` is the chart's own within its page."""
    if isinstance(picture, Bars):
        return _bars(picture, rows, name, language)
    if isinstance(picture, Trend):
        return _trend(picture, rows, name, language)
    return _curve(picture, rows, name, language)


def _bars(picture: Bars, rows: Sequence[Record], name: str, language: Language) -> Markup | None:
    listed = []
    for row in rows[: picture.most or len(rows)]:
        value, goal = _figure(row.get(picture.value)), _figure(row.get(picture.of))
        if value is None or (picture.of and goal is None):
            continue
        named = (gate(language.say(row[key])) for key in picture.label if row.get(key))
        written = "/".join(gate(language.written(n, picture.way)) for n in (value, goal) if n is not None)
        listed.append(charts.Bar(" · ".join(named), value, written, goal))
    if not any(bar.value or bar.goal for bar in listed):
        return None
    said = _said(picture.title, [f"{bar.label} {bar.written}" for bar in listed], name, language)
    return charts.pyramid(said, listed) if picture.centred else charts.bars(said, listed)


def _trend(picture: Trend, rows: Sequence[Record], name: str, language: Language) -> Markup | None:
    def written(value: float) -> str:
        return gate(language.written(value, picture.way))

    series: dict[str, list[tuple[date, float]]] = {}
    for row in rows:
        day, value = row.get(picture.x), _figure(row.get(picture.y))
        if isinstance(day, date) and value is not None:
            label = gate(language.say(row.get(picture.series))) if picture.series else ""
            series.setdefault(label, []).append((day, value))
    found = {label: sorted(points) for label, points in series.items() if len(points) > 1}
    if not found:
        return None
    values = [value for points in found.values() for _, value in points]
    days = [day for points in found.values() for day, _ in points]
    lines = [charts.Line(label, points, written(points[-1][1])) for label, points in found.items()]
    scale = {value: written(value) for value in sorted({min(0, *values), 0, max(values)})}
    told = [f"{label} {d.isoformat()} {written(v)}".strip() for label, points in found.items() for d, v in points]
    said = _said(picture.title, told, name, language)
    return charts.trend(said, lines, scale, (min(days).isoformat(), max(days).isoformat()))


def _curve(picture: Curve, rows: Sequence[Record], name: str, language: Language) -> Markup | None:
    shares = [share for row in rows if (share := _figure(row.get(picture.y))) is not None]
    if not shares or not picture.whole:
        return None
    points = [(number / picture.whole, share) for number, share in enumerate(shares, 1)]
    some = points[:: max(len(points) // CURVE_TOLD, 1)]
    told = [f"{language.share(across)} → {language.share(up)}" for across, up in some]
    axes = (language.text("html.of_clients"), language.text("html.of_total"))
    return charts.curve(_said(picture.title, told, name, language), points, GUIDES, axes, language.share)


def _said(title: object, figures: Sequence[str], name: str, language: Language) -> charts.Said:
    """A chart's words: what it is of, and its first figures."""
    told = [*figures[:DESCRIBED], "…"] if len(figures) > DESCRIBED else figures
    return charts.Said(name, gate(language.say(title)), language.say(phrase("html.figures", figures=tuple(told))))


def _figure(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
