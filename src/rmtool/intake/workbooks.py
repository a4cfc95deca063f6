"""Workbooks (xlsx, xls, ods) → sheets of cells, each in a process of its own. Not: what cells mean."""

from collections.abc import Callable

from rmtool.errors import InputError
from rmtool.intake.apart import read_apart
from rmtool.intake.archives import list_parts
from rmtool.intake.grid import Sheet as Sheet

ATTEMPTS = 3
"""How often somebody is asked for a password."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_BEGIN, _XLS_PASSWORD = b"\x09\x08\x10\x00", b"\x2f\x00"
_XLS_HEADERS = 30
"""Records at the head of an .xls among which the one for the password stands."""

Password = str | Callable[[str], str | None] | None
"""A file's password, or whom to ask for it (with the file's name; None is no answer)."""


def is_workbook(data: bytes) -> bool:
    """Whether the file's content is a workbook's, or at least packed like one."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def read_workbook(data: bytes, file: str, password: Password = None) -> list[Sheet]:
    """The worksheets of a workbook, hidden ones too.

    Raises InputError if it isn't one, would do harm, or is locked and the password doesn't open it.
    """
    if data.startswith(_OLE) and _is_locked(data):
        return _read_locked(data, file, password)
    if not data.startswith(_OLE):
        list_parts(data, file)
    return read_apart(data, file)


def _read_locked(data: bytes, file: str, password: Password) -> list[Sheet]:
    """Opens with the passwords that there are: the one that spreadsheets use where nobody chose any comes first."""
    from rmtool.intake.protected import DEFAULT_PASSWORD, is_available

    if not is_available():
        raise InputError("files.no_unlocking", file=file)
    given = (password,) if isinstance(password, str) and password else ()
    for known in (DEFAULT_PASSWORD, *given):
        try:
            return read_apart(data, file, known)
        except InputError as error:
            if error.message.key != "files.wrong_password":
                raise
    for _ in range(ATTEMPTS if callable(password) else 0):
        answer = password(file)  # type: ignore[operator,misc]  # it is callable
        if not answer:
            break
        try:
            return read_apart(data, file, answer)
        except InputError as error:
            if error.message.key != "files.wrong_password":
                raise
    raise InputError("files.wrong_password" if given or callable(password) else "files.password", file=file)


def _is_locked(data: bytes) -> bool:
    """Whether a compound file is an encrypted .xlsx, or an .xls whose first records announce a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    at = data.find(_XLS_BEGIN)
    for _ in range(_XLS_HEADERS if at >= 0 else 0):
        record, length = data[at : at + 2], int.from_bytes(data[at + 2 : at + 4], "little")
        if record == _XLS_PASSWORD:
            return True
        at += 4 + length
    return False
