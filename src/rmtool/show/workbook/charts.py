"""A section's picture → a chart of the spreadsheet's own, linked to the table beside it. Not: charts in pages.

What of a chart's figures no column of the table shows stands in hidden columns behind the chart.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from rmtool.lang import Language
from rmtool.show.drawing import GUIDES
from rmtool.show.pictures import Bars, Curve, Trend
from rmtool.show.text import Column
from rmtool.show.workbook.cells import DAY, SHARE, WHOLE, Value, cells_of, number_of, text_of
from rmtool.show.workbook.looks import ACCENT, BAR, LINE, SOFT
from rmtool.show.workbook.table import Table

WIDTH, HEIGHT = 480, 288
"""Pixels of a chart."""

ROWS, COLUMNS = 15, 8
"""Rows and columns of a sheet that a chart takes."""

PARTS = ("#5B7083", "#A9B8C6", "#C98B5E", "#7D6B57", "#8FA88C", "#3F5468", "#D9C3A5", "#9C8AA5")
"""The colours of the parts of a whole, told apart in grey too by their order."""

_FAR = 200
"""The column from which on figures stand that only charts need."""


class Beside(NamedTuple):
    """Where a chart stands: its sheet and book, its first row and column."""

    sheet: Any
    book: Any
    row: int
    column: int


class End(NamedTuple):
    """The first row and column behind a chart."""

    row: int
    column: int


class _Data:
    """A chart's figures as references to cells: to those of the table, else to hidden ones written for it."""

    def __init__(self, table: Table, beside: Beside, language: Language, most: int = 0) -> None:
        self.table, self.beside, self.language = table, beside, language
        self.rows = table.section.rows[: most or None]
        self._aside = _FAR

    def column(self, key: str, way: str = "") -> list[Any]:
        """The values under a key, by row."""
        for index, column in enumerate(self.table.columns):
            if column.key == key and (not way or column.way == way):
                return self._reference(index, self.beside.row + 1, len(self.rows))
        cells = cells_of(self.rows, Column(key, way=way), self.language)
        return self.aside(cells.values, cells.number)

    def aside(self, values: Sequence[Value], number: str = "") -> list[Any]:
        """Values that are in no column of the table."""
        sheet, column, first = self.beside.sheet, self._aside, self.beside.row + 1
        looks = {form: self.beside.book.add_format({"num_format": form}) for form in {number, DAY} - {""}}
        for row, value in enumerate(values, first):
            if value is not None:
                sheet.write(row, column, value, looks.get(number_of(value, number)))
        sheet.set_column(column, column, None, None, {"hidden": True})
        self._aside += 1
        return self._reference(column, first, len(values))

    def _reference(self, column: int, first: int, count: int) -> list[Any]:
        return [self.beside.sheet.get_name(), first, column, first + count - 1, column]


def chart(picture: Bars | Trend | Curve, table: Table, beside: Beside, language: Language) -> End | None:
    """Puts the chart of a table's rows beside it; None where they hold no figures for it."""
    data = _Data(table, beside, language, picture.most if isinstance(picture, Bars) else 0)
    if isinstance(picture, Bars):
        made = _bars(picture, data)
    elif isinstance(picture, Trend):
        made = _trend(picture, data)
    else:
        made = _curve(picture, data)
    if made is None:
        return None
    made.set_title({"name": _title(text_of(picture.title, language)), "name_font": {"size": 11, "bold": False}})
    made.set_size({"width": WIDTH, "height": HEIGHT})
    made.set_chartarea({"border": {"none": True}})
    made.show_hidden_data()
    beside.sheet.insert_chart(beside.row, beside.column, made, {"description": text_of(picture.title, language)})
    return End(beside.row + ROWS, beside.column + COLUMNS)


def _title(text: str) -> str:
    """A chart's title, which must not look like a reference to a cell."""
    return text.replace("!", "！")


def _figures(data: _Data, key: str) -> list[float]:
    values = (row.get(key) for row in data.rows)
    return [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]


def _from_nothing(data: _Data, key: str) -> dict[str, int]:
    """That an axis begins at 0, unless figures are below."""
    return {"min": 0} if min(_figures(data, key)) >= 0 else {}


def _bars(picture: Bars, data: _Data) -> Any:
    figures = _figures(data, picture.value)
    if not any(figures) and not any(_figures(data, picture.of)):
        return None
    rows, language = data.rows, data.language
    if len(picture.label) == 1:
        labels = data.column(picture.label[0])
    else:
        named = [[text_of(row[key], language) for key in picture.label if row.get(key)] for row in rows]
        labels = data.aside([" · ".join(parts) for parts in named])
    way = picture.way if picture.way != "number" else ""
    values = data.column(picture.value, way)
    if picture.parts and min(figures) >= 0:
        return _pie(data, labels, values, len(rows))
    made = data.beside.book.add_chart({"type": "bar"})
    made.add_series({"categories": labels, "values": values, "fill": {"color": BAR}, "gap": 60, **_LABELLED})
    if picture.of:
        frame = {"fill": {"none": True}, "border": {"color": SOFT}, "overlap": 100}
        made.add_series({"categories": labels, "values": data.column(picture.of, way), **frame})
    made.set_legend({"none": True})
    made.set_y_axis({"reverse": True, "line": {"color": LINE}, "major_tick_mark": "none"})
    made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **_from_nothing(data, picture.value)})
    return made


_LABELLED = {"data_labels": {"value": True}}


def _pie(data: _Data, labels: list[Any], values: list[Any], count: int) -> Any:
    made = data.beside.book.add_chart({"type": "pie"})
    points = [{"fill": {"color": PARTS[n % len(PARTS)]}, "border": {"color": "#FFFFFF"}} for n in range(count)]
    shown = {"percentage": True, "category": True, "separator": "\n", "position": "outside_end", "leader_lines": True}
    made.add_series({"categories": labels, "values": values, "points": points, "data_labels": shown})
    made.set_legend({"none": True})
    return made


def _trend(picture: Trend, data: _Data) -> Any:
    """A column for each day; where there are several series a line for each."""
    if not picture.series:
        if len(_figures(data, picture.y)) < 2:
            return None
        made = data.beside.book.add_chart({"type": "column"})
        days, values = data.column(picture.x), data.column(picture.y, picture.way)
        made.add_series({"categories": days, "values": values, "fill": {"color": BAR}, "gap": 60})
        made.set_legend({"none": True})
        made.set_x_axis({"text_axis": True, "num_format": DAY, "line": {"color": LINE}})
    else:
        lines = _lines(picture, data)
        if not lines:
            return None
        made = data.beside.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
        for index, (label, (days_of, values_of)) in enumerate(lines.items()):
            colour = PARTS[index % len(PARTS)]
            look = {"line": {"color": colour}, "marker": {"type": "circle", "fill": {"color": colour}}}
            name = data.aside([label])[:3]
            made.add_series({"name": name, "categories": days_of, "values": values_of, **look})
        made.set_legend({"position": "bottom"})
        made.set_x_axis({"num_format": DAY, "line": {"color": LINE}, "major_gridlines": {"visible": False}})
    made.set_y_axis({"num_format": WHOLE, **_from_nothing(data, picture.y), **_LIGHT})
    return made


_LIGHT: dict[str, Any] = {"major_gridlines": {"visible": True, "line": {"color": LINE}}, "line": {"none": True}}


def _lines(picture: Trend, data: _Data) -> dict[str, tuple[list[Any], list[Any]]]:
    """The days and figures of each series, those with more than one of them."""
    found: dict[str, list[tuple[date, Value]]] = {}
    for row in data.rows:
        day, value = row.get(picture.x), row.get(picture.y)
        if isinstance(day, date) and isinstance(value, int | float):
            cells = cells_of([row], Column(picture.y, way=picture.way), data.language)
            found.setdefault(text_of(row.get(picture.series), data.language), []).append((day, cells.values[0]))
    drawn = {}
    for label, points in found.items():
        if len(points) > 1:
            days, values = zip(*sorted(points, key=lambda point: point[0]), strict=True)
            drawn[label] = data.aside(days), data.aside(values)
    return drawn


def _curve(picture: Curve, data: _Data) -> Any:
    """The share of the whole (up) that the first clients (across) hold together, and 80/20 as dashed lines."""
    shares = _figures(data, picture.y)
    if not shares or not picture.whole:
        return None
    across, up = GUIDES
    made = data.beside.book.add_chart({"type": "scatter", "subtype": "straight"})
    places = [0.0, *(number / picture.whole for number in range(1, len(shares) + 1))]
    xs, ys = data.aside(places, SHARE), data.aside([0.0, *shares], SHARE)
    made.add_series({"categories": xs, "values": ys, "line": {"color": BAR, "width": 2}})
    for guide in ([(across, 0.0), (across, 1.0)], [(0.0, up), (1.0, up)]):
        xs, ys = data.aside([x for x, _ in guide], SHARE), data.aside([y for _, y in guide], SHARE)
        line = {"color": ACCENT, "dash_type": "dash", "width": 0.75}
        made.add_series({"categories": xs, "values": ys, "line": line})
    made.set_legend({"none": True})
    scale = {"min": 0, "max": 1, "major_unit": 0.2, "num_format": "0%"}
    name = {"name_font": {"bold": False, "size": 9}}
    text = data.language.text
    made.set_x_axis({**scale, "name": text("html.of_clients"), **name, "line": {"color": LINE}})
    made.set_y_axis({**scale, "name": text("html.of_total"), **name, **_LIGHT})
    return made
