"""Cells → values: text, numbers and codes, amounts, dates, times, levels. Not: which column means what.

A reader takes one cell and gives its value, or None where the cell says nothing; it raises ValueError for a cell that
says something which can't be read, and DamagedError where a spreadsheet has already lost part of it. Cells are `str`,
numbers, dates and times; a sheet's booleans arrive as text.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import ceil
from typing import Generic, NamedTuple, TypeVar

from rmtool.core.half_width import half_width
from rmtool.core.money import LARGEST_FEN, fen_of, parse_amount
from rmtool.intake.vocabulary import vocabulary, word_of

Cell = str | int | float | date | datetime | time | timedelta
Value = TypeVar("Value")
Reader = Callable[[Cell], Value | None]

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Dates outside are slips of the pen."""

_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial dates."""

_EPOCH_1904 = date(1904, 1, 1)
"""The same in workbooks that count from 1904."""

LONGEST_FIGURE = 64
"""Characters that an amount, date, time or length may be written with; what is longer is none."""

_EXACT_FLOAT = 10**15
"""From here on a spreadsheet has rounded a number's last digits away."""

_EXACT_CENTS = 10**12
"""Amounts below it have at most 14 digits with their cents."""

_ERROR_CELLS = frozenset({"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_SCIENTIFIC = re.compile(r"[+-]?(\d)(?:\.(\d+))?[Ee]\+(\d{2,})", re.ASCII)
_PLAIN_AMOUNT = re.compile(r"(-?)(\d{1,15})(?:\.(\d\d?))?", re.ASCII)
_SIGN_BEHIND = re.compile(r"([^+(-]*\d)\s*-")
_DIGITS = re.compile(r"\d", re.ASCII)
_COMMA_FOR_POINT = str.maketrans(",.", ".,")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?))?", re.ASCII)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_CLOCK = re.compile(
    r"(上午|下午|晚上|am|pm)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*(?:[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?分?\s*(am|pm)?",
    re.ASCII,
)
_WEEKDAY = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?")
_TIMEZONE = re.compile(r"(?:z|[+-]\d\d:?\d\d)$", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_HOURS = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})", re.ASCII)
_LENGTH = re.compile(r"(?:(\d+)\s*(?:h|小时|时))?\s*(?:(\d+)\s*(?:min|m|分钟|分))?\s*(?:(\d+)\s*(?:s|秒))?", re.ASCII)
_TAGS = re.compile(r"[,;，；、|/\n]+")


class DamagedError(ValueError):
    """A spreadsheet stored a code as a number and lost digits of it."""


class Column(NamedTuple, Generic[Value]):
    """One column read: a value or None per row, and the rows (as indices) whose cell can't be read or is damaged."""

    values: Sequence[Value | None]
    unreadable: Sequence[int]
    damaged: Sequence[int]


def read_column(cells: Sequence[Cell], reader: Reader[Value]) -> Column[Value]:
    """Every cell of a column through `reader`; equal cells are read once."""
    table: dict[Cell, Value | None] = {}
    failed: dict[Cell, bool] = {}
    for cell in set(cells):
        try:
            table[cell] = reader(cell)
        except (ValueError, ArithmeticError) as error:
            table[cell] = None
            failed[cell] = isinstance(error, DamagedError)
    values = [table[cell] for cell in cells]
    if not failed:
        return Column(values, (), ())
    rows = [index for index, cell in enumerate(cells) if cell in failed]
    return Column(values, rows, [index for index in rows if failed[cells[index]]])


def as_text(cell: Cell) -> str:
    """The cell as a list shows it, in a form that reads back as the same value."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return _to_second(cell).isoformat(sep=" ")
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT_FLOAT:
            return str(int(cell))
        if abs(cell) >= _EXACT_FLOAT:
            return f"{cell:.5E}"
        written = repr(cell)
        return f"{cell:.15f}" if "e" in written else written
    return str(cell)


def is_missing(text: str) -> bool:
    """Whether the cell says nothing: it is blank or holds a word such as `—`, `暂无` or `NULL`."""
    return word_of(text) in vocabulary().missing


def text(cell: Cell) -> str | None:
    """Plain text: without outer blanks, invisible and control characters; a number as it is written.

    The apostrophe goes too that a list of text carries before what a spreadsheet would take for a formula.
    """
    if not isinstance(cell, str):
        return as_text(cell)
    if cell in _ERROR_CELLS:
        raise ValueError(cell)
    if cell.isalnum() and cell.isascii():
        return None if cell.casefold() in vocabulary().missing else cell
    bare = _CONTROL.sub(" ", _INVISIBLE.sub("", cell)).strip()
    if bare.startswith("'") and bare[1:].startswith(_FORMULA_STARTS):
        bare = bare[1:]
    return None if is_missing(bare) else bare


def code(cell: Cell) -> str | None:
    """A client number or the like: text in half-width forms, leading zeros kept; the number 6.0 is `6`."""
    if isinstance(cell, date | time | timedelta):
        raise ValueError(cell)
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_FLOAT:
        raise DamagedError(cell)
    found = text(cell)
    if found is None:
        return None
    if found.isalnum() and found.isascii():
        return found
    bare = found
    if not found.isascii():
        _refuse_other_digits(found)
        bare = unicodedata.normalize("NFKC", found)
    if formula := _FORMULA_TEXT.fullmatch(bare):
        bare = formula[1].strip()
    bare = bare.removeprefix("'")
    if scientific := _SCIENTIFIC.fullmatch(bare):
        return _whole_number(scientific, cell)
    whole = _WHOLE_FLOAT.fullmatch(bare)
    return (whole[1] if whole else bare) or None


def _whole_number(scientific: re.Match[str], cell: Cell) -> str:
    """The number that `1.3812345678E+10` stands for. Raises DamagedError if it doesn't state every digit."""
    first, others, exponent = scientific.groups(default="")
    if len(others) < int(exponent) or len(others.rstrip("0")) > int(exponent):
        raise DamagedError(cell)
    return first + others[: int(exponent)]


def _refuse_other_digits(written: str) -> None:
    """Raises ValueError for a raised, circled or foreign digit: `1,234²` isn't 12342."""
    if len(_DIGITS.findall(unicodedata.normalize("NFKC", written))) != len(_DIGITS.findall(half_width(written))):
        raise ValueError(written)


def credit_code(cell: Cell) -> str | None:
    """A unified social credit code with the right check digit. Raises ValueError for a wrong one."""
    from stdnum.cn import uscc
    from stdnum.exceptions import ValidationError

    bare = code(cell)
    if bare is None:
        return None
    try:
        return str(uscc.validate(bare))
    except ValidationError as error:
        raise ValueError(bare) from error


def amount_reader(unit: int, currency: str | None, decimal: str = ".") -> Reader[int]:
    """A reader of amounts, in fen; a bare number counts `unit` yuan, and `decimal` stands before its cents.

    An amount in another currency can't be read.
    """

    def amount(cell: Cell) -> int | None:
        if isinstance(cell, str):
            plain = _PLAIN_AMOUNT.fullmatch(cell) if decimal == "." else None
            fen = _plain_amount(plain, unit) if plain else _written_amount(cell, unit, currency, decimal)
        elif isinstance(cell, int | float):
            fen = _cents(cell) * unit if _is_in_cents(cell) else fen_of(cell, unit)
        else:
            raise ValueError(cell)
        if fen is not None and abs(fen) > LARGEST_FEN:
            raise ValueError(cell)
        return fen

    return amount


def _is_in_cents(number: int | float) -> bool:
    """Whether the number is some hundredths and no more, told without writing it out: below 15 digits that is exact."""
    return -_EXACT_CENTS < number < _EXACT_CENTS and _cents(number) / 100 == number


def _cents(number: int | float) -> int:
    return round(number * 100)


def _plain_amount(found: re.Match[str], unit: int) -> int:
    sign, whole, cents = found.groups(default="")
    fen = int(whole + cents.ljust(2, "0")) * unit
    return -fen if sign else fen


def _written_amount(cell: str, unit: int, currency: str | None, decimal: str) -> int | None:
    if is_missing(cell):
        return None
    if len(cell) > LONGEST_FIGURE:
        raise ValueError(cell)
    if not cell.isascii():
        _refuse_other_digits(cell)
    bare = _INVISIBLE.sub("", word_of(cell))
    if decimal == ",":
        bare = bare.translate(_COMMA_FOR_POINT)
    if behind := _SIGN_BEHIND.fullmatch(bare):  # as core banking systems print it
        bare = f"-{behind[1]}"
    for mark, named in vocabulary().currencies.items():
        if mark != "¥" and (bare.startswith(mark) or bare.endswith(mark)):
            if named != (currency or "CNY"):
                raise ValueError(cell)
            bare = bare.removeprefix(mark).removesuffix(mark).strip()
            break
    return parse_amount(bare, unit)


def day(cell: Cell) -> date | None:
    """A date: `2026-11-22`, `1984/5/30`, `2026年11月22日`, `2026.11.22`, `20261122`, a date cell, a serial number."""
    moment = day_and_time(cell)
    return moment[0] if moment else None


def day_reader(since_1904: bool) -> Reader[date]:
    """`day`, or the same for a workbook that counts from 1904."""
    if not since_1904:
        return day
    moment_of = day_and_time_reader(since_1904)

    def day_since_1904(cell: Cell) -> date | None:
        moment = moment_of(cell)
        return moment[0] if moment else None

    return day_since_1904


def day_and_time_reader(since_1904: bool) -> Reader[tuple[date, str | None]]:
    """`day_and_time`, or the same for a workbook that counts from 1904."""
    if not since_1904:
        return day_and_time

    def moment_since_1904(cell: Cell) -> tuple[date, str | None] | None:
        return _numbered_day(cell, _EPOCH_1904) if isinstance(cell, int | float) else day_and_time(cell)

    return moment_since_1904


def day_and_time(cell: Cell) -> tuple[date, str | None] | None:
    """A date with its time (`HH:MM` or `HH:MM:SS`) where the cell states one; "" if what follows is no time."""
    if isinstance(cell, str):
        return _written_day(cell)
    if isinstance(cell, datetime):
        moment = _to_second(cell)
        return _plausible(moment.date()), moment.time().isoformat()
    if isinstance(cell, date):
        return _plausible(cell), None
    if isinstance(cell, int | float):
        return _numbered_day(cell)
    raise ValueError(cell)


def _written_day(cell: str) -> tuple[date, str | None] | None:
    if found := _ISO.fullmatch(cell):
        return _date(found[1], found[2], found[3]), found[4]
    if is_missing(cell):
        return None
    if len(cell) > LONGEST_FIGURE:
        raise ValueError(cell)
    if not cell.isascii():
        _refuse_other_digits(cell)
    bare = word_of(cell)
    if found := _DAY.match(bare):
        return _date(found[1], found[2], found[3]), _time_after(bare[found.end() :])
    if found := _COMPACT.fullmatch(bare):
        clock = ":".join(part for part in found.groups()[3:] if part)
        return _date(found[1], found[2], found[3]), _written_time(clock) if clock else None
    if _SERIAL.fullmatch(bare):
        return _numbered_day(float(bare))
    raise ValueError(cell)


def _time_after(rest: str) -> str | None:
    bare = _TIMEZONE.sub("", _WEEKDAY.sub("", rest).strip().removeprefix("t")).strip()
    if not bare:
        return None
    try:
        return _written_time(bare)
    except ValueError:
        return ""


@lru_cache(maxsize=65_536)
def _date(year: str, month: str, day_of_month: str) -> date:
    return _plausible(date(int(year), int(month), int(day_of_month)))


def _plausible(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(day)
    return day


def _numbered_day(number: float, epoch: date = _EPOCH) -> tuple[date, str | None]:
    if number == int(number) and (found := _COMPACT.fullmatch(str(int(number)))) and not found[4]:
        return _date(found[1], found[2], found[3]), None
    if not 366 <= number < 80_000:
        raise ValueError(number)
    whole = int(number)
    clock = _fraction_of_day(number - whole) if number != whole else None
    return _plausible(epoch + timedelta(days=whole)), clock


def clock(cell: Cell) -> str | None:
    """A time of the day as `HH:MM` or `HH:MM:SS`."""
    if isinstance(cell, str):
        return None if is_missing(cell) else _written_time(word_of(cell))
    if isinstance(cell, datetime):
        return _to_second(cell).time().isoformat()
    if isinstance(cell, time):
        return cell.replace(microsecond=0).isoformat()
    if isinstance(cell, timedelta):
        return _fraction_of_day(cell / timedelta(days=1))
    if isinstance(cell, int | float):
        return _fraction_of_day(cell)
    raise ValueError(cell)


def _written_time(bare: str) -> str:
    if len(bare) > LONGEST_FIGURE:
        raise ValueError(bare)
    found = _CLOCK.fullmatch(bare)
    if not found:
        raise ValueError(bare)
    hour, minute, second = int(found[2]), int(found[3] or 0), found[4]
    half = found[1] or found[5]
    if half and hour <= 12:
        hour = hour % 12 + (0 if half in ("上午", "am") else 12)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        raise ValueError(bare)
    return f"{hour:02d}:{minute:02d}" + (f":{second:0>2}" if second else "")


def _fraction_of_day(fraction: float) -> str:
    if not 0 <= fraction < 1:
        raise ValueError(fraction)
    seconds = min(round(fraction * 86_400), 86_399)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _to_second(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)


def minutes_reader(seconds: int) -> Reader[int]:
    """A reader of durations, in minutes rounded up; a bare number counts `seconds`. Longer than a day is a slip."""

    def minutes(cell: Cell) -> int | None:
        if isinstance(cell, str) and is_missing(cell):
            return None
        length = _seconds_of(cell, seconds)
        if not 0 <= length <= 86_400:
            raise ValueError(cell)
        return ceil(length / 60)

    return minutes


def _seconds_of(cell: Cell, seconds: int) -> float:
    if isinstance(cell, int | float):
        return cell * seconds
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if not isinstance(cell, str):
        raise ValueError(cell)
    bare = word_of(cell)
    if len(bare) > LONGEST_FIGURE:
        raise ValueError(cell)
    if found := _HOURS.fullmatch(bare) or _LENGTH.fullmatch(bare):
        return int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 + int(found[3] or 0)
    return _number(bare) * seconds


def _number(bare: str) -> float:
    if not _NUMBER.fullmatch(bare):
        raise ValueError(bare)
    return float(bare)


def coordinate_reader(bound: float) -> Reader[float]:
    """A reader of degrees from -`bound` to `bound`; exactly 0 stands for a point that nobody knows."""

    def coordinate(cell: Cell) -> float | None:
        if isinstance(cell, str) and is_missing(cell):
            return None
        if not isinstance(cell, str | int | float):
            raise ValueError(cell)
        degrees = _number(word_of(cell)) if isinstance(cell, str) else float(cell)
        if not -bound <= degrees <= bound or degrees == 0:
            raise ValueError(cell)
        return degrees

    return coordinate


def word_reader(meanings: Mapping[str, str]) -> Reader[str]:
    """A reader of words that have a set meaning, such as 对公 or retail."""

    def word(cell: Cell) -> str | None:
        bare = text(cell)
        if bare is None:
            return None
        try:
            return meanings[word_of(bare)]
        except KeyError:
            raise ValueError(bare) from None

    return word


def likelihood_reader(per_cent: bool) -> Reader[float | str]:
    """A reader of likelihoods: 0 to 1, `60%` (or a bare 60 where the column is `per_cent`), or a level in words."""

    def likelihood(cell: Cell) -> float | str | None:
        if isinstance(cell, str):
            bare = word_of(cell)
            if is_missing(bare):
                return None
            if level := vocabulary().levels.get(bare):
                return level
            share = _number(bare.removesuffix("%")) / (100 if per_cent or bare.endswith("%") else 1)
        elif isinstance(cell, int | float):
            share = cell / (100 if per_cent else 1)
        else:
            raise ValueError(cell)
        if not 0 <= share <= 1:
            raise ValueError(cell)
        return share

    return likelihood


def level_or_amount_reader(amount: Reader[int]) -> Reader[int | str]:
    """A reader of a prospect's value: an amount in fen, or a level in words."""

    def value(cell: Cell) -> int | str | None:
        level = vocabulary().levels.get(word_of(cell)) if isinstance(cell, str) else None
        return level or amount(cell)

    return value


def grade(cell: Cell) -> str | None:
    """A prospect's grade: A, B or C."""
    bare = code(cell)
    if bare is None:
        return None
    letter = bare.upper().removesuffix("级").removesuffix("类").strip()
    if letter not in ("A", "B", "C"):
        raise ValueError(bare)
    return letter


def tags(cell: Cell) -> tuple[str, ...] | None:
    """Tags, divided by commas, semicolons, 、, bars or slashes; each once, in the order written."""
    bare = text(cell)
    if bare is None:
        return None
    return tuple(dict.fromkeys(part for tag in _TAGS.split(bare) if (part := tag.strip()))) or None


def is_identity_number(code: str) -> bool:
    """Whether `code` has the shape and check digit of a Chinese identity card."""
    if len(code) != 18 or not code.isascii() or not code[:17].isdigit():
        return False
    try:
        _plausible(date(int(code[6:10]), int(code[10:12]), int(code[12:14])))
    except ValueError:
        return False
    weighted = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(code[:17]))
    return "10X98765432"[weighted % 11] == code[17].upper()


def is_card_number(code: str) -> bool:
    """Whether `code` has the shape and check digit of a bank card."""
    if not 16 <= len(code) <= 19 or not code.isascii() or not code.isdigit() or code[0] not in "3456":
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(code))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0
