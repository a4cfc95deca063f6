"""Masked, no result of any command in any format holds what is confidential; found by searching the bytes."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from rmtool.commands import COMMANDS
from rmtool.core.privacy import RESULTS, field
from rmtool.show.output import FORMATS

from .command_lines import without
from .commands_kit import Ran, Tool

PERSONS = "客户编号,姓名,职务,电话,邮箱,备注\n000001,王芳婷,财务总监,13912345678,wangft@xinyuan.example,喜欢喝龙井茶\n"
HOLDINGS = "客户编号,产品名称,合同号,金额,到期日\n000001,定期存款,DQ20260001234,2345678.91,2027-01-31\n"
PROSPECTS = "客户编号,客户名称,value,可能性,来源\nP0001,李四光,8765432.1,高,王芳婷介绍的朋友\n"

PHONE = "phone=13700001111"

RAW = (
    *("张三丰", "李四光", "王芳婷", "欧阳娜娜", "老名字某", "孙小美"),
    *("13812345678", "138 1234 5678", "13912345678", "0755-26543210", "26543210", "13700001111"),
    *("wangft@xinyuan.example", "wangft"),
    *("91440300708461136T", "DQ20260001234"),
    *("138-1234-5678", "139 1234 5678", "139-1234-5678", "0755 26543210", "137-0000-1111"),
    *("聊了新厂房的事", "喜欢喝龙井茶", "送贷款方案过去", "客户要换会计", "去欧洲看展会", "太太生病住院", "已口头答应"),
    *("科技园科苑路88号", "22.543096", "113.957221"),
)
"""What the book below holds that is confidential, as it is typed and as people read it; amounts stand in AMOUNTS."""

AMOUNTS = ("12345678.90", "3456789.12", "8765432.10", "2345678.91")
_TOO_FEW = 3
"""Digits that masks leave of an amount, and one more: what is that short stands in a page for other reasons too."""


def spelled(amount: str) -> set[str]:
    """An amount in every way in which one may be written: fen, yuan, 万, 亿, whole or rounded, with commas or not."""
    written = set()
    for unit in ("0.01", "1", "1000", "1e4", "1e6", "1e8"):
        value = Decimal(amount) / Decimal(unit)
        for places in range(9):
            figure = round(value, places)
            if len(figure.normalize().as_tuple().digits) > _TOO_FEW:
                written |= {f"{figure:f}", f"{figure:,f}", f"{figure.normalize():f}"}
    return written


EXACT = re.compile(
    "|".join(rf"(?<![\w.,]){re.escape(s)}(?!\w|[.,]\d)" for s in sorted(set().union(*map(spelled, AMOUNTS))))
)
"""Any of the amounts, standing by itself."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book with every kind of fact, some of them changed since."""
    folder = tmp_path_factory.mktemp("masked")
    tool = Tool(folder / "home")
    firm = ("deposit_avg=12345678.90", "phone=13812345678", "credit_code=91440300708461136T", "rm=陈经理")
    place = ("district=南山区", "lat=22.543096", "lon=113.957221")
    tool.done("client-add", "新源电子有限公司", "client_no=000001", *firm, *place)
    tool.done("client-set", "000001", "address=深圳市南山区科技园科苑路88号")
    tool.done(
        "client-add", "老名字某", "client_no=000002", "kind=retail", "deposit_avg=3456789.12", "phone=13700001111"
    )
    tool.done("client-set", "000002", "name=张三丰", "phone=0755-26543210")
    for name, text in (("persons", PERSONS), ("holdings", HOLDINGS), ("prospects", PROSPECTS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        tool.done("import", folder / f"{name}.csv", "--as", name, "--date", "2026-11-20")
    tool.done("log-contact", "000001", "M", "聊了新厂房的事", "--on", "2026-11-16", "--person", "欧阳娜娜",
              "--next", "送贷款方案过去", "--next-on", "2026-11-23", "--outcome", "已口头答应")  # fmt: skip
    tool.done("log-contact", "000002", "T", "太太生病住院", "--on", "2026-10-20")
    tool.done("visit", "000001", "--on", "2026-11-23", "--at", "15:00", "--person", "孙小美", "--why", "客户要换会计")
    tool.done("visit", "000002", "--on", "2026-11-24", "--why", "客户要换会计")
    tool.done("client-away", "000002", "--from", "2026-12-01", "--until", "2026-12-03", "--why", "去欧洲看展会")
    tool.done("client-cadence", "000002", "T: every 10d", "--why", "太太生病住院")
    tool.done("occasion-add", "000001", "birthday", "12-18", "客户要换会计", "--person", "王芳婷")
    tool.done("occasion-add", "000001", "other", "2026-12-01", "客户要换会计")
    tool.done("note", "000001", "客户要换会计")
    tool.done("campaign", "加息", "--kind", "retail")
    tool.done("review", "000001", "--done", "--note", "太太生病住院", "--on", "2026-11-20")
    tool.done("plan-week", "next")
    return tool


Build = Callable[[Tool, Path], list[tuple[object, ...]]]

READ: dict[str, list[tuple[object, ...]]] = {
    "today": [(), ("--brief",)],
    "due": [(), ("--until", "2027-01-31")],
    "contacts": [(), ("--matrix",), ("--client", "000001")],
    "plan-week": [("--dry-run",), ("next", "--brief"), ("--why", "000002"), ("--try", "week.visits_per_day=1")],
    "week": [(), ("next", "--brief")],
    "plan-month": [("2026-12", "--dry-run")],
    "plan-quarter": [()],
    "plan-year": [()],
    "clients": [(), ("--due",), ("--find", "张三丰")],
    "client": [("000001",), ("000002",), ("P0001",)],
    "prospects": [
        (),
        ("--all",),
        ("--regrade",),
        ("--funnel",),
        ("--find",),
        *((o, "P0001") for o in ("--explain", "--history")),
    ],
    "coverage": [()],
    "stats": [()],
    "suits": [("000001",), ("000002",)],
    "products": [()],
    "tiers": [(), ("--explain", "000001"), ("--check",)],
    "segment": [(), ("--by", "deposit_avg")],
    "report": [
        ("workbook",),
        ("day", "--brief"),
        ("week", "--brief"),
        ("week",),
        ("month",),
        ("quarter",),
        ("coverage",),
        ("segment",),
    ],
    "cron": [(), ("--windows",)],
    "mappings": [()],
    "occasions": [(), ("--days", "60")],
    "alerts": [()],
    "review": [("000001",), ("000002",)],
    "reviews": [(), ("--due",)],
    "brief": [("000001",), ("000002",)],
    "follow-ups": [()],
    "groups": [()],
    "campaigns": [(), ("加息",)],
    "disclosures": [()],
    "privacy": [()],
    "purge": [(), ("--dry-run",)],
    "undo": [("--list",)],
    "history": [(), ("000001",), ("000002",)],
    "backup": [("--list",), ("--verify",)],
    "doctor": [()],
}
WRITE: dict[str, list[tuple[object, ...]]] = {
    "log-contact": [("000002", "M", "太太生病住院", "--person", "孙小美", "--next", "送贷款方案过去")],
    "contact-set": [("1", "note=去欧洲看展会")],
    "contact-remove": [("1",)],
    "visit": [("000002", "--on", "2026-11-26", "--why", "太太生病住院", "--person", "孙小美")],
    "note": [("000002", "太太生病住院")],
    "note-remove": [("1",)],
    "person-add": [("000002", "孙小美", "phone=13700001111", "note=太太生病住院")],
    "person-set": [("000001", "王芳婷", "name=孙小美", "phone=13700001111")],
    "person-remove": [("000001", "王芳婷")],
    "tag": [("bond", "000002")],
    "holding-add": [("000002", "年金保险", "amount=2345678.91", "contract_no=DQ20260001234")],
    "holding-set": [("1", "amount=3456789.12")],
    "holding-remove": [("1",)],
    "occasion-add": [("000001", "birthday", "农历八月十五", "太太生病住院", "--person", "王芳婷")],
    "occasion-set": [("1", "note=太太生病住院")],
    "occasion-remove": [("1",)],
    "occasion-done": [("000001", "--why", "太太生病住院")],
    "campaign": [("加息", "--kind", "retail")],
    "prospect-take": [("000001", "value=3456789.12", "source=王芳婷")],
    "prospect-trigger": [("P0001", "unhappy", "太太生病住院")],
    "leave": [("--from", "2026-12-07", "--until", "2026-12-08", "--why", "太太生病住院")],
    "client-add": [("周慧敏", "kind=retail", "deposit_avg=3456789", "phone=13700001111")],
    "client-set": [("000002", "name=赵敏敏", "deposit_avg=2345678.91", "address=科技园科苑路88号")],
    "client-away": [("000001", "--until", "2026-11-27", "--why", "去欧洲看展会")],
    "client-cadence": [("000001", "M: every 14d", "--why", "太太生病住院")],
    "merge": [("000001", "000002", "-y")],
    "forget": [("000002", "-y")],
    "prospect-add": [("周慧敏", "value=3456789", "source=王芳婷")],
    "prospect-set": [("P0001", "value=3456789")],
    "prospect-read": [("P0001",)],
    "prospect-won": [("P0001",)],
    "prospect-release": [("P0001", "--why", "太太生病住院")],
    "import": [("LIST", "--dry-run"), ("LIST",)],
    "undo": [("-y",)],
    "redo": [("-y",)],
    "restore": [("BACKUP", "-y")],
}
NOTHING = {
    "export": "tested apart",
    "demo": "a made-up book",
    "completion": "a script",
    **dict.fromkeys(("encrypt", "decrypt", "rekey"), "files and keys"),
    "edit": "an editor",
    "alert-done": "what alerts shows",
    **dict.fromkeys(("follow-up-done", "follow-up-move"), "what follow-ups shows"),
}
"""Commands whose results are none of the book's, or tested apart."""


def test_every_command_is_tested_here() -> None:
    assert {*READ, *WRITE, *NOTHING} >= {*COMMANDS}
    assert {result.partition(" ")[0] for result in RESULTS} <= {*READ}
    assert {
        c: left for c, lines in READ.items() if (left := without(c, (word for line in lines for word in line)))
    } == {}


def leaks(content: str | bytes) -> list[str]:
    """What of the book's confidential values stands in the content."""
    held = content if isinstance(content, bytes) else content.encode()
    found = [raw for raw in (*RAW, "周慧敏", "赵敏敏") if raw.encode() in held]
    return [*found, *EXACT.findall(held.decode("utf-8", "replace"))]


def ran_in(tool: Tool, form: str, *line: object, **how: str) -> tuple[Ran, bytes]:
    """How a command ends, and all that it hands over in a format: a zip's files unpacked."""
    if form != "xlsx":
        ran = tool(*line, "-f", form, **how)
        return ran, ran.out.encode()
    file = tool.home / "handed over.xlsx"
    ran = tool(*line, "-o", file, **how)
    parts = unpacked(file) if ran.code in (0, 1) else {}
    file.unlink(missing_ok=True)
    return ran, b"\0".join(name.encode() + b"\0" + content for name, content in parts.items())


def has_no_calendar(ran: Ran, form: str) -> bool:
    """Whether a calendar file was refused for a result that has no place in one."""
    return form == "ics" and (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", READ)
def test_no_format_of_what_is_read_leaks(full: Tool, command: str, lang: str) -> None:
    for arguments in READ[command]:
        for form in FORMATS:
            ran, handed = ran_in(full, form, command, *arguments, "--mask", lang=lang)
            assert ran.code in (0, 1) or has_no_calendar(ran, form), ran
            assert leaks(handed) == [], (command, arguments, form, ran.out)


@pytest.mark.parametrize("command", WRITE)
def test_no_format_of_what_a_change_says_leaks(full: Tool, tmp_path: Path, command: str) -> None:
    rows = "000002,孙小美,3456789,13700001111\n000009,周慧敏,8765432,13912345678\n,王五,1,\nX,X,坏,\nY,甲公司,1,\n"
    (tmp_path / "list.csv").write_text(f"客户编号,客户名称,日均存款,电话\n{rows}", encoding="utf-8")
    for number, arguments in enumerate(WRITE[command]):
        for form in FORMATS:
            tool = full.copy(tmp_path / f"{number}{form}")
            if command == "redo":
                tool.done("undo", "-y")
            given = {"LIST": tmp_path / "list.csv", "BACKUP": next(tool.home.glob("backups/*.db"), None)}
            line = (command, *(given.get(str(a), a) for a in arguments), "--mask")
            ran, handed = ran_in(tool, form, *line, lang="zh")
            assert ran.code in (0, 1) or has_no_calendar(ran, form), ran
            assert leaks(handed) == [], (*line, form, ran.out)


def test_unmasked_all_of_it_is_there(full: Tool) -> None:
    """The control: without masks the same search finds everything that it looks for."""
    shown = "".join(
        full(command, *arguments, "-f", form, lang="zh").out
        for command in READ
        for arguments in READ[command]
        for form in ("json", "plain")
    )
    found = {*leaks(shown)}
    assert {raw for raw in {*RAW} - found if not re.search("[ -]|wangft", raw)} == set()
    assert [amount for amount in AMOUNTS if spelled(amount).isdisjoint(found)] == []


def unpacked(file: Path) -> dict[str, bytes]:
    """The files of a zip."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_masked_export_leaks_nothing_and_keeps_its_rows(full: Tool, tmp_path: Path) -> None:
    full.done("export", tmp_path / "masked.zip", "--mask")
    full.done("export", tmp_path / "whole.zip")
    found, whole = (unpacked(tmp_path / f"{name}.zip") for name in ("masked", "whole"))
    assert [(name, leaks(content)) for name, content in found.items() if leaks(content)] == []
    lines = [{name: len(content.splitlines()) for name, content in files.items()} for files in (found, whole)]
    assert lines[0] == lines[1]
    assert len(leaks(b"".join(whole.values()))) > 20


def test_a_masked_record_keeps_every_key_and_numbers_stay_numbers(full: Tool) -> None:
    masked, whole = (full.json("client", "000001", *how) for how in ((), ("--mask",)))

    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(each) for key, each in value.items()}
        if isinstance(value, list):
            return [shape(each) for each in value]
        return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__

    assert shape(masked) == shape(whole)


@pytest.mark.parametrize("command", READ)
def test_what_tells_of_no_client_stays_in_a_list_that_is_masked(full: Tool, command: str) -> None:
    """Columns that are words of the data, such as one for each product, are no unknown fields."""
    for arguments in READ[command]:
        shown, masked = (full(command, *arguments, "-f", "csv", *more) for more in ((), ("--mask",)))
        rows, hidden = (list(csv.DictReader(io.StringIO(ran.out))) for ran in (shown, masked))
        assert len(rows) == len(hidden)
        for row, kept in zip(rows, hidden, strict=True):
            assert [*row] == [*kept]
            words = [column for column in row if field(column) is None]
            assert [kept[column] for column in words] == [row[column] for column in words]


def test_a_list_of_coverage_keeps_its_products(full: Tool) -> None:
    (first, *_) = csv.DictReader(io.StringIO(full.done("coverage", "-f", "csv", "--mask")))
    assert (first["demand-deposit"], first["payroll"]) == ("held", "suits")


def test_masks_hide_by_rule(full: Tool) -> None:
    firm = full.json("client", "000001", "--mask")
    assert (firm["name"], firm["phone"], firm["credit_code"]) == ("新源电子有限公司", "138****5678", "****136T")
    assert firm["address"] == "深圳市南山区***"
    assert firm["balances"][0]["amount"] == 12000000
    assert firm["people"][0] == {
        "name": "王**",
        "title": "财务总监",
        "power": None,
        "phone": "139****5678",
        "email": "w***@xinyuan.example",
        "birthday": "***",
        "note": "***",
    }
    person = full.json("client", "000002", "--mask")
    assert (person["name"], person["phone"]) == ("张**", "0755-****3210")


def test_a_key_that_nobody_has_classed_is_withheld() -> None:
    from rmtool.core.masks import Known
    from rmtool.show.masking import Masks

    assert Masks(Known({}, {})).value({"unheard_of": "王芳", "client_no": "1", "also_new": 5}) == {
        "unheard_of": "***",
        "client_no": "1",
        "also_new": None,
    }


def test_every_key_of_every_result_has_a_class(full: Tool) -> None:
    """Under masks a key without a class would be withheld: this says which ones are missing."""
    from rmtool.core.privacy import KEYED_BY_DATA

    missing = set()

    def walk(value: object, key: str) -> None:
        if isinstance(value, dict):
            for inner, each in value.items():
                if key not in KEYED_BY_DATA and field(inner, key) is None:
                    missing.add(inner)
                walk(each, inner)
        elif isinstance(value, list):
            for each in value:
                walk(each, key)

    for command, listed in READ.items():
        for arguments in listed:
            walk(json.loads(full(command, *arguments, "-f", "json").out), "")
    assert missing == set()
