"""Clients that may be one: by credit code, by the heart of the name, by likeness; never by chance."""

from datetime import date
from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.book import Client
from rmtool.core.duplicates import ALIKE, Heart, duplicates
from rmtool.intake.names import alike, heart


def firm(number: int, name: str, **values: Any) -> Client:
    blank = dict.fromkeys(Client._fields)
    given = {"client_no": f"{number:04d}", "kind": "corporate", "status": "active", "tags": ()}
    return Client(
        **{**blank, **given, "entered": date(2026, 1, 5), "initials": "", "id": number, "name": name, **values}
    )


def pairs(held: list[Client], added: list[Client]) -> list[tuple[str, str, str]]:
    return [(d.client.name, d.other.name, d.why) for d in duplicates(held, added, heart, alike)]


@pytest.mark.parametrize(
    ("held", "added", "why"),
    [
        ("深圳市康佳电子有限公司", "深圳市康佳电子股份有限公司", "name"),
        ("深圳市康佳电子有限公司", "康佳电子", "name"),
        ("康佳（集团）有限公司", "康佳(集团)有限公司", "name"),
        ("腾讯科技（深圳）有限公司", "腾讯科技有限公司", "name"),
        ("腾讯科技（深圳）有限公司", "深圳腾讯科技有限公司", "name"),
        ("深圳市康佳实业发展有限公司", "深圳市康加实业发展有限公司", "similar"),
        ("Shenzhen Optics Co., Ltd.", "SHENZHEN OPTICS LIMITED", "name"),
    ],
)
def test_two_spellings_of_one_firm_are_told(held: str, added: str, why: str) -> None:
    assert pairs([firm(1, held)], [firm(2, added)]) == [(added, held, why)]
    assert pairs([], [firm(1, held), firm(2, added)]) == [(added, held, why)]


@pytest.mark.parametrize(
    ("held", "added"),
    [
        ("深圳市燃气集团", "广州市燃气集团"),
        ("腾讯科技（深圳）有限公司", "腾讯科技（北京）有限公司"),
        ("深圳市华强电子有限公司", "深圳市华星电子有限公司"),
        ("张三", "张三丰"),
        ("Firm 10", "Firm 11"),
        ("招商银行深圳分行", "中国银行深圳分行"),
    ],
)
def test_two_firms_stay_two(held: str, added: str) -> None:
    assert pairs([firm(1, held)], [firm(2, added)]) == []


def test_two_credit_codes_are_two_firms_and_one_is_one() -> None:
    held = firm(1, "深圳市康佳电子有限公司", credit_code="A")
    assert pairs([held], [firm(2, "康佳电子集团", credit_code="B")]) == []
    assert pairs([held], [firm(2, "别的名字公司", credit_code="A")]) == [("别的名字公司", held.name, "credit_code")]


def test_private_persons_are_told_apart_by_nothing_but_their_code() -> None:
    people = [firm(n, "欧阳锋先生之家", kind="retail") for n in (1, 2)]
    assert pairs(people[:1], people[1:]) == []


CORES = st.text("康佳电子实业发展", min_size=4, max_size=9)


@given(st.lists(CORES, max_size=8), CORES)
def test_whoever_is_alike_but_for_a_character_is_found(held: list[str], added: str) -> None:
    """The lookup by rare pairs of characters loses none that comparing with everybody would find."""

    def plain(name: str) -> Heart:
        return Heart("", name)

    clients = [firm(n, name) for n, name in enumerate(held, 1)]
    new = firm(100, added, credit_code="X")
    hits = {d.other.id for d in duplicates([c._replace(kind="institution") for c in clients], [new], plain, alike)}
    likeness = alike()
    for client in clients:
        if len(client.name) > 4 and client.name != added and likeness(client.name, added) >= ALIKE:
            one_off = abs(len(client.name) - len(added)) <= 1 and _edits(client.name, added) == 1
            assert client.id in hits or not one_off


def _edits(one: str, other: str) -> int:
    """Blocks of characters that differ, each at most one character long on either side; more count as many."""
    changed = [c for c in SequenceMatcher(None, one, other, False).get_opcodes() if c[0] != "equal"]
    return sum(max(c[2] - c[1], c[4] - c[3]) for c in changed)
