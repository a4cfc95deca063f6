"""How files that leave the tool are named: what they are, of which day, until when valid. Not: what is in them."""

import re
from datetime import date, timedelta

_UNTIL = re.compile(r"-until-(\d{4})(\d\d)(\d\d)(?=[.-]|$)", re.ASCII)


def export_name(kind: str, on: date, days: int, suffix: str, owner: str | None = None) -> str:
    """`book-20261123-until-20270221.zip`; with its owner `week-chen-…`; valid for so many `days`, 0 for good."""
    who = f"-{safe}" if owner and (safe := re.sub(r"\W+", "_", owner).strip("_")) else ""
    until = f"-until-{on + timedelta(days=days):%Y%m%d}" if days else ""
    return f"{kind}{who}-{on:%Y%m%d}{until}{suffix}"


def valid_until(name: str) -> date | None:
    """The last day on which the file of that name is valid; None if its name doesn't say."""
    found = _UNTIL.search(name)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
