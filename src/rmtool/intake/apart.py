"""A workbook parsed in a process of its own, with caps on its time and memory: what it can't survive, we do.

The other process is this module too (`python -m rmtool.intake.apart`). It gets the file and the password by its input
and answers in lines of JSON: refused, or each sheet and its rows, then the end. It costs 70 ms. No check of a file can
take its place: the parser makes room for 100 GB where a workbook claims to hold so many texts, and reads some broken
tables for ever. Not: what is in the cells.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from rmtool.errors import InputError
from rmtool.intake.grid import Gathering, Sheet, rows_of

MAX_MEMORY = 900_000_000
"""Bytes that the other process may take, where the system can cap that."""

SECONDS, BYTES_A_SECOND = 7.0, 8_000_000
"""Seconds that the other process may take, and the unpacked bytes for which it gets one more."""

MARKUP_A_SECOND = 1_500_000
"""The same for bytes of a web page or XML."""

USUAL_RATIO = 40
"""How many times its packed size a workbook may claim to unpack to, as far as that gives it time."""

_QUICK = 10_000_000
"""Unpacked bytes up to which cells are counted beforehand, to say what is wrong rather than that something is."""

MAX_ANSWER = 700_000_000
"""Bytes of cells that are taken from the other process."""

_MARK = "\0"
"""What begins a text that stands for a date or time; no sheet's text does."""

_PYTHON_OPTIONS = ("-P", "-B", "-X", "utf8")
"""Without the folder that the user is in: whatever lies there must not be run."""


def can_cap_memory() -> bool:
    """Whether this system holds a process to the memory that it is given."""
    return sys.platform.startswith("linux")


def read_apart(data: bytes, file: str, password: str | None = None, markup: str | None = None) -> list[Sheet]:
    """The worksheets of a workbook, under a password if one is given; or of `markup` in that encoding.

    Raises InputError if the workbook can't be used or takes too much time or memory.
    """
    from rmtool.intake.archives import inflated_size

    unpacked = max(len(data), min(inflated_size(data), USUAL_RATIO * len(data)))
    seconds = SECONDS + unpacked / (MARKUP_A_SECOND if markup else BYTES_A_SECOND)
    request = {"file": file, "password": password, "markup": markup, "seconds": int(seconds) + 1}
    try:
        other = subprocess.Popen(
            [sys.executable, *_PYTHON_OPTIONS, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise InputError("intake.unreadable_file", file=file, why=error.strerror or "") from None
    timer = threading.Timer(seconds, other.kill)
    timer.start()
    try:
        return _ask(other, request, data, file)
    finally:
        timer.cancel()
        other.kill()
        for stream in (other.stdin, other.stdout):
            if stream:
                _close(stream)
        other.wait()


def _close(stream: Any) -> None:
    try:
        stream.close()
    except OSError:  # the other process is gone, and what was still to be sent with it
        return


def _ask(other: "subprocess.Popen[bytes]", request: dict[str, Any], data: bytes, file: str) -> list[Sheet]:
    assert other.stdin and other.stdout
    try:
        other.stdin.write(json.dumps(request).encode() + b"\n" + data)
        other.stdin.close()
    except OSError:
        raise InputError("files.too_heavy", file=file) from None
    sheets: list[Sheet] = []
    rows: list[Gathering] = []
    received = 0
    for line in other.stdout:
        received += len(line)
        if received > MAX_ANSWER:
            break
        kind, *said = _parsed(line, file)
        if kind == "rows":
            rows[-1].extend(_cells(said[0], line))
        elif kind == "sheet":
            sheets.append(_sheet(*said))
            rows.append(Gathering())
        elif kind == "refused":
            raise InputError(said[0], **said[1])
        elif kind == "end":
            return [sheet._replace(rows=each.rows()) for sheet, each in zip(sheets, rows, strict=True)]
    raise InputError("files.too_heavy", file=file)


def _parsed(line: bytes, file: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:  # cut off in the middle
        raise InputError("files.too_heavy", file=file) from None


def _sheet(
    name: str,
    visible: bool,
    hidden_rows: list[int],
    merged: list[list[int]],
    comments: list[tuple[int, int, str]],
    since_1904: bool,
) -> Sheet:
    return Sheet(
        name,
        rows_of(()),
        visible,
        hidden_rows=frozenset(hidden_rows),
        merged=tuple((a, b, c, d) for a, b, c, d in merged),
        comments={(row, column): text for row, column, text in comments},
        since_1904=since_1904,
    )


def _cells(rows: list[list[Any]], line: bytes) -> list[list[Any]]:
    """The rows with their dates."""
    if b"\\u0000" in line:
        for row in rows:
            row[:] = [_moment(cell) if cell.__class__ is str and cell.startswith(_MARK) else cell for cell in row]
    return rows


_KINDS: dict[type, str] = {datetime: "s", date: "d", time: "t", timedelta: "l"}


def _marked(cell: Any) -> str:
    """A date or time as text that `_moment` reads back."""
    kind = _KINDS[type(cell)]
    return f"{_MARK}{kind}{cell.total_seconds() if kind == 'l' else cell.isoformat()}"


def _moment(text: str) -> Any:
    kind, written = text[1:2], text[2:]
    try:
        if kind == "l":
            return timedelta(seconds=float(written))
        read = {"s": datetime.fromisoformat, "d": date.fromisoformat, "t": time.fromisoformat}[kind]
        return read(written)
    except (KeyError, ValueError, OverflowError):
        return text.strip(_MARK)


def main() -> None:
    """The other process: reads the request and the file, answers."""
    request = json.loads(sys.stdin.buffer.readline())
    _cap(request["seconds"])
    answer = sys.stdout.buffer
    try:
        for message in _answers(sys.stdin.buffer.read(), request):
            answer.write(json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=_marked).encode(*_LAX))
            answer.write(b"\n")
    except InputError as error:
        answer.write(json.dumps(["refused", error.message.key, dict(error.message.values)]).encode() + b"\n")
    except MemoryError:
        os._exit(1)
    answer.flush()


_LAX = ("utf-8", "surrogatepass")


def _answers(data: bytes, request: dict[str, Any]) -> Iterator[list[Any]]:
    from rmtool.intake.parsing import failures_told

    file = request["file"]
    with failures_told(file):
        for sheet, rows in _parsed_sheets(data, file, request["password"], request["markup"]):
            places = [(row, column, text) for (row, column), text in sheet.comments.items()]
            yield [
                "sheet",
                sheet.name,
                sheet.visible,
                sorted(sheet.hidden_rows),
                sheet.merged,
                places,
                sheet.since_1904,
            ]
            for some in rows:
                yield ["rows", some]
    yield ["end"]


def _parsed_sheets(
    data: bytes, file: str, password: str | None, markup: str | None
) -> Iterable[tuple[Sheet, Iterator[list[list[Any]]]]]:
    if markup is not None:
        from rmtool.intake.markup import markup_sheets

        return markup_sheets(data, markup, file)
    from rmtool.intake.archives import check_archive, contents_of_old, inflated_size
    from rmtool.intake.parsing import parse

    if password is not None:
        from rmtool.intake.protected import unlock

        data = unlock(data, file, password)
    packed = data.startswith(b"PK")
    count_cells = not can_cap_memory() or inflated_size(data) <= _QUICK
    contents = check_archive(data, file, count_cells=count_cells) if packed else contents_of_old(data)
    return parse(data, file, contents)


def _cap(seconds: int) -> None:
    """Holds this process to its memory and time, and keeps it from writing files, where the system can."""
    try:
        import resource
    except ImportError:
        return
    caps = [(resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)]
    if can_cap_memory():
        caps.append((resource.RLIMIT_AS, MAX_MEMORY))
    for kind, cap in caps:
        try:
            resource.setrlimit(kind, (cap, cap))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    main()
