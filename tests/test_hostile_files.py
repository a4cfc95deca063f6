"""Files made to do harm, brought in by the command line: each is one sentence, or read for what it is; never a bug.

Not: hostile workbooks one by one (intake/test_workbooks.py), hostile text in sound files (test_hostile.py).
"""

import csv
import io
import os
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rmtool.errors import InputError
from rmtool.intake import exported, text_files, vcards, zips
from rmtool.intake.archives import inflated_size
from rmtool.intake.sheets import read_sheets

from .commands_kit import Tool

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
