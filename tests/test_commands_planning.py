"""Plans and appointments as an RM makes them, from the command line: sequences over days, and what they leave."""

import json
from collections import Counter
from pathlib import Path

import pytest

from .commands_kit import MONDAY, Tool, keys

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"
NEXT_MONDAY = "2026-11-30"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Three clients owed a meeting a week, one a month, one that a call will do for; all met before."""
    tool = Tool(tmp_path_factory.mktemp("planning") / "home")
    for number, name, deposit, *more in (
        ("1", "华强电子", "1200万", "district=福田区"),
        ("2", "凯发科技", "1650万", "district=南山区"),
        ("3", "国信证券", "1300万", "district=福田区"),
        ("4", "远洋物流", "300万", "district=盐田区"),
        ("5", "南山光学", "20万"),
    ):
        tool.done("client-add", name, f"client_no={number}", f"deposit_avg={deposit}", *more, today="2026-10-01")
        tool.done("log-contact", number, "M", "--on", "2026-11-11", today=MONDAY)
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def test_the_same_plan_again_is_the_same_bytes_and_saves_nothing(tool: Tool) -> None:
    for form in ("table", "json", "csv", "md"):
        first = tool.done("plan-week", "-f", form)
        before = tool.state()
        assert tool.done("plan-week", "-f", form) == first
        assert tool.state() == before
    assert "Saved." in tool.done("plan-week")
    assert "Saved." not in tool.done("plan-week", "next", "--dry-run")


def test_a_dry_run_and_a_question_why_save_nothing(tool: Tool) -> None:
    before = tool.state()
    planned = tool.where("--dry-run")
    assert set(planned) == {"华强电子", "凯发科技", "国信证券"}
    tool.done("plan-week", "--why", "华强")
    assert tool.state() == before
    assert tool.where() == planned


def test_why_is_said_of_planned_left_out_and_not_due(tool: Tool) -> None:
    tool.done("plan-week")
    assert tool.done("plan-week", "--why", "国信").startswith("国信证券: Wed 25 Nov 15:00. ")
    tool.done("visit", "凯发", "--cancel", "--why", "on a fair")
    assert tool.done("plan-week", "--why", "凯发") == "凯发科技 isn't in the plan: cancelled this week: on a fair\n"
    assert tool.done("plan-week", "--why", "远洋") == "远洋物流 isn't due this week.\n"
    assert tool.json("plan-week", "--why", "南山")["rule"] == "not-due"
    assert tool.json("plan-week", "--why", "凯发")["planned"] is False
    assert tool.json("plan-week", "--why", "国信")["planned"] is True


def test_what_was_confirmed_stays_and_the_rest_moves_little(tool: Tool) -> None:
    before = tool.where()
    tool.done("visit", "凯发", "--confirm")
    tool.done("client-add", "新源电子", "deposit_avg=2000万", "district=福田区", today="2026-10-01")
    after = tool.visits()
    assert {v["name"]: f"{v['date']} {v['start']}" for v in after if v["name"] in before} == before
    confirmed = next(v for v in after if v["name"] == "凯发科技")
    assert (confirmed["status"], confirmed["fixed"], confirmed["offer"]) == ("confirmed", True, None)


def test_a_cancelled_visit_leaves_its_client_out_and_is_not_carried_over(tool: Tool) -> None:
    tool.done("plan-week")
    tool.done("visit", "华强", "--cancel", "--why", "客户出差")
    assert tool.left_out() == {"华强电子": "cancelled"}
    assert tool.json("plan-week", "next", today=FRIDAY)["carried_over"] == ["2", "3"]


def test_a_missed_visit_comes_first_next_week(tool: Tool) -> None:
    tool.done("plan-week")
    assert tool.done("visit", "华强", "--missed", today=FRIDAY) == "华强电子: Mon 2026-11-23 14:00, not held.\n"
    planned = tool.json("plan-week", "next", today=FRIDAY)
    assert "1" in planned["carried_over"]
    rungs = {v["name"]: v["rung"] for v in tool.visits("next", today=FRIDAY)}
    assert rungs["华强电子"] == 4


def test_every_turn_of_an_appointment_stands_in_the_history_with_its_reason(tool: Tool) -> None:
    tool.done("visit", "南山", "--on", THURSDAY, "--at", "9:00", "--why", "授信")
    tool.done("visit", "南山", "--confirm", "--at", "9:30")
    tool.done("visit", "南山", "--move", "--on", FRIDAY, "--at", "10:00", "--why", "临时有会")
    tool.done("visit", "南山", "--cancel", "--why", "客户出差")
    entries = [line for line in tool.done("history", "南山", lang="zh").splitlines() if " visit " in line]
    cancelled, moved, confirmed, made = entries
    assert "状态：待走访 → 已取消" in cancelled and "原因：临时有会 → 客户出差" in cancelled
    assert "时间：09:30 → 10:00" in moved and "原因：授信 → 临时有会" in moved
    assert "状态：待走访 → 已约定" in confirmed
    assert "原因 授信" in made
    told = [line for line in tool.done("history", "南山").splitlines() if " visit " in line]
    assert "status: planned → cancelled" in told[0] and "reason: 临时有会 → 客户出差" in told[0]


def test_a_visit_missed_twice_over_does_not_touch_the_weeks_ahead(tool: Tool) -> None:
    tool.done("plan-week")
    tool.done("visit", "华强", "--missed", today=FRIDAY)
    tool.done("plan-week", "next", today=FRIDAY)
    said = tool.refused(2, "visit", "华强", "--missed", today=FRIDAY)
    assert said.startswith("华强电子 has no such visit. Its open visits: 2026-1")


def test_of_several_visits_the_one_meant_is_found_by_what_is_said_of_it(tool: Tool) -> None:
    """On Thursday: one visit of Wednesday of which nothing was said, one on Friday."""
    tool.done("visit", "南山", "--on", WEDNESDAY, "--at", "10:00")
    tool.done("visit", "南山", "--on", "2026-12-03", "--at", "10:00")
    tool.done("visit", "南山", "--move", "--on", FRIDAY, today=THURSDAY)
    assert [v["date"] for v in _open(tool)] == [WEDNESDAY, FRIDAY]
    tool.done("visit", "南山", "--confirm", "--at", "11:00", today=THURSDAY)
    assert [(v["date"], v["status"]) for v in _open(tool)] == [(WEDNESDAY, "planned"), (FRIDAY, "confirmed")]
    tool.done("visit", "南山", "--missed", today=THURSDAY)
    tool.done("visit", "南山", "--cancel", today=THURSDAY)
    assert [(v["date"], v["status"]) for v in tool.json("client", "南山")["plan"]] == [
        (WEDNESDAY, "missed"),
        (FRIDAY, "cancelled"),
    ]


def _open(tool: Tool) -> list[dict[str, str]]:
    plan: list[dict[str, str]] = tool.json("client", "南山", today=THURSDAY)["plan"]
    return [visit for visit in plan if visit["status"] in ("planned", "confirmed")]


def test_the_day_named_must_be_the_day_of_the_visit_called_off(tool: Tool) -> None:
    tool.done("visit", "南山", "--on", THURSDAY)
    said = tool.refused(2, "visit", "南山", "--cancel", "--on", FRIDAY)
    assert "Its open visits: 2026-11-26, any time." in said
    assert tool.done("visit", "南山", "--cancel", "--on", THURSDAY).endswith("cancelled.\n")


def test_a_day_without_a_year_is_sought_on_the_side_that_is_meant(tool: Tool) -> None:
    tool.done("visit", "南山", "--on", "11-24", "--at", "10:00")
    tool.done("visit", "南山", "--missed", "--on", "11-24", today=WEDNESDAY)
    assert tool.done("visit", "南山", "--on", "1-15") == "南山光学: Fri 2027-01-15, any time, planned.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--on", "2026-11-20"), "2026-11-20 is over."),
        (("--move", "--on", "2026-11-20"), "2026-11-20 is over."),
        (("--confirm", "--on", "2026-11-20", "--at", "9:00"), "2026-11-20 is over."),
        (("--move", "--at", "10:00"), "A time needs a day:"),
        (("--at", "10:00"), "A time needs a day:"),
        (("--confirm",), "The visit has no time yet."),
        (("--move",), "Say where the visit goes:"),
        ((), "Say when:"),
        (("--cancel", "--missed"), "Choose one of"),
        (("--on", "2026-11-31"), "“2026-11-31” is not in the calendar."),
        (("--on", "thu", "--at", "25:00"), "“25:00” is not on the clock."),
        (("--on", "thu", "--minutes", "0"), "--minutes takes a whole number from 5 to 600."),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    tool.done("visit", "南山", "--must")
    assert tool.refused(2, "visit", "南山", *arguments).startswith(said)


def test_confirming_what_was_on_a_day_past_is_refused(tool: Tool) -> None:
    tool.done("visit", "南山", "--on", TUESDAY, "--at", "9:00")
    assert tool.refused(2, "visit", "南山", "--confirm", today=WEDNESDAY).startswith("2026-11-24 is over.")
    assert tool.refused(2, "visit", "远洋", "--confirm").startswith("远洋物流 has no open visit.")


def test_an_appointment_off_the_grid_and_outside_the_shifts_is_kept(tool: Tool) -> None:
    tool.done("visit", "南山", "--on", "2026-11-28", "--at", "19:05", "--minutes", "50")
    tool.done("visit", "远洋", "--on", THURSDAY, "--at", "9:17")
    planned = {v["name"]: v for v in tool.visits()}
    assert [planned["南山光学"][key] for key in ("date", "start", "end", "rung", "fixed")] == [
        "2026-11-28",
        "19:05",
        "19:55",
        1,
        True,
    ]
    assert (planned["远洋物流"]["date"], planned["远洋物流"]["start"]) == (THURSDAY, "09:17")
    assert len(planned) == 5


def test_two_appointments_that_clash_are_refused_with_names_and_minutes(tool: Tool) -> None:
    """30 minutes and 25 on the way from Futian to Nanshan are 10 more than the 45 between the starts."""
    tool.done("visit", "远洋", "--on", THURSDAY, "--at", "10:00")
    said = tool.refused(2, "visit", "凯发", "--on", THURSDAY, "--at", "10:45")
    assert said.splitlines()[1] == "  远洋物流 and 凯发科技: 10 minutes are missing, travel included"
    assert "远洋物流 与 凯发科技：含路程还差10分钟" in tool.refused(
        2, "visit", "凯发", "--on", THURSDAY, "--at", "10:45", lang="zh"
    )
    assert tool.done("visit", "凯发", "--on", THURSDAY, "--at", "10:55")


def test_a_suggestion_cannot_be_confirmed_into_an_appointment(tool: Tool) -> None:
    planned = tool.where()
    day, at = planned["凯发科技"].split()
    tool.done("visit", "远洋", "--on", day, "--at", at)
    assert "凯发科技 and 远洋物流" in tool.refused(2, "visit", "凯发", "--confirm")


def test_what_must_be_comes_before_what_is_suggested(tool: Tool) -> None:
    """With four visits a day and leave on all days but one, five want the day."""
    tool.done("leave", "--from", MONDAY, "--until", THURSDAY)
    tool.done("visit", "远洋", "--must", "--why", "new loan")
    tool.done("visit", "南山", "--must")
    rungs = {v["name"]: v["rung"] for v in tool.visits()}
    assert rungs.keys() >= keys("远洋物流 南山光学")
    assert (rungs["远洋物流"], rungs["南山光学"]) == (3, 3)
    assert len(rungs) + len(tool.left_out()) == 5


def test_an_appointment_moved_says_where_it_stood(tool: Tool) -> None:
    tool.done("visit", "南山", "--on", THURSDAY, "--at", "9:00", "--person", "王总", "--why", "授信")
    moved = tool.done("visit", "南山", "--move", "--on", FRIDAY)
    assert moved == "南山光学: Fri 2026-11-27, any time, planned.\nIt stood before: Thu 2026-11-26 09:00.\n"
    assert tool.json("visit", "南山", "--must")["date"] is None
    planned = next(v for v in tool.visits() if v["name"] == "南山光学")
    assert (planned["person"], planned["rung"]) == ("王总", 3)
    assert planned["reason"].startswith("授信 (to be seen this week")


def test_what_is_said_of_an_appointment_can_be_added_later(tool: Tool) -> None:
    tool.done("visit", "南山", "--on", THURSDAY, "--at", "9:00")
    tool.done("visit", "南山", "--person", "王总", "--minutes", "50")
    planned = next(v for v in tool.visits() if v["name"] == "南山光学")
    assert [planned[key] for key in ("date", "start", "end", "person")] == [THURSDAY, "09:00", "09:50", "王总"]
    assert tool.refused(2, "visit", "远洋", "--person", "王总").startswith("Say when:")


def test_a_client_back_from_a_trip_on_tuesday_is_seen_from_thursday(tool: Tool) -> None:
    tool.done("client-away", "华强", "--until", TUESDAY)
    assert tool.where()["华强电子"].split()[0] >= THURSDAY
    assert tool.json("client", "华强")["away_until"] == TUESDAY
    tool.done("client-away", "凯发", "--until", FRIDAY)
    assert tool.left_out()["凯发科技"].endswith("away")


def test_leave_takes_days_away_and_lowers_what_is_available(tool: Tool) -> None:
    before = tool.json("plan-week", "--dry-run")
    tool.done("leave", "--from", TUESDAY, "--until", WEDNESDAY, "--why", "年假")
    after = tool.json("plan-week")
    assert (before["available"], after["available"]) == (12.8, 7.68)
    assert [d["leave"] for d in after["days"]] == [False, True, True, False, False, False, False]
    assert {v["date"] for v in tool.visits()} <= {MONDAY, THURSDAY, FRIDAY}


def test_a_week_of_leave_plans_nobody_and_says_so(tool: Tool) -> None:
    tool.done("leave", "--from", MONDAY, "--until", "2026-11-29")
    planned = tool.json("plan-week")
    assert (planned["available"], planned["load"]) == (0, None)
    assert {left["rule"] for left in planned["left_out"]} == {"leave"}
    assert "no working day available" in tool.done("plan-week")


def test_a_book_without_clients_plans_an_empty_week(tmp_path: Path) -> None:
    empty = Tool(tmp_path / "home")
    planned = empty.json("plan-week")
    assert (planned["left_out"], planned["required"], planned["load"]) == ([], 0, 0)
    assert all(day["visits"] == [] for day in planned["days"])
    assert "No visit this week." in empty.done("plan-week")


def test_days_that_stay_can_be_asked_for(tool: Tool) -> None:
    """A plan saved on Friday for the week after; on Monday Tuesday's visit stands unless no day is to stay."""
    tool.done("plan-week", "next", today=FRIDAY)
    saved = tool.where("next", today=FRIDAY)
    tool.done("client-away", "华强", "--from", NEXT_MONDAY, "--until", "2026-12-01", today=FRIDAY)
    for kept in ("0", "2"):
        again = tool.where("--keep-days", kept, today=NEXT_MONDAY)
        assert again["华强电子"] >= "2026-12-03"
        assert {name: again[name] for name in ("凯发科技", "国信证券")} == {
            name: saved[name] for name in ("凯发科技", "国信证券")
        }
    assert "whole number from 0 to 7" in tool.refused(2, "plan-week", "--keep-days", "9")


def test_more_effort_is_never_worse_and_its_plan_stays(tool: Tool) -> None:
    low, normal, high = (
        tool.json("plan-week", "--dry-run", "--effort", effort)["score"] for effort in ("low", "normal", "high")
    )
    assert low <= normal <= high
    saved = tool.where("--effort", "high")
    for more in ((), ("--effort", "low"), ("--effort", "high")):
        assert tool.where(*more) == saved
    assert "low, normal, high" in tool.refused(2, "plan-week", "--effort", "hasty")


def test_a_past_week_is_shown_against_its_plan_and_never_planned_anew(tool: Tool) -> None:
    tool.done("plan-week")
    tool.done("log-contact", "国信", "M", "--on", TUESDAY, today=TUESDAY)
    tool.done("visit", "华强", "--missed", "--why", "no one came", today=FRIDAY)
    tool.done("visit", "凯发", "--cancel", today=MONDAY)
    before = tool.state()
    shown = tool.visits("2026-W48", today="2026-12-07")
    assert {v["name"]: v["status"] for v in shown} == {
        "国信证券": "done",
        "华强电子": "missed",
        "凯发科技": "cancelled",
    }
    assert "1 of 2 planned visits held." in tool.done("plan-week", "2026-W48", today="2026-12-07")
    assert "No visit was planned in that week." in tool.done("plan-week", "2026-W46", today="2026-12-07")
    assert tool.state() == before


def test_a_past_week_holds_what_stands_in_it_though_leave_was_noted_later(tool: Tool, tmp_path: Path) -> None:
    """As `week` and `report week` have it: a visit on a day of leave, and one with a day but no hour, are there."""
    tool.done("visit", "凯发", "--on", WEDNESDAY, "--at", "10:00")
    suggested = tool.where()["华强电子"][:10]
    tool.done("visit", "国信", "--on", THURSDAY)
    tool.done("log-contact", "国信", "M", "--on", THURSDAY, today=THURSDAY)
    tool.done("visit", "凯发", "--missed", "--why", "no one came", today=FRIDAY)
    for day in (suggested, WEDNESDAY):
        tool.done("leave", "--from", day, "--until", day, "-y", today=FRIDAY)
    planned = {v["name"]: (v["date"], v["status"]) for v in tool.visits("2026-W48", today="2026-12-07")}
    reported = tool.json("report", "week", "--week", "2026-W48", today="2026-12-07")["visits"]
    assert planned == {v["name"]: (v["date"], v["status"]) for v in reported if v["date"]}
    assert planned["华强电子"] == (suggested, "planned")
    assert planned["凯发科技"] == (WEDNESDAY, "missed")
    assert planned["国信证券"] == (THURSDAY, "done")
    stands = tool.json("week", "2026-W48", today="2026-12-07")
    assert {v["name"] for day in stands["days"] for v in day["visits"]} | {v["name"] for v in stands["untimed"]} == set(
        planned
    )
    said = tool.refused(2, "plan-week", "2026-W48", "--problem", tmp_path / "p.json", today="2026-12-07")
    assert said == "Week 2026-W48 is over: it is shown as it went, there is no problem to write.\n"


def test_a_week_in_a_year_without_a_holiday_table_warns(tool: Tool) -> None:
    ran = tool("plan-week", "2027-W10", "-f", "json")
    assert ran.code == 0
    assert ran.err.startswith("No holiday table for 2027 yet")
    assert json.loads(ran.out)["provisional"] is True
    assert tool("plan-week", "2027-W10", "-f", "json", "-q").err == ""
    assert tool("report", "week", "--week", "2027-W10").err == ""
    assert tool("plan-week").err == ""


def test_the_problem_is_written_with_its_solution(tool: Tool, tmp_path: Path) -> None:
    tool.done("visit", "南山", "--on", THURSDAY, "--at", "9:00")
    tool.done("plan-week", "--problem", tmp_path / "p.json", "-q")
    problem = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert set(problem) >= keys("grid days max_week max_clients visits travel plan score")
    assert set(problem["days"][0]) >= keys("date open close max_visits")
    visit = problem["visits"][0]
    assert set(visit) >= keys("client_no prospect rung score minutes starts fixed previous")
    assert len(problem["travel"]) == len(problem["visits"]) + 1
    assert next(v["fixed"] for v in problem["visits"] if v["client_no"] == "5") == [3, 540]
    assert all(
        start % problem["grid"] == 0 for v in problem["visits"][:3] for day in v["starts"] for r in day for start in r
    )
    assert {p["client_no"] for p in problem["plan"]} == {"1", "2", "3", "5"}


def test_the_plans_keys_are_those_promised(tool: Tool) -> None:
    tool.done("client-away", "凯发", "--until", FRIDAY)
    planned = tool.json("plan-week")
    assert set(planned) >= keys("week from to days left_out required available load moved score carried_over")
    assert (planned["week"], planned["from"], planned["to"]) == ("2026-W48", MONDAY, "2026-11-29")
    assert all(set(day) >= keys("date working holiday visits") for day in planned["days"])
    visits = [visit for day in planned["days"] for visit in day["visits"]]
    wanted = keys(
        "client_no name tier start end status fixed offer fallback reason urgency score district person travel_minutes"
    )
    assert visits and all(set(visit) >= wanted for visit in visits)
    assert visits[0]["offer"] == "2026-11-23 14:00"
    (left,) = planned["left_out"]
    assert set(left) >= keys("client_no name tier reason rule urgency score")


@pytest.mark.parametrize(
    ("week", "monday"),
    [("this", MONDAY), ("next", NEXT_MONDAY), ("2026-W49", NEXT_MONDAY), ("2026-12-03", NEXT_MONDAY), (None, MONDAY)],
)
def test_weeks_go_by_many_names(tool: Tool, week: str | None, monday: str) -> None:
    assert tool.json("plan-week", *[week] * bool(week), "--dry-run")["from"] == monday


def test_by_default_the_next_week_is_planned_once_no_working_day_is_left(tool: Tool) -> None:
    assert tool.json("plan-week", "--dry-run", today=THURSDAY)["week"] == "2026-W48"
    assert tool.json("plan-week", "--dry-run", today=FRIDAY)["week"] == "2026-W49"


# ---- more meetings than there is room for ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Ten clients owed a meeting a week and thirty a month: 16.9 of 12.8, the monthly ones last met in October."""
    tool = Tool(tmp_path_factory.mktemp("crowd") / "home")
    rows = [f"{n},客户{n},{1200 if n <= 10 else 300}万" for n in range(1, 41)]
    lists = tool.home.parent
    (lists / "clients.csv").write_text("\n".join(["客户编号,客户名称,日均存款", *rows]), "utf-8")
    log = [f"{n},{'2026-11-20' if n <= 10 else '2026-10-12'},M" for n in range(1, 41)]
    (lists / "log.csv").write_text("\n".join(["客户编号,日期,方式", *log]), "utf-8")
    tool.done("import", lists / "clients.csv", "--date", "2026-09-30", today="2026-10-01")
    tool.done("import", lists / "log.csv", "--as", "contacts")
    return tool


def _with_policy(crowd: Tool, home: Path, policy: str) -> Tool:
    tool = crowd.copy(home)
    shipped = (Path(__file__).parents[1] / "config" / "tiers.yaml").read_text("utf-8")
    (home / "tiers.yaml").write_text(shipped.replace("overload: tier-order", f"overload: {policy}"), "utf-8")
    return tool


def test_called_instead_the_lowest_tier_is_due_by_telephone_everywhere(crowd: Tool, tmp_path: Path) -> None:
    tool = _with_policy(crowd, tmp_path / "home", "call-instead")
    before = tool.state()
    said = tool.done("plan-week", "--dry-run")
    assert "30 Monthly clients are called instead of visited" in said
    assert "30 more are due for a call or message" in said
    planned = tool.json("plan-week", "--dry-run")
    assert planned["overload"] == "call-instead"
    assert {v["tier"] for day in planned["days"] for v in day["visits"]} == {"weekly"}
    assert {left["rule"] for left in planned["left_out"]} == {"call-instead"}
    assert "Monthly clients are called instead of visited" in tool.done("today")
    page = tool.json("today")
    assert {(d["code"]) for d in page["due"] if int(d["client_no"]) > 10} == {"T"}
    assert {d["code"] for d in tool.json("due") if int(d["client_no"]) > 10} == {"T"}
    assert tool.json("client", "客户11")["cadences"][0]["code"] == "T"
    assert "Monthly: 30 clients are called instead of visited (every 30 days)" in tool.done("tiers")
    assert {s["called"] for s in tool.json("tiers")["slips"]} == {True}
    assert tool.state() == before
    assert "改为电话联系" in tool.done("today", lang="zh")
    assert "改为电话联系" in tool.done("plan-week", "--dry-run", lang="zh")


def test_after_the_call_the_client_is_not_due_and_coverage_still_asks_for_the_meeting(
    crowd: Tool, tmp_path: Path
) -> None:
    tool = _with_policy(crowd, tmp_path / "home", "call-instead")
    logged = tool.json("log-contact", "客户11", "T")
    assert logged["due_on"] == "2026-12-31"
    assert "客户11" not in {d["name"] for d in tool.json("due")}
    monthly = next(a for a in tool.json("report", "coverage") if a["tier"] == "monthly")
    assert (monthly["code"], monthly["held"]) == ("M", 0)


def test_stretched_all_intervals_grow_and_the_quotas_stay_owed(crowd: Tool, tmp_path: Path) -> None:
    tool = _with_policy(crowd, tmp_path / "home", "stretch")
    plain, longer = crowd.json("plan-week", "--dry-run"), tool.json("plan-week", "--dry-run")
    assert (plain["overload"], longer["overload"]) == ("tier-order", "stretch")
    assert tool.json("due") == crowd.json("due")
    assert tool.json("report", "coverage") == crowd.json("report", "coverage")
    said = tool.done("tiers")
    assert "All intervals are stretched to 132" in said
    assert {(s["tier"], s["days_late"]) for s in tool.json("tiers")["slips"]} == {("weekly", 3), ("monthly", 10)}
    assert "40 clients slip (10 Weekly, 30 Monthly), the longest by 10 days" in tool.done("plan-week", "--dry-run")
    assert "同比拉长至132%" in tool.done("plan-week", "--dry-run", lang="zh")
    tiers = [[v["tier"] for d in week["days"] for v in d["visits"]] for week in (plain, longer)]
    assert [Counter(listed) for listed in tiers] == [{"weekly": 10, "monthly": 6}, {"monthly": 16}]


def test_a_months_plan_is_saved_for_the_weeks_and_the_weeks_plan_follows_it(tool: Tool) -> None:
    for number in range(11, 41):
        tool.done("client-add", f"月访{number}", f"client_no={number}", "deposit_avg=300万", today="2026-10-01")
        tool.done("log-contact", str(number), "M", "--on", "2026-11-27", today=FRIDAY)
    month = tool.json("plan-month", "Dec", today=NEXT_MONDAY)
    weeks = {week["week"]: week for week in month["weeks"]}
    early = [visit["client_no"] for visit in weeks["2026-W51"]["visits"] if visit["early"]]
    assert early
    assert sum(len(week["visits"]) for week in month["weeks"]) + len(month["left_out"]) == month["required"]
    saved = tool.state()
    assert tool.json("plan-month", "Dec", today=NEXT_MONDAY) == month
    assert tool.state() == saved  # the same again saves nothing
    for number in early:
        assert number in {v["client_no"] for v in tool.visits("2026-W51", today=NEXT_MONDAY)}
    assert "by the month's plan" in tool.done("plan-week", "2026-W51", "--why", early[0], today=NEXT_MONDAY)
    settled = tool.json("plan-month", "Dec", today=NEXT_MONDAY)
    assert [week["settled"] for week in settled["weeks"]] == [False, False, True, False, False]


def test_a_months_plan_can_be_looked_at_undone_and_is_refused_for_the_past(tool: Tool) -> None:
    before = tool.state()
    assert "Nothing was saved." in tool.done("plan-month", "--dry-run")
    assert tool.state() == before
    assert "Saved." in tool.done("plan-month", "2026-12")
    assert tool.state() != before
    tool.done("undo", "-y")
    assert tool.json("plan-month", "2026-12", "--dry-run")["weeks"]
    assert tool("plan-month", "2026-10").code == 2
    assert "rmtool report month" in tool("plan-month", "2026-10").err


def test_a_quarter_and_a_year_say_what_each_month_asks_for(tool: Tool) -> None:
    quarter = tool.json("plan-quarter", "2026-Q4")
    assert [month["month"] for month in quarter["months"]] == ["2026-10", "2026-11", "2026-12"]
    assert [month["working_days"] for month in quarter["months"]] == [18, 21, 23]
    assert [tier["required"] for tier in quarter["months"][1]["tiers"]] == [12.0, 0.0, 1.0, 0.0]
    assert quarter["months"][1]["held"] == 5
    assert quarter["months"][0]["holidays"] == ["National Day"]
    year = tool.json("plan-year")
    assert (year["year"], len(year["months"])) == ("2026", 12)
    assert year["required"] == round(sum(month["required"] for month in year["months"]), 4)
    assert tool("plan-quarter", "soon").code == tool("plan-year", "soon").code == 2


def test_other_rules_can_be_tried_without_saving_anything(tool: Tool, tmp_path: Path) -> None:
    tool.done("plan-week")
    before = tool.state()
    found = tool.json("plan-week", "--keep-days", "0", "--try", "field_share=0.1")
    assert [visit["name"] for visit in found["dropped"]] == ["国信证券"]
    assert (found["before"]["visits"], found["after"]["visits"], found["added"]) == (3, 2, [])
    assert found["after"]["load"] > found["before"]["load"]
    same = tool.done("plan-week", "--try", "hysteresis=0.2")
    assert "The plan would be the same." in same
    rules = tmp_path / "mine.yaml"
    rules.write_text("version: 1\ntiers:\n  - {id: all, when: any, cadence: {M: 1 per week}}\n", encoding="utf-8")
    more = tool.json("plan-week", "--try", rules, "--try", "tiers.all.weight=2")
    assert {visit["name"] for visit in more["added"]} == {"远洋物流", "南山光学"}
    assert {visit["tier"] for visit in more["added"]} == {"all"}
    assert set(more["saved"]) == {"4", "5"}
    assert "2 overdue clients more would be visited." in tool.done("plan-week", "--try", rules)
    assert tool.state() == before


@pytest.mark.parametrize("idle", [("--why", "1"), ("--problem", "problem.json"), ("--why", "1", "--problem", "p.json")])
def test_other_rules_are_tried_for_the_whole_week_alone(tool: Tool, idle: tuple[str, ...]) -> None:
    refused = tool.refused(2, "plan-week", "--try", "field_share=0.1", *idle)
    assert all(option in refused for option in idle if option.startswith("--"))
    assert not Path(idle[-1]).exists()


@pytest.mark.parametrize(
    ("tried", "code", "said"),
    [
        ("visits_per_dya=6", 3, "did you mean “visits_per_day”"),
        ("visits_per_day=six", 3, "must be a whole number"),
        ("tiers.diamond.weight=3", 2, "there is no such place in the rules"),
        ("week.grid.minutes=5", 2, "there is no such place in the rules"),
        ("=6", 2, "is no change of the rules"),
        ("visits_per_day=[6", 3, "visits_per_day"),
        ("no-such.yaml", 3, "There is no file no-such.yaml"),
    ],
)
def test_rules_that_cannot_be_tried_are_refused(tool: Tool, tried: str, code: int, said: str) -> None:
    ran = tool("plan-week", "--try", tried)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_other_rules_are_not_tried_on_a_week_that_is_over_nor_two_files_at_once(tool: Tool) -> None:
    assert tool("plan-week", "2026-W40", "--try", "visits_per_day=6").code == 2
    assert "one rules file" in tool("plan-week", "--try", "a.yaml", "--try", "b.yaml").err


# ---- the RM's own calendar -------------------------------------------------------------------------------------------


def _calendar(file: Path, *events: str) -> Path:
    """`TUESDAY 09:00-12:00 title`, or a day alone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        day, hours, title = event.split(maxsplit=2)
        plain = day.replace("-", "")
        first, _, last = hours.replace(":", "").partition("-")
        times = [f"DTSTART:{plain}T{first}00", f"DTEND:{plain}T{last}00"] if last else [f"DTSTART;VALUE=DATE:{plain}"]
        lines += ["BEGIN:VEVENT", f"SUMMARY:{title}", *times, "END:VEVENT"]
    file.write_text("\n".join([*lines, "END:VCALENDAR"]), "utf-8")
    return file


def test_a_months_plan_leaves_room_only_on_days_that_the_calendars_leave(tool: Tool, tmp_path: Path) -> None:
    """The days of the calendar that the rules name and of the one given are both taken."""
    free = tool.json("plan-month", "Nov", "--dry-run")["weeks"][-2]["working_days"]
    file = _calendar(tmp_path / "my.ics", f"{TUESDAY} 08:00-18:00 培训")
    shipped = (Path(__file__).parents[1] / "config" / "tiers.yaml").read_text("utf-8")
    (tool.home / "tiers.yaml").write_text(shipped.replace("busy: []", f"busy: [{file.as_posix()}]"), "utf-8")
    other = _calendar(tmp_path / "other.ics", f"{WEDNESDAY} 08:00-18:00 培训")
    weeks = tool.json("plan-month", "Nov", "--dry-run", "--busy", other)["weeks"]
    assert weeks[-2]["working_days"] == free - 2


def test_visits_keep_clear_of_what_the_calendar_takes_and_say_so(tool: Tool, tmp_path: Path) -> None:
    """Only Thursday afternoon is left of the week."""
    taken = [f"{day} 08:00-18:00 培训" for day in (MONDAY, TUESDAY, WEDNESDAY, FRIDAY)]
    file = _calendar(tmp_path / "my.ics", *taken, f"{THURSDAY} 09:00-14:30 例会")
    planned = tool.json("plan-week", "--busy", file)
    visits = [visit for day in planned["days"] for visit in day["visits"]]
    assert len(visits) == 2
    assert all(d["visits"] == [] for d in planned["days"] if d["date"] != THURSDAY)
    assert min(v["start"] for v in visits) >= "14:30"
    assert planned["days"][1]["busy"] == [{"start": "08:00", "end": "18:00"}]
    assert planned["available"] == 2.56
    assert "Your calendar takes 29.5 working hours of the week." in tool.done("plan-week", "--busy", file)
    assert "本周日历已占用29.5个工作小时。" in tool.done("plan-week", "--busy", file, lang="zh")
    assert b"\xe5\x9f\xb9\xe8\xae\xad" not in tool.book.read_bytes()


def test_a_client_without_a_free_hour_is_left_out_by_its_name(tool: Tool, tmp_path: Path) -> None:
    file = _calendar(tmp_path / "my.ics", *(f"2026-11-{day} 15:00-17:30 客户答谢会" for day in range(23, 28)))
    left = next(x for x in tool.json("plan-week", "--busy", file)["left_out"] if x["name"] == "国信证券")
    assert set(left["rule"].split("+")) >= {"busy", "industry-hours"}
    assert "busy Tue 15:00–17:30 (客户答谢会)" in left["reason"]
    said = tool.done("plan-week", "--why", "国信", "--busy", file, lang="zh")
    assert "周二 15:00–17:30 已有安排（客户答谢会）" in said


def test_a_changed_calendar_plans_anew_and_the_same_one_does_not(tool: Tool, tmp_path: Path) -> None:
    before = tool.where()
    file = _calendar(tmp_path / "my.ics", f"{before['华强电子'].split()[0]} all 外出")
    after = tool.where("--keep-days", "0", "--busy", file)
    assert after["华强电子"].split()[0] != before["华强电子"].split()[0]
    state = tool.state()
    assert tool.where("--busy", file) == after
    assert tool.state() == state
    _calendar(file, f"{after['华强电子'].split()[0]} all 外出")
    assert tool.where("--keep-days", "0", "--busy", file)["华强电子"] != after["华强电子"]


def test_a_suggestion_on_a_day_that_stays_gives_way_to_the_calendar(tool: Tool, tmp_path: Path) -> None:
    before = tool.where()
    name, stands = min(before.items(), key=lambda pair: pair[1])
    day, at = stands.split()
    file = _calendar(tmp_path / "my.ics", f"{day} {at}-{int(at[:2]) + 1}:{at[3:]} 例会")
    assert tool.where("--busy", file)[name] != stands


def test_an_appointment_at_a_fixed_time_outranks_the_calendar(tool: Tool, tmp_path: Path) -> None:
    tool.done("visit", "南山", "--on", THURSDAY, "--at", "10:00")
    file = _calendar(tmp_path / "my.ics", f"{THURSDAY} 09:00-12:00 走访南山光学")
    assert tool.where("--busy", file)["南山光学"] == f"{THURSDAY} 10:00"


def test_calendars_that_the_rules_name_count_from_the_rules_folder(tool: Tool, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    _calendar(folder / "my.ics", *(f"2026-11-{day} all 休整" for day in range(23, 28)))
    shipped = (Path(__file__).parents[1] / "config" / "tiers.yaml").read_text("utf-8")
    (folder / "tiers.yaml").write_text(shipped.replace("busy: []", "busy: [my.ics]"), "utf-8")
    ran = tool("plan-week", "--dry-run", "-f", "json", "--rules", folder / "tiers.yaml")
    assert {left["rule"] for left in json.loads(ran.out)["left_out"]} == {"busy"}
    (tool.home / "tiers.yaml").write_text(shipped.replace("busy: []", "busy: my.ics"), "utf-8")
    assert "There is no file" in tool.refused(4, "plan-week")
    _calendar(tool.home / "my.ics", f"{MONDAY} all 休整")
    assert tool.visits()[0]["date"] > MONDAY


def test_what_a_calendar_holds_that_cannot_be_read_is_told_and_the_plan_is_made(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "my.ics"
    file.write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:例会\nDTSTART:x\nEND:VEVENT\nEND:VCALENDAR\n", "utf-8")
    ran = tool("plan-week", "-f", "json", "--busy", file)
    assert ran.code == 0
    assert ran.err.startswith("my.ics: “例会” can't be read and takes no time in the plan.")
    assert len([v for d in json.loads(ran.out)["days"] for v in d["visits"]]) == 3
    assert "There is no file" in tool.refused(4, "plan-week", "--busy", tmp_path / "other.ics")
    (tmp_path / "empty").mkdir()
    assert "holds no calendar files" in tool.refused(4, "plan-week", "--busy", tmp_path / "empty")


# ---- what doctor says of the week ------------------------------------------------------------------------------------


def _plan_check(tool: Tool, **how: str) -> dict[str, object]:
    checks = json.loads(tool("doctor", "-f", "json", **how).out)["checks"]
    return next(check for check in checks if check["name"] == "plan")


def test_doctor_says_why_the_week_holds_no_more(tool: Tool, tmp_path: Path) -> None:
    check = _plan_check(tool)
    assert check["ok"] and str(check["found"]).startswith("3 of at most 16 visits in the week of 2026-11-23: 1 more")
    tool.done("leave", "--from", MONDAY, "--until", THURSDAY)
    assert "you are on leave for 4 days" in str(_plan_check(tool)["found"])
    assert "本人休假4天" in str(_plan_check(tool, lang="zh")["found"])
    empty = _plan_check(Tool(tmp_path / "empty"))
    assert (empty["ok"], empty["mend"]) == (False, "bring in a list: rmtool import FILE")


def test_doctor_names_what_keeps_the_week_from_being_planned(tool: Tool) -> None:
    """A calendar that isn't there, and appointments that clash once their clients have moved apart."""
    shipped = (Path(__file__).parents[1] / "config" / "tiers.yaml").read_text("utf-8")
    (tool.home / "tiers.yaml").write_text(shipped.replace("busy: []", "busy: my.ics"), "utf-8")
    check = _plan_check(tool)
    assert not check["ok"] and "my.ics" in str(check["found"])
    (tool.home / "tiers.yaml").unlink()
    tool.done("client-set", "凯发", "district=福田区")
    tool.done("visit", "华强", "--on", THURSDAY, "--at", "10:00")
    tool.done("visit", "凯发", "--on", THURSDAY, "--at", "10:55")
    tool.done("client-set", "凯发", "district=南山区")
    check = _plan_check(tool)
    assert not check["ok"] and "华强电子 and 凯发科技: 15 minutes are missing" in str(check["found"])
    assert "华强电子 and 凯发科技" in tool.refused(2, "plan-week")
