"""The visits that a month asks for, and on which days each is due. Not: in which week it is held (month_plan)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rmtool.core.book import ACTIVE, OPEN_VISITS, PROSPECT, VISIT_CODE, Book, Client, Visit
from rmtool.core.busy import Busy
from rmtool.core.capacity import most_demanding
from rmtool.core.due import first_days_owed, owed, stable_number
from rmtool.core.periods import Calendar, Span, period_of, periods_in
from rmtool.core.rules import Cadence, Rules, Share
from rmtool.core.standing import Standing


class MonthFacts(NamedTuple):
    """What a month is planned from. `settled` are the Mondays of weeks whose plan is saved: nothing is added there.

    `busy` are the hours that the RM's calendars take.
    """

    book: Book
    rules: Rules
    calendar: Calendar
    standings: Mapping[int, Standing]
    month: Span
    today: date
    settled: frozenset[date]
    busy: Sequence[Busy] = ()


class Asked(NamedTuple):
    """One visit that the month asks for: due within `window`, and of use on any day of `span`.

    `tier` is the client's, or `prospect-` and the grade. `early` if it stands in a week before its window.
    """

    client: Client
    tier: str
    cadence: Cadence
    window: Span
    span: Span
    early: bool = False


class MonthClaims:
    """Who claims visits in the month from `first` on, the later of its first day and today.

    `standing` are the visits still to be held, but for those that a month's plan proposed.
    """

    def __init__(self, facts: MonthFacts) -> None:
        self.facts = facts
        self.book, self.rules, self.calendar = facts.book, facts.rules, facts.calendar
        self.first = max(facts.today, facts.month.start)
        self.counting = facts.rules.counting_codes(VISIT_CODE)
        self.standing = [v for v in facts.book.visits if v.status in OPEN_VISITS and not v.is_proposed]

    def day_of(self, visit: Visit) -> date:
        """The day on which a visit stands; what has none yet stands on the last working day of its week."""
        week = Span(visit.week, visit.week + timedelta(days=6))
        return visit.day or self.calendar.last_working_day(week) or week.end

    def asked(self) -> Iterator[Asked]:
        """The visits that clients and prospects in the book are owed in the month."""
        planned: dict[int, list[date]] = {}
        for visit in self.standing:
            if (day := self.day_of(visit)) >= self.facts.today:
                planned.setdefault(visit.client_id, []).append(day)
        for client in self.book.clients:
            log = self.book.log.get(client.id, ())
            entry = min(client.entered, log[0].on) if log else client.entered
            if client.status not in (ACTIVE, PROSPECT) or entry > self.first:
                continue
            held = [e.on for e in log if e.code in self.counting and e.on <= self.facts.today]
            days = sorted(held + planned.get(client.id, []))
            yield from self._of_client(client, days, entry)

    def _of_client(self, client: Client, days: Sequence[date], entry: date) -> Iterator[Asked]:
        """What the most demanding of the client's cadences on meetings asks for."""
        standing, card = self.facts.standings.get(client.id), self.book.cards.get(client.id)
        tier = standing.tier if standing and client.status == ACTIVE else None
        grade = card.grade if card and client.status == PROSPECT else None
        own = self.book.cadences.get(client.id, ())
        cadence = most_demanding(owed(client, tier, grade, own, self.rules, self.first))
        if cadence is None:
            return
        spans = self._quota if cadence.is_quota else self._interval
        for window, span in spans(client, cadence, days, entry):
            working = self.calendar.working_days(window)
            yield Asked(
                client, tier or f"prospect-{grade}", cadence, Span(working[0], window.end) if working else window, span
            )

    def _quota(
        self, client: Client, cadence: Cadence, days: Sequence[date], entry: date
    ) -> Iterator[tuple[Span, Span]]:
        """Window and span of each visit missing of the month's periods; of a longer one if it is due in the month."""
        kind = "week" if cadence.period == "day" else cadence.period
        first_days = first_days_owed(self.calendar, kind, entry)
        first_day = first_days[stable_number(client.client_no) % len(first_days)]
        last = days[-1] if days else None
        end = self.facts.month.end
        for period in periods_in(kind, self.facts.month):
            span = Span(max(period.start, self.first), min(period.end, end))
            interval = Share(period.days, cadence.times)
            missing = cadence.times - sum(1 for day in days if period.start <= day <= period.end)
            if not self.calendar.count_working(span) or not (days or first_days[0] <= period.end):
                continue
            for after in range(missing - 1, -1, -1):  # how many more of the period come after this one
                wanted = last + timedelta(days=interval.over // interval.under) if last else first_day
                if period.days > self.facts.month.days and period.end > end and wanted > end:
                    return
                latest = max(span.end - timedelta(days=after * interval.over // interval.under), span.start)
                start = min(max(self._again(last, interval) if last else first_day, span.start), latest)
                yield Span(start, latest), span
                last = min(max(wanted, start), latest)

    def _interval(
        self, client: Client, cadence: Cadence, days: Sequence[date], entry: date
    ) -> Iterator[tuple[Span, Span]]:
        """Window and span of each visit that falls due in the month; who is overdue is to be seen in the first week."""
        spread = 1 + stable_number(client.client_no) % cadence.days
        last = days[-1] if days else entry + timedelta(days=spread - cadence.days)
        end = self.facts.month.end
        while (due := last + timedelta(days=cadence.days)) <= end:
            start = max(self._again(last, Share(cadence.days, 1)), self.first)
            until = due if due >= self.first else period_of("week", self.first).end
            yield Span(start, min(max(until, start), end)), Span(start, end)
            last = max(due, self.first)

    def _again(self, last: date, interval: Share) -> date:
        """The first day on which a client met on `last` is proposed again: the set share of its interval has passed."""
        share = self.rules.not_before
        return last + timedelta(days=-(-share.over * interval.over // (share.under * interval.under)))
