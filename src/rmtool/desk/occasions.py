"""Occasions listed, noted, changed, taken out and marked as seen to. Not: what makes an occasion (core/occasions)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rmtool.core.annual import AnnualError, parse_annual
from rmtool.core.book import ANNIVERSARY, BIRTHDAY, OCCASION_KINDS, Client, Occasion
from rmtool.core.occasions import FOUNDING, KINDS, SETTLED_AS, Coming, Facts, Noted, coming, days_after
from rmtool.desk import Desk
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
from rmtool.errors import UsageError
from rmtool.phrase import phrase

FIELDS = ("day", "person", "note")
"""What of an occasion can be changed."""

_WORDS = {
    "生日": BIRTHDAY,
    "成立日": FOUNDING,
    "founded": FOUNDING,
    "纪念日": ANNIVERSARY,
    "周年": ANNIVERSARY,
    "到期": "maturity",
    "到期日": "maturity",
    "合同到期": "contract_end",
    "contract": "contract_end",
    "首次使用": "first_use",
    "贷后检查": "post_loan",
    "其他": "other",
}
_FIELDS = {"日期": "day", "date": "day", "on": "day", "联系人": "person", "备注": "note"}
_BEFORE = timedelta(days=400)
"""How long before today a first use may lie that still asks for a call."""


def facts(desk: Desk, days: int | None = None) -> Facts:
    """What of the book occasions of the next days come from."""
    ahead = desk.rules.occasions.days if days is None else days
    last = days_after(desk.today, ahead)
    opened = desk.today - min(_BEFORE, desk.today - date.min)
    with desk.store.reading():
        return Facts(
            desk.store.birthdays(),
            desk.store.occasions(),
            desk.store.holdings_around(desk.today, last, opened),
            desk.store.settled(),
        )


def occasions(desk: Desk, days: int | None = None, wanted: Filter = EVERYBODY, kind: str | None = None) -> list[Coming]:
    """The occasions of the days ahead; narrowed to some clients, festivals are left out. Raises UsageError."""
    keeps = narrowed(desk, wanted)
    only = None if kind is None else kind_of(kind, KINDS)
    found = coming(desk.book, desk.rules.occasions, desk.calendar, desk.today, facts(desk, days), days)
    return [
        each
        for each in found
        if only in (None, each.kind) and (keeps(each.client) if each.client else wanted == EVERYBODY)
    ]


def occasions_of(desk: Desk, client: Client) -> list[Coming]:
    """A client's own occasions of a year ahead."""
    store = desk.store
    of_client = Facts(
        [person for person in store.persons(client.id) if person.birthday],
        store.occasions(client.id),
        store.holdings(client.id),
        store.settled(client.id),
    )
    alone = desk.book._replace(clients=[client])
    found = coming(alone, desk.rules.occasions, desk.calendar, desk.today, of_client, _A_YEAR)
    return [each for each in found if each.client]


def kind_of(word: str, known: Sequence[str]) -> str:
    """The kind that somebody typed, in either language. Raises UsageError."""
    bare = word.strip().casefold().replace("-", "_")
    kind = _WORDS.get(bare, bare)
    if kind not in known:
        raise UsageError("occasions.no_such_kind", kind=word, kinds=tuple(name.replace("_", "-") for name in known))
    return kind


def add_occasion(desk: Desk, client: Client, kind: str, day: str, person: str | None, note: str | None) -> Noted:
    """Notes an occasion: a birthday with the person or client that has it, a founding day with the client.

    Raises UsageError for a kind or day that can't be, and for one that is noted already.
    """
    kind = kind_of(kind, (BIRTHDAY, FOUNDING, *OCCASION_KINDS))
    person, note = (text.strip() or None if text else None for text in (person, note))
    written = _day(desk, kind, day)
    if kind in (BIRTHDAY, FOUNDING):
        return _set_own(desk, "occasion-add", client, kind, written, person)
    fields: dict[str, Any] = {"kind": kind, "day": written, "person": person, "note": note}
    for held in desk.store.occasions(client.id):
        if (held.kind, held.day, held.person, held.note) == tuple(fields.values()):
            raise UsageError("occasions.twice", id=held.id, name=client.name)
    with desk.writing("occasion-add", _did("add", client, kind)) as writing:
        occasion_id = writing.add_occasion({"client_id": client.id, **fields})
    return Noted(str(occasion_id), client, kind, written, person, note)


def set_occasion(desk: Desk, ref: str, given: Sequence[str]) -> Noted:
    """Changes an occasion by `FIELD=VALUE…`. Raises UsageError for one that isn't there, or what can't be."""
    edits = _edits(given)
    held = _row(desk, ref)
    if held is None:
        client, kind, person = _own(desk, ref)
        if set(edits) != {"day"}:
            raise UsageError("occasions.only_the_day", id=ref)
        return _set_own(desk, "occasion-set", client, kind, _day(desk, kind, edits["day"] or ""), person)
    client = _client_of(desk, held)
    if "day" in edits:
        edits["day"] = _day(desk, held.kind, edits["day"] or "")
    after = held._replace(**edits)  # type: ignore[arg-type]
    with desk.writing("occasion-set", _did("set", client, held.kind)) as writing:
        writing.set_occasion(held.id, edits)
    return Noted(str(held.id), client, held.kind, after.day, after.person, after.note)


def remove_occasion(desk: Desk, ref: str) -> Noted:
    """Takes an occasion out; of a birthday or founding day, its date. Raises UsageError for one that isn't there."""
    held = _row(desk, ref)
    if held is None:
        client, kind, person = _own(desk, ref)
        return _set_own(desk, "occasion-remove", client, kind, None, person)
    client = _client_of(desk, held)
    with desk.writing("occasion-remove", _did("remove", client, held.kind)) as writing:
        writing.remove_occasion(held.id)
    return Noted(str(held.id), client, held.kind, held.day, held.person, held.note)


def settle_occasions(desk: Desk, ref: str, kind: str | None, why: str | None) -> tuple[Client, list[Coming]]:
    """Marks occasions as seen to: the next one of this id, or all that are listed now of a client (of one kind).

    Raises UsageError if there is none.
    """
    client, one = _meant(desk, ref)
    listed = occasions(desk, _A_YEAR if one else None, kind=kind)
    found = [each for each in listed if each.client == client and one in (None, each.ref)][: 1 if one else None]
    if not found:
        raise UsageError("occasions.nothing_to_settle", name=client.name)
    with desk.writing("occasion-done", phrase("occasions.did_settle", name=client.name)) as writing:
        for each in found:
            mark = {"kind": SETTLED_AS, "subject": each.subject, "about": each.on, "on": desk.today, "why": why}
            writing.settle({"client_id": client.id, **mark})
    return client, found


_A_YEAR = 366


def _meant(desk: Desk, ref: str) -> tuple[Client, str | None]:
    """The client that somebody named, or whose occasion they did, and then its id."""
    if not any(client.client_no == ref for client in desk.book.clients):
        if row := _row(desk, ref):
            return _client_of(desk, row), str(row.id)
        if ":" in ref:
            return desk.client(ref.partition(":")[0]), ref
    return desk.client(ref), None


def _set_own(desk: Desk, command: str, client: Client, kind: str, day: str | None, person: str | None) -> Noted:
    """Sets a founding day, or the birthday of a client or of somebody there, who is added if the book lacks them."""
    verb = "remove" if day is None else "add"
    at_client = next((p for p in desk.store.persons(client.id) if p.name == person), None) if person else None
    if day is None and person and at_client is None:
        raise UsageError("occasions.no_such_person", person=person, name=client.name)
    with desk.writing(command, _did(verb, client, kind)) as writing:
        if kind == FOUNDING:
            writing.set_client(client.id, {"founded": date.fromisoformat(day) if day else None})
        elif person is None:
            writing.set_client(client.id, {"birthday": day})
        elif at_client:
            writing.set_person(at_client.id, {"birthday": day})
        else:
            writing.add_person({"client_id": client.id, "name": person, "birthday": day})
    return Noted(":".join(filter(None, (client.client_no, kind, person))), client, kind, day or "", person, None)


def _day(desk: Desk, kind: str, text: str) -> str:
    """The day as it is kept: of the year for what comes back, else a date from today on. Raises UsageError."""
    if kind in (BIRTHDAY, ANNIVERSARY):
        try:
            return str(parse_annual(text))
        except AnnualError as error:
            raise UsageError("desk.said", what=error.message) from None
    if kind == FOUNDING:
        day = desk.day(text, "past")
        if day > desk.today:
            raise UsageError("occasions.not_yet", day=day)
        return day.isoformat()
    day = desk.day(text, "future")
    if day < desk.today:
        raise UsageError("occasions.past", day=day)
    return day.isoformat()


def _edits(given: Sequence[str]) -> dict[str, str | None]:
    edits: dict[str, str | None] = {}
    for text in given:
        typed, sign, value = text.replace("＝", "=", "=" not in text).partition("=")
        name = _FIELDS.get(typed.strip(), typed.strip().casefold())
        if not sign or name not in FIELDS:
            raise UsageError("fields.unknown", text=text, fields=FIELDS)
        edits[name] = value.strip() or None
    if "day" in edits and not edits["day"]:
        raise UsageError("fields.required", field="day")
    return edits


def _row(desk: Desk, ref: str) -> Occasion | None:
    """The occasion noted under a number; None where `ref` is no number of one."""
    bare = ref.strip()
    if bare.isascii() and bare.isdigit() and len(bare) < 19:
        return desk.store.occasion(int(bare))
    return None


def _own(desk: Desk, ref: str) -> tuple[Client, str, str | None]:
    """Whose birthday or founding day `C0012:birthday` or `C0012:birthday:王芳` is. Raises UsageError."""
    who, _, rest = ref.partition(":")
    kind, _, person = rest.partition(":")
    if kind not in (BIRTHDAY, FOUNDING):
        raise UsageError("occasions.no_such", id=ref)
    return desk.client(who), kind, person or None


def _client_of(desk: Desk, held: Occasion) -> Client:
    return next(c for c in desk.book.clients if c.id == held.client_id)


def _did(verb: str, client: Client, kind: str) -> Any:
    return phrase(f"occasions.did_{verb}", name=client.name, kind=phrase(f"occasions.kind_{kind}"))
