"""Workbooks under a password → the same without. Not: asking for the password, nor the cap on time (apart.py)."""

import importlib.util
import io

from rmtool.errors import InputError

DEFAULT_PASSWORD = "VelvetSweatshop"
"""What spreadsheets lock a workbook with that is only to be read, and open without asking."""


def is_available() -> bool:
    """Whether the extra is installed that locked workbooks need."""
    return importlib.util.find_spec("msoffcrypto") is not None


class _InMemory:
    """Stands in for the library's temporary files: what was under a lock isn't written to the disk."""

    TemporaryFile = io.BytesIO


def unlock(data: bytes, file: str, password: str) -> bytes:
    """The workbook without its lock. Raises InputError if the password is wrong or the file damaged.

    How long it takes is up to the file: call it only where time is capped.
    """
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError
    from msoffcrypto.format import xls97

    xls97.tempfile = _InMemory
    unlocked = io.BytesIO()
    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(data))
        try:
            locked.load_key(password=password, verify_password=True)
        except TypeError:  # an older scheme, which checks by itself
            locked.load_key(password=password)
        locked.decrypt(unlocked)
    except InvalidKeyError:
        raise InputError("files.wrong_password", file=file) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception:  # whatever a damaged file makes the library fail with
        raise InputError("intake.broken_workbook", file=file) from None
    return unlocked.getvalue()
