"""Calendar files as Outlook, Google and others write them: which hours they take, and what is said of the rest."""

from datetime import date
from pathlib import Path

import pytest

from rmtool.core.busy import BusyHours
from rmtool.core.periods import Span, clock
from rmtool.errors import InputError
from rmtool.intake.calendars import read_busy
from rmtool.lang import Language

WEEK = Span(date(2026, 11, 23), date(2026, 11, 29))
REAL = Path(__file__).parents[3] / "shared" / "data" / "ics"

CHINA = """BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE"""

BERLIN = """BEGIN:VTIMEZONE
TZID:"(UTC+01:00) Berlin, Bern"
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*parts: str) -> str:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", *(p.replace("\n", "\r\n") for p in parts), "END:VCALENDAR", ""]
    )


def event(*lines: str, title: str = "例会") -> str:
    return "\n".join(["BEGIN:VEVENT", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def read(tmp_path: Path, *parts: str, span: Span = WEEK, encoding: str = "utf-8") -> BusyHours:
    file = tmp_path / "my.ics"
    file.write_bytes(calendar(*parts).encode(encoding))
    return read_busy([file], span)


def hours(found: BusyHours) -> list[str]:
    """`23 09:00-10:00`, by day of the month."""
    return [f"{b.date.day} {clock(b.hours.opens)}-{clock(b.hours.closes)}" for b in sorted(found.busy)]


def said(found: BusyHours) -> str:
    return "\n".join(map(Language("en").say, found.warnings))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20261123T090000", "DTEND:20261123T103000"], ["23 09:00-10:30"]),
        (["DTSTART:20261123T010000Z", "DTEND:20261123T020000Z"], ["23 09:00-10:00"]),
        (["DTSTART:20261123T090000", "DURATION:PT1H30M"], ["23 09:00-10:30"]),
        (["DTSTART:20261123T090020", "DTEND:20261123T100010"], ["23 09:00-10:01"]),
        (["DTSTART;TZID=Asia/Tokyo:20261123T090000", "DTEND;TZID=Asia/Tokyo:20261123T100000"], ["23 08:00-09:00"]),
        (
            ["DTSTART;TZID=China Standard Time:20261123T090000", "DTEND;TZID=China Standard Time:20261123T100000"],
            ["23 09:00-10:00"],
        ),
        (
            ["DTSTART;TZID=Pacific Standard Time:20261123T170000", "DTEND;TZID=Pacific Standard Time:20261123T180000"],
            ["24 09:00-10:00"],
        ),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"], ["24 00:00-24:00", "25 00:00-24:00"]),
        (["DTSTART;VALUE=DATE:20261124"], ["24 00:00-24:00"]),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124"], ["24 00:00-24:00"]),
        (["DTSTART:20261124T220000", "DTEND:20261125T013000"], ["24 22:00-24:00", "25 00:00-01:30"]),
        (["DTSTART:20261122T220000", "DTEND:20261123T013000"], ["23 00:00-01:30"]),
        (["DTSTART:20261110T080000", "DTEND:20261124T100000"], ["23 00:00-24:00", "24 00:00-10:00"]),
        (["DTSTART:20261123T090000"], []),
        (["DTSTART:20261123T090000", "DTEND:20261123T090000"], []),
        (["DTSTART:20261130T000000", "DTEND:20261130T010000"], []),
        (["DTSTART:20261122T230000", "DTEND:20261123T000000"], []),
    ],
)
def test_an_event_takes_its_hours_in_chinas_time(tmp_path: Path, lines: list[str], expected: list[str]) -> None:
    found = read(tmp_path, event(*lines))
    assert hours(found) == expected
    assert not found.warnings


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
        "UID:7-2026-W48@rmtool",
    ],
)
def test_what_is_cancelled_free_or_our_own_plan_takes_nothing(tmp_path: Path, line: str) -> None:
    assert hours(read(tmp_path, event("DTSTART:20261123T090000", "DTEND:20261123T100000", line))) == []


def test_a_calendar_of_cancellations_takes_nothing(tmp_path: Path) -> None:
    told = event("DTSTART:20261123T090000", "DTEND:20261123T100000")
    assert hours(read(tmp_path, "METHOD:CANCEL", told)) == []
    assert hours(read(tmp_path, "METHOD:PUBLISH", told)) == ["23 09:00-10:00"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY", [23]),
        ("FREQ=WEEKLY;BYDAY=MO,WE", [23, 25]),
        ("FREQ=WEEKLY;BYDAY=MO, WE ;WKST=SU", [23, 25]),
        ("FREQ=WEEKLY;INTERVAL=2", []),
        ("FREQ=WEEKLY;INTERVAL=13", [23]),
        ("FREQ=DAILY;INTERVAL=2", [24, 26, 28]),
        ("FREQ=DAILY;COUNT=3915", [23, 24]),
        ("FREQ=DAILY;COUNT=20", []),
        ("FREQ=DAILY;UNTIL=20261124", [23, 24]),
        ("FREQ=DAILY;UNTIL=20261124T005959Z", [23]),
        ("FREQ=DAILY;UNTIL=20261124T010000Z", [23, 24]),
        ("FREQ=MONTHLY;BYDAY=4TU", [24]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", []),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=26", [26]),
        ("FREQ=YEARLY;BYMONTH=2,11;BYMONTHDAY=29,-2", [29]),
    ],
)
def test_series_that_began_years_ago_and_may_never_end(tmp_path: Path, rule: str, days: list[int]) -> None:
    """From Monday 7 March 2016, 09:00: 559 weeks, 3,913 days before the week."""
    found = read(tmp_path, event("DTSTART:20160307T090000", "DTEND:20160307T100000", f"RRULE:{rule}"))
    assert hours(found) == [f"{day} 09:00-10:00" for day in days]
    assert not found.warnings


def test_exceptions_moved_and_cancelled_occurrences(tmp_path: Path) -> None:
    series = event("UID:1", "DTSTART:20261102T090000", "DTEND:20261102T100000", "RRULE:FREQ=DAILY",
                   "EXDATE:20261124T090000,20261125T010000Z", "EXDATE;VALUE=DATE:20261126")  # fmt: skip
    moved = event("UID:1", "RECURRENCE-ID:20261127T090000", "DTSTART:20261127T150000", "DTEND:20261127T160000")
    gone = event("UID:1", "RECURRENCE-ID:20261128T010000Z", "DTSTART:20261128T090000", "DTEND:20261128T100000",
                 "STATUS:CANCELLED")  # fmt: skip
    into = event("UID:1", "RECURRENCE-ID:20261210T090000", "DTSTART:20261126T200000", "DTEND:20261126T210000")
    assert hours(read(tmp_path, moved, series, gone, into)) == [
        "23 09:00-10:00",
        "26 20:00-21:00",
        "27 15:00-16:00",
        "29 09:00-10:00",
    ]


def test_of_several_versions_of_an_event_the_latest_counts(tmp_path: Path) -> None:
    old = event("UID:1", "SEQUENCE:2", "DTSTART:20261123T090000", "DTEND:20261123T100000")
    new = event("UID:1", "SEQUENCE:10", "DTSTART:20261124T090000", "DTEND:20261124T100000")
    for order in ((old, new), (new, old)):
        assert hours(read(tmp_path, *order)) == ["24 09:00-10:00"]


def test_a_zone_of_the_files_own_with_summer_time(tmp_path: Path) -> None:
    """Nine in Berlin is 16:00 in China in November and 15:00 in July."""
    zone = 'TZID="(UTC+01:00) Berlin, Bern"'
    weekly = event(f"DTSTART;{zone}:20260106T090000", f"DTEND;{zone}:20260106T093000", "RRULE:FREQ=WEEKLY")
    assert hours(read(tmp_path, BERLIN, weekly)) == ["24 16:00-16:30"]
    july = Span(date(2026, 7, 6), date(2026, 7, 12))
    assert hours(read(tmp_path, BERLIN, weekly, span=july)) == ["7 15:00-15:30"]


def test_outlooks_own_definition_of_chinas_time(tmp_path: Path) -> None:
    told = event("DTSTART;TZID=China Standard Time:20261123T090000", "DTEND;TZID=China Standard Time:20261123T100000")
    assert hours(read(tmp_path, CHINA, told)) == ["23 09:00-10:00"]


def test_a_zone_that_nobody_knows_is_told_once_and_taken_for_chinas(tmp_path: Path) -> None:
    zone = "TZID=Customized Time Zone"
    told = event(f"DTSTART;{zone}:20261123T090000", f"DTEND;{zone}:20261123T100000")
    found = read(tmp_path, told, told)
    assert hours(found) == ["23 09:00-10:00"] * 2
    assert said(found) == "my.ics: the time zone “Customized Time Zone” isn't known; its times are taken for China's."


def test_times_without_a_zone_are_of_the_zone_that_the_calendar_names(tmp_path: Path) -> None:
    told = event("DTSTART:20261123T090000", "DTEND:20261123T100000")
    assert hours(read(tmp_path, "X-WR-TIMEZONE:Asia/Tokyo", told)) == ["23 08:00-09:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTEND:20261123T100000"],
        ["DTSTART:20261323T090000", "DTEND:20261123T100000"],
        ["DTSTART:tomorrow", "DTEND:20261123T100000"],
        ["DTSTART:20261123T100000", "DTEND:20261123T090000"],
        ["DTSTART:20261123T090000", "DURATION:an hour"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL="],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYDAY=XX"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2,4;BYMONTHDAY=31"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=13;BYMONTHDAY=1"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:BYDAY=MO"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=many"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE"],
        ["DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY", "EXDATE:2026"],
        ["DTSTART:20261123T090000", "DURATION:P9999999999D"],
        ["UID:1", "RECURRENCE-ID:soon", "DTSTART:20261123T090000", "DURATION:later"],
    ],
)
def test_an_event_that_cannot_be_read_is_named_and_the_others_count(tmp_path: Path, lines: list[str]) -> None:
    sound = event("DTSTART:20261124T090000", "DTEND:20261124T100000")
    found = read(tmp_path, event(*lines, title=r"部门\,周会"), sound)
    assert hours(found) == ["24 09:00-10:00"]
    assert said(found).startswith("my.ics: “部门,周会” can't be read")
    assert "“部门,周会”无法读取" in Language("zh").say(found.warnings[0])


def test_titles_are_told_but_private_ones_are_not(tmp_path: Path) -> None:
    lines = ["DTSTART:20261123T090000", "DTEND:20261123T100000"]
    open_one, private = event(*lines, title="体检"), event(*lines, "CLASS:PRIVATE", title="体检")
    assert read(tmp_path, open_one).busy[0].what == ("体检",)
    assert read(tmp_path, private).busy[0].what == ()
    broken = event("DTSTART:x", "CLASS:PRIVATE", title="体检")
    assert "(private)" in said(read(tmp_path, broken))
    assert "体检" not in said(read(tmp_path, broken))


def test_many_broken_events_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, *(event("DTSTART:x", title=f"E{n}") for n in range(9)))
    assert len(found.warnings) == 6
    assert said(found).endswith("my.ics: 4 more events can't be read.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_calendars(tmp_path: Path, encoding: str) -> None:
    told = event("DTSTART:20261123T090000", "DTEND:20261123T100000", title="部门周会，请准时参加，带上本周客户名单")
    assert read(tmp_path, told, encoding=encoding).busy[0].what == ("部门周会，请准时参加，带上本周客户名单",)


def test_folded_lines_alarms_and_a_file_that_was_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "cut.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Weekly\n  sales\n\t meeting\nDTSTART:20261123T\n 090000\n"
        "DTEND:20261123T100000\nBEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:PT5M\nEND:VALARM\n",
        "utf-8",
    )
    (busy,) = read_busy([file], WEEK).busy
    assert (busy.hours, busy.what) == ((540, 600), ("Weekly sales meeting",))


def test_a_folder_is_all_its_calendars_and_places_add_up(tmp_path: Path) -> None:
    for day in (23, 24):
        told = event(f"DTSTART:202611{day}T090000", f"DTEND:202611{day}T100000")
        (tmp_path / f"{day}.ICS").write_text(calendar(told), "utf-8")
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    assert hours(read_busy([tmp_path], WEEK)) == ["23 09:00-10:00", "24 09:00-10:00"]
    assert len(read_busy([tmp_path, tmp_path / "23.ICS"], WEEK).busy) == 3
    assert read_busy([], WEEK) == ([], [])


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("missing.ics", None, "intake.no_such_file"),
        ("list.ics", b"client_no,name\n1,x\n", "calendars.no_calendar"),
        ("cards.ics", b"BEGIN:VCARD\nFN:x\nEND:VCARD\n", "calendars.no_calendar"),
        ("picture.ics", b"\x89PNG\r\n\x1a\n", "intake.not_a_list"),
    ],
)
def test_what_is_no_calendar_is_refused(tmp_path: Path, name: str, content: bytes | None, key: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_busy([tmp_path / name], WEEK)
    assert caught.value.message.key == key


def test_an_empty_file_takes_nothing_and_says_so_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "blank.ics").write_bytes(b"\n")
    assert said(read_busy([tmp_path], WEEK)) == "blank.ics is empty: it takes no time."
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError) as caught:
        read_busy([tmp_path / "none"], WEEK)
    assert caught.value.message.key == "calendars.empty_folder"


@pytest.mark.skipif(not REAL.is_dir(), reason="the calendars aren't at hand")
def test_no_real_calendar_breaks_the_reader_and_known_series_come_out_whole() -> None:
    """Counts of whole events, as another reader of calendars has them where it can read the file."""
    years = Span(date(2008, 1, 1), date(2021, 12, 31))
    counts = {}
    for file in sorted(REAL.glob("*.ics")):
        found = read_busy([file], years)
        counts[file.stem] = len({(b.date, b.hours.closes) for b in found.busy if b.hours.opens})
        assert all(said(BusyHours([], [warning])) for warning in found.warnings)
    assert (counts["rie_rdate"], counts["rie_recurring_events_moved"], counts["rie_issue_20_exdate_ignored"]) == (
        959,
        7,
        7,
    )
    assert counts["rie_each_week_but_one_deleted"] == 7
    assert counts["icalendar_issue_165_missing_event"] == 14
