"""What a command needs — home, today, rules, calendar, book — and the core's calls in their sequence. Not: any rule.

`Desk` holds what every command shares; the modules beside it hold the sequences, by subject: lists, planning,
appointments, log, editing, prospects, day, reports, keeping.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from rmtool.core.book import Book, Client, LogEntry
from rmtool.core.capacity import CALL_INSTEAD, NO_RELIEF, TIER_ORDER, Relief, relief, relieved
from rmtool.core.due import Due, Reckoner, owed, reckon_book
from rmtool.core.find import find
from rmtool.core.periods import Calendar
from rmtool.core.rules import Rules
from rmtool.core.standing import Standing, TierTable, standings
from rmtool.desk.keys import Keys
from rmtool.errors import BookError, ClientError, UsageError
from rmtool.half_made import sweep
from rmtool.phrase import Phrase
from rmtool.session import Session
from rmtool.store.connection import BOOK_NAME, key_of
from rmtool.store.keys import look_for_keys
from rmtool.store.store import Store
from rmtool.store.writing import Writing

if TYPE_CHECKING:
    from rmtool.core.days import Prefer

T = TypeVar("T")


def what_was_altered(session: Session) -> BookError | None:
    """What another program did to the book, as an error to end with; None if all is as rmtool wrote it.

    For a command that failed in a way that it never should: what it met may be no fault of its own.
    """
    if not (session.home / BOOK_NAME).is_file():
        return None
    from rmtool.store.checks import altered

    try:
        with Store(session.home, session.wait, session.now) as store:
            return altered(store)
    except BookError as error:
        return error


class Desk:
    """One command's desk. Everything is loaded on first use; the book as it was before the command wrote anything.

    `interrupted` says that Ctrl-C was pressed when what had been asked for was done already.
    """

    _open: ClassVar[list["Desk"]] = []

    @staticmethod
    @contextmanager
    def at_hand(session: Session) -> Iterator["Desk"]:
        """The desk of the command that runs, whose book is open already; before there is one, one of its own."""
        if Desk._open:
            yield Desk._open[-1]
        else:
            with Desk(session) as desk:
                yield desk

    def __init__(self, session: Session) -> None:
        self.session = session
        self.interrupted = False
        look_for_keys(Keys(session))

    def __enter__(self) -> Self:
        Desk._open.append(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        Desk._open.remove(self)
        if "store" in self.__dict__:
            self.store.close()

    @property
    def today(self) -> date:
        """The day that the command runs on."""
        return self.session.today

    @property
    def cache(self) -> Path:
        """The folder of what can be made again at any time."""
        return self.session.home / "cache"

    @cached_property
    def rules(self) -> Rules:
        """The rules in force: those asked for, else the home's, else the shipped default."""
        return self.rules_of(self.session.rules)

    def rules_of(self, path: Path | None, changes: Sequence[str] = ()) -> Rules:
        """The rules of one file (None: the home's, else the shipped default), with `changes` as typed."""
        from rmtool.intake.rules_file import load_rules, shipped

        own = self.session.home / "tiers.yaml"
        return load_rules(path or (own if own.exists() else None), shipped("tiers.yaml"), self.cache, changes)

    def under(self, rules: Rules) -> "Desk":
        """The same desk under other rules; the book isn't read again."""
        other = Desk(self.session)
        other.__dict__ |= {"rules": rules, "store": self.store, "book": self.book}
        return other

    @cached_property
    def calendar(self) -> Calendar:
        """The working days: the shipped table with the home's `holidays.yaml` over it."""
        from rmtool.intake.holidays import load_calendar
        from rmtool.intake.rules_file import shipped

        own = self.session.home / "holidays.yaml"
        return load_calendar(self.rules.calendar, shipped("holidays.yaml"), own if own.exists() else None, self.cache)

    @cached_property
    def store(self) -> Store:
        """The book's store; the book is made on first use. What killed runs left half made goes first."""
        for folder in (self.session.home, self.session.home / "backups", self.cache):
            sweep(folder)
        return Store(self.session.home, self.session.wait, self.session.now)

    @property
    def is_encrypted(self) -> bool:
        """Whether the book is."""
        return key_of(self.store.connection) is not None

    @cached_property
    def book(self) -> Book:
        """All facts of the book."""
        return self.store.book()

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        """Every client's tier today."""
        return standings(self.book, self.rules, self.today)

    @cached_property
    def relief(self) -> Relief:
        """What is done about more meetings than a usual week has room for."""
        if self.rules.week.overload == TIER_ORDER:
            return NO_RELIEF
        return relief(self.book, self.rules, self.standings, self.today)

    @property
    def duties(self) -> Rules:
        """The rules as they are worked by: under `call-instead` the lowest tier's meetings are owed by telephone."""
        return self.rules if self.rules.week.overload != CALL_INSTEAD else relieved(self.rules, self.relief)

    @cached_property
    def dues(self) -> list[tuple[Client, Due]]:
        """How every active client and prospect that is owed contacts stands today."""
        return reckon_book(self.book, self.duties, self.calendar, self.today, self.standings)

    def due_of(self, client: Client, log: Sequence[LogEntry]) -> Due | None:
        """How one client stands today with this log, without reckoning the whole book."""
        standing = TierTable(self.rules).standing(client, self.book.balances.get(client.id, ()), self.today)
        card, own = self.book.cards.get(client.id), self.book.cadences.get(client.id, ())
        cadences = owed(client, standing.tier, card.grade if card else None, own, self.duties, self.today)
        return Reckoner(self.duties, self.calendar, self.today).worst(client, cadences, log)

    def client(self, who: str) -> Client:
        """The one client that `who` names, also by what a client merged into it went by.

        Raises ClientError with the candidates.
        """
        try:
            return find(self.book.clients, who)
        except ClientError:
            merged_into = self.store.aliases().get(who.strip())
            if merged_into is None:
                raise
            return next(client for client in self.book.clients if client.id == merged_into)

    def day(self, text: str | None, prefer: "Prefer", default: date | None = None) -> date:
        """The day that somebody typed; where it leaves a choice, the nearest in the direction `past` or `future`."""
        from rmtool.core.days import parse_day

        if text is None:
            return default or self.today
        return self.typed(lambda: parse_day(text, self.today, prefer))

    def day_after(self, text: str, first: date) -> date:
        """The day that somebody typed as the end of what begins on `first`; without a year the first day that fits."""
        nearest = self.day(text, "nearest")
        return nearest if nearest >= first else self.day(text, "future")

    def clock(self, text: str | None) -> int | None:
        """The minute of the day that somebody typed; None for nothing."""
        from rmtool.core.days import parse_clock

        return None if text is None else self.typed(lambda: parse_clock(text))

    def typed(self, parse: Callable[[], T]) -> T:
        """What `parse` makes of a day, week, month or time as typed. Raises UsageError where it can't."""
        from rmtool.core.days import DayError

        try:
            return parse()
        except DayError as error:
            raise UsageError("desk.said", what=error.message) from None

    @contextmanager
    def changing(self, anew: bool = False) -> Iterator[None]:
        """What every command that writes sees to, around its writes; `anew` asks for a backup even if there is one.

        Raises BookError if the day's backup can't be made.
        """
        from rmtool.desk.chores import around_writing

        with around_writing(self.store, self.session, lambda: self.rules, anew):
            yield

    @contextmanager
    def writing(self, name: str, summary: Phrase, big: bool = False, reads_anew: bool = False) -> Iterator[Writing]:
        """One command's writes, all or none; afterwards the book is read anew. A `big` one is preceded by a backup.

        Raises MovedOnError if another process has written since the book was read, unless what is written rests on
        nothing but what is read inside (`reads_anew`).
        """
        with (
            self.changing(big),
            self.store.command(name, summary, self.session.now, reads_anew=reads_anew) as writing,
        ):
            yield writing
        for derived in ("book", "standings", "relief", "dues"):
            self.__dict__.pop(derived, None)
