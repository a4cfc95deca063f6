"""Files → sheets: encodings, delimiters, stray quotes, and workbooks that would do harm."""

import codecs
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmtool.errors import InputError, RmtoolError, UsageError
from rmtool.intake import archives, parsing, text_files
from rmtool.intake.sheets import read_sheets

from .lists_kit import open_document, repacked, workbook, write

LIST = "客户名称,存款余额\n华强,5\n南玻,6\n"
ROWS = [["客户名称", "存款余额"], ["华强", "5"], ["南玻", "6"]]


def rows(folder: Path, content: str | bytes, encoding: str | None = None) -> list[list[object]]:
    (sheet,) = read_sheets(write(folder, content), encoding)
    return [list(row) for row in sheet.rows]


def refusal(folder: Path, content: bytes, name: str = "list.xlsx") -> str:
    with pytest.raises(InputError) as caught:
        read_sheets(write(folder, content, name))
    return caught.value.message.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_recognised(tmp_path: Path, encoding: str) -> None:
    text = LIST if encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32") else "name,deposit\nA,5\n"
    assert rows(tmp_path, text.encode(encoding))[0] == text.splitlines()[0].split(",")


def test_a_byte_order_mark_outranks_the_look_and_the_caller_outranks_both(tmp_path: Path) -> None:
    assert rows(tmp_path, codecs.BOM_UTF16_BE + LIST.encode("utf-16-be")) == ROWS
    assert rows(tmp_path, "name\nMüller\n".encode("latin-1"), "latin-1") == [["name"], ["Müller"]]


def test_what_no_encoding_fits_is_refused_with_advice(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"name\n\xff\xff\xff\xff,\xfe\n") == "intake.unknown_encoding"
    with pytest.raises(InputError, match="wrong_encoding"):
        read_sheets(write(tmp_path, "name\nä\n".encode("latin-1")), "utf-8")
    for unknown in ("klingon", "hex", "rot13"):
        with pytest.raises(UsageError, match="no_such_encoding"):
            read_sheets(write(tmp_path, LIST), unknown)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_divides_evenly(tmp_path: Path, delimiter: str) -> None:
    text = LIST.replace(",", delimiter).replace("南玻", '"南,玻;集|团\t公司"')
    assert rows(tmp_path, text) == [*ROWS[:2], ["南,玻;集|团\t公司", "6"]]


def test_a_single_column_needs_no_delimiter(tmp_path: Path) -> None:
    assert rows(tmp_path, "客户名称\n华强\n") == [["客户名称"], ["华强"]]


def test_an_excel_hint_names_the_delimiter_and_keeps_its_row(tmp_path: Path) -> None:
    assert rows(tmp_path, "sep=;\r\nname;deposit\r\nA;1,5\r\n") == [[], ["name", "deposit"], ["A", "1,5"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_as_a_person_counts_them(tmp_path: Path, end: str) -> None:
    text = end.join(["name,note", "", 'A,"two\nlines"', "B,x", ""])
    assert rows(tmp_path, text) == [["name", "note"], [], ["A", "two\nlines"], ["B", "x"]]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"华强,5', ["华强", "5"]),
        ('"华强" 公司,5', ['"华强" 公司', "5"]),
        ('华"强,5', ['华"强', "5"]),
        ('"华强"",5', ["华强", "5"]),
    ],
)
def test_a_stray_quote_spoils_no_other_row(tmp_path: Path, line: str, cells: list[str]) -> None:
    found = rows(tmp_path, f"客户名称,存款余额\n{line}\n" + "南玻,6\n" * 60)
    assert found[1][1] == cells[1] and str(found[1][0]).lstrip('"').startswith(cells[0].lstrip('"')[:2])
    assert found[2:] == [["南玻", "6"]] * 60


def test_beside_a_stray_quote_cells_of_several_lines_stay_whole(tmp_path: Path) -> None:
    text = 'name,note\nA,"one\ntwo ""2""\nthree"\n"B,x\nC,"y"\n'
    assert rows(tmp_path, text)[1:] == [["A", 'one\ntwo "2"\nthree'], ["B", "x"], ["C", "y"]]


def test_mending_quotes_takes_no_time_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "_MOST_MENDING", 400)
    for line in ('"a""b', 'a,"b', '"x'):
        text = "name,x\n" + "A,1\n" * 500 + f"{line}\n" * 30
        assert len(rows(tmp_path, text)) >= 501 + 15
        with pytest.raises(InputError) as caught:
            read_sheets(write(tmp_path, text + "\n".join(['"a""b\na'] * 500)))
        assert caught.value.message.key == "intake.broken_line"
        assert dict(caught.value.message.values)["row"] == 502


def test_a_cell_without_end_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_sheets(write(tmp_path, "name,deposit\n" + "x" * 200_000 + ",5\n"))
    assert caught.value.message.key == "intake.broken_line"
    assert dict(caught.value.message.values)["row"] == 2


def test_single_nuls_are_dropped(tmp_path: Path) -> None:
    assert rows(tmp_path, LIST.replace("华强", "华\0强")) == ROWS


def test_what_a_broken_copy_is_filled_up_with_is_no_text(tmp_path: Path) -> None:
    assert rows(tmp_path, LIST.encode() + b"\0" * 512) == ROWS
    assert rows(tmp_path, "name,deposit\nA,5\n".encode("utf-16-le") + b"\0" * 512) == [["name", "deposit"], ["A", "5"]]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty_file"),
        (b"\0" * 5000, "empty_file"),
        (b"%PDF-1.7\n" + bytes(range(128)) * 30, "not_a_list"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "broken_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 9, "broken_workbook"),
    ],
)
def test_what_is_no_list_is_refused_by_a_sentence(tmp_path: Path, content: bytes, key: str) -> None:
    assert refusal(tmp_path, content) == f"intake.{key}"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path, key in ((tmp_path / "no.csv", "no_such_file"), (tmp_path, "is_folder")):
        with pytest.raises(InputError, match=key):
            read_sheets(path)


def test_content_decides_what_a_file_is(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write(tmp_path, workbook({"客户": [["客户名称"], ["华强"]]}), "list.csv"))
    assert (sheet.name, sheet.rows) == ("客户", [["客户名称"], ["华强"]])
    (sheet,) = read_sheets(write(tmp_path, LIST, "list.xls"))
    assert sheet.name is None


def test_cells_of_a_workbook_keep_their_types(tmp_path: Path) -> None:
    cells = ["000123", 6, 1.5, True, date(2026, 11, 22), datetime(2026, 11, 22, 9, 30), None, "x"]
    (sheet,) = read_sheets(write(tmp_path, workbook({"S": [[], cells]}), "list.xlsx"))
    assert sheet.rows[1] == ["000123", 6.0, 1.5, "TRUE", date(2026, 11, 22), datetime(2026, 11, 22, 9, 30), "", "x"]


def test_hidden_sheets_are_marked(tmp_path: Path) -> None:
    data = workbook({"A": [["name"]], "B": [["name"]]}, hidden=["B"])
    assert [(s.name, s.visible) for s in read_sheets(write(tmp_path, data, "list.xlsx"))] == [("A", True), ("B", False)]


def in_sheet(old: bytes, new: bytes, data: bytes | None = None) -> bytes:
    base = data or workbook({"S": [["name", "deposit"], ["A", 5]]})
    return repacked(base, lambda name, text: text.replace(old, new) if "sheet1" in name else text)


def test_error_cells_are_seen(tmp_path: Path) -> None:
    data = in_sheet(b'<c r="B2"><v>5</v>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v>')
    (sheet,) = read_sheets(write(tmp_path, data, "list.xlsx"))
    assert sheet.rows[1] == ["A", "#DIV/0!"]


def test_cells_without_references_are_read(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write(tmp_path, in_sheet(b' r="B2"', b""), "list.xlsx"))
    assert sheet.rows[1] == ["A", 5.0]


def test_blank_formatted_cells_far_out_do_no_harm(tmp_path: Path) -> None:
    data = workbook({"S": [["name"], ["A"], *[[]] * 1_000_000, [None] * 50]})
    assert len(read_sheets(write(tmp_path, data, "list.xlsx"))[0].rows) == 2


def check(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        archives.check_archive(content, "list.xlsx", count_cells=True)
    return caught.value.message.key


MANY_ROWS, WIDE_ROW = b"<row/>" * 400_000, b"<row>" + b"<c/>" * 16_000 + b"</row>"
BLANK = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
ROWS_REPEATED, COLUMNS_REPEATED = ' table:number-rows-repeated="900000"', ' table:number-columns-repeated="9000"'
FAR = b'<c r="XFD1048576"><v>5</v>'
ROW = '<table:table-row{0}><table:table-cell{1} office:value-type="float" office:value="1"/></table:table-row>'


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (in_sheet(b'<c r="B2"><v>5</v>', FAR), "far_apart"),
        (in_sheet(b'<c r="B2"><v>5</v>', b"<c x='>' r='XFD1048576'><v>5</v>"), "far_apart"),
        (in_sheet(b'<c r="B2"><v>5</v>', b'<c r="xfd1048576"><v>5</v>'), "far_apart"),
        (in_sheet(b"<sheetData>", b"<sheetData>" + MANY_ROWS + WIDE_ROW), "far_apart"),
        (in_sheet(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>'), "bomb"),
        (in_sheet(b"<", b"<\0"), "bomb"),
        (open_document(ROW.format(ROWS_REPEATED, COLUMNS_REPEATED)), "far_apart"),
        (open_document(ROW.format(' a=">"' + ROWS_REPEATED, COLUMNS_REPEATED)), "far_apart"),
        (open_document(BLANK + "<!-- <table:table> -->" + ROW.format("", COLUMNS_REPEATED)), "far_apart"),
    ],
)
def test_workbooks_that_would_do_harm_are_refused_unparsed(tmp_path: Path, content: bytes, key: str) -> None:
    assert check(content) == refusal(tmp_path, content) == f"intake.{key}"


def test_blank_rows_repeated_to_the_end_of_an_open_document_do_no_harm(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write(tmp_path, open_document(ROW.format("", "") + BLANK), "list.ods"))
    assert sheet.rows == [[1.0]]


def test_an_archive_with_too_many_entries_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(archives.MAX_ENTRIES + 1):
            archive.writestr(f"xl/{number}.xml", "")
    assert refusal(tmp_path, packed.getvalue()) == "intake.bomb"
    for name, key in (("word/document.xml", "not_a_list"), ("xl/workbook.bin", "binary_workbook")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, "x")
        assert refusal(tmp_path, packed.getvalue()) == f"intake.{key}"


def test_a_part_is_measured_by_what_it_holds_and_not_by_what_it_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    data = in_sheet(b"</sheetData>", b" " * 2_500_000 + b"</sheetData>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = next(entry.file_size for entry in archive.infolist() if "sheet1" in entry.filename)
    lying = data.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))
    assert lying != data
    monkeypatch.setattr(archives, "MAX_INFLATED", 1_000_000)
    assert check(data) == check(lying) == "intake.bomb"


def test_a_panic_of_the_parser_is_a_sentence() -> None:
    class PanicException(BaseException):
        pass

    with pytest.raises(InputError, match="broken_workbook"), parsing.failures_told("list.xlsx"):
        raise PanicException


BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=120).map(lambda t: t.encode("utf-8", "replace")),
    st.text('",;\t|\r\n\0a华', max_size=99).map(lambda t: t.encode("gb18030")),
)


@settings(deadline=None)
@given(BYTES)
def test_whatever_bytes_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    for begin in (b"", b"PK\x03\x04", b"BEGIN:VCARD\n", codecs.BOM_UTF16_LE):
        assert_only_text(tmp_path_factory.getbasetemp() / "any", begin + content)


@settings(max_examples=10, deadline=None)
@given(BYTES)
def test_whatever_an_old_workbook_holds_it_is_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    assert_only_text(tmp_path_factory.getbasetemp() / "any", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content)


def assert_only_text(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        sheets = read_sheets(path)
    except RmtoolError:
        return
    assert all(isinstance(cell, str) for sheet in sheets for row in sheet.rows for cell in row)
