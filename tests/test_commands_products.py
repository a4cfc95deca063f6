"""Products from the command line: the catalogue, the sheet, what suits, and holdings noted by hand."""

import csv
import io
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from .commands_kit import Tool, keys
from .page_kit import read


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    tool = Tool(tmp_path_factory.mktemp("book") / "home")
    for line in (
        (
            "华强电子",
            "client_no=1",
            "deposit_avg=1200万",
            "industry=制造业",
            "tags=发债, 年会 2026 ,🎉",
            "district=南山区",
        ),
        ("凯发商贸", "client_no=2", "deposit_avg=20万", "loan=50万", "rm=李明"),
        ("江月白", "client_no=3", "kind=retail", "deposit_avg=60万", "tags=教育金"),
    ):
        tool.done("client-add", *line)
    return tool


@pytest.fixture
def tool(made: Tool, tmp_path: Path) -> Tool:
    return made.copy(tmp_path / "home")


def test_the_sheet_has_who_holds_what_and_what_suits(tool: Tool) -> None:
    tool.done("holding-add", "1", "代发工资")
    tool.done("holding-add", "3", "安盈180天", "product_kind=理财", "bank=他行")
    sheet = tool.json("coverage")
    first, _, third = sheet["rows"]
    assert set(first) == keys("client_no name tier class district rm held elsewhere suits")
    assert (first["held"], "payroll" in first["suits"], "cash-management" in first["suits"]) == (
        ["demand-deposit", "payroll"],
        False,
        True,
    )
    assert (third["elsewhere"], "time-deposit" in third["suits"]) == (["wealth-product"], True)
    payroll = next(p for p in sheet["products"] if p["product"] == "payroll")
    assert (payroll["clients"], payroll["share"], payroll["suits"]) == (1, 0.333333, 0)
    assert [(t["tier"], t["share"]) for t in payroll["tiers"]] == [("weekly", 1.0), ("long-tail", 0.0)]


def test_the_sheet_is_narrowed_and_a_spreadsheet_has_a_column_a_product(tool: Tool) -> None:
    rows = list(csv.DictReader(io.StringIO(tool.done("coverage", "--rm", "李明", "-f", "csv"))))
    assert [(row["client_no"], row["demand-deposit"], row["working-capital-loan"]) for row in rows] == [
        ("2", "held", "held")
    ]
    assert [row["client_no"] for row in tool.json("coverage", "--tag", "🎉")["rows"]] == ["1"]
    assert [row["client_no"] for row in tool.json("coverage", "--tag", "年会 2026")["rows"]] == ["1"]
    assert tool.json("coverage", "--district", "无")["rows"] == []
    assert tool.done("coverage", "--district", "无").startswith("No client is like that.")


def test_what_suits_comes_with_its_terms_and_a_sentence(tool: Tool) -> None:
    found = tool.json("suits", "江月白")
    assert set(found) == keys("client_no name tier class motives suits held")
    first = found["suits"][0]
    assert set(first) == keys("product product_name product_kind held_elsewhere reasons say")
    assert (found["motives"], first["product"], first["reasons"]) == (
        ["saving"],
        "time-deposit",
        ["is after: saving up"],
    )
    shown = tool.done("suits", "江月白", lang="zh")
    assert "理由：动机：攒钱" in shown
    assert "话术：这笔钱有专门用途" in shown


def test_what_is_held_elsewhere_says_so_and_what_is_held_here_is_left_out(tool: Tool) -> None:
    tool.done("holding-add", "3", "定期存款", "amount=10万")
    tool.done("holding-add", "3", "大额存单", "bank=海湾银行")
    found = tool.json("suits", "3")
    suits = {each["product"]: each["held_elsewhere"] for each in found["suits"]}
    assert "time-deposit" not in suits
    assert suits["certificate-of-deposit"] is True
    assert "certificate of deposit (now at 海湾银行)" in tool.done("suits", "3")


@pytest.mark.parametrize(("lang", "shapes"), [("en", "●held here"), ("zh", "●本行持有")])
def test_the_sheet_as_a_page_is_drawn_from_the_same_cells(tool: Tool, lang: str, shapes: str) -> None:
    tool.done("holding-add", "1", "代发工资")
    tool.done("holding-add", "3", "安盈180天", "product_kind=理财", "bank=他行")
    sheet = tool.json("coverage")
    page = read(tool.done("coverage", "-f", "html", lang=lang))
    drawn = Counter(e.said for e in page.all("span") if e.attributes.get("role") == "img")
    counted = {
        shape: sum(len(row[state]) for row in sheet["rows"])
        for shape, state in (("●", "held"), ("◐", "elsewhere"), ("○", "suits"))
    }
    assert drawn == counted
    assert min(counted.values()) > 0
    said = {e.said + e.attributes["aria-label"] for e in page.all("span") if e.attributes.get("role") == "img"}
    assert shapes in said


def test_a_product_taken_out_of_the_catalogue_is_still_shown_where_it_is_held(tool: Tool) -> None:
    own = "products:\n  - {id: payroll, kind: payroll, name: 代发工资, suits: {when: any, say: 上门办}}\n"
    tool.done("holding-add", "1", "年金保险", "premium=5万", "cover=100万", "term=10年")
    (tool.home / "products.yaml").write_text(own, "utf-8")
    sheet = tool.json("coverage")
    assert [(p["product"], p["catalogued"], p["clients"], p["suits"]) for p in sheet["products"]] == [
        ("payroll", True, 0, 3),
        ("年金保险", False, 1, 0),
    ]
    assert "年金保险 (not in the catalogue)" in tool.done("coverage")
    held = tool.json("suits", "1")["held"]
    assert [(h["product"], h["catalogued"]) for h in held] == [("年金保险", False)]
    assert "年金保险" in tool.done("client", "1")


def test_a_mistaken_catalogue_is_refused_with_its_line_and_an_unknown_tier_wants_a_look(tool: Tool) -> None:
    file = tool.home / "products.yaml"
    file.write_text("products:\n  - {id: a, kind: loan, suits: {when: {motive: x}}}\n", "utf-8")
    for command in (("coverage",), ("suits", "1"), ("products", "--check"), ("holding-add", "1", "a")):
        assert "line 2: there is no motive “x”" in tool.refused(3, *command)
    file.write_text("products:\n  - {id: a, kind: loan, suits: {when: {tier: gold}}}\n", "utf-8")
    ran = tool("products", "--check")
    assert (ran.code, "“a” asks for the tier “gold”" in ran.out) == (1, True)


def test_a_holding_is_noted_corrected_and_taken_out(tool: Tool) -> None:
    added = tool.json(
        *("holding-add", "1", "安心年金计划", "保费=5万", "cover=100万", "term=10年", "rate=2.5", "risk=3级"),
        *("opened=2026-01-05", "matures=2036-01-05", "bank=海湾银行"),
    )
    assert {k: added[k] for k in ("product", "kind", "premium", "cover", "rate", "risk", "term", "as_of")} == {
        "product": "安心年金计划",
        "kind": "insurance",
        "premium": 50_000,
        "cover": 1_000_000,
        "rate": 0.025,
        "risk": "R3",
        "term": "10年",
        "as_of": "2026-11-23",
    }
    number = str(added["id"])
    assert tool.json("holding-set", number, "bank=", "ended=2026-11-20")["ended"] == "2026-11-20"
    assert tool.json("coverage")["rows"][0]["held"] == ["demand-deposit"], "what ended isn't held"
    tool.done("holding-remove", number)
    assert tool.json("client", "1")["holdings"] == []
    tool.done("undo", "-y")
    assert tool.json("client", "1")["holdings"][0]["bank"] is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("神奇计划",), "No product of the catalogue is called “神奇计划”"),
        (("年金保险", "opened=2026-05-01", "matures=2026-04-30"), "It can't mature on 2026-04-30, before its opening"),
        (("年金保险", "opened=2026-05-01", "ended=2026-04-30"), "It can't have ended on 2026-04-30"),
        (("年金保险", "contract_no=6222021234567890128"), "contract holds the number of an identity card"),
        (("年金保险", "premium=many"), "“many” can't be read as premium"),
        (("年金保险", "rate=250%"), "“250%” can't be read as rate. Write a yearly rate"),
        (("年金保险", "as_of=2026-12-24"), "“2026-12-24” can't be read as as_of."),
        (("年金保险", "colour=red"), "“colour=red” names no field."),
        (("年金保险", "product=x"), "“product=x” names no field."),
    ],
)
def test_what_no_holding_can_be_is_refused(tool: Tool, given: tuple[str, ...], said: str) -> None:
    assert tool.refused(2, "holding-add", "1", *given).startswith(said)


def test_an_unknown_product_is_taken_with_its_kind_or_by_a_word_in_its_name(tool: Tool) -> None:
    assert tool.json("holding-add", "1", "神奇计划", "product_kind=理财")["kind"] == "wealth"
    assert tool.json("holding-add", "1", "神奇信托")["kind"] == "trust"
    assert tool.json("holding-add", "1", "设备租赁", "product_kind=leasing")["kind"] == "leasing"
    assert tool.json("holding-add", "1", "payroll")["product"] == "payroll"
    assert tool.json("holding-add", "2", "payroll", lang="zh")["product"] == "代发工资"


@pytest.mark.parametrize("number", ["77", "9" * 30])
def test_a_holding_that_is_not_there_is_said_so(tool: Tool, number: str) -> None:
    assert tool.refused(2, "holding-set", number, "term=1").startswith(f"There is no holding {number}.")
    assert tool.refused(2, "holding-remove", number).startswith(f"There is no holding {number}.")


def test_reading_the_catalogue_again_loads_neither_yaml_nor_pydantic(tool: Tool) -> None:
    tool.done("coverage")
    code = "import os, sys; from rmtool import cli; cli.main(sys.argv[1:], os.environ); print(*sys.modules)"
    arguments = ("--home", str(tool.home), "--today", "2026-11-23", "coverage", "-o", str(tool.home / "sheet.csv"))
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert not {"yaml", "pydantic", "sqlite_utils", "rich"} & set(ran.stdout.split())
