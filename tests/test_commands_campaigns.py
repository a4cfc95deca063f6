"""Campaigns from the command line: nobody twice, who was reached, and the tags that make groups."""

import json
from pathlib import Path
from typing import Any

import pytest

from .commands_kit import Tool, keys

TUESDAY = "2026-11-24"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    tool = Tool(tmp_path_factory.mktemp("book") / "home")
    for line in (
        ("华强电子", "client_no=1", "deposit_avg=1200万", "tags=发债,年会 2026,🎉", "phone=0755-1"),
        ("凯发商贸", "client_no=2", "deposit_avg=20万", "loan=50万", "rm=李明", "tags=发债"),
        ("江月白", "client_no=3", "kind=retail", "deposit_avg=600万", "tags=发债"),
        ("远洋物流", "client_no=4", "deposit_avg=60万"),
    ):
        tool.done("client-add", *line, today="2026-11-02")
    tool.done("person-add", "2", "王丽", "title=出纳", "email=wang@example.com")
    tool.done("person-add", "2", "李强", "title=总经理", "power=决策")
    tool.done("log-contact", "2", "M", "--on", "2026-11-20")
    return tool


@pytest.fixture
def tool(made: Tool, tmp_path: Path) -> Tool:
    return made.copy(tmp_path / "home")


def state(found: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Who is still to be reached, and who was."""
    return (
        [row["client_no"] for row in found["rows"] if not row["reached_on"]],
        [row["client_no"] for row in found["rows"] if row["reached_on"]],
    )


def test_a_campaign_lists_whom_the_filter_finds_by_way_tier_and_number(tool: Tool) -> None:
    found = tool.json("campaign", "rate change", "--tag", "发债")
    assert set(found) == keys("campaign started_on closed_on wanted clients reached open added rows")
    assert (found["wanted"], found["clients"], found["added"]) == ({"tag": "发债"}, 3, 3)
    assert [(row["client_no"], row["channel"], row["person"]) for row in found["rows"]] == [
        ("1", "T", None),
        ("3", "T", None),
        ("2", "E", "李强"),
    ]
    shown = tool.done("campaigns", "rate change")
    assert shown.index("telephone (2)") < shown.index("e-mail (1)")


def test_each_is_told_by_the_way_it_prefers_and_called_when_it_may_be(tool: Tool) -> None:
    tool.done("client-set", "1", "prefers=W")
    tool.done("client-set", "3", "call_hours=12:00-13:30")
    found = tool.json("campaign", "c", "--tag", "发债")
    assert {row["client_no"]: (row["channel"], row["call_hours"]) for row in found["rows"]} == {
        "1": ("W", None),
        "2": ("E", None),
        "3": ("T", "mon-sun 12:00-13:30"),
    }
    shown = tool.done("campaigns", "c")
    assert "12:00-13:30" in shown.split("e-mail (1)")[0]
    assert "WeChat (1)" in shown


def test_run_again_it_adds_who_is_new_and_lists_nobody_twice(tool: Tool) -> None:
    tool.done("campaign", "rate change", "--tag", "发债")
    before = tool.facts()
    assert tool.json("campaign", "Rate  Change")["added"] == 0
    assert tool.facts() == before, "nothing new, nothing written"
    tool.done("tag", "发债", "4")
    again = tool.json("campaign", "rate change", today=TUESDAY)
    assert [(row["client_no"], row["added"]) for row in again["rows"] if row["added"]] == [("4", True)]
    more = tool.json("campaign", "rate change", "--kind", "corporate", today=TUESDAY)
    assert (more["clients"], more["added"], more["wanted"]) == (4, 0, {"tag": "发债"})


def test_a_contact_after_the_listing_counts_as_reached_one_before_does_not(tool: Tool) -> None:
    tool.done("log-contact", "1", "T")
    tool.done("campaign", "c", "--tag", "发债")
    assert state(tool.json("campaigns", "c")) == (["1", "3", "2"], [])
    tool.done("log-contact", "1", "E", "second of the day")
    tool.done("log-contact", "3", "W", "--on", "2026-11-22")
    tool.done("log-contact", "2", "W", today=TUESDAY)
    found = tool.json("campaigns", "c", today=TUESDAY)
    assert state(found) == (["3"], ["1", "2"])
    assert {row["client_no"]: (row["reached_on"], row["reached_by"]) for row in found["rows"]}["2"] == (TUESDAY, "W")
    assert [c["reached"] for c in tool.json("campaigns", today=TUESDAY)] == [2]


def test_reached_by_hand_counts_and_is_undone(tool: Tool) -> None:
    tool.done("campaign", "c", "--tag", "发债")
    assert state(tool.json("campaign", "c", "--reached", "江月白", "--reached", "1"))[1] == ["1", "3"]
    before = tool.facts()
    tool.done("campaign", "c", "--reached", "1")
    assert tool.facts() == before
    tool.done("undo", "-y")
    assert state(tool.json("campaigns", "c"))[1] == []


def test_a_closed_campaign_adds_nobody_and_counts_no_later_contact(tool: Tool) -> None:
    tool.done("campaign", "c", "--tag", "发债")
    tool.done("log-contact", "3", "T")
    tool.done("campaign", "c", "--close")
    tool.done("log-contact", "1", "T", today=TUESDAY)
    assert state(tool.json("campaigns", "c", today=TUESDAY))[1] == ["3"], "one of the last day counts"
    assert "closed on 2026-11-23" in tool.done("campaigns", "c")
    assert tool.refused(2, "campaign", "c").startswith("“c” was closed on 2026-11-23.")
    assert tool.refused(2, "campaign", "c", "--close").startswith("“c” was closed already")
    tool.done("campaign", "c", "--reopen")
    assert state(tool.json("campaigns", "c", today=TUESDAY))[1] == ["1", "3"]
    assert tool.refused(2, "campaign", "c", "--reopen") == "“c” is open.\n"


def test_a_campaign_can_go_to_those_who_hold_a_product_or_do_not(tool: Tool) -> None:
    tool.done("holding-add", "1", "代发工资")
    tool.done("holding-add", "4", "代发工资", "bank=他行")
    lacking = tool.json("campaign", "payroll", "--lacks", "代发", "--kind", "corporate", "--dry-run")
    assert [row["client_no"] for row in lacking["rows"]] == ["4", "2"]
    assert lacking["wanted"] == {"kind": "corporate", "lacks": "payroll"}
    assert tool.json("campaigns") == [], "a dry run saves nothing"
    assert [row["client_no"] for row in tool.json("campaign", "x", "--holds", "loan")["rows"]] == ["2"]
    assert [row["client_no"] for row in tool.json("campaign", "y", "--holds", "payroll")["rows"]] == ["1"]


@pytest.mark.parametrize("tag", ["年会 2026", "🎉", " 年会 2026 "])
def test_tags_with_blanks_and_emoji_are_groups_like_others(tool: Tool, tag: str) -> None:
    assert [row["client_no"] for row in tool.json("campaign", "🎉 party", "--tag", tag)["rows"]] == ["1"]
    groups = tool.json("groups")
    assert [(g["tag"], g["clients"], g["amount"]) for g in groups] == [
        ("发债", 3, 18_200_000),
        ("年会 2026", 1, 12_000_000),
        ("🎉", 1, 12_000_000),
    ]
    assert [g["campaigns"] for g in groups if g["tag"] == tag.strip()] == [["🎉 party"]]
    assert [g["tag"] for g in tool.json("groups", "--rm", "李明")] == ["发债"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("campaign", "new"), "There is no campaign “new” yet. Say whom it is for"),
        (("campaign", " ", "--tag", "发债"), "The campaign needs a name."),
        (("campaign", "new", "--tag", "nothing"), "Nobody is like that, so “new” was not begun."),
        (("campaign", "new", "--tier", "gold"), "There is no tier “gold” in the rules."),
        (("campaign", "new", "--kind", "martian"), "“martian” is no kind of client."),
        (("campaign", "new", "--lacks", "spaceship"), "There is no product “spaceship”"),
        (("campaign", "new", "--close"), "There is no campaign “new”, nor any other yet."),
        (("campaigns", "new"), "There is no campaign “new”, nor any other yet."),
        (
            ("campaign", "new", "--close", "--reached", "1"),
            "--reached, --close, --reopen and filters don't go together.",
        ),
    ],
)
def test_what_no_campaign_can_be_is_refused(tool: Tool, line: tuple[str, ...], said: str) -> None:
    assert tool.refused(2, *line).startswith(said)


def test_only_who_is_on_the_list_can_be_reached_and_not_before_or_to_come(tool: Tool) -> None:
    tool.done("campaign", "c", "--tag", "发债")
    assert tool.refused(2, "campaign", "c", "--reached", "4") == "远洋物流 isn't on the list of “c”.\n"
    assert "came on the list on 2026-11-23" in tool.refused(2, "campaign", "c", "--reached", "1", "--on", "2026-11-20")
    assert "2026-12-20 is after today" in tool.refused(2, "campaign", "c", "--reached", "1", "--on", "2026-12-20")
    assert "There are: c" in tool.refused(2, "campaigns", "d")


def test_a_campaign_moves_with_a_merger_an_export_and_goes_with_a_forgotten_client(tool: Tool, tmp_path: Path) -> None:
    tool.done("campaign", "华强电子年会", "--tag", "发债")
    tool.done("campaign", "华强电子年会", "--reached", "2")
    tool.done("merge", "4", "2", "-y")
    assert state(tool.json("campaigns", "华强电子年会")) == (["1", "3"], ["4"])
    assert tool.json("client", "4")["campaigns"] == [
        {"campaign": "华强电子年会", "added_on": "2026-11-23", "reached_on": "2026-11-23"}
    ]
    assert "华强电子年会 (reached 2026-11-23)" in tool.done("client", "4")
    tool.done("export", tmp_path / "book.zip")
    other = Tool(tmp_path / "other")
    other.done("import", tmp_path / "book.zip")
    assert other.json("campaigns", "华强电子年会") == tool.json("campaigns", "华强电子年会")
    again = other.facts()
    other.done("import", tmp_path / "book.zip")
    assert {k: v for k, v in other.facts().items() if k.startswith("campaign")} == {
        k: v for k, v in again.items() if k.startswith("campaign")
    }
    tool.done("forget", "1", "-y")
    assert "华强电子".encode() not in tool.book.read_bytes()
    (kept,) = tool.json("campaigns")
    assert (kept["campaign"], kept["clients"]) == ("***年会", 2)
    assert json.loads(tool.done("doctor", "-f", "json"))["checks"]


def test_the_morning_page_tells_of_campaigns_while_somebody_is_to_be_reached(tool: Tool) -> None:
    assert tool.json("today")["campaigns"] == []
    tool.done("campaign", "rate change", "--tag", "发债")
    (open_one,) = tool.json("today")["campaigns"]
    assert [open_one] == tool.json("campaigns")
    count = open_one["clients"]
    assert f"Open campaigns: 1 (rate change, {count} of {count} still to be reached)" in tool.done("today")
    assert "进行中的活动：1 个" in tool.done("today", lang="zh")
    tool.done("campaign", "rate change", "--close")
    assert tool.json("today")["campaigns"] == []
    assert "Open campaigns" not in tool.done("today")
