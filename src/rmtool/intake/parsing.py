"""The cells of a workbook's sheets, as the parser reads them. Not: whether parsing is safe (archives.py, apart.py)."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from rmtool.errors import InputError
from rmtool.intake.archives import MAX_CELLS, MAX_ROWS
from rmtool.intake.grid import MAX_COLUMNS, Sheet, rows_of

if TYPE_CHECKING:
    from rmtool.intake.archives import Contents

_ROWS_AT_ONCE = 1_000


class Parsed(NamedTuple):
    """One sheet: what is known of it (`sheet`, still without rows), and its rows, some at a time."""

    sheet: Sheet
    rows: Iterator[list[list[Any]]]


@contextmanager
def failures_told(file: str) -> Iterator[None]:
    """Turns whatever the parser fails with into a sentence."""
    try:
        yield
    except (InputError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # the parser's panics are no Exceptions
        raise InputError("intake.broken_workbook", file=file) from None


def parse(data: bytes, file: str, contents: "Contents | None") -> Iterator[Parsed]:
    """The worksheets in their order; `contents` are a packed workbook's. Rows must be taken before the next sheet."""
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(data))
    area = 0
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        last_row, last_column = sheet.end or (-1, -1)
        if last_column >= MAX_COLUMNS:
            raise InputError("files.too_wide", file=file, sheet=about.name, columns=last_column + 1)
        area += (last_row + 1) * (last_column + 1)
        if area > MAX_CELLS or last_row >= MAX_ROWS:
            raise InputError("intake.far_apart", file=file)
        visible = about.visible == python_calamine.SheetVisibleEnum.Visible
        found = contents.sheets.get(about.name) if contents else None
        yield Parsed(
            Sheet(
                about.name,
                rows_of(()),
                visible,
                hidden_rows=frozenset(row for row in found.hidden_rows if row <= last_row) if found else frozenset(),
                merged=tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()),
                comments=found.comments if found else {},
                since_1904=contents.since_1904 if contents else False,
            ),
            _rows(sheet, found.shown if found else {}),
        )


def _rows(sheet: Any, shown: dict[tuple[int, int], str | int]) -> Iterator[list[list[Any]]]:
    """The rows, some at a time, with truth values as text and the cells as `shown` that the parser tells otherwise."""
    by_row: dict[int, list[tuple[int, str | int]]] = {}
    for (row, column), what in shown.items():
        by_row.setdefault(row, []).append((column, what))
    some: list[list[Any]] = []
    for number, cells in enumerate(sheet.iter_rows()):
        if True in cells or False in cells:  # 1 and 0 too: told apart below
            cells[:] = [str(cell).upper() if type(cell) is bool else cell for cell in cells]
        for column, what in by_row.get(number, ()):
            if column < len(cells):
                cells[column] = _as_shown(cells[column], what)
        some.append(cells)
        if len(some) == _ROWS_AT_ONCE:
            yield some
            some = []
    yield some


def _as_shown(cell: Any, what: str | int) -> Any:
    if isinstance(what, str):
        return what if cell == "" else cell
    return f"{int(cell):0{what}d}" if type(cell) is float and cell.is_integer() and cell >= 0 else cell
