"""Lists of products that clients hold: what is new, what is the same holding, what is no longer held."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.arrivals import HOLDINGS, Change, Ground, HoldingRecord, Place, ground_after
from rmtool.core.book import Holding
from rmtool.core.field_changes import field_changes
from rmtool.core.holding_arrivals import converted_holdings, holding_change

from .arrivals_kit import MONDAY, book_of, counts, ground, reasons, row, terms, warned

OCTOBER = date(2026, 10, 31)
OPENED, MATURES = date(2026, 1, 1), date(2027, 1, 1)
CODE = "91440300192180687H"
BOOK = book_of(
    row(2, client_no="1", name="华强", credit_code=CODE),
    row(3, client_no="2", name="南玻"),
    row(4, client_no="3", name="南玻"),
    row(5, client_no="4", name="康佳"),
)


def held(number: int, client_no: str | None = "1", product: str = "大额存单", **stated: Any) -> HoldingRecord:
    blank = dict.fromkeys(HoldingRecord._fields) | {"place": Place(None, number), "client_no": client_no}
    return HoldingRecord(**(blank | {"product": product} | stated))


def take(met: Ground, *rows: HoldingRecord, **how: Any) -> tuple[Ground, Change]:
    """What the next file meets after this one, and what this one changed."""
    change = holding_change(met, rows, terms(HOLDINGS, **how))
    return ground_after(met, change)._replace(listed_holdings=()), change


def holdings(*rows: HoldingRecord, **how: Any) -> Ground:
    return take(ground(BOOK), *rows, **how)[0]


FULL = held(2, contract_no="HT1", fen=500, opened=OPENED, matures=MATURES, kind="deposit", rate=0.0235)


def test_a_new_holding_is_added_with_all_that_the_row_states() -> None:
    met, change = take(ground(BOOK), FULL)
    assert counts(change) == (1, 0, 0, 0)
    assert change.holdings == [
        Holding(
            *(1, 1, "大额存单", "deposit", "HT1", 500, OPENED, MATURES),
            *(None, 0.0235, None, None, None, None, MONDAY, None),
        )
    ]
    assert met.next_holding == 2


def test_the_same_list_again_changes_nothing() -> None:
    rows = [FULL, held(3), held(4, "2", opened=OPENED), held(5), held(6, fen=7)]
    met = holdings(*rows)
    assert len(met.holdings) == 5
    _, change = take(met, *reversed(rows))
    assert (counts(change), change.writes) == ((0, 0, 5, 0), False)


def test_a_later_list_brings_amount_and_day_and_an_older_one_neither() -> None:
    met = holdings(FULL, on=OCTOBER)
    _, change = take(met, FULL._replace(fen=700))
    (after,) = change.changed_holdings
    assert (after.id, after.fen, after.on, counts(change)) == (1, 700, MONDAY, (0, 1, 0, 0))
    (said,) = field_changes(BOOK, (), change, holdings=met.holdings)
    assert (said.field, said.before, said.after, said.is_amount) == ("大额存单: amount", 500, 700, True)
    _, older = take(met, FULL._replace(fen=900, rate=0.5, risk="R1"), on=date(2026, 9, 30))
    assert older.changed_holdings == [met.holdings[0]._replace(risk="R1")]
    _, later = take(met, FULL)
    assert (later.changed_holdings[0].on, counts(later)) == (MONDAY, (0, 0, 1, 0))


@pytest.mark.parametrize(
    "other",
    [
        {"client_no": "2"},
        {"product": "通知存款"},
        {"contract_no": "HT2"},
        {"opened": date(2026, 1, 2)},
        {"matures": date(2027, 1, 2)},
        {"bank": "招商银行"},
    ],
)
def test_what_differs_in_what_tells_holdings_apart_is_another_one(other: dict[str, Any]) -> None:
    _, change = take(holdings(FULL), FULL._replace(**other))
    assert counts(change) == (1, 0, 0, 0)


def test_a_blank_neither_erases_nor_makes_another_one() -> None:
    met, change = take(holdings(FULL), held(2, fen=600, opened=OPENED))
    assert counts(change) == (0, 1, 0, 0)
    assert met.holdings == [holdings(FULL).holdings[0]._replace(fen=600)]
    met, change = take(holdings(held(2, opened=OPENED)), FULL)
    assert (counts(change), met.holdings[0].contract_no, met.holdings[0].matures) == ((0, 1, 0, 0), "HT1", MATURES)
    met, change = take(holdings(FULL, FULL._replace(contract_no="HT2", fen=600)), held(2, fen=600))
    assert (counts(change), change.listed_holdings) == ((0, 0, 1, 0), {2})


def test_an_older_list_brings_no_amount_even_where_there_is_none() -> None:
    met = holdings(FULL._replace(fen=None))
    assert not take(met, FULL, on=OCTOBER)[1].writes


def test_rows_that_agree_in_nothing_but_contradict_in_nothing_are_two() -> None:
    _, change = take(holdings(held(2, contract_no="HT1")), held(2, opened=OPENED))
    assert counts(change) == (1, 0, 0, 0)


def test_rows_without_a_number_count_each_and_with_one_once() -> None:
    met, change = take(ground(BOOK), held(2, fen=5), held(3, fen=5), FULL, FULL)
    assert (counts(change), warned_of(change)) == ((3, 0, 1, 0), {"holdings.repeated": 1})
    _, change = take(met, held(2, fen=5), held(3, fen=9))
    assert [h.fen for h in change.changed_holdings] == [9]


def warned_of(change: Change) -> dict[str, Any]:
    return {warning.key: dict(warning.values)["count"] for warning in change.warnings}


def test_a_complete_list_ends_what_it_does_not_name_and_a_later_one_brings_it_back() -> None:
    met = holdings(FULL, held(3, "2"), held(4, product="活期", bank="招商银行"), on=OCTOBER)
    met, change = take(met, FULL, complete=True)
    assert [(h.id, h.ended) for h in change.ended_holdings] == [(2, MONDAY)]
    assert warned_of(change) == {"holdings.ended": 1}
    assert not take(met, FULL, complete=True)[1].ended_holdings
    _, change = take(met, held(3, "2"))
    assert ([h.ended for h in change.changed_holdings], counts(change)) == ([None], (0, 1, 0, 0))
    older, _ = take(met, held(3, "2"), on=date(2026, 11, 1))
    assert [h.ended for h in older.holdings] == [None, MONDAY, None]


def test_a_complete_list_ends_nothing_that_was_seen_later_or_may_stand_in_a_row_set_aside() -> None:
    met = holdings(FULL, held(3, "2"))
    assert not take(met, FULL, complete=True, on=OCTOBER)[1].ended_holdings
    doubtful = held(3, None, client_name="南玻")
    assert not take(met, FULL, doubtful, complete=True)[1].ended_holdings
    unread = met._replace(unread=frozenset({"南玻"}))
    assert not take(unread, FULL, complete=True)[1].ended_holdings


def test_what_an_earlier_sheet_named_does_not_end() -> None:
    met = holdings(FULL, held(3, "2"), held(4, "3"), on=OCTOBER)
    first = holding_change(met, [FULL], terms(HOLDINGS, complete=True, more=True))
    assert not first.ended_holdings
    _, change = take(ground_after(met, first), held(3, "2"), complete=True)
    assert [h.id for h in change.ended_holdings] == [3]


def test_clients_are_found_by_credit_code_then_number_then_name() -> None:
    rows = [
        held(2, None, credit_code=CODE),
        held(3, "7", credit_code=CODE, client_name="别的"),
        held(4, "2", client_name="别的"),
        held(5, None, client_name="华强"),
        held(5, None, client_name="康佳", credit_code="91440300708461136T"),
        held(6, "2", credit_code=CODE),
        held(7, None, client_name="华强", credit_code="91440300708461136T"),
        held(8, None, client_name="南玻"),
        held(9, None, client_name="华"),
    ]
    _, change = take(ground(BOOK), *rows)
    assert [h.client_id for h in change.holdings] == [1, 1, 2, 1, 3]
    assert reasons(change) == [
        (6, "arrivals.two_clients"),
        (7, "arrivals.another_code"),
        (8, "arrivals.several_bear_the_name"),
        (9, "arrivals.unknown_client_like"),
    ]


def test_unknown_clients_are_made_if_asked_for_each_once() -> None:
    rows = [held(2, None, client_name="新源", credit_code=CODE[:-1] + "X"), held(3, None, credit_code=CODE[:-1] + "X")]
    _, change = take(ground(BOOK), *rows, create_clients=True, on=OCTOBER)
    (made,) = change.added
    assert (made.client_no, made.name, made.credit_code, made.entered) == ("新源", "新源", CODE[:-1] + "X", OCTOBER)
    assert [h.client_id for h in change.holdings] == [5, 5]
    assert warned(change) == {"created": 1}


def test_amounts_in_another_currency_are_converted() -> None:
    (turned,) = converted_holdings([held(2, fen=101, premium=3)], Fraction(1, 2))
    assert (turned.fen, turned.cover, turned.premium) == (51, None, 2)


days = st.sampled_from([None, OPENED, MATURES])
listed = st.lists(
    st.builds(
        lambda who, product, number, fen, opened, matures: held(
            2, who, product, contract_no=number, fen=fen, opened=opened, matures=matures
        ),
        st.sampled_from("12"),
        st.sampled_from(["A", "B"]),
        st.sampled_from([None, "1", "2"]),
        st.sampled_from([None, 1, 2]),
        days,
        days,
    ),
    max_size=8,
)


@given(listed, st.randoms())
def test_any_list_again_in_any_order_changes_nothing(rows: list[HoldingRecord], luck: Any) -> None:
    met = holdings(*rows)
    luck.shuffle(rows)
    change = take(met, *rows)[1]
    assert not change.writes
    assert change.tally == (0, 0, len(rows))


@given(listed, listed)
def test_no_row_and_no_holding_counts_twice(first: list[HoldingRecord], second: list[HoldingRecord]) -> None:
    met = holdings(*first, on=OCTOBER)
    after, change = take(met, *second)
    ids = [h.id for h in after.holdings]
    assert len(ids) == len(set(ids)) == len(met.holdings) + change.tally.added
    assert sum(change.tally) == len(second)
    assert len({h.id for h in change.changed_holdings}) == len(change.changed_holdings)
