"""Which client somebody means by a number, credit code, name, part of a name or pinyin initials, and which person.

Not: any SQL.
"""

from collections.abc import Iterable, Sequence

from rmtool.core.book import Client, Person
from rmtool.core.half_width import half_width
from rmtool.errors import ClientError
from rmtool.phrase import Phrase, phrase

NAMED_AT_MOST = 10
"""How many candidates an ambiguous name lists."""


def find(clients: Sequence[Client], who: str) -> Client:
    """The one client that `who` names: by number, credit code or name, else by a part of the name, else by initials.

    Initials that are the whole of somebody's go before those that only begin so.
    Raises ClientError with the candidates if none or more than one goes by it.
    """
    wanted = _plain(who).strip()
    for matching in (_exactly, _partly, _by_initials, _by_first_initials):
        found = [c for c in clients if wanted and matching(c, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise ClientError("find.ambiguous", who=who, count=len(found), details=tuple(_lines(found)))
    raise ClientError("find.unknown", who=who)


def find_person(persons: Sequence[Person], client: Client, who: str) -> Person:
    """The one of a client's people whom `who` names: by name, else by a part of the name, else by a part of the title.

    Raises ClientError with the candidates if none or more than one goes by it.
    """
    wanted = _plain(who).strip()
    for matching in (_is_called, _is_partly_called, _is_titled):
        found = [p for p in persons if wanted and matching(p, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            break
    else:
        found = list(persons)
    lines = tuple(phrase("find.person", name=p.name, title=p.title or "") for p in found[:NAMED_AT_MOST])
    raise ClientError("find.no_person", who=who, client=client.name, details=lines)


def _is_called(person: Person, wanted: str) -> bool:
    return wanted == _plain(person.name)


def _is_partly_called(person: Person, wanted: str) -> bool:
    return wanted in _plain(person.name)


def _is_titled(person: Person, wanted: str) -> bool:
    return wanted in _plain(person.title or "")


def _plain(text: str) -> str:
    """`text` without the difference between small and capital, full and half width: `（` is typed `(` by half of us."""
    return (text if text.isascii() else half_width(text)).casefold()


def _exactly(client: Client, wanted: str) -> bool:
    return wanted in map(_plain, (client.client_no, client.credit_code or "", client.name))


def _partly(client: Client, wanted: str) -> bool:
    return wanted in _plain(client.name)


def _by_initials(client: Client, wanted: str) -> bool:
    return wanted in client.initials.split()


def _by_first_initials(client: Client, wanted: str) -> bool:
    return any(way.startswith(wanted) for way in client.initials.split())


def _lines(found: Sequence[Client]) -> Iterable[Phrase]:
    for client in found[:NAMED_AT_MOST]:
        yield phrase("find.candidate", client_no=client.client_no, name=client.name)
    if len(found) > NAMED_AT_MOST:
        yield phrase("find.more", count=len(found) - NAMED_AT_MOST)
