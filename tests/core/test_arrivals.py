"""What arrivals have in common: converted amounts, the book afterwards, tier moves, made numbers."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.arrivals import Numbers, converted, is_made, named, tier_moves
from rmtool.core.results import Moved

from .arrivals_kit import EMPTY, MONDAY, book_of, client, row, take


@pytest.mark.parametrize(
    ("fen", "rate", "turned"),
    [(100, "7.8", 780), (1, "0.5", 1), (-1, "0.5", -1), (1, "0.49", 0), (333, "0.1", 33), (335, "0.1", 34)],
)
def test_amounts_are_converted_exactly_and_half_a_fen_rounds_away_from_zero(fen: int, rate: str, turned: int) -> None:
    (record,) = converted([row(2, amounts={"loan": fen}, card={"value": fen, "stage": "talks"})], Fraction(rate))
    assert record.amounts == {"loan": turned}
    assert record.card == {"value": turned, "stage": "talks"}


@given(st.integers(-(10**15), 10**15), st.fractions("0.001", 1000))
def test_a_converted_amount_is_within_half_a_fen(fen: int, rate: Fraction) -> None:
    (record,) = converted([row(2, amounts={"loan": fen})], rate)
    assert abs(record.amounts["loan"] - fen * rate) <= Fraction(1, 2)


def test_the_book_afterwards_has_its_clients_by_number_and_balances_by_date() -> None:
    book = book_of(row(2, client_no="2", amounts={"deposit": 20}), row(3, client_no="1", amounts={"deposit": 10}))
    earlier = date(2026, 1, 1)
    after, _ = take(book, [row(2, client_no="2", amounts={"deposit": 5}), row(3, client_no="0")], on=earlier)
    assert [c.client_no for c in after.clients] == ["0", "1", "2"]
    assert [(b.on, b.fen) for b in after.balances[client(after, "2").id]] == [(earlier, 5), (MONDAY, 20)]
    corrected, _ = take(after, [row(2, client_no="2", amounts={"deposit": 21})])
    assert [(b.on, b.fen) for b in corrected.balances[client(after, "2").id]] == [(earlier, 5), (MONDAY, 21)]


def test_the_book_before_stays_as_it_was() -> None:
    book = book_of(row(2, client_no="1", amounts={"deposit": 1}))
    take(book, [row(2, client_no="1", amounts={"deposit": 2}), row(3, client_no="2")])
    assert len(book.clients) == 1
    assert [b.fen for b in book.balances[1]] == [1]
    assert not EMPTY.clients


def test_tier_moves_name_who_had_a_tier_before_and_has_another_now() -> None:
    book = book_of(row(2, client_no="2"), row(3, client_no="1"), row(4, client_no="3"), row(5, client_no="4"))
    two, one, three, four = 1, 2, 3, 4
    before = {two: "weekly", one: "xun", three: "xun"}
    after = {two: "xun", one: "monthly", three: "xun", four: "weekly"}
    moves = [Moved(client(book, "1"), "xun", "monthly"), Moved(client(book, "2"), "weekly", "xun")]
    assert tier_moves(book.clients, before, after) == moves


def test_made_numbers_go_on_after_the_highest_one_taken() -> None:
    numbers = Numbers("P", ["P0009", "P12", "Q0099", "P00x", "000001"])
    assert [numbers.next(), numbers.next()] == ["P0013", "P0014"]
    assert Numbers("P", []).next() == "P0001"
    assert is_made("P0013") and is_made("C0001")
    assert not is_made("000001") and not is_made("P1")


def test_a_long_list_of_names_is_cut_short() -> None:
    book = book_of(*(row(n, client_no=str(n), name=f"Firm {n}") for n in range(1, 6)))
    assert dict(named(book.clients).values) == {"names": ("Firm 1", "Firm 2", "Firm 3"), "more": 2}
    assert dict(named(book.clients[:3]).values) == {"names": ("Firm 1", "Firm 2", "Firm 3")}
