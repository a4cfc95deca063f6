"""The language of the holiday table: years → holidays → days of rest and make-up days, and its mistakes.

Not: finding the tables and laying one over the other (holidays.py).
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple

from rmtool.intake.rules_values import Label, Version
from rmtool.intake.structure import Leaf, OneOrMore, Place, Section, key, line_of, mistakes_in, without, wrong
from rmtool.intake.yaml_text import Mistake, read_keys, refuse, shown
from rmtool.phrase import Phrase, phrase

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = 20
"""Days off in a row: no holiday is longer, so more is a slip of the pen."""

_DAY = r"(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})"


class Days(NamedTuple):
    """From the first to the last (year or 0, month, day), both in, as written."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    text: str


def _days(text: str) -> Days:
    found = re.fullmatch(rf"{_DAY} ?(?:(?:\.\.|~|～|至|到) ?{_DAY})?", text, re.ASCII)
    if not found:
        wrong("rules.bad_days", value=shown(text))
    numbers = [int(n or 0) for n in found.groups()]
    first = (numbers[0], numbers[1], numbers[2])
    return Days(first, (numbers[3], numbers[4], numbers[5]) if found[5] else first, text)


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        wrong("rules.bad_year", value=shown(text), lowest=FIRST_YEAR, highest=LAST_YEAR)
    return int(text)


ListOfDays = Annotated[list[Annotated[Days, Leaf(_days, {"type": "string"})]], OneOrMore(empty=True)]


class HolidayKeys(Section):
    """One holiday of a year."""

    rest: ListOfDays = key("放假的日子 / days off")
    work: ListOfDays = key("调休上班的日子 / days worked in return")


class TableKeys(Section):
    """A holiday table."""

    version: Version = key("版本，1 / version of this language, 1")
    names: dict[Label, Label] = key("英文名称 / English names")
    years: dict[Annotated[int, Leaf(_year, {"type": "string"})], dict[Label, HolidayKeys]] = key("各年 / the years")


def compile_table(text: str, file: str) -> dict[str, Any]:
    """A table as plain JSON; raises RulesError naming every mistake with its line.

    {names: {zh: en}, years: {year: [[day (ISO), holiday, worked] …]}}; a year's days may lie in the years beside it.
    """
    stated, mistakes = read_keys(text, file)
    single, places = mistakes_in(TableKeys, stated)
    mistakes += single
    table = TableKeys.model_validate(without(stated, places))
    years: dict[str, list[tuple[str, str, bool]]] = {}
    for year, holidays in (table.years or {}).items():
        days: dict[date, tuple[str, bool]] = {}
        for where, day, worked in _days_of(year, holidays):
            problem = day if isinstance(day, Phrase) else _problem(day, where[2], worked, days)
            if problem and where not in places:
                mistakes.append(Mistake(line_of(stated, where), problem))
            elif isinstance(day, date):
                days[day] = str(where[2]), worked
        years[str(year)] = [(day.isoformat(), *days[day]) for day in sorted(days)]
    if "years" not in stated:
        mistakes.append(Mistake(stated.line, phrase("rules.no_years")))
    if mistakes:
        refuse(file, mistakes)
    return {"names": table.names or {}, "years": years}


def _days_of(year: int, holidays: dict[str, HolidayKeys]) -> Iterator[tuple[Place, date | Phrase, bool]]:
    """Every day that the holidays of a year name, with its place, and whether it is worked; or what is wrong."""
    for name, holiday in holidays.items():
        where: Place = ("years", str(year), name)
        if holiday.rest is None and holiday.work is None:
            yield (*where, "rest"), phrase("rules.no_days", name=name), False
        for kind, listed in (("rest", holiday.rest), ("work", holiday.work)):
            for n, days in enumerate(listed or ()):
                for day in _each(year, days):
                    yield (*where, kind, n), day, kind == "work"


def _each(year: int, days: Days) -> Iterator[date | Phrase]:
    try:
        first, last = (date(y or year, month, day) for y, month, day in (days.first, days.last))
    except ValueError:
        yield phrase("rules.no_such_day", value=days.text)
        return
    if last < first:
        yield phrase("rules.reversed_days", value=days.text)
    elif (last - first).days >= LONGEST:
        yield phrase("rules.too_long", value=days.text, count=(last - first).days + 1, most=LONGEST)
    elif any(abs(day.year - year) > 1 for day in (first, last)):
        yield phrase("rules.wrong_year", value=days.text, year=year)
    else:
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _problem(day: date, name: str | int, worked: bool, known: dict[date, tuple[str, bool]]) -> Phrase | None:
    if day in known:
        return phrase("rules.day_twice", day=day, name=name, other=known[day][0])
    if worked and day.weekday() < 5:
        return phrase("rules.works_anyway", day=day)
    return None
