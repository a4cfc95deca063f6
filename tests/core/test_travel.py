"""Minutes from place to place."""

from math import pi

import pytest

from rmtool.core.book import Client
from rmtool.core.places import Spot, spots, usable_point
from rmtool.core.rules import Branch
from rmtool.core.travel import matrix, minutes_between

from .examples import WEEK, client

TRAVEL = WEEK.travel
KM = 180 / (pi * 6371)
"""Degrees of latitude in a kilometre, on a sphere of 6,371 km."""


def at(number: int, km: float, address: str = "", **facts: object) -> Client:
    """A client so many kilometres north of a point in Nanshan."""
    known = {"lat": 22.5 + km * KM, "lon": 113.9, "address": address or f"路{number}号", "district": "南山区"}
    return client(number, **(known | facts))


def minutes(km: float) -> int:
    clients = [at(1, 0, "一路"), at(2, km, "一路")]
    one, other = spots(clients, clients)
    assert minutes_between(one, other, TRAVEL) == minutes_between(other, one, TRAVEL)
    return minutes_between(one, other, TRAVEL)


@pytest.mark.parametrize(
    ("km", "expected"),
    [
        (0, 5),  # 3 minutes, rounded up to 5
        (0.5, 5),  # 0.5 km × 1.3 ÷ 22 km/h = 1.8 min, + 3
        (0.56, 5),  # 4.99
        (0.57, 10),  # 5.02
        (1.97, 10),  # 9.98
        (1.98, 15),  # 10.02
        (10, 40),  # 35.5 + 3 = 38.5
        (22, 85),  # 78 + 3 = 81
    ],
)
def test_between_points_by_great_circle_detour_and_speed_rounded_up_to_five_minutes(km: float, expected: int) -> None:
    assert minutes(km) == expected


@pytest.mark.parametrize(
    ("km", "detour", "fixed", "expected"), [(50, 1.0, 0, 125), (66, 1.2, 2, 200), (36, 1.3, 3, 120)]
)
def test_a_whole_five_minutes_is_not_rounded_up_by_a_hair(km: int, detour: float, fixed: int, expected: int) -> None:
    """Floating point makes 125.00000000000001 of them."""
    exact = TRAVEL._replace(speed_kmh=24.0, detour=detour, fixed=fixed)
    assert minutes_between(Spot((0.0, 0.0), None), Spot((km * KM, 0.0), None), exact) == expected


def test_east_and_west_shrink_with_the_latitude() -> None:
    assert minutes_between(Spot((60.0, 10.0), None), Spot((60.0, 10.0 + 20 * KM), None), TRAVEL) == 40
    assert minutes_between(Spot((0.0, 10.0), None), Spot((0.0, 10.0 + 10 * KM), None), TRAVEL) == 40


def test_without_points_by_district_and_without_districts_a_constant() -> None:
    nanshan, futian, nowhere = Spot(None, "南山区"), Spot(None, "福田区"), Spot(None, None)
    point = Spot((22.5, 113.9), "南山区")
    assert minutes_between(nanshan, Spot(None, "南山区"), TRAVEL) == 10
    assert minutes_between(nanshan, futian, TRAVEL) == 25
    assert minutes_between(nanshan, nowhere, TRAVEL) == 15
    assert minutes_between(nowhere, nowhere, TRAVEL) == 15
    assert minutes_between(point, nanshan, TRAVEL) == 10
    assert minutes_between(point, futian, TRAVEL) == 25
    assert minutes_between(point, nowhere, TRAVEL) == 15


def test_a_point_shared_by_different_addresses_is_a_districts_centre_and_not_a_place() -> None:
    centre, neighbour, elsewhere = at(1, 0, "甲路"), at(2, 0, "乙路"), at(3, 30, "丙路")
    found = spots([centre, neighbour, elsewhere], [centre, neighbour, elsewhere])
    assert [spot.point is None for spot in found] == [True, True, False]
    assert minutes_between(found[0], found[1], TRAVEL) == 10
    assert minutes_between(found[0], found[2], TRAVEL) == 10


def test_a_point_shared_by_one_address_is_a_place() -> None:
    tower = [at(1, 0, "大厦"), at(2, 0, "大厦")]
    assert all(spot.point for spot in spots(tower, tower))


def test_neighbours_that_are_not_visited_show_a_districts_centre_too() -> None:
    visited, another = at(1, 0, "甲路"), at(2, 0, "乙路")
    assert spots([visited], [visited, another])[0].point is None
    assert spots([visited], [visited])[0].point is not None


@pytest.mark.parametrize(
    ("lat", "lon", "usable"),
    [
        (22.53, 113.93, True),
        (113.93, 22.53, False),
        (75.9, 39.4, False),
        (39.4, 75.9, True),
        (0.0, 0.0, False),
        (0.0, 113.9, True),
        (None, 113.9, False),
        (22.5, None, False),
        (-91.0, 0.0, False),
        (22.5, 181.0, False),
        (50.08, 14.42, True),
    ],
)
def test_coordinates_that_cant_be_right_are_not_used(lat: float | None, lon: float | None, usable: bool) -> None:
    assert usable_point(lat, lon) == ((lat, lon) if usable else None)
    assert (spots([client(lat=lat, lon=lon)], [])[0].point is not None) == usable


def test_days_start_and_end_at_the_branch_where_the_rules_name_one() -> None:
    places = [Spot(None, "南山区"), Spot(None, "福田区"), Spot(None, None)]
    between = ((10, 25, 15), (25, 10, 15))
    without = matrix(places, None, TRAVEL)
    assert without == ((0, 0, 0, 0), (0, 0, 25, 15), (0, 25, 0, 15), (0, 15, 15, 0))
    by_district = matrix(places, Branch(None, None, "南山区"), TRAVEL)
    assert by_district == ((0, 10, 25, 15), (10, 0, 25, 15), (25, 25, 0, 15), (15, 15, 15, 0))
    assert by_district[0][1:] == between[0]
    by_point = matrix(spots([at(1, 10)], []), Branch(22.5, 113.9, None), TRAVEL)
    assert by_point == ((0, 40), (40, 0))
    assert matrix([], None, TRAVEL) == ((0,),)
