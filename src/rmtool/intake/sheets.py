"""A bank's file → sheets of cells, whatever it is: its content decides, not its suffix. Not: what the cells mean."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from rmtool.errors import InputError
from rmtool.intake.apart import read_apart
from rmtool.intake.grid import Sheet
from rmtool.intake.text_files import decode, divide, is_markup
from rmtool.intake.workbooks import Password, is_workbook, read_workbook

MAX_BYTES = 150_000_000

STANDING_INPUT = "-"
"""The name of what is piped in."""

_ANYTHING = re.compile(rb"[^\0 \t\r\n\xef\xbb\xbf]")
_CARDS = re.compile(r"\s*BEGIN:VCARD\s", re.IGNORECASE)
_DOCUMENT_GUARD = b"E-SafeNet"
"""What stands near the beginning of files that a widespread document protection has encrypted."""


def read_sheets(path: Path, encoding: str | None = None, password: Password = None) -> list[Sheet]:
    """The sheets of a file, or of what is piped in if `path` is `-`.

    `encoding` is a text file's, if the caller knows; `password` a locked workbook's. Raises InputError if the file
    can't be used, UsageError for an encoding that doesn't exist.
    """
    data = read_bytes(path)
    if not _ANYTHING.search(data):
        raise InputError("intake.empty_file", file=path.name)
    if _DOCUMENT_GUARD in data[:64]:
        raise InputError("files.document_guard", file=path.name)
    if is_workbook(data):
        return read_workbook(data, path.name, password)
    text = decode(data, path.name, encoding)
    if is_markup(text.head()):
        return read_apart(data, path.name, markup=text.encoding)
    if _CARDS.match(text.head()):
        from rmtool.intake.vcards import card_sheet

        return [card_sheet(text)]
    return [Sheet(None, divide(text), ragged=True)]


def read_bytes(path: Path) -> bytes:
    """The file's content; what is piped in is read once and given again. Raises InputError if it can't be read."""
    if str(path) == STANDING_INPUT:
        data = standing_input()
        if len(data) > MAX_BYTES:
            raise _too_large(path)
        return data
    with troubles_told(path):
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(path)
        return path.read_bytes()


@contextmanager
def troubles_told(path: Path) -> Iterator[None]:
    """Turns what keeps `path` from being read into InputError; a pipe or device, which may never end, does too."""
    try:
        if path.is_dir():
            raise InputError("intake.is_folder", file=path)
        if path.exists() and not path.is_file():
            raise InputError("intake.unreadable_file", file=path, why="")
        yield
    except FileNotFoundError:
        raise InputError("intake.no_such_file", file=path) from None
    except (OSError, ValueError) as error:
        raise InputError("intake.unreadable_file", file=path, why=getattr(error, "strerror", None) or "") from None


def _too_large(path: Path) -> InputError:
    return InputError("intake.too_large", file=path.name, megabytes=MAX_BYTES // 1_000_000)


@lru_cache(maxsize=1)
def standing_input() -> bytes:
    """What is piped in, up to a byte more than a list may have: a pipe gives it once only. Nothing from a terminal."""
    if sys.stdin is None or sys.stdin.isatty():
        return b""
    return sys.stdin.buffer.read(MAX_BYTES + 1)
