"""What a list is narrowed to: tier, class, district, RM, tag. Not: what a client's tier and class are (standing)."""

from typing import NamedTuple

from rmtool.core.book import Client
from rmtool.core.half_width import half_width


class Filter(NamedTuple):
    """What a list is narrowed to; parts that are missing don't narrow.

    `tier` is the id of a tier, or `prospect-A` for the prospects of a grade; `klass` A, B or C.
    """

    tier: str | None = None
    klass: str | None = None
    district: str | None = None
    rm: str | None = None
    tag: str | None = None


EVERYBODY = Filter()


def passes(client: Client, tier: str | None, klass: str | None, wanted: Filter) -> bool:
    """Whether a client of this tier and class is in the list. Capitals and full width make no difference in words."""
    if wanted.tier not in (None, tier) or wanted.klass not in (None, klass):
        return False
    named = ((wanted.district, client.district), (wanted.rm, client.rm))
    if any(asked is not None and plain(asked) != plain(said or "") for asked, said in named):
        return False
    return wanted.tag is None or plain(wanted.tag) in map(plain, client.tags)


def plain(text: str) -> str:
    """What a word is compared by: without case, outer blanks and full-width forms."""
    return half_width(text).casefold().strip()
