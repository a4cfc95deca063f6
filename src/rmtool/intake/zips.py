"""What a zip holds: its files, unpacked piece by piece, by what they hold and not by what they claim.

Not: what the files mean (archives.py, exported.py), nor what to say of a zip that does harm.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

MOST_FILES = 10_000
"""Files of a zip from which on not even their names are read: a million of them take a gigabyte."""

MAX_RATIO, RATIO_FROM = 250, 4_000_000
"""How many times its packed size a file may unpack to, from this size on; lists come to 5 to 40."""

PIECE = 4_000_000
"""Bytes unpacked at a time."""

_ENTRY, _HEADER = b"PK\x01\x02", 30
_BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, OverflowError, struct.error)


class BrokenZipError(Exception):
    """It is no zip, or a damaged one."""


class BombError(Exception):
    """It unpacks to more than it may."""


def files_of(data: bytes) -> list[zipfile.ZipInfo]:
    """The files of a zip. Raises BrokenZipError, or BombError for more than MOST_FILES."""
    if data.count(_ENTRY) > MOST_FILES:
        raise BombError
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except _BROKEN:
        raise BrokenZipError from None


def unpacked(data: bytes, file: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """One file of the zip in pieces. Raises BrokenZipError, or BombError for more than `limit` bytes or MAX_RATIO."""
    header = data[file.header_offset : file.header_offset + _HEADER]
    if len(header) < _HEADER or file.flag_bits & 1:
        raise BrokenZipError
    start = file.header_offset + _HEADER + sum(struct.unpack_from("<HH", header, 26))
    packed = data[start : start + file.compress_size]
    if file.compress_type == zipfile.ZIP_STORED:
        if len(packed) > limit:
            raise BombError
        yield packed
    elif file.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflated(packed, min(limit, max(RATIO_FROM, MAX_RATIO * len(packed))))
    else:
        raise BrokenZipError


def _inflated(packed: bytes, limit: int) -> Iterator[bytes]:
    unpacking, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while True:
        try:
            piece = unpacking.decompress(packed, PIECE)
        except zlib.error:
            raise BrokenZipError from None
        size += len(piece)
        if size > limit:
            raise BombError
        yield piece
        packed = unpacking.unconsumed_tail
        if unpacking.eof or not (piece and packed):
            return
