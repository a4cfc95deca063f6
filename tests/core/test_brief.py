"""What stands on the page for a visit: whom to see and how long, what to ask and bring, what to say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rmtool.core.book import Contact, Holding, Person
from rmtool.core.brief import Brief, Known, Times, address, brief, level_of
from rmtool.core.coverage import Held
from rmtool.core.products import Product
from rmtool.core.rules import MeetingLevel, MeetingRules, Name

from .examples import client, day

HEAD = MeetingLevel(Name("主要负责人", "head"), ("总经理", "董事长", "general manager"), 5, 10)
MONEY = MeetingLevel(Name("财务负责人", "money"), ("副总经理", "财务总监", "deputy general manager"), 5, 12)
CLERK = MeetingLevel(Name("经办", "specialist"), ("出纳", "财务"), 10, 30)
RULES = MeetingRules(20, (HEAD, MONEY, CLERK))
TODAY = day("11-23")


def person(number: int, name: str, title: str | None = None, power: str | None = None) -> Person:
    return Person(number, 1, name, title, power, None, None, None)


def contact(number: int, on: str, code: str = "T", then: str | None = None) -> Contact:
    return Contact(number, 1, day(on), None, code, None, None, None, None, then, None)


def held(name: str, matures: date | None = None, bank: str | None = None) -> Held:
    product = Product(name, Name(name, name), Name(name, name), None)
    holding = Holding(1, 1, name, None, None, 100, None, matures, None, None, None, bank, None, None, TODAY, None)
    return Held(product, holding, 100)


def page(people: Sequence[Person] = (), **known: Any) -> Brief:
    empty = Known(
        client(1),
        "weekly",
        None,
        45,
        people,
        (),
        (),
        (),
        "deposit",
        (),
        (),
        (),
        None,
        Times((TODAY, 540), (TODAY, 600)),
    )
    return brief(empty._replace(**known), RULES, TODAY)


def keys(said: Sequence[Any]) -> list[str]:
    return [each.key.removeprefix("brief.") for each in said]


@pytest.mark.parametrize(
    ("name", "title", "called"),
    [
        ("王丽", "总经理", "王总"),
        ("王丽", "副总经理", "王总"),
        ("李强", "董事长", "李董事长"),
        ("李强", "财务总监", "李总监"),
        ("李强", "CFO", "李总"),
        ("欧阳娜", "科长", "欧阳科长"),
        ("欧阳", "科长", "欧科长"),
        ("张三", "资金专员", "张三"),
        ("张三", None, "张三"),
        ("Wang Li", "总经理", "Wang Li"),
        ("阿卜杜拉·买买提", "主任", "阿卜杜拉·买买提"),
    ],
)
def test_somebody_is_addressed_by_surname_and_title(name: str, title: str | None, called: str) -> None:
    assert address(person(1, name, title)) == called


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("总经理", HEAD),
        ("副总经理（分管财务）", MONEY),
        ("Deputy General Manager", MONEY),
        ("财务专员", CLERK),
        ("司机", None),
        (None, None),
    ],
)
def test_a_level_is_that_of_the_longest_word_of_the_title(title: str | None, level: MeetingLevel | None) -> None:
    assert level_of(person(1, "王丽", title), RULES) == level


def test_who_decides_comes_first_then_who_influences_then_by_level() -> None:
    people = [
        person(1, "甲", "出纳"),
        person(2, "乙", "总经理"),
        person(3, "丙", "司机"),
        person(4, "丁", None, "decides"),
        person(5, "戊", "财务总监", "influences"),
    ]
    assert [m.person.name for m in page(people).meetings] == ["丁", "戊", "乙", "甲", "丙"]


def test_a_first_call_is_never_longer_than_the_rules_say_a_later_one_lasts_as_the_level_does() -> None:
    clerk = [person(1, "甲", "出纳")]
    assert page(clerk).minutes == (10, 20)
    assert page(clerk, contacts=[contact(1, "11-01", "T")]).minutes == (10, 20)
    assert page(clerk, contacts=[contact(1, "11-01", "M")]).minutes == (10, 30)
    assert page().minutes == (20, 20)
    assert page(contacts=[contact(1, "11-01", "M")]).minutes == (45, 45)


def test_three_questions_are_asked_about_what_is_not_known() -> None:
    assert keys(page().questions) == ["ask_decider", "ask_banks", "ask_industry"]
    told = page([person(1, "王丽", "总经理", "decides")], held=[held("存款", bank="他行")])
    assert keys(told.questions) == ["ask_industry", "ask_loan", "ask_channel"]
    assert told.rivals == ["他行"]


def test_a_private_client_is_not_asked_who_decides() -> None:
    assert keys(page(client=client(1)._replace(kind="retail", prefers="T")).questions) == ["ask_banks", "ask_plans"]


def test_what_was_promised_and_what_ends_within_a_month_is_brought() -> None:
    soon, later, elsewhere = held("定期", day("12-23")), held("理财", day("12-24")), held("保单", day("11-30"), "他行")
    found = page(purpose="payroll", promises=[contact(1, "11-17", then="offer")], held=[later, soon, elsewhere])
    assert keys(found.bring) == ["bring_purpose", "bring_promise", "bring_papers"]
    assert dict(found.bring[2].values)["product"] == "定期"


def test_the_call_names_its_reason_and_two_times() -> None:
    assert keys(page().script) == ["greet", "i_am_nobody", "about_first", "offer", "thanks"]
    promised = page(promises=[contact(1, "11-17", then="offer")], times=Times((TODAY, 540), None))
    assert keys(promised.script)[2:4] == ["about_promise", "offer_only"]
    ending = page(
        held=[held("定期", day("12-01"))], contacts=[contact(1, "11-01")], times=Times((TODAY, 540), None, True)
    )
    assert keys(ending.script)[2:4] == ["about_ending", "agreed"]
    assert keys(page(times=Times(None, None)).script)[3] == "no_time"


def test_the_last_five_contacts_stand_newest_first() -> None:
    found = page(contacts=[contact(n, f"11-{n:02}") for n in range(1, 9)])
    assert [c.id for c in found.contacts] == [8, 7, 6, 5, 4]
