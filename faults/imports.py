"""An import is whole or nothing, and what it sets aside comes in once it is mended. Not: what is set aside, and why."""

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from faults import calls
from faults.bench import Bench, Place, State, look
from faults.calls import Call
from faults.sweep import Outcome, each, some
from rmtool.store.store import Store

_DEFECTS = (
    *(
        "十来万",
        "12..5",
        "1.2.3",
        "#REF!",
        "#DIV/0!",
        "5O0万",
        "一百左右",
        "=A1+B1",
        "1,2,3,4",
        "--12",
        "100元/月",
        "不详?",
    ),
)
"""Amounts that can't be read, each in a row of its own."""

_ROWS = 80
_HEADINGS = ["客户编号", "客户名称", "存款余额", "所属区"]
_IMPORT = ("import", "list.csv", "--date", "2026-11-20")
_MEND = ("import", "list.csv.set-aside.csv", "--date", "2026-11-20")


def killed(bench: Bench, part: float) -> Outcome:
    """An import with rows of twelve kinds of defects killed at each call, done again, its set-aside rows mended."""
    calls.needs_strace()
    clean = _empty(bench, "clean", _list(defects=False))
    bench.done(clean, *_IMPORT)
    wanted = _content(clean)
    start = bench.made("list with defects", lambda place: _lay(place, _list(defects=True)))
    states = _states(bench, start)
    place = bench.fresh(start)
    _, found = calls.told(bench, place, _IMPORT, calls.CHANGING)
    chosen = some(found, part)
    tried, flaws = each(bench, chosen, lambda call: _one(bench, start, call, states, wanted))
    return Outcome(tried, flaws, f"{len(_DEFECTS)} kinds of defects")


def _states(bench: Bench, start: Place) -> tuple[State, State]:
    """An empty book, and the book that the list makes of it."""
    place = bench.fresh(start)
    bench.done(place, "clients")
    empty = look(place)
    bench.done(place, *_IMPORT)
    return empty, look(place)


def _one(bench: Bench, start: Place, call: Call, states: tuple[State, State], wanted: str) -> Iterator[str]:
    place = bench.fresh(start)
    what = f"an import killed at {call}"
    calls.failing(bench, place, _IMPORT, call, "signal=KILL")
    if place.book.exists() and (state := look(place)) not in states:
        yield f"{what}: the book is neither empty nor that of the list: {state}"
    again = bench.run(place, *_IMPORT, whole=True)
    aside = place.folder / "list.csv.set-aside.csv"
    if again.code != 1 or not aside.exists():
        yield f"{what}: done again, it ends with {again}"
    else:
        count = _mend(aside)
        if count != len(_DEFECTS):
            yield f"{what}: {count} rows were set aside"
        mended = bench.run(place, *_MEND, whole=True)
        if mended.code or _content(place) != wanted:
            yield f"{what}: mended, the book isn't that of a clean list: {mended}"
        twice = look(place)
        bench.run(place, *_MEND, whole=True)
        bench.run(place, *_IMPORT, whole=True)
        if look(place) != twice:
            yield f"{what}: taken in a second time, the lists change the book"
    bench.drop(place)


def _list(defects: bool) -> str:
    rows = [[f"{n:04d}", f"公司{n:04d}", f"{n}万", "福田"] for n in range(1, _ROWS + 1)]
    if defects:
        for n, amount in enumerate(_DEFECTS):
            rows[n * 6][2] = amount
    return _as_csv([_HEADINGS, *rows])


def _as_csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _mend(file: Path) -> int:
    """Put the right amounts into the rows that were set aside; returns how many there were."""
    headings, *rows = csv.reader(io.StringIO(file.read_text("utf-8-sig")))
    for row in rows:
        row[2] = f"{int(row[0])}万"
    file.write_text(_as_csv([headings, *rows]), encoding="utf-8-sig")
    return len(rows)


def _empty(bench: Bench, name: str, text: str) -> Place:
    return bench.fresh(bench.made(name, lambda place: _lay(place, text)))


def _lay(place: Place, text: str) -> None:
    (place.folder / "list.csv").write_text(text, encoding="utf-8")


def _content(place: Place) -> str:
    """What the book says of its clients, as a hash: without the numbers of rows and the files they came with."""
    with Store(place.home) as store:
        book = store.book()
        said = [
            (*client._replace(id=0), [(b.measure, b.on, b.fen) for b in book.balances.get(client.id, ())])
            for client in sorted(book.clients, key=lambda client: client.client_no)
        ]
    return hashlib.sha256(repr(said).encode()).hexdigest()
