"""Clients added and changed by hand: fields, trips, own cadences, the RM's leave. Not: lists of a bank (arrivals)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.book import ACTIVE, ANY_CODE, PROSPECT, Client
from rmtool.core.due import parse_cadences
from rmtool.core.fields import CLIENT, Edits, read_edits
from rmtool.desk import Desk
from rmtool.desk.log import code_of
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.store.writing import Writing

_ANY = (ANY_CODE, "任一", "任意")
"""How the code is called that any contact counts for."""


def add_client(desk: Desk, name: str, given: Sequence[str]) -> Client:
    """Adds a client; its number is the next free `C0001` unless given. Raises UsageError if name or number is taken."""
    edits = with_channel(desk, read_edits(given, CLIENT, desk.today))
    fields = {
        "kind": "corporate",
        "status": ACTIVE,
        **edits.fields,
        "name": " ".join(name.split()),
        "entered": desk.today,
    }
    fields.setdefault("client_no", free_number(desk, "C"))
    check_new(desk, fields)
    fields = with_initials(fields)  # it loads much, for which nobody else is to wait
    with desk.writing("client-add", phrase("desk.did_add", name=name)) as writing:
        client_id = writing.add_client(fields)
        _add_balances(writing, client_id, edits, desk.today)
    return _client(desk, client_id)


def set_client(desk: Desk, client: Client, given: Sequence[str]) -> Client:
    """Changes fields of a client; amounts become balances of today."""
    edits = with_channel(desk, read_edits(given, CLIENT, desk.today))
    if client.status == PROSPECT and "status" in edits.fields:
        raise UsageError("desk.prospect_status", name=client.name, client_no=client.client_no)
    check_unique(desk, edits.fields, client)
    fields = with_initials(edits.fields)
    with desk.writing("client-set", phrase("desk.did_set", name=client.name, fields=tuple(_names(edits)))) as writing:
        writing.set_client(client.id, fields)
        _add_balances(writing, client.id, edits, desk.today)
    return _client(desk, client.id)


def set_away(desk: Desk, client: Client | None, start: date, end: date, why: str | None) -> None:
    """Notes days on which a client (None: the RM) is away, both ends in. Raises UsageError if they end first."""
    if end < start:
        raise UsageError("desk.ends_first", start=start, end=end)
    name, key = ("client-away", "desk.did_away") if client else ("leave", "desk.did_leave")
    said = phrase(key, name=client.name if client else None, start=start, end=end)
    with desk.writing(name, said) as writing:
        writing.add_away({"client_id": client.id if client else None, "start": start, "end": end, "why": why})


def set_cadence(desk: Desk, client: Client, text: str, why: str | None, until: date | None) -> tuple[str, str | None]:
    """Gives a client its own cadence: `M: every 14d`, `M: none` for no such contact, `M: tier` for the tier's again.

    Returns the code and the cadence, None for the tier's. Raises UsageError for anything else, without a reason, or if
    it were over already.
    """
    word, colon, cadence = text.replace("：", ":").partition(":")
    bare = cadence.strip()
    if not colon or not bare:
        raise UsageError("desk.cadence_form", text=text)
    code = ANY_CODE if word.strip().casefold() in _ANY else code_of(desk, word)
    back = bare.casefold() in ("tier", "分层")
    if not back:
        _check_own(desk, text, bare, why, until)
    said = phrase("desk.did_cadence", name=client.name, text=f"{code}: {bare}")
    with desk.writing("client-cadence", said) as writing:
        writing.set_cadence(client.id, code, None if back else bare, why, until)
    return code, None if back else bare


def _check_own(desk: Desk, text: str, cadence: str, why: str | None, until: date | None) -> None:
    if not why or not why.strip():
        raise UsageError("desk.cadence_why")
    if until and until < desk.today:
        raise UsageError("desk.cadence_over", until=until)
    try:
        parse_cadences(cadence)
    except ValueError:
        raise UsageError("desk.cadence_form", text=text) from None


def free_number(desk: Desk, letter: str) -> str:
    """The number after the highest of the form `C0001` that a client has, or had before it was merged into another."""
    numbers = (*(client.client_no for client in desk.book.clients), *desk.store.aliases())
    taken = [int(no[1:]) for no in numbers if no[:1] == letter and no[1:].isascii() and no[1:].isdigit()]
    return f"{letter}{max(taken, default=0) + 1:04d}"


def with_channel(desk: Desk, edits: Edits) -> Edits:
    """The edits, with the preferred channel by its code. Raises UsageError for one that the rules don't know."""
    word = edits.fields.get("prefers")
    return edits._replace(fields={**edits.fields, "prefers": code_of(desk, word)}) if word else edits


def with_initials(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, with the name's pinyin initials if they set a name."""
    if "name" not in fields:
        return dict(fields)
    from rmtool.intake.names import initials

    return {**fields, "initials": initials(fields["name"])}


def check_new(desk: Desk, fields: Mapping[str, Any]) -> None:
    """Raises UsageError unless the fields of a new client or prospect name it, and nobody else."""
    if not fields["name"]:
        raise UsageError("desk.nameless")
    check_unique(desk, fields, None)


def check_unique(desk: Desk, fields: Mapping[str, Any], but: Client | None) -> None:
    """Raises UsageError if another client than `but` goes by the number, credit code or name among the fields.

    Or if one that was merged into it went by that number or code, so that lists still mean it.
    """
    aliases = desk.store.aliases()
    for client in desk.book.clients:
        if but and client.id == but.id:
            continue
        for field in ("client_no", "credit_code", "name"):
            value, held = fields.get(field), getattr(client, field)
            is_its = value and held and value.casefold() == held.casefold()
            if is_its or (field != "name" and value and aliases.get(value) == client.id):
                raise UsageError("desk.taken", value=value, name=client.name, client_no=client.client_no)


def _add_balances(writing: Writing, client_id: int, edits: Edits, day: date) -> None:
    for measure, fen in edits.amounts.items():
        writing.set_balance({"client_id": client_id, "measure": measure, "on": day, "fen": fen})


def _client(desk: Desk, client_id: int) -> Client:
    return next(c for c in desk.book.clients if c.id == client_id)


def _names(edits: Edits) -> list[str]:
    return [*edits.fields, *edits.amounts]
