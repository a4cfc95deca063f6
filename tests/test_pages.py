"""Every command's result as a page: found by walking the command tree, read part by part, and seen in Chromium."""

import importlib
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer import Typer
from typer.main import get_command

from rmtool.commands import COMMANDS
from rmtool.desk import log as desk_log
from rmtool.lang import Language
from rmtool.show import html

from .browser_kit import Browser, browser
from .commands_kit import Tool
from .page_kit import Document, read

FRIDAY = "2026-11-27"
HOSTILE = '<script>alert("1")</script>'
OWN = {
    "import": "import {folder}/list.csv --dry-run",
    "contacts": "contacts --matrix",
    "merge": "merge 000006 000012",
    "restore": "restore {home}/backup.db",
    "backup": "backup {home}/backup.db",
    "report": "report week",
    "disclosures": "disclosures",
}
"""How commands are run whose example needs a file of its own, or would write one."""


EVERYDAY = {
    *("today", "due", "contacts", "log-contact", "plan-week", "plan-month", "visit", "clients", "client", "client-set"),
    *("prospects", "prospect-set", "tiers", "segment", "report", "import", "history", "doctor"),
}
"""Commands whose pages no lack of facts excuses."""


def with_a_page() -> list[str]:
    """The commands whose result can be had as a page."""
    found = []
    for command, place in COMMANDS.items():
        module, _, function = place.partition(":")
        app = Typer(add_completion=False)
        app.command(command)(getattr(importlib.import_module(f"rmtool.commands.{module}"), function))
        options = {name: option for option in get_command(app).params for name in option.opts}
        if "--output" in options:
            assert "html" in str(options["--format"].metavar).split("|"), command
            found.append(command)
    return found


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """The clients that the examples of the help pages name, one called by a name that would harm a page."""
    tool = Tool(tmp_path_factory.mktemp("pages") / "home")
    for number, name, deposit in (
        ("000006", HOSTILE, "1200万"),
        ("000012", "凯发科技", "600万"),
        ("C0012", "远洋", "1万"),
    ):
        tool.done(
            "client-add", name, f"client_no={number}", f"deposit_avg={deposit}", "deposit=7万", today="2026-09-01"
        )
    tool.done("client-set", "000006", "deposit_avg=1500万", "tags=<b>", today="2026-10-01")
    tool.done("person-add", "000006", "<a>王丽", "title=CFO")
    tool.done("prospect-add", "海川</style>", "value=2000万", "likelihood=0.5", "client_no=P0001")
    for day in ("2026-11-10", "2026-11-17"):
        tool.done("log-contact", "000006", "M", HOSTILE, "--on", day, "--next", "<i>offer", "--next-on", FRIDAY)
    tool.done("log-contact", "000012", "T", "=HYPERLINK(1)", "--on", "2026-11-17")
    tool.done("plan-week")
    tool.done("plan-week", "next")
    (tool.home.parent / "list.csv").write_text("client_no,name\n77,<u>新港</u>\n", "utf-8")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


@pytest.mark.parametrize("command", with_a_page())
def test_every_command_writes_a_page_that_can_be_read(ready: Tool, tool: Tool, command: str) -> None:
    line = OWN.get(command) or Language("en").text(f"help.{command}.example").removeprefix("rmtool ")
    arguments = shlex.split(line.format(folder=ready.home.parent, home=tool.home))
    ran = tool(*arguments, "-y", "-f", "html", lang="zh")
    if ran.code > 1 and command not in EVERYDAY:
        pytest.skip(f"the example needs what this book hasn't: {ran.err}")
    assert ran.code in (0, 1), ran
    assert read(ran.out).one("h1").said


def test_the_walk_finds_the_commands() -> None:
    assert set(with_a_page()) >= EVERYDAY


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["day", "week", "month", "quarter", "coverage", "segment"])
def test_every_report_is_a_page_made_for_paper(ready: Tool, tmp_path: Path, kind: str, lang: str) -> None:
    file = tmp_path / "report.html"
    assert ready("report", kind, "-o", file, today=FRIDAY, lang=lang) == (0, "", "")
    page = read(file.read_text("utf-8"))
    assert page.one("h1").said in ready.done("report", kind, "-f", "plain", today=FRIDAY, lang=lang).replace("\n", " ")
    assert (HOSTILE in page.one("html").said) == (kind in ("day", "week", "quarter", "segment"))


def test_pages_show_the_figures_that_json_holds(ready: Tool) -> None:
    page = read(ready.done("plan-week", "next", "-f", "html"))
    visits = ready.visits("next")
    assert visits
    blocks = [e for e in page.all("td") if e.attributes.get("class") == "visit"]
    assert sorted(e.said.rpartition(" ")[2] for e in blocks) == sorted(f"{v['start']}–{v['end']}" for v in visits)
    spans = {e.said.rpartition(" ")[2]: int(e.attributes.get("rowspan", 1)) for e in blocks}
    for visit in visits:
        minutes = [int(at[:2]) * 60 + int(at[3:]) for at in (visit["start"], visit["end"])]
        assert spans[f"{visit['start']}–{visit['end']}"] == -(-(minutes[1] - minutes[0]) // 30)
    assert [bar.said for bar in read(ready.done("tiers", "-f", "html")).all("svg")]
    for arguments in (("segment",), ("report", "coverage"), ("client", "000006")):
        assert read(ready.done(*arguments, "-f", "html")).all("svg"), arguments


def test_the_notes_stand_behind_the_letters(ready: Tool) -> None:
    page = read(ready.done("contacts", "--matrix", "-f", "html"))
    logged = ready.json("contacts", "--from", "2026-11-02")
    assert len(page.all("li")) == sum(1 for contact in logged if contact["note"]) == 3
    assert len(page.all("a")) == 3
    assert {e.attributes.get("title") for e in page.all("td")} >= {HOSTILE, "=HYPERLINK(1)"}


def test_a_page_too_large_for_a_browser_is_not_tried(
    ready: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "MOST_CELLS", 50)
    said = ready.refused(2, "contacts", "--matrix", "-o", tmp_path / "m.html")
    assert "more than a browser can show" in said
    assert "-f csv" in said
    assert not (tmp_path / "m.html").exists()
    assert read(ready.done("tiers", "-f", "html"))


def test_a_calendar_of_too_many_clients_is_refused_before_it_is_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where hardly anybody is due, so that the page itself would be small; what the list is narrowed to counts."""
    tool = Tool(tmp_path / "home")
    lines = [f"{n},client {n},{'Li' if n < 5 else 'Wu'}\n" for n in range(1, 61)]
    (tmp_path / "list.csv").write_text("client_no,name,rm\n" + "".join(lines), "utf-8")
    tool.done("import", tmp_path / "list.csv")
    monkeypatch.setattr(html, "MOST_CELLS", 60 * 28 - 1)
    with monkeypatch.context() as untried:
        untried.setattr(desk_log, "matrix", lambda *_: pytest.fail("it was tried"))
        for lang, said in (("en", "A page of 60 rows and 28 columns"), ("zh", "60行、28列的网页浏览器打不开。")):
            ran = tool("contacts", "--matrix", "-o", tmp_path / "m.html", lang=lang)
            assert (ran.code, ran.out) == (2, "")
            assert ran.err.startswith(said)
            assert "-f csv" in ran.err
    assert not (tmp_path / "m.html").exists()
    assert tool.done("contacts", "--matrix", "-f", "csv").count("\n") == 61
    assert read(tool.done("contacts", "--matrix", "--rm", "Li", "-f", "html"))
    assert read(tool.done("contacts", "--matrix", "--client", "7", "-f", "html"))


# In a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


SEEN = (
    ("plan-week", "next"),
    ("report", "week"),
    ("contacts", "--matrix"),
    ("clients",),
    ("client", "000006"),
    ("segment",),
    ("tiers",),
    ("report", "coverage"),
    ("today",),
    ("prospects", "--all"),
    ("prospects", "--funnel"),
    ("coverage",),
    ("report", "day"),
    ("report", "quarter"),
    ("stats",),
    ("review", "000006"),
    ("brief", "000006"),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("arguments", SEEN)
def test_a_browser_shows_the_page_without_complaint_on_a_telephone_and_a_screen(
    ready: Tool, chromium: Browser, tmp_path: Path, arguments: tuple[str, ...], lang: str
) -> None:
    """Nothing is refused, nothing fetched, and nothing is wider than the window but what scrolls in its own box."""
    file = tmp_path / "页 page.html"
    file.write_text(ready.done(*arguments, "-f", "html", lang=lang), "utf-8")
    for width, dark in ((390, False), (1280, False), (390, True)):
        chromium.open(file, width, dark=dark)
        assert chromium.errors == []
        assert chromium.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        paper, ink = json.loads(chromium.value(COLOURS))
        assert (paper, ink) == (("rgb(20, 24, 28)", "rgb(228, 232, 236)") if dark else ("rgb(255, 255, 255)", INK))
    assert chromium.value("document.scripts.length + document.querySelectorAll('[style]').length") == 0
    assert chromium.paper().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "pages", "across"),
    [
        (("report", "week"), 1, False),
        (("report", "day"), 1, False),
        (("report", "coverage"), 1, True),
        (("report", "segment"), 1, False),
        (("coverage",), 1, True),
        (("contacts", "--matrix"), 1, True),
        (("plan-week", "next"), 1, True),
    ],
)
def test_a_page_goes_onto_sheets_of_a4_with_no_row_cut(
    ready: Tool, chromium: Browser, tmp_path: Path, arguments: tuple[str, ...], pages: int, across: bool
) -> None:
    file = tmp_path / "page.html"
    file.write_text(ready.done(*arguments, "-f", "html", lang="zh"), "utf-8")
    chromium.open(file)
    printed = chromium.paper()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {tuple(round(float(side)) for side in sheet) for sheet in sheets} == {(842, 595) if across else (595, 842)}
    assert len(re.findall(rb"/Type /Page\b", printed)) == len(sheets) == pages
    chromium.on_paper()
    assert json.loads(chromium.value(BREAKS)) == ["avoid"]
    assert json.loads(chromium.value(REPEATED)) in ([], ["table-header-group"])


BREAKS = "JSON.stringify([...new Set([...document.querySelectorAll('tr')].map(e => getComputedStyle(e).breakInside))])"
REPEATED = "JSON.stringify([...new Set([...document.querySelectorAll('thead')].map(e => getComputedStyle(e).display))])"


def test_who_a_line_is_of_stays_in_sight_while_its_marks_are_scrolled(
    ready: Tool, chromium: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(ready.done("coverage", "-f", "html"), "utf-8")
    chromium.open(file, 320)
    box = "document.querySelector('.marks').parentElement"
    assert chromium.value(f"{box}.scrollWidth > {box}.clientWidth + 20")
    where = "JSON.stringify(['th', 'td.mark'].map(e => document.querySelector('.marks tbody ' + e)"
    where += ".getBoundingClientRect().left))"
    head, mark = json.loads(chromium.value(where))
    chromium.value(f"{box}.scrollLeft = 20")
    assert json.loads(chromium.value(where)) == [head, mark - 20]


INK = "rgb(29, 35, 41)"
COLOURS = "JSON.stringify([getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color])"


def test_the_browser_would_complain(chromium: Browser, ready: Tool, tmp_path: Path) -> None:
    """The page's own policy stops what it doesn't know: a script, a style, a picture; and width would be seen."""
    written = ready.done("tiers", "-f", "html")
    file = tmp_path / "page.html"
    for harm in (
        "<script>document.title = 'owned'</script>",
        '<p style="color: red">x</p>',
        "<style>p { color: red }</style>",
        '<img src="https://example.invalid/x.png" alt="">',
        '<iframe src="https://example.invalid/"></iframe>',
    ):
        file.write_text(written.replace("<footer>", f"{harm}<footer>"), "utf-8")
        chromium.open(file)
        assert chromium.errors, harm
        assert chromium.value("document.title") != "owned"
    file.write_text(written.replace("<footer>", f"<h2>{'x' * 9}</h2><svg width=3000></svg><footer>"), "utf-8")
    chromium.open(file, 390)
    assert Document(written).one("h1")
    file.write_text(written.replace('<div class="box"', "<div"), "utf-8")
    chromium.open(file, 390)
    assert chromium.value("document.documentElement.scrollWidth") > 390
