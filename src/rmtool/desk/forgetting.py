"""A client forgotten for good: what would go, files that tell of it among it, and the going. Not: how (store)."""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from rmtool.core.book import Client
from rmtool.desk import Desk
from rmtool.desk.sheets import sheet_name
from rmtool.errors import BookError
from rmtool.phrase import phrase
from rmtool.store.backup import FOLDER
from rmtool.store.connection import BOOK_NAME, is_encrypted
from rmtool.store.erasing import Traces, rows_of
from rmtool.store.forgetting import Forgotten, forget_everywhere, traces_of

_ZIPS = (".zip", ".xlsx", ".xlsm", ".docx", ".ods")
_CLOSED = (".xls", ".et", ".pdf", ".gz", ".7z", ".rar")
"""Files that hold their text so that no search can say what is in them."""

_EDGES = rb"(?<![0-9A-Za-z])%s(?![0-9A-Za-z])"
"""A number or a word of letters stands for itself only where no other goes on before or after it."""

_MOST = 1 << 26
"""Bytes that are unpacked of a file to be searched; what holds more can't be."""

_SHORTEST_NOTE = 4
"""Characters of a note that are sought outside the book: less stands in any file."""


_OWN = ("exports", "cache")
"""The home's folders whose files rmtool wrote, and can write anew."""


class Leaving(NamedTuple):
    """What forgetting a client would take: rows by table, how many backups would be looked through, which `files`.

    These rmtool wrote, and they tell of the client; `elsewhere` are those of the home that others wrote and that tell
    of it too, or that can't be searched.
    """

    client: Client
    rows: Mapping[str, int]
    backups: int
    files: Sequence[Path]
    elsewhere: Sequence[Path]
    told: Traces


class Gone(NamedTuple):
    """What was forgotten, and the files that went; `elsewhere` are others that name the client or can't be searched."""

    client: Client
    done: Forgotten
    deleted: Sequence[Path]
    elsewhere: Sequence[Path]


def plan_forgetting(desk: Desk, client: Client) -> Leaving:
    """What would go with a client."""
    home = desk.session.home
    told = traces_of(desk.store, client.client_no)
    telling, closed = _telling(home, told)
    own = [path for path in telling if path.relative_to(home).parts[0] in _OWN]
    elsewhere = sorted({*telling, *closed} - {*own})
    backups = sum(1 for _ in (home / FOLDER).glob("*.db"))
    return Leaving(client, rows_of(desk.store, client.id), backups, own, elsewhere, told)


def forget(desk: Desk, leaving: Leaving) -> Gone:
    """Forgets the client in the book and all its backups, and removes the files that tell of it.

    Raises BookError, with nothing gone from the book, if that can't be.
    """
    with desk.changing():
        summary = phrase("keeping.did_forget")
        done = forget_everywhere(desk.store, leaving.told, summary, desk.session.now, leaving.files)
    return Gone(leaving.client, done, leaving.files, leaving.elsewhere)


def _telling(home: Path, told: Traces) -> tuple[list[Path], list[Path]]:
    """The files of the home, besides the book and its backups, that tell of the client; and those not to be read."""
    texts = {word for word in told.words if len(word) > 1} | {n for n in told.notes if len(n) >= _SHORTEST_NOTE}
    forms = sorted({form for text in texts for form in _forms(text)})
    pattern = re.compile(b"|".join(forms) if forms else b"(?!)")
    edits = {sheet_name(number) for number in told.numbers}
    telling, closed = [], []
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.parent != home / FOLDER and path != home / BOOK_NAME:
            held = _held(path)
            name = str(path.relative_to(home)).encode("utf-8", "surrogateescape")
            if path.name in edits or pattern.search(name) or (held is not None and pattern.search(held)):
                telling.append(path)
            elif held is None:
                closed.append(path)
    return telling, closed


def _forms(text: str) -> Iterator[bytes]:
    """Patterns of a text as files have it: in JSON and YAML, CSV, pages and workbooks; in spreadsheets' encodings."""
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    for form in {text, plain, text.replace('"', '""'), escape(text), escape(text, quote=False)}:
        yield re.escape(form.encode("utf-16-le", "ignore"))
        if form.isascii():
            yield _EDGES % re.escape(form.encode())
        else:
            yield re.escape(form.encode("utf-8", "ignore"))
            yield re.escape(form.encode("gb18030", "ignore"))


def _held(path: Path) -> bytes | None:
    """The text in a file, calendars' lines unfolded; None if it can't be searched."""
    if path.suffix.lower() in _CLOSED:
        return None
    try:
        if path.suffix.lower() in _ZIPS:
            return _unpacked(path)
        if path.suffix == ".db" and is_encrypted(path):
            return None
        return path.read_bytes().replace(b"\r\n ", b"")
    except (OSError, ValueError, RuntimeError, NotImplementedError, BookError, zlib.error, zipfile.BadZipFile):
        return None


def _unpacked(path: Path) -> bytes | None:
    """The names and the contents of what a zip holds; None if that is too much, or zips again."""
    with zipfile.ZipFile(path) as packed:
        members = packed.infolist()
        if sum(member.file_size for member in members) > _MOST:
            return None
        if any(Path(member.filename).suffix.lower() in (*_ZIPS, *_CLOSED) for member in members):
            return None
        return b"\n".join(part for member in members for part in (member.filename.encode(), packed.read(member)))
