"""Clients that may be one and the same: by credit code, by the name's heart, by likeness. Never merged unasked.

Not: merging (desk/merging.py), nor what words a firm's name can do without (intake/names.py).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from rmtool.core.book import Client

ALIKE = 0.83
"""How alike two names' hearts must be: one character of six may be another one, or one of three left out.

Measured on 1,113 firms of real lists, in which nobody stands twice: 0.86 pairs none of them, 0.83 ten, 0.8 thirteen; of
100 planted slips of the pen they find 17, 53 and 75.
"""

_SHORTEST = 4
"""Characters of a heart that likeness is judged by: shorter names are alike by chance."""

_LONGEST_PERSON = 4
_DIGIT = re.compile(r"\d", re.ASCII)
_LONG = 12
"""From so many characters on two may be changed, else one. Each spoils two pairs of characters at most."""

_COMMON = 30
"""A pair of characters in more hearts than this tells nobody apart (a list of numbered names); it is passed over."""

_NAMESAKES = 5
"""How many clients of one heart a new one is compared with; who has more is told of these."""

CREDIT_CODE, NAME, SIMILAR = "credit_code", "name", "similar"


class Heart(NamedTuple):
    """What tells a firm's name from others: without the place it begins with, its legal form, brackets and blanks."""

    place: str
    core: str


class Duplicate(NamedTuple):
    """A client that may be the same as another one; `why` says by what, `likeness` (0–1) how alike their names are."""

    client: Client
    other: Client
    why: str
    likeness: float


Alike = Callable[[str, str], float]
"""How alike two texts are, from 0 to 1."""

MakeAlike = Callable[[], Alike]
"""Gives it; asked only if there are names to compare."""


def duplicates(
    clients: Sequence[Client], added: Sequence[Client], heart: Callable[[str], Heart], alike: MakeAlike
) -> list[Duplicate]:
    """The pairs of an added client and another one (of `clients`, or added before it) that may be one and the same.

    Names that are numbers, and those of private persons, are compared by nothing but the credit code, and so are
    clients that all have one. Two names that begin with different places are different firms. By the added client's
    number.
    """
    is_open = any(not client.credit_code for client in chain(added, clients))
    named = [client for client in added if _is_firm(client)] if is_open else []
    codes = {c.credit_code: c for c in clients if c.credit_code} if any(c.credit_code for c in added) else {}
    found = [
        Duplicate(client, codes[client.credit_code], CREDIT_CODE, 1.0)
        for client in (added if codes else ())
        if client.credit_code in codes and client.credit_code
    ]
    if named:
        firms = [client for client in clients if _is_firm(client)]
        shelf = _Shelf({client.id: heart(client.name) for client in (*firms, *named)}, alike())
        for client in firms:
            shelf.put(client)
        for client in named:
            found += shelf.like(client)
            shelf.put(client)
    pairs: dict[tuple[int, int], Duplicate] = {}
    for pair in found:
        pairs.setdefault((pair.client.id, pair.other.id), pair)
    return sorted(pairs.values(), key=lambda d: (d.client.client_no, -d.likeness, d.other.client_no))


class _Shelf:
    """Clients by the hearts of their names, and by the pairs of characters in those."""

    def __init__(self, hearts: Mapping[int, Heart], alike: Alike) -> None:
        self._hearts, self._alike = hearts, alike
        self._common = Counter(piece for core in {h.core for h in hearts.values()} for piece in _pieces(core))
        self._cores: dict[str, list[Client]] = {}
        self._pieces: dict[str, list[str]] = {}

    def put(self, client: Client) -> None:
        """Puts a client on the shelf."""
        core = self._hearts[client.id].core
        listed = self._cores.setdefault(core, [])
        if not listed and len(core) >= _SHORTEST:
            for piece in self._rare(core):
                self._pieces.setdefault(piece, []).append(core)
        listed.append(client)

    def like(self, client: Client) -> Iterator[Duplicate]:
        """Who of those on the shelf may be `client`."""
        heart = self._hearts[client.id]
        for core in (heart.core, *self._near(heart.core)):
            likeness = 1.0 if core == heart.core else self._alike(heart.core, core)
            if likeness < ALIKE:
                continue
            for other in self._cores.get(core, ())[:_NAMESAKES]:
                places = {heart.place, self._hearts[other.id].place} - {""}
                if len(places) < 2 and _may_be_one(client, other):
                    yield Duplicate(client, other, NAME if core == heart.core else SIMILAR, round(likeness, 2))

    def _near(self, core: str) -> list[str]:
        """The hearts that share one of the rarest pairs of characters: one more than changed characters can spoil."""
        if len(core) < _SHORTEST:
            return []
        rarest = sorted(self._rare(core), key=lambda piece: (self._common[piece], piece))[
            : 5 if len(core) >= _LONG else 3
        ]
        near = {other for piece in rarest for other in self._pieces.get(piece, ())}
        return sorted(near - {core})

    def _rare(self, core: str) -> list[str]:
        return [piece for piece in _pieces(core) if self._common[piece] <= _COMMON]


def _pieces(core: str) -> set[str]:
    return {core[n : n + 2] for n in range(len(core) - 1)}


def _may_be_one(client: Client, other: Client) -> bool:
    """Whether nothing says that they are two: two credit codes do, and two names that may be persons'."""
    persons = max(len(client.name), len(other.name)) <= _LONGEST_PERSON
    return client.id != other.id and not persons and not (client.credit_code and other.credit_code)


def _is_firm(client: Client) -> bool:
    name = client.name
    return not (name == client.client_no or client.kind == "retail" or (name.isascii() and _DIGIT.search(name)))
