"""Minutes from place to place: by coordinates, by district, or by a constant. Not: where clients are (places)."""

from collections.abc import Sequence

from rmtool.core.places import Spot, great_circle, usable_point
from rmtool.core.rules import Branch, Travel

STEP = 5
"""Travel times are rounded up to this many minutes."""


def minutes_between(one: Spot, other: Spot, travel: Travel) -> int:
    """Minutes from spot to spot: great circle × detour ÷ speed + a fixed part; else by district; else constant."""
    if one.point and other.point:
        kilometres = great_circle(one.point, other.point) * travel.detour
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
