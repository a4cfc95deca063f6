"""How cards go from stage to stage: stays replayed from exact histories, and the funnel over all."""

import pytest

from rmtool.core.book import Book, CardEvent
from rmtool.core.funnel import Funnel, funnel, stays
from rmtool.core.rules import Share

from .examples import PROSPECTS, WAN, book, card, client, day

TODAY = day("11-25")


def events(client_id: int, *steps: str) -> list[CardEvent]:
    """`11-05 stage approach talks` …; a dash stands for nothing."""
    told = []
    for number, step in enumerate(steps):
        on, kind, before, after = step.split()
        told.append(
            CardEvent(number, client_id, day(on), kind, *(None if x == "-" else x for x in (before, after)), None)
        )
    return told


def spent(
    status: str, stage: str, *steps: str, opened: str | None = None
) -> list[tuple[str, str, str | None, str | None]]:
    who = client(1, status=status, entered=day("11-01"))
    mine = card(1, stage=stage, opened_on=day(opened) if opened else None)
    found = stays(who, mine, events(1, *steps), TODAY)
    return [(s.stage, f"{s.start:%m-%d}", f"{s.end:%m-%d}" if s.end else None, s.to) for s in found]


def test_a_card_that_never_moved_is_where_it_began() -> None:
    assert spent("prospect", "talks") == [("talks", "11-01", None, None)]


def test_moves_end_one_stay_and_begin_another() -> None:
    assert spent(
        "prospect", "proposal", "11-05 stage approach talks", "11-10 regrade B A", "11-15 stage talks proposal"
    ) == [
        ("approach", "11-01", "11-05", "talks"),
        ("talks", "11-05", "11-15", "proposal"),
        ("proposal", "11-15", None, None),
    ]


def test_a_signed_card_stays_nowhere_and_a_released_one_ends() -> None:
    assert spent("active", "signed", "11-08 won talks signed") == [("talks", "11-01", "11-08", "signed")]
    assert spent("lost", "approach", "11-09 released C -") == [("approach", "11-01", "11-09", "released")]


def test_a_card_taken_up_again_begins_anew() -> None:
    steps = ("11-05 opened - approach", "11-09 released C -", "11-20 opened - approach")
    assert spent("active", "approach", *steps, opened="11-20") == [
        ("approach", "11-05", "11-09", "released"),
        ("approach", "11-20", None, None),
    ]


@pytest.fixture
def facts() -> Book:
    """One card in each of approach and proposal, one signed, one released from talks."""
    people = [
        client(n, status=s, entered=day("11-01"))
        for n, s in ((1, "prospect"), (2, "prospect"), (3, "active"), (4, "lost"))
    ]
    cards = {
        1: card(1, value=100 * WAN, likelihood=0.5),
        2: card(2, stage="proposal", value=300 * WAN, likelihood=0.5),
        3: card(3, stage="signed", value=50 * WAN),
        4: card(4, stage="talks", value=70 * WAN),
    }
    told = {
        2: events(2, "11-05 stage approach proposal"),
        3: events(3, "11-03 stage approach talks", "11-11 won talks signed"),
        4: events(4, "11-21 released C -"),
    }
    return book(people, cards=cards, events=told)


def counted(found: Funnel) -> list[tuple[int, int, int, int]]:
    return [(line.cards, line.reached, line.moved_on, line.released) for line in found.lines]


def test_the_funnel_counts_who_is_where_and_what_became_of_the_others(facts: Book) -> None:
    found = funnel(facts, PROSPECTS, TODAY, lambda c: True)
    assert counted(found) == [(1, 3, 2, 0), (0, 2, 1, 1), (1, 1, 0, 0), (1, 1, 0, 0)]
    assert (found.cards, found.won, found.released) == (4, 1, 1)
    assert [(line.value, line.expected) for line in found.lines[:3]] == [
        (100 * WAN, 50 * WAN),
        (0, 0),
        (300 * WAN, 150 * WAN),
    ]
    assert [line.days for line in found.lines] == [Share(6, 2), Share(28, 2), None, None]
    assert [line.days_now for line in found.lines] == [Share(24, 1), None, Share(20, 1), None]


def test_a_filter_narrows_the_funnel(facts: Book) -> None:
    assert counted(funnel(facts, PROSPECTS, TODAY, lambda c: c.id == 3)) == [
        (0, 1, 1, 0),
        (0, 1, 1, 0),
        (0, 0, 0, 0),
        (1, 1, 0, 0),
    ]
