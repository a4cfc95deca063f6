"""Notes and hidden rows of .xls: found where they stand, and damaged files are no harm."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.arrivals import ContactRecord
from rmtool.intake.old_workbooks import behind_cells

from .lists_kit import DATA, needs_data, read, said

SECTOR = 512
LAST, UNUSED = 0xFFFFFFFE, 0xFFFFFFFF


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def cell(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + wide(text))


def row(number: int, hidden: bool = False) -> bytes:
    return record(0x208, struct.pack("<HHHHHHHH", number, 0, 9, 255, 0, 0, 0x20 if hidden else 0, 0))


def note(number: int, at: tuple[int, int], text: str) -> tuple[bytes, bytes]:
    """The text of a note, and the place that it belongs to; the text in two pieces, the second of narrow characters."""
    head, tail = text[:-2], text[-2:]
    drawn = record(0x5D, struct.pack("<HHHHH", 0x15, 18, 0x19, number, 0) + bytes(16))
    drawn += record(0x1B6, struct.pack("<HHHHHHH", 0, 0, 0, 0, 0, len(wide(text)) // 2, 16) + bytes(4))
    drawn += record(0x3C, b"\1" + wide(head)) + record(0x3C, b"\0" + tail.encode("latin-1")) + record(0x3C, bytes(16))
    return drawn, record(0x1C, struct.pack("<HHHHHBB", *at, 0, number, 1, 0, 0x41))


def old_workbook(cells: list[list[str]], hidden: int, notes: list[tuple[tuple[int, int], str]]) -> bytes:
    """An .xls of one sheet."""
    begin = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)
    bound = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 2, 1) + wide("走访"))
    start = len(record(0x809, begin) + bound + record(0x0A, b""))
    bound = record(0x85, struct.pack("<IBBBB", start, 0, 0, 2, 1) + wide("走访"))
    drawn = [note(number, at, text) for number, (at, text) in enumerate(notes, 1)]
    stream = record(0x809, begin) + bound + record(0x0A, b"")
    stream += record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    stream += record(0x200, struct.pack("<IIHHH", 0, len(cells), 0, len(cells[0]), 0))
    stream += b"".join(row(number, number == hidden) for number in range(len(cells)))
    stream += b"".join(cell(r, c, text) for r, line in enumerate(cells) for c, text in enumerate(line) if text)
    stream += b"".join(text for text, _ in drawn) + b"".join(place for _, place in drawn) + record(0x0A, b"")
    return compound(stream.ljust(4096, b"\0"))


def compound(stream: bytes) -> bytes:
    """A compound file of one stream: the table of sectors, the directory, then the stream."""
    sectors = -(-len(stream) // SECTOR)
    table = [0xFFFFFFFD, LAST, *range(3, 2 + sectors), LAST]
    directory = entry("Root Entry", 5, LAST, 0, child=1) + entry("Workbook", 2, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, LAST, 0, LAST, 0, 0)
    header += struct.pack("<I", UNUSED) * 108
    packed = b"".join(struct.pack("<I", each) for each in table).ljust(SECTOR, b"\xff")
    return (
        header.ljust(SECTOR, b"\xff") + packed + directory.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")
    )


def entry(name: str, kind: int, start: int, length: int, child: int = UNUSED) -> bytes:
    written = wide(name + "\0")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, UNUSED, UNUSED, child)
    return head + bytes(36) + struct.pack("<IQ", start, length)


CALENDAR = old_workbook(
    [["客户名称", "2026-11-02", "2026-11-03"], ["华强", "M", ""], ["隐藏", "T", ""], ["康佳", "", "T"]],
    hidden=2,
    notes=[((1, 1), "张三:\n谈授信 😀ok"), ((3, 2), "回访..")],
)


def test_notes_and_hidden_rows_of_an_old_calendar_come_in(tmp_path: Path) -> None:
    reading = read(tmp_path, CALENDAR, name="calendar.xls")
    records = [each for each in reading.records if isinstance(each, ContactRecord)]
    assert [(each.client_name, each.on.day, each.code, each.note) for each in records] == [
        ("华强", 2, "M", "谈授信 😀ok"),
        ("康佳", 3, "T", "回访.."),
    ]
    assert "1 hidden row left out; to read it, unhide it first" in said(reading)


@given(st.integers(0, len(CALENDAR) - 1), st.binary(min_size=1, max_size=4), st.integers(0, len(CALENDAR)))
def test_damage_anywhere_is_no_harm(at: int, bytes_: bytes, end: int) -> None:
    behind_cells((CALENDAR[:at] + bytes_ + CALENDAR[at + len(bytes_) :])[:end])


def test_what_is_no_old_workbook_hides_nothing() -> None:
    assert behind_cells(b"") == {}
    assert behind_cells(CALENDAR[:512]) == {}


@needs_data
@pytest.mark.parametrize(
    "name", ["calamine_merge_cells", "frictionless_merged-cells-boolean", "messytables_excel_properties"]
)
def test_real_old_workbooks_are_followed_through(name: str) -> None:
    from rmtool.intake.workbooks import read_workbook

    data = (DATA / "spreadsheets" / f"{name}.xls").read_bytes()
    assert [sheet.name for sheet in read_workbook(data, name)] == list(behind_cells(data))
