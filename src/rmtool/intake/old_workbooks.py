"""What an .xls holds that the parser doesn't tell: hidden rows and the notes behind cells. Not: the cells' values.

Sources: [MS-CFB], [MS-XLS]. Whatever is not as these say ends the look: what was found until then counts.
"""

import struct
from collections.abc import Collection, Iterator
from typing import NamedTuple

from rmtool.intake.open_documents import Behind

_FREE, _MOST_SECTORS = 0xFFFFFFF0, 400_000
_STREAMS = ("workbook", "book")
_BOUND_SHEET, _ROW, _NOTE, _OBJECT, _TEXT_OBJECT, _CONTINUE, _END = 0x85, 0x208, 0x1C, 0x5D, 0x1B6, 0x3C, 0x0A
_LOOKED_FOR = frozenset({_ROW, _NOTE, _OBJECT, _TEXT_OBJECT, _CONTINUE})
_IS_HIDDEN = 0x20
"""The bit of a row's options that hides it."""

_LONGEST_NOTE = 32_767
_MOST_ROWS = 65_536


class _Record(NamedTuple):
    kind: int
    data: bytes


def behind_cells(data: bytes) -> dict[str, Behind]:
    """The hidden rows and the notes of each sheet, by its name; nothing for what is no .xls of Excel 97 or later."""
    found: dict[str, Behind] = {}
    try:
        book = _book(data)
        for name, start in _sheets(book):
            found[name] = _behind(book, start)
    except (struct.error, IndexError, ValueError):
        return found
    return found


def _book(data: bytes) -> bytes:
    """The stream of the workbook in a compound file. Raises ValueError where there is none."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    sectors = [data[at : at + size] for at in range(size, len(data), size)]
    table = _table(data, sectors)
    first, small_first = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    directory = _chain(sectors, table, first)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    for entry in entries:
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", entry, 116)
        if name.lower() not in _STREAMS:
            continue
        if length >= struct.unpack_from("<I", data, 56)[0]:
            return _chain(sectors, table, start)[:length]
        root = _chain(sectors, table, struct.unpack_from("<I", entries[0], 116)[0])
        small = [root[at : at + 64] for at in range(0, len(root), 64)]
        links = _chain(sectors, table, small_first)
        return _chain(small, list(struct.unpack(f"<{len(links) // 4}I", links)), start)[:length]
    raise ValueError("no workbook")


def _table(data: bytes, sectors: list[bytes]) -> list[int]:
    """For each sector the one that follows it."""
    places = list(struct.unpack_from("<109I", data, 76))
    more, size = struct.unpack_from("<I", data, 68)[0], len(sectors[0])
    for _ in range(len(sectors)):
        if more >= _FREE:
            break
        *listed, more = struct.unpack(f"<{size // 4}I", sectors[more])
        places += listed
    table: list[int] = []
    for place in places:
        if place < _FREE and len(table) < _MOST_SECTORS:
            table += struct.unpack(f"<{size // 4}I", sectors[place])
    return table


def _chain(sectors: list[bytes], table: list[int], at: int) -> bytes:
    """The sectors from one on to the end of their chain; one that runs in a circle ends."""
    found: list[bytes] = []
    while at < _FREE and len(found) <= len(sectors):
        found.append(sectors[at])
        at = table[at]
    return b"".join(found)


def _records(book: bytes, at: int, kinds: Collection[int]) -> Iterator[_Record]:
    """The records of some kinds from a place on to the end of their part of the stream."""
    head = struct.Struct("<HH").unpack_from
    while at + 4 <= len(book):
        kind, length = head(book, at)
        if kind in kinds:
            yield _Record(kind, book[at + 4 : at + 4 + length])
        elif kind == _END:
            return
        at += 4 + length


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """The sheets' names and where their parts begin."""
    for record in _records(book, 0, (_BOUND_SHEET,)):
        start, length, wide = struct.unpack_from("<I2xBB", record.data)
        yield _text(record.data[8:], length, wide), start


def _text(data: bytes, length: int, wide: int) -> str:
    return data[: 2 * length].decode("utf-16-le", "replace") if wide & 1 else data[:length].decode("latin-1")


def _behind(book: bytes, start: int) -> Behind:
    """The hidden rows of a sheet, and its notes: places and texts stand apart, joined by a number."""
    hidden: set[int] = set()
    texts: dict[int, str] = {}
    places: dict[int, tuple[int, int]] = {}
    number, wanted = 0, 0
    for kind, data in _records(book, start, _LOOKED_FOR):
        if kind == _ROW:
            row, options = struct.unpack_from("<H10xH", data)
            if options & _IS_HIDDEN and row < _MOST_ROWS:
                hidden.add(row)
        elif kind == _OBJECT:
            number = struct.unpack_from("<H", data, 6)[0]
        elif kind == _TEXT_OBJECT:
            wanted = min(struct.unpack_from("<H", data, 10)[0], _LONGEST_NOTE)
        elif kind == _CONTINUE and wanted > 0:
            length = min(wanted, (len(data) - 1) // (1 + (data[0] & 1)))
            texts[number] = texts.get(number, "") + _text(data[1:], length, data[0])
            wanted -= length
        elif kind == _NOTE:
            row, column, _, of = struct.unpack_from("<HHHH", data)
            places[of] = row, column
    said = {place: texts[of].strip() for of, place in places.items() if of in texts}
    return Behind(hidden, {place: text for place, text in said.items() if text})
