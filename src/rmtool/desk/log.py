"""The contact log: one line in, corrections, the list and the T/E/M matrix. Not: what is due from it (core/due)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.book import CONFIRMED, DONE, OPEN_VISITS, PLANNED, VISIT_CODE, Client, Contact, LogEntry, Visit
from rmtool.core.matrix import Matrix, default_span, matrix
from rmtool.core.periods import Span, clock, period_of
from rmtool.core.results import Logged
from rmtool.desk import Desk
from rmtool.errors import UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.store.writing import Writing

Ask = Callable[[Phrase], bool]
"""Asks the person a question; raises UsageError where nobody can be asked."""


def code_of(desk: Desk, word: str) -> str:
    """The channel code that somebody typed as its letter or its name in either language. Raises UsageError."""
    wanted = word.strip().casefold()
    for channel in desk.rules.channels.values():
        if wanted in (channel.code.casefold(), channel.name.zh.casefold(), channel.name.en.casefold()):
            return channel.code
    known = tuple(phrase("log.channel", code=c.code, name=c.name) for c in desk.rules.channels.values())
    raise UsageError("log.no_such_code", code=word, codes=known)


def time_of(desk: Desk, text: str | None) -> str | None:
    """The time that somebody typed, as the log keeps it."""
    minute = desk.clock(text)
    return None if minute is None else clock(minute)


def log_contact(desk: Desk, client: Client, fields: Mapping[str, Any], ask: Ask) -> Logged | None:
    """Logs one contact (`fields` of core.book.Contact), closes the nearest open visit of its week if it was a meeting.

    The same contact a second time is asked about; None if it was a repeat after all. Raises UsageError for a contact
    in the future.
    """
    on: date = fields["on"]
    if on > desk.today:
        raise UsageError("log.in_the_future", day=on, today=desk.today)
    if _is_repeat(desk, client, fields) and not ask(phrase("log.repeat", name=client.name, day=on)):
        return None
    closed = _visit_to_close(desk, client, on) if fields["code"] == VISIT_CODE else None
    log = sorted([*desk.book.log.get(client.id, ()), LogEntry(on, fields["code"])])
    due = desk.due_of(client, log)
    name = desk.rules.channels[fields["code"]].name
    said = phrase("log.did_log", channel=name, name=client.name, day=on)
    with desk.writing("log-contact", said) as writing:
        contact_id = writing.add_contact({"client_id": client.id, **fields})
        if closed:
            start = _minutes_of(fields.get("at"))
            if start is None:
                start = closed.start
            writing.set_visit(closed.id, {"status": DONE, "contact_id": contact_id, "day": on, "start": start})
    contact = _contact(desk, contact_id)
    return Logged(contact, client, closed, due)


def set_contact(desk: Desk, contact_id: int, given: Sequence[str]) -> tuple[Contact, Client]:
    """Corrects one contact by `FIELD=VALUE…`."""
    from rmtool.core.fields import CONTACT, read_edits

    before = _contact(desk, contact_id)
    fields = read_edits(given, CONTACT, desk.today).fields
    if "code" in fields:
        fields["code"] = code_of(desk, fields["code"])
    if fields.get("on", desk.today) > desk.today:
        raise UsageError("log.in_the_future", day=fields["on"], today=desk.today)
    client = _client_of(desk, before)
    with desk.writing("contact-set", phrase("log.did_set", id=contact_id, name=client.name)) as writing:
        writing.set_contact(contact_id, fields)
        if fields.get("code", VISIT_CODE) != VISIT_CODE:
            for visit in desk.book.visits:
                if visit.contact_id == contact_id:
                    _reopen(writing, visit)
    return _contact(desk, contact_id), client


def remove_contact(desk: Desk, contact_id: int) -> tuple[Contact, Client]:
    """Takes one contact out of the log; the visit that it had closed is open again."""
    contact = _contact(desk, contact_id)
    client = _client_of(desk, contact)
    visits = {v.id: v for v in desk.book.visits}
    with desk.writing("contact-remove", phrase("log.did_remove", id=contact_id, name=client.name)) as writing:
        for visit_id in writing.remove_contact(contact_id):
            _reopen(writing, visits[visit_id])
    return contact, client


def contact_list(desk: Desk, span: Span, client: Client | None) -> list[tuple[Contact, Client]]:
    """The contacts of a span of days, in order, with their clients."""
    by_id = {c.id: c for c in desk.book.clients}
    found = desk.store.contacts(span.start, span.end, client.id if client else None)
    return [(contact, by_id[contact.client_id]) for contact in found]


def contact_matrix(desk: Desk, span: Span, client: Client | None) -> Matrix:
    """The T/E/M calendar of a span of days, of all clients or one."""
    dues = {c.id: due for c, due in desk.dues}
    found = matrix(desk.book, desk.calendar, span, desk.today, desk.standings, dues)
    return found._replace(rows=[r for r in found.rows if r.client.id == client.id]) if client else found


def span_of(desk: Desk, start: str | None, end: str | None, whole_log: bool) -> Span:
    """The days that --from and --to name; by default the whole log, or this week and the three before."""
    usual = default_span(desk.today)
    if whole_log:
        usual = Span(date.min, desk.today)
    first = desk.day(start, "past", usual.start)
    last = desk.day(end, "past", usual.end if start is None or whole_log else max(first, usual.end))
    if last < first:
        raise UsageError("log.reversed", start=first, end=last)
    return Span(first, last)


def _contact(desk: Desk, contact_id: int) -> Contact:
    contact = desk.store.contact(contact_id)
    if contact is None:
        raise UsageError("log.no_such_contact", id=contact_id)
    return contact


def _client_of(desk: Desk, contact: Contact) -> Client:
    return next(c for c in desk.book.clients if c.id == contact.client_id)


def _is_repeat(desk: Desk, client: Client, fields: Mapping[str, Any]) -> bool:
    same_day = desk.store.contacts(fields["on"], fields["on"], client.id)
    return any((c.code, c.note or None) == (fields["code"], fields.get("note") or None) for c in same_day)


def _visit_to_close(desk: Desk, client: Client, on: date) -> Visit | None:
    """The client's open visit of the week of `on` that is nearest to it; one without a day comes last."""
    week = period_of("week", on).start
    visits = [v for v in desk.book.visits if v.client_id == client.id and v.week == week and v.status in OPEN_VISITS]
    return min(visits, key=lambda v: (v.day is None, abs(((v.day or on) - on).days), v.id), default=None)


def _reopen(writing: Writing, visit: Visit) -> None:
    status = CONFIRMED if visit.fixed == "time" else PLANNED
    writing.set_visit(visit.id, {"status": status, "contact_id": None})


def _minutes_of(at: str | None) -> int | None:
    return int(at[:2]) * 60 + int(at[3:5]) if at else None
