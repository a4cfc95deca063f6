"""Charts by their numbers: what is drawn is as long, as high and as far as the figures that it is drawn from."""

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from rmtool.core.privacy import field
from rmtool.lang import Language
from rmtool.phrase import phrase
from rmtool.show import charts
from rmtool.show.drawing import chart
from rmtool.show.pictures import Bars, Curve, Trend

EN, ZH = Language("en"), Language("zh")
NEAR = 0.06
"""Coordinates are written to a tenth."""


class Drawn:
    """A chart's shapes."""

    def __init__(self, written: Markup | None) -> None:
        assert written is not None
        self.figure = ElementTree.fromstring(str(written))
        self.height = float(self.figure.find("svg").attrib["viewBox"].split()[3])  # type: ignore[union-attr]

    def all(self, tag: str, kind: str = "") -> list[Mapping[str, float | str]]:
        """The shapes of a kind, their coordinates as numbers."""
        found = [e.attrib for e in self.figure.iter(tag) if kind in e.attrib.get("class", "").split() or not kind]
        return [{key: _number(value) for key, value in shape.items()} for shape in found]

    def points(self) -> list[list[tuple[float, float]]]:
        """The points of every line."""
        lines = [str(line["points"]).split() for line in self.all("polyline")]
        return [[(float(x), float(y)) for x, y in (point.split(",") for point in line)] for line in lines]

    @property
    def texts(self) -> list[str]:
        """What is written in it, in order."""
        return [e.text or "" for e in self.figure.iter("text")]

    def word(self, tag: str) -> str:
        """Its title, or its description."""
        (found,) = self.figure.iter(tag)
        return found.text or ""


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def drawn(picture: Bars | Trend | Curve, rows: list[dict[str, object]], language: Language = EN) -> Drawn:
    return Drawn(chart(picture, rows, "c1", language))


TIERS: list[dict[str, object]] = [
    {"tier": "weekly", "clients": 5, "held": 2, "owed": 5, "fen": 1_930_000_000_000},
    {"tier": "xun", "clients": 10, "held": 6, "owed": 4, "fen": 33_000_000_000},
    {"tier": "rest", "clients": 0, "held": 0, "owed": 0, "fen": 0},
]


def test_bars_are_as_long_as_their_figures() -> None:
    bars = drawn(Bars("Clients", ["tier"], "clients"), TIERS)
    assert [bar["width"] for bar in bars.all("rect", "bar")] == [charts.BARS_LONG / 2, charts.BARS_LONG, 0]
    assert {bar["x"] for bar in bars.all("rect", "bar")} == {charts.BARS_FROM}
    assert bars.texts == ["weekly", "5", "xun", "10", "rest", "0"]
    assert (bars.word("title"), bars.word("desc")) == ("Clients", "Figures: weekly 5, xun 10, rest 0")
    assert drawn(Bars("x", ["tier"], "fen", "money"), TIERS, ZH).texts[1::2] == ["193亿", "3.3亿", "0"]


def test_a_goal_is_a_frame_to_the_same_scale() -> None:
    bars = drawn(Bars("Held", ["tier"], "held", of="owed"), TIERS)
    unit = charts.BARS_LONG / 6
    widths = [bar["width"] for bar in bars.all("rect", "bar")]
    frames = [bar["width"] for bar in bars.all("rect", "frame")]
    assert widths == pytest.approx([2 * unit, 6 * unit, 0], abs=NEAR)
    assert frames == pytest.approx([5 * unit, 4 * unit, 0], abs=NEAR)
    ends = [line["x1"] for line in bars.all("line", "goal")]
    assert ends == pytest.approx([charts.BARS_FROM + width for width in frames], abs=2 * NEAR)  # type: ignore[operator]
    assert bars.texts[1::2] == ["2/5", "6/4", "0/0"]


def test_a_pyramid_is_centred_and_to_one_scale() -> None:
    bars = drawn(Bars("Pyramid", ["tier"], "clients", centred=True), TIERS).all("rect", "bar")
    assert [bar["width"] for bar in bars] == [charts.BARS_LONG / 2, charts.BARS_LONG, 0]
    middles = {float(bar["x"]) + float(bar["width"]) / 2 for bar in bars}
    assert middles == {charts.BARS_FROM + charts.BARS_LONG / 2}


def test_a_trend_goes_by_days_from_nothing_up() -> None:
    rows: list[dict[str, object]] = [
        {"on": date(2026, 11, 21), "fen": 20_000_000, "what": "loans"},
        {"on": date(2026, 11, 1), "fen": 5_000_000, "what": "loans"},
        {"on": date(2026, 11, 11), "fen": 10_000_000, "what": "loans"},
        {"on": date(2026, 11, 1), "fen": 20_000_000, "what": "deposits"},
        {"on": date(2026, 11, 6), "fen": 0, "what": "deposits"},
        {"on": date(2026, 11, 6), "fen": 1, "what": "a single one"},
    ]
    trend = drawn(Trend("Balances", "on", "fen", series="what"), rows)
    left, right, low, top = charts.PLOT_LEFT, charts.PLOT_RIGHT, charts.PLOT_LOW, charts.PLOT_TOP
    assert trend.points() == [
        [(left, low - (low - top) / 4), ((left + right) / 2, (low + top) / 2), (right, top)],
        [(left, top), (left + (right - left) / 4, low)],
    ]
    assert [line["class"] for line in trend.all("polyline")] == ["line line0", "line line1"]
    assert trend.texts == ["0", "20万", "2026-11-01", "2026-11-21", "loans 20万", "deposits 0"]
    below = drawn(Trend("x", "on", "fen"), [{"on": date(2026, 1, n), "fen": n * -100} for n in (1, 2)])
    assert below.points() == [[(left, (low + top) / 2), (right, low)]]


def test_the_curve_goes_through_the_shares() -> None:
    rows: list[dict[str, object]] = [{"cumulative": share} for share in (0.5, 0.8, 0.95, 1.0, None)]
    curve = drawn(Curve("80/20", "cumulative", 4), rows)
    left, right, low, top = charts.PLOT_LEFT, charts.PLOT_RIGHT, charts.PLOT_LOW, charts.PLOT_TOP
    (points,) = curve.points()
    assert points[0] == (left, low)
    for number, share in enumerate((0.5, 0.8, 0.95, 1.0), 1):
        place = (left + (right - left) * number / 4, low - (low - top) * share)
        assert points[number] == pytest.approx(place, abs=NEAR)
    across, up = curve.all("line", "guide")
    assert across["x1"] == pytest.approx(left + 0.2 * (right - left), abs=NEAR)
    assert up["y1"] == pytest.approx(low - 0.8 * (low - top), abs=NEAR)
    assert curve.word("desc") == "Figures: 25 % → 50 %, 50 % → 80 %, 75 % → 95 %, 100 % → 100 %"


@pytest.mark.parametrize(
    ("picture", "rows"),
    [
        (Bars("x", ["tier"], "clients"), []),
        (Bars("x", ["tier"], "clients"), [{"tier": "a", "clients": 0}]),
        (Bars("x", ["tier"], "clients"), [{"tier": "a", "clients": "1***"}, {"tier": "b", "clients": None}]),
        (Bars("x", ["tier"], "held", of="owed"), [{"tier": "a", "held": 1, "owed": None}]),
        (Trend("x", "on", "fen"), [{"on": date(2026, 1, 1), "fen": 1}]),
        (Trend("x", "on", "fen"), [{"on": "masked", "fen": 1}, {"on": date(2026, 1, 1), "fen": "masked"}]),
        (Curve("x", "cumulative", 0), [{"cumulative": 0.5}]),
        (Curve("x", "cumulative", 5), [{"cumulative": None}]),
    ],
)
def test_nothing_is_drawn_without_figures(picture: Bars | Trend | Curve, rows: list[dict[str, object]]) -> None:
    assert chart(picture, rows, "c1", EN) is None


def test_long_labels_are_cut_within_the_chart_and_whole_in_its_words() -> None:
    label = "中国国际海运集装箱(集团)股份有限公司"
    bars = drawn(Bars(phrase("lists.pyramid"), ["tier"], "n"), [{"tier": label, "n": 1}])
    assert bars.texts[0] == "中国国际海运集装…"
    assert label in bars.word("desc")


def test_many_figures_are_not_all_read_out() -> None:
    bars = drawn(Bars("x", ["n"], "n"), [{"n": number} for number in range(1, 100)])
    assert bars.word("desc").endswith("24 24, …")
    assert bars.height == 99 * charts.ROW


def test_bars_leave_room_for_the_longest_figure() -> None:
    wide: list[dict[str, object]] = [{"n": "a", "fen": 19_500_000_000, "of": 12_345_600_000_000}]
    bars = drawn(Bars("x", ["n"], "fen", "money", of="of"), wide)
    (goal,) = bars.all("line", "goal")
    assert bars.texts[1] == "1.95亿/1234.56亿"
    assert float(goal["x1"]) == charts.WIDTH - charts.AFTER - 16 * charts.CELL
    (frame,), (bar,) = bars.all("rect", "frame"), bars.all("rect", "bar")
    assert bar["width"] == pytest.approx(float(frame["width"]) * 1.95 / 1234.56, abs=NEAR)


def test_of_a_queue_only_the_first_are_drawn() -> None:
    rows: list[dict[str, object]] = [{"n": f"p{n}", "fen": n} for n in range(9)]
    assert drawn(Bars("x", ["n"], "fen", most=2), rows).texts[::2] == ["p0", "p1"]
    assert len(drawn(Bars("x", ["n"], "fen"), rows).texts) == 18


PAGES = sorted(Path(charts.__file__).with_name("pages").glob("*.py"))


def counted() -> Iterator[tuple[str, str]]:
    """The keys of the counts that pages draw as bars, each with its page."""
    for file in PAGES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Bars":
                named = {word.arg: word.value for word in node.keywords}
                way = named.get("way") or (node.args[3] if len(node.args) > 3 else ast.Constant("number"))
                if ast.literal_eval(way) == "number":
                    yield from ((file.stem, ast.literal_eval(key)) for key in (node.args[2], named.get("of")) if key)


def test_no_count_is_drawn_under_a_key_whose_figures_are_masked_as_amounts() -> None:
    """145 contacts that are owed are 145 to anybody, not 150."""
    found = set(counted())
    assert {("reports", "required"), ("quarters", "held"), ("clients", "clients")} <= found
    assert [pair for pair in found if (known := field(pair[1])) and known.mask] == []
