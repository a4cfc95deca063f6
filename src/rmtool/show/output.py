"""Where results go (standard output or a file), and what is said to the person beside: notices and questions.

Standard output carries the result only; all else goes to standard error.
"""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rmtool import half_made
from rmtool.errors import BookError, RmtoolError, UsageError
from rmtool.lang import say, speak
from rmtool.phrase import Phrase, phrase
from rmtool.session import session
from rmtool.show.pictures import WeekGrid
from rmtool.show.text import FORMATS as TEXTS
from rmtool.show.text import Page, Said, Terminal, gate, render

FORMATS = (*TEXTS, "html", "xlsx", "ics")
SUFFIXES = {
    ".json": "json",
    ".csv": "csv",
    ".md": "md",
    ".txt": "plain",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".ics": "ics",
}

if TYPE_CHECKING:
    from rmtool.show.masking import Masks


class Left(NamedTuple):
    """What leaves the tool in a file: its format, its columns, how many rows, whether masked, its bytes, and where."""

    form: str
    columns: Sequence[str]
    rows: int
    masked: bool
    content: bytes
    path: Path


class Leaving(Protocol):
    """What holds for results that leave: how they are masked, if they are, and who notes that they left."""

    def masks(self, form: str, output: Path | None) -> "Masks | None": ...
    def note(self, left: Left) -> None: ...


_leaving: Leaving | None = None

_YES = frozenset({"y", "yes", "是", "是的", "好", "对"})
_BOOK = b"SQLite format 3\0"
"""How a book begins that isn't encrypted."""

_BOOK_NAME = "book.db"
"""How the home's book is called (store/connection.py, which this part of the house doesn't know)."""


def present(page: Page, form: str | None, output: Path | None) -> None:
    """Write a command's result as -f and -o ask for it.

    Raises UsageError for an unknown format or one that the result has no place in, else as `deliver`.
    """
    chosen = format_of(form, output)
    masks = _leaving.masks(chosen, output) if _leaving and not page.public else None
    if masks:
        page = masks.page(page)
    screen = terminal() if output is None and chosen == "table" else None
    if screen and any(isinstance(s.picture, WeekGrid) and s.picture.on_terminals for s in page.sections):
        from rmtool.show.week_lines import drawn

        page = drawn(page, speak(), screen.width)
    content = MADE[chosen](page) if chosen in MADE else render(page, chosen, speak(), screen)
    if isinstance(content, str) and screen and screen.colour:
        _to_screen(content, screen)
    elif output is None or page.public:
        deliver(content, output)
    else:
        data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        hand_over(data, output, chosen, *_told(page, chosen), masks)
        tell_if_readable(output, to_cron=False)


def _told(page: Page, form: str) -> tuple[Sequence[str], int]:
    """The columns that a file of this format holds, and how many rows."""
    if form == "xlsx":
        from rmtool.show.workbook import written_of

        return written_of(page, speak())
    told = page._replace(records=page.events, fields=()) if form == "ics" else page
    written = told.written()
    return told.columns(written), len(written)


def leave_by(leaving: Leaving | None) -> None:
    """Let `leaving` see to all that leaves from here on."""
    global _leaving
    _leaving = leaving


def hand_over(
    content: bytes, output: Path, form: str, columns: Sequence[str], rows: int, masks: "Masks | None" = None
) -> None:
    """Write what tells of clients to a file, once it is noted that it leaves. Raises BookError if either can't be."""
    left = Left(form, columns, rows, masks is not None, content, output)
    deliver(content, output, lambda: _leaving.note(left) if _leaving else None)


def _html(page: Page) -> str:
    from rmtool.show.html import html_text

    return html_text(page, speak(), session().today)


def _workbook(page: Page) -> bytes:
    from rmtool.show.workbook import workbook_bytes

    return workbook_bytes(page, speak(), session().today)


def _calendar(page: Page) -> bytes:
    from rmtool.show.ical import calendar_bytes

    if page.events is None:
        raise UsageError("show.no_calendar")
    return calendar_bytes(page.events(), page.calendar, speak())


MADE: dict[str, Callable[[Page], str | bytes]] = {"html": _html, "xlsx": _workbook, "ics": _calendar}
"""The formats that aren't lines of text, and what makes them."""


def format_of(form: str | None, output: Path | None) -> str:
    """The format that -f names, else the one that the suffix of -o means, else `table`. Raises UsageError."""
    suffix = output.suffix.lower() if output else ""
    wanted = form.lower() if form is not None else SUFFIXES.get(suffix, suffix.removeprefix(".")) or "table"
    if wanted in FORMATS:
        return wanted
    if form is None:
        raise UsageError("show.unknown_suffix", suffix=suffix, suffixes=tuple(SUFFIXES))
    raise UsageError("show.unknown_format", format=form, formats=FORMATS)


def is_read_here(form: str | None, output: Path | None) -> bool:
    """Whether somebody reads the page itself on the terminal: what it says needs no notice beside it."""
    return output is None and terminal() is not None and format_of(form, output) not in ("json", "csv")


def check_output(form: str | None, output: Path | None, formats: Sequence[str] = FORMATS) -> None:
    """See that a result can be written so, in one of `formats`.

    Raises UsageError for an unknown format or another, or a workbook on a terminal; BookError for a missing folder.
    """
    chosen = format_of(form, output)
    if chosen not in formats:
        raise UsageError("show.no_calendar")
    if chosen == "xlsx" and output is None and terminal():
        raise UsageError("show.needs_file", format=chosen)
    if output is not None:
        _check_place(output)


_WINDOWS = os.name == "nt"
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for devices, whatever follows them: what is written there is lost."""


def _check_place(output: Path) -> None:
    if _WINDOWS and output.name.partition(".")[0].rstrip().lower() in _DEVICES:
        raise BookError("show.is_a_device", file=output)
    try:
        has_folder, is_folder = output.parent.is_dir(), output.is_dir()
        is_book = output.is_file() and _is_book(output)
    except OSError as error:
        raise BookError("show.not_written", file=output, why=_reason(error)) from error
    if not has_folder:
        raise BookError("show.no_folder", file=output, folder=output.parent)
    if is_folder:
        raise BookError("show.is_a_folder", file=output)
    if is_book:
        raise BookError("show.is_a_book", file=output)


def terminal() -> Terminal | None:
    """The terminal that standard output is, or None. Colour is left out on NO_COLOR and on terminals without any."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Terminal(max(get_terminal_size().columns, 40), colour)


def _to_screen(text: str, screen: Terminal) -> None:
    """Print text with styles. Rich knows what a terminal can show: how many colours, and Windows' older consoles.

    How large it is it is told: it would take COLUMNS and LINES for numbers, whatever they are.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(width=screen.width, height=25, highlight=False, markup=False, emoji=False, soft_wrap=True)
    console.print(Text.from_ansi(text.removesuffix("\n"), end=""))  # it ends the text with a line's end itself


def deliver(result: str | bytes, output: Path | None = None, first: Callable[[], None] = lambda: None) -> None:
    """Write `result` to standard output, or whole to the file `output` (readable by its owner only).

    What has to be done before the file stands in its place is done `first`, once the file is whole beside it. Raises
    BookError if that can't be done, BrokenPipeError if standard output's reader has gone.
    """
    content = result.encode("utf-8", "backslashreplace") if isinstance(result, str) else result
    if output is None:
        _to_stdout(content)
        return
    _check_place(output)
    try:
        _to_file(content, output, first)
    except OSError as error:
        raise BookError("show.not_written", file=output, why=_reason(error)) from error


def _to_stdout(content: bytes) -> None:
    if sys.stdout is None:
        raise BookError("show.no_stdout")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if os.name == "nt" and error.errno == errno.EINVAL:
            raise BrokenPipeError from error
        raise BookError("show.stdout_failed", why=_reason(error)) from error


def _to_file(content: bytes, output: Path, first: Callable[[], None]) -> None:
    if output.exists() and not output.is_file():
        first()
        output.write_bytes(content)
        return
    beside = half_made.half_made(output.parent)
    try:
        _fill(beside, content)
        first()
        beside.replace(output)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(output.parent)


def write_beside(content: bytes, beside: Path, output: Path) -> None:
    """Write `content` whole into the new file `beside`, to be renamed to `output` later.

    Raises BookError if that can't be done; whatever stops it, the caller removes the file.
    """
    _check_place(output)
    try:
        _fill(beside, content)
    except OSError as error:
        raise BookError("show.not_written", file=output, why=_reason(error)) from error


def _fill(beside: Path, content: bytes) -> None:
    half_made.sweep(beside.parent)
    with os.fdopen(half_made.create(beside), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _is_book(output: Path) -> bool:
    with output.open("rb") as file:
        start = file.read(len(_BOOK))
    return bool(start) and start in (_BOOK, _start_of_book())


def _start_of_book() -> bytes:
    """How the home's book begins; its copies begin alike, encrypted or not. Nothing where there is none."""
    try:
        with (session().home / _BOOK_NAME).open("rb") as file:
            return file.read(len(_BOOK))
    except (OSError, RuntimeError):  # no session holds where a page of help is shown
        return b""


def tell_if_readable(output: Path, to_cron: bool = True) -> None:
    """Say of a file that was written that it isn't encrypted, where the book is; also where nobody sits, `to_cron`."""
    if _start_of_book() not in (b"", _BOOK) and (to_cron or session().interactive):
        notice(phrase("keys.not_encrypted", file=output))


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: OSError) -> Phrase:
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return phrase("show.disk_full")
    if error.errno in (errno.EACCES, errno.EPERM):
        return phrase("show.not_allowed")
    if error.errno == errno.EROFS:
        return phrase("show.read_only")
    return phrase("show.other_reason", reason=error.strerror or type(error).__name__)


def notice(said: Said) -> None:
    """Say something beside the result, on standard error; with --quiet nothing is said."""
    if not session().quiet:
        _to_stderr(gate(say(said)) + "\n")


def complain(error: RmtoolError) -> None:
    """Say an error's sentence, and its details one a line, on standard error."""
    lines = [gate(say(said)) for said in (error.message, *error.details)]
    _to_stderr("\n  ".join(lines) + "\n")


def ask(question: Said) -> bool:
    """Whether the user says yes; --yes says it beforehand. Raises UsageError where nobody can be asked."""
    asked = session()
    if asked.yes:
        return True
    if not asked.interactive:
        raise UsageError("show.needs_yes", question=question)
    _to_stderr(gate(say(question)) + say(phrase("show.yes_or_no")))
    return sys.stdin.readline().strip().lower() in _YES


def inquire(lines: Sequence[Said], prompt: Said) -> str:
    """Say `lines` and `prompt` to somebody at a terminal; returns what they type, without blanks around it."""
    _to_stderr("\n".join(gate(say(line)) for line in lines) + "\n" + say(prompt))
    return sys.stdin.readline().strip()


def inquire_secretly(prompt: Said) -> str:
    """What somebody at a terminal types after `prompt`, unseen; nothing where it can't be read as text."""
    from getpass import getpass

    try:
        return getpass(gate(say(prompt)), stream=sys.stderr)
    except (EOFError, UnicodeError):
        return ""


def _to_stderr(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return
