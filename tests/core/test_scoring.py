"""What a card comes to: triggers raise the likelihood for a time, silence lowers it; exactly, on these days."""

import pytest

from rmtool.core.book import CardEvent, LogEntry
from rmtool.core.rules import Silence, TriggerRule
from rmtool.core.scoring import Score, score

from .examples import PROSPECTS, WAN, book, card, client, day, log

RULES = PROSPECTS._replace(
    triggers={"unhappy": TriggerRule(200_000, 10), "newly_opened": TriggerRule(150_000, 30)},
    silence=Silence(30, 50_000, 120_000),
)
ON = day("11-25")


def trigger(on: str, kind: str = "unhappy", note: str | None = None, number: int = 1) -> CardEvent:
    return CardEvent(number, 1, day(on), "trigger", None, kind, note)


def scored(*events: CardEvent, met: str = "11-24 T", **facts: object) -> Score:
    who = client(1, status="prospect", entered=day("11-20"))
    entries: dict[int, list[LogEntry]] = {1: log(met)} if met else {}
    mine = card(1, **({"value": 2000 * WAN, "likelihood": 0.5} | facts))
    return score(book([who], cards={1: mine}, log=entries, events={1: events}), who, mine, RULES, ON)


def test_the_score_is_value_times_likelihood_in_points() -> None:
    found = scored()
    assert (found.value, found.likelihood, found.points, found.terms) == ("high", "medium", 6, ())
    assert (found.likely, found.expected) == (500_000, 1000 * WAN)


@pytest.mark.parametrize(
    ("on", "counts"), [("11-25", True), ("11-16", True), ("11-15", False), ("11-26", False)], ids=str
)
def test_a_trigger_counts_from_its_day_for_as_many_days_as_the_rules_say(on: str, counts: bool) -> None:
    found = scored(trigger(on))
    assert found.likely == (700_000 if counts else 500_000)
    assert (found.likelihood, found.points) == (("high", 9) if counts else ("medium", 6))
    until = {"11-25": [day("12-04")], "11-16": [day("11-25")]}
    assert [t.until for t in found.terms] == until.get(on, [])


def test_of_a_kind_the_latest_counts_and_kinds_add_up_to_no_more_than_certain() -> None:
    twice = (trigger("11-20"), trigger("11-24", number=2))
    assert scored(*twice).likely == 700_000
    assert scored(*twice, trigger("11-01", "newly_opened", number=3)).likely == 850_000
    assert scored(*twice, likelihood=0.95).likely == 1_000_000
    assert scored(trigger("11-20", "unknown")).likely == 500_000


@pytest.mark.parametrize(
    ("met", "likely", "days"),
    [("10-27 T", 500_000, 29), ("10-26 T", 450_000, 30), ("09-26 E", 400_000, 60), ("01-01 M", 380_000, 328)],
)
def test_silence_lowers_step_by_step_down_to_a_bound(met: str, likely: int, days: int) -> None:
    found = scored(met=met)
    assert (found.likely, found.silent_days) == (likely, days)


def test_without_a_contact_silence_runs_from_the_entry_or_the_opening_of_the_card() -> None:
    assert scored(met="").silent_since == day("11-20")
    assert scored(met="", opened_on=day("11-22")).silent_since == day("11-22")
    assert scored(met="11-26 T").silent_since == day("11-20")


@pytest.mark.parametrize(
    ("word", "stated"), [("high", 800_000), ("medium", 450_000), ("low", 150_000), (None, 150_000)]
)
def test_a_level_in_words_counts_as_the_middle_of_what_it_spans(word: str | None, stated: int) -> None:
    found = scored(likelihood=None, likelihood_level=word)
    assert (found.stated, found.likelihood) == (stated, word or "low")


def test_expected_is_rounded_to_the_fen_and_unsaid_without_an_amount() -> None:
    assert scored(value=1, likelihood=0.5).expected == 1
    assert scored(value=None, value_level="high").expected is None
