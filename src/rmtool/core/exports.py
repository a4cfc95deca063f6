"""How files that leave the tool are named: what they are, whose, of which days, until when valid. Not: what is in them.

`week-陈明-2026W48-until-20270227.html`: the kind, the relationship manager where there is one, the days, and the last
day on which the file is valid where there is one. `report missed` and `purge` know files by such names alone: what is
named in any other way isn't rmtool's to touch.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.periods import Span, period_of

BOOK = "book"
PERIODS = {
    BOOK: "day",
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "coverage": "day",
    "segment": "day",
    "workbook": "day",
}
"""What is named so, and which days it is of."""

SUFFIXES = frozenset({".html", ".xlsx", ".ics", ".md", ".txt", ".csv", ".json"})
_ZIP = ".zip"
_LONGEST = 40
"""Characters of an owner's name that fit: each may take three bytes of the 255 that a file's name has."""

_NAME = re.compile(
    rf"({'|'.join(PERIODS)})(?:-([^\W-]+))?-(\d{{8}}|\d{{4}}W\d\d|\d{{6}}|\d{{4}}Q[1-4])(?:-until-(\d{{8}}))?(\.[a-z]+)"
)


class Exported(NamedTuple):
    """What a file's name says: its kind (of PERIODS), owner, days, the last day on which it is valid, its suffix."""

    kind: str
    owner: str | None
    period: Span
    until: date | None
    suffix: str

    @property
    def name(self) -> str:
        """The file's name, the same on every system."""
        parts = [self.kind, self.owner, _said(self.kind, self.period), self.until and f"until-{self.until:%Y%m%d}"]
        return "-".join(part for part in parts if part) + self.suffix


def exported(kind: str, period: Span, today: date, days: int, suffix: str, owner: str | None = None) -> Exported:
    """What a file is called that is made `today` and valid for `days`, 0 for good.

    They are counted from the last of its own days, so that a report made late is called as one made in time; from
    today where it would be past its time at once.
    """
    until = period.end + timedelta(days=days)
    until = until if until >= today else today + timedelta(days=days)
    return Exported(kind, safe(owner), period, until if days else None, suffix)


def safe(owner: str | None) -> str | None:
    """An owner's name as it stands in a file's: letters and digits of all scripts, `_` for all else; None for none."""
    return re.sub(r"[\W_]+", "_", owner or "").strip("_")[:_LONGEST].rstrip("_") or None


def told_by(name: str) -> Exported | None:
    """What a file's name says; None for a name that rmtool doesn't give."""
    found = _NAME.fullmatch(name)
    if not found or not found[3].isascii():
        return None
    kind, owner, days, until, suffix = found.groups()
    try:
        period = period_of(PERIODS[kind], _first(days))
        last = date.fromisoformat(until) if until else None
    except ValueError:
        return None
    told = Exported(kind, owner, period, last, suffix)
    known = (_ZIP,) if kind == BOOK else SUFFIXES
    return told if told.name == name and suffix in known else None


def _said(kind: str, period: Span) -> str:
    first = period.start
    if PERIODS[kind] == "week":
        year, week, _ = first.isocalendar()
        return f"{year}W{week:02d}"
    if PERIODS[kind] == "quarter":
        return f"{first.year}Q{(first.month + 2) // 3}"
    return f"{first:%Y%m}" if PERIODS[kind] == "month" else f"{first:%Y%m%d}"


def _first(days: str) -> date:
    """The first of the days that a part of a name says. Raises ValueError."""
    if "W" in days:
        return date.fromisocalendar(int(days[:4]), int(days[5:]), 1)
    if "Q" in days:
        return date(int(days[:4]), 3 * int(days[5:]) - 2, 1)
    return date.fromisoformat(days if len(days) == 8 else f"{days}01")
