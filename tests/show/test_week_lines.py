"""A week drawn in lines for the terminal."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.lang import Language
from rmtool.show.pictures import Day, WeekGrid
from rmtool.show.text import Column, Page, Section, Terminal, display_width, render
from rmtool.show.week_lines import drawn, week_lines

MONDAY = date(2026, 11, 23)
DAYS = [Day(date(2026, 11, 23 + n), n != 4, "leave" if n == 4 else "") for n in range(5)]
GRID = WeekGrid("week", DAYS, [(540, 630), (840, 930)], on_terminals=True)


def visit(on: int, opens: int, closes: int, name: str, mark: str = "○", status: str = "") -> dict[str, object]:
    return {
        "on": date(2026, 11, 23 + on),
        "opens": opens,
        "closes": closes,
        "name": name,
        "mark": mark,
        "status": status,
    }


ROWS = [
    visit(0, 540, 630, "新源电子材料有限公司", "●", "confirmed"),
    visit(1, 555, 600, "Lake"),
    visit(2, 840, 870, "One"),
    visit(2, 840, 870, "Two"),
    visit(2, 840, 870, "Three"),
    visit(3, 840, 930, "busy", "▒"),
    visit(3, 870, 900, "Hill"),
    visit(4, 660, 690, "Noon", "●"),
    {"name": "any time"},
]

DRAWN = """\
      Mon 23 Nov    Tue 24 Nov    Wed 25 Nov    Thu 26 Nov    Fri 27 Nov
                                                              leave
09:00 ● 新源电子材… ○ 09:15 Lake  ·             ·
09:30 ┃ 09:00–10:30 ┃ 09:15–10:00 ·             ·
10:00 ┃ confirmed   ·             ·             ·

11:00                                                         ● Noon

14:00 ·             ·             ○ One +2      ▒ busy
14:30 ·             ·             ·             ○ Hill
15:00 ·             ·             ·             ┃"""


def test_the_whole_week() -> None:
    lines = week_lines(GRID, ROWS, Language("en"), 75)
    assert lines and "\n".join(lines) == DRAWN


def test_days_that_have_no_room_are_not_drawn() -> None:
    assert week_lines(GRID, ROWS, Language("en"), 74) is None
    assert week_lines(GRID._replace(days=()), [], Language("en"), 200) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_headings_are_whole_where_a_week_is_drawn(language: str) -> None:
    days = [Day(date(2026, 12, 21 + n), True) for n in range(7)]
    lines = week_lines(GRID._replace(days=days), [], Language(language), 103)
    assert lines and "…" not in lines[0]


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(530, 960), st.integers(1, 120), st.text("ab 新源（", max_size=20))
    ),
    st.integers(75, 130),
)
def test_no_line_is_wider_than_the_terminal_and_every_visit_is_there_or_counted(
    visits: list[tuple[int, int, int, str]], width: int
) -> None:
    rows = [visit(on, opens, opens + minutes, name) for on, opens, minutes, name in visits]
    lines = week_lines(GRID, rows, Language("en"), width)
    assert lines is not None
    assert max(map(display_width, lines)) <= width
    text = "\n".join(lines)
    counted = sum(int(word[1:]) for word in text.split() if word.startswith("+"))
    assert text.count("○") + counted == len(visits)


def page(shown: WeekGrid) -> Page:
    return Page([], sections=[Section(columns=[Column("name", "Client")], rows=ROWS, lines=["below"], picture=shown)])


def on_terminal(shown: WeekGrid, width: int) -> str:
    language = Language("en")
    return render(drawn(page(shown), language, width), "table", language, Terminal(width, colour=False))


def test_a_wide_terminal_shows_it_instead_of_the_rows() -> None:
    assert on_terminal(GRID, 75) == DRAWN + "\nbelow\n"
    for text in (on_terminal(GRID, 74), on_terminal(GRID._replace(on_terminals=False), 100)):
        assert text.startswith("Client\n") and "09:30" not in text
