"""How a retail bank's whole list is borne: 45,211 clients and 32,191 contacts of a public data set.

Usage: scale.py DATA-FOLDER [--runs N]. Prints ratios only: commands as multiples of `python -c pass`, the import of the
clients as a multiple of sqlite3's own `.import` of the same file, each with its start-up taken off.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TODAY = "2026-11-23"
RMTOOL = [sys.executable, "-m", "rmtool"]
CLIENTS, CONTACTS = "bank_marketing_clients.csv", "bank_marketing_contacts.csv"


def main() -> None:
    """Print one line for each measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rmtool-scale-") as folder:
        work = Path(folder)
        environment = {**os.environ, "RMTOOL_TODAY": TODAY, "RMTOOL_LANG": "en", "RMTOOL_HOME": str(work / "home")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(work / "bytecode")
        for name in (CLIENTS, CONTACTS):
            shutil.copy(arguments.data / name, work / name)
        prepare(work, environment)
        for name, ratio in measures(work, environment, arguments.runs).items():
            print(f"{name:40} {ratio:6.1f} ×")


def prepare(work: Path, environment: Mapping[str, str]) -> None:
    """A home with the whole book, its rules compiled."""
    run([*RMTOOL, "import", str(work / CLIENTS)], environment, (0, 1))
    run([*RMTOOL, "import", str(work / CONTACTS), "--as", "contacts"], environment, (0, 1))
    run([*RMTOOL, "today"], environment)


def measures(work: Path, environment: Mapping[str, str], runs: int) -> dict[str, float]:
    """Every measure, from interleaved runs."""
    cases: dict[str, Callable[[], None]] = {
        "pass": lambda: run([sys.executable, "-c", "pass"], environment),
        "today": lambda: run([*RMTOOL, "today"], environment),
        "segment": lambda: run([*RMTOOL, "segment"], environment),
        "bare": lambda: run([*RMTOOL, "history"], fresh(work, environment)),
        "import": lambda: run([*RMTOOL, "import", str(work / CLIENTS)], fresh(work, environment), (0, 1)),
        "sqlite3": lambda: run(["sqlite3", ":memory:", ""], environment),
        ".import": lambda: sqlite_import(work, environment),
    }
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(runs):
        for name, case in cases.items():
            begun = time.perf_counter()
            case()
            times[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(listed) for name, listed in times.items()}
    own, peer = medians["import"] - medians["bare"], medians[".import"] - medians["sqlite3"]
    return {
        "today / python -c pass": medians["today"] / medians["pass"],
        "segment / python -c pass": medians["segment"] / medians["pass"],
        "import of the clients / sqlite3 .import": own / peer,
    }


def fresh(work: Path, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment of a home with no book, but with compiled rules."""
    home = work / "fresh"
    shutil.rmtree(home, ignore_errors=True)
    (home / "cache").parent.mkdir()
    shutil.copytree(work / "home" / "cache", home / "cache")
    return {**environment, "RMTOOL_HOME": str(home)}


def sqlite_import(work: Path, environment: Mapping[str, str]) -> None:
    """The same file into a file of SQLite's by its own shell."""
    book = work / "peer.db"
    book.unlink(missing_ok=True)
    run(["sqlite3", str(book), ".mode csv", f".import {work / CLIENTS} clients"], environment)


def run(command: Sequence[str], environment: Mapping[str, str], expected: Sequence[int] = (0,)) -> None:
    """Run a command to its end. Raises RuntimeError if it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode not in expected:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode('utf-8', 'replace')}")


if __name__ == "__main__":
    main()
