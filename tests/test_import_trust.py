"""What an import shows before and after: changes value by value, twins, fields that the rules keep, locked files."""

import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from .commands_kit import Tool


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    return Tool(tmp_path / "home")


def lay(tmp_path: Path, *lines: str, name: str = "list.csv") -> Path:
    file = tmp_path / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_dry_run_shows_the_first_twenty_changes_and_counts_all(tool: Tool, tmp_path: Path) -> None:
    head = "client_no,name,deposit,district"
    tool.done("import", lay(tmp_path, head, *(f"{n:03d},Firm {n} Ltd,{n},Futian" for n in range(1, 31))))
    later = lay(
        tmp_path,
        head,
        *(f"{n:03d},Firm {n} Ltd,{n}00万,Nanshan" for n in range(1, 26)),
        "099,Optics,1,",
        "001,Firm 1 Ltd,7,Nanshan",
        name="later.csv",
    )
    said = tool("import", later, "--dry-run").out
    assert "50 changes" in said
    assert "… and 30 more; all of them with -f json" in said
    assert said.count("Nanshan") == 10
    assert "1 new client" in said
    assert "1 row set aside" in said
    (done,) = json.loads(tool("import", later, "--dry-run", "-f", "json").out)
    assert len(done["changes"]) == 50
    assert {tuple(change.items()) for change in done["changes"][:2]} == {
        tuple({**who, **change}.items())
        for who in [{"client_no": "001", "name": "Firm 1 Ltd"}]
        for change in (
            {"field": "district", "on": None, "before": "Futian", "after": "Nanshan"},
            {"field": "deposit", "on": "2026-11-23", "before": 1, "after": 1_000_000},
        )
    }
    assert [client["client_no"] for client in done["vanished"]] == ["026", "027", "028", "029", "030"]
    assert [row["row"] for row in done["set_aside_rows"]] == [28]
    assert tool.json("client", "001")["district"] == "Futian"


def test_twins_are_reported_and_never_merged_unasked(tool: Tool, tmp_path: Path) -> None:
    tool.done("import", lay(tmp_path, "client_no,name,deposit", "000006,深圳市康佳电子有限公司,5"))
    (done,) = tool.json("import", lay(tmp_path, "name,deposit", "康佳电子（集团）,6", name="own.csv"))
    (twins,) = done["duplicates"]
    assert (done["added"], twins["client_no"], twins["other_no"], twins["why"]) == (1, "C0001", "000006", "name")
    assert any("rmtool merge 000006 C0001" in warning for warning in done["warnings"])
    assert len(tool.json("clients")) == 2


def test_fields_that_the_rules_keep_are_filled_but_never_changed(tool: Tool, tmp_path: Path) -> None:
    tool.home.mkdir()
    rules = "tiers: [{id: rest, when: any, cadence: none}]\nimport: {keep: [rm, tag]}\n"
    (tool.home / "tiers.yaml").write_text(rules, encoding="utf-8")
    tool.done("import", lay(tmp_path, "client_no,name,rm,tag,district", "1,Optics,李,,南山区"))
    (done,) = tool.json(
        "import", lay(tmp_path, "client_no,name,rm,tag,district", "1,Optics,王,重点,福田区", name="b.csv")
    )
    client = tool.json("client", "1")
    assert (client["rm"], client["tags"], client["district"]) == ("李", ["重点"], "福田区")
    assert [change["field"] for change in done["changes"]] == ["district", "tags"]
    assert any("keeps what the book says" in warning for warning in done["warnings"])
    (tool.home / "tiers.yaml").write_text(rules.replace("tag", "colour"), encoding="utf-8")
    assert "colour" in tool.refused(3, "tiers", "--check")


HEAD = "client_no,name,deposit,district,rm"
NEWER = (HEAD, "1,Optics,900,福田区,李", "2,Kaifa,5,,李")


def test_an_older_list_fills_gaps_but_changes_nothing_that_a_newer_one_says(tool: Tool, tmp_path: Path) -> None:
    tool.done("import", lay(tmp_path, *NEWER), "--date", "2026-10-31")
    older = lay(tmp_path, HEAD, "1,Optic Works,400,南山区,王", "3,Yuhai,7,,王", "2,Kaifa,4,罗湖区,王", name="b.csv")
    (done,) = tool.json("import", older, "--date", "2026-09-30", "--rm", "赵")
    client, other = tool.json("client", "1"), tool.json("client", "2")
    assert (client["name"], client["district"], client["rm"]) == ("Optics", "福田区", "李")
    assert (other["district"], other["rm"]) == ("罗湖区", "李")
    assert sorted(b["amount"] for b in client["balances"]) == [400, 900]
    assert any("2 clients keep what a list of a later day says" in warning for warning in done["warnings"])
    (done,) = tool.json(
        "import", lay(tmp_path, HEAD, "3,Yuhai,7,,", name="c.csv"), "--date", "2026-09-01", "--complete"
    )
    assert done["vanished"] == [] and tool.json("client", "1")["status"] == "active"


def test_lists_of_a_workbook_s_months_come_in_by_their_days_not_by_their_places(tool: Tool, tmp_path: Path) -> None:
    file = tmp_path / "months.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for month, district in (("2026年10月", "福田区"), ("2026年9月", "南山区")):
            sheet = book.add_worksheet(month)
            sheet.write_row(0, 0, ["客户编号", "客户名称", "存款余额", "所属区"])
            sheet.write_row(1, 0, ["1", "甲公司", 5, district])
    dry = tool.json("import", file, "--dry-run")
    done = tool.json("import", file)
    assert [each["as_of"] for each in done] == ["2026-10-31", "2026-09-30"]
    assert tool.json("client", "1")["district"] == "福田区"
    assert [each["changed"] for each in dry] == [each["changed"] for each in done] == [1, 0]


def test_a_number_in_the_place_of_the_name_is_that_client(tool: Tool, tmp_path: Path) -> None:
    tool.done("import", lay(tmp_path, "client_no,name,deposit", "6,Optics,5", "7,Optics,6"))
    (done,) = tool.json("import", lay(tmp_path, "name,deposit", "7,9", name="b.csv"))
    assert (done["added"], done["changed"]) == (0, 1)
    assert tool.json("client", "7")["name"] == "Optics"


def test_a_locked_workbook_opens_with_the_password_of_the_environment(tool: Tool, tmp_path: Path) -> None:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["client_no", "name", "deposit"])
        sheet.write_row(1, 0, ["1", "Optics", 5])
    locked = tmp_path / "locked.xlsx"
    plain.seek(0)
    with locked.open("wb") as file:
        ooxml.OOXMLFile(plain).encrypt("geheim", file)
    tool.done("clients")
    assert "RMTOOL_FILE_PASSWORD" in tool.refused(4, "import", locked)
    tool.refused(4, "import", locked, RMTOOL_FILE_PASSWORD="wrong")
    assert tool("import", locked, RMTOOL_FILE_PASSWORD="geheim").code == 0
    assert b"geheim" not in tool.book.read_bytes()


def test_a_decimal_comma_is_said_and_nothing_else_is_taken_for_one(tool: Tool, tmp_path: Path) -> None:
    file = lay(tmp_path, "client_no;name;deposit", "1;Optics;1.586,48")
    tool.done("import", file, "--decimal", ",")
    assert tool.json("client", "1")["balances"][0]["amount"] == 1586.48
    assert "--decimal" in tool.refused(2, "import", file, "--decimal", "x")
