"""Workbooks that are locked, hostile or odd: what opens them, what is refused, and that no parser takes us down."""

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest

from rmtool.errors import InputError
from rmtool.intake import apart, protected, workbooks
from rmtool.intake.grid import Sheet
from rmtool.intake.sheets import read_sheets
from rmtool.intake.workbooks import read_workbook

from .lists_kit import DATA, needs_data, open_document, repacked, workbook, write

BOMBS = Path(__file__).parents[3] / "shared" / "tools" / "fault" / "make_bombs.py"
PLAIN = workbook({"S": [["name", "deposit"], ["A", 5]]})
SECONDS, MEGABYTES = 10, 1000

linux_only = pytest.mark.skipif(not apart.can_cap_memory(), reason="memory can't be capped here")


def refusal(data: bytes, password: workbooks.Password = None) -> str:
    with pytest.raises(InputError) as caught:
        read_workbook(data, "list.xlsx", password)
    return caught.value.message.key


def locked(data: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    packed = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, packed)
    return packed.getvalue()


LOCKED = locked(PLAIN, "万里长城")


def test_every_kind_of_cell_comes_back_from_a_process_apart() -> None:
    cells = ["\n,\"\u2028'", 0.1, -5.0, True, date(2026, 11, 22), datetime(2026, 11, 22, 9, 30, 15), "1e5", "\u0661"]
    sheets = read_workbook(workbook({"甲": [[], cells], "B": []}, hidden=["B"]), "x")
    assert [(sheet.name, sheet.visible) for sheet in sheets] == [("甲", True), ("B", False)]
    assert sheets[0].rows == [[""] * 8, [cell if cell is not True else "TRUE" for cell in cells]]
    times = [clock(9, 30), timedelta(days=2, seconds=5), datetime(1900, 1, 1), date(2026, 1, 1)]
    assert [apart._moment(apart._marked(moment)) for moment in times] == times
    assert apart._moment("\0d2026") == "d2026"


@pytest.mark.parametrize("cells", [[True, 1, 0, False], [1, True, False, 0]])
def test_truth_values_and_figures_in_one_column_stay_what_they_are(cells: list[object]) -> None:
    """They are equal to Python, and a column keeps equal cells once: so the one are text before it is packed."""
    as_shown = {"True": "TRUE", "False": "FALSE", "1": 1.0, "0": 0.0}
    read = read_workbook(workbook({"S": [["heading"], *([cell] for cell in cells)]}), "x")
    assert [row[0] for row in read[0].rows[1:]] == [as_shown[str(cell)] for cell in cells]


def test_what_lies_in_the_users_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rmtool", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(open('ran', 'w').close())", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert apart.read_apart(PLAIN, "x")[0].rows == [["name", "deposit"], ["A", 5.0]]
    assert not (tmp_path / "ran").exists()


def test_hidden_rows_comments_merged_cells_and_padded_numbers_are_told() -> None:
    import xlsxwriter

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed)
    zeros, cents = book.add_format({"num_format": "000000"}), book.add_format({"num_format": "0.00"})
    for name in ("first", "甲 & 乙"):
        sheet = book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, 1, "title")
        sheet.write(1, 0, 123, zeros)
        sheet.write(2, 0, 1234567, zeros)
        sheet.write(3, 0, 12.5, cents)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_comment(3, 1, f"met on {name}", {"author": "RM"})
    book.close()
    sheets = read_workbook(packed.getvalue(), "x")
    assert [s.hidden_rows for s in sheets] == [frozenset({2})] * 2
    assert [s.merged for s in sheets] == [((0, 0, 0, 1),)] * 2
    assert [dict(s.comments) for s in sheets] == [{(3, 1): "met on first"}, {(3, 1): "met on 甲 & 乙"}]
    assert [row[0] for row in sheets[1].rows] == ["title", "000123", "1234567", 12.5]


@needs_data
def test_a_workbook_that_counts_from_1904_says_so() -> None:
    folder = DATA / "spreadsheets"
    assert read_sheets(folder / "calamine_date_1904.xlsx")[0].since_1904
    assert not read_sheets(folder / "calamine_date.xlsx")[0].since_1904


def test_a_locked_workbook_opens_with_the_password_that_is_given_or_asked_for() -> None:
    rows = [["name", "deposit"], ["A", 5.0]]
    assert read_workbook(LOCKED, "x", "万里长城")[0].rows == rows
    asked: list[str] = []
    answers = iter(["wrong", "万里长城"])

    def ask(file: str) -> str:
        asked.append(file)
        return next(answers)

    assert read_workbook(LOCKED, "x", ask)[0].rows == rows
    assert asked == ["x", "x"]


def test_a_workbook_locked_only_against_changes_opens_by_itself() -> None:
    assert read_workbook(locked(PLAIN, protected.DEFAULT_PASSWORD), "x")[0].rows[1] == ["A", 5.0]


@needs_data
def test_an_old_workbook_under_a_password_is_unlocked_without_touching_the_disk() -> None:
    data = (DATA / "spreadsheets" / "calamine_issue_385.xls").read_bytes()
    assert [sheet.name for sheet in read_workbook(data, "x")] == ["Sheet1"]


@pytest.mark.parametrize(
    ("password", "key"),
    [(None, "password"), ("wrong", "wrong_password"), (lambda _: None, "wrong_password"), ("", "password")],
)
def test_a_locked_workbook_stays_shut_without_its_password(password: workbooks.Password, key: str) -> None:
    assert refusal(LOCKED, password) == f"files.{key}"


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protected, "is_available", lambda: False)
    assert refusal(LOCKED, "万里长城") == "files.no_unlocking"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_locked_workbooks_that_were_cut_off_are_refused(cut: float) -> None:
    assert refusal(LOCKED[: int(len(LOCKED) * cut)], "万里长城").partition(".")[0] in ("intake", "files")


def test_a_locked_open_document_is_named_as_such() -> None:
    data = repacked(
        open_document(""), lambda name, text: text + b"<!-- encryption-data -->" if "META" in name else text
    )
    assert refusal(data) == "files.locked_document"


def test_files_of_a_document_protection_are_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="document_guard"):
        read_sheets(write(tmp_path, b"b\x14#e\x00\x02E-SafeNet\0\0\0LOCK" + bytes(500), "list.xlsx"))


# ---- hostile


def sheet_of(rows: bytes, strings: bytes = b"") -> bytes:
    def change(name: str, text: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            start, end = text.index(b"<sheetData>") + 11, text.index(b"</sheetData>")
            return text[:start] + rows + text[end:]
        if name.endswith("sharedStrings.xml") and strings:
            return text[: text.index(b"<si>")] + strings + b"</sst>"
        return text

    return repacked(PLAIN, change)


def many_sheets(count: int) -> bytes:
    return workbook({f"S{number}": [["name"]] for number in range(count)})


def renamed_sheet(data: bytes, target: bytes) -> bytes:
    """The workbook with its sheet in a part that isn't called .xml."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry).replace(b"sheet1.xml", target)
            new.writestr(entry.filename.replace("sheet1.xml", target.decode()), text)
    return packed.getvalue()


CORNER = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
UNNUMBERED = b'<row r="1048000">' + b"<c><v>1</v></c>" * 1_900 + b"</row>"
TEN_MILLION = b'<row r="10000000"><c r="A10000000"><v>1</v></c></row>'
WIDE = b'<row r="1">' + b"".join(b'<c r="%s1"><v>1</v></c>' % c for c in (b"A", b"GJH")) + b"</row>"
LONG_TEXT = b"<si><t>" + b"x" * 900_000 + b"</t></si>"
REPEATED_TEXT = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 20_001))
ODS_ROW = '<table:table-row{0}><table:table-cell{1} office:value-type="float" office:value="1"/></table:table-row>'
ROWS, COLUMNS = ' table:number-rows-repeated="{}"', ' table:number-columns-repeated="{}"'
BLANK_ROWS = '<table:table-row table:number-rows-repeated="10000000"><table:table-cell/></table:table-row>'

HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "two corners": (lambda: sheet_of(CORNER), {"intake.far_apart"}),
    "two corners beside much text": (
        lambda: sheet_of(CORNER + REPEATED_TEXT * 4),
        {"files.too_heavy", "intake.far_apart"},
    ),
    "two corners in a part of another name": (
        lambda: renamed_sheet(sheet_of(CORNER), b"sheet1.png"),
        {"files.too_heavy", "intake.far_apart", "intake.broken_workbook"},
    ),
    "rows numbered, cells not": (lambda: sheet_of(UNNUMBERED), {"files.too_heavy", "intake.far_apart"}),
    "row ten million": (lambda: sheet_of(TEN_MILLION), {"intake.far_apart"}),
    "five thousand columns": (lambda: sheet_of(WIDE), {"files.too_wide"}),
    "a long text in every cell": (lambda: sheet_of(REPEATED_TEXT, LONG_TEXT), {"files.too_heavy"}),
    "ods: rows and columns repeated": (
        lambda: open_document(ODS_ROW.format(ROWS.format(900_000), COLUMNS.format(900))),
        {"intake.far_apart"},
    ),
    "ods: repeated beyond counting": (
        lambda: open_document(ODS_ROW.format("", COLUMNS.format("99999999999"))),
        {"intake.far_apart"},
    ),
    "ods: repeated in disguise": (
        lambda: open_document(ODS_ROW.format(ROWS.format("&#57;00000"), COLUMNS.format("9000"))),
        {"intake.far_apart"},
    ),
    "ods: ten million rows": (
        lambda: open_document(BLANK_ROWS + ODS_ROW.format("", "")),
        {"intake.far_apart"},
    ),
    "a part outside the folder": (lambda: with_part("../../pwned.xml"), {"files.slip"}),
    "a part outside, by backslash": (lambda: with_part("..\\..\\pwned.xml"), {"files.slip"}),
    "a part of zeros": (lambda: with_part("xl/media.xml", b" " * 50_000_000), {"intake.bomb"}),
    "texts that claim to be many": (
        lambda: repacked(PLAIN, lambda _, text: re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4294967296"', text)),
        {"files.too_heavy"},
    ),
    "ods: a table that doesn't end": (
        lambda: repacked(open_document(ODS_ROW.format("", "")), lambda _, text: text.replace(b"</table:table>", b"")),
        {"intake.broken_workbook"},
    ),
    "an encoding that there isn't": (
        lambda: repacked(PLAIN, lambda name, text: text.replace(b"UTF-8", b"UTF-9").replace(b"</x", b"<")[:-9]),
        {"intake.broken_workbook"},
    ),
    "an old workbook with corners": (lambda: old_workbook(60), {"files.too_heavy", "intake.far_apart"}),
}


def with_part(name: str, content: bytes = b"x") -> bytes:
    packed = io.BytesIO(PLAIN)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def old_workbook(sheets: int, last_column: int = 255) -> bytes:
    """An .xls whose sheets hold a number in their first cell and in the last row's `last_column`."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for row, column in ((0, 0), (65_535, last_column)):
        body += record(0x0203, struct.pack("<HHHd", row, column, 0, 1.5))
    body += record(0x000A, b"")
    names = [f"S{number:02d}".encode() for number in range(sheets)]
    length = len(record(0x0809, begin)) + sum(4 + 8 + len(name) for name in names) + 4
    stream = record(0x0809, begin)
    for number, name in enumerate(names):
        at = length + number * len(body)
        stream += record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name)
    stream += record(0x000A, b"") + body * sheets
    return compound(stream)


def compound(stream: bytes) -> bytes:
    """A compound file whose one stream is called Workbook."""
    sector = 512
    stream = stream.ljust(max(4096, -(-len(stream) // sector) * sector), b"\0")
    count = len(stream) // sector
    tables = -(-(count + 2) * 4 // sector) + 1
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [*range(tables + 2, tables + 1 + count), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * sector, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = (name + "\0").encode("utf-16-le")
        head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, tables + 1, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack(f"<{tables}I", *range(tables)).ljust(109 * 4, b"\xff")
    return head + table + folder.ljust(sector, b"\0") + stream


def test_an_old_workbook_made_here_is_one() -> None:
    (sheet,) = read_workbook(old_workbook(1, 3), "x")
    assert sheet.name == "S00" and len(sheet.rows) == 65_536
    assert sheet.rows[0][0] == sheet.rows[-1][-1] == 1.5


@linux_only
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_soon_and_in_little_memory(name: str) -> None:
    make, keys = HOSTILE[name]
    data, began = make(), time.monotonic()
    assert refusal(data) in keys
    assert time.monotonic() - began < SECONDS
    assert largest_child() < MEGABYTES


def largest_child() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


@linux_only
@pytest.mark.skipif(not BOMBS.exists(), reason="the bombs' maker isn't here")
def test_the_bombs_are_refused_or_read_within_bounds(tmp_path: Path) -> None:
    smaller = BOMBS.read_text("utf-8").replace("range(1024)", "range(100)").replace("1_000_001", "200_001")
    subprocess.run([sys.executable, "-c", smaller, tmp_path], check=True, stdout=subprocess.DEVNULL)
    harmless = {"ok.xlsx", "dim_lie.xlsx", "million_rows.xlsx"}
    for file in sorted(tmp_path.iterdir()):
        began = time.monotonic()
        try:
            read: list[Sheet] | None = read_sheets(file)
        except InputError:
            read = None
        assert (read is not None) == (file.name in harmless), file.name
        assert time.monotonic() - began < SECONDS, file.name
    assert largest_child() < MEGABYTES


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    assert_refused_apart("files.too_heavy")


def test_a_process_that_ends_early_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PYTHON_OPTIONS", ("-c", "print('[\"sheet\"')"))
    assert_refused_apart("files.too_heavy")
    monkeypatch.setattr(apart, "_PYTHON_OPTIONS", ("-c", "import sys; sys.stdin.close()"))
    assert_refused_apart("files.too_heavy")


def test_an_answer_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MAX_ANSWER", 10)
    assert_refused_apart("files.too_heavy")


def assert_refused_apart(key: str) -> None:
    with pytest.raises(InputError) as caught:
        apart.read_apart(PLAIN, "x")
    assert caught.value.message.key == key


def test_blank_formatted_rows_and_columns_far_out_are_no_reason_to_refuse() -> None:
    blank = b'<row r="1"><c r="A1" s="1"/><c r="XFD1" s="1"/></row>'
    far = b'<row r="1048576" s="1"><c r="A1048576" s="1"/></row>'
    assert len(read_workbook(sheet_of(blank + b'<row r="2"><c r="A2"><v>1</v></c></row>' + far), "x")[0].rows) == 2


def test_the_bounds_in_a_text_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rmtool.intake import text_files

    with pytest.raises(InputError, match="too_wide_line") as caught:
        read_sheets(write(tmp_path, "name\n" + "," * 5_000))
    assert dict(caught.value.message.values)["row"] == 2
    monkeypatch.setattr(text_files, "MAX_ROWS", 9_000)
    with pytest.raises(InputError, match="too_long"):
        read_sheets(write(tmp_path, "name\n" + "\n" * 20_000 + "A"))


def test_a_document_that_hides_more_rows_than_a_sheet_has_takes_no_room() -> None:
    from rmtool.intake.open_documents import behind_cells

    names = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    row = '<t:table-row t:visibility="collapse" t:number-rows-repeated="90000"/>'
    filler = '<t:table-row t:visibility="collapse" t:number-rows-repeated="999999999"/>'
    xml = f'<a {names}><t:table t:name="S">{filler}{row * 500}</t:table></a>'
    assert len(behind_cells(xml.encode())["S"].hidden_rows) <= 1_000_000
