"""A week's key figures, from facts laid down: who was met, by class, what the road took, who slips, what moved."""

from typing import Any

from rmtool.core.book import Book, CardEvent, Contact
from rmtool.core.claims import WeekFacts
from rmtool.core.due import reckon_book
from rmtool.core.periods import Span
from rmtool.core.rules import Branch
from rmtool.core.standing import segment, standings
from rmtool.core.standing_week import legs, standing_week
from rmtool.core.week_figures import ClassWeek, Road, WeekFigures, week_figures

from .examples import CHINA_2026, RULES, balances, book, card, client, day, log, visit

WEEK = Span(day("11-23"), day("11-29"))
AT_THE_BRANCH = RULES._replace(week=RULES.week._replace(branch=Branch(None, None, "福田区")))
SAME, OTHER = RULES.week.travel.same_district, RULES.week.travel.other_district


def contact(number: int, client_id: int, on: str, code: str = "M") -> Contact:
    return Contact(number, client_id, day(on), None, code, None, None, None, None, None, None)


def facts(**more: Any) -> Book:
    """Clients of class A (1200万 and 800万), B (1) and C (1), and a prospect; all seen before but the second."""
    people = [
        *(client(n, district="南山区") for n in (1, 2)),
        client(3, district="福田区"),
        client(4),
        client(5, status="prospect"),
    ]
    held = {1: balances("01-31 1200", 1), 2: balances("01-31 800", 2), 3: balances("01-31 400", 3)}
    seen = {1: log("11-12, 11-25"), 3: log("09-25, 11-20 T"), 4: log("09-14 T"), 5: log("11-24 T, 11-26")}
    cards = {5: card(5, opened_on=day("11-02"))}
    return book(people, {**held, 4: balances("01-31 10", 4)}, log=seen, cards=cards, **more)


LOGGED = [contact(1, 5, "11-24", "T"), contact(2, 1, "11-25"), contact(3, 5, "11-26"), contact(4, 1, "11-27", "T")]


def figures(known: Book, on: str = "11-27") -> WeekFigures:
    today = day(on)
    held = standings(known, RULES, today)
    week = standing_week(WeekFacts(known, AT_THE_BRANCH, CHINA_2026, held, WEEK.start, today))
    dues = reckon_book(known, RULES, CHINA_2026, today, held)
    return week_figures(known, AT_THE_BRANCH, week, LOGGED, segment(known, RULES, today), dues, today)


def test_meetings_are_with_clients_or_with_prospects_and_counted_by_class() -> None:
    found = figures(facts())
    assert (found.client_meetings, found.prospect_meetings) == (1, 1)
    assert found.classes[0] == ClassWeek("A", 2, 1, 1, 1, 2)
    assert [(c.klass, c.clients, c.met, c.contacted, c.since) for c in found.classes[1:]] == [
        ("B", 1, 0, 0, 63),
        ("C", 1, 0, 0, None),
        (None, 1, 1, 1, 1),
    ]


def test_key_clients_slip_that_are_late_and_no_others() -> None:
    """The second client has never been met; the third, of class B, is late too."""
    found = figures(facts())
    assert [client.id for client, _ in found.slipping] == [2]
    assert [c.slipping for c in found.classes] == [1, 1, 0, 0]


def test_the_road_is_what_leads_to_the_visits_that_were_held() -> None:
    visits = [
        visit(1, "11-25", "09:00", id=1, status="done"),
        visit(2, "11-25", "10:00", id=2, status="missed"),
        visit(3, "11-25", "11:00", id=3, status="done", minutes=60),
        visit(3, "11-26", "09:00", id=4, status="done"),
        visit(3, "11-27", "09:00", id=5),
        visit(3, "11-27", id=6, status="done"),
    ]
    known = facts(visits=visits)
    assert figures(known).road == Road(OTHER + OTHER + SAME, 45 + 60 + 30)
    today = day("11-28")
    held = standings(known, RULES, today)
    week = standing_week(WeekFacts(known, RULES, CHINA_2026, held, WEEK.start, today))
    assert legs(week, known, RULES) == {1: 0, 3: OTHER, 4: 0, 5: 0}


def test_prospects_moved_whose_cards_went_a_step_in_the_week() -> None:
    def event(number: int, on: str, kind: str) -> CardEvent:
        return CardEvent(number, 5, day(on), kind, "approach", "talks", None)

    events = [event(1, "11-22", "stage"), event(2, "11-23", "trigger"), event(3, "11-29", "stage")]
    events += [event(4, "11-30", "won"), event(5, "11-24", "opened")]
    found = figures(facts(events={5: sorted(events, key=lambda e: e.on)}))
    assert [step.id for _, step in found.moved] == [5, 3]


def test_a_book_without_anything_has_figures_of_nothing() -> None:
    empty = book([])
    week = standing_week(WeekFacts(empty, RULES, CHINA_2026, {}, WEEK.start, WEEK.end))
    found = week_figures(empty, RULES, week, [], segment(empty, RULES, WEEK.end), [], WEEK.end)
    assert found._replace(classes=()) == WeekFigures(0, 0, (), [], Road(0, 0), [])
    assert {c[1:] for c in found.classes} == {(0, 0, 0, 0, None)}
