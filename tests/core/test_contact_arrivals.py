"""Which contacts a log adds, which are there already, and whom a row concerns."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.arrivals import CONTACTS, ContactRecord
from rmtool.core.book import CONFIRMED, DONE, PLANNED, Contact, Visit
from rmtool.core.contact_arrivals import contact_change

from .arrivals_kit import EMPTY, MONDAY, book_of, contact, counts, ground, log, reasons, row, take, terms, warned

BOOK = book_of(
    row(2, client_no="1", credit_code="X", name="Kaifa Technology"),
    row(3, client_no="2", name="Nanshan Optics"),
    row(4, client_no="3", name="王伟"),
    row(5, client_no="4", name="王伟"),
)
FRIDAY = MONDAY - timedelta(days=3)


def said(contacts: list[Contact]) -> Counter[Any]:
    """The contacts whatever their ids."""
    return Counter(c[1:] for c in contacts)


def test_a_new_log_is_added_whole() -> None:
    rows = [
        contact(2, "1", FRIDAY, "M", at="09:30", person="Li", note="plant", outcome="good", minutes=30),
        contact(3, "2", next="send offer", next_on=MONDAY),
    ]
    contacts, change = log(BOOK, [], rows)
    assert counts(change) == (2, 0, 0, 0)
    assert contacts == [
        Contact(1, 1, FRIDAY, "09:30", "M", "Li", "plant", "good", 30, None, None),
        Contact(2, 2, MONDAY, None, "T", None, None, None, None, "send offer", MONDAY),
    ]


def test_repeated_rows_are_as_many_contacts_and_a_second_import_adds_what_is_missing() -> None:
    rows = [contact(2), contact(3), contact(4, code="E")]
    held, _ = log(BOOK, [], rows)
    assert len(held) == 3
    held, change = log(BOOK, held, [*rows, contact(5)])
    assert counts(change) == (1, 0, 3, 0)
    assert len(held) == 4


@pytest.mark.parametrize(
    "other",
    [
        {"client_no": "2"},
        {"on": FRIDAY},
        {"code": "E"},
        {"at": "10:00"},
        {"person": "Li"},
        {"note": "plant"},
    ],
)
def test_contacts_differ_if_client_day_time_code_person_or_note_do(other: dict[str, Any]) -> None:
    held, _ = log(BOOK, [], [contact(2, at="09:30")])
    _, change = log(BOOK, held, [contact(2, **{"at": "09:30", **other})])
    assert counts(change) == (1, 0, 0, 0)


def test_a_time_that_only_one_of_two_contacts_gives_does_not_part_them() -> None:
    held, _ = log(BOOK, [], [contact(2)])
    held, change = log(BOOK, held, [contact(2, at="09:30"), contact(3, at="10:00")])
    assert counts(change) == (1, 1, 0, 0)
    assert sorted(c.at or "" for c in held) == ["09:30", "10:00"]
    held, change = log(BOOK, held, [contact(2), contact(3)])
    assert counts(change) == (0, 0, 2, 0)


def test_a_contact_takes_over_what_the_row_states_and_keeps_the_rest() -> None:
    held, _ = log(BOOK, [], [contact(2, outcome="open", minutes=10)])
    held, change = log(BOOK, held, [contact(2, outcome="signed", next="call")])
    assert counts(change) == (0, 1, 0, 0)
    assert (held[0].outcome, held[0].minutes, held[0].next) == ("signed", 10, "call")
    _, change = log(BOOK, held, [contact(2)])
    assert counts(change) == (0, 0, 1, 0)


def test_a_changed_row_is_paired_with_the_contact_that_it_contradicts_least() -> None:
    held, _ = log(BOOK, [], [contact(2, outcome="open"), contact(3)])
    held, _ = log(BOOK, held, [contact(2, outcome="signed")])
    assert [c.outcome for c in held] == ["open", "signed"]


def test_a_row_finds_its_client_by_number_code_or_name() -> None:
    rows = [
        contact(2, "1"),
        contact(3, "X"),
        contact(4, None, client_name="Kaifa Technology"),
        contact(5, "Kaifa Technology"),
        contact(6, "99", client_name="Kaifa Technology"),
    ]
    contacts, _ = log(BOOK, [], rows)
    assert [c.client_id for c in contacts] == [1] * 5


def test_a_name_is_known_in_other_width_case_and_blanks_and_by_the_number_in_its_place() -> None:
    book = book_of(row(2, client_no="1", name="华强（深圳）电子"), row(3, client_no="2", name="Optics Co. Ltd"))
    called = ["华强(深圳)电子", "optics co.ltd", "2"]
    contacts, _ = log(book, [], [contact(2, None, client_name=name) for name in called])
    assert [c.client_id for c in contacts] == [1, 2, 2]


def test_a_number_that_lost_its_zeros_is_the_only_one_like_it_of_no_other_name() -> None:
    book = book_of(row(2, client_no="0012", name="Kaifa"), row(3, client_no="07", name="A"), row(4, client_no="007"))
    rows = [contact(2, "12"), contact(3, "12", client_name="kaifa"), contact(4, "12", client_name="X"), contact(5, "7")]
    contacts, change = log(book, [], rows)
    assert [c.client_id for c in contacts] == [1, 1]
    assert [row for row, _ in reasons(change)] == [4, 5]


def test_a_number_of_one_client_beside_the_name_of_another_is_set_aside() -> None:
    rows = [contact(2, "1", client_name="Nanshan Optics"), contact(3, "1", client_name="Kaifa (formerly KF)")]
    contacts, change = log(BOOK, [], rows)
    assert [c.client_id for c in contacts] == [1]
    assert reasons(change) == [(2, "arrivals.number_of_another")]


def test_a_letter_of_a_calendar_finds_the_contact_that_was_logged_with_more_said() -> None:
    held, _ = log(BOOK, [], [contact(2, at="10:00", person="Li", note="plant"), contact(3, code="M", note="loan")])
    letters = [contact(4, bare=True), contact(5, code="M", note="loan", bare=True), contact(6, code="M", bare=True)]
    held, change = log(BOOK, held, letters)
    assert counts(change) == (1, 0, 2, 0)
    _, change = log(BOOK, held, letters)
    assert counts(change) == (0, 0, 3, 0)


def test_a_comment_put_behind_a_letter_later_completes_its_contact() -> None:
    held, _ = log(BOOK, [], [contact(2, bare=True), contact(3, code="M", note="loan", bare=True)])
    held, change = log(BOOK, held, [contact(2, note="plant", bare=True), contact(3, code="M", note="new", bare=True)])
    assert counts(change) == (1, 1, 0, 0)
    assert sorted((c.code, c.note) for c in held) == [("M", "loan"), ("M", "new"), ("T", "plant")]


def test_a_new_contact_beside_one_that_the_log_no_longer_has_is_pointed_out() -> None:
    held, _ = log(BOOK, [], [contact(2, note="plant"), contact(3, note="loan"), contact(4, "2")])
    _, change = log(BOOK, held, [contact(2, note="plant"), contact(3, note="a loan"), contact(4, code="M")])
    assert counts(change) == (2, 0, 1, 0)
    assert warned(change) == {"nearly_there": 1}


def test_a_name_that_several_bear_is_set_aside() -> None:
    _, change = log(BOOK, [], [contact(2, None, client_name="王伟")], create_clients=True)
    assert reasons(change) == [(2, "arrivals.several_bear_the_name")]


def test_an_unknown_client_is_set_aside_with_the_closest_names() -> None:
    rows = [contact(2, None, client_name="Kaifa"), contact(3, None, client_name="Nanshan Optik"), contact(4, "99")]
    _, change = log(BOOK, [], rows)
    assert not change.writes
    assert [dict(s.reason.values) for s in change.set_aside] == [
        {"who": "Kaifa", "names": ("Kaifa Technology",)},
        {"who": "Nanshan Optik", "names": ("Nanshan Optics",)},
        {"who": "99"},
    ]


def test_unknown_clients_are_made_if_asked_to() -> None:
    rows = [contact(2, "99", FRIDAY), contact(3, "99"), contact(4, None, client_name="Yuhai"), contact(5, "1")]
    contacts, change = log(BOOK, [], rows, create_clients=True, rm="Li")
    assert counts(change) == (4, 0, 0, 0)
    assert warned(change) == {"created": 2}
    assert [(c.id, c.client_no, c.name, c.kind, c.status, c.rm, c.entered, c.initials) for c in change.added] == [
        (5, "99", "99", "corporate", "active", "Li", FRIDAY, "99"),
        (6, "Yuhai", "Yuhai", "corporate", "active", "Li", MONDAY, "yuhai"),
    ]
    assert [c.client_id for c in contacts] == [5, 5, 6, 1]


def test_clients_made_for_a_retail_book_are_retail() -> None:
    book = book_of(row(2, client_no="1", kind="retail"))
    _, change = log(book, [], [contact(2, "99")], create_clients=True)
    assert change.added[0].kind == "retail"


def test_a_contact_in_the_future_is_set_aside_and_makes_no_client() -> None:
    rows = [contact(2, "99", MONDAY + timedelta(days=1)), contact(3, "1", MONDAY)]
    _, change = log(BOOK, [], rows, create_clients=True)
    assert reasons(change) == [(2, "arrivals.in_the_future")]
    assert not change.added
    assert len(change.contacts) == 1


def visit(visit_id: int, client_id: int, day: date | None, status: str = PLANNED, week: date = MONDAY) -> Visit:
    return Visit(visit_id, client_id, week, day, None, None, status, None, None, None, None)


def test_a_meeting_closes_the_client_s_nearest_open_visit_of_its_week() -> None:
    tuesday, thursday, friday = (MONDAY + timedelta(days=n) for n in (1, 3, 4))
    visits = [
        visit(1, 1, None),
        visit(2, 1, MONDAY, CONFIRMED),
        visit(3, 1, thursday),
        visit(4, 1, friday, DONE),
        visit(5, 2, friday),
        visit(6, 1, MONDAY - timedelta(days=5), week=MONDAY - timedelta(days=7)),
    ]
    book = BOOK._replace(visits=visits)
    rows = [
        contact(2, "1", friday, "M", at="09:30:15"),
        contact(3, "1", tuesday, "T"),
        contact(4, "1", tuesday, "M"),
        contact(5, "2", friday, "M"),
        contact(6, "2", friday, "M"),
    ]
    change = contact_change(ground(book), rows, terms(CONTACTS, today=friday))
    assert sorted((v.id, v.status, v.contact_id, v.day, v.start) for v in change.closed) == [
        (2, DONE, 3, tuesday, None),
        (3, DONE, 1, friday, 570),
        (5, DONE, 4, friday, None),
    ]


# --- properties -----------------------------------------------------------------------------------------------------

optional = {
    "at": st.sampled_from((None, "09:30", "10:00")),
    "note": st.sampled_from((None, "n")),
    "outcome": st.sampled_from((None, "a", "b")),
    "client_no": st.sampled_from(("1", "2", "9")),
    "on": st.sampled_from((MONDAY, FRIDAY)),
}


@st.composite
def logs(draw: Any) -> list[ContactRecord]:
    drawn = draw(st.lists(st.fixed_dictionaries({}, optional=optional), max_size=6))
    return [contact(number, **values) for number, values in enumerate(drawn, 2)]


@given(logs(), logs(), st.randoms())
def test_twice_is_once_in_whatever_order(earlier: list[ContactRecord], rows: list[ContactRecord], random: Any) -> None:
    held, _ = log(BOOK, [], earlier)
    once, first = log(BOOK, held, rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    twice, second = log(BOOK, once, shuffled)
    assert said(twice) == said(once)
    assert counts(second)[:2] == (0, 0)
    assert sum(counts(first)) == len(rows)
    assert len(once) == len(held) + first.tally.added


@given(logs(), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[ContactRecord], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert said(log(BOOK, [], shuffled)[0]) == said(log(BOOK, [], rows)[0])


@given(logs())
def test_a_log_in_two_halves_is_the_log(rows: list[ContactRecord]) -> None:
    """Only where no row of one half is a row of the other."""
    first, second = ([r for r in rows if (r.on == MONDAY) == half] for half in (True, False))
    whole, _ = log(BOOK, [], rows)
    assert said(log(BOOK, log(BOOK, [], first)[0], second)[0]) == said(whole)


def test_a_made_client_is_known_by_the_list_that_follows() -> None:
    made = contact_change(ground(EMPTY), [contact(2, "9")], terms(CONTACTS, create_clients=True)).added
    after, change = take(EMPTY._replace(clients=made), [row(2, client_no="9", name="Kaifa")])
    assert counts(change) == (0, 1, 0, 0)
    assert after.clients[0].name == "Kaifa"
