"""Occasions, and what a day holds, as calendar files. Not: visits and promises (test_calendar_files.py)."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from .calendar_kit import NAME, Diary, book, events
from .commands_kit import Tool


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Three clients of the upper tiers with a week's plan; a promise."""
    return book(tmp_path_factory.mktemp("occasions"))


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def occasions(tool: Tool, *more: str) -> str:
    return tool.done("occasions", *more, "-f", "ics")


def test_a_day_that_comes_back_is_an_entry_for_its_year_by_the_sun_and_by_the_moon(tool: Tool) -> None:
    tool.done("occasion-add", "2", "birthday", "农历1980-10-18", "--person", "李强")
    tool.done("occasion-add", "2", "anniversary", "2016-12-01", "合作")
    assert Diary().take(occasions(tool, "--kind", "birthday")).stands == {
        "birthday: 李强, turns 46 (lunar 10-18): 凯发科技": "2026-11-26",
        "birthday: 李强, turns 47 (lunar 10-18): 凯发科技": "2027-11-15",
    }
    assert Diary().take(occasions(tool, "--kind", "anniversary")).stands == {"合作, 10 years: 凯发科技": "2026-12-01"}
    assert {"RRULE", "EXDATE"}.isdisjoint(key.upper() for e in events(occasions(tool)) for key in e)


def test_the_alarm_of_an_occasion_rings_at_nine_on_the_working_day_before_a_day_of_rest(tool: Tool) -> None:
    tool.done("occasion-add", "2", "other", "2026-11-29", "周年庆")
    tool.done("occasion-add", "3", "other", "2026-11-30", "开业")
    rings = {str(e["summary"]): a["trigger"].dt for e in events(occasions(tool)) for a in e.walk("VALARM")}
    assert rings["周年庆: 凯发科技"] == timedelta(days=-2, hours=9)
    assert rings["开业: 远洋物流"] == timedelta(hours=9)


def test_an_occasion_moves_is_renamed_and_goes(tool: Tool) -> None:
    tool.done("occasion-add", "2", "contract-end", "2026-12-02", "代发协议")
    diary = Diary().take(occasions(tool, "--kind", "contract-end"))
    (uid,) = diary.entries
    for change in ("day=2027-10-11", "note=代发工资协议", "day=2028-03-01"):
        tool.done("occasion-set", "1", change)
        diary.take(occasions(tool, "--kind", "contract-end"))
    assert {uid: entry.summary for uid, entry in diary.entries.items()} == {
        uid: "contract ends: 代发工资协议: 凯发科技"
    }
    assert diary.entries[uid].start == date(2028, 3, 1)
    tool.done("occasion-set", "1", "day=2026-12-02")
    tool.done("occasion-done", "凯发科技")
    assert diary.take(occasions(tool)).entries[uid].status == "CANCELLED"
    tool.done("undo", "-y")
    assert diary.take(occasions(tool)).entries[uid].status == "TENTATIVE"
    tool.done("occasion-remove", "1")
    assert diary.take(occasions(tool)).entries[uid].status == "CANCELLED"


def test_what_was_never_told_is_not_cancelled(tool: Tool) -> None:
    tool.done("client-set", "2", "rm=李明")
    tool.done("person-set", "1", "王丽", "title=CEO")
    assert "STATUS:CANCELLED" not in occasions(tool)


def test_occasions_of_some_clients_tell_of_them_alone(tool: Tool) -> None:
    tool.done("occasion-add", "2", "other", "2026-12-02", "周年庆")
    tool.done("occasion-add", "3", "other", "2026-12-03", "开业")
    tool.done("occasion-remove", "1")
    written = occasions(tool, "--district", "南山区")
    assert Diary().take(written).stands == {"开业: 远洋物流": "2026-12-03"}
    assert "凯发" not in written


def test_what_became_of_a_client_that_is_no_more_is_told_without_its_name(tool: Tool) -> None:
    tool.done("client-add", "新来的", "client_no=77", "founded=2010-11-30")
    tool.done("visit", "77", "--on", "2026-11-27", "--at", "10:00")
    diary = Diary()
    for file in (("report", "week"), ("occasions",)):
        diary.take(tool.done(*file, "-f", "ics"))
    tool.done("undo", "-y")
    tool.done("undo", "-y")
    for file in (("report", "week"), ("occasions",)):
        written = tool.done(*file, "-f", "ics")
        assert "新来的" not in written
        diary.take(written)
    assert not any("新来的" in entry.summary for entry in diary.standing)
    assert [entry.status for entry in diary.entries.values() if entry.summary == "Taken out"] == ["CANCELLED"] * 2


def test_the_files_of_a_day_tell_the_same_entries(tool: Tool) -> None:
    tool.done("visit", "2", "--on", "2026-11-23", "--at", "16:00")
    tool.done("occasion-add", "3", "other", "2026-11-28", "开业")
    diary = Diary().take(tool.done("today", "-f", "ics"))
    assert diary.stands == {
        "Visit 凯发科技": "2026-11-23T16:00",
        "Visit 远洋物流": "2026-11-23T14:00",
        f"送方案: {NAME}": "2026-11-26",
        "开业: 远洋物流": "2026-11-28",
    }
    whole = (
        Diary()
        .take(tool.done("report", "week", "-f", "ics"))
        .take(occasions(tool))
        .take(tool.done("follow-ups", "-f", "ics"))
    )
    assert diary.entries.items() <= whole.entries.items()
    assert tool.done("report", "day", "-f", "ics") == tool.done("today", "-f", "ics")
    tool.done("visit", "2", "--move", "--on", "2026-11-27", "--at", "10:00")
    assert diary.take(tool.done("today", "-f", "ics")).stands["Visit 凯发科技"] == "2026-11-27T10:00"
    assert "VALARM" not in tool.done("week", "2026-W40", "-f", "ics")
