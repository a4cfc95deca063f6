"""The calendar of working days: the shipped holiday table with the user's over it, compiled and kept like the rules.

Not: what a table says (holiday_table.py).
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rmtool.core.periods import Calendar, Name
from rmtool.intake.compiled import compiled
from rmtool.intake.rules_file import read_bytes
from rmtool.intake.yaml_text import decoded

COMPILED_VERSION = 1
"""Counts the changes of the compiled form, and of how tables are compiled to it."""

NO_CALENDAR = "none"
"""The calendar that knows no holidays: Monday to Friday, and what the user's own table says."""


def load_calendar(kind: str, shipped: Path, user: Path | None, cache: Path) -> Calendar:
    """The working days by the rules' `calendar`: `CN` (the shipped table) or `none`; the user's years replace its.

    Raises RulesError with all mistakes of a table. With `none` no day is provisional.
    """
    files = [file for file in (None if kind == NO_CALENDAR else shipped, user) if file]
    if not files:
        return _calendar({"names": {}, "years": {}}, complete=True)
    sources = [read_bytes(file) for file in files]

    def compile_tables() -> dict[str, Any]:
        from rmtool.intake.holiday_table import compile_table

        tables = [compile_table(decoded(s, str(f)), str(f)) for s, f in zip(sources, files, strict=True)]
        return {part: {k: v for table in tables for k, v in table[part].items()} for part in ("names", "years")}

    return compiled(
        "holidays", COMPILED_VERSION, sources, cache, compile_tables, lambda made: _calendar(made, kind == NO_CALENDAR)
    )


def _calendar(tables: Mapping[str, Any], complete: bool) -> Calendar:
    english = tables["names"]
    names: dict[date, Name] = {}
    working: set[date] = set()
    for own_year in (False, True):
        # What another year's holidays say about a day yields to the day's own year.
        for year, days in tables["years"].items():
            for text, zh, worked in days:
                if text.startswith(year) == own_year:
                    day = date.fromisoformat(text)
                    names[day] = Name(zh, english.get(zh, zh))
                    (working.add if worked else working.discard)(day)
    covered = range(date.min.year, date.max.year + 1) if complete else map(int, tables["years"])
    return Calendar(names, frozenset(working), frozenset(covered))
