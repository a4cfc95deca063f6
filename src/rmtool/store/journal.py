"""The triggers by which every change of a fact is written into the journal. Not: reading or undoing it (history.py).

They are temporary triggers, made anew by the connection that writes: as part of the file they could not call
`json_object` while SQLite distrusts schemas (`trusted_schema=OFF`), and every reader would pay for parsing them. A
connection of the store can't write before it has them, for until then it is `query_only`.
"""

import sqlite3
from collections.abc import Sequence

from rmtool.store.migrations import FACTS


def keep_journal(connection: sqlite3.Connection) -> None:
    """Make `connection` write every change of a fact into `change`, under the newest row of `command`."""
    for table in FACTS:
        columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
        for statement in _triggers(table, columns):
            connection.execute(statement)


def _triggers(table: str, columns: Sequence[str]) -> list[str]:
    client = "id" if table == "client" else "client_id" if "client_id" in columns else None
    old, new = _image("OLD", columns), _image("NEW", columns)
    changed = f"({_values('OLD', columns)}) IS NOT ({_values('NEW', columns)})"
    events = {
        "INSERT": _record(table, "NEW", client, "NULL", new),
        "UPDATE": _record(table, "OLD", client, old, new),
        "DELETE": _record(table, "OLD", client, old, "NULL"),
    }
    return [
        f"CREATE TEMP TRIGGER journal_{table}_{event.lower()} AFTER {event} ON main.{table}"
        f"{f' WHEN {changed}' if event == 'UPDATE' else ''} BEGIN {record}; END"
        for event, record in events.items()
    ]


def _record(table: str, row: str, client: str | None, before: str, after: str) -> str:
    client_id = f"{row}.{client}" if client else "NULL"
    return (
        "INSERT INTO change (command_id, table_name, row_id, client_id, before, after)"
        f" VALUES ((SELECT max(id) FROM command), '{table}', {row}.rowid, {client_id}, {before}, {after})"
    )


def _image(row: str, columns: Sequence[str]) -> str:
    return "json_object(" + ", ".join(f"'{column}', {row}.\"{column}\"" for column in columns) + ")"


def _values(row: str, columns: Sequence[str]) -> str:
    return ", ".join(f'{row}."{column}"' for column in columns)
