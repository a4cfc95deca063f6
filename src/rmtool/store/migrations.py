"""The schema of the book as numbered migrations. Not: opening the book, nor how the journal is kept (journal.py).

A released migration is never edited; a change of the schema is a new one at the end of `STEPS`. The file's
`user_version` is the number of steps that it went through.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from operator import itemgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from rmtool.phrase import phrase
from rmtool.store.sealing import ADDED, CHANGED, REMOVED, Seal, is_sealed, last_marks, odd_rows, seal_what_changed
from rmtool.store.summaries import pack

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x524D4231
"""Says in the file's header that the file is a book of rmtool ("RMB1")."""

FACTS = (
    "setting",
    "batch",
    "client",
    "person",
    "balance",
    "holding",
    "note",
    "campaign",
    "campaign_member",
    "review",
    "contact",
    "visit",
    "plan",
    "away",
    "cadence",
    "card",
    "card_event",
    "alias",
    "mapping",
    "occasion",
    "settled",
)
"""The journaled tables, parents before children."""

_TABLES = (
    "CREATE TABLE command (id INTEGER PRIMARY KEY, at TEXT NOT NULL, name TEXT NOT NULL, summary TEXT NOT NULL,"
    " undoes INTEGER REFERENCES command (id)) STRICT",
    "CREATE TABLE change (id INTEGER PRIMARY KEY, command_id INTEGER NOT NULL REFERENCES command (id),"
    " table_name TEXT NOT NULL, row_id INTEGER NOT NULL, client_id INTEGER, before TEXT, after TEXT) STRICT",
    "CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    "CREATE TABLE batch (id INTEGER PRIMARY KEY, file TEXT NOT NULL, sheet TEXT, sha256 TEXT NOT NULL,"
    " kind TEXT NOT NULL, on_date TEXT, imported_on TEXT NOT NULL, rows INTEGER NOT NULL, summary TEXT NOT NULL)"
    " STRICT",
    "CREATE TABLE client (id INTEGER PRIMARY KEY, client_no TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
    " credit_code TEXT, kind TEXT NOT NULL, status TEXT NOT NULL, industry TEXT, district TEXT, address TEXT,"
    " lat REAL, lon REAL, \"group\" TEXT, chain TEXT, tags TEXT NOT NULL DEFAULT '[]', rm TEXT, founded TEXT,"
    " entered TEXT NOT NULL, initials TEXT NOT NULL DEFAULT '', phone TEXT, website TEXT,"
    " created_batch INTEGER REFERENCES batch (id)) STRICT",
    "CREATE TABLE person (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
    " name TEXT NOT NULL, title TEXT, power TEXT, phone TEXT, email TEXT, note TEXT) STRICT",
    "CREATE TABLE balance (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
    " measure TEXT NOT NULL, on_date TEXT NOT NULL, fen INTEGER NOT NULL, batch_id INTEGER REFERENCES batch (id),"
    " UNIQUE (client_id, measure, on_date)) STRICT",
    "CREATE TABLE contact (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
    " on_date TEXT NOT NULL, at TEXT, code TEXT NOT NULL, person TEXT, note TEXT, outcome TEXT, minutes INTEGER,"
    " next TEXT, next_on TEXT, batch_id INTEGER REFERENCES batch (id)) STRICT",
    "CREATE TABLE visit (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
    " week TEXT NOT NULL, day TEXT, start INTEGER, minutes INTEGER, status TEXT NOT NULL, fixed TEXT, person TEXT,"
    " why TEXT, contact_id INTEGER REFERENCES contact (id)) STRICT",
    "CREATE TABLE plan (week TEXT PRIMARY KEY NOT NULL, saved_on TEXT NOT NULL, fingerprint TEXT NOT NULL,"
    " summary TEXT NOT NULL) STRICT",
    "CREATE TABLE away (id INTEGER PRIMARY KEY, client_id INTEGER REFERENCES client (id),"
    ' start TEXT NOT NULL, "end" TEXT NOT NULL, why TEXT) STRICT',
    "CREATE TABLE cadence (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
    " code TEXT NOT NULL, cadence TEXT NOT NULL, why TEXT, until TEXT) STRICT",
    "CREATE TABLE card (client_id INTEGER PRIMARY KEY REFERENCES client (id), value INTEGER, value_level TEXT,"
    " likelihood REAL, likelihood_level TEXT, stage TEXT NOT NULL, source TEXT, grade TEXT NOT NULL,"
    " graded_on TEXT NOT NULL, read_on TEXT) STRICT",
    "CREATE TABLE card_event (id INTEGER PRIMARY KEY,"
    " client_id INTEGER NOT NULL REFERENCES client (id), on_date TEXT NOT NULL, kind TEXT NOT NULL, before TEXT,"
    " after TEXT, why TEXT) STRICT",
)
"""A command's id is the id of its first change, so that its changes are a range of ids and need no index."""

_SEALED_JOURNAL = (
    "CREATE TABLE command (id INTEGER PRIMARY KEY, at TEXT NOT NULL, name TEXT NOT NULL,"
    " undoes INTEGER REFERENCES command (id), mark BLOB NOT NULL) STRICT",
    "CREATE TABLE change (id INTEGER PRIMARY KEY, command_id INTEGER NOT NULL REFERENCES command (id),"
    " table_name TEXT NOT NULL, row_id INTEGER NOT NULL, client_id INTEGER, kind TEXT NOT NULL, mark BLOB) STRICT",
    "CREATE TABLE link (command_id INTEGER PRIMARY KEY REFERENCES command (id), hash BLOB NOT NULL) STRICT",
    "CREATE TABLE said (command_id INTEGER PRIMARY KEY REFERENCES command (id), summary TEXT NOT NULL) STRICT",
    "CREATE TABLE image (change_id INTEGER PRIMARY KEY REFERENCES change (id), content TEXT NOT NULL) STRICT",
    "CREATE TABLE salt (command_id INTEGER PRIMARY KEY REFERENCES command (id), salts BLOB NOT NULL) STRICT",
)
"""The journal: the first three tables only grow; of the others everything may be erased (see sealing.py).

`image` holds a row as it stood before a change; how it stood after, the next change of it or the row itself says.
"""

_INDEXES = (
    "CREATE INDEX person_by_client ON person (client_id)",
    "CREATE INDEX contact_log ON contact (client_id, on_date, code)",
    "CREATE INDEX visit_by_client ON visit (client_id)",
    "CREATE INDEX visit_by_week ON visit (week)",
    "CREATE INDEX visit_by_contact ON visit (contact_id)",
    "CREATE INDEX away_by_client ON away (client_id)",
    "CREATE INDEX cadence_by_client ON cadence (client_id)",
    "CREATE INDEX card_event_by_client ON card_event (client_id)",
)


def migrate(connection: sqlite3.Connection, at: str | None = None) -> None:
    """Bring the book behind `connection` to the newest schema, wholly or not at all.

    What the steps changed of the facts is put on record as a command of the moment `at` (ISO text; None: that of the
    last command), so that the journal says what stands in the book.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("rmtool")
    for step in STEPS:
        migrations(name=step.__name__)(step)
    connection.execute("BEGIN IMMEDIATE")
    try:
        odd = odd_rows(connection, FACTS, last_marks(connection)) if is_sealed(connection) else {}
        migrations.apply(Database(connection, execute_plugins=False))
        if is_sealed(connection):
            (last,) = connection.execute("SELECT max(at) FROM command").fetchone()
            summary = pack(phrase("history.migrated", version=len(STEPS)))
            seal_what_changed(connection, FACTS, at or last or "", odd, summary)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def newest_schema(connection: sqlite3.Connection) -> None:
    """Make the newest schema in an empty database, to be compared with; without its version or sqlite-utils."""
    database = cast("Database", SimpleNamespace(conn=connection))
    for step in STEPS:
        step(database)


def first_schema(database: "Database") -> None:
    """Every table of the first version."""
    connection = database.conn
    for statement in (*_TABLES, *_INDEXES, *_journal_guards("command", "change")):
        connection.execute(statement)


def what_imports_remember(database: "Database") -> None:
    """What merged clients were known as, and what columns were said to mean."""
    connection = database.conn
    connection.execute(
        "CREATE TABLE alias (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
        " known_as TEXT NOT NULL UNIQUE) STRICT"
    )
    connection.execute("CREATE INDEX alias_by_client ON alias (client_id)")
    connection.execute(
        "CREATE TABLE mapping (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, heading TEXT NOT NULL,"
        " field TEXT NOT NULL, remembered_on TEXT NOT NULL, UNIQUE (fingerprint, heading)) STRICT"
    )


def what_clients_ask_for(database: "Database") -> None:
    """The hours in which a client is to be seen."""
    database.conn.execute("ALTER TABLE client ADD COLUMN hours TEXT")


def sealed_journal(database: "Database") -> None:
    """The journal as a chain of marks, with what can be erased in tables beside it."""
    connection = database.conn
    commands = connection.execute("SELECT id, at, name, undoes, summary FROM command ORDER BY id").fetchall()
    changes = connection.execute(
        "SELECT command_id, table_name, row_id, client_id, before, after FROM change ORDER BY id"
    ).fetchall()
    connection.execute("DROP TABLE change")
    connection.execute("DROP TABLE command")
    for statement in (*_SEALED_JOURNAL, *_journal_guards("command", "change", "link")):
        connection.execute(statement)
    by_command = {command_id: list(its) for command_id, its in groupby(changes, key=itemgetter(0))}
    real = {
        (table, n)
        for table in FACTS
        for n, (kind,) in enumerate(connection.execute("SELECT type FROM pragma_table_info(?)", (table,)))
        if kind == "REAL"
    }
    seal = Seal(connection)
    numbers: dict[int | None, int | None] = {None: None}
    for command_id, at, name, undoes, summary in commands:
        number = numbers[command_id] = seal.begin(at, name, summary, numbers[undoes])
        for _, table, row_id, client_id, before, after in by_command.get(command_id, []):
            was, became = _content(table, before, real), _content(table, after, real)
            for row, found, left in _as_sealed(table, row_id, was, became):
                kind = ADDED if found is None else REMOVED if left is None else CHANGED
                change = (table, row, client_id, kind)
                change_id = connection.execute(
                    "INSERT INTO change (command_id, table_name, row_id, client_id, kind, mark)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (number, *change, seal.change(*change, left)),
                ).lastrowid
                if found is not None:
                    connection.execute("INSERT INTO image VALUES (?, ?)", (change_id, found))
        seal.end()


def _as_sealed(
    table: str, row_id: int, was: str | None, became: str | None
) -> list[tuple[int, str | None, str | None]]:
    """A change, or the two of a card that became another client's: its key is that client's number."""
    if table == "card" and was and became and (key := json.loads(became)[0]) != row_id:
        return [(row_id, was, None), (key, None, became)]
    return [(row_id, was, became)]


def _content(table: str, image: str | None, real: Collection[tuple[str, int]]) -> str | None:
    """A row as text (sealing.content), from the JSON object that the journal held before it was sealed."""
    if image is None:
        return None
    values = [
        f"{value:.12g}" if (table, n) in real and value is not None else value
        for n, value in enumerate(json.loads(image).values())
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def holdings(database: "Database") -> None:
    """The products that clients hold."""
    connection = database.conn
    connection.execute(
        "CREATE TABLE holding (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
        " product TEXT NOT NULL, kind TEXT, contract_no TEXT, fen INTEGER, opened TEXT, matures TEXT, term TEXT,"
        " rate REAL, risk TEXT, bank TEXT, cover INTEGER, premium INTEGER, on_date TEXT NOT NULL, ended TEXT,"
        " batch_id INTEGER REFERENCES batch (id)) STRICT"
    )
    connection.execute("CREATE INDEX holding_by_client ON holding (client_id)")
    connection.execute("CREATE INDEX holding_by_maturity ON holding (matures)")


def notes(database: "Database") -> None:
    """What is noted about clients."""
    connection = database.conn
    connection.execute(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
        " on_date TEXT NOT NULL, note TEXT NOT NULL) STRICT"
    )
    connection.execute("CREATE INDEX note_by_client ON note (client_id)")


def occasions(database: "Database") -> None:
    """Days worth a word, what of occasions, alerts and next steps was seen to, and how clients like to be reached."""
    connection = database.conn
    connection.execute(
        "CREATE TABLE occasion (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
        " kind TEXT NOT NULL, day TEXT NOT NULL, person TEXT, note TEXT) STRICT"
    )
    connection.execute("CREATE INDEX occasion_by_client ON occasion (client_id)")
    connection.execute(
        "CREATE TABLE settled (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
        " kind TEXT NOT NULL, subject TEXT NOT NULL, about TEXT NOT NULL, on_date TEXT NOT NULL, why TEXT) STRICT"
    )
    connection.execute("CREATE INDEX settled_by_client ON settled (client_id)")
    for column in ("birthday", "prefers", "call_hours"):
        connection.execute(f"ALTER TABLE client ADD COLUMN {column} TEXT")
    connection.execute("ALTER TABLE person ADD COLUMN birthday TEXT")


def campaigns(database: "Database") -> None:
    """Lists of clients to be told something. A member names its campaign; that is no reference, because a name that a
    forgotten client is blotted out of may no longer be the only one of its kind.
    """
    connection = database.conn
    connection.execute(
        "CREATE TABLE campaign (id INTEGER PRIMARY KEY, campaign TEXT NOT NULL, started_on TEXT NOT NULL,"
        " wanted TEXT NOT NULL, closed_on TEXT) STRICT"
    )
    connection.execute(
        "CREATE TABLE campaign_member (id INTEGER PRIMARY KEY, campaign TEXT NOT NULL,"
        " client_id INTEGER NOT NULL REFERENCES client (id), added_on TEXT NOT NULL, contacts_then INTEGER NOT NULL,"
        " reached_on TEXT) STRICT"
    )
    connection.execute("CREATE INDEX campaign_member_by_client ON campaign_member (client_id)")


def reviews(database: "Database") -> None:
    """Talks over clients' whole positions, each with what the position came to."""
    connection = database.conn
    connection.execute(
        "CREATE TABLE review (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES client (id),"
        " on_date TEXT NOT NULL, note TEXT, total INTEGER NOT NULL, outside INTEGER NOT NULL, owed INTEGER NOT NULL,"
        " position TEXT NOT NULL) STRICT"
    )
    connection.execute("CREATE INDEX review_by_client ON review (client_id)")


def prospect_cards(database: "Database") -> None:
    """Who introduced a prospect, whose chain it belongs to, what it wants, which bank it is with; closed cards."""
    for column in ("referrer", "core_client", "motive", "rival", "opened_on"):
        database.conn.execute(f"ALTER TABLE card ADD COLUMN {column} TEXT")


def terms_of_lists(database: "Database") -> None:
    """Where a list came from, and until when what it brought may be kept."""
    database.conn.execute("ALTER TABLE batch ADD COLUMN source TEXT")
    database.conn.execute("ALTER TABLE batch ADD COLUMN keep_until TEXT")


STEPS: Sequence[Callable[["Database"], None]] = (
    first_schema,
    what_imports_remember,
    what_clients_ask_for,
    sealed_journal,
    holdings,
    notes,
    occasions,
    campaigns,
    reviews,
    prospect_cards,
    terms_of_lists,
)
VERSION = len(STEPS)


def strangers(connection: sqlite3.Connection) -> list[str]:
    """Names of triggers, views and virtual tables in the file that no rmtool made.

    They could change, hide or never end what is read and written; other differences only make statements fail.
    """
    known = set(_journal_guards("command", "change", "link"))
    query = "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('trigger', 'view') OR rootpage = 0"
    return [name for name, kind, sql in connection.execute(query) if kind != "trigger" or sql not in known]


def _journal_guards(*tables: str) -> list[str]:
    """Triggers that let the journal grow and nothing else: no row of it is ever changed or dropped."""
    return [
        f"CREATE TRIGGER guard_{table}_{event.lower()} BEFORE {event} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        for table in tables
        for event in ("UPDATE", "DELETE")
    ]
