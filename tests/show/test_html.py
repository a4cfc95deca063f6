"""Pages as HTML: what stands where, that data stay data, that nothing is fetched, and when a page isn't tried."""

import re
from datetime import date, timedelta

import pytest
from tests.page_kit import Document, faults, read

from rmtool.errors import UsageError
from rmtool.lang import Language
from rmtool.phrase import phrase
from rmtool.show import html
from rmtool.show.html import html_text
from rmtool.show.pictures import Bars, Day, DayGrid, MarkGrid, WeekGrid
from rmtool.show.text import Column, Marked, Page, Section

EN, ZH = Language("en"), Language("zh")
MONDAY = date(2026, 11, 23)

PAGE = Page(
    {"ok": True},
    lead=(phrase("log.count", count=2), "Then this."),
    sections=(
        Section(
            "Alerts",
            (Column("name"), Column("amount", "amount", "money"), Column("state", "state")),
            (
                {"name": "华强电子", "amount": 1_234_500_000, "state": Marked(phrase("common.overdue"), "overdue")},
                {"name": "凯发科技", "amount": None, "state": Marked(phrase("common.due"), "due")},
            ),
            ("A line below.",),
        ),
        Section("Empty", (Column("name"),), (), empty="Nobody."),
        Section(columns=(Column("name"),), rows=()),
    ),
    closing=("Saved.",),
)

HOSTILE = (
    '<script>alert("1")</script>',
    "</style></title></textarea><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    '=HYPERLINK("http://evil.example","x")',
    "{{ 7 * 7 }}{% raw %}",
    "]]><!-- -->&lt;b&gt;&#60;i&#62;",
    "\x1b]0;owned\x07",
    "\u202egpj.exe",
    "a\r\nATTENDEE:b",
)


def test_the_sentence_that_matters_heads_the_page_and_the_rest_follows_in_order() -> None:
    page = read(html_text(PAGE, EN, as_of=MONDAY))
    spoken = [e.said for e in page.all("h1", "h2", "p", "th", "td") if e.said]
    assert spoken == [
        *("2 contacts.", "Then this.", "Alerts", "name", "amount", "state"),
        *("华强电子", "1234.5万", "overdue", "凯发科技", "—", "due"),
        *("A line below.", "Empty", "Nobody.", "Saved."),
        "As of Monday 23 November 2026. Client data: keep it within the bank.",
    ]
    assert page.one("title", "head").said == "2 contacts."


def test_a_table_names_its_columns_and_its_rows() -> None:
    page = read(html_text(PAGE, ZH))
    heads = [(e.said, e.attributes["scope"]) for e in page.all("th")]
    assert heads == [("名称", "col"), ("amount", "col"), ("state", "col"), ("华强电子", "row"), ("凯发科技", "row")]
    assert page.one("html").attributes["lang"] == "zh-CN"
    assert page.one("div").attributes == {"class": "box", "tabindex": "0", "role": "region", "aria-label": "Alerts"}


def test_a_state_is_a_word_and_only_besides_a_colour() -> None:
    cells = {e.said: e.attributes.get("class") for e in read(html_text(PAGE, EN)).all("td")}
    assert (cells["overdue"], cells["due"], cells["1234.5万"]) == ("short overdue", "short due", "right")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_said_stays_text_wherever_it_stands(text: str) -> None:
    """In sentences, headings, cells, charts and behind cells; controls are shown as escapes."""
    row = {"name": text, "n": 3, "on": MONDAY, "opens": 540, "closes": 600, "status": text, "mark": text}
    noted = {**row, MONDAY.isoformat(): text, "notes": [{"on": MONDAY, "code": text, "note": text}]}
    columns = (Column("name", text), Column("n", text, "number"))
    days = [Day(MONDAY, True, text)]
    pictures = (
        Bars(text, ["name"], "n"),
        WeekGrid(text, days, [(540, 720)]),
        DayGrid(text, days, MONDAY, first=1, last=1),
    )
    sections = [Section(text, columns, [noted], [text], picture=picture) for picture in (None, *pictures)]
    written = html_text(Page({"a": text}, (text, text), sections, (text,)), EN, as_of=MONDAY)
    page = read(written)
    shown = " ".join(page.one("h1").said.split())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", written)
    if text.isprintable():
        assert shown == " ".join(text.split())
    assert page.one("html").said.count(shown) >= 20
    assert {e.tag for e in page.elements} == {e.tag for e in read(_with_plain_text()).elements}


def _with_plain_text() -> str:
    row = {"name": "x", "n": 3, "on": MONDAY, "opens": 540, "closes": 600, "status": "x", "mark": "x"}
    noted = {**row, MONDAY.isoformat(): "x", "notes": [{"on": MONDAY, "code": "x", "note": "x"}]}
    days = [Day(MONDAY, True, "x")]
    pictures = (Bars("x", ["name"], "n"), WeekGrid("x", days, [(540, 720)]), DayGrid("x", days, MONDAY, 1, 1))
    columns = (Column("name", "x"), Column("n", "x", "number"))
    sections = [Section("x", columns, [noted], ["x"], picture=picture) for picture in (None, *pictures)]
    return html_text(Page(None, ("x", "x"), sections, ("x",)), EN, as_of=MONDAY)


def test_what_has_no_words_for_people_is_shown_as_its_data() -> None:
    page = read(html_text(Page({"a": "<b>"}), EN))
    assert (page.one("h1").said, page.one("pre").said) == ("Result", '{ "a": "<b>" }')


def test_bars_of_characters_are_left_to_terminals() -> None:
    columns = (Column("name", "name"), Column("bar"), Column("n", "n", "number"))
    section = Section(columns=columns, rows=[{"name": "x", "bar": "███", "n": 3}], picture=Bars("b", ["name"], "n"))
    page = read(html_text(Page(None, ("x",), (section,)), EN))
    assert [cell.said for cell in page.all("th", "td")] == ["name", "n", "x", "3"]
    assert page.all("svg")


def test_the_same_page_is_the_same_bytes_and_not_those_of_another_day() -> None:
    first = html_text(PAGE, EN, as_of=MONDAY)
    assert html_text(PAGE, EN, as_of=MONDAY) == first
    assert html_text(PAGE, EN, as_of=MONDAY + timedelta(days=1)) != first


def test_a_table_that_no_browser_could_show_is_refused_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "column_texts", lambda *_: pytest.fail("it was tried"))
    days = [Day(MONDAY + timedelta(days=n), True) for n in range(28)]
    columns = [Column("name"), Column("tier"), Column("state")]
    section = Section(columns=columns, rows=[{"name": "x"}] * 45_000, picture=DayGrid("x", days, MONDAY, 2, 1))
    with pytest.raises(UsageError) as refused:
        html_text(Page(None, sections=(section,)), EN)
    assert EN.say(refused.value.message) == (
        "A page of 45,000 rows and 31 columns is more than a browser can show. "
        "Narrow the list, or take it as a file for a spreadsheet: -f csv"
    )


def test_the_kit_finds_what_it_is_to_find() -> None:
    written = html_text(PAGE, EN)
    for harm in (
        ("<main>", "<main onclick=x>"),
        ("<main>", '<main style="color: red">'),
        ("<h2>", "<h3>"),
        ("<footer>", "<script></script><footer>"),
        ('scope="row"', ""),
        ("color-scheme", "colour-scheme"),
        ("<footer>", '<a href="javascript:x">y</a><footer>'),
    ):
        spoiled = written.replace(*harm)
        if harm[0] == "<h2>":
            spoiled = spoiled.replace("</h2>", "</h3>")
        assert spoiled != written
        assert list(faults(Document(spoiled)))


# Calendars


def week(*visits: tuple[date, int, int], days: int = 2) -> list[list[tuple[str, int, str]]]:
    """The rows of a week's calendar: each cell as class, span and text."""
    rows = [{"name": f"v{n}", "on": on, "opens": a, "closes": b} for n, (on, a, b) in enumerate(visits)]
    across = [Day(MONDAY + timedelta(days=n), n != 1) for n in range(days)]
    section = Section(columns=[Column("name")], rows=rows, picture=WeekGrid("w", across, [(540, 660), (780, 840)]))
    page = read(html_text(Page(None, ("x",), (section,)), EN))
    lines: list[list[tuple[str, int, str]]] = []
    for element in page.elements:
        if "tbody" in element.path and len([t for t in element.path if t == "table"]) == 1:
            if element.tag == "th" and re.fullmatch(r"\d\d:\d\d", element.said):
                lines.append([])
            elif element.tag == "td" and lines:
                about = element.attributes
                lines[-1].append((about.get("class", ""), int(about.get("rowspan", 1)), element.said))
    return lines


def test_a_visit_stands_on_its_day_and_takes_its_half_hours() -> None:
    assert week((MONDAY, 540, 600), (MONDAY, 615, 625)) == [
        [("visit", 2, "v0 09:00–10:00"), ("off", 1, "")],
        [("off", 1, "")],
        [("visit", 1, "v1 10:15–10:25"), ("off", 1, "")],
        [("", 1, ""), ("off", 1, "")],
        *[[("off", 1, ""), ("off", 1, "")]] * 4,
        [("", 1, ""), ("off", 1, "")],
        [("", 1, ""), ("off", 1, "")],
    ]


def test_visits_in_the_same_half_hour_share_a_cell_and_hours_outside_the_shifts_are_there() -> None:
    lines = week((MONDAY, 500, 615), (MONDAY, 615, 640), (MONDAY + timedelta(days=1), 900, 930))
    assert lines[0] == [("visit", 6, "v0 08:20–10:15v1 10:15–10:40"), ("off", 1, "")]
    assert lines[-1] == [("off", 1, ""), ("visit", 1, "v2 15:00–15:30")]
    spans = [sum(span for line in lines for _, span, said in line if f"v{n}" in said) for n in (0, 2)]
    assert spans == [6, 1]


def test_a_week_without_times_is_no_calendar() -> None:
    assert week((MONDAY, None, None)) == []  # type: ignore[arg-type]


def test_letters_lead_to_the_notes_behind_them() -> None:
    notes = [
        {"on": MONDAY, "code": "T", "note": "called"},
        {"on": MONDAY, "code": "M", "note": "met <them>"},
    ]
    rows = [{"name": "华强", "last": "M", "2026-11-23": "TM", "notes": notes}, {"name": "凯发", "2026-11-24": "E"}]
    days = [Day(MONDAY, True), Day(MONDAY + timedelta(days=1), False), Day(date(2026, 12, 1), True)]
    columns = [Column("name"), Column("week0"), Column("last", "last")]
    section = Section(columns=columns, rows=rows, picture=DayGrid("Calendar", days, MONDAY, 1, 1))
    page = read(html_text(Page(None, ("x",), (section,)), EN))
    cells = [
        (e.said, e.attributes["class"], e.attributes.get("title")) for e in page.all("td") if "class" in e.attributes
    ]
    assert cells[:3] == [("TM", "day today", "called · met <them>"), ("", "day off", None), ("", "day", None)]
    assert [e.said for e in page.all("td") if e.said] == ["TM", "M", "E", "—"]
    (letter,) = page.all("a")
    (first, second) = page.all("li")
    assert letter.attributes["href"] == f"#{first.attributes['id']}"
    assert [first.said, second.said] == ["华强 Mon 23 Nov T: called", "华强 Mon 23 Nov M: met <them>"]
    assert [e.said for e in page.all("th") if e.attributes.get("scope") == "colgroup"] == [
        "November 2026",
        "December 2026",
    ]
    assert "week0" not in page.one("html").said


def test_marks_are_shapes_that_are_also_said_under_names_in_full() -> None:
    columns = [
        Column("name", "client"),
        Column("tier", "tier"),
        Column("a", "AD", full="agreement <deposit>"),
        Column("b", "PAY"),
    ]
    rows = [
        {"name": "华强", "tier": "weekly", "a": "x", "b": "o"},
        {"name": "凯发", "a": "+", "b": "?"},
        {"name": "远洋"},
    ]
    grid = MarkGrid("Coverage", 2, [("x", "held"), ("o", "held elsewhere"), ("+", "suits")])
    section = Section(columns=columns, rows=rows, lines=["x held · o elsewhere"], picture=grid)
    page = read(html_text(Page(None, ("x",), (section,)), EN))
    assert [e.said for e in page.all("th")] == ["client", "tier", "agreement <deposit>", "PAY", "华强", "凯发", "远洋"]
    assert page.one("caption").said == "● held · ◐ held elsewhere · ○ suits"
    marks = [e for e in page.all("td") if e.attributes.get("class") == "mark"]
    assert [e.said for e in marks] == ["●", "◐", "○", "", "", ""]
    images = [e.attributes for e in page.all("span") if e.attributes.get("role") == "img"]
    assert [(a["aria-label"], a["class"]) for a in images] == [
        ("held", "full"),
        ("held elsewhere", "half"),
        ("suits", "empty"),
    ]
    assert "x held" not in page.one("html").said


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    """WCAG's contrast of 4.5, for every pair of colours that meet."""
    style = (html.Path(html.__file__).with_name("page.css")).read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#\w{6})", blocks[("light", "dark", "print").index(scheme)]))
    for text in ("ink", "soft", "accent"):
        for behind in ("paper", "shade", "block"):
            assert contrast(colours[text], colours[behind]) >= 4.5, (text, behind)
    assert contrast(colours["bar"], colours["paper"]) >= 3
    assert contrast(colours["bar"], colours["frame"]) >= 3


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart in brightness, as WCAG reckons it."""

    def brightness(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)
