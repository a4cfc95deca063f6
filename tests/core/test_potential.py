"""Prospects found in the book: growth, the chain of a core client, products that peers hold; points, reasons, order."""

from rmtool.core.book import Book, Client, Holding
from rmtool.core.potential import Potential, potential
from rmtool.core.standing import segment, standings
from rmtool.lang import Language

from .examples import RULES, balances, book, card, client, day

TODAY = day("11-25")
CORE = client(1, chain="新能源", industry="制造")


def held(number: int, client_id: int, kind: str, bank: str | None = None) -> Holding:
    blank = dict.fromkeys(Holding._fields)
    return Holding(
        **{**blank, "id": number, "client_id": client_id, "product": kind, "kind": kind, "bank": bank, "on": TODAY}
    )


def found(facts: Book, *holdings: Holding) -> list[Potential]:
    view, stands = segment(facts, RULES, TODAY), standings(facts, RULES, TODAY)
    return potential(facts, RULES, stands, view, holdings, TODAY)


def with_core(*others: Client, said: str = "01-31 10", **facts: object) -> Book:
    amounts = {1: balances("01-31 5000", 1), **{c.id: balances(said, c.id) for c in others}}
    return book([CORE, *others], amounts, **facts)


def points(rows: list[Potential]) -> list[tuple[int, int]]:
    return [(row.client.id, row.points) for row in rows]


def test_the_chain_or_group_of_a_core_client_counts_once() -> None:
    both = client(2, chain="新能源", group="华强")
    assert points(found(with_core(both, client(3, chain="医药")))) == [(2, 3)]
    (row,) = found(with_core(both))
    assert Language("en").say(row.reasons[0]) == "in the chain of 客户1 (新能源)"


def test_growth_counts_from_the_share_of_the_rules_and_more_if_it_is_twice_that() -> None:
    for said, expected in (
        ("08-01 100, 11-01 119", []),
        ("08-01 100, 11-01 120", [(2, 2)]),
        ("08-01 100, 11-01 140", [(2, 3)]),
        ("09-15 100, 11-01 140", []),
        ("08-01 0, 11-01 140", []),
    ):
        assert points(found(with_core(client(2), said=said))) == expected, said


def test_products_that_half_of_three_peers_hold_count_a_point_each() -> None:
    peers = [client(n, industry="零售") for n in (2, 3, 4, 5)]
    rows = found(
        with_core(*peers),
        *(held(n, n, "payroll") for n in (2, 3, 4)),
        *(held(n + 10, n, "wealth") for n in (2, 3)),
        held(20, 4, "fund"),
        held(21, 5, "loan", bank="他行"),
    )
    assert points(rows) == [(5, 2)]
    assert "payroll 3 of 3" in Language("en").say(rows[0].reasons[0])
    assert points(found(with_core(*peers[:3]), held(1, 2, "payroll"), held(2, 3, "payroll"))) == []


def test_core_clients_and_those_with_an_open_card_are_left_out() -> None:
    listed = [client(n, chain="新能源") for n in (2, 3, 4, 5)]
    cards = {
        2: card(2, opened_on=day("11-01")),
        3: card(3, stage="signed", opened_on=day("11-01")),
        4: card(4, opened_on=None),
    }
    assert [row.client.id for row in found(with_core(*listed, cards=cards))] == [3, 4, 5]


def test_the_order_is_points_then_amount_then_number() -> None:
    listed = [client(n, chain="新能源") for n in (4, 3, 2)]
    facts = with_core(*listed)
    facts = facts._replace(balances={**facts.balances, 3: balances("01-31 20", 3)})
    assert [row.client.id for row in found(facts)] == [3, 2, 4]
