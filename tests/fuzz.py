"""Fuzzing of every reader and of the rules: sound files are mutated inside — cells, XML, records, YAML trees — packed
again and read. Run by `make fuzz MINUTES=10`; deterministic by seed. Not: a test (what it found is in test_hostile_*).

A reader may take a file or refuse it with a sentence. Anything else, and whatever takes longer than SLOW, is a crash:
its seed is printed, and `python -m tests.fuzz --seed N --kind KIND` reads that one file again.
"""

import argparse
import csv
import io
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rmtool import lang
from rmtool.core.periods import Span
from rmtool.errors import RmtoolError
from rmtool.intake.calendars import read_busy
from rmtool.intake.catalogue import compile_catalogue
from rmtool.intake.exported import read_export
from rmtool.intake.holiday_table import compile_table
from rmtool.intake.records import read_list
from rmtool.intake.rules_file import compile_rules, shipped
from rmtool.lang import say

from .intake.lists_kit import open_document, options, workbook

SLOW = 20.0
"""Seconds that no file of a few kilobytes may take."""

WEEK = Span(date(2026, 11, 23), date(2026, 11, 29))

CELLS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1.5万",
        "１０００",
        "1e400",
        "nan",
        "9" * 400,
        "١٢",
        "2026-11-25",
        "2026/13/45",
        "45000",
        "11月5日",
    ),
    *(
        "T",
        "电话、面谈",
        "合计",
        "小计：",
        "=1+1",
        "'=1",
        "\u202eabc",
        "\x1b[31m",
        "a\0b",
        "e\u0301" * 40,
        "长" * 3000,
        "、" * 500,
    ),
    *(
        "客户名称",
        "余额（万元）",
        "单位：元/万元",
        "91440300192180687H",
        "440301199001011234",
        "#REF!",
        "TRUE",
        "—",
        "同上",
        "℡",
    ),
)
LISTS: dict[str, Sequence[Sequence[object]]] = {
    "clients": [
        [
            "客户编号",
            "客户名称",
            "统一社会信用代码",
            "日均存款（万元）",
            "贷款余额",
            "行业",
            "所属区",
            "成立日期",
            "标签",
        ],
        *(
            [f"C{n}", f"华强{n}电子有限公司", "", 100 * n, "5,000", "制造业", "福田区", "2001-02-03", "重点、a"]
            for n in range(8)
        ),
    ],
    "contacts": [
        ["日期", "客户名称", "方式", "时间", "备注", "联系人", "时长"],
        *(["2026-11-0" + str(n + 1), f"华强{n}", "电话", "9:30", "谈了授信", "王强", 30] for n in range(8)),
    ],
    "calendar": [
        ["2026年11月联系记录"],
        ["客户名称", *range(1, 15)],
        *([f"华强{n}", *"TE M  T  W M  "] for n in range(6)),
    ],
    "holdings": [
        ["客户名称", "产品", "金额", "起息日", "到期日", "利率"],
        *([f"华强{n}", "大额存单", "100万", "2026-01-01", "2027-01-01", "2.35%"] for n in range(6)),
    ],
    "prospects": [
        ["客户名称", "价值", "可能性", "阶段", "来源"],
        *([f"海川{n}", "2000万", "60%", "洽谈", "介绍"] for n in range(6)),
    ],
}
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:王强\r\nN:王;强;;;\r\nORG:华强电子;财务部\r\n"
    "TEL;TYPE=CELL:13800138000\r\nEND:VCARD\r\n"
)
EVENT = (
    "BEGIN:VEVENT\r\nUID:1@x\r\nDTSTART;TZID=Asia/Shanghai:20261123T090000\r\nDTEND;TZID=Asia/Shanghai:20261123T100000\r\n"
    "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,WE;COUNT=20\r\nEXDATE:20261125T010000Z\r\nSUMMARY:例会\r\nEND:VEVENT\r\n"
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
    "TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" + EVENT * 3 + "END:VCALENDAR\r\n"
)
SPREADSHEET = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>{}</Table></Worksheet>'
    "</Workbook>"
)
MAIL = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    'Content-Type: text/html; charset="utf-8"\r\n\r\n{}\r\n--b--\r\n'
)

WORDS = (
    b"0",
    b"-1",
    b"99999999",
    b"4294967296",
    b"",
    b"&#57;",
    b"&x;",
    b"<",
    b"]]>",
    b"A1",
    b"XFD1048576",
    b"\xff",
    b"\0",
    b"s",
    b"e",
)
FIELDS = (
    "FREQ=SECONDLY",
    "INTERVAL=0",
    "COUNT=0",
    "BYSETPOS=9",
    "BYDAY=9MO",
    "BYMONTHDAY=31",
    "BYMONTH=2",
    "UNTIL=0",
    "X=" * 50,
)


def table(chance: random.Random) -> list[list[object]]:
    """One of the lists with some cells, rows or columns changed."""
    rows = [list(row) for row in LISTS[chance.choice(sorted(LISTS))]]
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        row = chance.choice(rows)
        match chance.randrange(8):
            case 0:
                rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))
            case 1:
                rows.remove(row)
                rows = rows or [[""]]
            case 2:
                row.insert(chance.randrange(len(row) + 1), chance.choice(CELLS))
            case 3 if row:
                row.pop(chance.randrange(len(row)))
            case 4:
                at = chance.randrange(max(map(len, rows)) + 1)
                for each in rows:
                    each.insert(at, chance.choice(CELLS))
            case _ if row:
                row[chance.randrange(len(row))] = chance.choice(CELLS)
    return rows


def spoilt(data: bytes, chance: random.Random, most: int = 3) -> bytes:
    """The bytes with a few pieces replaced, doubled, dropped or moved; at times untouched."""
    for _ in range(chance.randrange(most + 1)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 8, 40)))
        match chance.randrange(5):
            case 0:
                data = data[:at] + chance.choice(WORDS) + data[end:]
            case 1:
                data = data[:at] + data[end:]
            case 2:
                data = data[:end] + data[at:]
            case 3:
                other = chance.randrange(len(data) + 1)
                data = data[:at] + data[other : other + 30] + data[end:]
            case _:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return data


def repacked(data: bytes, chance: random.Random) -> bytes:
    """The zip with one of its parts spoilt inside, and packed again; at times spoilt from outside."""
    if chance.random() < 0.1:
        return spoilt(data, chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = chance.choice(
            [name for name in names if "sheet" in name or "content" in name or name.endswith(".csv")] or names
        )
        hit = chance.choice(names) if chance.random() < 0.2 else hit
        for name in names:
            content = old.read(name)
            new.writestr(name, xml_spoilt(content, chance) if name == hit else content)
    return packed.getvalue()


def xml_spoilt(xml: bytes, chance: random.Random) -> bytes:
    """XML with attributes' values, texts or tags changed where they stand, so that it often stays XML."""
    if chance.random() < 0.3:
        return spoilt(xml, chance, 1)
    for _ in range(chance.randrange(3)):
        quotes = [at for at in range(len(xml)) if xml[at] in b'">'][:4_000]
        if not quotes:
            return xml
        at = chance.choice(quotes) + 1
        end = min((found for found in (xml.find(b'"', at), xml.find(b"<", at)) if found >= 0), default=at)
        xml = xml[:at] + chance.choice(WORDS) + xml[max(at, end) :]
    return xml


def text_of(rows: Sequence[Sequence[object]], chance: random.Random) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=chance.choice(",,,\t;|")).writerows(rows)
    return written.getvalue().encode(chance.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace")


def page_of(rows: Sequence[Sequence[object]]) -> str:
    lines = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><table>{''.join(lines)}</table></body></html>"


def ods_of(rows: Sequence[Sequence[object]]) -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("<table:table-row>" + "".join(cell.format(escaped(c)) for c in row) + "</table:table-row>" for row in rows)
    return open_document("".join(lines))


def escaped(cell: object) -> str:
    kept = "".join(c for c in str(cell) if c.isprintable() or c == " ")
    return kept.replace("&", "&amp;").replace("<", "&lt;")


def xml_of(rows: Sequence[Sequence[object]]) -> bytes:
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    lines = ("<Row>" + "".join(cell.format(escaped(c)) for c in row) + "</Row>" for row in rows)
    return SPREADSHEET.format("".join(lines)).encode()


def export_of(chance: random.Random) -> bytes:
    tables = {
        "clients.csv": [
            ["client_no", "name", "status", "entered", "kind", "tag"],
            ["1", "华强", "active", "2026-01-01", "corporate", "a、b"],
        ],
        "balances-20261101.csv": [["client_no", "deposit"], ["1", "5.00"]],
        "contacts.csv": [["date", "client_no", "code", "note"], ["2026-11-01", "1", "M", "谈"]],
        "other/visit.csv": [["client_no", "week", "status", "start"], ["1", "2026-11-23", "planned", "540"]],
        "other/plan.csv": [["week", "saved_on", "fingerprint", "summary"], ["2026-11-23", "2026-11-20", "x", "{}"]],
        "other/cadence.csv": [["client_no", "code", "cadence"], ["1", "M", "every 14d"]],
    }
    for _ in range(chance.choice((0, 1, 2))):
        rows = tables[chance.choice(sorted(tables))]
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(CELLS)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            archive.writestr(name, text.getvalue())
    return packed.getvalue()


def lines_spoilt(text: str, chance: random.Random, values: Sequence[str]) -> str:
    """A text of lines with some dropped, doubled, moved, or given another value, name or indentation."""
    lines = text.splitlines(keepends=True)
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2:
                lines[at] = " " * chance.randrange(6) + lines[at].lstrip()
            case 3:
                name, colon, _ = lines[at].partition(":")
                lines[at] = f"{name}{colon} {chance.choice(values)}\r\n"
            case 4:
                _, colon, rest = lines[at].partition(":")
                lines[at] = f"{chance.choice(values)}{colon}{rest}"
            case _:
                whole = "".join(lines)
                lines = spoilt(whole.encode(), chance, 1).decode("utf-8", "replace").splitlines(keepends=True)
        lines = lines or ["\n"]
    return "".join(lines)


YAML = (
    *(
        "!!python/object/apply:os.system [x]",
        "&a [*a, *a]",
        "*a",
        "{<<: *a}",
        "[" * 60,
        "{a: " * 30,
        ".nan",
        "-.inf",
        "1e999",
        "0o17",
    ),
    *(
        "190:20:30",
        "9" * 5_000,
        "~",
        "'",
        '"',
        "- - -",
        "? x",
        "|",
        ">",
        "%TAG",
        "2026-11-25",
        "yes",
        "1000万",
        "[1, {a: b}]",
        "any",
    ),
    *(
        "≥ 1000万",
        "every 10d",
        "1 per week",
        "9:00-25:00",
        "0.5",
        "150%",
        "\t",
        "null",
        "---",
        "\x07",
        "\u202e",
        "a" * 300,
        "(a+)+$",
    ),
)


def lists_reader(make: Callable[[random.Random], bytes], name: str) -> Callable[[random.Random, Path], None]:
    def read(chance: random.Random, folder: Path) -> None:
        file = folder / name
        file.write_bytes(make(chance))
        for reading in read_list(
            file, options(chance.choice((None, None, None, "clients", "contacts", "holdings", "persons")))
        ):
            for sentence in (*reading.warnings, *(reason for aside in reading.set_aside for reason in aside.reasons)):
                say(sentence)

    return read


def calendar_reader(chance: random.Random, folder: Path) -> None:
    (folder / "c.ics").write_text(lines_spoilt(CALENDAR, chance, (*FIELDS, *CELLS)), "utf-8", "replace", newline="")
    for sentence in read_busy([folder / "c.ics"], WEEK).warnings:
        say(sentence)


def yaml_reader(name: str, compile_text: Callable[[str, str], object]) -> Callable[[random.Random, Path], None]:
    text = shipped(name).read_text("utf-8")

    def read(chance: random.Random, folder: Path) -> None:
        compile_text(lines_spoilt(text, chance, YAML), name)

    return read


KINDS: dict[str, Callable[[random.Random, Path], None]] = {
    "csv": lists_reader(lambda c: spoilt(text_of(table(c), c), c, 1), "l.csv"),
    "xlsx": lists_reader(lambda c: repacked(workbook({"S": table(c), "月": table(c)}), c), "l.xlsx"),
    "ods": lists_reader(lambda c: repacked(ods_of(table(c)), c), "l.ods"),
    "html": lists_reader(lambda c: xml_spoilt(page_of(table(c)).encode("utf-8", "replace"), c), "l.xls"),
    "xml": lists_reader(lambda c: xml_spoilt(xml_of(table(c)), c), "l.xml"),
    "mht": lists_reader(lambda c: spoilt(MAIL.format(page_of(table(c))).encode("utf-8", "replace"), c), "l.mht"),
    "vcf": lists_reader(lambda c: lines_spoilt(CARD * 5, c, CELLS).encode("utf-8", "replace"), "l.vcf"),
    "ics": calendar_reader,
    "export": lambda c, folder: [None for _ in read_export(repacked(export_of(c), c), "book.zip").others] and None,
    "rules": yaml_reader("tiers.yaml", compile_rules),
    "pyramid": yaml_reader("pyramid.yaml", compile_rules),
    "holidays": yaml_reader("holidays.yaml", compile_table),
    "catalogue": yaml_reader("products.yaml", compile_catalogue),
}


APART = frozenset({"xlsx", "ods", "html", "xml", "mht"})
"""Kinds that are read in a process of their own, which takes its time: of the others so many more are tried."""

MORE = 10


def attempt(kind: str, seed: int, folder: Path) -> str:
    """How one file is met: accepted, refused, slow, or the last lines of a crash."""
    started = time.monotonic()
    try:
        KINDS[kind](random.Random(f"{kind} {seed}"), folder)
        end = "accepted"
    except RmtoolError as error:
        for sentence in (error.message, *error.details):
            say(sentence)
        end = "refused"
    except Exception:
        return "crashed\n" + "".join(traceback.format_exc().splitlines(keepends=True)[-7:])
    return end if time.monotonic() - started < SLOW else f"slow: {time.monotonic() - started:.0f} s"


def main() -> int:
    """Tries files of every kind in turn until the time is over; 1 if any crashed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--seed", type=int, default=0, help="the first seed")
    asked.add_argument("--kind", choices=sorted(KINDS), help="that seed of one kind alone")
    given = asked.parse_args()
    lang.strict = True
    if given.kind:
        with TemporaryDirectory(prefix="rmtool-fuzz-") as folder:
            print(attempt(given.kind, given.seed, Path(folder)))
        return 0
    kinds = list(KINDS)
    until, seed = time.monotonic() + 60 * given.minutes, given.seed
    counts = {kind: Counter[str]() for kind in kinds}
    failed = 0
    with TemporaryDirectory(prefix="rmtool-fuzz-") as folder:
        while time.monotonic() < until:
            for kind in kinds:
                for each in (seed,) if kind in APART else range(seed * MORE, (seed + 1) * MORE):
                    end = attempt(kind, each, Path(folder))
                    counts[kind][end.split("\n")[0].split(":")[0]] += 1
                    if end not in ("accepted", "refused"):
                        failed += 1
                        print(f"--kind {kind} --seed {each}: {end}", flush=True)
            seed += 1
    print(f"{'kind':10}{'tried':>8}{'accepted':>10}{'refused':>9}{'slow':>6}{'crashed':>9}")
    for kind, count in counts.items():
        ends = (count["accepted"], count["refused"], count["slow"], count["crashed"])
        print(f"{kind:10}{count.total():>8}{ends[0]:>10}{ends[1]:>9}{ends[2]:>6}{ends[3]:>9}")
    print(f"seeds {given.seed} to {seed - 1}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
