"""Which clients somebody may mean who has typed the beginning of a word. Not: which one it is (find.py)."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rmtool.core.half_width import half_width


class Named(NamedTuple):
    """As much of a client as goes by a name."""

    client_no: str
    name: str
    initials: str


class Suggested(NamedTuple):
    """What to type for a client, and what else it is called."""

    typed: str
    also: str


def suggest(listed: Sequence[Named], begun: str, most: int) -> list[Suggested]:
    """At most `most` clients that `begun` may become, by number: those whose number or name begins so; if there are
    none, those whose name holds it or whose initials begin with it.

    What is to be typed is the name, or the number where that is what was begun. A name that two clients share, or that
    can't be typed safely (characters that don't show, a dash in front), gives way to the number; a client with neither
    is left out.
    """
    wanted = _plain(begun).strip()
    shared = Counter(_plain(client.name) for client in listed)
    ordered = sorted(listed)
    found = [c for c in ordered if _plain(c.name).startswith(wanted) or _plain(c.client_no).startswith(wanted)]
    found = found or [c for c in ordered if wanted in _plain(c.name) or _has_initials(c, wanted)]
    named = (_suggested(client, wanted, shared[_plain(client.name)] == 1) for client in found)
    return [suggested for suggested in named if suggested][:most]


def _suggested(client: Named, wanted: str, only: bool) -> Suggested | None:
    number = client.client_no if _is_safe(client.client_no) else None
    name = client.name if only and _is_safe(client.name) else None
    if number and (not name or (wanted and _plain(number).startswith(wanted))):
        return Suggested(number, client.name if client.name.isprintable() else "")
    return Suggested(name, number or "") if name else None


def _has_initials(client: Named, wanted: str) -> bool:
    return any(way.startswith(wanted) for way in client.initials.split())


def _is_safe(text: str) -> bool:
    return text.isprintable() and bool(text.strip()) and not text.startswith("-")


def _plain(text: str) -> str:
    return (text if text.isascii() else half_width(text)).casefold()
