"""Lists narrowed to a tier, class, district, RM or tag, for whatever list there is. Not: what passes (core/filters)."""

from collections.abc import Callable

from rmtool.core.book import Client
from rmtool.core.filters import EVERYBODY as EVERYBODY
from rmtool.core.filters import Filter as Filter
from rmtool.core.filters import passes
from rmtool.core.register import tier_label
from rmtool.core.standing import segment
from rmtool.desk import Desk
from rmtool.errors import UsageError


def narrowed(desk: Desk, wanted: Filter) -> Callable[[Client], bool]:
    """Whether a client is to be in a list narrowed to `wanted`. Raises UsageError for no such tier, grade or class.

    Tiers and classes are worked out only where they are asked for.
    """
    wanted = checked(desk, wanted)
    if wanted == EVERYBODY:
        return lambda client: True
    classes: dict[int, str] = {}
    if wanted.klass:
        classes = {row.client.id: row.klass for row in segment(desk.book, desk.rules, desk.today).rows}

    def keeps(client: Client) -> bool:
        tier = tier_label(client, desk.standings, desk.book) if wanted.tier else None
        return passes(client, tier, classes.get(client.id), wanted)

    return keeps


def checked(desk: Desk, wanted: Filter) -> Filter:
    """The filter with its tier by id (it may be named as it is shown) and its class in capitals. Raises UsageError."""
    if wanted.klass:
        wanted = wanted._replace(klass=wanted.klass.upper())
        if wanted.klass not in ("A", "B", "C"):
            raise UsageError("desk.no_such_class", klass=wanted.klass)
    if not wanted.tier:
        return wanted
    asked = wanted.tier.casefold()
    tiers: list[tuple[str, ...]] = [(tier.id, *tier.name) for tier in desk.rules.tiers]
    tiers += [(f"prospect-{grade}",) for grade in desk.rules.prospects.review]
    for names in tiers:
        if asked in (name.casefold() for name in names):
            return wanted._replace(tier=names[0])
    raise UsageError("desk.no_such_tier", tier=wanted.tier, tiers=tuple(tier.id for tier in desk.rules.tiers))
