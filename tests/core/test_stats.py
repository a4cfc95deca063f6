"""What is said of some days looked back at: exact histories."""

from datetime import date

import pytest

from rmtool.core.book import Book, CardEvent, Client, Contact, Visit
from rmtool.core.filters import EVERYBODY, Filter, passes
from rmtool.core.periods import Span
from rmtool.core.standing import segment, standings
from rmtool.core.stats import Counted, Moved, Response, Stats, default_span, stats, time_against_value

from .examples import RULES as SHIPPED
from .examples import at_least, balances, book, card, client, day, tier, visit

RULES = SHIPPED._replace(tiers=(tier("big", at_least(500)), tier("rest")))
NOVEMBER = Span(day("11-02"), day("11-29"))
TODAY = day("11-23")


def contact(number: int, client_id: int, on: str, code: str = "M") -> Contact:
    return Contact(number, client_id, day(on), None, code, None, None, None, None, None, None)


def looked_back(
    facts: Book,
    contacts: list[Contact],
    moved: tuple[Moved, ...] = (),
    span: Span = NOVEMBER,
    wanted: Filter = EVERYBODY,
) -> Stats:
    view = segment(facts, RULES, TODAY)
    stands = standings(facts, RULES, TODAY)
    return stats(facts, RULES, stands, view, contacts, moved, span, TODAY, lambda c: passes(c, None, None, wanted))


def clients(**facts: object) -> Book:
    """One client with 800万, one with 150万, one with 50万."""
    people: list[Client] = [client(1), client(2, district="福田区"), client(3)]
    held = {n: balances(f"01-31 {wan}", n) for n, wan in ((1, 800), (2, 150), (3, 50))}
    return book(people, held, **facts)


def test_the_last_four_full_weeks_are_looked_back_at() -> None:
    assert default_span(day("11-23")) == Span(day("10-26"), day("11-22"))
    assert default_span(day("11-29")) == Span(day("10-26"), day("11-22"))


def test_time_is_held_against_value() -> None:
    found = looked_back(clients(), [contact(1, 1, "11-03"), contact(2, 2, "11-04"), contact(3, 3, "11-05")])
    assert [(c.klass, c.clients, c.meetings) for c in found.classes] == [("A", 1, 1), ("B", 1, 1), ("C", 1, 1)]
    value, got, meetings = time_against_value(found) or ((0, 1), (0, 1), False)
    assert (value[0] * 100 // value[1], got, meetings) == (80, (1, 3), True)


def test_without_a_meeting_contacts_count_and_without_any_nothing_is_said() -> None:
    found = looked_back(clients(), [contact(1, 1, "11-03", "T"), contact(2, 2, "11-04", "T")])
    assert (time_against_value(found) or ())[1:] == ((1, 2), False)
    assert time_against_value(looked_back(clients(), [])) is None
    assert time_against_value(looked_back(book([client(1)]), [contact(1, 1, "11-03")])) is None


def test_contacts_are_counted_by_way_tier_and_weekday_within_the_days() -> None:
    log = [
        contact(1, 1, "11-01"),
        contact(2, 1, "11-02", "T"),
        contact(3, 1, "11-03"),
        contact(4, 2, "11-10", "Q"),
        contact(5, 3, "11-29"),
        contact(6, 3, "11-30"),
    ]
    found = looked_back(clients(), log)
    assert (found.contacts, found.meetings, found.clients) == (4, 2, 3)
    assert [c for c in found.codes if c.contacts] == [Counted("T", 1, 0), Counted("M", 2, 2), Counted("Q", 1, 0)]
    assert [c for c in found.tiers if c.contacts] == [Counted("big", 2, 1), Counted("rest", 2, 1)]
    assert [c.contacts for c in found.weekdays] == [1, 2, 0, 0, 0, 0, 1]


def test_a_filter_narrows_everything() -> None:
    log = [contact(1, 1, "11-03"), contact(2, 2, "11-10")]
    visits = [visit(1, "11-03", "10:00"), visit(2, "11-04", "10:00")]
    moved = (Moved(1, day("11-02")),)
    found = looked_back(clients(visits=visits), log, moved, wanted=Filter(district="福田区"))
    assert (found.contacts, sum(w.planned for w in found.weeks), sum(w.moved for w in found.weeks)) == (1, 1, 0)
    assert [c.clients for c in found.classes] == [0, 1, 0]


def test_a_week_tells_what_became_of_its_visits() -> None:
    def of(n: int, on: str, status: str) -> Visit:
        return visit(1, on, "10:00", id=n, status=status)

    visits = [
        *(of(1, "11-03", "done"), of(2, "11-04", "missed"), of(3, "11-05", "cancelled"), of(4, "11-06", "planned")),
        *(of(5, "11-23", "planned"), of(6, "11-24", "confirmed"), visit(1, None, week="11-24", id=7, fixed="month")),
        visit(1, None, week="11-17", id=8, fixed="week"),
    ]
    moved = (Moved(1, day("11-02")), Moved(1, day("11-02")), Moved(1, day("10-26")))
    found = looked_back(clients(visits=visits), [contact(1, 1, "11-03"), contact(2, 2, "11-06")], moved)
    weeks = {w.monday: w[1:] for w in found.weeks}
    assert list(weeks) == [day("11-02"), day("11-09"), day("11-16"), day("11-23")]
    assert weeks[day("11-02")] == (4, 1, 1, 1, 1, 0, 2, 2)
    assert weeks[day("11-09")] == (0, 0, 0, 0, 0, 0, 0, 0)
    assert weeks[day("11-16")] == (1, 0, 0, 0, 1, 0, 0, 0)
    assert weeks[day("11-23")] == (2, 0, 0, 0, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("steps", "response"),
    [
        ([], Response(1, 2, 0, 0)),
        ([("11-10", "stage", "approach", "talks")], Response(1, 2, 1, 1)),
        ([("11-02", "stage", "approach", "talks")], Response(1, 2, 1, 0)),
        ([("11-10", "stage", "talks", "approach")], Response(1, 2, 0, 0)),
        ([("11-10", "stage", "approach", "talks"), ("11-20", "won", "talks", "signed")], Response(1, 2, 2, 1)),
        ([("11-10", "regrade", "A", "B"), ("12-01", "stage", "approach", "talks")], Response(1, 2, 0, 0)),
    ],
)
def test_prospects_respond_by_going_on_after_a_contact(
    steps: list[tuple[str, str, str, str]], response: Response
) -> None:
    events = [CardEvent(n, 9, day(on), kind, a, b, None) for n, (on, kind, a, b) in enumerate(steps)]
    facts = book([client(1), client(9, client_no="P9", status="prospect")], cards={9: card(9)}, events={9: events})
    log = [contact(1, 9, "11-05"), contact(2, 9, "11-10", "T"), contact(3, 1, "11-06")]
    assert looked_back(facts, log).response == response


def test_a_prospect_that_signed_counts_until_it_did() -> None:
    won = [CardEvent(1, 9, day("11-10"), "won", "proposal", "signed", None)]
    facts = book([client(9)], cards={9: card(9, stage="signed")}, events={9: won})
    log = [contact(1, 9, "11-05"), contact(2, 9, "11-12")]
    assert looked_back(facts, log).response == Response(1, 1, 1, 1)
    assert looked_back(facts, log, span=Span(date(2026, 11, 11), date(2026, 11, 29))).response == Response(0, 0, 0, 0)
