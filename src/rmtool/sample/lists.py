"""The sample as a bank's files: dated client lists, a prospect list and a contact log, as CSV text.

Not: what stands in them (cast.py, balances.py, diary.py).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.periods import Calendar, Name
from rmtool.sample.balances import YUAN_A_UNIT, Amounts, amounts, list_days
from rmtool.sample.cast import ANNIVERSARY, FIRMS, LEADS, MARK, RETAIL, RM, Firm
from rmtool.sample.diary import Entry, diary
from rmtool.sample.dice import Dice
from rmtool.sample.people import Figure, people_at

SEED = 20

ANNIVERSARY_YEARS, ANNIVERSARY_AHEAD = 20, 5
"""How old the firm ANNIVERSARY becomes, and in how many days."""

EARLIER = "earlier"
"""The folder of the client lists before the newest."""

TITLE = Name("示例数据，均为虚构", "Sample data, all of it fictional")
"""What stands above the headings of every file."""

CLIENT_HEADINGS = (
    Name("客户编号", "Client number"),
    Name("客户名称", "Client name"),
    Name("客户类型", "Client type"),
    Name("行业", "Industry"),
    Name("所属区", "District"),
    Name("标签", "Tags"),
    Name("成立日期", "Founded"),
    Name("客户经理", "Relationship manager"),
    Name("日均存款", "Average deposit"),
    Name("存款余额", "Deposit balance"),
    Name("贷款余额", "Loans"),
)
PROSPECT_HEADINGS = (
    Name("客户名称", "Client name"),
    Name("行业", "Industry"),
    Name("所属区", "District"),
    Name("标签", "Tags"),
    Name("客户经理", "Relationship manager"),
    Name("预计金额", "Expected value"),
    Name("可能性", "Probability"),
    Name("阶段", "Stage"),
    Name("来源", "Source"),
)
CONTACT_HEADINGS = (
    Name("日期", "Date"),
    Name("客户名称", "Client name"),
    Name("方式", "Channel"),
    Name("联系人", "Contact person"),
    Name("备注", "Notes"),
    Name("下一步", "Follow-up"),
    Name("下次日期", "Follow-up date"),
)
KINDS = {
    "corporate": Name("对公", "corporate"),
    "institution": Name("机构", "institution"),
    "retail": Name("个人", "retail"),
}
TAG = Name("示例", "sample")


class Sample(NamedTuple):
    """The sample book: its files by name, in the order they are brought in, and the people at each client's number."""

    files: dict[str, str]
    people: dict[str, list[Figure]]


def sample(today: date, calendar: Calendar, language: str) -> Sample:
    """The sample as it stands on `today`, in `language` (`zh` or `en`): the same day, the same text."""
    dice = Dice(SEED)
    days = list_days(today, calendar)
    histories = [amounts(firm, len(days), dice) for firm in FIRMS]
    people = {firm.name: people_at(firm, dice) for firm in FIRMS}
    founded = [_founded(firm, today, dice) for firm in FIRMS]
    files = {}
    for index, day in enumerate(days):
        found = [history[index] for history in histories]
        folder = "" if day == days[-1] else f"{EARLIER}/"
        files[f"{folder}clients-{day}.csv"] = _csv(CLIENT_HEADINGS, _client_rows(found, founded), language)
    files["prospects.csv"] = _csv(PROSPECT_HEADINGS, _prospect_rows(), language)
    since = {firm.name: days[-min(firm.joined, len(days))] for firm in FIRMS}
    entries = diary(today, calendar, dice, people, since)
    rows: list[tuple[object, ...]] = [(e.on, marked(e.who), *e[2:]) for e in entries]
    files["contacts.csv"] = _csv(CONTACT_HEADINGS, [*rows, _misdated(entries[-1], today)], language)
    return Sample(files, {number_of(firm): people[firm.name] for firm in FIRMS})


def marked(name: Name) -> Name:
    """A firm's name as it stands in the book: marked as part of the sample."""
    return Name(name.zh + MARK.zh, name.en + MARK.en)


def number_of(firm: Firm) -> str:
    """The client number of `firm`; numbers don't follow size."""
    return f"S{FIRMS.index(firm) * 37 % len(FIRMS) + 1:03d}"


def said(value: object, language: str) -> object:
    """`value`, a name in `language`."""
    return getattr(value, language) if isinstance(value, Name) else value


def _founded(firm: Firm, today: date, dice: Dice) -> date | None:
    born = date(today.year - dice.whole(3, 28), dice.whole(1, 12), dice.whole(1, 28))
    if firm is ANNIVERSARY:
        on = today + timedelta(days=ANNIVERSARY_AHEAD)
        return date(on.year - ANNIVERSARY_YEARS, on.month, min(on.day, 28))
    return born if firm.kind != RETAIL else None


def _client_rows(found: Iterable[Amounts | None], founded: Iterable[date | None]) -> list[tuple[object, ...]]:
    rows = [
        (number_of(firm), marked(firm.name), KINDS[firm.kind], firm.industry, firm.district, TAG, born, RM, *have)
        for firm, have, born in zip(FIRMS, found, founded, strict=True)
        if have
    ]
    return sorted(rows, key=lambda row: str(row[0]))


def _prospect_rows() -> Iterable[tuple[object, ...]]:
    for lead in LEADS:
        value, likelihood = lead.value * YUAN_A_UNIT, f"{lead.likelihood:.0%}"
        yield marked(lead.name), lead.industry, lead.district, TAG, RM, value, likelihood, lead.stage, lead.source


def _misdated(entry: Entry, today: date) -> tuple[object, ...]:
    """A contact on a day that no calendar has, so that one row is set aside."""
    year = today.year - (today.month <= 2)
    return (f"{year}-02-30", marked(entry.who), *entry[2:5], None, None)


def _csv(headings: Sequence[Name], rows: Iterable[Sequence[object]], language: str) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([said(TITLE, language)])
    for row in (headings, *rows):
        lines.writerow(["" if cell is None else said(cell, language) for cell in row])
    return text.getvalue()
