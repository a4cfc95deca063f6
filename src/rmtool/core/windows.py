"""When a client may be visited: each day's allowed starts, every cut made by a named rule. Not: who is visited."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import Away, Client
from rmtool.core.busy import Busy
from rmtool.core.hours import Hours, hours_said, parse_hours
from rmtool.core.periods import Calendar, Shift
from rmtool.core.planner import Range
from rmtool.core.rules import Name, Rules
from rmtool.phrase import Phrase, phrase


class WeekDay(NamedTuple):
    """One day of the week to plan: `holiday` that it rests or makes up for; `frozen` days take nothing new.

    `busy` are the hours that the RM's calendar has taken, as `busy.by_day` has them.
    """

    date: date
    working: bool
    holiday: Name | None
    leave: bool
    past: bool
    frozen: bool
    busy: tuple[Busy, ...] = ()

    @property
    def open(self) -> bool:
        """Whether new visits may be planned on this day at all."""
        return self.working and not (self.leave or self.past or self.frozen)


class Windows(NamedTuple):
    """`starts` for each day; `cuts` says what took starts away, with the name of the rule."""

    starts: tuple[tuple[Range, ...], ...]
    cuts: dict[Phrase, str]


class WindowCutter:
    """Cuts the windows of many clients from one week's days."""

    def __init__(self, rules: Rules, calendar: Calendar, days: Sequence[WeekDay], aways: Iterable[Away]) -> None:
        self._rules = rules
        self._days = days
        self._hours_of: dict[str, Hours] = {}
        self._resting: dict[int, list[tuple[Away, date]]] = {}
        rest = rules.week.rest_days_after_trip
        for away in aways:
            if away.client_id is not None:
                back = calendar.working_day_after(away.end, rest)
                self._resting.setdefault(away.client_id, []).append((away, back))

    def windows(self, client: Client, minutes: int, due_from: date | None) -> Windows:
        """The allowed starts of a suggestion: all rules cut. Days before `due_from` are too soon after the last."""
        cuts: dict[Phrase, str] = {}
        starts: list[tuple[Range, ...]] = []
        for day in self._days:
            closed = self._closed(client, day, due_from)
            if closed:
                cuts |= closed
                starts.append(())
            elif not day.working:
                starts.append(())
            else:
                starts.append(self._on_grid(self._hours(client, day, cuts), minutes))
        return Windows(tuple(starts), cuts)

    def on_day(self, client: Client, minutes: int, day: date) -> Windows:
        """The allowed starts of an appointment for which the RM fixed the day: only the hours are cut.

        If they leave nothing on that day, the appointment outranks the avoided half-days, the industry's hours and the
        client's own, and at last the RM's own calendar. A day that is over has no starts left.
        """
        on = next((d for d in self._days if d.date == day), None)
        if on is None or on.past:
            return Windows(((),) * len(self._days), {phrase("week.cut_past"): "past"})
        cuts: dict[Phrase, str] = {}
        choices = (self._hours(client, on, cuts), self._free(on, {}), self._rules.week.shifts)
        starts = next(filter(None, (self._on_grid(hours, minutes) for hours in choices)), ())
        return Windows(tuple(starts if d.date == day else () for d in self._days), cuts)

    def away_until(self, client_id: int, day: date) -> date | None:
        """The last day of the trip that keeps the client from being seen on `day`, if one does."""
        for away, back in self._resting.get(client_id, ()):
            if away.start <= day <= back:
                return away.end
        return None

    def _closed(self, client: Client, day: WeekDay, due_from: date | None) -> dict[Phrase, str]:
        """The rule that closes the whole day to this client, if any; a plain weekend needs none."""
        if not day.working:
            return {phrase("week.cut_holiday", holiday=day.holiday): "holiday"} if day.date.weekday() < 5 else {}
        if day.leave:
            return {phrase("week.cut_leave"): "leave"}
        if day.past:
            return {phrase("week.cut_past"): "past"}
        if day.frozen:
            return {phrase("week.cut_frozen"): "frozen"}
        until = self.away_until(client.id, day.date)
        if until:
            return {phrase("week.cut_away", until=until, rest=self._rules.week.rest_days_after_trip): "away"}
        if due_from is None or day.date < due_from:
            return {phrase("week.cut_spacing" if due_from else "week.cut_not_due", due_from=due_from): "spacing"}
        return {}

    def _free(self, day: WeekDay, cuts: dict[Phrase, str]) -> tuple[Shift, ...]:
        """The working hours that the RM's own calendar leaves."""
        hours = self._rules.week.shifts
        for busy in day.busy:
            left = _without(hours, busy.hours)
            if left != hours:
                start, end = busy.hours
                key = "week.cut_busy" if busy.what else "week.cut_busy_untold"
                cuts[phrase(key, day=day.date, start=start, end=end, what=busy.what)] = "busy"
            hours = left
        return hours

    def _hours(self, client: Client, day: WeekDay, cuts: dict[Phrase, str]) -> tuple[Shift, ...]:
        hours = self._free(day, cuts)
        for avoided in self._rules.week.avoid:
            if avoided.weekday == day.date.weekday():
                left = _without(hours, avoided.hours)
                if left != hours:
                    start, end = avoided.hours
                    cuts[phrase("week.cut_avoid", day=day.date, start=start, end=end)] = "avoid"
                hours = left
        for firm in self._rules.industries:
            if firm.part in (client.industry or "") or firm.part in client.name:
                left = _within(hours, firm.hours)
                if left != hours:
                    spans = tuple(phrase("week.span", start=start, end=end) for start, end in sorted(firm.hours))
                    cuts[phrase("week.cut_industry", hours=spans)] = "industry-hours"
                hours = left
        if own := self._own(client):
            left = _within(hours, own[day.date.weekday()])
            if left != hours:
                cuts[phrase("week.cut_own_hours", hours=hours_said(own))] = "own-hours"
            hours = left
        return hours

    def _own(self, client: Client) -> Hours | None:
        """The hours in which the client is to be seen, if it has any of its own."""
        if client.hours is None:
            return None
        known = self._hours_of.get(client.hours)
        if known is None:
            known = self._hours_of[client.hours] = parse_hours(client.hours)
        return known

    def _on_grid(self, hours: Sequence[Shift], minutes: int) -> tuple[Range, ...]:
        grid = self._rules.week.grid
        ranges = []
        for shift in hours:
            first, last = -(-shift.opens // grid) * grid, (shift.closes - minutes) // grid * grid
            if first <= last:
                ranges.append((first, last))
        return tuple(ranges)


def _without(hours: tuple[Shift, ...], cut: Shift) -> tuple[Shift, ...]:
    left: list[Shift] = []
    for shift in hours:
        if cut.closes <= shift.opens or shift.closes <= cut.opens:
            left.append(shift)
            continue
        if shift.opens < cut.opens:
            left.append(Shift(shift.opens, cut.opens))
        if cut.closes < shift.closes:
            left.append(Shift(cut.closes, shift.closes))
    return tuple(left)


def _within(hours: tuple[Shift, ...], allowed: tuple[Shift, ...]) -> tuple[Shift, ...]:
    both = {Shift(max(a.opens, b.opens), min(a.closes, b.closes)) for a in hours for b in allowed}
    return tuple(sorted(shift for shift in both if shift.opens < shift.closes))
