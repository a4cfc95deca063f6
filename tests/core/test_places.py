"""Coordinates that can be right, those that can't, and what stands in their place."""

import pytest

from rmtool.core.book import Client
from rmtool.core.places import Places, doubts_said
from rmtool.core.rules import Branch
from rmtool.lang import Language

from .examples import client

SHENZHEN = (22.53, 113.93)
BEIJING = (39.9, 116.4)


def at(number: int, lat: float | None, lon: float | None, district: str | None = None) -> Client:
    return client(number, lat=lat, lon=lon, address=f"路{number}号", district=district)


TOWN = [at(n, SHENZHEN[0] + n / 1000, SHENZHEN[1]) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("lat", "lon", "kind"),
    [
        (22.6, 114.0, None),
        (None, None, None),
        (22.6, None, "half"),
        (None, 114.0, "half"),
        (0.0, 0.0, "zero"),
        (113.93, 22.53, "swapped"),
        (200.0, 113.0, "range"),
        (22.5, 190.0, "range"),
        (*BEIJING, "far"),
        (20.7, 113.93, "far"),
        (20.8, 113.93, None),
    ],
)
def test_coordinates_that_cant_be_right_are_told_and_not_used(
    lat: float | None, lon: float | None, kind: str | None
) -> None:
    """Two hundred kilometres are 1.8 degrees of latitude."""
    odd = at(9, lat, lon, "南山区")
    places = Places([*TOWN, odd])
    doubt = places.doubt(odd)
    assert (doubt.kind if doubt else None) == kind
    assert (places.spot(odd).point is None) == (kind is not None or lat is None)
    assert places.spot(odd).district == "南山区"
    assert not any(map(places.doubt, TOWN))


def test_a_pair_that_would_be_in_town_the_other_way_round_is_swapped() -> None:
    """In Kashgar both orders are on the globe."""
    town = [at(n, 39.4 + n / 1000, 75.9) for n in range(1, 5)]
    doubt = Places(town).doubt(at(9, 75.9, 39.4))
    assert doubt and doubt.kind == "swapped"
    south = [at(n, 10.0 + n / 1000, 80.0) for n in range(1, 5)]
    doubt = Places(south).doubt(at(9, 80.0, 10.0))
    assert doubt and doubt.kind == "swapped"


def test_where_the_others_are_needs_three_of_them_or_the_branch() -> None:
    two = TOWN[:2]
    assert Places([*two, at(9, *BEIJING)]).doubt(at(9, *BEIJING))
    assert Places(two).doubt(at(9, *BEIJING)) is None
    doubt = Places(two, Branch(*SHENZHEN, None)).doubt(at(9, *BEIJING))
    assert doubt and (doubt.kind, doubt.kilometres) == ("far", 1945)


def test_clients_in_a_second_city_are_where_their_district_is() -> None:
    capital = [at(n, BEIJING[0] + n / 1000, BEIJING[1], "朝阳区") for n in range(10, 13)]
    places = Places([*TOWN, *capital])
    assert not any(map(places.doubt, capital))
    stray = places.doubt(at(20, *SHENZHEN, "朝阳区"))
    assert stray and stray.kind == "far"


def test_a_point_of_many_addresses_counts_as_the_district() -> None:
    centre = [client(n, lat=22.5, lon=113.9, address=f"路{n}号", district="南山区") for n in (1, 2)]
    tower = [client(n, lat=22.6, lon=113.9, address="一路", district="南山区") for n in (3, 4)]
    places = Places([*centre, *tower])
    assert [places.is_shared(c) for c in (*centre, *tower)] == [True, True, False, False]
    assert [places.spot(c).point for c in centre] == [None, None]


def test_odd_ones_are_named_and_the_rest_is_counted() -> None:
    odd = [at(n, 0.0, 0.0) for n in range(10, 18)]
    places = Places([*TOWN, *odd])
    doubts = [doubt for c in odd if (doubt := places.doubt(c))]
    said = Language("en").say(doubts_said(doubts))
    assert said.startswith("8 clients have coordinates that can't be right") and said.endswith("and 3 more")
    assert Language("zh").say(doubts_said(doubts[:1])).endswith("客户10（0, 0，位置不明）")
