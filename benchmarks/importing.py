"""How long an import takes, as a multiple of sqlite3's own `.import` of the same CSV, start-up taken off both.

Usage: importing.py LIST.csv [--runs N]. Each run imports into a new book; start-up is the same import of the list's
first two lines. Needs the program sqlite3. Medians of interleaved runs.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

RMTOOL = [sys.executable, "-m", "rmtool"]
TODAY = "2026-11-23"


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("list", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rmtool-import-") as folder:
        runs = cases(arguments.list, Path(folder))
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(arguments.runs):
            for name, run in runs.items():
                taken[name].append(run())
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    rmtool = medians["rmtool import"] - medians["rmtool start-up"]
    sqlite = medians["sqlite3 .import"] - medians["sqlite3 start-up"]
    for name, median in medians.items():
        print(f"{name:18} {median * 1000:8.1f} ms")
    print(f"{'ratio':18} {rmtool / sqlite:8.1f} × ({rmtool * 1000:.0f} ms to {sqlite * 1000:.0f} ms)")


def cases(listed: Path, folder: Path) -> dict[str, Callable[[], float]]:
    """What is timed, by name; each call gives its seconds."""
    # An empty book with its rules compiled, as everybody has who has used the tool once.
    start = folder / "start"
    environment = {**os.environ, "RMTOOL_TODAY": TODAY, "RMTOOL_LANG": "en"}
    subprocess.run([*RMTOOL, "--home", start, "tiers"], env=environment, check=True, capture_output=True)
    short = folder / f"short-{listed.name}"
    short.write_text("".join(listed.open(encoding="utf-8").readlines()[:2]), encoding="utf-8")
    return {
        "sqlite3 start-up": lambda: sqlite_import(short, folder),
        "sqlite3 .import": lambda: sqlite_import(listed, folder),
        "rmtool start-up": lambda: rmtool_import(short, start, environment),
        "rmtool import": lambda: rmtool_import(listed, start, environment),
    }


def sqlite_import(listed: Path, folder: Path) -> float:
    """Seconds that sqlite3 takes to import the list into a new file."""
    book = folder / "plain.db"
    book.unlink(missing_ok=True)
    return timed(["sqlite3", str(book), ".mode csv", f".import '{listed}' list"], os.environ)


def rmtool_import(listed: Path, start: Path, environment: Mapping[str, str]) -> float:
    """Seconds that rmtool takes to import the list into an empty book."""
    home = start.with_name("home")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(start, home)
    return timed([*RMTOOL, "--home", str(home), "import", str(listed)], environment)


def timed(command: list[str], environment: Mapping[str, str]) -> float:
    """Seconds of the whole process."""
    begun = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
