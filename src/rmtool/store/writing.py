"""What a command may write into the book. Not: the transaction around it (store.py), nor what is right to write (desk).

Fields are named as in core/book.py; each value is turned into what the column holds by `columns.cell`. The journal is
written by the book's own triggers.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rmtool.core.secret_numbers import SHORTEST, holds_secret, is_identity_number
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.store.columns import Cell, cell, column_names, quoted

_OURS = frozenset({"setting", "batch", "plan", "mapping"})
"""Tables of what rmtool itself writes down."""

_CODES = frozenset({"client_no", "credit_code", "contract_no", "known_as"})
"""Fields whose values may be as long as a card number and pass its check by chance."""


class Writing:
    """The writes of one command, inside its transaction; `command_id` is its row in the journal.

    `connection` is for the modules of the store alone.
    """

    def __init__(self, connection: sqlite3.Connection, command_id: int) -> None:
        self.command_id = command_id
        self.connection = connection
        self._known: dict[str, frozenset[str]] = {}

    def add_client(self, fields: Mapping[str, object]) -> int:
        """Add a client or prospect; returns its id."""
        return self.insert("client", fields)

    def set_client(self, client_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a client."""
        self.update("client", client_id, fields)

    def add_person(self, fields: Mapping[str, object]) -> int:
        """Add somebody at a client; returns the id."""
        return self.insert("person", fields)

    def set_person(self, person_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a person."""
        self.update("person", person_id, fields)

    def remove_person(self, person_id: int) -> None:
        """Take a person out."""
        self.delete("person", person_id)

    def add_note(self, fields: Mapping[str, object]) -> int:
        """Add a note on a client; returns its id."""
        return self.insert("note", fields)

    def set_note(self, note_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a note."""
        self.update("note", note_id, fields)

    def remove_note(self, note_id: int) -> None:
        """Take a note out."""
        self.delete("note", note_id)

    def add_campaign(self, fields: Mapping[str, object]) -> int:
        """Add a campaign; returns its id."""
        return self.insert("campaign", fields)

    def set_campaign(self, campaign_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a campaign."""
        self.update("campaign", campaign_id, fields)

    def add_campaign_member(self, fields: Mapping[str, object]) -> int:
        """Put a client on a campaign's list; returns the id."""
        return self.insert("campaign_member", fields)

    def set_campaign_member(self, member_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a client on a campaign's list."""
        self.update("campaign_member", member_id, fields)

    def add_review(self, fields: Mapping[str, object]) -> int:
        """Add a review of a client's position; returns its id."""
        return self.insert("review", fields)

    def set_review(self, review_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a review."""
        self.update("review", review_id, fields)

    def set_balance(self, fields: Mapping[str, object]) -> None:
        """Set a client's amount of one measure at one date; whatever stood there is replaced."""
        self._put("balance", ("client_id", "measure", "on"), fields)

    def add_holding(self, fields: Mapping[str, object]) -> int:
        """Add a product that a client holds; returns its id."""
        return self.insert("holding", fields)

    def remove_holding(self, holding_id: int) -> None:
        """Take a holding out, as if it had never been noted."""
        self.delete("holding", holding_id)

    def set_holding(self, holding_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of what a client holds."""
        self.update("holding", holding_id, fields)

    def add_occasion(self, fields: Mapping[str, object]) -> int:
        """Note an occasion; returns its id."""
        return self.insert("occasion", fields)

    def set_occasion(self, occasion_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of an occasion that was noted."""
        self.update("occasion", occasion_id, fields)

    def remove_occasion(self, occasion_id: int) -> None:
        """Take an occasion out."""
        self.delete("occasion", occasion_id)

    def settle(self, fields: Mapping[str, object]) -> int:
        """Note that something was seen to; returns the id."""
        return self.insert("settled", fields)

    def add_away(self, fields: Mapping[str, object]) -> int:
        """Add days on which a client, or without `client_id` the RM, is away; returns the id."""
        return self.insert("away", fields)

    def set_cadence(self, client_id: int, code: str, cadence: str | None, why: str | None, until: date | None) -> None:
        """Give a client its own cadence for `code`, in place of any other; None takes it away."""
        self.connection.execute("DELETE FROM cadence WHERE client_id = ? AND code = ?", (client_id, code))
        if cadence is not None:
            fields = {"client_id": client_id, "code": code, "cadence": cadence, "why": why, "until": until}
            self.insert("cadence", fields)

    def add_contact(self, fields: Mapping[str, object]) -> int:
        """Log a contact; returns its id."""
        return self.insert("contact", fields)

    def set_contact(self, contact_id: int, fields: Mapping[str, object]) -> None:
        """Correct fields of a contact."""
        self.update("contact", contact_id, fields)

    def remove_contact(self, contact_id: int) -> list[int]:
        """Take a contact out of the log; returns the ids of the visits that it had closed, now without a contact."""
        closed = [row[0] for row in self.connection.execute("SELECT id FROM visit WHERE contact_id = ?", (contact_id,))]
        for visit_id in closed:
            self.update("visit", visit_id, {"contact_id": None})
        self.delete("contact", contact_id)
        return closed

    def add_visit(self, fields: Mapping[str, object]) -> int:
        """Add an appointment or a planned visit; returns its id."""
        return self.insert("visit", fields)

    def set_visit(self, visit_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a visit."""
        self.update("visit", visit_id, fields)

    def remove_visit(self, visit_id: int) -> None:
        """Take a visit out of the plan."""
        self.delete("visit", visit_id)

    def save_plan(self, week: date, saved_on: date, fingerprint: str, summary: Mapping[str, object]) -> None:
        """Keep what a week's plan said when it was saved; its visits are written one by one."""
        fields = {"week": week, "saved_on": saved_on, "fingerprint": fingerprint, "summary": summary}
        self._put("plan", ("week",), fields)

    def set_card(self, client_id: int, fields: Mapping[str, object]) -> None:
        """Change fields of a prospect's card, or make the card."""
        present = self.connection.execute("SELECT 1 FROM card WHERE client_id = ?", (client_id,)).fetchone()
        if present:
            self.update("card", client_id, fields)
        else:
            self.insert("card", {"client_id": client_id, **fields})

    def add_card_event(self, fields: Mapping[str, object]) -> int:
        """Add a step in a card's history (`kind` as in core/book.py); returns its id."""
        return self.insert("card_event", fields)

    def remove_card_event(self, event_id: int) -> None:
        """Take a step out of a card's history."""
        self.delete("card_event", event_id)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting of the book."""
        self._put("setting", ("key",), {"key": key, "value": value})

    def add_batch(self, fields: Mapping[str, object]) -> int:
        """Note a file that was imported; returns its id."""
        return self.insert("batch", fields)

    def remember_column(self, fields: Mapping[str, object]) -> None:
        """Keep what a column means in lists with the same headings; whatever was kept of it is replaced."""
        self._put("mapping", ("fingerprint", "heading"), fields)

    def insert(self, table: str, fields: Mapping[str, object]) -> int:
        """Add one row; returns its id.

        Raises KeyError for a field that the table doesn't have, UsageError for an identity or card number in one.
        """
        _refuse_secrets(table, fields)
        return self._execute(self._insertion(table, fields), fields.values()).lastrowid or 0

    def insert_many(self, table: str, fields: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows whose values stand in the order of `fields` and are cells already (see `columns.cell`)."""
        self.connection.executemany(self._insertion(table, fields), rows)

    def update(self, table: str, row_id: int, fields: Mapping[str, object]) -> None:
        """Set `fields` of one row. Raises KeyError for a field or a row that isn't there, else as `insert`."""
        if not fields:
            return
        _refuse_secrets(table, fields)
        assignments = ", ".join(f'"{column}" = ?' for column in self._columns(table, fields))
        done = self._execute(f"UPDATE {table} SET {assignments} WHERE rowid = ?", (*fields.values(), row_id))
        if done.rowcount != 1:
            raise KeyError(f"{table} {row_id}")

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row. Raises KeyError if it isn't there."""
        if self._execute(f"DELETE FROM {table} WHERE rowid = ?", (row_id,)).rowcount != 1:
            raise KeyError(f"{table} {row_id}")

    def _columns(self, table: str, fields: Iterable[str]) -> list[str]:
        """The columns of `fields`, which must all be columns of `table`: no other text gets into a statement."""
        known = self._known.get(table)
        if known is None:
            rows = self.connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
            known = self._known[table] = frozenset(name for (name,) in rows)
        columns = column_names(fields)
        if not known.issuperset(columns):
            raise KeyError(f"{table}: {', '.join(sorted(set(columns) - known))}")
        return columns

    def _insertion(self, table: str, fields: Iterable[str]) -> str:
        columns = self._columns(table, fields)
        return f"INSERT INTO {table} ({quoted(columns)}) VALUES ({', '.join('?' * len(columns))})"

    def _put(self, table: str, key: Sequence[str], fields: Mapping[str, object]) -> None:
        keys = self._columns(table, key)
        others = [column for column in self._columns(table, fields) if column not in keys]
        changes = ", ".join(f'"{column}" = excluded."{column}"' for column in others)
        statement = f"{self._insertion(table, fields)} ON CONFLICT ({quoted(keys)}) DO UPDATE SET {changes}"
        self._execute(statement, fields.values())

    def _execute(self, statement: str, values: Iterable[object]) -> sqlite3.Cursor:
        return self.connection.execute(statement, [cell(value) for value in values])


def _refuse_secrets(table: str, fields: Mapping[str, object]) -> None:
    """Raises UsageError for an identity or card number, which the book never holds."""
    for field, value in fields.items() if table not in _OURS else ():
        if isinstance(value, str) and len(value) >= SHORTEST:
            if is_identity_number(value) if field in _CODES else holds_secret(value):
                raise UsageError("store.secret_number", field=phrase(f"changes.{field}"))
        elif isinstance(value, tuple | list) and holds_secret("\n".join(map(str, value))):
            raise UsageError("store.secret_number", field=phrase(f"changes.{field}"))
