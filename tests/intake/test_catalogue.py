"""The catalogue of products as YAML: what it may say, and all of its mistakes at once with their lines."""

import sys
from pathlib import Path

import pytest

from rmtool.errors import RulesError
from rmtool.intake.catalogue import compile_catalogue, load_catalogue
from rmtool.intake.rules_file import shipped
from rmtool.lang import speak

GOOD = """\
motives:
  - {id: saving, name: {zh: 攒钱, en: saving up}, tags: [教育金]}
products:
  - id: time-deposit
    name: {zh: 定期存款, en: time deposit}
    kind: deposit
    aliases: [定期]
    suits:
      - when: {motive: saving}
        say: 到期日对着用钱的日子。
      - {when: {tier: [weekly], any_of: [{amount: ">= 20万"}, {holds: loan}]}}
  - {id: payroll, kind: payroll, rest: yes, suits: {when: any}}
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(RulesError) as caught:
        compile_catalogue(text, "products.yaml")
    speak("en")
    return [speak().say(detail) for detail in caught.value.details]


def test_the_shipped_catalogue_has_no_mistakes_and_all_of_domain_s_products() -> None:
    path = shipped("products.yaml")
    compiled = compile_catalogue(path.read_text("utf-8"), str(path))
    kinds = {product["kind"] for product in compiled["products"]}
    assert kinds >= {
        *("deposit", "loan", "acceptance", "guarantee", "letter_of_credit", "cash_management", "payroll"),
        *("wealth", "fund", "insurance"),
    }
    assert all(suit["say"] for product in compiled["products"] for suit in product["suits"])
    assert all(len({p["short"][n] for p in compiled["products"]}) == len(compiled["products"]) for n in (0, 1))


def test_a_catalogue_is_read_as_it_is_written() -> None:
    time_deposit, payroll = compile_catalogue(GOOD, "products.yaml")["products"]
    assert (time_deposit["name"], time_deposit["short"], time_deposit["rest"]) == (
        ["定期存款", "time deposit"],
        ["定期", "time"],
        False,
    )
    first, second = time_deposit["suits"]
    assert first["when"] == {"kind": "in", "field": "motive", "values": ["saving"]}
    assert first["say"] == ["到期日对着用钱的日子。"] * 2
    assert [part.get("field", part["kind"]) for part in second["when"]["parts"]] == ["tier", "any"]
    assert (payroll["name"], payroll["rest"]) == (["payroll"] * 2, True)
    assert payroll["suits"][0]["when"] == {"kind": "all", "parts": []}


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("motive: saving", "motive: savings", 9, "there is no motive “savings” (did you mean “saving”?)"),
        ("holds: loan", "holds: lone", 11, "“holds” names “lone”, which is neither a product nor a kind"),
        ("kind: deposit", "kind: deposits", 6, "the kind “deposits” isn't known (did you mean “deposit”?)"),
        ("    kind: deposit\n", "", 4, "product “time-deposit” has no kind"),
        ("    aliases", "    alias", 7, "unknown key “alias” in product “time-deposit” (did you mean “aliases”?)"),
        ("id: payroll", "id: time-deposit", 12, "the id “time-deposit” is also that of product 1"),
        ("id: payroll,", "id: payroll, aliases: [定 期],", 12, "“定 期” is also a name of product “time-deposit”"),
        ("id: payroll, kind: payroll,", "id: payroll, kind: payroll, short: 定期,", 12, None),
        ('">= 20万"', '">= 二十"', 11, "二十"),
        ('{amount: ">= 20万"}', '{amunt: ">= 20万"}', 11, "amunt"),
        ("when: any}", "say: x}", 12, "a rule of product “payroll” doesn't say whom it suits"),
        ("rest: yes", "rest: perhaps", 12, "“perhaps” isn't known for “rest” in product “payroll”"),
        ("tags: [教育金]", "tag: [教育金]", 2, "unknown key “tag” in motive “saving”"),
    ],
)
def test_a_mistake_is_named_with_its_line(before: str, after: str, line: int, said: str | None) -> None:
    assert before in GOOD
    text = GOOD.replace(before, after)
    if said is None:
        assert compile_catalogue(text, "products.yaml")["products"][1]["short"] == ["定期", "定期"]
        return
    (found,) = mistakes(text)
    assert found.startswith(f"line {line}:")
    assert said in found


def test_all_mistakes_are_named_at_once() -> None:
    text = (
        GOOD.replace("motive: saving", "motive: x").replace("holds: loan", "holds: y").replace("rest: yes", "rest: z")
    )
    assert [found.split(":")[0] for found in mistakes(text)] == ["line 9", "line 11", "line 12"]


@pytest.mark.parametrize("text", ["", "products: []\n", "version: 1\n", "- a\n", "products: &a [*a]\n"])
def test_what_holds_no_products_is_refused(text: str) -> None:
    with pytest.raises(RulesError):
        compile_catalogue(text, "products.yaml")


def test_two_products_cannot_both_take_the_rest_of_a_kind() -> None:
    text = GOOD + "  - {id: wages, kind: payroll, rest: yes}\n"
    assert "“payroll” already takes the rest of the kind payroll" in mistakes(text)[0]


def test_an_unchanged_catalogue_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "products.yaml"
    file.write_text(GOOD, "utf-8")
    first = load_catalogue(file, tmp_path / "cache")
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert load_catalogue(file, tmp_path / "cache") == first
    file.write_text(GOOD.replace("定期存款", "定存"), "utf-8")
    with pytest.raises(ImportError):
        load_catalogue(file, tmp_path / "cache")
