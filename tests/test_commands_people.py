"""People at clients, notes and tags from the command line."""

from pathlib import Path

import pytest

from .commands_kit import Tool


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "华强电子", "client_no=1", "district=福田区", "deposit=1000万", today="2026-10-01")
    tool.done("client-add", "华强半导体", "client_no=2", "district=福田区", "tags=重点", today="2026-10-01")
    tool.done("client-add", "盐田港", "client_no=3", "district=盐田区", today="2026-10-01")
    tool.done("person-add", "1", "王丽", "职务=财务总监", "决策权=决策", "phone=13800138000")
    return tool


def test_a_person_is_added_changed_and_taken_out(tool: Tool) -> None:
    added = tool.json("person-add", "1", " 李  强 ", "title=出纳")
    assert (added["client_no"], added["client"], added["name"], added["title"]) == ("1", "华强电子", "李 强", "出纳")
    assert tool.json("person-set", "1", "李", "name=李强", "note=周五不在")["note"] == "周五不在"
    assert [p["name"] for p in tool.json("client", "1")["people"]] == ["王丽", "李强"]
    assert "Took out 李强 at 华强电子." in tool.done("person-remove", "1", "出纳")
    (person,) = tool.json("client", "1")["people"]
    known = {"name": "王丽", "title": "财务总监", "power": "decides", "phone": "13800138000"}
    assert {field: value for field, value in person.items() if value} == known


def test_who_decides_is_whom_the_plan_names(tool: Tool) -> None:
    tool.done("person-set", "1", "王丽", "power=")
    tool.done("person-add", "1", "赵敏", "power=拍板人")
    days = tool.json("plan-week")["days"]
    assert [v["person"] for day in days for v in day["visits"] if v["client_no"] == "1"] == ["赵敏"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("person-add", "1", "王丽"), 2, "华强电子 has a 王丽 already."),
        (("person-add", "1", "  "), 2, "Say who it is"),
        (("person-set", "1", "王丽", "name="), 2, "name"),
        (("person-set", "1", "王丽", "age=40"), 2, "“age=40”"),
        (("person-set", "1", "张三", "title=x"), 5, "Nobody at 华强电子, or more than one, goes by “张三”."),
        (("person-remove", "2", "王丽"), 5, "Nobody at 华强半导体"),
        (("note", "1", " "), 2, "Say what to note"),
        (("note", "1", "x", "--on", "2027-01-01"), 2, "is still ahead"),
        (("note-remove", "7"), 2, "There is no note 7."),
        (("tag", "，", "1"), 2, "Say the tag first"),
        (("tag", "重点"), 2, "Say who gets the tag “重点”"),
        (("tag", "重点", "--district", "福田区", "--class", "D"), 2, "There is no class “D”."),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_why(
    tool: Tool, line: tuple[str, ...], code: int, said: str
) -> None:
    before = tool.facts()
    assert said in tool.refused(code, *line)
    assert tool.facts() == before


def test_people_who_may_be_meant_are_listed(tool: Tool) -> None:
    tool.done("person-add", "1", "王强", "title=出纳")
    assert "王丽  财务总监" in tool.refused(5, "person-set", "1", "王", "title=x")


def test_a_note_stands_on_the_client_s_page_and_in_its_history(tool: Tool) -> None:
    noted = tool.json("note", "1", "新厂", "明年投产", "--on", "11-20")
    assert (noted["on"], noted["note"]) == ("2026-11-20", "新厂 明年投产")
    assert tool.json("client", "1")["notes"] == [{"id": noted["id"], "on": "2026-11-20", "note": "新厂 明年投产"}]
    assert "新厂 明年投产" in tool.done("client", "1", lang="zh")
    assert "备忘" in tool.done("history", "1", lang="zh")


def test_a_tag_is_given_by_name_or_to_a_part_of_the_book(tool: Tool) -> None:
    given = tool.json("tag", "发债", "1", "盐田", "1")
    assert [(c["client_no"], c["tags"]) for c in given["clients"]] == [("1", ["发债"]), ("3", ["发债"])]
    assert [c["client_no"] for c in tool.json("tag", "重点", "--district", "福田区")["clients"]] == ["1"]
    assert [c["client_no"] for c in tool.json("clients", "--tag", "重点")] == ["1", "2"]
    gone = tool.json("tag", "重点、发债", "--remove", "--tag", "重点")["clients"]
    assert [(c["client_no"], c["tags"]) for c in gone] == [("1", []), ("2", [])]


def test_a_tag_that_all_have_already_writes_nothing(tool: Tool) -> None:
    before = tool.state()
    assert "Nothing to change" in tool.done("tag", "重点", "2")
    assert tool.state() == before


def test_a_tag_may_hold_blanks_and_pictures(tool: Tool) -> None:
    tool.done("tag", " vip  golf 🏌️，第二", "1")
    assert tool.json("client", "1")["tags"] == ["vip golf 🏌️", "第二"]
    assert [c["client_no"] for c in tool.json("clients", "--tag", "VIP golf 🏌️")] == ["1"]


def test_the_tag_s_place_is_said_where_it_was_put_last(tool: Tool) -> None:
    assert "The tag comes first" in tool.refused(5, "tag", "1", "发债")


def test_notes_go_with_a_merger_an_export_and_a_client_that_is_forgotten(tool: Tool, tmp_path: Path) -> None:
    tool.done("note", "2", "备忘甲乙丙丁", "--on", "11-20")
    tool.done("export", tmp_path / "all.zip")
    other = Tool(tmp_path / "other")
    other.done("import", tmp_path / "all.zip")
    assert other.json("client", "2")["notes"][0]["note"] == "备忘甲乙丙丁"
    tool.done("merge", "1", "2", "-y")
    assert [n["note"] for n in tool.json("client", "1")["notes"]] == ["备忘甲乙丙丁"]
    tool.done("forget", "1", "-y")
    assert "备忘甲乙丙丁".encode() not in b"".join(f.read_bytes() for f in tool.home.rglob("*") if f.is_file())
