"""Which year and month a list is of, as its title, its sheet's name or its file's name says. Not: what headings say.

Dates written without a year, or as days without a month, are understood by it.
"""

import re
import unicodedata
from typing import NamedTuple

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:\s*[-/._年]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)|(?P<compact>1[0-2]|0[1-9])(?:[0-3]\d)?(?!\d))?"
    r"(?!\d)",
    re.ASCII,
)
_MONTH = re.compile(r"(?<![\d年./_~至到、—-])(1[0-2]|0?[1-9])\s*月", re.ASCII)
_NAMED = re.compile(rf"(?<![a-z])({'|'.join(MONTH_NAMES)})[a-z]*[-'., ]*(20\d\d)?(?!\d)", re.IGNORECASE)


class Stated(NamedTuple):
    """The latest year and month that are stated, and the month that the earliest of them begins with."""

    year: int | None
    month: int | None
    first_month: int | None


NOTHING = Stated(None, None, None)


def stated_month(*texts: str) -> Stated:
    """What the texts state, the nearest to the list first: the first that names a month, the first that names a year.

    Where those are different texts and the one with the year names a month too, the year is the one in which both lie
    closest together: a sheet 12月 in a file of January is of the year before.
    """
    found = [each for text in texts if (each := _stated_in(text)) != NOTHING]
    dated = next((each for each in found if each.year), NOTHING)
    monthly = next((each for each in found if each.month), NOTHING)
    if monthly.year or not (dated.year and monthly.month):
        return monthly if monthly.year else dated._replace(month=monthly.month, first_month=monthly.first_month)
    apart = monthly.month - dated.month if dated.month else 0
    return monthly._replace(year=dated.year - (apart > 6) + (apart < -6))


def _stated_in(text: str) -> Stated:
    plain = unicodedata.normalize("NFKC", text)
    months = {(int(found["year"]), int(found["month"] or found["compact"] or 0)) for found in _YEAR.finditer(plain)}
    for name, year in _NAMED.findall(plain):
        if year:
            months.add((int(year), MONTH_NAMES.index(name.lower()) + 1))
    whole = sorted(month for month in months if month[1])
    if whole:
        return Stated(*whole[-1], whole[0][1])
    alone = {int(month) for month in _MONTH.findall(plain)}
    alone |= {MONTH_NAMES.index(name.lower()) + 1 for name, year in _NAMED.findall(plain) if not year}
    month = alone.pop() if len(alone) == 1 else None
    return Stated(max((year for year, _ in months), default=None), month, month)
