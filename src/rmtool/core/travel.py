"""Minutes from place to place, by coordinates, by district, or by a constant (planner.md, "Places"). Not: the route."""

from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from rmtool.core.book import Client
from rmtool.core.rules import Branch, Travel

EARTH_RADIUS_KM = 6371.0
STEP = 5
"""Travel times are rounded up to this many minutes."""


class Spot(NamedTuple):
    """Where somebody is: a point (degrees) if it is known well enough to be routed, and a district."""

    point: tuple[float, float] | None
    district: str | None


def spots(clients: Sequence[Client], neighbours: Iterable[Client]) -> list[Spot]:
    """Where each of `clients` is.

    A point that `neighbours` with different addresses share is a district's centre, not a place, and counts as the
    district; coordinates that can't be right are not used.
    """
    addresses: dict[tuple[float, float], set[str | None]] = {}
    for client in neighbours:
        point = usable_point(client.lat, client.lon)
        if point:
            addresses.setdefault(point, set()).add(client.address)
    found = []
    for client in clients:
        point = usable_point(client.lat, client.lon)
        is_place = point is not None and len(addresses.get(point, ())) <= 1
        found.append(Spot(point if is_place else None, client.district))
    return found


def usable_point(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    """The point, unless a coordinate is missing or out of range, both are zero, or they look swapped."""
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None
    if abs(lat) > 90 or abs(lon) > 180 or (lat > 65 and 0 < lon < 60):
        return None
    return lat, lon


def minutes_between(one: Spot, other: Spot, travel: Travel) -> int:
    """Minutes from spot to spot: great circle × detour ÷ speed + a fixed part; else by district; else constant."""
    if one.point and other.point:
        kilometres = _great_circle(one.point, other.point) * travel.detour
        minutes = kilometres / travel.speed_kmh * 60 + travel.fixed
        return -(-round(minutes * 1000) // (1000 * STEP)) * STEP
    if one.district and other.district:
        return travel.same_district if one.district == other.district else travel.other_district
    return travel.unknown


def matrix(places: Sequence[Spot], branch: Branch | None, travel: Travel) -> tuple[tuple[int, ...], ...]:
    """Minutes between all places; row and column 0 are the branch; without one in the rules its legs take no time."""
    size = len(places)
    rows = [[0] * (size + 1) for _ in range(size + 1)]
    if branch:
        home = Spot(usable_point(branch.lat, branch.lon), branch.district)
        for i, place in enumerate(places, 1):
            rows[0][i] = rows[i][0] = minutes_between(home, place, travel)
    for i in range(size):
        for j in range(i + 1, size):
            rows[i + 1][j + 1] = rows[j + 1][i + 1] = minutes_between(places[i], places[j], travel)
    return tuple(tuple(row) for row in rows)


def _great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres along the sphere (haversine formula)."""
    (lat1, lon1), (lat2, lon2) = one, other
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    a = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(a)))
