"""A page → a workbook: what its sheets are called, what their cells hold, and which charts stand beside them."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from rmtool.errors import UsageError
from rmtool.lang import Language
from rmtool.show import workbook
from rmtool.show.pictures import Bars, Curve, Day, DayGrid, Trend, WeekGrid
from rmtool.show.text import Column, Page, Section, Sheet
from rmtool.show.workbook import workbook_bytes

MONDAY = date(2026, 11, 23)


def made(page: Page, lang: str = "en") -> Any:
    """The page's workbook as an independent reader has it."""
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(page, Language(lang), MONDAY)))


def part(page: Page, name: str) -> str:
    """One file of the page's workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(page, Language("en"), MONDAY))) as archive:
        return archive.read(name).decode("utf-8")


def table(way: str, *values: object, picture: Any = None) -> Page:
    """A page of one table."""
    rows = [{"name": f"c{n}", "x": value} for n, value in enumerate(values)]
    return Page(None, ["One."], [Section("", [Column("name", "Name"), Column("x", "X", way)], rows, picture=picture)])


@pytest.mark.parametrize(
    ("way", "values", "cells", "form"),
    [
        ("money", (123_400, 100), (1234, 1), "#,##0"),
        ("money", (123_456, None), (1234.56, None), "#,##0.00"),
        ("share", ((1, 4), 0.5), (0.25, 0.5), "0.0%"),
        ("number", (1200, 3), (1200, 3), "#,##0"),
        ("", ("0012", "=1+1"), ("0012", "=1+1"), "@"),
        ("", ("http://x", ""), ("http://x", None), "General"),
    ],
)
def test_figures_are_figures_and_text_is_text(
    way: str, values: Sequence[object], cells: Sequence[object], form: str
) -> None:
    sheet = made(table(way, *values)).active
    found = [sheet.cell(row, 2) for row in (4, 5)]
    assert [cell.value for cell in found] == list(cells)
    assert found[0].number_format == form
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in found)


def test_days_and_times_are_real_ones_and_days_of_old_are_text() -> None:
    sheet = made(table("date", MONDAY, date(1899, 5, 1))).active
    assert (sheet["B4"].value.date(), sheet["B4"].number_format) == (MONDAY, "yyyy-mm-dd")
    assert sheet["B5"].value == "1899-05-01"
    clock = made(table("clock", 570)).active["B4"]
    assert (clock.value.hour, clock.value.minute, clock.number_format) == (9, 30, "hh:mm")


def test_the_sentence_stands_first_then_the_table_with_its_filter_in_sight() -> None:
    sheet = made(table("money", 100, 200)).active
    assert (sheet["A1"].value, sheet["A3"].value, sheet["B3"].value) == ("One.", "Name", "X")
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A3:B5", "B4", "$3:$3")
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.fitToHeight) == (9, 0)
    assert "2026" in sheet.oddFooter.left.text


def test_chinese_is_two_wide_and_long_text_is_broken_into_lines() -> None:
    sheet = made(table("", "深圳市新源电子有限公司", "x" * 400)).active
    assert sheet.column_dimensions["B"].width == pytest.approx(46, abs=1)
    assert sheet["B5"].alignment.wrap_text
    assert sheet.row_dimensions[5].height > 100
    narrow = made(table("", "深圳市新源电子有限公司")).active
    assert 22 < narrow.column_dimensions["B"].width < 26


def test_sheets_have_names_that_a_workbook_can_have() -> None:
    said = ["a/b:c?[1]*\\", "A B C  1", "'x'", "History", "x" * 40, "x" * 40, "\U0001f600" * 20, ""]
    page = Page(None, sheets=lambda: [Sheet(name, ["One."]) for name in said])
    names = made(page).sheetnames
    assert len({name.casefold() for name in names}) == len(said)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
        assert name.casefold() != "history"


def test_what_acts_or_hides_is_shown_as_an_escape_and_new_lines_stay() -> None:
    sheet = made(table("", "a\x1b[31m", "b\nc")).active
    assert (sheet["B4"].value, sheet["B5"].value) == ("a\\x1b[31m", "b\nc")


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (Bars("!A1", ["name"], "x", "money", parts=True), "pieChart"),
        (Bars("=List!$A$1", ["name"], "x", "money"), "barChart"),
        (Curve("Curve", "x", 2), "scatterChart"),
    ],
)
def test_a_picture_is_a_chart_of_the_tables_own_cells(picture: Any, kind: str) -> None:
    page = table("money" if isinstance(picture, Bars) else "share", 100, 200, picture=picture)
    chart = part(page, "xl/charts/chart1.xml")
    assert f"<c:{kind}>" in chart
    assert all(found.startswith("List!$") for found in re.findall("<c:f>([^<]*)</c:f>", chart))
    assert "<c:v>1</c:v>" in chart or "<c:v>100</c:v>" in chart


def test_a_trend_is_columns_from_nothing_on_or_lines() -> None:
    rows = [{"on": date(2026, n, 1), "total": n * 100, "of": "a" if n % 2 else "b"} for n in range(1, 7)]
    columns = [Column("on", "On", "date"), Column("total", "Total", "money"), Column("of", "Of")]
    for series, kind in (("", "barChart"), ("of", "scatterChart")):
        section = Section("T", columns, rows, picture=Trend("Trend", "on", "total", series=series))
        assert f"<c:{kind}>" in part(Page(None, sections=[section]), "xl/charts/chart1.xml")


def test_the_calendar_has_days_across_letters_in_cells_and_notes_behind_them() -> None:
    days = [Day(date(2026, 11, day), day not in (28, 29), "holiday" if day == 27 else "") for day in range(23, 30)]
    note = {"on": MONDAY, "code": "M", "note": "=1+1"}
    rows = [{"client_no": "1", "name": "c", "2026-11-23": "MT", "notes": [note], "state": "due"}]
    columns = [Column("client_no", "No"), Column("name", "Name"), Column("state", "State")]
    section = Section(columns=columns, rows=rows, picture=DayGrid("Days", days, MONDAY, first=2, last=1))
    sheet = made(Page(None, sheets=lambda: [Sheet("Days", ["One."], [section])])).active
    assert [sheet.cell(4, column).value.day for column in range(3, 10)] == list(range(23, 30))
    assert (sheet["C6"].value, sheet["C6"].comment.text, sheet["J6"].value) == ("MT", "=1+1", "due")
    assert sheet["G4"].comment.text == "holiday"
    shades = [sheet.cell(6, column).fill.fgColor.rgb for column in range(3, 10)]
    assert shades[5] == shades[6] != shades[4]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C6", "$3:$5")


def test_a_week_with_hours_is_a_calendar_on_a_sheet_of_its_own() -> None:
    days = [Day(MONDAY, True), Day(date(2026, 11, 24), False)]
    rows = [{"on": MONDAY, "opens": 540, "closes": 600, "name": "=1", "mark": "", "status": ""}]
    section = Section("Plan", [Column("name", "Name")], rows, picture=WeekGrid("Week", days, [(540, 660)]))
    book = made(Page(None, sections=[section]))
    assert book.sheetnames == ["Plan", "Week calendar"]
    calendar = book["Week calendar"]
    assert [calendar.cell(row, 1).value for row in range(4, 8)] == ["09:00", "09:30", "10:00", "10:30"]
    assert calendar["B4"].value == "09:00–10:00 =1"
    assert "B4:B5" in {str(merged) for merged in calendar.merged_cells.ranges}


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    with pytest.raises(UsageError) as refused:
        workbook_bytes(table("", "a", "b"), Language("en"))
    assert refused.value.message.key == "workbook.too_large"


def test_each_table_of_a_page_has_its_sheet_and_sentences_stay_where_they_stood() -> None:
    one, two = (Section(title, [Column("name", "Name")], [{"name": "c"}]) for title in ("One", "Two"))
    page = Page(None, ["Lead."], [Section(lines=["Above."]), one, Section("", lines=["Between."]), two], ["Below."])
    book = made(page)
    held = {s.title: [c.value for row in s.iter_rows() for c in row if c.value] for s in book}
    assert held == {"One": ["Lead.", "Above.", "One", "Name", "c", "Between."], "Two": ["Two", "Name", "c", "Below."]}
