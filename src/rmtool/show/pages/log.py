"""The contact log and the T/E/M matrix as pages."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rmtool.core.due import days_of
from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.pages import elapsed_said, state_said, tier_said
from rmtool.show.pictures import Day, DayGrid
from rmtool.show.text import Column, Page, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmtool.core.book import Client, Contact
    from rmtool.core.matrix import Matrix, MatrixDay, MatrixRow
    from rmtool.core.results import Logged
    from rmtool.core.rules import Rules
    from rmtool.show.text import Said

    Notes = dict[int, list[rows.Record]]

FIELDS = (
    "id",
    "on",
    "at",
    "client_no",
    "name",
    "code",
    "person",
    "note",
    "outcome",
    "minutes",
    "next",
    "next_on",
)
MATRIX_FIRST = ("client_no", "name", "tier")
MATRIX_LAST = ("last_on", "last_code", "due_on", "state")
"""The columns of the matrix as CSV, before the days and after them."""

CELL = 3
"""Characters for one day of the matrix on screen."""


def logged_page(logged: Logged, rules: Rules) -> Page:
    """What was logged, what it closed, and when the client is next."""
    contact = logged.contact
    name = rules.channels[contact.code].name if contact.code in rules.channels else contact.code
    lead: list[Said] = [phrase("log.logged", channel=name, name=logged.client.name, day=contact.on, id=contact.id)]
    if logged.closed:
        lead.append(phrase("log.closed", day=logged.closed.day) if logged.closed.day else phrase("log.closed_any_day"))
    if contact.next or contact.next_on:
        step = contact.next or phrase("log.a_step")
        lead.append(phrase("log.promised", step=step, on=contact.next_on))
    if logged.due:
        lead.append(phrase("log.next_due", due_on=logged.due.due_on, state=phrase(f"due.state_{logged.due.state}")))
    return Page(rows.logged_record(logged), lead)


def contacts_page(found: Sequence[tuple[Contact, Client]]) -> Page:
    """The contacts of some days."""
    records = [rows.contact_record(contact, client) for contact, client in found]
    shown = [
        {key: "" if value is None and key != "on" else value for key, value in record.items()} | {"next": _next(record)}
        for record in records
    ]
    columns = [
        Column("id", phrase("log.id"), drop=4),
        Column("on", phrase("log.on"), "date"),
        Column("at", phrase("log.at"), drop=3),
        Column("code", phrase("log.code")),
        Column("name", phrase("lists.name"), cut=True),
        Column("person", phrase("log.person"), drop=2),
        Column("note", phrase("log.note"), cut=True),
        Column("outcome", phrase("log.outcome"), cut=True, drop=5),
        Column("next", phrase("log.next"), cut=True, drop=1),
    ]
    lead = phrase("log.count", count=len(records)) if records else phrase("log.none")
    page = Page(records, [lead], [Section(columns=columns, rows=shown)], fields=FIELDS)
    return page._replace(sheets=lambda: [_sheet(found, lead)])


def _sheet(found: Sequence[tuple[Contact, Client]], lead: Said) -> Sheet:
    from rmtool.show.pages.exchange import contacts_sheet

    return contacts_sheet(found, [lead])


def contact_page(contact: Contact, client: Client, key: str) -> Page:
    """One contact that was corrected or removed (`key` names the sentence)."""
    record = rows.contact_record(contact, client)
    said = phrase(key, id=contact.id, name=client.name, day=contact.on, code=contact.code)
    return Page(record, [said])


def _next(record: rows.Record) -> object:
    if record["next_on"]:
        return phrase("log.next_by", step=record["next"] or "", on=record["next_on"])
    return record["next"] or ""


def matrix_page(matrix: Matrix, today: date, rules: Rules, contacts: Sequence[tuple[Contact, Client]] = ()) -> Page:
    """The T/E/M calendar: a column a week, of which a narrow terminal keeps the latest; a column a day where drawn.

    `contacts` are those with the notes that stand behind the cells, for formats that show them.
    """
    record = rows.matrix_record(matrix)
    weeks = [list(days) for _, days in groupby(matrix.days, key=lambda day: day.date.isocalendar()[:2])]
    used = {on for row in matrix.rows for on in row.cells}
    shown_days = [[day for day in week if _is_shown(day, used, today)] for week in weeks]
    shown_days = [week for week in shown_days if week]
    rows_shown = [row for row in matrix.rows if row.cells or (row.due and row.due.is_due)]
    behind = _notes(contacts)
    table = [
        {**_matrix_line(row, shown_days, rules), "notes": behind.get(row.client.id, []), **_by_day(row)}
        for row in rows_shown
    ]
    columns = [Column("name", phrase("lists.name"), cut=True), Column("tier", phrase("lists.tier"), drop=4)]
    for index, week in enumerate(shown_days):
        columns.append(Column(f"week{index}", _week_heading(week, today), drop=3 * (len(shown_days) - 1 - index)))
    columns += [
        Column("last", phrase("lists.last"), drop=2),
        Column("due_on", phrase("lists.due_on"), "date", drop=1),
        Column("elapsed", phrase("lists.elapsed_heading"), align="right", drop=5),
        Column("state", phrase("lists.state")),
    ]
    span = phrase("log.matrix_lead", first=matrix.days[0].date, last=matrix.days[-1].date, count=len(rows_shown))
    closing = [phrase("log.matrix_key", codes=tuple(_channels(rules)))]
    silent = len(matrix.rows) - len(rows_shown)
    if silent:
        closing.insert(0, phrase("log.matrix_silent", count=silent))
    records = [{**{key: r[key] for key in (*MATRIX_FIRST, *MATRIX_LAST)}, **r["cells"]} for r in record["rows"]]
    fields = [*MATRIX_FIRST, *(d.date.isoformat() for d in matrix.days), *MATRIX_LAST]
    empty = phrase("log.matrix_empty")
    days = [Day(day.date, day.working) for week in shown_days for day in week]
    grid = DayGrid(phrase("log.matrix_title"), days, today, first=2, last=4)
    section = Section(columns=columns, rows=table, empty=empty, picture=grid)
    page = Page(record, [span], [section], closing, records, fields)
    return page._replace(sheets=lambda: [_matrix_sheet(matrix, span, behind, today, rules)])


def _matrix_sheet(matrix: Matrix, lead: Said, behind: Notes, today: date, rules: Rules) -> Sheet:
    """The calendar whole: every day and every client."""
    table: list[rows.Record] = [
        {
            "client_no": row.client.client_no,
            "name": row.client.name,
            "tier": tier_said(row.tier, rules),
            "last_on": row.last.on if row.last else None,
            "last_code": row.last.code if row.last else None,
            "due_on": row.due.due_on if row.due else None,
            "elapsed": elapsed_said(row.due.elapsed, days_of(row.due.interval)) if row.due else None,
            "state": state_said(row.due.state if row.due else None),
            "notes": behind.get(row.client.id, []),
            **_by_day(row),
        }
        for row in matrix.rows
    ]
    columns = [Column(key, phrase(f"workbook.{key}")) for key in (*MATRIX_FIRST, "last_on", "last_code", "due_on")]
    columns += [Column("elapsed", phrase("workbook.elapsed"), align="right"), Column("state", phrase("workbook.state"))]
    days = [Day(day.date, day.working) for day in matrix.days]
    grid = DayGrid(phrase("log.matrix_title"), days, today, first=len(MATRIX_FIRST), last=5)
    key = phrase("workbook.matrix_key", codes=tuple(_channels(rules)))
    section = Section(columns=columns, rows=table, empty=phrase("log.matrix_empty"), picture=grid)
    return Sheet(phrase("workbook.matrix"), [lead, key], [section])


def _notes(contacts: Sequence[tuple[Contact, Client]]) -> Notes:
    """What was noted of each client, in the order of the log."""
    found: Notes = {}
    for contact, client in contacts:
        if contact.note:
            found.setdefault(client.id, []).append({"on": contact.on, "code": contact.code, "note": contact.note})
    return found


def _by_day(row: MatrixRow) -> rows.Record:
    return {on.isoformat(): letters for on, letters in row.cells.items()}


def _is_shown(day: MatrixDay, used: set[date], today: date) -> bool:
    """Weekdays always (a holiday is marked), weekends only where something was held or made up for."""
    return day.working or day.date.weekday() < 5 or day.date in used or day.date == today


def _channels(rules: Rules) -> list[Said]:
    return [phrase("log.channel", code=c.code, name=c.name) for c in rules.channels.values()]


def _week_heading(week: Sequence[MatrixDay], today: date) -> str:
    return "".join(_heading(day, today).rjust(CELL) for day in week)


def _heading(day: MatrixDay, today: date) -> str:
    number = f"{day.date.day}" if day.date.day > 1 else f"{day.date.month}/1"
    return f"›{number}" if day.date == today else number


def _matrix_line(row: MatrixRow, weeks: Sequence[Sequence[MatrixDay]], rules: Rules) -> dict[str, object]:
    line: dict[str, object] = {
        "name": row.client.name,
        "tier": tier_said(row.tier, rules) or "",
        "last": phrase("lists.last_contact", code=row.last.code, on=row.last.on) if row.last else "",
        "due_on": row.due.due_on if row.due else None,
        "elapsed": elapsed_said(row.due.elapsed, days_of(row.due.interval)) if row.due else "",
        "state": state_said(row.due.state if row.due else None),
    }
    for index, week in enumerate(weeks):
        line[f"week{index}"] = "".join(_cell(row, day).rjust(CELL) for day in week)
    return line


def _cell(row: MatrixRow, day: MatrixDay) -> str:
    letters = row.cells.get(day.date, "")
    if len(letters) >= CELL:
        return letters[: CELL - 2] + "+"
    return letters or ("" if day.working else "·")
