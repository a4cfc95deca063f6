"""Files made to do harm, brought in by the command line: each is one sentence, or read for what it is; never a bug.

Not: hostile workbooks one by one (intake/test_workbooks.py), hostile text in sound files (test_hostile.py).
"""

import csv
import io
import os
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from rmtool.core.periods import Span
from rmtool.errors import InputError
from rmtool.intake import event_times, exported, text_files, vcards, zips
from rmtool.intake.archives import inflated_size
from rmtool.intake.calendars import read_busy
from rmtool.intake.sheets import read_sheets

from .commands_kit import Tool
from .intake.lists_kit import open_document, repacked

WEEK = Span(date(2026, 11, 23), date(2026, 11, 29))
CLIENTS = b"client_no,name,status,entered\r\n1,A,active,2026-01-01\r\n"
PAGE = '<html><head><meta charset="{}"></head><table><tr><td>client_no<td>name</tr><tr><td>1<td>A{}</tr></table>'


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """A book with nothing in it."""
    made = Tool(tmp_path / "home")
    made.done("clients")
    return made


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return zipped.getvalue()


def export(**files: bytes) -> bytes:
    """An exported book with further files, `other__plan` being `other/plan.csv`."""
    named = {f"{name.replace('__', '/')}.csv": content for name, content in files.items()}
    return packed({"clients.csv": CLIENTS, **named})


def flooded(data: bytes, count: int) -> bytes:
    """The zip with its first file listed `count` times more."""
    end = data.rfind(b"PK\5\6")
    size, start = struct.unpack_from("<II", data, end + 12)
    listed = data[start : start + size]
    entry = listed[: 46 + struct.unpack_from("<H", listed, 28)[0]]
    many = listed + entry * count
    closing = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, len(many), start, 0)
    return data[:start] + many + closing


def listed_as(data: bytes, offset: int, form: str, value: int) -> bytes:
    """The zip with a figure of its first file's entry changed."""
    changed = bytearray(data)
    struct.pack_into(form, changed, changed.find(b"PK\1\2") + offset, value)
    return bytes(changed)


def scrambled(data: bytes) -> bytes:
    at = data.find(b"clients.csv") + 21
    return data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + 30]) + data[at + 30 :]


SLIPS = ("../../x.csv", "/etc/x.csv", "C:\\x.csv", "other\\..\\x.csv", "other/CON.csv", "other/visit.csv.", "NUL.csv")

BOOKS: dict[str, Callable[[], bytes]] = {
    "more files than their names are worth": lambda: flooded(export(), 20_000),
    "far more text than packed": lambda: export(contacts=b"date,client_no,code\r\n" + b" " * 8_000_000),
    "packed by another method": lambda: packed({"clients.csv": CLIENTS}, zipfile.ZIP_BZIP2),
    "packed by another method, and broken": lambda: scrambled(packed({"clients.csv": CLIENTS}, zipfile.ZIP_LZMA)),
    "broken": lambda: scrambled(export()),
    "locked": lambda: listed_as(export(), 8, "<H", 1),
    "lies about its size": lambda: listed_as(export(), 24, "<I", 4_000_000_000),
    "two files in one place": lambda: listed_as(export(), 42, "<I", 10),
    "a file beyond its end": lambda: listed_as(export(), 42, "<I", 0xFFFFFFF0),
    "a zip in a zip": lambda: packed({"clients.csv": CLIENTS, "inner.zip": export()}),
    "a file of rows without end": lambda: export(other__plan=b"week,saved_on,fingerprint,summary\r\n" + b'"' * 99_999),
    "json without end": lambda: export(
        other__plan=b'week,saved_on,fingerprint,summary\r\n2026-11-23,2026-11-20,x,"{""a"":' + b"[" * 90_000 + b'"\r\n'
    ),
    **{f"a file called {name}": lambda name=name: packed({"clients.csv": CLIENTS, name: b"x"}) for name in SLIPS},
    "a file named from right to left": lambda: packed({"clients.csv": CLIENTS, "other/\u202evsc.csv": b"x"}),
    "a cell that acts": lambda: export(contacts=b"date,client_no,code\r\n\x1b[31m,1,T\r\n"),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_hostile_book_is_refused_with_a_sentence(tool: Tool, tmp_path: Path, name: str) -> None:
    (tmp_path / "book.zip").write_bytes(BOOKS[name]())
    before = set(tmp_path.rglob("*"))
    refused = tool.refused(4, "import", tmp_path / "book.zip")
    assert refused.startswith("book.zip") and "\x1b" not in refused and "\u202e" not in refused
    assert set(tmp_path.rglob("*")) == before


def test_a_book_with_more_cells_than_a_book_has_is_refused(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exported, "MAX_CELLS", 8)
    exported.read_export(export(), "x")
    with pytest.raises(InputError, match="too_large"):
        exported.read_export(export(contacts=b"date,client_no,code\r\n" + b"a,b,c\r\n" * 3), "x")


def test_files_listed_more_often_than_any_zip_has_are_not_even_named() -> None:
    with pytest.raises(zips.BombError):
        zips.files_of(flooded(export(), zips.MOST_FILES))
    assert inflated_size(flooded(export(), zips.MOST_FILES)) == 0


# Calendars without end

EVENT = "BEGIN:VCALENDAR\n{}BEGIN:VEVENT\nUID:1\nSUMMARY:board\n{}\nEND:VEVENT\nEND:VCALENDAR\n"
SINCE_2020 = "DTSTART:20200101T090000\nDTEND:20200101T100000\nRRULE:"
ZONE = "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0900\n"
CLOCK = ",".join(map(str, range(60)))


@pytest.mark.parametrize(
    "event",
    [
        f"{SINCE_2020}FREQ=SECONDLY",
        f"{SINCE_2020}FREQ=DAILY;BYSETPOS=300",
        f"{SINCE_2020}FREQ=DAILY;BYYEARDAY=366;BYMONTH=3",
        f"{SINCE_2020}FREQ=DAILY;COUNT=3;BYMONTH=13",
        f"{SINCE_2020}FREQ=YEARLY;BYYEARDAY=400",
        f"{SINCE_2020}FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        f"{SINCE_2020}FREQ=DAILY;BYMINUTE={CLOCK};BYSECOND={CLOCK}",
        f"{SINCE_2020}FREQ=DAILY;INTERVAL={'9' * 5000}",
        SINCE_2020.removesuffix("RRULE:") + "RRULE:FREQ=DAILY\n" * 2_000,
    ],
)
def test_a_recurrence_that_never_comes_true_or_never_ends_is_told_and_left_out(tmp_path: Path, event: str) -> None:
    (tmp_path / "own.ics").write_text(EVENT.format("", event), encoding="utf-8")
    read = read_busy([tmp_path / "own.ics"], WEEK)
    assert [(said.key, dict(said.values)["event"]) for said in read.warnings] == [
        ("calendars.unreadable_event", "board")
    ]
    assert read.busy == []


def test_recurrences_that_take_long_together_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_times.Patience.__init__, "__defaults__", (2_000,))
    events = "\n".join([f"{SINCE_2020}FREQ=YEARLY\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:more"] * 9)
    (tmp_path / "own.ics").write_text(EVENT.format("", events + f"\n{SINCE_2020}FREQ=YEARLY"), encoding="utf-8")
    assert read_busy([tmp_path / "own.ics"], WEEK).warnings


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"])
def test_a_zone_that_changes_all_the_time_is_not_known(tmp_path: Path, rule: str) -> None:
    zone = f"{ZONE}RRULE:{rule}\nEND:STANDARD\nEND:VTIMEZONE\n"
    event = "DTSTART;TZID=Z:20261124T090000\nDTEND;TZID=Z:20261124T100000"
    (tmp_path / "own.ics").write_text(EVENT.format(zone, event), encoding="utf-8")
    read = read_busy([tmp_path / "own.ics"], WEEK)
    assert [said.key for said in read.warnings] == ["calendars.unknown_zone"] and len(read.busy) == 1


def test_of_zones_without_number_a_few_are_named(tmp_path: Path) -> None:
    event = "DTSTART;TZID=Q{0}{1}:20261124T090000\nEND:VEVENT\nBEGIN:VEVENT\nUID:{0}"
    events = "\n".join(event.format(n, "x" * 500) for n in range(40))
    (tmp_path / "own.ics").write_text(EVENT.format("", events), encoding="utf-8")
    zones = [said for said in read_busy([tmp_path / "own.ics"], WEEK).warnings if "zone" in said.key]
    assert [said.key for said in zones] == ["calendars.unknown_zone"] * 5 + ["calendars.more_zones"]
    assert all(len(str(dict(said.values).get("zone"))) <= 60 for said in zones)


# Text in odd encodings


@pytest.mark.parametrize(
    "charset", ["zlib", "bz2", "hex", "quopri", "uu", "rot13", "base64", "idna", "punycode", "utf-99"]
)
def test_a_page_that_names_no_encoding_of_text_is_refused(tool: Tool, tmp_path: Path, charset: str) -> None:
    (tmp_path / "list.xls").write_bytes(PAGE.format(charset, "é").encode("latin-1"))
    assert tool.refused(4, "import", tmp_path / "list.xls").startswith("list.xls is written in neither")
    (tmp_path / "list.csv").write_bytes(b"client_no,name\n1,A\n")
    assert "no encoding" in tool.refused(2, "import", tmp_path / "list.csv", "--encoding", charset)


@pytest.mark.parametrize("charset", ["punycode", "idna", "zlib", "unicode_escape", "nope"])
def test_a_card_in_no_encoding_of_text_is_read_as_utf8(tmp_path: Path, charset: str) -> None:
    value = "=E5=BC=A0=E4=B8=89"
    card = f"BEGIN:VCARD\nFN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{value}\nORG:A\nEND:VCARD\n"
    (tmp_path / "card.vcf").write_text(card, encoding="ascii")
    assert read_sheets(tmp_path / "card.vcf")[0].rows[1][:2] == ["A", "张三"]


def test_cards_with_more_lines_than_a_text_file_may_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vcards, "MAX_ROWS", 50)
    (tmp_path / "card.vcf").write_text("BEGIN:VCARD\n" * 60, encoding="ascii")
    with pytest.raises(InputError, match="too_long"):
        read_sheets(tmp_path / "card.vcf")


def test_a_list_of_more_different_cells_than_memory_is_for_is_refused_and_one_that_repeats_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_files, "MAX_APART", 25_000)
    rows = 30_000
    for name, cells in (("apart", range(rows)), ("alike", [7] * rows)):
        text = "".join(f"{cell},{number % 9}\n" for number, cell in enumerate(cells))
        (tmp_path / f"{name}.csv").write_text("client_no,deposit\n" + text, encoding="utf-8")
    with pytest.raises(InputError, match="too_much"):
        read_sheets(tmp_path / "apart.csv")
    assert len(read_sheets(tmp_path / "alike.csv")[0].rows) == rows + 1


# What is no file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_instead_of_waited_for(tool: Tool, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for code, *line in ((4, "import"), (4, "plan-week", "next", "--busy"), (3, "clients", "--rules"), (6, "restore")):
        assert str(tmp_path / "pipe") in tool.refused(code, *line, tmp_path / "pipe")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")
def test_a_device_without_end_is_refused(tool: Tool) -> None:
    assert tool.refused(4, "import", "/dev/zero").startswith("/dev/zero")


@pytest.mark.parametrize(
    "line",
    [
        (4, "import"),
        (4, "plan-week", "next", "--busy"),
        (3, "plan-week", "next", "--try"),
        (3, "clients", "--rules"),
        (6, "clients", "-f", "csv", "-o"),
        (6, "backup"),
        (6, "restore"),
        (6, "export"),
    ],
)
def test_a_name_too_long_for_any_file_is_a_sentence(tool: Tool, line: tuple[int, ...]) -> None:
    code, *words = line
    assert "Errno" not in tool.refused(code, *words, "a" * 5_000)


# Text without end in a heading's place


@pytest.mark.parametrize("unit", ["万", "1/", "年", "截至", "元", "   ", "(", "1月", "单位："])
@pytest.mark.parametrize("place", ["heading", "title"])
def test_a_page_of_text_where_headings_stand_is_read_over(tool: Tool, tmp_path: Path, unit: str, place: str) -> None:
    """Looking for units and dates in it would take minutes; the test run is stopped if it does."""
    page = unit * (60_000 // len(unit))
    rows = [["client_no", "name", "deposit"], *[[f"C{n}", f"Firm {n}", "5"] for n in range(5)]]
    if place == "title":
        rows.insert(0, [page])
    else:
        rows = [[*row, f"x{page}x" if number == 0 else "x"] for number, row in enumerate(rows)]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert [imported["added"] for imported in tool.json("import", tmp_path / "list.csv")] == [5]


def test_no_warning_of_a_library_reaches_the_user(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "list.xls").write_bytes(PAGE.format("unicode_escape", "\\q\xe9").encode("latin-1"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert tool("import", tmp_path / "list.xls").code == 4
    assert text_files.encoding_named("unicode_escape") is None


# Names of files made from what a file says


@pytest.mark.parametrize("sheet", ["../../x", "a\u202egpj", "长" * 3_000, "CON", "x. ", "..", "a&#10;b", "a&#x202e;b"])
def test_rows_set_aside_lie_beside_their_list_whatever_its_sheet_is_called(
    tool: Tool, tmp_path: Path, sheet: str
) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [("client_no", "name", "deposit"), *((n, f"Firm {n}", n) for n in range(30)), ("99", "Z", "5..x")]
    lines = ("<table:table-row>" + "".join(map(cell.format, row)) + "</table:table-row>" for row in rows)
    document = open_document("".join(lines))
    named = repacked(document, lambda _, xml: re.sub(b'table:name="[^"]*"', f'table:name="{sheet}"'.encode(), xml))
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "list.ods").write_bytes(named)
    before = set(tmp_path.rglob("*"))
    assert tool("import", folder / "list.ods").code == 1
    (made,) = [path for path in set(tmp_path.rglob("*")) - before if path.suffix == ".csv"]
    assert made.parent == folder and made.name.endswith(".set-aside.csv")
    assert made.name.isprintable() and len(made.name.encode()) <= 255


def test_the_longest_name_that_a_list_can_have_leaves_room_for_rows_set_aside(tool: Tool, tmp_path: Path) -> None:
    rows = "".join(f"{n},Firm {n},5\n" for n in range(30))
    file = tmp_path / ("长" * 83 + ".csv")
    file.write_text(f"client_no,name,deposit\n{rows}99,Z,5..x\n", encoding="utf-8")
    assert tool("import", file).code == 1
    assert len(list(tmp_path.glob("*.set-aside.csv"))) == 1
