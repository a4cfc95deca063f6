"""What holds for files that leave: whether the rules want them masked, what masks must know, the record of them.

Not: how a value is masked (core/masks.py, show/masking.py), nor how the record is kept (store/disclosures.py).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rmtool.core.book import Client
from rmtool.core.masks import Known, shapes, without
from rmtool.core.privacy import ADDRESS, CODE, EMAIL, HIDDEN, PERSON, PHONE, field
from rmtool.desk import Desk
from rmtool.store.disclosures import Disclosure, disclosures, note

_SHORTEST_TEXT = 4
"""Characters from which on a note is looked for in other texts: a shorter one (`已约`) could be any word."""

_MASKS = (HIDDEN, ADDRESS, CODE, EMAIL, PHONE, PERSON)
"""The masks of texts, the strictest first: a text that is masked in two ways keeps what the later one leaves."""

_RETAIL = "retail"
_LONGEST_PERSON = 4
"""Characters of a Chinese name: a surname has two at most, and so has what is given."""


def is_masked(desk: Desk, result: str, form: str) -> bool:
    """Whether the rules want this result (such as `report week`) masked in a file of this format."""
    wanted = desk.rules.privacy
    return form in wanted.formats and (result in wanted.mask or result.partition(" ")[0] in wanted.mask)


def known(desk: Desk) -> Known:
    """What the book knows to be confidential: whatever stands in a column that the table of classes masks."""
    clients = {client.name: _is_person(client) for client in desk.book.clients}
    texts: dict[str, str] = {}
    for mask in _MASKS:
        texts |= dict.fromkeys(_texts(desk, mask), mask)
    return Known(clients, {text: mask for text, mask in texts.items() if text not in clients})


def _texts(desk: Desk, mask: str) -> Iterator[str]:
    """The texts of the book that are masked so."""
    shortest = 2 if mask == PERSON else _SHORTEST_TEXT
    for table, columns, rows in desk.store.dump():
        places = [n for n, column in enumerate(columns) if (known := field(column, table)) and known.mask == mask]
        for row in rows if places else ():
            yield from (text for n in places if isinstance(text := row[n], str) and len(text) >= shortest)


def _is_person(client: Client) -> bool:
    """Whether a client is a person. A list that says no kinds makes all corporate: then a name may say it."""
    if client.kind == _RETAIL or client.credit_code is not None or len(client.name) > _LONGEST_PERSON:
        return client.kind == _RETAIL
    from rmtool.intake.looks import is_personal_name  # reads the vocabulary, which few books of firms need

    return is_personal_name(client.name)


class Leaves(NamedTuple):
    """A file about to stand in its place: what it is of, why it leaves, its format, columns, rows, bytes and place."""

    result: str
    reason: str | None
    form: str
    columns: Sequence[str]
    rows: int
    masked: bool
    content: bytes
    path: Path


def note_left(desk: Desk, left: Leaves) -> None:
    """Puts a file that leaves on record, without what would tell of clients. Raises BookError if that can't be."""
    from hashlib import sha256

    session = desk.session
    telling = desk.store.telling() if desk.store.path.exists() else set[str]()
    disclosure = Disclosure(
        at=session.now,
        user=session.user,
        command=left.result,
        reason=shapes(without(left.reason, telling)) if left.reason else None,
        format=left.form,
        columns=tuple(without(column, telling) for column in left.columns),
        rows=left.rows,
        masked=left.masked,
        sha256=sha256(left.content).hexdigest(),
        path=shapes(without(str(left.path.absolute()), telling)),
    )
    note(session.home, disclosure)


def left(desk: Desk) -> list[Disclosure]:
    """The files that left, the newest first."""
    return disclosures(desk.session.home)[::-1]
