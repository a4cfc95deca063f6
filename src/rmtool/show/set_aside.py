"""The file of rows that an import set aside: the list's own headings and cells, and why. Not: which rows those are.

It is a list like any other: mended, it can be imported by itself.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from rmtool.errors import BookError
from rmtool.lang import LANGUAGES, Language, say
from rmtool.phrase import phrase
from rmtool.show.output import deliver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rmtool.core.arrivals import Kept

SUFFIX = ".set-aside.csv"

_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_PLAIN = re.compile(r"[+-]?[\d.,]+%?|[=+\-@＝＋－＠]+", re.ASCII)
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def write_set_aside(
    file: Path, sheet: str | None, headings: Sequence[str], rows: Sequence[Kept], renew: bool, exports: Path
) -> Path:
    """Writes the rows to `FILE.set-aside.csv` (`FILE.SHEET.set-aside.csv`) beside `file`; returns where.

    Where that folder can't be written they go to the folder `exports`. Without `renew` a file that is there already
    stays as it is: somebody may be mending it. Raises BookError if it can be written nowhere.
    """
    name = ".".join((file.name, *([_UNSAFE_IN_NAMES.sub("_", sheet)] if sheet else []))) + SUFFIX
    places = (file.parent / name, exports / name)
    if not renew and (there := next((place for place in places if place.is_file()), None)):
        return there
    content = _content(headings, rows)
    try:
        deliver(content, places[0])
        return places[0]
    except BookError as refused:
        try:
            exports.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise refused from None
        deliver(content, places[1])
        return places[1]


def _content(headings: Sequence[str], rows: Sequence[Kept]) -> bytes:
    """The CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    reasons = {Language(code).text("arrivals.reason") for code in LANGUAGES}
    width = len(headings) - (bool(headings) and headings[-1] in reasons)
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([*headings[:width], say(phrase("arrivals.reason"))])
    for row in rows:
        why = say(phrase("arrivals.row_reasons", row=row.place.row, reasons=tuple(row.reasons)))
        lines.writerow([*map(_harmless, row.cells[:width]), why])
    return written.getvalue().encode("utf-8-sig", "surrogatepass")


def _harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _PLAIN.fullmatch(cell) else cell
