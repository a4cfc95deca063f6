"""Occasions on the command line: noted, changed, seen to; brought in, exported, merged, forgotten, undone."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from .commands_kit import Tool

HEADINGS = "客户编号,客户名称,日均存款"


@pytest.fixture(name="tool")
def a_tool(tmp_path: Path) -> Tool:
    tool = Tool(tmp_path / "home")
    tool.done("client-add", "新源电子", "client_no=000001", "deposit_avg=1200万", "founded=2006-11-30")
    tool.done("client-add", "海风贸易", "client_no=000002", "deposit_avg=20万", "district=南山区")
    return tool


def listed(tool: Tool, *arguments: str, **how: str) -> list[tuple[str, str, str]]:
    return [(o["id"], o["kind"], o["on"]) for o in tool.json("occasions", *arguments, **how)]


def rows(tool: Tool, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tool.book)) as connection:
        return connection.execute(query).fetchall()


def test_a_birthday_stays_with_the_person_or_client_that_has_it(tool: Tool) -> None:
    noted = tool.json("occasion-add", "000001", "生日", "农历十月十七", "--person", "王芳")
    assert noted["id"] == "000001:birthday:王芳"
    tool.done("occasion-add", "海风贸易", "birthday", "12-01")
    assert listed(tool) == [
        ("000001:birthday:王芳", "birthday", "2026-11-25"),
        ("000001:founding", "founding", "2026-11-30"),
        ("000002:birthday", "birthday", "2026-12-01"),
    ]
    (person,) = tool.json("client", "000001")["people"]
    assert (person["name"], person["birthday"]) == ("王芳", "lunar 10-17")
    tool.done("occasion-set", "000001:birthday:王芳", "日期=11-24")
    tool.done("occasion-remove", "000002:birthday")
    assert listed(tool, "--kind", "birthday") == [("000001:birthday:王芳", "birthday", "2026-11-24")]
    assert tool.json("client", "000001")["people"][0]["birthday"] == "11-24"


def test_other_days_are_noted_changed_and_taken_out(tool: Tool) -> None:
    tool.done("occasion-add", "000001", "contract-end", "2026-12-02", "代发协议")
    assert tool.json("occasion-add", "000001", "anniversary", "2016-12-03", "合作")["id"] == "2"
    tool.done("occasion-set", "1", "day=2026-12-04", "note=代发工资协议", "person=王芳")
    (ends,) = tool.json("occasions", "--kind", "合同到期")
    assert (ends["on"], ends["what"], ends["person"]) == ("2026-12-04", "contract ends: 代发工资协议", "王芳")
    tool.done("occasion-remove", "2")
    assert listed(tool, "--kind", "anniversary") == []
    tool.done("undo", "-y")
    assert listed(tool, "--kind", "anniversary") == [("2", "anniversary", "2026-12-03")]


def test_filters_narrow_to_clients_and_leave_festivals_out(tool: Tool) -> None:
    tool.done("occasion-add", "000002", "birthday", "11-26")
    everything = listed(tool, "--days", "60")
    assert ("", "festival") in [(ref.partition(":")[0], kind) for ref, kind, _ in everything]
    assert [kind for _, kind, _ in listed(tool, "--days", "60", "--tier", "weekly")] == ["founding"]
    assert [ref for ref, _, _ in listed(tool, "--days", "60", "--district", "南山区")] == ["000002:birthday"]


def test_what_is_done_isnt_shown_again_and_can_be_taken_back(tool: Tool) -> None:
    tool.done("occasion-add", "000001", "birthday", "12-01", "--person", "王芳")
    tool.done("occasion-done", "000001:birthday:王芳", "--why", "送了花")
    assert [ref for ref, _, _ in listed(tool)] == ["000001:founding"]
    tool.done("occasion-done", "新源电子")
    assert listed(tool) == []
    tool.refused(2, "occasion-done", "新源电子")
    tool.done("undo", "-y")
    assert [ref for ref, _, _ in listed(tool)] == ["000001:founding"]
    assert "送了花" in tool.done("history", "000001")


def test_the_morning_page_has_the_next_two_weeks(tool: Tool) -> None:
    tool.done("occasion-add", "000001", "birthday", "12-08")
    assert [o["kind"] for o in tool.json("today")["occasions"]] == ["founding"]
    assert [o["kind"] for o in tool.json("today", today="2026-11-24")["occasions"]] == ["founding", "birthday"]
    assert "成立20周年" in tool.done("today", lang="zh")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("occasion-add", "000001", "birthday", "农历八月三十一"), "never such a day"),
        (("occasion-add", "000001", "birthday", "1981-02-29"), "no such day in 1981"),
        (("occasion-add", "000001", "birthday", "someday"), "no day of the year"),
        (("occasion-add", "000001", "party", "12-01"), "no such kind"),
        (("occasion-add", "000001", "maturity", "2026-11-01"), "is over"),
        (("occasion-add", "000001", "founding", "2026-12-01"), "still ahead"),
        (("occasion-add", "000009", "birthday", "12-01"), "000009"),
        (("occasion-set", "99", "day=2026-12-01"), "no occasion 99"),
        (("occasion-set", "000001:founding", "note=x"), "only the day"),
        (("occasion-remove", "000001:birthday:王芳"), "nobody called"),
        (("occasion-remove", "9" * 40), "no occasion"),
        (("occasions", "--kind", "party"), "no such kind"),
        (("occasions", "--tier", "none-such"), "none-such"),
        (("occasions", "--days", "-1"), "--days"),
        (("client-set", "000001", "birthday=闰腊月初一"), "never doubled"),
        (("client-set", "000001", "prefers=飞鸽"), "no code"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    code = 5 if "000009" in arguments else 2
    assert said in tool.refused(code, *arguments)


def test_the_same_day_is_noted_once(tool: Tool) -> None:
    tool.done("occasion-add", "000001", "other", "2026-12-02", "年会")
    assert "number 1" in tool.refused(2, "occasion-add", "000001", "other", "2026-12-02", "年会")


def test_of_a_lost_client_nothing_is_shown_and_that_is_said(tool: Tool) -> None:
    tool.done("client-set", "000002", "status=lost")
    assert "aren't shown" in tool.done("occasion-add", "000002", "birthday", "12-01")
    assert [ref for ref, _, _ in listed(tool)] == ["000001:founding"]


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_birthdays_come_with_lists_of_clients_and_of_people(tool: Tool, tmp_path: Path) -> None:
    clients = write(
        tmp_path,
        "零售客户.csv",
        "客户编号,客户名称,日均存款,生日,联系偏好,可打电话时间",
        "R1,张三,300000,1985-12-01,微信,12:00-13:30",
        "R2,李四,200000,农历十月廿一,电话,",
        "R3,王五,200000,没有这天,,",
    )
    (done,) = json.loads(tool("import", clients, "-f", "json").out)
    assert done["columns"]["生日"] == "birthday"
    assert [w for w in done["warnings"] if "生日" in w]
    people = write(
        tmp_path,
        "联系人.csv",
        "客户编号,联系人,职务,农历生日",
        "000001,王芳,财务总监,1975年10月17日",
        "000001,李强,经理,",
    )
    tool.done("import", people)
    assert [(ref, on) for ref, _, on in listed(tool, "--kind", "birthday")] == [
        ("000001:birthday:王芳", "2026-11-25"),
        ("R2:birthday", "2026-11-29"),
        ("R1:birthday", "2026-12-01"),
    ]
    client = tool.json("client", "R1")
    assert (client["birthday"], client["prefers"], client["call_hours"]) == ("1985-12-01", "W", "mon-sun 12:00-13:30")
    tool.done("import", people)
    assert "WeChat" in tool.done("client", "R1")
    assert tool.json("client", "R3")["birthday"] is None


def test_maturities_and_checks_come_with_a_list_of_holdings(tool: Tool, tmp_path: Path) -> None:
    loans = write(
        tmp_path,
        "贷款.csv",
        "客户编号,产品,产品类型,借据号,金额,起始日,到期日",
        "000001,流动资金贷款,贷款,J1,5000000,2026-11-20,2026-12-05",
        "000002,流动资金贷款,贷款,J2,2000000,2026-11-20,2027-05-01",
        "000002,大额存单,存款,D1,1000000,2025-12-01,2026-12-01",
    )
    tool.done("client-set", "000002", "founded=")
    tool.done("import", loans, "--as", "holdings", today="2026-11-23")
    found = [(o["client_no"], o["kind"], o["on"], o["what"]) for o in tool.json("occasions", "--days", "40")]
    assert ("000001", "maturity", "2026-12-05", "流动资金贷款 matures, 500万") in found
    assert ("000002", "maturity", "2026-12-01", "大额存单 matures, 100万") in found
    assert ("000002", "post_loan", "2026-12-20", "first post-loan check: 1 loan, 200万") in [
        f for f in found if f[1] == "post_loan" and f[0] == "000002"
    ]
    tool.done("log-contact", "000002", "M", today="2026-12-01")
    assert "post_loan" not in [kind for ref, kind, _ in listed(tool, today="2026-12-02") if ref.startswith("000002")]


def test_an_export_takes_all_of_it_along(tool: Tool, tmp_path: Path) -> None:
    tool.done("occasion-add", "000001", "birthday", "农历十月十七", "--person", "王芳")
    tool.done("occasion-add", "000002", "birthday", "12-02")
    tool.done("occasion-add", "000001", "contract-end", "2026-12-02", "代发协议")
    tool.done("client-set", "000001", "prefers=W", "call_hours=12:00-13:30")
    tool.done("occasion-done", "000001:founding", "--why", "送了花")
    exported = tmp_path / "book.zip"
    tool.done("export", exported)
    other = Tool(tmp_path / "other")
    other.done("import", exported)
    assert listed(other) == listed(tool)
    assert other.json("client", "000001")["prefers"] == "W"
    query = "SELECT kind, subject, about, on_date, why FROM settled"
    assert rows(other, query) == rows(tool, query) == [("occasion", "founding", "2026-11-30", "2026-11-23", "送了花")]
    before = rows(other, "SELECT * FROM occasion")
    other.done("import", exported)
    assert rows(other, "SELECT * FROM occasion") == before
    assert other.json("doctor")["ok"]


def test_a_merger_moves_occasions_and_marks(tool: Tool) -> None:
    tool.done("occasion-add", "000001", "other", "2026-12-02", "年会")
    tool.done("occasion-add", "000002", "other", "2026-12-02", "年会")
    tool.done("occasion-add", "000002", "contract-end", "2026-12-03", "代发协议")
    tool.done("occasion-done", "000002", "--kind", "contract-end")
    tool.done("merge", "000001", "000002", "-y")
    assert listed(tool) == [("000001:founding", "founding", "2026-11-30"), ("1", "other", "2026-12-02")]
    assert rows(tool, "SELECT client_id FROM settled") == [(1,)]
    tool.done("undo", "-y")
    assert len(rows(tool, "SELECT * FROM occasion WHERE client_id = 2")) == 2


def test_a_forgotten_client_leaves_no_byte_of_its_occasions(tool: Tool) -> None:
    tool.done("occasion-add", "000002", "other", "2026-12-02", "暗语年会")
    tool.done("occasion-set", "1", "note=暗语新年会")
    tool.done("occasion-done", "000002", "--why", "暗语送花")
    tool.done("forget", "000002", "-y")
    left = b"".join(path.read_bytes() for path in tool.home.rglob("*") if path.is_file())
    assert "暗语".encode() not in left
    assert tool.json("doctor")["ok"]


def test_a_client_page_shows_birthdays_and_the_days_ahead(tool: Tool) -> None:
    tool.done("occasion-add", "000001", "birthday", "农历闰四月初三", "--person", "王芳")
    tool.done("client-set", "000001", "call_hours=12:00-13:30", "prefers=微信")
    page = tool.done("client", "000001", lang="zh")
    assert "农历闰四月初三" in page
    assert "成立20周年" in page
    assert "偏好微信联系" in page
