"""What leaves is on record; what is past its time goes, and nothing else; doctor tells of both."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from rmtool.desk.clouds import clouds_of

from .commands_kit import Tool

LOG, LENGTH = "disclosures.jsonl", "disclosures.head"
HEAD = "客户编号,客户名称,日均存款,电话\n"


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """A book with a firm of its own."""
    made = Tool(tmp_path / "home")
    made.done("client-add", "新源电子有限公司", "client_no=000001", "deposit_avg=1200万", "phone=13812345678")
    made.done("log-contact", "000001", "M", "聊了新厂房")
    return made


def noted(tool: Tool) -> list[dict[str, object]]:
    """The lines of the record of disclosures."""
    return [json.loads(line) for line in (tool.home / LOG).read_text("utf-8").splitlines()]


def test_what_is_written_to_a_file_is_put_on_record(tool: Tool, tmp_path: Path) -> None:
    out = tmp_path / "clients.csv"
    tool.done("clients", "-o", out, "--reason", "给支行行长")
    (line,) = noted(tool)
    assert line["command"] == "clients"
    assert line["reason"] == "给支行行长"
    assert (line["format"], line["rows"], line["masked"]) == ("csv", 1, False)
    assert line["columns"][:2] == ["client_no", "name"]  # type: ignore[index]
    assert line["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert line["path"] == str(out)
    assert os.name == "nt" or (tool.home / LOG).stat().st_mode & 0o777 == 0o600


def test_an_export_is_put_on_record_with_its_reason(tool: Tool, tmp_path: Path) -> None:
    tool.done("export", tmp_path / "book.zip", "--why", "换电脑")
    (line,) = noted(tool)
    assert (line["command"], line["reason"], line["format"], line["masked"]) == ("export", "换电脑", "zip", False)
    assert {"note", "phone"} <= set(line["columns"])  # type: ignore[call-overload]


def test_the_record_names_who_is_logged_in_without_asking_the_system(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: pytest.fail("the system may ask the network for it"))
    tool.done("clients", "-o", tmp_path / "a.csv", LOGNAME="zhangsan")
    tool.done("clients", "-o", tmp_path / "b.csv")
    assert noted(tool)[0]["user"] == "zhangsan"
    assert noted(tool)[1]["user"] == (str(os.getuid()) if os.name == "posix" else None)


def test_the_record_tells_of_no_client(tool: Tool, tmp_path: Path) -> None:
    why = "新源电子有限公司 13812345678 要看"
    tool.done("client", "000001", "-o", tmp_path / "新源电子有限公司.json", "--reason", why)
    held = (tool.home / LOG).read_text("utf-8")
    assert "新源" not in held
    assert "13812345678" not in held
    assert noted(tool)[0]["path"] == str(tmp_path / "***.json")


def test_what_cannot_be_put_on_record_does_not_leave(tool: Tool, tmp_path: Path) -> None:
    (tool.home / LOG).mkdir()
    out = tmp_path / "clients.csv"
    assert "nothing left" in tool.refused(6, "clients", "-o", out)
    assert not out.exists()


def test_what_is_shown_or_tells_of_no_client_is_not_put_on_record(tool: Tool, tmp_path: Path) -> None:
    tool.done("clients")
    tool.done("tiers", "--schema", "-o", tmp_path / "schema.json")
    assert not (tool.home / LOG).exists()


def test_disclosures_lists_what_left_the_newest_first(tool: Tool, tmp_path: Path) -> None:
    for name in ("a.csv", "b.md"):
        tool.done("clients", "-o", tmp_path / name)
    assert [Path(line["path"]).name for line in tool.json("disclosures")] == ["b.md", "a.csv"]
    assert "unmasked" in tool.done("disclosures")


def test_a_line_that_was_changed_or_taken_out_shows(tool: Tool, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        tool.done("clients", "-o", tmp_path / name)
    whole = (tool.home / LOG).read_text("utf-8")
    assert check(tool, "disclosures")["ok"]
    first, second, third = whole.splitlines(keepends=True)
    for bad in (first + second.replace('"rows":1', '"rows":0') + third, first + third, second + third):
        assert bad != whole
        (tool.home / LOG).write_text(bad, "utf-8")
        assert not check(tool, "disclosures")["ok"]


def test_lines_cut_off_at_the_end_show_and_go_on_showing(tool: Tool, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        tool.done("clients", "-o", tmp_path / name)
    whole = (tool.home / LOG).read_bytes()
    first, second, _ = whole.splitlines(keepends=True)
    for cut in (first + second, first, b""):
        (tool.home / LOG).write_bytes(cut)
        assert not check(tool, "disclosures")["ok"]
    tool.done("clients", "-o", tmp_path / "d.csv")
    assert not check(tool, "disclosures")["ok"]
    (tool.home / LOG).unlink()
    assert not check(tool, "disclosures")["ok"]
    (tool.home / LOG).write_bytes(whole)
    (tool.home / LENGTH).unlink()
    assert LENGTH in str(check(tool, "disclosures")["found"])


def test_a_crash_before_the_head_is_told_of_a_line_is_no_cut(tool: Tool, tmp_path: Path) -> None:
    tool.done("clients", "-o", tmp_path / "a.csv")
    head = (tool.home / LENGTH).read_bytes()
    tool.done("clients", "-o", tmp_path / "b.csv")
    (tool.home / LENGTH).write_bytes(head)
    assert check(tool, "disclosures")["ok"]
    tool.done("clients", "-o", tmp_path / "c.csv")
    assert check(tool, "disclosures")["ok"]
    assert os.name == "nt" or (tool.home / LENGTH).stat().st_mode & 0o777 == 0o600


def test_a_line_left_half_written_by_a_crash_is_taken_off(tool: Tool, tmp_path: Path) -> None:
    tool.done("clients", "-o", tmp_path / "a.csv")
    with (tool.home / LOG).open("a", encoding="utf-8") as log:
        log.write('{"at":"2026-')
    tool.done("clients", "-o", tmp_path / "b.csv")
    assert len(noted(tool)) == 2
    assert check(tool, "disclosures")["ok"]


def check(tool: Tool, name: str, **how: str) -> dict[str, object]:
    """What doctor says of one thing."""
    checks = json.loads(tool("doctor", "-f", "json", **how).out)["checks"]
    return next(each for each in checks if each["name"] == name)


def rules(tool: Tool, text: str) -> None:
    (tool.home / "tiers.yaml").write_text(f"tiers: [{{id: all, when: any}}]\nprivacy: {text}\n", encoding="utf-8")


def test_the_rules_say_what_is_masked_in_files_and_a_reason_lifts_it(tool: Tool, tmp_path: Path) -> None:
    rules(tool, "{mask: [clients], formats: [json]}")
    out = tmp_path / "clients.json"
    tool.done("client", "000001", "-o", out)
    assert json.loads(out.read_text("utf-8"))["phone"] == "13812345678"
    tool.done("clients", "-o", out)
    assert json.loads(out.read_text("utf-8"))[0]["deposit_avg"] == 12000000
    assert "Say why" in tool.refused(2, "clients", "-o", out, "--no-mask")
    tool.done("clients", "-o", out, "--no-mask", "--reason", "行长要原数")
    assert [(line["masked"], line["reason"]) for line in noted(tool)][1:] == [(True, None), (False, "行长要原数")]


def test_reports_in_pages_are_masked_by_the_shipped_rules(tool: Tool, tmp_path: Path) -> None:
    out = tmp_path / "week.html"
    tool.done("report", "week", "-o", out)
    assert "聊了新厂房" not in out.read_text("utf-8")
    tool.done("report", "week", "-o", out, "--no-mask", "--why", "自己看")
    assert "聊了新厂房" in out.read_text("utf-8")
    assert [line["reason"] for line in noted(tool)] == [None, "自己看"]


@pytest.mark.parametrize("wrong", ["{mask: [raport week]}", "{formats: [pdf]}", "{exports: soon}", "{masks: []}"])
def test_a_mistake_in_what_is_masked_is_named_with_its_line(tool: Tool, wrong: str) -> None:
    rules(tool, wrong)
    assert "line 2" in tool.refused(3, "tiers", "--check")


def test_mask_and_no_mask_at_once_are_refused(tool: Tool) -> None:
    assert "Give one" in tool.refused(2, "clients", "--mask", "--no-mask")


# Lists that are kept until a day


def bring(tool: Tool, folder: Path, *options: str) -> None:
    rows = "000001,新源电子有限公司,1300万,\n000007,临时科技有限公司,99万,13998765432\n000008,留用实业有限公司,88万,\n"
    (folder / "borrowed.csv").write_text(HEAD + rows, encoding="utf-8")
    tool.done("import", folder / "borrowed.csv", "--date", "2026-11-20", *options)


def test_an_import_is_kept_with_its_source_and_its_term(tool: Tool, tmp_path: Path) -> None:
    bring(tool, tmp_path, "--source", "分行数据组", "--keep-until", "2026-12-31")
    assert "from 分行数据组, to be kept until 2026-12-31" in tool.done("history")
    (batch,) = tool.facts()["batch"]
    assert batch[-2:] == ("分行数据组", "2026-12-31")


def test_a_term_that_is_over_is_refused(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEAD + "1,甲公司,1,\n", encoding="utf-8")
    assert "over already" in tool.refused(2, "import", tmp_path / "a.csv", "--keep-until", "2026-11-22")


def test_purge_takes_what_only_a_list_past_its_term_supports(tool: Tool, tmp_path: Path) -> None:
    bring(tool, tmp_path, "--keep-until", "2026-12-31")
    tool.done("note", "000008", "老客户介绍")
    assert check(tool, "past", today="2026-12-31")["ok"]
    told = check(tool, "past", today="2027-01-04")
    assert not told["ok"]
    assert "borrowed.csv" in str(told["found"])
    assert tool("purge", today="2027-01-04").code == 2
    done = tool.json("purge", "-y", today="2027-01-04")
    assert done["rows"]["client"] == 1
    assert {row[2] for row in tool.facts()["client"]} == {"000001", "000008"}
    assert [row[3] for row in tool.facts()["balance"]] == ["deposit_avg"]
    for name in ("临时科技", "13998765432"):
        assert name.encode() not in tool.book.read_bytes()
    found = json.loads(tool("doctor", "-f", "json", today="2027-01-04").out)["checks"]
    assert {each["name"]: each["ok"] for each in found}.items() >= {
        ("journal", True),
        ("rows", True),
        ("integrity", True),
        ("references", True),
    }
    assert tool.json("purge", "-y", today="2027-01-04")["batches"] == []


def test_purge_deletes_exports_past_their_date(tool: Tool) -> None:
    tool.done("export")
    (name,) = [path.name for path in (tool.home / "exports").iterdir()]
    assert name == "book-20261123-until-20270221.zip"
    assert tool.json("purge", "-y", today="2027-02-21")["files"] == []
    assert not check(tool, "past", today="2027-02-22")["ok"]
    tool.done("purge", "-y", today="2027-02-22")
    assert list((tool.home / "exports").iterdir()) == []


def test_purge_finds_reports_wherever_they_were_written_and_nothing_else(tool: Tool, tmp_path: Path) -> None:
    shared, exports = tmp_path / "共享 盘", tool.home / "exports"
    shared.mkdir()
    exports.mkdir()
    for folder in (shared, exports):
        tool.done("report", "week", "--out-dir", folder)
        tool.done("report", "day", "--out-dir", folder, today="2027-02-20")
    tool.done("report", "week", "-o", tmp_path / "week.html")
    others = [
        exports / "plan-until-20200101.html",
        exports / "week-2026W48-until-20270227.html.bak",
        exports / "week-2026W48-until-20270227.docx",
        shared / "week-2026W40-until-20270103.html",  # named so, but not on record
        shared / "notes.txt",
    ]
    for file in others:
        file.write_text("of somebody else")
    past = {str(folder / "week-2026W48-until-20270227.html") for folder in (shared, exports)}
    assert tool.json("purge", "--dry-run", today="2027-02-27")["files"] == []
    assert set(tool.json("purge", "--dry-run", today="2027-02-28")["files"]) == past
    assert "2 exported files" in str(check(tool, "past", today="2027-02-28")["found"])
    assert set(tool.json("purge", "-y", today="2027-02-28")["files"]) == past
    assert all(file.exists() for file in [*others, tmp_path / "week.html"])
    assert {path.name for path in shared.iterdir()} == {
        "day-20270220-until-20270521.html",
        *(file.name for file in others if file.parent == shared),
    }
    assert check(tool, "past", today="2027-02-28")["ok"]


@pytest.mark.skipif(os.name == "nt", reason="links are a thing of POSIX systems")
def test_purge_follows_no_link(tool: Tool, tmp_path: Path) -> None:
    (tool.home / "exports").mkdir()
    (tmp_path / "kept.html").write_text("x")
    (tool.home / "exports" / "day-20260101-until-20260401.html").symlink_to(tmp_path / "kept.html")
    assert tool.json("purge", "-y")["files"] == []
    assert (tmp_path / "kept.html").exists()


# Where the book lies


@pytest.mark.parametrize(
    ("folder", "program"),
    [("OneDrive - 某银行", "OneDrive"), ("Dropbox", "Dropbox"), ("我的坚果云", "坚果云"), ("BaiduSyncdisk", "百度网盘"),
     ("com~apple~CloudDocs", "iCloud"), ("Google Drive", "Google Drive"), ("WPS云盘", "WPS云盘")],
)  # fmt: skip
def test_a_folder_that_is_copied_elsewhere_is_told_by_its_name(tmp_path: Path, folder: str, program: str) -> None:
    assert clouds_of(tmp_path / folder / "rmtool") == (program,)


def test_a_folder_that_is_copied_elsewhere_is_told_by_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "work" / "book").mkdir(parents=True)
    assert clouds_of(tmp_path / "work" / "book") == ()
    (tmp_path / "work" / ".nutstore").mkdir()
    assert clouds_of(tmp_path / "work" / "book") == ("坚果云",)


def test_doctor_tells_of_a_book_in_such_a_folder(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "OneDrive")
    tool.done("client-add", "甲公司")
    assert "OneDrive" in str(check(tool, "cloud")["found"])


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_doctor_tells_of_exports_that_others_may_read(tool: Tool) -> None:
    tool.done("export")
    (file,) = (tool.home / "exports").iterdir()
    assert check(tool, "private")["ok"]
    file.chmod(0o644)
    assert not check(tool, "private")["ok"]
