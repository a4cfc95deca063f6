"""A client told of by every command: forgotten, it is in no byte of the book and its backups, and files that name it
go with it.
"""

import errno
import zipfile
from contextlib import chdir
from pathlib import Path

import pytest
import xlsxwriter

from rmtool.store.searching import all_bytes

from .commands_kit import Tool

MARK = "暗语"
"""Begins every text that is typed of the client."""

NAME, NO, PHONE = f"{MARK}企业", "ZQKEEP01", "13888877766"

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("client-add", "华强电子", "client_no=1", "deposit_avg=1200万"),
    ("client-add", f"{MARK}旧名", f"client_no={NO}", "deposit_avg=900万", f"phone={PHONE}", f"address={MARK}地址"),
    ("client-set", NO, f"name={NAME}", f"group={MARK}集团", f"chain={MARK}链", f"industry={MARK}业", f"rm={MARK}经理"),
    ("tag", f"{MARK}标签", NO),
    ("note", NO, f"{MARK}备注"),
    ("person-add", NO, f"{MARK}人", f"title={MARK}职务", "phone=13777766655", f"note={MARK}好恶"),
    ("occasion-add", NO, "other", "2026-12-01", f"{MARK}宴会"),
    ("occasion-add", NO, "birthday", "11-27", "--person", f"{MARK}人"),
    (
        "holding-add",
        NO,
        f"{MARK}产品",
        f"contract_no={MARK}合同",
        "amount=30万",
        "product_kind=wealth",
        f"bank={MARK}银行",
    ),
    ("log-contact", NO, "M", f"{MARK}面谈", "--next", f"{MARK}下一步", "--next-on", "2026-12-01"),
    ("follow-up-done", "ID", "--why", f"{MARK}已发"),
    ("client-away", NO, "--until", "2026-11-27", "--why", f"{MARK}展会"),
    ("client-cadence", NO, "M: every 14d", "--why", f"{MARK}缘由"),
    ("review", NO, "--done", "--note", f"{MARK}检视"),
    ("campaign", "rate change", "--lacks", "代发工资"),
    ("prospect-take", NO, "value=200万", f"referrer={MARK}推荐", f"core_client={MARK}核心", f"motive={MARK}动因"),
    ("prospect-set", NO, f"rival={MARK}他行", "stage=proposal"),
    ("prospect-trigger", NO, "unhappy", f"{MARK}不满", "--on", "2026-11-18"),
    ("prospect-add", "旁人潜在", "value=高", f"referrer={NAME}", f"core_client={NAME}"),
    ("log-contact", "1", "T", f"与{NAME}同去"),
    ("note", "1", f"{NAME}的上游，电话{PHONE}"),
    ("client-add", f"{MARK}并入", "client_no=ZQKEEP02", "phone=13666655544"),
    ("merge", NO, "ZQKEEP02", "-y"),
    ("import", f"{NAME}.csv", "--source", f"{NAME}的名单"),
    ("plan-week",),
    ("backup",),
    ("client-set", "1", "district=南山区"),
)
"""What is done to the client and, by its name, to others; the last was done to another alone."""

LIST = f"客户编号,客户名称,日均存款\n{NO},{NAME},950万\n1,华强电子,800万\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    folder = tmp_path_factory.mktemp("told")
    tool = Tool(folder / "home")
    with chdir(folder):
        Path(f"{NAME}.csv").write_text(LIST, encoding="utf-8")
        for command in COMMANDS:
            ids = [str(step["id"]) for step in tool.json("follow-ups")] if "ID" in command else []
            tool.done(*(ids[0] if part == "ID" else part for part in command))
    return tool


@pytest.fixture(params=["plain", "encrypted"])
def told(request: pytest.FixtureRequest, made: Tool, tmp_path: Path) -> Tool:
    tool = made.copy(tmp_path / "home")
    if request.param == "encrypted":
        pytest.importorskip("sqlcipher3", reason="encrypted books can't be had here")
        tool.done("encrypt", "--new-key-file", tmp_path / "book.key", "-y")
    return tool


def telling(tool: Tool) -> list[Path]:
    """The books and backups in which anything typed of the client stands, in the clear or once deciphered."""
    texts = [text.encode() for text in (MARK, NO, "ZQKEEP02", PHONE, "13777766655", "13666655544")]
    return [path for path in books(tool) if any(text in all_bytes(path) for text in texts)]


def books(tool: Tool) -> list[Path]:
    return [tool.book, *(tool.home / "backups").glob("*.db")]


def test_nothing_that_was_typed_of_a_forgotten_client_is_left(told: Tool) -> None:
    before = telling(told)
    assert told.book in before and len(before) > 1
    done = told.json("forget", NO, "-y")
    assert telling(told) == []
    assert (done["left"], done["elsewhere"]) == ([], [])
    assert {told.book, *map(Path, done["backups"])} == set(before)


def test_the_book_is_sound_and_what_was_done_to_others_is_undone(told: Tool) -> None:
    told.done("forget", NO, "-y")
    assert told("doctor", "-f", "json").code == 0
    assert told.json("client", "1")["district"] == "南山区"
    told.done("undo", "-y")
    assert told.json("client", "1")["district"] is None
    assert "***的上游，电话***" in told.done("client", "1")
    assert told("doctor", "-f", "json").code == 0


CLOSED = {"old.xls": "", "copy.zip": "not a zip"}
"""Files in which nobody can search."""


def lay_files(tool: Tool) -> tuple[set[str], set[str]]:
    """Files in the home that tell of the client, by their names, and others that don't."""
    exports = tool.home / "exports"
    tool.done("export")
    for name in ("report.html", "clients.csv", "clients.json", "clients.md"):
        tool.done("clients", "-o", exports / name)
    tool.done("plan-week", "-o", exports / "week.ics")
    with xlsxwriter.Workbook(exports / "phone.xlsx") as workbook:
        workbook.add_worksheet().write(0, 0, PHONE)
    texts = {
        f"edit-{NO}.yaml": "notes: []",
        "list.set-aside.csv": f"客户编号,原因\n{NO},缺金额\n",
        "note.txt": f"{MARK}面谈",
        f"{NAME}.txt": "",
        "calendar.ics": f"SUMMARY:{NAME[:2]}\r\n {NAME[2:]}\r\n",
    }
    for name, text in texts.items():
        (exports / name).write_bytes(text.encode())
    (exports / "gbk.csv").write_bytes(NAME.encode("gb18030"))
    (tool.home / "cache" / "kept.json").write_text(f'["{NAME}"]', encoding="utf-8")
    telling = {path.name for path in exports.iterdir()} | {"kept.json"}
    if NAME not in (exports / "week.ics").read_text("utf-8").replace("\r\n ", ""):
        telling.remove("week.ics")
    (exports / "others.csv").write_text(f"1,华强电子,{NO}7\n", encoding="utf-8")
    with zipfile.ZipFile(exports / "others.zip", "w") as packed:
        packed.writestr("client.csv", "1,华强电子")
    for name, text in CLOSED.items():
        (exports / name).write_text(text, encoding="utf-8")
    return telling, {"others.csv", "others.zip", *CLOSED}


def test_every_file_that_rmtool_wrote_and_that_tells_of_the_client_is_named_and_goes(
    made: Tool, tmp_path: Path
) -> None:
    tool = made.copy(tmp_path / "home")
    telling, others = lay_files(tool)
    own = tool.home / "clients-of-mine.txt"
    own.write_text(NAME, encoding="utf-8")
    asked = tool.refused(2, "forget", NO)
    assert {name for name in telling if name not in asked} == set()
    gone = tool.json("forget", NO, "-y")
    assert {Path(path).name for path in gone["deleted"]} == telling
    assert {Path(path).name for path in gone["elsewhere"]} == {own.name, *CLOSED}
    left = {path.name for path in tool.home.rglob("*") if path.is_file()}
    assert not left & telling and {own.name, *others} <= left
    assert NAME not in (tool.home / "disclosures.jsonl").read_text("utf-8")


def test_where_a_file_cant_be_removed_it_is_named_and_nobody_is_forgotten(
    made: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = made.copy(tmp_path / "home")
    lay_files(tool)
    before, unlink = tool.facts(), Path.unlink

    def held_fast(self: Path, missing_ok: bool = False) -> None:
        if self.name == "note.txt":
            raise PermissionError(errno.EACCES, "held by another program", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", held_fast)
    ran = tool("forget", NO, "-y")
    assert ran.code == 6 and "note.txt" in ran.err
    assert tool.facts() == before and telling(tool) != []


def test_a_number_that_stands_in_others_amounts_too_is_no_obstacle(told: Tool) -> None:
    told.done("client-add", "另一家", "client_no=12000")
    assert told.json("forget", "12000", "-y")["rows"] == {"client": 1}


def test_a_note_that_says_what_a_command_is_called_is_no_obstacle(told: Tool) -> None:
    told.done("note", NO, "client-set")
    assert told.json("forget", NO, "-y")["client_no"] == NO
