"""How long everyday commands take, as multiples of `python -c pass`: medians of interleaved runs.

Usage: startup.py [--book FILE] [--runs N]. Works on a copy of the book FILE; without one, on the sample book.
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

Run = Callable[[], None]


def main() -> None:
    """Print one line per command: its median in milliseconds, and as a multiple of the interpreter's."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rmtool-startup-") as folder:
        home = Path(folder, "home")
        environment = {**os.environ, "RMTOOL_HOME": str(home), "RMTOOL_TODAY": TODAY, "RMTOOL_LANG": "en"}
        # An installed tool has its bytecode; so has this one, after a first run.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        prepare(home, arguments.book, environment)
        medians = measure(cases(environment), arguments.runs)
    bare = medians["python -c pass"]
    for name, median in medians.items():
        print(f"{name:28} {median * 1000:7.1f} ms {median / bare:6.2f} ×")


def prepare(home: Path, book: Path | None, environment: Mapping[str, str]) -> None:
    """Lay a book into `home` and let the rules be compiled."""
    if book:
        home.mkdir()
        shutil.copy(book, home / "book.db")
    else:
        subprocess.run([*RMTOOL, "demo", "--keep", str(home)], env=environment, check=True, capture_output=True)
    subprocess.run([*RMTOOL, "today"], env=environment, check=True, capture_output=True)


def cases(environment: Mapping[str, str]) -> dict[str, Run]:
    """What is measured, by name."""
    listed = subprocess.run([*RMTOOL, "clients", "-f", "csv"], env=environment, check=True, capture_output=True)
    number = listed.stdout.decode("utf-8").splitlines()[1].partition(",")[0]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import typer'": [sys.executable, "-c", "import typer"],
        "--version": [*RMTOOL, "--version"],
        "--help": [*RMTOOL, "--help"],
        "today": [*RMTOOL, "today"],
        "plan-week --dry-run": [*RMTOOL, "plan-week", "next", "--dry-run"],
        "log-contact": [*RMTOOL, "log-contact", number, "T", "--yes"],
        "report week -o week.html": [
            *RMTOOL,
            "report",
            "week",
            "-o",
            str(Path(environment["RMTOOL_HOME"], "week.html")),
        ],
    }
    runs = {name: piped(command, environment) for name, command in commands.items()}
    if os.name == "posix":
        runs["today (terminal)"] = on_terminal([*RMTOOL, "today"], environment)
    return runs


def piped(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """A run whose output goes into a pipe."""

    def run() -> None:
        subprocess.run(command, env=environment, check=True, capture_output=True)

    return run


def on_terminal(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """A run whose output goes to a pseudo-terminal."""
    import pty

    def run() -> None:
        ours, theirs = pty.openpty()
        with subprocess.Popen(command, env=environment, stdout=theirs, stderr=theirs, stdin=theirs) as process:
            os.close(theirs)
            try:
                while os.read(ours, 65536):
                    pass
            except OSError:
                pass  # the other end was closed
            os.close(ours)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)

    return run


def measure(runs: Mapping[str, Run], count: int) -> dict[str, float]:
    """The median seconds of each run, taken in turns so that a slow spell of the machine hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(count):
        for name, run in runs.items():
            begun = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


if __name__ == "__main__":
    main()
