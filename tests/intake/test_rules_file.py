"""The rules file: its language, its defaults, its mistakes in both languages, and the compiled form that is kept."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmtool import lang
from rmtool.core.rules import Condition, from_compiled
from rmtool.errors import RulesError
from rmtool.intake.compiled import KEPT, _check
from rmtool.intake.conditions import implies, impossible, matches_everybody
from rmtool.intake.rules_file import compile_rules, load_rules, rules_schema, shipped
from rmtool.intake.yaml_text import decoded

EXAMPLE = Path(__file__).parents[3] / "shared" / "tiers.example.yaml"
SETS = ("tiers.yaml", "retail.yaml", "pyramid.yaml", "key-accounts.yaml")
REST = "  - {id: rest, when: any}\n"
TIERS = "tiers:\n" + REST
DEFAULT = shipped("tiers.yaml")
DEFAULT_TEXT = DEFAULT.read_text("utf-8")
MILLION = 100_000_000
"""A million yuan in fen."""


@pytest.fixture(autouse=True)
def every_text_is_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lang, "strict", True)
    yield
    lang.speak("en")


def compiled(text: str) -> dict[str, Any]:
    return compile_rules(text, "tiers.yaml", DEFAULT_TEXT)


def said(error: RulesError, language: str) -> list[str]:
    """All that a user reads about the error."""
    lang.speak(language)
    return [lang.say(error.message), *map(lang.say, error.details)]


def mistakes(text: str) -> list[tuple[int, str]]:
    """Line and name of each mistake; each has its sentence in both languages."""
    with pytest.raises(RulesError) as caught:
        compiled(text)
    assert all(said(caught.value, "en") + said(caught.value, "zh"))
    found: list[dict[str, Any]] = [dict(detail.values) for detail in caught.value.details]
    return [(f["line"], f["what"].key.removeprefix("rules.")) for f in found]


def tier(**keys: str) -> dict[str, Any]:
    """The compiled first tier of a file that gives it these keys."""
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    first: dict[str, Any] = compiled(f"tiers:\n  - id: a\n{lines}" + ("" if keys["when"] == "any" else REST))["tiers"][
        0
    ]
    return first


# --- what is shipped


def test_the_shipped_default_is_what_the_contract_says() -> None:
    rules = from_compiled(compiled(DEFAULT_TEXT))
    tiers = [
        (t.id, t.when.operator, t.when.fen, {c: [str(k) for k in ks] for c, ks in t.cadence.items()}, t.visit)
        for t in rules.tiers
    ]
    assert tiers == [
        ("weekly", ">=", 10 * MILLION, {"M": ["1 per week"]}, 45),
        ("xun", ">=", 5 * MILLION, {"M": ["1 per xun"]}, None),
        ("monthly", ">=", MILLION, {"M": ["1 per month"]}, None),
        ("long-tail", "", 0, {"any": ["1 per quarter"]}, None),
    ]
    assert rules.tiers[-1].when == Condition("all")
    assert rules.measure == ("deposit_avg", "deposit")
    week = rules.week
    assert week.shifts == ((9 * 60, 12 * 60), (14 * 60, 17 * 60 + 30))
    assert (week.grid, week.visit, week.visits_per_day) == (30, 30, 4)
    assert (week.field_share, week.prospect_share) == ((4, 5), (1, 5))
    assert week.avoid == ((0, (9 * 60, 12 * 60)), (4, (14 * 60, 17 * 60 + 30)))
    assert (week.rest_days_after_trip, week.frozen_days, week.overload, week.branch) == (1, 2, "tier-order", None)
    assert [(i.part, i.hours) for i in rules.industries] == [
        (part, ((15 * 60, 17 * 60 + 30),)) for part in ("证券", "资本市场")
    ]
    assert (rules.not_before, rules.hysteresis, rules.late, rules.overdue) == ((7, 10), (1, 10), (1, 1), (13, 10))
    assert {g: str(c) for g, c in rules.prospects.review.items()} == {"A": "every 1d", "B": "every 3d", "C": "every 7d"}
    assert {c.code: c.counts_for for c in rules.channels.values()} == {
        "T": ("T",),
        "E": ("E",),
        "M": ("M", "T", "E", "W"),
        "W": ("W", "E"),
    }
    assert (rules.calendar, rules.class_a, rules.class_b) == ("CN", (4, 5), (19, 20))


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example lies beside the repository")
def test_the_shipped_default_says_what_the_example_of_the_language_says() -> None:
    assert compiled(EXAMPLE.read_text("utf-8")) == compiled(DEFAULT_TEXT)


@pytest.mark.parametrize("name", SETS)
def test_every_shipped_set_loads_and_says_in_both_languages_which_book_it_suits(name: str) -> None:
    text = shipped(name).read_text("utf-8")
    assert len(from_compiled(compiled(text)).tiers) >= 3
    comment = text[: text.index("version:")]
    assert any("\u4e00" <= c <= "\u9fff" for c in comment)
    assert "book" in comment or "accounts" in comment
    assert "\t" not in text


def test_restricted_clients_of_the_pyramid_get_no_visits_and_key_accounts_go_by_revenue() -> None:
    pyramid = from_compiled(compiled(shipped("pyramid.yaml").read_text("utf-8")))
    assert pyramid.tiers[0].id == "restricted"
    assert pyramid.tiers[0].cadence == {}
    accounts = from_compiled(compiled(shipped("key-accounts.yaml").read_text("utf-8")))
    assert accounts.measure == ("revenue",)
    assert [t.when.fen for t in accounts.tiers] == [5 * MILLION, 2 * MILLION, MILLION // 5, MILLION // 100, 0]


def test_the_shipped_default_leaves_nothing_to_fill_in() -> None:
    from rmtool.intake.rules_language import RulesKeys, When
    from rmtool.intake.structure import Section
    from rmtool.intake.yaml_text import read_keys

    def left_out(section: Section) -> Iterator[str]:
        for name in type(section).model_fields:
            value = getattr(section, name)
            for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]:
                if inner is None:
                    yield f"{type(section).__name__}.{name}"
                elif isinstance(inner, Section) and not isinstance(inner, When):
                    yield from left_out(inner)

    rules = RulesKeys.model_validate(read_keys(DEFAULT_TEXT, "tiers.yaml")[0])
    assert set(left_out(rules)) == {"RulesKeys.scale", "WeekKeys.branch", "TierKeys.visit"}


# --- the language


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        *(
            (text, 10 * MILLION)
            for text in ("1000万", "1000 万", "１０００万", "0.1亿", "10,000,000", "10000000", "1000万元")
        ),
        *((text, MILLION // 5) for text in ("200,000", "20万", "200000")),
        ("0", 0),
    ],
)
@pytest.mark.parametrize("operator", [">=", ">", "<=", "<", "="])
def test_amounts_are_written_as_people_write_them(operator: str, written: str, fen: int) -> None:
    for between in (" ", ""):
        when = tier(when=f'{{deposit: "{operator}{between}{written}"}}')["when"]
        assert when == {"kind": "amount", "field": "deposit", "operator": operator, "fen": fen}


@pytest.mark.parametrize(("written", "operator"), [("≥ 5", ">="), ("≤ 5", "<="), ("＞＝ 5", ">="), ("＝5", "=")])
def test_signs_from_a_chinese_keyboard_count_too(written: str, operator: str) -> None:
    assert tier(when=f'{{amount: "{written}"}}')["when"]["operator"] == operator


def amount(field: str, operator: str, yuan: int) -> dict[str, Any]:
    return {"kind": "amount", "field": field, "operator": operator, "fen": yuan * 100}


def one_of(field: str, *values: str) -> dict[str, Any]:
    return {"kind": "in", "field": field, "values": list(values)}


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("any", {"kind": "all", "parts": []}),
        ("{}", {"kind": "all", "parts": []}),
        (
            '{deposit: [">= 2", "< 5"]}',
            {"kind": "all", "parts": [amount("deposit", ">=", 2), amount("deposit", "<", 5)]},
        ),
        ('{payroll: ">= 2"}', amount("payroll", ">=", 2)),
        ("{kind: institution}", one_of("kind", "institution")),
        ("{kind: [对公, 机构]}", one_of("kind", "corporate", "institution")),
        ("{industry: [证券, 基金]}", one_of("industry", "证券", "基金")),
        ("{tag: 2024}", one_of("tag", "2024")),
        ("{tag: no}", one_of("tag", "no")),
        ("{group: 华强（集团）}", one_of("group", "华强（集团）")),
        ("{status: dormant}", one_of("status", "dormant")),
        (
            '{chain: 光伏, rm: 王, district: 福田区, loan: "> 1"}',
            {
                "kind": "all",
                "parts": [
                    amount("loan", ">", 1),
                    one_of("district", "福田区"),
                    one_of("chain", "光伏"),
                    one_of("rm", "王"),
                ],
            },
        ),
        (
            "{any_of: [{tag: x}, {not: {tag: y}}]}",
            {"kind": "any", "parts": [one_of("tag", "x"), {"kind": "not", "parts": [one_of("tag", "y")]}]},
        ),
    ],
)
def test_conditions_combine(when: str, condition: dict[str, Any]) -> None:
    text = f"tiers:\n  - {{id: a, when: {when}}}\n"
    assert compiled(text + ("" if condition == {"kind": "all", "parts": []} else REST))["tiers"][0]["when"] == condition


@pytest.mark.parametrize(
    ("written", "cadence"),
    [
        ("none", {}),
        ("{}", {}),
        ("{M: none}", {}),
        ("{M: 1 per week}", {"M": [[1, "week", 0]]}),
        ("{M: [1 per week, every 10d], T: every 3d}", {"M": [[1, "week", 0], [1, "", 10]], "T": [[1, "", 3]]}),
        ("{any: 2 per half-year}", {"any": [[2, "half-year", 0]]}),
    ],
)
def test_cadences_are_quotas_intervals_both_or_none(written: str, cadence: dict[str, Any]) -> None:
    assert tier(when="any", cadence=written)["cadence"] == cadence


@pytest.mark.parametrize(("written", "weight"), [("4", [4, 1]), ("0.1", [1, 10]), ("2.50", [5, 2]), ("150%", [3, 2])])
def test_shares_are_exact(written: str, weight: list[int]) -> None:
    assert tier(when="any", weight=written)["weight"] == weight


@pytest.mark.parametrize("written", ["45", "45m", "45 m", "45min", "45分钟", "４５m"])
def test_lengths_are_minutes(written: str) -> None:
    assert tier(when="any", visit=written)["visit"] == 45


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{zh: 大, en: Big}", ["大", "Big"]),
        ("大客户", ["大客户", "大客户"]),
        ("{zh: 大}", ["大", "大"]),
        ("{}", ["a", "a"]),
    ],
)
def test_a_name_may_have_one_language_or_none(written: str, name: list[str]) -> None:
    assert tier(when="any", name=written)["name"] == name
    assert tier(when="any")["name"] == ["a", "a"]


def test_what_is_left_out_is_as_shipped_section_by_section() -> None:
    default = compiled(DEFAULT_TEXT)
    bare = compiled(TIERS)
    assert bare == {**default, "tiers": bare["tiers"], "reviews": {}}, "the shipped reviews are of the shipped tiers"
    partly = compiled(
        TIERS
        + "week: {visits_per_day: 6, travel: {fixed: 9m}}\nclasses: {A: 50%}\nprospects: {value: {medium: '>= 9'}}\n"
    )
    assert partly["week"] == {**default["week"], "visits_per_day": 6, "travel": [22.0, 1.3, 9, 10, 25, 15]}
    assert partly["classes"] == [[1, 2], [19, 20]]
    assert partly["prospects"] == {**default["prospects"], "value": [10 * MILLION, 900]}


def test_own_codes_join_the_shipped_ones_and_own_industries_replace_them() -> None:
    rules = compiled(
        TIERS
        + "channels: {V: {zh: 视频, counts_for: [M, T]}, W: {counts_for: []}, Q: {}}\n"
        + "industries: {餐饮: {hours: 14:00-16:00}}\n"
    )
    assert {c["code"]: (c["name"], c["counts_for"]) for c in rules["channels"]} == {
        "V": (["视频", "视频"], ["M", "T"]),
        "W": (["微信", "WeChat"], []),
        "Q": (["Q", "Q"], ["Q"]),
        "T": (["电话", "telephone"], ["T"]),
        "E": (["邮件", "e-mail"], ["E"]),
        "M": (["面谈", "meeting"], ["M", "T", "E", "W"]),
    }
    assert rules["industries"] == [["餐饮", [[14 * 60, 16 * 60]]]]
    assert compiled(TIERS + "industries: {}\nprospects: {cadence: {C: {T: every 9d}}}\n")["prospects"]["cadence"] == {
        "C": {"T": [[1, "", 9]]}
    }


def test_the_working_week_is_read_in_the_ways_people_write_it() -> None:
    week = compiled(
        TIERS
        + "week:\n  shifts: ['14:00-17:30', '9:00～12:00']\n  grid: 15\n"
        + "  avoid: [Friday 14:00-17:30, 周一 ０９：００-12:00]\n"
        + "  branch: {lat: 22.53, lon: -113.93}\n"
    )["week"]
    assert week["shifts"] == [[540, 720], [840, 1050]]
    assert week["grid"] == 15
    assert week["avoid"] == [[4, [840, 1050]], [0, [540, 720]]]
    assert week["branch"] == [22.53, -113.93, None]
    assert compiled(TIERS + "week: {branch: {district: 南山区}, avoid: []}\n")["week"]["branch"] == [
        None,
        None,
        "南山区",
    ]


def test_a_scale_shifts_every_amount_of_the_tiers_and_no_other() -> None:
    text = 'tiers:\n  - {id: a, when: {any_of: [{amount: ">= 1000万"}, {not: {loan: "< 0.05"}}]}}\n' + REST
    parts = compiled(text + "scale: 0.9\n")["tiers"][0]["when"]["parts"]
    assert parts[0]["fen"] == 9 * MILLION
    assert parts[1]["parts"][0]["fen"] == 5
    assert compiled(text + "scale: 80%\n")["prospects"] == compiled(text)["prospects"]


# --- mistakes


def test_everything_that_is_wrong_is_said_at_once_with_its_line_in_both_languages() -> None:
    text = "tiers:\n  - id: a\n    when: {deposit: lots}\n    colour: red\n"
    text += "  - id: b\n    when: {kind: any}\n    cadence: {Z: 1 per week}\n"
    with pytest.raises(RulesError) as caught:
        compiled(text)
    assert caught.value.exit_code == 3
    assert said(caught.value, "en") == [
        "tiers.yaml: 4 things to mend before it can be used. Nothing was changed.",
        "line 3: “lots” for “deposit” in tier “a”, under “when” isn't a comparison. Write one with an amount: "
        '">= 1000万", "< 200,000".',
        "line 4: unknown key “colour” in tier “a”; known keys: id, name, when, cadence, visit, weight.",
        "line 6: “any” isn't known for “kind” in tier “b”, under “when”; known: corporate, institution, retail.",
        "line 7: “Z” isn't a code of the contact log; known: T, E, M, W, any. Add new ones under “channels”.",
    ]
    assert said(caught.value, "zh") == [
        "tiers.yaml：有 4 处需要修改，改好后才能使用。数据没有任何变动。",
        '第 3 行：分层“a”中“when”下“deposit”的“lots”不是比较条件。请写成 ">= 1000万"、"< 200,000" 这样。',
        "第 4 行：分层“a”中没有“colour”这一项；可用的有：id, name, when, cadence, visit, weight。",
        "第 6 行：分层“b”中“when”下“kind”不能是“any”；可以是：corporate, institution, retail。",
        "第 7 行：“Z”不是联系方式代码；可用的有：T, E, M, W, any。新的代码请加在“channels”下。",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # keys
        ("tier: []\n", [(1, "unknown_key"), (1, "no_tiers")]),
        (TIERS + "week: {visit_per_day: 3}\n", [(3, "unknown_key")]),
        (TIERS + "week:\n", [(3, "no_value")]),
        (TIERS + "week: 5\n", [(3, "not_keys")]),
        (TIERS + "week: [5]\n", [(3, "not_keys")]),
        (TIERS + "channels: [T]\n", [(3, "not_keys")]),
        (TIERS + "hysteresis:\n", [(3, "no_value")]),
        (TIERS + "hysteresis: ''\n", [(3, "no_value")]),
        (TIERS + "hysteresis: [1]\n", [(3, "not_one_value")]),
        (TIERS + "hysteresis: {a: 1}\n", [(3, "not_one_value")]),
        (TIERS + "week: {grid: 30m,\n  grid: 15m}\n", [(4, "doubled_key")]),
        (TIERS + "version: 2\n", [(3, "bad_version")]),
        (TIERS + "version: 1.0\n", [(3, "bad_version")]),
        # tiers
        ("version: 1\n", [(1, "no_tiers")]),
        ("tiers: []\n", [(1, "no_tiers")]),
        ("tiers: any\n", [(1, "not_a_list")]),
        ("tiers:\n  - weekly\n" + REST, [(2, "not_keys")]),
        ("tiers:\n  - {when: any}\n", [(2, "no_id")]),
        ("tiers:\n  - {id: a b, when: any}\n", [(2, "bad_id")]),
        ("tiers:\n  - {id: a}\n" + REST, [(2, "no_when")]),
        ("tiers:\n  - {id: a, when: all}\n", [(2, "bad_when")]),
        ("tiers:\n  - {id: Rest, when: {tag: x}}\n" + REST, [(3, "doubled_id")]),
        ('tiers:\n  - {id: a, when: {amount: ">= 5"}}\n', [(2, "no_rest")]),
        ("tiers:\n  - {id: a, when: any}\n" + REST, [(3, "after_everybody")]),
        ("tiers:\n  - {id: a, when: {}}\n" + REST, [(3, "after_everybody")]),
        (
            'tiers:\n  - {id: a, when: {amount: ">= 500万"}}\n  - {id: b, when: {amount: ">= 1000万"}}\n' + REST,
            [(3, "unreachable")],
        ),
        (
            'tiers:\n  - {id: a, when: {amount: ">= 5"}}\n  - {id: b, when: {amount: ">= 5"}}\n' + REST,
            [(3, "unreachable")],
        ),
        (
            'tiers:\n  - {id: a, when: {amount: ">= 5"}}\n  - {id: b, when: {amount: [">= 7", "< 9"], tag: x}}\n'
            + REST,
            [(3, "unreachable")],
        ),
        ("tiers:\n  - {id: a, when: {tag: [x, y]}}\n  - {id: b, when: {tag: y}}\n" + REST, [(3, "unreachable")]),
        (
            "tiers:\n  - {id: a, when: {industry: 证券}}\n  - {id: b, when: {industry: 证券公司}}\n" + REST,
            [(3, "unreachable")],
        ),
        ('tiers:\n  - {id: a, when: {amount: [">= 5", "< 5"]}}\n' + REST, [(2, "impossible")]),
        ("tiers:\n  - {id: a, when: {not: any}}\n" + REST, [(2, "impossible")]),
        ('tiers:\n  - {id: a, when: {ammount: ">= 5"}}\n' + REST, [(2, "slip")]),
        ('tiers:\n  - {id: a, when: {depsoit: ">= 5"}}\n' + REST, [(2, "slip")]),
        ("tiers:\n  - {id: a, when: {colour: red}}\n" + REST, [(2, "unknown_key")]),
        ("tiers:\n  - {id: a, when: {colour: {x: 1}}}\n" + REST, [(2, "unknown_key")]),
        ("tiers:\n  - {id: a, when: {tag: []}}\n" + REST, [(2, "empty_list")]),
        ("tiers:\n  - {id: a, when: {kind: company}}\n" + REST, [(2, "not_in_list")]),
        ("tiers:\n  - {id: a, when: {any_of: {tag: x}, not: any of}}\n" + REST, [(2, "bad_when")]),
        ("tiers:\n  - {id: a, when: {amount: 1000万}}\n" + REST, [(2, "no_operator")]),
        ('tiers:\n  - {id: a, when: {amount: ">= lots"}}\n' + REST, [(2, "bad_amount")]),
        ('tiers:\n  - {id: a, when: {amount: "=> 5"}}\n' + REST, [(2, "bad_amount")]),
        (
            'tiers:\n  - id: a\n    when:\n      any_of:\n        - tag: x\n        - loan: [">= 5",\n          lots]\n'
            + REST,
            [(7, "bad_comparison")],
        ),
        # cadences and codes
        ("tiers:\n  - {id: rest, when: any, cadence: 1 per week}\n", [(2, "bad_cadences")]),
        ("tiers:\n  - {id: rest, when: any, cadence: {M: weekly}}\n", [(2, "bad_cadence")]),
        (
            "tiers:\n  - id: rest\n    when: any\n    cadence:\n      M: [1 per week,\n        0 per week]\n",
            [(6, "bad_cadence")],
        ),
        ("tiers:\n  - {id: rest, when: any, cadence: {M: [none, every 3d]}}\n", [(2, "none_and_more")]),
        ("tiers:\n  - {id: rest, when: any, cadence: {V: every 3d}}\n", [(2, "not_a_code")]),
        ("tiers:\n  - {id: rest, when: any, cadence: {T1: every 3d}}\n", [(2, "bad_code")]),
        (TIERS + "channels: {V: {counts_for: [X]}}\n", [(3, "not_a_code")]),
        (TIERS + "channels: {any: {zh: 任意}}\n", [(3, "code_any")]),
        (TIERS + "channels: {t: {zh: 电话}}\n", [(3, "codes_alike")]),
        (TIERS + "measure: []\n", [(3, "empty_list")]),
        (TIERS + "measure: [deposit, amount]\n", [(3, "not_a_balance")]),
        (
            TIERS + "measure: [deposit,\n  kind, deposit]\n",
            [(4, "not_a_balance"), (4, "twice")],
        ),
        (TIERS + "measure: depositavg\n", [(3, "slip")]),
        (TIERS + "measure: 日均\n", [(3, "bad_measure")]),
        # the week
        (TIERS + "week: {shifts: [9-12]}\n", [(3, "bad_hours")]),
        (TIERS + "week: {shifts: ['09:00-24:30']}\n", [(3, "bad_hours")]),
        (TIERS + "week: {shifts: ['12:00-09:00']}\n", [(3, "reversed_hours")]),
        (TIERS + "week: {shifts: ['09:00-09:00']}\n", [(3, "reversed_hours")]),
        (TIERS + "week:\n  shifts:\n    - 09:00-12:00\n    - 11:59-14:00\n", [(6, "overlap")]),
        (TIERS + "week: {shifts: []}\n", [(3, "empty_list")]),
        (TIERS + "week: {grid: 45m}\n", [(3, "bad_grid")]),
        (TIERS + "week: {visit: 300m}\n", [(3, "visit_too_long")]),
        (TIERS + "week: {shifts: ['09:00-09:20']}\n", [(3, "visit_too_long")]),
        ("tiers:\n  - {id: rest, when: any, visit: 4h}\n", [(2, "bad_length")]),
        ("tiers:\n  - {id: rest, when: any, visit: 211}\n", [(2, "visit_too_long")]),
        (TIERS + "week: {visits_per_day: 2.5}\n", [(3, "bad_count")]),
        (TIERS + "week: {visits_per_day: 0}\n", [(3, "bad_count")]),
        (TIERS + "week: {field_share: 1.1}\n", [(3, "out_of_range")]),
        (TIERS + "week: {field_share: 0}\n", [(3, "out_of_range")]),
        (TIERS + "week: {prospect_share: -1}\n", [(3, "bad_share")]),
        (TIERS + "week: {prospect_share: '٠.٢'}\n", [(3, "bad_share")]),
        (TIERS + "week: {avoid: [mon]}\n", [(3, "bad_avoided")]),
        (TIERS + "week: {avoid: [moonday 09:00-12:00]}\n", [(3, "bad_weekday")]),
        (TIERS + "week: {overload: stretched}\n", [(3, "not_in_list")]),
        (TIERS + "week: {travel: {speed_kmh: fast}}\n", [(3, "bad_number")]),
        (TIERS + "week: {travel: {detour: 0.5}}\n", [(3, "out_of_range")]),
        (TIERS + "week: {branch: {lat: 113.9, lon: 22.5}}\n", [(3, "bad_coordinate")]),
        (TIERS + "week: {branch: {lat: 22.5}}\n", [(3, "half_a_place")]),
        (TIERS + "week: {branch: {}}\n", [(3, "no_place")]),
        (TIERS + "calendar: UK\n", [(3, "not_in_list")]),
        (TIERS + "industries: {证券: {}}\n", [(3, "no_hours")]),
        (TIERS + "industries: {证券: {hours: [15:00-16:00, 15:30-17:00]}}\n", [(3, "overlap")]),
        # orders
        (TIERS + "classes: {A: 0.95}\n", [(3, "out_of_order")]),
        (TIERS + "states: {late: 1.4}\n", [(3, "out_of_order")]),
        (TIERS + "not_before: 0.9\nstates: {late: 0.8}\n", [(4, "out_of_order")]),
        (TIERS + "prospects: {value: {medium: '>= 1000万'}}\n", [(3, "out_of_order")]),
        (TIERS + "prospects: {likelihood: {medium: 60%}}\n", [(3, "out_of_order")]),
        (TIERS + "prospects: {value: {medium: '> 5'}}\n", [(3, "not_at_least")]),
        (TIERS + "prospects: {review: {A: 1 per week}}\n", [(3, "bad_interval")]),
        (TIERS + "prospects: {grades: {high: {low: D}}}\n", [(3, "not_in_list")]),
        (TIERS + "prospects: {cadence: {D: {M: every 3d}}}\n", [(3, "not_in_list")]),
        (TIERS + "prospects: {cadence: {A: {V: every 3d}}}\n", [(3, "not_a_code")]),
        # YAML
        ("tiers:\n\t- id: a\n\t  when: any\n", [(2, "tab"), (3, "tab")]),
        ("tiers：\n  - id: a\n", [(1, "wide_colon")]),
        ("tiers:\n  - id: a\n    when: {amount: >= 1000万}\n", [(3, "unquoted_comparison")]),
        ("tiers:\n  - id: a\n    when:\n      amount: >= 1000万\n", [(4, "unquoted_comparison")]),
        ("tiers:\n  - id: 'a\n    when: any\n", [(2, "open_quote")]),
        ("tiers:\n  - {id: a, when: any\nweek: {}\n", [(2, "open_bracket")]),
        ("tiers:\n  - id: @a\n", [(2, "odd_start")]),
        ("tiers:\n  - id: a: b\n", [(2, "colon_in_value")]),
        ("tiers:\n  - id: a\n   when: any\n", [(3, "indentation")]),
        ("tiers\n", [(1, "no_keys")]),
        ("- tiers\n", [(1, "no_keys")]),
        ("tiers: &a\n  - {id: rest, when: any}\nmeasure: *a\n", [(1, "alias"), (3, "alias"), (3, "no_value")]),
        (TIERS + "version: !!int 1\n", [(3, "tag")]),
        (TIERS + "version: !!python/object/apply:os.system ['true']\n", [(3, "tag"), (3, "not_one_value")]),
        (TIERS + "<<: {a: 1}\n", [(3, "unknown_key")]),
        (TIERS + "---\n" + TIERS, [(3, "two_documents")]),
        ("? [a]\n: b\n", [(1, "odd_key")]),
        ("tiers: " + "[" * 50_000, [(1, "too_deep")]),
        ("a: " + "{b: " * 30, [(1, "too_deep")]),
        (TIERS + "\x00", [(3, "odd_character")]),
        (TIERS + "a: \x1b[31m\n", [(3, "odd_character")]),
        (TIERS + "a: \ud800\n", [(3, "odd_character")]),
        (TIERS + "meetings:\n  levels:\n    - {name: head, titles: CEO}\n", [(5, "half_a_level")]),
        (
            TIERS + "meetings:\n  levels: {name: head, titles: CEO, shortest: 9m, longest: 5m}\n",
            [(4, "level_backwards")],
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, found: list[tuple[int, str]]) -> None:
    assert mistakes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        'tiers:\n  - {id: a, when: {amount: "> 5"}}\n  - {id: b, when: {amount: ">= 5"}}\n' + REST,
        'tiers:\n  - {id: a, when: {amount: "< 5"}}\n  - {id: b, when: {amount: "<= 5"}}\n' + REST,
        'tiers:\n  - {id: a, when: {amount: ">= 5"}}\n  - {id: b, when: {loan: ">= 5"}}\n' + REST,
        'tiers:\n  - {id: a, when: {amount: ">= 5", tag: x}}\n  - {id: b, when: {amount: ">= 7"}}\n' + REST,
        'tiers:\n  - {id: a, when: {amount: [">= 5", "<= 5"]}}\n' + REST,
        "tiers:\n  - {id: a, when: {tag: x}}\n  - {id: b, when: {tag: [x, y]}}\n" + REST,
        "tiers:\n  - {id: a, when: {group: 华强}}\n  - {id: b, when: {group: 华强北}}\n" + REST,
        TIERS + "not_before: 1\nstates: {late: 1, overdue: 100%}\n",
        TIERS + "week: {shifts: [09:00-12:00, 12:00-17:30]}\n",
        TIERS + "week: {visit: 210m, field_share: 1, prospect_share: 0}\n",
        TIERS + "measure: revenue\n",
        TIERS + "measure: [payroll, loans_abroad]\n",
    ],
)
def test_what_only_looks_like_a_mistake_loads(text: str) -> None:
    assert from_compiled(compiled(text)).tiers[-1].id == "rest"


def test_a_misspelt_key_is_guessed() -> None:
    with pytest.raises(RulesError) as caught:
        compiled(TIERS + "week: {visit_per_day: 3}\n")
    assert "did you mean “visits_per_day”?" in said(caught.value, "en")[1]
    assert "是不是“visits_per_day”？" in said(caught.value, "zh")[1]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty"),
        (b"# nothing\n", "empty"),
        (b"~\n", "empty"),
        ("名称: 一\n".encode("gb18030"), "not_utf8"),
        (TIERS.encode("utf-16"), "not_utf8"),
        (b"a: 1\n" * 300_000, "too_large"),
        (b"a: [" + b"1, " * 6_000 + b"]\n", "too_large"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(data: bytes, key: str) -> None:
    with pytest.raises(RulesError) as caught:
        compiled(decoded(data, "tiers.yaml"))
    assert caught.value.message.key == f"rules.{key}"
    assert said(caught.value, "zh") != said(caught.value, "en")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    text = decoded(b"\xef\xbb\xbf" + DEFAULT.read_bytes().replace(b"\n", b"\r\n"), "tiers.yaml")
    assert compiled(text) == compiled(DEFAULT_TEXT)


def test_no_more_than_fifty_mistakes_are_told() -> None:
    with pytest.raises(RulesError) as caught:
        compiled(TIERS + "".join(f"key{n}: 1\n" for n in range(70)))
    assert len(caught.value.details) == 51
    assert said(caught.value, "en")[-1] == "… and 20 more"


def test_a_mistake_in_the_rules_that_fill_in_is_said_of_them() -> None:
    with pytest.raises(RulesError) as caught:
        compile_rules(TIERS, "tiers.yaml", "colour: red\n")
    assert "tiers.yaml" in said(caught.value, "en")[0]
    assert len(caught.value.details) == 1


LINES = DEFAULT_TEXT.splitlines(keepends=True)


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_a_mangled_file_is_read_or_refused_and_nothing_else(chance: random.Random) -> None:
    lines = list(LINES)
    for _ in range(chance.randint(1, 4)):
        n = chance.randrange(len(lines))
        at = chance.randrange(len(lines[n]) + 1)
        what = chance.choice(
            ["", " ", "\t", ":", "：", "- ", "{", "]", '"', "&a ", "*a", "!x ", "0", "-", "万", "null", "\u202e"]
        )
        lines[n] = chance.choice(
            [lines[n][:at] + what + lines[n][at:], lines[n][:at] + lines[n][at + 1 :], lines[n] * 2, ""]
        )
    try:
        from_compiled(compiled("".join(lines)))
    except RulesError as error:
        assert all("line" in dict(detail.values) or detail.key == "rules.more_mistakes" for detail in error.details)
        assert said(error, chance.choice(lang.LANGUAGES))


# --- conditions against each other

LEAVES = st.builds(
    lambda field, operator, fen: Condition("amount", field=field, operator=operator, fen=fen),
    st.sampled_from(["amount", "loan"]),
    st.sampled_from([">=", ">", "<=", "<", "="]),
    st.integers(0, 3),
) | st.builds(
    lambda field, values: Condition("in", field=field, values=tuple(values)),
    st.sampled_from(["tag", "industry"]),
    st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=2),
)
CONDITIONS = st.recursive(
    LEAVES | st.just(Condition("all")),
    lambda inner: (
        st.builds(lambda parts: Condition("all", tuple(parts)), st.lists(inner, max_size=3))
        | st.builds(lambda parts: Condition("any", tuple(parts)), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: Condition("not", (part,)), inner)
    ),
    max_leaves=5,
)
AMOUNTS = st.none() | st.integers(-1, 4)
CLIENTS = st.fixed_dictionaries(
    {
        "amount": AMOUNTS,
        "loan": AMOUNTS,
        "tag": st.sets(st.sampled_from("ab")),
        "industry": st.sampled_from(["", "a", "b", "ab", "xab"]),
    }
)


def meets(client: dict[str, Any], condition: Condition) -> bool:
    if condition.kind in ("all", "any"):
        return (all if condition.kind == "all" else any)(meets(client, part) for part in condition.parts)
    if condition.kind == "not":
        return not meets(client, condition.parts[0])
    has = client[condition.field]
    if condition.kind == "in":
        return any(value in has for value in condition.values)
    fen = condition.fen
    return (
        has is not None
        and {">=": has >= fen, ">": has > fen, "<=": has <= fen, "<": has < fen, "=": has == fen}[condition.operator]
    )


@settings(max_examples=400)
@given(CONDITIONS, CONDITIONS, st.lists(CLIENTS, min_size=5, max_size=10))
def test_whoever_meets_the_narrow_condition_meets_the_wide_one(
    narrow: Condition, wide: Condition, clients: list[dict[str, Any]]
) -> None:
    for client in clients:
        assert not (implies(narrow, wide) and meets(client, narrow) and not meets(client, wide))
        assert not (impossible(narrow) and meets(client, narrow))
        assert meets(client, wide) or not matches_everybody(wide)


# --- the compiled form that is kept


def test_loading_twice_gives_the_same_and_compiles_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    first = load_rules(None, DEFAULT, cache)
    assert first == from_compiled(compiled(DEFAULT_TEXT))
    assert len(list(cache.iterdir())) == 1
    monkeypatch.setattr("rmtool.intake.rules_file.compile_rules", None)
    assert load_rules(None, DEFAULT, cache) == first


def test_a_kept_form_needs_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    load_rules(None, DEFAULT, tmp_path)
    code = f"""
import sys
from pathlib import Path
from rmtool.intake.rules_file import load_rules, shipped
load_rules(None, shipped("tiers.yaml"), Path({str(tmp_path)!r}))
print(sorted({{"yaml", "pydantic", "hashlib", "difflib"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_changed_file_or_default_is_compiled_anew(tmp_path: Path) -> None:
    own, default = tmp_path / "own.yaml", tmp_path / "default.yaml"
    default.write_bytes(DEFAULT.read_bytes())
    own.write_text(TIERS, "utf-8")
    assert load_rules(own, default, tmp_path / "cache").week.grid == 30
    own.write_text(TIERS + "week: {visits_per_day: 9}\n", "utf-8")
    assert load_rules(own, default, tmp_path / "cache").week.visits_per_day == 9
    default.write_text(DEFAULT_TEXT.replace("grid: 30m", "grid: 15m"), "utf-8")
    assert load_rules(own, default, tmp_path / "cache").week.grid == 15


def test_a_damaged_kept_form_is_compiled_anew_without_a_word(tmp_path: Path) -> None:
    good = load_rules(None, DEFAULT, tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for damaged in (
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        whole[:-50],
        whole.replace(b"1000000000", b"2000000000"),
        b"[" * 100_000,
    ):
        kept.write_bytes(damaged)
        assert load_rules(None, DEFAULT, tmp_path) == good
        assert kept.read_bytes() == whole
    content = json.loads(whole)
    other = {**content["compiled"], "calendar": "none"}
    kept.write_text(json.dumps({"sources": "other", "compiled": other, "check": _check(other)}), "utf-8")
    assert load_rules(None, DEFAULT, tmp_path) == good
    kept.write_text(json.dumps({**content, "compiled": {}}), "utf-8")
    assert load_rules(None, DEFAULT, tmp_path) == good


def test_few_kept_forms_stay(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    for n in range(1, KEPT + 5):
        own.write_text(TIERS + f"week: {{visits_per_day: {n}}}\n", "utf-8")
        assert load_rules(own, DEFAULT, tmp_path / "cache").week.visits_per_day == n
    assert len(list((tmp_path / "cache").iterdir())) == KEPT


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_kept_form_is_the_owners_alone(tmp_path: Path) -> None:
    load_rules(None, DEFAULT, tmp_path / "home" / "cache")
    (kept,) = (tmp_path / "home" / "cache").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")
    assert load_rules(None, DEFAULT, tmp_path / "cache").calendar == "CN"


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_a_file_that_is_not_there_has_its_sentence(tmp_path: Path, what: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(RulesError) as caught:
        load_rules(tmp_path / what, DEFAULT, tmp_path / "cache")
    assert str(tmp_path / what) in said(caught.value, "en")[0]


def test_mistakes_are_not_kept(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("tiers: []\n", "utf-8")
    for _ in range(2):
        with pytest.raises(RulesError):
            load_rules(own, DEFAULT, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


# --- the schema for editors


def agrees(schema: dict[str, Any], value: Any, defs: dict[str, Any]) -> bool:
    """As much of JSON Schema as ours uses."""
    if "$ref" in schema:
        return agrees(defs[schema["$ref"].rsplit("/", 1)[1]], value, defs)
    if "anyOf" in schema:
        return any(agrees(s, value, defs) for s in schema["anyOf"])
    kinds = {"object": dict, "array": list, "string": str, "number": (int, float), "integer": int}
    names: list[str] = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if names and not any(isinstance(value, kinds[name]) for name in names):  # type: ignore[arg-type]
        return False
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return False
    if isinstance(value, list):
        return all(agrees(schema["items"], item, defs) for item in value)
    if isinstance(value, dict):
        other = schema.get("additionalProperties", True)
        inner = [(schema.get("properties", {}).get(str(k), other), v) for k, v in value.items()]
        return all(k in value for k in schema.get("required", ())) and all(
            s if isinstance(s, bool) else agrees(s, v, defs) for s, v in inner
        )
    return True


def test_the_schema_takes_what_the_language_takes_and_refuses_unknown_keys() -> None:
    import yaml

    schema = rules_schema()
    good = [shipped(name).read_text("utf-8") for name in SETS] + [EXAMPLE.read_text("utf-8")] * EXAMPLE.exists()
    assert [agrees(schema, yaml.safe_load(text), schema["$defs"]) for text in good] == [True] * len(good)
    bad = [
        "version: 1",
        TIERS + "colour: red",
        TIERS + "week: {overload: x}",
        "tiers: [{id: a}]",
        "tiers: [{id: a, when: all}]",
    ]
    assert [agrees(schema, yaml.safe_load(text), schema["$defs"]) for text in bad] == [False] * len(bad)


def test_every_key_of_the_schema_is_described_in_both_languages() -> None:
    schema = rules_schema()
    for section in [schema, *schema["$defs"].values()]:
        for key in section["properties"].values():
            zh, _, en = (
                key["description"].rpartition(" / ")
                if " / " in key["description"]
                else key["description"].partition("/ ")
            )
            assert any("\u4e00" <= c <= "\u9fff" for c in zh) or zh in ("80", ""), key
            assert en.isprintable(), key
            assert en, key


def test_reviews_are_by_tier_and_the_shipped_ones_hold_for_tiers_of_the_same_names() -> None:
    weekly = "tiers:\n  - {id: weekly, when: any}\n"
    assert compiled(weekly)["reviews"] == {"weekly": [[1, "month", 0]]}
    assert compiled(weekly + "reviews: {weekly: [1 per quarter, every 60d]}\n")["reviews"] == {
        "weekly": [[1, "quarter", 0], [1, "", 60]]
    }
    assert compiled(weekly + "reviews: none\n")["reviews"] == {}
