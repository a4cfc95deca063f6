"""Calendar files read back, by two libraries that share no code, and a calendar program that takes them in."""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import vobject
from icalendar import Calendar, Event

from .commands_kit import Tool

NAME = '华强;电子,"股份"\\公司'
"""A client whose name holds all that calendar files mark."""


class Entry(NamedTuple):
    """An entry as a calendar program keeps it."""

    summary: str
    start: datetime | date
    minutes: int
    status: str
    sequence: int


class Diary:
    """A calendar program: it keeps entries by their UID, and takes an older version of one for no news.

    Versions of one number must say the same, for which of them a program keeps is its own affair; only where an entry
    stood that is cancelled may differ.
    """

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def take(self, written: str) -> "Diary":
        """Take in a file."""
        for uid, entry in entries(written).items():
            kept = self.entries.get(uid)
            if kept and entry.sequence == kept.sequence:
                assert entry == kept or entry.status == kept.status == "CANCELLED"
            if kept is None or entry.sequence > kept.sequence:
                self.entries[uid] = entry
        return self

    @property
    def standing(self) -> list[Entry]:
        """The entries that aren't cancelled."""
        return [entry for entry in self.entries.values() if entry.status != "CANCELLED"]

    @property
    def stands(self) -> dict[str, str]:
        """When each entry stands that isn't cancelled, where no two say the same."""
        assert max(Counter(entry.summary for entry in self.standing).values(), default=1) == 1, "doubled"
        return {entry.summary: entry.start.isoformat()[:16] for entry in self.standing}


def entries(written: str) -> dict[str, Entry]:
    """A file's entries by their UIDs, as both libraries read them."""
    found = {str(event["uid"]): _entry(event) for event in events(written)}
    assert found == {event.uid.value: _other_entry(event) for event in read_otherwise(written)}
    return found


def events(written: str) -> list[Event]:
    """A file's entries, once the file is as RFC 5545 wants it."""
    data = written.encode("utf-8")
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is torn in two
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert calendar.errors == []
    assert "METHOD" not in calendar
    found = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    assert all(event.errors == [] for event in found)
    names = [str(event["uid"]) for event in found]
    assert len(names) == len(set(names))
    assert all(name.endswith("@rmtool") for name in names)
    return found


def read_otherwise(written: str) -> list[vobject.base.Component]:
    """A file's entries as vobject reads them, once it has found all that they must say."""
    calendar = vobject.readOne(written)
    calendar.validate(raiseException=True)
    return list(calendar.contents.get("vevent", ()))


def _entry(event: Event) -> Entry:
    minutes = (event.end - event.start) // timedelta(minutes=1)
    return Entry(str(event["summary"]), event.start, minutes, str(event["status"]), int(event["sequence"]))


def _other_entry(event: vobject.base.Component) -> Entry:
    start, end = event.dtstart.value, event.dtend.value
    minutes = (end - start) // timedelta(minutes=1)
    return Entry(event.summary.value, start, minutes, event.status.value, int(event.sequence.value))


def book(folder: Path) -> Tool:
    """Three clients of the upper tiers with a week's plan; a prospect; a promise."""
    tool = Tool(folder / "home")
    place = ("address=深南大道1号", "lat=22.543", "lon=114.057", "district=福田区")
    tool.done("client-add", NAME, "client_no=1", "deposit_avg=1200万", *place, today="2026-09-01")
    tool.done("client-add", "凯发科技", "client_no=2", "deposit_avg=600万", today="2026-09-01")
    tool.done("client-add", "远洋物流", "client_no=3", "deposit_avg=1300万", "district=南山区", today="2026-09-01")
    tool.done("person-add", "1", "王丽", "title=CFO", "phone=13812345678")
    tool.done(
        "log-contact", "1", "M", "谈新厂房\n贷款", "--on", "2026-11-18", "--next", "送方案", "--next-on", "2026-11-26"
    )
    tool.done("plan-week", "this")
    return tool
