"""The week as it stands, from the command line."""

from pathlib import Path

import pytest

from .commands_kit import MONDAY, Tool

TUESDAY, WEDNESDAY = "2026-11-24", "2026-11-25"

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:test
BEGIN:VEVENT
UID:board@test
DTSTART:20261126T143000
DTEND:20261126T153000
SUMMARY:Board
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A week with a visit held, one missed, one confirmed, one suggested, two without an hour, leave, an occasion."""
    tool = Tool(tmp_path_factory.mktemp("week") / "home")
    for number, name, deposit in (
        ("1", "华强电子", "1200万"),
        ("2", "凯发科技", "1650万"),
        ("3", "国信证券", "20万"),
        ("4", "远洋物流", "20万"),
        ("5", "南山光学", "20万"),
        ("6", "海川科技", "20万"),
    ):
        tool.done("client-add", name, f"client_no={number}", f"deposit_avg={deposit}", today="2026-10-01")
        tool.done("log-contact", number, "M", "--on", "2026-11-11")
    tool.done("visit", "3", "--on", MONDAY, "--at", "09:00")
    tool.done("log-contact", "3", "M", "--on", MONDAY)
    tool.done("visit", "4", "--on", MONDAY, "--at", "15:00")
    tool.done("visit", "4", "--missed", today=TUESDAY)
    tool.done("visit", "1", "--on", WEDNESDAY, "--at", "10:15", "--minutes", "60")
    tool.done("visit", "1", "--confirm")
    tool.done("plan-week", "this", today=TUESDAY)
    tool.done("visit", "5", "--on", "2026-11-26", today=TUESDAY)
    tool.done("visit", "6", "--must", today=TUESDAY)
    tool.done("leave", "--from", "2026-11-27", "--until", "2026-11-27", today=TUESDAY)
    tool.done("occasion-add", "1", "other", "2026-11-26", "dinner", today=TUESDAY)
    (tool.home.parent / "own.ics").write_text(CALENDAR, encoding="utf-8")
    return tool


def shown(tool: Tool, *arguments: object, **how: str) -> str:
    return tool.done("week", "this", "--busy", tool.home.parent / "own.ics", *arguments, today=WEDNESDAY, **how)


def test_piped_it_is_a_list_by_day(week: Tool) -> None:
    assert (
        shown(week)
        == """\
Week 48 · Mon 23 Nov – Sun 29 Nov · 4 visits, 1 held

Mon 23 Nov  09:00–09:30  ✓  国信证券  Long tail    held
            15:00–15:30  ✗  远洋物流  Long tail    not held
Tue 24 Nov  09:00–09:45  ○  凯发科技  Weekly
Wed 25 Nov  10:15–11:15  ●  华强电子  Weekly       confirmed
Thu 26 Nov  any time     ●  南山光学  Long tail
            14:30–15:30  ▒  busy
Fri 27 Nov                  leave
            any day      ●  海川科技  Long tail
○ suggested, ● appointment, ✓ held, ✗ not held, ▒ busy
Without an hour: 南山光学, 海川科技.

Occasions
Thu 26 Nov  华强电子  dinner
"""
    )


def test_in_chinese(week: Tool) -> None:
    said = shown(week, lang="zh")
    assert said.startswith("第 48 周 · 11月23日 周一 – 11月29日 周日 · 走访 4 次，已完成 1 次\n")
    for text in ("○ 建议、● 已约定、✓ 已完成、✗ 未成行、▒ 占用", "没有定钟点：南山光学、海川科技。", "休假", "关怀日"):
        assert text in said


def test_it_saves_nothing(week: Tool) -> None:
    before = week.state()
    for form in ("table", "json", "csv", "md", "html"):
        shown(week, "-f", form)
        week.done("week", "next", "-f", form, today=WEDNESDAY)
    assert week.state() == before


def test_what_programs_read(week: Tool) -> None:
    import json

    found = json.loads(shown(week, "-f", "json"))
    assert (found["week"], found["from"], found["to"], found["saved"]) == ("2026-W48", MONDAY, "2026-11-29", True)
    days = {day["date"]: day for day in found["days"]}
    assert [(v["name"], v["status"]) for v in days[MONDAY]["visits"]] == [("国信证券", "done"), ("远洋物流", "missed")]
    assert days["2026-11-26"]["busy"] == [{"start": "14:30", "end": "15:30"}]
    assert [o["name"] for o in days["2026-11-26"]["occasions"]] == ["华强电子"]
    assert days["2026-11-27"]["leave"] is True
    assert [(v["date"], v["name"], v["start"]) for v in found["untimed"]] == [
        ("2026-11-26", "南山光学", None),
        (None, "海川科技", None),
    ]
    assert len(shown(week, "-f", "csv").splitlines()) == 1 + 4 + 2


def test_the_page_has_the_calendar(week: Tool) -> None:
    page = shown(week, "-f", "html")
    assert "Calendar of 2026-W48" in page and "▒ busy" in page


def test_a_past_week_says_what_was_held_and_what_was_not(week: Tool) -> None:
    past = week.json("week", "2026-W48", today="2026-12-02")
    assert [v["status"] for v in past["days"][0]["visits"]] == ["done", "missed"]
    assert all(day["occasions"] == [] for day in past["days"])


def test_visits_that_cannot_be_kept_are_shown_where_they_stand(week: Tool, tmp_path: Path) -> None:
    tool = week.copy(tmp_path / "home")
    tool.done("visit", "5", "--on", "2026-11-27", "--at", "12:15", today=TUESDAY)
    tool.done("leave", "--from", TUESDAY, "--until", TUESDAY, today=TUESDAY)
    days = tool.json("week", "this", today=TUESDAY)["days"]
    assert [(v["name"], v["start"]) for v in days[4]["visits"]] == [("南山光学", "12:15")]
    assert (days[1]["leave"], [v["name"] for v in days[1]["visits"]]) == (True, ["凯发科技"])


def test_a_cancelled_visit_ahead_leaves_its_hour_free(week: Tool, tmp_path: Path) -> None:
    tool = week.copy(tmp_path / "home")
    tool.done("visit", "1", "--cancel", today=TUESDAY)
    assert "华强电子" not in [v["name"] for v in tool.json("week", "this", today=TUESDAY)["days"][2]["visits"]]
    assert [v["status"] for v in tool.json("week", "this", today="2026-11-26")["days"][2]["visits"]].count("cancelled")


def test_a_week_without_a_plan_says_how_to_get_one(week: Tool) -> None:
    said = week.done("week", "2026-W51", today=WEDNESDAY)
    assert "No visit stands in this week." in said and "rmtool plan-week 2026-W51" in said
