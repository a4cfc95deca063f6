"""Lists that were brought in for a time only: which are past it, and what they brought taken out for good.

Not: how a row is erased from the journal (erasing.py), nor whether that is to be done (desk).
"""

from collections.abc import Collection, Sequence
from datetime import date

from rmtool.core.book import DONE
from rmtool.phrase import Phrase
from rmtool.store.columns import quoted
from rmtool.store.erasing import compact, erase_rows
from rmtool.store.journal import PURGE, note
from rmtool.store.migrations import FACTS
from rmtool.store.reading import Batch
from rmtool.store.sealing import columns_of
from rmtool.store.store import Store

_BROUGHT = ("balance", "holding", "contact")
"""The tables whose rows know the list that they came with."""

_NO_SUPPORT = frozenset({"client", "person", "alias", "card", "card_event", "visit", *_BROUGHT})
"""Tables whose rows alone don't keep a client; of visits those do that were held or fixed by hand."""

Rows = dict[str, list[int]]
"""Ids of rows by table."""


def expired(store: Store, today: date) -> list[Batch]:
    """The lists whose time was over before `today` and of which something is still in the book."""
    with store.reading():
        past = [batch for batch in store.batches() if batch.keep_until and batch.keep_until < today]
        return [batch for batch in past if any(brought(store, [batch.id]).values())]


def brought(store: Store, batches: Collection[int]) -> Rows:
    """The rows that only these lists support, by table: what came with them, and clients known by nothing else."""
    listed = ", ".join(str(int(batch)) for batch in batches) or "NULL"
    with store.reading():
        rows: Rows = {
            table: [i for (i,) in store.rows(f"SELECT id FROM {table} WHERE batch_id IN ({listed})")]
            for table in _BROUGHT
        }
        clients = [
            i
            for (i,) in store.rows(f"SELECT id FROM client WHERE created_batch IN ({listed}) ORDER BY id")
            if not _is_supported(store, i, listed)
        ]
        for table in FACTS:
            columns = [column.name for column in columns_of(store.connection, table)]
            owner = "id" if table == "client" else "client_id" if "client_id" in columns else None
            if owner and clients:
                held = f"SELECT rowid FROM {table} WHERE {owner} IN ({', '.join(map(str, clients))})"
                rows[table] = sorted({*rows.get(table, ()), *(i for (i,) in store.rows(held))})
    return {table: ids for table, ids in rows.items() if ids}


def _is_supported(store: Store, client_id: int, listed: str) -> bool:
    """Whether the book knows more of a client than these lists brought."""
    more = f"client_id = ? AND (batch_id IS NULL OR batch_id NOT IN ({listed}))"
    queries = [f"SELECT 1 FROM {table} WHERE {more} LIMIT 1" for table in _BROUGHT]
    queries.append(f"SELECT 1 FROM visit WHERE client_id = ? AND (status = '{DONE}' OR fixed IS NOT NULL) LIMIT 1")
    for table in FACTS:
        if table not in _NO_SUPPORT and any(c.name == "client_id" for c in columns_of(store.connection, table)):
            queries.append(f"SELECT 1 FROM {table} WHERE client_id = ? LIMIT 1")
    return any(store.rows(query, (client_id,)) for query in queries)


def purge_batches(store: Store, batches: Sequence[Batch], summary: Phrase, at: str) -> dict[str, int]:
    """Takes what only these lists support out of the book and its journal; returns how many rows of each table went."""
    with store.command(PURGE, summary, at) as writing:
        connection = writing.connection
        rows = brought(store, [batch.id for batch in batches])
        connection.execute("PRAGMA defer_foreign_keys = 1")
        for contact in rows.get("contact", ()):
            connection.execute("UPDATE visit SET contact_id = NULL WHERE contact_id = ?", (contact,))
        for table in reversed(FACTS):
            for row in rows.get(table, ()):
                connection.execute(f"DELETE FROM {quoted([table])} WHERE rowid = ?", (row,))
        if not rows:
            note(connection, writing.command_id)
        erase_rows(writing, rows)
    compact(store)
    return {table: len(ids) for table, ids in rows.items()}
