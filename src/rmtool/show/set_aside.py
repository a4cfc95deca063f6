"""The file of rows that an import set aside: the list's own headings and cells, and why. Not: which rows those are.

It is a list like any other: mended, it can be imported by itself.
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from rmtool.core.arrivals import set_aside_name
from rmtool.core.formula_text import harmless
from rmtool.errors import BookError
from rmtool.half_made import half_made
from rmtool.lang import LANGUAGES, Language, say
from rmtool.phrase import phrase
from rmtool.show.output import notice, write_beside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rmtool.core.arrivals import Kept


class SetAsideFile:
    """Rows on their way into `FILE.set-aside.csv` (`FILE.SHEET.set-aside.csv`) beside their list.

    They are written beside it first, and put in their place once the import stands; an interrupt leaves nothing. Where
    the list's folder can't be written they go to the folder `exports`. A file of other rows that is there already may
    be on its way to being mended: without `renew` it stays as it is, else it is kept under another name.
    """

    def __init__(
        self, file: Path, sheet: str | None, headings: Sequence[str], rows: Sequence[Kept], renew: bool, exports: Path
    ) -> None:
        name = set_aside_name(str(file) if str(file) == "-" else file.name, sheet)
        self.place = file.parent / name
        self._elsewhere = exports / name
        self._headings, self._rows, self._renew = headings, rows, renew
        self._beside: Path | None = None

    def write(self) -> None:
        """Writes the rows beside their place. Raises BookError if they can be written nowhere."""
        if not self._renew:
            there = next((place for place in (self.place, self._elsewhere) if place.is_file()), None)
            if there:
                self.place = there
                return
        content = _content(self._headings, self._rows)
        try:
            self._write_beside(content)
        except BookError as refused:
            self.drop()
            try:
                self._elsewhere.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError:
                raise refused from None
            self.place = self._elsewhere
            self._write_beside(content)

    def _write_beside(self, content: bytes) -> None:
        self._beside = half_made(self.place.parent)
        write_beside(content, self._beside, self.place)

    def put(self) -> None:
        """Puts them in their place. Raises BookError, which says where they are, if that can't be."""
        if self._beside:
            try:
                self._keep_the_one_there(self._beside)
                self._beside.replace(self.place)
            except OSError:
                raise BookError("arrivals.set_aside_stays", file=self._beside, place=self.place) from None

    def _keep_the_one_there(self, new: Path) -> None:
        """Gives a file of other rows that is in the place another name: those may not have been mended yet."""
        if not self.place.is_file() or self.place.read_bytes() == new.read_bytes():
            return
        names = (self.place.with_suffix(f".{number}.csv") for number in count(1))
        free = next(name for name in names if not name.exists())
        self.place.rename(free)
        notice(phrase("arrivals.set_aside_kept", file=free))

    def drop(self) -> None:
        """Takes them away again."""
        if self._beside:
            with suppress(OSError):  # its folder may be one that can't be written
                self._beside.unlink(missing_ok=True)


def _content(headings: Sequence[str], rows: Sequence[Kept]) -> bytes:
    """The CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    reasons = {Language(code).text("arrivals.reason") for code in LANGUAGES}
    width = len(headings) - (bool(headings) and headings[-1] in reasons)
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([*map(harmless, headings[:width]), say(phrase("arrivals.reason"))])
    for row in rows:
        why = say(phrase("arrivals.row_reasons", row=row.place.row, reasons=tuple(row.reasons)))
        lines.writerow([*map(harmless, row.cells[:width]), why])
    return written.getvalue().encode("utf-8-sig", "surrogatepass")
