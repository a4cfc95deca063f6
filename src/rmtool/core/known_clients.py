"""Which client a row of a list means by its number, credit code or name. Not: what the row changes (…_arrivals.py)."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from rmtool.core.arrivals import ContactRecord, Ground, LostZeros, Terms
from rmtool.core.book import ACTIVE, Client
from rmtool.core.half_width import half_width
from rmtool.phrase import Phrase, phrase

Who = tuple[str | None, str | None]
"""The number and the name by which a row calls its client."""

_SUGGESTED = 3
_SUGGESTIONS_FOR = 20
_SUGGESTED_FROM = 2_000
"""How many closest names are given, for how many unknown clients, and among how many names they are sought."""


def _is_code(text: str) -> bool:
    return text.isascii() and any(c.isdigit() for c in text)


def _plain(name: str) -> str:
    return "".join((name if name.isascii() else half_width(name)).casefold().split())


class KnownClients:
    """Whom the rows of a list concern; makes the clients that nobody knows, if asked to."""

    def __init__(self, ground: Ground, records: Sequence[ContactRecord], terms: Terms) -> None:
        self.created: list[Client] = []
        self._ground, self._terms = ground, terms
        clients = ground.book.clients
        self._ids = {c.client_no: c.id for c in clients} | {c.credit_code: c.id for c in clients if c.credit_code}
        self._names: dict[str, list[Client]] = {}
        for client in clients:
            self._names.setdefault(client.name, []).append(client)
        self._plain_names: dict[str, list[Client]] | None = None
        self._zeros = LostZeros(c.client_no for c in clients)
        self._found: dict[Who, int | Phrase] = {}
        self._first: dict[Who, date] = {}
        if terms.create_clients:
            for record in records:
                who = (record.client_no, record.client_name)
                self._first[who] = min(record.on, self._first.get(who, terms.today))
        retail = sum(1 for c in clients if c.kind == "retail")
        self._listed_on = min(terms.on, terms.today)
        self._kind = "retail" if 2 * retail > len(clients) else "corporate"
        self._suggestions_left = _SUGGESTIONS_FOR

    def concerned(self, record: ContactRecord) -> int | Phrase:
        """The id of the client that the row concerns, or why it can't be told."""
        return self.called(record.client_no, record.client_name)

    def called(self, number: str | None, name: str | None, code: str | None = None) -> int | Phrase:
        """The id of the client of that credit code, number or name, or why it can't be told."""
        if code is not None:
            return self._coded(number, name, code)
        who = (number, name)
        found = self._found.get(who)
        if found is None:
            found = self._found[who] = self._look_up(*who)
        return found

    def _coded(self, number: str | None, name: str | None, code: str) -> int | Phrase:
        """The same where a credit code is given: it outranks the others, but they must not be another client's."""
        by_code, by_number = self._known(code), self._known(number)
        if by_code is None:
            return self._newly_coded(number, name, code)
        if by_number in (None, by_code):
            return by_code
        named = {"by_code": self._client(by_code).name, "by_number": self._client(by_number).name}
        return phrase("arrivals.two_clients", code=code, number=number, **named)

    def _newly_coded(self, number: str | None, name: str | None, code: str) -> int | Phrase:
        """The same with a credit code that nobody has: the client of number or name, unless it has another one."""
        made = len(self.created)
        found = self.called(number if number or name else code, name)
        if isinstance(found, Phrase):
            return found
        if len(self.created) > made:
            self.created[-1] = self.created[-1]._replace(credit_code=code)
            self._ids[code] = found
            return found
        client = self._client(found)
        if client.credit_code is None or (self._known(number) == found and client.name == name):
            return found
        return phrase("arrivals.another_code", number=client.client_no, name=client.name, code=client.credit_code)

    def _client(self, client_id: int) -> Client:
        place = client_id - self._ground.next_client
        return self.created[place] if place >= 0 else self._by_id[client_id]

    @cached_property
    def _by_id(self) -> dict[int, Client]:
        return {client.id: client for client in self._ground.book.clients}

    def _known(self, number: str | None) -> int | None:
        """The client of that number or credit code, its own or that of one merged into it."""
        return None if number is None else self._ids.get(number) or self._ground.aliases.get(number)

    def _look_up(self, number: str | None, name: str | None) -> int | Phrase:
        if number and number in self._ids:
            return self._unless_another_s(number, name)
        if number and number in self._ground.aliases:
            return self._ground.aliases[number]
        if number and (whole := self._zeros.whole(number)) and self._is_called(self._ids[whole], name):
            return self._ids[whole]
        called = name or number or ""
        bearers = self._names.get(called) or self._called_alike(called)
        if len(bearers) == 1:
            return bearers[0].id
        if bearers:
            numbers = tuple(sorted(c.client_no for c in bearers))
            return phrase("arrivals.several_bear_the_name", name=called, count=len(bearers), numbers=numbers)
        if called in self._ground.aliases:
            return self._ground.aliases[called]
        if called in self._ids:  # a number where the name should stand
            return self._ids[called]
        if self._terms.create_clients:
            return self._create(number or called, called, self._first.get((number, name), self._listed_on))
        closest = self._closest(called)
        if closest:
            return phrase("arrivals.unknown_client_like", who=called, names=closest)
        return phrase("arrivals.unknown_client", who=called)

    def _unless_another_s(self, number: str, name: str | None) -> int | Phrase:
        """The client of that number, unless the name is another client's: nothing tells which of the two is meant."""
        found = self._ids[number]
        others = self._names.get(name or "", [])
        if not others or any(client.id == found for client in others):
            return found
        return phrase("arrivals.number_of_another", number=number, by_number=self._client(found).name, name=name)

    def _is_called(self, client_id: int, name: str | None) -> bool:
        return name is None or _plain(self._client(client_id).name) == _plain(name)

    def _called_alike(self, called: str) -> list[Client]:
        """The clients whose name differs from this one at most in width, case and blanks."""
        if self._plain_names is None:
            self._plain_names = {}
            for name, clients in self._names.items():
                self._plain_names.setdefault(_plain(name), []).extend(clients)
        return self._plain_names.get(_plain(called), [])

    def _create(self, number: str, name: str, first: date) -> int:
        client = Client(
            id=self._ground.next_client + len(self.created),
            client_no=number,
            name=name,
            credit_code=None,
            kind=self._kind,
            status=ACTIVE,
            industry=None,
            district=None,
            address=None,
            lat=None,
            lon=None,
            group=None,
            chain=None,
            tags=(),
            rm=self._terms.rm,
            founded=None,
            entered=first,
            initials=self._terms.initials(name),
        )
        self.created.append(client)
        self._ids[number] = client.id
        self._names[name] = [client]
        if self._plain_names is not None:
            self._plain_names.setdefault(_plain(name), []).append(client)
        return client.id

    def _closest(self, called: str) -> tuple[str, ...]:
        """The names most like an unknown one; looked up for the first few only, since it takes long in a big book."""
        if not self._suggestions_left or _is_code(called):
            return ()
        self._suggestions_left -= 1
        holding = sorted((name for name in self._names if called in name or name in called), key=lambda n: (len(n), n))
        if holding:
            return tuple(holding[:_SUGGESTED])
        from difflib import get_close_matches

        return tuple(get_close_matches(called, list(self._names)[:_SUGGESTED_FROM], _SUGGESTED))
