"""Whether a text stands in the bytes of a book, and whose it is. Not: what is erased (erasing.py)."""

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from rmtool.store.columns import quoted
from rmtool.store.connection import DEFAULT_WAIT, connect, explained, is_encrypted
from rmtool.store.migrations import FACTS
from rmtool.store.sealing import columns_of
from rmtool.store.store import Store

_SHORTEST_BYTES = 4


def forms(text: str) -> set[str]:
    """A text as typed and as JSON has it."""
    return {text, json.dumps(text, ensure_ascii=False)[1:-1]}


def still_in(path: Path, texts: Iterable[str]) -> list[str]:
    """Of these texts, those that the file at `path` still holds. Call it outside transactions."""
    held = all_bytes(path)
    long_enough = [text for text in sorted(texts) if len(text.encode()) >= _SHORTEST_BYTES]
    return [text for text in long_enough if any(form.encode() in held for form in forms(text))]


def all_bytes(path: Path) -> bytes:
    """Everything that the book at `path` holds: its bytes, or those of its texts if it is encrypted.

    What isn't in a row any more isn't in an encrypted file either: erasing overwrites it (`secure_delete`).
    """
    if not is_encrypted(path):
        return path.read_bytes()
    with closing(connect(path, DEFAULT_WAIT)) as connection, explained(path):
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        rows = (row for (table,) in tables for row in connection.execute(f"SELECT * FROM {quoted([table])}"))
        texts = (value for row in rows for value in row if isinstance(value, bytes | str))
        return b"\n".join(value if isinstance(value, bytes) else value.encode() for value in texts)


def others_say(store: Store, text: str) -> bool:
    """Whether facts or the journal about others hold the text, as part of something else or as their own.

    What runs on from one column into the next is as good as said: so it stands in the file. So does the schema: who
    noted `NULL` or `TEXT` noted words of it.
    """
    places = {
        table: " || ".join(
            f"coalesce({quoted([column.name])}, '')"
            for column in columns_of(store.connection, table)
            if column.kind == "TEXT"
        )
        for table in (*FACTS, "image", "said", "command", "change")
    }
    places["sqlite_schema"] = "sql"
    with store.reading():
        return any(
            store.rows(f"SELECT 1 FROM {table} WHERE instr({said}, ?) LIMIT 1", (form,))
            for form in sorted(forms(text))
            for table, said in places.items()
        )
