"""Cadences as written, and the rules of a compiled file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.periods import PERIODS, Name, Shift
from rmtool.core.rules import Cadence, Condition, Rules, Share, from_compiled, parse_cadence


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("1 per week", Cadence(1, "week", 0)),
        ("2 per month", Cadence(2, "month", 0)),
        ("1 per half-year", Cadence(1, "half-year", 0)),
        ("every 10d", Cadence(1, "", 10)),
        ("every 10 d", Cadence(1, "", 10)),
        ("every 1 day", Cadence(1, "", 1)),
        ("every 10 days", Cadence(1, "", 10)),
        ("  1  PER  Week ", Cadence(1, "week", 0)),
        ("１ per xun", Cadence(1, "xun", 0)),
    ],
)
def test_a_cadence_is_a_quota_or_an_interval(text: str, cadence: Cadence) -> None:
    assert parse_cadence(text) == cadence


NOT_CADENCES = "|none|0 per week|-1 per week|1 per fortnight|per week|1 week|every 0d|every d|every week|1.5 per week"


@pytest.mark.parametrize(
    "text", [*NOT_CADENCES.split("|"), "١ per week", "9999 per week", "every 99999d", "1 per week x"]
)
def test_what_is_no_cadence_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_cadence(text)


@given(
    st.builds(Cadence, st.integers(1, 999), st.sampled_from(PERIODS), st.just(0))
    | st.builds(Cadence, st.just(1), st.just(""), st.integers(1, 9999))
)
def test_a_cadence_reads_back_as_it_is_written(cadence: Cadence) -> None:
    assert parse_cadence(str(cadence)) == cadence
    assert cadence.is_quota == (cadence.days == 0)


COMPILED = """{
"measure": ["deposit_avg", "deposit"],
"tiers": [
  {"id": "top", "name": ["大客户", "Top"], "weight": [5, 2], "visit": 45,
   "cadence": {"M": [[1, "week", 0], [1, "", 10]]},
   "when": {"kind": "all", "parts": [
     {"kind": "amount", "field": "amount", "operator": ">=", "fen": 100},
     {"kind": "not", "parts": [{"kind": "in", "field": "tag", "values": ["停"]}]}]}},
  {"id": "rest", "name": ["其他", "Rest"], "weight": [1, 1], "visit": null, "cadence": {},
   "when": {"kind": "all", "parts": []}}],
"hysteresis": [1, 10], "not_before": [7, 10], "late": [1, 1], "overdue": [13, 10],
"channels": [
  {"code": "T", "name": ["电话", "telephone"], "counts_for": ["T"]},
  {"code": "M", "name": ["面谈", "meeting"], "counts_for": ["M", "T"]}],
"week": {
  "shifts": [[540, 720]], "grid": 30, "visit": 30, "visits_per_day": 4, "field_share": [4, 5],
  "prospect_share": [1, 5], "avoid": [[0, [540, 720]]], "rest_days_after_trip": 1, "frozen_days": 2,
  "overload": "stretch", "travel": [22.0, 1.3, 3, 10, 25, 15], "branch": [null, null, "南山区"],
  "busy": ["my.ics"]},
"journal_days": 400, "keep": ["rm"], "privacy": [["report week"], ["html"], 90],
"alerts": {"days": 45, "move": [100, [3, 10], 5, 31], "falling": null, "idle": [500, 90, [1, 20]],
           "classes": ["A"], "lapsed": [2, 1]},
"meetings": [20, [[["主要负责人", "head"], ["总经理"], 5, 10]]],
"occasions": {"days": 14, "festivals": [[["国庆节", "National Day"], [739890]]], "first_use": 30,
              "post_loan": [30, 6, 1, 3, ["M"]]},
"calendar": "CN", "industries": [["证券", [[900, 1050]]]], "classes": [[4, 5], [19, 20]],
"prospects": {
  "value": [1000, 100], "likelihood": [0.6, 0.3], "grades": {"high": {"high": "A"}},
  "review": {"A": [1, "", 1]}, "cadence": {"A": {"M": [[2, "month", 0]]}},
  "triggers": {"celebration": [200000, 90]}, "silence": [30, 100000, 300000], "release": {"C": 180},
  "find": [[1, 5], 90, 3, [1, 2], 20]},
"reviews": {"top": [[1, "month", 0]]}
}"""


@pytest.fixture(name="rules")
def compiled_rules() -> Rules:
    return from_compiled(json.loads(COMPILED))


def test_compiled_rules_come_back_as_values(rules: Rules) -> None:
    top, rest = rules.tiers
    assert (top.id, top.name, top.visit, top.weight) == ("top", Name("大客户", "Top"), 45, Share(5, 2))
    assert top.cadence == {"M": (Cadence(1, "week", 0), Cadence(1, "", 10))}
    amount, excluded = top.when.parts
    assert amount == Condition("amount", field="amount", operator=">=", fen=100)
    assert excluded == Condition("not", (Condition("in", field="tag", values=("停",)),))
    assert (rest.when, rest.cadence, rest.visit) == (Condition("all"), {}, None)
    assert rules.week.avoid[0].weekday == 0
    assert rules.week.avoid[0].hours == Shift(540, 720) == rules.week.shifts[0]
    assert (rules.week.branch or (None,))[-1] == "南山区"
    assert (rules.class_a, rules.class_b, rules.late, rules.overdue) == ((4, 5), (19, 20), (1, 1), (13, 10))
    assert rules.industries[0].hours == (Shift(900, 1050),)
    assert rules.prospects.review == {"A": Cadence(1, "", 1)}
    assert rules.prospects.cadence == {"A": {"M": (Cadence(2, "month", 0),)}}


def test_compiled_rules_say_what_is_masked(rules: Rules) -> None:
    assert rules.privacy == (("report week",), ("html",), 90)


def test_a_tier_is_found_by_its_id(rules: Rules) -> None:
    assert rules.tier("rest") is rules.tiers[1]
    with pytest.raises(KeyError):
        rules.tier("none")


def test_a_contact_counts_for_the_codes_that_its_channel_names(rules: Rules) -> None:
    assert rules.counting_codes("T") == {"T", "M"}
    assert rules.counting_codes("M") == {"M"}
    assert rules.counting_codes("any") == {"T", "M"}
    assert rules.counting_codes("X") == set()
