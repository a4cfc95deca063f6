"""Looking back at some days: what the figures are made of, gathered. Not: the figures (core/stats.py)."""

from rmtool.core.periods import Span
from rmtool.core.standing import segment
from rmtool.core.stats import Moved, Stats, default_span, stats
from rmtool.desk import Desk
from rmtool.desk.narrowing import Filter, narrowed
from rmtool.errors import UsageError
from rmtool.store.history import moved_visits


def looked_back(desk: Desk, start: str | None, end: str | None, wanted: Filter) -> Stats:
    """The days from `start` to `end` as typed, by default the last four full weeks. Raises UsageError for none."""
    usual = default_span(desk.today)
    last = desk.day(end, "past", usual.end if start is None else desk.today)
    first = desk.day(start, "past", min(usual.start, last) if end is None else default_span(last).start)
    if last < first:
        raise UsageError("log.reversed", start=first, end=last)
    span = Span(first, last)
    return stats(
        desk.book,
        desk.rules,
        desk.standings,
        segment(desk.book, desk.rules, desk.today),
        desk.store.contacts(first, min(last, desk.today)),
        [Moved(*moved) for moved in moved_visits(desk.store)],
        span,
        desk.today,
        narrowed(desk, wanted),
    )
