"""Rows kept by their columns are the rows that they were made of, however they are cut."""

from hypothesis import given
from hypothesis import strategies as st

from rmtool.intake import packed
from rmtool.intake.grid import Gathering, rows_of
from rmtool.intake.values import Cell

cells: st.SearchStrategy[Cell] = st.sampled_from(["", " ", "A", "B", 0, 1.5])
tables = st.lists(st.lists(cells, max_size=4), max_size=8)
wholes = st.integers(-9, 9)


@given(tables, st.integers(1, 3))
def test_rows_are_those_that_were_gathered(table: list[list[Cell]], at_once: int) -> None:
    gathering = Gathering()
    for start in range(0, len(table), at_once):
        gathering.extend(table[start : start + at_once])
    rows = gathering.rows()
    assert list(rows) == table
    assert [rows[index] for index in range(len(rows))] == table
    assert rows.width() == max(map(len, table), default=0)
    for width in range(5):
        assert rows.wider(width) == [index for index, row in enumerate(table) if len(row) > width]
        assert rows.narrower(width) == [index for index, row in enumerate(table) if len(row) < width]
        assert {row[width] for row in table if len(row) > width} <= rows.different(width)


@given(tables, wholes, wholes)
def test_a_cut_holds_what_a_cut_of_lists_holds(table: list[list[Cell]], start: int, end: int) -> None:
    rows = rows_of(table)
    assert list(rows[start:end]) == table[start:end]
    first, last = sorted((abs(start), abs(end)))
    assert list(rows.part(first, last)) == [row[first:last] for row in table]


@given(st.lists(cells, max_size=30), st.data())
def test_a_packed_column_is_as_good_as_a_list(values: list[Cell], data: st.DataObject) -> None:
    packing = packed.Packing()
    packing.extend(values)
    for column in (packing.packed(), values):
        assert list(column) == values
        assert set(packed.different(column)) == set(values)
        assert packed.found_in(column, {"A", 0}) == [i for i, value in enumerate(values) if value in ("A", 0)]
        assert list(packed.turned(column, str)) == list(map(str, column))
        keeps = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
        assert list(packed.kept(column, keeps)) == [value for value, keep in zip(values, keeps, strict=True) if keep]
        news: dict[int, Cell] = {index: "new" for index, keep in enumerate(keeps) if keep}
        assert list(packed.replaced(column, news)) == [news.get(i, value) for i, value in enumerate(values)]


def test_a_column_whose_values_hardly_repeat_is_kept_as_it_is() -> None:
    many = [str(number) for number in range(packed._JUDGED_FROM + 5)]
    packing = packed.Packing()
    for start in range(0, len(many), 5_000):
        packing.extend(many[start : start + 5_000])
    assert packing.packed() == many
