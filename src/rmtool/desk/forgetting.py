"""A client forgotten for good: what would go, and the going. Not: how it is erased (store)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rmtool.core.book import Client
from rmtool.desk import Desk
from rmtool.phrase import phrase
from rmtool.store.backup import FOLDER
from rmtool.store.connection import BOOK_NAME
from rmtool.store.erasing import Traces, rows_of
from rmtool.store.forgetting import Forgotten, forget_everywhere, traces_of

_PACKED = (".zip", ".xlsx")
"""Files that hold their text compressed, so that no search can say what is in them."""


class Leaving(NamedTuple):
    """What forgetting a client would take: rows by table, and how many backups would be looked through."""

    client: Client
    rows: Mapping[str, int]
    backups: int


class Gone(NamedTuple):
    """What was forgotten; `elsewhere` are files of the home that still name the client or can't be searched."""

    client: Client
    done: Forgotten
    elsewhere: Sequence[Path]


def plan_forgetting(desk: Desk, client: Client) -> Leaving:
    """What would go with a client."""
    folder = desk.session.home / FOLDER
    return Leaving(client, rows_of(desk.store, client.id), sum(1 for _ in folder.glob("*.db")))


def forget(desk: Desk, leaving: Leaving) -> Gone:
    """Forgets the client in the book and all its backups. Raises BookError, with nothing gone, if that can't be."""
    with desk.changing():
        told = traces_of(desk.store, leaving.client.client_no)
        done = forget_everywhere(desk.store, told, phrase("keeping.did_forget"), desk.session.now)
    return Gone(leaving.client, done, _elsewhere(desk, told))


def _elsewhere(desk: Desk, told: Traces) -> list[Path]:
    """The files of the home, besides the book and its backups, that hold one of the client's names, or may hold it."""
    home = desk.session.home
    words = [word.encode(code, "ignore") for word in told.words if len(word) > 1 for code in ("utf-8", "gb18030")]
    found = []
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.parent != home / FOLDER and path.name != BOOK_NAME:
            held = b"" if path.suffix in _PACKED else path.read_bytes()
            if path.suffix in _PACKED or any(word and word in held for word in words):
                found.append(path)
    return found
