"""One page in every format, whole; the gate; widths."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.lang import Language
from rmtool.phrase import phrase
from rmtool.show.text import (
    Column,
    Marked,
    Page,
    Section,
    Terminal,
    csv_cell,
    cut,
    display_width,
    fit,
    fold,
    gate,
    pad,
    render,
)

EN, ZH = Language("en"), Language("zh")

RECORDS = [
    {
        "name": "华强电子",
        "deposit": 19_300_000,
        "due_on": date(2026, 11, 27),
        "state": "overdue",
        "urgency": 1.3,
        "note": None,
    },
    {
        "name": "Nanshan Optics",
        "deposit": 9800.5,
        "due_on": None,
        "state": "due",
        "urgency": 0.71,
        "note": "=SUM(A1)|<b>",
    },
]
ROWS = [{**r, "state": Marked(phrase(f"common.{r['state']}"), str(r["state"]))} for r in RECORDS]
COLUMNS = (
    Column("name", "Client", cut=True),
    Column("deposit", "Deposits", "amount"),
    Column("due_on", "By", "date"),
    Column("state", "State"),
    Column("note", "Note", cut=True, drop=1),
)
PAGE = Page(
    RECORDS,
    lead=("Two clients are due.",),
    sections=(
        Section("This week", COLUMNS, ROWS, lines=("One slips.",)),
        Section("Left out", COLUMNS, (), empty="Nobody."),
        Section("Gone", COLUMNS, ()),
    ),
    closing=("Saved.",),
)


def test_plain_text_is_aligned_and_nothing_is_cut() -> None:
    assert render(PAGE, "plain", EN) == (
        "Two clients are due.\n"
        "\n"
        "This week\n"
        "Client          Deposits  By          State    Note\n"
        "华强电子          1930万  2026-11-27  overdue  —\n"
        "Nanshan Optics  9,800.50  —           due      =SUM(A1)|<b>\n"
        "One slips.\n"
        "\n"
        "Left out\n"
        "Nobody.\n"
        "\n"
        "Saved.\n"
    )


def test_a_table_on_no_terminal_is_plain_text() -> None:
    assert render(PAGE, "table", ZH) == render(PAGE, "plain", ZH)
    assert "逾期" in render(PAGE, "table", ZH)


def test_plain_text_stays_plain_on_a_terminal() -> None:
    assert render(PAGE, "plain", EN, Terminal(40, True)) == render(PAGE, "plain", EN)


def test_a_terminal_colours_states_only_and_says_them_too() -> None:
    shown = render(PAGE, "table", EN, Terminal(100, True))
    assert "\x1b[1;4;33moverdue\x1b[0m" in shown
    assert "\x1b[33mdue    \x1b[0m" in shown
    assert re.sub("\x1b\\[[0-9;]*m", "", shown).replace(" \n", "\n") == render(PAGE, "plain", EN)


def test_a_narrow_terminal_drops_and_cuts_columns_and_every_line_fits() -> None:
    shown = render(PAGE, "table", EN, Terminal(44, False))
    assert "\x1b" not in shown
    assert "Note" not in shown
    assert "Nanshan Opti…" in shown
    assert all(display_width(line) <= 44 for line in shown.splitlines())


@given(
    st.lists(st.tuples(st.text("ab华强", max_size=30), st.integers(0, 10**9), st.text("x中", max_size=40)), min_size=1),
    st.integers(min_value=50, max_value=120),
)
def test_every_line_of_a_table_fits_the_terminal(rows: list[tuple[str, int, str]], width: int) -> None:
    columns = (Column("a", "A", cut=True), Column("b", "B", "number"), Column("c", "C", align="right", cut=True))
    section = Section("", columns, [dict(zip("abc", row, strict=True)) for row in rows])
    lines = render(Page(None, sections=(section,)), "table", EN, Terminal(width, False)).splitlines()
    assert max(map(display_width, lines)) <= width


def test_markdown() -> None:
    assert render(PAGE, "md", EN) == (
        "Two clients are due.\n"
        "\n"
        "## This week\n"
        "\n"
        "| Client | Deposits | By | State | Note |\n"
        "| --- | ---: | --- | --- | --- |\n"
        "| 华强电子 | 1930万 | 2026-11-27 | overdue | — |\n"
        "| Nanshan Optics | 9,800.50 | — | due | =SUM(A1)\\|&lt;b&gt; |\n"
        "\n"
        "One slips.\n"
        "\n"
        "## Left out\n"
        "\n"
        "Nobody.\n"
        "\n"
        "Saved.\n"
    )


def test_json() -> None:
    assert render(PAGE, "json", EN) == (
        "[\n"
        "  {\n"
        '    "name": "华强电子",\n'
        '    "deposit": 19300000,\n'
        '    "due_on": "2026-11-27",\n'
        '    "state": "overdue",\n'
        '    "urgency": 1.3,\n'
        '    "note": null\n'
        "  },\n"
        "  {\n"
        '    "name": "Nanshan Optics",\n'
        '    "deposit": 9800.5,\n'
        '    "due_on": null,\n'
        '    "state": "due",\n'
        '    "urgency": 0.71,\n'
        '    "note": "=SUM(A1)|<b>"\n'
        "  }\n"
        "]\n"
    )


def test_csv_has_the_keys_of_json_as_headings_and_no_formulas() -> None:
    assert render(PAGE, "csv", EN) == (
        "name,deposit,due_on,state,urgency,note\n"
        "华强电子,19300000,2026-11-27,overdue,1.3,\n"
        "Nanshan Optics,9800.5,,due,0.71,'=SUM(A1)|<b>\n"
    )


def test_csv_of_one_record_and_of_none() -> None:
    assert render(Page({"ok": True, "days": [1, 2]}), "csv", EN) == 'ok,days\ntrue,"[1, 2]"\n'
    assert render(Page([], fields=("client_no", "name")), "csv", EN) == "client_no,name\n"
    assert render(Page({"week": 1}, records=[{"a": 1}, {"b": None}]), "csv", EN) == "a,b\n1,\n,\n"


def test_a_page_without_headings_has_no_heading_line() -> None:
    page = Page(None, sections=(Section("", (Column("a"), Column("b")), [{"a": "x", "b": 1}]),))
    assert render(page, "plain", EN) == "x  1\n"


def test_a_section_without_columns_is_its_sentences() -> None:
    page = Page(None, sections=(Section("Alerts", lines=("One.", "Two.")),))
    assert render(page, "plain", EN) == "Alerts\nOne.\nTwo.\n"
    assert render(page, "md", EN) == "## Alerts\n\nOne.\n\nTwo.\n"


def test_an_empty_page_is_empty() -> None:
    assert [render(Page(None), form, EN) for form in ("plain", "md")] == ["", ""]


ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Characters that act on a terminal or on the direction of writing; ends of lines and tabs may stand in a file."""

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))


@given(DATA)
def test_json_reads_back_as_the_same_data_and_moves_no_terminal(data: object) -> None:
    text = render(Page(data), "json", EN)
    assert json.loads(text) == data
    assert not ACTING.search(text)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers() | st.text("x中\n"), min_size=1), min_size=1))
def test_json_of_many_records_is_written_as_json_writes_it(records: list[dict[str, object]]) -> None:
    assert render(Page(records), "json", EN) == json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def test_json_says_phrases_and_refuses_what_has_no_exact_form() -> None:
    data = {"reason": phrase("common.days", days=3), date(2026, 11, 23): "TM", "pair": (1, 2)}
    assert json.loads(render(Page(data), "json", EN)) == {"reason": "3 d", "2026-11-23": "TM", "pair": [1, 2]}
    with pytest.raises(TypeError):
        render(Page({"x": object()}), "json", EN)
    with pytest.raises(ValueError, match="not JSON compliant"):
        render(Page([{"x": float("nan")}]), "json", EN)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("华强", "华强"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\x9b31m", "a\\x9b31m"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("a\u202egpj.exe", "a\\u202egpj.exe"),
        ("\u202a\u2066\u200f", "\\u202a\\u2066\\u200f"),
        ("\U000e0041", "\\U000e0041"),
        ("全角\u3000空格", "全角\u3000空格"),
        ("王[/]", "王[/]"),
    ],
)
def test_the_gate_shows_what_would_act_on_the_reader(text: str, shown: str) -> None:
    assert gate(text) == shown


@given(st.text())
def test_nothing_that_acts_passes_the_gate_in_any_format_for_people(name: str) -> None:
    page = Page([{"name": name}], (name,), (Section(name, (Column("name", name),), [{"name": name}]),), (name,))
    assert not any(ACTING.search(render(page, form, EN)) for form in ("plain", "md", "csv"))
    assert render(page, "plain", EN).count("\n") <= 9


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_marked_as_text(start: str) -> None:
    assert csv_cell(start + "cmd|' /C calc'!A0", EN).startswith("'")


def test_numbers_stay_numbers_in_csv() -> None:
    assert [csv_cell(v, EN) for v in (-5, -5.5, "-5", "+86.5")] == ["-5", "-5.5", "-5", "+86.5"]
    assert [csv_cell(v, EN) for v in (None, False)] == ["", "false"]


def test_widths_count_cells() -> None:
    assert [display_width(t) for t in ("abc", "华强", "Ａ", "e\u0301", "ｱ", "…·—")] == [3, 4, 2, 1, 1, 3]
    assert [pad("华", 4), pad("华", 4, True)] == ["华  ", "  华"]


@given(st.text("ab华强 ", max_size=12), st.integers(min_value=1, max_value=12))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    short = cut(text, width)
    assert display_width(short) <= width
    assert short == text if display_width(text) <= width else short.endswith("…") and text.startswith(short[:-1])


@given(st.text("ab华强， ", max_size=40), st.integers(min_value=6, max_value=20))
def test_folding_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_folding_breaks_between_words_and_between_chinese_characters() -> None:
    assert fold("who is due and why", 10) == ["who is due", "and why"]
    assert fold("今日走访待联系客户", 8) == ["今日走访", "待联系客", "户"]
    assert fold("今日走访、待联系", 8) == ["今日走", "访、待联", "系"]


@given(st.text("华强， ", max_size=40), st.integers(min_value=6, max_value=20))
def test_folded_lines_fit(text: str, width: int) -> None:
    """However many stops follow each other, all but the last of them stay with what they end."""
    text = text.replace("，，", "，").replace("，，", "，")
    assert all(display_width(line) <= width for line in fold(text.strip(), width))


def test_fit_drops_the_highest_first_and_then_cuts_the_widest() -> None:
    columns = (Column("a", cut=True), Column("b"), Column("c", drop=1), Column("d", drop=2))
    assert fit(columns, [30, 10, 10, 10], 66) == ([0, 1, 2, 3], [30, 10, 10, 10])
    assert fit(columns, [30, 10, 10, 10], 50) == ([0, 1, 2, 3], [14, 10, 10, 10])
    assert fit(columns, [30, 10, 10, 10], 40) == ([0, 1, 2], [16, 10, 10, 10])
    assert fit(columns, [30, 10, 10, 10], 24) == ([0, 1], [12, 10, 10, 10])


def test_fit_cuts_to_the_least_where_nothing_more_can_be_left_out() -> None:
    columns = (Column("a", cut=True), Column("b"), Column("c", cut=True))
    assert fit(columns, [30, 10, 30], 40) == ([0, 1, 2], [13, 10, 13])
    assert fit(columns, [30, 10, 30], 30) == ([0, 1, 2], [7, 10, 9])
    assert fit(columns, [30, 10, 3], 10) == ([0, 1, 2], [5, 10, 3])


def test_a_book_of_45_211_contacts_is_written_whole() -> None:
    rows = [{"n": n, "name": "华强电子", "on": date(2026, 1, 1)} for n in range(45_211)]
    columns = (Column("n"), Column("name"), Column("on", way="date"))
    shown = render(Page(rows, sections=(Section("", columns, rows),)), "plain", EN)
    assert shown.count("\n") == 45_211
