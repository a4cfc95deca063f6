"""Workbooks as commands write them: taken in again without loss, the same bytes on every run, nothing in them runs."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmtool.intake.headings import known_claims
from rmtool.intake.vocabulary import vocabulary
from rmtool.lang import Language
from rmtool.show.pages import exchange

from .commands_kit import Tool

OPENLY = ("--no-mask", "--reason", "test")

AWKWARD = (
    *('=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "http://example.com", "-2+3", "'=1", "  =1+1", "1e5", "TRUE"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467 家庭公司", "000123", "123456789012345678", "a_x0041_b", "A&B <b>"),
    *('O\'Neil "x"', "（深圳）公司", "1/2"),
)
CELLS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12),
)


def sheets(file: Path | bytes) -> Any:
    """The workbook as an independent reader has it."""
    return openpyxl.load_workbook(io.BytesIO(file) if isinstance(file, bytes) else file)


def parts(content: bytes) -> dict[str, bytes]:
    """The files of which a workbook is made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def taken_again(tool: Tool, home: Path, lang: str, *lines: Sequence[str]) -> Tool:
    """An empty book into which what these command lines write as workbooks has been taken, as far as it goes in."""
    other = Tool(home)
    for number, line in enumerate(lines):
        file = home.parent / f"{home.name}-{number}.xlsx"
        file.write_bytes(tool(*line, "-f", "xlsx", lang=lang).raw)
        ran = other("import", file, "-q", lang=lang)
        assert ran.code == 0, ran
    return other


CLIENT = "client_no name credit_code kind status industry district address lat lon group chain tags rm founded phone"
CLIENT_FACTS = (*CLIENT.split(), "hours", "birthday", "prefers", "call_hours")


def of_clients(tool: Tool) -> list[Any]:
    """What a book holds of its clients and prospects, with their balances."""
    numbers = [
        record["client_no"] for command in ("clients", "prospects --all") for record in tool.json(*command.split())
    ]
    found = [tool.json("client", number) for number in numbers]
    return [[*(one[key] for key in CLIENT_FACTS), one["balances"]] for one in found]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book with every fact that lists hold."""
    tool = Tool(tmp_path_factory.mktemp("full") / "home")
    firm = ("credit_code=91440300708461136T", "district=南山区", "lat=22.5431", "lon=113.9572", "group=华强集团")
    more = ("chain=显示", "tags=bond、listed", "rm=陈经理", "founded=1999-03-01", "phone=0755-26543210", "prefers=T")
    hours = ("hours=周二 14:00-17:00", "call_hours=上午", "address=科苑路88号", "industry=电子")
    amounts = ("deposit=1234.56", "deposit_avg=12345678.90", "loan=3")
    tool.done("client-add", "=HYPERLINK(1)", "client_no=000001", *firm, *more, *hours, *amounts)
    tool.done("holding-add", "000001", "安盈理财", "product_kind=wealth", "amount=777.77")
    tool.done("client-add", "张三", "client_no=123456789012345678", "kind=retail", "birthday=农历八月十五", "deposit=5")
    tool.done("client-add", "👨‍👩‍👧 家庭公司", "client_no=2", "kind=institution", today="2026-11-20")
    tool.done("prospect-add", "+1 科技", "value=2000.5", "likelihood=0.35", "source=展会", "referrer=@李", "rival=他行")
    tool.done("prospect-add", "海川", "value=高", "likelihood=低", "stage=talks", "motive=授信", "core_client=华强")
    said = ("--person", "王丽", "--outcome", "-1", "--minutes", "45", "--next", "=1+1", "--next-on", "2026-12-01")
    tool.done("log-contact", "000001", "M", "=cmd|'/c calc'!A1", "--on", "2026-11-16", "--at", "09:30", *said)
    tool.done("log-contact", "2", "T", "000123", "--on", "2026-11-20")
    tool.done("log-contact", "P0001", "E", "http://example.com", "--on", "2026-11-20")
    return tool


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_clients_prospects_and_contacts_come_back_without_loss(full: Tool, tmp_path: Path, lang: str) -> None:
    other = taken_again(full, tmp_path / "again", lang, ("clients",), ("prospects", "--all"), ("contacts",))
    assert of_clients(other) == of_clients(full)
    cards = ("client_no", "name", "grade", "value", "likelihood", "stage")
    assert [[p[key] for key in cards] for p in other.json("prospects", "--all")] == [
        [p[key] for key in cards] for p in full.json("prospects", "--all")
    ]
    assert other.json("contacts") == full.json("contacts")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_calendar_comes_back_with_its_notes(full: Tool, tmp_path: Path, lang: str) -> None:
    other = taken_again(full, tmp_path / "again", lang, ("clients",), ("prospects", "--all"), ("contacts", "--matrix"))
    kept = ("on", "client_no", "name", "code", "note")
    contacts = [[[c[key] for key in kept] for c in book.json("contacts")] for book in (full, other)]
    assert contacts[0] == contacts[1]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, st.integers(1, 10**15)), min_size=1, max_size=4), st.sampled_from(["zh", "en"]))
def test_any_list_that_came_in_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int]], lang: str
) -> None:
    folder = tmp_path_factory.mktemp("again")
    book = openpyxl.Workbook()
    book.active.append(["客户编号", "客户名称", "备注地址", "存款余额"])
    for number, (name, address, fen) in enumerate(rows):
        for column, value in enumerate((f"{number:04}", name, address, fen / 100), 1):
            cell = book.active.cell(number + 2, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else "n"
    book.save(folder / "list.xlsx")
    first = Tool(folder / "first")
    ran = first("import", folder / "list.xlsx", "--map", "备注地址=address", "-q")
    assert ran.code in (0, 1, 4)
    if ran.code != 4 and first.json("clients"):
        assert of_clients(taken_again(first, folder / "second", lang, ("clients",))) == of_clients(first)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_headings_of_facts_are_understood_and_the_others_are_not(code: str) -> None:
    language, measures = Language(code), vocabulary().measures
    fields = {"tags": "tag", "on": "date", "at": "time"}
    for kind, columns in exchange.COLUMNS.items():
        known = vocabulary().fields[kind] | (measures if kind == "clients" else frozenset())
        for column in columns:
            claims, _ = known_claims(language.say(column.heading), measures)
            taken = [claim.field for claim in sorted(claims, key=lambda c: c.rank) if claim.field in known]
            field = fields.get(column.key, column.key)
            assert taken[:1] == ([field] if field in known else []), (kind, column.key)


def test_nothing_in_a_workbook_runs_or_leads_anywhere(full: Tool) -> None:
    for line in (("clients",), ("contacts",), ("contacts", "--matrix"), ("prospects", "--all"), ("today",)):
        for name, content in parts(full(*line, "-f", "xlsx").raw).items():
            assert b"<f>" not in content and b"<hyperlink" not in content, (line, name)
            assert b"externalLink" not in content and b"vbaProject" not in content, (line, name)


LINES = [
    *(("clients",), ("contacts",), ("contacts", "--matrix"), ("prospects", "--all"), ("coverage",), ("week",)),
    *(("plan-week", "--dry-run"), ("review", "000001"), ("client", "000001"), ("segment",), ("tiers", "--schema")),
    *((("report", kind)) for kind in ("day", "week", "month", "coverage", "segment")),
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_workbook_is_the_same_on_every_run_and_tells_no_time(full: Tool, tmp_path: Path, line: Sequence[str]) -> None:
    file = tmp_path / "a.xlsx"
    full.done(*line, "-o", file, *OPENLY)
    first = file.read_bytes()
    assert first == full(*line, "-f", "xlsx", *OPENLY).raw
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(rb"20\d\d-\d\d-\d\dT[\d:]+Z", parts(first)["docProps/core.xml"])) == {b"2026-11-23T00:00:00Z"}
    for sheet in sheets(first):
        assert sheet.print_area and sheet.page_setup.fitToHeight == 0 and sheet.oddFooter.right.text
        assert len(sheet.title) <= 31


def test_the_book_of_all_lists_has_their_sheets_and_comes_back(full: Tool, tmp_path: Path) -> None:
    file = tmp_path / "monday.xlsx"
    planned = full.copy(tmp_path / "planned")
    planned.done("plan-week")
    planned.done("report", "workbook", "-o", file, *OPENLY, lang="zh")
    names = ["客户名单", "产品覆盖", "各产品", "回顾安排", "联系日历", "周计划", "周日历", "潜在客户"]
    assert [sheet.title for sheet in sheets(file)] == names
    other = Tool(tmp_path / "again")
    assert other("import", file, "-q").code in (0, 1)
    assert of_clients(other) == of_clients(full)
    found = full.json("report", "workbook")
    assert [len(found[key]) for key in ("clients", "reviews", "prospects")] == [3, 1, 2]


def test_a_masked_workbook_holds_rounded_shares_and_no_exact_ones(full: Tool) -> None:
    (sheet,) = sheets(full("review", "000001", "--mask", "-f", "xlsx").raw)
    figures = [cell.value for row in sheet.iter_rows() for cell in row if cell.number_format == "0.0%"]
    assert sorted(figures) == [0.39, 0.61]


def soffice() -> str:
    """The command of LibreOffice."""
    found = shutil.which("soffice")
    if not found:
        pytest.skip("LibreOffice isn't here; for these tests: apt-get install --no-install-recommends libreoffice-calc")
    return found


def test_libreoffice_opens_a_workbook_and_reads_the_same_cells(full: Tool, tmp_path: Path) -> None:
    file = tmp_path / "contacts.xlsx"
    full.done("contacts", "-o", file)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    command = [soffice(), profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (converted,) = tmp_path.glob("contacts*.csv")
    import csv

    read = [row for row in csv.reader(converted.read_text("utf-8-sig").splitlines()) if any(row)]
    (sheet,) = sheets(file)
    ours = [[_said(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert read == [row for row in ours if any(row)]


def _said(value: object) -> str:
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d") if isinstance(value, date) else str(value)
