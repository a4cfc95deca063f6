"""What stands in the book, read as the facts of core/book.py. Not: transactions (store.py), nor anything derived.

Every list has a total order. Reading several things that belong together is done inside one `with store.reading():`.
"""

import gc
import json
import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any, NamedTuple, TypeVar

from rmtool.core import book
from rmtool.core.book import (
    Away,
    Balance,
    Book,
    Campaign,
    CampaignMember,
    Card,
    CardEvent,
    Client,
    Contact,
    Holding,
    LogEntry,
    Note,
    Occasion,
    OwnCadence,
    Person,
    Review,
    Settled,
    Visit,
)
from rmtool.core.suggest import Named
from rmtool.store.columns import Cell, Days, Tags, Words, column_names, quoted
from rmtool.store.migrations import FACTS


class SavedPlan(NamedTuple):
    """A week's plan as it was handed in: `fingerprint` of what it was made from, `summary` its figures."""

    week: date
    saved_on: date
    fingerprint: str
    summary: Mapping[str, Any]


class Batch(NamedTuple):
    """A file that was imported; `on` is the date that its list states, `sha256` of its bytes.

    `source` says where it came from, `keep_until` the last day on which what it brought may be kept, where it was said.
    """

    id: int
    file: str
    sheet: str | None
    sha256: str
    kind: str
    on: date | None
    imported_on: date
    rows: int
    summary: Mapping[str, Any]
    source: str | None
    keep_until: date | None


class Mapped(NamedTuple):
    """What the user said that a column means, for files with the same headings (`fingerprint`)."""

    id: int
    fingerprint: str
    heading: str
    field: str
    remembered_on: date


_DATES: Mapping[type, Sequence[str]] = {
    Person: (),
    Holding: ("opened", "matures", "on", "ended"),
    Note: ("on",),
    Occasion: (),
    Settled: ("about", "on"),
    Campaign: ("started_on", "closed_on"),
    CampaignMember: ("added_on", "reached_on"),
    Review: ("on",),
    Contact: ("on", "next_on"),
    Visit: ("week", "day"),
    Away: ("start", "end"),
    OwnCadence: ("until",),
    Card: ("graded_on", "read_on", "opened_on"),
    CardEvent: ("on",),
    SavedPlan: ("week", "saved_on"),
    Batch: ("on", "imported_on", "keep_until"),
    Mapped: ("remembered_on",),
}
_JSON: Mapping[type, Sequence[str]] = {
    Campaign: ("wanted",),
    Review: ("position",),
    SavedPlan: ("summary",),
    Batch: ("summary",),
}

Fact = TypeVar("Fact", bound=NamedTuple)
OfClient = TypeVar("OfClient", OwnCadence, CardEvent)


class Reading(ABC):
    """The queries of the book; each is a short transaction of its own unless one is open already.

    `connection` is for the modules of the store alone.
    """

    connection: sqlite3.Connection

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """One transaction: what is read inside it is the book at one moment."""

    def book(self, *, balances: bool = True, log: bool = True, visits: bool = True) -> Book:
        """The whole book; what is asked not to be read is left empty."""
        with self.reading(), without_collecting():
            days = Days()
            return Book(
                clients=self._clients(days),
                balances=self._balances(days) if balances else {},
                log=self._log(days) if log else {},
                visits=self.visits() if visits else (),
                aways=self._facts(Away, "away ORDER BY client_id, start, id"),
                cadences=_by_client(self._facts(OwnCadence, "cadence ORDER BY client_id, id")),
                cards={card.client_id: card for card in self._facts(Card, "card ORDER BY client_id")},
                events=_by_client(self.card_events()),
                currency=self.settings().get("currency", "CNY"),
            )

    def names(self) -> list[Named]:
        """What every client goes by, by its number."""
        return [Named(*row) for row in self.rows("SELECT client_no, name, initials FROM client ORDER BY client_no")]

    def words(self, field: str) -> list[str]:
        """What stands in a client's `district`, `rm` or `tag` anywhere in the book, each once, in order."""
        query = "SELECT value FROM client, json_each(tags)" if field == "tag" else f'SELECT "{field}" FROM client'
        return sorted({word for (word,) in self.rows(query) if word})

    def persons(self, client_id: int | None = None) -> list[Person]:
        """Everybody at a client (at all clients), in the order they were added."""
        where, values = _where(("client_id = ?", client_id))
        return self._facts(Person, f"person {where} ORDER BY client_id, id", values)

    def notes(self, client_id: int | None = None) -> list[Note]:
        """What is noted of a client (of every client), the earliest day first."""
        where, values = _where(("client_id = ?", client_id))
        return self._facts(Note, f"note {where} ORDER BY client_id, on_date, id", values)

    def birthdays(self) -> list[Person]:
        """Everybody at a client whose birthday is known, in the order they were added."""
        return self._facts(Person, "person WHERE birthday IS NOT NULL ORDER BY client_id, id")

    def campaigns(self) -> list[Campaign]:
        """Every campaign, the earliest first."""
        return self._facts(Campaign, "campaign ORDER BY started_on, id")

    def campaign_members(self, campaign: str | None = None, client_id: int | None = None) -> list[CampaignMember]:
        """Who is on a campaign's list (on every campaign's; of one client if given), in the order they were added."""
        where, values = _where(("campaign = ?", campaign), ("client_id = ?", client_id))
        return self._facts(CampaignMember, f"campaign_member {where} ORDER BY id", values)

    def reviews(self, client_id: int | None = None) -> list[Review]:
        """The reviews of a client (of every client), the earliest first."""
        where, values = _where(("client_id = ?", client_id))
        return self._facts(Review, f"review {where} ORDER BY client_id, on_date, id", values)

    def holdings(self, client_id: int | None = None) -> list[Holding]:
        """What a client (every client) holds and held, in the order it was added."""
        where, values = _where(("client_id = ?", client_id))
        return self._facts(Holding, f"holding {where} ORDER BY client_id, id", values)

    def holding(self, holding_id: int) -> Holding | None:
        """The holding of this id, or None."""
        found = self._facts(Holding, "holding WHERE id = ?", (holding_id,))
        return found[0] if found else None

    def holdings_around(self, first: date, last: date, opened: date) -> list[Holding]:
        """What clients hold and held of whom something matures from `first` to `last`, or has begun since `opened`.

        And of whoever has a loan: all that occasions may come from.
        """
        who = (
            "SELECT client_id FROM holding WHERE ended IS NULL"
            " AND (matures BETWEEN ? AND ? OR opened >= ? OR kind = 'loan')"
        )
        values = (first.isoformat(), last.isoformat(), opened.isoformat())
        return self._facts(Holding, f"holding WHERE client_id IN ({who}) ORDER BY client_id, id", values)

    def occasions(self, client_id: int | None = None) -> list[Occasion]:
        """The occasions noted of a client (of all clients), in the order they were added."""
        where, values = _where(("client_id = ?", client_id))
        return self._facts(Occasion, f"occasion {where} ORDER BY client_id, id", values)

    def occasion(self, occasion_id: int) -> Occasion | None:
        """The occasion noted under this id, or None."""
        found = self._facts(Occasion, "occasion WHERE id = ?", (occasion_id,))
        return found[0] if found else None

    def settled(self, client_id: int | None = None) -> list[Settled]:
        """What of a client's (of all clients') occasions, alerts and next steps was seen to, the oldest first."""
        where, values = _where(("client_id = ?", client_id))
        return self._facts(Settled, f"settled {where} ORDER BY on_date, id", values)

    def has_holdings(self) -> bool:
        """Whether any client holds or held anything."""
        return bool(self.rows("SELECT 1 FROM holding LIMIT 1"))

    def client_balances(self, client_id: int) -> list[Balance]:
        """A client's balances by date, then measure."""
        rows = self.rows(
            "SELECT client_id, measure, on_date, fen FROM balance WHERE client_id = ? ORDER BY on_date, measure",
            (client_id,),
        )
        return [Balance(row[0], row[1], date.fromisoformat(row[2]), row[3]) for row in rows]

    def contact(self, contact_id: int) -> Contact | None:
        """The contact of this id, or None."""
        found = self._facts(Contact, "contact WHERE id = ?", (contact_id,))
        return found[0] if found else None

    def contacts(
        self, start: date | None = None, end: date | None = None, client_id: int | None = None
    ) -> list[Contact]:
        """The contacts from `start` to `end` (both in) by date, time, id; of one client if given."""
        where, values = _where(("on_date >= ?", start), ("on_date <= ?", end), ("client_id = ?", client_id))
        return self._facts(Contact, f"contact {where} ORDER BY on_date, at, id", values)

    def contact_days(self) -> dict[date, int]:
        """How many contacts there are on each day that has any."""
        with self.reading():
            days = Counter(day for (day,) in self.connection.execute("SELECT on_date FROM contact"))
        return {date.fromisoformat(day): count for day, count in days.items()}

    def follow_ups(self, as_of: date) -> list[Contact]:
        """Next steps still open on `as_of`: contacts that name one, and after which, by then, no later day has any."""
        later = "SELECT 1 FROM contact l WHERE l.client_id = c.client_id AND l.on_date > c.on_date AND l.on_date <= ?"
        return self._facts(
            Contact,
            "contact c WHERE on_date <= ? AND (next IS NOT NULL OR next_on IS NOT NULL)"
            f" AND NOT EXISTS ({later}) ORDER BY coalesce(next_on, on_date), id",
            (as_of.isoformat(), as_of.isoformat()),
        )

    def visits(
        self, week: date | None = None, client_id: int | None = None, open_before: date | None = None
    ) -> list[Visit]:
        """Visits by week, day, start, id: of one week (its Monday), of one client, or open ones of days past.

        `open_before` asks for planned and confirmed visits of days before it; visits without a day don't count.
        """
        where, values = _where(("week = ?", week), ("client_id = ?", client_id), ("day < ?", open_before))
        if open_before is not None:
            where += " AND status IN (?, ?)"
            values += book.OPEN_VISITS
        return self._facts(Visit, f"visit {where} ORDER BY week, day, start, id", values)

    def plan(self, week: date) -> SavedPlan | None:
        """The plan saved for the week that begins on `week`, or None."""
        found = self._facts(SavedPlan, "plan WHERE week = ?", (week.isoformat(),))
        return found[0] if found else None

    def card_events(self, client_id: int | None = None) -> list[CardEvent]:
        """The history of one prospect's card (of all cards), oldest first."""
        where, values = _where(("client_id = ?", client_id))
        return self._facts(CardEvent, f"card_event {where} ORDER BY on_date, id", values)

    def batches(self, sha256: str | None = None) -> list[Batch]:
        """The files imported so far, oldest first; those with these bytes if `sha256` is given."""
        where, values = _where(("sha256 = ?", sha256))
        return self._facts(Batch, f"batch {where} ORDER BY id", values)

    def holds(self, command_id: int) -> bool:
        """Whether a command of this id was committed."""
        return bool(self.rows("SELECT 1 FROM command WHERE id = ?", (command_id,)))

    def aliases(self) -> dict[str, int]:
        """The numbers, credit codes and names of merged clients, each with the client (id) that it stands for now."""
        return dict(self.rows("SELECT known_as, client_id FROM alias ORDER BY id"))

    def telling(self) -> set[str]:
        """Everything by which clients and people at them are known: names, numbers, codes, telephones, addresses."""
        queries = (
            "SELECT name, client_no, credit_code, phone FROM client",
            "SELECT name, phone, email FROM person",
            "SELECT known_as FROM alias",
        )
        with self.reading():
            return {text for query in queries for row in self.rows(query) for text in row if text}

    def mappings(self) -> list[Mapped]:
        """What columns were said to mean, the oldest first."""
        return self._facts(Mapped, "mapping ORDER BY id")

    def settings(self) -> dict[str, str]:
        """The book's own settings, such as `currency`."""
        return dict(self.rows("SELECT key, value FROM setting ORDER BY key"))

    def dump(self) -> Iterator[tuple[str, list[str], list[tuple[Cell, ...]]]]:
        """Every table of facts whole: name, headings, rows as they stand; `client_id` is given as the client number."""
        with self.reading():
            for table in FACTS:
                columns = [row[0] for row in self.rows("SELECT name FROM pragma_table_info(?)", (table,))]
                if "client_id" in columns:
                    columns.remove("client_id")
                    query = (
                        f"SELECT client_no, {_of('f', columns)} FROM {table} f LEFT JOIN client c ON c.id = client_id"
                    )
                    order = "client_no" if table == "card" else "f.rowid"
                    yield table, ["client_no", *columns], self.rows(f"{query} ORDER BY {order}")
                else:
                    yield table, columns, self.rows(f"SELECT {quoted(columns)} FROM {table} ORDER BY 1")

    def _clients(self, days: Days) -> list[Client]:
        tags, words = Tags(), Words()
        make, word = Client._make, words.__getitem__
        clients = [
            make(
                (
                    *row[:4],
                    *map(word, row[4:8]),
                    *row[8:11],
                    *map(word, row[11:13]),
                    tags[row[13]],
                    words[row[14]],
                    days[row[15]],
                    days[row[16]],
                    *row[17:],
                )
            )
            for row in self.connection.execute(f"SELECT {quoted(column_names(Client._fields))} FROM client")
        ]
        clients.sort(key=lambda client: client.client_no)
        return clients

    def _balances(self, days: Days) -> dict[int, list[Balance]]:
        balances: dict[int, list[Balance]] = {}
        make = Balance._make
        for client_id, measure, on, fen in self.connection.execute(
            "SELECT client_id, measure, on_date, fen FROM balance"
        ):
            balances.setdefault(client_id, []).append(make((client_id, measure, days[on], fen)))
        for listed in balances.values():
            if len(listed) > 1:
                listed.sort(key=lambda balance: (balance.on, balance.measure))
        return balances

    def _log(self, days: Days) -> dict[int, list[LogEntry]]:
        log: dict[int, list[LogEntry]] = {}
        entries: dict[tuple[str, str], LogEntry] = {}
        for client_id, on, code in self.connection.execute(
            "SELECT client_id, on_date, code FROM contact ORDER BY client_id, on_date, code"
        ):
            entry = entries.get((on, code))
            if entry is None:
                entry = entries[on, code] = LogEntry._make((days[on], code))
            log.setdefault(client_id, []).append(entry)
        return log

    def _facts(self, kind: type[Fact], rest: str, values: Sequence[Cell] = ()) -> list[Fact]:
        fields: tuple[str, ...] = kind._fields
        rows = self.rows(f"SELECT {quoted(column_names(fields))} FROM {rest}", values)
        dates = [fields.index(name) for name in _DATES[kind]]
        texts = [fields.index(name) for name in _JSON.get(kind, ())]
        days = Days()
        facts = []
        for row in rows:
            whole = list(row)
            for place in dates:
                whole[place] = days[whole[place]]
            for place in texts:
                whole[place] = json.loads(whole[place])
            facts.append(kind._make(whole))
        return facts

    def rows(self, query: str, values: Sequence[Cell] = ()) -> list[tuple[Any, ...]]:
        """The rows of one query; for the modules of the store alone."""
        with self.reading():
            return self.connection.execute(query, values).fetchall()


def _where(*conditions: tuple[str, date | int | str | None]) -> tuple[str, tuple[Cell, ...]]:
    """The WHERE clause of the conditions that have a value, and the values."""
    given = [(text, value) for text, value in conditions if value is not None]
    clause = "WHERE " + " AND ".join(text for text, _ in given) if given else ""
    return clause, tuple(value.isoformat() if isinstance(value, date) else value for _, value in given)


def _of(row: str, columns: Sequence[str]) -> str:
    return ", ".join(f'{row}."{column}"' for column in columns)


def _by_client(facts: Iterable[OfClient]) -> dict[int, list[OfClient]]:
    found: dict[int, list[OfClient]] = {}
    for fact in facts:
        found.setdefault(fact.client_id, []).append(fact)
    return found


@contextmanager
def without_collecting() -> Iterator[None]:
    """No garbage collection meanwhile, nor of what was made: a hundred thousand values that all stay need none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()
