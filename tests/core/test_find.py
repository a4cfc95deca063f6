"""Which client somebody means."""

import pytest

from rmtool.core.find import find
from rmtool.errors import ClientError
from rmtool.lang import Language

from .examples import client

CLIENTS = [
    client(1, name="华强电子有限公司", credit_code="91440300AAAAAAAAXX", initials="hqdzyxgs dzyxgs"),
    client(2, name="华强", initials="hq"),
    client(3, name="Baoan Optics 光学", initials="baogx"),
    client(4, name="C0001", initials=""),
    client(5, client_no="P0001", name="南山贸易", initials="nsmy"),
    client(6, name="南山物流", initials="nswl"),
]


@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("C0003", 3),
        (" c0003 ", 3),
        ("P0001", 5),
        ("91440300aaaaaaaaxx", 1),
        ("华强", 2),
        ("华强电子有限公司", 1),
        ("电子", 1),
        ("optics", 3),
        ("baoan", 3),
        ("南山物", 6),
        ("hqd", 1),
        ("dzy", 1),
        ("NSMY", 5),
        ("hq", 2),
    ],
)
def test_a_client_goes_by_number_code_name_part_or_initials(who: str, number: int) -> None:
    assert find(CLIENTS, who).id == number


@pytest.mark.parametrize("who", ["", "  ", "nobody", "9144030", "qdz"])
def test_nobody_goes_by_that(who: str) -> None:
    with pytest.raises(ClientError) as failure:
        find(CLIENTS, who)
    assert failure.value.exit_code == 5
    assert failure.value.details == ()
    assert who in Language("en").say(failure.value.message)


@pytest.mark.parametrize(("who", "numbers"), [("C0001", [1, 4]), ("南山", [5, 6]), ("ns", [5, 6])])
def test_an_ambiguous_name_lists_its_candidates(who: str, numbers: list[int]) -> None:
    with pytest.raises(ClientError) as failure:
        find(CLIENTS, who)
    lines = [Language("en").say(line).split()[0] for line in failure.value.details]
    assert lines == [c.client_no for c in CLIENTS if c.id in numbers]
    assert str(len(numbers)) in Language("zh").say(failure.value.message)


def test_no_more_than_ten_candidates_are_listed_and_the_rest_counted() -> None:
    branches = [client(n, name=f"分行{n}") for n in range(13)]
    with pytest.raises(ClientError) as failure:
        find(branches, "分行")
    said = [Language("en").say(line) for line in failure.value.details]
    assert len(said) == 11
    assert "3 more" in said[-1]
    with pytest.raises(ClientError) as failure:
        find(branches[:10], "分行")
    assert len(failure.value.details) == 10
