"""What a list changes is told value by value, with what stood there before."""

from datetime import date

from rmtool.core.client_arrivals import client_change
from rmtool.core.field_changes import field_changes

from .arrivals_kit import EMPTY, MONDAY, book_of, contact, ground, log, row, take, take_prospects, terms


def told(book: object, change: object, contacts: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    changes = field_changes(book, contacts, change)  # type: ignore[arg-type]
    return [(c.client.client_no, c.field, c.before, c.after, c.on) for c in changes]


def test_fields_and_amounts_of_known_clients_are_told_and_new_clients_are_not() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa", district="Nanshan", amounts={"deposit": 500}))
    later = date(2026, 11, 20)
    rows = [
        row(2, client_no="1", name="Kaifa", district="Futian", rm="Li", amounts={"deposit": 700, "loan": 1}),
        row(3, client_no="2", name="Optics", amounts={"deposit": 9}),
    ]
    _, change = take(book, rows, on=later)
    assert told(book, change) == [
        ("1", "district", "Nanshan", "Futian", None),
        ("1", "entered", MONDAY, later, None),
        ("1", "rm", None, "Li", None),
        ("1", "deposit", None, 700, later),
        ("1", "loan", None, 1, later),
    ]
    _, change = take(book, rows)
    assert ("1", "deposit", 500, 700, MONDAY) in told(book, change)


def test_an_amount_as_before_is_no_change() -> None:
    book = book_of(row(2, client_no="1", amounts={"deposit": 500}), on=date(2026, 10, 31))
    _, change = take(book, [row(2, client_no="1", amounts={"deposit": 500})])
    assert change.balances
    assert told(book, change) == []


def test_cards_and_contacts_are_told_too() -> None:
    book, _ = take_prospects(EMPTY, [row(2, client_no="P1", name="Haichuan", card={"likelihood": 0.4})])
    _, change = take_prospects(book, [row(2, client_no="P1", card={"likelihood": 0.5})])
    assert told(book, change) == [("P1", "likelihood", 0.4, 0.5, None)]
    held, _ = log(book, [], [contact(2, "P1")])
    _, change = log(book, held, [contact(2, "P1", minutes=20)])
    assert told(book, change, tuple(held)) == [("P1", "minutes", None, 20, MONDAY)]


def test_the_same_list_again_changes_nothing() -> None:
    rows = [row(2, client_no="1", name="Kaifa", lat=22.123456789012345, amounts={"deposit": 5})]
    book = book_of(*rows)
    assert told(book, client_change(ground(book), rows, terms())) == []
