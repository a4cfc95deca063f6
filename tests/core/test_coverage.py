"""Which product a holding is of, what counts as held, and which empty cells suit a client, with every term named."""

from datetime import date
from typing import Any

import pytest

from rmtool.core.book import Holding
from rmtool.core.coverage import ELSEWHERE, HELD, SUITS, Sheet, Standings, coverage
from rmtool.core.products import Shelf, catalogue_from
from rmtool.core.standing import Standing
from rmtool.intake.catalogue import compile_catalogue
from rmtool.lang import speak

from .examples import RULES, client, day

TODAY = day("11-23")

CATALOGUE = catalogue_from(
    compile_catalogue(
        """
motives:
  - {id: saving, name: {zh: 攒钱, en: saving up}, tags: [教育金]}
products:
  - {id: demand, name: {zh: 活期存款, en: demand deposit}, kind: deposit, rest: yes, balances: [deposit]}
  - id: time
    name: {zh: 定期存款, en: time deposit}
    kind: deposit
    aliases: [定期]
    suits: {when: {motive: saving}, say: {zh: 存一笔, en: save}}
  - {id: loan, name: {zh: 贷款, en: loan}, kind: loan, rest: yes, balances: [loan], aliases: [credit line]}
  - id: discount
    name: {zh: 贴现, en: discount}
    kind: loan
    suits:
      - when: {kind: corporate, industry: 制造, not: {holds: loan}, deposit: ">= 100万"}
      - when: {tier: weekly, any_of: [{class: A}, {holds: loan}]}
  - {id: wealth, name: {zh: 理财, en: wealth product}, kind: wealth, rest: yes}
""",
        "products.yaml",
    )
)


def holding(product: str, kind: str | None = None, **fields: Any) -> Holding:
    blank: dict[str, Any] = dict.fromkeys(Holding._fields)
    return Holding(**{**blank, "id": 1, "client_id": 1, "product": product, "kind": kind, "on": TODAY, **fields})


@pytest.mark.parametrize(
    ("said", "kind", "product"),
    [
        ("定期存款", None, "time"),
        ("定 期", "deposit", "time"),
        ("TIME deposit", None, "time"),
        ("个人定期一年", "deposit", "time"),
        ("流动资金贷款", "loan", "loan"),
        ("定期质押贷款", "loan", "loan"),
        ("定期质押贷款", None, "loan"),
        ("贷款票据贴现", None, "discount"),
        ("secured credit  line", None, "loan"),
        ("accredit lines", None, "accredit lines"),
        ("安盈180天", "wealth", "wealth"),
        ("安盈180天", None, "安盈180天"),
        ("融资租赁", "leasing", "融资租赁"),
    ],
)
def test_a_holding_is_of_the_product_that_its_name_or_kind_tells(said: str, kind: str | None, product: str) -> None:
    assert Shelf(CATALOGUE).product_of(holding(said, kind)).id == product


def stands(tier: str | None = "weekly", klass: str | None = "A", **amounts: int) -> Standings:
    standing = Standing(tier, amounts.get("deposit"), "deposit", False, None, None) if tier else None
    return Standings(amounts, standing, tier, klass)


SHEET = Sheet(CATALOGUE, RULES, TODAY)


def held(*holdings: Holding, **amounts: int) -> list[tuple[str, int | None, str | None]]:
    return [(h.product.id, h.fen, h.bank) for h in SHEET.held(holdings, amounts)]


def test_of_a_balance_counts_what_it_shows_beyond_the_holdings_of_its_kind_here() -> None:
    assert held(deposit=500, loan=0) == [("demand", 500, None)]
    assert held(holding("定期", "deposit", fen=100), deposit=500) == [("time", 100, None), ("demand", 400, None)]
    assert held(holding("定期", "deposit", fen=450), deposit=500) == [("time", 450, None)]
    assert held(holding("定期", "deposit", fen=449), deposit=500) == [("time", 449, None), ("demand", 51, None)]
    assert held(holding("活期", "deposit", fen=100), deposit=500) == [("demand", 100, None)]
    assert held(holding("定期", "deposit", bank="他行"), deposit=500) == [("time", None, "他行"), ("demand", 500, None)]


def test_what_has_ended_is_held_no_more_from_that_day_on() -> None:
    assert held(holding("理财", ended=TODAY)) == []
    assert held(holding("理财", ended=date(2026, 12, 31))) == [("wealth", None, None)]


def test_cells_are_held_elsewhere_or_suit_and_the_others_are_empty() -> None:
    who = client(tags=("教育金",), industry="制造业")
    row = SHEET.row(who, [holding("理财", bank="他行"), holding("神奇产品")], stands(deposit=100_000_000))
    assert row.cells == {"demand": HELD, "time": SUITS, "discount": SUITS, "wealth": ELSEWHERE, "神奇产品": HELD}
    assert list(row.cells)[-1] == "神奇产品", "what isn't in the catalogue stands last"


def reasons(**amounts: int) -> dict[str, str]:
    who = client(tags=("教育金",), industry="制造业")
    speak("en")
    found = SHEET.portfolio(who, [], stands(klass="B", **amounts))
    return {each.product.id: speak().say(each.why) for each in found.suiting}


def test_every_term_that_holds_is_named_with_what_the_client_has() -> None:
    assert reasons(deposit=100_000_000) == {
        "time": "is after: saving up",
        "discount": "corporate, industry 制造业, not (holds loan), deposits 100万 (≥ 100万)",
    }


def test_the_first_rule_that_holds_gives_the_reasons_and_a_bound_is_a_bound() -> None:
    assert "discount" not in reasons(deposit=99_999_999)
    assert reasons(deposit=99_999_999, loan=1)["discount"] == "tier weekly, holds loan"


@pytest.mark.parametrize("industry", ["制造业", None])
@pytest.mark.parametrize("loan", [0, 5])
@pytest.mark.parametrize("klass", ["A", "B"])
@pytest.mark.parametrize("deposit", [1, 100_000_000])
def test_the_sheet_and_the_reasons_agree_on_what_suits(
    industry: str | None, loan: int, klass: str, deposit: int
) -> None:
    who = client(industry=industry)
    where = stands(klass=klass, deposit=deposit, loan=loan)
    told = {each.product.id for each in SHEET.portfolio(who, [], where).suiting}
    assert told == set(SHEET.row(who, [], where).having(SUITS))


def test_the_sheet_counts_by_product_and_tier_and_leaves_out_what_says_nothing() -> None:
    rows = [
        SHEET.row(client(1), [holding("贷款", fen=7)], stands(deposit=5)),
        SHEET.row(client(2), [holding("贷款", bank="他行")], stands("xun", "C")),
    ]
    found = coverage(rows, CATALOGUE, ["xun", "weekly", "monthly"])
    assert found.clients_by_tier == {"xun": 1, "weekly": 1}
    columns = {c.product.id: (c.held, dict(c.by_tier), c.elsewhere, c.suits, c.fen) for c in found.columns}
    assert columns == {
        "demand": (1, {"weekly": 1}, 0, 0, 5),
        "loan": (1, {"weekly": 1}, 1, 0, 7),
        "discount": (0, {}, 0, 1, 0),
    }
