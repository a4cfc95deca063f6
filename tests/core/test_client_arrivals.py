"""Which client a row of a list is given, and what it changes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.arrivals import Change, ClientRecord, Step
from rmtool.core.book import ACTIVE, DORMANT, LOST, PROSPECT, Book
from rmtool.core.client_arrivals import client_change

from .arrivals_kit import (
    EMPTY,
    MONDAY,
    book_of,
    client,
    content,
    counts,
    ground,
    reasons,
    row,
    take,
    take_prospects,
    terms,
    warned,
)

LATER = MONDAY + timedelta(days=7)


def only(book: Book) -> Any:
    (found,) = book.clients
    return found


# --- matching -------------------------------------------------------------------------------------------------------


def test_the_credit_code_counts_before_the_number_and_the_name() -> None:
    book = book_of(row(2, client_no="1", credit_code="X", name="Kaifa"))
    after, change = take(book, [row(2, client_no="9", credit_code="X", name="Kaifa Technology")])
    assert counts(change) == (0, 1, 0, 0)
    assert only(after)[:5] == (1, "9", "Kaifa Technology", "X", "corporate")
    assert only(after).initials == "kaifa technology"


def test_the_number_counts_before_the_name() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa"), row(3, client_no="2", name="Optics"))
    after, change = take(book, [row(2, client_no="1", name="Optics")])
    assert counts(change) == (0, 1, 0, 0)
    assert client(after, "1").name == "Optics"
    assert [c.client_no for c in change.vanished] == ["2"]


def test_an_exact_name_is_enough_if_one_client_bears_it() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa"), row(3, client_no="2", name="Optics"))
    _, change = take(book, [row(2, name="Kaifa", district="Futian"), row(3, name="Kaif")])
    assert counts(change) == (1, 1, 0, 0)
    assert [c.client_no for c in change.updated] == ["1"]


def test_a_name_that_several_bear_is_set_aside_with_their_numbers() -> None:
    book = book_of(row(2, client_no="2", name="王伟"), row(3, client_no="1", name="王伟"))
    after, change = take(book, [row(2, name="王伟", district="Futian")])
    assert reasons(change) == [(2, "arrivals.several_bear_the_name")]
    assert dict(change.set_aside[0].reason.values) == {"name": "王伟", "count": 2, "numbers": ("1", "2")}
    assert not change.vanished
    assert after == book


def test_a_number_and_a_code_of_two_clients_are_set_aside_naming_both() -> None:
    book = book_of(row(2, client_no="1", credit_code="X", name="Kaifa"), row(3, client_no="2", name="Optics"))
    _, change = take(book, [row(2, client_no="2", credit_code="X", name="Kaifa")])
    (aside,) = change.set_aside
    assert dict(aside.reason.values) == {"code": "X", "number": "2", "by_code": "Kaifa", "by_number": "Optics"}
    assert not change.writes
    assert not change.vanished


def test_a_known_number_with_another_code_and_another_name_is_set_aside() -> None:
    book = book_of(row(2, client_no="1", credit_code="X", name="Kaifa"))
    _, change = take(book, [row(2, client_no="1", credit_code="Y", name="Optics")])
    assert reasons(change) == [(2, "arrivals.another_code")]
    after, change = take(book, [row(2, client_no="1", credit_code="Y", name="Kaifa")])
    assert only(after).credit_code == "Y"


def test_a_renumbered_firm_is_known_by_its_name_and_said_so() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa Technology"))
    after, change = take(book, [row(2, client_no="9", name="Kaifa Technology")])
    assert counts(change) == (0, 1, 0, 0)
    assert warned(change) == {"renumbered": 1}
    assert only(after).client_no == "9"


def test_a_number_that_lost_its_zeros_finds_its_client_and_leaves_it_its_number() -> None:
    book = book_of(row(2, client_no="0012", name="Kaifa"), row(3, client_no="0013", name="Optics"))
    rows = [row(2, client_no="12", name="Kaifa", district="Futian"), row(3, client_no="13", name="Yuhai")]
    after, change = take(book, rows)
    assert counts(change) == (1, 1, 0, 0)
    assert sorted(c.client_no for c in after.clients) == ["0012", "0013", "13"]


def test_a_private_namesake_with_another_number_is_somebody_else() -> None:
    for kind, name in (("retail", "John Smith"), ("corporate", "王伟")):
        book = book_of(row(2, client_no="1", name=name, kind=kind))
        _, change = take(book, [row(2, client_no="9", name=name)])
        assert counts(change) == (1, 0, 0, 0)


def test_a_namesake_with_another_credit_code_is_another_firm() -> None:
    book = book_of(row(2, client_no="1", credit_code="X", name="Kaifa"))
    after, change = take(book, [row(2, credit_code="Y", name="Kaifa")])
    assert counts(change) == (1, 0, 0, 0)
    assert [c.client_no for c in after.clients] == ["1", "C0001"]


def test_two_new_numbers_with_one_known_name_are_both_new() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa Technology"))
    rows = [row(2, client_no="8", name="Kaifa Technology"), row(3, client_no="9", name="Kaifa Technology")]
    assert counts(take(book, rows)[1]) == (2, 0, 0, 0)
    again = [row(4, client_no="8", name="Kaifa Technology", district="Futian")]
    assert reasons(take(book, [*rows, *again])[1]) == [(4, "arrivals.same_client")]


def test_a_client_that_another_row_spoke_of_is_not_found_by_name_again() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa Technology"))
    rows = [row(2, client_no="9", name="Kaifa Technology"), row(3, client_no="1", name="Kaifa Technology")]
    assert counts(take(book, rows)[1]) == (1, 0, 1, 0)
    assert counts(take(book, rows[::-1])[1]) == (1, 0, 1, 0)


def test_numbers_alone_are_names_too_and_never_replace_a_real_name() -> None:
    book = book_of(row(2, client_no="1"))
    assert only(book).name == "1"
    named = book_of(row(2, client_no="1", name="Kaifa"))
    _, change = take(named, [row(2, client_no="1", name="1")])
    assert counts(change) == (0, 0, 1, 0)


def test_clients_without_a_number_get_one() -> None:
    book = book_of(row(2, name="Kaifa"), row(3, name="Optics", client_no="C0007"), row(4, name="Yuhai"))
    assert [(c.client_no, c.name) for c in book.clients] == [
        ("C0007", "Optics"),
        ("C0008", "Kaifa"),
        ("C0009", "Yuhai"),
    ]


def test_a_made_number_gives_way_to_the_list_s_own() -> None:
    book = book_of(row(2, name="王伟"))
    after, change = take(book, [row(2, name="王伟", client_no="000123")])
    assert only(after).client_no == "000123"
    assert not change.warnings


# --- two rows of one client -----------------------------------------------------------------------------------------


def test_a_second_row_of_a_client_is_set_aside_and_names_the_first() -> None:
    rows = [row(2, client_no="1", amounts={"deposit": 1}), row(3, client_no="1", amounts={"deposit": 2})]
    book, change = take(EMPTY, rows)
    assert counts(change) == (1, 0, 0, 1)
    assert dict(change.set_aside[0].reason.values) == {"name": "1", "row": 2}
    assert [b.fen for b in book.balances[1]] == [1]


def test_a_row_repeated_word_for_word_is_unchanged_with_a_warning() -> None:
    rows = [row(2, client_no="1", amounts={"deposit": 1}), row(3, client_no="1", amounts={"deposit": 1})]
    _, change = take(EMPTY, rows)
    assert counts(change) == (1, 0, 1, 0)
    assert warned(change) == {"repeated": 1}


def test_a_row_with_nothing_but_a_name_is_the_row_of_that_name() -> None:
    rows = [row(2, name="Kaifa", district="Futian"), row(3, name="Kaifa", client_no="1")]
    _, change = take(EMPTY, rows)
    assert counts(change) == (1, 0, 0, 1)
    assert reasons(change) == [(2, "arrivals.same_client")]


def test_a_number_taken_over_in_this_list_is_known_from_then_on() -> None:
    book = book_of(row(2, client_no="1", credit_code="X", name="Kaifa"))
    rows = [row(2, client_no="9", credit_code="X", name="Kaifa"), row(3, client_no="9", name="Optics")]
    assert reasons(take(book, rows)[1]) == [(3, "arrivals.same_client")]


def test_a_client_named_once_can_be_found_by_name_after_a_change_of_other_columns() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa"))
    rows = [row(2, client_no="1", name="Kaifa", district="Futian"), row(3, name="Kaifa", district="Luohu")]
    assert reasons(take(book, rows)[1]) == [(3, "arrivals.same_client")]


# --- what a row changes ---------------------------------------------------------------------------------------------


def test_a_new_client_has_what_its_row_states() -> None:
    stated: dict[str, Any] = {
        "client_no": "1",
        "name": "Kaifa",
        "credit_code": "X",
        "kind": "institution",
        "industry": "I",
        "district": "D",
        "address": "A",
        "lat": 22.5,
        "lon": 113.9,
        "group": "G",
        "chain": "S",
        "tags": ("a", "b"),
        "rm": "Li",
        "founded": date(1990, 1, 2),
        "phone": "0755-26533888",
        "hours": "tue 09:00-11:00",
        "birthday": "lunar 08-15",
        "prefers": "W",
        "call_hours": "12:00-13:30",
    }
    made = only(book_of(row(2, **stated)))
    assert made._asdict() == {**stated, "id": 1, "status": ACTIVE, "entered": MONDAY, "initials": "kaifa"}


def test_only_what_is_stated_changes() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa", district="Futian", amounts={"deposit": 1, "loan": 2}))
    after, change = take(book, [row(2, client_no="1", industry="optics", amounts={"deposit": 3})], on=LATER)
    assert counts(change) == (0, 1, 0, 0)
    assert (only(after).district, only(after).industry) == ("Futian", "optics")
    assert [(b.on, b.measure, b.fen) for b in after.balances[1]] == [
        (MONDAY, "deposit", 1),
        (MONDAY, "loan", 2),
        (LATER, "deposit", 3),
    ]


def test_an_unchanged_list_changes_nothing() -> None:
    rows = [row(n, client_no=str(n), lat=31.272301775921377, amounts={"deposit": n}) for n in range(2, 6)]
    book = book_of(*rows)
    after, change = take(book, rows)
    assert counts(change) == (0, 0, 4, 0)
    assert not change.writes
    assert after == book


def test_coordinates_that_the_book_keeps_with_twelve_digits_are_not_a_change() -> None:
    book = book_of(row(2, client_no="1", lat=31.272301775921377))
    kept = book._replace(clients=[only(book)._replace(lat=31.2723017759)])
    assert not take(kept, [row(2, client_no="1", lat=31.272301775921377)])[1].writes
    assert take(kept, [row(2, client_no="1", lat=31.272301775)])[1].writes


def test_an_amount_as_before_is_recorded_at_its_date_without_counting_as_a_change() -> None:
    book = book_of(row(2, client_no="1", amounts={"deposit": 1}))
    after, change = take(book, [row(2, client_no="1", amounts={"deposit": 1})], on=LATER, today=LATER)
    assert counts(change) == (0, 0, 1, 0)
    assert [b.on for b in after.balances[1]] == [MONDAY, LATER]


def test_an_amount_is_compared_with_what_was_known_on_the_list_s_date() -> None:
    book = book_of(row(2, client_no="1", amounts={"deposit": 1}))
    book, _ = take(book, [row(2, client_no="1", amounts={"deposit": 2})], on=LATER, today=LATER)
    middle = MONDAY + timedelta(days=3)
    assert counts(take(book, [row(2, client_no="1", amounts={"deposit": 1})], on=middle)[1]) == (0, 0, 1, 0)
    assert counts(take(book, [row(2, client_no="1", amounts={"deposit": 2})], on=middle)[1]) == (0, 1, 0, 0)


def test_entry_is_the_earlier_of_today_and_the_list_s_date() -> None:
    assert only(book_of(row(2, client_no="1"), on=LATER)).entered == MONDAY
    earlier = date(2026, 1, 1)
    assert only(book_of(row(2, client_no="1"), on=earlier)).entered == earlier
    after, _ = take(book_of(row(2, client_no="1")), [row(2, client_no="1")], on=earlier)
    assert only(after).entered == earlier
    assert only(take(after, [row(2, client_no="1")])[0]).entered == earlier


def test_the_rm_fills_in_where_a_row_names_none() -> None:
    rows = [row(2, client_no="1", rm="Li"), row(3, client_no="2")]
    assert [c.rm for c in book_of(*rows, rm="Wang").clients] == ["Li", "Wang"]
    after, change = take(book_of(*rows), rows, rm="Wang")
    assert [c.rm for c in after.clients] == ["Li", "Wang"]
    assert counts(change) == (0, 1, 1, 0)


# --- vanished clients -----------------------------------------------------------------------------------------------


def test_vanished_are_active_clients_of_earlier_lists_that_this_one_lacks() -> None:
    book = book_of(*(row(n, client_no=str(n)) for n in range(1, 6)))
    clients = [c._replace(status=LOST) if c.client_no == "5" else c for c in book.clients]
    met = ground(book._replace(clients=clients), listed={1, 2, 3, 5}, unread={"2", "…"})
    change = client_change(met, [row(2, client_no="1")], terms())
    assert [c.client_no for c in change.vanished] == ["3"]
    assert not change.writes


def test_a_complete_list_makes_the_vanished_dormant_and_wakes_them_when_they_return() -> None:
    book = book_of(row(2, client_no="1"), row(3, client_no="2"))
    after, change = take(book, [row(2, client_no="1")], complete=True)
    assert client(after, "2").status == DORMANT
    assert warned(change) == {"asleep": 1}
    assert counts(change) == (0, 0, 1, 0)
    back = client_change(ground(after, asleep={2}), [row(2, client_no="2")], terms())
    assert [(c.client_no, c.status) for c in back.updated] == [("2", ACTIVE)]
    assert warned(back) == {"awake": 1}


def test_a_client_that_the_rm_put_to_rest_stays_so_with_a_warning() -> None:
    for status in (DORMANT, LOST):
        book = book_of(row(2, client_no="1", status=status))
        after, change = take(book, [row(2, client_no="1")])
        assert only(after).status == status
        assert warned(change) == {"resting": 1}


def test_a_prospect_list_lets_nobody_vanish() -> None:
    _, change = take_prospects(book_of(row(2, client_no="1")), [row(2, name="Yuhai")], complete=True)
    assert not change.vanished
    assert not change.updated


def test_a_client_added_by_hand_can_vanish_once_a_list_had_it() -> None:
    book = book_of(row(2, client_no="1"), row(3, client_no="2"))
    first = client_change(ground(book, listed={2}), [row(2, client_no="1"), row(3, client_no="2")], terms())
    assert first.adopted == [1]
    assert first.writes
    assert not client_change(ground(book, listed={2}), [row(3, client_no="2")], terms()).vanished


# --- prospects ------------------------------------------------------------------------------------------------------


def test_prospects_get_numbers_and_graded_cards() -> None:
    rows = [row(2, name="Yuhai", card={"value": 5, "source": "referral"}), row(3, name="Optics")]
    book, change = take_prospects(EMPTY, rows)
    assert counts(change) == (2, 0, 0, 0)
    assert [(c.client_no, c.name, c.status) for c in book.clients] == [
        ("P0001", "Yuhai", PROSPECT),
        ("P0002", "Optics", PROSPECT),
    ]
    assert [(c.value, c.stage, c.source, c.grade, c.graded_on, c.read_on) for c in book.cards.values()] == [
        (5, "approach", "referral", "A", MONDAY, None),
        (None, "approach", None, "C", MONDAY, None),
    ]
    again, change = take_prospects(book, rows)
    assert counts(change) == (0, 0, 2, 0)
    assert again == book


def test_more_prospects_go_on_with_the_next_free_number() -> None:
    book, _ = take_prospects(EMPTY, [row(2, name="Yuhai")])
    after, _ = take_prospects(book, [row(2, name="Optics")])
    assert [c.client_no for c in after.clients] == ["P0001", "P0002"]


def test_a_changed_card_keeps_its_accepted_grade() -> None:
    book, _ = take_prospects(EMPTY, [row(2, name="Yuhai", card={"value_level": "low", "likelihood": 0.2})])
    after, change = take_prospects(book, [row(2, name="Yuhai", card={"value": 9, "stage": "talks"})])
    assert counts(change) == (0, 1, 0, 0)
    card = after.cards[1]
    assert (card.value, card.value_level, card.likelihood, card.stage, card.grade) == (9, None, 0.2, "talks", "C")
    assert change.steps == [Step(1, "value", "low", "0.09"), Step(1, "stage", "approach", "talks")]


def test_a_grade_that_the_list_states_is_accepted() -> None:
    book, _ = take_prospects(EMPTY, [row(2, name="Yuhai", card={"value": 9, "grade": "B"})], today=date(2026, 1, 5))
    assert book.cards[1].grade == "B"
    after, change = take_prospects(book, [row(2, name="Yuhai", card={"grade": "C"})])
    assert (after.cards[1].grade, after.cards[1].graded_on) == ("C", MONDAY)
    assert change.steps == [Step(1, "regrade", "B", "C")]
    assert not take_prospects(after, [row(2, name="Yuhai", card={"grade": "C"})])[1].writes


def test_a_prospect_row_of_an_active_client_leaves_it_a_client() -> None:
    book = book_of(row(2, client_no="1", name="Kaifa"))
    after, change = take_prospects(book, [row(2, name="Kaifa", district="Luohu")])
    assert counts(change) == (0, 0, 1, 0)
    assert warned(change) == {"already_client": 1}
    assert after == book


def test_a_released_prospect_stays_released() -> None:
    book, _ = take_prospects(EMPTY, [row(2, name="Yuhai")])
    book = book._replace(clients=[only(book)._replace(status=LOST)])
    after, change = take_prospects(book, [row(2, name="Yuhai")])
    assert warned(change) == {"released": 1}
    assert after == book


def test_a_client_row_of_a_prospect_wins_it_with_id_and_history() -> None:
    for status in (PROSPECT, LOST):
        book, _ = take_prospects(EMPTY, [row(2, name="Yuhai Trading", district="Futian")], today=date(2026, 1, 5))
        book = book._replace(clients=[only(book)._replace(status=status)])
        after, change = take(book, [row(2, client_no="000777", credit_code="X", name="Yuhai Trading")])
        assert only(after)[:6] == (1, "000777", "Yuhai Trading", "X", "corporate", ACTIVE)
        assert (only(after).district, only(after).entered) == ("Futian", date(2026, 1, 5))
        assert after.cards[1].stage == "signed"
        assert change.steps == [Step(1, "won", "approach", "signed")]
        assert warned(change) == {"won": 1}


# --- properties -----------------------------------------------------------------------------------------------------

stated = st.fixed_dictionaries(
    {},
    optional={
        "credit_code": st.sampled_from(("X", "Y")),
        "client_no": st.sampled_from(("1", "2", "3")),
        "name": st.sampled_from(("Kaifa Technology", "Optics Company", "王伟")),
        "district": st.sampled_from(("Futian", "Luohu")),
        "kind": st.sampled_from(("corporate", "retail")),
    },
).filter(lambda fields: "client_no" in fields or "name" in fields)
amounts = st.dictionaries(st.sampled_from(("deposit", "loan")), st.integers(-1, 2))


@st.composite
def lists(draw: Any) -> list[ClientRecord]:
    fields = draw(st.lists(stated, max_size=5))
    return [row(number, amounts=draw(amounts), **given) for number, given in enumerate(fields, 2)]


def is_sound(book: Book, rows: Sequence[ClientRecord], change: Change) -> bool:
    numbers = [c.client_no for c in book.clients]
    codes = [c.credit_code for c in book.clients if c.credit_code]
    fates = sum(change.tally) + len(change.set_aside)
    return len(numbers) == len(set(numbers)) and len(codes) == len(set(codes)) and fates == len(rows)


@given(lists(), lists(), lists())
def test_twice_is_once(earlier: list[ClientRecord], between: list[ClientRecord], rows: list[ClientRecord]) -> None:
    book, _ = take_prospects(book_of(*earlier), between)
    once, first = take(book, rows)
    twice, second = take(once, rows)
    assert is_sound(once, rows, first)
    assert is_sound(twice, rows, second)
    if not first.set_aside:
        assert content(twice) == content(once)
        assert (second.tally.added, second.tally.changed) == (0, 0)


@given(lists(), lists(), st.randoms())
def test_the_order_of_rows_that_speak_of_different_clients_does_not_matter(
    earlier: list[ClientRecord], rows: list[ClientRecord], random: Any
) -> None:
    rows = [r for r in rows if "client_no" in r.fields]
    shuffled = list(rows)
    random.shuffle(shuffled)
    after, change = take(book_of(*earlier), rows)
    if not change.set_aside:
        assert content(take(book_of(*earlier), shuffled)[0]) == content(after)


@given(lists())
def test_every_row_has_a_fate_and_every_blank_cell_keeps_what_was_there(rows: list[ClientRecord]) -> None:
    book = book_of(row(2, client_no="1", credit_code="X", name="Kaifa Technology", district="Luohu"))
    after, change = take(book, [r for r in rows if "district" not in r.fields])
    assert is_sound(after, [r for r in rows if "district" not in r.fields], change)
    assert after.clients[0].district == "Luohu" or after.clients[0].client_no != "1"
    assert {c.id: c for c in after.clients}[1].district == "Luohu"


def test_a_series_becomes_balances_of_its_days_and_the_list_s_own_day_outranks_it() -> None:
    september, october = date(2026, 9, 30), date(2026, 10, 31)
    series = {september: {"deposit": 5}, october: {"deposit": 6, "loan": 7}}
    record = row(2, client_no="1", name="A", amounts={"deposit": 8})._replace(series=series)
    book, _ = take(EMPTY, [record], on=october)
    held = [(b.measure, b.on, b.fen) for b in book.balances[1]]
    assert held == [("deposit", september, 5), ("deposit", october, 8), ("loan", october, 7)]
    again, unchanged = take(book, [record], on=october)
    assert (again, unchanged.tally) == (book, (0, 0, 1))
    corrected = record._replace(series={september: {"deposit": 4}})
    _, change = take(book, [corrected], on=october)
    assert [(b.on, b.fen) for b in change.corrected] == [(september, 4)] and change.tally == (0, 1, 0)
