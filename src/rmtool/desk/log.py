"""The contact log: one line in, corrections, the list and the T/E/M matrix. Not: what is due from it (core/due)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.book import ACTIVE, PLANNED, Client, Contact, LogEntry, Visit
from rmtool.core.closing import closed_visits
from rmtool.core.matrix import Matrix, default_span, matrix
from rmtool.core.periods import Span, clock
from rmtool.core.results import Logged
from rmtool.core.standing import listed_clients
from rmtool.desk import Desk
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
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


def step_day(desk: Desk, text: str | None, on: date) -> date | None:
    """The day that somebody typed for the next step after a contact on `on`. Raises UsageError for one before it."""
    if text is None:
        return None
    day = desk.day_after(text, on)
    _check_step(on, day)
    return day


def log_contact(desk: Desk, client: Client, given: Mapping[str, Any], ask: Ask) -> Logged | None:
    """Logs one contact (`given` are fields of core.book.Contact); a meeting closes the nearest open visit of its week.

    The same contact a second time is asked about; None if it was a repeat after all. Raises UsageError for a contact
    in the future.
    """
    fields: dict[str, Any] = {n: v.strip() or None if isinstance(v, str) else v for n, v in given.items()}
    on: date = fields["on"]
    _check_past(desk, on)
    if _is_repeat(desk, client, fields) and not ask(phrase("log.repeat", name=client.name, day=on)):
        return None
    log = sorted([*desk.book.log.get(client.id, ()), LogEntry(on, fields["code"])])
    due = desk.due_of(client, log)
    name = desk.rules.channels[fields["code"]].name
    said = phrase("log.did_log", channel=name, name=client.name, day=on)
    with desk.writing("log-contact", said) as writing:
        contact_id = writing.add_contact({"client_id": client.id, **fields})
        contact = _contact(desk, contact_id)
        closed = _close(writing, desk.book.visits, contact)
    return Logged(contact, client, closed, due)


def set_contact(desk: Desk, contact_id: int, given: Sequence[str]) -> tuple[Contact, Client]:
    """Corrects one contact by `FIELD=VALUE…`; the visit that it closes is found anew where day, time or code change."""
    from rmtool.core.fields import CONTACT, read_edits

    before = _contact(desk, contact_id)
    fields = read_edits(given, CONTACT, desk.today).fields
    if "code" in fields:
        fields["code"] = code_of(desk, fields["code"])
    contact = before._replace(**fields)
    _check_past(desk, contact.on)
    if fields.get("next_on"):
        _check_step(contact.on, fields["next_on"])
    client = _client_of(desk, before)
    with desk.writing("contact-set", phrase("log.did_set", id=contact_id, name=client.name)) as writing:
        writing.set_contact(contact_id, fields)
        if any(getattr(before, name) != getattr(contact, name) for name in ("on", "at", "code")):
            for visit in desk.book.visits:
                if visit.contact_id == contact_id:
                    _reopen(desk, writing, visit)
            _close(writing, desk.store.visits(client_id=client.id), contact)
    return _contact(desk, contact_id), client


def remove_contact(desk: Desk, contact_id: int) -> tuple[Contact, Client]:
    """Takes one contact out of the log; the visit that it had closed is open again, where it stood."""
    contact = _contact(desk, contact_id)
    client = _client_of(desk, contact)
    visits = {v.id: v for v in desk.book.visits}
    with desk.writing("contact-remove", phrase("log.did_remove", id=contact_id, name=client.name)) as writing:
        for visit_id in writing.remove_contact(contact_id):
            _reopen(desk, writing, visits[visit_id])
    return contact, client


def contact_list(
    desk: Desk, span: Span, client: Client | None, wanted: Filter = EVERYBODY
) -> list[tuple[Contact, Client]]:
    """The contacts of a span of days, in order, with their clients: all, one, or those that a filter lets through."""
    by_id, keeps = {c.id: c for c in desk.book.clients}, narrowed(desk, wanted)
    found = desk.store.contacts(span.start, span.end, client.id if client else None)
    return [(contact, by_id[contact.client_id]) for contact in found if keeps(by_id[contact.client_id])]


def contact_matrix(desk: Desk, span: Span, client: Client | None, wanted: Filter = EVERYBODY) -> Matrix:
    """The T/E/M calendar of a span of days: of all clients, of one, or of those that a filter lets through."""
    dues, keeps = {c.id: due for c, due in desk.dues}, narrowed(desk, wanted)
    found = matrix(desk.book, desk.calendar, span, desk.today, desk.standings, dues)
    rows = [r for r in found.rows if keeps(r.client) and (client is None or r.client.id == client.id)]
    return found._replace(rows=rows)


def count_asked_for(desk: Desk, client: Client | None, wanted: Filter = EVERYBODY) -> int:
    """How many clients a T/E/M calendar is asked of: one, or the active ones that a filter lets through."""
    if client:
        return 1
    keeps = narrowed(desk, wanted)
    return sum(1 for each in listed_clients(desk.book, desk.today, (ACTIVE,)) if keeps(each))


def span_of(desk: Desk, start: str | None, end: str | None, whole_log: bool) -> Span:
    """The days that --from and --to name; by default the whole log, or this week and the three before."""
    usual = default_span(desk.today)
    if whole_log:
        usual = Span(date.min, desk.today)
    first = desk.day(start, "past", usual.start)
    last = desk.day(end, "past", max(first, usual.end))
    if last < first:
        raise UsageError("log.reversed", start=first, end=last)
    return Span(first, last)


def _contact(desk: Desk, contact_id: int) -> Contact:
    contact = desk.store.contact(contact_id) if contact_id.bit_length() < 64 else None
    if contact is None:
        raise UsageError("log.no_such_contact", id=contact_id)
    return contact


def _client_of(desk: Desk, contact: Contact) -> Client:
    return next(c for c in desk.book.clients if c.id == contact.client_id)


def _is_repeat(desk: Desk, client: Client, fields: Mapping[str, Any]) -> bool:
    same_day = desk.store.contacts(fields["on"], fields["on"], client.id)
    return any((c.code, c.note or None) == (fields["code"], fields.get("note") or None) for c in same_day)


def _check_past(desk: Desk, on: date) -> None:
    if on > desk.today:
        raise UsageError("log.in_the_future", day=on, today=desk.today)


def _check_step(on: date, step_on: date) -> None:
    if step_on < on:
        raise UsageError("log.step_before", day=step_on, on=on)


def _close(writing: Writing, visits: Iterable[Visit], contact: Contact) -> Visit | None:
    """Closes the visit that the contact was, if any; returns it as it stood before."""
    by_id = {visit.id: visit for visit in visits}
    for held in closed_visits(by_id.values(), [contact]):
        fields = {"status": held.status, "contact_id": contact.id, "day": held.day, "start": held.start}
        writing.set_visit(held.id, fields)
        return by_id[held.id]
    return None


def _reopen(desk: Desk, writing: Writing, visit: Visit) -> None:
    """Opens the visit again as it stood before its contact closed it, which only the journal knows."""
    from rmtool.store.history import changes_of_client

    as_it_was: dict[str, Any] = {"status": PLANNED}
    for change in changes_of_client(desk.store, visit.client_id):
        before, after = change.before, change.after
        is_this = (change.table, change.row_id) == ("visit", visit.id) and before and after
        if is_this and after["contact_id"] == visit.contact_id != before["contact_id"]:
            as_it_was = {name: before[name] for name in ("status", "day", "start")}
            break
    writing.set_visit(visit.id, {**as_it_was, "contact_id": None})
