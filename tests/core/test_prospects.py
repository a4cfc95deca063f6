"""Prospect cards: levels, grades, the queue, and the weekly re-grade."""

from collections import Counter
from datetime import date

import pytest

from rmtool.core.book import ACTIVE, LOST, PROSPECT, Book, Card, Client
from rmtool.core.prospects import Queued, queue, regrade
from rmtool.core.scoring import grade, likelihood_level, value_level
from rmtool.lang import Language

from .examples import PROSPECTS, WAN, book, card, client, day, log

ON = day("11-25")


def prospect(number: int, **facts: object) -> Client:
    return client(number, **({"client_no": f"P{number:04d}", "status": PROSPECT} | facts))


def cards(*listed: Card) -> Book:
    """A book whose prospects have these cards."""
    return book([prospect(c.client_id) for c in listed], cards={c.client_id: c for c in listed})


def read_today(rows: list[Queued]) -> list[int]:
    return [row.client.id for row in rows if row.due]


# ---- levels and grades -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wan", "word", "level"),
    [
        (1000, None, "high"),
        (999.99, None, "medium"),
        (100, None, "medium"),
        (99.99, None, "low"),
        (0, "high", "low"),
        (5000, "low", "high"),
        (None, "high", "high"),
        (None, "medium", "medium"),
        (None, None, "low"),
    ],
)
def test_the_value_is_judged_by_the_amount_else_by_the_word_else_low(
    wan: float | None, word: str | None, level: str
) -> None:
    assert value_level(None if wan is None else round(wan * WAN), word, PROSPECTS) == level


@pytest.mark.parametrize(
    ("share", "word", "level"),
    [
        (1.0, None, "high"),
        (0.6, None, "high"),
        (0.59, None, "medium"),
        (0.3, None, "medium"),
        (0.29, None, "low"),
        (0.0, "high", "low"),
        (None, "high", "high"),
        (None, None, "low"),
    ],
)
def test_the_likelihood_is_judged_by_the_share_else_by_the_word_else_low(
    share: float | None, word: str | None, level: str
) -> None:
    assert likelihood_level(share, word, PROSPECTS) == level


def test_value_and_likelihood_give_the_grade() -> None:
    table = {
        (value, likelihood): grade(None, value, None, likelihood, PROSPECTS)
        for value in ("high", "medium", "low")
        for likelihood in ("high", "medium", "low")
    }
    assert "".join(table.values()) == "AABABCBCC"
    assert grade(300 * WAN, None, 0.7, None, PROSPECTS) == "A"
    assert grade(300 * WAN, "low", 0.4, "low", PROSPECTS) == "B"
    assert grade(50 * WAN, None, None, "high", PROSPECTS) == "B"


# ---- the re-grade ----------------------------------------------------------------------------------------------------


def test_a_regrade_proposes_only_moves_each_with_its_reason() -> None:
    facts = cards(
        card(3, value_level="low", likelihood_level="low", grade="A"),
        card(1, value_level="high", likelihood_level="high", grade="A"),
        card(2, value=200 * WAN, likelihood=0.9, grade="C"),
    )
    moves = regrade(facts, PROSPECTS, ON)
    assert [(m.client.client_no, m.card.grade, m.to) for m in moves] == [("P0002", "C", "A"), ("P0003", "A", "C")]
    assert Language("en").say(moves[0].reason) == "value medium and likelihood high ask for another grade than C"


# ---- the queue -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("graded", "read_on", "next_review", "due"),
    [
        ("A", "11-24", "11-25", True),
        ("A", "11-25", "11-26", False),
        ("B", "11-22", "11-25", True),
        ("B", "11-23", "11-26", False),
        ("C", "11-18", "11-25", True),
        ("C", "11-19", "11-26", False),
        ("C", "10-01", "10-08", True),
    ],
)
def test_a_card_is_read_again_one_interval_of_its_grade_after_it_was_read(
    graded: str, read_on: str, next_review: str, due: bool
) -> None:
    (row,) = queue(cards(card(grade=graded, read_on=day(read_on))), PROSPECTS, ON)
    assert (row.next_review, row.due) == (day(next_review), due)


def test_the_accepted_grade_counts_until_a_move_is_accepted() -> None:
    (row,) = queue(
        cards(card(grade="C", value_level="high", likelihood_level="high", read_on=day("11-24"))), PROSPECTS, ON
    )
    assert (row.next_review, row.score) == (day("12-01"), 9)


@pytest.mark.parametrize(("graded", "interval"), [("A", 1), ("B", 3), ("C", 7)])
def test_cards_never_read_are_spread_evenly_over_their_first_interval(graded: str, interval: int) -> None:
    facts = cards(*(card(n, grade=graded, graded_on=ON) for n in range(1, 211)))
    by_day: Counter[date] = Counter(row.next_review for row in queue(facts, PROSPECTS, ON))
    assert sorted(by_day) == [date.fromordinal(ON.toordinal() + n) for n in range(interval)]
    assert min(by_day.values()) >= 210 // interval * 2 // 3


def test_the_queue_holds_what_is_to_be_read_then_goes_by_grade_score_and_number() -> None:
    high, low = {"value_level": "high", "likelihood_level": "high"}, {"value_level": "low", "likelihood_level": "high"}
    facts = cards(
        card(1, grade="A", read_on=ON, **high),
        card(2, grade="C", read_on=day("11-01")),
        card(3, grade="A", read_on=day("11-01"), **low),
        card(5, grade="A", read_on=day("11-01"), **high),
        card(4, grade="A", read_on=day("11-01"), **high),
        card(6, grade="B", read_on=ON),
    )
    rows = queue(facts, PROSPECTS, ON)
    assert [row.client.id for row in rows] == [4, 5, 3, 2, 1, 6]
    assert [row.score for row in rows] == [9, 9, 3, 1, 9, 1]
    assert read_today(rows) == [4, 5, 3, 2]
    shuffled = facts._replace(clients=[facts.clients[n] for n in (5, 2, 4, 3, 0, 1)])
    assert queue(shuffled, PROSPECTS, ON) == rows


def test_only_prospects_with_a_card_are_in_the_queue_since_their_entry() -> None:
    clients = [
        prospect(1),
        prospect(2, status=ACTIVE),
        prospect(3, status=LOST),
        prospect(4),
        prospect(5, entered=day("11-26")),
        prospect(6, entered=day("11-26")),
    ]
    listed = {n: card(n, read_on=day("11-01")) for n in (1, 2, 3, 5, 6)}
    facts = book(clients, cards=listed, log={6: log("11-25 T")})
    assert read_today(queue(facts, PROSPECTS, ON)) == [1, 6]
    assert [m.client.id for m in regrade(facts, PROSPECTS, ON)] == [1, 6]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("read_on", [None, day("11-24")])
def test_every_reason_has_its_words(language: str, read_on: date | None) -> None:
    (row,) = queue(cards(card(read_on=read_on, value_level="high")), PROSPECTS, ON)
    sentence = Language(language).say(row.reason)
    assert "prospects." not in sentence and "None" not in sentence and "A" in sentence
    assert ("2026-11-24" in sentence) == (read_on is not None)
