"""Hostile text in every field of every kind of fact, through every reading command, in every format: found by parsing.

Not: other ways to do harm (test_hostile.py, test_hostile_files.py), pages in a browser (test_pages.py).
"""

import csv
import io
import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter
from markdown_it import MarkdownIt

from rmtool.commands import COMMANDS
from rmtool.core.formula_text import is_formula
from rmtool.show import output
from rmtool.store.migrations import FACTS

from . import page_kit
from .calendar_kit import entries
from .command_lines import without
from .commands_kit import Ran, Tool
from .hostile_kit import ACTING, FLOOD, TEXTS, book

READ: Mapping[str, Sequence[str]] = {
    "today": ["", "--brief"],
    "due": ["", "--until 2027-03-31"],
    "occasions": ["", "--days 60 --kind other"],
    "follow-ups": ["", "--rm =1+1"],
    "alerts": [""],
    "contacts": ["", "--matrix", "--client 0001"],
    "plan-week": ["next --effort low --brief", "next --why 0001 --effort low --dry-run"],
    "week": ["", "next --brief"],
    "plan-month": ["2026-12 --dry-run"],
    "plan-quarter": [""],
    "plan-year": [""],
    "clients": ["--due", "--find 王"],
    "client": ["0001", "P0001"],
    "brief": ["0001"],
    "prospects": ["", "--all", "--regrade", "--funnel", "--find", "--explain P0001", "--history P0001"],
    "coverage": [""],
    "suits": ["0001"],
    "products": [""],
    "groups": [""],
    "campaigns": ["", "=1+1"],
    "review": ["0001"],
    "reviews": ["", "--due"],
    "tiers": ["", "--explain 0001", "--check"],
    "segment": [""],
    "report": ["day", "week --brief", "month", "quarter", "coverage", "segment"],
    "stats": [""],
    "cron": ["", "--windows", "--owner =1+1"],
    "mappings": [""],
    "undo": ["--list"],
    "history": ["", "0001"],
    "backup": ["--list", "--verify"],
    "doctor": [""],
    "privacy": [""],
    "disclosures": [""],
    "purge": ["", "--dry-run"],
}
"""Command lines that write no facts, for every command that has such."""

WRITE = {
    *(name for name in COMMANDS if name.endswith(("-add", "-set", "-remove", "-done", "-move", "-read", "-won"))),
    *("prospect-release", "prospect-take", "prospect-trigger", "client-away", "client-cadence", "log-contact", "visit"),
    *("leave", "edit", "tag", "note", "merge", "forget", "campaign", "import", "export", "redo", "restore"),
    *("encrypt", "decrypt", "rekey", "demo", "completion"),
}
"""Commands that write facts, or say nothing of clients."""

FORMED = {
    "setting": "key value",
    "batch": "sha256 kind on_date imported_on summary keep_until",
    "client": "credit_code kind status founded entered initials hours birthday prefers call_hours",
    "person": "birthday",
    "balance": "measure on_date",
    "holding": "opened matures on_date ended",
    "note": "on_date",
    "campaign": "started_on closed_on",
    "campaign_member": "added_on reached_on",
    "review": "on_date",
    "contact": "on_date at code next_on",
    "visit": "week day status fixed",
    "plan": "week saved_on fingerprint summary",
    "away": "start end",
    "cadence": "code cadence until",
    "card": "value_level likelihood_level stage grade graded_on read_on opened_on",
    "card_event": "on_date kind before after",
    "mapping": "fingerprint field remembered_on",
    "occasion": "kind day",
    "settled": "kind about on_date",
}
"""Columns that hold no free text: days, kinds, codes, what rmtool makes itself."""

STYLE = re.compile(r"\x1b\[(?:[0-9]{1,2}(?:;[0-9]{1,2})*)?m")
"""The one escape that rmtool sends: a style, or the end of one."""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book in which every text is hostile."""
    return book(tmp_path_factory.mktemp("injection"))


def test_every_command_and_every_text_of_every_fact_is_tested_here(ready: Tool) -> None:
    assert {*READ} | WRITE == {*COMMANDS}
    assert {*READ} & WRITE == set()
    assert {command: left for command, lines in READ.items() if (left := without(command, lines))} == {}
    with closing(sqlite3.connect(ready.book)) as connection:
        for table in FACTS:
            columns = [
                name for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})") if kind == "TEXT"
            ]
            for column in {*columns} - {*FORMED.get(table, "").split()}:
                held = f'SELECT count(*) FROM {table} WHERE "{column}" LIKE ?'
                found = [connection.execute(held, (f"%{text}%",)).fetchone()[0] for text in ("=1+1", "<script>")]
                assert all(found), f"no hostile text in {table}.{column}: tests/hostile_kit.py must plant some"


@pytest.mark.parametrize("command", READ)
def test_hostile_text_is_data_in_every_format(ready: Tool, tmp_path: Path, command: str) -> None:
    for number, more in enumerate(READ[command]):
        for form in output.FORMATS:
            if form == "xlsx":
                ran = ready(command, *more.split(), "-o", tmp_path / "file.xlsx")
            else:
                lang = "zh" if number % 2 else "en"
                screen = {"TERM": "xterm"} if form == "table" else {}
                ran = ready(command, *more.split(), "-f", form, lang=lang, **screen)
            assert ran.code in (0, 1) or has_no_place(ran, form), (command, more, form, ran.err)
            assert not ACTING.search(ran.err), (command, more, form)
            if ran.code != 2:
                CHECKS[form]((tmp_path / "file.xlsx").read_bytes() if form == "xlsx" else ran.out)


BAD = '=1+1|`q`<b>x</b>[x](http://x) www.x\x1b[31m\x9b31m\u202e\r\nATTENDEE:mailto:x@y"'
"""Something of everything."""

SAID: Sequence[Sequence[str]] = (
    ("log-contact", "0001", "T", BAD, "--next", BAD, "--next-on", "2026-12-01", "--person", BAD),
    ("visit", "0001", "--on", "2026-11-27", "--why", BAD, "--person", BAD),
    ("occasion-add", "0001", "other", "2026-12-01", BAD, "--person", BAD),
    ("holding-add", "0001", BAD, "product_kind=wealth", f"bank={BAD}", f"term={BAD}"),
    ("person-add", "0001", BAD, f"title={BAD}", f"note={BAD}"),
    ("client-set", "0001", f"district={BAD}", f"rm={BAD}"),
    ("client-away", "0001", "--from", "2027-03-01", "--until", "2027-03-02", "--why", BAD),
    ("prospect-add", BAD, "value=5万", f"source={BAD}"),
    ("prospect-trigger", "P0001", "unhappy", BAD),
    ("note", "0001", BAD),
    ("tag", BAD, "0001"),
    ("campaign", BAD, "--tier", "weekly"),
)
"""Commands that say again what they were told."""


@pytest.mark.parametrize("form", output.FORMATS)
def test_what_is_typed_is_data_where_it_is_said_again(ready: Tool, tmp_path: Path, form: str) -> None:
    tool = ready.copy(tmp_path / "home")
    file = tmp_path / "said.xlsx"
    for line in SAID:
        ran = tool(*line, "-y", *(["-o", str(file)] if form == "xlsx" else ["-f", form]))
        assert ran.code == 0 or has_no_place(ran, form), (line, ran)
        assert not ACTING.search(ran.err), line
        if ran.code == 0:
            CHECKS[form](file.read_bytes() if form == "xlsx" else ran.out)


@pytest.mark.skipif(os.name != "posix", reason="no such file names")
def test_the_names_and_headings_of_lists_are_data(ready: Tool, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    named = tmp_path / "lists" / f"{BAD.replace('/', '')}.csv"
    headings = ["client_no", "name", "deposit_avg", *TEXTS]
    rows = [[f"N{n}", f"{bad}新{n}", "5", *[bad] * len(TEXTS)] for n, bad in enumerate(TEXTS)] + [["N99", "x", "5..x"]]
    with named.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    for form in output.FORMATS:
        written = tmp_path / "said.xlsx"
        ran = ready("import", named, "--dry-run", *(["-o", written] if form == "xlsx" else ["-f", form]))
        assert ran.code in (0, 1) or has_no_place(ran, form), (form, ran)
        assert not ACTING.search(ran.err), form
        if ran.code != 2:
            CHECKS[form](written.read_bytes() if form == "xlsx" else ran.out)


def has_no_place(ran: Ran, form: str) -> bool:
    """Whether a calendar file was refused for a result that has no place in one."""
    return form == "ics" and (ran.code, ran.out) == (2, "") and re.search("calendar|日历", ran.err) is not None


def is_text(out: str) -> None:
    """Nothing in it acts on a terminal, hides, or runs over other lines."""
    assert not ACTING.search(out.replace("\r\n", "\n"))
    assert not FLOOD.search(out)


def is_on_screen(out: str) -> None:
    """The same, but for the styles that rmtool sends itself."""
    is_text(STYLE.sub("", out))


def is_json(out: str) -> None:
    assert not ACTING.search(out)
    json.loads(out)


def is_csv(out: str) -> None:
    """Every row has all columns, and no cell is one that a spreadsheet runs."""
    assert not ACTING.search(out.replace("\t", "").replace("\r", ""))
    rows = list(csv.reader(io.StringIO(out, newline=""), strict=True))
    assert len({len(row) for row in rows}) <= 1
    assert [cell for row in rows for cell in row if is_formula(cell)] == []


MARKUP = {"inline", "text", "softbreak", "text_special"} | {
    f"{tag}_{end}"
    for tag in ("heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td")
    for end in ("open", "close")
}
"""What Markdown of ours is made of: headings, paragraphs, tables and text."""


def is_markdown(out: str) -> None:
    """Headings, sentences and tables as rmtool writes them; no link, picture, code or element of HTML."""
    is_text(out)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(out)
    met = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert met <= MARKUP, met - MARKUP
    tables = re.findall(r"(?:^\|.*\n)+", out, re.M)
    assert len(tables) == sum(token.type == "table_open" for token in tokens)
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table.splitlines()}) == 1
    assert not re.search(r"://|www\.", out, re.I), "an address that programs make a link of"


def is_page(out: str) -> None:
    """A page of our own elements and attributes alone, with its policy."""
    assert not ACTING.search(out) and not FLOOD.search(out)
    page_kit.read(out)


CALENDAR = {
    *("BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME", "TZID", "DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"),
    *("SUMMARY", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "STATUS"),
    *("TRANSP", "ACTION", "TRIGGER", ""),
}
"""What the lines of our calendars begin with."""


def is_calendar(out: str) -> None:
    """Entries that two libraries read alike, of our own lines alone."""
    assert not ACTING.search(out.replace("\r\n", "\n"))
    entries(out)
    assert {re.split("[:;]", line)[0] for line in out.replace("\r\n ", "").split("\r\n")} <= CALENDAR


SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def is_workbook(content: bytes) -> None:
    """Sheets without formulas, links to anywhere, or anything that runs."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert not any(re.search("vba|macro|external|activeX|embedding|connection", name, re.I) for name in files)
    for name, held in files.items():
        if name.endswith((".xml", ".rels", ".vml")):
            elements = list(ElementTree.fromstring(held).iter())
            assert {element.tag for element in elements}.isdisjoint({f"{SHEETS}f", f"{SHEETS}hyperlink"}), name
            assert not any("TargetMode" in element.attrib for element in elements), name


CHECKS: Mapping[str, Callable[..., None]] = {
    "table": is_on_screen,
    "plain": is_text,
    "json": is_json,
    "csv": is_csv,
    "md": is_markdown,
    "html": is_page,
    "ics": is_calendar,
    "xlsx": is_workbook,
}
"""What must hold of a result in each format."""


def test_the_texts_are_there_to_be_found(ready: Tool) -> None:
    """The control: what the checks look for is in the book, as programs that read JSON get it."""
    told = ready.done("contacts", "-f", "json")
    notes = {contact["note"] for contact in json.loads(told)}
    assert {*TEXTS} <= notes
    for check, bad in (
        (is_text, "\x1b[31m"),
        (is_csv, "a\n=1+1\n"),
        (is_markdown, "[x](http://x)\n"),
        (is_page, "<p>"),
    ):
        with pytest.raises(AssertionError):
            check(bad)


@pytest.mark.parametrize("bad", ["write_formula", "write_url", ""])
def test_a_formula_or_a_link_in_a_workbook_is_found(tmp_path: Path, bad: str) -> None:
    """The control for workbooks; what is written as text is neither."""
    with xlsxwriter.Workbook(tmp_path / "file.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_string(0, 0, "=1+1 http://x")
        sheet.write_comment(0, 0, "=1+1 http://x")
        if bad:
            getattr(sheet, bad)(1, 0, {"write_formula": "=1+1", "write_url": "http://x"}[bad])
    with pytest.raises(AssertionError) if bad else nullcontext():
        is_workbook((tmp_path / "file.xlsx").read_bytes())
