"""Clients, tiers, 80/20, who is due, and the morning page from the command line: keys, filters, refusals."""

import json
from pathlib import Path

import pytest

from .commands_kit import MONDAY, Tool, keys

SCRATCH = "tiers:\n  - {id: big, when: {amount: '>= 250万'}, cadence: {M: 1 per month}}\n  - {id: rest, when: any}\n"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Five clients of all tiers, two districts and two RMs; one met last week, one in October."""
    tool = Tool(tmp_path_factory.mktemp("lists") / "home")
    for number, name, *fields in (
        ("1", "华强电子", "deposit_avg=1200万", "district=福田区", "rm=李明", "tags=上市公司、重点"),
        ("2", "凯发科技", "deposit_avg=600万", "deposit=1800万", "district=南山区", "rm=王芳"),
        ("3", "国信证券", "deposit=300万", "district=福田区", "industry=资本市场服务", "rm=李明"),
        ("4", "南山光学", "deposit_avg=20万"),
        ("5", "华强置业", "founded=1998-11-30", "kind=institution"),
    ):
        tool.done("client-add", name, f"client_no={number}", *fields, today="2026-09-01")
    tool.done("log-contact", "1", "M", "--on", "2026-11-18", "--next", "offer", "--next-on", "2026-11-20")
    tool.done("log-contact", "3", "M", "--on", "2026-10-08")
    tool.done("prospect-add", "海川科技", "value=2000万", "likelihood=0.5")
    tool.done("visit", "3", "--on", MONDAY, "--at", "15:30", "--why", "loan")
    tool.done("visit", "4", "--on", "2026-11-19", "--at", "10:00", today="2026-11-18")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def numbers(tool: Tool, *arguments: str, **how: str) -> list[str]:
    return [line["client_no"] for line in tool.json(*arguments, **how)]


def test_the_keys_of_the_client_list(ready: Tool) -> None:
    wanted = keys("client_no name kind tier class deposit district industry rm last_contact last_code due_on urgency")
    listed = ready.json("clients")
    assert [line["client_no"] for line in listed] == ["1", "2", "3", "4", "5"]
    assert all(set(line) >= wanted for line in listed)
    assert [line["tier"] for line in listed] == ["weekly", "xun", "monthly", "long-tail", "long-tail"]
    assert [line["deposit"] for line in listed] == [None, 18_000_000, 3_000_000, None, None]
    assert (listed[0]["last_contact"], listed[0]["last_code"]) == ("2026-11-18", "M")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--tier", "weekly"), ["1"]),
        (("--class", "A"), ["1", "2"]),
        (("--class", "a"), ["1", "2"]),
        (("--district", "福田区"), ["1", "3"]),
        (("--rm", "李明"), ["1", "3"]),
        (("--rm", "李明", "--tier", "monthly"), ["3"]),
        (("--tag", "重点"), ["1"]),
        (("--find", "华强"), ["1", "5"]),
        (("--find", "资本市场"), ["3"]),
        (("--find", "hqzy"), ["5"]),
        (("--find", "nothing"), []),
    ],
)
def test_filters_narrow_the_list(ready: Tool, arguments: tuple[str, ...], found: list[str]) -> None:
    assert numbers(ready, "clients", *arguments) == found


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--tier", "WEEKLY"), {"1"}),
        (("--tier", "每周走访"), None),
        (("--tier", "prospect-A"), {"P0001"}),
        (("--class", "a"), {"1", "2"}),
        (("--district", "福田区"), {"1", "3"}),
        (("--rm", "李明", "--tag", "上市公司"), {"1"}),
    ],
)
@pytest.mark.parametrize(
    "listed", [("clients",), ("due", "--until", "2027-12-31"), ("contacts",), ("prospects", "--all")]
)
def test_every_list_takes_the_same_filters(
    ready: Tool, listed: tuple[str, ...], arguments: tuple[str, ...], found: set[str] | None
) -> None:
    if found is None:
        ready.refused(2, *listed, *arguments)
        return
    everybody = set(numbers(ready, *listed))
    assert set(numbers(ready, *listed, *arguments)) == everybody & found


def test_the_matrix_takes_the_filters(ready: Tool) -> None:
    rows = ready.json("contacts", "--matrix", "--district", "南山区")["rows"]
    assert [row["client_no"] for row in rows] == ["2"]


def test_due_narrows_to_who_is_due(ready: Tool) -> None:
    due = numbers(ready, "clients", "--due")
    assert set(due) == set(numbers(ready, "due")) - {"P0001"}
    assert "4" not in due


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        (2, ("clients", "--tier", "gold"), "There is no tier “gold” in the rules. The tiers are: weekly, xun,"),
        (2, ("clients", "--class", "D"), "There is no class “D”."),
        (2, ("segment", "--by", "gold"), "No client has a balance of “gold”. The book holds: deposit, deposit_avg"),
        (2, ("due", "--until", "2026-06-31"), "“2026-06-31” is not in the calendar."),
        (2, ("due", "--until", "soon"), "“soon” can't be read as a day."),
        (5, ("client", "nobody"), "No client goes by “nobody”. Look for it with: rmtool clients --find PART"),
        (5, ("client", "华强"), "2 clients go by “华强”; say more of the name, or give the number:\n"),
        (5, ("client", ""), "No client goes by “”."),
        (5, ("tiers", "--explain", "华强"), "2 clients go by “华强”"),
        (3, ("tiers", "--against", "none.yaml"), "There is no file none.yaml."),
        (2, ("client",), "WHO is missing."),
        (2, ("clients", "福田区"), "Too many arguments: 福田区."),
    ],
)
def test_what_cannot_be_listed_is_refused(ready: Tool, code: int, arguments: tuple[str, ...], said: str) -> None:
    assert ready.refused(code, *arguments).startswith(said)


def test_an_ambiguous_name_lists_who_goes_by_it(ready: Tool) -> None:
    lines = ready.refused(5, "client", "华强").splitlines()
    assert [line.split() for line in lines[1:]] == [["1", "华强电子"], ["5", "华强置业"]]
    assert ready.refused(5, "client", "华强", lang="zh").startswith("有2位客户符合“华强”")


@pytest.mark.parametrize("who", ["1", "华强电子", "电子", "hqdz", "HQDZ", " 华强电子 "])
def test_a_client_goes_by_number_name_part_and_initials(ready: Tool, who: str) -> None:
    assert ready.json("client", who)["client_no"] == "1"


@pytest.mark.parametrize("who", ["华强（深圳）", "华强(深圳)", "ABC（", "abc(", "Ｃ０００１"])
def test_full_and_half_width_are_the_same_to_who_searches(tool: Tool, who: str) -> None:
    tool.done("client-add", "华强（深圳）ＡＢＣ（集团）")
    assert tool.json("client", who)["client_no"] == "C0001"
    assert [line["client_no"] for line in tool.json("clients", "--find", who)] == ["C0001"]


def test_the_page_of_a_client_holds_all_of_it(ready: Tool) -> None:
    page = ready.json("client", "1")
    assert set(page) >= keys("client_no name people balances contacts plan tier tier_reasons due_on due_reason urgency")
    assert set(page["contacts"][0]) >= keys("id on code note next next_on")
    assert page["balances"] == [{"measure": "deposit_avg", "on": "2026-09-01", "amount": 12_000_000}]
    assert page["tier_reasons"][0]["tier"] == "weekly"
    assert ready.json("client", "3")["plan"][0]["start"] == "15:30"
    assert ready.json("client", "P0001")["card"]["grade"] == "A"


def test_the_keys_of_the_tiers(ready: Tool) -> None:
    found = ready.json("tiers")
    assert set(found) >= keys("as_of measure tiers required_per_week available_per_week load slips")
    wanted = keys("id name clients total share cadence visits_per_week")
    assert all(set(tier) >= wanted for tier in found["tiers"])
    assert [(t["id"], t["clients"], t["total"]) for t in found["tiers"]] == [
        ("weekly", 1, 12_000_000),
        ("xun", 1, 6_000_000),
        ("monthly", 1, 3_000_000),
        ("long-tail", 2, 200_000),
    ]
    assert (found["as_of"], found["measure"], found["available_per_week"]) == (MONDAY, ["deposit_avg", "deposit"], 12.8)
    assert sum(t["share"] for t in found["tiers"]) == pytest.approx(1)


def test_who_slips_is_named_with_interval_and_delay(tool: Tool) -> None:
    for number in range(20):
        tool.done("client-add", f"大客户{number}", "deposit_avg=2000万")
    found = tool.json("tiers")
    assert found["load"] > 1
    assert all(set(slip) >= keys("client_no name tier interval_days days_late") for slip in found["slips"])
    assert "slip" in tool.done("tiers")


def test_rules_are_checked_explained_described_and_compared(tool: Tool, tmp_path: Path) -> None:
    assert tool.json("tiers", "--check")["ok"] is True
    assert tool.done("tiers", "--check", lang="zh").endswith("4个分层，没有错误。\n")
    assert json.loads(tool.done("tiers", "--schema"))["type"] == "object"
    explained = tool.json("tiers", "--explain", "2")
    assert (explained["tier"], explained["steps"][0]["amount"]) == ("xun", 6_000_000)
    assert tool.json("tiers", "--explain", "P0001")["tier"] is None
    (tmp_path / "other.yaml").write_text(SCRATCH, encoding="utf-8")
    moved = tool.json("tiers", "--against", tmp_path / "other.yaml")
    assert {(m["client_no"], m["from"], m["to"]) for m in moved} >= {("1", "weekly", "big"), ("4", "long-tail", "rest")}
    assert all(set(move) >= keys("client_no name from to") for move in moved)
    (tmp_path / "bad.yaml").write_text("tiers: 5\ncolour: red\n", encoding="utf-8")
    assert "colour" in tool.refused(3, "tiers", "--check", "--rules", tmp_path / "bad.yaml")


def test_the_homes_own_rules_hold_and_the_option_before_them(tool: Tool, tmp_path: Path) -> None:
    (tool.home / "tiers.yaml").write_text(SCRATCH, encoding="utf-8")
    assert {line["tier"] for line in tool.json("clients")} == {"big", "rest"}
    (tmp_path / "one.yaml").write_text("tiers: [{id: all, when: any}]\n", encoding="utf-8")
    assert {line["tier"] for line in tool.json("clients", "--rules", tmp_path / "one.yaml")} == {"all"}
    assert {line["tier"] for line in tool.json("clients", RMTOOL_RULES=str(tmp_path / "one.yaml"))} == {"all"}


def test_the_keys_of_80_20(ready: Tool) -> None:
    found = ready.json("segment")
    wanted = keys("measure clients counted total top20_clients top20_share clients_for_80 classes rows")
    assert set(found) >= wanted
    assert all(set(found["classes"][klass]) >= keys("clients total share") for klass in "ABC")
    assert all(set(row) >= keys("client_no name amount share cumulative class moved_from") for row in found["rows"])
    assert (found["clients"], found["counted"], found["top20_clients"]) == (5, 4, 1)
    assert [row["client_no"] for row in found["rows"]] == ["1", "2", "3", "4", "5"]
    assert ready.json("segment", "--by", "deposit")["rows"][0]["client_no"] == "2"


def test_80_20_of_nothing_says_so(tmp_path: Path) -> None:
    empty = Tool(tmp_path / "home")
    assert empty.done("segment").startswith("No client has an amount above 0 of average deposits")
    assert empty.done("segment", lang="zh").startswith("没有客户的日均存款")
    assert empty.json("segment")["top20_share"] is None


def test_the_keys_of_who_is_due(ready: Tool) -> None:
    wanted = keys("client_no name tier code due_on elapsed_days interval_days urgency state reason")
    due = ready.json("due")
    assert all(set(line) >= wanted for line in due)
    assert {line["state"] for line in due} <= {"due", "late", "overdue"}
    until = ready.json("due", "--until", "2026-12-31")
    assert all(set(line) >= wanted for line in until)
    assert [line["due_on"] for line in until] == sorted(line["due_on"] for line in until)
    assert {"not_yet", "overdue"} <= {line["state"] for line in until}
    assert next(line["elapsed_days"] for line in until if line["client_no"] == "4") is None


def test_the_morning_page_of_an_empty_book_says_how_to_begin(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    assert "rmtool import FILE" in tool.done("today")
    assert "rmtool import 文件" in tool.done("today", "--lang", "zh")
    tool.done("client-add", "南山光学")
    assert "rmtool import" not in tool.done("today")


def test_the_keys_of_the_morning_page(ready: Tool) -> None:
    page = ready.json("today")
    assert set(page) >= keys("date working visits unlogged due follow_ups prospects occasions alerts")
    assert (page["date"], page["working"]) == (MONDAY, True)
    assert [(v["client_no"], v["start"], v["why"]) for v in page["visits"]] == [("3", "15:30", "loan")]
    assert [(v["client_no"], v["date"]) for v in page["unlogged"]] == [("4", "2026-11-19")]
    assert [(f["client_no"], f["next"], f["next_on"]) for f in page["follow_ups"]] == [("1", "offer", "2026-11-20")]
    assert [(o["client_no"], o["on"]) for o in page["occasions"]] == [("5", "2026-11-30")]
    assert ready.json("today", today="2026-11-28")["working"] is False


def test_what_became_of_a_visit_is_settled_by_the_command_shown(tool: Tool) -> None:
    """A second visit today must not be taken for the one of last week."""
    tool.done("visit", "4", "--on", MONDAY, "--at", "11:00")
    (line,) = [line for line in tool.done("today").splitlines() if "--missed" in line]
    command = line.rpartition("rmtool ")[2].split()
    assert command == ["visit", "4", "--missed", "--on", "2026-11-19"]
    tool.done(*command)
    page = tool.json("today")
    assert (page["unlogged"], len(page["visits"])) == ([], 2)


def test_every_list_is_csv_and_markdown_too(ready: Tool) -> None:
    for arguments in (
        ("clients",),
        ("due",),
        ("tiers",),
        ("segment",),
        ("today",),
        ("client", "1"),
        ("prospects", "--all"),
    ):
        table = ready.done(*arguments, "-f", "csv").splitlines()
        assert len(table) >= 2
        assert "client_no" in table[0] or arguments == ("tiers",)
        assert ready.done(*arguments, "-f", "md").strip()
        assert "\x1b" not in ready.done(*arguments)


def test_csv_cells_hold_one_line_each(ready: Tool) -> None:
    heading, *lines = ready.done("today", "-f", "csv").splitlines()
    assert heading == "section,client_no,name,on,what"
    assert "visits,3,国信证券,2026-11-23,15:30" in lines
    assert len(ready.done("client", "1", "-f", "csv").splitlines()) == 2


def test_lists_without_anybody_keep_their_headings(tmp_path: Path) -> None:
    empty = Tool(tmp_path / "home")
    for arguments in (("clients",), ("due",), ("segment",), ("prospects",), ("contacts",), ("today",), ("history",)):
        (heading,) = empty.done(*arguments, "-f", "csv").splitlines()
        assert "name" in heading or arguments == ("history",)
