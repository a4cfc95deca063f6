"""Cadence × log → who is due, when, and why (domain.md, "Due, exactly"). Not: which day a visit gets (week.py).

Everything is derived from what was logged, as of one day; shares are compared exactly, in integers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from zlib import crc32

from rmtool.core.book import ACTIVE, ANY_CODE, PROSPECT, REVIEW_CODE, Book, Client, LogEntry, OwnCadence
from rmtool.core.periods import Calendar, Span, next_period, period_of, previous_period
from rmtool.core.rules import Cadence, Rules, Share, parse_cadence
from rmtool.core.standing import Standing
from rmtool.phrase import Phrase, phrase

NOT_YET, DUE, LATE, OVERDUE = STATES = ("not_yet", "due", "late", "overdue")

Owed = tuple[tuple[str, Cadence], ...]
"""The cadences that a client is owed, each with its code, in the order of the rules."""


class Due(NamedTuple):
    """How one client stands against one cadence as of one day.

    `urgency` and `interval` (days) are exact fractions. `last` is the latest contact that counts, `period` the calendar
    period of a quota with `done` contacts in it, `left` its working days from that day on. `case` names the rule that
    decided the state (a text of `lang/…/due.py`).
    """

    client_id: int
    code: str
    cadence: Cadence
    state: str
    due_on: date
    elapsed: int | None
    interval: Share
    urgency: Share
    last: date | None
    period: Span | None
    done: int
    left: int
    case: str

    @property
    def is_due(self) -> bool:
        """Whether the client is due or worse."""
        return self.state != NOT_YET


def stable_number(client_no: str) -> int:
    """A number that depends on nothing but the client number, spread evenly: it scatters clients never contacted."""
    return crc32(client_no.encode("utf-8"))


def owed(
    client: Client, tier: str | None, grade: str | None, own: Sequence[OwnCadence], rules: Rules, day: date
) -> Owed:
    """The cadences of the client's tier (of its grade, for a prospect), with its own where they hold on `day`."""
    if client.status == PROSPECT:
        listed: Mapping[str, tuple[Cadence, ...]] = rules.prospects.cadence.get(grade or "", {})
    else:
        listed = rules.tier(tier).cadence if tier else {}
    if not own:
        return tuple((code, c) for code, cadences in listed.items() for c in cadences)
    merged = dict(listed)
    for mine in own:
        if mine.until is None or day <= mine.until:
            merged[mine.code] = parse_cadences(mine.cadence)
    return tuple((code, c) for code, cadences in merged.items() for c in cadences)


def parse_cadences(text: str) -> tuple[Cadence, ...]:
    """The cadences of `1 per month, every 20d`; none for `none`. Raises ValueError for anything else."""
    if text.strip().lower() == "none":
        return ()
    return tuple(parse_cadence(part) for part in text.split(","))


class _Around(NamedTuple):
    """What a quota needs to know of the calendar on one day: this period (of `length` days), its neighbours."""

    span: Span
    length: int
    working: int
    left: int
    due_on: date
    next_due_on: date
    before: Span


class Reckoner:
    """Reckons who is due as of one day; keeps what many clients share (periods and their working days)."""

    def __init__(self, rules: Rules, calendar: Calendar, day: date) -> None:
        self.rules = rules
        self.calendar = calendar
        self.day = day
        self._periods: dict[str, _Around] = {}
        self._first: dict[tuple[str, date], list[date]] = {}
        self._counting: dict[str, frozenset[str]] = {}

    def worst(self, client: Client, owed: Owed, log: Sequence[LogEntry]) -> Due | None:
        """The cadence that decides: the worse state, higher urgency, earlier day, quota, rules' order."""
        entry = min(client.entered, log[0].on) if log else client.entered
        decisive: Due | None = None
        for code, cadence in owed:
            found = self._reckon(client, code, cadence, log, entry)
            if decisive is None or _worse(found, decisive):
                decisive = found
        return decisive

    def _reckon(self, client: Client, code: str, cadence: Cadence, log: Sequence[LogEntry], entry: date) -> Due:
        counting = self._counting.get(code)
        if counting is None:
            counting = self._counting[code] = self.rules.counting_codes(code)
        days = [e.on for e in log if e.code in counting and e.on <= self.day] if log else []
        if cadence.period:
            return self._quota(client, code, cadence, days, entry)
        return self._interval(client, code, cadence, days, entry)

    def _interval(self, client: Client, code: str, cadence: Cadence, days: list[date], entry: date) -> Due:
        last = days[-1] if days else None
        if last:
            due_on = last + timedelta(days=cadence.days)
        else:
            due_on = entry + timedelta(days=1 + stable_number(client.client_no) % cadence.days)
        elapsed = (self.day - due_on).days + cadence.days
        urgency = Share(max(elapsed, 0), cadence.days)
        state = self._state(urgency)
        case = f"interval_{state}" if last else f"interval_first_{state}"
        known = elapsed if last else None
        return Due(
            client.id, code, cadence, state, due_on, known, Share(cadence.days, 1), urgency, last, None, 0, 0, case
        )

    def _state(self, urgency: Share) -> str:
        if not _reaches(urgency, self.rules.not_before):
            return NOT_YET
        if not _reaches(urgency, self.rules.late):
            return DUE
        return OVERDUE if _reaches(urgency, self.rules.overdue) else LATE

    def _quota(self, client: Client, code: str, cadence: Cadence, days: list[date], entry: date) -> Due:
        now = self._period(cadence.period)
        interval = Share(now.length, cadence.times)
        last = days[-1] if days else None
        done = sum(1 for d in days if d >= now.span.start) if days else 0
        missing = max(cadence.times - done, 0)
        if last:
            elapsed: int | None = (self.day - last).days
            urgency = Share((self.day - last).days * cadence.times, now.length)
            state, due_on, case = self._contacted(cadence, now, days, missing, urgency, entry)
        else:
            elapsed = None
            spread = self._first_days(cadence.period, entry)
            begins = spread[stable_number(client.client_no) % len(spread)]
            urgency = _plus(self.rules.not_before, (self.day - begins).days * cadence.times, now.length)
            if self.day < begins or not now.working:
                due_on = spread[-1] if self.day < begins else now.next_due_on
                state, case = NOT_YET, "quota_first_not_yet"
            else:
                state, due_on, case = self._contacted(cadence, now, days, missing, urgency, entry)
        return Due(
            client.id, code, cadence, state, due_on, elapsed, interval, urgency, last, now.span, done, now.left, case
        )

    def _contacted(
        self, cadence: Cadence, now: _Around, days: list[date], missing: int, urgency: Share, entry: date
    ) -> tuple[str, date, str]:
        """State, due day and case of a quota that the client is owed for this period."""
        if not now.working:
            return NOT_YET, now.next_due_on, "quota_no_working_day"
        if not missing:
            return NOT_YET, now.next_due_on, "quota_met"
        if entry <= now.before.start and (not days or days[-1] <= now.before.end):
            held_before = sum(1 for d in days if d >= now.before.start)
            if held_before < cadence.times:
                return OVERDUE, now.due_on, "quota_overdue"
        if now.left <= missing:
            return LATE, now.due_on, "quota_late"
        if _reaches(urgency, self.rules.not_before):
            return DUE, now.due_on, "quota_due"
        return NOT_YET, now.due_on, "quota_not_yet"

    def _period(self, kind: str) -> _Around:
        known = self._periods.get(kind)
        if known is None:
            span = period_of(kind, self.day)
            last = self.calendar.last_working_day(span)
            following = _with_work(self.calendar, kind, span, next_period)
            known = self._periods[kind] = _Around(
                span,
                span.days,
                self.calendar.count_working(span),
                self.calendar.count_working(Span(self.day, span.end)),
                last or span.end,
                self.calendar.last_working_day(following) or following.end,
                _with_work(self.calendar, kind, span, previous_period),
            )
        return known

    def _first_days(self, kind: str, entry: date) -> list[date]:
        known = self._first.get((kind, entry))
        if known is None:
            known = self._first[kind, entry] = first_days_owed(self.calendar, kind, entry)
        return known


def first_days_owed(calendar: Calendar, kind: str, entry: date) -> list[date]:
    """The working days of the first period that a client never contacted is owed; its first contact falls on one.

    The period of entry is owed if at least half of it is left, and of that a working day (domain.md, "Due, exactly").
    """
    span = period_of(kind, entry)
    left = Span(entry, span.end)
    days = calendar.working_days(left)
    if days and 2 * left.days >= span.days:
        return days
    return calendar.working_days(_with_work(calendar, kind, span, next_period))


def _with_work(calendar: Calendar, kind: str, span: Span, move: Callable[[str, Span], Span]) -> Span:
    """The nearest period after (or before) `span` that has a working day."""
    span = move(kind, span)
    while not calendar.count_working(span):
        span = move(kind, span)
    return span


def reckon_book(
    book: Book, rules: Rules, calendar: Calendar, day: date, standings: Mapping[int, Standing]
) -> list[tuple[Client, Due]]:
    """The deciding cadence of every active client and prospect in the book by `day`, by client number.

    Who is owed no contact at all is left out.
    """
    reckoner = Reckoner(rules, calendar, day)
    nothing: tuple[LogEntry, ...] = ()
    found = []
    by_tier: dict[str, Owed] = {}
    for client in book.clients:
        if client.status not in (ACTIVE, PROSPECT):
            continue
        log = book.log.get(client.id, nothing)
        if client.entered > day and not (log and log[0].on <= day):
            continue
        own = book.cadences.get(client.id, ())
        standing = standings.get(client.id)
        if standing and not own and client.status == ACTIVE:
            cadences = by_tier.get(standing.tier)
            if cadences is None:
                cadences = by_tier[standing.tier] = owed(client, standing.tier, None, (), rules, day)
        else:
            card = book.cards.get(client.id)
            cadences = owed(client, standing.tier if standing else None, card.grade if card else None, own, rules, day)
        due = reckoner.worst(client, cadences, log)
        if due:
            found.append((client, due))
    return found


def worst_first(rows: Iterable[tuple[Client, Due]]) -> list[tuple[Client, Due]]:
    """Sorted by state from the worst, then urgency from the highest, then client number."""
    return sorted(
        rows, key=lambda r: (-STATES.index(r[1].state), -r[1].urgency.over / r[1].urgency.under, r[0].client_no)
    )


def reason(due: Due, rules: Rules, away_until: date | None = None) -> Phrase:
    """Why the state is what it is, in figures that a banker can check by hand."""
    is_review = due.code == REVIEW_CODE
    never = phrase("due.none_yet") if is_review else phrase("due.never")
    since = phrase("due.since", last=due.last, elapsed=due.elapsed) if due.last else never
    said = phrase(
        "due.review_first" if is_review and "first" in due.case else f"due.{due.case}",
        cadence=cadence_said(due.code, due.cadence, rules),
        since=since,
        elapsed=due.elapsed,
        interval=days_of(due.interval),
        done=due.done,
        times=due.cadence.times,
        start=due.period.start if due.period else None,
        end=due.period.end if due.period else None,
        left=due.left,
        due_on=due.due_on,
    )
    return phrase("due.and_away", reason=said, until=away_until) if away_until else said


def cadence_said(code: str, cadence: Cadence, rules: Rules) -> Phrase:
    """A cadence in words: which channel, how often."""
    named = {ANY_CODE: phrase("due.any_channel"), REVIEW_CODE: phrase("due.review")}
    channel = named.get(code) or rules.channels[code].name
    if cadence.is_quota:
        period = phrase(f"due.period_{cadence.period.replace('-', '_')}")
        return phrase("due.quota", channel=channel, times=cadence.times, period=period)
    return phrase("due.interval", channel=channel, days=cadence.days)


def days_of(interval: Share) -> int | float:
    """An interval in days: whole where it is, else to one decimal."""
    whole, rest = divmod(interval.over, interval.under)
    return whole if not rest else round(interval.over / interval.under, 1)


def _reaches(value: Share, bound: Share) -> bool:
    return value.over * bound.under >= bound.over * value.under


def _plus(share: Share, over: int, under: int) -> Share:
    """`share` + `over` ÷ `under`, not below nothing."""
    return Share(max(share.over * under + over * share.under, 0), share.under * under)


def _worse(one: Due, other: Due) -> bool:
    if one.state != other.state:
        return STATES.index(one.state) > STATES.index(other.state)
    mine, theirs = one.urgency.over * other.urgency.under, other.urgency.over * one.urgency.under
    if mine != theirs:
        return mine > theirs
    if one.due_on != other.due_on:
        return one.due_on < other.due_on
    return one.cadence.is_quota and not other.cadence.is_quota
