"""Where clients are: points that can be right, and the districts for the others. Not: the way between (travel)."""

from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt
from statistics import median
from typing import NamedTuple

from rmtool.core.book import Client
from rmtool.core.rules import Branch
from rmtool.phrase import Phrase, phrase

EARTH_RADIUS_KM = 6371.0

FAR_KM = 200
"""A point farther than this from where the others are is none of the client's city."""

ENOUGH = 3
"""So many points at least say where a district or a book is."""

_NAMED = 5
"""Clients with odd coordinates that are named singly."""

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


class Spot(NamedTuple):
    """Where somebody is: a point (degrees) if it is known well enough to be routed, and a district."""

    point: Point | None
    district: str | None


class Doubt(NamedTuple):
    """Why a client's coordinates can't be right.

    `kind` is `half` (one is missing), `zero`, `range`, `swapped` or `far` (`kilometres` from where the others are).
    """

    client: Client
    kind: str
    kilometres: int = 0


def doubts_said(doubts: Sequence[Doubt]) -> Phrase:
    """Whose coordinates can't be right, and why."""
    more = len(doubts) - _NAMED
    named = tuple(
        phrase(f"places.{d.kind}", name=d.client.name, lat=d.client.lat, lon=d.client.lon, kilometres=d.kilometres)
        for d in doubts[:_NAMED]
    )
    key = "places.odd_more" if more > 0 else "places.odd"
    return phrase(key, count=len(doubts), clients=named, more=more)


class Places:
    """The places of one book's clients.

    A point that clients with different addresses share is a district's centre, not a place, and counts as the
    district; coordinates that can't be right are not used.
    """

    def __init__(self, clients: Iterable[Client], branch: Branch | None = None) -> None:
        self._addresses: dict[Point, set[str | None]] = {}
        by_district: dict[str, list[Point]] = {}
        everywhere: list[Point] = []
        for client in clients:
            if point := usable_point(client.lat, client.lon):
                self._addresses.setdefault(point, set()).add(client.address)
                by_district.setdefault(client.district or "", []).append(point)
                everywhere.append(point)
        home = usable_point(branch.lat, branch.lon) if branch else None
        self._centre = home or _centre(everywhere)
        self._centres = {district: _centre(points) for district, points in by_district.items() if district}

    def spot(self, client: Client) -> Spot:
        """Where the client is."""
        point = usable_point(client.lat, client.lon)
        shared = point is not None and len(self._addresses.get(point, ())) > 1
        return Spot(None if shared or self.doubt(client) else point, client.district)

    def is_shared(self, client: Client) -> bool:
        """Whether the client's point is that of others with other addresses, too."""
        point = usable_point(client.lat, client.lon)
        return point is not None and len(self._addresses.get(point, ())) > 1

    def doubt(self, client: Client) -> Doubt | None:
        """Why the client's coordinates can't be right; None if they can, and if it has none."""
        lat, lon = client.lat, client.lon
        kind = _impossible(lat, lon)
        if kind or lat is None or lon is None:
            return Doubt(client, kind) if kind else None
        centre = self._centres.get(client.district or "") or self._centre
        away = great_circle((lat, lon), centre) if centre else 0.0
        if centre is None or away <= FAR_KM:
            return None
        if abs(lon) <= 90 and great_circle((lon, lat), centre) <= FAR_KM:
            return Doubt(client, "swapped")
        return Doubt(client, "far", round(away))


def spots(clients: Sequence[Client], neighbours: Iterable[Client], branch: Branch | None = None) -> list[Spot]:
    """Where each of `clients` is, among `neighbours`."""
    places = Places(neighbours, branch)
    return [places.spot(client) for client in clients]


def usable_point(lat: float | None, lon: float | None) -> Point | None:
    """The point, unless a coordinate is missing or out of range, both are zero, or they look swapped."""
    if lat is None or lon is None or _impossible(lat, lon):
        return None
    return lat, lon


def great_circle(one: Point, other: Point) -> float:
    """Kilometres along the sphere (haversine formula)."""
    (lat1, lon1), (lat2, lon2) = one, other
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    a = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(a)))


def _impossible(lat: float | None, lon: float | None) -> str:
    """What is wrong with a pair of coordinates by itself; empty for nothing."""
    if lat is None or lon is None:
        return "half" if lat is not lon else ""
    if lat == 0 and lon == 0:
        return "zero"
    # China's longitudes begin at 73, its latitudes end at 54.
    if (90 < abs(lat) <= 180 and abs(lon) <= 90) or (65 < lat <= 90 and 0 < lon < 60):
        return "swapped"
    return "range" if abs(lat) > 90 or abs(lon) > 180 else ""


def _centre(points: Sequence[Point]) -> Point | None:
    """The middle of the points, which a few wrong ones don't move; None of too few."""
    if len(points) < ENOUGH:
        return None
    return median(lat for lat, _ in points), median(lon for _, lon in points)
