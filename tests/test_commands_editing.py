"""Clients added and changed by hand, trips, own cadences, leave: what is taken, what is refused, what it changes."""

import json
from pathlib import Path

import pytest

from .commands_kit import MONDAY, Tool, keys

CLIENT = (
    "client_no name credit_code kind status industry district address lat lon group chain tags rm founded phone hours"
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Two clients and a prospect."""
    tool = Tool(tmp_path_factory.mktemp("editing") / "home")
    tool.done("client-add", "华强电子", "client_no=1", "deposit_avg=1200万", "credit_code=91440300708461136T")
    tool.done("client-add", "凯发科技", "client_no=2", "deposit_avg=20万", today="2026-10-01")
    tool.done("prospect-add", "海川科技")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def test_a_client_is_added_with_what_is_known(tool: Tool) -> None:
    added = tool.json(
        "client-add",
        " 新源 电子 ",
        "类型=机构",
        "tags=上市公司、高新",
        "founded=1998-05-20",
        "lat=22.54",
        "lon=113.9",
        "rm=李明",
    )
    assert set(added) >= keys(CLIENT)
    assert (added["client_no"], added["name"], added["kind"], added["status"]) == (
        "C0001",
        "新源 电子",
        "institution",
        "active",
    )
    assert (added["tags"], added["founded"], added["lat"]) == (["上市公司", "高新"], "1998-05-20", 22.54)
    assert tool.json("client", "xydz")["name"] == "新源 电子"
    assert tool.json("client-add", "又一家")["client_no"] == "C0002"


@pytest.mark.parametrize("amount", ["1000万", "1000 万", "１０００万", "0.1亿", "10,000,000", "10000000", "1000万元"])
@pytest.mark.parametrize("sign", ["=", "＝"])
def test_amounts_are_read_as_people_write_them(tool: Tool, amount: str, sign: str) -> None:
    tool.done("client-add", "新源电子", f"存款余额{sign}{amount}")
    assert tool.json("client", "新源")["balances"] == [{"measure": "deposit", "on": MONDAY, "amount": 10_000_000}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("",), "A client needs a name"),
        (("  ",), "A client needs a name"),
        (("华强电子",), "“华强电子” belongs to 华强电子 (1) already."),
        (("新源", "client_no=2"), "“2” belongs to 凯发科技 (2) already."),
        (("新源", "client_no=p0001"), "“p0001” belongs to 海川科技 (P0001) already."),
        (("新源", "credit_code=91440300708461136t"), "“91440300708461136t” belongs to 华强电子 (1) already."),
        (("新源", "client_no="), "client_no can't be empty."),
        (("新源", "deposit=many"), "“many” can't be read as deposit. Write an amount like 1000万, 0.5亿 or 200,000."),
        (("新源", "deposit="), "deposit can't be empty."),
        (("新源", "kind=bank"), "“bank” can't be read as kind. Write one of corporate, institution, retail."),
        (("新源", "lat=99"), "“99” can't be read as lat. Write degrees from -90 to 90"),
        (("新源", "lon=nan"), "“nan” can't be read as lon. Write degrees from -180 to 180"),
        (("新源", "founded=2026-06-31"), "founded: “2026-06-31” is not in the calendar."),
        (("新源", "founded=2027-01-01"), "“2027-01-01” can't be read as founded. Write a day that is past"),
        (("新源", "hours=tue 11:00-09:00"), "hours: 11:00-09:00 ends before it begins."),
        (
            ("新源", "hours=whenever"),
            "hours: “whenever” can't be read as hours. Write weekdays with times, like tue-thu",
        ),
        (("新源", "colour=red"), "“colour=red” names no field. Write FIELD=VALUE; the fields are: client_no, name,"),
        (("新源", "red"), "“red” names no field."),
        ((), "NAME is missing."),
    ],
)
def test_a_client_that_cannot_be_added_is_refused(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    assert tool.refused(2, "client-add", *arguments).startswith(said)


def test_refusals_are_sentences_in_chinese(tool: Tool) -> None:
    said = tool.refused(2, "client-add", "新源", "存款余额=许多", lang="zh")
    assert said == "“许多”不能作为存款余额。请写金额，如 1000万、0.5亿、200,000。\n"
    assert tool.refused(2, "client-add", " ", lang="zh").startswith("客户要有名称")
    assert tool.refused(5, "client-set", "不知道", "rm=李明", lang="zh").startswith("没有客户符合“不知道”")


def test_facts_are_changed_and_emptied(tool: Tool) -> None:
    tool.done("client-set", "华强", "district=福田区", "标签=重点、上市", "deposit_avg=900万", "rm=李明")
    changed = tool.json("client", "华强")
    assert (changed["district"], changed["tags"], changed["rm"]) == ("福田区", ["重点", "上市"], "李明")
    assert changed["balances"][-1]["amount"] == 9_000_000
    emptied = tool.json("client-set", "1", "district=", "tags=", "credit_code=")
    assert (emptied["district"], emptied["tags"], emptied["credit_code"]) == (None, [], None)
    assert tool.json("client-set", "1", "name=华强半导体")["name"] == "华强半导体"
    assert tool.json("client", "hqbdt")["client_no"] == "1"


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        (2, ("1", "name="), "name can't be empty."),
        (2, ("1", "name=凯发科技"), "“凯发科技” belongs to 凯发科技 (2) already."),
        (2, ("1", "status=gone"), "“gone” can't be read as status. Write one of active, dormant, lost."),
        (2, ("1", "status=prospect"), "“prospect” can't be read as status."),
        (2, ("P0001", "status=active"), "海川科技 is a prospect. If it has signed: rmtool prospect-won P0001."),
        (2, ("1",), "FIELD=VALUE… is missing."),
        (5, ("科技", "rm=x"), "2 clients go by “科技”"),
        (5, ("", "rm=x"), "No client goes by “”."),
    ],
)
def test_a_change_that_cannot_be_is_refused(tool: Tool, code: int, arguments: tuple[str, ...], said: str) -> None:
    assert tool.refused(code, "client-set", *arguments).startswith(said)


def test_the_same_facts_again_leave_no_trace(tool: Tool) -> None:
    tool.done("client-set", "1", "district=福田区")
    before = tool.state()
    tool.done("client-set", "1", "district=福田区")
    assert tool.state() == before


def test_a_client_that_is_gone_is_shown_as_gone_and_in_no_list(tool: Tool) -> None:
    tool.done("client-set", "1", "status=流失")
    assert tool.done("client", "华强").startswith("华强电子 · 1 · lost\n")
    assert tool.done("client", "华强", lang="zh").startswith("华强电子 · 1 · 流失\n")
    assert [line["client_no"] for line in tool.json("clients")] == ["2"]
    assert "华强电子" not in tool.left_out("--dry-run") | tool.where("--dry-run")


def test_a_trip_is_noted_in_whatever_year_its_days_lie(tool: Tool) -> None:
    said = tool.json("client-away", "华强", "--from", "11-20", "--until", "11-30", "--why", "fair")
    assert (said["from"], said["until"], said["why"]) == ("2026-11-20", "2026-11-30", "fair")
    assert tool.json("client", "华强")["away_until"] == "2026-11-30"
    assert "away until 2026-11-30" in tool.done("client", "华强")
    past = tool.json("leave", "--from", "11-16", "--until", "11-18")
    assert (past["from"], past["until"]) == ("2026-11-16", "2026-11-18")
    over = tool.json("leave", "--from", "12-28", "--until", "1-3")
    assert (over["from"], over["until"]) == ("2026-12-28", "2027-01-03")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("client-away", "1", "--until", "2026-11-20"), "2026-11-20 comes before 2026-11-23."),
        (("client-away", "1", "--from", "2026-12-01", "--until", "2026-11-30"), "2026-11-30 comes before 2026-12-01."),
        (("leave", "--from", "2026-12-01", "--until", "2026-11-30"), "2026-11-30 comes before 2026-12-01."),
        (("client-away", "1", "--until", "6月31日"), "“6月31日” is not in the calendar."),
        (("client-away", "1"), "--until is missing."),
        (("leave", "--until", "fri"), "--from is missing."),
    ],
)
def test_days_away_that_cannot_be_are_refused(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    assert tool.refused(2, *arguments).startswith(said)


@pytest.mark.parametrize(
    ("typed", "code", "cadence"),
    [
        ("M: every 14d", "M", "every 14d"),
        ("m：2 per month", "M", "2 per month"),
        ("电话: 1 per week", "T", "1 per week"),
        ("any: none", "any", "none"),
        ("任一: every 30d", "any", "every 30d"),
        ("M: 1 per month, every 20d", "M", "1 per month, every 20d"),
    ],
)
def test_a_cadence_of_its_own_is_named_by_code_or_channel(tool: Tool, typed: str, code: str, cadence: str) -> None:
    said = tool.json("client-cadence", "2", typed, "--why", "loan")
    assert (said["code"], said["cadence"]) == (code, cadence)
    assert [c["cadence"] for c in tool.json("client", "2")["own_cadences"]] == [cadence]


def test_a_cadence_of_its_own_holds_until_its_last_day_and_the_tiers_after(tool: Tool) -> None:
    tool.done("client-cadence", "2", "M: every 14d", "--why", "loan", "--until", "2026-12-10")
    shown = tool.done("client", "2")
    assert "own cadence until 2026-12-10: M: every 14d (loan)" in shown
    for today, codes in (("2026-12-10", {"M", "any"}), ("2026-12-11", {"any"})):
        assert {c["code"] for c in tool.json("client", "2", today=today)["cadences"]} == codes
    assert tool.done("client-cadence", "2", "M: tier") == "凯发科技 goes by its tier again.\n"
    assert tool.json("client", "2")["own_cadences"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("M: every 14d",), "A cadence of its own needs a reason: --why TEXT"),
        (("M: every 14d", "--why", " "), "A cadence of its own needs a reason: --why TEXT"),
        (("M: every 14d", "--why", "x", "--until", "2026-11-22"), "2026-11-22 is over"),
        (("M: every 0d", "--why", "x"), "“M: every 0d” is no cadence."),
        (("M: sometimes", "--why", "x"), "“M: sometimes” is no cadence."),
        (("M:", "--why", "x"), "“M:” is no cadence."),
        (("每两周一次", "--why", "x"), "“每两周一次” is no cadence."),
        (("X: 1 per week", "--why", "x"), "There is no code “X”."),
    ],
)
def test_what_is_no_cadence_is_refused(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    assert tool.refused(2, "client-cadence", "2", *arguments).startswith(said)


def test_every_edit_answers_with_its_record(tool: Tool) -> None:
    assert set(tool.json("client-set", "1", "rm=李明")) >= keys(CLIENT)
    assert set(tool.json("client-away", "1", "--until", "fri")) >= keys("client_no name from until why")
    assert set(tool.json("leave", "--from", "fri", "--until", "fri")) >= keys("from until why")
    cadence = tool.json("client-cadence", "1", "M: none", "--why", "x")
    assert set(cadence) >= keys("client_no name code cadence why until")


# ---- hours of their own ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["hours=tue-thu 09:00-11:00; 14:00-16:00", "可约时间=周二至周四 09:00-11:00；14:00-16:00"]
)
def test_a_clients_own_hours_are_kept_shown_obeyed_and_taken_back(tool: Tool, typed: str) -> None:
    tool.done("client-add", "新源电子", "client_no=9", "deposit_avg=2000万", today="2026-10-01")
    before = tool.facts()
    written = "tue-thu 09:00-11:00, 14:00-16:00"
    assert tool.json("client-set", "新源", typed)["hours"] == written
    assert tool.json("client", "新源")["hours"] == written
    assert "seen Tue–Thu 09:00-11:00, 14:00-16:00" in tool.done("client", "新源")
    assert "可约时间：周二至周四 09:00-11:00、14:00-16:00" in tool.done("client", "新源", lang="zh")
    day, at = tool.where("--dry-run")["新源电子"].split()
    assert "2026-11-24" <= day <= "2026-11-26"
    assert "09:00" <= at <= "10:15" or "14:00" <= at <= "15:15"
    assert "the client's own hours: Tue–Thu" in tool.done("plan-week", "--why", "新源")
    tool.done("undo", "-y")
    assert tool.facts() == before


def test_hours_that_leave_no_time_are_named(tool: Tool) -> None:
    tool.done("client-set", "华强", "hours=周一上午，周末")
    left = next(x for x in tool.json("plan-week", "next", "--dry-run")["left_out"] if x["name"] == "华强电子")
    assert left["rule"] == "avoid+own-hours"
    assert "own hours: Mon 08:00-12:00, Sat–Sun all day" in left["reason"]
    tool.done("client-set", "华强", "hours=")
    assert tool.json("client", "华强")["hours"] is None
    assert "华强电子" in tool.where("next", "--dry-run")


def test_hours_come_with_a_list_and_what_cannot_be_read_is_told(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "客户编号,客户名称,日均存款,可约时间\n1,华强电子,1200万,周二上午\n3,远洋,5万,看情况\n4,晨光,5万,\n", "utf-8"
    )
    (done,) = tool.json("import", tmp_path / "list.csv")
    assert done["columns"]["可约时间"] == "hours"
    assert (done["set_aside"], len(done["warnings"])) == (0, 1)
    assert "看情况" in done["warnings"][0]
    assert [tool.json("client", who)["hours"] for who in ("1", "3", "4")] == ["tue 08:00-12:00", None, None]
    assert tool.json("import", tmp_path / "list.csv")[0]["changed"] == 0


# ---- coordinates -----------------------------------------------------------------------------------------------------


def test_coordinates_that_cannot_be_right_are_told_by_import_and_doctor(tool: Tool, tmp_path: Path) -> None:
    rows = [f"{n},客户{n},5万,22.5{n},113.9{n},路{n}号" for n in range(3, 8)]
    rows += ["8,甲公司,5万,39.9,116.4,路8号", "9,乙公司,5万,113.93,22.53,路9号"]
    (tmp_path / "list.csv").write_text("\n".join(["客户编号,客户名称,日均存款,纬度,经度,地址", *rows]), "utf-8")
    (done,) = tool.json("import", tmp_path / "list.csv")
    told = "\n".join(done["warnings"])
    assert "甲公司 (39.9, 116.4: 19" in told and "km from the others)" in told
    assert "乙公司" in told
    check = next(c for c in json.loads(tool("doctor", "-f", "json").out)["checks"] if c["name"] == "places")
    assert not check["ok"] and "甲公司" in check["found"]
    assert "离其他客户" in tool("doctor", lang="zh").out
    tool.done("client-set", "甲公司", "lat=22.55", "lon=113.95")
    tool.done("client-set", "乙公司", "lat=", "lon=")
    check = next(c for c in json.loads(tool("doctor", "-f", "json").out)["checks"] if c["name"] == "places")
    assert check["ok"] and check["found"].startswith("6 clients have coordinates")
    assert tool.json("import", tmp_path / "list.csv")[0]["changed"] == 0
