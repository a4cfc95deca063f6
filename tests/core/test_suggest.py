"""Which clients are suggested for what somebody began to type."""

from rmtool.core.find import find
from rmtool.core.suggest import Named, suggest

from .examples import client

BOOK = [
    Named("S001", "华强电子", "hqdz"),
    Named("S002", "华强置业", "hqzy"),
    Named("S003", "新华强", "xhq"),
    Named("P0001", "Qiming Optics (sample)", "qos"),
]


def typed(begun: str, listed: list[Named] = BOOK, most: int = 10) -> list[str]:
    return [suggested.typed for suggested in suggest(listed, begun, most)]


def test_names_that_begin_so_go_before_those_that_hold_it() -> None:
    assert typed("华强") == ["华强电子", "华强置业"]
    assert typed("置业") == ["华强置业"]
    assert typed("强") == ["华强电子", "华强置业", "新华强"]


def test_a_number_is_completed_to_a_number_and_says_whose_it_is() -> None:
    assert suggest(BOOK, "s00", 10)[0] == ("S001", "华强电子")
    assert typed("P") == ["P0001"]


def test_initials_and_small_letters_are_understood() -> None:
    assert typed("hqz") == ["华强置业"]
    assert typed("qiming o") == ["Qiming Optics (sample)"]


def test_everybody_is_suggested_by_number_up_to_a_bound_where_nothing_was_typed() -> None:
    assert typed("") == ["Qiming Optics (sample)", "华强电子", "华强置业", "新华强"]
    assert typed("", most=2) == ["Qiming Optics (sample)", "华强电子"]


def test_a_name_that_two_share_or_that_does_not_show_gives_way_to_the_number() -> None:
    listed = [
        Named("1", "同名", "tm"),
        Named("2", "同名", "tm"),
        Named("3", "同\x1b[2J", "t"),
        Named("4", "-rf 同", "rf"),
    ]
    assert typed("同", listed) == ["1", "2", "3"]
    assert typed("rf", listed) == ["4"]
    assert suggest(listed, "3", 10) == [("3", "")]
    assert typed("", [Named("\x07", "铃\x07", "")]) == []


def test_what_is_suggested_names_that_client() -> None:
    clients = [client(n, client_no=c.client_no, name=c.name, initials=c.initials) for n, c in enumerate(BOOK)]
    for begun in ("", "s", "华", "强", "hq", "q"):
        for suggested, also in suggest(BOOK, begun, 10):
            assert also in (find(clients, suggested).client_no, find(clients, suggested).name)
