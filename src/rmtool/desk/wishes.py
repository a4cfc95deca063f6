"""What an import was asked for: its options as typed, understood, and what it may ask of whoever typed them.

Not: what the options do (bringing.py), nor asking what a column is (questions.py).
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from rmtool.desk import Desk
from rmtool.desk.log import code_of
from rmtool.desk.set_aside import Keep
from rmtool.errors import UsageError
from rmtool.phrase import Phrase

if TYPE_CHECKING:
    from rmtool.intake.columns import Question

DATE_ORDERS = ("dmy", "mdy", "ymd")


class Wishes(NamedTuple):
    """What the user asked for besides the files: the options of `import`, understood (see `wishes`)."""

    kind: str | None = None
    sheet: str | None = None
    on: date | None = None
    columns: Mapping[str, str] = {}
    codes: Mapping[str, str] = {}
    encoding: str | None = None
    rate: Fraction | None = None
    rm: str | None = None
    create_clients: bool = False
    strict: bool = False
    complete: bool = False
    dry_run: bool = False
    decimal: str = "."
    date_order: str | None = None
    source: str | None = None
    keep_until: date | None = None


class Hands(NamedTuple):
    """What an import needs of the one who asked for it: where rows set aside go, and whom to tell the steps to.

    `choose` asks what a column is; the answer is a field, or None to leave the column out. `password` asks for a
    file's. Both are None where nobody can be asked.
    """

    keep: Keep
    tell: Callable[[Phrase], None] = lambda step: None
    choose: Callable[["Question"], str | None] | None = None
    password: str | Callable[[str], str | None] | None = None


def wishes(desk: Desk, given: Mapping[str, Any]) -> Wishes:
    """The options as typed, understood; each under its name in Wishes. Raises UsageError for what can't be."""
    wanted = dict(given)
    wanted["columns"] = dict(_pair(text, "arrivals.map_form") for text in given["columns"])
    pairs = (_pair(text, "arrivals.map_code_form") for text in given["codes"])
    wanted["codes"] = {word.casefold(): code_of(desk, code) for word, code in pairs}
    wanted["rate"] = _rate(given["rate"]) if given["rate"] is not None else None
    if wanted["decimal"] not in (".", ","):
        raise UsageError("arrivals.decimal_form", text=wanted["decimal"])
    if wanted["date_order"] not in (None, *DATE_ORDERS):
        raise UsageError("arrivals.date_order_form", text=wanted["date_order"], orders=DATE_ORDERS)
    wanted["keep_until"] = _keep_until(desk, given.get("keep_until"))
    if given["on"] is not None:
        wanted["on"] = desk.day(given["on"], "past")
        if wanted["on"] > desk.today:
            raise UsageError("arrivals.date_ahead", on=wanted["on"])
    return Wishes(**wanted)


def _keep_until(desk: Desk, text: str | None) -> date | None:
    if text is None:
        return None
    day = desk.day(text, "future")
    if day < desk.today:
        raise UsageError("arrivals.kept_already", until=day)
    return day


def _pair(text: str, form: str) -> tuple[str, str]:
    left, equals, right = text.rpartition("=")
    if not equals or not left.strip() or not right.strip():
        raise UsageError(form, text=text)
    return left.strip(), right.strip()


def _rate(text: str) -> Fraction:
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if rate <= 0:
        raise UsageError("arrivals.rate_form", text=text)
    return rate
